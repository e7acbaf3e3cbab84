/* A table of what is in memory, by all the settings that the data depend on. It holds no reference: a set
 * whose last is let go of tells the table before it is freed, and its pair is then loaded anew. */
#include "training/shared-data.h"

#include <string.h>

#include "training/regime-data.h"

typedef struct {
  gboolean loading;
  Dataset *train, *test; /* weak; NULL while loading */
} Pair;

static GMutex mutex; /* guards the table; cond tells of what is loaded or failed to be */
static GCond cond;
static GHashTable *pairs; /* key to Pair */

/* Whether a seed draws samples, labels or the values themselves. */
static gboolean
is_drawn (const Regime *regime)
{
  return g_str_equal (regime_get (regime, "data.source"), "gaussian")
         || regime_get_integer (regime, "data.train") != 0 || regime_get_integer (regime, "data.test") != 0
         || regime_get_real (regime, "data.imbalance") > 1
         || regime_get_real (regime, "data.random-labels") > 0;
}

static char *
key_of (const Regime *regime)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  GString *key = g_string_new (is_drawn (regime) ? regime_get (regime, "run.seed") : "");
  for (gsize i = 0; i < n; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    if (g_str_equal (keys[i].group, "data"))
      g_string_append_printf (key, "\n%s", regime_get (regime, name));
  }
  return g_string_free (key, FALSE);
}

static gboolean
has (gpointer key, gpointer value, gpointer dataset)
{
  const Pair *pair = value;
  return pair->train == dataset || pair->test == dataset;
}

/* A DatasetGone. */
static void
forget (Dataset *dataset)
{
  g_mutex_lock (&mutex);
  g_hash_table_foreach_remove (pairs, has, dataset);
  g_mutex_unlock (&mutex);
}

/* FALSE where there is none: it is the caller's to load then, and marked so. */
static gboolean
find_or_begin (const char *key, Dataset **train, Dataset **test)
{
  Dataset *left = NULL;
  g_mutex_lock (&mutex);
  if (pairs == NULL)
    pairs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  Pair *pair = g_hash_table_lookup (pairs, key);
  while (pair != NULL && pair->loading) {
    g_cond_wait (&cond, &mutex);
    pair = g_hash_table_lookup (pairs, key);
  }
  if (pair != NULL && dataset_try_ref (pair->train)) {
    if (dataset_try_ref (pair->test)) {
      *train = pair->train;
      *test = pair->test;
      g_mutex_unlock (&mutex);
      return TRUE;
    }
    left = pair->train;
  }
  pair = g_new0 (Pair, 1);
  pair->loading = TRUE;
  g_hash_table_replace (pairs, g_strdup (key), pair);
  g_mutex_unlock (&mutex);
  if (left != NULL)
    dataset_unref (left); /* may be the last, which takes the mutex */
  return FALSE;
}

static void
end (const char *key, Dataset *train, Dataset *test)
{
  g_mutex_lock (&mutex);
  if (train == NULL)
    g_hash_table_remove (pairs, key);
  else {
    Pair *pair = g_hash_table_lookup (pairs, key);
    *pair = (Pair){ FALSE, train, test };
    dataset_set_gone (train, forget);
    dataset_set_gone (test, forget);
  }
  g_cond_broadcast (&cond);
  g_mutex_unlock (&mutex);
}

gboolean
shared_data_load (const Regime *regime, Dataset **train, Dataset **test, GError **error)
{
  gboolean file = strchr (regime_get (regime, "data.source"), G_DIR_SEPARATOR) != NULL;
  g_autofree char *key = key_of (regime);
  if (!file && find_or_begin (key, train, test))
    return TRUE;
  gboolean loaded
      = regime_load_data (regime, train, test, error) && regime_prepare_data (regime, train, test, error);
  if (!loaded) {
    g_clear_pointer (train, dataset_unref);
    g_clear_pointer (test, dataset_unref);
  }
  if (!file)
    end (key, *train, *test);
  return loaded;
}
