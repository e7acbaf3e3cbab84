#include "collapse/angles.h"

#include "numeric/blas.h"
#include "numeric/lapack.h"

#include <math.h>

/* Free data with g_aligned_free. */
static NumericMatrix64
unit_rows (NumericMatrix64 rows)
{
  NumericMatrix64 unit
      = numeric_matrix64 (numeric_matrix64_alloc (rows.rows * rows.columns), rows.rows, rows.columns);
  for (gsize i = 0; i < rows.rows; i++) {
    const double *from = numeric_matrix64_row (rows, i);
    double *to = numeric_matrix64_row (unit, i), largest = 0, square = 0;
    for (gsize j = 0; j < rows.columns; j++)
      largest = fmax (largest, fabs (from[j]));
    /* Without the squares' overflow */
    for (gsize j = 0; j < rows.columns; j++)
      square += largest > 0 ? (from[j] / largest) * (from[j] / largest) : 0;
    for (gsize j = 0; j < rows.columns; j++)
      to[j] = square > 0 ? from[j] / largest / sqrt (square) : NAN;
  }
  return unit;
}

void
collapse_cosines (NumericMatrix64 a, NumericMatrix64 b, NumericMatrix64 out)
{
  g_return_if_fail (a.columns == b.columns && out.rows == a.rows && out.columns == b.rows);

  NumericMatrix64 x = unit_rows (a), y = unit_rows (b);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, x, y, 0, out);
  for (gsize i = 0; i < out.rows; i++)
    for (gsize j = 0; j < out.columns; j++) {
      double *cosine = numeric_matrix64_row (out, i) + j;
      /* Of rounding errors */
      *cosine = isnan (*cosine) ? NAN : CLAMP (*cosine, -1, 1);
    }
  g_aligned_free (x.data);
  g_aligned_free (y.data);
}

CollapseCosines
collapse_cosine_range (NumericMatrix64 rows)
{
  gsize n = rows.rows;
  CollapseCosines range = { NAN, NAN, NAN };
  double least = 1, greatest = -1, sum = 0;

  if (n < 2)
    return range;

  NumericMatrix64 cosines = numeric_matrix64 (numeric_matrix64_alloc (n * n), n, n);

  collapse_cosines (rows, rows, cosines);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < i; j++) {
      double cosine = numeric_matrix64_row (cosines, i)[j];
      least = fmin (least, cosine);
      greatest = fmax (greatest, cosine);
      sum += cosine;
    }
  g_aligned_free (cosines.data);
  if (!isnan (sum))
    range = (CollapseCosines){ least, 2 * sum / ((double)n * (n - 1)), greatest };
  return range;
}

void
collapse_centred_means (const CollapseMeans *means, NumericMatrix64 out)
{
  g_return_if_fail (out.rows == means->n_classes && out.columns == means->dimension);

  for (gsize k = 0; k < out.rows; k++)
    for (gsize j = 0; j < out.columns; j++)
      numeric_matrix64_row (out, k)[j] = means->means[k * out.columns + j] - means->centre[j];
}

guint
collapse_n_directions (const CollapseMeans *means)
{
  return (guint)MIN ((gsize)means->n_classes - 1, means->dimension);
}

void
collapse_mean_spectrum (const CollapseMeans *means, double *values)
{
  gsize k = means->n_classes, d = means->dimension;
  guint n = collapse_n_directions (means);
  NumericMatrix64 centred = numeric_matrix64 (numeric_matrix64_alloc (k * d), k, d);
  g_autofree double *all = g_new (double, MIN (k, d));
  double square = 0;
  collapse_centred_means (means, centred);
  gboolean sound = numeric_svd (centred, (NumericMatrix64){ 0 }, all, (NumericMatrix64){ 0 }, NULL);
  for (guint r = 0; sound && r < n; r++)
    square += all[r] * all[r];
  for (guint r = 0; r < n; r++)
    values[r] = sound && square > 0 ? all[r] / sqrt (square / n) : NAN;
  g_aligned_free (centred.data);
}
