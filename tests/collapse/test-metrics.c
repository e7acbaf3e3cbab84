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
  g_auto (Case) c = random_case (4, 6, 3);
  NumericRandom random;

  numeric_random_init (&random, 4, 0);
  c.weight = g_new (double, c.k *c.d);
  for (gsize i = 0; i < c.k * c.d; i++)
    c.weight[i] = numeric_random_normal (&random);

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
  return g_test_run ();
}
