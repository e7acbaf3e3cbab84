/* The scalar of training code: `network` is compiled twice from one source, for float in the programs and for
 * double in the tests that compare its gradients with central differences. */
#pragma once

#include "numeric/blas.h"
#include "numeric/matrix.h"

#ifdef NUMERIC_REAL_IS_DOUBLE
typedef double real;
typedef NumericMatrix64 RealMatrix;
#define real_matrix numeric_matrix64
#define real_matrix_rows numeric_matrix64_rows
#define real_matrix_columns numeric_matrix64_columns
#define real_matrix_row numeric_matrix64_row
#define real_alloc numeric_matrix64_alloc
#define real_gemm numeric_gemm64
#else
typedef float real;
typedef NumericMatrix32 RealMatrix;
#define real_matrix numeric_matrix32
#define real_matrix_rows numeric_matrix32_rows
#define real_matrix_columns numeric_matrix32_columns
#define real_matrix_row numeric_matrix32_row
#define real_alloc numeric_matrix32_alloc
#define real_gemm numeric_gemm32
#endif
