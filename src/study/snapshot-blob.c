/* All numbers little-endian:
 *
 *   uint32   K, d, 1 when the classifier is an online probe
 *   float64  epoch
 *   float32  classifier K x d, bias K
 *   then for train and for test:
 *   float64  class means K x d, centre d, variability K
 *   uint64   counts K
 *   uint32   n, labels n, samples n, predictions n
 *   float32  scales n
 *   int8     features n x d: (h - mu of its label) / scale, rounded
 *   then, where layers were measured (none before version 3 of the file), for train and for test:
 *   uint32   layers, samples that they were measured on
 *   float64  layers x 5, in the order of TrainingLayerMetric
 *
 * The features are kept as what they are beyond their class mean, because that is what vanishes in collapse:
 * a byte of h itself would drown it. Each sample has a scale, its largest deviation / 127: what is drawn is
 * off by at most 1/254 of that. Twice as exact would be twice as large, and a fast run waits for its
 * snapshots. Means are of the split, exact. */
#include "study/snapshot-blob.h"

#include "numeric/simd.h"

#include <math.h>
#include <string.h>

/* What the largest deviation of a sample becomes. */
#define LARGEST 127
/* What a network could be at most here: keeps the sizes from overflowing. */
#define MOST 16777216

static void
append (GByteArray *bytes, gconstpointer data, gsize size)
{
  g_byte_array_append (bytes, data, (guint)size);
}

static void
append_uint (GByteArray *bytes, guint32 value)
{
  append (bytes, &value, sizeof value);
}

/* Positions in the watch set of the first `watched` samples of each class. */
static GArray *
choose (const TrainingWatch *watch, guint n_classes, guint watched)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_autofree guint *seen = g_new0 (guint, n_classes);
  for (gsize i = 0; i < watch->n; i++)
    if (seen[watch->labels[i]]++ < watched)
      g_array_append_val (chosen, i);
  return chosen;
}

static void
append_chosen (GByteArray *bytes, const guint32 *values, const GArray *chosen)
{
  for (guint i = 0; i < chosen->len; i++)
    append_uint (bytes, values[g_array_index (chosen, gsize, i)]);
}

/* What a sample is beyond its class mean. */
NUMERIC_MULTIVERSION static void
deviate (const float *features, const double *mean, gsize dimension, float *deviation)
{
  for (gsize j = 0; j < dimension; j++)
    deviation[j] = (float)((double)features[j] - mean[j]);
}

/* 0 where nothing is left of them, or something is no number. */
static float
scale_for (const float *deviation, gsize dimension)
{
  float largest = 0;
  for (gsize j = 0; j < dimension; j++) {
    if (!isfinite (deviation[j]))
      return 0;
    largest = MAX (largest, fabsf (deviation[j]));
  }
  return largest / LARGEST;
}

NUMERIC_MULTIVERSION static void
quantise (const float *deviation, float scale, gsize dimension, gint8 *bytes)
{
  for (gsize j = 0; j < dimension; j++)
    bytes[j] = (gint8)CLAMP (rintf (deviation[j] / scale), -LARGEST, LARGEST);
}

static void
append_features (GByteArray *bytes, const TrainingWatch *watch, gsize dimension, const GArray *chosen)
{
  g_autofree float *deviation = g_new (float, dimension);
  g_autofree float *scales = g_new (float, chosen->len);
  g_autofree gint8 *features = g_new0 (gint8, chosen->len * dimension);
  for (guint i = 0; i < chosen->len; i++) {
    gsize sample = g_array_index (chosen, gsize, i);
    deviate (watch->features + sample * dimension, watch->means->means + watch->labels[sample] * dimension,
             dimension, deviation);
    scales[i] = scale_for (deviation, dimension);
    if (scales[i] > 0)
      quantise (deviation, scales[i], dimension, features + i * dimension);
  }
  append (bytes, scales, chosen->len * sizeof *scales);
  append (bytes, features, chosen->len * dimension);
}

static void
append_watch (GByteArray *bytes, const TrainingWatch *watch, guint n_classes, gsize dimension, guint watched)
{
  const CollapseMeans *means = watch->means;
  g_autoptr (GArray) chosen = choose (watch, n_classes, watched);
  append (bytes, means->means, n_classes * dimension * sizeof (double));
  append (bytes, means->centre, dimension * sizeof (double));
  append (bytes, means->variability, n_classes * sizeof (double));
  for (guint k = 0; k < n_classes; k++) {
    guint64 count = means->counts[k];
    append (bytes, &count, sizeof count);
  }
  append_uint (bytes, chosen->len);
  append_chosen (bytes, watch->labels, chosen);
  append_chosen (bytes, watch->samples, chosen);
  append_chosen (bytes, watch->predictions, chosen);
  append_features (bytes, watch, dimension, chosen);
}

static void
append_layers (GByteArray *bytes, const TrainingSnapshot *snapshot)
{
  for (guint split = 0; split < TRAINING_N_SPLITS && snapshot->n_layers > 0; split++) {
    const TrainingWatch *watch = &snapshot->split[split];
    append_uint (bytes, snapshot->n_layers);
    append_uint (bytes, (guint32)watch->n_measured);
    append (bytes, watch->layers, snapshot->n_layers * sizeof *watch->layers);
  }
}

gsize
study_snapshot_bytes (const TrainingSnapshot *snapshot, const guint watched[TRAINING_N_SPLITS])
{
  const gsize k = snapshot->n_classes, d = snapshot->dimension;
  gsize bytes = 3 * sizeof (guint32) + sizeof (double) + (k * d + k) * sizeof (float);
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    gsize n = MIN (snapshot->split[split].n, (guint64)k * watched[split]);
    bytes += (k * d + d + k) * sizeof (double) + k * sizeof (guint64) + sizeof (guint32)
             + n * (3 * sizeof (guint32) + sizeof (float) + d) + 2 * sizeof (guint32)
             + snapshot->n_layers * sizeof (TrainingLayerValues);
  }
  return bytes;
}

GBytes *
study_snapshot_pack (const TrainingSnapshot *snapshot, const guint watched[TRAINING_N_SPLITS])
{
  GByteArray *bytes = g_byte_array_sized_new ((guint)study_snapshot_bytes (snapshot, watched));
  append_uint (bytes, snapshot->n_classes);
  append_uint (bytes, (guint32)snapshot->dimension);
  append_uint (bytes, snapshot->probe != FALSE);
  append (bytes, &snapshot->epoch, sizeof snapshot->epoch);
  append (bytes, snapshot->weight, snapshot->n_classes * snapshot->dimension * sizeof (float));
  append (bytes, snapshot->bias, snapshot->n_classes * sizeof (float));
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    append_watch (bytes, &snapshot->split[split], snapshot->n_classes, snapshot->dimension, watched[split]);
  append_layers (bytes, snapshot);
  return g_byte_array_free_to_bytes (bytes);
}

/* Reading */

typedef struct {
  const guint8 *data;
  gsize size;
  gboolean failed; /* asked for more than there is */
} Cursor;

static void
take (Cursor *cursor, gpointer data, gsize size)
{
  if (cursor->failed || size > cursor->size) {
    cursor->failed = TRUE;
    memset (data, 0, size);
    return;
  }
  memcpy (data, cursor->data, size);
  cursor->data += size;
  cursor->size -= size;
}

static guint32
take_uint (Cursor *cursor)
{
  guint32 value;
  take (cursor, &value, sizeof value);
  return value;
}

/* n of `size` bytes each; NULL, and failed, when there are not so many. */
static gpointer
take_array (Cursor *cursor, gsize n, gsize size)
{
  if (cursor->failed || n > cursor->size / size) {
    cursor->failed = TRUE;
    return NULL;
  }
  gpointer data = g_malloc (MAX (n * size, 1));
  take (cursor, data, n * size);
  return data;
}

static CollapseMeans *
take_means (Cursor *cursor, guint n_classes, gsize dimension)
{
  CollapseMeans *means = g_new0 (CollapseMeans, 1);
  means->n_classes = n_classes;
  means->dimension = dimension;
  means->means = take_array (cursor, n_classes * dimension, sizeof (double));
  means->centre = take_array (cursor, dimension, sizeof (double));
  means->variability = take_array (cursor, n_classes, sizeof (double));
  g_autofree guint64 *counts = take_array (cursor, n_classes, sizeof (guint64));
  means->counts = g_new0 (gsize, n_classes);
  for (guint k = 0; k < n_classes && counts != NULL; k++)
    means->counts[k] = counts[k];
  return means;
}

static gboolean
all_below (const guint32 *values, gsize n, guint32 limit)
{
  for (gsize i = 0; i < n; i++)
    if (values[i] >= limit)
      return FALSE;
  return TRUE;
}

static void
take_features (Cursor *cursor, TrainingWatch *watch, gsize dimension)
{
  g_autofree float *scales = take_array (cursor, watch->n, sizeof (float));
  g_autofree gint8 *features = take_array (cursor, watch->n * dimension, 1);
  if (cursor->failed)
    return;
  watch->features = g_new (float, watch->n *dimension);
  for (gsize i = 0; i < watch->n; i++) {
    const double *mean = watch->means->means + watch->labels[i] * dimension;
    for (gsize j = 0; j < dimension; j++)
      watch->features[i * dimension + j] = (float)(mean[j] + (double)scales[i] * features[i * dimension + j]);
  }
}

static void
take_watch (Cursor *cursor, TrainingWatch *watch, guint n_classes, gsize dimension)
{
  watch->means = take_means (cursor, n_classes, dimension);
  watch->n = take_uint (cursor);
  watch->labels = take_array (cursor, watch->n, sizeof (guint32));
  watch->samples = take_array (cursor, watch->n, sizeof (guint32));
  watch->predictions = take_array (cursor, watch->n, sizeof (guint32));
  if (cursor->failed)
    return;
  cursor->failed = !all_below (watch->labels, watch->n, n_classes)
                   || !all_below (watch->predictions, watch->n, n_classes);
  take_features (cursor, watch, dimension);
}

static void
take_layers (Cursor *cursor, TrainingSnapshot *snapshot)
{
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    TrainingWatch *watch = &snapshot->split[split];
    guint n_layers = take_uint (cursor);
    watch->n_measured = take_uint (cursor);
    watch->layers = take_array (cursor, n_layers, sizeof *watch->layers);
    cursor->failed = cursor->failed || n_layers == 0 || (split > 0 && n_layers != snapshot->n_layers);
    snapshot->n_layers = n_layers;
  }
}

TrainingSnapshot *
study_snapshot_unpack (gconstpointer data, gsize size)
{
  Cursor cursor = { data, size, FALSE };
  guint n_classes = take_uint (&cursor);
  gsize dimension = take_uint (&cursor);
  if (cursor.failed || n_classes < 1 || dimension < 1 || n_classes > MOST || dimension > MOST
      || n_classes * dimension > size)
    return NULL;
  g_autoptr (TrainingSnapshot) snapshot = training_snapshot_new (n_classes, dimension);
  snapshot->probe = take_uint (&cursor) != 0;
  take (&cursor, &snapshot->epoch, sizeof snapshot->epoch);
  take (&cursor, snapshot->weight, n_classes * dimension * sizeof (float));
  take (&cursor, snapshot->bias, n_classes * sizeof (float));
  for (guint split = 0; split < TRAINING_N_SPLITS && !cursor.failed; split++)
    take_watch (&cursor, &snapshot->split[split], n_classes, dimension);
  if (!cursor.failed && cursor.size > 0)
    take_layers (&cursor, snapshot);
  return cursor.failed || cursor.size > 0 ? NULL : g_steal_pointer (&snapshot);
}
