#include "numeric/blas.h"
#include "numeric/lapack.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 1e-13

static NumericMatrix64
new_matrix (gsize rows, gsize columns)
{
  return numeric_matrix64 (numeric_matrix64_alloc (rows * columns), rows, columns);
}

static void
assert_close (NumericMatrix64 a, NumericMatrix64 b, double epsilon)
{
  for (gsize i = 0; i < a.rows; i++)
    for (gsize j = 0; j < a.columns; j++)
      g_assert_cmpfloat_with_epsilon (numeric_matrix64_row (a, i)[j], numeric_matrix64_row (b, i)[j],
                                      epsilon);
}

/* op(A) op(A)^T = I: orthonormal columns (NUMERIC_TRANSPOSED) or rows. */
static void
assert_orthonormal (NumericMatrix64 a, NumericTranspose transpose)
{
  const gsize n = transpose == NUMERIC_PLAIN ? a.rows : a.columns;
  NumericMatrix64 product = new_matrix (n, n), identity = new_matrix (n, n);

  for (gsize i = 0; i < n; i++)
    numeric_matrix64_row (identity, i)[i] = 1;
  numeric_gemm64 (transpose, transpose == NUMERIC_PLAIN ? NUMERIC_TRANSPOSED : NUMERIC_PLAIN, 1, a, a, 0,
                  product);
  assert_close (product, identity, TOLERANCE);
  g_aligned_free (product.data);
  g_aligned_free (identity.data);
}

/* (3 0; 4 5): A^T A = (25 20; 20 25), so s^2 = 45 and 5, and the right vectors are the diagonals. */
static void
test_svd_known (void)
{
  double a[] = { 3, 0, 4, 5 }, u[4], vt[4], s[2];
  g_autoptr (GError) error = NULL;

  g_assert_true (numeric_svd (numeric_matrix64 (a, 2, 2), numeric_matrix64 (u, 2, 2), s,
                              numeric_matrix64 (vt, 2, 2), &error));
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (s[0], sqrt (45), TOLERANCE);
  g_assert_cmpfloat_with_epsilon (s[1], sqrt (5), TOLERANCE);
  g_assert_cmpfloat_with_epsilon (vt[0] * vt[1], 0.5, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (vt[2] * vt[3], -0.5, TOLERANCE);
  g_assert_cmpfloat_with_epsilon (fabs (u[0]), sqrt (0.1), TOLERANCE);
  g_assert_cmpfloat_with_epsilon (fabs (u[2]), sqrt (0.9), TOLERANCE);
}

/* Class means of a simplex ETF: all K - 1 singular values alike, the last one 0. */
static void
test_svd_simplex (void)
{
  enum { K = 5 };
  double a[K * K], s[K];

  for (guint i = 0; i < K; i++)
    for (guint j = 0; j < K; j++)
      a[i * K + j] = (i == j) - 1.0 / K;
  g_assert_true (
      numeric_svd (numeric_matrix64 (a, K, K), (NumericMatrix64){ 0 }, s, (NumericMatrix64){ 0 }, NULL));
  for (guint i = 0; i < K; i++)
    g_assert_cmpfloat_with_epsilon (s[i], i < K - 1 ? 1 : 0, TOLERANCE);
}

/* Random A of m x n inside wider matrices: U diag(s) V^T = A, U and V orthonormal, s falling, A kept, the
 * values the same without vectors. */
static void
check_svd (gsize m, gsize n)
{
  const gsize rank = MIN (m, n);
  NumericMatrix64 wide = new_matrix (m, n + 5), a = numeric_matrix64_columns (wide, 2, n), kept;
  NumericMatrix64 wide_u = new_matrix (m, rank + 3), u = numeric_matrix64_columns (wide_u, 1, rank);
  NumericMatrix64 wide_vt = new_matrix (rank, n + 4), vt = numeric_matrix64_columns (wide_vt, 3, n);
  NumericMatrix64 scaled = new_matrix (m, rank), product = new_matrix (m, n);
  g_autofree double *s = g_new (double, rank), *alone = g_new (double, rank);
  g_autoptr (GError) error = NULL;
  NumericRandom random;

  numeric_random_init (&random, m, n);
  for (gsize i = 0; i < m * (n + 5); i++)
    wide.data[i] = numeric_random_normal (&random);
  kept = new_matrix (m, n + 5);
  memcpy (kept.data, wide.data, m * (n + 5) * sizeof (double));
  g_assert_true (numeric_svd (a, u, s, vt, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (kept.data, m * (n + 5) * sizeof (double), wide.data, m * (n + 5) * sizeof (double));
  assert_orthonormal (u, NUMERIC_TRANSPOSED);
  assert_orthonormal (vt, NUMERIC_PLAIN);
  for (gsize i = 0; i < rank; i++)
    g_assert_true (s[i] >= (i + 1 < rank ? s[i + 1] : 0));
  for (gsize i = 0; i < m; i++)
    for (gsize r = 0; r < rank; r++)
      numeric_matrix64_row (scaled, i)[r] = numeric_matrix64_row (u, i)[r] * s[r];
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, scaled, vt, 0, product);
  assert_close (product, a, TOLERANCE * s[0]);
  g_assert_true (numeric_svd (a, (NumericMatrix64){ 0 }, alone, (NumericMatrix64){ 0 }, &error));
  for (gsize r = 0; r < rank; r++)
    g_assert_cmpfloat_with_epsilon (alone[r], s[r], TOLERANCE * s[0]);
  for (gsize i = 0; i < m; i++) {
    g_assert_cmpfloat (wide_u.data[i * wide_u.stride], ==, 0);
    g_assert_cmpfloat (wide_u.data[i * wide_u.stride + rank + 1], ==, 0);
  }
  g_aligned_free (wide.data);
  g_aligned_free (kept.data);
  g_aligned_free (wide_u.data);
  g_aligned_free (wide_vt.data);
  g_aligned_free (scaled.data);
  g_aligned_free (product.data);
}

static void
test_svd_reconstruct (void)
{
  check_svd (1, 1);
  check_svd (1, 7);
  check_svd (7, 1);
  check_svd (12, 12);
  check_svd (128, 10);
  check_svd (10, 128);
  check_svd (40, 37);
}

/* The matrix of second differences: eigenvalues 2 - 2 cos(k pi / (n + 1)), vectors sin(i k pi / (n + 1)). The
 * upper triangle is not read. */
static void
test_eigen_known (void)
{
  enum { N = 9 };
  double a[N * N] = { 0 }, values[N], alone[N], vectors[N * N];
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N; i++)
    for (guint j = 0; j < N; j++)
      a[i * N + j] = i == j ? 2 : j + 1 == i ? -1 : j > i ? 77 : 0;
  g_assert_true (
      numeric_eigen_symmetric (numeric_matrix64 (a, N, N), values, numeric_matrix64 (vectors, N, N), &error));
  g_assert_no_error (error);
  for (guint k = 1; k <= N; k++) {
    const double *vector = vectors + (k - 1) * N, sign = vector[0] > 0 ? 1 : -1;

    g_assert_cmpfloat_with_epsilon (values[k - 1], 2 - 2 * cos (k * G_PI / (N + 1)), TOLERANCE);
    for (guint i = 1; i <= N; i++)
      g_assert_cmpfloat_with_epsilon (sign * vector[i - 1],
                                      sqrt (2.0 / (N + 1)) * sin (i * k * G_PI / (N + 1)), TOLERANCE);
  }
  g_assert_true (numeric_eigen_symmetric (numeric_matrix64 (a, N, N), alone, (NumericMatrix64){ 0 }, &error));
  for (guint k = 0; k < N; k++)
    g_assert_cmpfloat_with_epsilon (alone[k], values[k], TOLERANCE);
  g_assert_cmpfloat (a[1], ==, 77);
}

/* Rows of `vectors`, inside a wider matrix: orthonormal, and A = V^T diag V. */
static void
test_eigen_reconstruct (void)
{
  enum { N = 40 };
  NumericMatrix64 half = new_matrix (N, N), a = new_matrix (N, N), scaled = new_matrix (N, N);
  NumericMatrix64 product = new_matrix (N, N), wide = new_matrix (N, N + 2);
  NumericMatrix64 vectors = numeric_matrix64_columns (wide, 1, N);
  double values[N];
  NumericRandom random;

  numeric_random_init (&random, 4, 0);
  for (gsize i = 0; i < N * N; i++)
    half.data[i] = numeric_random_normal (&random);
  for (gsize i = 0; i < N; i++)
    for (gsize j = 0; j < N; j++)
      a.data[i * N + j] = half.data[i * N + j] + half.data[j * N + i];
  g_assert_true (numeric_eigen_symmetric (a, values, vectors, NULL));
  assert_orthonormal (vectors, NUMERIC_PLAIN);
  for (gsize i = 0; i < N; i++) {
    g_assert_true (i == 0 || values[i] >= values[i - 1]);
    for (gsize j = 0; j < N; j++)
      numeric_matrix64_row (scaled, i)[j] = values[i] * numeric_matrix64_row (vectors, i)[j];
  }
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, vectors, scaled, 0, product);
  assert_close (product, a, TOLERANCE * fabs (values[N - 1]) * 10);
  g_aligned_free (half.data);
  g_aligned_free (a.data);
  g_aligned_free (scaled.data);
  g_aligned_free (product.data);
  g_aligned_free (wide.data);
}

/* (4 2; 2 5) x = (8, 12) and (-4, 6): x = (1, 2) and (-2, 2). The upper triangle is not read. */
static void
test_cholesky_known (void)
{
  double a[] = { 4, 77, 2, 5 }, b[] = { 8, 12, -4, 6 };
  const double x[] = { 1, 2, -2, 2 };
  g_autoptr (GError) error = NULL;

  g_assert_true (numeric_cholesky_solve (numeric_matrix64 (a, 2, 2), numeric_matrix64 (b, 2, 2), &error));
  g_assert_no_error (error);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (b[i], x[i], TOLERANCE);
  g_assert_cmpfloat (a[1], ==, 77);
}

/* A = H H^T + I inside a wider matrix: X A gives back B. */
static void
test_cholesky_reconstruct (void)
{
  enum { N = 40, M = 7 };
  NumericMatrix64 half = new_matrix (N, N), wide = new_matrix (N, N + 2), a, x = new_matrix (M, N);
  NumericMatrix64 b = new_matrix (M, N), product = new_matrix (M, N);
  NumericRandom random;

  numeric_random_init (&random, 5, 0);
  for (gsize i = 0; i < N * N; i++)
    half.data[i] = numeric_random_normal (&random);
  for (gsize i = 0; i < M * N; i++)
    b.data[i] = x.data[i] = numeric_random_normal (&random);
  a = numeric_matrix64_columns (wide, 1, N);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, half, half, 0, a);
  for (gsize i = 0; i < N; i++)
    numeric_matrix64_row (a, i)[i] += 1;
  g_assert_true (numeric_cholesky_solve (a, x, NULL));
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, x, a, 0, product);
  assert_close (product, b, 1e-11);
  g_aligned_free (half.data);
  g_aligned_free (wide.data);
  g_aligned_free (x.data);
  g_aligned_free (b.data);
  g_aligned_free (product.data);
}

/* (1 2; 2 1) has the eigenvalue -1. */
static void
test_cholesky_refused (void)
{
  double a[] = { 1, 2, 2, 1 }, b[] = { 1, 1 }, bad[] = { 1, NAN };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) not_finite = NULL;

  g_assert_false (numeric_cholesky_solve (numeric_matrix64 (a, 2, 2), numeric_matrix64 (b, 1, 2), &error));
  g_assert_error (error, NUMERIC_ERROR, NUMERIC_ERROR_NOT_POSITIVE);
  g_assert_cmpfloat (b[0], ==, 1);
  g_assert_cmpfloat (b[1], ==, 1);
  g_assert_false (
      numeric_cholesky_solve (numeric_matrix64 (a, 2, 2), numeric_matrix64 (bad, 1, 2), &not_finite));
  g_assert_error (not_finite, NUMERIC_ERROR, NUMERIC_ERROR_NOT_FINITE);
}

/* A value that is not finite is refused with its place, and nothing is written. */
static void
test_not_finite (void)
{
  static const double bad[] = { NAN, INFINITY, -INFINITY };

  for (gsize b = 0; b < G_N_ELEMENTS (bad); b++) {
    double a[] = { 1, 2, 0, bad[b] }, s[2] = { -1, -1 };
    g_autoptr (GError) svd_error = NULL;
    g_autoptr (GError) eigen_error = NULL;

    g_assert_false (numeric_svd (numeric_matrix64 (a, 2, 2), (NumericMatrix64){ 0 }, s,
                                 (NumericMatrix64){ 0 }, &svd_error));
    g_assert_error (svd_error, NUMERIC_ERROR, NUMERIC_ERROR_NOT_FINITE);
    g_assert_nonnull (strstr (svd_error->message, "row 1, column 1"));
    g_assert_false (
        numeric_eigen_symmetric (numeric_matrix64 (a, 2, 2), s, (NumericMatrix64){ 0 }, &eigen_error));
    g_assert_error (eigen_error, NUMERIC_ERROR, NUMERIC_ERROR_NOT_FINITE);
    g_assert_cmpfloat (s[0], ==, -1);
  }
}

static void
test_empty (void)
{
  double unused = 0;

  g_assert_true (numeric_svd (numeric_matrix64 (&unused, 0, 3), (NumericMatrix64){ 0 }, NULL,
                              (NumericMatrix64){ 0 }, NULL));
  g_assert_true (
      numeric_eigen_symmetric (numeric_matrix64 (&unused, 0, 0), NULL, (NumericMatrix64){ 0 }, NULL));
  g_assert_true (
      numeric_cholesky_solve (numeric_matrix64 (&unused, 0, 0), numeric_matrix64 (&unused, 1, 0), NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/lapack/svd-known", test_svd_known);
  g_test_add_func ("/numeric/lapack/svd-simplex", test_svd_simplex);
  g_test_add_func ("/numeric/lapack/svd-reconstruct", test_svd_reconstruct);
  g_test_add_func ("/numeric/lapack/eigen-known", test_eigen_known);
  g_test_add_func ("/numeric/lapack/eigen-reconstruct", test_eigen_reconstruct);
  g_test_add_func ("/numeric/lapack/cholesky-known", test_cholesky_known);
  g_test_add_func ("/numeric/lapack/cholesky-reconstruct", test_cholesky_reconstruct);
  g_test_add_func ("/numeric/lapack/cholesky-refused", test_cholesky_refused);
  g_test_add_func ("/numeric/lapack/not-finite", test_not_finite);
  g_test_add_func ("/numeric/lapack/empty", test_empty);
  return g_test_run ();
}
