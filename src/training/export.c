#include "training/export.h"

#include "dataset/npz-writer.h"
#include "network/weights.h"
#include "training/evaluator.h"
#include "training/regime-data.h"

#include <string.h>

struct _TrainingExport {
  Regime *regime;
  guint epoch;
  TrainingEvaluator *evaluator;
  gboolean head;
};

TrainingExport *
training_export_new (const Regime *regime,
                     const TrainingCheckpoint *checkpoint,
                     guint threads,
                     GError **error)
{
  Dataset *data[TRAINING_N_SPLITS] = { NULL };
  TrainingEvaluator *evaluator = NULL;
  if (regime_load_data (regime, &data[TRAINING_TRAIN], &data[TRAINING_TEST], error)
      && regime_prepare_data (regime, &data[TRAINING_TRAIN], &data[TRAINING_TEST], error))
    evaluator = training_evaluator_new (regime, checkpoint, data, threads, error);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_clear_pointer (&data[s], dataset_unref);
  if (evaluator == NULL)
    return NULL;
  TrainingExport *export = g_new0 (TrainingExport, 1);
  export->regime = regime_copy (regime);
  export->epoch = checkpoint->epoch;
  export->evaluator = evaluator;
  export->head = regime_get_integer (regime, "head.layers") > 0;
  return export;
}

void
training_export_free (TrainingExport *export)
{
  training_evaluator_free (export->evaluator);
  regime_unref (export->regime);
  g_free (export);
}

gboolean
training_export_weights (const TrainingExport *export, const char *path, const char *program, GError **error)
{
  DatasetShape shape = training_evaluator_data (export->evaluator, TRAINING_TRAIN)->shape;
  g_autofree char *text = regime_to_text (export->regime);
  g_autofree char *epoch = g_strdup_printf ("%u", export->epoch);
  g_autofree char *sample = g_strdup_printf ("%u,%u,%u", shape.height, shape.width, shape.channels);
  const char *metadata[] = {
    "regime", text, "epoch", epoch, "sample", sample, program != NULL ? "program" : NULL, program, NULL
  };
  return network_write_weights (training_evaluator_network (export->evaluator), path, metadata, error);
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

static gboolean
look (TrainingExport *export, TrainingSplit split, Seen *seen, GCancellable *cancellable, GError **error)
{
  const Network *network = training_evaluator_network (export->evaluator);
  const Dataset *data = training_evaluator_data (export->evaluator, split);
  gsize n = data->samples.rows;
  gboolean classifier = network_classifier_weight (network).data != NULL;
  seen->features = new_matrix (n, network_feature_width (network));
  if (export->head)
    seen->embeddings = new_matrix (n, network_embedding_width (network));
  if (classifier)
    seen->logits = new_matrix (n, data->n_classes);
  if (classifier || training_evaluator_probe (export->evaluator) != NULL)
    seen->predictions = g_new (guint32, MAX (n, 1));
  const TrainingSight sight
      = { seen->features.data, seen->embeddings.data, seen->logits.data, seen->predictions };
  return training_evaluator_look (export->evaluator, split, &sight, cancellable, error);
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
add_means (DatasetNpzWriter *writer, const char *prefix, const CollapseMeans *means, GError **error)
{
  const gsize sizes[] = { means->n_classes, means->dimension };
  const DatasetNpyShape shape = { DATASET_NPY_FLOAT64, 2, sizes };
  return add_array (writer, prefix, "means", &shape, means->means, error);
}

static gboolean
add_split (TrainingExport *export,
           TrainingSplit split,
           DatasetNpzWriter *writer,
           GCancellable *cancellable,
           GError **error)
{
  const Dataset *data = training_evaluator_data (export->evaluator, split);
  const char *prefix = split == TRAINING_TRAIN ? "train" : "test";
  g_auto (Seen) seen = { .predictions = NULL };
  gsize n = data->samples.rows;
  if (!look (export, split, &seen, cancellable, error))
    return FALSE;
  g_autoptr (CollapseMeans) means = training_evaluator_means (export->evaluator, split, seen.features.data);
  return add_matrix (writer, prefix, "features", seen.features, error)
         && add_matrix (writer, prefix, "embeddings", seen.embeddings, error)
         && add_matrix (writer, prefix, "logits", seen.logits, error)
         && add_classes (writer, prefix, "labels", data->labels, n, error)
         && add_classes (writer, prefix, "predictions", seen.predictions, n, error)
         && add_means (writer, prefix, means, error);
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
  const Network *network = training_evaluator_network (export->evaluator);
  const OnlineProbe *probe = training_evaluator_probe (export->evaluator);
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
