#include "dataset/gaussian.h"

#include "numeric/random.h"

#include <glib/gi18n.h>
#include <math.h>

/* Numbers of one set, and its fine classes; more is surely a slip. */
#define MAXIMUM_VALUES (1u << 28)
#define MAXIMUM_CLASSES 4096u

static gboolean
check_parameters (const DatasetGaussian *p, GError **error)
{
  const double classes = (double)p->coarse * p->fine;
  const double values = classes * p->dimension * (double)MAX (p->train, p->test);

  if (classes <= MAXIMUM_CLASSES && p->coarse >= 1 && p->fine >= 1 && p->dimension >= 1 && p->train >= 1
      && p->test >= 1 && values <= MAXIMUM_VALUES && p->coarse_spread >= 0 && p->fine_spread >= 0
      && p->noise >= 0 && isfinite (p->coarse_spread + p->fine_spread + p->noise))
    return TRUE;
  g_set_error (
      error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
      _ ("gaussian: %u × %u classes of %u + %u samples in %u dimensions: each must be at least 1, "
         "classes together at most %u, all at most %u numbers, and the spreads finite and not negative"),
      p->coarse, p->fine, p->train, p->test, p->dimension, MAXIMUM_CLASSES, MAXIMUM_VALUES);
  return FALSE;
}

/* Fine centres, one a row: a coarse centre each, and an offset from it. */
static double *
draw_centres (const DatasetGaussian *p, const NumericRandom *random)
{
  NumericRandom draws = numeric_random_split (random, "centres");
  g_autofree double *coarse = g_new (double, p->dimension);
  double *centres = g_new (double, (gsize)p->coarse * p->fine * p->dimension);
  double *next = centres;

  for (guint c = 0; c < p->coarse; c++) {
    for (guint i = 0; i < p->dimension; i++)
      coarse[i] = p->coarse_spread * numeric_random_normal (&draws);
    for (guint f = 0; f < p->fine; f++)
      for (guint i = 0; i < p->dimension; i++)
        *next++ = coarse[i] + p->fine_spread * numeric_random_normal (&draws);
  }
  return centres;
}

static Dataset *
draw_samples (const DatasetGaussian *p,
              const double *centres,
              guint per_class,
              const char *title,
              NumericRandom draws,
              GError **error)
{
  const guint n_classes = p->coarse * p->fine;
  const gsize n = (gsize)n_classes * per_class;
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (n * p->dimension), n, p->dimension);
  g_autofree guint32 *coarse = g_new (guint32, n_classes);
  g_auto (GStrv) names = g_new0 (char *, n_classes + 1);
  g_auto (GStrv) coarse_names = g_new0 (char *, p->coarse + 1);
  guint32 *labels = g_new (guint32, n);
  Dataset *dataset;

  for (guint k = 0; k < n_classes; k++) {
    coarse[k] = k / p->fine;
    names[k] = g_strdup_printf ("%u.%u", coarse[k], k % p->fine);
  }
  for (guint c = 0; c < p->coarse; c++)
    coarse_names[c] = g_strdup_printf ("%u", c);
  for (gsize i = 0; i < n; i++) {
    labels[i] = (guint32)(i % n_classes);
    for (guint j = 0; j < p->dimension; j++)
      numeric_matrix32_row (samples, i)[j]
          = (float)(centres[(gsize)labels[i] * p->dimension + j] + p->noise * numeric_random_normal (&draws));
  }
  dataset = dataset_new ("gaussian", title, (DatasetShape){ 1, 1, p->dimension }, samples, labels, n_classes,
                         (const char *const *)names, error);
  if (dataset != NULL)
    dataset_set_coarse (dataset, coarse, (const char *const *)coarse_names);
  return dataset;
}

gboolean
dataset_gaussian (
    const DatasetGaussian *parameters, guint64 seed, Dataset **train, Dataset **test, GError **error)
{
  g_autoptr (Dataset) drawn_train = NULL;
  g_autoptr (Dataset) drawn_test = NULL;
  g_autofree double *centres = NULL;
  NumericRandom random;

  if (!check_parameters (parameters, error))
    return FALSE;
  numeric_random_init (&random, seed, 0);
  centres = draw_centres (parameters, &random);
  drawn_train = draw_samples (parameters, centres, parameters->train, _ ("Gaussian classes, train"),
                              numeric_random_split (&random, "train"), error);
  if (drawn_train == NULL)
    return FALSE;
  drawn_test = draw_samples (parameters, centres, parameters->test, _ ("Gaussian classes, test"),
                             numeric_random_split (&random, "test"), error);
  if (drawn_test == NULL)
    return FALSE;
  *train = g_steal_pointer (&drawn_train);
  *test = g_steal_pointer (&drawn_test);
  return TRUE;
}
