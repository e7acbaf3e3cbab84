/* Scenes and curves under a real pointer: the window is of the test's own process, so that cameras and
 * cross-hairs, which the accessible tree does not tell, can be looked at. */
#include "app/chart.h"
#include "app/curves-page.h"
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

static gboolean
is_in_place (gpointer widget)
{
  return gtk_widget_get_mapped (widget) && gtk_widget_get_width (widget) > 0;
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

/* Legend */

typedef struct {
  CollapsarStudy *study;
  CollapsarStage *stage;
  CollapsarCurvesPage *page;
  GtkWidget *buttons[2];
  guint n_buttons;
} Legend;

static gboolean
has_trained (gpointer data)
{
  Legend *legend = data;
  collapsar_study_drain (legend->study);
  return collapsar_study_n_training (legend->study) + collapsar_study_n_waiting (legend->study) == 0;
}

static void
find_buttons (GtkWidget *widget, Legend *legend)
{
  if (GTK_IS_FLOW_BOX_CHILD (widget) && legend->n_buttons < G_N_ELEMENTS (legend->buttons))
    legend->buttons[legend->n_buttons++] = gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    find_buttons (child, legend);
}

/* Whether the curves of a run are grey. */
static gboolean
is_grey (const Legend *legend, guint run)
{
  g_autoptr (GArray) panels = collapsar_curves_page_panels (legend->page);
  const PlotChart *chart = g_array_index (panels, PlotPanel, 0).chart;
  g_assert_cmpuint (chart->n_series, ==, 4); /* train and test of both */
  return (chart->series[2 * run].regime & PLOT_REGIME_MUTED) != 0;
}

static gboolean
second_stands_out (gpointer legend)
{
  return is_grey (legend, 0) && !is_grey (legend, 1);
}

static gboolean
none_is_grey (gpointer legend)
{
  return !is_grey (legend, 0) && !is_grey (legend, 1);
}

static gboolean
second_is_grey (gpointer legend)
{
  return !is_grey (legend, 0) && is_grey (legend, 1);
}

/* Pointing at a run there shows it alone in colour, a click mutes it, another one does not any more. */
static void
test_legend (void)
{
  Legend legend = { .study = collapsar_study_new () };
  legend.stage = collapsar_stage_new (legend.study);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Regime) regime = regime_new_from_text (
        "[data]\nsource=digits\ntrain=200\ntest=100\n[network]\nhidden=16\n[run]\nepochs=3\n", "test", NULL);
    g_assert_true (regime_set (regime, "network.feature", i == 0 ? "12" : "13", NULL));
    collapsar_session_restart (collapsar_study_add (legend.study, regime));
  }
  await (has_trained, &legend);
  legend.page = g_object_new (COLLAPSAR_TYPE_CURVES_PAGE, NULL);
  collapsar_curves_page_set_stage (legend.page, legend.stage);
  collapsar_curves_page_set_session (legend.page, collapsar_study_run (legend.study, 0));
  x_input_move (&input, 0, 0);
  GtkWidget *window = open_window (GTK_WIDGET (legend.page));
  find_buttons (GTK_WIDGET (legend.page), &legend);
  g_assert_cmpuint (legend.n_buttons, ==, 2);
  await (is_in_place, legend.buttons[1]);
  await (none_is_grey, &legend);
  move_to (legend.buttons[1], 0.5, 0.5);
  await (second_stands_out, &legend);
  move_to (GTK_WIDGET (legend.page), 0.9, 0.02);
  await (none_is_grey, &legend);
  for (guint i = 0; i < 2; i++) {
    move_to (legend.buttons[1], 0.5, 0.5);
    x_input_hold (&input, 1, TRUE);
    x_input_hold (&input, 1, FALSE);
    await (i == 0 ? second_is_grey : none_is_grey, &legend); /* at once, though it is pointed at */
    move_to (GTK_WIDGET (legend.page), 0.9, 0.02);
    await (i == 0 ? second_is_grey : none_is_grey, &legend);
  }
  /* So does the keys' focus. */
  gtk_window_set_focus (GTK_WINDOW (window), NULL); /* the click took it there */
  gtk_window_set_focus_visible (GTK_WINDOW (window), TRUE);
  gtk_widget_grab_focus (legend.buttons[1]);
  await (second_stands_out, &legend);
  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  await (none_is_grey, &legend);
  close_window (window);
  g_object_unref (legend.stage);
  g_object_unref (legend.study);
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
  g_test_add_func ("/pointer-views/legend", test_legend);
  return g_test_run ();
}
