/* Activations: ReLU y = max (x, 0) and tanh, in place, as their slopes follow from y; GELU y = x Phi (x) by
 * the error function (Hendrycks, Gimpel 2016), as torch.nn.GELU, which needs x for its slope. NaN stays NaN,
 * so that a diverged run is seen. */
#include "network/layer.h"

#include "numeric/simd.h"

#include <tgmath.h>

NUMERIC_MULTIVERSION static void
clip (RealMatrix x)
{
  for (gsize i = 0; i < x.rows; i++) {
    real *restrict row = real_matrix_row (x, i);

    for (gsize j = 0; j < x.columns; j++)
      row[j] = row[j] < 0 ? 0 : row[j];
  }
}

NUMERIC_MULTIVERSION static void
mask (RealMatrix y, RealMatrix dy)
{
  for (gsize i = 0; i < y.rows; i++) {
    const real *restrict out = real_matrix_row (y, i);
    real *restrict d = real_matrix_row (dy, i);

    for (gsize j = 0; j < y.columns; j++)
      d[j] = out[j] > 0 ? d[j] : 0;
  }
}

static void
relu_forward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  clip (real_matrix_columns (pass->output, first, count));
}

static void
relu_backward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  mask (real_matrix_columns (pass->output, first, count), real_matrix_columns (pass->gradient, first, count));
}

static const NetworkLayerClass relu_class = {
  .forward = relu_forward,
  .backward = relu_backward,
};

static void
tanh_forward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix x = real_matrix_columns (pass->output, first, count);

  for (gsize i = 0; i < x.rows; i++) {
    real *row = real_matrix_row (x, i);

    for (gsize j = 0; j < count; j++)
      row[j] = tanh (row[j]);
  }
}

static void
tanh_backward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix y = real_matrix_columns (pass->output, first, count);
  const RealMatrix dy = real_matrix_columns (pass->gradient, first, count);

  for (gsize i = 0; i < y.rows; i++) {
    const real *restrict out = real_matrix_row (y, i);
    real *restrict d = real_matrix_row (dy, i);

    for (gsize j = 0; j < count; j++)
      d[j] *= 1 - out[j] * out[j];
  }
}

static const NetworkLayerClass tanh_class = {
  .forward = tanh_forward,
  .backward = tanh_backward,
};

/* Phi, the standard normal's distribution function. */
static inline real
normal_share (real x)
{
  return (1 + erf (x * (real)G_SQRT2 / 2)) / 2;
}

static void
gelu_forward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix x = real_matrix_columns (pass->input, first, count);
  const RealMatrix y = real_matrix_columns (pass->output, first, count);

  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict in = real_matrix_row (x, i);
    real *restrict out = real_matrix_row (y, i);

    for (gsize j = 0; j < count; j++)
      out[j] = in[j] * normal_share (in[j]);
  }
}

/* dy/dx = Phi (x) + x exp (-x^2 / 2) / sqrt (2 pi) */
static void
gelu_backward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix x = real_matrix_columns (pass->input, first, count);
  const RealMatrix dy = real_matrix_columns (pass->gradient, first, count);
  const real peak = (real)(1 / sqrt (2 * G_PI));

  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict in = real_matrix_row (x, i);
    real *restrict d = real_matrix_row (dy, i);

    for (gsize j = 0; j < count; j++)
      d[j] *= normal_share (in[j]) + in[j] * peak * exp (-in[j] * in[j] / 2);
  }
}

static const NetworkLayerClass gelu_class = {
  .forward = gelu_forward,
  .backward = gelu_backward,
};

NetworkLayer *
network_layer_new_activation (NetworkActivation activation, gsize width)
{
  static const NetworkLayerClass *const classes[] = {
    [NETWORK_ACTIVATION_RELU] = &relu_class,
    [NETWORK_ACTIVATION_GELU] = &gelu_class,
    [NETWORK_ACTIVATION_TANH] = &tanh_class,
  };
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);

  layer->class = classes[activation];
  layer->inputs = layer->outputs = width;
  layer->in_place = activation != NETWORK_ACTIVATION_GELU;
  return layer;
}
