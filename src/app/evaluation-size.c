#include "app/evaluation-size.h"

#include <math.h>

#include "app/tuning-costs.h"

/* Of a source whose data were not read. */
#define USUAL_CLASSES 10

/* What is known of a run; its plans, and what it took. */
typedef struct {
  CollapsarTuningSource known;
  guint epoch; /* its last */
  Regime *regime;
  GPtrArray *plans;
  GPtrArray *asked;    /* TransferPlan: what was asked for before */
  GHashTable *planned; /* that it comes to, as key_of */
} Source;

typedef struct {
  GArray *sources;
  GArray *rows; /* StudyTransferRow: what is stored */
  guint cores;
  CollapsarTuningCosts *costs;
  double longest; /* of one fine-tuning, s */
  CollapsarEvaluationSize size;
} Request;

static void
clear_source (gpointer data)
{
  Source *source = data;
  regime_unref (source->regime);
  g_ptr_array_unref (source->plans);
  g_ptr_array_unref (source->asked);
  g_hash_table_unref (source->planned);
}

static void
request_free (gpointer data)
{
  Request *asked = data;
  g_array_unref (asked->sources);
  g_array_unref (asked->rows);
  collapsar_tuning_costs_free (asked->costs);
  g_free (asked);
}

/* In the main thread. */

static double
count_split (const Regime *regime, const char *key, const Dataset *data)
{
  gint64 asked = regime_get_integer (regime, key);
  return data != NULL ? (double)data->samples.rows : asked > 0 ? (double)asked : NAN;
}

/* What its own run shows: the sums over its epochs, which were measured all or some. */
static void
take_costs (Source *source, CollapsarSession *run)
{
  const TrainerStart *start = collapsar_session_start_info (run);
  const TrainingHistory *history = collapsar_session_history (run);
  guint n = history == NULL ? 0 : training_history_n_records (history);
  double train = 0.0, measure = 0.0;
  CollapsarTuningSource *known = &source->known;
  double *samples = known->n_samples;
  samples[TRAINING_TRAIN] = count_split (source->regime, "data.train", start == NULL ? NULL : start->train);
  samples[TRAINING_TEST] = count_split (source->regime, "data.test", start == NULL ? NULL : start->test);
  known->n_classes = start == NULL ? USUAL_CLASSES : start->n_classes;
  known->n_blocks = regime_n_blocks (source->regime);
  known->train = known->measure = NAN;
  if (n < 2)
    return;
  for (guint i = 1; i < n; i++) {
    train += training_history_record (history, i)->seconds;
    measure += training_history_record (history, i)->measure_seconds;
  }
  known->train = train / training_history_last (history)->epoch / samples[TRAINING_TRAIN];
  known->measure = measure / (n - 1) / (samples[TRAINING_TRAIN] + samples[TRAINING_TEST]);
}

/* In the thread. */

/* That is there already, of the last epoch. */
static const StudyTransfer *
find_stored (const Request *asked, const Source *source, const StudyTransfer *wanted)
{
  for (guint i = 0; i < asked->rows->len; i++) {
    const StudyTransfer *stored = g_array_index (asked->rows, StudyTransferRow, i).transfer;
    if (source->known.run != 0 && study_transfer_is_same (stored, wanted))
      return stored;
  }
  return NULL;
}

/* Before the first epoch, after the last, and between. */
static guint
count_records (const Regime *tuning)
{
  gint64 epochs = regime_get_integer (tuning, "run.epochs");
  gint64 every = regime_get_integer (tuning, "transfer.metrics-every");
  return 2 + (every > 0 ? (guint)((epochs - 1) / every) : 0);
}

static char *
key_of (const StudyTransfer *transfer)
{
  return g_strdup_printf ("%d %s", transfer->block, transfer->settings);
}

/* What cannot be is told by who does it. */
static void
list_planned (const Source *source)
{
  for (guint p = 0; p < source->asked->len; p++) {
    g_autoptr (GPtrArray) regimes = transfer_plan_expand (source->asked->pdata[p], source->regime, NULL);
    for (guint i = 0; regimes != NULL && i < regimes->len; i++) {
      g_autoptr (StudyTransfer) planned = study_transfer_new (0, 0, regimes->pdata[i]);
      g_hash_table_add (source->planned, key_of (planned));
    }
  }
}

static gboolean
add_plan (Request *asked, const Source *source, const TransferPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) regimes = transfer_plan_expand (plan, source->regime, error);
  for (guint i = 0; regimes != NULL && i < regimes->len; i++) {
    g_autoptr (StudyTransfer) wanted
        = study_transfer_new (source->known.run, source->epoch, regimes->pdata[i]);
    if (find_stored (asked, source, wanted) != NULL) {
      asked->size.n_stored++;
      continue;
    }
    g_autofree char *key = key_of (wanted);
    if (g_hash_table_contains (source->planned, key)) {
      asked->size.n_planned++;
      continue;
    }
    double seconds = collapsar_tuning_costs_estimate (asked->costs, &source->known, wanted,
                                                      count_records (regimes->pdata[i]));
    asked->size.n++;
    asked->size.seconds += seconds;
    asked->longest = fmax (asked->longest, seconds);
  }
  return regimes != NULL;
}

static void
learn (Request *asked)
{
  for (guint s = 0; s < asked->sources->len; s++) {
    const CollapsarTuningSource *source = &g_array_index (asked->sources, Source, s).known;
    for (guint i = 0; i < asked->rows->len; i++) {
      const StudyTransfer *done = g_array_index (asked->rows, StudyTransferRow, i).transfer;
      if (source->run != 0 && done->run == source->run)
        collapsar_tuning_costs_learn (asked->costs, source, done);
    }
  }
}

static void
measure_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Request *asked = data;
  GError *error = NULL;
  learn (asked);
  for (guint s = 0; s < asked->sources->len && !g_cancellable_is_cancelled (cancellable); s++) {
    const Source *source = &g_array_index (asked->sources, Source, s);
    list_planned (source);
    for (guint p = 0; p < source->plans->len; p++)
      if (!add_plan (asked, source, source->plans->pdata[p], &error)) {
        g_task_return_error (task, error);
        return;
      }
  }
  asked->size.n_networks = asked->sources->len;
  asked->size.seconds /= asked->cores > 0 ? asked->cores : g_get_num_processors ();
  if (asked->longest > asked->size.seconds) /* each is done on one core */
    asked->size.seconds = asked->longest;
  g_task_return_pointer (task, g_memdup2 (&asked->size, sizeof asked->size), g_free);
}

void
collapsar_evaluation_size_async (CollapsarEvaluation *evaluation,
                                 CollapsarTransfers *transfers,
                                 const GPtrArray *runs,
                                 const CollapsarTransferTask *task,
                                 guint cores,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_EVALUATION (evaluation));
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (transfers));

  /* The task holds `transfers`, and with it what the rows point to. */
  g_autoptr (GTask) gtask = g_task_new (transfers, cancellable, callback, user_data);
  Request *asked = g_new0 (Request, 1);
  asked->sources = g_array_new (FALSE, FALSE, sizeof (Source));
  g_array_set_clear_func (asked->sources, clear_source);
  asked->rows = g_array_ref (collapsar_transfers_rows (transfers));
  asked->cores = cores;
  asked->costs = collapsar_tuning_costs_new ();
  for (guint i = 0; i < runs->len; i++) {
    Regime *regime = collapsar_session_regime (runs->pdata[i]);
    Source source = { .known.run = collapsar_session_id (runs->pdata[i]),
                      .epoch = (guint)regime_get_integer (regime, "run.epochs"),
                      .regime = regime_ref (regime),
                      .plans = collapsar_evaluation_plans (evaluation, regime, task),
                      .asked = collapsar_transfers_plans (transfers, runs->pdata[i]),
                      .planned = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
    take_costs (&source, runs->pdata[i]);
    g_array_append_val (asked->sources, source);
  }
  g_task_set_task_data (gtask, asked, request_free);
  g_task_run_in_thread (gtask, measure_in_thread);
}

CollapsarEvaluationSize *
collapsar_evaluation_size_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
