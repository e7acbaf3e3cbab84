#include "collapse/probe.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

static void
assert_near (double value, double expected)
{
  g_assert_cmpfloat (fabs (value - expected), <=, 1e-10 * MAX (fabs (expected), 1));
}

static CollapseProbe *
fit64 (NumericMatrix64 features, const guint32 *labels, guint n_classes)
{
  g_autoptr (CollapseStream) stream = collapse_stream_new (
      features.columns, n_classes, COLLAPSE_MEASURE_WITHIN, (NumericMatrix64){ 0 }, NULL, NULL);
  g_autoptr (GError) error = NULL;
  CollapseProbe *probe;

  for (int pass = 0; pass < 2; pass++) {
    collapse_stream_add64 (stream, features, labels);
    collapse_stream_end_pass (stream);
  }
  probe = collapse_probe_new (collapse_stream_statistics (stream), &error);
  g_assert_no_error (error);
  return probe;
}

/* -1 and 1 on a line, one class each: S = 1, C = -+1/2, so w = -+1/2 / (1 + ridge) and b = 1/2. */
static void
test_line (void)
{
  float points[] = { -1, 1, 1, -1 }, others[] = { 0, -0.25, 3, 0.5, -0.5 };
  const guint32 labels[] = { 0, 1, 1, 0 }, expected[] = { 0, 0, 1, 0, 1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapseProbe) probe
      = collapse_probe_fit32 (numeric_matrix32 (points, 4, 1), labels, 2, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (probe->n_classes, ==, 2);
  g_assert_cmpuint (probe->dimension, ==, 1);
  assert_near (probe->weight[0], -0.5 / (1 + COLLAPSE_PROBE_RIDGE));
  assert_near (probe->weight[1], 0.5 / (1 + COLLAPSE_PROBE_RIDGE));
  assert_near (probe->bias[0], 0.5);
  assert_near (probe->bias[1], 0.5);
  g_assert_cmpfloat (collapse_probe_accuracy32 (probe, numeric_matrix32 (points, 4, 1), labels, NULL), ==, 1);
  /* A tie, two that are right and two that are not. */
  g_assert_cmpfloat (collapse_probe_accuracy32 (probe, numeric_matrix32 (others, 5, 1), expected, NULL), ==,
                     3.0 / 5);
}

/* Features without spread leave the share of the classes. */
static void
test_no_spread (void)
{
  float points[] = { 3, 1, 3, 1, 3, 1 };
  const guint32 labels[] = { 0, 2, 2 };
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapseProbe) probe
      = collapse_probe_fit32 (numeric_matrix32 (points, 3, 2), labels, 3, NULL, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < 6; i++)
    g_assert_cmpfloat (probe->weight[i], ==, 0);
  assert_near (probe->bias[0], 1.0 / 3);
  g_assert_cmpfloat (probe->bias[1], ==, 0);
  assert_near (probe->bias[2], 2.0 / 3);
  assert_near (collapse_probe_accuracy32 (probe, numeric_matrix32 (points, 3, 2), labels, NULL), 2.0 / 3);
}

static double *
get_doubles (GKeyFile *file, const char *group, const char *key, gsize expected)
{
  gsize count;
  double *values = g_key_file_get_double_list (file, group, key, &count, NULL);

  g_assert_cmpuint (count, ==, expected);
  return values;
}

/* Independent figures: NumPy's least squares; also of fewer samples than dimensions. */
static void
assert_reference (GKeyFile *file, const char *group)
{
  const guint k = g_key_file_get_integer (file, group, "classes", NULL);
  const gsize d = g_key_file_get_integer (file, group, "dimension", NULL);
  gsize n;
  g_autofree int *labels = g_key_file_get_integer_list (file, group, "labels", &n, NULL);
  g_autofree double *features = get_doubles (file, group, "features", n * d);
  g_autofree double *weight = get_doubles (file, group, "probe_weight", k * d);
  g_autofree double *bias = get_doubles (file, group, "probe_bias", k);
  g_autofree float *narrow = g_new (float, n *d);
  g_autoptr (CollapseProbe) probe = fit64 (numeric_matrix64 (features, n, d), (const guint32 *)labels, k);

  for (gsize i = 0; i < k * d; i++)
    assert_near (probe->weight[i], weight[i]);
  for (guint i = 0; i < k; i++)
    assert_near (probe->bias[i], bias[i]);
  for (gsize i = 0; i < n * d; i++)
    narrow[i] = (float)features[i];
  assert_near (
      collapse_probe_accuracy32 (probe, numeric_matrix32 (narrow, n, d), (const guint32 *)labels, NULL),
      g_key_file_get_double (file, group, "probe_accuracy", NULL));
}

static void
test_numpy (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "collapse", "numpy-reference.ini", NULL);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (file, NULL);
  g_assert_cmpuint (g_strv_length (groups), ==, 4);
  for (gsize i = 0; groups[i] != NULL; i++)
    assert_reference (file, groups[i]);
}

#define N 1000
#define D 150
#define K 12

/* Classes that a linear probe tells apart in part. */
static void
make_samples (float *features, guint32 *labels, float factor)
{
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (gsize i = 0; i < N; i++) {
    labels[i] = (guint32)numeric_random_below (&random, K);
    for (gsize j = 0; j < D; j++)
      features[i * D + j] = factor * (float)(5 + numeric_random_normal (&random) + (j == labels[i]));
  }
}

/* The same bits whatever the team; and features four times as large give weights a fourth as large. */
static void
test_threads_and_scale (void)
{
  g_autofree float *features = g_new (float, N *D);
  g_autofree guint32 *labels = g_new (guint32, N);
  const NumericMatrix32 matrix = numeric_matrix32 (features, N, D);
  g_autoptr (CollapseProbe) first = NULL;
  double accuracy;

  make_samples (features, labels, 1);
  first = collapse_probe_fit32 (matrix, labels, K, NULL, NULL);
  accuracy = collapse_probe_accuracy32 (first, matrix, labels, NULL);
  g_assert_cmpfloat (accuracy, >, 2.0 / K);
  for (guint threads = 1; threads <= 4; threads *= 2) {
    g_autoptr (NumericTeam) team = numeric_team_new (threads);
    g_autoptr (CollapseProbe) probe = collapse_probe_fit32 (matrix, labels, K, team, NULL);

    g_assert_cmpmem (probe->weight, K * D * sizeof (double), first->weight, K * D * sizeof (double));
    g_assert_cmpmem (probe->bias, K * sizeof (double), first->bias, K * sizeof (double));
    g_assert_cmpfloat (collapse_probe_accuracy32 (probe, matrix, labels, team), ==, accuracy);
  }

  make_samples (features, labels, 4);
  g_autoptr (CollapseProbe) scaled = collapse_probe_fit32 (matrix, labels, K, NULL, NULL);
  for (gsize i = 0; i < K * D; i++)
    assert_near (4 * scaled->weight[i], first->weight[i]);
  g_assert_cmpfloat (collapse_probe_accuracy32 (scaled, matrix, labels, NULL), ==, accuracy);
}

static void
test_refused (void)
{
  float points[] = { 1, NAN, 2, INFINITY };
  const guint32 labels[] = { 0, 1, 0, 1 };
  g_autoptr (GError) none = NULL;
  g_autoptr (GError) not_finite = NULL;

  g_assert_null (collapse_probe_fit32 (numeric_matrix32 (points, 0, 1), labels, 2, NULL, &none));
  g_assert_error (none, COLLAPSE_ERROR, COLLAPSE_ERROR_EMPTY_CLASS);
  g_assert_null (collapse_probe_fit32 (numeric_matrix32 (points, 4, 1), labels, 2, NULL, &not_finite));
  g_assert_error (not_finite, COLLAPSE_ERROR, COLLAPSE_ERROR_NOT_FINITE);
}

/* What is not finite is never right, and nothing has no accuracy. */
static void
test_accuracy_of_bad (void)
{
  float points[] = { -1, 1 }, bad[] = { NAN, INFINITY, -1, -INFINITY };
  const guint32 labels[] = { 0, 1 }, zeros[] = { 0, 0, 0, 0 };
  g_autoptr (CollapseProbe) probe
      = collapse_probe_fit32 (numeric_matrix32 (points, 2, 1), labels, 2, NULL, NULL);

  g_assert_cmpfloat (collapse_probe_accuracy32 (probe, numeric_matrix32 (bad, 4, 1), zeros, NULL), ==, 0.25);
  g_assert_true (isnan (collapse_probe_accuracy32 (probe, numeric_matrix32 (bad, 0, 1), zeros, NULL)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/probe/line", test_line);
  g_test_add_func ("/collapse/probe/no-spread", test_no_spread);
  g_test_add_func ("/collapse/probe/numpy", test_numpy);
  g_test_add_func ("/collapse/probe/threads-and-scale", test_threads_and_scale);
  g_test_add_func ("/collapse/probe/refused", test_refused);
  g_test_add_func ("/collapse/probe/accuracy-of-bad", test_accuracy_of_bad);
  return g_test_run ();
}
