#include "training/trend.h"

#include "training/trend-private.h"

#include <glib/gi18n.h>
#include <math.h>

void
training_trend_free (TrainingTrend *trend)
{
  g_free (trend->name);
  g_free (trend->says);
  g_clear_pointer (&trend->variants, g_array_unref);
  g_clear_pointer (&trend->plans, g_array_unref);
  g_clear_pointer (&trend->methods, g_array_unref);
  g_free (trend);
}

TrainingTrendResult *
training_trend_result_new (guint n_seeds)
{
  TrainingTrendResult *result = g_new0 (TrainingTrendResult, 1);
  result->n_seeds = n_seeds;
  result->points = g_array_new (FALSE, FALSE, sizeof (TrainingTrendPoint));
  result->changes = g_array_new (FALSE, FALSE, sizeof (TrainingChange));
  result->rows = g_array_new (FALSE, FALSE, sizeof (TrainingTrendRow));
  return result;
}

TrainingTrendResult *
training_trend_result_copy (const TrainingTrendResult *result)
{
  TrainingTrendResult *copy = g_memdup2 (result, sizeof *result);
  copy->points = g_array_copy (result->points);
  copy->changes = g_array_copy (result->changes);
  copy->rows = g_array_copy (result->rows);
  copy->values = g_memdup2 (result->values, result->points->len * result->n_seeds * sizeof *result->values);
  return copy;
}

void
training_trend_result_free (TrainingTrendResult *result)
{
  g_array_unref (result->rows);
  g_array_unref (result->points);
  g_array_unref (result->changes);
  g_free (result->values);
  g_free (result);
}

static const struct {
  const char *key, *words;
} verdicts[] = {
  [TRAINING_TREND_SHOWN] = { "shown", N_ ("shown") },
  [TRAINING_TREND_OPPOSITE] = { "opposite", N_ ("not shown: the opposite") },
  [TRAINING_TREND_UNCLEAR] = { "unclear", N_ ("not shown: unclear") },
  [TRAINING_TREND_UNMEASURED] = { "unmeasured", N_ ("not measured") },
};

const char *
training_verdict_key (TrainingVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (verdicts), "");
  return verdicts[verdict].key;
}

const char *
training_verdict_words (TrainingVerdict verdict)
{
  g_return_val_if_fail (verdict < G_N_ELEMENTS (verdicts), "");
  return _ (verdicts[verdict].words);
}

/* Two passes, so that nothing cancels. */
TrainingSample
training_sample (const double *values, guint n)
{
  TrainingSample sample = { .mean = NAN, .deviation = NAN };
  double sum = 0, squares = 0;
  for (guint i = 0; i < n; i++)
    if (!isnan (values[i])) {
      sample.n++;
      sum += values[i];
    }
  if (sample.n == 0)
    return sample;
  sample.mean = sum / sample.n;
  for (guint i = 0; i < n; i++)
    if (!isnan (values[i]))
      squares += (values[i] - sample.mean) * (values[i] - sample.mean);
  if (sample.n > 1)
    sample.deviation = sqrt (squares / (sample.n - 1));
  return sample;
}

/* The 97.5 % quantile of Student's t distribution with 1 to 29 degrees of freedom. */
static double
critical_t (guint degrees)
{
  static const double quantiles[TRAINING_MAX_SEEDS - 1]
      = { 12.706205, 4.302653, 3.182446, 2.776445, 2.570582, 2.446912, 2.364624, 2.306004, 2.262157, 2.228139,
          2.200985,  2.178813, 2.160369, 2.144787, 2.131450, 2.119905, 2.109816, 2.100922, 2.093024, 2.085963,
          2.079614,  2.073873, 2.068658, 2.063899, 2.059539, 2.055529, 2.051831, 2.048407, 2.045230 };
  return quantiles[degrees - 1];
}

double
training_sample_margin (const TrainingSample *sample)
{
  g_return_val_if_fail (sample->n <= TRAINING_MAX_SEEDS, NAN);
  return sample->n < 2 ? NAN : critical_t (sample->n - 1) * sample->deviation / sqrt (sample->n);
}

TrainingChange
training_change (const double *from, const double *to, guint n_seeds, gboolean ratio)
{
  double starts[TRAINING_MAX_SEEDS], ends[TRAINING_MAX_SEEDS], differences[TRAINING_MAX_SEEDS];
  g_return_val_if_fail (n_seeds <= TRAINING_MAX_SEEDS, (TrainingChange){ 0 });
  for (guint s = 0; s < n_seeds; s++) {
    gboolean paired = !isnan (from[s]) && !isnan (to[s]);
    starts[s] = !paired ? NAN : ratio ? log (from[s]) : from[s];
    ends[s] = !paired ? NAN : ratio ? log (to[s]) : to[s];
    differences[s] = ends[s] - starts[s];
  }
  TrainingSample sample = training_sample (differences, n_seeds);
  double margin = training_sample_margin (&sample);
  TrainingChange change = { sample.n,
                            ratio,
                            training_sample (starts, n_seeds).mean,
                            training_sample (ends, n_seeds).mean,
                            sample.mean,
                            sample.mean - margin,
                            sample.mean + margin };
  double *numbers[] = { &change.from, &change.to, &change.change, &change.low, &change.high };
  for (gsize i = 0; ratio && i < G_N_ELEMENTS (numbers); i++)
    *numbers[i] = exp (*numbers[i]);
  return change;
}

TrainingVerdict
training_judge_change (const TrainingChange *change, gboolean rises)
{
  double none = change->ratio ? 1 : 0;
  if (change->n == 0)
    return TRAINING_TREND_UNMEASURED;
  if (change->low > none)
    return rises ? TRAINING_TREND_SHOWN : TRAINING_TREND_OPPOSITE;
  if (change->high < none)
    return rises ? TRAINING_TREND_OPPOSITE : TRAINING_TREND_SHOWN;
  return TRAINING_TREND_UNCLEAR; /* one seed: NaN */
}

TrainingVerdict
training_judge (const double *values, guint n_points, guint n_seeds, gboolean ratio, gboolean rises)
{
  g_return_val_if_fail (n_points >= 2 && n_seeds <= TRAINING_MAX_SEEDS, TRAINING_TREND_UNMEASURED);
  TrainingChange whole = training_change (values, values + (n_points - 1) * n_seeds, n_seeds, ratio);
  TrainingVerdict verdict = training_judge_change (&whole, rises);
  for (guint p = 1; p < n_points && verdict == TRAINING_TREND_SHOWN; p++) {
    TrainingChange step = training_change (values + (p - 1) * n_seeds, values + p * n_seeds, n_seeds, ratio);
    if (training_judge_change (&step, rises) == TRAINING_TREND_OPPOSITE)
      verdict = TRAINING_TREND_UNCLEAR;
  }
  return verdict;
}

gboolean
training_quantity_is_share (int quantity)
{
  return quantity == TRAINING_ERROR || quantity == TRAINING_PROBE_ACCURACY || quantity == COLLAPSE_NC4
         || quantity == COLLAPSE_NCC_ACCURACY;
}

gboolean
training_quantity_is_scale (int quantity)
{
  return quantity >= 0 && quantity < (int)COLLAPSE_N_METRICS && quantity != COLLAPSE_NC4
         && quantity != COLLAPSE_NC3_COSINE && quantity != COLLAPSE_MINORITY_COSINE
         && quantity != COLLAPSE_NCC_ACCURACY && quantity != COLLAPSE_GNC2;
}

gboolean
training_trend_is_correlation (const TrainingTrend *trend)
{
  return trend->over >= TRAINING_OVER_SOURCE_NC1;
}

gboolean
training_trend_is_share (const TrainingTrend *trend)
{
  return trend->plans != NULL ? trend->quantity == TRANSFER_TEST_ACCURACY
                              : training_quantity_is_share (trend->quantity);
}

gboolean
training_trend_is_scale (const TrainingTrend *trend)
{
  return trend->plans != NULL ? trend->quantity != TRANSFER_TEST_ACCURACY
                              : training_quantity_is_scale (trend->quantity);
}

/* The record that a point is taken from; NULL when the run has none. */
static const TrainingRecord *
find_record (const TrainingTrend *trend, const TrainingHistory *history, gboolean first)
{
  if (history == NULL)
    return NULL;
  if (!first)
    return training_history_last (history);
  if (trend->over == TRAINING_OVER_EPOCHS)
    return training_history_record_at (history, 0);
  gint terminal = training_history_terminal_epoch (history);
  return terminal < 0 ? NULL : training_history_record_at (history, terminal);
}

/* One point of every seed: its values and their sample. */
static void
take_point (const TrainingTrend *trend,
            TrainingTrendPoint point,
            const TrainingHistory *const *histories,
            TrainingTrendResult *result)
{
  double *values = result->values + result->points->len * result->n_seeds;
  for (guint s = 0; s < result->n_seeds; s++) {
    const TrainingRecord *record
        = find_record (trend, histories[point.variant * result->n_seeds + s], point.first);
    values[s] = record == NULL ? NAN : training_record_value (record, trend->split, trend->quantity);
  }
  point.sample = training_sample (values, result->n_seeds);
  g_array_append_val (result->points, point);
}

gboolean
training_trend_takes_ratio (const TrainingTrend *trend, const TrainingTrendResult *result)
{
  for (guint i = 0; i < result->points->len * result->n_seeds; i++)
    if (result->values[i] <= 0)
      return FALSE;
  return training_trend_is_scale (trend);
}

void
training_trend_judge_row (
    const TrainingTrend *trend, guint first, guint n_points, gboolean ratio, TrainingTrendResult *result)
{
  const double *values = result->values + first * result->n_seeds;
  TrainingChange change
      = training_change (values, values + (n_points - 1) * result->n_seeds, result->n_seeds, ratio);
  g_array_append_val (result->changes, change);
  g_array_append_vals (result->rows, &(TrainingTrendRow){ first, n_points }, 1);
  result->verdict = MAX (result->verdict, training_judge (values, n_points, result->n_seeds, ratio,
                                                          trend->expect == TRAINING_RISES));
}

TrainingTrendResult *
training_trend_measure (const TrainingTrend *trend, const TrainingHistory *const *histories, guint n_seeds)
{
  TrainingTrendResult *result = training_trend_result_new (n_seeds);
  guint n = trend->variants->len;
  gboolean over_variants = trend->over == TRAINING_OVER_VARIANTS;
  result->values = g_new (double, 2 * n * n_seeds);
  for (guint v = 0; v < n; v++) {
    guint variant = g_array_index (trend->variants, guint, v);
    if (!over_variants)
      take_point (trend, (TrainingTrendPoint){ variant, TRUE, { 0 } }, histories, result);
    take_point (trend, (TrainingTrendPoint){ variant, FALSE, { 0 } }, histories, result);
  }
  gboolean ratio = training_trend_takes_ratio (trend, result);
  if (over_variants)
    training_trend_judge_row (trend, 0, n, ratio, result);
  for (guint v = 0; v < n && !over_variants; v++)
    training_trend_judge_row (trend, 2 * v, 2, ratio, result);
  return result;
}
