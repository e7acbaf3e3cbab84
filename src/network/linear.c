/* y = x W^T + b, with W out x in. */
#include "network/layer.h"

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

NetworkLayer *
network_layer_new_linear (const char *name, gsize inputs, gsize outputs, NumericRandom *random)
{
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);
  const double bound = 1.0 / sqrt ((double)inputs);

  layer->class = &linear_class;
  layer->inputs = inputs;
  layer->outputs = outputs;
  fill_uniform (network_layer_add_parameter (layer, name, "weight", outputs, inputs), bound, random);
  fill_uniform (network_layer_add_parameter (layer, name, "bias", 1, outputs), bound, random);
  return layer;
}
