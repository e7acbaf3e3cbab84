#include "collapse/etf.h"

#include "numeric/blas.h"

#include <math.h>

static double
dot (const double *a, const double *b, gsize count)
{
  double sum = 0;

  for (gsize i = 0; i < count; i++)
    sum += a[i] * b[i];
  return sum;
}

static const guint class_counts[]
    = { 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 50, 100 };

static void
test_vertices (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (class_counts); i++) {
    gsize k = class_counts[i], d = k - 1;
    g_autofree double *data = g_new (double, k *d);

    collapse_etf (numeric_matrix64 (data, k, d));
    for (gsize a = 0; a < k; a++)
      for (gsize b = 0; b < k; b++)
        g_assert_cmpfloat_with_epsilon (dot (data + a * d, data + b * d, d), a == b ? 1 : -1.0 / d, 1e-12);
    for (gsize j = 0; j < d; j++) {
      double sum = 0;

      for (gsize a = 0; a < k; a++)
        sum += data[a * d + j];
      g_assert_cmpfloat_with_epsilon (sum, 0, 1e-12);
    }
  }
}

/* The vertices of k classes as the frame shows them, k x 3, at length 1. */
static double *
seen (gsize k, double *frame)
{
  gsize d = k - 1;
  g_autofree double *vertices = g_new (double, k *d);
  double *points = g_new (double, 3 * k);

  collapse_etf (numeric_matrix64 (vertices, k, d));
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, collapse_etf_zoom (k), numeric_matrix64 (vertices, k, d),
                  numeric_matrix64 (frame, 3, d), 0, numeric_matrix64 (points, k, 3));
  return points;
}

static void
test_frame (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (class_counts); i++) {
    gsize k = class_counts[i], d = k - 1;
    g_autofree double *frame = g_new (double, 3 * d);
    g_autofree double *again = g_new (double, 3 * d);
    g_autofree double *points = NULL;
    double least = INFINITY;

    collapse_etf_frame (numeric_matrix64 (frame, 3, d));
    collapse_etf_frame (numeric_matrix64 (again, 3, d));
    g_assert_cmpmem (frame, 3 * d * sizeof (double), again, 3 * d * sizeof (double));
    for (gsize a = 0; a < 3; a++)
      for (gsize b = 0; b < 3; b++)
        g_assert_cmpfloat_with_epsilon (dot (frame + a * d, frame + b * d, d), a == b && a < d, 1e-9);

    points = seen (k, frame);
    for (gsize a = 0; a < k; a++) {
      if (k != 5)
        g_assert_cmpfloat_with_epsilon (sqrt (dot (points + 3 * a, points + 3 * a, 3)), 1, 1e-9);
      for (gsize b = 0; b < a; b++) {
        double square = dot (points + 3 * a, points + 3 * a, 3) + dot (points + 3 * b, points + 3 * b, 3)
                        - 2 * dot (points + 3 * a, points + 3 * b, 3);

        least = MIN (least, sqrt (square));
      }
    }
    /* No k points on the unit sphere are further apart than about sqrt (8 pi / (sqrt (3) k)) (Fejes Tóth). */
    g_assert_cmpfloat (least, >, 0.75 * MIN (sqrt (8 * G_PI / (sqrt (3) * k)), sqrt (8.0 / 3)));
  }
}

/* Where the best is known: tetrahedron, octahedron and icosahedron. */
static void
test_known (void)
{
  static const struct {
    gsize k;
    double distance;
  } known[] = { { 4, 1.6329931618554521 }, { 6, 1.4142135623730951 }, { 12, 1.0514622242382672 } };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++) {
    gsize k = known[i].k;
    g_autofree double *frame = g_new (double, 3 * (k - 1));
    g_autofree double *points = NULL;

    collapse_etf_frame (numeric_matrix64 (frame, 3, k - 1));
    points = seen (k, frame);
    for (gsize a = 1; a < k; a++)
      for (gsize b = 0; b < a; b++) {
        double cosine = dot (points + 3 * a, points + 3 * b, 3);

        g_assert_cmpfloat (sqrt (2 - 2 * cosine), >, known[i].distance - 1e-3);
      }
  }
}

/* Five: no equal lengths exist; three of sqrt (10/9), two of sqrt (5/6). */
static void
test_five (void)
{
  double frame[12];
  g_autofree double *points = NULL;
  guint n_long = 0, n_short = 0;

  collapse_etf_frame (numeric_matrix64 (frame, 3, 4));
  points = seen (5, frame);
  for (gsize a = 0; a < 5; a++) {
    double square = dot (points + 3 * a, points + 3 * a, 3);

    n_long += fabs (square - 10.0 / 9) < 1e-6;
    n_short += fabs (square - 5.0 / 6) < 1e-6;
  }
  g_assert_cmpuint (n_long, ==, 3);
  g_assert_cmpuint (n_short, ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/etf/vertices", test_vertices);
  g_test_add_func ("/collapse/etf/frame", test_frame);
  g_test_add_func ("/collapse/etf/known-optima", test_known);
  g_test_add_func ("/collapse/etf/five-classes", test_five);
  return g_test_run ();
}
