#include "app/scene-controls.h"

#include <math.h>

/* Radians a key press; zoom a key press and a scroll step. */
#define TURN_STEP (G_PI / 36.0)
#define ZOOM_STEP 1.15
/* Points that a key press moves a mean on tour. */
#define PUSH_STEP 8.0

/* A drag that rests this long before it ends throws nothing; microseconds. Its speed is that of the time
 * before. */
#define REST 60000
#define N_MOVES 8

/* Where a drag was, and when. */
typedef struct {
  gint64 time;
  double dx, dy;
} Move;

/* A drag remembers the camera at its begin: GtkGestureDrag tells offsets from there. */
typedef struct {
  CollapsarSceneView *view; /* owns the gestures */
  PlotCamera begin;
  double x, y; /* of the pointer */
  double press_x, press_y;
  gint mean;           /* that is dragged on tour, or -1 */
  double *frame;       /* of the tour at the drag's begin */
  Move moves[N_MOVES]; /* the last ones that turned the camera, in a ring */
  guint n_moves;
} Controls;

static void
get_size (CollapsarSceneView *view, double *width, double *height)
{
  *width = gtk_widget_get_width (GTK_WIDGET (view));
  *height = gtk_widget_get_height (GTK_WIDGET (view));
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, Controls *controls)
{
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  if (button > GDK_BUTTON_MIDDLE) {
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
    return;
  }
  gtk_widget_grab_focus (GTK_WIDGET (controls->view));
  collapsar_camera_catch (collapsar_scene_view_get_camera (controls->view));
  controls->n_moves = 0;
  controls->begin = *collapsar_camera_get (collapsar_scene_view_get_camera (controls->view));
  controls->press_x = x;
  controls->press_y = y;
  g_free (controls->frame);
  controls->frame = collapsar_scene_view_copy_frame (controls->view);
  controls->mean = controls->frame != NULL && button == GDK_BUTTON_PRIMARY
                       ? collapsar_scene_view_mean_at (controls->view, x, y)
                       : -1;
}

/* Radians a point: what lies in front, a unit from the centre, goes with the pointer; finer when zoomed in.
 */
static double
turn_of_point (const Controls *controls)
{
  double width, height;
  get_size (controls->view, &width, &height);
  return 2.2 / (MIN (width, height) * MAX (1.0, controls->begin.zoom));
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, Controls *controls)
{
  double width, height;
  g_autoptr (CollapsarCamera) moved = collapsar_camera_new ();
  guint button = gtk_gesture_single_get_current_button (GTK_GESTURE_SINGLE (gesture));
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  if (controls->mean >= 0) {
    collapsar_scene_view_move_mean (controls->view, (guint)controls->mean, controls->frame,
                                    controls->press_x + dx, controls->press_y + dy);
    return;
  }
  get_size (controls->view, &width, &height);
  collapsar_camera_set (moved, &controls->begin);
  if (button == GDK_BUTTON_MIDDLE || (state & GDK_SHIFT_MASK) != 0) {
    collapsar_camera_pan (moved, dx, dy, width, height);
    controls->n_moves = 0;
  } else {
    double turn = turn_of_point (controls);
    collapsar_camera_turn (moved, dx * turn, dy * turn);
    controls->moves[controls->n_moves++ % N_MOVES] = (Move){ g_get_monotonic_time (), dx, dy };
  }
  collapsar_camera_set (collapsar_scene_view_get_camera (controls->view), collapsar_camera_get (moved));
}

/* With the speed of its last moves. */
static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, Controls *controls)
{
  gint64 now = g_get_monotonic_time ();
  guint n = MIN (controls->n_moves, N_MOVES);
  const Move *last = &controls->moves[(controls->n_moves - 1) % N_MOVES], *first = last;
  for (guint back = 1; back <= n; back++) {
    const Move *move = &controls->moves[(controls->n_moves - back) % N_MOVES];
    if (now - move->time <= REST)
      first = move;
  }
  controls->n_moves = 0;
  if (n == 0 || now - last->time > REST || last->time == first->time)
    return;
  double turn = turn_of_point (controls) * G_USEC_PER_SEC / (double)(last->time - first->time);
  collapsar_scene_view_throw (controls->view, (last->dx - first->dx) * turn, (last->dy - first->dy) * turn);
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, Controls *controls)
{
  if (n_press == 2)
    collapsar_camera_reset (collapsar_scene_view_get_camera (controls->view));
}

/* A click on a ball that was not moved: the page knows whether that chooses a class. */
static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, Controls *controls)
{
  gint mean = n_press == 1 ? collapsar_scene_view_mean_at (controls->view, x, y) : -1;
  if (mean >= 0)
    gtk_widget_activate_action (GTK_WIDGET (controls->view), "win.choose-class", "u", (guint)mean);
}

static void
controls_free (Controls *controls)
{
  g_free (controls->frame);
  g_free (controls);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, Controls *controls)
{
  controls->x = x;
  controls->y = y;
}

static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, Controls *controls)
{
  double width, height;
  get_size (controls->view, &width, &height);
  collapsar_camera_zoom_at (collapsar_scene_view_get_camera (controls->view), pow (ZOOM_STEP, -dy),
                            controls->x, controls->y, width, height);
  return GDK_EVENT_STOP;
}

static void
on_zoom_begin (GtkGesture *gesture, GdkEventSequence *sequence, Controls *controls)
{
  controls->begin = *collapsar_camera_get (collapsar_scene_view_get_camera (controls->view));
}

/* Pinching, on a touchpad or a screen. */
static void
on_zoom_scale (GtkGestureZoom *gesture, double scale, Controls *controls)
{
  double width, height, x = controls->x, y = controls->y;
  g_autoptr (CollapsarCamera) moved = collapsar_camera_new ();
  get_size (controls->view, &width, &height);
  gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y);
  collapsar_camera_set (moved, &controls->begin);
  collapsar_camera_zoom_at (moved, scale, x, y, width, height);
  collapsar_camera_set (collapsar_scene_view_get_camera (controls->view), collapsar_camera_get (moved));
}

void
collapsar_scene_controls_add (CollapsarSceneView *view)
{
  GtkWidget *widget = GTK_WIDGET (view);
  Controls *controls = g_new0 (Controls, 1);
  controls->view = view;
  g_object_set_data_full (G_OBJECT (view), "scene-controls", controls, (GDestroyNotify)controls_free);

  GtkGesture *drag = gtk_gesture_drag_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (drag), 0);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), controls);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), controls);
  g_signal_connect (drag, "drag-end", G_CALLBACK (on_drag_end), controls);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));

  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), controls);
  g_signal_connect (click, "released", G_CALLBACK (on_released), controls);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));

  GtkGesture *zoom = gtk_gesture_zoom_new ();
  g_signal_connect (zoom, "begin", G_CALLBACK (on_zoom_begin), controls);
  g_signal_connect (zoom, "scale-changed", G_CALLBACK (on_zoom_scale), controls);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (zoom));

  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), controls);
  gtk_widget_add_controller (widget, motion);

  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), controls);
  gtk_widget_add_controller (widget, scroll);
}

/* Turns by (yaw, pitch) key steps. */
static void
turn (GtkWidget *widget, double yaw, double pitch)
{
  collapsar_camera_turn (collapsar_scene_view_get_camera (COLLAPSAR_SCENE_VIEW (widget)), yaw * TURN_STEP,
                         pitch * TURN_STEP);
}

static void
zoom (GtkWidget *widget, double factor)
{
  double width, height;
  CollapsarSceneView *view = COLLAPSAR_SCENE_VIEW (widget);
  get_size (view, &width, &height);
  collapsar_camera_zoom_at (collapsar_scene_view_get_camera (view), factor, width / 2.0, height / 2.0, width,
                            height);
}

static void
act (GtkWidget *widget, const char *name, GVariant *parameter)
{
  if (g_str_equal (name, "scene.turn-left"))
    turn (widget, -1.0, 0.0);
  else if (g_str_equal (name, "scene.turn-right"))
    turn (widget, 1.0, 0.0);
  else if (g_str_equal (name, "scene.turn-up"))
    turn (widget, 0.0, -1.0);
  else if (g_str_equal (name, "scene.turn-down"))
    turn (widget, 0.0, 1.0);
  else if (g_str_equal (name, "scene.zoom-in"))
    zoom (widget, ZOOM_STEP);
  else if (g_str_equal (name, "scene.zoom-out"))
    zoom (widget, 1.0 / ZOOM_STEP);
  else
    collapsar_camera_reset (collapsar_scene_view_get_camera (COLLAPSAR_SCENE_VIEW (widget)));
}

static void
act_on_mean (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarSceneView *view = COLLAPSAR_SCENE_VIEW (widget);
  if (g_str_equal (name, "scene.next-mean"))
    collapsar_scene_view_point_next (view, 1);
  else if (g_str_equal (name, "scene.previous-mean"))
    collapsar_scene_view_point_next (view, -1);
  else if (g_str_equal (name, "scene.mean-left"))
    collapsar_scene_view_push_mean (view, -PUSH_STEP, 0.0);
  else if (g_str_equal (name, "scene.mean-right"))
    collapsar_scene_view_push_mean (view, PUSH_STEP, 0.0);
  else if (g_str_equal (name, "scene.mean-up"))
    collapsar_scene_view_push_mean (view, 0.0, -PUSH_STEP);
  else
    collapsar_scene_view_push_mean (view, 0.0, PUSH_STEP);
}

void
collapsar_scene_controls_install (GtkWidgetClass *widget_class)
{
  static const struct {
    const char *action;
    guint keys[3];
    GdkModifierType modifiers;
    GtkWidgetActionActivateFunc activate; /* NULL: act */
  } bindings[] = {
    { "scene.turn-left", { GDK_KEY_Left, GDK_KEY_KP_Left } },
    { "scene.turn-right", { GDK_KEY_Right, GDK_KEY_KP_Right } },
    { "scene.turn-up", { GDK_KEY_Up, GDK_KEY_KP_Up } },
    { "scene.turn-down", { GDK_KEY_Down, GDK_KEY_KP_Down } },
    { "scene.zoom-in", { GDK_KEY_plus, GDK_KEY_KP_Add, GDK_KEY_equal } },
    { "scene.zoom-out", { GDK_KEY_minus, GDK_KEY_KP_Subtract } },
    { "scene.reset", { GDK_KEY_0, GDK_KEY_KP_0 } },
    { "scene.next-mean", { GDK_KEY_x }, 0, act_on_mean },
    { "scene.previous-mean", { GDK_KEY_x }, GDK_SHIFT_MASK, act_on_mean },
    { "scene.mean-left", { GDK_KEY_Left, GDK_KEY_KP_Left }, GDK_CONTROL_MASK, act_on_mean },
    { "scene.mean-right", { GDK_KEY_Right, GDK_KEY_KP_Right }, GDK_CONTROL_MASK, act_on_mean },
    { "scene.mean-up", { GDK_KEY_Up, GDK_KEY_KP_Up }, GDK_CONTROL_MASK, act_on_mean },
    { "scene.mean-down", { GDK_KEY_Down, GDK_KEY_KP_Down }, GDK_CONTROL_MASK, act_on_mean },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (bindings); i++) {
    gtk_widget_class_install_action (widget_class, bindings[i].action, NULL,
                                     bindings[i].activate != NULL ? bindings[i].activate : act);
    for (gsize k = 0; k < G_N_ELEMENTS (bindings[i].keys) && bindings[i].keys[k] != 0; k++)
      gtk_widget_class_add_binding_action (widget_class, bindings[i].keys[k], bindings[i].modifiers,
                                           bindings[i].action, NULL);
  }
}
