/* Batch norm (Ioffe, Szegedy 2015) as torch.nn.BatchNorm1d: y = g (x - mean) / sqrt(var + eps) + b. A batch
 * is normalised by its biased variance; the running statistics move by a tenth and hold the unbiased one. */
#include "network/layer.h"

#include "numeric/simd.h"

#include <math.h>
#include <string.h>

#define EPSILON 1e-5
#define RUNNING_MOMENTUM 0.1

/* Columns of the layer's own arrays, as the kernels see them. */
typedef struct {
  real *restrict mean, *restrict scale; /* of the batch; scale = 1 / sqrt (var + eps) */
  real *restrict running_mean, *restrict running_variance;
  const real *restrict weight, *restrict bias;
} Columns;

static Columns
columns_at (NetworkLayer *layer, gsize first)
{
  return (Columns){
    layer->batch_mean + first,
    layer->batch_scale + first,
    layer->buffers[0].values + first,
    layer->buffers[1].values + first,
    layer->parameters[0].value.data + first,
    layer->parameters[1].value.data + first,
  };
}

/* Batch statistics in two passes, rows added in their order; the running ones follow. */
NUMERIC_MULTIVERSION static void
measure_batch (RealMatrix x, Columns c)
{
  const real n = (real)x.rows;

  memset (c.mean, 0, x.columns * sizeof (real));
  memset (c.scale, 0, x.columns * sizeof (real));
  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict row = real_matrix_row (x, i);

    for (gsize j = 0; j < x.columns; j++)
      c.mean[j] += row[j];
  }
  for (gsize j = 0; j < x.columns; j++)
    c.mean[j] /= n;
  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict row = real_matrix_row (x, i);

    for (gsize j = 0; j < x.columns; j++)
      c.scale[j] += (row[j] - c.mean[j]) * (row[j] - c.mean[j]);
  }
  for (gsize j = 0; j < x.columns; j++) {
    const real unbiased = c.scale[j] / (n - 1);

    c.running_mean[j] += (real)RUNNING_MOMENTUM * (c.mean[j] - c.running_mean[j]);
    c.running_variance[j] += (real)RUNNING_MOMENTUM * (unbiased - c.running_variance[j]);
    c.scale[j] = 1 / (real)sqrt (c.scale[j] / n + (real)EPSILON);
  }
}

NUMERIC_MULTIVERSION static void
normalise (RealMatrix x, RealMatrix y, const real *restrict mean, const real *restrict scale, Columns c)
{
  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict in = real_matrix_row (x, i);
    real *restrict out = real_matrix_row (y, i);

    for (gsize j = 0; j < x.columns; j++)
      out[j] = (in[j] - mean[j]) * scale[j] * c.weight[j] + c.bias[j];
  }
}

static void
norm_forward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix x = real_matrix_columns (pass->input, first, count);
  const RealMatrix y = real_matrix_columns (pass->output, first, count);
  const Columns c = columns_at (layer, first);

  if (pass->mode == NETWORK_TRAINING) {
    measure_batch (x, c);
    normalise (x, y, c.mean, c.scale, c);
  } else {
    g_autofree real *scale = g_new (real, count);

    for (gsize j = 0; j < count; j++)
      scale[j] = 1 / (real)sqrt (c.running_variance[j] + (real)EPSILON);
    normalise (x, y, c.running_mean, scale, c);
  }
}

/* With xhat = (x - mean) scale: dg = sum dy xhat, db = sum dy,
 * dx = g scale (dy - db / n - xhat dg / n), over dy. */
NUMERIC_MULTIVERSION static void
norm_gradients (RealMatrix x, RealMatrix dy, Columns c, real *restrict dweight, real *restrict dbias)
{
  const real n = (real)x.rows;

  memset (dweight, 0, x.columns * sizeof (real));
  memset (dbias, 0, x.columns * sizeof (real));
  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict in = real_matrix_row (x, i), *restrict d = real_matrix_row (dy, i);

    for (gsize j = 0; j < x.columns; j++) {
      dweight[j] += d[j] * ((in[j] - c.mean[j]) * c.scale[j]);
      dbias[j] += d[j];
    }
  }
  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict in = real_matrix_row (x, i);
    real *restrict d = real_matrix_row (dy, i);

    for (gsize j = 0; j < x.columns; j++)
      d[j] = c.weight[j] * c.scale[j]
             * (d[j] - dbias[j] / n - (in[j] - c.mean[j]) * c.scale[j] * (dweight[j] / n));
  }
}

static void
norm_backward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  norm_gradients (real_matrix_columns (pass->input, first, count),
                  real_matrix_columns (pass->gradient, first, count), columns_at (layer, first),
                  layer->parameters[0].gradient.data + first, layer->parameters[1].gradient.data + first);
}

static const NetworkLayerClass norm_class = {
  .forward = norm_forward,
  .backward = norm_backward,
};

NetworkLayer *
network_layer_new_norm (const char *name, gsize width)
{
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);
  RealMatrix weight;

  layer->class = &norm_class;
  layer->inputs = layer->outputs = width;
  weight = network_layer_add_parameter (layer, name, "weight", 1, width);
  network_layer_add_parameter (layer, name, "bias", 1, width);
  layer->n_buffers = 2;
  for (guint i = 0; i < 2; i++)
    layer->buffers[i] = (NetworkBuffer){ real_alloc (width), width };
  layer->batch_mean = real_alloc (width);
  layer->batch_scale = real_alloc (width);
  for (gsize j = 0; j < width; j++)
    weight.data[j] = layer->buffers[1].values[j] = 1;
  return layer;
}
