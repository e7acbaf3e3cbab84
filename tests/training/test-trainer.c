/* The trainer's promises: the same run to the last bit whatever the threads, pauses, pace and snapshots; what
 * it reports is what another way of computing gives; commands, errors and the hand-over to another thread. */
#include "dataset/prepare.h"
#include "dataset/source.h"
#include "network/loss.h"
#include "network/optimiser.h"
#include "training/history.h"
#include "training/regime-augmentation.h"
#include "training/trainer.h"

#include "../settings.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

/* What a run told. Filled in the trainer's thread, read after the end. */
typedef struct {
  TrainingHistory *history;
  TrainingSnapshot *last; /* of any moment */
  guint n_between;        /* snapshots of between two epochs */
  Dataset *train;
  guint steps;
  gboolean wants;
  TrainerEnd end;
  GError *error;
  Trainer *trainer; /* to command from within */
  guint stop_at;    /* epoch at which to stop from within; 0 never */
  guint n_asked;    /* mini-batches before which other threads were asked for */
  gboolean varies;  /* asks for them */
  gint done;        /* atomic: after the end */
} Told;

static void
on_started (const TrainerStart *start, gpointer data)
{
  Told *told = data;
  told->train = dataset_ref ((Dataset *)start->train);
  told->steps = start->steps_per_epoch;
}

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  Told *told = data;
  training_history_add_record (told->history, record);
  if (told->stop_at > 0 && record->epoch == told->stop_at)
    trainer_stop (told->trainer);
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer data)
{
  Told *told = data;
  g_clear_pointer (&told->last, training_snapshot_unref);
  told->last = training_snapshot_ref (snapshot);
  told->n_between += snapshot->epoch != floor (snapshot->epoch);
  training_history_add_snapshot (told->history, snapshot);
}

static gboolean
on_wants_snapshot (gpointer data)
{
  Told *told = data;
  if (told->varies)
    trainer_set_threads (told->trainer, 1 + ++told->n_asked % 3);
  return told->wants;
}

static void
on_failed (const GError *error, gpointer data)
{
  Told *told = data;
  g_assert_null (told->error);
  told->error = g_error_copy (error);
}

static void
on_ended (TrainerEnd end, gpointer data)
{
  Told *told = data;
  told->end = end;
  g_atomic_int_set (&told->done, 1);
}

static const TrainerSink sink = {
  .started = on_started,
  .epoch = on_epoch,
  .snapshot = on_snapshot,
  .wants_snapshot = on_wants_snapshot,
  .failed = on_failed,
  .ended = on_ended,
};

static void
told_free (Told *told)
{
  g_clear_pointer (&told->history, training_history_free);
  g_clear_pointer (&told->last, training_snapshot_unref);
  g_clear_pointer (&told->train, dataset_unref);
  g_clear_error (&told->error);
  g_free (told);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Told, told_free)

/* Digits, small and short; further settings as "section.key=value", NULL-terminated. */
static Regime *
new_regime (const char *const *settings)
{
  static const char *const small[] = { "data.train=300",     "data.test=100",       "network.hidden=24",
                                       "network.feature=16", "optimiser.batch=32",  "run.epochs=3",
                                       "run.seed=7",         "run.spectra-every=2", NULL };
  return regime_with_settings (small, settings);
}

static Told *
new_told (Regime *regime)
{
  Told *told = g_new0 (Told, 1);
  told->history = training_history_new (regime);
  return told;
}

static Told *
run (Regime *regime, guint threads, gboolean wants)
{
  Told *told = new_told (regime);
  told->wants = wants;
  g_autoptr (Trainer) trainer = trainer_new (regime, threads, &sink, told);
  trainer_run (trainer, NULL);
  return told;
}

static void
assert_same_record (const TrainingRecord *a, const TrainingRecord *b)
{
  g_assert_cmpuint (a->epoch, ==, b->epoch);
  g_assert_cmpmem (&a->learning_rate, sizeof (double), &b->learning_rate, sizeof (double));
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    g_assert_cmpmem (&a->split[s].loss, sizeof (double), &b->split[s].loss, sizeof (double));
    g_assert_cmpmem (&a->split[s].error, sizeof (double), &b->split[s].error, sizeof (double));
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++) {
      double x = a->split[s].metrics.value[m], y = b->split[s].metrics.value[m];
      g_assert_true (isnan (x) ? isnan (y) : memcmp (&x, &y, sizeof x) == 0);
    }
  }
}

/* Bit by bit. */
static void
assert_same_run (const Told *a, const Told *b)
{
  g_assert_cmpuint (training_history_n_records (a->history), ==, training_history_n_records (b->history));
  for (guint i = 0; i < training_history_n_records (a->history); i++)
    assert_same_record (training_history_record (a->history, i), training_history_record (b->history, i));
  guint n = training_history_n_snapshots (a->history);
  g_assert_cmpuint (n, ==, training_history_n_snapshots (b->history));
  for (guint i = 0; i < n; i++) {
    const TrainingSnapshot *x = training_history_snapshot (a->history, i);
    const TrainingSnapshot *y = training_history_snapshot (b->history, i);
    gsize d = x->dimension, k = x->n_classes;
    g_assert_cmpmem (x->weight, k * d * sizeof (float), y->weight, k * d * sizeof (float));
    for (guint s = 0; s < TRAINING_N_SPLITS; s++)
      g_assert_cmpmem (x->split[s].features, x->split[s].n * d * sizeof (float), y->split[s].features,
                       y->split[s].n * d * sizeof (float));
  }
}

static void
test_threads (gconstpointer settings)
{
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) one = run (regime, 1, FALSE);
  g_assert_no_error (one->error);
  g_assert_cmpuint (training_history_n_records (one->history), ==, 4);
  for (guint threads = 2; threads <= 4; threads++) {
    g_autoptr (Told) other = run (regime, threads, FALSE);
    assert_same_run (one, other);
  }
  g_autoptr (Regime) reseeded = regime_copy (regime);
  g_assert_true (regime_set (reseeded, "run.seed", "8", NULL));
  g_autoptr (Told) other = run (reseeded, 1, FALSE);
  g_assert_cmpfloat (training_history_last (one->history)->split[TRAINING_TRAIN].loss, !=,
                     training_history_last (other->history)->split[TRAINING_TRAIN].loss);
}

/* Cores that come and go while it runs leave no trace. */
static void
test_set_threads (gconstpointer settings)
{
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) one = run (regime, 1, FALSE);
  g_autoptr (Told) varied = new_told (regime);
  g_autoptr (Trainer) trainer = trainer_new (regime, 1, &sink, varied);
  varied->trainer = trainer;
  varied->varies = TRUE;
  g_assert_true (trainer_run (trainer, NULL));
  g_assert_cmpuint (varied->n_asked, >, 20);
  assert_same_run (one, varied);
}

static NumericRandom
stream_by_hand (const NumericRandom *seed, const char *name, guint epoch)
{
  g_autofree char *label = g_strdup_printf ("%s %u", name, epoch);
  return numeric_random_split (seed, label);
}

/* The n rows mixed, and the slopes of the loss by the logits, of ten classes. */
static void
mixup_by_hand (Network *network, double share, gsize n, float *inputs, const guint32 *labels, float *slopes)
{
  float other[32 * 10];
  guint32 reversed[32];
  for (gsize i = 0; i < n; i++)
    reversed[i] = labels[n - 1 - i];
  dataset_mixup (real_matrix (inputs, n, 64), share);
  RealMatrix logits = network_forward (network, real_matrix (inputs, n, 64), NETWORK_TRAINING);
  network_cross_entropy (logits, labels, real_matrix (slopes, n, 10), NULL);
  network_cross_entropy (logits, reversed, real_matrix (other, n, 10), NULL);
  for (gsize j = 0; j < 10 * n; j++)
    slopes[j] = (float)share * slopes[j] + (float)(1 - share) * other[j];
}

/* One epoch of new_regime, 300 samples in batches of 32, as the head of trainer.c says it. */
static void
train_by_hand (Network *network,
               NetworkOptimiser *optimiser,
               const Dataset *train,
               const NumericRandom *seed,
               const DatasetAugmentation *augmentation,
               guint epoch)
{
  NumericRandom random = stream_by_hand (seed, "order", epoch);
  NumericRandom augment = stream_by_hand (seed, "augment", epoch);
  NumericRandom mixup = stream_by_hand (seed, "mixup", epoch);
  guint32 order[300], labels[32];
  float inputs[32 * 64], slopes[32 * 10];
  for (guint32 i = 0; i < 300; i++)
    order[i] = i;
  numeric_random_shuffle (&random, order, 300);
  for (guint step = 0; step < 10; step++) {
    gsize n = MIN (32, 300 - 32 * step);
    RealMatrix gradient = real_matrix (slopes, n, 10);
    for (gsize i = 0; i < n; i++) {
      guint32 sample = order[32 * step + i];
      NumericRandom own = augment;
      own.counter[1] = 2 * sample;
      dataset_augment (augmentation, train, sample, inputs + 64 * i, &own);
      labels[i] = train->labels[sample];
    }
    if (augmentation->mixup > 0) {
      NumericRandom own = mixup;
      own.counter[1] = step;
      double share = numeric_random_beta (&own, augmentation->mixup, augmentation->mixup);
      mixup_by_hand (network, share, n, inputs, labels, slopes);
    } else {
      RealMatrix logits = network_forward (network, real_matrix (inputs, n, 64), NETWORK_TRAINING);
      network_cross_entropy (logits, labels, gradient, NULL);
    }
    network_backward (network, gradient);
    network_optimiser_step (
        optimiser, 0.05 * network_schedule_factor (NETWORK_SCHEDULE_COSINE, (epoch - 1) * 10 + step, 30, 10));
  }
}

/* What a seed determines, done again by hand from what is documented: the streams, the order of each epoch,
 * the batches, the augmentation and the schedule, to the last bit. With a head an online probe is trained,
 * too, of which nothing here knows: the network does not feel it. */
static void
test_by_hand (gconstpointer settings)
{
  g_autoptr (Regime) regime = new_regime (settings);
  DatasetAugmentation augmentation = regime_augmentation (regime);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  const guint widths[] = { 24, 16 };
  const guint head_layers = (guint)regime_get_integer (regime, "head.layers");
  const NetworkDesign mlp = { .height = 8,
                              .width = 8,
                              .channels = 1,
                              .widths = widths,
                              .n_widths = 2,
                              .batch_norm = TRUE,
                              .head_layers = head_layers,
                              .head_width = 20,
                              .classes = 10 };
  const NetworkSgd sgd = { .momentum = 0.9, .weight_decay = 0.0005 };
  const DatasetRequest request = { .train = 300, .test = 100, .labels = "fine", .classes = "all" };
  g_autoptr (Dataset) train = NULL, test = NULL;
  NumericRandom seed;
  numeric_random_init (&seed, 7, 0);
  NumericRandom data = numeric_random_split (&seed, "data");
  NumericRandom weights = numeric_random_split (&seed, "weights");
  g_assert_true (dataset_source_load ("digits", NULL, 7, &train, &test, NULL));
  g_assert_true (dataset_prepare (&train, &test, &request, &data, NULL));
  g_autoptr (Network) network = network_new (&mlp, &weights, NULL);
  g_autoptr (NetworkOptimiser) optimiser = network_optimiser_new_sgd (network, &sgd);
  for (guint epoch = 0; epoch <= 3; epoch++) {
    if (epoch > 0)
      train_by_hand (network, optimiser, train, &seed, &augmentation, epoch);
    const TrainingSnapshot *snapshot = training_history_snapshot (told->history, epoch);
    const TrainingSplitRecord *record = training_history_record (told->history, epoch)->split;
    RealMatrix logits = network_forward (network, train->samples, NETWORK_EVALUATION);
    g_assert_cmpfloat (record->loss, ==,
                       network_cross_entropy (logits, train->labels, (RealMatrix){ 0 }, NULL));
    g_assert_cmpint (snapshot->probe, ==, head_layers > 0);
    if (head_layers == 0)
      g_assert_cmpmem (snapshot->weight, 160 * sizeof (float), network_classifier_weight (network).data,
                       160 * sizeof (float));
  }
}

/* The synthetic set as its keys describe it: by default DATASET_GAUSSIAN_DEFAULT, else what is set. */
static void
test_gaussian (void)
{
  static const char *const plain[]
      = { "data.source=gaussian", "data.train=0", "data.test=0", "run.epochs=1", NULL };
  static const char *const described[] = { "data.source=gaussian",
                                           "data.train=0",
                                           "data.test=0",
                                           "run.epochs=1",
                                           "data.gaussian-coarse=5",
                                           "data.gaussian-fine=8",
                                           "data.gaussian-dimension=12",
                                           "data.gaussian-samples=6",
                                           "data.gaussian-coarse-spread=2",
                                           "data.gaussian-fine-spread=0.25",
                                           "data.gaussian-noise=0.125",
                                           NULL };
  static const struct {
    const char *const *settings;
    DatasetGaussian gaussian;
  } rows[] = { { plain, DATASET_GAUSSIAN_DEFAULT }, { described, { 5, 8, 12, 6, 1, 2, 0.25, 0.125 } } };
  const DatasetRequest request = { .labels = "fine", .classes = "all" };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Regime) regime = new_regime (rows[i].settings);
    g_autoptr (Told) told = run (regime, 1, FALSE);
    g_autoptr (Dataset) train = NULL, test = NULL;
    NumericRandom random = { 0 };
    g_assert_no_error (told->error);
    g_assert_true (dataset_source_load ("gaussian", &rows[i].gaussian, 7, &train, &test, NULL));
    g_assert_true (dataset_prepare (&train, &test, &request, &random, NULL));
    gsize bytes = train->samples.rows * train->samples.columns * sizeof (float);
    g_assert_cmpuint (told->train->n_classes, ==, rows[i].gaussian.coarse * rows[i].gaussian.fine);
    g_assert_cmpmem (told->train->samples.data, bytes, train->samples.data, bytes);
  }
}

/* More classes than a simplex has room for in the features: 40 in 16 dimensions. It trains, and the measures
 * of such a geometry are numbers. */
static void
test_many_classes (void)
{
  static const char *const settings[] = { "data.source=gaussian", "data.train=0",
                                          "data.test=0",          "data.gaussian-coarse=5",
                                          "data.gaussian-fine=8", "data.gaussian-noise=0.25",
                                          "run.epochs=10",        NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 2, FALSE);
  g_assert_no_error (told->error);
  const TrainingSplitRecord *first = training_history_record (told->history, 0)->split;
  const TrainingSplitRecord *last = training_history_last (told->history)->split;
  g_assert_cmpuint (told->train->n_classes, ==, 40);
  g_assert_cmpfloat (last[TRAINING_TRAIN].error, <, first[TRAINING_TRAIN].error / 4);
  g_assert_true (isfinite (last[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1]));
  g_assert_true (isfinite (last[TRAINING_TRAIN].metrics.value[COLLAPSE_NC2_ANGLE_MEANS]));
}

/* Looking changes nothing. */
static void
test_snapshots (void)
{
  g_autoptr (Regime) regime = new_regime (NULL);
  g_autoptr (Told) blind = run (regime, 1, FALSE);
  g_autoptr (Told) watched = run (regime, 1, TRUE);
  g_assert_cmpuint (blind->n_between, ==, 0);
  g_assert_cmpuint (watched->n_between, >, 0);
  assert_same_run (blind, watched);
}

/* Nothing of a run depends on when it was held. */
static void
test_pauses (gconstpointer settings)
{
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) free_run = run (regime, 1, FALSE);
  g_autoptr (Told) told = new_told (regime);
  told->wants = TRUE;
  Trainer *trainer = trainer_new (regime, 1, &sink, told);
  trainer_pause (trainer);
  trainer_start (trainer);
  g_usleep (20000);
  trainer_set_pace (trainer, 50);
  trainer_step_epoch (trainer);
  g_usleep (20000);
  trainer_pause (trainer);
  g_usleep (5000);
  trainer_resume (trainer);
  trainer_set_pace (trainer, 0);
  trainer_step_epoch (trainer); /* not while it runs: nothing happens */
  while (!g_atomic_int_get (&told->done))
    g_usleep (1000);
  trainer_free (trainer);
  g_assert_cmpint (told->end, ==, TRAINER_FINISHED);
  assert_same_run (free_run, told);
}

/* Behind a head a run is measured twice: the features by the online probe, the head's output by the
 * classifier. */
static void
test_head (void)
{
  static const char *const settings[] = { "head.layers=2", "head.width=32", "run.epochs=40", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_no_error (told->error);
  const TrainingRecord *last = training_history_last (told->history);
  const TrainingSplitRecord *train = &last->split[TRAINING_TRAIN];
  g_assert_true (last->has_head);
  g_assert_true (told->last->probe);
  g_assert_cmpfloat (train->error, <, 0.15);
  g_assert_cmpfloat (train->head.value[COLLAPSE_NC1], <, train->metrics.value[COLLAPSE_NC1]);
  g_assert_cmpfloat (train->head.value[COLLAPSE_NC4], <, 0.15);
  g_assert_cmpfloat (train->metrics.value[COLLAPSE_NC4], <, 0.2);
  g_assert_cmpfloat (train->metrics.value[COLLAPSE_NC3_COSINE], >, 0.3);
  g_assert_cmpfloat (train->probe_accuracy, >, 0.9);
}

/* Without a classifier the error is the probe's, the head has no nc3, and the loss of a measurement is as of
 * two views that are the same every time: that of weights that stay is, too. */
static void
test_supcon (void)
{
  static const char *const settings[]
      = { "loss.kind=supcon", "head.layers=1", "augment.level=weak", "run.epochs=10", NULL };
  static const char *const still[] = { "loss.kind=supcon",
                                       "head.layers=1",
                                       "augment.level=weak",
                                       "network.batch-norm=false",
                                       "optimiser.weight-decay=0",
                                       "run.epochs=2",
                                       "optimiser.learning-rate=1e-30",
                                       NULL };
  g_autoptr (Regime) regime = new_regime (settings), standing = new_regime (still);
  g_autoptr (Told) told = run (regime, 1, FALSE), stood = run (standing, 1, FALSE);
  g_assert_no_error (told->error);
  g_assert_no_error (stood->error);
  const TrainingSplitRecord *first = training_history_record (told->history, 0)->split;
  const TrainingSplitRecord *last = training_history_last (told->history)->split;
  g_assert_cmpfloat (last->loss, <, first->loss);
  g_assert_cmpfloat (last->error, <, 0.2);
  g_assert_true (isnan (last->head.value[COLLAPSE_NC3]));
  g_assert_cmpfloat (last->metrics.value[COLLAPSE_NC1], <, first->metrics.value[COLLAPSE_NC1]);
  g_assert_cmpfloat (training_history_record (stood->history, 0)->split->loss, ==,
                     training_history_last (stood->history)->split->loss);
}

/* The loss of epoch 0. */
static double
first_loss (const char *level)
{
  const char *const settings[] = { "loss.kind=simclr", "run.epochs=1", level, NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_no_error (told->error);
  return training_history_record (told->history, 0)->split[TRAINING_TRAIN].loss;
}

/* The two views that a loss is measured on differ: else a sample's own would be the nearest of all. */
static void
test_measured_views (void)
{
  g_test_message ("%g, %g", first_loss ("augment.level=none"), first_loss ("augment.level=strong"));
  g_assert_cmpfloat (first_loss ("augment.level=strong"), >, first_loss ("augment.level=none") + 0.5);
}

/* Trained on two classes, the probe is still asked for all ten. */
static void
test_fine_classes (void)
{
  static const char *const settings[] = { "data.labels=coarse", "run.epochs=10", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_no_error (told->error);
  const TrainingSplitRecord *last = training_history_last (told->history)->split;
  g_assert_cmpuint (told->train->n_classes, ==, 2);
  g_assert_cmpfloat (last[TRAINING_TEST].probe_accuracy, >, 0.5);
  g_assert_cmpfloat (last[TRAINING_TEST].probe_accuracy, <, 1 - last[TRAINING_TEST].error);
}

/* A fixed classifier is a simplex ETF of unit vectors without bias from the first record to the last, while
 * the features learn; with fewer dimensions than it needs it is refused by name. */
static void
test_fixed_classifier (void)
{
  static const char *const settings[] = { "network.classifier=etf", NULL };
  static const char *const narrow[] = { "network.classifier=etf", "network.feature=8", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_no_error (told->error);
  for (guint i = 0; i < training_history_n_records (told->history); i++) {
    const double *value = training_history_record (told->history, i)->split[TRAINING_TRAIN].metrics.value;
    g_assert_cmpfloat (value[COLLAPSE_NC2_ETF_WEIGHTS], <, 1e-6);
    g_assert_cmpfloat (value[COLLAPSE_NC2_NORM_WEIGHTS], <, 1e-6);
  }
  for (guint k = 0; k < 10; k++)
    g_assert_cmpfloat (told->last->bias[k], ==, 0);
  g_assert_cmpfloat (training_history_last (told->history)->split[TRAINING_TRAIN].error, <, 0.3);
  g_autoptr (Regime) impossible = new_regime (narrow);
  g_autoptr (Told) refused = run (impossible, 1, FALSE);
  g_assert_error (refused->error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_nonnull (strstr (refused->error->message, "network.feature"));
}

/* The rate of an epoch's last mini-batch, in warm-up and after: 300 samples in batches of 32 are 10 steps. */
static void
test_warm_up (void)
{
  static const char *const settings[]
      = { "optimiser.schedule=constant", "optimiser.learning-rate=0.08", "optimiser.warm-up=2", NULL };
  const double expected[] = { 0.08 / 20, 0.08 * 10 / 20, 0.08, 0.08 };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_no_error (told->error);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpfloat_with_epsilon (training_history_record (told->history, i)->learning_rate, expected[i],
                                    1e-12);
}

/* A loss of one sample of ten classes by its definition. */
static double
plain_loss (const char *kind, const double *logits, guint label)
{
  double sum = 0, others = 0, squares = 0;
  for (guint k = 0; k < 10; k++)
    sum += exp (logits[k]);
  for (guint k = 0; k < 10; k++) {
    others += (log (sum) - logits[k]) / 10;
    squares += pow (logits[k] - (k == label), 2);
  }
  double entropy = log (sum) - logits[label];
  if (g_str_equal (kind, "label-smoothing"))
    return 0.7 * entropy + 0.3 * others;
  if (g_str_equal (kind, "focal"))
    return pow (1 - exp (-entropy), 1.5) * entropy;
  return g_str_equal (kind, "mse") ? squares / 2 : entropy;
}

/* Loss, error and means of an epoch, computed again in plain double from the snapshot: its features are the
 * whole split here, as there are fewer samples a class than the watch set takes. */
static void
test_record (gconstpointer kind)
{
  static const char *const settings[]
      = { "data.train=200", "data.test=50", "loss.smoothing=0.3", "loss.focus=1.5", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_assert_true (regime_set (regime, "loss.kind", kind, NULL));
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_no_error (told->error);
  const TrainingRecord *record = training_history_last (told->history);
  const TrainingSnapshot *snapshot
      = training_history_snapshot (told->history, training_history_n_snapshots (told->history) - 1);
  const guint expected[] = { 200, 50 };
  g_assert_cmpfloat (snapshot->epoch, ==, record->epoch);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainingWatch *watch = &snapshot->split[s];
    double loss = 0;
    guint wrong = 0;
    g_assert_cmpuint (watch->n, ==, expected[s]);
    for (gsize i = 0; i < watch->n; i++) {
      double logits[10];
      guint best = 0;
      for (guint k = 0; k < 10; k++) {
        logits[k] = snapshot->bias[k];
        for (gsize j = 0; j < snapshot->dimension; j++)
          logits[k] += (double)snapshot->weight[k * snapshot->dimension + j]
                       * watch->features[i * snapshot->dimension + j];
        best = logits[k] > logits[best] ? k : best;
      }
      loss += plain_loss (kind, logits, watch->labels[i]);
      wrong += best != watch->labels[i];
      g_assert_cmpuint (best, ==, watch->predictions[i]);
    }
    g_assert_cmpfloat_with_epsilon (record->split[s].loss, loss / (double)watch->n, 1e-5);
    g_assert_cmpfloat_with_epsilon (record->split[s].error, wrong / (double)watch->n, 1e-12);
    g_assert_nonnull (watch->means);
  }
}

/* The first preset does what it is there for: in five epochs few errors are left, and the classes shrink. */
static void
test_collapses (void)
{
  g_autoptr (Regime) regime = regime_new_preset ("watch-collapse", NULL);
  g_assert_true (regime_set (regime, "run.epochs", "5", NULL));
  g_autoptr (Told) told = run (regime, 2, FALSE);
  g_assert_no_error (told->error);
  const TrainingSplitRecord *first = training_history_record (told->history, 0)->split;
  const TrainingSplitRecord *last = training_history_last (told->history)->split;
  g_assert_cmpfloat (first[TRAINING_TRAIN].error, >, 0.5);
  g_assert_cmpfloat (last[TRAINING_TRAIN].error, <, 0.02);
  g_assert_cmpfloat (last[TRAINING_TEST].error, <, 0.1);
  g_assert_cmpfloat (last[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1], <,
                     first[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] / 4);
}

/* Which epochs are recorded, and which with spectra. */
static void
test_intervals (void)
{
  static const char *const settings[]
      = { "run.epochs=7", "run.metrics-every=2", "run.spectra-every=4", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  const guint epochs[] = { 0, 2, 4, 6, 7 };
  const gboolean spectra[] = { TRUE, FALSE, TRUE, FALSE, TRUE };
  g_assert_cmpuint (training_history_n_records (told->history), ==, G_N_ELEMENTS (epochs));
  for (guint i = 0; i < G_N_ELEMENTS (epochs); i++) {
    const TrainingRecord *record = training_history_record (told->history, i);
    g_assert_cmpuint (record->epoch, ==, epochs[i]);
    g_assert_cmpint (!isnan (record->split[0].metrics.value[COLLAPSE_NUMERICAL_RANK]), ==, spectra[i]);
    g_assert_true (epochs[i] == 0 ? record->seconds == 0 : record->seconds > 0);
  }
}

/* 300 samples in batches of 32 are 10; 300 = 23 * 13 + 1: with batch norm the single one joins the last. */
static void
test_batches (void)
{
  static const char *const thirteen[] = { "optimiser.batch=13", "run.epochs=1", NULL };
  static const char *const plain[]
      = { "optimiser.batch=13", "run.epochs=1", "network.batch-norm=false", NULL };
  g_autoptr (Regime) regime = new_regime (NULL);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_cmpuint (told->steps, ==, 10);
  g_autoptr (Regime) left_over = new_regime (thirteen);
  g_autoptr (Told) merged = run (left_over, 1, FALSE);
  g_assert_no_error (merged->error);
  g_assert_cmpuint (merged->steps, ==, 23);
  g_autoptr (Regime) without = new_regime (plain);
  g_autoptr (Told) kept = run (without, 1, FALSE);
  g_assert_no_error (kept->error);
  g_assert_cmpuint (kept->steps, ==, 24);
}

/* Bare, or behind a head, where the classifier that is seen is the probe's. */
static void
test_diverges (gconstpointer layers)
{
  const char *const settings[] = { "network.batch-norm=false",
                                   "optimiser.learning-rate=1000",
                                   "optimiser.schedule=constant",
                                   "run.epochs=50",
                                   layers,
                                   NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_error (told->error, TRAINER_ERROR, TRAINER_ERROR_DIVERGED);
  g_assert_nonnull (strstr (told->error->message, "epoch"));
  g_assert_nonnull (strstr (told->error->message, "learning-rate"));
  g_assert_cmpint (told->end, ==, TRAINER_FAILED);
  guint n = training_history_n_records (told->history);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    g_assert_true (isfinite (training_history_record (told->history, i)->split[TRAINING_TRAIN].loss));
  /* What is seen last is the last good epoch. */
  g_assert_cmpfloat (told->last->epoch, ==, training_history_last (told->history)->epoch);
  guint n_kept = training_history_n_snapshots (told->history);
  const TrainingSnapshot *good = training_history_snapshot (told->history, n_kept - 1);
  gsize size = good->n_classes * good->dimension * sizeof (float);
  g_assert_true (good != told->last);
  g_assert_cmpmem (good->weight, size, told->last->weight, size);
}

static void
test_refusals (void)
{
  static const struct {
    const char *settings[3];
    const char *word;
  } rows[] = {
    { { "data.source=/nonexistent/folder" }, "/nonexistent/folder" },
    { { "data.classes=0-99" }, "99" },
    { { "data.train=0", "optimiser.batch=60000" }, "optimiser.batch" },
    { { "data.labels=nonsense" }, "nonsense" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (Regime) regime = new_regime (rows[i].settings);
    g_autoptr (Told) told = run (regime, 1, FALSE);
    g_test_message ("%s", rows[i].settings[0]);
    g_assert_nonnull (told->error);
    g_test_message ("%s", told->error->message);
    g_assert_nonnull (strstr (told->error->message, rows[i].word));
    g_assert_cmpint (told->end, ==, TRAINER_FAILED);
    g_assert_cmpuint (training_history_n_records (told->history), ==, 0);
  }
}

/* The views of a contrastive mini-batch are all compared with each other: 131072 x 131072 here. */
static void
test_memory (void)
{
  static const char *const settings[] = { "data.source=gaussian",
                                          "data.train=0",
                                          "data.test=0",
                                          "data.gaussian-coarse=2",
                                          "data.gaussian-fine=1",
                                          "data.gaussian-dimension=1",
                                          "data.gaussian-samples=32768",
                                          "loss.kind=supcon",
                                          "optimiser.batch=65536",
                                          NULL };
  if ((double)sysconf (_SC_PHYS_PAGES) * (double)sysconf (_SC_PAGESIZE) > 70e9) {
    g_test_skip ("this machine has the memory");
    return;
  }
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = run (regime, 1, FALSE);
  g_assert_error (told->error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_nonnull (strstr (told->error->message, "optimiser.batch"));
}

static void
test_stop (void)
{
  static const char *const settings[] = { "run.epochs=100000", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  g_autoptr (Told) told = new_told (regime);
  g_autoptr (Trainer) trainer = trainer_new (regime, 2, &sink, told);
  g_autoptr (GError) error = NULL;
  told->trainer = trainer;
  told->stop_at = 5;
  g_assert_true (trainer_run (trainer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (told->end, ==, TRAINER_STOPPED);
  g_assert_cmpuint (training_history_last (told->history)->epoch, ==, 5);
}

/* Freeing a trainer that is held, by a pause or by a pace of one mini-batch in ages, comes back. */
static void
test_stop_held (void)
{
  static const char *const settings[] = { "run.epochs=100000", NULL };
  g_autoptr (Regime) regime = new_regime (settings);
  for (guint paced = 0; paced < 2; paced++) {
    g_autoptr (Told) told = new_told (regime);
    Trainer *trainer = trainer_new (regime, 1, &sink, told);
    if (paced)
      trainer_set_pace (trainer, 1e-6);
    else
      trainer_pause (trainer);
    trainer_start (trainer);
    g_usleep (30000);
    trainer_free (trainer);
    g_assert_cmpint (told->end, ==, TRAINER_STOPPED);
  }
  Trainer *never_started = trainer_new (regime, 1, NULL, NULL);
  trainer_free (never_started);
  trainer_free (NULL);
}

int
main (int argc, char **argv)
{
  static const char *const dropout[] = { "network.dropout=0.3", "network.activation=gelu", NULL };
  static const char *const adamw[]
      = { "optimiser.kind=adamw", "optimiser.learning-rate=0.003", "optimiser.clip=1", NULL };
  static const char *const augmented[]
      = { "augment.level=strong", "augment.flip=0.5", "augment.mixup=0.4", NULL };
  static const char *const head[] = { "head.layers=1", "head.width=20", NULL };
  static const char *const cnn[] = { "network.kind=cnn", "network.channels=8,12", "network.strides=1,2",
                                     "network.downsampling=max-pool", NULL };
  static const char *const resnet[]
      = { "network.kind=resnet", "network.channels=8,8,12", "network.strides=1,1,2", "head.layers=1",
          "head.width=20",       "augment.level=weak",      "augment.mixup=0.2",     NULL };
  static const char *const supcon[]
      = { "loss.kind=supcon", "head.layers=2", "head.width=20", "augment.level=weak", NULL };
  static const char *const simclr[]
      = { "loss.kind=simclr", "head.layers=2", "head.width=20", "augment.level=strong", NULL };

  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/training/trainer/threads", NULL, test_threads);
  g_test_add_data_func ("/training/trainer/threads-adamw", adamw, test_threads);
  g_test_add_data_func ("/training/trainer/threads-dropout", dropout, test_threads);
  g_test_add_data_func ("/training/trainer/threads-augmented", augmented, test_threads);
  g_test_add_data_func ("/training/trainer/threads-cnn", cnn, test_threads);
  g_test_add_data_func ("/training/trainer/threads-resnet-head", resnet, test_threads);
  g_test_add_data_func ("/training/trainer/threads-supcon", supcon, test_threads);
  g_test_add_data_func ("/training/trainer/threads-simclr", simclr, test_threads);
  g_test_add_data_func ("/training/trainer/set-threads", NULL, test_set_threads);
  g_test_add_data_func ("/training/trainer/set-threads-resnet-head", resnet, test_set_threads);
  g_test_add_data_func ("/training/trainer/set-threads-simclr", simclr, test_set_threads);
  g_test_add_func ("/training/trainer/head", test_head);
  g_test_add_func ("/training/trainer/supcon", test_supcon);
  g_test_add_func ("/training/trainer/measured-views", test_measured_views);
  g_test_add_func ("/training/trainer/fine-classes", test_fine_classes);
  g_test_add_func ("/training/trainer/fixed-classifier", test_fixed_classifier);
  g_test_add_func ("/training/trainer/warm-up", test_warm_up);
  g_test_add_data_func ("/training/trainer/by-hand", NULL, test_by_hand);
  g_test_add_data_func ("/training/trainer/by-hand-augmented", augmented, test_by_hand);
  g_test_add_data_func ("/training/trainer/by-hand-head", head, test_by_hand);
  g_test_add_func ("/training/trainer/gaussian", test_gaussian);
  g_test_add_func ("/training/trainer/many-classes", test_many_classes);
  g_test_add_func ("/training/trainer/snapshots", test_snapshots);
  g_test_add_data_func ("/training/trainer/pauses", NULL, test_pauses);
  g_test_add_data_func ("/training/trainer/pauses-augmented", augmented, test_pauses);
  g_test_add_data_func ("/training/trainer/pauses-resnet-head", resnet, test_pauses);
  g_test_add_data_func ("/training/trainer/pauses-simclr", simclr, test_pauses);
  g_test_add_data_func ("/training/trainer/record-cross-entropy", "cross-entropy", test_record);
  g_test_add_data_func ("/training/trainer/record-label-smoothing", "label-smoothing", test_record);
  g_test_add_data_func ("/training/trainer/record-focal", "focal", test_record);
  g_test_add_data_func ("/training/trainer/record-mse", "mse", test_record);
  g_test_add_func ("/training/trainer/collapses", test_collapses);
  g_test_add_func ("/training/trainer/intervals", test_intervals);
  g_test_add_func ("/training/trainer/batches", test_batches);
  g_test_add_data_func ("/training/trainer/diverges", "head.layers=0", test_diverges);
  g_test_add_data_func ("/training/trainer/diverges-head", "head.layers=2", test_diverges);
  g_test_add_func ("/training/trainer/refusals", test_refusals);
  g_test_add_func ("/training/trainer/memory", test_memory);
  g_test_add_func ("/training/trainer/stop", test_stop);
  g_test_add_func ("/training/trainer/stop-held", test_stop_held);
  return g_test_run ();
}
