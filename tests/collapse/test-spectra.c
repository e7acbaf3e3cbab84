#include "collapse/spectra.h"

#include "numeric/lapack.h"
#include "numeric/random.h"

#include <math.h>

/* Rows held back and compressed in many steps give the singular values of all of them at once. */
static void
test_compressed (void)
{
  const gsize n = 300, d = 8;
  const gsize counts[] = { n, 0 };
  double features[300 * 8], values[8], rank[2], nuclear = 0, square = 0;
  guint32 labels[300] = { 0 };
  CollapseRanks *ranks = collapse_ranks_new (d, 2, counts);
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (gsize i = 0; i < n * d; i++)
    features[i] = 2 + numeric_random_normal (&random) / (1 + i % d);
  for (gsize i = 0; i < n; i += 50)
    collapse_ranks_add (ranks, NULL, numeric_matrix64 (features + i * d, 50, d), labels + i);
  g_assert_true (collapse_ranks_finish (ranks, NULL, rank));
  collapse_ranks_free (ranks);

  numeric_svd (numeric_matrix64 (features, n, d), (NumericMatrix64){ 0 }, values, (NumericMatrix64){ 0 },
               NULL);
  for (gsize r = 0; r < d; r++) {
    nuclear += values[r];
    square += values[r] * values[r];
  }
  g_assert_cmpfloat_with_epsilon (rank[0], nuclear * nuclear / square, 1e-12);
  g_assert_true (isnan (rank[1]));
}

/* 1000 classes of 1,281 samples in 2048 dimensions would hold 21 GB. */
static void
test_too_large (void)
{
  gsize counts[1000];

  for (gsize k = 0; k < G_N_ELEMENTS (counts); k++)
    counts[k] = 1281;
  g_assert_null (collapse_ranks_new (2048, G_N_ELEMENTS (counts), counts));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/spectra/compressed", test_compressed);
  g_test_add_func ("/collapse/spectra/too-large", test_too_large);
  return g_test_run ();
}
