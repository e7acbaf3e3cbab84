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
collapsar_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarSwatch *self = COLLAPSAR_SWATCH (widget);
  double width = gtk_widget_get_width (widget);
  double middle = gtk_widget_get_height (widget) / 2.0;
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)middle * 2));
  plot_swatch_draw (cr, collapsar_appearance_theme (), self->regime, 0.0, middle, width, PLOT_LINE_TRAIN);
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
