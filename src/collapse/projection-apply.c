/* Features, means and directions on the axes of a projection, and what share of them that holds. */
#include "collapse/etf.h"
#include "collapse/projection.h"
#include "numeric/blas.h"

#include <math.h>
#include <string.h>

/* out = scale (points - origin) basis^T; origin, d numbers, may be NULL. */
static void
apply (const CollapseProjection *self,
       double scale,
       const double *origin,
       NumericMatrix32 points,
       NumericMatrix32 out)
{
  gsize n_axes = self->n_axes, count = n_axes * self->dimension;
  g_autofree float *basis = g_new (float, count);
  g_autofree float *offset = g_new0 (float, n_axes);

  for (gsize i = 0; i < count; i++)
    basis[i] = scale * self->basis[i];
  for (gsize i = 0; i < n_axes && origin != NULL; i++) {
    double sum = 0;

    for (gsize j = 0; j < self->dimension; j++)
      sum -= scale * self->basis[i * self->dimension + j] * origin[j];
    offset[i] = sum;
  }
  for (gsize i = 0; i < out.rows; i++)
    memcpy (numeric_matrix32_row (out, i), offset, n_axes * sizeof (float));
  numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, points,
                  numeric_matrix32 (basis, n_axes, self->dimension), 1, out);
}

void
collapse_projection_apply (const CollapseProjection *self, NumericMatrix32 points, NumericMatrix32 out)
{
  g_return_if_fail (points.columns == self->dimension && out.rows == points.rows
                    && out.columns == self->n_axes);

  apply (self, self->scale, self->centre, points, out);
}

void
collapse_projection_apply_means (const CollapseProjection *self,
                                 const CollapseMeans *means,
                                 NumericMatrix32 out)
{
  gsize dimension = self->dimension;

  g_return_if_fail (means->dimension == dimension && out.rows == means->n_classes
                    && out.columns == self->n_axes);

  for (guint k = 0; k < means->n_classes; k++)
    for (gsize i = 0; i < self->n_axes; i++) {
      double sum = 0;

      for (gsize j = 0; j < dimension; j++)
        sum += self->basis[i * dimension + j] * (means->means[k * dimension + j] - self->centre[j]);
      numeric_matrix32_row (out, k)[i] = self->scale * sum;
    }
}

/* Mean length of n rows from origin. */
static double
mean_length (NumericMatrix32 rows, const guint32 *which, gsize n, const double *origin)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++) {
    const float *row = numeric_matrix32_row (rows, which != NULL ? which[i] : i);
    double square = 0;

    for (gsize j = 0; j < rows.columns; j++)
      square += (row[j] - origin[j]) * (row[j] - origin[j]);
    sum += sqrt (square) / n;
  }
  return sum;
}

static gboolean
is_chosen (const CollapseProjection *self, gsize k)
{
  for (guint i = 0; i < self->n_chosen; i++)
    if (self->chosen[i] == k)
      return TRUE;
  return self->n_chosen == 0;
}

void
collapse_projection_apply_directions (const CollapseProjection *self,
                                      NumericMatrix32 rows,
                                      NumericMatrix32 out)
{
  g_autofree double *origin = g_new0 (double, self->dimension);
  gsize n = self->n_chosen > 0 ? self->n_chosen : rows.rows;
  double length;

  g_return_if_fail (rows.columns == self->dimension && out.rows == rows.rows && out.columns == self->n_axes);
  g_return_if_fail (self->n_chosen == 0 || rows.rows == self->n_classes);

  for (guint i = 0; i < self->n_chosen; i++)
    for (gsize j = 0; j < self->dimension; j++)
      origin[j] += numeric_matrix32_row (rows, self->chosen[i])[j] / n;
  length = mean_length (rows, self->n_chosen > 0 ? self->chosen : NULL, n, origin);
  apply (self, length > 0 ? collapse_etf_zoom (n) / length : 0, origin, rows, out);
  for (gsize k = 0; k < out.rows; k++)
    for (gsize i = 0; i < self->n_axes && !is_chosen (self, k); i++)
      numeric_matrix32_row (out, k)[i] = NAN;
}

double
collapse_projection_share (const CollapseProjection *self, NumericMatrix32 rows, const double *origin)
{
  float *data = numeric_matrix32_alloc (rows.rows * self->n_axes);
  double held = 0, total = 0;

  g_return_val_if_fail (rows.columns == self->dimension, NAN);

  apply (self, 1, origin, rows, numeric_matrix32 (data, rows.rows, self->n_axes));
  for (gsize i = 0; i < rows.rows * self->n_axes; i++)
    held += (double)data[i] * data[i];
  for (gsize i = 0; i < rows.rows; i++)
    for (gsize j = 0; j < rows.columns; j++) {
      double distance = numeric_matrix32_row (rows, i)[j] - (origin != NULL ? origin[j] : 0);

      total += distance * distance;
    }
  g_aligned_free (data);
  return total > 0 ? MIN (held / total, 1) : NAN;
}

double
collapse_projection_frame_share (const CollapseProjection *self, NumericMatrix64 frame)
{
  gsize n = self->n_axes;
  double share = 0;

  g_return_val_if_fail (frame.rows == 3 && frame.columns == n, NAN);

  for (gsize r = 0; r < 3; r++)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < n; j++)
        share += numeric_matrix64_row (frame, r)[i] * self->scatter[i * n + j]
                 * numeric_matrix64_row (frame, r)[j];
  return CLAMP (share, 0, 1);
}
