/* What a fine-tuning is said to take, by hand. */
#include "app/tuning-costs.h"

#include <math.h>

/* On 1,000 + 500 samples; a sample of its own run took 1 ms to train and 0.1 ms to measure. */
static const CollapsarTuningSource source = {
  .run = 1, .n_blocks = 4, .n_samples = { 1000, 500 }, .n_classes = 10, .train = 1e-3, .measure = 1e-4
};

/* What every estimate has beside tuning and measuring: a pass of all samples, and what is the same for all.
 */
static double
beside (const CollapsarTuningSource *of)
{
  StudyTransfer nothing = { .run = of->run,
                            .method = (char *)"probe",
                            .block = -1,
                            .settings = (char *)"[transfer]\ntrain=1000\ntest=500\nepochs=0\n" };
  g_autoptr (CollapsarTuningCosts) costs = collapsar_tuning_costs_new ();
  return collapsar_tuning_costs_estimate (costs, of, &nothing, 0);
}

static StudyTransfer
tuning (gint64 run, const char *method, gint block, guint shots, const char *settings)
{
  return (StudyTransfer){
    .run = run, .method = (char *)method, .block = block, .shots = shots, .settings = (char *)settings
  };
}

static double
estimate (const CollapsarTuningCosts *costs,
          const CollapsarTuningSource *of,
          const StudyTransfer *wanted,
          guint n_records)
{
  return collapsar_tuning_costs_estimate (costs, of, wanted, n_records) - beside (of);
}

/* Nothing is known but the source's own run: the share that has slopes. */
static void
test_share (void)
{
  const char *settings = "[transfer]\ntrain=1000\ntest=500\nepochs=6\n";
  g_autoptr (CollapsarTuningCosts) costs = collapsar_tuning_costs_new ();
  StudyTransfer full = tuning (1, "full", -1, 0, settings), layer = tuning (1, "layer", 4, 5, settings);
  g_assert_cmpfloat_with_epsilon (estimate (costs, &source, &full, 3), 6 * 1.0 + 3 * 0.15, 1e-9);
  /* The last of four blocks, of 5 x 10 samples. */
  g_assert_cmpfloat_with_epsilon (estimate (costs, &source, &layer, 3), (6 * 0.05 + 3 * 0.15) / 4, 1e-9);
  CollapsarTuningSource unknown = source;
  unknown.train = NAN;
  g_assert_true (isnan (collapsar_tuning_costs_estimate (costs, &unknown, &full, 3)));
}

/* Of the same network, whatever epochs, samples and records it had. */
static void
test_own (void)
{
  g_autoptr (CollapsarTuningCosts) costs = collapsar_tuning_costs_new ();
  StudyTransfer done = tuning (1, "scl", 2, 0, "[transfer]\ntrain=1000\ntest=500\nepochs=10\n");
  done.seconds = 20; /* 2 ms a sample */
  done.measure_seconds = 6;
  done.n_measured = 4; /* 1 ms a sample */
  collapsar_tuning_costs_learn (costs, &source, &done);
  StudyTransfer wanted = tuning (1, "scl", 2, 20, "[transfer]\ntrain=800\ntest=200\nepochs=100\n");
  double passing = (1500 - 1000) * source.measure; /* less than of beside */
  g_assert_cmpfloat_with_epsilon (estimate (costs, &source, &wanted, 11),
                                  200 * 100 * 2e-3 + 11 * 1.0 - passing, 1e-9);
  /* All of the data, where the settings name no number. */
  StudyTransfer all = tuning (1, "scl", 2, 0, "[transfer]\ntrain=0\ntest=0\nepochs=1\n");
  g_assert_cmpfloat_with_epsilon (estimate (costs, &source, &all, 0), 2.0, 1e-9);
}

/* Of another network, by what its own run took beside this one's; from the last block on the same. */
static void
test_others (void)
{
  const char *settings = "[transfer]\ntrain=1000\ntest=500\nepochs=10\n";
  g_autoptr (CollapsarTuningCosts) costs = collapsar_tuning_costs_new ();
  CollapsarTuningSource small = source;
  small.run = 2;
  small.n_blocks = 2;
  small.train = 1e-4;
  small.measure = 1e-5;
  StudyTransfer done = tuning (2, "layer", 2, 0, settings);
  done.seconds = 0.3; /* 0.3 of what training took */
  done.measure_seconds = 0.03;
  done.n_measured = 4; /* 0.5 of what measuring took */
  collapsar_tuning_costs_learn (costs, &small, &done);
  StudyTransfer wanted = tuning (1, "layer", 4, 0, settings);
  g_assert_cmpfloat_with_epsilon (estimate (costs, &source, &wanted, 2), 0.3 * 10 + 0.5 * 2 * 0.15, 1e-9);
  StudyTransfer first = tuning (1, "layer", 1, 0, settings);
  g_assert_cmpfloat_with_epsilon (estimate (costs, &source, &first, 2), 10 + 2 * 0.15, 1e-9);
}

/* What only reads passes its samples once, and is not measured epoch by epoch. */
static void
test_ridge (void)
{
  const char *settings = "[transfer]\ntrain=1000\ntest=500\nepochs=30\n";
  g_autoptr (CollapsarTuningCosts) costs = collapsar_tuning_costs_new ();
  StudyTransfer done = tuning (1, "ridge", 2, 0, settings), wanted = done;
  done.seconds = 0.7;
  collapsar_tuning_costs_learn (costs, &source, &done);
  g_assert_cmpfloat_with_epsilon (estimate (costs, &source, &wanted, 12), 0.7, 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/tuning-costs/share", test_share);
  g_test_add_func ("/app/tuning-costs/own", test_own);
  g_test_add_func ("/app/tuning-costs/others", test_others);
  g_test_add_func ("/app/tuning-costs/ridge", test_ridge);
  return g_test_run ();
}
