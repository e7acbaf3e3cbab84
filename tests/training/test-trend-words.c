#include "training/trend-words.h"

#include <math.h>

static RegimeComparison *
comparison_new (void)
{
  g_autoptr (GError) error = NULL;
  RegimeComparison *comparison = regime_comparison_new_from_text (
      "[regime]\nname=Two\n[variant A]\noptimiser.batch=32\n[variant B]\noptimiser.batch=64\n", "test",
      &error);
  g_assert_no_error (error);
  return comparison;
}

/* What is said of two variants whose seeds end with these values; NaN for a run that failed. */
static char *
say (int quantity, TrainingTrendOver over, gboolean rises, const double *a, const double *b, guint n_seeds)
{
  g_autoptr (RegimeComparison) comparison = comparison_new ();
  g_autoptr (TrainingTrend) trend = g_new0 (TrainingTrend, 1);
  g_autoptr (GPtrArray) histories = g_ptr_array_new ();
  trend->quantity = quantity;
  trend->over = over;
  trend->expect = rises ? TRAINING_RISES : TRAINING_FALLS;
  trend->variants = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint v = 0; v < 2; v++) {
    g_array_append_val (trend->variants, v);
    for (guint s = 0; s < n_seeds; s++) {
      TrainingHistory *history = training_history_new (regime_comparison_base (comparison));
      g_autoptr (TrainingRecord) record = training_record_new ();
      double value = v == 0 ? a[s] : b[s];
      record->split[TRAINING_TRAIN].error = 0.5;
      if (quantity == TRAINING_PROBE_ACCURACY)
        record->split[TRAINING_TRAIN].probe_accuracy = value;
      else
        record->split[TRAINING_TRAIN].metrics.value[quantity] = value;
      training_history_add_record (history, record);
      g_ptr_array_add (histories, history);
    }
  }
  g_autoptr (TrainingTrendResult) result
      = training_trend_measure (trend, (const TrainingHistory *const *)histories->pdata, n_seeds);
  g_ptr_array_foreach (histories, (GFunc)(void (*) (void))training_history_free, NULL);
  return training_trend_words (trend, result, comparison);
}

/* Two seeds with the logarithms l - d and l + d of their ratio: its interval is exp (l -+ 12.7062 d). */
static void
test_words (void)
{
  static const struct {
    int quantity;
    TrainingTrendOver over;
    gboolean rises;
    double a[2], b[2];
    guint n_seeds;
    const char *words;
  } rows[] = {
    { COLLAPSE_NC1,
      TRAINING_OVER_VARIANTS,
      TRUE,
      { 0.01, 0.02 },
      { 0.03, 0.06 },
      2,
      "NC1 rose from 0.014 (A) to 0.042 (B), by a factor of 3.0 (95 % interval 3.0 to 3.0, n = 2 seeds): "
      "shown, as expected." },
    { COLLAPSE_NC1,
      TRAINING_OVER_VARIANTS,
      TRUE,
      { 1, 1 },
      { 0.4524187, 0.5525853 },
      2,
      "NC1 fell from 1.0 (A) to 0.50 (B), by a factor of 2.0 (95 % interval 0.56 to 7.1, n = 2 seeds): "
      "unclear, as the interval holds 1, no change." },
    { COLLAPSE_NC1,
      TRAINING_OVER_VARIANTS,
      TRUE,
      { 0.03, 0.06 },
      { 0.01, 0.02 },
      2,
      "NC1 fell from 0.042 (A) to 0.014 (B), by a factor of 3.0 (95 % interval 3.0 to 3.0, n = 2 seeds): "
      "not shown: the opposite of what was expected." },
    { COLLAPSE_NC1,
      TRAINING_OVER_VARIANTS,
      TRUE,
      { 0.01 },
      { 0.03 },
      1,
      "NC1 rose from 0.010 (A) to 0.030 (B), by a factor of 3.0 (one run only: no interval): "
      "unclear, as one seed tells nothing of chance." },
    { TRAINING_PROBE_ACCURACY,
      TRAINING_OVER_VARIANTS,
      FALSE,
      { 0.5, 0.6 },
      { 0.45, 0.55 },
      2,
      "Probe accuracy fell from 55.0 % (A) to 50.0 % (B), by 5.0 percentage points (95 % interval 5.0 to "
      "5.0, "
      "n = 2 seeds): shown, as expected." },
    { TRAINING_PROBE_ACCURACY,
      TRAINING_OVER_VARIANTS,
      TRUE,
      { 0.5, 0.5 },
      { 0.4999, 0.5499 },
      2,
      "Probe accuracy rose from 50.0 % (A) to 52.5 % (B), by 2.5 percentage points (95 % interval −29.3 to "
      "34.3, n = 2 seeds): unclear, as the interval holds 0, no change." },
    { TRAINING_PROBE_ACCURACY,
      TRAINING_OVER_VARIANTS,
      TRUE,
      { 0.5, 0.5 },
      { 0.50006, 0.50008 },
      2,
      "Probe accuracy rose from 50.0 % (A) to 50.0 % (B), by 0.0 percentage points (95 % interval 0.0 to "
      "0.0, n = 2 seeds): unclear, as the interval holds 0, no change." },
    { COLLAPSE_NC1,
      TRAINING_OVER_VARIANTS,
      TRUE,
      { 0.01, NAN },
      { NAN, 0.03 },
      2,
      "NC1 was not measured at both ends by any one seed." },
    { COLLAPSE_NC1,
      TRAINING_OVER_TERMINAL_PHASE,
      FALSE,
      { 0.01, 0.02 },
      { 0.03, 0.01 },
      2,
      "Not measured: the training error did not reach 0 and stay there." },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *words
        = say (rows[i].quantity, rows[i].over, rows[i].rises, rows[i].a, rows[i].b, rows[i].n_seeds);
    g_assert_cmpstr (words, ==, rows[i].words);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/trend-words/words", test_words);
  return g_test_run ();
}
