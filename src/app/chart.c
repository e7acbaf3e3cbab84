#include "app/chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/appearance.h"
#include "app/layer.h"

struct _CollapsarChart {
  GtkWidget parent_instance;

  const PlotChart *plot;
  double cursor;
  CollapsarLayer layer;
};

G_DEFINE_FINAL_TYPE (CollapsarChart, collapsar_chart, GTK_TYPE_WIDGET)

enum {
  SIGNAL_HOVER,
  SIGNAL_PICK,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
draw_chart (cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data)
{
  plot_chart_draw (cr, COLLAPSAR_CHART (user_data)->plot, theme, width, height);
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
  if (isnan (self->cursor))
    return;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  plot_chart_draw_cursor (cr, self->plot, collapsar_appearance_theme (), width, height, self->cursor);
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
  return plot_chart_epoch_at (self->plot, collapsar_appearance_theme (),
                              gtk_widget_get_width (GTK_WIDGET (self)),
                              gtk_widget_get_height (GTK_WIDGET (self)), x);
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, CollapsarChart *self)
{
  if (self->plot != NULL)
    g_signal_emit (self, signals[SIGNAL_HOVER], 0, epoch_at (self, x));
}

/* What changes at the mark under the pointer. */
static gboolean
on_query_tooltip (CollapsarChart *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  if (self->plot == NULL || keyboard)
    return FALSE;
  g_autofree char *words = plot_chart_words_at (self->plot, collapsar_appearance_theme (),
                                                gtk_widget_get_width (GTK_WIDGET (self)),
                                                gtk_widget_get_height (GTK_WIDGET (self)), x);
  gtk_tooltip_set_text (tooltip, words);
  return words != NULL;
}

static void
on_leave (GtkEventControllerMotion *controller, CollapsarChart *self)
{
  g_signal_emit (self, signals[SIGNAL_HOVER], 0, NAN);
}

static void
on_drag_update (GtkGestureDrag *gesture, double dx, double dy, CollapsarChart *self)
{
  double x, y;
  if (self->plot != NULL && gtk_gesture_drag_get_start_point (gesture, &x, &y))
    g_signal_emit (self, signals[SIGNAL_PICK], 0, epoch_at (self, x + dx));
}

static void
on_drag_begin (GtkGestureDrag *gesture, double x, double y, CollapsarChart *self)
{
  on_drag_update (gesture, 0.0, 0.0, self);
}

static void
collapsar_chart_dispose (GObject *object)
{
  collapsar_layer_clear (&COLLAPSAR_CHART (object)->layer);
  G_OBJECT_CLASS (collapsar_chart_parent_class)->dispose (object);
}

static void
collapsar_chart_class_init (CollapsarChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_chart_dispose;
  widget_class->snapshot = collapsar_chart_snapshot;
  widget_class->measure = collapsar_chart_measure;
  signals[SIGNAL_HOVER]
      = g_signal_new ("hover", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_PICK]
      = g_signal_new ("pick", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "chart");
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

  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  GtkGesture *drag = gtk_gesture_drag_new ();
  g_signal_connect (drag, "drag-begin", G_CALLBACK (on_drag_begin), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (on_drag_update), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (drag));
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

double
collapsar_chart_get_cursor (CollapsarChart *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CHART (self), NAN);

  return self->cursor;
}
