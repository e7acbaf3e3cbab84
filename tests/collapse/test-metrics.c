/* The golden cases are algebra, G1 to G7 of the program's documentation of its metrics. */
#include "collapse/metrics.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

static const NumericMatrix64 no_weight;

/* Samples of a test: double features, labels, an optional classifier. */
typedef struct {
  gsize n, d;
  guint k;
  double *features, *weight, *bias;
  guint32 *labels;
} Case;

static void
case_clear (Case *c)
{
  g_free (c->features);
  g_free (c->weight);
  g_free (c->bias);
  g_free (c->labels);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static Case
case_new (gsize n, gsize d, guint k)
{
  return (Case){ n, d, k, g_new0 (double, n *d), NULL, NULL, g_new0 (guint32, n) };
}

static CollapseMetrics
measure (const Case *c)
{
  CollapseMetrics metrics;
  NumericMatrix64 weight = c->weight != NULL ? numeric_matrix64 (c->weight, c->k, c->d) : no_weight;

  collapse_measure64 (numeric_matrix64 (c->features, c->n, c->d), c->labels, c->k, weight, c->bias,
                      COLLAPSE_MEASURE_SPECTRA, NULL, &metrics, NULL);
  return metrics;
}

static void
assert_near (const CollapseMetrics *metrics, CollapseMetric metric, double expected)
{
  double value = metrics->value[metric];
  double error = fabs (value - expected) / (expected != 0 ? fabs (expected) : 1);

  if (!(error <= 1e-12))
    g_error ("%s is %.17g, expected %.17g", collapse_metric_info (metric)->key, value, expected);
}

/* G1 and G2: three means on a circle of radius r around g, two samples each at +- eps along `axis`. */
static Case
circle (double r, double eps, gsize axis)
{
  const double g[3] = { 3, -2, 5 };
  Case c = case_new (6, 3, 3);

  for (gsize i = 0; i < 6; i++) {
    double angle = 2 * G_PI * (i / 2) / 3;
    double *row = c.features + 3 * i;

    c.labels[i] = i / 2;
    row[0] = g[0] + r * cos (angle);
    row[1] = g[1] + r * sin (angle);
    row[2] = g[2];
    row[axis] += i % 2 ? -eps : eps;
  }
  return c;
}

static void
test_g1 (void)
{
  const double r = 2, eps = 0.25;
  g_auto (Case) c = circle (r, eps, 0);
  CollapseMetrics metrics = measure (&c);

  assert_near (&metrics, COLLAPSE_NC1, 2 * eps * eps / (3 * r * r));
  assert_near (&metrics, COLLAPSE_NC1_QUOTIENT, eps * eps / (r * r));
  assert_near (&metrics, COLLAPSE_CDNV, eps * eps / (3 * r * r));
  assert_near (&metrics, COLLAPSE_VCI, eps * eps / (r * r + 2 * eps * eps));
  assert_near (&metrics, COLLAPSE_NC2_NORM_MEANS, 0);
  assert_near (&metrics, COLLAPSE_NC2_ANGLE_MEANS, 0);
  assert_near (&metrics, COLLAPSE_NC2_ETF_MEANS, 0);
  assert_near (&metrics, COLLAPSE_STABLE_RANK, 1);
  assert_near (&metrics, COLLAPSE_NCC_ACCURACY, 1);
  g_assert_cmpint (metrics.flags, ==, 0);
}

static void
test_g2 (void)
{
  const double r = 2, eps = 0.25;
  g_auto (Case) c = circle (r, eps, 2);
  CollapseMetrics metrics = measure (&c);

  assert_near (&metrics, COLLAPSE_NC1, 0);
  assert_near (&metrics, COLLAPSE_VCI, 0);
  assert_near (&metrics, COLLAPSE_NC1_QUOTIENT, eps * eps / (r * r));
  assert_near (&metrics, COLLAPSE_CDNV, eps * eps / (3 * r * r));
}

/* G3: the simplex ETF of K = d classes, rows r sqrt (K / (K - 1)) (I - 11^T / K), and 2d samples a class at
 * +- s sqrt (d) e_j, so that Sigma_W = s^2 I. `offset` moves everything. */
static Case
simplex (guint k, double r, double s, double offset)
{
  gsize d = k;
  Case c = case_new (2 * k * d, d, k);

  for (gsize i = 0; i < c.n; i++) {
    guint32 label = i / (2 * d);
    gsize axis = i / 2 % d;

    c.labels[i] = label;
    for (gsize j = 0; j < d; j++)
      c.features[i * d + j] = offset + r * sqrt (k / (k - 1.0)) * ((j == label) - 1.0 / k);
    c.features[i * d + axis] += (i % 2 ? -s : s) * sqrt (d);
  }
  return c;
}

static void
test_g3 (void)
{
  const double r = 1.5, s = 0.125;
  const guint k = 7;
  g_auto (Case) c = simplex (k, r, s, 0.5);
  CollapseMetrics metrics = measure (&c);

  assert_near (&metrics, COLLAPSE_NC1, (k - 1.0) * (k - 1) * s * s / (k * r * r));
  assert_near (&metrics, COLLAPSE_NC1_QUOTIENT, k * s * s / (r * r));
  assert_near (&metrics, COLLAPSE_CDNV, k * s * s * (k - 1) / (2 * k * r * r));
  assert_near (&metrics, COLLAPSE_VCI, s * s / (s * s + r * r / (k - 1)));
  assert_near (&metrics, COLLAPSE_STABLE_RANK, k);
  assert_near (&metrics, COLLAPSE_NC2_ETF_MEANS, 0);
}

/* Where the spread is small against means far from the origin, the figures keep their digits. */
static void
test_small_spread (void)
{
  const double r = 1024, s = 1.0 / 4096;
  const guint k = 4;
  g_auto (Case) c = simplex (k, r, s, 0);
  CollapseMetrics metrics = measure (&c);

  g_assert_cmpfloat (fabs (metrics.value[COLLAPSE_NC1] / (9 * s * s / (k * r * r)) - 1), <, 1e-8);
  g_assert_cmpfloat (fabs (metrics.value[COLLAPSE_VCI] / (s * s / (s * s + r * r / 3)) - 1), <, 1e-8);
}

static void
test_g4 (void)
{
  const double m = 3, eps = 0.5;
  g_auto (Case) c = case_new (4, 5, 2);
  CollapseMetrics metrics;

  for (gsize i = 0; i < 4; i++) {
    c.labels[i] = i / 2;
    c.features[5 * i + i / 2] = i / 2 ? -m : m;
    c.features[5 * i + 4] = i % 2 ? -eps : eps;
  }
  metrics = measure (&c);
  assert_near (&metrics, COLLAPSE_NUMERICAL_RANK, (m + eps) * (m + eps) / (m * m + eps * eps));
}

static void
test_g5 (void)
{
  const gsize d = 20;
  g_auto (Case) c = case_new (35, d, 5);
  NumericRandom random;
  CollapseMetrics metrics;

  numeric_random_init (&random, 1, 0);
  for (gsize i = 0; i < c.n; i++) {
    c.labels[i] = i % 5;
    for (gsize j = 0; j < d; j++)
      c.features[i * d + j] = i < 5 ? numeric_random_normal (&random) : c.features[(i % 5) * d + j];
  }
  metrics = measure (&c);
  g_assert_cmpfloat (metrics.value[COLLAPSE_NC1], ==, 0);
  g_assert_cmpfloat (metrics.value[COLLAPSE_NC1_QUOTIENT], ==, 0);
  g_assert_cmpfloat (metrics.value[COLLAPSE_CDNV], ==, 0);
  g_assert_cmpfloat (metrics.value[COLLAPSE_VCI], ==, 0);
  assert_near (&metrics, COLLAPSE_NUMERICAL_RANK, 1);
  assert_near (&metrics, COLLAPSE_NCC_ACCURACY, 1);
  g_assert_true (isnan (metrics.value[COLLAPSE_STABLE_RANK]));
  g_assert_cmpint (metrics.flags, ==, COLLAPSE_RANK_OF_ZERO);
}

/* Random classes of unequal size. */
static Case
random_case (guint k, gsize d, guint64 seed)
{
  Case c = case_new (40 * k, d, k);
  NumericRandom random;

  numeric_random_init (&random, seed, 0);
  for (gsize i = 0; i < c.n; i++) {
    c.labels[i] = i < k ? i : numeric_random_below (&random, 1 + numeric_random_below (&random, k));
    for (gsize j = 0; j < d; j++)
      c.features[i * d + j]
          = numeric_random_normal (&random) + 2 * (j == c.labels[i] % d) + (j == 0) * (c.labels[i] / d);
  }
  return c;
}

/* W = scale M^T, from the class means as measured. */
static void
set_dual (Case *c, double scale)
{
  g_autoptr (CollapseMeans) means = NULL;
  CollapseMetrics metrics;

  collapse_measure64 (numeric_matrix64 (c->features, c->n, c->d), c->labels, c->k, no_weight, NULL,
                      COLLAPSE_MEASURE_BASIC, NULL, &metrics, &means);
  c->weight = g_new (double, c->k * c->d);
  for (gsize i = 0; i < c->k * c->d; i++)
    c->weight[i] = scale * (means->means[i] - means->centre[i % c->d]);
}

static void
test_g6 (void)
{
  g_auto (Case) general = random_case (5, 8, 2);
  g_auto (Case) ideal = simplex (6, 2, 0.5, 1);
  CollapseMetrics metrics;

  set_dual (&general, 0.7);
  metrics = measure (&general);
  assert_near (&metrics, COLLAPSE_NC3, 0);
  assert_near (&metrics, COLLAPSE_NC3_COSINE, 1);
  assert_near (&metrics, COLLAPSE_NC0, 0);
  g_assert_cmpfloat (metrics.value[COLLAPSE_NC3_GRAM], >, 0.01);

  set_dual (&ideal, 0.7);
  metrics = measure (&ideal);
  assert_near (&metrics, COLLAPSE_NC3, 0);
  assert_near (&metrics, COLLAPSE_NC3_GRAM, 0);
}

/* random_case with a random classifier. */
static Case
classified_case (guint k, gsize d, guint64 seed)
{
  Case c = random_case (k, d, seed);
  NumericRandom random;

  numeric_random_init (&random, seed, 1);
  c.weight = g_new (double, k *d);
  for (gsize i = 0; i < k * d; i++)
    c.weight[i] = numeric_random_normal (&random);
  return c;
}

/* The "s" metrics, which scale, rotation and order leave alone. */
static const CollapseMetric invariant[] = {
  COLLAPSE_NC1,
  COLLAPSE_NC1_QUOTIENT,
  COLLAPSE_CDNV,
  COLLAPSE_VCI,
  COLLAPSE_STABLE_RANK,
  COLLAPSE_NUMERICAL_RANK,
  COLLAPSE_NC2_NORM_MEANS,
  COLLAPSE_NC2_NORM_WEIGHTS,
  COLLAPSE_NC2_ANGLE_MEANS,
  COLLAPSE_NC2_ANGLE_WEIGHTS,
  COLLAPSE_NC2_ETF_MEANS,
  COLLAPSE_NC2_ETF_WEIGHTS,
  COLLAPSE_NC3,
  COLLAPSE_NC3_GRAM,
  COLLAPSE_NC3_COSINE,
  COLLAPSE_MINORITY_COSINE,
};

static void
assert_invariant (const Case *a, const Case *b)
{
  CollapseMetrics first = measure (a);
  CollapseMetrics second = measure (b);

  for (gsize i = 0; i < G_N_ELEMENTS (invariant); i++)
    assert_near (&second, invariant[i], first.value[invariant[i]]);
}

static Case
case_copy (const Case *c)
{
  Case copy = *c;

  copy.features = g_memdup2 (c->features, c->n * c->d * sizeof (double));
  copy.weight = g_memdup2 (c->weight, c->k * c->d * sizeof (double));
  copy.labels = g_memdup2 (c->labels, c->n * sizeof (guint32));
  return copy;
}

/* row - 2 u (u row): the reflection at the plane across the unit vector u. */
static void
reflect (double *row, const double *u, gsize d)
{
  double product = 0;

  for (gsize j = 0; j < d; j++)
    product += row[j] * u[j];
  for (gsize j = 0; j < d; j++)
    row[j] -= 2 * product * u[j];
}

static void
test_g7 (void)
{
  g_auto (Case) c = classified_case (4, 6, 3);

  g_auto (Case) scaled = case_copy (&c);
  g_auto (Case) turned = case_copy (&c);
  g_auto (Case) reversed = case_copy (&c);

  for (gsize i = 0; i < c.n * c.d; i++)
    scaled.features[i] *= 37;
  assert_invariant (&c, &scaled);

  /* Two reflections are a rotation. */
  const double u[2][6] = { { 0.6, 0, 0, 0.8, 0, 0 }, { 0.5, 0.5, 0, 0, -0.5, 0.5 } };

  for (gsize r = 0; r < 2; r++) {
    for (gsize i = 0; i < c.n; i++)
      reflect (turned.features + i * c.d, u[r], c.d);
    for (guint k = 0; k < c.k; k++)
      reflect (turned.weight + k * c.d, u[r], c.d);
  }
  assert_invariant (&c, &turned);

  for (gsize i = 0; i < c.n; i++) {
    reversed.labels[i] = c.labels[c.n - 1 - i];
    memcpy (reversed.features + i * c.d, c.features + (c.n - 1 - i) * c.d, c.d * sizeof (double));
  }
  assert_invariant (&c, &reversed);
}

/* gnc2 of K classifiers of differing lengths, equally spaced in the plane: from a corner to the line through
 * its neighbours. K = 3 has a simplex ETF there, and no gnc2. */
static void
test_polygon (void)
{
  for (guint k = 3; k <= 100; k = k * 8 / 5 + 1) {
    g_auto (Case) c = random_case (k, 2, 12);
    CollapseMetrics metrics;

    c.weight = g_new (double, 2 * k);
    for (guint i = 0; i < k; i++) {
      c.weight[2 * i] = (1 + i % 3) * cos (2 * G_PI * (i * 7 % k) / k);
      c.weight[2 * i + 1] = (1 + i % 3) * sin (2 * G_PI * (i * 7 % k) / k);
    }
    metrics = measure (&c);
    if (k > 3)
      g_assert_cmpfloat_with_epsilon (metrics.value[COLLAPSE_GNC2], 1 - cos (2 * G_PI / k), 1e-13);
    else
      g_assert_true (isnan (metrics.value[COLLAPSE_GNC2]));
  }
}

/* minority_cosine of the classifiers `weight`, k x d, of classes of these sizes. */
static double
minority_cosine (const gsize *counts, guint k, gsize d, const double *weight)
{
  gsize n = 0;
  g_auto (Case) c = case_new (100, d, k);

  c.weight = g_memdup2 (weight, k * d * sizeof (double));
  for (guint l = 0; l < k; l++)
    for (gsize i = 0; i < counts[l]; i++)
      c.labels[n++] = l;
  c.n = n;
  for (gsize i = 0; i < n * d; i++)
    c.features[i] = i * i % 17;
  return measure (&c).value[COLLAPSE_MINORITY_COSINE];
}

static void
test_minority (void)
{
  const double simplex[] = { 1, 1, 1, 1, -1, -1, -1, 1, -1, -1, -1, 1 };
  const double collapsed[] = { 1, 0, 0, 2, 0, 3, 0, 0.5, -1, 0 };
  const double plane[] = { 1, 0, 0, 1, 1, 1, -1, 0 };
  const gsize rising[] = { 2, 3, 4, 5 }, equal[] = { 3, 3, 3, 3 }, tied[] = { 2, 2, 2, 3 };
  const gsize middle[] = { 9, 2, 2, 4, 9 };

  g_assert_cmpfloat_with_epsilon (minority_cosine (rising, 4, 3, simplex), -1.0 / 3, 1e-15);
  g_assert_cmpfloat_with_epsilon (minority_cosine (middle, 5, 2, collapsed), 1, 1e-15);
  /* Classes 0 and 1; of three as small as one another, 2 and 1. */
  g_assert_cmpfloat_with_epsilon (minority_cosine (rising, 4, 2, plane), 0, 1e-15);
  g_assert_cmpfloat_with_epsilon (minority_cosine (tied, 4, 2, plane), sqrt (0.5), 1e-15);
  g_assert_true (isnan (minority_cosine (equal, 4, 3, simplex)));
  g_assert_true (isnan (minority_cosine (rising, 3, 3, simplex)));
}

/* Independent figures: the definitions in NumPy, with pseudo-inverses, to 1e-10 relative. (vci of few samples
 * is 0, but for NumPy's rounding.) */
static void
assert_reference (GKeyFile *file, const char *group)
{
  g_autoptr (GError) error = NULL;
  g_auto (Case) c = { 0 };
  g_autofree int *labels = g_key_file_get_integer_list (file, group, "labels", &c.n, &error);
  gsize n_weight;
  CollapseMetrics metrics;

  g_assert_no_error (error);
  c.k = g_key_file_get_integer (file, group, "classes", NULL);
  c.d = g_key_file_get_integer (file, group, "dimension", NULL);
  c.features = g_key_file_get_double_list (file, group, "features", &n_weight, NULL);
  g_assert_cmpuint (n_weight, ==, c.n * c.d);
  c.weight = g_key_file_get_double_list (file, group, "weight", &n_weight, NULL);
  g_assert_cmpuint (n_weight, ==, c.k * c.d);
  c.bias = g_key_file_get_double_list (file, group, "bias", &n_weight, NULL);
  c.labels = g_memdup2 (labels, c.n * sizeof (guint32));
  metrics = measure (&c);
  for (CollapseMetric metric = 0; metric < COLLAPSE_N_METRICS; metric++) {
    const char *key = collapse_metric_info (metric)->key;
    double expected = g_key_file_get_double (file, group, key, &error);

    g_assert_no_error (error);
    if (isnan (expected) && isnan (metrics.value[metric]))
      continue;
    if (!(fabs (metrics.value[metric] - expected) <= 1e-10 * fabs (expected) + 1e-14))
      g_error ("%s: %s is %.17g, NumPy has %.17g", group, key, metrics.value[metric], expected);
  }
  g_assert_cmpint (metrics.flags, ==, c.k - 1 > c.d ? COLLAPSE_TOO_FEW_DIMENSIONS : 0);
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

/* Every metric but those in `defined` is NaN, and those are finite. */
static void
assert_defined (const CollapseMetrics *metrics,
                CollapseFlags flags,
                const CollapseMetric *defined,
                gsize n_defined)
{
  g_assert_cmpint (metrics->flags, ==, flags);
  for (CollapseMetric metric = 0; metric < COLLAPSE_N_METRICS; metric++) {
    gboolean expected = FALSE;

    for (gsize i = 0; i < n_defined; i++)
      expected |= defined[i] == metric;
    if (isfinite (metrics->value[metric]) != expected)
      g_error ("%s is %g", collapse_metric_info (metric)->key, metrics->value[metric]);
  }
}
#define assert_only(metrics, flags, ...)                                                                     \
  assert_defined (metrics, flags, (const CollapseMetric[]){ __VA_ARGS__ },                                   \
                  sizeof ((const CollapseMetric[]){ __VA_ARGS__ }) / sizeof (CollapseMetric))

#define OF_WEIGHT_ALONE                                                                                      \
  COLLAPSE_NC0, COLLAPSE_NC2_NORM_WEIGHTS, COLLAPSE_NC2_ANGLE_WEIGHTS, COLLAPSE_NC2_ETF_WEIGHTS
#define OF_WEIGHT_AND_SIZES OF_WEIGHT_ALONE, COLLAPSE_MINORITY_COSINE
#define OF_FEATURES                                                                                          \
  COLLAPSE_NC1, COLLAPSE_NC1_QUOTIENT, COLLAPSE_CDNV, COLLAPSE_VCI, COLLAPSE_NUMERICAL_RANK,                 \
      COLLAPSE_STABLE_RANK, COLLAPSE_NC2_NORM_MEANS, COLLAPSE_NC2_ANGLE_MEANS, COLLAPSE_NC2_ETF_MEANS,       \
      COLLAPSE_NCC_ACCURACY

static void
test_empty_class (void)
{
  g_auto (Case) c = classified_case (4, 6, 5);
  g_auto (Case) none = classified_case (4, 6, 5);
  CollapseMetrics metrics;

  for (gsize i = 0; i < c.n; i++)
    c.labels[i] = c.labels[i] == 2 ? 1 : c.labels[i];
  metrics = measure (&c);
  assert_only (&metrics, COLLAPSE_EMPTY_CLASS, OF_WEIGHT_AND_SIZES, COLLAPSE_STABLE_RANK);

  none.n = 0;
  metrics = measure (&none);
  assert_only (&metrics, COLLAPSE_EMPTY_CLASS, OF_WEIGHT_ALONE);
}

static void
test_single_class (void)
{
  g_auto (Case) c = classified_case (1, 6, 6);
  CollapseMetrics metrics = measure (&c);

  assert_only (&metrics, COLLAPSE_TOO_FEW_CLASSES, COLLAPSE_NC0, COLLAPSE_NUMERICAL_RANK,
               COLLAPSE_STABLE_RANK);
}

static void
test_not_finite (void)
{
  const double bad[] = { NAN, INFINITY, -INFINITY };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    for (gsize at = 0; at < 24 * 40; at += 24 * 40 - 1) {
      g_auto (Case) features = classified_case (4, 6, 7);
      g_auto (Case) weight = classified_case (4, 6, 7);
      CollapseMetrics metrics;

      features.features[at] = bad[i];
      metrics = measure (&features);
      assert_only (&metrics, COLLAPSE_NOT_FINITE, OF_WEIGHT_AND_SIZES);
      weight.weight[at % 24] = bad[i];
      metrics = measure (&weight);
      assert_only (&metrics, COLLAPSE_NOT_FINITE, OF_FEATURES);
    }
}

static void
test_no_classifier (void)
{
  g_auto (Case) c = random_case (4, 6, 8);
  CollapseMetrics metrics = measure (&c);

  assert_only (&metrics, 0, OF_FEATURES);
}

static void
test_means_coincide (void)
{
  g_auto (Case) all = case_new (12, 3, 3);
  g_auto (Case) two = case_new (9, 3, 3);
  CollapseMetrics metrics;

  /* the same four samples in each class */
  for (gsize i = 0; i < 12; i++) {
    all.labels[i] = i % 3;
    all.features[3 * i] = i / 3 % 2 ? -1 : 1;
    all.features[3 * i + 1] = i / 6 ? -1 : 1;
  }
  metrics = measure (&all);
  assert_only (&metrics, COLLAPSE_MEANS_COINCIDE | COLLAPSE_ZERO_VECTOR, COLLAPSE_NUMERICAL_RANK,
               COLLAPSE_STABLE_RANK, COLLAPSE_NCC_ACCURACY);
  /* a tie goes to the lowest class */
  g_assert_cmpfloat (metrics.value[COLLAPSE_NCC_ACCURACY], ==, 1.0 / 3);

  /* four samples of class 0 and two of class 1 around (1, 1, 0), three of class 2 around (5, 1, 0) */
  for (gsize i = 0; i < 9; i++) {
    const double second[] = { 0, 1, 2, 1, 0, 2, 0, 1, 2 };

    two.labels[i] = i < 4 ? 0 : i < 6 ? 1 : 2;
    two.features[3 * i] = i < 6 ? 1 : 5;
    two.features[3 * i + 1] = second[i];
  }
  metrics = measure (&two);
  assert_only (&metrics, COLLAPSE_MEANS_COINCIDE, COLLAPSE_NC1, COLLAPSE_NC1_QUOTIENT, COLLAPSE_VCI,
               COLLAPSE_NUMERICAL_RANK, COLLAPSE_STABLE_RANK, COLLAPSE_NC2_NORM_MEANS,
               COLLAPSE_NC2_ANGLE_MEANS, COLLAPSE_NC2_ETF_MEANS, COLLAPSE_NCC_ACCURACY);
  g_assert_cmpfloat (metrics.value[COLLAPSE_NCC_ACCURACY], ==, 7.0 / 9);
}

/* A sample of class 1 halfway between the means of classes 0 and 1, in whole numbers, is a tie however mu_G
 * rounds. */
static void
test_ties (void)
{
  const gsize d = 5;
  NumericRandom random;

  numeric_random_init (&random, 11, 0);
  for (guint repeat = 0; repeat < 50; repeat++) {
    g_auto (Case) c = case_new (6, d, 3);
    CollapseMetrics metrics;

    for (gsize j = 0; j < d; j++) {
      double first = numeric_random_below (&random, 100);
      double half = 2 + numeric_random_below (&random, 20);
      const double column[] = { first - 1, first + 1, first + half, first + 3 * half, 1000 + first, 1001 };

      for (gsize i = 0; i < 6; i++)
        c.features[i * d + j] = column[i];
    }
    for (gsize i = 0; i < 6; i++)
      c.labels[i] = i / 2;
    metrics = measure (&c);
    g_assert_cmpfloat (metrics.value[COLLAPSE_NCC_ACCURACY], ==, 5.0 / 6);
  }
}

/* A zero classifier says class 0 everywhere, and has no angles. */
static void
test_zero_weight (void)
{
  g_auto (Case) c = circle (2, 0.25, 0);
  CollapseMetrics metrics;

  c.n = 5; /* two, two and one of each class */
  c.weight = g_new0 (double, 9);
  metrics = measure (&c);
  g_assert_cmpint (metrics.flags, ==, COLLAPSE_ZERO_VECTOR);
  g_assert_cmpfloat (metrics.value[COLLAPSE_NC0], ==, 0);
  g_assert_cmpfloat (metrics.value[COLLAPSE_NC4], ==, 3.0 / 5);
  g_assert_true (isnan (metrics.value[COLLAPSE_NC3]));
  g_assert_true (isnan (metrics.value[COLLAPSE_NC2_ANGLE_WEIGHTS]));
}

static void
test_ill_conditioned (void)
{
  g_auto (Case) c = case_new (8, 3, 4);
  CollapseMetrics metrics;

  for (gsize i = 0; i < 8; i++) {
    c.labels[i] = i / 2;
    c.features[3 * i] = i / 2 == 0 ? 1 : 0;
    c.features[3 * i + 1] = i / 2 == 1 ? 1 : 0;
    c.features[3 * i + 2] = (i / 2 == 2 ? 1e-8 : 0) + (i % 2 ? 1e-3 : -1e-3);
  }
  metrics = measure (&c);
  g_assert_cmpint (metrics.flags, ==, COLLAPSE_ILL_CONDITIONED);
  g_assert_cmpfloat (metrics.value[COLLAPSE_NC1], >, 1e6);
}

static void
test_basic (void)
{
  g_auto (Case) c = classified_case (4, 6, 9);
  CollapseMetrics metrics, within, full = measure (&c);
  g_autoptr (CollapseMeans) means = NULL;

  collapse_measure64 (numeric_matrix64 (c.features, c.n, c.d), c.labels, c.k,
                      numeric_matrix64 (c.weight, c.k, c.d), NULL, COLLAPSE_MEASURE_BASIC, NULL, &metrics,
                      &means);
  for (CollapseMetric metric = 0; metric < COLLAPSE_N_METRICS; metric++)
    if (metric == COLLAPSE_VCI || metric == COLLAPSE_NUMERICAL_RANK || metric == COLLAPSE_STABLE_RANK
        || metric == COLLAPSE_GNC2)
      g_assert_true (isnan (metrics.value[metric]));
    else
      g_assert_cmpfloat (metrics.value[metric], ==, full.value[metric]);
  /* Sigma_W alone adds no metric, and misses none. */
  collapse_measure64 (numeric_matrix64 (c.features, c.n, c.d), c.labels, c.k,
                      numeric_matrix64 (c.weight, c.k, c.d), NULL, COLLAPSE_MEASURE_WITHIN, NULL, &within,
                      NULL);
  g_assert_cmpmem (within.value, sizeof within.value, metrics.value, sizeof metrics.value);
  g_assert_cmpint (within.flags, ==, metrics.flags);
  g_assert_cmpuint (means->n_classes, ==, 4);
  g_assert_cmpuint (means->dimension, ==, 6);
  g_assert_cmpuint (means->counts[0] + means->counts[1] + means->counts[2] + means->counts[3], ==, c.n);
}

/* Float features that hold the same values give the same bits. */
static void
test_float (void)
{
  g_auto (Case) c = classified_case (4, 6, 10);
  g_autofree float *features = g_new (float, c.n *c.d);
  g_autofree float *weight = g_new (float, c.k *c.d);
  CollapseMetrics narrow, wide;

  for (gsize i = 0; i < c.n * c.d; i++)
    c.features[i] = features[i] = c.features[i];
  for (gsize i = 0; i < c.k * c.d; i++)
    c.weight[i] = weight[i] = c.weight[i];
  wide = measure (&c);
  collapse_measure32 (numeric_matrix32 (features, c.n, c.d), c.labels, c.k,
                      numeric_matrix32 (weight, c.k, c.d), NULL, COLLAPSE_MEASURE_SPECTRA, NULL, &narrow,
                      NULL);
  g_assert_cmpmem (narrow.value, sizeof narrow.value, wide.value, sizeof wide.value);
}

static void
test_names (void)
{
  for (CollapseMetric metric = 0; metric < COLLAPSE_N_METRICS; metric++)
    g_assert_cmpint (collapse_metric_from_key (collapse_metric_info (metric)->key), ==, metric);
  g_assert_cmpint (collapse_metric_from_key ("nc5"), ==, COLLAPSE_N_METRICS);

  g_autofree char *none = collapse_flags_describe (0);
  g_autofree char *two = collapse_flags_describe (COLLAPSE_EMPTY_CLASS | COLLAPSE_NOT_FINITE);

  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (two, ==, "a class has no samples; features or classifier are not finite");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/metrics/g1-circle", test_g1);
  g_test_add_func ("/collapse/metrics/g2-outside-the-span", test_g2);
  g_test_add_func ("/collapse/metrics/g3-simplex", test_g3);
  g_test_add_func ("/collapse/metrics/small-spread", test_small_spread);
  g_test_add_func ("/collapse/metrics/g4-numerical-rank", test_g4);
  g_test_add_func ("/collapse/metrics/g5-equal-samples", test_g5);
  g_test_add_func ("/collapse/metrics/g6-self-duality", test_g6);
  g_test_add_func ("/collapse/metrics/g7-invariance", test_g7);
  g_test_add_func ("/collapse/metrics/polygon", test_polygon);
  g_test_add_func ("/collapse/metrics/minority", test_minority);
  g_test_add_func ("/collapse/metrics/numpy", test_numpy);
  g_test_add_func ("/collapse/metrics/empty-class", test_empty_class);
  g_test_add_func ("/collapse/metrics/single-class", test_single_class);
  g_test_add_func ("/collapse/metrics/not-finite", test_not_finite);
  g_test_add_func ("/collapse/metrics/no-classifier", test_no_classifier);
  g_test_add_func ("/collapse/metrics/means-coincide", test_means_coincide);
  g_test_add_func ("/collapse/metrics/ties", test_ties);
  g_test_add_func ("/collapse/metrics/zero-weight", test_zero_weight);
  g_test_add_func ("/collapse/metrics/ill-conditioned", test_ill_conditioned);
  g_test_add_func ("/collapse/metrics/basic", test_basic);
  g_test_add_func ("/collapse/metrics/float", test_float);
  g_test_add_func ("/collapse/metrics/names", test_names);
  return g_test_run ();
}
