/* One run: data, network, the epoch loop. The order of things is at the head of trainer.c. */
#include "training/trainer-private.h"

#include "network/optimiser.h"
#include "training/regime-augmentation.h"
#include "training/regime-data.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

/* The watch set: samples a class, fewer where all kept snapshots together would pass MAX_KEPT bytes. */
#define WATCH_TRAIN 100
#define WATCH_TEST 50
#define WATCH_LEAST 8
#define MAX_KEPT 256e6

/* Snapshots nobody has asked the regime for take at most one part in this many of the time. */
#define OFFER_SHARE 5

/* Rows of a mini-batch that are gathered in one piece of the team's work. */
#define GATHERED_ROWS 16

typedef struct {
  Trainer *trainer;
  guint n_epochs, metrics_every, spectra_every;
  gsize batch;
  guint steps; /* mini-batches an epoch */
  DatasetAugmentation augmentation;
  NetworkLoss loss;
  NetworkSchedule schedule;
  guint64 warm_up; /* mini-batches */
  double weight_decay;

  NumericRandom random;
  NumericTeam *team;
  Dataset *data[TRAINING_N_SPLITS];
  Network *network;
  NetworkOptimiser *optimiser;
  TrainerEye eye;

  guint32 *order;               /* of the training samples in this epoch */
  NumericRandom augment, mixup; /* this epoch's streams */
  RealMatrix inputs;            /* of a mini-batch */
  guint32 *labels;              /* likewise */
  guint32 *mixed_labels;        /* of what is mixed with its samples */
  RealMatrix gradient;          /* of its loss by the logits */
  RealMatrix mixed_gradient;    /* of the loss with mixed_labels */

  guint epoch, step; /* whole epochs done, and mini-batches of the present one */
  double base_rate, rate;
  double seconds; /* of training since the last record */
  real *good;     /* the network's state at good_epoch, the last one recorded */
  guint good_epoch;
  gboolean told; /* the sink has the snapshot of the present moment */
  gint64 offer;  /* when the next offer may be made, us */
} Run;

static void
run_clear (Run *run)
{
  trainer_eye_clear (&run->eye);
  g_clear_pointer (&run->optimiser, network_optimiser_free);
  g_clear_pointer (&run->network, network_free);
  g_clear_pointer (&run->team, numeric_team_free);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_clear_pointer (&run->data[s], dataset_unref);
  g_clear_pointer (&run->order, g_free);
  g_clear_pointer (&run->labels, g_free);
  g_clear_pointer (&run->mixed_labels, g_free);
  g_clear_pointer (&run->inputs.data, g_aligned_free);
  g_clear_pointer (&run->gradient.data, g_aligned_free);
  g_clear_pointer (&run->mixed_gradient.data, g_aligned_free);
  g_clear_pointer (&run->good, g_free);
}

static gboolean
load_data (Run *run, GError **error)
{
  const Regime *regime = run->trainer->regime;
  Dataset **train = &run->data[TRAINING_TRAIN], **test = &run->data[TRAINING_TEST];
  return regime_load_data (regime, train, test, error) && regime_prepare_data (regime, train, test, error);
}

/* What regime_validate could not know without the data. */
static gboolean
check_batch (Run *run, GError **error)
{
  gsize n = run->data[TRAINING_TRAIN]->samples.rows;
  if (run->batch <= n)
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("optimiser.batch is %u but there are only %u training samples"), (guint)run->batch,
               (guint)n);
  return FALSE;
}

/* The watch set's samples a class. */
static guint
watch_size (const Run *run, gsize dimension, guint most)
{
  guint classes = run->data[TRAINING_TRAIN]->n_classes;
  double kept = MIN (run->n_epochs + 1, TRAINING_SNAPSHOT_LIMIT);
  double share = (double)most / (WATCH_TRAIN + WATCH_TEST);
  double fit = MAX_KEPT * share / (kept * classes * (double)dimension * sizeof (float));
  return (guint)CLAMP (fit, WATCH_LEAST, most);
}

/* Bytes that a run needs beside its data: weights, gradients, two moments and the last good state, features
 * of both splits, kept snapshots, activations of a pass. */
static double
estimate_memory (const Run *run, const GArray *widths)
{
  double inputs = (double)dataset_dimension (run->data[TRAINING_TRAIN]);
  double classes = run->data[TRAINING_TRAIN]->n_classes;
  double samples = (double)(run->data[TRAINING_TRAIN]->samples.rows + run->data[TRAINING_TEST]->samples.rows);
  double before = inputs, weights = 0, activations = inputs;
  for (guint i = 0; i < widths->len; i++) {
    double width = g_array_index (widths, guint, i);
    weights += before * width;
    activations += 5 * width;
    before = width;
  }
  weights += before * classes;
  double watched
      = classes
        * (watch_size (run, (gsize)before, WATCH_TRAIN) + watch_size (run, (gsize)before, WATCH_TEST));
  double kept = MIN (run->n_epochs + 1, TRAINING_SNAPSHOT_LIMIT);
  return sizeof (real)
         * (5 * weights + samples * before + kept * watched * before + (double)run->batch * activations);
}

static gboolean
check_memory (const Run *run, const GArray *widths, GError **error)
{
  double needed = estimate_memory (run, widths);
  double there = (double)sysconf (_SC_PHYS_PAGES) * (double)sysconf (_SC_PAGESIZE);
  if (needed < 0.9 * there)
    return TRUE;
  g_autofree char *needed_text = g_format_size ((guint64)needed);
  g_autofree char *there_text = g_format_size ((guint64)there);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("this network on these data needs about %s of memory and the machine has %s; make "
                  "network.hidden, network.feature or data.train smaller"),
               needed_text, there_text);
  return FALSE;
}

static void
make_optimiser (Run *run)
{
  const Regime *regime = run->trainer->regime;
  const char *kind = regime_get (regime, "optimiser.kind");
  NetworkSgd sgd = {
    .momentum = regime_get_real (regime, "optimiser.momentum"),
    .weight_decay = run->weight_decay,
    .nesterov = regime_get_boolean (regime, "optimiser.nesterov"),
  };
  NetworkAdam adam = {
    .beta1 = regime_get_real (regime, "optimiser.beta1"),
    .beta2 = regime_get_real (regime, "optimiser.beta2"),
    .weight_decay = run->weight_decay,
    .decoupled = g_str_equal (kind, "adamw"),
  };
  run->optimiser = g_str_equal (kind, "sgd") ? network_optimiser_new_sgd (run->network, &sgd)
                                             : network_optimiser_new_adam (run->network, &adam);
  network_optimiser_set_clip (run->optimiser, regime_get_real (regime, "optimiser.clip"));
}

/* K equal angles need K - 1 dimensions. */
static gboolean
check_classifier (const NetworkDesign *mlp, guint feature, GError **error)
{
  if (mlp->classifier != NETWORK_CLASSIFIER_ETF || feature >= mlp->classes - 1)
    return TRUE;
  g_set_error (
      error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
      _ ("network.classifier=etf of %u classes needs a network.feature of at least %u, and it is %u"),
      mlp->classes, mlp->classes - 1, feature);
  return FALSE;
}

static gboolean
make_network (Run *run, GError **error)
{
  const Regime *regime = run->trainer->regime;
  const Dataset *train = run->data[TRAINING_TRAIN];
  g_autoptr (GArray) widths = regime_get_widths (regime, "network.hidden");
  guint feature = (guint)regime_get_integer (regime, "network.feature");
  g_array_append_val (widths, feature);
  if (!check_memory (run, widths, error))
    return FALSE;
  NetworkDesign mlp = {
    .height = train->shape.height,
    .width = train->shape.width,
    .channels = train->shape.channels,
    .widths = (const guint *)widths->data,
    .n_widths = widths->len,
    .batch_norm = regime_get_boolean (regime, "network.batch-norm"),
    .classes = train->n_classes,
    .activation = (NetworkActivation)regime_get_choice (regime, "network.activation"),
    .dropout = regime_get_real (regime, "network.dropout"),
    .classifier = (NetworkClassifier)regime_get_choice (regime, "network.classifier"),
  };
  if (!check_classifier (&mlp, feature, error))
    return FALSE;
  NumericRandom random = numeric_random_split (&run->random, "weights");
  run->network = network_new (&mlp, &random, error);
  if (run->network == NULL)
    return FALSE;
  network_set_team (run->network, run->team);
  make_optimiser (run);
  return TRUE;
}

static void
make_buffers (Run *run)
{
  const Dataset *train = run->data[TRAINING_TRAIN];
  gsize n = train->samples.rows;
  gboolean batch_norm = regime_get_boolean (run->trainer->regime, "network.batch-norm");
  gsize feature = network_feature_width (run->network);
  const guint watch[TRAINING_N_SPLITS]
      = { watch_size (run, feature, WATCH_TRAIN), watch_size (run, feature, WATCH_TEST) };
  run->steps = (guint)((n + run->batch - 1) / run->batch);
  if (batch_norm && n % run->batch == 1 && run->steps > 1)
    run->steps--; /* the last one takes the left-over sample too */
  run->warm_up = (guint64)regime_get_integer (run->trainer->regime, "optimiser.warm-up") * run->steps;
  run->order = g_new (guint32, n);
  run->labels = g_new (guint32, run->batch + 1);
  run->mixed_labels = g_new (guint32, run->batch + 1);
  run->inputs = real_matrix (real_alloc ((run->batch + 1) * dataset_dimension (train)), run->batch + 1,
                             dataset_dimension (train));
  run->gradient
      = real_matrix (real_alloc ((run->batch + 1) * train->n_classes), run->batch + 1, train->n_classes);
  run->mixed_gradient
      = real_matrix (real_alloc ((run->batch + 1) * train->n_classes), run->batch + 1, train->n_classes);
  run->good = g_new (real, network_state_size (run->network));
  network_get_state (run->network, run->good);
  trainer_eye_init (&run->eye, run->trainer, run->network, &run->loss, run->team, run->data, watch);
}

static void
tell_started (Run *run)
{
  Trainer *trainer = run->trainer;
  TrainerStart start = {
    .train = run->data[TRAINING_TRAIN],
    .test = run->data[TRAINING_TEST],
    .n_epochs = run->n_epochs,
    .n_classes = run->data[TRAINING_TRAIN]->n_classes,
    .dimension = network_feature_width (run->network),
    .n_parameters = network_size (run->network),
    .steps_per_epoch = run->steps,
  };
  if (trainer->sink.started != NULL)
    trainer->sink.started (&start, trainer->user_data);
}

static gboolean
prepare (Run *run, GError **error)
{
  const Regime *regime = run->trainer->regime;
  run->n_epochs = (guint)regime_get_integer (regime, "run.epochs");
  run->metrics_every = (guint)regime_get_integer (regime, "run.metrics-every");
  run->spectra_every = (guint)regime_get_integer (regime, "run.spectra-every");
  run->batch = (gsize)regime_get_integer (regime, "optimiser.batch");
  run->augmentation = regime_augmentation (regime);
  run->loss = (NetworkLoss){
    .kind = (NetworkLossKind)regime_get_choice (regime, "loss.kind"),
    .smoothing = regime_get_real (regime, "loss.smoothing"),
    .focus = regime_get_real (regime, "loss.focus"),
  };
  run->schedule = (NetworkSchedule)regime_get_choice (regime, "optimiser.schedule");
  run->weight_decay = regime_get_real (regime, "optimiser.weight-decay");
  run->base_rate = regime_get_real (regime, "optimiser.learning-rate");
  numeric_random_init (&run->random, (guint64)regime_get_integer (regime, "run.seed"), 0);
  if (!regime_validate (regime, error) || !load_data (run, error) || !check_batch (run, error))
    return FALSE;
  run->team = numeric_team_new (run->trainer->threads);
  if (!make_network (run, error))
    return FALSE;
  make_buffers (run);
  return TRUE;
}

static void
deliver (Run *run, TrainingSnapshot *snapshot)
{
  if (run->trainer->sink.snapshot != NULL)
    run->trainer->sink.snapshot (snapshot, run->trainer->user_data);
  run->told = TRUE;
}

/* A TrainerOffer. */
static gboolean
offer (gpointer data)
{
  Run *run = data;
  const TrainerSink *sink = &run->trainer->sink;
  if (run->told || sink->wants_snapshot == NULL)
    return TRUE;
  gint64 start = g_get_monotonic_time ();
  if (start < run->offer || !sink->wants_snapshot (run->trainer->user_data))
    return FALSE;
  double epoch = run->epoch + (double)run->step / run->steps;
  gboolean whole = run->step == 0 && run->epoch == run->good_epoch;
  g_autoptr (TrainingSnapshot) snapshot
      = whole ? trainer_eye_whole (&run->eye, run->epoch) : trainer_eye_glance (&run->eye, epoch);
  if (snapshot == NULL)
    return FALSE;
  deliver (run, snapshot);
  gint64 end = g_get_monotonic_time ();
  run->offer = end + (end - start) * (OFFER_SHARE - 1);
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
      run->epoch + 1, run->step, run->steps, run->good_epoch, rate);
  network_set_state (run->network, run->good);
  TrainingRecord *record = training_record_new ();
  if (trainer_eye_measure (&run->eye, COLLAPSE_MEASURE_BASIC, record)) {
    g_autoptr (TrainingSnapshot) snapshot = trainer_eye_whole (&run->eye, run->good_epoch);
    deliver (run, snapshot);
  }
  training_record_unref (record);
  return TRAINER_FAILED;
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
  record->weight_decay = run->weight_decay;
  record->seconds = run->seconds;
  run->seconds = 0;
  if (!trainer_eye_measure (&run->eye, spectra ? COLLAPSE_MEASURE_SPECTRA : COLLAPSE_MEASURE_BASIC, record))
    return TRAINER_STOPPED;
  if (!is_finite (record)) {
    /* It is the epoch just trained that failed, at its end. */
    run->epoch -= run->epoch > 0;
    run->step = run->steps;
    return diverge (run, error);
  }
  network_get_state (run->network, run->good);
  run->good_epoch = run->epoch;
  record->measure_seconds = (double)(g_get_monotonic_time () - start) / 1e6;
  if (sink->epoch != NULL)
    sink->epoch (record, run->trainer->user_data);
  if (training_keeps_snapshot (run->epoch, run->n_epochs, TRAINING_SNAPSHOT_LIMIT)) {
    g_autoptr (TrainingSnapshot) snapshot = trainer_eye_whole (&run->eye, run->epoch);
    deliver (run, snapshot);
  }
  return TRAINER_FINISHED;
}

/* The stream of the epoch under way, which is counted from 1. */
static NumericRandom
epoch_stream (const Run *run, const char *name)
{
  g_autofree char *label = g_strdup_printf ("%s %u", name, run->epoch + 1);
  return numeric_random_split (&run->random, label);
}

static void
shuffle (Run *run)
{
  NumericRandom random = epoch_stream (run, "order");
  gsize n = run->data[TRAINING_TRAIN]->samples.rows;
  for (gsize i = 0; i < n; i++)
    run->order[i] = (guint32)i;
  numeric_random_shuffle (&random, run->order, n);
}

typedef struct {
  const Run *run;
  const guint32 *samples;
  guint view;
  RealMatrix rows;
} Gathering;

/* A NumericTeamFunc. */
static void
gather_block (gsize block, guint member, gpointer data)
{
  const Gathering *gathering = data;
  const Run *run = gathering->run;
  gsize end = MIN ((block + 1) * GATHERED_ROWS, gathering->rows.rows);
  for (gsize i = block * GATHERED_ROWS; i < end; i++) {
    NumericRandom random = run->augment;
    random.counter[1] = 2 * gathering->samples[i] + gathering->view;
    dataset_augment (&run->augmentation, run->data[TRAINING_TRAIN], gathering->samples[i],
                     real_matrix_row (gathering->rows, i), &random);
  }
}

/* View 0 or 1 of as many training samples as there are rows: a sample's two views in an epoch are augmented
 * apart. */
static void
gather_rows (Run *run, const guint32 *samples, guint view, RealMatrix rows)
{
  Gathering gathering = { run, samples, view, rows };
  numeric_team_run (run->team, (rows.rows + GATHERED_ROWS - 1) / GATHERED_ROWS, gather_block, &gathering);
}

/* The mini-batch `run->step`: its rows into run->inputs and run->labels; returns how many. */
static gsize
gather_batch (Run *run)
{
  const Dataset *train = run->data[TRAINING_TRAIN];
  gsize first = run->step * run->batch;
  gsize n = run->step + 1 == run->steps ? train->samples.rows - first : run->batch;
  gather_rows (run, run->order + first, 0, real_matrix_rows (run->inputs, 0, n));
  for (gsize i = 0; i < n; i++)
    run->labels[i] = train->labels[run->order[first + i]];
  return n;
}

/* Mixes the mini-batch's n rows and notes the labels of what each is mixed with; returns the share that is
 * still its own. */
static double
mix_batch (Run *run, gsize n)
{
  NumericRandom random = run->mixup;
  random.counter[1] = run->step;
  double share = numeric_random_beta (&random, run->augmentation.mixup, run->augmentation.mixup);
  dataset_mixup (real_matrix_rows (run->inputs, 0, n), share);
  for (gsize i = 0; i < n; i++)
    run->mixed_labels[i] = run->labels[n - 1 - i];
  return share;
}

/* The loss of the mini-batch's logits with its labels and, where `share` is below 1, with those of what is
 * mixed in; leaves the slopes in run->gradient. */
static double
batch_loss (Run *run, RealMatrix logits, double share)
{
  RealMatrix gradient = real_matrix_rows (run->gradient, 0, logits.rows);
  RealMatrix mixed = real_matrix_rows (run->mixed_gradient, 0, logits.rows);
  double loss = network_loss (&run->loss, logits, run->labels, gradient, NULL);
  if (share == 1)
    return loss;
  double mixed_loss = network_loss (&run->loss, logits, run->mixed_labels, mixed, NULL);
  real own = (real)share, other = (real)(1 - share);
  for (gsize j = 0; j < gradient.rows * gradient.columns; j++)
    gradient.data[j] = own * gradient.data[j] + other * mixed.data[j];
  return share * loss + (1 - share) * mixed_loss;
}

/* The learning rate of mini-batch `step`, counted from the run's first. */
static double
scheduled_rate (const Run *run, guint64 step)
{
  guint64 n_steps = (guint64)run->n_epochs * run->steps;
  return run->base_rate * network_schedule_factor (run->schedule, step, n_steps, run->steps)
         * network_schedule_warm_up (step, run->warm_up);
}

/* Returns whether the loss was finite. */
static gboolean
train_batch (Run *run)
{
  gint64 start = g_get_monotonic_time ();
  guint64 step = (guint64)run->epoch * run->steps + run->step;
  run->rate = scheduled_rate (run, step);
  network_set_step (run->network, step);
  gsize n = gather_batch (run);
  double share = run->augmentation.mixup > 0 ? mix_batch (run, n) : 1;
  RealMatrix logits = network_forward (run->network, real_matrix_rows (run->inputs, 0, n), NETWORK_TRAINING);
  double loss = batch_loss (run, logits, share);
  if (isfinite (loss)) {
    network_backward (run->network, real_matrix_rows (run->gradient, 0, n));
    network_optimiser_step (run->optimiser, run->rate);
  }
  run->step++;
  run->told = FALSE;
  run->seconds += (double)(g_get_monotonic_time () - start) / 1e6;
  return isfinite (loss);
}

static TrainerEnd
train_epoch (Run *run, GError **error)
{
  shuffle (run);
  run->augment = epoch_stream (run, "augment");
  run->mixup = epoch_stream (run, "mixup");
  while (run->step < run->steps) {
    if (!trainer_wait_turn (run->trainer, run->steps, offer, run, &run->base_rate))
      return TRAINER_STOPPED;
    if (!train_batch (run))
      return diverge (run, error);
  }
  run->epoch++;
  run->step = 0;
  trainer_epoch_done (run->trainer); /* before it is told: who hears of it may ask for the next */
  if (run->epoch % run->metrics_every == 0 || run->epoch == run->n_epochs)
    return record_epoch (run, error);
  return TRAINER_FINISHED;
}

static TrainerEnd
run_epochs (Run *run, GError **error)
{
  if (trainer_is_stopping (run->trainer))
    return TRAINER_STOPPED;
  if (!prepare (run, error))
    return TRAINER_FAILED;
  tell_started (run);
  run->rate = scheduled_rate (run, 0);
  TrainerEnd end = record_epoch (run, error);
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
