#include "study/snapshot-export.h"

#include "dataset/npz-writer.h"

#include <glib/gi18n.h>

/* An array of a snapshot, as "WHAT_EPOCH". */
static gboolean
add (DatasetNpzWriter *writer,
     const char *what,
     const TrainingSnapshot *snapshot,
     DatasetNpyType type,
     guint rank,
     const gsize *sizes,
     gconstpointer values,
     GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s_%.0f", what, snapshot->epoch);
  const DatasetNpyShape shape = { type, rank, sizes };
  return dataset_npz_writer_add (writer, name, &shape, values, error);
}

/* Numbers of samples and classes, of which NumPy's own kind is int64. */
static gboolean
add_numbers (DatasetNpzWriter *writer,
             const char *split,
             const char *what,
             const TrainingSnapshot *snapshot,
             const guint32 *values,
             gsize n,
             GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s_%s", split, what);
  g_autofree gint64 *wide = g_new (gint64, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    wide[i] = values[i];
  return add (writer, name, snapshot, DATASET_NPY_INT64, 1, &n, wide, error);
}

static gboolean
add_split (DatasetNpzWriter *writer, const TrainingSnapshot *snapshot, TrainingSplit split, GError **error)
{
  const TrainingWatch *watch = &snapshot->split[split];
  const char *key = training_split_key (split);
  const gsize means[] = { snapshot->n_classes, snapshot->dimension };
  const gsize features[] = { watch->n, snapshot->dimension };
  g_autofree char *means_name = g_strconcat (key, "_means", NULL);
  g_autofree char *features_name = g_strconcat (key, "_features", NULL);
  return add (writer, means_name, snapshot, DATASET_NPY_FLOAT64, 2, means, watch->means->means, error)
         && add (writer, features_name, snapshot, DATASET_NPY_FLOAT32, 2, features, watch->features, error)
         && add_numbers (writer, key, "labels", snapshot, watch->labels, watch->n, error)
         && add_numbers (writer, key, "samples", snapshot, watch->samples, watch->n, error)
         && add_numbers (writer, key, "predictions", snapshot, watch->predictions, watch->n, error);
}

static gboolean
add_snapshot (DatasetNpzWriter *writer, const TrainingSnapshot *snapshot, GError **error)
{
  const gsize weight[] = { snapshot->n_classes, snapshot->dimension };
  return add (writer, "classifier_weight", snapshot, DATASET_NPY_FLOAT32, 2, weight, snapshot->weight, error)
         && add (writer, "classifier_bias", snapshot, DATASET_NPY_FLOAT32, 1, weight, snapshot->bias, error)
         && add_split (writer, snapshot, TRAINING_TRAIN, error)
         && add_split (writer, snapshot, TRAINING_TEST, error);
}

static gboolean
add_epochs (DatasetNpzWriter *writer, const GArray *epochs, GError **error)
{
  const gsize n = epochs->len;
  const DatasetNpyShape shape = { DATASET_NPY_INT64, 1, &n };
  g_autofree gint64 *wide = g_new (gint64, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    wide[i] = g_array_index (epochs, guint, i);
  return dataset_npz_writer_add (writer, "epochs", &shape, wide, error);
}

gboolean
study_export_snapshots (Study *study, gint64 run, const char *path, GError **error)
{
  g_autoptr (GArray) epochs = study_snapshot_epochs (study, run, error);
  if (epochs == NULL)
    return FALSE;
  if (epochs->len == 0) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND, _ ("%s: no snapshot of the run is stored"),
                 study_path (study));
    return FALSE;
  }
  g_autoptr (DatasetNpzWriter) writer = dataset_npz_writer_new (path, error);
  if (writer == NULL || !add_epochs (writer, epochs, error))
    return FALSE;
  for (guint i = 0; i < epochs->len; i++) {
    g_autoptr (TrainingSnapshot) snapshot
        = study_snapshot (study, run, g_array_index (epochs, guint, i), error);
    if (snapshot == NULL || !add_snapshot (writer, snapshot, error))
      return FALSE;
  }
  return dataset_npz_writer_finish (writer, error);
}
