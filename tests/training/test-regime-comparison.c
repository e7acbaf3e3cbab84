#include "training/regime-comparison.h"

#include <string.h>

static const char three[]
    = "[regime]\nname=Heads\n[optimiser]\nbatch=32\n"
      "[variant small]\n"
      "[variant large one]\noptimiser.batch=256\nrun.seed=7\n"
      "[variant named]\nregime.name=Its own\n"
      "[trend spread]\nsays=More; less\nquantity=nc1\nexpect=rises\n"
      "variants=large one , small\n"
      "[trend later]\nsays=Falls\nquantity=error\nsplit=test\nover=terminal-phase\nexpect=falls\n";

static void
test_variants (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (three, "f", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (regime_comparison_n_variants (comparison), ==, 3);
  g_assert_cmpstr (regime_name (regime_comparison_base (comparison)), ==, "Heads");
  g_assert_cmpstr (regime_comparison_variant_name (comparison, 1), ==, "large one");
  Regime *small = regime_comparison_variant (comparison, 0),
         *large = regime_comparison_variant (comparison, 1);
  g_assert_cmpstr (regime_name (small), ==, "Heads: small");
  g_assert_cmpint (regime_get_integer (small, "optimiser.batch"), ==, 32);
  g_assert_cmpint (regime_get_integer (small, "run.seed"), ==, 1);
  g_assert_cmpstr (regime_name (large), ==, "Heads: large one");
  g_assert_cmpint (regime_get_integer (large, "optimiser.batch"), ==, 256);
  g_assert_cmpint (regime_get_integer (large, "run.seed"), ==, 7);
  g_assert_cmpstr (regime_name (regime_comparison_variant (comparison, 2)), ==, "Its own");
  /* As a single regime it is the first. */
  g_autoptr (Regime) regime = regime_new_from_text (three, "f", &error);
  g_assert_true (regime_equal (regime, small));
}

static void
test_trends (void)
{
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (three, "f", NULL);
  g_assert_cmpuint (regime_comparison_n_trends (comparison), ==, 2);
  const TrainingTrend *spread = regime_comparison_trend (comparison, 0);
  const TrainingTrend *later = regime_comparison_trend (comparison, 1);
  const guint order[] = { 1, 0 }, all[] = { 0, 1, 2 };
  g_assert_cmpstr (spread->name, ==, "spread");
  g_assert_cmpstr (spread->says, ==, "More; less");
  g_assert_cmpint (spread->quantity, ==, COLLAPSE_NC1);
  g_assert_cmpint (spread->split, ==, TRAINING_TRAIN);
  g_assert_cmpint (spread->over, ==, TRAINING_OVER_VARIANTS);
  g_assert_cmpint (spread->expect, ==, TRAINING_RISES);
  g_assert_cmpmem (spread->variants->data, spread->variants->len * sizeof (guint), order, sizeof order);
  g_assert_cmpint (later->quantity, ==, TRAINING_ERROR);
  g_assert_cmpint (later->split, ==, TRAINING_TEST);
  g_assert_cmpint (later->over, ==, TRAINING_OVER_TERMINAL_PHASE);
  g_assert_cmpint (later->expect, ==, TRAINING_FALLS);
  g_assert_cmpmem (later->variants->data, later->variants->len * sizeof (guint), all, sizeof all);
}

static const char tuned[]
    = "[network]\nhidden=32,16\nfeature=8\n[variant a]\n[variant b]\nnetwork.hidden=16\n"
      "[transfers few]\nmethods=scl , probe\nblocks=1, all\nshots=5, all\nepochs=0, 3,last\nseeds=run\n"
      "transfer.epochs=7\ntransfer.learning-rate=0.10\nvariants=b\n"
      "[transfers all]\n"
      "[trend over]\nsays=s\ntransfers=all, few\nover=source_nc1\nexpect=rises\n"
      "[trend best]\nsays=s\ntransfers=few\nquantity=nc1_test\nover=methods\nmethods=scl, probe\n"
      "shots=all\nexpect=falls\nvariants=b\n"
      "[trend turn]\nsays=s\ntransfers=few\nover=epochs\nmethods=probe\nshots=5\nexpect=peaks\n"
      "variants=b\n";

/* What a trend of fine-tunings leaves out is what its plans have. */
static void
test_tuned_trends (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (tuned, "f", &error);
  g_assert_no_error (error);
  const TrainingTrend *over = regime_comparison_trend (comparison, 0),
                      *best = regime_comparison_trend (comparison, 1),
                      *turn = regime_comparison_trend (comparison, 2);
  const guint plans[] = { 1, 0 }, every[] = { 0, 1, 2, 3 }, methods[] = { 2, 0 };
  g_assert_cmpmem (over->plans->data, over->plans->len * sizeof (guint), plans, sizeof plans);
  g_assert_cmpmem (over->methods->data, over->methods->len * sizeof (guint), every, sizeof every);
  g_assert_cmpint (over->quantity, ==, TRANSFER_TEST_ACCURACY);
  g_assert_cmpint (over->over, ==, TRAINING_OVER_SOURCE_NC1);
  g_assert_cmpint (over->expect, ==, TRAINING_RISES);
  g_assert_cmpint (over->shots, ==, -1);
  g_assert_true (over->many_shots && !best->many_shots && !turn->many_shots);
  g_assert_true (training_trend_is_correlation (over) && !training_trend_is_correlation (best));
  g_assert_cmpmem (best->methods->data, best->methods->len * sizeof (guint), methods, sizeof methods);
  g_assert_cmpint (best->quantity, ==, TRANSFER_NC1_TEST);
  g_assert_cmpint (best->shots, ==, 0);
  g_assert_cmpint (turn->over, ==, TRAINING_OVER_SOURCE_EPOCHS);
  g_assert_cmpint (turn->expect, ==, TRAINING_PEAKS);
  g_assert_cmpint (turn->shots, ==, 5);
}

static void
test_transfers (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (tuned, "f", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (regime_comparison_n_plans (comparison), ==, 2);
  const TransferPlan *few = regime_comparison_plan (comparison, 0),
                     *all = regime_comparison_plan (comparison, 1);
  const char *const methods[] = { "scl", "probe", NULL }, *const blocks[] = { "1", "all", NULL },
                    *const shots[] = { "5", "all", NULL }, *const epochs[] = { "0", "3", "last", NULL },
                    *const settings[] = { "transfer.epochs=7", "transfer.learning-rate=0.1", NULL };
  g_assert_cmpstr (few->name, ==, "few");
  g_assert_cmpstrv (few->methods, methods);
  g_assert_cmpstrv (few->blocks, blocks);
  g_assert_cmpstrv (few->shots, shots);
  g_assert_cmpstrv (few->epochs, epochs);
  g_assert_cmpstrv (few->settings, settings);
  g_assert_cmpuint (few->seeds, ==, 0);
  g_assert_false (transfer_plan_has_variant (few, 0));
  g_assert_true (transfer_plan_has_variant (few, 1));
  g_assert_cmpstr (all->name, ==, "all");
  g_assert_null (all->methods);
  g_assert_cmpuint (all->seeds, ==, 1);
  g_assert_true (transfer_plan_has_variant (all, 0));
  /* A block that a variant has not, once a setting has made it so. */
  g_assert_true (regime_comparison_set_assignment (comparison, "transfer.block=4", NULL));
  g_assert_false (regime_comparison_validate (comparison, &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_true (g_str_has_prefix (error->message, "[transfers all]: transfer.block is 4"));
  g_assert_true (regime_comparison_take (comparison, "a", NULL));
  g_assert_cmpuint (regime_comparison_n_plans (comparison), ==, 1);
  g_assert_cmpstr (regime_comparison_plan (comparison, 0)->name, ==, "all");
}

/* What is written reads back as the same, a variant without a setting of its own too. */
static void
test_round_trip (void)
{
  static const char one[]
      = "[run]\nepochs=3\n[trend t]\nsays=s\nquantity=loss\nover=training\nexpect=falls\n";
  const char *const texts[] = { three, one, tuned, "" };
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (texts[i], "f", &error);
    g_assert_no_error (error);
    g_autofree char *text = regime_comparison_to_text (comparison);
    g_autoptr (RegimeComparison) again = regime_comparison_new_from_text (text, "again", &error);
    g_assert_no_error (error);
    g_assert_cmpuint (regime_comparison_n_variants (again), ==, regime_comparison_n_variants (comparison));
    g_assert_cmpuint (regime_comparison_n_trends (again), ==, regime_comparison_n_trends (comparison));
    g_assert_cmpuint (regime_comparison_n_plans (again), ==, regime_comparison_n_plans (comparison));
    for (guint v = 0; v < regime_comparison_n_variants (again); v++)
      g_assert_true (
          regime_equal (regime_comparison_variant (again, v), regime_comparison_variant (comparison, v)));
    g_autofree char *text_again = regime_comparison_to_text (again);
    g_assert_cmpstr (text, ==, text_again);
  }
}

static void
test_set (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (three, "f", &error);
  g_assert_true (regime_comparison_set_assignment (comparison, "run.seed=5", &error));
  for (guint v = 0; v < 3; v++)
    g_assert_cmpint (regime_get_integer (regime_comparison_variant (comparison, v), "run.seed"), ==, 5);
  g_assert_true (regime_comparison_validate (comparison, &error));
  g_assert_false (regime_comparison_set_assignment (comparison, "run.seed=x", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE);
  g_clear_error (&error);
  g_assert_true (regime_comparison_set_assignment (comparison, "data.train=100", &error));
  g_assert_false (regime_comparison_validate (comparison, &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_true (g_str_has_prefix (error->message, "large one: "));
}

static void
test_take (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (three, "f", &error);
  g_assert_false (regime_comparison_take (comparison, "huge", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "small, large one, named"));
  g_assert_true (regime_comparison_take (comparison, "large one", NULL));
  g_assert_cmpuint (regime_comparison_n_variants (comparison), ==, 1);
  g_assert_cmpuint (regime_comparison_n_trends (comparison), ==, 0);
  g_assert_cmpstr (regime_name (regime_comparison_variant (comparison, 0)), ==, "Heads: large one");
}

/* Each message names the file, the line and what is wrong. */
static void
test_errors (void)
{
#define TREND "[trend t]\nsays=s\nquantity=nc1\nexpect=rises\n"
#define TUNED "[transfers p]\n[trend t]\nsays=s\ntransfers=p\n"
  static const struct {
    const char *text;
    RegimeError code;
    const char *start, *word;
  } rows[] = {
    { "[variant a]\nrun.sed=1\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "run.seed" },
    { "[variant a]\nseed=1\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "run.seed" },
    { "[variant a]\n\nrun.seed=x\n", REGIME_ERROR_BAD_VALUE, "f:3: ", "whole number" },
    { "[variant a]\nrun.seed=1\nrun.seed=2\n", REGIME_ERROR_SYNTAX, "f:3: ", "line 2" },
    { "[variant a]\n[variant b]\n[variant a]\n", REGIME_ERROR_SYNTAX, "f:3: ", "line 1" },
    { "[variant ]\n", REGIME_ERROR_SYNTAX, "f:1: ", "needs a name" },
    { "[variant a,b]\n", REGIME_ERROR_SYNTAX, "f:1: ", "commas" },
    { "[variant a]b]\n", REGIME_ERROR_SYNTAX, "f:1: ", "brackets" },
    { "[variant a\x1b]\n", REGIME_ERROR_SYNTAX, "f:1: ", "needs a name" },
    { "[variant]\n", REGIME_ERROR_UNKNOWN_KEY, "f:1: ", "[variant]" },
    { "[data]\ntrain=100\n[variant a]\n\n[variant b]\noptimiser.batch=200\n", REGIME_ERROR_IMPOSSIBLE,
      "f:3: [variant a]", "optimiser.batch is 128" },
    { "[transfers t]\nmethod=scl\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "did you mean methods" },
    { "[transfers t]\nbanana=scl\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "methods, blocks, shots" },
    { "[transfers t]\ntransfer.epoch=1\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "transfer.epochs" },
    { "[transfers t]\nrun.epochs=1\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "run.epochs" },
    { "[transfers t]\nmethods=slc\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "a list, each one of probe" },
    { "[transfers t]\nmethods=\n", REGIME_ERROR_BAD_VALUE, "f:1: [transfers t]", "methods=" },
    { "[transfers t]\nblocks=x\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "a list, each all or a whole number" },
    { "[transfers t]\nshots=1,,2\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "shots cannot be “”" },
    { "[transfers t]\nepochs=end\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "each all, last, 0 or a" },
    { "[transfers t]\nseeds=0\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "run, or a whole number from 1 to 30" },
    { "[transfers t]\nvariants=a\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "“a”" },
    { "[transfers t]\ntransfer.epochs=0\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "transfer.epochs" },
    { "\n[transfers t]\nmethods=scl\nblocks=9\n", REGIME_ERROR_IMPOSSIBLE,
      "f:2: [transfers t]: ", "has 2 blocks" },
    { "[transfers t]\n[transfers t]\n", REGIME_ERROR_SYNTAX, "f:2: ", "line 1" },
    { TREND, REGIME_ERROR_IMPOSSIBLE, "f:1: [trend t]", "at least two" },
    { "[trend t]\nsay=s\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "did you mean says" },
    { "[trend t]\nbanana=s\n", REGIME_ERROR_UNKNOWN_KEY, "f:2: ", "quantity" },
    { "[trend t]\nquantity=nc1\nexpect=rises\n", REGIME_ERROR_BAD_VALUE, "f:1: [trend t]", "says=" },
    { "[trend t]\nsays=\nquantity=nc1\nexpect=rises\n", REGIME_ERROR_BAD_VALUE, "f:1: [trend t]", "says=" },
    { "[trend t]\nsays=s\nexpect=rises\n", REGIME_ERROR_BAD_VALUE, "f:1: [trend t]", "quantity=" },
    { "[trend t]\nsays=s\nquantity=nc9\n", REGIME_ERROR_BAD_VALUE, "f:3: quantity",
      "probe_accuracy, loss, error, nc1," },
    { "[trend t]\nsays=s\nquantity=nc1\n", REGIME_ERROR_BAD_VALUE, "f:1: ", "expect=" },
    { "[trend t]\nsays=s\nquantity=nc1\nexpect=grows\n", REGIME_ERROR_BAD_VALUE, "f:4: ", "falls, rises" },
    { "[variant a]\n" TREND "split=validation\n", REGIME_ERROR_BAD_VALUE, "f:6: ", "train, test" },
    { "[variant a]\n" TREND "over=epochs\n", REGIME_ERROR_BAD_VALUE, "f:6: ", "terminal-phase" },
    { "[variant a]\n" TREND "variants=a,b\n", REGIME_ERROR_BAD_VALUE, "f:6: ", "“b”" },
    { "[variant a]\n" TREND "variants=a,a\n", REGIME_ERROR_BAD_VALUE, "f:6: ", "once" },
    { "[trend t]\nsays=s\nmethods=scl\n", REGIME_ERROR_IMPOSSIBLE, "f:1: [trend t]", "transfers=" },
    { "[trend t]\nsays=s\ntransfers=x\n", REGIME_ERROR_BAD_VALUE, "f:3: ", "“x”" },
    { TUNED "split=test\n", REGIME_ERROR_IMPOSSIBLE, "f:2: [trend t]", "split" },
    { TUNED "over=epoch\n", REGIME_ERROR_BAD_VALUE, "f:5: ", "epochs, layers, methods, source_nc1" },
    { TUNED "over=epochs\nexpect=turns\n", REGIME_ERROR_BAD_VALUE, "f:6: ", "peaks, ends-below-best" },
    { TUNED "over=nc1\nexpect=peaks\n", REGIME_ERROR_BAD_VALUE, "f:6: ", "allowed is falls, rises" },
    { TUNED "quantity=error\n", REGIME_ERROR_BAD_VALUE, "f:5: ", "test_accuracy, nc1, nc1_test" },
    { TUNED "over=epochs\nexpect=peaks\nshots=0\n", REGIME_ERROR_BAD_VALUE, "f:7: ", "from 1" },
    { TUNED "over=epochs\nexpect=peaks\n", REGIME_ERROR_IMPOSSIBLE, "f:2: ", "several methods" },
    { "[transfers p]\nmethods=probe\nshots=5, 50\n[trend t]\nsays=s\ntransfers=p\nover=epochs\n"
      "expect=peaks\n",
      REGIME_ERROR_IMPOSSIBLE, "f:4: ", "several numbers of shots" },
    { TUNED "methods=ridge\nover=layers\nexpect=falls\n", REGIME_ERROR_IMPOSSIBLE, "f:2: ", "do not make" },
    { TUNED "methods=scl\nover=layers\nexpect=falls\nshots=7\n", REGIME_ERROR_IMPOSSIBLE,
      "f:2: ", "do not make" },
    { TUNED "methods=scl\nover=methods\nexpect=falls\n", REGIME_ERROR_IMPOSSIBLE, "f:2: ", "at least two" },
    { TUNED "methods=scl\nexpect=falls\n", REGIME_ERROR_IMPOSSIBLE, "f:2: ", "over the variants" },
    { "[trend t]\nsays=\\q\n", REGIME_ERROR_BAD_VALUE, "f:2: ", "says" },
  };
#undef TREND
#undef TUNED
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_test_message ("%s", rows[i].text);
    g_assert_null (regime_comparison_new_from_text (rows[i].text, "f", &error));
    g_test_message ("%s", error->message);
    g_assert_error (error, REGIME_ERROR, (int)rows[i].code);
    g_assert_true (g_str_has_prefix (error->message, rows[i].start));
    g_assert_nonnull (strstr (error->message, rows[i].word));
  }
}

/* More than any comparison can show. */
static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < 65; i++)
    g_string_append_printf (text, "[variant %u]\n", i);
  g_assert_null (regime_comparison_new_from_text (text->str, "f", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_true (g_str_has_prefix (error->message, "f:65: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-comparison/variants", test_variants);
  g_test_add_func ("/training/regime-comparison/trends", test_trends);
  g_test_add_func ("/training/regime-comparison/transfers", test_transfers);
  g_test_add_func ("/training/regime-comparison/tuned-trends", test_tuned_trends);
  g_test_add_func ("/training/regime-comparison/round-trip", test_round_trip);
  g_test_add_func ("/training/regime-comparison/set", test_set);
  g_test_add_func ("/training/regime-comparison/take", test_take);
  g_test_add_func ("/training/regime-comparison/errors", test_errors);
  g_test_add_func ("/training/regime-comparison/many", test_many);
  return g_test_run ();
}
