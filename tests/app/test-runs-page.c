/* The table of runs: columns, order, filter, selection, live rows, what is copied and written, and the
 * settings of two runs beside each other. */
#include "app/run-row.h"
#include "app/runs-page.h"
#include "app/settings-diff.h"

#include "display.h"

#include <glib/gstdio.h>
#include <string.h>

#define TIMEOUT_SECONDS 60

static CollapsarStudy *study;
static CollapsarRunsPage *page;
static GtkWidget *window;

static void
iterate_until (gboolean (*done) (gpointer), gpointer data)
{
  gint64 start = g_get_monotonic_time ();
  while (!done (data)) {
    g_assert_cmpint (g_get_monotonic_time (), <, start + TIMEOUT_SECONDS * G_USEC_PER_SEC);
    collapsar_study_drain (study);
    g_main_context_iteration (NULL, FALSE);
  }
}

static gboolean
is_over (gpointer run)
{
  CollapsarSessionState state = collapsar_session_get_state (run);
  return state == COLLAPSAR_SESSION_FINISHED || state == COLLAPSAR_SESSION_FAILED;
}

static gboolean
is_count (gpointer n)
{
  return --*(int *)n < 0;
}

static void
settle (void)
{
  int n = 50;
  iterate_until (is_count, &n);
}

static CollapsarSession *
add_run (const char *name, const char *key, const char *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_preset ("gaussian-hierarchy", &error);
  g_assert_no_error (error);
  regime_set (regime, "run.epochs", "2", NULL);
  regime_set (regime, "regime.name", name, NULL);
  g_assert_true (regime_set (regime, key, value, NULL));
  return collapsar_study_add (study, regime);
}

static void
train (const char *name, const char *key, const char *value)
{
  iterate_until (is_over, add_run (name, key, value));
}

static void
open_page (void)
{
  page = g_object_new (COLLAPSAR_TYPE_RUNS_PAGE, NULL);
  window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (window), GTK_WIDGET (page));
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  collapsar_runs_page_set_study (page, study);
  gtk_window_present (GTK_WINDOW (window));
  settle ();
}

/* Three that train and one that has no data. */
static void
begin (void)
{
  study = collapsar_study_new ();
  train ("Run 10", "run.seed", "3");
  train ("Run 9", "run.seed", "1");
  train ("Broken", "data.source", "/nonexistent/folder");
  train ("Other", "optimiser.kind", "adam");
  open_page ();
}

static void
end (void)
{
  gtk_window_destroy (GTK_WINDOW (window));
  settle ();
  g_assert_finalize_object (study);
}

static GtkSelectionModel *
selection (void)
{
  gpointer view = gtk_widget_get_template_child (GTK_WIDGET (page), COLLAPSAR_TYPE_RUNS_PAGE, "view");
  return gtk_column_view_get_model (view);
}

/* The runs that are seen: "Run 10, Run 9, ". */
static void
assert_seen (const char *expected)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  GListModel *rows = G_LIST_MODEL (selection ());
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (CollapsarRunRow) row = g_list_model_get_item (rows, i);
    CollapsarSession *run = collapsar_run_row_session (row);
    g_string_append_printf (seen, "%s, ", regime_name (collapsar_session_regime (run)));
  }
  g_assert_cmpstr (seen->str, ==, expected);
}

static void
sort (const char *key, gboolean descending)
{
  g_autofree char *look = g_strdup_printf ("({}, '%s', %s)", key, descending ? "true" : "false");
  collapsar_runs_page_set_look (page, look);
  settle ();
  g_autofree char *again = collapsar_runs_page_get_look (page);
  g_assert_cmpstr (again, ==, look);
}

static void
assert_last (const char *name)
{
  GListModel *rows = G_LIST_MODEL (selection ());
  g_autoptr (CollapsarRunRow) row = g_list_model_get_item (rows, g_list_model_get_n_items (rows) - 1);
  CollapsarSession *run = collapsar_run_row_session (row);
  g_assert_cmpstr (regime_name (collapsar_session_regime (run)), ==, name);
}

/* Names in the order people count; what is undefined is last both ways. */
static void
test_sort (void)
{
  begin ();
  assert_seen ("Run 10, Run 9, Broken, Other, ");
  sort ("run", FALSE);
  assert_seen ("Broken, Other, Run 9, Run 10, ");
  sort ("run", TRUE);
  assert_seen ("Run 10, Run 9, Other, Broken, ");
  sort ("run.seed", TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (selection ())), ==, 4);
  sort ("epochs", TRUE);
  sort ("train_nc1", FALSE);
  assert_last ("Broken");
  sort ("train_nc1", TRUE);
  assert_last ("Broken");
  gtk_widget_activate_action (GTK_WIDGET (page), "runs.sort", "s", "");
  settle ();
  assert_seen ("Run 10, Run 9, Broken, Other, ");
  end ();
}

static void
count (guint *n)
{
  ++*n;
}

/* What the menu does, which tells of an order that came from a column's title too. */
static void
test_sort_actions (void)
{
  g_autofree char *key = NULL;
  guint told = 0;
  begin ();
  g_signal_connect_swapped (page, "notify::sort-key", G_CALLBACK (count), &told);
  gtk_widget_activate_action (GTK_WIDGET (page), "runs.sort", "s", "run");
  assert_seen ("Broken, Other, Run 9, Run 10, ");
  gtk_widget_activate_action (GTK_WIDGET (page), "runs.sort-descending", NULL);
  assert_seen ("Run 10, Run 9, Other, Broken, ");
  gtk_widget_activate_action (GTK_WIDGET (page), "runs.sort", "s", "run.seed");
  gtk_widget_activate_action (GTK_WIDGET (page), "runs.sort-descending", NULL);
  assert_seen ("Run 9, Broken, Other, Run 10, ");
  g_assert_cmpuint (told, >=, 3);
  sort ("run", FALSE);
  g_object_get (page, "sort-key", &key, NULL);
  g_assert_cmpstr (key, ==, "run");
  end ();
}

static gboolean
tells_trouble (void)
{
  gpointer trouble
      = gtk_widget_get_template_child (GTK_WIDGET (page), COLLAPSAR_TYPE_RUNS_PAGE, "trouble_revealer");
  return gtk_revealer_get_reveal_child (trouble);
}

static void
test_filter (void)
{
  begin ();
  collapsar_runs_page_filter (page, "seed = 3");
  assert_seen ("Run 10, ");
  collapsar_runs_page_filter (page, "train_nc1 >= 0 adam");
  assert_seen ("Other, ");
  /* What is wrong is said, and changes nothing. */
  collapsar_runs_page_filter (page, "nothing < 0.1");
  g_assert_true (tells_trouble ());
  assert_seen ("Other, ");
  collapsar_runs_page_filter (page, "no such words");
  g_assert_false (tells_trouble ());
  assert_seen ("");
  settle ();
  collapsar_runs_page_filter (page, "");
  assert_seen ("Run 10, Run 9, Broken, Other, ");
  settle ();
  /* The study's run is selected again. */
  g_assert_true (gtk_selection_model_is_selected (selection (), 3));
  end ();
}

static void
test_selection (void)
{
  begin ();
  g_assert_true (gtk_selection_model_is_selected (selection (), 3));
  gtk_selection_model_select_item (selection (), 1, TRUE);
  g_assert_true (collapsar_study_get_selected (study) == collapsar_study_run (study, 1));
  collapsar_study_select (study, collapsar_study_run (study, 0));
  g_assert_true (gtk_selection_model_is_selected (selection (), 0));
  g_assert_false (gtk_selection_model_is_selected (selection (), 1));
  /* More of them are not the study's business. */
  gtk_selection_model_select_item (selection (), 1, FALSE);
  g_assert_true (collapsar_study_get_selected (study) == collapsar_study_run (study, 0));
  collapsar_study_remove (study, collapsar_study_run (study, 0));
  settle ();
  assert_seen ("Run 9, Broken, Other, ");
  end ();
}

static guint
count_lines (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  return g_strv_length (lines) - 1;
}

static void
test_copy (void)
{
  begin ();
  g_autofree char *one = collapsar_runs_page_to_text (page);
  g_assert_cmpuint (count_lines (one), ==, 2);
  gtk_selection_model_unselect_all (selection ());
  g_autofree char *all = collapsar_runs_page_to_text (page);
  g_assert_cmpuint (count_lines (all), ==, 5);
  g_assert_true (g_str_has_prefix (all, "Run\tState\t"));
  g_assert_nonnull (strstr (all, "run.seed\t"));
  g_assert_nonnull (strstr (all, "NC1 (train)"));
  /* A column that is not wanted, and one that is. */
  collapsar_runs_page_set_look (page, "({'run.seed': false, 'test_loss': true}, '', false)");
  g_autofree char *chosen = collapsar_runs_page_to_text (page);
  g_assert_null (strstr (chosen, "run.seed"));
  g_assert_nonnull (strstr (chosen, "Loss (test)"));
  gtk_widget_activate_action (GTK_WIDGET (page), "runs.reset-columns", NULL);
  g_autofree char *usual = collapsar_runs_page_to_text (page);
  g_assert_cmpstr (usual, ==, all);
  collapsar_runs_page_set_look (page, "no look");
  end ();
}

static void
on_message (CollapsarRunsPage *widget, const char *message, char **told)
{
  g_free (*told);
  *told = g_strdup (message);
}

static gboolean
is_told (gpointer told)
{
  return *(char **)told != NULL;
}

/* Free with g_free; NULL when it was not written. */
static char *
export_to (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *told = NULL;
  char *contents = NULL;
  gulong handler = g_signal_connect (page, "message", G_CALLBACK (on_message), &told);
  collapsar_runs_page_export_to (page, file);
  iterate_until (is_told, &told);
  g_signal_handler_disconnect (page, handler);
  g_file_get_contents (path, &contents, NULL, NULL);
  g_assert_cmpint (contents == NULL, ==, strstr (told, "not written") != NULL);
  g_unlink (path);
  return contents;
}

static void
test_export (void)
{
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *csv_path = g_build_filename (folder, "runs.csv", NULL);
  g_autofree char *tex_path = g_build_filename (folder, "runs.tex", NULL);
  begin ();
  collapsar_runs_page_filter (page, "seed = 3");
  g_autofree char *csv = export_to (csv_path), *tex = export_to (tex_path);
  g_assert_true (g_str_has_prefix (csv, "run,state,message,"));
  g_assert_nonnull (strstr (csv, "Run 10,finished,"));
  g_assert_null (strstr (csv, "Run 9"));
  g_assert_nonnull (strstr (tex, "\\toprule"));
  g_assert_nonnull (strstr (tex, "Run 10 & finished"));
  g_assert_null (export_to ("/nonexistent/folder/runs.csv"));
  g_rmdir (folder);
  end ();
}

static CollapsarSettingsDiff *
find_diff (void)
{
  CollapsarSettingsDiff *found = NULL;
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *each = windows; each != NULL; each = each->next)
    if (COLLAPSAR_IS_SETTINGS_DIFF (each->data))
      found = each->data;
  return found;
}

static void
test_compare (void)
{
  begin ();
  g_assert_false (gtk_widget_activate_action (GTK_WIDGET (page), "runs.compare", NULL) && find_diff ());
  gtk_selection_model_select_item (selection (), 0, TRUE);
  gtk_selection_model_select_item (selection (), 3, FALSE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (page), "runs.compare", NULL));
  CollapsarSettingsDiff *diff = find_diff ();
  g_assert_nonnull (diff);
  g_auto (GStrv) rows = collapsar_settings_diff_list (diff);
  g_autofree char *text = g_strjoinv ("|", rows);
  g_assert_nonnull (strstr (text, "Optimiser: Kind|SGD|Adam|"));
  g_assert_nonnull (strstr (text, "Seed|3|"));
  g_assert_nonnull (strstr (text, "|not used"));
  guint n = g_strv_length (rows);
  collapsar_settings_diff_show_all (diff, TRUE);
  g_auto (GStrv) all = collapsar_settings_diff_list (diff);
  g_assert_cmpuint (g_strv_length (all), >, n);
  gtk_window_destroy (GTK_WINDOW (diff));
  end ();
}

static guint n_changes;

static void
on_changed (void)
{
  n_changes++;
}

static gboolean
has_changed (gpointer n)
{
  return n_changes >= *(guint *)n;
}

/* The rows of what trains are made anew; what is selected stays so. */
static void
test_live (void)
{
  begin ();
  gtk_selection_model_select_item (selection (), 0, TRUE);
  gtk_selection_model_select_item (selection (), 1, FALSE);
  CollapsarSession *run = add_run ("Live", "run.epochs", "100000");
  collapsar_study_select (study, collapsar_study_run (study, 0));
  gtk_selection_model_select_item (selection (), 1, FALSE);
  g_autoptr (CollapsarRunRow) row = g_list_model_get_item (G_LIST_MODEL (selection ()), 4);
  g_assert_true (collapsar_run_row_session (row) == run);
  gulong handler = g_signal_connect (row, "changed", on_changed, NULL);
  guint n = 3;
  iterate_until (has_changed, &n);
  g_assert_cmpint ((gint)training_history_last (collapsar_session_history (run))->epoch, >, 0);
  g_assert_true (gtk_selection_model_is_selected (selection (), 0));
  g_assert_true (gtk_selection_model_is_selected (selection (), 1));
  g_assert_false (gtk_selection_model_is_selected (selection (), 4));
  g_signal_handler_disconnect (row, handler);
  collapsar_session_stop (run);
  g_clear_object (&row);
  end ();
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_add_func ("/app/runs-page/sort", test_sort);
  g_test_add_func ("/app/runs-page/sort-actions", test_sort_actions);
  g_test_add_func ("/app/runs-page/filter", test_filter);
  g_test_add_func ("/app/runs-page/selection", test_selection);
  g_test_add_func ("/app/runs-page/copy", test_copy);
  g_test_add_func ("/app/runs-page/export", test_export);
  g_test_add_func ("/app/runs-page/compare", test_compare);
  g_test_add_func ("/app/runs-page/live", test_live);
  return g_test_run ();
}
