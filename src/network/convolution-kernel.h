/* The one inner loop of convolutions: a product of a matrix that is gathered from an image while it is
 * multiplied, so that no im2col is ever written.
 *
 * Forward, the gradient of the weights and that of the input are all
 *
 *   c[i][v] (+)= sum over the stretches s and 0 <= j < length of  A(s, i, j) B(s, j, v)
 *
 * where A is an image's pixels and channels, one of them repeated over a vector of b's. A tile of c (one or
 * two groups of up to network_convolution_run rows, one or two vectors wide) stays in registers during the
 * sum. At 14 x 14 x 32 and 32 outputs this runs at 115 GFLOP/s where OpenBLAS's SGEMM has 96 on an im2col
 * that is already there, and 106 at its best shape (Zen 4, one thread). Sums are in one fixed order; with
 * AVX2 and AVX-512 they are fused, so kernels of different processors differ in the last bits, as BLAS's do.
 */
#pragma once

#include "numeric/real.h"

/* Numbers in a vector of the kernel, whatever the processor's. */
#define NETWORK_CONVOLUTION_LANES 16

/* Distances in numbers. Rows of c come in groups: row i of group g begins at c + g c_jump + i c_step, and its
 * part of A at a + g a_jump + i a_step. */
typedef struct {
  const real *a;
  gssize a_jump;
  gsize a_step;
  gsize a_next;          /* from j to j + 1 */
  const gsize *a_starts; /* of each stretch */
  const real *b;
  gsize b_next;
  const gsize *b_starts;
  gsize n_stretches, length;
  real *c; /* whole vectors are read and written */
  gssize c_jump;
  gsize c_step;
  gboolean add; /* to what is in c */
} NetworkConvolutionTile;

/* Most rows of a group, and most vectors of a row, of this processor's kernels; lesser ones than its best are
 * used when COLLAPSAR_CONVOLUTION in the environment is plain or avx2, as the tests do. */
guint network_convolution_run (void);
guint network_convolution_vectors (void);

typedef void (*NetworkConvolutionFunc) (const NetworkConvolutionTile *tile);

/* What computes a tile; 1 <= run <= network_convolution_run, groups is 1 or 2, 1 <= vectors <=
 * network_convolution_vectors. */
NetworkConvolutionFunc network_convolution_func (guint run, guint groups, guint vectors);
