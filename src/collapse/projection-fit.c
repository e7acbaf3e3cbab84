/* Procrustes: the map with orthonormal rows nearest to A is U V^T of the thin decomposition A = U S V^T
 * (Schönemann 1966).
 *
 * Singular values that are zero leave part of it open. That is filled with the map nearest to the one of the
 * epoch before. Not a slerp between bases and not a smoothing over epochs: each picture is an honest
 * projection of its own epoch, and only the freedom that the definition leaves is used to hold it still. */
#include "collapse/projection-private.h"

#include "numeric/blas.h"
#include "numeric/lapack.h"

#include <glib/gi18n.h>
#include <string.h>

/* Singular values below this share of the largest are noise to the eye: their directions count as open. Of
 * eigenvalues, which are squares, what rounding leaves of zero is larger. */
#define OPEN_DIRECTION 1e-9
#define OPEN_EIGENVALUE 1e-13

NumericMatrix64
collapse_matrix_new (gsize rows, gsize columns)
{
  return numeric_matrix64 (numeric_matrix64_alloc (rows * columns), rows, columns);
}

double
collapse_square_sum (NumericMatrix64 a)
{
  double sum = 0;

  for (gsize i = 0; i < a.rows; i++)
    for (gsize j = 0; j < a.columns; j++)
      sum += numeric_matrix64_row (a, i)[j] * numeric_matrix64_row (a, i)[j];
  return sum;
}

static void
report (const GError *failure, GError **error)
{
  g_set_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_FAILED, _ ("Axes of a projection: %s"),
               failure->message);
}

/* Thin decomposition a = U S V^T into left (m x r) and right (r x n). How many singular values are not open,
 * or -1 with error when LAPACK fails. */
static gssize
decompose (NumericMatrix64 a, NumericMatrix64 left, NumericMatrix64 right, GError **error)
{
  g_autofree double *values = g_new (double, right.rows);
  g_autoptr (GError) failure = NULL;
  gsize rank = 0;

  if (!numeric_svd (a, left, values, right, &failure)) {
    report (failure, error);
    return -1;
  }
  while (rank < right.rows && values[rank] > OPEN_DIRECTION * values[0])
    rank++;
  return rank;
}

/* out = out - (out right^T) right for the first `rank` rows of right: what lies across them. */
static void
remove_rows (NumericMatrix64 out, NumericMatrix64 right, gsize rank)
{
  NumericMatrix64 rows = numeric_matrix64_rows (right, 0, rank);
  NumericMatrix64 along = collapse_matrix_new (out.rows, rank);

  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, out, rows, 0, along);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, -1, along, rows, 1, out);
  g_aligned_free (along.data);
}

gboolean
collapse_fit_isometry (NumericMatrix64 map, NumericMatrix64 reference, GError **error)
{
  gsize thin = MIN (map.rows, map.columns);
  NumericMatrix64 left = collapse_matrix_new (map.rows, thin);
  NumericMatrix64 right = collapse_matrix_new (thin, map.columns);
  gssize rank = decompose (map, left, right, error);

  if (rank >= 0 && rank < (gssize)thin && reference.data != NULL) {
    NumericMatrix64 open = collapse_matrix_new (map.rows, map.columns);
    NumericMatrix64 known = numeric_matrix64_columns (left, 0, rank);
    NumericMatrix64 across = collapse_matrix_new (rank, map.columns);

    /* open = (I - known known^T) reference (I - right^T right) */
    memcpy (open.data, reference.data, map.rows * map.columns * sizeof (double));
    remove_rows (open, right, rank);
    numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, known, open, 0, across);
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, -1, known, across, 1, open);
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, known, numeric_matrix64_rows (right, 0, rank), 1, open);
    rank = decompose (open, left, right, error);
    g_aligned_free (across.data);
    g_aligned_free (open.data);
  }
  if (rank >= 0)
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, left, right, 0, map);
  g_aligned_free (left.data);
  g_aligned_free (right.data);
  return rank >= 0;
}

/* Fills axes (n x d) from row `rank` on, orthonormal to those before, from what reference spans beyond them.
 */
static gboolean
fill_axes (NumericMatrix64 axes, gsize rank, NumericMatrix64 reference, GError **error)
{
  gsize dimension = axes.columns, thin = MIN (3, dimension);
  NumericMatrix64 open = collapse_matrix_new (3, dimension);
  NumericMatrix64 left = collapse_matrix_new (3, thin);
  NumericMatrix64 right = collapse_matrix_new (thin, dimension);
  gboolean filled;

  memcpy (open.data, reference.data, 3 * dimension * sizeof (double));
  remove_rows (open, axes, rank);
  filled = decompose (open, left, right, error) >= 0;
  for (gsize r = 0; filled && rank + r < axes.rows; r++)
    memcpy (numeric_matrix64_row (axes, rank + r), numeric_matrix64_row (right, r),
            dimension * sizeof (double));
  g_aligned_free (open.data);
  g_aligned_free (left.data);
  g_aligned_free (right.data);
  return filled;
}

/* basis = the axes (n x d, n <= 3), of which `rank` are known, turned to meet reference. */
static gboolean
turn_axes (NumericMatrix64 axes, gsize rank, NumericMatrix64 reference, NumericMatrix64 basis, GError **error)
{
  double overlap[9], turn_left[9], turn_right[9];
  NumericMatrix64 turn = numeric_matrix64 (overlap, 3, axes.rows);
  NumericMatrix64 left = numeric_matrix64 (turn_left, 3, axes.rows);
  NumericMatrix64 right = numeric_matrix64 (turn_right, axes.rows, axes.rows);

  if (rank < axes.rows && !fill_axes (axes, rank, reference, error))
    return FALSE;
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, reference, axes, 0, turn);
  if (decompose (turn, left, right, error) < 0)
    return FALSE;
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, left, right, 0, turn);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, turn, axes, 0, basis);
  return TRUE;
}

gboolean
collapse_fit_axes (NumericMatrix64 rows, NumericMatrix64 reference, NumericMatrix64 basis, GError **error)
{
  gsize thin = MIN (rows.rows, rows.columns);
  gsize n_axes = MIN (3, MIN (rows.rows - 1, rows.columns));
  NumericMatrix64 left = collapse_matrix_new (rows.rows, thin);
  NumericMatrix64 right = collapse_matrix_new (thin, rows.columns);
  gssize rank = decompose (rows, left, right, error);
  gboolean fitted = rank >= 0
                    && turn_axes (numeric_matrix64_rows (right, 0, n_axes), MIN ((gsize)rank, n_axes),
                                  reference, basis, error);

  g_aligned_free (left.data);
  g_aligned_free (right.data);
  return fitted;
}

/* The features less their mean, n x d in double. */
static NumericMatrix64
centre_features (NumericMatrix32 features)
{
  NumericMatrix64 centred = collapse_matrix_new (features.rows, features.columns);
  g_autofree double *mean = g_new0 (double, features.columns);

  for (gsize i = 0; i < features.rows; i++)
    for (gsize j = 0; j < features.columns; j++)
      mean[j] += numeric_matrix32_row (features, i)[j] / (double)features.rows;
  for (gsize i = 0; i < features.rows; i++)
    for (gsize j = 0; j < features.columns; j++)
      numeric_matrix64_row (centred, i)[j] = numeric_matrix32_row (features, i)[j] - mean[j];
  return centred;
}

/* The leading eigenvectors of scatter, turned to meet reference. */
static gboolean
fit_scatter_axes (NumericMatrix64 scatter, NumericMatrix64 reference, NumericMatrix64 basis, GError **error)
{
  gsize dimension = scatter.rows, n_axes = MIN (3, dimension), rank = 0;
  g_autofree double *values = g_new (double, dimension);
  g_autoptr (GError) failure = NULL;
  NumericMatrix64 vectors = collapse_matrix_new (dimension, dimension);
  NumericMatrix64 axes = collapse_matrix_new (n_axes, dimension);
  gboolean fitted = numeric_eigen_symmetric (scatter, values, vectors, &failure);

  for (; fitted && rank < n_axes && values[dimension - 1 - rank] > OPEN_EIGENVALUE * values[dimension - 1];
       rank++)
    memcpy (numeric_matrix64_row (axes, rank), numeric_matrix64_row (vectors, dimension - 1 - rank),
            dimension * sizeof (double));
  if (!fitted)
    report (failure, error);
  fitted = fitted && turn_axes (axes, rank, reference, basis, error);
  g_aligned_free (vectors.data);
  g_aligned_free (axes.data);
  return fitted;
}

gboolean
collapse_fit_feature_axes (
    NumericMatrix32 features, NumericMatrix64 reference, NumericMatrix64 basis, double *share, GError **error)
{
  gsize dimension = features.columns;
  NumericMatrix64 centred = centre_features (features);
  NumericMatrix64 scatter = collapse_matrix_new (dimension, dimension);
  NumericMatrix64 across = collapse_matrix_new (3, dimension);
  double total = 0, held = 0;
  gboolean fitted;

  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, centred, centred, 0, scatter);
  for (gsize j = 0; j < dimension; j++)
    total += numeric_matrix64_row (scatter, j)[j];
  if (total == 0)
    g_set_error_literal (error, COLLAPSE_ERROR, COLLAPSE_ERROR_MEANS_COINCIDE,
                         _ ("All features coincide, so they have no principal axes"));
  fitted = total != 0 && fit_scatter_axes (scatter, reference, basis, error);
  if (fitted) {
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, basis, scatter, 0, across);
    for (gsize i = 0; i < 3 * dimension; i++)
      held += across.data[i] * basis.data[i];
    *share = CLAMP (held / total, 0, 1);
  }
  g_aligned_free (centred.data);
  g_aligned_free (scatter.data);
  g_aligned_free (across.data);
  return fitted;
}
