/* All numbers little-endian:
 *
 *   uint32   K, d, 1 when the classifier is an online probe
 *   float64  epoch
 *   float32  classifier K x d, bias K
 *   then for train and for test:
 *   float64  class means K x d, centre d, variability K
 *   uint64   counts K
 *   uint32   n, labels n, samples n, predictions n
 *   float32  scale
 *   float16  features n x d: (h - mu of its label) / scale
 *
 * The features are kept as what they are beyond their class mean, because that is what vanishes in collapse:
 * half precision of h itself would drown it. The scale is a power of two that brings the largest of them near
 * the largest half, so that the smallest are not denormal. Means are of the split, exact. */
#include "study/snapshot-blob.h"

#include "study/half.h"

#include <math.h>
#include <string.h>

/* The largest deviation is scaled to below 2 to this; halves end at 65504. */
#define HALF_EXPONENT 15
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

/* What sample i is beyond its class mean. */
static void
deviate (const TrainingWatch *watch, gsize dimension, gsize i, float *deviation)
{
  const double *mean = watch->means->means + watch->labels[i] * dimension;
  for (gsize j = 0; j < dimension; j++)
    deviation[j] = (float)((double)watch->features[i * dimension + j] - mean[j]);
}

static float
scale_for (const float *deviations, gsize n)
{
  float largest = 0;
  int exponent;
  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabsf (deviations[i]));
  if (largest == 0 || !isfinite (largest))
    return 1;
  frexpf (largest, &exponent);
  return ldexpf (1, MAX (exponent - HALF_EXPONENT, -126));
}

static void
append_features (GByteArray *bytes, const TrainingWatch *watch, gsize dimension, const GArray *chosen)
{
  gsize n = chosen->len * dimension;
  g_autofree float *deviations = g_new (float, n);
  g_autofree guint16 *halves = g_new (guint16, n);
  for (guint i = 0; i < chosen->len; i++)
    deviate (watch, dimension, g_array_index (chosen, gsize, i), deviations + i * dimension);
  float scale = scale_for (deviations, n);
  for (gsize i = 0; i < n; i++)
    deviations[i] /= scale;
  study_half_from_floats (halves, deviations, n);
  append (bytes, &scale, sizeof scale);
  append (bytes, halves, n * sizeof *halves);
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

gsize
study_snapshot_bytes (const TrainingSnapshot *snapshot, const guint watched[TRAINING_N_SPLITS])
{
  const gsize k = snapshot->n_classes, d = snapshot->dimension;
  gsize bytes = 3 * sizeof (guint32) + sizeof (double) + (k * d + k) * sizeof (float);
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    gsize n = MIN (snapshot->split[split].n, (guint64)k * watched[split]);
    bytes += (k * d + d + k) * sizeof (double) + k * sizeof (guint64) + sizeof (guint32) + sizeof (float)
             + n * (3 * sizeof (guint32) + d * sizeof (guint16));
  }
  return bytes;
}

GBytes *
study_snapshot_pack (const TrainingSnapshot *snapshot, const guint watched[TRAINING_N_SPLITS])
{
  GByteArray *bytes = g_byte_array_new ();
  append_uint (bytes, snapshot->n_classes);
  append_uint (bytes, (guint32)snapshot->dimension);
  append_uint (bytes, snapshot->probe != FALSE);
  append (bytes, &snapshot->epoch, sizeof snapshot->epoch);
  append (bytes, snapshot->weight, snapshot->n_classes * snapshot->dimension * sizeof (float));
  append (bytes, snapshot->bias, snapshot->n_classes * sizeof (float));
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    append_watch (bytes, &snapshot->split[split], snapshot->n_classes, snapshot->dimension, watched[split]);
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
  float scale;
  gsize n = watch->n * dimension;
  take (cursor, &scale, sizeof scale);
  g_autofree guint16 *halves = take_array (cursor, n, sizeof (guint16));
  if (cursor->failed)
    return;
  watch->features = g_new (float, n);
  study_half_to_floats (watch->features, halves, n);
  for (gsize i = 0; i < watch->n; i++) {
    const double *mean = watch->means->means + watch->labels[i] * dimension;
    float *row = watch->features + i * dimension;
    for (gsize j = 0; j < dimension; j++)
      row[j] = (float)(mean[j] + (double)(row[j] * scale));
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
  return cursor.failed || cursor.size > 0 ? NULL : g_steal_pointer (&snapshot);
}
