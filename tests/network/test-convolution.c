/* Convolutions against the sums that define them, in double, at sizes that meet every edge of the tiles. */
#include "network/convolution.h"
#include "support.h"

#include <math.h>
#include <string.h>

/* Of products of about 1, relative to the square root of how many are added up; one left out would be seen.
 * The second is that of the weights' gradient, whose Winograd pieces are less exact (winograd.h). */
#define TOLERANCE 1e-5
#define TOLERANCE_WEIGHTS 5e-5

/* More than are done together in any case. */
#define IMAGES 9

typedef struct {
  NetworkVolume in;
  guint outputs, kernel, stride;
  gboolean bias, add;
} Case;

static const Case cases[] = {
  { { 8, 8, 1 }, 16, 3, 1, FALSE, FALSE },    { { 28, 28, 1 }, 8, 3, 1, TRUE, FALSE },
  { { 14, 14, 16 }, 32, 3, 1, FALSE, TRUE },  { { 14, 14, 32 }, 32, 3, 2, FALSE, FALSE },
  { { 7, 7, 64 }, 64, 3, 1, FALSE, FALSE },   { { 32, 32, 3 }, 24, 3, 1, TRUE, FALSE },
  { { 9, 11, 5 }, 17, 3, 2, TRUE, TRUE },     { { 9, 11, 5 }, 33, 3, 3, FALSE, TRUE },
  { { 1, 1, 7 }, 3, 3, 1, TRUE, FALSE },      { { 1, 13, 2 }, 48, 3, 2, FALSE, FALSE },
  { { 10, 3, 20 }, 70, 1, 1, TRUE, TRUE },    { { 13, 6, 18 }, 40, 1, 2, FALSE, FALSE },
  { { 5, 4, 3 }, 2, 1, 3, TRUE, TRUE },       { { 2, 2, 130 }, 100, 3, 2, FALSE, FALSE },
  { { 16, 16, 12 }, 16, 3, 1, FALSE, FALSE }, { { 4, 31, 16 }, 16, 3, 1, FALSE, FALSE },
  { { 13, 15, 48 }, 16, 3, 1, TRUE, TRUE },   { { 28, 28, 16 }, 16, 3, 1, FALSE, FALSE },
};

/* Calls func for each product of the sum that is the forward pass: indices of in, out, weight. */
static void
each_product (const NetworkConvolution *c,
              void (*func) (gsize in, gsize out, gsize weight, gpointer data),
              gpointer data)
{
  for (guint y = 0; y < c->out.height; y++)
    for (guint x = 0; x < c->out.width; x++)
      for (guint ky = 0; ky < c->kernel; ky++)
        for (guint kx = 0; kx < c->kernel; kx++) {
          const gint iy = (gint)(y * c->stride + ky) - (gint)c->border,
                     ix = (gint)(x * c->stride + kx) - (gint)c->border;

          if (iy < 0 || ix < 0 || iy >= (gint)c->in.height || ix >= (gint)c->in.width)
            continue;
          for (guint o = 0; o < c->out.channels; o++)
            for (guint i = 0; i < c->in.channels; i++)
              func (((gsize)iy * c->in.width + (gsize)ix) * c->in.channels + i,
                    ((gsize)y * c->out.width + x) * c->out.channels + o,
                    ((gsize)o * c->kernel * c->kernel + ky * c->kernel + kx) * c->in.channels + i, data);
        }
}

typedef struct {
  const real *in, *gradient, *weight;
  double *out, *weight_gradient, *in_gradient;
} Naive;

static void
add_product (gsize in, gsize out, gsize weight, gpointer data)
{
  Naive *naive = data;

  naive->out[out] += (double)naive->in[in] * (double)naive->weight[weight];
  naive->weight_gradient[weight] += (double)naive->in[in] * (double)naive->gradient[out];
  naive->in_gradient[in] += (double)naive->gradient[out] * (double)naive->weight[weight];
}

static void
assert_near (const real *values, const double *expected, gsize count, gsize added, double tolerance)
{
  for (gsize i = 0; i < count; i++)
    if (!(fabs ((double)values[i] - expected[i]) <= tolerance * sqrt ((double)added)))
      g_error ("value %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " is %.9g, not %.9g", i, count,
               (double)values[i], expected[i]);
}

static void
test_case (gconstpointer data)
{
  const Case *t = data;
  NumericRandom random;
  NetworkConvolution *c;

  numeric_random_init (&random, 11, 0);
  c = network_convolution_new ("conv", t->in, t->outputs, t->kernel, t->stride, t->bias, &random);
  g_assert_cmpuint (c->out.height, ==, (t->in.height + 2 * (t->kernel / 2) - t->kernel) / t->stride + 1);
  g_assert_cmpuint (c->out.width, ==, (t->in.width + 2 * (t->kernel / 2) - t->kernel) / t->stride + 1);
  const gsize n_in = network_volume_size (t->in), n_out = network_volume_size (c->out);
  const RealMatrix weight = c->layer->parameters[0].value;
  const gsize n_weight = weight.rows * weight.columns, pixels = (gsize)c->out.height * c->out.width;
  const RealMatrix in = support_normal_matrix (1, n_in, &random),
                   gradient = support_normal_matrix (1, n_out, &random);
  const RealMatrix in_gradient = support_normal_matrix (1, n_in, &random);
  const gsize sums_size = network_convolution_sums_rows (c) * c->padded;
  g_autofree double *out = g_new0 (double, n_out), *weight_gradient = g_new0 (double, n_weight),
                    *input_gradient = g_new0 (double, n_in), *bias_gradient = g_new0 (double, t->outputs);
  real *scratch = real_alloc (network_convolution_scratch (c)), *sums = real_alloc (2 * sums_size);
  real *output = real_alloc (n_out);
  Naive naive = { in.data, gradient.data, weight.data, out, weight_gradient, input_gradient };

  for (gsize i = 0; t->bias && i < n_out; i++) {
    out[i] = (double)c->layer->parameters[1].value.data[i % t->outputs];
    bias_gradient[i % t->outputs] += 2 * (double)gradient.data[i];
  }
  for (gsize i = 0; t->add && i < n_in; i++)
    input_gradient[i] = (double)in_gradient.data[i];
  each_product (c, add_product, &naive);
  for (gsize i = 0; i < n_weight; i++)
    weight_gradient[i] *= 2; /* of two shares, one image each */

  network_convolution_pack (c, NETWORK_TRAINING, NULL);
  network_convolution_forward (c, (NetworkImages){ in.data }, 1, output, scratch);
  assert_near (output, out, n_out, weight.columns, TOLERANCE);
  for (gsize i = 0; i < sums_size; i++)
    sums[i] = NAN; /* what is written over */
  network_convolution_backward (c,
                                &(NetworkConvolutionBackward){ .input = { in.data },
                                                               .output_gradient = gradient.data,
                                                               .n = 1,
                                                               .sums = sums,
                                                               .input_gradient = in_gradient.data,
                                                               .add_input_gradient = t->add },
                                scratch);
  assert_near (in_gradient.data, input_gradient, n_in, n_weight / t->in.channels, TOLERANCE);
  network_convolution_backward (c,
                                &(NetworkConvolutionBackward){ .input = { in.data },
                                                               .output_gradient = gradient.data,
                                                               .n = 1,
                                                               .sums = sums + sums_size,
                                                               .add_sums = TRUE },
                                scratch);
  network_convolution_reduce (c, sums, 2, NULL);
  assert_near (c->layer->parameters[0].gradient.data, weight_gradient, n_weight, 4 * pixels,
               TOLERANCE_WEIGHTS);
  if (t->bias)
    assert_near (c->layer->parameters[1].gradient.data, bias_gradient, t->outputs, 4 * pixels, TOLERANCE);

  g_aligned_free (in.data);
  g_aligned_free (gradient.data);
  g_aligned_free (in_gradient.data);
  g_aligned_free (scratch);
  g_aligned_free (sums);
  g_aligned_free (output);
  network_layer_free (c->layer);
  network_convolution_free (c);
}

/* Forward and backward of IMAGES, `n` at a time; the gradient of the weights is the layer's. */
static void
convolve (NetworkConvolution *c,
          NetworkImages input,
          RealMatrix gradient,
          gsize n,
          RealMatrix output,
          RealMatrix input_gradient)
{
  real *scratch = real_alloc (network_convolution_scratch (c)),
       *sums = real_alloc (network_convolution_sums_rows (c) * c->padded);

  for (gsize i = 0; i < IMAGES; i += n, input.values += n * network_volume_size (c->in)) {
    network_convolution_forward (c, input, n, real_matrix_row (output, i), scratch);
    network_convolution_backward (
        c,
        &(NetworkConvolutionBackward){ .input = input,
                                       .output_gradient = real_matrix_row (gradient, i),
                                       .n = n,
                                       .sums = sums,
                                       .add_sums = i > 0,
                                       .input_gradient = real_matrix_row (input_gradient, i) },
        scratch);
  }
  network_convolution_reduce (c, sums, 1, NULL);
  g_aligned_free (scratch);
  g_aligned_free (sums);
}

/* Together, and through a norm and ReLU on the way, images give the bits of each alone that went through them
 * before. */
static void
test_together (gconstpointer data)
{
  const Case *t = data;
  NumericRandom random;
  NetworkConvolution *c;

  numeric_random_init (&random, 12, 0);
  c = network_convolution_new ("conv", t->in, t->outputs, t->kernel, t->stride, t->bias, &random);
  const gsize n_in = network_volume_size (c->in), n_out = network_volume_size (c->out);
  const gsize pixels = IMAGES * n_in / t->in.channels;
  NetworkLayer *norm = network_layer_new_norm ("norm", t->in.channels);
  const RealMatrix raw = support_normal_matrix (pixels, t->in.channels, &random),
                   normed = support_normal_matrix (pixels, t->in.channels, &random);
  const RealMatrix weights = c->layer->parameters[0].gradient;
  const gsize size = weights.rows * weights.columns * sizeof (real);
  RealMatrix gradient, output[2], input_gradient[2];
  g_autofree real *expected = NULL;

  gradient = support_normal_matrix (IMAGES, n_out, &random);
  for (guint i = 0; i < 2; i++) {
    output[i] = support_normal_matrix (IMAGES, n_out, &random);
    input_gradient[i] = support_normal_matrix (IMAGES, n_in, &random);
  }
  network_convolution_pack (c, NETWORK_TRAINING, NULL);
  for (gsize j = 0; j < t->in.channels; j++) {
    norm->batch_mean[j] = raw.data[j];
    norm->batch_scale[j] = normed.data[j];
    norm->parameters[1].value.data[j] = raw.data[0];
  }
  network_norm_apply (norm, raw, normed, TRUE);
  convolve (c, (NetworkImages){ normed.data, NULL }, gradient, 1, output[0], input_gradient[0]);
  expected = g_memdup2 (weights.data, size);
  convolve (c, (NetworkImages){ raw.data, norm }, gradient, IMAGES, output[1], input_gradient[1]);
  g_assert_cmpmem (output[1].data, IMAGES * n_out * sizeof (real), output[0].data,
                   IMAGES * n_out * sizeof (real));
  g_assert_cmpmem (input_gradient[1].data, IMAGES * n_in * sizeof (real), input_gradient[0].data,
                   IMAGES * n_in * sizeof (real));
  g_assert_cmpmem (weights.data, size, expected, size);

  g_aligned_free (raw.data);
  g_aligned_free (normed.data);
  g_aligned_free (gradient.data);
  for (guint i = 0; i < 2; i++) {
    g_aligned_free (output[i].data);
    g_aligned_free (input_gradient[i].data);
  }
  network_layer_free (norm);
  network_layer_free (c->layer);
  network_convolution_free (c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    const Case *t = &cases[i];
    g_autofree char *path = g_strdup_printf ("/network/convolution/%ux%ux%u-%u-of-%u-by-%u", t->in.height,
                                             t->in.width, t->in.channels, t->outputs, t->kernel, t->stride);

    g_autofree char *together = g_strconcat (path, "-together", NULL);

    g_test_add_data_func (path, t, test_case);
    g_test_add_data_func (together, t, test_together);
  }
  return g_test_run ();
}
