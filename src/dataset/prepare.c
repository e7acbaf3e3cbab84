#include "dataset/prepare.h"

#include "dataset/grouping.h"
#include "dataset/resize.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define DROPPED G_MAXUINT32

/* What becomes of the fine classes. */
typedef struct {
  guint32 *fine_of;      /* n fine classes: their number among those kept, in order, or DROPPED */
  GPtrArray *fine_names; /* of those kept, NULL-terminated */
  guint32 *label_of;     /* n fine classes: the label, or DROPPED */
  guint n_labels;
  GPtrArray *names; /* of the labels, NULL-terminated */
  guint32 *coarse;  /* of the labels, where they are fine classes with a hierarchy */
  gboolean hidden;  /* the labels do not say the fine class */
} Labelling;

static void
labelling_clear (Labelling *labelling)
{
  g_free (labelling->fine_of);
  g_clear_pointer (&labelling->fine_names, g_ptr_array_unref);
  g_free (labelling->label_of);
  g_free (labelling->coarse);
  g_clear_pointer (&labelling->names, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Labelling, labelling_clear)

static void
number_kept (const Dataset *dataset, const gboolean *kept, Labelling *labelling)
{
  guint32 n_kept = 0;

  labelling->fine_of = g_new (guint32, dataset->n_classes);
  labelling->fine_names = g_ptr_array_new_with_free_func (g_free);
  for (guint k = 0; k < dataset->n_classes; k++) {
    labelling->fine_of[k] = kept[k] ? n_kept++ : DROPPED;
    if (kept[k])
      g_ptr_array_add (labelling->fine_names, g_strdup (dataset->class_names[k]));
  }
  g_ptr_array_add (labelling->fine_names, NULL);
}

/* The kept fine classes as they are numbered. */
static void
label_fine (const Dataset *dataset, const gboolean *kept, Labelling *labelling)
{
  labelling->coarse = dataset->coarse != NULL ? g_new0 (guint32, dataset->n_classes) : NULL;
  for (guint k = 0; k < dataset->n_classes; k++) {
    labelling->label_of[k] = labelling->fine_of[k];
    if (!kept[k])
      continue;
    if (labelling->coarse != NULL)
      labelling->coarse[labelling->n_labels] = dataset->coarse[k];
    labelling->n_labels++;
    g_ptr_array_add (labelling->names, g_strdup (dataset->class_names[k]));
  }
}

/* The data set's own coarse classes, those that are left renumbered in order. */
static gboolean
label_coarse (const Dataset *dataset, const gboolean *kept, Labelling *labelling, GError **error)
{
  g_autofree guint32 *label_of_coarse = NULL;
  guint n_coarse;

  if (dataset->coarse == NULL) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
                 _ ("%s has no coarse labels; allowed are “fine” and a grouping such as “0,1|2,3”"),
                 dataset->name);
    return FALSE;
  }
  n_coarse = g_strv_length (dataset->coarse_names);
  label_of_coarse = g_new (guint32, n_coarse);
  for (guint c = 0; c < n_coarse; c++) {
    gboolean used = FALSE;

    for (guint k = 0; k < dataset->n_classes; k++)
      used = used || (kept[k] && dataset->coarse[k] == c);
    label_of_coarse[c] = used ? labelling->n_labels++ : DROPPED;
    if (used)
      g_ptr_array_add (labelling->names, g_strdup (dataset->coarse_names[c]));
  }
  for (guint k = 0; k < dataset->n_classes; k++)
    labelling->label_of[k] = kept[k] ? label_of_coarse[dataset->coarse[k]] : DROPPED;
  return TRUE;
}

/* Whether the kept classes of a label are those of a coarse class, and no others. */
static gboolean
is_coarse_class (
    const Dataset *dataset, const gboolean *kept, const Labelling *labelling, guint label, guint c)
{
  for (guint k = 0; k < dataset->n_classes; k++)
    if (kept[k] && (labelling->label_of[k] == label) != (dataset->coarse[k] == c))
      return FALSE;
  return TRUE;
}

/* What a group of classes is called: as its one class, as the coarse class that it is, or else as it was
 * written. */
static char *
name_group (
    const Dataset *dataset, const char *text, const gboolean *kept, const Labelling *labelling, guint label)
{
  guint n = 0, one = 0;

  for (guint k = 0; k < dataset->n_classes; k++)
    if (kept[k] && labelling->label_of[k] == label) {
      n++;
      one = k;
    }
  if (n == 1)
    return g_strdup (dataset->class_names[one]);
  for (guint c = 0; dataset->coarse != NULL && dataset->coarse_names[c] != NULL; c++)
    if (is_coarse_class (dataset, kept, labelling, label, c))
      return g_strdup (dataset->coarse_names[c]);
  return g_strdup (text);
}

static gboolean
label_groups (
    const Dataset *dataset, const char *text, const gboolean *kept, Labelling *labelling, GError **error)
{
  g_auto (GStrv) groups = g_strsplit (text, "|", -1);

  if (!dataset_parse_grouping (text, dataset->n_classes, kept, labelling->label_of, &labelling->n_labels,
                               error)) {
    g_prefix_error (error, _ ("Labels are “fine”, “coarse” or a grouping such as “0,1|2,3”. "));
    return FALSE;
  }
  for (guint label = 0; label < labelling->n_labels; label++)
    g_ptr_array_add (labelling->names, name_group (dataset, groups[label], kept, labelling, label));
  return TRUE;
}

static gboolean
label_classes (const Dataset *dataset, const DatasetRequest *request, Labelling *labelling, GError **error)
{
  g_autofree gboolean *kept = g_new (gboolean, dataset->n_classes);

  if (!dataset_parse_classes (request->classes, dataset->n_classes, kept, error))
    return FALSE;
  number_kept (dataset, kept, labelling);
  labelling->hidden = !g_str_equal (request->labels, "fine") || request->random_labels > 0;
  labelling->label_of = g_new (guint32, dataset->n_classes);
  labelling->names = g_ptr_array_new_with_free_func (g_free);
  if (g_str_equal (request->labels, "fine"))
    label_fine (dataset, kept, labelling);
  else if (g_str_equal (request->labels, "coarse")) {
    if (!label_coarse (dataset, kept, labelling, error))
      return FALSE;
  } else if (!label_groups (dataset, request->labels, kept, labelling, error))
    return FALSE;
  g_ptr_array_add (labelling->names, NULL);
  if (labelling->n_labels >= 2)
    return TRUE;
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
               _ ("“%s” of the classes “%s” leaves %u class; at least 2 are needed"), request->labels,
               request->classes, labelling->n_labels);
  return FALSE;
}

static int
compare_rows (gconstpointer a, gconstpointer b)
{
  const guint32 x = *(const guint32 *)a, y = *(const guint32 *)b;

  return (x > y) - (x < y);
}

/* Takes `count` of the shuffled rows, as evenly over the fine classes as they allow: in rounds, each class
 * giving its next row until enough are there. */
static GArray *
take_evenly (const Dataset *dataset, const GArray *shuffled, guint count)
{
  GArray *taken = g_array_sized_new (FALSE, FALSE, sizeof (guint32), count);
  g_autofree guint *rank = g_new0 (guint, dataset->n_classes);
  g_autofree guint *round = g_new (guint, shuffled->len);
  guint n_rounds = 0;

  for (guint i = 0; i < shuffled->len; i++) {
    round[i] = rank[dataset->labels[g_array_index (shuffled, guint32, i)]]++;
    n_rounds = MAX (n_rounds, round[i] + 1);
  }
  /* Rows in order of round (a counting sort), the first `count` of them. */
  g_autofree guint *start = g_new0 (guint, n_rounds + 1);
  g_autofree guint32 *by_round = g_new (guint32, shuffled->len);
  for (guint i = 0; i < shuffled->len; i++)
    start[round[i] + 1]++;
  for (guint r = 0; r < n_rounds; r++)
    start[r + 1] += start[r];
  for (guint i = 0; i < shuffled->len; i++)
    by_round[start[round[i]]++] = g_array_index (shuffled, guint32, i);
  g_array_append_vals (taken, by_round, MIN (count, shuffled->len));
  return taken;
}

/* The rows of the classes kept, or a drawn subset of `count` of them, rising. */
static GArray *
choose_rows (const Dataset *dataset,
             const Labelling *labelling,
             guint count,
             const char *key,
             NumericRandom *random,
             GError **error)
{
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *taken;

  for (guint32 i = 0; i < dataset->samples.rows; i++)
    if (labelling->label_of[dataset->labels[i]] != DROPPED)
      g_array_append_val (rows, i);
  if (rows->len == 0) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST, _ ("%s has no sample of these classes"),
                 dataset->title);
    return NULL;
  }
  if (count > rows->len) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
                 _ ("%s has %u samples of these classes, so %s = %u cannot be; allowed are 0 (all) to %u"),
                 dataset->title, rows->len, key, count, rows->len);
    return NULL;
  }
  if (count == 0 || count == rows->len)
    return g_steal_pointer (&rows);
  numeric_random_shuffle (random, (guint32 *)rows->data, rows->len);
  taken = take_evenly (dataset, rows, count);
  g_array_sort (taken, compare_rows);
  return taken;
}

/* How many samples of each label make the profile: the most of each that all labels can give. */
static void
profile_counts (gsize *counts, guint n_labels, double ratio)
{
  double most = INFINITY;

  for (guint k = 0; k < n_labels; k++)
    most = MIN (most, (double)counts[k] * pow (ratio, (double)k / (n_labels - 1)));
  for (guint k = 0; k < n_labels; k++)
    counts[k] = MIN (counts[k], (gsize)floor (most * pow (ratio, -(double)k / (n_labels - 1)) + 0.5));
}

/* Takes rows away until the labels are as unequal as asked for; rising. */
static gboolean
thin_rows (const Dataset *dataset,
           const Labelling *labelling,
           double ratio,
           const NumericRandom *random,
           GArray *rows,
           GError **error)
{
  g_autofree gsize *left = g_new0 (gsize, labelling->n_labels);
  NumericRandom own = numeric_random_split (random, "imbalance");
  guint n_kept = 0;

  for (guint i = 0; i < rows->len; i++)
    left[labelling->label_of[dataset->labels[g_array_index (rows, guint32, i)]]]++;
  profile_counts (left, labelling->n_labels, ratio);
  for (guint k = 0; k < labelling->n_labels; k++)
    if (left[k] == 0) {
      g_set_error (
          error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
          _ ("data.imbalance = %g leaves %s no sample of class %s; a smaller ratio or more samples are "
             "needed"),
          ratio, dataset->title, (const char *)labelling->names->pdata[k]);
      return FALSE;
    }
  numeric_random_shuffle (&own, (guint32 *)rows->data, rows->len);
  for (guint i = 0; i < rows->len; i++) {
    const guint32 row = g_array_index (rows, guint32, i);

    if (left[labelling->label_of[dataset->labels[row]]] == 0)
      continue;
    left[labelling->label_of[dataset->labels[row]]]--;
    g_array_index (rows, guint32, n_kept++) = row;
  }
  g_array_set_size (rows, n_kept);
  g_array_sort (rows, compare_rows);
  return TRUE;
}

/* Draws a share of the labels anew. The stream is used alike whatever the share, so that a larger share draws
 * the labels of a smaller one and more. */
static void
randomise_labels (guint32 *labels, gsize n, guint n_labels, double share, const NumericRandom *random)
{
  NumericRandom own = numeric_random_split (random, "random-labels");

  for (gsize i = 0; i < n; i++) {
    const gboolean drawn = numeric_random_uniform (&own) < share;
    const guint32 label = numeric_random_below (&own, n_labels);

    labels[i] = drawn ? label : labels[i];
  }
}

/* What `class_of` makes of the classes of these rows; free with g_free. */
static guint32 *
map_rows (const Dataset *dataset, const guint32 *class_of, const GArray *rows)
{
  guint32 *mapped = g_new (guint32, rows->len);

  for (guint i = 0; i < rows->len; i++)
    mapped[i] = class_of[dataset->labels[g_array_index (rows, guint32, i)]];
  return mapped;
}

static gboolean
check_every_label (
    const char *title, const guint32 *labels, gsize n, const Labelling *labelling, GError **error)
{
  g_autofree gsize *counts = g_new0 (gsize, labelling->n_labels);

  for (gsize i = 0; i < n; i++)
    counts[labels[i]]++;
  for (guint k = 0; k < labelling->n_labels; k++)
    if (counts[k] == 0) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
                   _ ("%s has no sample of class %s in a choice of %" G_GSIZE_FORMAT), title,
                   (const char *)labelling->names->pdata[k], n);
      return FALSE;
    }
  return TRUE;
}

/* The labels of the training samples; NULL when there is one that none of them has. */
static guint32 *
label_rows (const Dataset *train,
            const Labelling *labelling,
            const GArray *rows,
            double random_share,
            const NumericRandom *random,
            GError **error)
{
  g_autofree guint32 *labels = map_rows (train, labelling->label_of, rows);

  if (random_share > 0)
    randomise_labels (labels, rows->len, labelling->n_labels, random_share, random);
  if (!check_every_label (train->title, labels, rows->len, labelling, error))
    return NULL;
  return g_steal_pointer (&labels);
}

/* Means of the columns in double over these rows, and the root mean square of what is left when they are
 * taken off; NULL when that is nothing. */
static double *
column_means (const Dataset *train, const GArray *rows, double *scale, GError **error)
{
  const gsize columns = dataset_dimension (train);
  g_autofree double *means = g_new0 (double, columns);
  double squares = 0.0;

  for (guint i = 0; i < rows->len; i++)
    for (gsize j = 0; j < columns; j++)
      means[j] += numeric_matrix32_row (train->samples, g_array_index (rows, guint32, i))[j];
  for (gsize j = 0; j < columns; j++)
    means[j] /= (double)rows->len;
  for (guint i = 0; i < rows->len; i++)
    for (gsize j = 0; j < columns; j++) {
      const double centred
          = numeric_matrix32_row (train->samples, g_array_index (rows, guint32, i))[j] - means[j];

      squares += centred * centred;
    }
  *scale = sqrt (squares / ((double)rows->len * (double)columns));
  if (*scale > 0)
    return g_steal_pointer (&means);
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST, _ ("%s: all training samples are the same"),
               train->title);
  return NULL;
}

static gboolean
same_shape (DatasetShape a, DatasetShape b)
{
  return a.height == b.height && a.width == b.width && a.channels == b.channels;
}

/* Those of the samples that the new ones are to be like; NULL when these cannot be resized to them. */
static double *
take_means (const Dataset *train, const Dataset *like, double *scale, GError **error)
{
  const DatasetShape a = train->shape, b = like->shape;

  if (a.channels == b.channels) {
    *scale = like->scale;
    return g_memdup2 (like->means, dataset_dimension (like) * sizeof *like->means);
  }
  g_set_error (
      error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
      _ ("%s has samples of %u × %u × %u, and those of %s are %u × %u × %u; images are resized to what the "
         "network takes, but must have as many channels"),
      train->title, a.height, a.width, a.channels, like->title, b.height, b.width, b.channels);
  return NULL;
}

static void
standardise (Dataset *dataset, const double *means, double scale)
{
  const NumericMatrix32 samples = dataset->samples;

  for (gsize i = 0; i < samples.rows; i++)
    for (gsize j = 0; j < samples.columns; j++) {
      float *value = &numeric_matrix32_row (samples, i)[j];

      *value = (float)((*value - means[j]) / scale);
    }
  dataset->means = g_memdup2 (means, samples.columns * sizeof *means);
  dataset->scale = scale;
  dataset->background = g_new (float, samples.columns);
  for (gsize j = 0; j < samples.columns; j++)
    dataset->background[j] = (float)(-means[j] / scale);
}

/* The samples of these rows. Where they are all there are and nobody else has the set, they are taken out of
 * it, so that large data are held once. */
static NumericMatrix32
take_samples (Dataset *dataset, const GArray *rows)
{
  const gsize dimension = dataset_dimension (dataset);
  NumericMatrix32 samples = dataset->samples;

  if (rows->len == samples.rows && g_atomic_ref_count_compare (&dataset->references, 1)) {
    dataset->samples.data = NULL;
    dataset->samples.rows = 0;
    return samples;
  }
  samples = numeric_matrix32 (numeric_matrix32_alloc (rows->len * dimension), rows->len, dimension);
  for (guint i = 0; i < rows->len; i++)
    memcpy (numeric_matrix32_row (samples, i),
            numeric_matrix32_row (dataset->samples, g_array_index (rows, guint32, i)),
            dimension * sizeof (float));
  return samples;
}

/* The same, as images of this shape. */
static NumericMatrix32
take_resized (Dataset *dataset, const GArray *rows, DatasetShape shape)
{
  const NumericMatrix32 taken = take_samples (dataset, rows);
  NumericMatrix32 resized;

  if (same_shape (dataset->shape, shape))
    return taken;
  resized = dataset_resize (taken, dataset->shape, shape);
  g_aligned_free (taken.data);
  return resized;
}

/* Puts what is made of these rows in the place of a raw set, which is let go. Takes their labels. */
static void
replace_set (Dataset **dataset,
             const Labelling *labelling,
             const GArray *rows,
             guint32 *labels,
             DatasetShape shape,
             const double *means,
             double scale)
{
  Dataset *raw = *dataset, *prepared;
  guint32 *fine = labelling->hidden ? map_rows (raw, labelling->fine_of, rows) : NULL;

  prepared = dataset_new (raw->name, raw->title, shape, take_resized (raw, rows, shape), labels,
                          labelling->n_labels, (const char *const *)labelling->names->pdata, NULL);
  prepared->rows = g_memdup2 (rows->data, rows->len * sizeof (guint32));
  if (labelling->coarse != NULL)
    dataset_set_coarse (prepared, labelling->coarse, (const char *const *)raw->coarse_names);
  if (fine != NULL)
    dataset_set_fine (prepared, fine, (const char *const *)labelling->fine_names->pdata);
  standardise (prepared, means, scale);
  dataset_unref (raw);
  *dataset = prepared;
}

gboolean
dataset_prepare (
    Dataset **train, Dataset **test, const DatasetRequest *request, NumericRandom *random, GError **error)
{
  g_auto (Labelling) labelling = { NULL };
  g_autoptr (GArray) train_rows = NULL;
  g_autoptr (GArray) test_rows = NULL;
  g_autofree guint32 *train_labels = NULL;
  g_autofree double *means = NULL;
  const DatasetShape shape = request->like != NULL ? request->like->shape : (*train)->shape;
  double scale;

  /* All that can fail comes first. */
  if (!label_classes (*train, request, &labelling, error))
    return FALSE;
  train_rows = choose_rows (*train, &labelling, request->train, "data.train", random, error);
  if (train_rows == NULL)
    return FALSE;
  if (request->imbalance > 1
      && !thin_rows (*train, &labelling, request->imbalance, random, train_rows, error))
    return FALSE;
  test_rows = choose_rows (*test, &labelling, request->test, "data.test", random, error);
  if (test_rows == NULL)
    return FALSE;
  train_labels = label_rows (*train, &labelling, train_rows, request->random_labels, random, error);
  if (train_labels == NULL)
    return FALSE;
  means = request->like != NULL ? take_means (*train, request->like, &scale, error)
                                : column_means (*train, train_rows, &scale, error);
  if (means == NULL)
    return FALSE;
  replace_set (train, &labelling, train_rows, g_steal_pointer (&train_labels), shape, means, scale);
  replace_set (test, &labelling, test_rows, map_rows (*test, labelling.label_of, test_rows), shape, means,
               scale);
  return TRUE;
}

GArray *
dataset_balanced_indices (const Dataset *dataset, guint per_class)
{
  GArray *indices = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autofree guint *taken = g_new0 (guint, dataset->n_classes);

  for (guint32 i = 0; i < dataset->samples.rows; i++)
    if (taken[dataset->labels[i]] < per_class) {
      taken[dataset->labels[i]]++;
      g_array_append_val (indices, i);
    }
  return indices;
}

/* Every class has at least so many. */
static gboolean
check_counts (const Dataset *dataset, guint per_class, GError **error)
{
  for (guint k = 0; k < dataset->n_classes; k++)
    if (dataset->class_counts[k] < per_class) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
                   _ ("%s has only %" G_GSIZE_FORMAT " samples of class %s, and %u of each are asked for"),
                   dataset->title, dataset->class_counts[k], dataset->class_names[k], per_class);
      return FALSE;
    }
  return TRUE;
}

GArray *
dataset_draw_indices (const Dataset *dataset, guint per_class, const NumericRandom *random, GError **error)
{
  const gsize n = dataset->samples.rows;
  NumericRandom own = *random;
  g_autofree guint32 *order = g_new (guint32, n);
  g_autofree guint *taken = g_new0 (guint, dataset->n_classes);
  GArray *indices;

  if (!check_counts (dataset, per_class, error))
    return NULL;
  for (gsize i = 0; i < n; i++)
    order[i] = (guint32)i;
  numeric_random_shuffle (&own, order, n);
  indices = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    if (taken[dataset->labels[order[i]]]++ < per_class)
      g_array_append_val (indices, order[i]);
  g_array_sort (indices, compare_rows);
  return indices;
}
