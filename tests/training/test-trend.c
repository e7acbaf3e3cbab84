#include "training/trend.h"

#include <math.h>

/* Of 1, 2, 4: mean 7/3, sum of squares 14/3, so sd sqrt (7/3). */
static void
test_sample (void)
{
  const double values[] = { 1, NAN, 2, 4 };
  TrainingSample sample = training_sample (values, 4);
  g_assert_cmpuint (sample.n, ==, 3);
  g_assert_cmpfloat_with_epsilon (sample.mean, 7.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (sample.deviation, sqrt (7.0 / 3), 1e-15);
  sample = training_sample (values, 2);
  g_assert_cmpuint (sample.n, ==, 1);
  g_assert_cmpfloat (sample.mean, ==, 1);
  g_assert_true (isnan (sample.deviation));
  sample = training_sample (values + 1, 1);
  g_assert_cmpuint (sample.n, ==, 0);
  g_assert_true (isnan (sample.mean));
}

/* Rows of points by three seeds, and what is to be said of them. Differences a - c, a, a + c have the mean a,
 * the sample deviation c and t = a sqrt (3) / c; t (0.975, 2) is 4.30265, so the bound is a = 2.48414 c. */
static void
test_judge (void)
{
  static const struct {
    const char *what;
    guint n_points;
    double values[9];
    gboolean rises;
    TrainingVerdict verdict;
  } rows[] = {
    { "the same step for every seed", 2, { 1, 2, 3, 2, 3, 4 }, TRUE, TRAINING_TREND_SHOWN },
    { "which is the opposite of a fall", 2, { 1, 2, 3, 2, 3, 4 }, FALSE, TRAINING_TREND_OPPOSITE },
    { "just clear", 2, { 0, 0, 0, 1.49, 2.49, 3.49 }, TRUE, TRAINING_TREND_SHOWN },
    { "just not", 2, { 0, 0, 0, 1.48, 2.48, 3.48 }, TRUE, TRAINING_TREND_UNCLEAR },
    { "clear and a fall", 2, { 0, 0, 0, -1.49, -2.49, -3.49 }, FALSE, TRAINING_TREND_SHOWN },
    { "paired: seeds differ by more than points",
      2,
      { 10, 100, 1000, 11, 101.5, 1001 },
      TRUE,
      TRAINING_TREND_SHOWN },
    { "no difference at all", 2, { 1, 2, 3, 1, 2, 3 }, TRUE, TRAINING_TREND_UNCLEAR },
    { "a row", 3, { 1, 1, 1, 2, 2.5, 2, 3, 3, 3 }, TRUE, TRAINING_TREND_SHOWN },
    { "a row with a flat step", 3, { 1, 1, 1, 3, 2.9, 3, 3, 3, 3 }, TRUE, TRAINING_TREND_SHOWN },
    { "a row with a step clear against it",
      3,
      { 1, 1, 1, 4, 4, 4.1, 3, 3, 3 },
      TRUE,
      TRAINING_TREND_UNCLEAR },
    { "a seed without one end", 2, { 1, NAN, 3, 2, 9, 4 }, TRUE, TRAINING_TREND_SHOWN },
    { "one seed", 2, { 1, NAN, 3, 2, 9, NAN }, TRUE, TRAINING_TREND_UNCLEAR },
    { "none", 2, { NAN, 1, NAN, 2, NAN, 4 }, TRUE, TRAINING_TREND_UNMEASURED },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_test_message ("%s", rows[i].what);
    g_assert_cmpint (training_judge (rows[i].values, rows[i].n_points, 3, FALSE, rows[i].rises), ==,
                     rows[i].verdict);
  }
}

/* Differences 1, 2, 4: mean 7/3, sd 1.527525, half the interval t(0.975, 2) sd / sqrt (3) = 3.794583 (SciPy's
 * t.interval: -1.461250, 6.127917). Ratios 1, e, e^2: their logarithms have mean and deviation 1, and
 * t(0.975, 2) / sqrt (3) = 2.484138. */
static void
test_change (void)
{
  const double from[] = { 1, 1, 1, NAN }, to[] = { 2, 3, 5, 9 }, powers[] = { 1, G_E, G_E * G_E, 9 };
  TrainingChange change = training_change (from, to, 4, FALSE);
  g_assert_cmpuint (change.n, ==, 3);
  g_assert_cmpfloat_with_epsilon (change.from, 1, 1e-15);
  g_assert_cmpfloat_with_epsilon (change.to, 10.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (change.change, 7.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (change.low, 7.0 / 3 - 3.794583, 2e-6);
  g_assert_cmpfloat_with_epsilon (change.high, 7.0 / 3 + 3.794583, 2e-6);
  change = training_change (from, powers, 4, TRUE);
  g_assert_cmpfloat_with_epsilon (change.to, G_E, 1e-14);
  g_assert_cmpfloat_with_epsilon (change.change, G_E, 1e-14);
  g_assert_cmpfloat_with_epsilon (log (change.low), 1 - 2.484138, 2e-6);
  g_assert_cmpfloat_with_epsilon (log (change.high), 1 + 2.484138, 2e-6);
  change = training_change (from, to, 1, FALSE);
  g_assert_cmpuint (change.n, ==, 1);
  g_assert_cmpfloat (change.change, ==, 1);
  g_assert_true (isnan (change.low) && isnan (change.high));
}

/* Two variants by two seeds, each told at epochs 0, 5 and 9: error 0 from epoch 5 on, and nc1 = epoch nc1 as
 * given; the second seed has 1.25 times as much. */
typedef struct {
  TrainingHistory *histories[4];
} Runs;

static void
runs_clear (Runs *runs)
{
  for (guint i = 0; i < 4; i++)
    training_history_free (runs->histories[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Runs, runs_clear)

static Runs
runs_new (void)
{
  static const guint epochs[] = { 0, 5, 9 };
  static const double nc1[2][3] = { { 9, 4, 2 }, { 9, 3, 3 } };
  g_autoptr (Regime) regime = regime_new ();
  Runs runs;
  for (guint i = 0; i < 4; i++) {
    runs.histories[i] = training_history_new (regime);
    for (guint e = 0; e < G_N_ELEMENTS (epochs); e++) {
      g_autoptr (TrainingRecord) record = training_record_new ();
      record->epoch = epochs[e];
      record->split[TRAINING_TRAIN].error = epochs[e] < 5 ? 0.5 : 0;
      record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = nc1[i / 2][e] * (i % 2 == 0 ? 1 : 1.25);
      training_history_add_record (runs.histories[i], record);
    }
  }
  return runs;
}

static TrainingTrend *
trend_new (TrainingTrendOver over, gboolean rises)
{
  TrainingTrend *trend = g_new0 (TrainingTrend, 1);
  trend->quantity = COLLAPSE_NC1;
  trend->over = over;
  trend->expect = rises ? TRAINING_RISES : TRAINING_FALLS;
  trend->variants = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint v = 0; v < 2; v++)
    g_array_append_val (trend->variants, v);
  return trend;
}

static void
assert_point (
    const TrainingTrendResult *result, guint index, guint variant, gboolean first, double first_seed)
{
  const TrainingTrendPoint *point = &g_array_index (result->points, TrainingTrendPoint, index);
  g_assert_cmpuint (point->variant, ==, variant);
  g_assert_cmpint (point->first, ==, first);
  g_assert_cmpuint (point->sample.n, ==, 2);
  g_assert_cmpfloat_with_epsilon (point->sample.mean, 1.125 * first_seed, 1e-14);
  g_assert_cmpfloat_with_epsilon (point->sample.deviation, 0.25 * first_seed * sqrt (0.5), 1e-14);
}

static void
test_over_variants (void)
{
  g_auto (Runs) runs = runs_new ();
  g_autoptr (TrainingTrend) trend = trend_new (TRAINING_OVER_VARIANTS, TRUE);
  g_autoptr (TrainingTrendResult) result
      = training_trend_measure (trend, (const TrainingHistory *const *)runs.histories, 2);
  g_assert_cmpint (result->verdict, ==, TRAINING_TREND_SHOWN);
  g_assert_cmpuint (result->points->len, ==, 2);
  assert_point (result, 0, 0, FALSE, 2);
  assert_point (result, 1, 1, FALSE, 3);
  /* In the order that the trend gives. */
  guint *order = (guint *)trend->variants->data;
  order[0] = 1;
  order[1] = 0;
  g_autoptr (TrainingTrendResult) back
      = training_trend_measure (trend, (const TrainingHistory *const *)runs.histories, 2);
  g_assert_cmpint (back->verdict, ==, TRAINING_TREND_OPPOSITE);
  assert_point (back, 0, 1, FALSE, 3);
}

static void
test_over_training (void)
{
  g_auto (Runs) runs = runs_new ();
  g_autoptr (TrainingTrend) all = trend_new (TRAINING_OVER_EPOCHS, FALSE);
  g_autoptr (TrainingTrendResult) fall
      = training_trend_measure (all, (const TrainingHistory *const *)runs.histories, 2);
  g_assert_cmpint (fall->verdict, ==, TRAINING_TREND_SHOWN);
  g_assert_cmpuint (fall->points->len, ==, 4);
  assert_point (fall, 0, 0, TRUE, 9);
  assert_point (fall, 1, 0, FALSE, 2);
  /* In the terminal phase only the first variant's goes on falling. */
  g_autoptr (TrainingTrend) terminal = trend_new (TRAINING_OVER_TERMINAL_PHASE, FALSE);
  g_autoptr (TrainingTrendResult) both
      = training_trend_measure (terminal, (const TrainingHistory *const *)runs.histories, 2);
  g_assert_cmpint (both->verdict, ==, TRAINING_TREND_UNCLEAR);
  assert_point (both, 2, 1, TRUE, 3);
  assert_point (both, 3, 1, FALSE, 3);
  g_array_set_size (terminal->variants, 1);
  g_autoptr (TrainingTrendResult) one
      = training_trend_measure (terminal, (const TrainingHistory *const *)runs.histories, 2);
  g_assert_cmpint (one->verdict, ==, TRAINING_TREND_SHOWN);
  assert_point (one, 0, 0, TRUE, 4);
}

/* A run that failed, and one that never got to error 0. */
static void
test_missing (void)
{
  g_auto (Runs) runs = runs_new ();
  g_autoptr (TrainingTrend) trend = trend_new (TRAINING_OVER_TERMINAL_PHASE, FALSE);
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = 10;
  record->split[TRAINING_TRAIN].error = 0.1;
  training_history_add_record (runs.histories[1], record);
  const TrainingHistory *histories[4] = { NULL, runs.histories[1], runs.histories[2], runs.histories[3] };
  g_autoptr (TrainingTrendResult) result = training_trend_measure (trend, histories, 2);
  g_assert_cmpint (result->verdict, ==, TRAINING_TREND_UNMEASURED);
  const TrainingTrendPoint *points = (const TrainingTrendPoint *)result->points->data;
  g_assert_cmpuint (points[0].sample.n, ==, 0);
  g_assert_cmpuint (points[1].sample.n, ==, 1);
  g_assert_cmpuint (points[2].sample.n, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/trend/sample", test_sample);
  g_test_add_func ("/training/trend/judge", test_judge);
  g_test_add_func ("/training/trend/change", test_change);
  g_test_add_func ("/training/trend/over-variants", test_over_variants);
  g_test_add_func ("/training/trend/over-training", test_over_training);
  g_test_add_func ("/training/trend/missing", test_missing);
  return g_test_run ();
}
