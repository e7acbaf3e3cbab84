/* Runs that differ in name and seed alone, and their order. One that was changed while it trained differs in
 * that. */
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
    const TrainingHistory *history = collapsar_session_history (run);
    gboolean changed = history != NULL && training_history_changes (history)->len > 0;
    gboolean branch = collapsar_session_branch_epoch (run) >= 0;
    regimes[i] = branch || changed ? NULL : collapsar_session_regime (run);
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

/* Moving. */

void
collapsar_study_set_order (CollapsarStudy *self, const GPtrArray *runs)
{
  g_list_store_splice (self->runs, 0, collapsar_study_n_runs (self), runs->pdata, runs->len);
}

static guint
find_group (const GPtrArray *groups, CollapsarSession *run)
{
  guint g = 0;
  while (!g_ptr_array_find (groups->pdata[g], run, NULL))
    g++;
  return g;
}

/* All runs, the group at one place moved to another. */
static GPtrArray *
list_moved (const GPtrArray *groups, guint from, guint to)
{
  GPtrArray *runs = g_ptr_array_new ();
  for (guint place = 0; place < groups->len; place++) {
    guint g = place == to                   ? from
              : place < to && place >= from ? place + 1
              : place > to && place <= from ? place - 1
                                            : place;
    g_ptr_array_extend (runs, groups->pdata[g], NULL, NULL);
  }
  return runs;
}

static gboolean
move_group (CollapsarStudy *self, const GPtrArray *groups, guint from, guint to)
{
  if (from == to)
    return FALSE;
  g_autoptr (GPtrArray) moved = list_moved (groups, from, to);
  collapsar_study_begin_change (self, CHANGE_MOVED);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    g_ptr_array_add (self->change.runs, g_object_ref (collapsar_study_run (self, i)));
  collapsar_study_set_order (self, moved);
  return TRUE;
}

gboolean
collapsar_study_move (CollapsarStudy *self, CollapsarSession *run, CollapsarSession *beside, gboolean after)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), FALSE);
  g_return_val_if_fail (collapsar_study_find (self, run, NULL), FALSE);
  g_return_val_if_fail (collapsar_study_find (self, beside, NULL), FALSE);

  g_autoptr (GPtrArray) groups = collapsar_study_groups (self);
  guint from = find_group (groups, run), there = find_group (groups, beside);
  if (from == there)
    return FALSE;
  return move_group (self, groups, from, there + (after != FALSE) - (from < there));
}

gboolean
collapsar_study_move_by (CollapsarStudy *self, CollapsarSession *run, int by)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), FALSE);
  g_return_val_if_fail (collapsar_study_find (self, run, NULL), FALSE);

  g_autoptr (GPtrArray) groups = collapsar_study_groups (self);
  guint from = find_group (groups, run);
  return move_group (self, groups, from, (guint)CLAMP ((int)from + by, 0, (int)groups->len - 1));
}
