/* y = x W^T + b, with W out x in: trained, or fixed to a simplex ETF; and the parameters of a convolution. */
#include "network/layer.h"

#include "numeric/lapack.h"
#include "numeric/simd.h"

#include <math.h>
#include <string.h>

static void
linear_forward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix output = real_matrix_columns (pass->output, first, count);
  const real *bias = layer->parameters[1].value.data + first;

  for (gsize i = 0; i < output.rows; i++)
    memcpy (real_matrix_row (output, i), bias, count * sizeof (real));
  real_gemm (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, pass->input,
             real_matrix_rows (layer->parameters[0].value, first, count), 1, output);
}

/* sums[j] = sum over the rows, in their order. */
NUMERIC_MULTIVERSION static void
sum_rows (RealMatrix matrix, real *restrict sums)
{
  memset (sums, 0, matrix.columns * sizeof *sums);
  for (gsize i = 0; i < matrix.rows; i++) {
    const real *restrict row = real_matrix_row (matrix, i);

    for (gsize j = 0; j < matrix.columns; j++)
      sums[j] += row[j];
  }
}

/* dW = dy^T x, db = sum of dy over the batch. */
static void
linear_backward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix gradient = real_matrix_columns (pass->gradient, first, count);

  if (layer->fixed || pass->mode == NETWORK_EVALUATION)
    return;
  real_gemm (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, gradient, pass->input, 0,
             real_matrix_rows (layer->parameters[0].gradient, first, count));
  sum_rows (gradient, layer->parameters[1].gradient.data + first);
}

/* dx = dy W */
static void
linear_backward_input (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  real_gemm (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, pass->gradient,
             real_matrix_columns (layer->parameters[0].value, first, count), 0,
             real_matrix_columns (pass->input_gradient, first, count));
}

static const NetworkLayerClass linear_class = {
  .forward = linear_forward,
  .backward = linear_backward,
  .backward_input = linear_backward_input,
};

static void
fill_uniform (RealMatrix matrix, double bound, NumericRandom *random)
{
  for (gsize i = 0; i < matrix.rows * matrix.columns; i++)
    matrix.data[i] = (real)(bound * (2.0 * numeric_random_uniform (random) - 1.0));
}

/* Weight and bias are zero. */
static NetworkLayer *
linear_new (const char *name, gsize inputs, gsize outputs)
{
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);

  layer->class = &linear_class;
  layer->inputs = inputs;
  layer->outputs = outputs;
  layer->channels = 1;
  network_layer_add_parameter (layer, name, "weight", outputs, inputs);
  network_layer_add_parameter (layer, name, "bias", 1, outputs);
  return layer;
}

NetworkLayer *
network_layer_new_linear (const char *name, gsize inputs, gsize outputs, NumericRandom *random)
{
  NetworkLayer *layer = linear_new (name, inputs, outputs);
  const double bound = 1.0 / sqrt ((double)inputs);

  fill_uniform (layer->parameters[0].value, bound, random);
  fill_uniform (layer->parameters[1].value, bound, random);
  return layer;
}

NetworkLayer *
network_layer_new_convolution (
    const char *name, guint kernel, gsize channels, gsize outputs, gboolean bias, NumericRandom *random)
{
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);
  const gsize depth = kernel * kernel * channels;
  const double bound = 1.0 / sqrt ((double)depth);

  layer->inputs = depth;
  layer->outputs = outputs;
  layer->channels = channels;
  layer->kernel = kernel;
  fill_uniform (network_layer_add_parameter (layer, name, "weight", outputs, depth), bound, random);
  if (bias)
    fill_uniform (network_layer_add_parameter (layer, name, "bias", 1, outputs), bound, random);
  return layer;
}

/* Normal values, every column summing to zero. */
static void
fill_centred (NumericMatrix64 matrix, NumericRandom *random)
{
  for (gsize j = 0; j < matrix.columns; j++) {
    double mean = 0;

    for (gsize k = 0; k < matrix.rows; k++) {
      double *value = numeric_matrix64_row (matrix, k) + j;

      *value = numeric_random_normal (random);
      mean += *value / (double)matrix.rows;
    }
    for (gsize k = 0; k < matrix.rows; k++)
      numeric_matrix64_row (matrix, k)[j] -= mean;
  }
}

/* The simplex ETF nearest to a random K x d matrix A whose columns sum to zero: with A = U S V^T of rank K-1,
 * W = sqrt (K/(K-1)) U V^T over the K-1 of S > 0. U is orthonormal and orthogonal to 1, so that
 * W W^T = K/(K-1) (I - 11^T/K). */
static gboolean
fill_etf (RealMatrix weight, NumericRandom *random, GError **error)
{
  const gsize n = weight.rows, d = weight.columns, r = MIN (n, d);
  const double scale = sqrt ((double)n / (double)(n - 1));
  g_autofree double *values = g_new (double, (n + r) * d + n * r + r);
  const NumericMatrix64 a = numeric_matrix64 (values, n, d);
  const NumericMatrix64 vt = numeric_matrix64 (values + n * d, r, d);
  const NumericMatrix64 u = numeric_matrix64 (values + (n + r) * d, n, r);

  fill_centred (a, random);
  if (!numeric_svd (a, u, values + (n + r) * d + n * r, vt, error))
    return FALSE;
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, scale, numeric_matrix64_columns (u, 0, n - 1),
                  numeric_matrix64_rows (vt, 0, n - 1), 0, a);
  for (gsize i = 0; i < n * d; i++)
    weight.data[i] = (real)a.data[i];
  return TRUE;
}

NetworkLayer *
network_layer_new_etf (const char *name, gsize inputs, gsize outputs, NumericRandom *random, GError **error)
{
  NetworkLayer *layer = linear_new (name, inputs, outputs);

  layer->fixed = TRUE;
  if (!fill_etf (layer->parameters[0].value, random, error))
    g_clear_pointer (&layer, network_layer_free);
  return layer;
}
