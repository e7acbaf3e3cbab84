#include "dataset/dataset.h"

#include <glib/gi18n.h>
#include <string.h>

G_DEFINE_QUARK (collapsar_dataset_error, dataset_error)

/* "0", "1", ... */
static char **
numbered_names (guint count)
{
  char **names = g_new0 (char *, count + 1);

  for (guint k = 0; k < count; k++)
    names[k] = g_strdup_printf ("%u", k);
  return names;
}

static gboolean
check_labels (const char *title, const guint32 *labels, gsize n, guint n_classes, GError **error)
{
  for (gsize i = 0; i < n; i++)
    if (labels[i] >= n_classes) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL,
                   _ ("%s: sample %" G_GSIZE_FORMAT " has the label %u; allowed are 0 to %u"), title, i,
                   labels[i], n_classes - 1);
      return FALSE;
    }
  return TRUE;
}

Dataset *
dataset_new (const char *name,
             const char *title,
             DatasetShape shape,
             NumericMatrix32 samples,
             guint32 *labels,
             guint n_classes,
             const char *const *class_names,
             GError **error)
{
  Dataset *dataset;

  g_return_val_if_fail (samples.columns == (gsize)shape.height * shape.width * shape.channels, NULL);

  if (!check_labels (title, labels, samples.rows, n_classes, error)) {
    g_aligned_free (samples.data);
    g_free (labels);
    return NULL;
  }
  dataset = g_new0 (Dataset, 1);
  dataset->name = g_strdup (name);
  dataset->title = g_strdup (title);
  dataset->shape = shape;
  dataset->samples = samples;
  dataset->labels = labels;
  dataset->n_classes = n_classes;
  dataset->class_names = class_names != NULL ? g_strdupv ((char **)class_names) : numbered_names (n_classes);
  dataset->class_counts = g_new0 (gsize, n_classes);
  for (gsize i = 0; i < samples.rows; i++)
    dataset->class_counts[labels[i]]++;
  g_atomic_ref_count_init (&dataset->references);
  return dataset;
}

void
dataset_set_coarse (Dataset *dataset, const guint32 *coarse, const char *const *coarse_names)
{
  for (guint k = 0; k < dataset->n_classes; k++)
    g_return_if_fail (coarse[k] < g_strv_length ((char **)coarse_names));

  g_free (dataset->coarse);
  g_strfreev (dataset->coarse_names);
  dataset->coarse = g_memdup2 (coarse, dataset->n_classes * sizeof *coarse);
  dataset->coarse_names = g_strdupv ((char **)coarse_names);
}

void
dataset_set_fine (Dataset *dataset, guint32 *fine, const char *const *fine_names)
{
  const guint n_fine = g_strv_length ((char **)fine_names);

  for (gsize i = 0; i < dataset->samples.rows; i++)
    g_return_if_fail (fine[i] < n_fine);

  g_free (dataset->fine);
  g_strfreev (dataset->fine_names);
  dataset->fine = fine;
  dataset->n_fine = n_fine;
  dataset->fine_names = g_strdupv ((char **)fine_names);
}

/* Those of the samples; NULL where there are none. */
static guint32 *
take_numbers (const guint32 *numbers, const guint32 *indices, gsize n)
{
  guint32 *taken = numbers != NULL ? g_new (guint32, n) : NULL;

  for (gsize i = 0; taken != NULL && i < n; i++)
    taken[i] = numbers[indices[i]];
  return taken;
}

Dataset *
dataset_subset (const Dataset *dataset, const guint32 *indices, gsize n)
{
  const gsize dimension = dataset_dimension (dataset);
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (n * dimension), n, dimension);
  Dataset *subset;

  for (gsize i = 0; i < n; i++)
    memcpy (numeric_matrix32_row (samples, i), numeric_matrix32_row (dataset->samples, indices[i]),
            dimension * sizeof (float));
  subset = dataset_new (dataset->name, dataset->title, dataset->shape, samples,
                        take_numbers (dataset->labels, indices, n), dataset->n_classes,
                        (const char *const *)dataset->class_names, NULL);
  if (dataset->coarse != NULL)
    dataset_set_coarse (subset, dataset->coarse, (const char *const *)dataset->coarse_names);
  if (dataset->fine != NULL)
    dataset_set_fine (subset, take_numbers (dataset->fine, indices, n),
                      (const char *const *)dataset->fine_names);
  subset->rows = take_numbers (dataset->rows, indices, n);
  subset->means = g_memdup2 (dataset->means, dimension * sizeof *dataset->means);
  subset->scale = dataset->scale;
  subset->background = g_memdup2 (dataset->background, dimension * sizeof *dataset->background);
  return subset;
}

Dataset *
dataset_ref (Dataset *dataset)
{
  g_atomic_ref_count_inc (&dataset->references);
  return dataset;
}

gboolean
dataset_try_ref (Dataset *dataset)
{
  gint references = g_atomic_int_get (&dataset->references);
  while (references > 0
         && !g_atomic_int_compare_and_exchange_full (&dataset->references, references, references + 1,
                                                     &references))
    ;
  return references > 0;
}

void
dataset_set_gone (Dataset *dataset, DatasetGone gone)
{
  dataset->gone = gone;
}

void
dataset_unref (Dataset *dataset)
{
  if (!g_atomic_ref_count_dec (&dataset->references))
    return;
  if (dataset->gone != NULL)
    dataset->gone (dataset);
  g_free (dataset->name);
  g_free (dataset->title);
  g_aligned_free (dataset->samples.data);
  g_free (dataset->labels);
  g_strfreev (dataset->class_names);
  g_free (dataset->coarse);
  g_strfreev (dataset->coarse_names);
  g_free (dataset->fine);
  g_strfreev (dataset->fine_names);
  g_free (dataset->class_counts);
  g_free (dataset->means);
  g_free (dataset->background);
  g_free (dataset->rows);
  g_free (dataset);
}

gsize
dataset_dimension (const Dataset *dataset)
{
  return dataset->samples.columns;
}

gboolean
dataset_shape_is_image (DatasetShape shape)
{
  return shape.height > 1 && shape.width > 1 && (shape.channels == 1 || shape.channels == 3);
}
