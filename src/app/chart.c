#include "app/chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/appearance.h"
#include "app/layer.h"

/* One step of the wheel. */
#define WHEEL_ZOOM 1.2
#define WHEEL_PAN 0.1
/* A shorter drag chooses nothing, pixels. */
#define LEAST_DRAG 4.0

struct _CollapsarChart {
  GtkWidget parent_instance;

  const PlotChart *plot;
  double y_minimum, y_maximum; /* of its axis in the layer: found once, however often the cross-hair moves */
  double cursor;
  CollapsarLayer layer;
  gint64 cost; /* of drawing it, us */

  GtkGesture *drag;
  gboolean choosing; /* epochs, by a drag from and to: */
  double from, to;
  double panned;  /* by a drag, pixels so far */
  double fingers; /* how far they are apart, of the beginning */
  double pointer; /* the epoch that it is at */
};

G_DEFINE_FINAL_TYPE (CollapsarChart, collapsar_chart, GTK_TYPE_WIDGET)

enum {
  SIGNAL_HOVER,
  SIGNAL_PICK,
  SIGNAL_CHOOSE,
  SIGNAL_ZOOM,
  SIGNAL_PAN,
  SIGNAL_SHOW_ALL,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
draw_chart (cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data)
{
  CollapsarChart *self = user_data;
  PlotChart plot = *self->plot;
  plot_chart_fix_values (&plot);
  self->y_minimum = plot.y_minimum;
  self->y_maximum = plot.y_maximum;
  gint64 start = g_get_monotonic_time ();
  plot_chart_draw (cr, &plot, theme, width, height);
  self->cost = g_get_monotonic_time () - start;
}

/* As it is, with the axis of values in the layer. */
static PlotChart
current_plot (CollapsarChart *self)
{
  PlotChart plot = *self->plot;
  plot.y_minimum = self->y_minimum;
  plot.y_maximum = self->y_maximum;
  return plot;
}

static void
collapsar_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarChart *self = COLLAPSAR_CHART (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (self->plot == NULL)
    return;
  collapsar_layer_append (&self->layer, widget, snapshot, draw_chart, self);
  collapsar_appearance_draw_focus (widget, snapshot, 12.0f);
  if (isnan (self->cursor) && !self->choosing)
    return;
  const PlotTheme *theme = collapsar_appearance_theme ();
  PlotChart plot = current_plot (self);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (self->choosing)
    plot_chart_draw_selection (cr, &plot, theme, width, height, self->from, self->to);
  plot_chart_draw_cursor (cr, &plot, theme, width, height, self->cursor);
  cairo_destroy (cr);
}

static void
collapsar_chart_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 150 : 130;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 240 : 220;
}

static double
epoch_at (CollapsarChart *self, double x)
{
  PlotChart plot = current_plot (self);
  return plot_chart_epoch_at (&plot, collapsar_appearance_theme (), gtk_widget_get_width (GTK_WIDGET (self)),
                              gtk_widget_get_height (GTK_WIDGET (self)), x);
}

/* The pointer. */

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, CollapsarChart *self)
{
  if (self->plot == NULL)
    return;
  self->pointer = epoch_at (self, x);
  g_signal_emit (self, signals[SIGNAL_HOVER], 0, self->pointer);
}

/* What changes at the mark under the pointer. */
static gboolean
on_query_tooltip (CollapsarChart *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (self->plot == NULL || keyboard)
    return FALSE;
  PlotChart plot = current_plot (self);
  g_autofree char *words
      = plot_chart_words_at (&plot, collapsar_appearance_theme (), gtk_widget_get_width (GTK_WIDGET (self)),
                             gtk_widget_get_height (GTK_WIDGET (self)), x);
  gtk_tooltip_set_text (tooltip, words);
  return words != NULL;
}

static void
on_leave (GtkEventControllerMotion *controller, CollapsarChart *self)
{
  g_signal_emit (self, signals[SIGNAL_HOVER], 0, NAN);
}

/* Picking an epoch and, with Shift, choosing a part of all. */

static void
stop_choosing (CollapsarChart *self)
{
  self->choosing = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, CollapsarChart *self)
{
  double x, y;
  if (self->plot == NULL || !gtk_gesture_drag_get_start_point (gesture, &x, &y))
    return;
  self->to = epoch_at (self, x + dx);
  if (self->choosing)
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    g_signal_emit (self, signals[SIGNAL_PICK], 0, self->to);
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, CollapsarChart *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (gesture));
  self->choosing = self->plot != NULL && (state & GDK_SHIFT_MASK) != 0;
  if (self->choosing)
    gtk_widget_grab_focus (GTK_WIDGET (self)); /* for Escape */
  self->from = self->plot == NULL ? 0.0 : epoch_at (self, x);
  on_drag_update (gesture, 0.0, 0.0, self);
}

static void
on_drag_end (GtkGestureDrag *gesture, double dx, double dy, CollapsarChart *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self)); /* not before: what takes the focus is scrolled into sight */
  if (!self->choosing)
    return;
  stop_choosing (self);
  if (fabs (dx) >= LEAST_DRAG)
    g_signal_emit (self, signals[SIGNAL_CHOOSE], 0, self->from, self->to);
}

static gboolean
on_key_pressed (
    GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, CollapsarChart *self)
{
  if (key != GDK_KEY_Escape || !self->choosing)
    return GDK_EVENT_PROPAGATE;
  stop_choosing (self);
  gtk_gesture_set_state (self->drag, GTK_EVENT_SEQUENCE_DENIED);
  return GDK_EVENT_STOP;
}

static void
on_pressed (GtkGestureClick *gesture, int n_press, double x, double y, CollapsarChart *self)
{
  if (n_press == 2)
    g_signal_emit (self, signals[SIGNAL_SHOW_ALL], 0);
}

/* Zooming and panning. */

static void
on_pan_begin (GtkGestureDrag *gesture, double x, double y, CollapsarChart *self)
{
  self->panned = 0.0;
}

/* The curves go along with the pointer. */
static void
on_pan_update (GtkGestureDrag *gesture, double dx, double dy, CollapsarChart *self)
{
  double left, right;
  if (self->plot == NULL)
    return;
  PlotChart plot = current_plot (self);
  plot_chart_ends (&plot, collapsar_appearance_theme (), gtk_widget_get_width (GTK_WIDGET (self)),
                   gtk_widget_get_height (GTK_WIDGET (self)), &left, &right);
  g_signal_emit (self, signals[SIGNAL_PAN], 0, (self->panned - dx) / (right - left));
  self->panned = dx;
}

/* What is up and down alone is the page's. */
static gboolean
on_scroll (GtkEventControllerScroll *controller, double dx, double dy, CollapsarChart *self)
{
  GdkModifierType state = gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (controller));
  double aside = (state & GDK_SHIFT_MASK) != 0 ? dx + dy : dx;
  if (self->plot == NULL)
    return GDK_EVENT_PROPAGATE;
  if ((state & GDK_CONTROL_MASK) != 0)
    g_signal_emit (self, signals[SIGNAL_ZOOM], 0, pow (WHEEL_ZOOM, -dy), self->pointer);
  else if (aside != 0.0)
    g_signal_emit (self, signals[SIGNAL_PAN], 0, WHEEL_PAN * aside);
  else
    return GDK_EVENT_PROPAGATE;
  return GDK_EVENT_STOP;
}

static void
on_pinch_begin (GtkGesture *gesture, GdkEventSequence *sequence, CollapsarChart *self)
{
  self->fingers = 1.0;
}

static void
on_pinch (GtkGestureZoom *gesture, double scale, CollapsarChart *self)
{
  double x, y;
  if (self->plot == NULL || !(scale > 0.0)
      || !gtk_gesture_get_bounding_box_center (GTK_GESTURE (gesture), &x, &y))
    return;
  g_signal_emit (self, signals[SIGNAL_ZOOM], 0, scale / self->fingers, epoch_at (self, x));
  self->fingers = scale;
}

/* The object. */

static void
collapsar_chart_dispose (GObject *object)
{
  collapsar_layer_dispose (&COLLAPSAR_CHART (object)->layer);
  G_OBJECT_CLASS (collapsar_chart_parent_class)->dispose (object);
}

/* With so many numbers. */
static guint
add_signal (GType type, const char *name, guint n)
{
  return g_signal_new (name, type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, n, G_TYPE_DOUBLE,
                       G_TYPE_DOUBLE);
}

static void
collapsar_chart_class_init (CollapsarChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_chart_dispose;
  widget_class->snapshot = collapsar_chart_snapshot;
  widget_class->measure = collapsar_chart_measure;
  signals[SIGNAL_HOVER] = add_signal (type, "hover", 1);
  signals[SIGNAL_PICK] = add_signal (type, "pick", 1);
  signals[SIGNAL_CHOOSE] = add_signal (type, "choose", 2);
  signals[SIGNAL_ZOOM] = add_signal (type, "zoom", 2);
  signals[SIGNAL_PAN] = add_signal (type, "pan", 1);
  signals[SIGNAL_SHOW_ALL] = add_signal (type, "show-all", 0);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "chart");
}

static void
add_picking (CollapsarChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new (), *key = gtk_event_controller_key_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  self->drag = gtk_gesture_drag_new ();
  g_signal_connect (self->drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (self->drag, "drag-update", G_CALLBACK (on_drag_update), self);
  g_signal_connect (self->drag, "drag-end", G_CALLBACK (on_drag_end), self);
  g_signal_connect_swapped (self->drag, "cancel", G_CALLBACK (stop_choosing), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (self->drag));
  g_signal_connect (key, "key-pressed", G_CALLBACK (on_key_pressed), self);
  gtk_widget_add_controller (widget, key);
}

static void
add_zooming (CollapsarChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkGesture *pan = gtk_gesture_drag_new (), *pinch = gtk_gesture_zoom_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (pan), GDK_BUTTON_MIDDLE);
  g_signal_connect (pan, "drag-begin", G_CALLBACK (on_pan_begin), self);
  g_signal_connect (pan, "drag-update", G_CALLBACK (on_pan_update), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pan));
  g_signal_connect (pinch, "begin", G_CALLBACK (on_pinch_begin), self);
  g_signal_connect (pinch, "scale-changed", G_CALLBACK (on_pinch), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (pinch));
  g_signal_connect (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
  g_signal_connect (scroll, "scroll", G_CALLBACK (on_scroll), self);
  gtk_widget_add_controller (widget, scroll);
}

static void
collapsar_chart_init (CollapsarChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  self->cursor = NAN;
  gtk_widget_add_css_class (widget, "card");
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_has_tooltip (widget, TRUE);
  g_signal_connect (widget, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  collapsar_appearance_follow (widget);

  add_picking (self);
  add_zooming (self);
}

GtkWidget *
collapsar_chart_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_CHART, NULL);
}

void
collapsar_chart_redraw (CollapsarChart *self)
{
  g_return_if_fail (COLLAPSAR_IS_CHART (self));

  collapsar_layer_clear (&self->layer);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
collapsar_chart_set_plot (CollapsarChart *self, const PlotChart *plot)
{
  g_return_if_fail (COLLAPSAR_IS_CHART (self));

  self->plot = plot;
  collapsar_chart_redraw (self);
}

void
collapsar_chart_set_cursor (CollapsarChart *self, double epoch)
{
  g_return_if_fail (COLLAPSAR_IS_CHART (self));

  if (self->cursor == epoch || (isnan (self->cursor) && isnan (epoch)))
    return;
  self->cursor = epoch;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

gint64
collapsar_chart_get_cost (CollapsarChart *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CHART (self), 0);

  return self->cost;
}

double
collapsar_chart_get_cursor (CollapsarChart *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CHART (self), NAN);

  return self->cursor;
}
