/* Scenes and curves under a real pointer: the window is of the test's own process, so that cameras and
 * cross-hairs, which the accessible tree does not tell, can be looked at. */
#include "app/chart.h"
#include "app/curves-view.h"
#include "app/scene-grid.h"
#include "display.h"
#include "finished-session.h"
#include "x-input.h"

#include <adwaita.h>
#include <math.h>

#define TIMEOUT_SECONDS 30

static XInput input;

/* Iterates until it is so. */
static void
await (gboolean (*is_so) (gpointer), gpointer data)
{
  gint64 end = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  while (!is_so (data)) {
    g_assert_cmpint (g_get_monotonic_time (), <, end);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_usleep (1000);
  }
}

/* Where a part of a widget is on the screen: without a window manager the window is at its corner. */
static void
move_to (GtkWidget *widget, double part_x, double part_y)
{
  GtkNative *native = gtk_widget_get_native (widget);
  double x, y, frame_x, frame_y;
  gtk_native_get_surface_transform (native, &frame_x, &frame_y);
  g_assert_true (gtk_widget_translate_coordinates (widget, GTK_WIDGET (native),
                                                   part_x * gtk_widget_get_width (widget),
                                                   part_y * gtk_widget_get_height (widget), &x, &y));
  x_input_move (&input, (int)(x + frame_x), (int)(y + frame_y));
}

static gboolean
is_laid_out (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 100;
}

static GtkWidget *
open_window (GtkWidget *child)
{
  GtkWidget *window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (window), 900, 600);
  gtk_window_set_child (GTK_WINDOW (window), child);
  gtk_window_present (GTK_WINDOW (window));
  await (is_laid_out, child);
  return window;
}

static void
close_window (GtkWidget *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Scenes */

typedef struct {
  CollapsarStudy *study;
  CollapsarSceneGrid *grid;
  PlotCamera before;
} Scenes;

static const PlotCamera *
camera_of (Scenes *scenes, guint at)
{
  return collapsar_camera_get (
      collapsar_scene_view_get_camera (collapsar_scene_grid_scene (scenes->grid, at)));
}

static gboolean
has_two (gpointer data)
{
  Scenes *scenes = data;
  collapsar_study_drain (scenes->study);
  return collapsar_scene_grid_n_scenes (scenes->grid) == 2
         && is_laid_out (collapsar_scene_grid_scene (scenes->grid, 1));
}

/* Both scenes, to the same. */
static gboolean
has_turned (gpointer data)
{
  Scenes *scenes = data;
  return camera_of (scenes, 0)->yaw != scenes->before.yaw
         && camera_of (scenes, 0)->yaw == camera_of (scenes, 1)->yaw;
}

static gboolean
has_zoomed (gpointer data)
{
  Scenes *scenes = data;
  return camera_of (scenes, 1)->zoom > scenes->before.zoom
         && camera_of (scenes, 0)->zoom == camera_of (scenes, 1)->zoom;
}

static void
add_idle_run (CollapsarStudy *study)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_from_text (
      "[data]\nsource=gaussian\n[network]\nhidden=8\nfeature=12\n[run]\nepochs=1\n", "test", &error);
  g_assert_no_error (error);
  collapsar_study_add (study, regime);
}

/* Linked: what the pointer does to one scene's camera it does to all. */
static void
test_scenes (void)
{
  Scenes scenes = { .study = collapsar_study_new () };
  g_autoptr (CollapsarStage) stage = collapsar_stage_new (scenes.study);
  scenes.grid = g_object_new (COLLAPSAR_TYPE_SCENE_GRID, NULL);
  collapsar_scene_grid_set_stage (scenes.grid, stage);
  add_idle_run (scenes.study);
  add_idle_run (scenes.study);
  GtkWidget *window = open_window (GTK_WIDGET (scenes.grid));
  await (has_two, &scenes);
  GtkWidget *first = GTK_WIDGET (collapsar_scene_grid_scene (scenes.grid, 0));
  GtkWidget *second = GTK_WIDGET (collapsar_scene_grid_scene (scenes.grid, 1));
  /* Not at home, where the first picture would turn it. */
  scenes.before = (PlotCamera){ .yaw = 0.3, .pitch = 0.2, .zoom = 1.5 };
  collapsar_camera_set (collapsar_scene_view_get_camera (COLLAPSAR_SCENE_VIEW (first)), &scenes.before);
  move_to (first, 0.4, 0.5);
  x_input_hold (&input, 1, TRUE);
  for (int step = 1; step <= 8; step++)
    move_to (first, 0.4 + 0.03 * step, 0.5);
  await (has_turned, &scenes);
  x_input_hold (&input, 1, FALSE);
  scenes.before = *camera_of (&scenes, 0);
  move_to (second, 0.5, 0.5);
  for (guint step = 0; step < 3; step++) { /* the wheel is a button */
    x_input_hold (&input, 4, TRUE);
    x_input_hold (&input, 4, FALSE);
  }
  await (has_zoomed, &scenes);
  close_window (window);
  g_clear_object (&stage);
  g_object_unref (scenes.study);
}

/* Curves */

/* Whether there are charts and each has a cross-hair, at the same epoch as the others. */
static gboolean
have_cursors (GtkWidget *widget, double *epoch, guint *n)
{
  gboolean all = TRUE;
  if (COLLAPSAR_IS_CHART (widget)) {
    double cursor = collapsar_chart_get_cursor (COLLAPSAR_CHART (widget));
    if (++*n == 1)
      *epoch = cursor;
    return !isnan (cursor) && cursor == *epoch;
  }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && all;
       child = gtk_widget_get_next_sibling (child))
    all = have_cursors (child, epoch, n);
  return all;
}

static gboolean
has_cross_hair (gpointer view)
{
  double epoch = NAN;
  guint n = 0;
  return have_cursors (view, &epoch, &n) && n > 1;
}

static gboolean
has_none (gpointer view)
{
  return !has_cross_hair (view);
}

static GtkWidget *
find_chart (GtkWidget *widget)
{
  if (COLLAPSAR_IS_CHART (widget))
    return widget;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_chart (child);
  return found;
}

static void
test_curves (void)
{
  CollapsarSession *session = finished_session_new ();
  GtkWidget *view = collapsar_curves_view_new ();
  collapsar_curves_view_set_session (COLLAPSAR_CURVES_VIEW (view), session);
  GtkWidget *window = open_window (view);
  GtkWidget *chart = find_chart (view);
  await (is_laid_out, chart);
  x_input_move (&input, 0, 0);
  await (has_none, view);
  move_to (chart, 0.6, 0.5);
  await (has_cross_hair, view);
  close_window (window);
  g_object_unref (session);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (!test_has_display ())
    return 0;
  if (!x_input_init (&input)) {
    g_print ("1..0 # SKIP there is no XTest\n");
    return 0;
  }
  adw_init ();
  g_test_add_func ("/pointer-views/scenes", test_scenes);
  g_test_add_func ("/pointer-views/curves", test_curves);
  return g_test_run ();
}
