/* Scenes side by side: one for each run on the stage, linked or free, one of them selected. */
#include "app/scene-grid.h"

#include "app/scene-cell.h"
#include "app/scene-view-private.h"
#include "display.h"
#include "trained-run.h"

#include <adwaita.h>

typedef struct {
  CollapsarStudy *study;
  CollapsarStage *stage;
  CollapsarSceneGrid *grid;
  GtkWidget *window;
} Fixture;

static void
iterate (Fixture *fixture)
{
  iterate_study (fixture->study);
}

static CollapsarSession *
add_run_of (Fixture *fixture, const char *assignment)
{
  return add_trained_run (fixture->study, (const char *const[]){ assignment, NULL });
}

static CollapsarSession *
add_run (Fixture *fixture)
{
  return add_run_of (fixture, NULL);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->study = collapsar_study_new ();
  fixture->stage = collapsar_stage_new (fixture->study);
  fixture->grid = g_object_ref_sink (g_object_new (COLLAPSAR_TYPE_SCENE_GRID, NULL));
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 600, 500);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->grid));
  collapsar_scene_grid_set_stage (fixture->grid, fixture->stage);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_assert_finalize_object (fixture->grid);
  g_assert_finalize_object (fixture->stage);
  g_assert_finalize_object (fixture->study);
}

static GtkWidget *
cell (Fixture *fixture, guint at)
{
  return gtk_widget_get_ancestor (GTK_WIDGET (collapsar_scene_grid_scene (fixture->grid, at)),
                                  COLLAPSAR_TYPE_SCENE_CELL);
}

static gboolean
is_marked (Fixture *fixture, guint at)
{
  return gtk_widget_has_css_class (cell (fixture, at), "selected");
}

/* In how many frames scenes are drawn once: fewer of several at full speed, and of many; one of them eager.
 */
static void
test_turns (Fixture *fixture, gconstpointer data)
{
  static const guint paced[] = { 1, 1, 1, 1, 2 }, fast[] = { 1, 3, 3, 3, 3 };
  for (guint n = 0; n < G_N_ELEMENTS (paced); n++) {
    add_run (fixture);
    for (guint full_speed = 0; full_speed < 2; full_speed++) {
      guint n_eager = 0, turns = full_speed ? fast[n] : paced[n];
      g_object_set (fixture->study, "pace", full_speed ? 0.0 : 10.0, NULL);
      for (guint i = 0; i <= n; i++) {
        const CollapsarSceneView *scene = collapsar_scene_grid_scene (fixture->grid, i);
        g_assert_cmpuint (scene->turns, ==, turns);
        g_assert_cmpuint (scene->turn, ==, i % turns);
        n_eager += scene->eager;
      }
      g_assert_cmpuint (n_eager, ==, 1);
    }
  }
}

/* shape: how many are in each row, "322". */
static void
assert_shape (guint n, const char *shape, Fixture *fixture)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (fixture->grid));
  g_assert_cmpuint (collapsar_scene_grid_n_scenes (fixture->grid), ==, n);
  for (int i = 0, expected_row = 0; shape[expected_row] != '\0'; expected_row++)
    for (int place = 0, in_row = shape[expected_row] - '0'; place < in_row; place++, i++) {
      int column, span, row;
      g_object_get (gtk_layout_manager_get_layout_child (layout, cell (fixture, (guint)i)), "column", &column,
                    "column-span", &span, "row", &row, NULL);
      g_assert_cmpint (row, ==, expected_row);
      g_assert_cmpint (span * in_row, ==, 6);
      g_assert_cmpint (column, ==, place * span);
      n -= 1;
    }
  g_assert_cmpuint (n, ==, 0);
}

static void
test_cells (Fixture *fixture, gconstpointer data)
{
  gboolean several;
  assert_shape (1, "1", fixture);
  g_assert_null (collapsar_scene_view_get_session (collapsar_scene_grid_scene (fixture->grid, 0)));
  CollapsarSceneView *first = collapsar_scene_grid_scene (fixture->grid, 0);
  CollapsarSession *run = add_run (fixture);
  /* The empty one is used. */
  g_assert_true (collapsar_scene_grid_scene (fixture->grid, 0) == first);
  g_assert_true (collapsar_scene_view_get_session (first) == run);
  g_assert_false (is_marked (fixture, 0));
  static const char *const shapes[] = { "2", "21", "22", "32", "33", "322", "332", "333", "333" };
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++) {
    add_run (fixture);
    assert_shape (MIN (i + 2, 9), shapes[i], fixture);
  }
  g_object_get (fixture->grid, "several", &several, NULL);
  g_assert_true (several);
  /* What stays keeps its scene. */
  CollapsarSceneView *third = collapsar_scene_grid_scene (fixture->grid, 2);
  g_object_set (collapsar_study_run (fixture->study, 1), "visible", FALSE, NULL);
  g_assert_true (collapsar_scene_grid_scene (fixture->grid, 1) == third);
  collapsar_stage_show_only (fixture->stage, run, NULL);
  assert_shape (1, "1", fixture);
  g_assert_true (collapsar_scene_grid_scene (fixture->grid, 0) == first);
  g_assert_false (is_marked (fixture, 0));
  g_object_get (fixture->grid, "several", &several, NULL);
  g_assert_false (several);
}

static void
press (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_GESTURE_CLICK (controller))
      g_signal_emit_by_name (controller, "pressed", 1, 5.0, 5.0);
  }
}

static void
test_select (Fixture *fixture, gconstpointer data)
{
  CollapsarSession *first = add_run (fixture), *second = add_run (fixture);
  g_assert_true (is_marked (fixture, 1));
  press (cell (fixture, 0));
  g_assert_true (collapsar_study_get_selected (fixture->study) == first);
  g_assert_true (is_marked (fixture, 0));
  g_assert_false (is_marked (fixture, 1));
  g_assert_true (collapsar_scene_grid_selected (fixture->grid)
                 == collapsar_scene_grid_scene (fixture->grid, 0));
  gtk_widget_grab_focus (GTK_WIDGET (collapsar_scene_grid_scene (fixture->grid, 1)));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->grid), "scenes.select", NULL));
  g_assert_true (collapsar_study_get_selected (fixture->study) == second);
}

static CollapsarCamera *
camera (Fixture *fixture, guint at)
{
  return collapsar_scene_view_get_camera (collapsar_scene_grid_scene (fixture->grid, at));
}

static void
test_cameras (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 3; i++)
    add_run (fixture);
  g_assert_true (camera (fixture, 0) == camera (fixture, 2));
  collapsar_camera_turn (camera (fixture, 0), 0.25, 0.0);
  double yaw = collapsar_camera_get (camera (fixture, 1))->yaw;
  g_object_set (fixture->grid, "linked", FALSE, NULL);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (collapsar_camera_get (camera (fixture, i))->yaw, ==, yaw);
  collapsar_camera_turn (camera (fixture, 2), 0.5, 0.0);
  g_assert_cmpfloat (collapsar_camera_get (camera (fixture, 0))->yaw, ==, yaw);
  /* All are seen as the selected one. */
  yaw = collapsar_camera_get (camera (fixture, 2))->yaw;
  g_object_set (fixture->grid, "linked", TRUE, NULL);
  g_assert_true (camera (fixture, 0) == camera (fixture, 2));
  g_assert_cmpfloat (collapsar_camera_get (camera (fixture, 0))->yaw, ==, yaw);
  add_run (fixture);
  g_assert_true (camera (fixture, 3) == camera (fixture, 0));
  collapsar_scene_grid_reset_view (fixture->grid);
  g_assert_true (collapsar_camera_is_home (camera (fixture, 3)));
}

static gboolean
shows_epoch (Fixture *fixture, const char *subtitle)
{
  for (guint i = 0; i < collapsar_scene_grid_n_scenes (fixture->grid); i++) {
    PlotPanel panel = collapsar_scene_view_panel (collapsar_scene_grid_scene (fixture->grid, i));
    if (g_strcmp0 (panel.scene->subtitle, subtitle) != 0)
      return FALSE;
  }
  return TRUE;
}

static double
radius (Fixture *fixture, guint at)
{
  double radius;
  g_object_get (collapsar_scene_grid_scene (fixture->grid, at), "radius", &radius, NULL);
  return radius;
}

static const PlotScene *
drawn (Fixture *fixture, guint at)
{
  return collapsar_scene_view_panel (collapsar_scene_grid_scene (fixture->grid, at)).scene;
}

static void
wait_for_radii (Fixture *fixture, guint n)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  for (guint i = 0; i < n; i++)
    while (radius (fixture, i) == 0.0) {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      iterate (fixture);
    }
}

/* The largest keeps its size; of one scene alone there is nothing to share. */
static void
test_common_scale (Fixture *fixture, gconstpointer data)
{
  static const char *const settings[]
      = { NULL, "optimiser.learning-rate=0.001", "optimiser.learning-rate=0.2" };
  double largest = 0.0;
  for (guint i = 0; i < 3; i++)
    add_run_of (fixture, settings[i]);
  wait_for_radii (fixture, 3);
  for (guint i = 0; i < 3; i++) {
    largest = MAX (largest, radius (fixture, i));
    g_assert_cmpfloat (drawn (fixture, i)->scale, ==, 1.0);
    g_assert_null (strstr (drawn (fixture, i)->note, "common scale"));
  }
  g_assert_cmpfloat (radius (fixture, 1), <, 0.9 * largest);
  g_object_set (fixture->grid, "common-scale", TRUE, NULL);
  for (guint i = 0; i < 3; i++) {
    g_assert_cmpfloat_with_epsilon (drawn (fixture, i)->scale, radius (fixture, i) / largest, 1e-12);
    g_assert_true (g_str_has_prefix (drawn (fixture, i)->note, "common scale, × "));
  }
  /* Another epoch has other sizes. */
  double before = largest;
  collapsar_session_set_epoch (collapsar_study_run (fixture->study, 2), 1.0);
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  while (!shows_epoch (fixture, "epoch 1")) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    iterate (fixture);
  }
  largest = MAX (radius (fixture, 0), MAX (radius (fixture, 1), radius (fixture, 2)));
  g_assert_cmpfloat (largest, !=, before);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat_with_epsilon (drawn (fixture, i)->scale, radius (fixture, i) / largest, 1e-12);
  collapsar_stage_show_only (fixture->stage, collapsar_study_run (fixture->study, 1), NULL);
  g_assert_cmpfloat (drawn (fixture, 0)->scale, ==, 1.0);
  g_assert_null (strstr (drawn (fixture, 0)->note, "common scale"));
  collapsar_stage_show_all (fixture->stage);
  wait_for_radii (fixture, 3);
  g_object_set (fixture->grid, "common-scale", FALSE, NULL);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpfloat (drawn (fixture, i)->scale, ==, 1.0);
}

/* One cursor, one set of parts. */
static void
test_epoch (Fixture *fixture, gconstpointer data)
{
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  CollapsarSession *run = NULL;
  for (guint i = 0; i < 3; i++)
    run = add_run (fixture);
  collapsar_session_set_epoch (run, 2.0);
  while (!shows_epoch (fixture, "epoch 2")) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    iterate (fixture);
  }
  g_object_set (fixture->grid, "parts", PLOT_SCENE_MEANS, "split", TRAINING_TEST, NULL);
  while (!shows_epoch (fixture, "epoch 2 · test split")) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    iterate (fixture);
  }
  g_assert_cmpuint (collapsar_scene_view_panel (collapsar_scene_grid_scene (fixture->grid, 1)).parts, ==,
                    PLOT_SCENE_MEANS);
}

static const char *
words (Fixture *fixture, guint at)
{
  return collapsar_scene_cell_words (COLLAPSAR_SCENE_CELL (cell (fixture, at)));
}

/* On one core: each says how many come before it, and that is told anew as they go. */
static void
test_waiting (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_preset ("watch-collapse", &error);
  g_object_set (fixture->study, "cores", 1, NULL);
  for (guint i = 0; i < 4; i++)
    collapsar_study_add (fixture->study, regime);
  g_assert_cmpstr (words (fixture, 0), ==, "Loading Optical digits…");
  g_assert_cmpstr (words (fixture, 1), ==, "Waiting for cores");
  g_assert_cmpstr (words (fixture, 2), ==, "Waiting for cores: 1 before it");
  g_assert_cmpstr (words (fixture, 3), ==, "Waiting for cores: 2 before it");
  collapsar_session_pause (collapsar_study_run (fixture->study, 1));
  g_assert_cmpstr (words (fixture, 2), ==, "Waiting for cores");
  g_assert_cmpstr (words (fixture, 3), ==, "Waiting for cores: 1 before it");
}

#define add_test(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  g_test_init (&argc, &argv, NULL);
  add_test ("/app/scene-grid/cells", test_cells);
  add_test ("/app/scene-grid/select", test_select);
  add_test ("/app/scene-grid/turns", test_turns);
  add_test ("/app/scene-grid/cameras", test_cameras);
  add_test ("/app/scene-grid/epoch", test_epoch);
  add_test ("/app/scene-grid/common-scale", test_common_scale);
  add_test ("/app/scene-grid/waiting", test_waiting);
  return g_test_run ();
}
