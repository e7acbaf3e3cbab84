/* How long the table of a large study takes: 100 runs of 1,000 epochs each, made up; opened, sorted and
 * filtered in a window until it is drawn, and scrolled frame by frame. Given a name, only writes the study
 * there, to be looked at. */
#include "app/frame-meter.h"
#include "app/run-row.h"
#include "app/window-private.h"

#include "stored-study.h"

#include <glib/gstdio.h>
#include <math.h>

#define N_RUNS 100
#define N_EPOCHS 1000
#define TURNS 3
#define SCROLL_SECONDS 3

static TrainingRecord *
make_record (guint epoch, GRand *random)
{
  TrainingRecord *record = training_record_new ();
  record->epoch = epoch;
  record->base_learning_rate = 0.1;
  record->seconds = 0.1;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    record->split[s].loss = g_rand_double (random) / (epoch + 1);
    record->split[s].error = g_rand_double (random) / (epoch + 1);
    record->split[s].probe_accuracy = g_rand_double (random);
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++)
      record->split[s].metrics.value[m] = g_rand_double (random) / (epoch + 1);
  }
  return record;
}

static Regime *
make_regime (guint number)
{
  static const char *const kinds[] = { "sgd", "adam", "adamw" };
  static const char *const rates[] = { "0.1", "0.05", "0.01", "0.001" };
  g_autoptr (GError) error = NULL;
  Regime *regime = regime_new_preset ("watch-collapse", &error);
  g_autofree char *seed = g_strdup_printf ("%u", 1 + number % 9);
  g_autofree char *name = g_strdup_printf ("%s at %s, seed %s", kinds[number % 3], rates[number % 4], seed);
  g_assert_no_error (error);
  regime_set (regime, "run.seed", seed, NULL);
  regime_set (regime, "run.epochs", G_STRINGIFY (N_EPOCHS), NULL);
  regime_set (regime, "optimiser.kind", kinds[number % 3], NULL);
  regime_set (regime, "optimiser.learning-rate", rates[number % 4], NULL);
  regime_set (regime, "regime.name", name, NULL);
  return regime;
}

static void
write_study (const char *path)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (1);
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  study_begin (study, NULL);
  for (guint r = 0; r < N_RUNS; r++) {
    g_autoptr (Regime) regime = make_regime (r);
    g_autoptr (StudyRun) run = study_run_new (regime);
    g_free (run->name);
    run->name = study_free_name (study, regime_name (regime), NULL);
    if (!study_put_run (study, run, &error)
        || !study_set_run_state (study, run->id, STUDY_RUN_FINISHED, NULL, &error))
      g_error ("%s", error->message);
    for (guint epoch = 0; epoch <= N_EPOCHS; epoch++) {
      g_autoptr (TrainingRecord) record = make_record (epoch, random);
      study_put_record (study, run->id, record, NULL);
    }
  }
  study_commit (study, &error);
  g_assert_no_error (error);
}

static void
on_after_paint (GdkFrameClock *clock, gpointer user_data)
{
  *(gboolean *)user_data = TRUE;
}

/* Until what was done is drawn; ms since start. */
static double
time_to_frame (CollapsarWindow *window, gint64 start)
{
  gboolean painted = FALSE;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gulong handler = g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint), &painted);
  while (!painted)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  return (g_get_monotonic_time () - start) / 1000.0;
}

static void
settle (void)
{
  for (gint64 end = g_get_monotonic_time () + G_USEC_PER_SEC; g_get_monotonic_time () < end;)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
time_rows (CollapsarStudy *study)
{
  g_autoptr (GListStore) rows = g_list_store_new (COLLAPSAR_TYPE_RUN_ROW);
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    g_autoptr (CollapsarRunRow) row = collapsar_run_row_new (study, collapsar_study_run (study, i));
    g_list_store_append (rows, row);
  }
  gint64 start = g_get_monotonic_time ();
  study_table_free (collapsar_run_rows_table (G_LIST_MODEL (rows)));
  g_print ("the table's values: %.1f ms\n", (g_get_monotonic_time () - start) / 1000.0);
}

static void
time_window (CollapsarWindow *window)
{
  static const char *const filters[] = { "adamw", "train_nc1 < 0.0005 seed > 2", "" };
  gint64 start;
  for (int turn = 0; turn < TURNS; turn++) {
    start = g_get_monotonic_time ();
    collapsar_window_show_view (window, "runs");
    g_print ("open%s: %.0f ms", turn == 0 ? " for the first time" : "", time_to_frame (window, start));
    settle ();
    for (gsize f = 0; f < G_N_ELEMENTS (filters); f++) {
      start = g_get_monotonic_time ();
      collapsar_runs_page_filter (window->runs, filters[f]);
      g_print (", filter “%s”: %.0f ms", filters[f], time_to_frame (window, start));
      settle ();
    }
    start = g_get_monotonic_time ();
    collapsar_runs_page_set_look (window->runs,
                                  turn % 2 ? "(@a{sb} {}, 'run', true)" : "(@a{sb} {}, 'train_nc1', true)");
    g_print (", sort: %.0f ms\n", time_to_frame (window, start));
    settle ();
    collapsar_window_show_view (window, "curves");
    settle ();
  }
}

static GtkWidget *
find (GtkWidget *widget, GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, type);
    if (found != NULL)
      return found;
  }
  return NULL;
}

/* To the end and back once a second. */
static gboolean
scroll (GtkWidget *view, GdkFrameClock *clock, gpointer user_data)
{
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  double second = (double)(gdk_frame_clock_get_frame_time (clock) % G_USEC_PER_SEC) / G_USEC_PER_SEC;
  double range = gtk_adjustment_get_upper (place) - gtk_adjustment_get_page_size (place);
  gtk_adjustment_set_value (place, range * (1 - fabs (2 * second - 1)));
  return G_SOURCE_CONTINUE;
}

static void
time_scrolling (CollapsarWindow *window)
{
  GtkWidget *view = find (GTK_WIDGET (window->runs), GTK_TYPE_COLUMN_VIEW);
  collapsar_window_show_view (window, "runs");
  settle ();
  guint tick = gtk_widget_add_tick_callback (view, scroll, NULL, NULL);
  CollapsarFrameMeter *meter = collapsar_frame_meter_new (view);
  for (int i = 0; i < SCROLL_SECONDS; i++)
    settle ();
  g_autofree char *report = collapsar_frame_meter_report (meter);
  g_print ("scroll: %s\n", report);
  collapsar_frame_meter_free (meter);
  gtk_widget_remove_tick_callback (view, tick);
}

int
main (int argc, char **argv)
{
  if (argc > 1) {
    write_study (argv[1]);
    return 0;
  }
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "runs.collapsar", NULL);
  write_study (path);
  adw_init ();
  CollapsarWindow *window = g_object_new (COLLAPSAR_TYPE_WINDOW, NULL);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_show_view (window, "curves");
  CollapsarStore *store = stored_study_open_store (path);
  collapsar_window_use_store (window, store);
  collapsar_window_show_view (window, "curves");
  settle ();
  time_rows (collapsar_window_study (window));
  time_window (window);
  time_scrolling (window);
  gtk_window_destroy (GTK_WINDOW (window));
  g_object_unref (store);
  g_unlink (path);
  g_rmdir (folder);
  return 0;
}
