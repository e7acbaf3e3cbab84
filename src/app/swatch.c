#include "app/swatch.h"

#include "app/appearance.h"

struct _CollapsarSwatch {
  GtkWidget parent_instance;

  guint regime;
};

G_DEFINE_FINAL_TYPE (CollapsarSwatch, collapsar_swatch, GTK_TYPE_WIDGET)

enum {
  PROP_REGIME = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static void
collapsar_swatch_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 26 : 12;
}

static void
trace_marker (cairo_t *cr, PlotMarker marker, double x, double y)
{
  switch (marker) {
  case PLOT_MARKER_CIRCLE:
    cairo_arc (cr, x, y, 4.0, 0.0, 2.0 * G_PI);
    break;
  case PLOT_MARKER_SQUARE:
    cairo_rectangle (cr, x - 3.5, y - 3.5, 7.0, 7.0);
    break;
  case PLOT_MARKER_TRIANGLE:
    cairo_move_to (cr, x, y - 4.5);
    cairo_line_to (cr, x + 4.5, y + 3.5);
    cairo_line_to (cr, x - 4.5, y + 3.5);
    cairo_close_path (cr);
    break;
  case PLOT_MARKER_DIAMOND:
    cairo_move_to (cr, x, y - 4.8);
    cairo_line_to (cr, x + 4.8, y);
    cairo_line_to (cr, x, y + 4.8);
    cairo_line_to (cr, x - 4.8, y);
    cairo_close_path (cr);
    break;
  }
}

static void
collapsar_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarSwatch *self = COLLAPSAR_SWATCH (widget);
  double width = gtk_widget_get_width (widget);
  double middle = gtk_widget_get_height (widget) / 2.0;
  PlotRegimeStyle style = plot_theme_regime_style (collapsar_appearance_theme (), self->regime);
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)middle * 2));
  plot_set_source (cr, style.colour);
  cairo_set_line_width (cr, 2.0);
  cairo_set_dash (cr, style.dash, style.n_dash, 0.0);
  cairo_move_to (cr, 0.0, middle);
  cairo_line_to (cr, width, middle);
  cairo_stroke (cr);
  trace_marker (cr, style.marker, width / 2.0, middle);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
collapsar_swatch_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REGIME)
    g_value_set_uint (value, COLLAPSAR_SWATCH (object)->regime);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_swatch_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarSwatch *self = COLLAPSAR_SWATCH (object);
  if (id != PROP_REGIME) {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    return;
  }
  if (self->regime == g_value_get_uint (value))
    return;
  self->regime = g_value_get_uint (value);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
collapsar_swatch_class_init (CollapsarSwatchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_swatch_get_property;
  object_class->set_property = collapsar_swatch_set_property;
  widget_class->measure = collapsar_swatch_measure;
  widget_class->snapshot = collapsar_swatch_snapshot;
  properties[PROP_REGIME]
      = g_param_spec_uint ("regime", NULL, NULL, 0, G_MAXUINT, 0,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
collapsar_swatch_init (CollapsarSwatch *self)
{
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_swatch_new (guint regime)
{
  return g_object_new (COLLAPSAR_TYPE_SWATCH, "regime", regime, NULL);
}
