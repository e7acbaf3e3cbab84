#include "training/transfer-private.h"

#include "collapse/probe.h"
#include "dataset/prepare.h"
#include "training/regime-data.h"
#include "training/regime-network.h"
#include "training/trainer-state.h"

#include <glib/gi18n.h>

/* Numbers of a set that are kept of what frozen blocks give. The same on every machine, as rows that are
 * passed in other pieces may differ in a last bit. */
#define KEPT_NUMBERS ((gsize)128 << 20)
/* Rows of a pass over a whole set. */
#define CHUNK 256

struct _TransferSource {
  Regime *regime;
  Dataset *like; /* of no samples: their means, scale and shape */
  Network *network;
  gatomicrefcount references;
};

/* The source */

/* The network of a run, as trainer-run.c makes it. */
static Network *
make_network (const Regime *regime,
              const Dataset *train,
              const TrainingCheckpoint *checkpoint,
              GError **error)
{
  NumericRandom whole, random;
  numeric_random_init (&whole, (guint64)regime_get_integer (regime, "run.seed"), 0);
  random = numeric_random_split (&whole, "weights");
  g_autoptr (Network) network = regime_new_network (regime, train, &random, error);
  if (network == NULL)
    return NULL;
  const TrainerState state = { .network = network };
  if (checkpoint == NULL ? !regime_read_weights (regime, network, error)
                         : !trainer_state_fits (&state, checkpoint, FALSE, error))
    return NULL;
  if (checkpoint != NULL)
    network_set_state (network, checkpoint->state[TRAINING_STATE_NETWORK]);
  return g_steal_pointer (&network);
}

TransferSource *
transfer_source_new (Regime *regime, const TrainingCheckpoint *checkpoint, GError **error)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  if (!regime_load_data (regime, &train, &test, error) || !regime_prepare_data (regime, &train, &test, error))
    return NULL;
  Network *network = make_network (regime, train, checkpoint, error);
  if (network == NULL)
    return NULL;
  TransferSource *source = g_new0 (TransferSource, 1);
  source->regime = regime_ref (regime);
  source->like = dataset_subset (train, NULL, 0);
  source->network = network;
  g_atomic_ref_count_init (&source->references);
  return source;
}

TransferSource *
transfer_source_ref (TransferSource *source)
{
  g_atomic_ref_count_inc (&source->references);
  return source;
}

void
transfer_source_unref (TransferSource *source)
{
  if (!g_atomic_ref_count_dec (&source->references))
    return;
  regime_unref (source->regime);
  dataset_unref (source->like);
  network_free (source->network);
  g_free (source);
}

/* The regime */

TransferMethod
transfer_method (const Regime *regime)
{
  return (TransferMethod)regime_get_choice (regime, "transfer.method");
}

guint
transfer_block (const Regime *regime)
{
  guint block = (guint)regime_get_integer (regime, "transfer.block");
  if (!regime_key_applies (regime_key_find ("transfer.block"), regime))
    return 0;
  return block > 0 ? block : regime_n_blocks (regime);
}

/* What a fine-tuning has in the place of its source's settings. */
static const struct {
  const char *name, *from; /* a key of [transfer]; NULL: `value` */
  const char *value;
} replaced[] = {
  { "data.train", "transfer.train", NULL },
  { "data.test", "transfer.test", NULL },
  { "data.labels", "transfer.labels", NULL },
  { "data.classes", "transfer.classes", NULL },
  { "data.imbalance", NULL, "1" },
  { "data.random-labels", NULL, "0" },
  { "augment.level", "transfer.augment", NULL },
  { "augment.flip", NULL, "0" },
  { "augment.mixup", NULL, "0" },
  { "network.classifier", NULL, "learned" },
  { "network.weights", NULL, "" },
  { "head.layers", NULL, "0" },
  { "loss.kind", NULL, "cross-entropy" },
  { "optimiser.kind", "transfer.optimiser", NULL },
  { "optimiser.learning-rate", "transfer.learning-rate", NULL },
  { "optimiser.momentum", NULL, "0.9" },
  { "optimiser.nesterov", NULL, "false" },
  { "optimiser.beta1", NULL, "0.9" },
  { "optimiser.beta2", NULL, "0.999" },
  { "optimiser.weight-decay", "transfer.weight-decay", NULL },
  { "optimiser.schedule", NULL, "cosine" },
  { "optimiser.warm-up", NULL, "0" },
  { "optimiser.clip", NULL, "0" },
  { "run.epochs", "transfer.epochs", NULL },
  { "run.seed", "transfer.seed", NULL },
  { "run.spectra-every", NULL, "0" },
};

/* A mini-batch is all of the samples where they are fewer. */
static void
set_batch (Regime *regime)
{
  gint64 batch = regime_get_integer (regime, "transfer.batch");
  gint64 train = regime_get_integer (regime, "transfer.train");
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, train > 1 ? MIN (batch, train) : batch);
  regime_set (regime, "optimiser.batch", text, NULL);
}

/* As many epochs apart as can be where it is measured before and after alone. */
static void
set_measuring (Regime *regime)
{
  gboolean all = regime_get_integer (regime, "transfer.metrics-every") > 0;
  regime_set (regime, "run.metrics-every", all ? regime_get (regime, "transfer.metrics-every") : "1000",
              NULL);
}

Regime *
transfer_regime (const Regime *regime, GError **error)
{
  g_autoptr (Regime) tuning = regime_copy (regime);
  if (transfer_block (regime) > regime_n_blocks (regime)) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
                 _ ("transfer.block is %u and “%s” has %u blocks; allowed is 1 to %u, or 0 for the last"),
                 transfer_block (regime), regime_name (regime), regime_n_blocks (regime),
                 regime_n_blocks (regime));
    return NULL;
  }
  if (*regime_get (regime, "transfer.target") != '\0'
      && !regime_set (tuning, "data.source", regime_get (regime, "transfer.target"), error))
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (replaced); i++)
    if (!regime_set (tuning, replaced[i].name,
                     replaced[i].from != NULL ? regime_get (regime, replaced[i].from) : replaced[i].value,
                     error))
      return NULL;
  set_batch (tuning);
  set_measuring (tuning);
  return regime_validate (tuning, error) ? g_steal_pointer (&tuning) : NULL;
}

char *
transfer_settings (const Regime *regime)
{
  g_autofree char *all = regime_section_to_text (regime, "transfer");
  g_auto (GStrv) lines = g_strsplit (all, "\n", -1);
  GString *text = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    if (!g_str_has_prefix (*line, "metrics-every="))
      g_string_append_printf (text, "%s%s", line == lines ? "" : "\n", *line);
  return g_string_free (text, FALSE);
}

/* The task */

TransferTask *
transfer_task_new (TransferSource *source, const Regime *regime, GError **error)
{
  g_autoptr (TransferTask) task = g_new0 (TransferTask, 1);
  Dataset **train = &task->data[TRAINING_TRAIN], **test = &task->data[TRAINING_TEST];
  /* A synthetic set is that of the source's seed: it is to be the same world. */
  g_autoptr (Regime) loading = regime_copy (regime);
  g_atomic_ref_count_init (&task->references);
  task->source = transfer_source_ref (source);
  if (!regime_set (loading, "run.seed", regime_get (source->regime, "run.seed"), error)
      || !regime_load_data (loading, train, test, error)
      || !regime_prepare_data_like (regime, source->like, train, test, error))
    return NULL;
  return g_steal_pointer (&task);
}

TransferTask *
transfer_task_ref (TransferTask *task)
{
  g_atomic_ref_count_inc (&task->references);
  return task;
}

void
transfer_task_unref (TransferTask *task)
{
  if (!g_atomic_ref_count_dec (&task->references))
    return;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_clear_pointer (&task->data[s], dataset_unref);
  transfer_source_unref (task->source);
  g_free (task);
}

Dataset *
transfer_task_draw (const TransferTask *task, const Regime *regime, GError **error)
{
  Dataset *train = task->data[TRAINING_TRAIN];
  guint shots = (guint)regime_get_integer (regime, "transfer.shots");
  NumericRandom whole, random;
  if (shots == 0)
    return dataset_ref (train);
  numeric_random_init (&whole, (guint64)regime_get_integer (regime, "transfer.seed"), 0);
  random = numeric_random_split (&whole, "shots");
  g_autoptr (GArray) indices = dataset_draw_indices (train, shots, &random, error);
  return indices == NULL ? NULL : dataset_subset (train, (const guint32 *)indices->data, indices->len);
}

Network *
transfer_task_network (const TransferTask *task, const Regime *regime, NumericRandom *random, GError **error)
{
  guint n = regime_n_blocks (regime), block = transfer_block (regime);
  TransferMethod method = transfer_method (regime);
  g_autofree gboolean *frozen = g_new (gboolean, n);
  for (guint b = 0; b < n; b++)
    frozen[b] = method != TRANSFER_FULL && (method == TRANSFER_RIDGE || b + 1 != block);
  const RegimeTuning tuning = { frozen, method == TRANSFER_SCL ? block : 0 };
  g_autoptr (Network) network
      = regime_new_tuned_network (regime, task->data[TRAINING_TRAIN], &tuning, random, error);
  if (network == NULL || network_copy_blocks (network, task->source->network))
    return g_steal_pointer (&network);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("“%s” is to be tuned with another [network] than it was trained with"),
               regime_name (regime));
  return NULL;
}

gsize
transfer_n_kept (const Network *network, const Dataset *data)
{
  gsize width = network_frozen_width (network), n = data->samples.rows;
  return network_n_frozen (network) > 0 && n <= KEPT_NUMBERS / width ? n * width : 0;
}

/* Results */

void
transfer_result_add (TransferResult *result, const TrainingRecord *record)
{
  result->test_accuracy = 1 - record->split[TRAINING_TEST].error;
  result->nc1 = record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1];
  result->nc1_test = record->split[TRAINING_TEST].metrics.value[COLLAPSE_NC1];
  result->seconds += record->seconds;
}

/* A layer of all samples, averaged over the pixels; free data with g_aligned_free. */
static RealMatrix
layer_of (Network *network, const Dataset *data, guint layer)
{
  gsize n = data->samples.rows, width = network_layer_width (network, layer);
  RealMatrix values = real_matrix (real_alloc (n * width), n, width);
  for (gsize first = 0; first < n; first += CHUNK) {
    gsize count = MIN (CHUNK, n - first);
    network_forward (network, real_matrix_rows (data->samples, first, count), NETWORK_EVALUATION);
    network_get_layer (network, layer, real_matrix_rows (values, first, count));
  }
  return values;
}

static double
measure_nc1 (RealMatrix values, const Dataset *data, NumericTeam *team)
{
  CollapseMetrics metrics;
  collapse_measure32 (values, data->labels, data->n_classes, (NumericMatrix32){ 0 }, NULL,
                      COLLAPSE_MEASURE_BASIC, team, &metrics, NULL);
  return metrics.value[COLLAPSE_NC1];
}

static CollapseProbe *
fit (Network *network, const Dataset *tuned, guint layer, NumericTeam *team, GError **error)
{
  RealMatrix values = layer_of (network, tuned, layer);
  CollapseProbe *probe = collapse_probe_fit32 (values, tuned->labels, tuned->n_classes, team, error);
  g_aligned_free (values.data);
  return probe;
}

gboolean
transfer_read_layer (const TransferTask *task,
                     const Regime *regime,
                     guint layer,
                     NumericTeam *team,
                     TransferResult *result,
                     GError **error)
{
  const Dataset *test = task->data[TRAINING_TEST];
  gint64 start = g_get_monotonic_time ();
  NumericRandom random;
  numeric_random_init (&random, 0, 0); /* for a classifier that nobody asks */
  g_autoptr (Network) network = transfer_task_network (task, regime, &random, error);
  g_autoptr (Dataset) tuned = network == NULL ? NULL : transfer_task_draw (task, regime, error);
  if (tuned == NULL)
    return FALSE;
  g_return_val_if_fail (layer < network_n_layers (network), FALSE);
  network_set_team (network, team);
  g_autoptr (CollapseProbe) probe = fit (network, tuned, layer, team, error);
  if (probe == NULL)
    return FALSE;
  result->seconds = (double)(g_get_monotonic_time () - start) / 1e6;
  result->trained = test->n_classes * (network_layer_width (network, layer) + 1);
  result->parameters = network_layer_size (network, layer) + result->trained;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    RealMatrix values = layer_of (network, task->data[s], layer);
    *(s == TRAINING_TRAIN ? &result->nc1 : &result->nc1_test) = measure_nc1 (values, task->data[s], team);
    if (s == TRAINING_TEST)
      result->test_accuracy = collapse_probe_accuracy32 (probe, values, test->labels, team);
    g_aligned_free (values.data);
  }
  return TRUE;
}
