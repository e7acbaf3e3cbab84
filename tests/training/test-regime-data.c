/* From a regime's [data] to samples. */
#include "training/regime-data.h"

#include "../settings.h"

/* The same classes and labels, with a single value that says nothing in place of the pixels. */
static Dataset *
without_pixels (const Dataset *data)
{
  gsize n = data->samples.rows;
  float *values = numeric_matrix32_alloc (n);
  for (gsize i = 0; i < n; i++)
    values[i] = (float)(i % 7);
  return dataset_new (data->name, data->title, (DatasetShape){ 1, 1, 1 }, numeric_matrix32 (values, n, 1),
                      g_memdup2 (data->labels, n * sizeof (guint32)), data->n_classes,
                      (const char *const *)data->class_names, NULL);
}

/* Every key of [data] does its part, and what is drawn does not depend on the pixels. */
static void
test_prepare (void)
{
  static const char *const assignments[]
      = { "data.source=digits", "data.train=500",         "data.test=100", "data.classes=0-5",
          "data.imbalance=4",   "data.random-labels=0.3", "run.seed=3",    NULL };
  g_autoptr (Regime) regime = regime_with_settings (assignments, NULL);
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (regime_load_data (regime, &train, &test, &error));
  g_assert_no_error (error);
  g_autoptr (Dataset) bare_train = without_pixels (train);
  g_autoptr (Dataset) bare_test = without_pixels (test);
  g_autoptr (Dataset) raw = dataset_ref (train);
  g_assert_true (regime_prepare_data (regime, &train, &test, &error));
  g_assert_true (regime_prepare_data (regime, &bare_train, &bare_test, &error));
  g_assert_no_error (error);

  g_assert_cmpuint (train->n_classes, ==, 6);
  g_assert_cmpuint (train->samples.rows, <, 500);
  g_assert_cmpuint (test->samples.rows, ==, 100);
  g_assert_cmpmem (train->labels, train->samples.rows * sizeof (guint32), bare_train->labels,
                   bare_train->samples.rows * sizeof (guint32));
  g_assert_cmpmem (train->rows, train->samples.rows * sizeof (guint32), bare_train->rows,
                   bare_train->samples.rows * sizeof (guint32));
  guint n_wrong = 0;
  for (gsize i = 0; i < train->samples.rows; i++) {
    g_assert_cmpuint (raw->labels[train->rows[i]], <, 6);
    n_wrong += raw->labels[train->rows[i]] != train->labels[i];
  }
  g_assert_cmpuint (n_wrong, >, 0);
}

static void
test_errors (void)
{
  static const char *const nowhere[] = { "data.source=/nonexistent/place", NULL };
  static const char *const too_many[] = { "data.train=5000", NULL };
  g_autoptr (Regime) lost = regime_with_settings (nowhere, NULL);
  g_autoptr (Regime) greedy = regime_with_settings (too_many, NULL);
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_false (regime_load_data (lost, &train, &test, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_true (regime_load_data (greedy, &train, &test, &error));
  g_assert_false (regime_prepare_data (greedy, &train, &test, &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/regime-data/prepare", test_prepare);
  g_test_add_func ("/training/regime-data/errors", test_errors);
  return g_test_run ();
}
