#include "numeric/lapack.h"

#include <glib/gi18n.h>
#include <lapacke.h>
#include <math.h>
#include <string.h>

G_DEFINE_QUARK (collapsar_numeric_error, numeric_error)

static gboolean
check_finite (NumericMatrix64 a, const char *what, GError **error)
{
  for (gsize i = 0; i < a.rows; i++)
    for (gsize j = 0; j < a.columns; j++)
      if (!isfinite (numeric_matrix64_row (a, i)[j])) {
        g_set_error (error, NUMERIC_ERROR, NUMERIC_ERROR_NOT_FINITE,
                     _ ("%s: the %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT
                        " matrix holds a value that is not finite at row %" G_GSIZE_FORMAT
                        ", column %" G_GSIZE_FORMAT),
                     what, a.rows, a.columns, i, j);
        return FALSE;
      }
  return TRUE;
}

static gboolean
check_converged (lapack_int info, const char *what, GError **error)
{
  if (info == 0)
    return TRUE;
  g_set_error (error, NUMERIC_ERROR, NUMERIC_ERROR_NO_CONVERGENCE,
               _ ("%s did not converge (LAPACK's info is %d)"), what, (int)info);
  return FALSE;
}

/* A contiguous copy: LAPACK overwrites its input. */
static double *
copy_packed (NumericMatrix64 a)
{
  double *packed = numeric_matrix64_alloc (a.rows * a.columns);

  for (gsize i = 0; i < a.rows; i++)
    memcpy (packed + i * a.columns, numeric_matrix64_row (a, i), a.columns * sizeof (double));
  return packed;
}

gboolean
numeric_svd (NumericMatrix64 a, NumericMatrix64 u, double *s, NumericMatrix64 vt, GError **error)
{
  const gsize rank = MIN (a.rows, a.columns);
  const gboolean vectors = u.data != NULL;
  double *work;
  lapack_int info;

  g_return_val_if_fail (vectors == (vt.data != NULL), FALSE);
  g_return_val_if_fail (!vectors || (u.rows == a.rows && u.columns == rank), FALSE);
  g_return_val_if_fail (!vectors || (vt.rows == rank && vt.columns == a.columns), FALSE);

  if (!check_finite (a, _ ("Singular values"), error))
    return FALSE;
  if (rank == 0)
    return TRUE;
  work = copy_packed (a);
  info = LAPACKE_dgesdd (LAPACK_ROW_MAJOR, vectors ? 'S' : 'N', (lapack_int)a.rows, (lapack_int)a.columns,
                         work, (lapack_int)a.columns, s, u.data,
                         vectors ? (lapack_int)u.stride : (lapack_int)rank, vt.data,
                         vectors ? (lapack_int)vt.stride : (lapack_int)a.columns);
  g_aligned_free (work);
  return check_converged (info, _ ("Singular values"), error);
}

gboolean
numeric_eigen_symmetric (NumericMatrix64 a, double *values, NumericMatrix64 vectors, GError **error)
{
  const gsize n = a.rows;
  double *work;
  lapack_int info;

  g_return_val_if_fail (a.rows == a.columns, FALSE);
  g_return_val_if_fail (vectors.data == NULL || (vectors.rows == n && vectors.columns == n), FALSE);

  if (!check_finite (a, _ ("Eigenvalues"), error))
    return FALSE;
  if (n == 0)
    return TRUE;
  work = copy_packed (a);
  info = LAPACKE_dsyevd (LAPACK_ROW_MAJOR, vectors.data != NULL ? 'V' : 'N', 'L', (lapack_int)n, work,
                         (lapack_int)n, values);
  /* LAPACK leaves the vectors as columns. */
  if (info == 0 && vectors.data != NULL)
    for (gsize i = 0; i < n; i++)
      for (gsize j = 0; j < n; j++)
        numeric_matrix64_row (vectors, i)[j] = work[j * n + i];
  g_aligned_free (work);
  return check_converged (info, _ ("Eigenvalues"), error);
}

gboolean
numeric_cholesky_solve (NumericMatrix64 a, NumericMatrix64 b, GError **error)
{
  const gsize n = a.rows;
  double *work;
  lapack_int info;

  g_return_val_if_fail (a.rows == a.columns && b.columns == n && b.stride == n, FALSE);

  if (!check_finite (a, _ ("Linear equations"), error) || !check_finite (b, _ ("Linear equations"), error))
    return FALSE;
  if (n == 0 || b.rows == 0)
    return TRUE;
  work = copy_packed (a);
  /* Row by row is column by column of the transposed: the lower triangle is the upper one, and the rows of B
   * are the columns that LAPACK solves for. */
  info = LAPACKE_dposv (LAPACK_COL_MAJOR, 'U', (lapack_int)n, (lapack_int)b.rows, work, (lapack_int)n, b.data,
                        (lapack_int)n);
  g_aligned_free (work);
  if (info == 0)
    return TRUE;
  g_set_error (error, NUMERIC_ERROR, NUMERIC_ERROR_NOT_POSITIVE,
               _ ("Linear equations: the %" G_GSIZE_FORMAT " × %" G_GSIZE_FORMAT
                  " matrix is not positive definite (its leading minor %d is not positive)"),
               n, n, (int)info);
  return FALSE;
}
