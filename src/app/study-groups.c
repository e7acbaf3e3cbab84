/* Runs that differ in name and seed alone. */
#include "app/study-private.h"
#include "training/regime-groups.h"

GPtrArray *
collapsar_study_groups (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  guint n = collapsar_study_n_runs (self), n_groups;
  g_autofree const Regime **regimes = g_new (const Regime *, n);
  for (guint i = 0; i < n; i++) {
    CollapsarSession *run = collapsar_study_run (self, i);
    gboolean branch = collapsar_session_branch_epoch (run) >= 0;
    regimes[i] = branch ? NULL : collapsar_session_regime (run);
  }
  g_autofree guint *group_of = regime_find_groups (regimes, n, &n_groups);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < n_groups; i++)
    g_ptr_array_add (groups, g_ptr_array_new ());
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (groups->pdata[group_of[i]], collapsar_study_run (self, i));
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
