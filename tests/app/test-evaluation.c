/* What an evaluation tries: actions over it, and the plans that it comes to. */
#include "app/evaluation.h"

#include "training/transfer.h"

/* How many fine-tunings the plans are of a network of three blocks. */
static guint
count (CollapsarEvaluation *evaluation, const Regime *regime)
{
  const CollapsarTransferTask task = { (char *)"digits", (char *)"fine", (char *)"5-9" };
  g_autoptr (GPtrArray) plans = collapsar_evaluation_plans (evaluation, regime, &task);
  guint n = 0;
  for (guint p = 0; p < plans->len; p++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) tunings = transfer_plan_expand (plans->pdata[p], regime, &error);
    g_assert_no_error (error);
    for (guint i = 0; i < tunings->len; i++)
      g_assert_cmpstr (regime_get (tunings->pdata[i], "data.classes"), ==, "5-9");
    n += tunings->len;
  }
  return n;
}

static void
toggle (GSimpleActionGroup *actions, const char *name)
{
  g_action_group_activate_action (G_ACTION_GROUP (actions), name, NULL);
}

/* At first every method and layer, three sizes and draws; each choice leaves out what it is of. */
static void
test_choices (void)
{
  g_autoptr (CollapsarEvaluation) evaluation = collapsar_evaluation_new ();
  g_autoptr (GSimpleActionGroup) actions = collapsar_evaluation_actions (evaluation);
  g_autoptr (Regime) regime = regime_new_preset ("fine-tuning", NULL);
  guint n_ridge = 4 * 3, n_tuned = 1 + 3 + 3 + 1;
  g_assert_cmpuint (count (evaluation, regime), ==, n_tuned * 3 * 3 + n_ridge);
  toggle (actions, "each-layer");
  g_assert_cmpuint (count (evaluation, regime), ==, 4 * 3 * 3 + n_ridge);
  toggle (actions, "scl");
  toggle (actions, "shots-50");
  g_assert_cmpuint (count (evaluation, regime), ==, 3 * 2 * 3 + n_ridge);
  g_action_group_change_action_state (G_ACTION_GROUP (actions), "draws", g_variant_new_uint32 (5));
  toggle (actions, "ridge");
  g_assert_cmpuint (count (evaluation, regime), ==, 3 * 2 * 5);
  toggle (actions, "shots-5");
  toggle (actions, "shots-all");
  g_assert_cmpuint (count (evaluation, regime), ==, 0);
}

static gint64
read_setting (CollapsarEvaluation *evaluation, const Regime *regime, guint plan, const char *key)
{
  const CollapsarTransferTask task = { (char *)"digits", (char *)"fine", (char *)"all" };
  g_autoptr (GPtrArray) plans = collapsar_evaluation_plans (evaluation, regime, &task);
  g_autoptr (GPtrArray) tunings = transfer_plan_expand (plans->pdata[plan], regime, NULL);
  return regime_get_integer (tunings->pdata[0], key);
}

/* Few samples get more epochs unless the regime says how many; a tenth of them is measured, or what is asked.
 */
static void
test_settings (void)
{
  g_autoptr (CollapsarEvaluation) evaluation = collapsar_evaluation_new ();
  g_autoptr (GSimpleActionGroup) actions = collapsar_evaluation_actions (evaluation);
  g_autoptr (Regime) regime = regime_new ();
  g_assert_cmpint (read_setting (evaluation, regime, 0, "run.epochs"), ==, 100);
  g_assert_cmpint (read_setting (evaluation, regime, 0, "run.metrics-every"), ==, 10);
  g_assert_cmpint (read_setting (evaluation, regime, 0, "data.train"), ==, 5000);
  g_assert_cmpint (read_setting (evaluation, regime, 2, "run.epochs"), ==, 30);
  g_assert_cmpint (read_setting (evaluation, regime, 2, "run.metrics-every"), ==, 3);
  regime_set (regime, "transfer.epochs", "7", NULL);
  regime_set (regime, "transfer.train", "900", NULL);
  g_assert_cmpint (read_setting (evaluation, regime, 0, "run.epochs"), ==, 7);
  g_assert_cmpint (read_setting (evaluation, regime, 0, "run.metrics-every"), ==, 1);
  g_assert_cmpint (read_setting (evaluation, regime, 0, "data.train"), ==, 900);
  g_action_group_activate_action (G_ACTION_GROUP (actions), "measured", g_variant_new_string ("ends"));
  g_assert_cmpint (read_setting (evaluation, regime, 0, "run.metrics-every"), ==, 1000);
}

static const char *
read_text (CollapsarEvaluation *evaluation, const Regime *regime, guint plan, const char *key)
{
  static char text[40];
  const CollapsarTransferTask task = { (char *)"fashion-mnist", (char *)"fine", (char *)"5-9" };
  g_autoptr (GPtrArray) plans = collapsar_evaluation_plans (evaluation, regime, &task);
  g_autoptr (GPtrArray) tunings = transfer_plan_expand (plans->pdata[plan], regime, NULL);
  g_strlcpy (text, regime_get (tunings->pdata[0], key), sizeof text);
  return text;
}

/* Like those that are shown, each in its way, so that they stand beside each other; the source's data have no
 * other name than a preset gives them. */
static void
test_like (void)
{
  g_autoptr (CollapsarEvaluation) evaluation = collapsar_evaluation_new ();
  g_autoptr (Regime) regime = regime_new_preset ("fine-tuning", NULL);
  g_assert_cmpstr (read_text (evaluation, regime, 2, "run.epochs"), ==, "30");
  g_assert_cmpstr (read_text (evaluation, regime, 2, "transfer.target"), ==, "");
  collapsar_evaluation_set_like (evaluation, COLLAPSAR_EVALUATION_ALL,
                                 "[transfer]\ntarget=\ntrain=700\nmethod=scl\nblock=2\nshots=0\nepochs=15\n"
                                 "classes=5-9\nbatch=32\nseed=9\n");
  g_assert_cmpstr (read_text (evaluation, regime, 2, "run.epochs"), ==, "15");
  g_assert_cmpstr (read_text (evaluation, regime, 2, "optimiser.batch"), ==, "32");
  g_assert_cmpstr (read_text (evaluation, regime, 2, "transfer.seed"), ==, "1");
  g_assert_cmpstr (read_text (evaluation, regime, 2, "transfer.method"), ==, "probe");
  g_assert_cmpstr (read_text (evaluation, regime, 2, "run.metrics-every"), ==, "2");
  /* Of few labels there are none: only how long they are tuned is another thing. */
  g_assert_cmpstr (read_text (evaluation, regime, 0, "run.epochs"), ==, "100");
  g_assert_cmpstr (read_text (evaluation, regime, 0, "data.train"), ==, "700");
  collapsar_evaluation_set_like (evaluation, COLLAPSAR_EVALUATION_FEW, "[transfer]\nepochs=7\ntrain=600\n");
  g_assert_cmpstr (read_text (evaluation, regime, 0, "run.epochs"), ==, "7");
  g_assert_cmpstr (read_text (evaluation, regime, 0, "data.train"), ==, "600");
  collapsar_evaluation_set_like (evaluation, COLLAPSAR_EVALUATION_ALL, NULL);
  g_assert_cmpstr (read_text (evaluation, regime, 2, "data.train"), ==, "600");
  g_assert_cmpstr (read_text (evaluation, regime, 2, "run.epochs"), ==, "30");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/evaluation/choices", test_choices);
  g_test_add_func ("/app/evaluation/settings", test_settings);
  g_test_add_func ("/app/evaluation/like", test_like);
  return g_test_run ();
}
