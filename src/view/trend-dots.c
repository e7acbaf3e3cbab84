#include "view/trend-dots.h"

#include <glib/gi18n.h>

struct _ViewTrendDots {
  TrainingTrendResult *result; /* its values are what the rows point to */
  GArray *rows;                /* of PlotDotsRow, with labels of their own */
  char *heading, *note, *title;
  PlotDots plot;
};

/* A point's mean and interval are the change from nothing at all: from 0, or from 1 where ratios count. */
static void
add_row (ViewTrendDots *self, char *label, guint style, guint index, gboolean ratio)
{
  guint n = self->result->n_seeds;
  const double *values = self->result->values + (gsize)index * n;
  g_autofree double *none = g_new (double, n);
  for (guint s = 0; s < n; s++)
    none[s] = ratio ? 1 : 0;
  const TrainingChange change = training_change (none, values, n, ratio);
  const PlotDotsRow row = { .label = label,
                            .regime = style,
                            .values = values,
                            .n = n,
                            .mean = change.change,
                            .low = change.low,
                            .high = change.high };
  g_array_append_val (self->rows, row);
}

ViewTrendDots *
view_trend_dots_new (const TrainingTrend *trend,
                     const TrainingTrendResult *result,
                     const RegimeComparison *comparison,
                     const guint *styles)
{
  g_return_val_if_fail (!training_trend_is_correlation (trend), NULL);

  ViewTrendDots *self = g_new0 (ViewTrendDots, 1);
  gboolean ratio = result->changes->len > 0 && g_array_index (result->changes, TrainingChange, 0).ratio;
  g_autofree char *quantity = training_trend_axis_title (trend);
  g_autofree char *change = training_trend_change_words (trend, result, comparison);
  const char *verdict = training_verdict_words (result->verdict);
  self->result = training_trend_result_copy (result);
  self->rows = g_array_new (FALSE, FALSE, sizeof (PlotDotsRow));
  for (guint i = 0; i < result->points->len; i++) {
    const TrainingTrendPoint *point = &g_array_index (result->points, TrainingTrendPoint, i);
    add_row (self, training_trend_point_words (trend, point, comparison), styles[point->variant], i, ratio);
  }
  self->heading = g_strdup (trend->says);
  self->note = change == NULL ? g_strdup (verdict) : g_strdup_printf (_ ("%s; %s"), verdict, change);
  self->title = training_trend_is_share (trend) ? g_strdup_printf (_ ("%s, %%"), quantity)
                                                : g_steal_pointer (&quantity);
  self->plot = (PlotDots){ .heading = self->heading,
                           .note = self->note,
                           .title = self->title,
                           .kind = ratio ? PLOT_AXIS_LOG : PLOT_AXIS_LINEAR,
                           .percent = training_trend_is_share (trend),
                           .rows = (const PlotDotsRow *)self->rows->data,
                           .n_rows = self->rows->len };
  return self;
}

void
view_trend_dots_free (ViewTrendDots *self)
{
  for (guint i = 0; i < self->rows->len; i++)
    g_free ((char *)g_array_index (self->rows, PlotDotsRow, i).label);
  g_array_unref (self->rows);
  training_trend_result_free (self->result);
  g_free (self->heading);
  g_free (self->note);
  g_free (self->title);
  g_free (self);
}

const PlotDots *
view_trend_dots_plot (const ViewTrendDots *self)
{
  return &self->plot;
}
