#include "app/transfer-planner.h"

#include "app/tuning.h"

typedef struct {
  char *path;
  StudyRun *run;
  TransferPlan *plan;
} Planning;

static void
planning_free (gpointer data)
{
  Planning *planning = data;
  g_free (planning->path);
  study_run_free (planning->run);
  transfer_plan_free (planning->plan);
  g_free (planning);
}

/* Of guint: those of the plan that are stored. */
static GArray *
find_epochs (const Planning *planning, GError **error)
{
  g_autoptr (Study) study = study_open (planning->path, STUDY_READ, error);
  g_autoptr (GArray) stored
      = study == NULL ? NULL : study_checkpoint_epochs (study, planning->run->id, error);
  return stored == NULL ? NULL : transfer_plan_epochs (planning->plan, stored, error);
}

/* The seeds of the regimes, in the order in which they come. */
static GArray *
find_seeds (const GPtrArray *regimes)
{
  GArray *seeds = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint r = 0; r < regimes->len; r++) {
    gint64 seed = regime_get_integer (regimes->pdata[r], "transfer.seed");
    guint i = 0;
    while (i < seeds->len && g_array_index (seeds, gint64, i) != seed)
      i++;
    if (i == seeds->len)
      g_array_append_val (seeds, seed);
  }
  return seeds;
}

static GPtrArray *
list_tunings (gint64 run, const GArray *epochs, const GPtrArray *regimes)
{
  GPtrArray *tunings = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) seeds = find_seeds (regimes);
  for (guint e = 0; e < epochs->len; e++)
    for (guint s = 0; s < seeds->len; s++)
      for (guint r = 0; r < regimes->len; r++)
        if (regime_get_integer (regimes->pdata[r], "transfer.seed") == g_array_index (seeds, gint64, s))
          g_ptr_array_add (tunings,
                           collapsar_tuning_new (run, g_array_index (epochs, guint, e), regimes->pdata[r]));
  return tunings;
}

static void
plan_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Planning *planning = data;
  GError *error = NULL;
  g_autoptr (GArray) epochs = find_epochs (planning, &error);
  g_autoptr (GPtrArray) regimes
      = epochs == NULL ? NULL : transfer_plan_expand (planning->plan, planning->run->regime, &error);
  if (regimes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, list_tunings (planning->run->id, epochs, regimes),
                           (GDestroyNotify)g_ptr_array_unref);
}

/* A StudyWriterFunc. */
static gboolean
write_nothing (Study *study, gpointer data, GError **error)
{
  return TRUE;
}

/* A StudyWriterDone: all that was handed over before is in the file. */
static void
on_written (gpointer data, const GError *error)
{
  g_autoptr (GTask) task = data;
  g_task_run_in_thread (task, plan_in_thread);
}

void
collapsar_transfer_plan_async (CollapsarStore *store,
                               const StudyRun *run,
                               const TransferPlan *plan,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (store));

  GTask *task = g_task_new (store, cancellable, callback, user_data);
  const Planning planning
      = { g_strdup (collapsar_store_path (store)), study_run_copy (run), transfer_plan_copy (plan) };
  g_task_set_task_data (task, g_memdup2 (&planning, sizeof planning), planning_free);
  study_writer_push (collapsar_store_writer (store), write_nothing, task, on_written);
}

GPtrArray *
collapsar_transfer_plan_finish (CollapsarStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Planning *planning = data;
  GError *error = NULL;
  g_autoptr (GPtrArray) regimes = transfer_plan_expand (planning->plan, planning->run->regime, &error);
  guint n_epochs = planning->plan->epochs == NULL ? 1 : g_strv_length (planning->plan->epochs);
  if (regimes == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, (gssize)(regimes->len * n_epochs));
}

void
collapsar_transfer_count_async (Regime *regime,
                                const TransferPlan *plan,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const Planning planning = { NULL, study_run_new (regime), transfer_plan_copy (plan) };
  g_task_set_task_data (task, g_memdup2 (&planning, sizeof planning), planning_free);
  g_task_run_in_thread (task, count_in_thread);
}

gssize
collapsar_transfer_count_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), -1);

  return g_task_propagate_int (G_TASK (result), error);
}
