#include "training/regime-place.h"

static gboolean
counts (const char *name)
{
  return !g_str_equal (name, "regime.name") && !g_str_equal (name, "regime.about")
         && !g_str_equal (name, "run.seed");
}

/* Whether variants differ in a setting. */
static gboolean
is_varied (const RegimeComparison *comparison, const char *name)
{
  const char *first = regime_get (regime_comparison_variant (comparison, 0), name);
  for (guint v = 1; v < regime_comparison_n_variants (comparison); v++)
    if (!g_str_equal (regime_get (regime_comparison_variant (comparison, v), name), first))
      return TRUE;
  return FALSE;
}

/* Leaves TRUE in `may` for the variants whose value of a setting the regime has. */
static void
narrow (const RegimeComparison *comparison, const Regime *regime, const char *name, gboolean *may)
{
  const char *value = regime_get (regime, name);
  for (guint v = 0; v < regime_comparison_n_variants (comparison); v++)
    may[v] = may[v] && g_str_equal (regime_get (regime_comparison_variant (comparison, v), name), value);
}

gboolean
regime_comparison_place (const RegimeComparison *comparison,
                         const Regime *regime,
                         guint *variant,
                         char **shared)
{
  gsize n_keys;
  const RegimeKey *keys = regime_keys (&n_keys);
  guint n = regime_comparison_n_variants (comparison);
  const Regime *common = regime_comparison_variant (comparison, 0);
  g_autofree gboolean *may = g_new (gboolean, n);
  g_autoptr (GString) others = g_string_new (NULL);
  for (guint v = 0; v < n; v++)
    may[v] = TRUE;
  for (gsize i = 0; i < n_keys; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    if (!counts (name))
      continue;
    if (is_varied (comparison, name))
      narrow (comparison, regime, name, may);
    else if (!g_str_equal (regime_get (regime, name), regime_get (common, name))
             && (regime_key_applies (&keys[i], regime) || regime_key_applies (&keys[i], common)))
      g_string_append_printf (others, "%s%s=%s", others->len > 0 ? ", " : "", name,
                              regime_get (regime, name));
  }
  for (*variant = 0; *variant < n && !may[*variant];)
    ++*variant;
  *shared = *variant < n ? g_strdup (others->str) : NULL;
  return *variant < n;
}
