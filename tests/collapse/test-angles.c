/* Angles and spectra by closed forms: a simplex ETF, an identity, a rank that is too small. */
#include "collapse/angles.h"
#include "collapse/etf.h"

#include <math.h>

static CollapseMeans *
means_of (const double *rows, guint k, gsize d)
{
  CollapseMeans *means = g_new0 (CollapseMeans, 1);
  means->n_classes = k;
  means->dimension = d;
  means->means = g_memdup2 (rows, k * d * sizeof *rows);
  means->centre = g_new0 (double, d);
  means->counts = g_new0 (gsize, k);
  means->variability = g_new0 (double, k);
  for (gsize j = 0; j < d; j++)
    for (guint i = 0; i < k; i++)
      means->centre[j] += rows[i * d + j] / k;
  return means;
}

/* A simplex ETF at another place and of another size. */
static void
test_etf (void)
{
  for (guint k = 2; k <= 40; k += k < 5 ? 1 : 7) {
    g_autofree double *vertices = g_new (double, k *(k - 1));
    g_autofree double *cosines = g_new (double, k *k), *spectrum = g_new (double, k - 1);
    g_autofree double *centred = g_new (double, k *(k - 1));
    collapse_etf (numeric_matrix64 (vertices, k, k - 1));
    for (guint i = 0; i < k * (k - 1); i++)
      vertices[i] = 3 + 0.1 * (i % (k - 1)) + 1e3 * vertices[i];
    g_autoptr (CollapseMeans) means = means_of (vertices, k, k - 1);
    NumericMatrix64 m = numeric_matrix64 (centred, k, k - 1);
    collapse_centred_means (means, m);
    collapse_cosines (m, m, numeric_matrix64 (cosines, k, k));
    for (guint i = 0; i < k; i++)
      for (guint j = 0; j < k; j++)
        g_assert_cmpfloat_with_epsilon (cosines[i * k + j], i == j ? 1 : -1.0 / (k - 1), 1e-12);
    CollapseCosines range = collapse_cosine_range (m);
    g_assert_cmpfloat_with_epsilon (range.least, -1.0 / (k - 1), 1e-12);
    g_assert_cmpfloat_with_epsilon (range.mean, -1.0 / (k - 1), 1e-12);
    g_assert_cmpfloat_with_epsilon (range.greatest, -1.0 / (k - 1), 1e-12);
    g_assert_cmpuint (collapse_n_directions (means), ==, k - 1);
    collapse_mean_spectrum (means, spectrum);
    for (guint r = 0; r < k - 1; r++)
      g_assert_cmpfloat_with_epsilon (spectrum[r], 1, 1e-12);
  }
}

/* Angles of 60, 90 and 150 degrees; and what has none. */
static void
test_range (void)
{
  const double rows[] = { 2, 0, 0.5, sqrt (0.75), -3 * sqrt (0.75), 1.5 };
  const double zero[] = { 1, 0, 0, 0, 0, 1 };
  CollapseCosines range = collapse_cosine_range (numeric_matrix64 ((double *)rows, 3, 2));
  g_assert_cmpfloat_with_epsilon (range.least, -sqrt (0.75), 1e-15);
  g_assert_cmpfloat_with_epsilon (range.greatest, 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (range.mean, (0.5 - sqrt (0.75)) / 3, 1e-15);
  g_assert_true (isnan (collapse_cosine_range (numeric_matrix64 ((double *)zero, 3, 2)).greatest));
  g_assert_true (isnan (collapse_cosine_range (numeric_matrix64 ((double *)rows, 1, 2)).mean));
}

/* The rows of an identity, and their images: all of length or sign is gone. */
static void
test_identity (void)
{
  const double identity[] = { 1, 0, 0, 0, 1, 0, 0, 0, 1 };
  const double other[] = { 1e200, 0, 0, 0, -1e-200, 0, 1, 1, 0 };
  const double wanted[] = { 1, 0, M_SQRT1_2, 0, -1, M_SQRT1_2, 0, 0, 0 };
  double cosines[9];
  collapse_cosines (numeric_matrix64 ((double *)identity, 3, 3), numeric_matrix64 ((double *)other, 3, 3),
                    numeric_matrix64 (cosines, 3, 3));
  for (guint i = 0; i < 9; i++)
    g_assert_cmpfloat_with_epsilon (cosines[i], wanted[i], 1e-15);
}

/* Means on a line have one direction of two, which then holds all: sqrt (2) and 0. */
static void
test_rank (void)
{
  const double line[] = { 0, 0, 0, 1, 2, 2, 2, 4, 4 };
  double spectrum[2];
  g_autoptr (CollapseMeans) means = means_of (line, 3, 3);
  collapse_mean_spectrum (means, spectrum);
  g_assert_cmpfloat_with_epsilon (spectrum[0], M_SQRT2, 1e-12);
  g_assert_cmpfloat_with_epsilon (spectrum[1], 0, 1e-12);
}

/* K - 1 > d: as many as d, and those of vertices of a square are alike. */
static void
test_few_dimensions (void)
{
  const double square[] = { 1, 0, 0, 1, -1, 0, 0, -1 };
  double spectrum[2];
  g_autoptr (CollapseMeans) means = means_of (square, 4, 2);
  g_assert_cmpuint (collapse_n_directions (means), ==, 2);
  collapse_mean_spectrum (means, spectrum);
  g_assert_cmpfloat_with_epsilon (spectrum[0], 1, 1e-12);
  g_assert_cmpfloat_with_epsilon (spectrum[1], 1, 1e-12);
}

static void
test_undefined (void)
{
  const double none[] = { 0, 0, 1, 1 }, same[] = { 2, 2, 2, 2 }, broken[] = { NAN, 0, 1, 1 };
  double cosines[4], spectrum[1];
  collapse_cosines (numeric_matrix64 ((double *)none, 2, 2), numeric_matrix64 ((double *)broken, 2, 2),
                    numeric_matrix64 (cosines, 2, 2));
  g_assert_true (isnan (cosines[0]) && isnan (cosines[1]) && isnan (cosines[2]));
  g_assert_cmpfloat_with_epsilon (cosines[3], 1, 1e-15);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (CollapseMeans) means = means_of (i == 0 ? same : broken, 2, 2);
    collapse_mean_spectrum (means, spectrum);
    g_assert_true (isnan (spectrum[0]));
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/angles/etf", test_etf);
  g_test_add_func ("/collapse/angles/range", test_range);
  g_test_add_func ("/collapse/angles/identity", test_identity);
  g_test_add_func ("/collapse/angles/rank", test_rank);
  g_test_add_func ("/collapse/angles/few-dimensions", test_few_dimensions);
  g_test_add_func ("/collapse/angles/undefined", test_undefined);
  return g_test_run ();
}
