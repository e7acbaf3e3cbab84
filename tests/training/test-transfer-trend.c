#include "training/transfer-trend.h"

#include "training/trend-words.h"

#include <math.h>

#define N_SEEDS 3

/* Two variants of three blocks, probed at three epochs, and tuned at two blocks with few samples. */
static const char file[]
    = "[network]\nhidden=16,16\nfeature=8\n[run]\nepochs=10\n"
      "[variant a]\n[variant b]\nnetwork.batch-norm=false\n[variant c]\nnetwork.activation=tanh\n"
      "[transfers probes]\nmethods=probe\nepochs=all\nseeds=run\n"
      "[transfers few]\nmethods=probe, layer, scl\nblocks=1, 2\nshots=5\nseeds=run\n"
      "[transfers read]\nmethods=ridge\nblocks=all\nseeds=run\n";

enum { PROBES, FEW, READ };

/* A comparison of that file with one trend more, the lines of its section. */
static RegimeComparison *
comparison_new (const char *trend)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("%s[trend t]\nsays=s\n%s", file, trend);
  RegimeComparison *comparison = regime_comparison_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return comparison;
}

/* Outcomes of one thing by seed, with NC1 `nc1`; NaN: none. */
static void
add (GArray *outcomes, TransferOutcome outcome, double nc1, double a, double b, double c)
{
  const double accuracies[N_SEEDS] = { a, b, c };
  for (outcome.seed = 0; outcome.seed < N_SEEDS; outcome.seed++) {
    if (isnan (accuracies[outcome.seed]))
      continue;
    outcome.values[TRANSFER_TEST_ACCURACY] = accuracies[outcome.seed];
    outcome.values[TRANSFER_NC1] = outcome.values[TRANSFER_NC1_TEST] = outcome.values[TRANSFER_SOURCE_NC1]
        = nc1;
    g_array_append_val (outcomes, outcome);
  }
}

static GArray *
outcomes_new (void)
{
  return g_array_new (FALSE, TRUE, sizeof (TransferOutcome));
}

static const TrainingTrendPoint *
point_at (const TrainingTrendResult *result, guint index)
{
  g_assert_cmpuint (index, <, result->points->len);
  return &g_array_index (result->points, TrainingTrendPoint, index);
}

static const TrainingChange *
change_at (const TrainingTrendResult *result, guint index)
{
  g_assert_cmpuint (index, <, result->changes->len);
  return &g_array_index (result->changes, TrainingChange, index);
}

static TrainingTrendResult *
measure (const RegimeComparison *comparison, const GArray *outcomes)
{
  return transfer_trend_measure (regime_comparison_trend (comparison, 0), outcomes, N_SEEDS);
}

static void
assert_words (const RegimeComparison *comparison, const TrainingTrendResult *result, const char *expected)
{
  g_autofree char *words = training_trend_words (regime_comparison_trend (comparison, 0), result, comparison);
  g_assert_cmpstr (words, ==, expected);
}

/* Probes of variant a at epochs 0, 4 and 10. */
static GArray *
probes_new (const double values[3][N_SEEDS])
{
  static const guint epochs[] = { 10, 0, 4 }; /* in any order */
  GArray *outcomes = outcomes_new ();
  for (guint e = 0; e < 3; e++) {
    const double *row = values[epochs[e] == 0 ? 0 : epochs[e] == 4 ? 1 : 2];
    TransferOutcome probe = {
      .plans = 1 << PROBES, .epoch = epochs[e], .last = epochs[e] == 10, .method = TRANSFER_PROBE, .block = -1
    };
    add (outcomes, probe, 1, row[0], row[1], row[2]);
  }
  return outcomes;
}

#define TURN "transfers=probes\nover=epochs\nexpect=peaks\nvariants=a\n"

/* Of three points the one between is chosen; differences a - c, a, a + c have the half interval 2.48414 c
 * (test-trend.c). */
static void
test_peak (void)
{
  g_autoptr (RegimeComparison) comparison = comparison_new (TURN);
  static const struct {
    const char *what;
    double values[3][N_SEEDS];
    TrainingVerdict verdict;
  } rows[] = {
    { "above both", { { .4, .4, .4 }, { .49, .5, .51 }, { .3, .3, .3 } }, TRAINING_TREND_SHOWN },
    { "just clear of the last",
      { { .1, .1, .1 }, { .5251, .5351, .5151 }, { .5, .5, .5 } },
      TRAINING_TREND_SHOWN },
    { "just not", { { .1, .1, .1 }, { .5247, .5347, .5147 }, { .5, .5, .5 } }, TRAINING_TREND_UNCLEAR },
    { "below the last: it rises to the end",
      { { .1, .1, .1 }, { .49, .5, .51 }, { .6, .6, .6 } },
      TRAINING_TREND_OPPOSITE },
    { "clearly below one end, and near the other",
      { { .45, .5, .55 }, { .49, .5, .51 }, { .6, .6, .6 } },
      TRAINING_TREND_OPPOSITE },
    { "two seeds without the last",
      { { .4, .4, .4 }, { .49, .5, .51 }, { .3, NAN, NAN } },
      TRAINING_TREND_UNCLEAR },
    { "nothing between", { { .4, .4, .4 }, { NAN, NAN, NAN }, { .3, .3, .3 } }, TRAINING_TREND_UNMEASURED },
    { "none with it", { { .4, .4, .4 }, { .49, .5, .51 }, { NAN, NAN, NAN } }, TRAINING_TREND_UNMEASURED },
    { "one seed chooses nothing",
      { { .4, NAN, NAN }, { .5, NAN, NAN }, { .3, NAN, NAN } },
      TRAINING_TREND_UNMEASURED },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) outcomes = probes_new (rows[i].values);
    g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
    g_test_message ("%s", rows[i].what);
    g_assert_cmpint (result->verdict, ==, rows[i].verdict);
  }
  g_autoptr (GArray) outcomes = probes_new (rows[0].values);
  g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
  g_assert_cmpuint (result->points->len, ==, 3);
  g_assert_cmpuint (point_at (result, 1)->epoch, ==, 4);
  g_assert_true (point_at (result, 1)->peak && !point_at (result, 0)->peak && !point_at (result, 2)->peak);
  g_assert_cmpfloat_with_epsilon (change_at (result, 0)->change, 0.1, 1e-15);
  g_assert_cmpfloat_with_epsilon (change_at (result, 1)->change, 0.2, 1e-15);
  g_assert_cmpfloat_with_epsilon (change_at (result, 1)->low, 0.2 - 2.484138 * 0.01, 1e-7);
  assert_words (comparison, result,
                "Test accuracy between the ends was best at epoch 4 (50.0 %), by 10.0 percentage points "
                "against epoch 0 (95 % interval 7.5 to 12.5) and 20.0 percentage points against epoch 10 "
                "(95 % interval 17.5 to 22.5), n = 3 seeds: shown, as expected.");
}

/* Of two points between the ends no seed is read at the one that is best on itself. */
static void
test_chosen_on_others (void)
{
  g_autoptr (RegimeComparison) comparison = comparison_new (TURN);
  g_autoptr (GArray) outcomes = outcomes_new ();
  const double values[4][N_SEEDS] = { { 0, 0, 0 }, { .9, .2, .3 }, { .1, .8, .6 }, { 0, 0, 0 } };
  for (guint e = 0; e < 4; e++) {
    TransferOutcome probe = { .plans = 1 << PROBES, .epoch = 3 * e, .method = TRANSFER_PROBE, .block = -1 };
    add (outcomes, probe, 1, values[e][0], values[e][1], values[e][2]);
  }
  g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
  /* Seed 1: .25 against .7, the second: .1. Seed 2: .6 against .35, the first: .2. Seed 3: .55 against .45,
   * the first: .3. */
  g_assert_cmpfloat_with_epsilon (change_at (result, 0)->to, 0.2, 1e-15);
  g_assert_true (point_at (result, 1)->peak && point_at (result, 2)->peak);
}

static GArray *
methods_new (void)
{
  GArray *outcomes = outcomes_new ();
  TransferOutcome probe
      = { .plans = 1 << FEW, .last = TRUE, .method = TRANSFER_PROBE, .block = -1, .shots = 5 };
  TransferOutcome scl = { .plans = 1 << FEW, .last = TRUE, .method = TRANSFER_SCL, .shots = 5 };
  add (outcomes, probe, 4, .3, .3, .3);
  scl.block = 1;
  add (outcomes, scl, 2, .9, .2, .3);
  scl.block = 2;
  add (outcomes, scl, 1, .1, .8, .6);
  return outcomes;
}

/* A method's block is chosen as a peak is, by accuracy, whatever is measured. */
static void
test_methods (void)
{
  g_autoptr (RegimeComparison) comparison
      = comparison_new ("transfers=few\nover=methods\nmethods=probe, scl\nexpect=rises\nvariants=a\n");
  g_autoptr (GArray) outcomes = methods_new ();
  g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
  g_assert_cmpuint (result->points->len, ==, 2);
  g_assert_cmpuint (point_at (result, 0)->method, ==, TRANSFER_PROBE);
  g_assert_true (point_at (result, 0)->blocks == 0 && point_at (result, 1)->blocks == 6);
  g_assert_cmpfloat_with_epsilon (result->values[3], .1, 1e-15);
  g_assert_cmpfloat_with_epsilon (result->values[4], .2, 1e-15);
  g_assert_cmpfloat_with_epsilon (result->values[5], .3, 1e-15);
  /* Differences -.2, -.1, 0. */
  g_assert_cmpint (result->verdict, ==, TRAINING_TREND_UNCLEAR);
  assert_words (comparison, result,
                "Test accuracy fell from 30.0 % (Linear probe) to 20.0 % (SCL FT(1, 2)), by 10.0 percentage "
                "points (95 % interval −14.8 to 34.8, n = 3 seeds): unclear, as the interval holds 0, no "
                "change.");
  g_autoptr (RegimeComparison) collapse = comparison_new (
      "transfers=few\nquantity=nc1\nover=methods\nmethods=probe, scl\nexpect=falls\nvariants=a\n");
  g_autoptr (TrainingTrendResult) fall = measure (collapse, outcomes);
  g_assert_true (change_at (fall, 0)->ratio);
  g_assert_cmpfloat_with_epsilon (fall->values[3], 1, 1e-15);
  g_assert_cmpfloat_with_epsilon (fall->values[4], 2, 1e-15);
  g_assert_cmpfloat_with_epsilon (change_at (fall, 0)->from, 4, 1e-14);
}

/* Of one block there is nothing to choose. */
static void
test_methods_verdicts (void)
{
  static const struct {
    double values[N_SEEDS];
    TrainingVerdict verdict;
  } rows[] = { { { .4, .41, .39 }, TRAINING_TREND_SHOWN },
               { { .2, .21, .19 }, TRAINING_TREND_OPPOSITE },
               { { .2, .4, .3 }, TRAINING_TREND_UNCLEAR },
               { { .4, NAN, NAN }, TRAINING_TREND_UNCLEAR },
               { { NAN, NAN, NAN }, TRAINING_TREND_UNMEASURED } };
  g_autoptr (RegimeComparison) comparison
      = comparison_new ("transfers=few\nover=methods\nmethods=probe, layer\nexpect=rises\nvariants=a\n");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) outcomes = methods_new ();
    TransferOutcome layer
        = { .plans = 1 << FEW, .last = TRUE, .method = TRANSFER_LAYER, .block = 2, .shots = 5 };
    add (outcomes, layer, 1, rows[i].values[0], rows[i].values[1], rows[i].values[2]);
    g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
    g_test_message ("row %u", (guint)i);
    g_assert_cmpint (result->verdict, ==, rows[i].verdict);
  }
}

static void
test_layers (void)
{
  g_autoptr (RegimeComparison) best
      = comparison_new ("transfers=read\nover=layers\nexpect=ends-below-best\nvariants=a\n");
  g_autoptr (RegimeComparison) falls
      = comparison_new ("transfers=read\nquantity=nc1\nover=layers\nexpect=falls\nvariants=a\n");
  g_autoptr (GArray) outcomes = outcomes_new ();
  const double accuracies[] = { .5, .8, .6 }, nc1[] = { 8, 4, 2 };
  for (gint block = 0; block < 3; block++) {
    TransferOutcome read = { .plans = 1 << READ, .last = TRUE, .method = TRANSFER_RIDGE, .block = block };
    add (outcomes, read, nc1[block], accuracies[block], accuracies[block] + .01, accuracies[block] + .02);
  }
  g_autoptr (TrainingTrendResult) end = measure (best, outcomes);
  g_assert_cmpint (end->verdict, ==, TRAINING_TREND_SHOWN);
  g_assert_cmpuint (end->changes->len, ==, 1);
  g_assert_cmpfloat_with_epsilon (change_at (end, 0)->change, .2, 1e-14);
  g_assert_true (point_at (end, 1)->peak && point_at (end, 0)->blocks == 1 && point_at (end, 2)->blocks == 4);
  assert_words (best, end,
                "Test accuracy before the last was best at layer 1 (81.0 %), by 20.0 percentage points "
                "against layer 2 (95 % interval 20.0 to 20.0), n = 3 seeds: shown, as expected.");
  g_autoptr (TrainingTrendResult) fall = measure (falls, outcomes);
  g_assert_cmpint (fall->verdict, ==, TRAINING_TREND_SHOWN);
  g_assert_cmpfloat_with_epsilon (change_at (fall, 0)->change, .25, 1e-14);
}

/* Three variants with log NC1 0, 1, 2 and accuracies on a line: r is 1 or -1, and so is the interval; on an
 * angle, 0, 1, 0, r is 0, and of 0, 2, 1 it is .5, but draws of the second and third point alone give -1. */
static void
test_correlation (void)
{
  static const struct {
    double accuracies[3];
    double r;
    TrainingVerdict verdict;
  } rows[] = {
    { { .6, .5, .4 }, -1, TRAINING_TREND_SHOWN },       { { .4, .5, .6 }, 1, TRAINING_TREND_OPPOSITE },
    { { .4, .5, .4 }, 0, TRAINING_TREND_UNCLEAR },      { { .4, .6, .5 }, .5, TRAINING_TREND_UNCLEAR },
    { { .6, .4, .5 }, -.5, TRAINING_TREND_UNCLEAR },    { { .5, .5, .5 }, NAN, TRAINING_TREND_UNMEASURED },
    { { .4, .5, NAN }, NAN, TRAINING_TREND_UNMEASURED }
  };
  g_autoptr (RegimeComparison) comparison
      = comparison_new ("transfers=probes\nover=nc1_test\nexpect=falls\n");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GArray) outcomes = outcomes_new ();
    for (guint v = 0; v < 3; v++) {
      TransferOutcome probe
          = { .variant = v, .plans = 1 << PROBES, .last = TRUE, .method = TRANSFER_PROBE, .block = -1 };
      double accuracy = rows[i].accuracies[v];
      add (outcomes, probe, exp (v), accuracy - .1, accuracy + .1, accuracy);
    }
    g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
    g_test_message ("row %u", (guint)i);
    g_assert_cmpint (result->verdict, ==, rows[i].verdict);
    g_assert_cmpuint (result->changes->len, ==, 0);
    if (isnan (rows[i].r))
      continue;
    g_assert_cmpfloat_with_epsilon (result->correlation.value, rows[i].r, 1e-14);
    g_assert_cmpfloat_with_epsilon (point_at (result, 1)->x, G_E, 1e-14);
    g_assert_cmpfloat_with_epsilon (point_at (result, 1)->sample.mean, rows[i].accuracies[1], 1e-14);
    if (i == 0)
      assert_words (comparison, result,
                    "Test accuracy and the logarithm of Downstream test NC1: r = −1.00 (95 % interval −1.00 "
                    "to −1.00, n = 3 points, each of 3 seeds): shown, as expected.");
  }
}

/* Outcomes of other plans, shots, variants and epochs than the last are none of a trend's; what differs in
 * its own seed alone is averaged. */
static void
test_membership (void)
{
  g_autoptr (RegimeComparison) comparison
      = comparison_new ("transfers=few\nmethods=probe\nshots=5\nexpect=rises\nvariants=a, b\n");
  g_autoptr (GArray) outcomes = outcomes_new ();
  for (guint v = 0; v < 2; v++) {
    TransferOutcome probe = { .variant = v,
                              .plans = 1 << FEW | 1 << READ,
                              .last = TRUE,
                              .method = TRANSFER_PROBE,
                              .block = -1,
                              .shots = 5 };
    add (outcomes, probe, 1, .5 + .1 * v, .5 + .1 * v, .5 + .1 * v);
    add (outcomes, probe, 1, .7 + .1 * v, .7 + .1 * v, .7 + .1 * v);
    TransferOutcome early = probe, other = probe, more = probe, third = probe, tuned = probe;
    early.last = FALSE;
    other.plans = 1 << PROBES;
    more.shots = 0;
    third.variant = 2;
    tuned.method = TRANSFER_LAYER;
    const TransferOutcome strangers[] = { early, other, more, third, tuned };
    for (gsize i = 0; i < G_N_ELEMENTS (strangers); i++)
      add (outcomes, strangers[i], 1, 1, 1, 1);
  }
  g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
  g_assert_cmpint (result->verdict, ==, TRAINING_TREND_SHOWN);
  g_assert_cmpuint (result->points->len, ==, 2);
  g_assert_cmpfloat_with_epsilon (point_at (result, 0)->sample.mean, .6, 1e-14);
  g_assert_cmpfloat_with_epsilon (point_at (result, 1)->sample.mean, .7, 1e-14);
}

/* Nothing is tuned yet. */
static void
test_empty (void)
{
  static const char *const trends[]
      = { TURN, "transfers=read\nover=layers\nexpect=ends-below-best\n",
          "transfers=few\nover=methods\nmethods=probe, scl\nexpect=rises\n",
          "transfers=probes\nover=source_nc1\nexpect=rises\n", "transfers=probes\nexpect=rises\n" };
  for (gsize i = 0; i < G_N_ELEMENTS (trends); i++) {
    g_autoptr (RegimeComparison) comparison = comparison_new (trends[i]);
    g_autoptr (GArray) outcomes = outcomes_new ();
    g_autoptr (TrainingTrendResult) result = measure (comparison, outcomes);
    g_autofree char *words
        = training_trend_words (regime_comparison_trend (comparison, 0), result, comparison);
    g_assert_cmpint (result->verdict, ==, TRAINING_TREND_UNMEASURED);
    g_assert_nonnull (words);
    g_assert_null (training_trend_change_words (regime_comparison_trend (comparison, 0), result, comparison));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/transfer-trend/peak", test_peak);
  g_test_add_func ("/training/transfer-trend/chosen-on-others", test_chosen_on_others);
  g_test_add_func ("/training/transfer-trend/methods", test_methods);
  g_test_add_func ("/training/transfer-trend/methods-verdicts", test_methods_verdicts);
  g_test_add_func ("/training/transfer-trend/layers", test_layers);
  g_test_add_func ("/training/transfer-trend/correlation", test_correlation);
  g_test_add_func ("/training/transfer-trend/membership", test_membership);
  g_test_add_func ("/training/transfer-trend/empty", test_empty);
  return g_test_run ();
}
