#include "app/plot-view.h"

#include <math.h>

#include "app/appearance.h"
#include "app/hint.h"
#include "app/layer.h"

struct _CollapsarPlotView {
  GtkWidget parent_instance;

  const PlotScatter *scatter; /* or */
  const PlotPointplot *pointplot;
  CollapsarPlotWords words;
  gpointer words_data;
  CollapsarPlotPoint point;
  double x, y; /* where the words stand; NaN while a key chose the point */
  CollapsarLayer layer;
};

G_DEFINE_FINAL_TYPE (CollapsarPlotView, collapsar_plot_view, GTK_TYPE_WIDGET)

enum { SIGNAL_PICKED, N_SIGNALS };
static guint signals[N_SIGNALS];

static const CollapsarPlotPoint nothing = { -1, 0 };

static void
draw_plot (cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data)
{
  CollapsarPlotView *self = user_data;
  if (self->scatter != NULL)
    plot_scatter_draw (cr, self->scatter, theme, width, height);
  else
    plot_pointplot_draw (cr, self->pointplot, theme, width, height);
}

static void
draw_ring (CollapsarPlotView *self, GtkSnapshot *snapshot, double width, double height)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  if (self->scatter != NULL)
    plot_scatter_draw_ring (cr, self->scatter, theme, width, height, (guint)self->point.line);
  else
    plot_pointplot_draw_ring (cr, self->pointplot, theme, width, height, (guint)self->point.line,
                              self->point.place);
  cairo_destroy (cr);
}

static void
collapsar_plot_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarPlotView *self = COLLAPSAR_PLOT_VIEW (widget);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  if (self->scatter == NULL && self->pointplot == NULL)
    return;
  collapsar_layer_append (&self->layer, widget, snapshot, draw_plot, self);
  collapsar_appearance_draw_focus (widget, snapshot, 8.0f);
  if (self->point.line < 0)
    return;
  draw_ring (self, snapshot, width, height);
  g_autofree char *text = self->words == NULL ? NULL : self->words (&self->point, self->words_data);
  if (text != NULL)
    collapsar_hint_draw (snapshot, widget, text, NULL, isnan (self->x) ? width / 2 : self->x,
                         isnan (self->y) ? 0 : self->y);
}

static void
collapsar_plot_view_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 260 : 210;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 420 : 260;
}

/* What is told */

static CollapsarPlotPoint
find (CollapsarPlotView *self, double x, double y)
{
  const PlotTheme *theme = collapsar_appearance_theme ();
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  guint line, place;
  if (self->scatter != NULL)
    return (CollapsarPlotPoint){ plot_scatter_point_at (self->scatter, theme, width, height, x, y), 0 };
  if (self->pointplot != NULL
      && plot_pointplot_at (self->pointplot, theme, width, height, x, y, &line, &place))
    return (CollapsarPlotPoint){ (gint)line, place };
  return nothing;
}

static void
tell (CollapsarPlotView *self, CollapsarPlotPoint point, double x, double y)
{
  gboolean same = self->point.line == point.line && self->point.place == point.place;
  self->x = x;
  self->y = y;
  if (same && point.line < 0)
    return;
  self->point = point;
  gtk_widget_set_cursor_from_name (GTK_WIDGET (self),
                                   self->scatter != NULL && point.line >= 0 ? "pointer" : NULL);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
on_motion (GtkEventControllerMotion *controller, double x, double y, CollapsarPlotView *self)
{
  tell (self, find (self, x, y), x, y);
}

static void
on_leave (GtkEventControllerMotion *controller, CollapsarPlotView *self)
{
  tell (self, nothing, NAN, NAN);
}

static void
pick (CollapsarPlotView *self)
{
  if (self->point.line >= 0)
    g_signal_emit (self, signals[SIGNAL_PICKED], 0, (guint)self->point.line, self->point.place);
}

static void
on_released (GtkGestureClick *gesture, int n_press, double x, double y, CollapsarPlotView *self)
{
  tell (self, find (self, x, y), x, y);
  pick (self);
}

/* By keys: through all points, line by line. */

static gboolean
is_there (CollapsarPlotView *self, guint line, guint place)
{
  if (self->scatter != NULL)
    return isfinite (self->scatter->points[line].x) && isfinite (self->scatter->points[line].y);
  return isfinite (self->pointplot->lines[line].y[place]);
}

static void
move (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarPlotView *self = COLLAPSAR_PLOT_VIEW (widget);
  guint places = self->pointplot != NULL ? self->pointplot->n_places : 1;
  guint n = self->pointplot != NULL ? self->pointplot->n_lines * places
            : self->scatter != NULL ? (guint)self->scatter->n_points
                                    : 0;
  guint step = g_variant_get_int32 (parameter) > 0 ? 1 : n - 1;
  if (n == 0)
    return;
  guint at
      = self->point.line < 0 ? (step == 1 ? n - 1 : 0) : (guint)self->point.line * places + self->point.place;
  for (guint i = 0; i < n; i++) {
    at = (at + step) % n;
    if (is_there (self, at / places, at % places))
      break;
  }
  if (is_there (self, at / places, at % places))
    tell (self, (CollapsarPlotPoint){ (gint)(at / places), at % places }, NAN, NAN);
}

static void
pick_told (GtkWidget *widget, const char *name, GVariant *parameter)
{
  pick (COLLAPSAR_PLOT_VIEW (widget));
}

/* The object. */

static void
collapsar_plot_view_dispose (GObject *object)
{
  collapsar_layer_dispose (&COLLAPSAR_PLOT_VIEW (object)->layer);
  G_OBJECT_CLASS (collapsar_plot_view_parent_class)->dispose (object);
}

static void
collapsar_plot_view_class_init (CollapsarPlotViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_plot_view_dispose;
  widget_class->snapshot = collapsar_plot_view_snapshot;
  widget_class->measure = collapsar_plot_view_measure;
  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_UINT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_install_action (widget_class, "point.move", "i", move);
  gtk_widget_class_install_action (widget_class, "point.pick", NULL, pick_told);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, 0, "point.move", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, 0, "point.move", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "point.pick", NULL);
}

static void
collapsar_plot_view_init (CollapsarPlotView *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  self->point = nothing;
  self->x = self->y = NAN;
  gtk_widget_set_focusable (widget, TRUE);
  gtk_widget_set_hexpand (widget, TRUE);
  gtk_widget_set_vexpand (widget, TRUE);
  collapsar_appearance_follow (widget);

  GtkEventController *motion = gtk_event_controller_motion_new ();
  g_signal_connect (motion, "motion", G_CALLBACK (on_motion), self);
  g_signal_connect (motion, "leave", G_CALLBACK (on_leave), self);
  gtk_widget_add_controller (widget, motion);
  GtkGesture *click = gtk_gesture_click_new ();
  g_signal_connect (click, "released", G_CALLBACK (on_released), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
collapsar_plot_view_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_PLOT_VIEW, NULL);
}

static void
redraw (CollapsarPlotView *self)
{
  self->point = nothing;
  collapsar_layer_clear (&self->layer);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
collapsar_plot_view_set_scatter (CollapsarPlotView *self, const PlotScatter *scatter)
{
  g_return_if_fail (COLLAPSAR_IS_PLOT_VIEW (self));

  self->scatter = scatter;
  self->pointplot = NULL;
  redraw (self);
}

void
collapsar_plot_view_set_pointplot (CollapsarPlotView *self, const PlotPointplot *pointplot)
{
  g_return_if_fail (COLLAPSAR_IS_PLOT_VIEW (self));

  self->scatter = NULL;
  self->pointplot = pointplot;
  redraw (self);
}

void
collapsar_plot_view_set_words (CollapsarPlotView *self, CollapsarPlotWords words, gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_PLOT_VIEW (self));

  self->words = words;
  self->words_data = user_data;
}

CollapsarPlotPoint
collapsar_plot_view_get_point (CollapsarPlotView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_PLOT_VIEW (self), nothing);

  return self->point;
}
