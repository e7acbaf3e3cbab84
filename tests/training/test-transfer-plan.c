#include "training/transfer-plan.h"

#include "training/transfer.h"

/* An MLP of three blocks. */
static Regime *
make_source (void)
{
  Regime *regime = regime_new ();
  g_assert_true (regime_set (regime, "network.hidden", "32,16", NULL));
  g_assert_true (regime_set (regime, "network.feature", "8", NULL));
  g_assert_true (regime_set (regime, "run.seed", "7", NULL));
  g_assert_true (regime_set (regime, "transfer.shots", "3", NULL));
  return regime;
}

static char **
words (const char *list)
{
  return g_strsplit (list, " ", -1);
}

/* "scl 2 5 1": method, layer, shots, seed, of each. */
static char *
describe (const GPtrArray *regimes)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < regimes->len; i++) {
    Regime *regime = regimes->pdata[i];
    g_string_append_printf (text, "%s%s %d %s %s", i > 0 ? "; " : "", regime_get (regime, "transfer.method"),
                            transfer_plan_layer (regime), regime_get (regime, "transfer.shots"),
                            regime_get (regime, "run.seed"));
  }
  return g_string_free (text, FALSE);
}

/* Without any word: the four methods at the last block, and what the source's regime says. */
static void
test_default (void)
{
  g_autoptr (Regime) source = make_source ();
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  g_autoptr (GPtrArray) regimes = transfer_plan_expand (plan, source, NULL);
  g_autofree char *text = describe (regimes);
  g_assert_cmpstr (text, ==, "probe -1 3 1; layer 3 3 1; scl 3 3 1; full -1 3 1");
  g_assert_true (transfer_plan_has_variant (plan, 5));
}

/* All combinations, in order and once each: block 3 is among all of them, and a probe has none. */
static void
test_combinations (void)
{
  g_autoptr (Regime) source = make_source ();
  g_autoptr (TransferPlan) made = transfer_plan_new ();
  made->methods = words ("scl probe ridge");
  made->blocks = words ("3 all 0");
  made->shots = words ("5 all");
  made->seeds = 2;
  g_autoptr (TransferPlan) plan = transfer_plan_copy (made);
  g_autoptr (GPtrArray) regimes = transfer_plan_expand (plan, source, NULL);
  g_autofree char *text = describe (regimes);
  g_assert_cmpstr (text, ==,
                   "scl 3 5 1; scl 3 5 2; scl 3 0 1; scl 3 0 2; scl 1 5 1; scl 1 5 2; scl 1 0 1; scl 1 0 2; "
                   "scl 2 5 1; scl 2 5 2; scl 2 0 1; scl 2 0 2; probe -1 5 1; probe -1 5 2; probe -1 0 1; "
                   "probe -1 0 2; ridge 3 5 1; ridge 3 5 2; ridge 3 0 1; ridge 3 0 2; ridge 0 5 1; "
                   "ridge 0 5 2; ridge 0 0 1; ridge 0 0 2; ridge 1 5 1; ridge 1 5 2; ridge 1 0 1; "
                   "ridge 1 0 2; ridge 2 5 1; ridge 2 5 2; ridge 2 0 1; ridge 2 0 2");
}

/* The settings are everyone's; the later counts. With the run's own seed there is one. */
static void
test_settings (void)
{
  g_autoptr (Regime) source = make_source ();
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  plan->methods = words ("full");
  plan->seeds = 0;
  plan->settings = words ("transfer.epochs=9 transfer.target=mnist transfer.epochs=8");
  g_autoptr (GPtrArray) regimes = transfer_plan_expand (plan, source, NULL);
  g_autofree char *text = describe (regimes);
  g_assert_cmpstr (text, ==, "full -1 3 7");
  g_assert_cmpint (regime_get_integer (regimes->pdata[0], "run.epochs"), ==, 8);
  g_assert_cmpstr (regime_get (regimes->pdata[0], "data.source"), ==, "mnist");
}

static void
test_errors (void)
{
  static const struct {
    const char *methods, *blocks, *shots, *settings, *says;
  } rows[] = {
    { "slc", "all", "1", "transfer.epochs=1", "transfer.method cannot be “slc”" },
    { "layer", "4", "1", "transfer.epochs=1", "allowed is 1 to 3, or 0 for the last" },
    { "layer", "x", "1", "transfer.epochs=1", "transfer.block cannot be “x”" },
    { "layer", "1", "-1", "transfer.epochs=1", "transfer.shots cannot be “-1”" },
    { "layer", "1", "1", "run.epochs=1", "run.epochs=1 is none" },
    { "layer", "1", "1", "transfer.epochs=0", "transfer.epochs cannot be “0”" },
  };
  g_autoptr (Regime) source = make_source ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TransferPlan) plan = transfer_plan_new ();
    plan->methods = words (rows[i].methods);
    plan->blocks = words (rows[i].blocks);
    plan->shots = words (rows[i].shots);
    plan->settings = words (rows[i].settings);
    g_assert_null (transfer_plan_expand (plan, source, &error));
    g_assert_nonnull (error);
    g_assert_nonnull (strstr (error->message, rows[i].says));
  }
}

/* Which of the epochs 0, 1, 4 and 9 a list means. */
static void
test_epochs (void)
{
  static const guint there[] = { 0, 1, 4, 9 };
  static const struct {
    const char *asked, *meant; /* meant NULL: an error */
  } rows[] = { { NULL, "9" },         { "last", "9" },           { "all", "0 1 4 9" }, { "4 0 4", "0 4" },
               { "last 9 1", "1 9" }, { "all last", "0 1 4 9" }, { "3", NULL },        { "04", NULL } };
  g_autoptr (GArray) stored = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (stored, there, G_N_ELEMENTS (there));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TransferPlan) plan = transfer_plan_new ();
    g_autoptr (GString) meant = g_string_new (NULL);
    plan->epochs = rows[i].asked == NULL ? NULL : words (rows[i].asked);
    g_autoptr (GArray) epochs = transfer_plan_epochs (plan, stored, &error);
    for (guint e = 0; epochs != NULL && e < epochs->len; e++)
      g_string_append_printf (meant, "%s%u", e > 0 ? " " : "", g_array_index (epochs, guint, e));
    if (rows[i].meant != NULL)
      g_assert_cmpstr (meant->str, ==, rows[i].meant);
    else
      g_assert_nonnull (strstr (error->message, "are not stored; there are those of 0, 1, 4, 9"));
  }
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  g_array_set_size (stored, 0);
  g_assert_null (transfer_plan_epochs (plan, stored, NULL));
}

/* What its fine-tunings are, without making them, is what they are. */
static void
test_lists (void)
{
  static const struct {
    const char *methods, *shots, *setting;
    guint bits, n_shots;
    gint one; /* of the numbers of shots */
  } rows[] = { { NULL, NULL, NULL, 0xf, 1, 3 },
               { "ridge scl", NULL, "transfer.shots=9", 1 << TRANSFER_RIDGE | 1 << TRANSFER_SCL, 1, 9 },
               { "probe", "5 all", NULL, 1 << TRANSFER_PROBE, 2, 0 } };
  g_autoptr (Regime) source = make_source ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (TransferPlan) plan = transfer_plan_new ();
    g_autoptr (GHashTable) shots = g_hash_table_new (NULL, NULL), made = g_hash_table_new (NULL, NULL);
    guint methods = 0;
    plan->methods = rows[i].methods == NULL ? NULL : words (rows[i].methods);
    plan->shots = rows[i].shots == NULL ? NULL : words (rows[i].shots);
    plan->settings = rows[i].setting == NULL ? NULL : words (rows[i].setting);
    transfer_plan_list_shots (plan, source, shots);
    g_assert_cmpuint (transfer_plan_methods (plan), ==, rows[i].bits);
    g_assert_cmpuint (g_hash_table_size (shots), ==, rows[i].n_shots);
    g_assert_true (g_hash_table_contains (shots, GINT_TO_POINTER (rows[i].one)));
    g_autoptr (GPtrArray) tunings = transfer_plan_expand (plan, source, NULL);
    for (guint t = 0; t < tunings->len; t++) {
      gint n = (gint)regime_get_integer (tunings->pdata[t], "transfer.shots");
      methods |= 1u << transfer_method (tunings->pdata[t]);
      g_hash_table_add (made, GINT_TO_POINTER (n));
      g_assert_true (g_hash_table_contains (shots, GINT_TO_POINTER (n)));
    }
    g_assert_cmpuint (methods, ==, rows[i].bits);
    g_assert_cmpuint (g_hash_table_size (made), ==, rows[i].n_shots);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/transfer-plan/default", test_default);
  g_test_add_func ("/training/transfer-plan/combinations", test_combinations);
  g_test_add_func ("/training/transfer-plan/settings", test_settings);
  g_test_add_func ("/training/transfer-plan/errors", test_errors);
  g_test_add_func ("/training/transfer-plan/epochs", test_epochs);
  g_test_add_func ("/training/transfer-plan/lists", test_lists);
  return g_test_run ();
}
