#include "dataset/gaussian.h"

#include <math.h>
#include <string.h>

/* The class means, n_classes x dimension. */
static double *
class_means (const Dataset *dataset)
{
  const gsize dimension = dataset_dimension (dataset);
  double *means = g_new0 (double, dataset->n_classes *dimension);

  for (gsize i = 0; i < dataset->samples.rows; i++)
    for (gsize j = 0; j < dimension; j++)
      means[dataset->labels[i] * dimension + j] += numeric_matrix32_row (dataset->samples, i)[j]
                                                   / (double)dataset->class_counts[dataset->labels[i]];
  return means;
}

static void
test_shape (void)
{
  const DatasetGaussian parameters = { 3, 2, 5, 40, 10, 1.0, 0.5, 0.1 };
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dataset_gaussian (&parameters, 1, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (train->samples.rows, ==, 240);
  g_assert_cmpuint (test->samples.rows, ==, 60);
  g_assert_cmpuint (dataset_dimension (train), ==, 5);
  g_assert_cmpuint (train->n_classes, ==, 6);
  g_assert_cmpuint (g_strv_length (train->coarse_names), ==, 3);
  for (guint k = 0; k < 6; k++) {
    g_assert_cmpuint (train->class_counts[k], ==, 40);
    g_assert_cmpuint (test->class_counts[k], ==, 10);
    g_assert_cmpuint (train->coarse[k], ==, k / 2);
    g_assert_cmpuint (test->coarse[k], ==, k / 2);
  }
}

static void
test_seed (void)
{
  const DatasetGaussian parameters = DATASET_GAUSSIAN_DEFAULT;
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (Dataset) again = NULL;
  g_autoptr (Dataset) again_test = NULL;
  g_autoptr (Dataset) other = NULL;
  g_autoptr (Dataset) other_test = NULL;
  gsize bytes;

  g_assert_true (dataset_gaussian (&parameters, 7, &train, &test, NULL));
  g_assert_true (dataset_gaussian (&parameters, 7, &again, &again_test, NULL));
  g_assert_true (dataset_gaussian (&parameters, 8, &other, &other_test, NULL));
  bytes = train->samples.rows * train->samples.columns * sizeof (float);
  g_assert_cmpmem (train->samples.data, bytes, again->samples.data, bytes);
  g_assert_cmpint (memcmp (train->samples.data, other->samples.data, bytes), !=, 0);
  bytes = test->samples.rows * test->samples.columns * sizeof (float);
  g_assert_cmpmem (test->samples.data, bytes, again_test->samples.data, bytes);
  /* Test samples are not training samples. */
  g_assert_cmpint (memcmp (train->samples.data, test->samples.data, bytes), !=, 0);
}

/* Spreads by analysis of variance: within a class noise^2, the fine centres of a coarse class fine_spread^2
 * around their mean, the coarse ones coarse_spread^2 around 0; each estimated from n numbers within five
 * standard deviations, 5 sqrt(2 / n) of it. Train and test share the centres. */
static void
test_spreads (void)
{
  const DatasetGaussian p = { 20, 20, 50, 50, 50, 2.0, 0.5, 0.25 };
  const double n_fine = p.coarse * (p.fine - 1.0) * p.dimension, n_coarse = p.coarse * p.dimension;
  double within = 0, between = 0, coarse = 0, apart = 0, n_within;
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autofree double *train_means = NULL, *test_means = NULL;

  g_assert_true (dataset_gaussian (&p, 3, &train, &test, NULL));
  train_means = class_means (train);
  test_means = class_means (test);
  n_within = p.coarse * p.fine * (p.train - 1.0) * p.dimension;
  for (gsize i = 0; i < train->samples.rows; i++)
    for (guint j = 0; j < p.dimension; j++)
      within += pow (
          numeric_matrix32_row (train->samples, i)[j] - train_means[train->labels[i] * p.dimension + j], 2);
  for (guint i = 0; i < 400 * p.dimension; i++)
    apart += pow (train_means[i] - test_means[i], 2);
  for (guint c = 0; c < p.coarse; c++)
    for (guint j = 0; j < p.dimension; j++) {
      const double *means = train_means + c * p.fine * p.dimension + j;
      double centre = 0;

      for (guint f = 0; f < p.fine; f++)
        centre += means[f * p.dimension] / p.fine;
      for (guint f = 0; f < p.fine; f++)
        between += pow (means[f * p.dimension] - centre, 2);
      coarse += centre * centre;
    }
  g_assert_cmpfloat (fabs (within / n_within / (0.25 * 0.25) - 1), <, 5 * sqrt (2 / n_within));
  g_assert_cmpfloat (fabs (between / n_fine / (0.25 + 0.0625 / 50) - 1), <, 5 * sqrt (2 / n_fine));
  g_assert_cmpfloat (fabs (coarse / n_coarse / (4 + 0.25 / 20 + 0.0625 / 1000) - 1), <,
                     5 * sqrt (2 / n_coarse));
  g_assert_cmpfloat (fabs (apart / (400.0 * p.dimension) / (2 * 0.0625 / 50) - 1), <,
                     5 * sqrt (2 / (400.0 * p.dimension)));
}

static void
test_refused (void)
{
  static const DatasetGaussian bad[] = {
    { 0, 3, 32, 10, 10, 1, 1, 1 },   { 3, 0, 32, 10, 10, 1, 1, 1 },
    { 3, 3, 0, 10, 10, 1, 1, 1 },    { 3, 3, 32, 0, 10, 1, 1, 1 },
    { 3, 3, 32, 10, 0, 1, 1, 1 },    { 3, 3, 32, 10, 10, -1, 1, 1 },
    { 3, 3, 32, 10, 10, 1, NAN, 1 }, { 3, 3, 32, 10, 10, 1, 1, INFINITY },
    { 64, 65, 1, 1, 1, 1, 1, 1 },    { G_MAXUINT, G_MAXUINT, G_MAXUINT, G_MAXUINT, 1, 1, 1, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++) {
    g_autoptr (GError) error = NULL;
    Dataset *train = NULL, *test = NULL;

    g_assert_false (dataset_gaussian (&bad[i], 1, &train, &test, &error));
    g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
    g_assert_null (train);
    g_assert_null (test);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/gaussian/shape", test_shape);
  g_test_add_func ("/dataset/gaussian/seed", test_seed);
  g_test_add_func ("/dataset/gaussian/spreads", test_spreads);
  g_test_add_func ("/dataset/gaussian/refused", test_refused);
  return g_test_run ();
}
