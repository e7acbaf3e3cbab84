#include "app/augmented-samples.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/sample-image.h"
#include "dataset/prepare.h"
#include "training/regime-augmentation.h"
#include "training/regime-data.h"

/* Samples in a pool, but never less than one of each class. */
#define POOL 200

/* Rows of `data`, with all that augmenting and showing them needs. */
static Dataset *
take_rows (const Dataset *data, const guint32 *rows, gsize n)
{
  gsize dimension = dataset_dimension (data);
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (n * dimension), n, dimension);
  guint32 *labels = g_new (guint32, n);
  for (gsize i = 0; i < n; i++) {
    memcpy (numeric_matrix32_row (samples, i), numeric_matrix32_row (data->samples, rows[i]),
            dimension * sizeof (float));
    labels[i] = data->labels[rows[i]];
  }
  Dataset *taken = dataset_new (data->name, data->title, data->shape, samples, labels, data->n_classes,
                                (const char *const *)data->class_names, NULL);
  taken->background = g_memdup2 (data->background, dimension * sizeof (float));
  return taken;
}

Dataset *
collapsar_sample_pool_new (const Regime *regime, GError **error)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  if (!regime_load_data (regime, &train, &test, error) || !regime_prepare_data (regime, &train, &test, error))
    return NULL;
  g_autoptr (GArray) rows = dataset_balanced_indices (train, MAX (POOL / train->n_classes, 1));
  return take_rows (train, (const guint32 *)rows->data, rows->len);
}

gboolean
collapsar_sample_pool_is_same (const Regime *a, const Regime *b)
{
  gsize n_keys;
  const RegimeKey *keys = regime_keys (&n_keys);
  for (gsize i = 0; i < n_keys; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    gboolean matters = g_str_equal (keys[i].group, "data") || g_str_equal (name, "run.seed");
    if (matters && !g_str_equal (regime_get (a, name), regime_get (b, name)))
      return FALSE;
  }
  return TRUE;
}

/* Eight of the pool's rows, each once as far as they go. */
static Dataset *
draw_samples (const Dataset *pool, NumericRandom *random)
{
  guint32 chosen[COLLAPSAR_N_AUGMENTED];
  guint32 n = (guint32)pool->samples.rows;
  g_autofree guint32 *order = g_new (guint32, n);
  for (guint32 i = 0; i < n; i++)
    order[i] = i;
  numeric_random_shuffle (random, order, n);
  for (guint32 i = 0; i < COLLAPSAR_N_AUGMENTED; i++)
    chosen[i] = order[i % n];
  return take_rows (pool, chosen, COLLAPSAR_N_AUGMENTED);
}

/* The samples augmented, each by numbers of its own as when training, and mixed. */
static Dataset *
augment (const DatasetAugmentation *augmentation, const Dataset *samples, const NumericRandom *random)
{
  static const guint32 all[COLLAPSAR_N_AUGMENTED] = { 0, 1, 2, 3, 4, 5, 6, 7 };
  Dataset *augmented = take_rows (samples, all, COLLAPSAR_N_AUGMENTED);
  NumericRandom mixup = numeric_random_split (random, "mixup");
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++) {
    NumericRandom own = numeric_random_split (random, "augment");
    own.counter[1] = i;
    dataset_augment (augmentation, samples, i, numeric_matrix32_row (augmented->samples, i), &own);
  }
  if (augmentation->mixup > 0)
    dataset_mixup (augmented->samples,
                   numeric_random_beta (&mixup, augmentation->mixup, augmentation->mixup));
  return augmented;
}

static char *
title_of (const Dataset *samples, guint i, gboolean mixed)
{
  const char *own = samples->class_names[samples->labels[i]];
  const char *other = samples->class_names[samples->labels[COLLAPSAR_N_AUGMENTED - 1 - i]];
  return mixed ? g_strdup_printf (_ ("%s and %s"), own, other) : g_strdup (own);
}

CollapsarAugmentedSamples *
collapsar_augmented_samples_new (const Regime *regime, const Dataset *pool, guint draw, guint size)
{
  DatasetAugmentation augmentation = regime_augmentation (regime);
  CollapsarAugmentedSamples *result = g_new0 (CollapsarAugmentedSamples, 1);
  NumericRandom random;
  numeric_random_init (&random, (guint64)regime_get_integer (regime, "run.seed"), draw);
  g_autoptr (Dataset) samples = draw_samples (pool, &random);
  g_autoptr (Dataset) augmented = augment (&augmentation, samples, &random);
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++) {
    result->images[i] = collapsar_sample_image (augmented, pool, i, size);
    result->titles[i] = title_of (samples, i, augmentation.mixup > 0);
  }
  return result;
}

void
collapsar_augmented_samples_free (CollapsarAugmentedSamples *samples)
{
  for (guint i = 0; i < COLLAPSAR_N_AUGMENTED; i++) {
    g_clear_object (&samples->images[i]);
    g_free (samples->titles[i]);
  }
  g_free (samples);
}
