#include "app/sparkline.h"

#include <math.h>

#include "app/appearance.h"

struct _CollapsarSparkline {
  GtkWidget parent_instance;

  guint regime;
  GArray *x, *y; /* of double */
};

G_DEFINE_FINAL_TYPE (CollapsarSparkline, collapsar_sparkline, GTK_TYPE_WIDGET)

enum {
  PROP_REGIME = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

/* Room for the dot at the end. */
#define MARGIN 3.0

static void
collapsar_sparkline_measure (GtkWidget *widget,
                             GtkOrientation orientation,
                             int for_size,
                             int *minimum,
                             int *natural,
                             int *minimum_baseline,
                             int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 54 : 16;
}

/* The range of log10 y over the positive values, at least a decade so that noise does not look like a course;
 * FALSE when there are none. */
static gboolean
log_range (const GArray *y, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < y->len; i++) {
    double value = g_array_index (y, double, i);
    if (value > 0.0) {
      *low = MIN (*low, log10 (value));
      *high = MAX (*high, log10 (value));
    }
  }
  if (*low > *high)
    return FALSE;
  *low = MIN (*low, *high - 1.0);
  return TRUE;
}

static void
collapsar_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarSparkline *self = COLLAPSAR_SPARKLINE (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double low, high, x = 0.0, y = 0.0;
  if (!log_range (self->y, &low, &high))
    return;
  double last = MAX (g_array_index (self->x, double, self->x->len - 1), 1.0);
  PlotRegimeStyle style = plot_theme_regime_style (collapsar_appearance_theme (), self->regime);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  plot_set_source (cr, style.colour);
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < self->y->len; i++) {
    double value = g_array_index (self->y, double, i);
    if (value <= 0.0)
      continue;
    x = MARGIN + (width - 2.0 * MARGIN) * g_array_index (self->x, double, i) / last;
    y = MARGIN + (height - 2.0 * MARGIN) * (high - log10 (value)) / (high - low);
    cairo_line_to (cr, x, y);
  }
  cairo_stroke (cr);
  cairo_arc (cr, x, y, 2.2, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
collapsar_sparkline_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REGIME)
    g_value_set_uint (value, COLLAPSAR_SPARKLINE (object)->regime);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_sparkline_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarSparkline *self = COLLAPSAR_SPARKLINE (object);
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
collapsar_sparkline_finalize (GObject *object)
{
  CollapsarSparkline *self = COLLAPSAR_SPARKLINE (object);
  g_clear_pointer (&self->x, g_array_unref);
  g_clear_pointer (&self->y, g_array_unref);
  G_OBJECT_CLASS (collapsar_sparkline_parent_class)->finalize (object);
}

static void
collapsar_sparkline_class_init (CollapsarSparklineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_sparkline_get_property;
  object_class->set_property = collapsar_sparkline_set_property;
  object_class->finalize = collapsar_sparkline_finalize;
  widget_class->measure = collapsar_sparkline_measure;
  widget_class->snapshot = collapsar_sparkline_snapshot;
  properties[PROP_REGIME]
      = g_param_spec_uint ("regime", NULL, NULL, 0, G_MAXUINT, 0,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
collapsar_sparkline_init (CollapsarSparkline *self)
{
  self->x = g_array_new (FALSE, FALSE, sizeof (double));
  self->y = g_array_new (FALSE, FALSE, sizeof (double));
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_sparkline_new (guint regime)
{
  return g_object_new (COLLAPSAR_TYPE_SPARKLINE, "regime", regime, NULL);
}

void
collapsar_sparkline_update (CollapsarSparkline *self, const TrainingHistory *history, CollapseMetric metric)
{
  g_return_if_fail (COLLAPSAR_IS_SPARKLINE (self));

  g_array_set_size (self->x, 0);
  g_array_set_size (self->y, 0);
  if (history != NULL)
    training_history_series (history, TRAINING_TRAIN, (int)metric, self->x, self->y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
