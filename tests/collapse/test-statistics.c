#include "collapse/metrics.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

#define N 5000
#define D 150
#define K 12

/* Features of unequal classes, a few of them far apart, and a classifier. */
typedef struct {
  double *features, *weight;
  guint32 *labels;
} Data;

static void
data_clear (Data *data)
{
  g_free (data->features);
  g_free (data->weight);
  g_free (data->labels);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Data, data_clear)

static Data
data_new (void)
{
  Data data = { g_new (double, N *D), g_new (double, K *D), g_new (guint32, N) };
  NumericRandom random;

  numeric_random_init (&random, 3, 0);
  for (gsize i = 0; i < N; i++) {
    data.labels[i] = i < K ? i : numeric_random_below (&random, 1 + numeric_random_below (&random, K));
    for (gsize j = 0; j < D; j++)
      data.features[i * D + j] = 4 + numeric_random_normal (&random) + 3 * (j == data.labels[i]);
  }
  for (gsize i = 0; i < K * D; i++)
    data.weight[i] = numeric_random_normal (&random);
  return data;
}

/* The metrics in chunks of `chunk` samples, with a team of `size`. */
static CollapseMetrics
measure (const Data *data, gsize chunk, guint size)
{
  g_autoptr (NumericTeam) team = size > 1 ? numeric_team_new (size) : NULL;
  g_autoptr (CollapseStream) stream = collapse_stream_new (D, K, COLLAPSE_MEASURE_SPECTRA,
                                                           numeric_matrix64 (data->weight, K, D), NULL, team);
  CollapseMetrics metrics;

  for (int pass = 0; pass < 2; pass++) {
    for (gsize i = 0; i < N; i += chunk)
      collapse_stream_add64 (stream, numeric_matrix64 (data->features + i * D, MIN (chunk, N - i), D),
                             data->labels + i);
    collapse_stream_end_pass (stream);
  }
  collapse_metrics_from_statistics (collapse_stream_statistics (stream), &metrics, NULL);
  return metrics;
}

static void
assert_same_bits (const CollapseMetrics *a, const CollapseMetrics *b)
{
  g_assert_cmpint (a->flags, ==, b->flags);
  for (CollapseMetric metric = 0; metric < COLLAPSE_N_METRICS; metric++) {
    /* There are fewer classes than gnc2 is for. */
    g_assert_cmpint (isfinite (a->value[metric]), ==, metric != COLLAPSE_GNC2);
    g_assert_cmpmem (&a->value[metric], sizeof (double), &b->value[metric], sizeof (double));
  }
}

static void
test_chunks (void)
{
  static const gsize chunks[] = { 1, 7, 1000, 1024, 3000 };
  g_auto (Data) data = data_new ();
  CollapseMetrics whole = measure (&data, N, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (chunks); i++) {
    CollapseMetrics metrics = measure (&data, chunks[i], 1);

    assert_same_bits (&whole, &metrics);
  }
}

static void
test_threads (void)
{
  g_auto (Data) data = data_new ();
  CollapseMetrics single = measure (&data, N, 1);

  for (guint size = 2; size <= 4; size++) {
    CollapseMetrics metrics = measure (&data, 700, size);

    assert_same_bits (&single, &metrics);
  }
}

/* By hand: two classes of three and one samples in the plane. */
static void
test_by_hand (void)
{
  double features[] = { 1, 0, 3, 0, 2, 3, 10, 1 };
  const guint32 labels[] = { 0, 0, 0, 1 };
  g_autoptr (CollapseStream) stream
      = collapse_stream_new (2, 2, COLLAPSE_MEASURE_SPECTRA, (NumericMatrix64){ 0 }, NULL, NULL);

  for (int pass = 0; pass < 2; pass++) {
    collapse_stream_add64 (stream, numeric_matrix64 (features, 4, 2), labels);
    collapse_stream_end_pass (stream);
  }

  const CollapseStatistics *statistics = collapse_stream_statistics (stream);

  g_assert_cmpuint (statistics->n_samples, ==, 4);
  g_assert_cmpuint (statistics->counts[0], ==, 3);
  g_assert_cmpfloat (statistics->means[0], ==, 2);
  g_assert_cmpfloat (statistics->means[1], ==, 1);
  g_assert_cmpfloat (statistics->means[2], ==, 10);
  g_assert_cmpfloat (statistics->centre[0], ==, 6);
  g_assert_cmpfloat (statistics->centre[1], ==, 1);
  g_assert_cmpfloat_with_epsilon (statistics->variability[0], 8.0 / 3, 1e-15);
  g_assert_cmpfloat (statistics->variability[1], ==, 0);
  g_assert_cmpfloat (statistics->within_trace, ==, 2);
  g_assert_cmpfloat (statistics->within[0], ==, 0.5);
  g_assert_cmpfloat (statistics->within[1], ==, 0);
  g_assert_cmpfloat (statistics->within[2], ==, 0);
  g_assert_cmpfloat (statistics->within[3], ==, 1.5);
  g_assert_cmpuint (statistics->n_directions, ==, 1);
  g_assert_cmpfloat_with_epsilon (statistics->singular[0], 4, 1e-15);
  g_assert_cmpfloat_with_epsilon (statistics->projected[0], 0.5, 1e-15);
  g_assert_cmpuint (statistics->n_nearest, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/statistics/by-hand", test_by_hand);
  g_test_add_func ("/collapse/statistics/chunks", test_chunks);
  g_test_add_func ("/collapse/statistics/threads", test_threads);
  return g_test_run ();
}
