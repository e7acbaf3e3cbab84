#include "app/sparkline.h"

#include <math.h>

#include "app/appearance.h"

struct _CollapsarSparkline {
  GtkWidget parent_instance;

  guint regime;
  GArray *curves; /* of Curve */
};

typedef struct {
  guint regime;
  GArray *x, *y; /* of double */
} Curve;

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

static void
curve_clear (gpointer data)
{
  Curve *curve = data;
  g_array_unref (curve->x);
  g_array_unref (curve->y);
}

/* What all curves fill: epochs from 0, and log10 y over the positive values, at least a decade so that noise
 * does not look like a course. */
typedef struct {
  double last, low, high;
} Range;

/* FALSE when there is nothing to draw. */
static gboolean
find_range (const GArray *curves, Range *range)
{
  *range = (Range){ .last = 1.0, .low = INFINITY, .high = -INFINITY };
  for (guint c = 0; c < curves->len; c++) {
    const Curve *curve = &g_array_index (curves, Curve, c);
    for (guint i = 0; i < curve->y->len; i++) {
      double value = g_array_index (curve->y, double, i);
      range->last = MAX (range->last, g_array_index (curve->x, double, i));
      if (value > 0.0) {
        range->low = MIN (range->low, log10 (value));
        range->high = MAX (range->high, log10 (value));
      }
    }
  }
  if (range->low > range->high)
    return FALSE;
  range->low = MIN (range->low, range->high - 1.0);
  return TRUE;
}

/* A line, and a dot where it has come to. */
static void
draw_curve (cairo_t *cr, const Curve *curve, const Range *range, double width, double height)
{
  double x = 0.0, y = 0.0;
  gboolean any = FALSE;
  plot_set_source (cr, plot_theme_regime_style (collapsar_appearance_theme (), curve->regime).colour);
  for (guint i = 0; i < curve->y->len; i++) {
    double value = g_array_index (curve->y, double, i);
    if (value <= 0.0)
      continue;
    x = MARGIN + (width - 2.0 * MARGIN) * g_array_index (curve->x, double, i) / range->last;
    y = MARGIN + (height - 2.0 * MARGIN) * (range->high - log10 (value)) / (range->high - range->low);
    cairo_line_to (cr, x, y);
    any = TRUE;
  }
  cairo_stroke (cr);
  if (!any)
    return;
  cairo_arc (cr, x, y, 2.2, 0.0, 2.0 * G_PI);
  cairo_fill (cr);
}

static void
collapsar_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CollapsarSparkline *self = COLLAPSAR_SPARKLINE (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  Range range;
  if (!find_range (self->curves, &range))
    return;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint c = 0; c < self->curves->len; c++)
    draw_curve (cr, &g_array_index (self->curves, Curve, c), &range, width, height);
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
  if (self->curves->len == 1)
    g_array_index (self->curves, Curve, 0).regime = self->regime;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (object, pspec);
}

static void
collapsar_sparkline_finalize (GObject *object)
{
  CollapsarSparkline *self = COLLAPSAR_SPARKLINE (object);
  g_clear_pointer (&self->curves, g_array_unref);
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
  self->curves = g_array_new (FALSE, FALSE, sizeof (Curve));
  g_array_set_clear_func (self->curves, curve_clear);
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

  g_array_set_size (self->curves, 0);
  if (history != NULL)
    collapsar_sparkline_add (self, self->regime, history, metric);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
collapsar_sparkline_add (CollapsarSparkline *self,
                         guint regime,
                         const TrainingHistory *history,
                         CollapseMetric metric)
{
  g_return_if_fail (COLLAPSAR_IS_SPARKLINE (self));

  const Curve curve = { .regime = regime,
                        .x = g_array_new (FALSE, FALSE, sizeof (double)),
                        .y = g_array_new (FALSE, FALSE, sizeof (double)) };
  training_history_series (history, TRAINING_TRAIN, (int)metric, curve.x, curve.y);
  g_array_append_val (self->curves, curve);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
