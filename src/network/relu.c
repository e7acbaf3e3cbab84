/* y = max(x, 0), in place; NaN stays NaN so that a diverged run is seen. */
#include "network/layer.h"

#include "numeric/simd.h"

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

NetworkLayer *
network_layer_new_relu (gsize width)
{
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);

  layer->class = &relu_class;
  layer->inputs = layer->outputs = width;
  layer->in_place = TRUE;
  return layer;
}
