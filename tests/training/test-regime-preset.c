#include "training/regime-comparison.h"

#include <gio/gio.h>
#include <string.h>

static void
test_all (void)
{
  const char *const *names = regime_preset_names ();
  g_assert_true (g_strv_contains (names, "watch-collapse"));
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (names[i], &error);
    g_assert_no_error (error);
    g_assert_true (regime_comparison_validate (comparison, &error));
    const Regime *base = regime_comparison_base (comparison);
    g_assert_cmpstr (regime_name (base), !=, "");
    g_assert_cmpstr (regime_about (base), !=, "");
  }
}

/* The presets of transfer say which fine-tunings they are about, each of which can be for every variant;
 * every setting of them is of the same data as the source, so that they need no data set of the user's. */
static void
test_transfers (void)
{
  static const char *const names[] = { "when-to-stop", "backbones", "layers", "fine-tuning", NULL };
  for (gsize i = 0; names[i] != NULL; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (names[i], &error);
    g_assert_no_error (error);
    g_assert_cmpuint (regime_comparison_n_plans (comparison), >, 0);
    for (guint p = 0; p < regime_comparison_n_plans (comparison); p++)
      for (guint v = 0; v < regime_comparison_n_variants (comparison); v++) {
        Regime *source = regime_comparison_variant (comparison, v);
        g_autoptr (GPtrArray) regimes
            = transfer_plan_expand (regime_comparison_plan (comparison, p), source, &error);
        g_assert_no_error (error);
        g_assert_cmpuint (regimes->len, >, 0);
        for (guint r = 0; r < regimes->len; r++)
          g_assert_cmpstr (regime_get (regimes->pdata[r], "data.source"), ==,
                           regime_get (source, "data.source"));
      }
  }
}

/* Every bundled file is offered. */
static void
test_none_forgotten (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) first = regime_new_preset (regime_preset_names ()[0], &error);
  g_assert_no_error (error);
  g_auto (GStrv) files = g_resources_enumerate_children ("/io/github/collapsar/Collapsar/presets",
                                                         G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (files), ==, g_strv_length ((char **)regime_preset_names ()));
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (regime_new_from_argument ("watch-colapse", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "did you mean watch-collapse?"));
  g_clear_error (&error);
  g_assert_null (regime_new_preset ("qqqqqqqq", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "watch-collapse, "));
}

/* Each variant can be named; without a name it is the first. */
static void
test_variants (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument ("optimisers", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (regime_comparison_n_variants (comparison), >, 1);
  for (guint v = 0; v < regime_comparison_n_variants (comparison); v++) {
    g_autofree char *name = g_strdup_printf ("optimisers:%s", regime_comparison_variant_name (comparison, v));
    g_autoptr (Regime) regime = regime_new_preset (name, &error);
    g_assert_no_error (error);
    g_assert_true (regime_equal (regime, regime_comparison_variant (comparison, v)));
  }
  g_autoptr (Regime) first = regime_new_preset ("optimisers", &error);
  g_assert_true (regime_equal (first, regime_comparison_variant (comparison, 0)));
  g_assert_null (regime_new_from_argument ("optimisers:LARS", &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "SGD, Adam, AdamW"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-preset/transfers", test_transfers);
  g_test_add_func ("/training/regime-preset/all", test_all);
  g_test_add_func ("/training/regime-preset/none-forgotten", test_none_forgotten);
  g_test_add_func ("/training/regime-preset/variants", test_variants);
  g_test_add_func ("/training/regime-preset/unknown", test_unknown);
  return g_test_run ();
}
