#include "numeric/blas.h"
#include "numeric/random.h"

#include <math.h>
#include <string.h>

static char **arguments;

/* A rows x columns view of random values somewhere inside a larger matrix, so that its stride is not its
 * width; what surrounds it stays at SURROUNDING. */
#define SURROUNDING 1e30f
#define MARGIN 3

#define DEFINE_VIEW(suffix, Matrix, scalar)                                                                  \
  static Matrix new_view_##suffix (NumericRandom *random, gsize rows, gsize columns)                         \
  {                                                                                                          \
    const gsize stride = columns + 2 * MARGIN, count = (rows + 2 * MARGIN) * stride;                         \
    Matrix whole                                                                                             \
        = numeric_matrix##suffix (numeric_matrix##suffix##_alloc (count), rows + 2 * MARGIN, stride);        \
    Matrix view = numeric_matrix##suffix##_columns (numeric_matrix##suffix##_rows (whole, MARGIN, rows),     \
                                                    MARGIN, columns);                                        \
                                                                                                             \
    for (gsize i = 0; i < count; i++)                                                                        \
      whole.data[i] = (scalar)SURROUNDING;                                                                   \
    for (gsize i = 0; i < rows; i++)                                                                         \
      for (gsize j = 0; j < columns; j++)                                                                    \
        numeric_matrix##suffix##_row (view, i)[j] = (scalar)numeric_random_normal (random);                  \
    return view;                                                                                             \
  }                                                                                                          \
                                                                                                             \
  static scalar *start_##suffix (Matrix view)                                                                \
  {                                                                                                          \
    return view.data - MARGIN * view.stride - MARGIN;                                                        \
  }                                                                                                          \
                                                                                                             \
  static void free_view_##suffix (Matrix view)                                                               \
  {                                                                                                          \
    g_aligned_free (start_##suffix (view));                                                                  \
  }                                                                                                          \
                                                                                                             \
  static void assert_surroundings_##suffix (Matrix view)                                                     \
  {                                                                                                          \
    const scalar *whole = start_##suffix (view);                                                             \
                                                                                                             \
    for (gsize i = 0; i < view.rows + 2 * MARGIN; i++)                                                       \
      for (gsize j = 0; j < view.stride; j++)                                                                \
        if (i < MARGIN || i >= MARGIN + view.rows || j < MARGIN || j >= MARGIN + view.columns)               \
          g_assert_true (whole[i * view.stride + j] == (scalar)SURROUNDING);                                 \
  }                                                                                                          \
                                                                                                             \
  /* op(A)(i, k) */                                                                                          \
  static double element_##suffix (NumericTranspose transpose, Matrix a, gsize i, gsize k)                    \
  {                                                                                                          \
    return transpose == NUMERIC_PLAIN ? numeric_matrix##suffix##_row (a, i)[k]                               \
                                      : numeric_matrix##suffix##_row (a, k)[i];                              \
  }                                                                                                          \
                                                                                                             \
  /* One product against the definition, in double; the bound is the one of a sum of k rounded products. */  \
  static void check_gemm_##suffix (NumericTranspose ta, NumericTranspose tb, gsize m, gsize n, gsize k,      \
                                   double alpha, double beta, double epsilon)                                \
  {                                                                                                          \
    NumericRandom random;                                                                                    \
    Matrix a, b, c, before;                                                                                  \
                                                                                                             \
    numeric_random_init (&random, m * 1000 + n, k);                                                          \
    a = ta == NUMERIC_PLAIN ? new_view_##suffix (&random, m, k) : new_view_##suffix (&random, k, m);         \
    b = tb == NUMERIC_PLAIN ? new_view_##suffix (&random, k, n) : new_view_##suffix (&random, n, k);         \
    c = new_view_##suffix (&random, m, n);                                                                   \
    before = new_view_##suffix (&random, m, n);                                                              \
    for (gsize i = 0; i < m; i++)                                                                            \
      memcpy (numeric_matrix##suffix##_row (before, i), numeric_matrix##suffix##_row (c, i),                 \
              n * sizeof (scalar));                                                                          \
    numeric_gemm##suffix (ta, tb, (scalar)alpha, a, b, (scalar)beta, c);                                     \
    for (gsize i = 0; i < m; i++)                                                                            \
      for (gsize j = 0; j < n; j++) {                                                                        \
        double sum = beta * numeric_matrix##suffix##_row (before, i)[j], size = fabs (sum);                  \
                                                                                                             \
        for (gsize l = 0; l < k; l++) {                                                                      \
          const double term = alpha * element_##suffix (ta, a, i, l) * element_##suffix (tb, b, l, j);       \
                                                                                                             \
          sum += term;                                                                                       \
          size += fabs (term);                                                                               \
        }                                                                                                    \
        g_assert_cmpfloat_with_epsilon (numeric_matrix##suffix##_row (c, i)[j], sum,                         \
                                        (double)(k + 2) * epsilon * size + 1e-300);                          \
      }                                                                                                      \
    assert_surroundings_##suffix (c);                                                                        \
    free_view_##suffix (a);                                                                                  \
    free_view_##suffix (b);                                                                                  \
    free_view_##suffix (c);                                                                                  \
    free_view_##suffix (before);                                                                             \
  }

DEFINE_VIEW (32, NumericMatrix32, float)
DEFINE_VIEW (64, NumericMatrix64, double)

static const gsize shapes[][3]
    = { { 1, 1, 1 }, { 2, 3, 5 }, { 7, 1, 4 }, { 1, 9, 6 }, { 33, 17, 65 }, { 64, 48, 100 }, { 5, 4, 0 } };
static const double factors[][2] = { { 1, 0 }, { 1, 1 }, { -0.5, 2 }, { 0, 0.25 } };

static void
test_gemm (void)
{
  for (gsize s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (gsize f = 0; f < G_N_ELEMENTS (factors); f++)
      for (guint t = 0; t < 4; t++) {
        const gsize m = shapes[s][0], n = shapes[s][1], k = shapes[s][2];
        const NumericTranspose ta = t & 1 ? NUMERIC_TRANSPOSED : NUMERIC_PLAIN;
        const NumericTranspose tb = t & 2 ? NUMERIC_TRANSPOSED : NUMERIC_PLAIN;

        check_gemm_32 (ta, tb, m, n, k, factors[f][0], factors[f][1], 0x1p-23);
        check_gemm_64 (ta, tb, m, n, k, factors[f][0], factors[f][1], 0x1p-52);
      }
}

/* With beta = 0 what was in C does not matter, not even a NaN. */
static void
test_gemm_overwrites (void)
{
  float a[] = { 1, 2, 3, 4 }, b[] = { 5, 6, 7, 8 }, c[] = { NAN, NAN, NAN, NAN };

  numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, numeric_matrix32 (a, 2, 2), numeric_matrix32 (b, 2, 2), 0,
                  numeric_matrix32 (c, 2, 2));
  g_assert_cmpfloat (c[0], ==, 19);
  g_assert_cmpfloat (c[1], ==, 22);
  g_assert_cmpfloat (c[2], ==, 43);
  g_assert_cmpfloat (c[3], ==, 50);
}

static void
test_gemm_shapes (void)
{
  float a[6] = { 0 }, b[6] = { 0 }, c[4] = { 1, 2, 3, 4 };

  g_test_expect_message (NULL, G_LOG_LEVEL_CRITICAL, "*SHAPES_FIT*");
  numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, numeric_matrix32 (a, 2, 3), numeric_matrix32 (b, 2, 3), 0,
                  numeric_matrix32 (c, 2, 2));
  g_test_assert_expected_messages ();
  g_assert_cmpfloat (c[0], ==, 1);
  /* No rows is no error: a last batch may be empty. */
  numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, numeric_matrix32 (a, 0, 3),
                  numeric_matrix32 (b, 2, 3), 0, numeric_matrix32 (c, 0, 2));
  g_assert_cmpfloat (c[0], ==, 1);
}

#if defined(__x86_64__)
/* A processor that OpenBLAS does not know, played: the library is loaded with other kernels than the widest
 * the processor has, and nothing in the environment says why. The program must come up again with them, once,
 * with its arguments. */
static void
test_init (void)
{
  __builtin_cpu_init ();
  if (!__builtin_cpu_supports ("avx512f") || !__builtin_cpu_supports ("avx512dq")
      || !__builtin_cpu_supports ("avx512bw") || !__builtin_cpu_supports ("avx512vl")) {
    g_test_skip ("this processor has no AVX-512");
    return;
  }
  if (g_test_subprocess ()) {
    if (g_strcmp0 (g_getenv ("OPENBLAS_CORETYPE"), "Haswell") == 0)
      g_unsetenv ("OPENBLAS_CORETYPE");
    numeric_blas_init (arguments);
    g_print ("kernels %s\n", numeric_blas_kernel ());
    return;
  }
  g_setenv ("OPENBLAS_CORETYPE", "Haswell", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("OPENBLAS_CORETYPE");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*kernels SkylakeX*");
}

/* The user's choice is left alone. */
static void
test_init_chosen (void)
{
  if (g_test_subprocess ()) {
    numeric_blas_init (arguments);
    g_print ("kernels %s\n", numeric_blas_kernel ());
    return;
  }
  g_setenv ("OPENBLAS_CORETYPE", "Nehalem", TRUE);
  g_test_trap_subprocess (NULL, 0, 0);
  g_unsetenv ("OPENBLAS_CORETYPE");
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*kernels Nehalem*");
}
#endif

int
main (int argc, char **argv)
{
  g_auto (GStrv) kept = g_strdupv (argv);

  arguments = kept;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/numeric/blas/gemm", test_gemm);
  g_test_add_func ("/numeric/blas/gemm-overwrites", test_gemm_overwrites);
  g_test_add_func ("/numeric/blas/gemm-shapes", test_gemm_shapes);
#if defined(__x86_64__)
  g_test_add_func ("/numeric/blas/init", test_init);
  g_test_add_func ("/numeric/blas/init-chosen", test_init_chosen);
#endif
  return g_test_run ();
}
