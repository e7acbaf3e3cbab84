#include "collapse/projection.h"

#include "collapse/etf.h"
#include "numeric/lapack.h"
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

/* The class means as floats, with every class drawn out along coordinate `stretch` where that is not
 * negative; two features a class. Free with g_aligned_free. */
static NumericMatrix32
features_of (const CollapseMeans *means, int stretch)
{
  gsize k = means->n_classes, d = means->dimension;
  NumericMatrix32 features = numeric_matrix32 (numeric_matrix32_alloc (2 * k * d), 2 * k, d);

  for (gsize i = 0; i < 2 * k * d; i++)
    features.data[i] = means->means[i % (k * d)];
  for (gsize i = 0; i < 2 * k && stretch >= 0; i++)
    features.data[i * d + stretch] += i < k ? 50 : -50;
  return features;
}

/* Four classes: the first ones. Feature PCA: of the class means. */
static CollapseProjection *
try_project (CollapseProjectionKind kind,
             const CollapseMeans *means,
             const CollapseProjection *before,
             GError **error)
{
  static const guint32 classes[] = { 0, 1, 2, 3 };
  CollapseProjection *projection;
  NumericMatrix32 features;

  if (kind == COLLAPSE_PROJECTION_FOUR_CLASSES)
    return collapse_projection_new_four (means, classes, before, error);
  if (kind != COLLAPSE_PROJECTION_FEATURE_PCA)
    return collapse_projection_new (kind, means, before, error);
  features = features_of (means, -1);
  projection = collapse_projection_new_features (means, features, before, error);
  g_aligned_free (features.data);
  return projection;
}

static CollapseProjection *
project (CollapseProjectionKind kind, const CollapseMeans *means, const CollapseProjection *before)
{
  g_autoptr (GError) error = NULL;
  CollapseProjection *projection = try_project (kind, means, before, &error);

  g_assert_no_error (error);
  return projection;
}

/* The class means on the axes, K x n_axes, in double. */
static double *
seen_means (const CollapseProjection *projection, const CollapseMeans *means)
{
  gsize n = projection->n_axes;
  double *seen = g_new0 (double, n * means->n_classes);

  for (gsize i = 0; i < n * means->n_classes; i++)
    for (gsize j = 0; j < means->dimension; j++)
      seen[i] += projection->scale * projection->basis[i % n * means->dimension + j]
                 * (means->means[i / n * means->dimension + j] - projection->centre[j]);
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
  for (int kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (CollapseProjection) before = project (kind, one, NULL);
    g_autoptr (CollapseProjection) after = project (kind, one, before);

    g_assert_cmpfloat (difference (before->basis, after->basis, before->n_axes * 32), <, 1e-9);
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
  for (int kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (CollapseMeans) means = random_means (10, 32, 3);
    g_autoptr (CollapseMeans) turned = random_means (10, 32, 3);

    reflect (turned->means, 10, 32, 4);
    reflect (turned->means, 10, 32, 5);
    set_centre (turned);

    g_autoptr (CollapseProjection) a = project (kind, means, NULL);
    g_autoptr (CollapseProjection) b = project (kind, turned, NULL);
    g_autofree double *seen_a = seen_means (a, means);
    g_autofree double *seen_b = seen_means (b, turned);

    /* Features are single precision. */
    g_assert_cmpfloat (difference (seen_a, seen_b, 10 * a->n_axes), <,
                       kind == COLLAPSE_PROJECTION_FEATURE_PCA ? 1e-4 : 1e-9);
  }
}

/* basis rows orthonormal. */
static void
test_orthonormal (void)
{
  g_autoptr (CollapseMeans) means = random_means (8, 20, 6);

  for (int kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (CollapseProjection) projection = project (kind, means, NULL);

    for (gsize a = 0; a < projection->n_axes; a++)
      for (gsize b = 0; b < projection->n_axes; b++) {
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
    for (int kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
      g_autoptr (CollapseMeans) means = random_means (10, dimensions[i], 9);
      g_autoptr (CollapseProjection) projection = project (kind, means, NULL);

      for (gsize j = 0; j < projection->n_axes * dimensions[i]; j++)
        g_assert_true (isfinite (projection->basis[j]));
      g_assert_cmpfloat (projection->means_share, >, 0);
      if (kind == COLLAPSE_PROJECTION_FOUR_CLASSES || kind == COLLAPSE_PROJECTION_TOUR)
        g_assert_cmpfloat_with_epsilon (projection->means_share, 1, 1e-12);
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

static double
length_between (const double *a, const double *b, gsize n)
{
  double square = 0;

  for (gsize j = 0; j < n; j++)
    square += (a[j] - b[j]) * (a[j] - b[j]);
  return sqrt (square);
}

/* Four classes of a perfect ETF, in any order: a regular tetrahedron, at 1 from its centre, in its rings. */
static void
test_tetrahedron (void)
{
  static const guint32 classes[] = { 7, 2, 9, 4 };
  g_autoptr (CollapseMeans) means = ideal_means (10, 24);
  g_autoptr (CollapseProjection) four = collapse_projection_new_four (means, classes, NULL, NULL);
  g_autofree double *seen = seen_means (four, means);

  g_assert_cmpuint (four->n_chosen, ==, 4);
  g_assert_cmpfloat_with_epsilon (four->means_share, 1, 1e-12);
  for (guint i = 0; i < 4; i++) {
    const double *p = seen + 3 * classes[i];

    g_assert_cmpfloat_with_epsilon (length_between (p, (double[3]){ 0 }, 3), 1, 1e-9);
    g_assert_cmpfloat (difference (p, four->ideal + 3 * classes[i], 3), <, 1e-9);
    for (guint j = 0; j < i; j++)
      g_assert_cmpfloat_with_epsilon (length_between (p, seen + 3 * classes[j], 3), sqrt (8.0 / 3), 1e-9);
  }
  for (guint k = 0; k < 10; k++)
    g_assert_cmpint (isnan (four->ideal[3 * k]), ==, k != 2 && k != 4 && k != 7 && k != 9);
}

/* Whatever the means are, and of however few classes: distances among the chosen are true. */
static void
test_four_exact (void)
{
  static const guint32 classes[] = { 5, 5, 99, 1 };
  static const struct {
    guint k;
    guint32 chosen[4];
  } cases[] = { { 2, { 0, 1 } },
                { 3, { 0, 2, 1 } },
                { 4, { 0, 2, 3, 1 } },
                { 10, { 5, 0, 2, 1 } },
                { 100, { 5, 0, 99, 1 } } };

  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++) {
    guint k = cases[c].k, n = MIN (k, 4);
    g_autoptr (CollapseMeans) means = random_means (k, 12, 11);
    g_autoptr (CollapseProjection) four = collapse_projection_new_four (means, classes, NULL, NULL);
    g_autofree double *seen = seen_means (four, means);

    g_assert_cmpuint (four->n_chosen, ==, n);
    for (guint i = 0; i < n; i++)
      for (guint j = 0; j < i; j++) {
        guint32 a = four->chosen[i], b = four->chosen[j];

        g_assert_cmpuint (a, <, k);
        g_assert_cmpuint (a, !=, b);
        g_assert_cmpfloat_with_epsilon (
            length_between (seen + 3 * a, seen + 3 * b, 3),
            four->scale * length_between (means->means + 12 * a, means->means + 12 * b, 12), 1e-9);
      }
    if (k > 4)
      g_assert_cmpmem (four->chosen, sizeof four->chosen, cases[c].chosen, sizeof cases[c].chosen);
  }
}

/* Arrows of four classes are relative to their mean, those of others are left out. */
static void
test_four_directions (void)
{
  static const guint32 classes[] = { 7, 2, 9, 4 };
  g_autoptr (CollapseMeans) means = ideal_means (10, 16);
  g_autoptr (CollapseProjection) four = collapse_projection_new_four (means, classes, NULL, NULL);
  float rows[10 * 16], out[30];

  for (gsize i = 0; i < 160; i++)
    rows[i] = 0.25 * means->means[i];
  collapse_projection_apply_directions (four, numeric_matrix32 (rows, 10, 16), numeric_matrix32 (out, 10, 3));
  for (gsize i = 0; i < 30; i++)
    if (isnan (four->ideal[i]))
      g_assert_true (isnan (out[i]));
    else
      g_assert_cmpfloat_with_epsilon (out[i], four->ideal[i], 1e-4);
}

/* Of an ideal simplex of K classes, four chosen: a mean that is not among them is at the squared distance
 * 2 K / (K-1) from each, so K / (K-1) (2 - 3/4) from their centre, straight across the view. */
static void
test_shares (void)
{
  static const guint32 classes[] = { 0, 1, 2, 3 };
  g_autoptr (CollapseMeans) means = ideal_means (10, 16);
  g_autoptr (CollapseProjection) four = collapse_projection_new_four (means, classes, NULL, NULL);
  NumericMatrix32 features = features_of (means, -1);

  g_assert_cmpfloat_with_epsilon (
      collapse_projection_share (four, numeric_matrix32_rows (features, 0, 4), four->centre), 1, 1e-5);
  g_assert_cmpfloat_with_epsilon (
      collapse_projection_share (four, numeric_matrix32_rows (features, 4, 6), four->centre), 0, 1e-5);
  /* 3/4 for each of four, 5/4 for each of six */
  g_assert_cmpfloat_with_epsilon (
      collapse_projection_share (four, numeric_matrix32_rows (features, 0, 10), four->centre), 3 / (3 + 7.5),
      1e-5);
  g_assert_true (isnan (collapse_projection_share (four, numeric_matrix32_rows (features, 0, 0), NULL)));
  g_aligned_free (features.data);
}

/* The tour's axes hold everything, and through the balanced frame they are the balanced picture. */
static void
test_tour (void)
{
  g_autoptr (CollapseMeans) means = random_means (10, 24, 12);
  g_autoptr (CollapseProjection) tour = project (COLLAPSE_PROJECTION_TOUR, means, NULL);
  g_autoptr (CollapseProjection) balanced = project (COLLAPSE_PROJECTION_BALANCED, means, NULL);
  g_autofree double *all = seen_means (tour, means), *seen = seen_means (balanced, means);
  double data[27];
  NumericMatrix64 frame = numeric_matrix64 (data, 3, 9);

  collapse_etf_frame (frame);
  g_assert_cmpuint (tour->n_axes, ==, 9);
  g_assert_cmpfloat_with_epsilon (tour->means_share, 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (collapse_projection_frame_share (tour, frame), balanced->means_share,
                                  1e-12);
  for (guint k = 0; k < 10; k++)
    for (gsize i = 0; i < 3; i++) {
      double sum = 0;

      for (gsize j = 0; j < 9; j++)
        sum += data[i * 9 + j] * all[k * 9 + j];
      g_assert_cmpfloat_with_epsilon (sum, seen[3 * k + i], 1e-12);
    }
}

/* Features that spread along one coordinate, whatever the means do: the axis that feature PCA finds. The
 * share by hand: +- 50 on the axis, and the means' scatter. */
static void
test_features (void)
{
  g_autoptr (CollapseMeans) means = random_means (6, 9, 13);
  NumericMatrix32 features = features_of (means, 8);
  double means_square = 0, axis = 0, scatter[81], values[9];
  g_autoptr (CollapseProjection) pca = NULL;

  for (gsize i = 0; i < 6 * 9; i++) {
    if (i % 9 == 8)
      means->means[i] = 0;
    features.data[i] = means->means[i] + (i % 9 == 8 ? 50 : 0);
    features.data[i + 54] = means->means[i] - (i % 9 == 8 ? 50 : 0);
  }
  set_centre (means);
  for (gsize i = 0; i < 81; i++) {
    scatter[i] = 0;
    for (gsize k = 0; k < 6; k++)
      scatter[i] += (means->means[k * 9 + i / 9] - means->centre[i / 9])
                    * (means->means[k * 9 + i % 9] - means->centre[i % 9]) / 6;
    means_square += i % 10 == 0 ? scatter[i] : 0;
  }
  g_assert_true (numeric_eigen_symmetric (numeric_matrix64 (scatter, 9, 9), values,
                                          (NumericMatrix64){ .rows = 0 }, NULL));
  pca = collapse_projection_new_features (means, features, NULL, NULL);
  for (gsize r = 0; r < 3; r++)
    axis += pca->basis[9 * r + 8] * pca->basis[9 * r + 8];
  g_assert_cmpfloat_with_epsilon (axis, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon (pca->features_share, (2500 + values[8] + values[7]) / (2500 + means_square),
                                  1e-6);
  g_assert_cmpfloat_with_epsilon (pca->means_share, (values[8] + values[7]) / means_square, 1e-6);
  g_aligned_free (features.data);
}

/* Held axes stand still as the means move, whatever their kind; at their own moment they change nothing; and
 * they are good for other classes of the same features. */
static void
test_held (void)
{
  g_autoptr (CollapseMeans) one = random_means (10, 16, 14);
  g_autoptr (CollapseMeans) other = random_means (10, 16, 15);
  g_autoptr (CollapseMeans) downstream = random_means (5, 16, 16);
  g_autoptr (CollapseMeans) narrow = random_means (10, 8, 17);

  for (int kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (CollapseProjection) axes = project (kind, one, NULL);
    g_autoptr (CollapseProjection) same = collapse_projection_new_held (axes, one, NULL);
    g_autoptr (CollapseProjection) held = collapse_projection_new_held (axes, other, NULL);
    g_autoptr (CollapseProjection) task = collapse_projection_new_held (axes, downstream, NULL);
    g_autoptr (GError) error = NULL;
    gsize n = axes->n_axes * 16;

    g_assert_cmpmem (held->basis, n * sizeof (double), axes->basis, n * sizeof (double));
    g_assert_cmpmem (task->basis, n * sizeof (double), axes->basis, n * sizeof (double));
    g_assert_cmpint (held->kind, ==, kind);
    g_assert_cmpuint (task->n_classes, ==, 5);
    g_assert_cmpuint (task->n_chosen, ==, 0);
    g_assert_cmpfloat_with_epsilon (same->means_share, axes->means_share, 1e-12);
    for (gsize i = 0; i < 10 * axes->n_axes; i++)
      g_assert_true (fabs (same->ideal[i] - axes->ideal[i]) < 1e-9
                     || (isnan (same->ideal[i]) && isnan (axes->ideal[i])));
    g_assert_cmpfloat (held->means_share, <, 0.9);
    g_assert_null (collapse_projection_new_held (axes, narrow, &error));
    g_assert_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_DIMENSION);
  }
}

static void
assert_refused (const CollapseMeans *means, CollapseError code)
{
  for (int kind = 0; kind < COLLAPSE_PROJECTION_N_KINDS; kind++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (try_project (kind, means, NULL, &error));
    g_assert_error (error, COLLAPSE_ERROR, (int)code);
  }
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

/* Means that differ, but not those that are chosen; features that do not, or are not finite. */
static void
test_part_errors (void)
{
  static const guint32 classes[] = { 0, 1, 2, 3 };
  g_autoptr (CollapseMeans) means = random_means (6, 5, 1);
  NumericMatrix32 features = features_of (means, -1);
  g_autoptr (GError) error = NULL;

  for (gsize i = 5; i < 20; i++)
    means->means[i] = means->means[i % 5];
  g_assert_null (collapse_projection_new_four (means, classes, NULL, &error));
  g_assert_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_MEANS_COINCIDE);
  g_clear_error (&error);
  features.data[17] = NAN;
  g_assert_null (collapse_projection_new_features (means, features, NULL, &error));
  g_assert_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_FAILED);
  g_clear_error (&error);
  memset (features.data, 0, features.rows * features.columns * sizeof (float));
  g_assert_null (collapse_projection_new_features (means, features, NULL, &error));
  g_assert_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_MEANS_COINCIDE);
  g_aligned_free (features.data);
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
  g_test_add_func ("/collapse/projection/tetrahedron", test_tetrahedron);
  g_test_add_func ("/collapse/projection/four-exact", test_four_exact);
  g_test_add_func ("/collapse/projection/four-directions", test_four_directions);
  g_test_add_func ("/collapse/projection/shares", test_shares);
  g_test_add_func ("/collapse/projection/tour", test_tour);
  g_test_add_func ("/collapse/projection/features", test_features);
  g_test_add_func ("/collapse/projection/held", test_held);
  g_test_add_func ("/collapse/projection/errors", test_errors);
  g_test_add_func ("/collapse/projection/part-errors", test_part_errors);
  return g_test_run ();
}
