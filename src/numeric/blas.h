/* Products by OpenBLAS with checked shapes, and the choice of its kernels. */
#pragma once

#include "numeric/matrix.h"

typedef enum {
  NUMERIC_PLAIN,
  NUMERIC_TRANSPOSED,
} NumericTranspose;

/* C = alpha op(A) op(B) + beta C, where op(A) is m x k, op(B) k x n and C m x n. C must not overlap A or B.
 * Shapes that do not fit are a programmer's error (critical, C untouched). */
void numeric_gemm32 (NumericTranspose transpose_a,
                     NumericTranspose transpose_b,
                     float alpha,
                     NumericMatrix32 a,
                     NumericMatrix32 b,
                     float beta,
                     NumericMatrix32 c);
void numeric_gemm64 (NumericTranspose transpose_a,
                     NumericTranspose transpose_b,
                     double alpha,
                     NumericMatrix64 a,
                     NumericMatrix64 b,
                     double beta,
                     NumericMatrix64 c);

/* To be called first in main(). OpenBLAS 0.3.21 does not know processors newer than itself and then picks
 * kernels half as fast as the machine; it reads OPENBLAS_CORETYPE only when it is loaded. When the processor
 * has AVX-512 F, DQ, BW and VL, the kernels in use are not made for it and the user has not set the variable,
 * this sets it and executes the program again, once. Returns when there is nothing to gain (or exec fails:
 * slower is better than not at all). Also puts OpenBLAS to one thread: NumericTeam has the cores. */
void numeric_blas_init (char **argv);

/* The name of OpenBLAS's kernels in use, such as "SkylakeX"; static. */
const char *numeric_blas_kernel (void);
/* OpenBLAS's version and how it was built, such as "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH ..."; static. */
const char *numeric_blas_config (void);
