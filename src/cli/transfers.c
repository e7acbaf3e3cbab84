#include "cli/transfers.h"

#include "cli/cli.h"
#include "cli/jobs.h"
#include "cli/study.h"

#include <glib/gi18n.h>
#include <stdio.h>

static const char *const default_methods[] = { "probe", "layer", "scl", "full", NULL };
static const char *const all_shots[] = { "0", NULL };

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
  const CliTransferOptions *options;
  const GPtrArray *stored; /* of StudyTransfer */
  GPtrArray *plan;
} Planning;

/* Which source: of a run, at an epoch. */
typedef struct {
  const StudyRun *run;
  Regime *regime; /* with what the options change */
  guint epoch;
} Origin;

static gboolean
is_same (const StudyTransfer *a, const StudyTransfer *b)
{
  return a->run == b->run && a->epoch == b->epoch && a->block == b->block
         && g_str_equal (a->settings, b->settings);
}

static void
take_stored (CliTransfer *transfer, const GPtrArray *stored)
{
  StudyTransfer *result = transfer->result;
  for (guint i = 0; i < stored->len && !transfer->done; i++) {
    const StudyTransfer *there = g_ptr_array_index (stored, i);
    if (!is_same (there, result))
      continue;
    transfer->done = TRUE;
    result->test_accuracy = there->test_accuracy;
    result->nc1 = there->nc1;
    result->nc1_test = there->nc1_test;
    result->trained = there->trained;
    result->parameters = there->parameters;
    result->seconds = there->seconds;
  }
}

/* layer: what the method tunes or reads; -1 for none. */
static void
add (Planning *planning, const Origin *origin, Regime *regime, gint layer)
{
  CliTransfer *transfer = g_new0 (CliTransfer, 1);
  StudyTransfer *result = transfer->result = g_new0 (StudyTransfer, 1);
  transfer->run = origin->run;
  transfer->regime = regime;
  result->run = origin->run->id;
  result->epoch = origin->epoch;
  result->target = g_strdup (regime_get (regime, "data.source"));
  result->method = g_strdup (regime_get (regime, "transfer.method"));
  result->block = layer;
  result->shots = (guint)regime_get_integer (regime, "transfer.shots");
  result->seed = regime_get_integer (regime, "transfer.seed");
  result->settings = regime_section_to_text (regime, "transfer");
  take_stored (transfer, planning->stored);
  g_ptr_array_add (planning->plan, transfer);
}

/* "transfer.KEY" to a number. */
static gboolean
set_number (Regime *regime, const char *name, gint64 number, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return regime_set (regime, name, text, error);
}

/* All seeds of one method, layer and number of shots. Layer 0 is no block, and so its settings name none. */
static gboolean
plan_seeds (Planning *planning, const Origin *origin, const Regime *chosen, gint layer, GError **error)
{
  gint64 first = regime_get_integer (chosen, "transfer.seed");
  for (int i = 0; i < planning->options->seeds; i++) {
    g_autoptr (Regime) regime = regime_copy (chosen);
    if (!set_number (regime, "transfer.block", MAX (layer, 0), error)
        || !set_number (regime, "transfer.seed", first + i, error))
      return FALSE;
    Regime *tuning = transfer_regime (regime, error);
    if (tuning == NULL)
      return FALSE;
    add (planning, origin, tuning, layer);
  }
  return TRUE;
}

static gboolean
plan_shots (Planning *planning, const Origin *origin, Regime *chosen, gint layer, GError **error)
{
  char **asked = planning->options->shots;
  for (const char *const *shots = asked != NULL ? (const char *const *)asked : all_shots; *shots != NULL;
       shots++)
    if (!regime_set (chosen, "transfer.shots", g_str_equal (*shots, "all") ? "0" : *shots, error)
        || !plan_seeds (planning, origin, chosen, layer, error))
      return FALSE;
  return TRUE;
}

/* A block by its number, checked as transfer.block is; ridge may read layer 0. */
static gboolean
plan_block (Planning *planning, const Origin *origin, Regime *chosen, const char *word, GError **error)
{
  gboolean reads = transfer_method (chosen) == TRANSFER_RIDGE;
  if (!regime_set (chosen, "transfer.block", word, error))
    return FALSE;
  gint layer = (gint)regime_get_integer (chosen, "transfer.block");
  return plan_shots (planning, origin, chosen, layer > 0 || reads ? layer : (gint)transfer_block (chosen),
                     error);
}

static gboolean
plan_blocks (Planning *planning, const Origin *origin, Regime *chosen, GError **error)
{
  guint n = regime_n_blocks (chosen);
  char **asked = planning->options->blocks;
  if (!regime_key_applies (regime_key_find ("transfer.block"), chosen))
    return plan_shots (planning, origin, chosen, -1, error);
  if (asked == NULL)
    return plan_shots (planning, origin, chosen, (gint)transfer_block (chosen), error);
  for (char **word = asked; *word != NULL; word++) {
    if (!g_str_equal (*word, "all")) {
      if (!plan_block (planning, origin, chosen, *word, error))
        return FALSE;
      continue;
    }
    for (guint layer = transfer_method (chosen) != TRANSFER_RIDGE; layer <= n; layer++)
      if (!plan_shots (planning, origin, chosen, (gint)layer, error))
        return FALSE;
  }
  return TRUE;
}

static gboolean
plan_methods (Planning *planning, const Origin *origin, GError **error)
{
  char **asked = planning->options->methods;
  for (const char *const *method = asked != NULL ? (const char *const *)asked : default_methods;
       *method != NULL; method++) {
    g_autoptr (Regime) chosen = regime_copy (origin->regime);
    if (!regime_set (chosen, "transfer.method", *method, error)
        || !plan_blocks (planning, origin, chosen, error))
      return FALSE;
  }
  return TRUE;
}

/* The settings that the command changes. */
static gboolean
change (Regime *regime, const CliTransferOptions *options, GError **error)
{
  for (char **set = options->set; set != NULL && *set != NULL; set++) {
    if (!regime_set_assignment (regime, *set, error))
      return FALSE;
    if (g_str_has_prefix (*set, "transfer."))
      continue;
    g_set_error (
        error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
        _ ("--set changes settings of [transfer] here, and %s is none: the runs are trained already"), *set);
    return FALSE;
  }
  return options->target == NULL || regime_set (regime, "transfer.target", options->target, error);
}

static gboolean
plan_run (Planning *planning, const StudyRun *run, GError **error)
{
  g_autoptr (Regime) regime = regime_copy (run->regime);
  g_autoptr (TrainingCheckpoint) checkpoint
      = cli_study_checkpoint (planning->study, run, planning->options->epoch, error);
  if (checkpoint == NULL || !change (regime, planning->options, error))
    return FALSE;
  const Origin origin = { run, regime, checkpoint->epoch };
  return plan_methods (planning, &origin, error);
}

GPtrArray *
cli_transfers_plan (Study *study, const GPtrArray *runs, const CliTransferOptions *options, GError **error)
{
  g_autoptr (GPtrArray) stored = study_transfers (study, error);
  g_autoptr (GPtrArray) plan = g_ptr_array_new_with_free_func (transfer_free);
  Planning planning = { study, options, stored, plan };
  for (guint i = 0; stored != NULL && i < runs->len; i++)
    if (!plan_run (&planning, g_ptr_array_index (runs, i), error))
      return NULL;
  return stored == NULL ? NULL : g_steal_pointer (&plan);
}

/* Doing them */

typedef struct {
  Study *study;
  guint threads;
  TransferSource *source;
  GPtrArray *tasks;     /* of TransferTask, one for each of `seeds` */
  GArray *seeds;        /* gint64 */
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
store (Doing *doing, CliTransfer *transfer, const TransferResult *result)
{
  g_autoptr (GError) error = NULL;
  transfer->result->test_accuracy = result->test_accuracy;
  transfer->result->nc1 = result->nc1;
  transfer->result->nc1_test = result->nc1_test;
  transfer->result->trained = result->trained;
  transfer->result->parameters = result->parameters;
  transfer->result->seconds = result->seconds;
  transfer->done = TRUE;
  if (!study_add_transfer (doing->study, transfer->result, &error))
    note (doing, error);
}

/* A CliJobFunc. */
static void
on_done (CliJob *job, gpointer user_data)
{
  Doing *doing = user_data;
  TransferResult result = { .trained = job->n_trained, .parameters = job->n_parameters };
  for (guint i = 0; i < training_history_n_records (job->history); i++)
    transfer_result_add (&result, training_history_record (job->history, i));
  store (doing, g_hash_table_lookup (doing->transfer, job), &result);
}

/* "Watch collapse happen, scl 2, 5 shots, seed 1" */
static char *
label_of (const CliTransfer *transfer)
{
  GString *label = g_string_new (transfer->run->name);
  g_string_append_printf (label, ", %s", transfer->result->method);
  if (transfer->result->block >= 0)
    g_string_append_printf (label, " %d", transfer->result->block);
  if (transfer->result->shots > 0)
    g_string_append_printf (label, _ (", %u shots"), transfer->result->shots);
  g_string_append_printf (label, _ (", seed %" G_GINT64_FORMAT), transfer->result->seed);
  return g_string_free (label, FALSE);
}

/* The task of a fine-tuning: that of another seed too, where the seed draws nothing of it. */
static TransferTask *
find_task (Doing *doing, const CliTransfer *transfer, GError **error)
{
  gboolean draws = regime_get_integer (transfer->regime, "data.train") > 0
                   || regime_get_integer (transfer->regime, "data.test") > 0;
  gint64 seed = draws ? transfer->result->seed : 0;
  for (guint i = 0; i < doing->seeds->len; i++)
    if (g_array_index (doing->seeds, gint64, i) == seed)
      return g_ptr_array_index (doing->tasks, i);
  TransferTask *task = transfer_task_new (doing->source, transfer->regime, error);
  if (task == NULL)
    return NULL;
  g_array_append_val (doing->seeds, seed);
  g_ptr_array_add (doing->tasks, task);
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
    store (doing, transfer, &result);
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

/* Those from `first` on that are of the same run. */
static gboolean
do_run (Doing *doing, const GPtrArray *transfers, guint first, guint end, GError **error)
{
  const CliTransfer *any = g_ptr_array_index (transfers, first);
  g_autoptr (TrainingCheckpoint) checkpoint
      = cli_study_checkpoint (doing->study, any->run, (int)any->result->epoch, error);
  g_autoptr (TransferSource) source
      = checkpoint == NULL ? NULL : transfer_source_new (any->run->regime, checkpoint, error);
  if (source == NULL)
    return FALSE;
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify)cli_job_free);
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify)transfer_task_unref);
  g_autoptr (GArray) seeds = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) of_jobs = g_hash_table_new (NULL, NULL);
  doing->source = source;
  doing->tasks = tasks;
  doing->seeds = seeds;
  doing->jobs = jobs;
  doing->transfer = of_jobs;
  for (guint i = first; i < end && !cli_interrupted (); i++) {
    CliTransfer *transfer = g_ptr_array_index (transfers, i);
    if (!transfer->done && !begin (doing, transfer, error))
      return FALSE;
  }
  int code = cli_jobs_run (jobs, doing->threads, on_done, doing);
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
      if (next->run != transfer->run)
        break;
      done = done && next->done;
    }
    if (!done && !do_run (&doing, transfers, first, end, &error))
      note (&doing, error);
  }
  if (!cli_interrupted ())
    return doing.code;
  cli_complain (_ ("interrupted: what is done is stored, and the same command goes on from there"));
  return CLI_INTERRUPTED;
}
