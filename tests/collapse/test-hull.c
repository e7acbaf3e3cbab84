#include "collapse/hull.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

/* A corner of a regular polygon and the line through its neighbours. */
static void
test_polygon (void)
{
  static const guint sizes[] = { 3, 4, 5, 8, 100 };

  for (gsize s = 0; s < G_N_ELEMENTS (sizes); s++) {
    const guint n = sizes[s];
    g_autofree double *corners = g_new (double, 2 * n);

    for (guint i = 0; i < n; i++) {
      corners[2 * i] = cos (2 * G_PI * i / n);
      corners[2 * i + 1] = sin (2 * G_PI * i / n);
    }
    g_assert_cmpfloat_with_epsilon (collapse_hull_separation (numeric_matrix64 (corners, n, 2)),
                                    1 - cos (2 * G_PI / n), 1e-14);
    g_assert_cmpfloat_with_epsilon (
        collapse_hull_distance (numeric_matrix64 (corners + 2, n - 1, 2), corners), 1 - cos (2 * G_PI / n),
        1e-14);
  }
}

/* A simplex ETF of K classes in K dimensions: the nearest to w_k is the mean of all others, -w_k / (K - 1).
 */
static void
test_simplex (void)
{
  for (guint k = 2; k <= 60; k++) {
    g_autofree double *rows = g_new (double, k *k);

    for (guint i = 0; i < k; i++)
      for (guint j = 0; j < k; j++)
        rows[i * k + j] = sqrt (k / (k - 1.0)) * ((i == j) - 1.0 / k);
    g_assert_cmpfloat_with_epsilon (collapse_hull_separation (numeric_matrix64 (rows, k, k)), k / (k - 1.0),
                                    1e-13);
  }
}

/* The separation, which leaves a row as soon as it cannot be the least, against the distances one by one. */
static void
test_separation (void)
{
  enum { K = 30, D = 8 };
  NumericRandom random;

  numeric_random_init (&random, 2, 0);
  for (guint repeat = 0; repeat < 20; repeat++) {
    double rows[K * D], least = INFINITY;

    for (guint i = 0; i < K * D; i++)
      rows[i] = numeric_random_normal (&random);
    for (guint k = 0; k < K; k++) {
      double others[(K - 1) * D];

      memcpy (others, rows, k * D * sizeof (double));
      memcpy (others + k * D, rows + (k + 1) * D, (K - 1 - k) * D * sizeof (double));
      least = MIN (least, collapse_hull_distance (numeric_matrix64 (others, K - 1, D), rows + k * D));
    }
    g_assert_cmpfloat_with_epsilon (collapse_hull_separation (numeric_matrix64 (rows, K, D)), least, 1e-12);
  }
}

/* Random points outside, on and in the cube [-1, 1]^D, whose corners are many more than are independent: the
 * nearest point has each coordinate cut to that range. `far` is how far outside they are. */
static void
check_cube (double far, NumericRandom *random)
{
  enum { D = 6, CORNERS = 1 << D };
  double corners[CORNERS * D], point[D], square = 0;

  for (guint i = 0; i < CORNERS; i++)
    for (guint j = 0; j < D; j++)
      corners[i * D + j] = i >> j & 1 ? 1 : -1;
  for (guint j = 0; j < D; j++) {
    const double outside = numeric_random_below (random, 2) ? far * numeric_random_uniform (random) : 0;

    point[j] = outside > 0 ? 1 + outside : 2 * numeric_random_uniform (random) - 1;
    square += outside * outside;
  }
  g_assert_cmpfloat_with_epsilon (collapse_hull_distance (numeric_matrix64 (corners, CORNERS, D), point),
                                  sqrt (square), 1e-10 * sqrt (square) + 1e-7 * (square == 0));
}

static void
test_cube (void)
{
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (guint repeat = 0; repeat < 500; repeat++) {
    check_cube (0, &random);
    check_cube (1e-3, &random);
    check_cube (100, &random);
  }
}

/* Equal points, points on a line, and the point asked for among them. */
static void
test_degenerate (void)
{
  double same[] = { 1, 2, 1, 2, 1, 2 }, line[] = { 0, 0, 1, 1, 2, 2, 3, 3 };
  const double on[] = { 1, 2 }, beside[] = { 4, 6 }, across[] = { 2, 0 };

  g_assert_cmpfloat (collapse_hull_distance (numeric_matrix64 (same, 3, 2), on), ==, 0);
  g_assert_cmpfloat (collapse_hull_distance (numeric_matrix64 (same, 3, 2), beside), ==, 5);
  g_assert_cmpfloat (collapse_hull_distance (numeric_matrix64 (same, 1, 2), beside), ==, 5);
  g_assert_cmpfloat (collapse_hull_separation (numeric_matrix64 (same, 3, 2)), ==, 0);
  g_assert_cmpfloat_with_epsilon (collapse_hull_distance (numeric_matrix64 (line, 4, 2), across), sqrt (2),
                                  1e-14);
  g_assert_cmpfloat (collapse_hull_distance (numeric_matrix64 (line, 4, 2), line + 4), ==, 0);
}

static void
test_nan (void)
{
  double points[] = { 1, 0, 0, 1, -1, NAN };
  const double origin[] = { 0, 0 };

  g_assert_true (isnan (collapse_hull_distance (numeric_matrix64 (points, 3, 2), origin)));
  g_assert_true (isnan (collapse_hull_separation (numeric_matrix64 (points, 3, 2))));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/hull/polygon", test_polygon);
  g_test_add_func ("/collapse/hull/simplex", test_simplex);
  g_test_add_func ("/collapse/hull/separation", test_separation);
  g_test_add_func ("/collapse/hull/cube", test_cube);
  g_test_add_func ("/collapse/hull/degenerate", test_degenerate);
  g_test_add_func ("/collapse/hull/nan", test_nan);
  return g_test_run ();
}
