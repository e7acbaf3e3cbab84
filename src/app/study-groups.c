/* Runs that differ in name and seed alone. */
#include "app/study-private.h"

/* What those of a group have in common. */
static char *
group_key (const Regime *regime)
{
  g_autoptr (Regime) copy = regime_copy (regime);
  collapsar_study_set_key (copy, "regime.name", "");
  collapsar_study_set_key (copy, "run.seed", "0");
  return regime_to_text (copy);
}

static gboolean
group_has_seed (GPtrArray *group, gint64 seed)
{
  for (guint i = 0; i < group->len; i++)
    if (regime_get_integer (collapsar_session_regime (group->pdata[i]), "run.seed") == seed)
      return TRUE;
  return FALSE;
}

GPtrArray *
collapsar_study_groups (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    const Regime *regime = collapsar_session_regime (run);
    g_autofree char *key = group_key (regime);
    gboolean branch = collapsar_session_branch_epoch (run) >= 0;
    GPtrArray *group = branch ? NULL : g_hash_table_lookup (by_key, key);
    if (group == NULL || group_has_seed (group, regime_get_integer (regime, "run.seed"))) {
      GPtrArray *alone = g_ptr_array_new ();
      g_ptr_array_add (groups, alone);
      if (group == NULL && !branch)
        g_hash_table_insert (by_key, g_steal_pointer (&key), alone);
      group = alone;
    }
    g_ptr_array_add (group, run);
  }
  return groups;
}

GPtrArray *
collapsar_study_group (CollapsarStudy *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (collapsar_study_find (self, run, NULL), NULL);

  g_autoptr (GPtrArray) groups = collapsar_study_groups (self);
  for (guint i = 0; i < groups->len; i++)
    if (g_ptr_array_find (groups->pdata[i], run, NULL))
      return g_ptr_array_ref (groups->pdata[i]);
  g_return_val_if_reached (NULL);
}
