#include "training/regime-groups.h"

static Regime *
make (const char *name, const char *seed, const char *rate)
{
  Regime *regime = regime_new ();
  g_assert_true (regime_set (regime, "regime.name", name, NULL));
  g_assert_true (regime_set (regime, "run.seed", seed, NULL));
  g_assert_true (regime_set (regime, "optimiser.learning-rate", rate, NULL));
  return regime;
}

/* By what is trained and nothing else: neither name nor seed, nor how a number was written. */
static void
test_groups (void)
{
  g_autoptr (Regime) first = make ("a", "1", "0.1");
  g_autoptr (Regime) other = make ("a", "2", "0.2");
  g_autoptr (Regime) second = make ("b", "2", "1e-1");
  g_autoptr (Regime) third = make ("a", "3", "0.1");
  g_autoptr (Regime) same = make ("c", "2", "0.1");
  const Regime *regimes[] = { first, other, NULL, second, same, third, NULL };
  const guint expected[] = { 0, 1, 2, 0, 3, 0, 4 };
  guint n_groups;
  g_autofree guint *groups = regime_find_groups (regimes, G_N_ELEMENTS (regimes), &n_groups);
  g_assert_cmpmem (groups, sizeof expected, expected, sizeof expected);
  g_assert_cmpuint (n_groups, ==, 5);
  g_autofree guint *none = regime_find_groups (regimes, 0, &n_groups);
  g_assert_cmpuint (n_groups, ==, 0);
}

/* The name of a group is that of its members without their seeds, and no other end is taken for one. */
static void
test_names (void)
{
  g_autoptr (Regime) plain = make ("No head", "2", "0.1");
  g_autoptr (Regime) seeded = make ("No head, seed 2", "2", "0.1");
  g_autoptr (Regime) other = make ("No head, seed 2", "12", "0.1");
  g_autofree char *with = regime_name_with_seed (plain);
  g_autofree char *without = regime_name_without_seed (seeded);
  g_autofree char *same = regime_name_without_seed (plain);
  g_autofree char *own = regime_name_without_seed (other);
  g_assert_cmpstr (with, ==, "No head, seed 2");
  g_assert_cmpstr (without, ==, "No head");
  g_assert_cmpstr (same, ==, "No head");
  g_assert_cmpstr (own, ==, "No head, seed 2");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-groups/groups", test_groups);
  g_test_add_func ("/training/regime-groups/names", test_names);
  return g_test_run ();
}
