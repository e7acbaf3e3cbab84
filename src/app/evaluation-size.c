#include "app/evaluation-size.h"

#include <math.h>

#include "training/transfer.h"

/* A probe's share of what training all takes: its features are passed once. */
#define PROBE_SHARE 0.1
/* Of a source whose data were not read. */
#define USUAL_CLASSES 10

/* What is known of a run; its plans, and what it took. */
typedef struct {
  gint64 id;
  guint epoch; /* its last */
  Regime *regime;
  GPtrArray *plans;
  double n_samples[TRAINING_N_SPLITS]; /* NaN where neither the settings say it nor its data were read */
  double n_classes;
  double train, measure; /* seconds of a sample */
} Source;

typedef struct {
  GArray *sources;
  GArray *rows; /* StudyTransferRow: what is stored */
  guint cores;
  CollapsarEvaluationSize size;
} Request;

static void
clear_source (gpointer data)
{
  Source *source = data;
  regime_unref (source->regime);
  g_ptr_array_unref (source->plans);
}

static void
request_free (gpointer data)
{
  Request *asked = data;
  g_array_unref (asked->sources);
  g_array_unref (asked->rows);
  g_free (asked);
}

/* In the main thread. */

static double
count_split (const Regime *regime, const char *key, const Dataset *data)
{
  gint64 asked = regime_get_integer (regime, key);
  return data != NULL ? (double)data->samples.rows : asked > 0 ? (double)asked : NAN;
}

/* The sums over its epochs, which were measured all or some. */
static void
take_costs (Source *source, CollapsarSession *run)
{
  const TrainerStart *start = collapsar_session_start_info (run);
  const TrainingHistory *history = collapsar_session_history (run);
  guint n = history == NULL ? 0 : training_history_n_records (history);
  double train = 0.0, measure = 0.0;
  double *samples = source->n_samples;
  samples[TRAINING_TRAIN] = count_split (source->regime, "data.train", start == NULL ? NULL : start->train);
  samples[TRAINING_TEST] = count_split (source->regime, "data.test", start == NULL ? NULL : start->test);
  source->n_classes = start == NULL ? USUAL_CLASSES : start->n_classes;
  source->train = source->measure = NAN;
  if (n < 2)
    return;
  for (guint i = 1; i < n; i++) {
    train += training_history_record (history, i)->seconds;
    measure += training_history_record (history, i)->measure_seconds;
  }
  source->train = train / training_history_last (history)->epoch / samples[TRAINING_TRAIN];
  source->measure = measure / (n - 1) / (samples[TRAINING_TRAIN] + samples[TRAINING_TEST]);
}

/* In the thread. */

/* That is there already, of the last epoch. */
static const StudyTransfer *
find_stored (const Request *asked, const Source *source, const StudyTransfer *wanted)
{
  for (guint i = 0; i < asked->rows->len; i++) {
    const StudyTransfer *stored = g_array_index (asked->rows, StudyTransferRow, i).transfer;
    if (source->id != 0 && study_transfer_is_same (stored, wanted))
      return stored;
  }
  return NULL;
}

/* Mean of what is stored of this kind, of the same network; NaN without. */
static double
usual_seconds (const Request *asked, const Source *source, const StudyTransfer *wanted)
{
  double seconds = 0.0;
  guint n = 0;
  for (guint i = 0; i < asked->rows->len; i++) {
    const StudyTransfer *stored = g_array_index (asked->rows, StudyTransferRow, i).transfer;
    if (stored->run != source->id || stored->block != wanted->block || stored->shots != wanted->shots
        || !g_str_equal (stored->method, wanted->method))
      continue;
    seconds += stored->seconds;
    n++;
  }
  return n == 0 ? NAN : seconds / n;
}

static double
count_samples (const Source *source, const Regime *tuning, const char *key, TrainingSplit split)
{
  double asked = (double)regime_get_integer (tuning, key);
  return asked > 0 ? asked : source->n_samples[split];
}

/* Of what full fine-tuning takes: the slopes end at the first block that is tuned, and what is before it is
 * passed once. */
static double
trained_share (const Regime *tuning)
{
  double n = regime_n_blocks (tuning), block = transfer_block (tuning);
  switch (transfer_method (tuning)) {
  case TRANSFER_PROBE:
    return PROBE_SHARE;
  case TRANSFER_LAYER:
  case TRANSFER_SCL:
    return (n - block + 1) / n;
  case TRANSFER_FULL:
    return 1.0;
  case TRANSFER_RIDGE:
    return 0.0;
  }
  return 1.0;
}

/* Tuning and measuring. */
static double
estimate (const Request *asked, const Source *source, const StudyTransfer *wanted, const Regime *tuning)
{
  double train = count_samples (source, tuning, "data.train", TRAINING_TRAIN);
  double all = train + count_samples (source, tuning, "data.test", TRAINING_TEST);
  double shots = (double)regime_get_integer (tuning, "transfer.shots");
  double epochs = (double)regime_get_integer (tuning, "run.epochs");
  double every = (double)regime_get_integer (tuning, "transfer.metrics-every");
  double tuned = shots > 0 ? MIN (shots * source->n_classes, train) : train;
  double records = 2 + (every > 0 ? floor ((epochs - 1) / every) : 0);
  double tuning_seconds = usual_seconds (asked, source, wanted);
  if (isnan (tuning_seconds))
    tuning_seconds = source->train * trained_share (tuning) * tuned * epochs;
  return tuning_seconds + source->measure * records * all;
}

static gboolean
add_plan (Request *asked, const Source *source, const TransferPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) regimes = transfer_plan_expand (plan, source->regime, error);
  for (guint i = 0; regimes != NULL && i < regimes->len; i++) {
    g_autoptr (StudyTransfer) wanted = study_transfer_new (source->id, source->epoch, regimes->pdata[i]);
    if (find_stored (asked, source, wanted) != NULL) {
      asked->size.n_stored++;
      continue;
    }
    asked->size.n++;
    asked->size.seconds += estimate (asked, source, wanted, regimes->pdata[i]);
  }
  return regimes != NULL;
}

static void
measure_in_thread (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Request *asked = data;
  GError *error = NULL;
  for (guint s = 0; s < asked->sources->len && !g_cancellable_is_cancelled (cancellable); s++) {
    const Source *source = &g_array_index (asked->sources, Source, s);
    for (guint p = 0; p < source->plans->len; p++)
      if (!add_plan (asked, source, source->plans->pdata[p], &error)) {
        g_task_return_error (task, error);
        return;
      }
  }
  asked->size.n_networks = asked->sources->len;
  asked->size.seconds /= asked->cores > 0 ? asked->cores : g_get_num_processors ();
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
  for (guint i = 0; i < runs->len; i++) {
    Regime *regime = collapsar_session_regime (runs->pdata[i]);
    Source source = { .id = collapsar_session_id (runs->pdata[i]),
                      .epoch = (guint)regime_get_integer (regime, "run.epochs"),
                      .regime = regime_ref (regime),
                      .plans = collapsar_evaluation_plans (evaluation, regime, task) };
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
