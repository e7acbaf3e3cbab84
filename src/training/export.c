#include "training/export.h"

#include "collapse/metrics.h"
#include "dataset/npz-writer.h"
#include "network/weights.h"
#include "training/regime-data.h"
#include "training/regime-network.h"
#include "training/trainer-private.h"
#include "training/trainer-state.h"

#include <string.h>

struct _TrainingExport {
  Regime *regime;
  guint epoch;
  Dataset *data[TRAINING_N_SPLITS];
  NumericTeam *team;
  TrainerState state; /* without an optimiser */
  gboolean head;
};

static gboolean
take_checkpoint (TrainingExport *export, const TrainingCheckpoint *checkpoint, GError **error)
{
  NumericRandom random = checkpoint->random; /* what is drawn is not kept */
  gsize width;
  export->state.network = regime_new_network (export->regime, export->data[TRAINING_TRAIN], &random, error);
  if (export->state.network == NULL)
    return FALSE;
  network_set_team (export->state.network, export->team);
  width = network_feature_width (export->state.network);
  if (regime_needs_probe (export->regime) && checkpoint->size[TRAINING_STATE_PROBE] > 0) {
    export->state.probe = online_probe_new (width, export->data[TRAINING_TRAIN]->n_classes,
                                            trainer_eye_chunk (export->state.network), &random);
    online_probe_set_team (export->state.probe, export->team);
  }
  if (!trainer_state_fits (&export->state, checkpoint, FALSE, error))
    return FALSE;
  trainer_state_take (&export->state, checkpoint);
  return TRUE;
}

TrainingExport *
training_export_new (const Regime *regime,
                     const TrainingCheckpoint *checkpoint,
                     guint threads,
                     GError **error)
{
  g_autoptr (TrainingExport) export = g_new0 (TrainingExport, 1);
  Dataset **train = &export->data[TRAINING_TRAIN], **test = &export->data[TRAINING_TEST];
  export->regime = regime_copy (regime);
  export->epoch = checkpoint->epoch;
  export->head = regime_get_integer (regime, "head.layers") > 0;
  export->team = numeric_team_new (threads > 0 ? threads : g_get_num_processors ());
  if (!regime_load_data (regime, train, test, error) || !regime_prepare_data (regime, train, test, error)
      || !take_checkpoint (export, checkpoint, error))
    return NULL;
  return g_steal_pointer (&export);
}

void
training_export_free (TrainingExport *export)
{
  trainer_state_clear (&export->state);
  numeric_team_free (export->team);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_clear_pointer (&export->data[s], dataset_unref);
  regime_unref (export->regime);
  g_free (export);
}

gboolean
training_export_weights (const TrainingExport *export, const char *path, const char *program, GError **error)
{
  DatasetShape shape = export->data[TRAINING_TRAIN]->shape;
  g_autofree char *text = regime_to_text (export->regime);
  g_autofree char *epoch = g_strdup_printf ("%u", export->epoch);
  g_autofree char *sample = g_strdup_printf ("%u,%u,%u", shape.height, shape.width, shape.channels);
  const char *metadata[] = {
    "regime", text, "epoch", epoch, "sample", sample, program != NULL ? "program" : NULL, program, NULL
  };
  return network_write_weights (export->state.network, path, metadata, error);
}

/* What a pass over a split gives; data of those that there are not is NULL. */
typedef struct {
  NumericMatrix32 features, embeddings, logits;
  guint32 *predictions;
} Seen;

static void
seen_clear (Seen *seen)
{
  g_clear_pointer (&seen->features.data, g_aligned_free);
  g_clear_pointer (&seen->embeddings.data, g_aligned_free);
  g_clear_pointer (&seen->logits.data, g_aligned_free);
  g_clear_pointer (&seen->predictions, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Seen, seen_clear)

static NumericMatrix32
new_matrix (gsize rows, gsize columns)
{
  return numeric_matrix32 (numeric_matrix32_alloc (rows * columns), rows, columns);
}

/* Rows `first` and on of a matrix that may not be. */
static void
keep_rows (NumericMatrix32 matrix, gsize first, RealMatrix rows)
{
  if (matrix.data != NULL)
    trainer_copy_rows (rows, numeric_matrix32_row (matrix, first));
}

/* Whose classes samples are said to be of, if anybody's: those of the last pass. */
static RealMatrix
judge (TrainingExport *export, RealMatrix output)
{
  if (network_classifier_weight (export->state.network).data != NULL)
    return output;
  if (export->state.probe != NULL)
    return online_probe_logits (export->state.probe, network_features (export->state.network));
  return (RealMatrix){ 0 };
}

static gboolean
look (TrainingExport *export, const Dataset *data, Seen *seen, GCancellable *cancellable, GError **error)
{
  Network *network = export->state.network;
  gsize n = data->samples.rows, chunk = trainer_eye_chunk (network);
  gboolean classifier = network_classifier_weight (network).data != NULL;
  seen->features = new_matrix (n, network_feature_width (network));
  if (export->head)
    seen->embeddings = new_matrix (n, network_embedding_width (network));
  if (classifier)
    seen->logits = new_matrix (n, data->n_classes);
  if (classifier || export->state.probe != NULL)
    seen->predictions = g_new (guint32, MAX (n, 1));
  for (gsize first = 0; first < n; first += chunk) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    RealMatrix input = numeric_matrix32_rows (data->samples, first, MIN (chunk, n - first));
    RealMatrix output = network_forward (network, input, NETWORK_EVALUATION);
    keep_rows (seen->features, first, network_features (network));
    keep_rows (seen->embeddings, first, network_embeddings (network));
    keep_rows (seen->logits, first, output);
    if (seen->predictions != NULL)
      trainer_predict (judge (export, output), seen->predictions + first);
  }
  return TRUE;
}

/* An array called PREFIX_NAME. */
static gboolean
add_array (DatasetNpzWriter *writer,
           const char *prefix,
           const char *name,
           const DatasetNpyShape *shape,
           gconstpointer values,
           GError **error)
{
  g_autofree char *full = g_strconcat (prefix, "_", name, NULL);
  return dataset_npz_writer_add (writer, full, shape, values, error);
}

/* A matrix that may not be. */
static gboolean
add_matrix (
    DatasetNpzWriter *writer, const char *prefix, const char *name, NumericMatrix32 matrix, GError **error)
{
  const gsize sizes[] = { matrix.rows, matrix.columns };
  const DatasetNpyShape shape = { DATASET_NPY_FLOAT32, 2, sizes };
  return matrix.data == NULL || add_array (writer, prefix, name, &shape, matrix.data, error);
}

/* Class numbers, which may not be. */
static gboolean
add_classes (DatasetNpzWriter *writer,
             const char *prefix,
             const char *name,
             const guint32 *classes,
             gsize n,
             GError **error)
{
  const DatasetNpyShape shape = { DATASET_NPY_INT64, 1, &n };
  g_autofree gint64 *wide = g_new (gint64, MAX (n, 1));
  for (gsize i = 0; classes != NULL && i < n; i++)
    wide[i] = classes[i];
  return classes == NULL || add_array (writer, prefix, name, &shape, wide, error);
}

static gboolean
add_means (DatasetNpzWriter *writer,
           const char *prefix,
           const Dataset *data,
           NumericMatrix32 features,
           NumericTeam *team,
           GError **error)
{
  const gsize sizes[] = { data->n_classes, features.columns };
  const DatasetNpyShape shape = { DATASET_NPY_FLOAT64, 2, sizes };
  g_autoptr (CollapseMeans) means = NULL;
  CollapseMetrics unused;
  collapse_measure32 (features, data->labels, data->n_classes, (NumericMatrix32){ 0 }, NULL,
                      COLLAPSE_MEASURE_BASIC, team, &unused, &means);
  return add_array (writer, prefix, "means", &shape, means->means, error);
}

static gboolean
add_split (TrainingExport *export,
           TrainingSplit split,
           DatasetNpzWriter *writer,
           GCancellable *cancellable,
           GError **error)
{
  const Dataset *data = export->data[split];
  const char *prefix = split == TRAINING_TRAIN ? "train" : "test";
  g_auto (Seen) seen = { .predictions = NULL };
  gsize n = data->samples.rows;
  return look (export, data, &seen, cancellable, error)
         && add_matrix (writer, prefix, "features", seen.features, error)
         && add_matrix (writer, prefix, "embeddings", seen.embeddings, error)
         && add_matrix (writer, prefix, "logits", seen.logits, error)
         && add_classes (writer, prefix, "labels", data->labels, n, error)
         && add_classes (writer, prefix, "predictions", seen.predictions, n, error)
         && add_means (writer, prefix, data, seen.features, export->team, error);
}

/* PREFIX_weight and PREFIX_bias, which may not be. */
static gboolean
add_classifier (
    DatasetNpzWriter *writer, const char *prefix, RealMatrix weight, RealMatrix bias, GError **error)
{
  const DatasetNpyShape shape = { DATASET_NPY_FLOAT32, 1, &bias.columns };
  return weight.data == NULL
         || (add_matrix (writer, prefix, "weight", weight, error)
             && add_array (writer, prefix, "bias", &shape, bias.data, error));
}

gboolean
training_export_features (TrainingExport *export, const char *path, GCancellable *cancellable, GError **error)
{
  const Network *network = export->state.network;
  const OnlineProbe *probe = export->state.probe;
  g_autoptr (DatasetNpzWriter) writer = dataset_npz_writer_new (path, error);
  return writer != NULL && add_split (export, TRAINING_TRAIN, writer, cancellable, error)
         && add_split (export, TRAINING_TEST, writer, cancellable, error)
         && add_classifier (writer, "classifier", network_classifier_weight (network),
                            network_classifier_bias (network), error)
         && (probe == NULL
             || add_classifier (writer, "probe", online_probe_weight (probe), online_probe_bias (probe),
                                error))
         && dataset_npz_writer_finish (writer, error);
}
