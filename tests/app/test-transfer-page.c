/* The Transfer view in a real window, of a study whose fine-tunings are known. */
#include "app/window-private.h"

#include "command.h"
#include "display.h"
#include "stored-study.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "app/evaluation-popover.h"
#include "app/method-row.h"
#include "app/method-table.h"
#include "app/plot-view.h"
#include "app/transfer-curves.h"
#include "app/transfer-page-private.h"
#include "plot/theme.h"
#include "study/transfer-table.h"

#define TIMEOUT_SECONDS 60

static GtkApplication *application;

typedef struct {
  char *folder, *path;
  CollapsarStore *store;
  CollapsarWindow *window;
} Fixture;

/* Of a fine-tuning: four epochs, whose NC1 depends on the method alone. */
static GPtrArray *
make_records (guint method, guint seed)
{
  GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  for (guint epoch = 0; epoch < 4; epoch++) {
    TrainingRecord *record = training_record_new ();
    record->epoch = epoch;
    record->split[TRAINING_TEST].error = 0.1 * seed;
    record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = (method + 1.0) / (epoch + 1);
    g_ptr_array_add (records, record);
  }
  return records;
}

/* Of a run: every method, layers 1 and 2, two sizes, three draws, whose numbers all differ. */
static void
add_transfers (Study *study, gint64 run)
{
  static const char *const methods[] = { "probe", "layer", "scl", "full", "ridge" };
  static const guint shots[] = { 5, 0 };
  for (guint m = 0; m < G_N_ELEMENTS (methods); m++)
    for (gint block = m == 0 || m == 3 ? -1 : m == 4 ? 0 : 1; block <= (m == 0 || m == 3 ? -1 : 2); block++)
      for (guint s = 0; s < G_N_ELEMENTS (shots); s++)
        for (guint seed = 1; seed <= 3; seed++) {
          g_autoptr (GError) error = NULL;
          g_autofree char *settings = g_strdup_printf (
              "[transfer]\nlabels=fine\nclasses=all\nmethod=%s\nblock=%d\nshots=%u\nseed=%u\n", methods[m],
              MAX (block, 0), shots[s], seed);
          StudyTransfer transfer = { .run = run,
                                     .epoch = 3,
                                     .target = (char *)"mnist",
                                     .method = (char *)methods[m],
                                     .block = block,
                                     .shots = shots[s],
                                     .seed = seed,
                                     .settings = settings,
                                     .test_accuracy = 0.5 + 0.02 * m + 0.01 * block + 0.001 * seed * seed
                                                      + (shots[s] == 0 ? 0.2 : 0) + 0.003 * (double)run,
                                     .nc1 = 1.0 + 0.1 * m,
                                     .nc1_test = 2.0 + 0.1 * m,
                                     .trained = 100 * (m + 1),
                                     .parameters = 1000,
                                     .seconds = m + 1 };
          g_autoptr (GPtrArray) records = make_records (m, seed);
          g_assert_true (study_add_transfer (study, &transfer, m == 4 ? NULL : records, &error));
        }
}

static void
write_study (const char *path, guint n_runs, gboolean tuned)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  study_begin (study, NULL);
  for (guint i = 0; i < n_runs; i++) {
    g_autoptr (Regime) regime = regime_new_preset ("projection-head", &error);
    g_autofree char *layers = g_strdup_printf ("%u", i);
    regime_set (regime, "head.layers", layers, NULL);
    g_autoptr (StudyRun) run = study_run_new (regime);
    g_free (run->name);
    run->name = study_free_name (study, regime_name (regime), NULL);
    g_assert_true (study_put_run (study, run, &error));
    g_autoptr (TrainingRecord) record = training_record_new ();
    record->epoch = 3;
    record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = 0.01 * (i + 1);
    g_assert_true (study_put_record (study, run->id, record, &error));
    g_assert_true (study_set_run_state (study, run->id, STUDY_RUN_FINISHED, NULL, &error));
    if (tuned)
      add_transfers (study, run->id);
  }
  g_assert_true (study_commit (study, &error));
}

static void
iterate_until (gboolean (*done) (Fixture *), Fixture *fixture)
{
  gint64 start = g_get_monotonic_time ();
  while (!done (fixture)) {
    g_assert_cmpint (g_get_monotonic_time () - start, <, TIMEOUT_SECONDS * G_USEC_PER_SEC);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (200);
  }
}

static GtkWidget *
find_type (GtkWidget *widget, GType type, guint *place)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type) && (*place)-- == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_type (child, type, place);
    if (found != NULL)
      return found;
  }
  return NULL;
}

static gpointer
find (Fixture *fixture, GType type, guint place)
{
  GtkWidget *found = find_type (GTK_WIDGET (fixture->window->transfer), type, &place);
  g_assert_nonnull (found);
  return found;
}

static void
open_window (Fixture *fixture)
{
  fixture->window = collapsar_window_new (application);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fixture->store = stored_study_open_store (fixture->path);
  collapsar_window_use_store (fixture->window, fixture->store);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-all", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.view", "s", "transfer");
}

static void
set_up (Fixture *fixture, guint n_runs, gboolean tuned)
{
  *fixture = (Fixture){ .folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL) };
  fixture->path = g_build_filename (fixture->folder, "heads.collapsar", NULL);
  write_study (fixture->path, n_runs, tuned);
  open_window (fixture);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->store);
  const char *const command[] = { "rm", "-r", fixture->folder, NULL };
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static const ViewTransferOptions *
options (Fixture *fixture)
{
  ViewTransfer *view = collapsar_transfer_page_view (fixture->window->transfer);
  return view == NULL ? NULL : view_transfer_options (view);
}

static gboolean
has_points (Fixture *fixture)
{
  ViewTransfer *view = collapsar_transfer_page_view (fixture->window->transfer);
  return view != NULL && view_transfer_scatter (view)->n_points == 3;
}

static GListModel *
rows (Fixture *fixture)
{
  return collapsar_method_table_rows (find (fixture, COLLAPSAR_TYPE_METHOD_TABLE, 0));
}

/* The row of that method. */
static CollapsarMethodRow *
find_method (Fixture *fixture, TransferMethod method)
{
  for (guint i = 0; i < g_list_model_get_n_items (rows (fixture)); i++) {
    g_autoptr (CollapsarMethodRow) row = g_list_model_get_item (rows (fixture), i);
    if (collapsar_method_row_method (row) == method)
      return row; /* the list holds it */
  }
  g_assert_not_reached ();
}

static CollapsarEvaluationPopover *
find_evaluation (Fixture *fixture)
{
  return find (fixture, COLLAPSAR_TYPE_EVALUATION_POPOVER, 0);
}

static double
cell (const StudyTable *table, guint row, const char *key)
{
  guint column = 0;
  while (!g_str_equal (study_table_column_key (table, column), key))
    column++;
  return study_table_number (table, row, column);
}

static const char *
word (const StudyTable *table, guint row, const char *key)
{
  guint column = 0;
  while (!g_str_equal (study_table_column_key (table, column), key))
    column++;
  return study_table_text (table, row, column);
}

/* Every number of the table is that of the study's own summary, of the selected run, the size and the layer.
 */
static void
assert_summary (Fixture *fixture, guint shots, gint layer)
{
  g_autoptr (StudyTable) summary = study_transfer_summary_new (
      collapsar_transfers_rows (collapsar_study_transfers (fixture->window->study)));
  const char *run = regime_name (collapsar_session_regime (collapsar_window_session (fixture->window)));
  const RegimeKey *key = regime_key_find ("transfer.method");
  guint n = 0;
  for (guint i = 0; i < study_table_n_rows (summary); i++) {
    double block = cell (summary, i, "block"), size = cell (summary, i, "shots");
    const char *method = word (summary, i, "method");
    if (!g_str_equal (word (summary, i, "regime"), run) || (isnan (size) ? 0 : (guint)size) != shots
        || (!isnan (block) && (gint)block != layer) || g_str_equal (method, "ridge"))
      continue;
    guint m = 0;
    while (!g_str_equal (key->choices[m], method))
      m++;
    CollapsarMethodRow *row = find_method (fixture, m);
    g_assert_cmpfloat_with_epsilon (collapsar_method_row_value (row, COLLAPSAR_METHOD_ACCURACY),
                                    cell (summary, i, "test_accuracy"), 1e-12);
    g_assert_cmpfloat (collapsar_method_row_value (row, COLLAPSAR_METHOD_N), ==, cell (summary, i, "n"));
    g_assert_cmpfloat_with_epsilon (collapsar_method_row_value (row, COLLAPSAR_METHOD_NC1),
                                    cell (summary, i, "nc1"), 1e-9);
    g_assert_cmpfloat_with_epsilon (collapsar_method_row_value (row, COLLAPSAR_METHOD_SHARE),
                                    cell (summary, i, "share"), 1e-12);
    g_assert_cmpfloat_with_epsilon (collapsar_method_row_value (row, COLLAPSAR_METHOD_SECONDS),
                                    cell (summary, i, "seconds"), 1e-9);
    n++;
  }
  g_assert_cmpuint (n, ==, 4);
  g_assert_cmpuint (g_list_model_get_n_items (rows (fixture)), ==, 4);
}

static gboolean
shows_all_of_layer_1 (Fixture *fixture)
{
  return options (fixture)->shots == 0 && options (fixture)->block == 1;
}

static gboolean
shows_five (Fixture *fixture)
{
  return options (fixture)->shots == 5;
}

static void
test_table (void)
{
  Fixture fixture;
  set_up (&fixture, 3, TRUE);
  iterate_until (has_points, &fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "transfer.shots", "u", 5u);
  iterate_until (shows_five, &fixture);
  assert_summary (&fixture, 5, 2); /* the better one */
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "transfer.shots", "u", 0u);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "transfer.layer", "u", 1u);
  iterate_until (shows_all_of_layer_1, &fixture);
  assert_summary (&fixture, 0, 1);

  /* The best first, until asked otherwise. */
  g_autoptr (CollapsarMethodRow) first = g_list_model_get_item (rows (&fixture), 0);
  g_assert_cmpint (collapsar_method_row_method (first), ==, TRANSFER_SCL);
  CollapsarMethodTable *table = find (&fixture, COLLAPSAR_TYPE_METHOD_TABLE, 0);
  gtk_widget_activate_action (GTK_WIDGET (table), "methods.sort", "s", "seconds");
  g_autoptr (CollapsarMethodRow) slowest = g_list_model_get_item (rows (&fixture), 0);
  g_assert_cmpint (collapsar_method_row_method (slowest), ==, TRANSFER_FULL);
  gtk_widget_activate_action (GTK_WIDGET (table), "methods.sort-descending", NULL);
  g_autoptr (CollapsarMethodRow) fastest = g_list_model_get_item (rows (&fixture), 0);
  g_assert_cmpint (collapsar_method_row_method (fastest), ==, TRANSFER_PROBE);
  g_autofree char *text = collapsar_method_table_to_text (table);
  g_assert_true (g_str_has_prefix (text, "Method\tBlock\tSeeds\t"));
  g_assert_nonnull (strstr (text, "\nprobe\t\t3\t"));
  tear_down (&fixture);
}

static const PlotPointplot *
curves (Fixture *fixture, ViewTransferCurve which)
{
  const ViewTransferCurves *view
      = collapsar_transfer_curves_view (find (fixture, COLLAPSAR_TYPE_TRANSFER_CURVES, 0));
  return view == NULL ? NULL : view_transfer_curves_plot (view, which);
}

static gboolean
has_curves (Fixture *fixture)
{
  const PlotPointplot *plot = curves (fixture, VIEW_TRANSFER_NC1_CURVES);
  return plot != NULL && plot->n_lines == 4;
}

/* A line for each method, of the epochs that the file has; rows that are chosen in the table leave the others
 * grey. */
static void
test_curves (void)
{
  Fixture fixture;
  set_up (&fixture, 3, TRUE);
  iterate_until (has_points, &fixture);
  iterate_until (has_curves, &fixture);
  const PlotPointplot *nc1 = curves (&fixture, VIEW_TRANSFER_NC1_CURVES);
  g_assert_cmpuint (nc1->n_places, ==, 4);
  g_assert_cmpuint (nc1->lines[0].style, ==, PLOT_METHOD_STYLE + TRANSFER_FULL);
  g_assert_cmpfloat_with_epsilon (nc1->lines[0].y[3], 1, 1e-9);
  g_assert_cmpfloat_with_epsilon (curves (&fixture, VIEW_TRANSFER_ACCURACY_CURVES)->lines[0].y[3], 0.8, 1e-9);
  GtkSelectionModel *model = GTK_SELECTION_MODEL (rows (&fixture));
  for (guint i = 0; i < 4; i++) {
    g_autoptr (CollapsarMethodRow) row = g_list_model_get_item (rows (&fixture), i);
    if (collapsar_method_row_method (row) == TRANSFER_PROBE)
      gtk_selection_model_select_item (model, i, TRUE);
  }
  nc1 = curves (&fixture, VIEW_TRANSFER_NC1_CURVES);
  for (guint l = 0; l < 4; l++) /* below the others */
    g_assert_cmpint ((nc1->lines[l].style & PLOT_REGIME_MUTED) != 0, ==, l < 3);
  g_assert_cmpuint (nc1->lines[3].style, ==, PLOT_METHOD_STYLE + TRANSFER_PROBE);
  gtk_selection_model_unselect_all (model);
  g_assert_cmpuint (curves (&fixture, VIEW_TRANSFER_NC1_CURVES)->lines[3].style, ==,
                    PLOT_METHOD_STYLE + TRANSFER_PROBE);
  g_assert_cmpuint (curves (&fixture, VIEW_TRANSFER_NC1_CURVES)->lines[0].style & PLOT_REGIME_MUTED, ==, 0);
  tear_down (&fixture);
}

static gboolean
has_figure (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "transfer.svg", NULL);
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* What is on screen, with the settings of what it is of. */
static void
test_figure (void)
{
  Fixture fixture;
  set_up (&fixture, 3, TRUE);
  iterate_until (has_points, &fixture);
  g_autofree char *path = g_build_filename (fixture.folder, "transfer.svg", NULL), *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  collapsar_window_export_to (fixture.window, file);
  iterate_until (has_figure, &fixture);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "width=\"518.74"));
  g_assert_nonnull (strstr (text, "method=scl"));
  const PlotPage page = page_of (PLOT_FORMAT_SVG);
  assert_command (fixture.window, fixture.folder, &page, "svg");
  tear_down (&fixture);
}

static gboolean
has_epochs (Fixture *fixture)
{
  return collapsar_transfer_page_has_epochs (fixture->window->transfer);
}

/* Also epoch by epoch, and then what they came to again. */
static void
test_figure_by_epoch (void)
{
  Fixture fixture;
  set_up (&fixture, 3, TRUE);
  iterate_until (has_points, &fixture);
  iterate_until (has_epochs, &fixture);
  const PlotPage page = page_of (PLOT_FORMAT_SVG);
  g_autoptr (CollapsarFigureSource) source = collapsar_window_figure (fixture.window);
  g_autoptr (GBytes) overview = collapsar_figure_source_to_bytes (source, &page, NULL);
  g_assert_true (collapsar_figure_source_has_epochs (source));
  collapsar_figure_source_set_by_epoch (source, TRUE);
  assert_source_command (source, fixture.folder, &page, "svg");
  g_autoptr (GBytes) epochs = collapsar_figure_source_to_bytes (source, &page, NULL);
  g_assert_false (g_bytes_equal (epochs, overview));
  collapsar_figure_source_set_by_epoch (source, FALSE);
  g_autoptr (GBytes) again = collapsar_figure_source_to_bytes (source, &page, NULL);
  g_assert_true (g_bytes_equal (again, overview));
  tear_down (&fixture);
}

static gboolean
is_downstream (Fixture *fixture)
{
  return options (fixture)->nc1 == VIEW_TRANSFER_TRAIN_NC1;
}

static gboolean
is_of_second (Fixture *fixture)
{
  return options (fixture)->group == 1;
}

/* A point for each run; which NC1 it is over is chosen, a click on one selects its run, and what belongs to
 * one backbone follows. */
static void
test_scatter (void)
{
  Fixture fixture;
  set_up (&fixture, 3, TRUE);
  iterate_until (has_points, &fixture);
  const PlotScatter *scatter
      = view_transfer_scatter (collapsar_transfer_page_view (fixture.window->transfer));
  for (guint i = 0; i < scatter->n_points; i++)
    g_assert_cmpfloat_with_epsilon (scatter->points[i].x, 0.01 * (i + 1), 1e-9);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "transfer.nc1", "s", "downstream");
  iterate_until (is_downstream, &fixture);
  scatter = view_transfer_scatter (collapsar_transfer_page_view (fixture.window->transfer));
  g_assert_cmpfloat_with_epsilon (scatter->points[0].x, 1.0, 1e-9);

  g_signal_emit_by_name (find (&fixture, COLLAPSAR_TYPE_PLOT_VIEW, 0), "picked", 1u, 0u);
  g_assert_true (collapsar_window_session (fixture.window) == collapsar_study_run (fixture.window->study, 1));
  iterate_until (is_of_second, &fixture);
  assert_summary (&fixture, options (&fixture)->shots, options (&fixture)->block);

  /* By keys too. */
  CollapsarPlotView *chart = find (&fixture, COLLAPSAR_TYPE_PLOT_VIEW, 0);
  gtk_widget_activate_action (GTK_WIDGET (chart), "point.move", "i", 1);
  g_assert_cmpint (collapsar_plot_view_get_point (chart).line, ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (chart), "point.move", "i", -1);
  g_assert_cmpint (collapsar_plot_view_get_point (chart).line, ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (chart), "point.pick", NULL);
  g_assert_true (collapsar_window_session (fixture.window) == collapsar_study_run (fixture.window->study, 2));
  tear_down (&fixture);
}

static gboolean
is_empty (Fixture *fixture)
{
  guint place = 0;
  GtkWidget *page = find_type (GTK_WIDGET (fixture->window->transfer), ADW_TYPE_STATUS_PAGE, &place);
  return page != NULL && gtk_widget_get_mapped (page)
         && strstr (adw_status_page_get_description (ADW_STATUS_PAGE (page)), "No network") != NULL;
}

/* Nothing was tuned: that is said. */
static void
test_empty (void)
{
  Fixture fixture;
  set_up (&fixture, 1, FALSE);
  iterate_until (is_empty, &fixture);
  g_assert_null (collapsar_transfer_page_view (fixture.window->transfer));
  tear_down (&fixture);
}

static AdwStatusPage *
empty_page (Fixture *fixture)
{
  guint place = 0;
  return ADW_STATUS_PAGE (find_type (GTK_WIDGET (fixture->window->transfer), ADW_TYPE_STATUS_PAGE, &place));
}

static gboolean
says_planned (Fixture *fixture)
{
  const char *words = collapsar_evaluation_popover_words (find_evaluation (fixture));
  g_test_message ("%s", words);
  return words != NULL && g_str_has_suffix (words, "of 2 networks; 4 are planned");
}

/* Some wait for their source to train: that is said, and not that there are none. */
static void
test_planned (void)
{
  Fixture fixture;
  set_up (&fixture, 1, FALSE);
  iterate_until (is_empty, &fixture);
  CollapsarTransfers *transfers = collapsar_study_transfers (fixture.window->study);
  g_autoptr (Regime) regime = regime_new_preset ("projection-head", NULL);
  CollapsarSession *waiting = collapsar_study_add (fixture.window->study, regime);
  collapsar_session_pause (waiting);
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  g_ptr_array_add (runs, waiting);
  collapsar_transfers_add (transfers, runs, plan);
  while (collapsar_transfers_n_left (transfers) != 4)
    g_main_context_iteration (NULL, TRUE);
  const char *words = adw_status_page_get_description (empty_page (&fixture));
  g_assert_cmpstr (adw_status_page_get_title (empty_page (&fixture)), ==, "Fine-Tuning Is Planned");
  g_assert_true (g_str_has_prefix (words, "4 fine-tunings are planned. Tuning begins when its network"));
  g_signal_emit_by_name (find_evaluation (&fixture), "opened");
  iterate_until (says_planned, &fixture);
  collapsar_transfers_stop (transfers);
  g_assert_true (is_empty (&fixture));
  tear_down (&fixture);
}

/* Of all labels: by method and settings, twice. */
static void
add_more (const char *path, const char *method, gint block, const char *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  for (guint seed = 1; seed <= 2; seed++) {
    g_autofree char *settings = g_strdup_printf (
        "[transfer]\nlabels=fine\nclasses=all\nmethod=%s\nblock=0\nshots=0\n%sseed=%u\n", method, more, seed);
    StudyTransfer transfer = { .run = 1,
                               .epoch = 3,
                               .target = (char *)"mnist",
                               .method = (char *)method,
                               .block = block,
                               .seed = seed,
                               .settings = settings,
                               .test_accuracy = 0.125,
                               .trained = 1,
                               .parameters = 1 };
    g_assert_true (study_add_transfer (study, &transfer, NULL, &error));
  }
}

static gboolean
leaves_out (Fixture *fixture)
{
  ViewTransfer *view = collapsar_transfer_page_view (fixture->window->transfer);
  return view != NULL && view_transfer_n_left_out (view) == 2;
}

static gboolean
shows_others (Fixture *fixture)
{
  ViewTransfer *view = collapsar_transfer_page_view (fixture->window->transfer);
  return view != NULL && view_transfer_n_left_out (view) == 3
         && view_transfer_scatter (view)->points[0].y == 0.125;
}

/* What is left out for its settings is said, and one click away. */
static void
test_left_out (void)
{
  Fixture fixture = { .folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL) };
  fixture.path = g_build_filename (fixture.folder, "others.collapsar", NULL);
  write_study (fixture.path, 1, TRUE);
  add_more (fixture.path, "probe", -1, "epochs=7\n");
  open_window (&fixture);
  iterate_until (leaves_out, &fixture);
  ViewTransfer *view = collapsar_transfer_page_view (fixture.window->transfer);
  g_autofree char *words = view_transfer_describe_left_out (view);
  g_assert_cmpstr (words, ==, "2 fine-tunings with other settings (Epochs 7) are left out.");
  g_assert_cmpstr (gtk_label_get_label (fixture.window->transfer->left_out_words), ==, words);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window->transfer), "page.show-others", NULL);
  iterate_until (shows_others, &fixture);
  const PlotPage page = page_of (PLOT_FORMAT_SVG);
  assert_command (fixture.window, fixture.folder, &page, "svg");
  tear_down (&fixture);
}

static gboolean
says_nothing_tuned (Fixture *fixture)
{
  return g_str_has_prefix (gtk_label_get_label (fixture->window->transfer->methods_note),
                           "Nothing was tuned on MNIST with all labels yet");
}

/* A table without methods, of what was only read, says why. */
static void
test_only_read (void)
{
  Fixture fixture = { .folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL) };
  fixture.path = g_build_filename (fixture.folder, "read.collapsar", NULL);
  write_study (fixture.path, 1, FALSE);
  add_more (fixture.path, "ridge", 1, "");
  open_window (&fixture);
  iterate_until (says_nothing_tuned, &fixture);
  tear_down (&fixture);
}

static gboolean
is_asked_for (Fixture *fixture)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (fixture->window->study);
  return collapsar_transfers_n_left (transfers) + collapsar_transfers_n_failed (transfers) > 0;
}

static gboolean
says_how_much (Fixture *fixture)
{
  const char *words = collapsar_evaluation_popover_words (find_evaluation (fixture));
  return words != NULL && *words != '\0';
}

static gboolean
says_twelve (Fixture *fixture)
{
  return strstr (collapsar_evaluation_popover_words (find_evaluation (fixture)),
                 "12 fine-tunings of 3 networks")
         != NULL;
}

/* How much it is stands there before it is asked for, and follows what is chosen; what is there counts not.
 */
static void
test_evaluation (void)
{
  Fixture fixture;
  set_up (&fixture, 3, TRUE);
  iterate_until (has_points, &fixture);
  CollapsarEvaluationPopover *popover = find_evaluation (&fixture);
  g_signal_emit_by_name (popover, "opened");
  iterate_until (says_how_much, &fixture);
  static const char *const off[] = { "evaluation.probe", "evaluation.layer",   "evaluation.ridge",
                                     "evaluation.scl",   "evaluation.shots-5", "evaluation.shots-50" };
  for (gsize i = 0; i < G_N_ELEMENTS (off); i++)
    gtk_widget_activate_action (GTK_WIDGET (popover), off[i], NULL);
  g_object_set (collapsar_evaluation_popover_evaluation (popover), "draws", 4u, NULL);
  iterate_until (says_twelve, &fixture);
  tear_down (&fixture);
}

/* Evaluate has the fine-tunings done of the task in effect. */
static void
test_evaluate (void)
{
  Fixture fixture;
  set_up (&fixture, 1, FALSE);
  iterate_until (is_empty, &fixture);
  g_assert_false (is_asked_for (&fixture));
  gtk_widget_activate_action (GTK_WIDGET (fixture.window->transfer), "page.evaluate", NULL);
  iterate_until (is_asked_for, &fixture);
  tear_down (&fixture);
}

static gboolean
is_paused (Fixture *fixture)
{
  return collapsar_session_get_state (collapsar_window_session (fixture->window)) == COLLAPSAR_SESSION_PAUSED;
}

/* Where no run trains, fine-tunings that wait for one are paused with all, and go on. */
static void
test_pause_all (void)
{
  Fixture fixture;
  set_up (&fixture, 1, FALSE);
  iterate_until (is_empty, &fixture);
  CollapsarTransfers *transfers = collapsar_study_transfers (fixture.window->study);
  g_autoptr (Regime) regime = regime_new ();
  CollapsarSession *waiting = collapsar_study_add (fixture.window->study, regime);
  collapsar_session_pause (waiting);
  iterate_until (is_paused, &fixture);
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  g_ptr_array_add (runs, waiting);
  collapsar_transfers_add (transfers, runs, plan);
  for (gint paused = TRUE; paused >= FALSE; paused--) {
    gboolean are;
    gtk_widget_activate_action (GTK_WIDGET (fixture.window), paused ? "win.pause-all" : "win.resume-all",
                                NULL);
    g_object_get (transfers, "paused", &are, NULL);
    g_assert_cmpint (are, ==, paused);
  }
  tear_down (&fixture);
}

static gboolean
says_missing (Fixture *fixture)
{
  for (guint i = 0; i < 40; i++) {
    guint place = i;
    GtkWidget *label = find_type (GTK_WIDGET (fixture->window->transfer), GTK_TYPE_LABEL, &place);
    if (label != NULL && gtk_widget_get_mapped (label)
        && strstr (gtk_label_get_label (GTK_LABEL (label)), "MNIST was not found on this machine") != NULL)
      return TRUE;
  }
  return FALSE;
}

/* The results stay where the data set has gone, and how to get it is said. */
static void
test_missing (void)
{
  Fixture fixture;
  set_up (&fixture, 3, TRUE);
  iterate_until (has_points, &fixture);
  iterate_until (says_missing, &fixture);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!test_has_display ())
    return 0;
  g_unsetenv ("COLLAPSAR_DATA");
  adw_init ();
  application = gtk_application_new ("io.github.collapsar.TransferPageTest", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  g_test_add_func ("/app/transfer-page/table", test_table);
  g_test_add_func ("/app/transfer-page/curves", test_curves);
  g_test_add_func ("/app/transfer-page/scatter", test_scatter);
  g_test_add_func ("/app/transfer-page/figure", test_figure);
  g_test_add_func ("/app/transfer-page/figure-by-epoch", test_figure_by_epoch);
  g_test_add_func ("/app/transfer-page/empty", test_empty);
  g_test_add_func ("/app/transfer-page/planned", test_planned);
  g_test_add_func ("/app/transfer-page/left-out", test_left_out);
  g_test_add_func ("/app/transfer-page/only-read", test_only_read);
  g_test_add_func ("/app/transfer-page/evaluation", test_evaluation);
  g_test_add_func ("/app/transfer-page/evaluate", test_evaluate);
  g_test_add_func ("/app/transfer-page/pause-all", test_pause_all);
  g_test_add_func ("/app/transfer-page/missing", test_missing);
  int status = g_test_run ();
  g_object_unref (application);
  return status;
}
