#include "training/regime-change.h"

static GPtrArray *
make_changes (void)
{
  static const struct {
    double epoch;
    const char *name, *before, *after;
  } rows[]
      = { { 2, "optimiser.learning-rate", "0.1", "0.01" },  { 2, "optimiser.learning-rate", "0.01", "0.02" },
          { 3.5, "augment.level", "none", "weak" },         { 4, "optimiser.weight-decay", "0.1", "0" },
          { 4, "optimiser.weight-decay", "0", "0.1" },      { 5, "from.the-future", "a", "b" },
          { 6, "optimiser.learning-rate", "0.02", "0.001" } };
  GPtrArray *changes = regime_changes_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (RegimeChange) change
        = regime_change_new (rows[i].epoch, rows[i].name, rows[i].before, rows[i].after);
    regime_changes_add (changes, change);
  }
  return changes;
}

/* Two of one setting at one moment are one, and there and back is none. */
static void
test_words (void)
{
  g_autoptr (GPtrArray) changes = make_changes ();
  g_autofree char *words = regime_changes_describe (changes);
  g_assert_cmpstr (words, ==,
                   "learning rate 0.1 → 0.02 at epoch 2, augmentation none → weak at epoch 3.5, "
                   "from.the-future a → b at epoch 5, learning rate 0.02 → 0.001 at epoch 6");
}

/* Whichever of its values the regime has. */
static void
test_regime_at (void)
{
  static const struct {
    double epoch;
    const char *rate, *level;
  } rows[] = { { 0, "0.1", "none" },  { 2, "0.1", "none" },  { 2.01, "0.02", "none" },
               { 4, "0.02", "weak" }, { 6, "0.02", "weak" }, { G_MAXDOUBLE, "0.001", "weak" } };
  static const char *const rates[] = { "0.1", "0.02", "0.001" };
  g_autoptr (GPtrArray) changes = make_changes ();
  for (gsize r = 0; r < G_N_ELEMENTS (rates); r++) {
    g_autoptr (Regime) regime = regime_new ();
    g_assert_true (regime_set (regime, "optimiser.learning-rate", rates[r], NULL));
    for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
      g_autoptr (Regime) at = regime_changes_regime_at (changes, regime, rows[i].epoch);
      g_assert_cmpstr (regime_get (at, "optimiser.learning-rate"), ==, rows[i].rate);
      g_assert_cmpstr (regime_get (at, "augment.level"), ==, rows[i].level);
    }
  }
}

/* Live keys alone. */
static void
test_between (void)
{
  g_autoptr (Regime) before = regime_new ();
  g_autoptr (Regime) after = regime_new ();
  g_autoptr (GPtrArray) changes = regime_changes_new ();
  g_assert_true (regime_set (after, "regime.name", "Other", NULL)
                 && regime_set (after, "run.epochs", "3", NULL)
                 && regime_set (after, "augment.mixup", "0.2", NULL));
  regime_changes_add_between (changes, 1.25, before, after);
  g_autofree char *words = regime_changes_describe (changes);
  g_assert_cmpstr (words, ==, "augmentation mixup α 0 → 0.2 at epoch 1.25");
  g_autoptr (Regime) live = regime_copy_with_live (before, after);
  g_assert_cmpstr (regime_get (live, "run.epochs"), ==, regime_get (before, "run.epochs"));
  g_assert_cmpstr (regime_get (live, "augment.mixup"), ==, "0.2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-change/words", test_words);
  g_test_add_func ("/training/regime-change/regime-at", test_regime_at);
  g_test_add_func ("/training/regime-change/between", test_between);
  return g_test_run ();
}
