/* A scene's place in the grid: what it says without a picture, and which seed of a group it is. */
#include "app/scene-cell.h"

#include "display.h"

typedef struct {
  CollapsarStudy *study;
  CollapsarSceneCell *cell;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->study = collapsar_study_new ();
  g_object_set (fixture->study, "cores", 1, NULL);
  fixture->cell = COLLAPSAR_SCENE_CELL (g_object_ref_sink (collapsar_scene_cell_new ()));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->cell);
  g_assert_finalize_object (fixture->study);
}

static CollapsarSession *
add (Fixture *fixture, const char *source)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_preset ("watch-collapse", &error);
  g_assert_no_error (error);
  g_assert_true (regime_set (regime, "data.source", source, NULL));
  g_assert_true (regime_set (regime, "run.epochs", "2", NULL));
  return collapsar_study_add (fixture->study, regime);
}

static void
wait_for (Fixture *fixture, CollapsarSession *run, CollapsarSessionState state)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while (collapsar_session_get_state (run) != state) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    collapsar_study_drain (fixture->study);
    g_main_context_iteration (NULL, FALSE);
    g_usleep (500);
  }
}

static void
test_words (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (collapsar_scene_cell_words (fixture->cell), ==, "");
  CollapsarSession *run = add (fixture, "digits"), *waits = add (fixture, "/none/such.npz");
  collapsar_scene_cell_set_run (fixture->cell, run, NULL, 0);
  g_assert_cmpstr (collapsar_scene_cell_words (fixture->cell), ==, "Loading Optical digits…");
  wait_for (fixture, run, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpstr (collapsar_scene_cell_words (fixture->cell), ==, "");
  collapsar_scene_cell_set_run (fixture->cell, waits, NULL, 0);
  wait_for (fixture, waits, COLLAPSAR_SESSION_FAILED);
  g_assert_true (g_str_has_prefix (collapsar_scene_cell_words (fixture->cell), "Failed: "));
  collapsar_scene_cell_set_run (fixture->cell, NULL, NULL, 0);
  g_assert_cmpstr (collapsar_scene_cell_words (fixture->cell), ==, "");
}

static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  CollapsarSession *first = add (fixture, "digits"), *waits = add (fixture, "digits");
  collapsar_scene_cell_set_run (fixture->cell, waits, NULL, 0);
  g_assert_cmpstr (collapsar_scene_cell_words (fixture->cell), ==, "Waiting for cores");
  collapsar_scene_cell_set_run (fixture->cell, waits, NULL, 2);
  g_assert_cmpstr (collapsar_scene_cell_words (fixture->cell), ==, "Waiting for cores: 2 before it");
  collapsar_session_pause (first);
  g_assert_cmpstr (collapsar_scene_cell_words (fixture->cell), ==, "Loading Optical digits…");
}

/* The first button or label below, depth first, that `is` wants. */
static GtkWidget *
find (GtkWidget *widget, gboolean (*is) (GtkWidget *widget, const char *text), const char *text)
{
  if (is (widget, text))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find (child, is, text);
  return found;
}

static gboolean
is_label (GtkWidget *widget, const char *text)
{
  return GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);
}

static gboolean
is_button (GtkWidget *widget, const char *text)
{
  return GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) == 0;
}

static void
on_seed (CollapsarSceneCell *cell, CollapsarSession *run, CollapsarSession **asked)
{
  *asked = run;
}

static void
test_seeds (Fixture *fixture, gconstpointer data)
{
  CollapsarSession *first = add (fixture, "digits"), *asked = NULL;
  GListModel *groups = collapsar_run_groups_new (fixture->study);
  collapsar_study_repeat (fixture->study, first, 2);
  g_autoptr (CollapsarRunGroup) group = g_list_model_get_item (groups, 0);
  GtkWidget *widget = GTK_WIDGET (fixture->cell);
  g_signal_connect (fixture->cell, "seed", G_CALLBACK (on_seed), &asked);
  collapsar_scene_cell_set_run (fixture->cell, first, group, 0);
  GtkWidget *label = find (widget, is_label, "seed 1 of 3");
  g_assert_nonnull (label);
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_parent (label)));
  g_signal_emit_by_name (find (widget, is_button, "Next seed"), "clicked");
  g_assert_true (asked == collapsar_run_group_run (group, 1));
  g_signal_emit_by_name (find (widget, is_button, "Previous seed"), "clicked");
  g_assert_true (asked == collapsar_run_group_run (group, 2));
  collapsar_scene_cell_set_run (fixture->cell, asked, group, 0);
  g_assert_nonnull (find (widget, is_label, "seed 3 of 3"));
  g_signal_emit_by_name (find (widget, is_button, "Next seed"), "clicked");
  g_assert_true (asked == first);
  collapsar_scene_cell_set_run (fixture->cell, first, NULL, 0);
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_parent (label)));
  g_assert_finalize_object (groups);
}

#define add_test(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  add_test ("/app/scene-cell/words", test_words);
  add_test ("/app/scene-cell/waiting", test_waiting);
  add_test ("/app/scene-cell/seeds", test_seeds);
  return g_test_run ();
}
