#include "cli/transfers.h"

#include "cli/cli.h"
#include "cli/jobs.h"
#include "cli/study.h"
#include "training/regime-place.h"

#include <glib/gi18n.h>
#include <stdio.h>

static void
transfer_free (gpointer data)
{
  CliTransfer *transfer = data;
  regime_unref (transfer->regime);
  study_transfer_free (transfer->result);
  g_free (transfer);
}

/* The plan */

typedef struct {
  Study *study;
  GPtrArray *stored; /* of StudyTransfer */
  GPtrArray *all;    /* of CliTransfer */
} Planning;

static gboolean
is_planned (const Planning *planning, const StudyTransfer *result)
{
  for (guint i = 0; i < planning->all->len; i++)
    if (study_transfer_is_same (((const CliTransfer *)planning->all->pdata[i])->result, result))
      return TRUE;
  return FALSE;
}

static void
take_stored (CliTransfer *transfer, const GPtrArray *stored)
{
  StudyTransfer *result = transfer->result;
  for (guint i = 0; i < stored->len && !transfer->done; i++) {
    const StudyTransfer *there = g_ptr_array_index (stored, i);
    if (!study_transfer_is_same (there, result))
      continue;
    transfer->done = TRUE;
    study_transfer_set_result (result,
                               &(TransferResult){ there->test_accuracy, there->nc1, there->nc1_test,
                                                  there->trained, there->parameters, there->seconds });
  }
}

/* Unless another plan has it, too. */
static void
add (Planning *planning, const StudyRun *run, guint epoch, Regime *regime)
{
  g_autoptr (StudyTransfer) result = study_transfer_new (run->id, epoch, regime);
  if (is_planned (planning, result))
    return;
  CliTransfer *transfer = g_new0 (CliTransfer, 1);
  transfer->run = run;
  transfer->regime = regime_ref (regime);
  transfer->result = g_steal_pointer (&result);
  take_stored (transfer, planning->stored);
  g_ptr_array_add (planning->all, transfer);
}

static gboolean
plan_run (Planning *planning, const StudyRun *run, const TransferPlan *plan, GError **error)
{
  g_autoptr (GArray) stored = study_checkpoint_epochs (planning->study, run->id, error);
  g_autoptr (GArray) epochs = stored == NULL ? NULL : transfer_plan_epochs (plan, stored, error);
  if (epochs == NULL) {
    g_prefix_error (error, _ ("%s: “%s”: "), study_path (planning->study), run->name);
    return FALSE;
  }
  g_autoptr (GPtrArray) regimes = transfer_plan_expand (plan, run->regime, error);
  for (guint e = 0; regimes != NULL && e < epochs->len; e++)
    for (guint i = 0; i < regimes->len; i++)
      add (planning, run, g_array_index (epochs, guint, e), regimes->pdata[i]);
  return regimes != NULL;
}

static gboolean
planning_begin (Planning *planning, Study *study, GError **error)
{
  planning->study = study;
  planning->stored = study_transfers (study, error);
  planning->all = g_ptr_array_new_with_free_func (transfer_free);
  return planning->stored != NULL;
}

/* Gives what was planned, or NULL. */
static GPtrArray *
planning_end (Planning *planning, gboolean good)
{
  g_clear_pointer (&planning->stored, g_ptr_array_unref);
  if (!good)
    g_clear_pointer (&planning->all, g_ptr_array_unref);
  return planning->all;
}

GPtrArray *
cli_transfers_plan (Study *study, const GPtrArray *runs, const TransferPlan *plan, GError **error)
{
  Planning planning;
  gboolean good = planning_begin (&planning, study, error);
  for (guint i = 0; good && i < runs->len; i++)
    good = plan_run (&planning, g_ptr_array_index (runs, i), plan, error);
  return planning_end (&planning, good);
}

/* A plan with settings of a command's, which count more. */
static TransferPlan *
plan_with (const TransferPlan *plan, char **settings)
{
  TransferPlan *copy = transfer_plan_copy (plan);
  g_autoptr (GStrvBuilder) all = g_strv_builder_new ();
  for (char **set = copy->settings; set != NULL && *set != NULL; set++)
    g_strv_builder_add (all, *set);
  for (char **set = settings; set != NULL && *set != NULL; set++)
    g_strv_builder_add (all, *set);
  g_strfreev (copy->settings);
  copy->settings = g_strv_builder_end (all);
  return copy;
}

static gboolean
plan_variant (Planning *planning,
              const StudyRun *run,
              const RegimeComparison *preset,
              guint variant,
              char **settings,
              GError **error)
{
  for (guint p = 0; p < regime_comparison_n_plans (preset); p++) {
    g_autoptr (TransferPlan) plan = plan_with (regime_comparison_plan (preset, p), settings);
    if (transfer_plan_has_variant (plan, variant) && !plan_run (planning, run, plan, error))
      return FALSE;
  }
  return TRUE;
}

GPtrArray *
cli_transfers_plan_preset (
    Study *study, const GPtrArray *runs, const RegimeComparison *preset, char **settings, GError **error)
{
  Planning planning;
  gboolean good = planning_begin (&planning, study, error), found = FALSE;
  for (guint i = 0; good && i < runs->len; i++) {
    const StudyRun *run = g_ptr_array_index (runs, i);
    g_autofree char *shared = NULL;
    guint variant;
    if (!regime_comparison_place (preset, run->regime, &variant, &shared))
      continue;
    found = TRUE;
    good = plan_variant (&planning, run, preset, variant, settings, error);
  }
  if (good && !found)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND, _ ("%s has no run of “%s”"), study_path (study),
                 regime_name (regime_comparison_base (preset)));
  return planning_end (&planning, good && found);
}

GPtrArray *
cli_transfers_plan_variants (Study *study,
                             const GPtrArray *runs,
                             const guint *variants,
                             const RegimeComparison *comparison,
                             guint64 plans,
                             GError **error)
{
  Planning planning;
  gboolean good = planning_begin (&planning, study, error);
  for (guint i = 0; good && i < runs->len; i++)
    for (guint p = 0; good && p < regime_comparison_n_plans (comparison); p++) {
      const TransferPlan *plan = regime_comparison_plan (comparison, p);
      if ((plans >> p & 1) != 0 && transfer_plan_has_variant (plan, variants[i]))
        good = plan_run (&planning, g_ptr_array_index (runs, i), plan, error);
    }
  return planning_end (&planning, good);
}

/* Doing them */

typedef struct {
  Study *study;
  guint threads;
  TransferSource *source;
  GHashTable *tasks;    /* of TransferTask, by what determines its data */
  GPtrArray *jobs;      /* of CliJob, and of which fine-tuning each is */
  GHashTable *transfer; /* of a job */
  int code;
} Doing;

static void
note (Doing *doing, const GError *error)
{
  cli_complain ("%s", error->message);
  doing->code = cli_code_of (error);
}

static void
store (Doing *doing, CliTransfer *transfer, const TransferResult *result, const GPtrArray *records)
{
  g_autoptr (GError) error = NULL;
  study_transfer_set_result (transfer->result, result);
  transfer->done = TRUE;
  if (!study_add_transfer (doing->study, transfer->result, records, &error))
    note (doing, error);
}

/* A CliJobFunc. */
static void
on_done (CliJob *job, gpointer user_data)
{
  Doing *doing = user_data;
  TransferResult result = { .trained = job->n_trained, .parameters = job->n_parameters };
  g_autoptr (GPtrArray) records = training_history_list_records (job->history);
  for (guint i = 0; i < records->len; i++)
    transfer_result_add (&result, records->pdata[i]);
  store (doing, g_hash_table_lookup (doing->transfer, job), &result, records);
}

/* "Watch collapse happen, epoch 3, scl 2, 5 shots, seed 1" */
static char *
label_of (const CliTransfer *transfer)
{
  GString *label = g_string_new (transfer->run->name);
  if (transfer->result->epoch != (guint)regime_get_integer (transfer->run->regime, "run.epochs"))
    g_string_append_printf (label, _ (", epoch %u"), transfer->result->epoch);
  g_string_append_printf (label, ", %s", transfer->result->method);
  if (transfer->result->block >= 0)
    g_string_append_printf (label, " %d", transfer->result->block);
  if (transfer->result->shots > 0)
    g_string_append_printf (label, _ (", %u shots"), transfer->result->shots);
  g_string_append_printf (label, _ (", seed %" G_GINT64_FORMAT), transfer->result->seed);
  return g_string_free (label, FALSE);
}

/* The task of a fine-tuning: that of another seed too, where the seed draws nothing of it. Borrowed. */
static TransferTask *
find_task (Doing *doing, const CliTransfer *transfer, GError **error)
{
  gboolean draws = regime_get_integer (transfer->regime, "data.train") > 0
                   || regime_get_integer (transfer->regime, "data.test") > 0;
  g_autofree char *data = regime_section_to_text (transfer->regime, "data");
  g_autofree char *key
      = g_strdup_printf ("%" G_GINT64_FORMAT "\n%s", draws ? transfer->result->seed : 0, data);
  TransferTask *task = g_hash_table_lookup (doing->tasks, key);
  if (task == NULL && (task = transfer_task_new (doing->source, transfer->regime, error)) != NULL)
    g_hash_table_insert (doing->tasks, g_steal_pointer (&key), task);
  return task;
}

static gboolean
read_layer (Doing *doing, CliTransfer *transfer, TransferTask *task, GError **error)
{
  NumericTeam *team = numeric_team_new (doing->threads > 0 ? doing->threads : g_get_num_processors ());
  TransferResult result = { 0 };
  gboolean read
      = transfer_read_layer (task, transfer->regime, (guint)transfer->result->block, team, &result, error);
  numeric_team_free (team);
  if (read)
    store (doing, transfer, &result, NULL);
  return read;
}

/* Reads a layer at once; a fine-tuning becomes a job. */
static gboolean
begin (Doing *doing, CliTransfer *transfer, GError **error)
{
  TransferTask *task = find_task (doing, transfer, error);
  if (task == NULL)
    return FALSE;
  if (transfer_method (transfer->regime) == TRANSFER_RIDGE)
    return read_layer (doing, transfer, task, error);
  CliJob *job = cli_job_new (transfer->regime, label_of (transfer));
  job->task = transfer_task_ref (task);
  g_ptr_array_add (doing->jobs, job);
  g_hash_table_insert (doing->transfer, job, transfer);
  return TRUE;
}

/* Those from `first` on that are of the same source. */
static gboolean
do_source (Doing *doing, const GPtrArray *transfers, guint first, guint end, GError **error)
{
  const CliTransfer *any = g_ptr_array_index (transfers, first);
  g_autoptr (TrainingCheckpoint) checkpoint
      = cli_study_checkpoint (doing->study, any->run, (int)any->result->epoch, error);
  g_autoptr (TransferSource) source
      = checkpoint == NULL ? NULL : transfer_source_new (any->run->regime, checkpoint, error);
  if (source == NULL)
    return FALSE;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify)cli_job_free);
  g_autoptr (GHashTable) tasks
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)transfer_task_unref);
  g_autoptr (GHashTable) of_jobs = g_hash_table_new (NULL, NULL);
  doing->source = source;
  doing->tasks = tasks;
  doing->jobs = jobs;
  doing->transfer = of_jobs;
  for (guint i = first; i < end && !cli_interrupted (); i++) {
    CliTransfer *transfer = g_ptr_array_index (transfers, i);
    if (!transfer->done && !begin (doing, transfer, error))
      return FALSE;
  }
  int code = cli_jobs_run (jobs, doing->threads, NULL, on_done, doing);
  doing->code = code != CLI_DONE ? code : doing->code;
  return TRUE;
}

int
cli_transfers_run (Study *study, const GPtrArray *transfers, guint threads)
{
  Doing doing = { .study = study, .threads = threads };
  for (guint first = 0, end; first < transfers->len && !cli_interrupted () && doing.code != CLI_USAGE;
       first = end) {
    g_autoptr (GError) error = NULL;
    const CliTransfer *transfer = g_ptr_array_index (transfers, first);
    gboolean done = TRUE;
    for (end = first; end < transfers->len; end++) {
      const CliTransfer *next = g_ptr_array_index (transfers, end);
      if (next->run != transfer->run || next->result->epoch != transfer->result->epoch)
        break;
      done = done && next->done;
    }
    if (!done && !do_source (&doing, transfers, first, end, &error))
      note (&doing, error);
  }
  if (!cli_interrupted ())
    return doing.code;
  cli_complain (_ ("interrupted: what is done is stored, and the same command goes on from there"));
  return CLI_INTERRUPTED;
}
