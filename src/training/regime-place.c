#include "training/regime-place.h"

#include "training/regime-private.h"

/* Settings are looked up by their place in regime_keys: by name it would take a hundred times as long. */

static gboolean
counts (const RegimeKey *key)
{
  return !g_str_equal (key->group, "regime")
         && !(g_str_equal (key->group, "run") && g_str_equal (key->key, "seed"));
}

static const char *
variant_value (const RegimeComparison *comparison, guint variant, gsize key)
{
  return regime_value (regime_comparison_variant (comparison, variant), key);
}

/* Whether variants differ in a setting. */
static gboolean
is_varied (const RegimeComparison *comparison, gsize key)
{
  const char *first = variant_value (comparison, 0, key);
  for (guint v = 1; v < regime_comparison_n_variants (comparison); v++)
    if (!g_str_equal (variant_value (comparison, v, key), first))
      return TRUE;
  return FALSE;
}

/* Leaves TRUE in `may` for the variants whose value of a setting the regime has. */
static void
narrow (const RegimeComparison *comparison, const Regime *regime, gsize key, gboolean *may)
{
  for (guint v = 0; v < regime_comparison_n_variants (comparison); v++)
    may[v] = may[v] && g_str_equal (variant_value (comparison, v, key), regime_value (regime, key));
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
    const char *value = regime_value (regime, i);
    if (!counts (&keys[i]))
      continue;
    if (is_varied (comparison, i))
      narrow (comparison, regime, i, may);
    else if (!g_str_equal (value, regime_value (common, i))
             && (regime_key_applies (&keys[i], regime) || regime_key_applies (&keys[i], common)))
      g_string_append_printf (others, "%s%s.%s=%s", others->len > 0 ? ", " : "", keys[i].group, keys[i].key,
                              value);
  }
  for (*variant = 0; *variant < n && !may[*variant];)
    ++*variant;
  *shared = *variant < n ? g_strdup (others->str) : NULL;
  return *variant < n;
}
