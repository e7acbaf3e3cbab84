#include "app/data-preview.h"

#include <math.h>

#include "app/sample-image.h"
#include "dataset/prepare.h"
#include "training/regime-data.h"

/* Images of a class stand side by side, profiles lie over each other. */
#define N_IMAGES 16
#define N_PROFILES 24
/* Pixels along a side, and values of a vector, that a row has any use for. */
#define MAX_SIDE 96
#define MAX_VALUES 256
/* Bytes of samples for one labelling: the 1,000 classes of a large set have fewer each. */
#define MAX_BYTES (32u << 20)

/* From a value of the set to a byte. */
typedef struct {
  float *low, *high; /* dimension */
} Range;

static void
range_clear (Range *range)
{
  g_free (range->low);
  g_free (range->high);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Range, range_clear)

/* Of each value on its own for vectors, whose values may be of different kinds; pixels have one range, from
 * black at 0 to white at 1 unless the files go further. */
static void
range_init (Range *range, const Dataset *train, gboolean images)
{
  gsize dimension = dataset_dimension (train);
  float low = 0.0f, high = 1.0f;
  range->low = g_new (float, dimension);
  range->high = g_new (float, dimension);
  for (gsize j = 0; j < dimension; j++) {
    range->low[j] = INFINITY;
    range->high[j] = -INFINITY;
  }
  for (gsize i = 0; i < train->samples.rows; i++) {
    const float *values = numeric_matrix32_row (train->samples, i);
    for (gsize j = 0; j < dimension; j++) {
      if (values[j] < range->low[j])
        range->low[j] = values[j];
      if (values[j] > range->high[j])
        range->high[j] = values[j];
    }
  }
  if (!images)
    return;
  for (gsize j = 0; j < dimension; j++) {
    low = MIN (low, range->low[j]);
    high = MAX (high, range->high[j]);
  }
  for (gsize j = 0; j < dimension; j++) {
    range->low[j] = low;
    range->high[j] = high;
  }
}

/* 0 .. 255; the middle where all samples have the same value, 0 for what is no number. */
static float
shade (const Range *range, gsize j, float value)
{
  float width = range->high[j] - range->low[j];
  float share = width > 0.0f ? (value - range->low[j]) / width : 0.5f;
  return share >= 0.0f ? 255.0f * MIN (share, 1.0f) : 0.0f;
}

/* How many of the set's pixels along a side become one. */
static guint
reduction (DatasetShape shape)
{
  return (MAX (shape.height, shape.width) + MAX_SIDE - 1) / MAX_SIDE;
}

static DatasetShape
shape_shown (DatasetShape shape, gboolean images)
{
  guint by = reduction (shape);
  gsize dimension = (gsize)shape.height * shape.width * shape.channels;
  if (images)
    return (DatasetShape){ MAX (1, shape.height / by), MAX (1, shape.width / by), shape.channels };
  return (DatasetShape){ 1, 1, (guint)MIN (dimension, MAX_VALUES) };
}

static gsize
count_values (DatasetShape shape)
{
  return (gsize)shape.height * shape.width * shape.channels;
}

/* Each pixel shown is the mean of by x by of the image's. */
static void
write_image (guint8 *out, const float *values, const CollapsarDataPreview *preview, const Range *range)
{
  DatasetShape shape = preview->shape, shown = preview->shown;
  guint by = reduction (shape);
  for (guint y = 0; y < shown.height; y++)
    for (guint x = 0; x < shown.width; x++)
      for (guint c = 0; c < shown.channels; c++) {
        float sum = 0.0f;
        for (guint v = 0; v < by; v++)
          for (guint u = 0; u < by; u++) {
            gsize j = (((gsize)y * by + v) * shape.width + (gsize)x * by + u) * shape.channels + c;
            sum += shade (range, j, values[j]);
          }
        *out++ = (guint8)(sum / (float)(by * by) + 0.5f);
      }
}

/* Of a vector with more values than are shown, values at equal distances. */
static void
write_profile (guint8 *out, const float *values, const CollapsarDataPreview *preview, const Range *range)
{
  gsize n = count_values (preview->shape), n_shown = count_values (preview->shown);
  for (gsize i = 0; i < n_shown; i++) {
    gsize j = n_shown > 1 ? i * (n - 1) / (n_shown - 1) : 0;
    out[i] = (guint8)(shade (range, j, values[j]) + 0.5f);
  }
}

static void
labelling_free (CollapsarDataLabelling *labelling)
{
  for (guint k = 0; k < labelling->n_classes; k++) {
    g_free (labelling->classes[k].name);
    g_free (labelling->classes[k].detail);
  }
  g_free (labelling->classes);
  g_free (labelling->shades);
  g_free (labelling);
}

/* The names of the fine classes that are one class now, NULL when it is only one. Of the test set, whose
 * labels are never random. */
static char *
join_fine (const Dataset *test, guint k)
{
  g_autofree gboolean *has = g_new0 (gboolean, test->n_fine);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (gsize i = 0; i < test->samples.rows; i++)
    if (test->labels[i] == k)
      has[test->fine[i]] = TRUE;
  for (guint f = 0; f < test->n_fine; f++)
    if (has[f])
      g_ptr_array_add (names, test->fine_names[f]);
  if (names->len < 2)
    return NULL;
  g_ptr_array_add (names, NULL);
  return g_strjoinv (", ", (char **)names->pdata);
}

static CollapsarDataLabelling *
count_classes (const Dataset *train, const Dataset *test)
{
  CollapsarDataLabelling *labelling = g_new0 (CollapsarDataLabelling, 1);
  labelling->n_train = train->samples.rows;
  labelling->n_test = test->samples.rows;
  labelling->n_classes = train->n_classes;
  labelling->classes = g_new0 (CollapsarDataClass, train->n_classes);
  for (guint k = 0; k < train->n_classes; k++) {
    CollapsarDataClass *class = &labelling->classes[k];
    class->name = g_strdup (train->class_names[k]);
    class->detail = train->coarse != NULL ? g_strdup (train->coarse_names[train->coarse[k]])
                    : test->fine != NULL  ? join_fine (test, k)
                                          : NULL;
    class->n_train = train->class_counts[k];
    class->n_test = test->class_counts[k];
    labelling->most = MAX (labelling->most, class->n_train);
  }
  return labelling;
}

/* `train` and `test` have the labels, `raw` the values. */
static CollapsarDataLabelling *
labelling_new (const Dataset *train,
               const Dataset *test,
               const Dataset *raw,
               const CollapsarDataPreview *preview,
               const Range *range)
{
  CollapsarDataLabelling *labelling = count_classes (train, test);
  gsize size = count_values (preview->shown);
  gsize room = MAX_BYTES / (size * MAX (1, train->n_classes));
  guint per_class = (guint)MIN (room, preview->images ? N_IMAGES : N_PROFILES);
  g_autoptr (GArray) indices = dataset_balanced_indices (train, per_class);
  gsize first = 0;
  labelling->shades = g_malloc (MAX (1, indices->len * size));
  for (guint k = 0; k < train->n_classes; k++) {
    labelling->classes[k].first = first;
    first += MIN (per_class, train->class_counts[k]);
  }
  for (guint i = 0; i < indices->len; i++) {
    guint32 row = g_array_index (indices, guint32, i);
    CollapsarDataClass *class = &labelling->classes[train->labels[row]];
    guint8 *out = labelling->shades + (class->first + class->n_shown++) * size;
    const float *values = numeric_matrix32_row (raw->samples, train->rows == NULL ? row : train->rows[row]);
    if (preview->images)
      write_image (out, values, preview, range);
    else
      write_profile (out, values, preview, range);
  }
  return labelling;
}

/* The same labels on samples of a single value: what the regime draws is the same for them, and a copy of
 * the whole set is saved. */
static Dataset *
stand_in (const Dataset *data)
{
  gsize n = data->samples.rows;
  float *values = numeric_matrix32_alloc (n);
  for (gsize i = 0; i < n; i++)
    values[i] = (float)i; /* samples that are all the same are refused */
  Dataset *bare
      = dataset_new (data->name, data->title, (DatasetShape){ 1, 1, 1 }, numeric_matrix32 (values, n, 1),
                     g_memdup2 (data->labels, n * sizeof (guint32)), data->n_classes,
                     (const char *const *)data->class_names, NULL);
  if (data->coarse != NULL)
    dataset_set_coarse (bare, data->coarse, (const char *const *)data->coarse_names);
  return bare;
}

static void
preview_clear (CollapsarDataPreview *preview)
{
  g_clear_pointer (&preview->raw, labelling_free);
  g_clear_pointer (&preview->used, labelling_free);
  g_clear_error (&preview->used_error);
}

CollapsarDataPreview *
collapsar_data_preview_new (const Regime *regime, GError **error)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_auto (Range) range = { NULL };
  if (!regime_load_data (regime, &train, &test, error))
    return NULL;
  CollapsarDataPreview *preview = g_atomic_rc_box_new0 (CollapsarDataPreview);
  preview->shape = train->shape;
  preview->images = dataset_shape_is_image (train->shape);
  preview->shown = shape_shown (train->shape, preview->images);
  preview->n_coarse = train->coarse == NULL ? 0 : g_strv_length (train->coarse_names);
  range_init (&range, train, preview->images);
  preview->raw = labelling_new (train, test, train, preview, &range);

  g_autoptr (Dataset) used_train = stand_in (train);
  g_autoptr (Dataset) used_test = stand_in (test);
  if (regime_prepare_data (regime, &used_train, &used_test, &preview->used_error))
    preview->used = labelling_new (used_train, used_test, train, preview, &range);
  return preview;
}

CollapsarDataPreview *
collapsar_data_preview_ref (CollapsarDataPreview *preview)
{
  return g_atomic_rc_box_acquire (preview);
}

void
collapsar_data_preview_unref (CollapsarDataPreview *preview)
{
  g_atomic_rc_box_release_full (preview, (GDestroyNotify)preview_clear);
}

const guint8 *
collapsar_data_preview_sample (const CollapsarDataPreview *preview,
                               const CollapsarDataLabelling *labelling,
                               guint k,
                               guint sample)
{
  g_return_val_if_fail (k < labelling->n_classes, NULL);
  g_return_val_if_fail (sample < labelling->classes[k].n_shown, NULL);

  return labelling->shades + (labelling->classes[k].first + sample) * count_values (preview->shown);
}
