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

/* Columns whose sums stay in registers while the rows go by. */
#define LANES 16

/* Of count <= LANES columns from `first` on, in two passes, rows added in their order. */
static inline __attribute__ ((always_inline)) void
measure_lanes (RealMatrix x, gsize first, const gsize count, real *restrict mean, real *restrict squares)
{
  real sums[LANES] = { 0 }, means[LANES], distances[LANES] = { 0 };

  for (gsize i = 0; i < x.rows; i++)
    for (gsize j = 0; j < count; j++)
      sums[j] += real_matrix_row (x, i)[first + j];
  for (gsize j = 0; j < count; j++)
    mean[first + j] = means[j] = sums[j] / (real)x.rows;
  for (gsize i = 0; i < x.rows; i++)
    for (gsize j = 0; j < count; j++) {
      const real distance = real_matrix_row (x, i)[first + j] - means[j];

      distances[j] += distance * distance;
    }
  for (gsize j = 0; j < count; j++)
    squares[first + j] = distances[j];
}

NUMERIC_MULTIVERSION static void
measure (RealMatrix x, real *restrict mean, real *restrict squares)
{
  const gsize whole = x.columns / LANES * LANES;

  for (gsize first = 0; first < whole; first += LANES)
    measure_lanes (x, first, LANES, mean, squares);
  if (whole < x.columns)
    measure_lanes (x, whole, x.columns - whole, mean, squares);
}

/* From mean and sum of squares (in scale) of a batch of n rows its scale; the running statistics follow. */
static void
settle (Columns c, gsize n_columns, real n)
{
  for (gsize j = 0; j < n_columns; j++) {
    const real unbiased = c.scale[j] / (n - 1);

    c.running_mean[j] += (real)RUNNING_MOMENTUM * (c.mean[j] - c.running_mean[j]);
    c.running_variance[j] += (real)RUNNING_MOMENTUM * (unbiased - c.running_variance[j]);
    c.scale[j] = 1 / (real)sqrt (c.scale[j] / n + (real)EPSILON);
  }
}

static inline __attribute__ ((always_inline)) void
normalise_body (RealMatrix x, RealMatrix y, Columns c, const gboolean relu)
{
  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict in = real_matrix_row (x, i);
    real *restrict out = real_matrix_row (y, i);

    for (gsize j = 0; j < x.columns; j++) {
      const real value = (in[j] - c.mean[j]) * c.scale[j] * c.weight[j] + c.bias[j];

      out[j] = relu && value < 0 ? 0 : value;
    }
  }
}

NUMERIC_MULTIVERSION static void
normalise (RealMatrix x, RealMatrix y, Columns c)
{
  normalise_body (x, y, c, FALSE);
}

NUMERIC_MULTIVERSION static void
normalise_relu (RealMatrix x, RealMatrix y, Columns c)
{
  normalise_body (x, y, c, TRUE);
}

/* Mean and scale from the running statistics. */
static void
settle_running (Columns c, gsize n_columns)
{
  for (gsize j = 0; j < n_columns; j++) {
    c.mean[j] = c.running_mean[j];
    c.scale[j] = 1 / (real)sqrt (c.running_variance[j] + (real)EPSILON);
  }
}

static void
norm_forward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix x = real_matrix_columns (pass->input, first, count);
  const Columns c = columns_at (layer, first);

  if (pass->mode == NETWORK_TRAINING) {
    measure (x, c.mean, c.scale);
    settle (c, count, (real)x.rows);
  } else
    settle_running (c, count);
  normalise (x, real_matrix_columns (pass->output, first, count), c);
}

/* The gradient of an output that went through ReLU, which is 0 where that was. */
static inline __attribute__ ((always_inline)) real
pass_relu (real x, real dy, const Columns *c, gsize j)
{
  return (x - c->mean[j]) * c->scale[j] * c->weight[j] + c->bias[j] > 0 ? dy : 0;
}

/* Of count <= LANES columns from `first` on, rows added in their order. */
static inline __attribute__ ((always_inline)) void
sum_lanes (RealMatrix x,
           RealMatrix dy,
           const Columns *c,
           gsize first,
           const gsize count,
           const gboolean relu,
           real *restrict dweight,
           real *restrict dbias)
{
  real weights[LANES] = { 0 }, biases[LANES] = { 0 };

  for (gsize i = 0; i < x.rows; i++) {
    const real *in = real_matrix_row (x, i) + first, *d = real_matrix_row (dy, i) + first;

    for (gsize j = 0; j < count; j++) {
      const real slope = relu ? pass_relu (in[j], d[j], c, first + j) : d[j];

      weights[j] += slope * ((in[j] - c->mean[first + j]) * c->scale[first + j]);
      biases[j] += slope;
    }
  }
  for (gsize j = 0; j < count; j++) {
    dweight[first + j] = weights[j];
    dbias[first + j] = biases[j];
  }
}

static inline __attribute__ ((always_inline)) void
sum_body (
    RealMatrix x, RealMatrix dy, Columns c, const gboolean relu, real *restrict dweight, real *restrict dbias)
{
  const gsize whole = x.columns / LANES * LANES;

  for (gsize first = 0; first < whole; first += LANES)
    sum_lanes (x, dy, &c, first, LANES, relu, dweight, dbias);
  if (whole < x.columns)
    sum_lanes (x, dy, &c, whole, x.columns - whole, relu, dweight, dbias);
}

/* With xhat = (x - mean) scale: dg = sum dy xhat, db = sum dy. */
NUMERIC_MULTIVERSION static void
sum_gradients (RealMatrix x, RealMatrix dy, Columns c, real *restrict dweight, real *restrict dbias)
{
  sum_body (x, dy, c, FALSE, dweight, dbias);
}

NUMERIC_MULTIVERSION static void
sum_gradients_relu (RealMatrix x, RealMatrix dy, Columns c, real *restrict dweight, real *restrict dbias)
{
  sum_body (x, dy, c, TRUE, dweight, dbias);
}

static inline __attribute__ ((always_inline)) void
input_body (RealMatrix x,
            RealMatrix dy,
            Columns c,
            const gboolean relu,
            const real *restrict dweight,
            const real *restrict dbias,
            real n)
{
  for (gsize i = 0; i < x.rows; i++) {
    const real *restrict in = real_matrix_row (x, i);
    real *restrict d = real_matrix_row (dy, i);

    for (gsize j = 0; j < x.columns; j++) {
      const real slope = relu ? pass_relu (in[j], d[j], &c, j) : d[j];

      d[j] = c.weight[j] * c.scale[j]
             * (slope - dbias[j] / n - (in[j] - c.mean[j]) * c.scale[j] * (dweight[j] / n));
    }
  }
}

/* dx = g scale (dy - db / n - xhat dg / n), over dy. */
NUMERIC_MULTIVERSION static void
input_gradient (
    RealMatrix x, RealMatrix dy, Columns c, const real *restrict dweight, const real *restrict dbias, real n)
{
  input_body (x, dy, c, FALSE, dweight, dbias, n);
}

NUMERIC_MULTIVERSION static void
input_gradient_relu (
    RealMatrix x, RealMatrix dy, Columns c, const real *restrict dweight, const real *restrict dbias, real n)
{
  input_body (x, dy, c, TRUE, dweight, dbias, n);
}

static void
norm_backward (NetworkLayer *layer, const NetworkPass *pass, gsize first, gsize count)
{
  const RealMatrix x = real_matrix_columns (pass->input, first, count);
  const RealMatrix dy = real_matrix_columns (pass->gradient, first, count);
  const Columns c = columns_at (layer, first);
  real *dweight = layer->parameters[0].gradient.data + first;
  real *dbias = layer->parameters[1].gradient.data + first;

  /* In evaluation mode the statistics are constants: the gradients stay 0, and their terms with them. */
  if (pass->mode == NETWORK_TRAINING)
    sum_gradients (x, dy, c, dweight, dbias);
  input_gradient (x, dy, c, dweight, dbias, (real)x.rows);
}

void
network_norm_measure (RealMatrix x, real *mean, real *squares)
{
  measure (x, mean, squares);
}

void
network_norm_merge (NetworkLayer *norm, const real *moments, gsize n_images, gsize n_pixels)
{
  const gsize width = norm->outputs;
  const Columns c = columns_at (norm, 0);

  for (gsize j = 0; j < width; j++) {
    double mean = 0, squares = 0;

    for (gsize i = 0; i < n_images; i++)
      mean += (double)moments[2 * i * width + j] / (double)n_images;
    for (gsize i = 0; i < n_images; i++) {
      const double distance = (double)moments[2 * i * width + j] - mean;

      squares += (double)moments[(2 * i + 1) * width + j] + (double)n_pixels * distance * distance;
    }
    c.mean[j] = (real)mean;
    c.scale[j] = (real)squares;
  }
  settle (c, width, (real)(n_images * n_pixels));
}

void
network_norm_evaluate (NetworkLayer *norm)
{
  settle_running (columns_at (norm, 0), norm->outputs);
}

void
network_norm_apply (NetworkLayer *norm, RealMatrix x, RealMatrix y, gboolean relu)
{
  (relu ? normalise_relu : normalise) (x, y, columns_at (norm, 0));
}

void
network_norm_sum_gradients (
    NetworkLayer *norm, RealMatrix x, RealMatrix dy, gboolean relu, real *dweight, real *dbias)
{
  (relu ? sum_gradients_relu : sum_gradients) (x, dy, columns_at (norm, 0), dweight, dbias);
}

void
network_norm_merge_gradients (NetworkLayer *norm, const real *parts, gsize n_images)
{
  const gsize width = norm->outputs;

  for (guint p = 0; p < 2; p++)
    for (gsize j = 0; j < width; j++) {
      double sum = 0;

      for (gsize i = 0; i < n_images; i++)
        sum += (double)parts[(2 * i + p) * width + j];
      norm->parameters[p].gradient.data[j] = (real)sum;
    }
}

void
network_norm_backward (NetworkLayer *norm, RealMatrix x, RealMatrix dy, gboolean relu, gsize n_rows)
{
  (relu ? input_gradient_relu : input_gradient) (x, dy, columns_at (norm, 0),
                                                 norm->parameters[0].gradient.data,
                                                 norm->parameters[1].gradient.data, (real)n_rows);
}

static const NetworkLayerClass norm_class = {
  .forward = norm_forward,
  .backward = norm_backward,
};

NetworkLayer *
network_layer_new_norm (const char *name, gsize width)
{
  NetworkLayer *layer = g_new0 (NetworkLayer, 1);
  real *weight, *variance;

  layer->class = &norm_class;
  layer->inputs = layer->outputs = width;
  weight = network_layer_add_parameter (layer, name, "weight", 1, width).data;
  network_layer_add_parameter (layer, name, "bias", 1, width);
  network_layer_add_buffer (layer, name, "running_mean", width);
  variance = network_layer_add_buffer (layer, name, "running_var", width);
  layer->batch_mean = real_alloc (width);
  layer->batch_scale = real_alloc (width);
  for (gsize j = 0; j < width; j++)
    weight[j] = variance[j] = 1;
  return layer;
}
