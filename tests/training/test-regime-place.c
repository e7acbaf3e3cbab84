#include "training/regime-place.h"

#include "../settings.h"

static char *
place (const RegimeComparison *comparison, const char *assignments, guint *variant)
{
  g_autoptr (Regime) regime = regime_copy (regime_comparison_variant (comparison, 1));
  g_auto (GStrv) each = g_strsplit (assignments, " ", -1);
  char *shared;
  take_settings (regime, (const char *const *)each);
  return regime_comparison_place (comparison, regime, variant, &shared) ? shared : NULL;
}

static void
assert_place (const RegimeComparison *comparison, const char *assignments, guint expected, const char *shared)
{
  guint variant;
  g_autofree char *text = place (comparison, assignments, &variant);
  g_assert_cmpstr (text, ==, shared);
  if (shared != NULL)
    g_assert_cmpuint (variant, ==, expected);
}

static void
test_place (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison
      = regime_comparison_new_from_text ("[run]\nepochs=9\n[variant A]\noptimiser.batch=32\n"
                                         "[variant B]\noptimiser.batch=64\n",
                                         "test", &error);
  g_assert_no_error (error);
  assert_place (comparison, "run.seed=7 regime.name=Mine", 1, "");
  assert_place (comparison, "optimiser.batch=32", 0, "");
  assert_place (comparison, "optimiser.batch=16", 0, NULL);
  assert_place (comparison, "run.epochs=20", 1, "run.epochs=20");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-place/place", test_place);
  return g_test_run ();
}
