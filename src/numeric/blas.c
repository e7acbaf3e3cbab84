#include "numeric/blas.h"

#include <cblas.h>
#include <unistd.h>

/* Where the choice of kernels is read by OpenBLAS, and what is chosen. */
#define CORE_VARIABLE "OPENBLAS_CORETYPE"
#define CORE_AVX512 "SkylakeX"

/* m, n, k of op(A) op(B) = C; FALSE when they do not fit together. */
#define SHAPES_FIT(ta, tb, a, b, c, m, n, k)                                                                 \
  (((ta) == NUMERIC_PLAIN ? (a).rows : (a).columns) == (m)                                                   \
   && ((tb) == NUMERIC_PLAIN ? (b).columns : (b).rows) == (n)                                                \
   && ((tb) == NUMERIC_PLAIN ? (b).rows : (b).columns) == (k) && (a).stride >= (a).columns                   \
   && (b).stride >= (b).columns && (c).stride >= (c).columns)

#define DEFINE_GEMM(name, Matrix, scalar, cblas)                                                             \
  void name (NumericTranspose transpose_a, NumericTranspose transpose_b, scalar alpha, Matrix a, Matrix b,   \
             scalar beta, Matrix c)                                                                          \
  {                                                                                                          \
    const gsize m = c.rows, n = c.columns, k = transpose_a == NUMERIC_PLAIN ? a.columns : a.rows;            \
                                                                                                             \
    g_return_if_fail (SHAPES_FIT (transpose_a, transpose_b, a, b, c, m, n, k));                              \
    if (m == 0 || n == 0)                                                                                    \
      return;                                                                                                \
    cblas (CblasRowMajor, transpose_a == NUMERIC_PLAIN ? CblasNoTrans : CblasTrans,                          \
           transpose_b == NUMERIC_PLAIN ? CblasNoTrans : CblasTrans, (blasint)m, (blasint)n, (blasint)k,     \
           alpha, a.data, (blasint)MAX (a.stride, 1), b.data, (blasint)MAX (b.stride, 1), beta, c.data,      \
           (blasint)c.stride);                                                                               \
  }

DEFINE_GEMM (numeric_gemm32, NumericMatrix32, float, cblas_sgemm)
DEFINE_GEMM (numeric_gemm64, NumericMatrix64, double, cblas_dgemm)

const char *
numeric_blas_kernel (void)
{
  return openblas_get_corename ();
}

const char *
numeric_blas_config (void)
{
  return openblas_get_config ();
}

/* TRUE when the processor could run OpenBLAS's AVX-512 kernels, and OpenBLAS runs others. */
static gboolean
misses_avx512 (void)
{
#if defined(__x86_64__)
  static const char *const avx512_kernels[] = { CORE_AVX512, "Cooperlake", "SapphireRapids", NULL };

  __builtin_cpu_init ();
  return __builtin_cpu_supports ("avx512f") && __builtin_cpu_supports ("avx512dq")
         && __builtin_cpu_supports ("avx512bw") && __builtin_cpu_supports ("avx512vl")
         && !g_strv_contains (avx512_kernels, numeric_blas_kernel ());
#else
  return FALSE;
#endif
}

void
numeric_blas_init (char **argv)
{
  openblas_set_num_threads (1);
  if (g_getenv (CORE_VARIABLE) != NULL || !misses_avx512 ())
    return;
  if (g_setenv (CORE_VARIABLE, CORE_AVX512, TRUE))
    execv ("/proc/self/exe", argv);
}
