#include "app/dots.h"

#include <glib/gi18n.h>

#include "app/appearance.h"

#define MIN_WIDTH 240

struct _CollapsarDots {
  GtkWidget parent_instance;

  TrainingTrendResult *result; /* its values are what the rows point to */
  GArray *rows;                /* of PlotDotsRow */
  PlotDots plot;
  char *title, *note;
};

G_DEFINE_FINAL_TYPE (CollapsarDots, collapsar_dots, GTK_TYPE_WIDGET)

/* On screen the words are labels beside it. */
static PlotDots
bare (CollapsarDots *self)
{
  PlotDots dots = self->plot;
  dots.heading = dots.note = NULL;
  return dots;
}

static void
collapsar_dots_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  PlotDots dots = bare (COLLAPSAR_DOTS (widget));
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                            ? MIN_WIDTH
                            : (int)plot_dots_height (&dots, collapsar_appearance_theme (), MIN_WIDTH);
}

static void
collapsar_dots_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  PlotDots dots = bare (COLLAPSAR_DOTS (widget));
  plot_dots_draw (cr, &dots, collapsar_appearance_theme (), width, height);
  cairo_destroy (cr);
}

static void
clear (CollapsarDots *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    g_free ((char *)g_array_index (self->rows, PlotDotsRow, i).label);
  g_array_set_size (self->rows, 0);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->note, g_free);
  g_clear_pointer (&self->result, training_trend_result_free);
}

static void
collapsar_dots_finalize (GObject *object)
{
  CollapsarDots *self = COLLAPSAR_DOTS (object);
  clear (self);
  g_array_unref (self->rows);
  G_OBJECT_CLASS (collapsar_dots_parent_class)->finalize (object);
}

static void
collapsar_dots_class_init (CollapsarDotsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->finalize = collapsar_dots_finalize;
  widget_class->measure = collapsar_dots_measure;
  widget_class->snapshot = collapsar_dots_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
collapsar_dots_init (CollapsarDots *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (PlotDotsRow));
  collapsar_appearance_follow (GTK_WIDGET (self));
}

GtkWidget *
collapsar_dots_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_DOTS, NULL);
}

/* A point's mean and interval are the change from nothing at all: from 0, or from 1 where ratios count. */
static void
add_row (CollapsarDots *self, const CollapsarFinding *finding, const TrainingTrend *trend, guint index)
{
  const TrainingTrendResult *result = self->result;
  const TrainingTrendPoint *point = &g_array_index (result->points, TrainingTrendPoint, index);
  gboolean ratio = g_array_index (result->changes, TrainingChange, 0).ratio;
  const double *values = result->values + index * result->n_seeds;
  double none[TRAINING_MAX_SEEDS];
  for (guint s = 0; s < result->n_seeds; s++)
    none[s] = ratio ? 1 : 0;
  TrainingChange change = training_change (none, values, result->n_seeds, ratio);
  PlotDotsRow row = { .label = training_trend_point_words (trend, point, finding->comparison),
                      .regime = collapsar_finding_style (finding, point->variant),
                      .values = values,
                      .n = result->n_seeds,
                      .mean = change.change,
                      .low = change.low,
                      .high = change.high };
  g_array_append_val (self->rows, row);
}

void
collapsar_dots_set_result (CollapsarDots *self,
                           const CollapsarFinding *finding,
                           const TrainingTrend *trend,
                           TrainingTrendResult *result)
{
  g_return_if_fail (COLLAPSAR_IS_DOTS (self));

  guint before = self->rows->len;
  clear (self);
  self->result = result;
  g_autofree char *quantity = training_trend_axis_title (trend);
  self->title = training_trend_is_share (trend) ? g_strdup_printf (_ ("%s, %%"), quantity)
                                                : g_steal_pointer (&quantity);
  for (guint i = 0; i < result->points->len; i++)
    add_row (self, finding, trend, i);
  gboolean ratio = g_array_index (result->changes, TrainingChange, 0).ratio;
  g_autofree char *change = training_trend_change_words (trend, result, finding->comparison);
  self->note = change == NULL
                   ? g_strdup (training_verdict_words (result->verdict))
                   : g_strdup_printf (_ ("%s; %s"), training_verdict_words (result->verdict), change);
  self->plot = (PlotDots){ .title = self->title,
                           .heading = trend->says,
                           .note = self->note,
                           .kind = ratio ? PLOT_AXIS_LOG : PLOT_AXIS_LINEAR,
                           .percent = training_trend_is_share (trend),
                           .rows = (const PlotDotsRow *)self->rows->data,
                           .n_rows = self->rows->len };
  g_autofree char *words = training_trend_words (trend, result, finding->comparison);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, self->title,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
  if (before != self->rows->len)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

const PlotDots *
collapsar_dots_get_plot (CollapsarDots *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_DOTS (self), NULL);
  return &self->plot;
}
