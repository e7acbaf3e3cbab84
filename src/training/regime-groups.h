/* Repeats: regimes that differ in name and seed alone, and so are one point of a comparison, trained again.
 */
#pragma once

#include "training/regime.h"

/* Of the settings beside name and seed, for tables with regimes as keys. */
guint regime_settings_hash (gconstpointer regime);
gboolean regime_settings_equal (gconstpointer a, gconstpointer b);

/* The group of each of n regimes, numbered from 0 in the order of their first; n_groups may be NULL. Of
 * several with the same seed, which are the same run, all but the first are alone, and so is what is NULL.
 * Free with g_free. */
guint *regime_find_groups (const Regime *const *regimes, guint n, guint *n_groups);

/* "No head, seed 2": how one of a group is told apart, where names must differ. Free with g_free. */
char *regime_name_with_seed (const Regime *regime);
/* What the group of such a regime is called: its name without that. Free with g_free. */
char *regime_name_without_seed (const Regime *regime);
