/* Decompositions by LAPACKE, in double. */
#pragma once

#include "numeric/matrix.h"

#define NUMERIC_ERROR (numeric_error_quark ())
GQuark numeric_error_quark (void);

typedef enum {
  NUMERIC_ERROR_NOT_FINITE, /* the input holds a NaN or an infinity */
  NUMERIC_ERROR_NO_CONVERGENCE,
  NUMERIC_ERROR_NOT_POSITIVE, /* a matrix that should be positive definite is not */
} NumericError;

/* Thin singular value decomposition A = U diag(s) V^T by LAPACKE_dgesdd: A m x n (kept), r = min(m, n),
 * U m x r, s r values in falling order, V^T r x n. U or V^T may have data == NULL when not wanted (both or
 * none). Returns FALSE with NUMERIC_ERROR. */
gboolean numeric_svd (NumericMatrix64 a, NumericMatrix64 u, double *s, NumericMatrix64 vt, GError **error);

/* Eigenvalues (rising) of the symmetric A, n x n (kept; the lower triangle is read), and where vectors.data
 * is not NULL the orthonormal eigenvectors as its rows, n x n. */
gboolean numeric_eigen_symmetric (NumericMatrix64 a, double *values, NumericMatrix64 vectors, GError **error);

/* A x = b for every row b of B, by Cholesky's decomposition (LAPACKE_dposv): A n x n (kept; the lower
 * triangle is read), symmetric and positive definite, B m x n contiguous (stride n); x takes the place of b.
 * Returns FALSE with NUMERIC_ERROR, B as it was. */
gboolean numeric_cholesky_solve (NumericMatrix64 a, NumericMatrix64 b, GError **error);
