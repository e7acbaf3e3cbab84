/* Fine-tuning a trained network on another task: what is frozen, what is drawn, what is measured. */
#include "collapse/probe.h"
#include "training/regime-network.h"
#include "training/trainer.h"

#include "../settings.h"

#include <math.h>
#include <string.h>

/* What a run told. */
typedef struct {
  GPtrArray *records, *checkpoints;
  TrainerStart start;
  GError *error;
} Told;

static void
told_clear (Told *told)
{
  g_ptr_array_unref (told->records);
  g_ptr_array_unref (told->checkpoints);
  g_clear_error (&told->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, told_clear)

static void
on_started (const TrainerStart *start, gpointer data)
{
  ((Told *)data)->start = *start;
}

static void
on_epoch (TrainingRecord *record, gpointer data)
{
  g_ptr_array_add (((Told *)data)->records, training_record_ref (record));
}

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer data)
{
  g_ptr_array_add (((Told *)data)->checkpoints, training_checkpoint_ref (checkpoint));
}

static const TrainerSink sink = { .started = on_started, .epoch = on_epoch, .checkpoint = on_checkpoint };

static void
run (Told *told, Regime *regime, guint threads, TransferTask *task, TrainingCheckpoint *checkpoint)
{
  told->records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  told->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  g_autoptr (Trainer) trainer = trainer_new (regime, threads, &sink, told);
  if (task != NULL)
    trainer_transfer (trainer, task);
  if (checkpoint != NULL)
    trainer_continue_from (trainer, checkpoint);
  trainer_run (trainer, &told->error);
}

static TrainingCheckpoint *
last (const Told *told)
{
  g_assert_no_error (told->error);
  return g_ptr_array_index (told->checkpoints, told->checkpoints->len - 1);
}

static const TrainingRecord *
last_record (const Told *told)
{
  return g_ptr_array_index (told->records, told->records->len - 1);
}

/* Odd and even digits, and a network with a head, which transfer has no use for. */
static const char *const small[] = { "data.train=300",
                                     "data.test=60",
                                     "data.labels=0,2,4,6,8|1,3,5,7,9",
                                     "network.hidden=14,12",
                                     "network.feature=10",
                                     "head.layers=1",
                                     "head.width=8",
                                     "optimiser.batch=32",
                                     "run.epochs=5",
                                     "run.seed=7",
                                     "transfer.epochs=6",
                                     "transfer.learning-rate=0.1",
                                     "transfer.train=400",
                                     "transfer.test=100",
                                     "transfer.batch=32",
                                     "regime.name=Parity",
                                     NULL };
static const char *const images[]
    = { "network.kind=cnn", "network.channels=6,8,10", "network.strides=1,2,1", NULL };

typedef struct {
  Regime *regime;
  TrainingCheckpoint *checkpoint;
  TransferSource *source;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer settings)
{
  g_auto (Told) told = { 0 };
  g_autoptr (GError) error = NULL;
  fixture->regime = regime_new ();
  take_settings (fixture->regime, small);
  take_settings (fixture->regime, settings);
  run (&told, fixture->regime, 1, NULL, NULL);
  fixture->checkpoint = training_checkpoint_ref (last (&told));
  fixture->source = transfer_source_new (fixture->regime, fixture->checkpoint, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer settings)
{
  regime_unref (fixture->regime);
  training_checkpoint_unref (fixture->checkpoint);
  transfer_source_unref (fixture->source);
}

/* The regime of a fine-tuning, and its task. */
static Regime *
tuning_of (Fixture *fixture, const char *const *settings, TransferTask **task)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_copy (fixture->regime);
  take_settings (regime, settings);
  Regime *tuning = transfer_regime (regime, &error);
  g_assert_no_error (error);
  *task = transfer_task_new (fixture->source, tuning, &error);
  g_assert_no_error (error);
  return tuning;
}

static void
tune (Told *told, Fixture *fixture, const char *const *settings, guint threads)
{
  g_autoptr (TransferTask) task = NULL;
  g_autoptr (Regime) tuning = tuning_of (fixture, settings, &task);
  run (told, tuning, threads, task, NULL);
  g_assert_no_error (told->error);
}

/* The network that a checkpoint of a regime holds, for K classes. */
static Network *
network_of (const Regime *regime, guint n_classes, const TrainingCheckpoint *checkpoint)
{
  NumericRandom random;
  g_autoptr (GError) error = NULL;
  Dataset data = { .shape = { 8, 8, 1 }, .n_classes = n_classes };
  numeric_random_init (&random, 0, 0);
  Network *network = regime_new_network (regime, &data, &random, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (network_state_size (network), ==, checkpoint->size[TRAINING_STATE_NETWORK]);
  network_set_state (network, checkpoint->state[TRAINING_STATE_NETWORK]);
  return network;
}

/* Every method moves what it says and leaves all else as it was, running statistics too. */
static void
test_methods (Fixture *fixture, gconstpointer data)
{
  static const struct {
    const char *const settings[4];
    gboolean moves[3];
  } methods[] = { { { "transfer.method=probe" }, { FALSE, FALSE, FALSE } },
                  { { "transfer.method=layer", "transfer.block=2" }, { FALSE, TRUE, FALSE } },
                  { { "transfer.method=layer" }, { FALSE, FALSE, TRUE } },
                  { { "transfer.method=scl", "transfer.block=1" }, { TRUE, FALSE, FALSE } },
                  { { "transfer.method=full", "transfer.shots=5" }, { TRUE, TRUE, TRUE } },
                  { { "transfer.method=layer", "transfer.block=2", "transfer.augment=weak" },
                    { FALSE, TRUE, FALSE } } };
  g_autoptr (Network) source = network_of (fixture->regime, 2, fixture->checkpoint);
  for (gsize m = 0; m < G_N_ELEMENTS (methods); m++) {
    g_auto (Told) told = { 0 };
    gsize trained = 0, all = 0, place = 0;
    tune (&told, fixture, methods[m].settings, 1);
    const float *before = fixture->checkpoint->state[TRAINING_STATE_NETWORK];
    const float *after = last (&told)->state[TRAINING_STATE_NETWORK];
    for (gsize t = 0; t < network_n_tensors (source); t++) {
      const NetworkTensor *tensor = network_tensor (source, t);
      if (!g_str_has_prefix (tensor->name, "blocks."))
        continue;
      gboolean same = memcmp (before + place, after + place, tensor->count * sizeof (float)) == 0;
      gboolean moves = methods[m].moves[g_ascii_digit_value (tensor->name[strlen ("blocks.")])];
      g_assert_true (same != moves);
      all += strstr (tensor->name, "running") == NULL ? tensor->count : 0;
      trained += moves && strstr (tensor->name, "running") == NULL ? tensor->count : 0;
      place += tensor->count;
    }
    gsize classifier = 10 * (told.start.dimension + 1);
    g_assert_cmpuint (told.start.n_trained, ==, trained + classifier);
    g_assert_cmpuint (told.start.n_parameters, ==, all + classifier);
    g_assert_cmpuint (told.records->len, ==, 2);
    g_assert_cmpfloat (last_record (&told)->split[TRAINING_TEST].error, <, 0.9);
  }
}

/* The same bits whatever the threads, and when it goes on from the middle. */
static void
test_bits (Fixture *fixture, gconstpointer data)
{
  static const char *const settings[]
      = { "transfer.method=scl", "transfer.block=2", "transfer.shots=6", NULL };
  g_auto (Told) one = { 0 }, three = { 0 }, rest = { 0 };
  g_autoptr (TransferTask) task = NULL;
  g_autoptr (Regime) tuning = tuning_of (fixture, settings, &task);
  run (&one, tuning, 1, task, NULL);
  run (&three, tuning, 3, task, NULL);
  run (&rest, tuning, 2, task, g_ptr_array_index (one.checkpoints, 2));
  const TrainingCheckpoint *a = last (&one), *others[] = { last (&three), last (&rest) };
  for (guint i = 0; i < 2; i++)
    for (guint part = 0; part < TRAINING_N_STATES; part++)
      g_assert_cmpmem (a->state[part], a->size[part] * sizeof (float), others[i]->state[part],
                       others[i]->size[part] * sizeof (float));
  g_assert_cmpfloat (last_record (&one)->split[TRAINING_TEST].loss, ==,
                     last_record (&rest)->split[TRAINING_TEST].loss);
}

/* The seed alone says what is tuned on: not the method, the block or the rate. */
static void
test_draw (Fixture *fixture, gconstpointer data)
{
  static const char *const probe[] = { "transfer.shots=3", "transfer.seed=4", NULL };
  static const char *const full[]
      = { "transfer.shots=3", "transfer.seed=4", "transfer.method=full", "transfer.learning-rate=1", NULL };
  static const char *const other[] = { "transfer.shots=3", "transfer.seed=5", NULL };
  static const char *const more[] = { "transfer.shots=5", "transfer.seed=4", NULL };
  const char *const *settings[] = { probe, full, other, more };
  g_autoptr (GPtrArray) drawn = g_ptr_array_new_with_free_func ((GDestroyNotify)dataset_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (TransferTask) task = NULL;
    g_autoptr (Regime) tuning = tuning_of (fixture, settings[i], &task);
    Dataset *tuned = transfer_task_draw (task, tuning, &error);
    g_assert_no_error (error);
    g_assert_cmpuint (task->data[TRAINING_TRAIN]->samples.rows, ==, 400);
    g_assert_cmpuint (tuned->samples.rows, ==, i == 3 ? 50 : 30);
    g_ptr_array_add (drawn, tuned);
  }
  const Dataset *a = drawn->pdata[0], *b = drawn->pdata[1], *c = drawn->pdata[2];
  g_assert_cmpmem (a->rows, 30 * sizeof (guint32), b->rows, 30 * sizeof (guint32));
  g_assert_cmpint (memcmp (a->rows, c->rows, 30 * sizeof (guint32)), !=, 0);
}

/* The source's means and scale, not the target's; other channels are refused, naming both shapes. */
static void
test_standardised (Fixture *fixture, gconstpointer data)
{
  static const char *const upper[] = { "transfer.classes=5-9", "transfer.train=0", "transfer.test=0", NULL };
  static const char *const gaussian[] = { "transfer.target=gaussian", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (TransferTask) task = NULL;
  g_autoptr (Regime) tuning = tuning_of (fixture, upper, &task);
  g_autoptr (Regime) regime = regime_copy (fixture->regime);
  const Dataset *train = task->data[TRAINING_TRAIN];
  double sum = 0;
  for (gsize i = 0; i < train->samples.rows * train->samples.columns; i++)
    sum += (double)train->samples.data[i];
  g_assert_cmpfloat (fabs (sum), >, 100); /* by its own means it is 0 */
  g_assert_cmpuint (train->n_classes, ==, 5);
  take_settings (regime, gaussian);
  g_autoptr (Regime) other = transfer_regime (regime, &error);
  g_assert_no_error (error);
  g_assert_null (transfer_task_new (fixture->source, other, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_assert_nonnull (strstr (error->message, "1 × 1 × 32"));
  g_assert_nonnull (strstr (error->message, "8 × 8 × 1"));
}

/* nc1 of the frozen features is the same seen as a run's at the start and as the last layer's; the ridge
 * probe reads the drawn samples alone, and is the one that those features give. */
static void
test_layers (Fixture *fixture, gconstpointer data)
{
  static const char *const probe[] = { "transfer.shots=9", NULL };
  static const char *const ridge[] = { "transfer.shots=9", "transfer.method=ridge", NULL };
  g_auto (Told) told = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TransferTask) task = NULL;
  g_autoptr (Regime) tuning = tuning_of (fixture, ridge, &task);
  g_autoptr (Dataset) tuned = transfer_task_draw (task, tuning, &error);
  g_autoptr (Network) source = network_of (fixture->regime, 2, fixture->checkpoint);
  tune (&told, fixture, probe, 1);
  const TrainingRecord *first = g_ptr_array_index (told.records, 0);
  TransferResult results[4];
  for (guint layer = 0; layer < 4; layer++) {
    g_assert_true (transfer_read_layer (task, tuning, layer, NULL, &results[layer], &error));
    g_assert_cmpfloat (results[layer].nc1, >, 0);
    g_assert_cmpfloat (results[layer].test_accuracy, >, 0.2);
  }
  g_assert_cmpfloat_with_epsilon (results[3].nc1, first->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1],
                                  1e-6 * results[3].nc1);
  g_assert_cmpfloat_with_epsilon (results[3].nc1_test,
                                  first->split[TRAINING_TEST].metrics.value[COLLAPSE_NC1],
                                  1e-6 * results[3].nc1_test);
  g_assert_cmpuint (results[0].parameters, ==, 10 * 65);
  g_assert_cmpuint (results[0].trained, ==, 10 * 65);
  g_assert_cmpuint (results[3].parameters, ==, told.start.n_parameters);
  network_forward (source, tuned->samples, NETWORK_EVALUATION);
  g_autoptr (CollapseProbe) fit
      = collapse_probe_fit32 (network_features (source), tuned->labels, 10, NULL, &error);
  const Dataset *test = task->data[TRAINING_TEST];
  network_forward (source, test->samples, NETWORK_EVALUATION);
  g_assert_cmpfloat (results[3].test_accuracy, ==,
                     collapse_probe_accuracy32 (fit, network_features (source), test->labels, NULL));
}

/* A run's result: the last numbers, all of the time. */
static void
test_result (void)
{
  TransferResult result = { 0 };
  for (guint i = 0; i < 2; i++) {
    g_autoptr (TrainingRecord) record = training_record_new ();
    record->seconds = 1.5;
    record->split[TRAINING_TEST].error = 0.25 + 0.25 * i;
    record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = 3 + i;
    record->split[TRAINING_TEST].metrics.value[COLLAPSE_NC1] = 5 + i;
    transfer_result_add (&result, record);
  }
  g_assert_cmpfloat (result.test_accuracy, ==, 0.5);
  g_assert_cmpfloat (result.nc1, ==, 4);
  g_assert_cmpfloat (result.nc1_test, ==, 6);
  g_assert_cmpfloat (result.seconds, ==, 3);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const beyond[] = { "transfer.method=layer", "transfer.block=4", NULL };
  static const char *const many[] = { "transfer.shots=300", NULL };
  static const char *const other[] = { "network.feature=11", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_copy (fixture->regime);
  take_settings (regime, beyond);
  g_assert_null (transfer_regime (regime, &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
  g_assert_nonnull (strstr (error->message, "allowed is 1 to 3"));
  g_clear_error (&error);

  g_auto (Told) told = { 0 };
  g_autoptr (TransferTask) task = NULL;
  g_autoptr (Regime) tuning = tuning_of (fixture, many, &task);
  run (&told, tuning, 1, task, NULL);
  g_assert_error (told.error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);

  take_settings (regime, other);
  g_assert_null (transfer_source_new (regime, fixture->checkpoint, &error));
  g_assert_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE);
}

int
main (int argc, char **argv)
{
  static const struct {
    const char *name;
    void (*func) (Fixture *fixture, gconstpointer data);
  } tests[] = { { "methods", test_methods }, { "bits", test_bits } };
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++) {
    g_autofree char *mlp = g_strconcat ("/training/transfer/mlp/", tests[i].name, NULL);
    g_autofree char *cnn = g_strconcat ("/training/transfer/cnn/", tests[i].name, NULL);
    g_test_add (mlp, Fixture, NULL, set_up, tests[i].func, tear_down);
    g_test_add (cnn, Fixture, images, set_up, tests[i].func, tear_down);
  }
  g_test_add ("/training/transfer/draw", Fixture, NULL, set_up, test_draw, tear_down);
  g_test_add ("/training/transfer/standardised", Fixture, NULL, set_up, test_standardised, tear_down);
  g_test_add ("/training/transfer/layers", Fixture, NULL, set_up, test_layers, tear_down);
  g_test_add ("/training/transfer/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add_func ("/training/transfer/result", test_result);
  return g_test_run ();
}
