#include "view/trend-scatter.h"

#include "plot/chart.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ViewTrendScatter {
  PlotScatter plot;
  GArray *points;   /* PlotScatterPoint */
  GPtrArray *names; /* of each point */
  GArray *n_seeds;  /* of guint, of each point */
  GPtrArray *texts; /* what the plot points to */
  const char *quantity, *over;
  gboolean share;
  const char *facts[4]; /* NULL-terminated */
};

static const char *
keep (ViewTrendScatter *self, char *text)
{
  g_ptr_array_add (self->texts, text);
  return text;
}

/* Mean and standard deviation over the seeds. */
static void
add_point (
    ViewTrendScatter *self, const TrainingTrendPoint *point, char *name, guint style, const char *label)
{
  const TrainingSample *sample = &point->sample;
  const PlotScatterPoint drawn = { .x = point->x,
                                   .y = sample->mean,
                                   .x_low = NAN,
                                   .x_high = NAN,
                                   .y_low = sample->mean - sample->deviation,
                                   .y_high = sample->mean + sample->deviation,
                                   .regime = style,
                                   .label = label };
  g_ptr_array_add (self->names, name);
  g_array_append_val (self->points, drawn);
  g_array_append_val (self->n_seeds, sample->n);
}

/* Whether it is the best of its method. */
static gboolean
is_best (const TrainingTrendResult *result, const TrainingTrendPoint *point)
{
  for (guint i = 0; i < result->points->len; i++) {
    const TrainingTrendPoint *other = &g_array_index (result->points, TrainingTrendPoint, i);
    if (other->method == point->method && other->sample.mean > point->sample.mean)
      return FALSE;
  }
  return TRUE;
}

/* Points of several variants have these's styles and names; those of one the methods', as there may be
 * dozens. */
static void
add_points (ViewTrendScatter *self,
            const TrainingTrend *trend,
            const TrainingTrendResult *result,
            const RegimeComparison *comparison,
            const guint *styles)
{
  const RegimeKey *method = regime_key_find ("transfer.method");
  gboolean by_method = trend->variants->len == 1;
  for (guint i = 0; i < result->points->len; i++) {
    const TrainingTrendPoint *point = &g_array_index (result->points, TrainingTrendPoint, i);
    char *name = training_trend_point_words (trend, point, comparison);
    if (by_method)
      add_point (self, point, name, point->method,
                 is_best (result, point) ? _ (method->choice_titles[point->method]) : NULL);
    else
      add_point (self, point, name, styles[point->variant], name);
  }
}

/* "−0.46" */
static char *
format_correlation (double value)
{
  return g_strdup_printf ("%s%.2f", value < 0 ? "−" : "", fabs (value));
}

/* The box, its main line first. */
static void
list_facts (ViewTrendScatter *self, const TrainingTrendResult *result)
{
  const CollapseCorrelation *r = &result->correlation;
  g_autofree char *value = format_correlation (r->value);
  g_autofree char *low = format_correlation (r->low), *high = format_correlation (r->high);
  self->facts[0] = keep (self, g_strdup_printf (_ ("Pearson r = %s"), value));
  self->facts[1] = keep (self, g_strdup_printf (_ ("95 %% CI %s to %s"), low, high));
  self->facts[2] = keep (self, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "n = %u × %u seed",
                                                             "n = %u × %u seeds", result->n_seeds),
                                                r->n, result->n_seeds));
}

ViewTrendScatter *
view_trend_scatter_new (const TrainingTrend *trend,
                        const TrainingTrendResult *result,
                        const RegimeComparison *comparison,
                        const guint *styles)
{
  g_return_val_if_fail (training_trend_is_correlation (trend), NULL);

  ViewTrendScatter *self = g_new0 (ViewTrendScatter, 1);
  self->points = g_array_new (FALSE, FALSE, sizeof (PlotScatterPoint));
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->n_seeds = g_array_new (FALSE, FALSE, sizeof (guint));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->quantity = training_trend_quantity_title (trend);
  self->over = training_trend_over_title (trend);
  self->share = training_trend_is_share (trend);
  add_points (self, trend, result, comparison, styles);
  gboolean measured = result->verdict != TRAINING_TREND_UNMEASURED;
  if (measured)
    list_facts (self, result);
  self->plot = (PlotScatter){ .title = keep (self, g_strdup (trend->says)),
                              .subtitle = training_verdict_words (result->verdict),
                              .x_label = keep (self, g_strdup_printf (_ ("%s, log scale"), self->over)),
                              .y_label = self->quantity,
                              .x_kind = PLOT_AXIS_LOG,
                              .percent = self->share,
                              .points = (const PlotScatterPoint *)self->points->data,
                              .n_points = self->points->len,
                              .facts = measured ? self->facts : NULL,
                              .empty = _ ("Nothing was fine-tuned yet") };
  return self;
}

void
view_trend_scatter_free (ViewTrendScatter *self)
{
  g_array_unref (self->points);
  g_array_unref (self->n_seeds);
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->texts);
  g_free (self);
}

const PlotScatter *
view_trend_scatter_plot (const ViewTrendScatter *self)
{
  return &self->plot;
}

char *
view_trend_scatter_describe (const ViewTrendScatter *self, guint point)
{
  g_return_val_if_fail (point < self->points->len, NULL);
  const PlotScatterPoint *at = &g_array_index (self->points, PlotScatterPoint, point);
  guint n = g_array_index (self->n_seeds, guint, point);
  g_autofree char *x = plot_format_number (at->x);
  g_autofree char *y
      = self->share ? g_strdup_printf (_ ("%.1f %%"), 100 * at->y) : plot_format_number (at->y);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s\n%s %s\n%s %s, n = %u seed", "%s\n%s %s\n%s %s, n = %u seeds", n),
      (const char *)self->names->pdata[point], self->quantity, y, self->over, x, n);
}
