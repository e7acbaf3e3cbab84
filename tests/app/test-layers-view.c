/* The cards of the Layers view: made of the runs on the stage, marked together, and driven by one cursor. */
#include "app/layers-view.h"

#include "app/heat-map.h"
#include "display.h"
#include "trained-run.h"

#include <adwaita.h>

typedef struct {
  CollapsarStudy *study;
  CollapsarStage *stage;
  CollapsarLayersView *view;
  CollapsarSession *run;
  GtkWidget *window;
  char *message;
} Fixture;

static void
iterate (Fixture *fixture)
{
  iterate_study (fixture->study);
}

static CollapsarSession *
add_run (Fixture *fixture, const char *assignment)
{
  const char *const settings[] = { "network.hidden=16,14", assignment, NULL };
  CollapsarSession *run = add_trained_run (fixture->study, settings);
  collapsar_layers_view_set_session (fixture->view, run);
  return run;
}

/* Until what is shown is what there is; `since`, where not NULL, is what is to be gone. */
static ViewLayers *
settle (Fixture *fixture, const ViewLayers *since)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while (!collapsar_layers_view_is_settled (fixture->view)
         || collapsar_layers_view_get_view (fixture->view) == since) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    iterate (fixture);
  }
  return collapsar_layers_view_get_view (fixture->view);
}

static void
on_message (CollapsarLayersView *view, const char *message, Fixture *fixture)
{
  g_free (fixture->message);
  fixture->message = g_strdup (message);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->study = collapsar_study_new ();
  fixture->stage = collapsar_stage_new (fixture->study);
  fixture->view = g_object_ref_sink (g_object_new (COLLAPSAR_TYPE_LAYERS_VIEW, NULL));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 900, 700);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->view));
  collapsar_layers_view_set_stage (fixture->view, fixture->stage);
  g_signal_connect (fixture->view, "message", G_CALLBACK (on_message), fixture);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->view);
  g_assert_finalize_object (fixture->stage);
  g_assert_finalize_object (fixture->study);
  g_free (fixture->message);
}

static void
find_maps (GtkWidget *widget, GPtrArray *maps)
{
  if (COLLAPSAR_IS_HEAT_MAP (widget))
    g_ptr_array_add (maps, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_maps (child, maps);
}

/* In the order of runs and, of each, of matrices. */
static GPtrArray *
list_maps (Fixture *fixture)
{
  GPtrArray *maps = g_ptr_array_new ();
  find_maps (GTK_WIDGET (fixture->view), maps);
  return maps;
}

static void
assert_mark (GPtrArray *maps, guint at, gint row, gint column)
{
  gint r, c;
  collapsar_heat_map_get_mark (maps->pdata[at], &r, &c);
  g_assert_cmpint (r, ==, row);
  g_assert_cmpint (c, ==, column);
}

/* Each card shows its matrix of the view that was made. */
static void
test_cards (Fixture *fixture, gconstpointer data)
{
  add_run (fixture, NULL);
  ViewLayers *view = settle (fixture, NULL);
  while (view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH)->n_columns < 7)
    view = settle (fixture, view);
  g_autoptr (GPtrArray) maps = list_maps (fixture);
  g_assert_cmpuint (maps->len, ==, VIEW_LAYERS_N_MATRICES);
  for (guint which = 0; which < VIEW_LAYERS_N_MATRICES; which++)
    g_assert_true (collapsar_heat_map_get_matrix (maps->pdata[which]) == view_layers_matrix (view, 0, which));
  g_assert_cmpuint (view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH)->n_rows, ==, 4);
}

/* A pair of classes is marked in all matrices of angles, of all runs, and not among the layers. */
static void
test_linked (Fixture *fixture, gconstpointer data)
{
  add_run (fixture, NULL);
  add_run (fixture, "network.feature=10");
  ViewLayers *view = settle (fixture, NULL);
  while (view_layers_n_runs (view) < 2 || view_layers_matrix (view, 1, VIEW_LAYERS_MEANS)->n_rows == 0)
    view = settle (fixture, view);
  g_autoptr (GPtrArray) maps = list_maps (fixture);
  g_assert_cmpuint (maps->len, ==, 2 * VIEW_LAYERS_N_MATRICES);
  g_signal_emit_by_name (maps->pdata[VIEW_LAYERS_MEANS], "hover", 2, 5);
  for (guint i = 0; i < maps->len; i++)
    if (i % VIEW_LAYERS_N_MATRICES == VIEW_LAYERS_DEPTH)
      assert_mark (maps, i, -1, -1);
    else
      assert_mark (maps, i, 2, 5);
  g_signal_emit_by_name (maps->pdata[VIEW_LAYERS_MEANS], "hover", -1, -1);
  assert_mark (maps, VIEW_LAYERS_N_MATRICES + VIEW_LAYERS_DUALITY, -1, -1);
  g_signal_emit_by_name (maps->pdata[VIEW_LAYERS_N_MATRICES + VIEW_LAYERS_DEPTH], "hover", 1, 3);
  assert_mark (maps, VIEW_LAYERS_DEPTH, 1, 3);
  assert_mark (maps, VIEW_LAYERS_CLASSIFIER, -1, -1);
}

/* A click on an epoch moves the cursor, and what is of an epoch follows. */
static void
test_cursor (Fixture *fixture, gconstpointer data)
{
  CollapsarSession *run = add_run (fixture, NULL);
  ViewLayers *view = settle (fixture, NULL);
  while (view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH)->n_columns < 7)
    view = settle (fixture, view);
  g_assert_cmpfloat (view_layers_epoch (view, 0), ==, 6);
  g_autoptr (GPtrArray) maps = list_maps (fixture);
  g_signal_emit_by_name (maps->pdata[VIEW_LAYERS_MEANS], "pick", 0u, 2u);
  g_assert_true (collapsar_session_get_live (run));
  g_signal_emit_by_name (maps->pdata[VIEW_LAYERS_DEPTH], "pick", 0u, 2u);
  g_assert_cmpfloat (collapsar_session_get_epoch (run), ==, 2);
  view = settle (fixture, view);
  g_assert_cmpfloat (view_layers_epoch (view, 0), ==, 2);
  g_assert_cmpint (view_layers_cursor_column (view, 0), ==, 2);
}

static void
test_choices (Fixture *fixture, gconstpointer data)
{
  add_run (fixture, NULL);
  ViewLayers *view = settle (fixture, NULL);
  g_object_set (fixture->view, "metric", TRAINING_LAYER_PROBE_ACCURACY, NULL);
  view = settle (fixture, view);
  g_assert_true (view_layers_profile (view)->axis.percent);
  double train = view_layers_profile (view)->lines[0].y[3];
  g_object_set (fixture->view, "split", TRAINING_TEST, NULL);
  view = settle (fixture, view);
  g_assert_cmpfloat (view_layers_profile (view)->lines[0].y[3], !=, train);
}

static void
on_text (GObject *source, GAsyncResult *result, gpointer text)
{
  *(char **)text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_copy (Fixture *fixture, gconstpointer data)
{
  char *text = NULL;
  add_run (fixture, NULL);
  settle (fixture, NULL);
  g_autoptr (GPtrArray) maps = list_maps (fixture);
  gtk_widget_activate_action (maps->pdata[VIEW_LAYERS_MEANS], "cell.copy", NULL);
  g_assert_cmpstr (fixture->message, ==, "Numbers copied");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), NULL, on_text, &text);
  while (text == NULL)
    g_main_context_iteration (NULL, FALSE);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_assert_true (g_str_has_prefix (lines[0], "Class\tClass 0\tClass 1"));
  g_assert_true (g_str_has_prefix (lines[1], "0\t1\t"));
  g_assert_cmpuint (g_strv_length (lines), ==, 12);
  g_free (text);
}

/* What is not seen is not made, and not kept. */
static void
test_hidden (Fixture *fixture, gconstpointer data)
{
  gtk_widget_set_visible (fixture->window, FALSE);
  fixture->run = add_run (fixture, NULL);
  for (guint i = 0; i < 50; i++)
    iterate (fixture);
  g_assert_null (collapsar_layers_view_get_view (fixture->view));
  gtk_window_present (GTK_WINDOW (fixture->window));
  ViewLayers *view = settle (fixture, NULL);
  TrainingSnapshot *snapshot = training_history_snapshot (collapsar_session_history (fixture->run), 2);
  g_autoptr (GPtrArray) maps = list_maps (fixture);
  g_assert_cmpuint (maps->len, ==, VIEW_LAYERS_N_MATRICES);
  guint references = (guint)snapshot->references;
  g_assert_nonnull (view);
  gtk_widget_set_visible (fixture->window, FALSE);
  g_assert_null (collapsar_layers_view_get_view (fixture->view));
  g_assert_cmpuint ((guint)snapshot->references, <, references);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle (fixture, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_add ("/layers-view/cards", Fixture, NULL, set_up, test_cards, tear_down);
  g_test_add ("/layers-view/linked", Fixture, NULL, set_up, test_linked, tear_down);
  g_test_add ("/layers-view/cursor", Fixture, NULL, set_up, test_cursor, tear_down);
  g_test_add ("/layers-view/choices", Fixture, NULL, set_up, test_choices, tear_down);
  g_test_add ("/layers-view/copy", Fixture, NULL, set_up, test_copy, tear_down);
  g_test_add ("/layers-view/hidden", Fixture, NULL, set_up, test_hidden, tear_down);
  return g_test_run ();
}
