/* One run: data, network, the epoch loop. The order of things is at the head of trainer.c. */
#include "training/trainer-private.h"

#include "training/regime-augmentation.h"
#include "training/regime-network.h"
#include "training/shared-data.h"
#include "training/trainer-batch.h"
#include "training/trainer-memory.h"
#include "training/trainer-state.h"
#include "training/transfer-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Snapshots nobody has asked the regime for take at most one part in this many of the time, while a paced run
 * has nothing else to do, and of the time it trains. */
#define IDLE_SHARE 5
#define BUSY_SHARE 40

typedef struct {
  Trainer *trainer;
  guint n_epochs, metrics_every, spectra_every;
  NetworkSchedule schedule;
  guint64 warm_up; /* mini-batches */

  NumericRandom random;
  NumericTeam *team;
  Dataset *data[TRAINING_N_SPLITS];
  Dataset *tuned;    /* what is trained on: train, or of a fine-tuning the drawn samples */
  RealMatrix frozen; /* of the drawn samples what the frozen blocks give; data == NULL where not kept */
  TrainerState state;
  TrainerEye eye;
  TrainerBatch batch;

  Regime *live;      /* the regime, its live keys as they are now */
  guint epoch, step; /* whole epochs done, and mini-batches of the present one */
  double base_rate, rate;
  double seconds;           /* of training since the last record */
  TrainingCheckpoint *good; /* of the last whole epoch */
  gboolean measured;        /* the eye has seen the present moment whole */
  gboolean told;            /* the sink has the snapshot of the present moment */
  gint64 offer, offer_cost; /* when the last snapshot was told, and what an offer takes, us */
} Run;

static void
run_clear (Run *run)
{
  trainer_eye_clear (&run->eye);
  trainer_batch_clear (&run->batch);
  trainer_state_clear (&run->state);
  g_clear_pointer (&run->team, numeric_team_free);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_clear_pointer (&run->data[s], dataset_unref);
  g_clear_pointer (&run->tuned, dataset_unref);
  g_clear_pointer (&run->frozen.data, g_aligned_free);
  g_clear_pointer (&run->good, training_checkpoint_unref);
  g_clear_pointer (&run->live, regime_unref);
}

/* Of a fine-tuning: those that the task has. */
static gboolean
take_task (Run *run, GError **error)
{
  const TransferTask *task = run->trainer->task;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    run->data[s] = dataset_ref (task->data[s]);
  run->tuned = transfer_task_draw (task, run->trainer->regime, error);
  if (run->tuned != NULL)
    run->batch.size = MIN (run->batch.size, run->tuned->samples.rows);
  return run->tuned != NULL;
}

static gboolean
load_data (Run *run, GError **error)
{
  const Regime *regime = run->trainer->regime;
  Dataset **train = &run->data[TRAINING_TRAIN], **test = &run->data[TRAINING_TEST];
  if (run->trainer->task != NULL)
    return take_task (run, error);
  if (!shared_data_load (regime, train, test, error))
    return FALSE;
  run->tuned = dataset_ref (*train);
  return TRUE;
}

/* What regime_validate could not know without the data. */
static gboolean
check_batch (Run *run, GError **error)
{
  gsize n = run->data[TRAINING_TRAIN]->samples.rows;
  if (run->batch.size <= n)
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("optimiser.batch is %u but there are only %u training samples"), (guint)run->batch.size,
               (guint)n);
  return FALSE;
}

static TrainerMemory
memory (const Run *run)
{
  return (TrainerMemory){ .network = run->state.network,
                          .train = run->data[TRAINING_TRAIN],
                          .test = run->data[TRAINING_TEST],
                          .n_epochs = run->n_epochs,
                          .batch = run->batch.size,
                          .fine_tuning = run->trainer->task != NULL,
                          .contrast = run->batch.objective.contrast != TRAINING_CONTRAST_NONE,
                          .checkpoints = run->trainer->sink.checkpoint != NULL };
}

static gboolean
make_network (Run *run, GError **error)
{
  const Regime *regime = run->trainer->regime;
  NumericRandom random = numeric_random_split (&run->random, "weights");
  run->state.network = run->trainer->task != NULL
                           ? transfer_task_network (run->trainer->task, regime, &random, error)
                           : regime_new_network (regime, run->data[TRAINING_TRAIN], &random, error);
  if (run->state.network == NULL)
    return FALSE;
  const TrainerMemory needed = memory (run);
  if (!trainer_memory_check (&needed, error))
    return FALSE;
  if (run->trainer->checkpoint == NULL && run->trainer->task == NULL
      && !regime_read_weights (regime, run->state.network, error))
    return FALSE;
  network_set_team (run->state.network, run->team);
  run->state.optimiser = regime_new_optimiser (regime, run->state.network);
  if (regime_needs_probe (regime)) {
    NumericRandom probe = numeric_random_split (&run->random, "probe");
    run->state.probe
        = online_probe_new (network_feature_width (run->state.network), run->data[TRAINING_TRAIN]->n_classes,
                            2 * (run->batch.size + 1), &probe);
    online_probe_set_team (run->state.probe, run->team);
  }
  return TRUE;
}

/* Lets all that shares out work do so with as many threads as the run has now. */
static void
follow_threads (Run *run)
{
  guint threads = trainer_threads (run->trainer);
  if (threads == numeric_team_size (run->team))
    return;
  NumericTeam *before = run->team;
  run->team = run->batch.team = run->eye.options.team = numeric_team_new (threads);
  network_set_team (run->state.network, run->team);
  if (run->state.probe != NULL)
    online_probe_set_team (run->state.probe, run->team);
  numeric_team_free (before);
}

/* Trains with this regime's live keys from now on. Takes the regime. */
static void
take_live (Run *run, Regime *live)
{
  g_clear_pointer (&run->live, regime_unref);
  run->live = live;
  run->base_rate = regime_get_real (live, "optimiser.learning-rate");
  run->batch.augmentation = regime_augmentation (live);
  network_optimiser_set_weight_decay (run->state.optimiser, regime_get_real (live, "optimiser.weight-decay"));
}

/* Between two mini-batches: what was changed is told, and so from the next one on. */
static void
follow_live (Run *run)
{
  const TrainerSink *sink = &run->trainer->sink;
  g_autoptr (Regime) live = trainer_ref_live (run->trainer);
  if (live == run->live)
    return;
  g_autoptr (GPtrArray) changes = regime_changes_new ();
  regime_changes_add_between (changes, run->epoch + (double)run->step / run->batch.steps, run->live, live);
  for (guint i = 0; i < changes->len && sink->changed != NULL; i++)
    sink->changed (changes->pdata[i], run->trainer->user_data);
  take_live (run, g_steal_pointer (&live));
}

/* What the present whole epoch can be gone back to, and on from where the sink wants checkpoints. NULL when
 * it is no good. */
static TrainingCheckpoint *
copy_state (const Run *run)
{
  TrainingCheckpoint *copy
      = trainer_state_copy (&run->state, run->live, run->trainer->sink.checkpoint != NULL);
  if (copy != NULL) {
    copy->epoch = run->epoch;
    copy->random = run->random;
  }
  return copy;
}

static void
keep_state (Run *run, TrainingCheckpoint *state)
{
  g_clear_pointer (&run->good, training_checkpoint_unref);
  run->good = training_checkpoint_ref (state);
}

/* Of a run that goes on: where it is. */
static gboolean
take_checkpoint (Run *run, GError **error)
{
  TrainingCheckpoint *checkpoint = run->trainer->checkpoint;
  if (!trainer_state_fits (&run->state, checkpoint, !run->trainer->branch, error))
    return FALSE;
  if (checkpoint->epoch > run->n_epochs) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
                 _ ("the checkpoint is of epoch %u and run.epochs is %u; it must be at least as many"),
                 checkpoint->epoch, run->n_epochs);
    return FALSE;
  }
  trainer_state_take (&run->state, checkpoint);
  if (!regime_check_classifier (run->trainer->regime, run->state.network, error))
    return FALSE;
  run->epoch = checkpoint->epoch;
  run->seconds = checkpoint->seconds;
  keep_state (run, checkpoint);
  return TRUE;
}

/* What the network's leading frozen blocks give of a set, as far as it got when the run is to stop; data ==
 * NULL where it is not kept. */
static RealMatrix
pass_frozen (Run *run, const Dataset *data)
{
  Network *network = run->state.network;
  gsize n = data->samples.rows, width = network_frozen_width (network), chunk = trainer_eye_chunk (network);
  if (transfer_n_kept (network, data) == 0)
    return (RealMatrix){ 0 };
  RealMatrix kept = real_matrix (real_alloc (n * width), n, width);
  for (gsize first = 0; first < n && !trainer_is_stopping (run->trainer); first += chunk) {
    gsize count = MIN (chunk, n - first);
    trainer_copy_rows (network_forward_frozen (network, real_matrix_rows (data->samples, first, count)),
                       real_matrix_row (kept, first));
  }
  return kept;
}

/* What the leading frozen blocks give of what is measured and of what is tuned on, which may be the same set:
 * then its pass counts as training. Chance comes before them where samples are augmented. */
static void
keep_frozen (Run *run, RealMatrix frozen[TRAINING_N_SPLITS])
{
  gboolean whole = run->tuned == run->data[TRAINING_TRAIN];
  gboolean augments = !g_str_equal (regime_get (run->trainer->regime, "augment.level"), "none");
  if (run->trainer->task == NULL)
    return;
  gint64 start = g_get_monotonic_time ();
  if (whole)
    frozen[TRAINING_TRAIN] = pass_frozen (run, run->tuned);
  else if (!augments)
    run->frozen = pass_frozen (run, run->tuned);
  run->seconds += (double)(g_get_monotonic_time () - start) / 1e6;
  if (!whole)
    frozen[TRAINING_TRAIN] = pass_frozen (run, run->data[TRAINING_TRAIN]);
  frozen[TRAINING_TEST] = pass_frozen (run, run->data[TRAINING_TEST]);
  if (!augments)
    run->batch.frozen = whole ? frozen[TRAINING_TRAIN] : run->frozen;
}

/* A PreconditionerRows: features of what is tuned on. */
static RealMatrix
features_of_chunk (guint chunk, gpointer user_data)
{
  Run *run = user_data;
  gsize size = trainer_eye_chunk (run->state.network), n = run->tuned->samples.rows;
  gsize first = chunk * size, count = MIN (size, n - first);
  if (run->batch.frozen.data != NULL)
    return real_matrix_rows (run->batch.frozen, first, count);
  return network_forward_frozen (run->state.network, real_matrix_rows (run->tuned->samples, first, count));
}

/* A linear probe's features stay as they are. */
static void
make_preconditioner (Run *run)
{
  gsize size = trainer_eye_chunk (run->state.network), n = run->tuned->samples.rows;
  if (run->trainer->task != NULL && transfer_method (run->trainer->regime) == TRANSFER_PROBE)
    run->batch.preconditioner = preconditioner_new (network_feature_width (run->state.network),
                                                    (guint)((n + size - 1) / size), features_of_chunk, run);
}

static void
make_buffers (Run *run)
{
  RealMatrix frozen[TRAINING_N_SPLITS] = { { 0 } };
  const Regime *regime = run->trainer->regime;
  const TrainerMemory kept = memory (run);
  const guint watch[TRAINING_N_SPLITS]
      = { trainer_memory_watch (&kept, TRAINING_TRAIN), trainer_memory_watch (&kept, TRAINING_TEST) };
  TrainerEyeOptions options = { .network = run->state.network,
                                .probe = run->state.probe,
                                .objective = &run->batch.objective,
                                .augmentation = &run->batch.augmentation,
                                .random = &run->random,
                                .batch = run->batch.size,
                                .head = regime_get_integer (regime, "head.layers") > 0,
                                .layers = run->trainer->task == NULL ? regime : NULL,
                                .team = run->team };
  run->batch.train = run->tuned;
  run->batch.network = run->state.network;
  run->batch.optimiser = run->state.optimiser;
  run->batch.probe = run->state.probe;
  run->batch.team = run->team;
  run->batch.random = run->random;
  keep_frozen (run, frozen);
  make_preconditioner (run);
  trainer_batch_init (&run->batch, regime_get_boolean (regime, "network.batch-norm"));
  run->warm_up = (guint64)regime_get_integer (regime, "optimiser.warm-up") * run->batch.steps;
  trainer_eye_init (&run->eye, run->trainer, &options, run->data, frozen, watch);
}

static void
tell_started (Run *run)
{
  Trainer *trainer = run->trainer;
  const TrainerMemory needed = memory (run);
  TrainerStart start = {
    .train = run->data[TRAINING_TRAIN],
    .test = run->data[TRAINING_TEST],
    .n_epochs = run->n_epochs,
    .first_epoch = run->epoch,
    .n_classes = run->data[TRAINING_TRAIN]->n_classes,
    .dimension = network_feature_width (run->state.network),
    .embedding = network_embedding_width (run->state.network),
    .probe = run->state.probe != NULL,
    .n_parameters = network_full_size (run->state.network),
    .n_trained = network_size (run->state.network),
    .memory = trainer_memory_need (&needed),
    .steps_per_epoch = run->batch.steps,
  };
  if (trainer->sink.started != NULL)
    trainer->sink.started (&start, trainer->user_data);
}

/* The regime with the live keys that the run begins or goes on with: what is asked for since is a change. */
static Regime *
begin_with (const Trainer *trainer)
{
  return trainer->checkpoint == NULL || trainer->branch
             ? regime_ref (trainer->regime)
             : regime_copy_with_live (trainer->regime, trainer->checkpoint->regime);
}

static gboolean
prepare (Run *run, GError **error)
{
  const Regime *regime = run->trainer->regime;
  run->n_epochs = (guint)regime_get_integer (regime, "run.epochs");
  run->metrics_every = (guint)regime_get_integer (regime, "run.metrics-every");
  run->spectra_every = (guint)regime_get_integer (regime, "run.spectra-every");
  run->batch.size = (gsize)regime_get_integer (regime, "optimiser.batch");
  run->batch.objective = regime_objective (regime);
  run->schedule = (NetworkSchedule)regime_get_choice (regime, "optimiser.schedule");
  numeric_random_init (&run->random, (guint64)regime_get_integer (regime, "run.seed"), 0);
  if (run->trainer->checkpoint != NULL && !run->trainer->branch)
    run->random = run->trainer->checkpoint->random;
  if (!regime_validate (regime, error) || !load_data (run, error) || !check_batch (run, error))
    return FALSE;
  run->team = numeric_team_new (trainer_threads (run->trainer));
  if (!make_network (run, error))
    return FALSE;
  take_live (run, begin_with (run->trainer));
  make_buffers (run);
  if (run->trainer->checkpoint != NULL)
    return take_checkpoint (run, error);
  run->good = copy_state (run);
  return TRUE;
}

static void
deliver (Run *run, TrainingSnapshot *snapshot)
{
  if (run->trainer->sink.snapshot != NULL)
    run->trainer->sink.snapshot (snapshot, run->trainer->user_data);
  run->told = TRUE;
  run->offer = g_get_monotonic_time ();
}

/* The present moment; of a whole epoch by a whole pass, once. NULL when the run is to stop. */
static TrainingSnapshot *
look (Run *run)
{
  if (run->step > 0)
    return trainer_eye_glance (&run->eye, run->epoch + (double)run->step / run->batch.steps);
  g_autoptr (TrainingRecord) unused = training_record_new ();
  run->measured = run->measured || trainer_eye_measure (&run->eye, COLLAPSE_MEASURE_BASIC, unused);
  return run->measured ? trainer_eye_whole (&run->eye, run->epoch) : NULL;
}

/* A TrainerOffer. */
static gboolean
offer (gboolean idle, gpointer data)
{
  Run *run = data;
  const TrainerSink *sink = &run->trainer->sink;
  if (run->told || sink->wants_snapshot == NULL)
    return TRUE;
  gint64 start = g_get_monotonic_time ();
  gint64 next = run->offer + run->offer_cost * ((idle ? IDLE_SHARE : BUSY_SHARE) - 1);
  if (start < next || !sink->wants_snapshot (run->trainer->user_data))
    return FALSE;
  g_autoptr (TrainingSnapshot) snapshot = look (run);
  if (snapshot == NULL)
    return FALSE;
  deliver (run, snapshot);
  /* A whole epoch that is measured costs nothing, which the next moment will. */
  run->offer_cost = MAX (run->offer - start, run->step == 0 ? run->offer_cost : 0);
  return TRUE;
}

static gboolean
is_finite (const TrainingRecord *record)
{
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    if (!isfinite (record->split[s].loss) || (record->split[s].metrics.flags & COLLAPSE_NOT_FINITE) != 0)
      return FALSE;
  return TRUE;
}

/* Goes back to the last good epoch and shows it once more, so that what is seen last is what is kept. */
static TrainerEnd
diverge (Run *run, GError **error)
{
  char rate[G_ASCII_DTOSTR_BUF_SIZE]; /* as it is to be typed */
  g_ascii_formatd (rate, sizeof rate, "%g", run->base_rate);
  g_set_error (
      error, TRAINER_ERROR, TRAINER_ERROR_DIVERGED,
      _ ("the loss is no longer finite in epoch %u, mini-batch %u of %u; epoch %u is kept. A smaller "
         "optimiser.learning-rate than %s may help"),
      run->epoch + 1, run->step, run->batch.steps, run->good->epoch, rate);
  trainer_state_take (&run->state, run->good);
  run->epoch = run->good->epoch;
  run->step = 0;
  g_autoptr (TrainingSnapshot) snapshot = look (run);
  if (snapshot != NULL)
    deliver (run, snapshot);
  return TRAINER_FAILED;
}

/* The present whole epoch is no good: it is the one just trained that failed, at its end. */
static TrainerEnd
diverge_at_end (Run *run, GError **error)
{
  run->epoch -= run->epoch > 0;
  run->step = run->batch.steps;
  return diverge (run, error);
}

/* Right after it was measured. */
static void
tell_samples (Run *run)
{
  const TrainerSink *sink = &run->trainer->sink;
  if (sink->wants_samples == NULL || !sink->wants_samples (run->trainer->user_data))
    return;
  g_autoptr (TrainingSnapshot) snapshot = trainer_eye_all (&run->eye, run->epoch);
  sink->samples (snapshot, run->trainer->user_data);
}

/* Measures and tells the present whole epoch. */
static TrainerEnd
record_epoch (Run *run, GError **error)
{
  const TrainerSink *sink = &run->trainer->sink;
  gint64 start = g_get_monotonic_time ();
  gboolean spectra
      = run->spectra_every > 0 && (run->epoch % run->spectra_every == 0 || run->epoch == run->n_epochs);
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = run->epoch;
  record->learning_rate = run->rate;
  record->base_learning_rate = run->base_rate;
  record->weight_decay = regime_get_real (run->live, "optimiser.weight-decay");
  record->seconds = run->seconds;
  run->seconds = 0;
  if (!trainer_eye_measure (&run->eye, spectra ? COLLAPSE_MEASURE_SPECTRA : COLLAPSE_MEASURE_BASIC, record))
    return TRAINER_STOPPED;
  if (!is_finite (record))
    return diverge_at_end (run, error);
  run->measured = TRUE;
  record->measure_seconds = (double)(g_get_monotonic_time () - start) / 1e6;
  if (sink->epoch != NULL)
    sink->epoch (record, run->trainer->user_data);
  if (training_keeps_snapshot (run->epoch, run->n_epochs, TRAINING_SNAPSHOT_LIMIT)) {
    g_autoptr (TrainingSnapshot) snapshot = trainer_eye_whole (&run->eye, run->epoch);
    if (training_keeps_snapshot (run->epoch, run->n_epochs, TRAINING_LAYERS_LIMIT))
      trainer_eye_measure_layers (&run->eye, snapshot);
    deliver (run, snapshot);
  }
  tell_samples (run);
  return TRAINER_FINISHED;
}

/* All there is to tell of the present whole epoch. */
static TrainerEnd
tell_epoch (Run *run, GError **error)
{
  const TrainerSink *sink = &run->trainer->sink;
  g_autoptr (TrainingCheckpoint) state = copy_state (run);
  if (state == NULL)
    return diverge_at_end (run, error);
  TrainerEnd end = TRAINER_FINISHED;
  if (run->epoch % run->metrics_every == 0 || run->epoch == run->n_epochs)
    end = record_epoch (run, error);
  if (end != TRAINER_FINISHED)
    return end;
  state->seconds = run->seconds;
  keep_state (run, state);
  if (sink->checkpoint != NULL)
    sink->checkpoint (state, run->trainer->user_data);
  return TRAINER_FINISHED;
}

/* The schedule's factor on the learning rate of mini-batch `step`, counted from the run's first. */
static double
scheduled_factor (const Run *run, guint64 step)
{
  guint64 n_steps = (guint64)run->n_epochs * run->batch.steps;
  return network_schedule_factor (run->schedule, step, n_steps, run->batch.steps)
         * network_schedule_warm_up (step, run->warm_up);
}

/* Returns whether the loss was finite. */
static gboolean
train_batch (Run *run)
{
  gint64 start = g_get_monotonic_time ();
  guint64 step = (guint64)run->epoch * run->batch.steps + run->step;
  double factor = scheduled_factor (run, step);
  run->rate = run->base_rate * factor;
  double loss = trainer_batch_train (&run->batch, run->step, step, run->rate, factor);
  run->step++;
  run->told = run->measured = FALSE;
  run->seconds += (double)(g_get_monotonic_time () - start) / 1e6;
  return isfinite (loss);
}

static TrainerEnd
train_epoch (Run *run, GError **error)
{
  trainer_batch_begin (&run->batch, run->epoch + 1);
  while (run->step < run->batch.steps) {
    if (!trainer_wait_turn (run->trainer, run->batch.steps, offer, run))
      return TRAINER_STOPPED;
    follow_live (run);
    follow_threads (run);
    if (!train_batch (run))
      return diverge (run, error);
  }
  run->epoch++;
  run->step = 0;
  trainer_epoch_done (run->trainer); /* before it is told: who hears of it may ask for the next */
  return tell_epoch (run, error);
}

static TrainerEnd
run_epochs (Run *run, GError **error)
{
  if (trainer_is_stopping (run->trainer))
    return TRAINER_STOPPED;
  if (!prepare (run, error))
    return TRAINER_FAILED;
  tell_started (run);
  TrainerEnd end = TRAINER_FINISHED;
  if (run->trainer->checkpoint == NULL) {
    run->rate = run->base_rate * scheduled_factor (run, 0);
    end = tell_epoch (run, error);
  }
  while (end == TRAINER_FINISHED && run->epoch < run->n_epochs)
    end = train_epoch (run, error);
  return end;
}

TrainerEnd
trainer_run_regime (Trainer *trainer, GError **error)
{
  Run run = { .trainer = trainer };
  TrainerEnd end = run_epochs (&run, error);
  run_clear (&run);
  return end;
}
