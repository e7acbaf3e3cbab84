#include "training/regime-groups.h"

#include "training/regime-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Values are canonical texts, so that no regime has to be written out to be compared. */

static gboolean
is_setting (const RegimeKey *key)
{
  return !(g_str_equal (key->group, "regime") && g_str_equal (key->key, "name"))
         && !(g_str_equal (key->group, "run") && g_str_equal (key->key, "seed"));
}

guint
regime_settings_hash (gconstpointer regime)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  guint hash = 0;
  for (gsize i = 0; i < n; i++)
    if (is_setting (&keys[i]))
      hash = 31 * hash + g_str_hash (regime_value (regime, i));
  return hash;
}

gboolean
regime_settings_equal (gconstpointer a, gconstpointer b)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize i = 0; i < n; i++)
    if (is_setting (&keys[i]) && !g_str_equal (regime_value (a, i), regime_value (b, i)))
      return FALSE;
  return TRUE;
}

static guint
run_hash (gconstpointer regime)
{
  return 31 * regime_settings_hash (regime) + g_str_hash (regime_get (regime, "run.seed"));
}

static gboolean
run_equal (gconstpointer a, gconstpointer b)
{
  return g_str_equal (regime_get (a, "run.seed"), regime_get (b, "run.seed")) && regime_settings_equal (a, b);
}

guint *
regime_find_groups (const Regime *const *regimes, guint n, guint *n_groups)
{
  g_autoptr (GHashTable) groups = g_hash_table_new (regime_settings_hash, regime_settings_equal);
  g_autoptr (GHashTable) runs = g_hash_table_new (run_hash, run_equal);
  guint *group_of = g_new (guint, n), last = 0;
  for (guint i = 0; i < n; i++) {
    gpointer regime = (gpointer)regimes[i], group;
    gboolean alone = regime == NULL || !g_hash_table_add (runs, regime);
    if (!alone && g_hash_table_lookup_extended (groups, regime, NULL, &group)) {
      group_of[i] = GPOINTER_TO_UINT (group);
      continue;
    }
    if (!alone)
      g_hash_table_insert (groups, regime, GUINT_TO_POINTER (last));
    group_of[i] = last++;
  }
  if (n_groups != NULL)
    *n_groups = last;
  return group_of;
}

static char *
add_seed (const char *name, const Regime *regime)
{
  return g_strdup_printf (_ ("%s, seed %s"), name, regime_get (regime, "run.seed"));
}

char *
regime_name_with_seed (const Regime *regime)
{
  return add_seed (regime_name (regime), regime);
}

char *
regime_name_without_seed (const Regime *regime)
{
  const char *name = regime_name (regime);
  g_autofree char *seed = add_seed ("", regime);
  return g_str_has_suffix (name, seed) ? g_strndup (name, strlen (name) - strlen (seed)) : g_strdup (name);
}
