#include "training/trend.h"

#include <glib/gi18n.h>
#include <math.h>

void
training_trend_free (TrainingTrend *trend)
{
  g_free (trend->name);
  g_free (trend->says);
  g_array_unref (trend->variants);
  g_free (trend);
}

void
training_trend_result_free (TrainingTrendResult *result)
{
  g_array_unref (result->points);
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

/* The 95 % quantile of Student's t distribution with 1 to 29 degrees of freedom. */
static double
critical_t (guint degrees)
{
  static const double quantiles[TRAINING_MAX_SEEDS - 1]
      = { 6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812,
          1.796, 1.782, 1.771, 1.761, 1.753, 1.746, 1.740, 1.734, 1.729, 1.725,
          1.721, 1.717, 1.714, 1.711, 1.708, 1.706, 1.703, 1.701, 1.699 };
  return quantiles[degrees - 1];
}

/* The verdict on one step: `to` against `from`, seed by seed. */
static TrainingVerdict
judge_step (const double *from, const double *to, guint n_seeds, gboolean rises)
{
  double differences[TRAINING_MAX_SEEDS];
  for (guint s = 0; s < n_seeds; s++)
    differences[s] = rises ? to[s] - from[s] : from[s] - to[s];
  TrainingSample sample = training_sample (differences, n_seeds);
  if (sample.n == 0)
    return TRAINING_TREND_UNMEASURED;
  if (sample.n == 1)
    return TRAINING_TREND_UNCLEAR;
  double margin = critical_t (sample.n - 1) * sample.deviation / sqrt (sample.n);
  if (fabs (sample.mean) <= margin)
    return TRAINING_TREND_UNCLEAR;
  return sample.mean > 0 ? TRAINING_TREND_SHOWN : TRAINING_TREND_OPPOSITE;
}

TrainingVerdict
training_judge (const double *values, guint n_points, guint n_seeds, gboolean rises)
{
  g_return_val_if_fail (n_points >= 2 && n_seeds <= TRAINING_MAX_SEEDS, TRAINING_TREND_UNMEASURED);
  const double *last = values + (n_points - 1) * n_seeds;
  TrainingVerdict verdict = judge_step (values, last, n_seeds, rises);
  for (guint p = 1; p < n_points && verdict == TRAINING_TREND_SHOWN; p++)
    if (judge_step (values + (p - 1) * n_seeds, values + p * n_seeds, n_seeds, rises)
        == TRAINING_TREND_OPPOSITE)
      verdict = TRAINING_TREND_UNCLEAR;
  return verdict;
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

/* One point of every seed into values; adds its sample to the result. */
static void
take_point (const TrainingTrend *trend,
            TrainingTrendPoint point,
            const TrainingHistory *const *histories,
            guint n_seeds,
            double *values,
            TrainingTrendResult *result)
{
  for (guint s = 0; s < n_seeds; s++) {
    const TrainingRecord *record = find_record (trend, histories[point.variant * n_seeds + s], point.first);
    values[s] = record == NULL ? NAN : training_record_value (record, trend->split, trend->quantity);
  }
  point.sample = training_sample (values, n_seeds);
  g_array_append_val (result->points, point);
}

TrainingTrendResult *
training_trend_measure (const TrainingTrend *trend, const TrainingHistory *const *histories, guint n_seeds)
{
  TrainingTrendResult *result = g_new0 (TrainingTrendResult, 1);
  guint n = trend->variants->len;
  g_autofree double *values = g_new (double, MAX (n, 2) * n_seeds);
  result->points = g_array_new (FALSE, FALSE, sizeof (TrainingTrendPoint));
  for (guint v = 0; v < n; v++) {
    guint variant = g_array_index (trend->variants, guint, v);
    if (trend->over == TRAINING_OVER_VARIANTS) {
      take_point (trend, (TrainingTrendPoint){ variant, FALSE, { 0 } }, histories, n_seeds,
                  values + v * n_seeds, result);
      continue;
    }
    take_point (trend, (TrainingTrendPoint){ variant, TRUE, { 0 } }, histories, n_seeds, values, result);
    take_point (trend, (TrainingTrendPoint){ variant, FALSE, { 0 } }, histories, n_seeds, values + n_seeds,
                result);
    result->verdict = MAX (result->verdict, training_judge (values, 2, n_seeds, trend->rises));
  }
  if (trend->over == TRAINING_OVER_VARIANTS)
    result->verdict = training_judge (values, n, n_seeds, trend->rises);
  return result;
}
