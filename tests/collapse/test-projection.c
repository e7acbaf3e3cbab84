#include "collapse/projection.h"

#include "collapse/etf.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

/* Means that are owned by the test; every class has one sample. */
static CollapseMeans *
means_new (guint k, gsize d)
{
  CollapseMeans *means = g_new0 (CollapseMeans, 1);

  means->n_classes = k;
  means->dimension = d;
  means->means = g_new0 (double, k *d);
  means->centre = g_new0 (double, d);
  means->counts = g_new (gsize, k);
  means->variability = g_new0 (double, k);
  for (guint i = 0; i < k; i++)
    means->counts[i] = 1;
  return means;
}

static void
set_centre (CollapseMeans *means)
{
  for (gsize j = 0; j < means->dimension; j++) {
    means->centre[j] = 0;
    for (guint k = 0; k < means->n_classes; k++)
      means->centre[j] += means->means[k * means->dimension + j] / means->n_classes;
  }
}

static CollapseMeans *
random_means (guint k, gsize d, guint64 seed)
{
  CollapseMeans *means = means_new (k, d);
  NumericRandom random;

  numeric_random_init (&random, seed, 0);
  for (gsize i = 0; i < k * d; i++)
    means->means[i] = 3 + numeric_random_normal (&random);
  set_centre (means);
  return means;
}

/* row - 2 u (u row) for a unit vector u made from `seed`: an orthogonal map. */
static void
reflect (double *rows, gsize n, gsize d, guint64 seed)
{
  g_autofree double *u = g_new (double, d);
  double length = 0;
  NumericRandom random;

  numeric_random_init (&random, seed, 1);
  for (gsize j = 0; j < d; j++) {
    u[j] = numeric_random_normal (&random);
    length += u[j] * u[j];
  }
  for (gsize i = 0; i < n; i++) {
    double product = 0;

    for (gsize j = 0; j < d; j++)
      product += rows[i * d + j] * u[j] / length;
    for (gsize j = 0; j < d; j++)
      rows[i * d + j] -= 2 * product * u[j];
  }
}

/* The ideal simplex of radius 2.5 in R^d, turned, away from the origin. */
static CollapseMeans *
ideal_means (guint k, gsize d)
{
  CollapseMeans *means = means_new (k, d);
  g_autofree double *vertices = g_new (double, k *(k - 1));

  collapse_etf (numeric_matrix64 (vertices, k, k - 1));
  for (guint i = 0; i < k; i++)
    for (gsize j = 0; j < k - 1; j++)
      means->means[i * d + j] = 2.5 * vertices[i * (k - 1) + j];
  reflect (means->means, k, d, 1);
  reflect (means->means, k, d, 2);
  for (gsize i = 0; i < k * d; i++)
    means->means[i] += 7 + i % d;
  set_centre (means);
  return means;
}

static CollapseProjection *
project (CollapseProjectionKind kind, const CollapseMeans *means, const CollapseProjection *before)
{
  g_autoptr (GError) error = NULL;
  CollapseProjection *projection = collapse_projection_new (kind, means, before, &error);

  g_assert_no_error (error);
  return projection;
}

/* The class means on screen, K x 3, in double. */
static double *
seen_means (const CollapseProjection *projection, const CollapseMeans *means)
{
  double *seen = g_new0 (double, 3 * means->n_classes);

  for (gsize i = 0; i < 3 * means->n_classes; i++)
    for (gsize j = 0; j < means->dimension; j++)
      seen[i] += projection->scale * projection->basis[i % 3 * means->dimension + j]
                 * (means->means[i / 3 * means->dimension + j] - projection->centre[j]);
  return seen;
}

static double
difference (const double *a, const double *b, gsize count)
{
  double largest = 0;

  for (gsize i = 0; i < count; i++)
    largest = MAX (largest, fabs (a[i] - b[i]));
  return largest;
}

static void
test_ideal (void)
{
  static const guint class_counts[] = { 2, 3, 4, 6, 10, 20 };

  for (gsize i = 0; i < G_N_ELEMENTS (class_counts); i++)
    for (int kind = COLLAPSE_PROJECTION_BALANCED; kind <= COLLAPSE_PROJECTION_CLASS_MEAN_PCA; kind++) {
      guint k = class_counts[i];
      g_autoptr (CollapseMeans) means = ideal_means (k, 24);
      g_autoptr (CollapseProjection) projection = project (kind, means, NULL);
      g_autofree double *seen = seen_means (projection, means);

      g_assert_cmpfloat (difference (seen, projection->ideal, 3 * k), <, 1e-9);
      g_assert_cmpfloat_with_epsilon (projection->means_share, MIN (3.0 / (k - 1), 1), 1e-12);
      for (guint c = 0; kind == COLLAPSE_PROJECTION_BALANCED && c < k; c++) {
        const double *p = seen + 3 * c;

        g_assert_cmpfloat_with_epsilon (sqrt (p[0] * p[0] + p[1] * p[1] + p[2] * p[2]), 1, 1e-9);
      }
    }
}

/* Balanced: the ideal vertices do not move, and a fixed set of means is left alone. */
static void
test_still (void)
{
  g_autoptr (CollapseMeans) one = random_means (10, 32, 1);
  g_autoptr (CollapseMeans) other = random_means (10, 32, 2);
  g_autoptr (CollapseProjection) first = project (COLLAPSE_PROJECTION_BALANCED, one, NULL);
  g_autoptr (CollapseProjection) second = project (COLLAPSE_PROJECTION_BALANCED, other, first);

  g_assert_cmpfloat (difference (first->ideal, second->ideal, 30), <, 1e-9);
  for (int kind = COLLAPSE_PROJECTION_BALANCED; kind <= COLLAPSE_PROJECTION_CLASS_MEAN_PCA; kind++) {
    g_autoptr (CollapseProjection) before = project (kind, one, NULL);
    g_autoptr (CollapseProjection) after = project (kind, one, before);

    g_assert_cmpfloat (difference (before->basis, after->basis, 3 * 32), <, 1e-9);
  }
}

/* PCA keeps whatever turn the epoch before had. */
static void
test_carried_over (void)
{
  const gsize d = 32;
  g_autoptr (CollapseMeans) means = random_means (10, d, 1);
  g_autoptr (CollapseProjection) before = project (COLLAPSE_PROJECTION_CLASS_MEAN_PCA, means, NULL);
  g_autoptr (CollapseProjection) after = NULL;

  for (gsize j = 0; j < d; j++) {
    double x = before->basis[j], y = before->basis[d + j];

    before->basis[j] = cos (2) * x - sin (2) * y;
    before->basis[d + j] = sin (2) * x + cos (2) * y;
  }
  after = project (COLLAPSE_PROJECTION_CLASS_MEAN_PCA, means, before);
  g_assert_cmpfloat (difference (before->basis, after->basis, 3 * d), <, 1e-12);
}

/* The same features in another orthonormal basis give the same picture. */
static void
test_rotated (void)
{
  for (int kind = COLLAPSE_PROJECTION_BALANCED; kind <= COLLAPSE_PROJECTION_CLASS_MEAN_PCA; kind++) {
    g_autoptr (CollapseMeans) means = random_means (10, 32, 3);
    g_autoptr (CollapseMeans) turned = random_means (10, 32, 3);

    reflect (turned->means, 10, 32, 4);
    reflect (turned->means, 10, 32, 5);
    set_centre (turned);

    g_autoptr (CollapseProjection) a = project (kind, means, NULL);
    g_autoptr (CollapseProjection) b = project (kind, turned, NULL);
    g_autofree double *seen_a = seen_means (a, means);
    g_autofree double *seen_b = seen_means (b, turned);

    g_assert_cmpfloat (difference (seen_a, seen_b, 30), <, 1e-9);
  }
}

/* basis rows orthonormal. */
static void
test_orthonormal (void)
{
  g_autoptr (CollapseMeans) means = random_means (8, 20, 6);

  for (int kind = COLLAPSE_PROJECTION_BALANCED; kind <= COLLAPSE_PROJECTION_CLASS_MEAN_PCA; kind++) {
    g_autoptr (CollapseProjection) projection = project (kind, means, NULL);

    for (gsize a = 0; a < 3; a++)
      for (gsize b = 0; b < 3; b++) {
        double sum = 0;

        for (gsize j = 0; j < 20; j++)
          sum += projection->basis[a * 20 + j] * projection->basis[b * 20 + j];
        g_assert_cmpfloat_with_epsilon (sum, a == b, 1e-12);
      }
  }
}

/* PCA holds the most variance that three dimensions can. */
static void
test_share (void)
{
  g_autoptr (CollapseMeans) means = means_new (6, 9);

  /* +- 5, 3, 1 along three axes across: shares by hand */
  for (guint k = 0; k < 6; k++)
    means->means[k * 9 + k / 2] = (k % 2 ? -1 : 1) * (5 - 2.0 * (k / 2));
  means->means[0 * 9 + 6] = means->means[1 * 9 + 6] = 0.5;
  means->means[2 * 9 + 6] = means->means[3 * 9 + 6] = -0.5;
  set_centre (means);

  g_autoptr (CollapseProjection) pca = project (COLLAPSE_PROJECTION_CLASS_MEAN_PCA, means, NULL);
  g_autoptr (CollapseProjection) balanced = project (COLLAPSE_PROJECTION_BALANCED, means, NULL);

  g_assert_cmpfloat_with_epsilon (pca->means_share, 70.0 / 71, 1e-12);
  g_assert_cmpfloat (balanced->means_share, <, pca->means_share);
}

/* Three equal leading singular values, the others half as large, and a little noise each epoch: the span of
 * the leading three is steady and its axes are any. */
static void
test_no_spin (void)
{
  const gsize d = 16;
  g_autoptr (CollapseMeans) means = means_new (10, d);
  g_autoptr (CollapseProjection) before = NULL;
  g_autofree double *vertices = g_new (double, 90);
  NumericRandom random;

  collapse_etf (numeric_matrix64 (vertices, 10, 9));
  for (guint k = 0; k < 10; k++)
    for (gsize j = 0; j < 9; j++)
      means->means[k * d + j] = vertices[k * 9 + j] * (j < 3 ? 1 : 0.5);
  reflect (means->means, 10, d, 1);
  set_centre (means);
  before = project (COLLAPSE_PROJECTION_CLASS_MEAN_PCA, means, NULL);
  numeric_random_init (&random, 7, 0);
  for (guint epoch = 0; epoch < 50; epoch++) {
    g_autofree double *seen_before = seen_means (before, means);

    for (gsize i = 0; i < 10 * d; i++)
      means->means[i] += 1e-3 * numeric_random_normal (&random);
    set_centre (means);

    CollapseProjection *after = project (COLLAPSE_PROJECTION_CLASS_MEAN_PCA, means, before);
    g_autofree double *seen_after = seen_means (after, means);

    g_assert_cmpfloat (difference (seen_before, seen_after, 30), <, 0.03);
    collapse_projection_free (before);
    before = after;
  }
}

static double
distance (const CollapseProjection *a, const CollapseProjection *b)
{
  double square = 0;

  for (gsize i = 0; i < 3 * a->dimension; i++)
    square += (a->basis[i] - b->basis[i]) * (a->basis[i] - b->basis[i]);
  return sqrt (square);
}

/* Means of rank 2: both kinds still give orthonormal axes, and take from the epoch before what is left open.
 */
static void
test_deficient (void)
{
  for (int kind = COLLAPSE_PROJECTION_BALANCED; kind <= COLLAPSE_PROJECTION_CLASS_MEAN_PCA; kind++) {
    g_autoptr (CollapseMeans) means = random_means (6, 12, 8);
    g_autoptr (CollapseProjection) before = project (kind, means, NULL);
    g_autoptr (CollapseProjection) after = NULL;
    g_autoptr (CollapseProjection) again = NULL;
    g_autoptr (CollapseProjection) alone = NULL;

    for (guint k = 0; k < 6; k++)
      for (gsize j = 2; j < 12; j++)
        means->means[k * 12 + j] = 1;
    set_centre (means);
    after = project (kind, means, before);
    again = project (kind, means, after);
    alone = project (kind, means, NULL);
    g_assert_cmpfloat (distance (after, again), <, 1e-8);
    g_assert_cmpfloat (distance (after, before), <, 0.9 * distance (alone, before));
    for (gsize a = 0; a < 3; a++)
      for (gsize b = 0; b < 3; b++) {
        double sum = 0;

        for (gsize j = 0; j < 12; j++)
          sum += after->basis[a * 12 + j] * after->basis[b * 12 + j];
        g_assert_cmpfloat_with_epsilon (sum, a == b, 1e-9);
      }
  }
}

/* More classes than dimensions + 1, and fewer than three dimensions. */
static void
test_few_dimensions (void)
{
  static const gsize dimensions[] = { 1, 2, 3, 5 };

  for (gsize i = 0; i < G_N_ELEMENTS (dimensions); i++)
    for (int kind = COLLAPSE_PROJECTION_BALANCED; kind <= COLLAPSE_PROJECTION_CLASS_MEAN_PCA; kind++) {
      g_autoptr (CollapseMeans) means = random_means (10, dimensions[i], 9);
      g_autoptr (CollapseProjection) projection = project (kind, means, NULL);

      for (gsize j = 0; j < 3 * dimensions[i]; j++)
        g_assert_true (isfinite (projection->basis[j]));
      g_assert_cmpfloat (projection->means_share, >, 0);
      if (kind == COLLAPSE_PROJECTION_CLASS_MEAN_PCA && dimensions[i] <= 3)
        g_assert_cmpfloat_with_epsilon (projection->means_share, 1, 1e-12);
    }
}

static void
test_apply (void)
{
  g_autoptr (CollapseMeans) means = ideal_means (10, 16);
  g_autoptr (CollapseProjection) projection = project (COLLAPSE_PROJECTION_BALANCED, means, NULL);
  float points[10 * 16], rows[10 * 16], out[30];

  for (gsize i = 0; i < 160; i++) {
    points[i] = means->means[i];
    rows[i] = 0.25 * (means->means[i] - means->centre[i % 16]);
  }
  collapse_projection_apply (projection, numeric_matrix32 (points, 10, 16), numeric_matrix32 (out, 10, 3));
  for (gsize i = 0; i < 30; i++)
    g_assert_cmpfloat_with_epsilon (out[i], projection->ideal[i], 1e-4);
  collapse_projection_apply_means (projection, means, numeric_matrix32 (out, 10, 3));
  for (gsize i = 0; i < 30; i++)
    g_assert_cmpfloat_with_epsilon (out[i], projection->ideal[i], 1e-6);
  collapse_projection_apply_directions (projection, numeric_matrix32 (rows, 10, 16),
                                        numeric_matrix32 (out, 10, 3));
  for (gsize i = 0; i < 30; i++)
    g_assert_cmpfloat_with_epsilon (out[i], projection->ideal[i], 1e-5);
  memset (rows, 0, sizeof rows);
  collapse_projection_apply_directions (projection, numeric_matrix32 (rows, 10, 16),
                                        numeric_matrix32 (out, 10, 3));
  for (gsize i = 0; i < 30; i++)
    g_assert_cmpfloat (out[i], ==, 0);
}

static void
assert_refused (const CollapseMeans *means, CollapseError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (collapse_projection_new (COLLAPSE_PROJECTION_BALANCED, means, NULL, &error));
  g_assert_error (error, COLLAPSE_ERROR, (int)code);
}

static void
test_errors (void)
{
  g_autoptr (CollapseMeans) single = random_means (1, 5, 1);
  g_autoptr (CollapseMeans) empty = random_means (4, 5, 1);
  g_autoptr (CollapseMeans) broken = random_means (4, 5, 1);
  g_autoptr (CollapseMeans) equal = means_new (4, 5);

  empty->counts[2] = 0;
  broken->means[7] = NAN;
  assert_refused (single, COLLAPSE_ERROR_TOO_FEW_CLASSES);
  assert_refused (empty, COLLAPSE_ERROR_EMPTY_CLASS);
  assert_refused (broken, COLLAPSE_ERROR_NOT_FINITE);
  assert_refused (equal, COLLAPSE_ERROR_MEANS_COINCIDE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/projection/ideal-means", test_ideal);
  g_test_add_func ("/collapse/projection/still", test_still);
  g_test_add_func ("/collapse/projection/carried-over", test_carried_over);
  g_test_add_func ("/collapse/projection/rotated-features", test_rotated);
  g_test_add_func ("/collapse/projection/orthonormal", test_orthonormal);
  g_test_add_func ("/collapse/projection/share", test_share);
  g_test_add_func ("/collapse/projection/no-spin", test_no_spin);
  g_test_add_func ("/collapse/projection/rank-deficient", test_deficient);
  g_test_add_func ("/collapse/projection/few-dimensions", test_few_dimensions);
  g_test_add_func ("/collapse/projection/apply", test_apply);
  g_test_add_func ("/collapse/projection/errors", test_errors);
  return g_test_run ();
}
