#include "app/progress-line.h"

#include <glib/gi18n.h>

#include "app/appearance.h"

#define THICKNESS 4

struct _CollapsarProgressLine {
  GtkWidget parent_instance;

  guint regime;
  double fraction;
};

G_DEFINE_FINAL_TYPE (CollapsarProgressLine, collapsar_progress_line, GTK_TYPE_WIDGET)

enum {
  PROP_REGIME = 1,
  PROP_FRACTION,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static void
collapsar_progress_line_measure (GtkWidget *widget,
                                 GtkOrientation orientation,
                                 int for_size,
                                 int *minimum,
                                 int *natural,
                                 int *minimum_baseline,
                                 int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 2 * THICKNESS : THICKNESS;
}

static void
append_line (GtkSnapshot *snapshot, float width, float height, PlotColour colour)
{
  GskRoundedRect line;
  gsk_rounded_rect_init_from_rect (&line, &GRAPHENE_RECT_INIT (0, 0, width, height), THICKNESS / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &line);
  gtk_snapshot_append_color (
      snapshot, &(GdkRGBA){ (float)colour.red, (float)colour.green, (float)colour.blue, (float)colour.alpha },
      &line.bounds);
  gtk_snapshot_pop (snapshot);
}

static void
collapsar_progress_line_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarProgressLine *self = COLLAPSAR_PROGRESS_LINE (widget);
  const PlotTheme *theme = collapsar_appearance_theme ();
  float width = (float)gtk_widget_get_width (widget), height = (float)gtk_widget_get_height (widget);
  append_line (snapshot, width, height, plot_theme_ink (theme, 0.15));
  if (self->fraction > 0.0)
    append_line (snapshot, MAX (height, (float)self->fraction * width), height,
                 plot_theme_regime_style (theme, self->regime).colour);
}

static void
set_fraction (CollapsarProgressLine *self, double fraction)
{
  if (self->fraction == fraction)
    return;
  self->fraction = fraction;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_VALUE_NOW, fraction, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FRACTION]);
}

static void
set_regime (CollapsarProgressLine *self, guint regime)
{
  if (self->regime == regime)
    return;
  self->regime = regime;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REGIME]);
}

static void
collapsar_progress_line_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarProgressLine *self = COLLAPSAR_PROGRESS_LINE (object);
  if (id == PROP_REGIME)
    g_value_set_uint (value, self->regime);
  else if (id == PROP_FRACTION)
    g_value_set_double (value, self->fraction);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_progress_line_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarProgressLine *self = COLLAPSAR_PROGRESS_LINE (object);
  if (id == PROP_REGIME)
    set_regime (self, g_value_get_uint (value));
  else if (id == PROP_FRACTION)
    set_fraction (self, g_value_get_double (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_progress_line_class_init (CollapsarProgressLineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_progress_line_get_property;
  object_class->set_property = collapsar_progress_line_set_property;
  widget_class->measure = collapsar_progress_line_measure;
  widget_class->snapshot = collapsar_progress_line_snapshot;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_REGIME] = g_param_spec_uint ("regime", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_FRACTION] = g_param_spec_double ("fraction", NULL, NULL, 0.0, 1.0, 0.0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PROGRESS_BAR);
}

static void
collapsar_progress_line_init (CollapsarProgressLine *self)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Training progress"), GTK_ACCESSIBLE_PROPERTY_VALUE_MIN, 0.0,
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_MAX, 1.0, -1);
  collapsar_appearance_follow (GTK_WIDGET (self));
}
