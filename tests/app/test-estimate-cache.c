/* What is known of a preset's time: kept, read back, and corrected by runs that have ended. */
#include "app/estimate-cache.h"

#include <glib/gstdio.h>

#define PRESET "watch-collapse"

static RegimeComparison *
read_preset (void)
{
  g_autoptr (GError) error = NULL;
  RegimeComparison *comparison = regime_comparison_new_from_argument (PRESET, &error);
  g_assert_no_error (error);
  return comparison;
}

static guint
cores_of_first (const RegimeComparison *comparison)
{
  return training_cost_cores (regime_comparison_n_variants (comparison), 0, g_get_num_processors ());
}

/* 4 epochs, each of so many seconds, a fifth of it measuring; measuring epoch 0 is loading, not an epoch. */
static TrainingHistory *
history_of (Regime *regime, double seconds)
{
  TrainingHistory *history = training_history_new (regime);
  for (guint epoch = 0; epoch <= 4; epoch++) {
    g_autoptr (TrainingRecord) record = training_record_new ();
    record->epoch = epoch;
    record->seconds = epoch == 0 ? 0.0 : 0.8 * seconds;
    record->measure_seconds = epoch == 0 ? 100.0 : 0.2 * seconds;
    training_history_add_record (history, record);
  }
  return history;
}

static void
learn (Regime *regime, double seconds, guint threads)
{
  g_autoptr (TrainingHistory) history = history_of (regime, seconds);
  collapsar_estimate_learn (regime, history, threads);
}

/* What the first variant's epoch is known to take. */
static double
known_epoch (const RegimeComparison *comparison)
{
  collapsar_estimate_await ();
  g_autoptr (GArray) costs = collapsar_estimate_recall (PRESET, comparison);
  return g_array_index (costs, TrainingCost, 0).epoch;
}

static void
keep (const RegimeComparison *comparison)
{
  g_autoptr (GArray) costs = g_array_new (FALSE, FALSE, sizeof (TrainingCost));
  const TrainingCost cost = { .loading = 0.5, .epoch = 1.0, .n_epochs = 200, .share = 0.6 };
  for (guint v = 0; v < regime_comparison_n_variants (comparison); v++)
    g_array_append_val (costs, cost);
  g_assert_false (collapsar_estimate_is_final (costs));
  collapsar_estimate_keep (PRESET, comparison, costs);
}

static void
test_learn (void)
{
  g_autoptr (RegimeComparison) comparison = read_preset ();
  g_autoptr (Regime) regime = regime_copy (regime_comparison_variant (comparison, 0));
  g_autoptr (Regime) other = regime_copy (regime);
  guint threads = cores_of_first (comparison);
  g_assert_null (collapsar_estimate_recall (PRESET, comparison));
  keep (comparison);
  g_assert_true (regime_set (regime, "regime.name", "Mine", NULL));
  g_assert_true (regime_set (regime, "run.seed", "17", NULL));
  learn (regime, 0.25, threads);
  g_assert_cmpfloat_with_epsilon (known_epoch (comparison), 0.25, 1e-9);
  g_autoptr (GArray) costs = collapsar_estimate_recall (PRESET, comparison);
  g_assert_cmpfloat (g_array_index (costs, TrainingCost, 0).loading, ==, 0.5);
  g_assert_true (collapsar_estimate_is_final (costs));

  /* Neither what had other cores nor what is no variant counts. */
  g_assert_true (regime_set (other, "optimiser.batch", "7", NULL));
  learn (regime, 9.0, threads + 1);
  learn (other, 9.0, threads);
  g_assert_cmpfloat_with_epsilon (known_epoch (comparison), 0.25, 1e-9);
  learn (regime, 0.125, threads);
  g_assert_cmpfloat_with_epsilon (known_epoch (comparison), 0.125, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_add_func ("/app/estimate-cache/learn", test_learn);
  int status = g_test_run ();
  g_autofree char *own = g_build_filename (folder, "collapsar", NULL);
  g_autofree char *file = g_build_filename (own, "estimates", NULL);
  g_unlink (file);
  g_rmdir (own);
  g_rmdir (folder);
  return status;
}
