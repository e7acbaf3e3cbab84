/* The three products of a convolution as tiles over a grid (convolution-grid.h). With C channels in, O out,
 * a window of k x k, stride s, P the width of the image with its border of zeros:
 *
 * - forward: out[y][x][o] = sum over ky and j < k C of in[(s y + ky) P C + s x C + j] W[ky k C + j][o];
 *
 * - gradient of the weights: dW[ky][j][o] = sum over y and x of the same of in, times dout[y][x][o];
 *
 * - gradient of the input: din[iy][ix][c] = sum over the taps and o < O of dout[oy][ox][o] W[tap][o][c]. The
 * taps of an input pixel are those (ky, kx) with s oy = iy + border - ky and s ox = ix + border - kx in whole
 * numbers. They are the same for all pixels whose coordinates leave the same remainders by s, so these are
 * done one class after the other, and nothing is ever multiplied by a zero in between.
 *
 * Where the window is 3 x 3, the stride 1 and the channels are whole vectors, all three go by Winograd's
 * pieces (winograd.h) instead, whose products are tiles as well. */
#include "network/convolution.h"

#include "network/convolution-grid.h"
#include "network/winograd.h"
#include "numeric/simd.h"

#include <string.h>

#define LANES NETWORK_CONVOLUTION_LANES
#define MOST_TAPS 9
/* Winograd's pieces, or else pixels, that are multiplied together, of as many images as that takes: enough
 * for full tiles and long sums, few enough for the cache. */
#define PIECES 32
#define PIXELS 200
#define MOST_IMAGES 8
/* Rows of the sums that one member adds up at a time. */
#define REDUCE_ROWS 16

gsize
network_volume_size (NetworkVolume volume)
{
  return (gsize)volume.height * volume.width * volume.channels;
}

/* Sums per pixel: the rows of the weights as a matrix. */
static gsize
depth (const NetworkConvolution *c)
{
  return (gsize)c->kernel * c->kernel * c->in.channels;
}

static gsize
bordered_width (const NetworkConvolution *c, NetworkVolume volume)
{
  return volume.width + 2 * (gsize)c->border;
}

static gsize
bordered_size (const NetworkConvolution *c, NetworkVolume volume, gsize channels)
{
  return (volume.height + 2 * (gsize)c->border) * bordered_width (c, volume) * channels;
}

/* Of an image of the input with its border. */
static gsize
laid_out_size (const NetworkConvolution *c)
{
  return network_grid_whole_vectors (bordered_size (c, c->in, c->in.channels));
}

/* Winograd's pieces of an image. */
static gsize
pieces (const NetworkConvolution *c)
{
  return network_winograd_pieces (c->in.height) * network_winograd_pieces (c->in.width);
}

/* From one of Winograd's values of n images to the next: a line more than they fill, as 36 streams that are
 * powers of two apart would fall on the same few lines of the cache. */
static gsize
value_distance (const NetworkConvolution *c, gsize n, gsize channels)
{
  return n * pieces (c) * channels + LANES;
}

static gsize
all_values (const NetworkConvolution *c, gsize n, gsize channels)
{
  return NETWORK_WINOGRAD_VALUES * value_distance (c, n, channels);
}

gsize
network_convolution_together (const NetworkConvolution *c)
{
  const gsize pixels = (gsize)c->out.height * c->out.width;

  return CLAMP (c->winograd ? PIECES / pieces (c) : PIXELS / pixels, 1, MOST_IMAGES);
}

/* Where the stretches of the forward pass begin in the image and, times a panel's width, in the weights. */
static void
forward_starts (const NetworkConvolution *c, gsize *image, gsize *weights)
{
  for (guint y = 0; y < c->kernel; y++) {
    image[y] = y * bordered_width (c, c->in) * c->in.channels;
    weights[y] = (gsize)y * c->kernel * c->in.channels;
  }
}

NetworkConvolution *
network_convolution_new (const char *name,
                         NetworkVolume in,
                         guint outputs,
                         guint kernel,
                         guint stride,
                         gboolean bias,
                         NumericRandom *random)
{
  NetworkConvolution *c = g_new0 (NetworkConvolution, 1);
  gsize windows;

  c->in = in;
  c->kernel = kernel;
  c->stride = stride;
  c->border = kernel / 2;
  c->out = (NetworkVolume){ (in.height - 1) / stride + 1, (in.width - 1) / stride + 1, outputs };
  c->padded = network_grid_whole_vectors (outputs);
  c->winograd = kernel == 3 && stride == 1 && in.channels % LANES == 0 && outputs % LANES == 0
                && network_winograd_fits (in.height, in.width);
  c->layer = network_layer_new_convolution (name, kernel, in.channels, outputs, bias, random);
  windows = c->winograd ? NETWORK_WINOGRAD_VALUES : (gsize)kernel * kernel;
  c->packed = real_alloc (windows * in.channels * c->padded);
  c->packed_back = real_alloc (windows * outputs * network_grid_whole_vectors (in.channels));
  return c;
}

void
network_convolution_free (NetworkConvolution *convolution)
{
  g_aligned_free (convolution->packed);
  g_aligned_free (convolution->packed_back);
  g_free (convolution);
}

gsize
network_convolution_scratch (const NetworkConvolution *c)
{
  const gsize together = network_convolution_together (c);

  if (c->winograd)
    return all_values (c, together, c->in.channels) + 2 * all_values (c, together, c->padded)
           + network_volume_size (c->in);
  return together * (laid_out_size (c) + bordered_size (c, c->out, c->padded));
}

/* Packing */

/* NetworkGridPanel by panel [depth][width], zeros in the columns that are not there. */
static void
pack_panel (gsize index, guint member, gpointer data)
{
  NetworkConvolution *c = data;
  const RealMatrix weight = c->layer->parameters[0].value;
  const NetworkGridPanel panel = network_grid_panel (c->out.channels, index);
  real *to = c->packed + depth (c) * panel.first;

  for (gsize o = 0; o < panel.valid; o++) {
    const real *from = real_matrix_row (weight, panel.first + o);

    for (gsize k = 0; k < depth (c); k++)
      to[k * panel.width + o] = from[k];
  }
}

/* NetworkGridPanel by panel of the channels in: [tap][out][width]. */
static void
pack_panel_back (gsize index, guint member, gpointer data)
{
  NetworkConvolution *c = data;
  const RealMatrix weight = c->layer->parameters[0].value;
  const NetworkGridPanel panel = network_grid_panel (c->in.channels, index);
  const gsize taps = (gsize)c->kernel * c->kernel;
  real *to = c->packed_back + taps * c->out.channels * panel.first;

  for (gsize tap = 0; tap < taps; tap++)
    for (gsize o = 0; o < c->out.channels; o++, to += panel.width)
      memcpy (to, real_matrix_row (weight, o) + tap * c->in.channels + panel.first,
              panel.valid * sizeof (real));
}

/* For Winograd: [value][panel][in][width]. */
static void
pack_windows (gsize index, guint member, gpointer data)
{
  NetworkConvolution *c = data;
  const RealMatrix weight = c->layer->parameters[0].value;
  const NetworkGridPanel panel = network_grid_panel (c->out.channels, index);
  real *to = c->packed + c->in.channels * panel.first, g[9 * LANES];

  for (gsize i = 0; i < c->in.channels; i++)
    for (gsize o = 0; o < panel.width; o += LANES) {
      for (guint lane = 0; lane < LANES; lane++)
        for (guint tap = 0; tap < 9; tap++)
          g[tap * LANES + lane] = real_matrix_row (weight, panel.first + o + lane)[tap * c->in.channels + i];
      network_winograd_windows (g, to + i * panel.width + o, c->in.channels * c->padded);
    }
}

/* [value][panel of the channels in][out][width], of the windows turned by half a turn. */
static void
pack_windows_back (gsize index, guint member, gpointer data)
{
  NetworkConvolution *c = data;
  const NetworkGridPanel panel = network_grid_panel (c->in.channels, index);
  real *to = c->packed_back + c->out.channels * panel.first, g[9 * LANES];

  for (gsize o = 0; o < c->out.channels; o++)
    for (gsize i = 0; i < panel.width; i += LANES) {
      const real *weight = real_matrix_row (c->layer->parameters[0].value, o) + panel.first + i;

      for (guint tap = 0; tap < 9; tap++)
        memcpy (g + tap * LANES, weight + (8 - tap) * c->in.channels, LANES * sizeof (real));
      network_winograd_windows (g, to + o * panel.width + i, c->out.channels * c->in.channels);
    }
}

void
network_convolution_pack (NetworkConvolution *convolution, NetworkMode mode, NumericTeam *team)
{
  const gboolean windows = convolution->winograd;

  numeric_team_run (team, network_grid_n_panels (convolution->out.channels),
                    windows ? pack_windows : pack_panel, convolution);
  if (mode == NETWORK_TRAINING)
    numeric_team_run (team, network_grid_n_panels (convolution->in.channels),
                      windows ? pack_windows_back : pack_panel_back, convolution);
}

/* n pixels of an image, or what the norm and ReLU make of them. */
static void
copy_pixels (NetworkImages image, gsize n, gsize channels, real *to)
{
  if (image.norm == NULL)
    memcpy (to, image.values, n * channels * sizeof (real));
  else
    network_norm_apply (image.norm, real_matrix ((real *)image.values, n, channels),
                        real_matrix (to, n, channels), TRUE);
}

/* The image within its border of zeros, with channels up to `padded`; with a norm these are all. */
static void
lay_out (const NetworkConvolution *c, NetworkVolume volume, NetworkImages image, gsize padded, real *to)
{
  const gsize row = bordered_width (c, volume) * padded, side = c->border * padded;
  const gsize line = (gsize)volume.width * volume.channels;

  memset (to, 0, c->border * row * sizeof (real));
  to += c->border * row;
  for (guint y = 0; y < volume.height; y++, to += row, image.values += line) {
    memset (to, 0, side * sizeof (real));
    if (padded == volume.channels)
      copy_pixels (image, volume.width, padded, to + side);
    else
      for (guint x = 0; x < volume.width; x++) {
        real *pixel = to + side + x * padded;

        memcpy (pixel, image.values + (gsize)x * volume.channels, volume.channels * sizeof (real));
        memset (pixel + volume.channels, 0, (padded - volume.channels) * sizeof (real));
      }
    memset (to + row - side, 0, side * sizeof (real));
  }
  memset (to, 0, c->border * row * sizeof (real));
}

/* From the values of n images of `from` channels to images of `to` channels, by the windows `packed`. */
static void
multiply_pieces (const NetworkConvolution *c,
                 const real *packed,
                 gsize from,
                 gsize to,
                 gsize n,
                 gboolean add,
                 real *output,
                 real *scratch)
{
  static const gsize start = 0;
  const gsize rows = n * pieces (c), pixels = (gsize)c->in.height * c->in.width;
  const NetworkGrid grid = { 1, rows, 0, from, 0, to };
  real *products = scratch + all_values (c, n, from);

  for (guint v = 0; v < NETWORK_WINOGRAD_VALUES; v++)
    for (gsize p = 0; p < network_grid_n_panels (to); p++) {
      const NetworkGridPanel panel = network_grid_panel (to, p);
      NetworkConvolutionTile tile = {
        .a = scratch + v * value_distance (c, n, from),
        .a_next = 1,
        .a_starts = &start,
        .b = packed + v * from * to + from * panel.first,
        .b_next = panel.width,
        .b_starts = &start,
        .n_stretches = 1,
        .length = from,
        .c = products + v * value_distance (c, n, to) + panel.first,
      };

      network_grid_compute (&tile, &grid, &panel);
    }
  for (gsize i = 0; i < n; i++)
    network_winograd_give (products + i * pieces (c) * to, value_distance (c, n, to), c->in.height,
                           c->in.width, to, add, output + i * pixels * to);
}

/* The values of n images of `channels`, from where multiply_pieces takes them; `buffer` is for an image. */
static void
take_pieces (
    const NetworkConvolution *c, NetworkImages images, gsize channels, gsize n, real *values, real *buffer)
{
  const gsize pixels = (gsize)c->in.height * c->in.width;

  for (gsize i = 0; i < n; i++, images.values += pixels * channels) {
    if (images.norm != NULL)
      copy_pixels (images, pixels, channels, buffer);
    network_winograd_take (images.norm != NULL ? buffer : images.values, c->in.height, c->in.width, channels,
                           values + i * pieces (c) * channels, value_distance (c, n, channels));
  }
}

/* Room for an image of the input, behind what Winograd's passes need. */
static real *
image_buffer (const NetworkConvolution *c, real *scratch)
{
  return scratch + network_convolution_scratch (c) - network_volume_size (c->in);
}

static void
forward_image (const NetworkConvolution *c, NetworkImages input, real *output, real *scratch)
{
  const gsize pixel = (gsize)c->stride * c->in.channels;
  const NetworkGrid grid = {
    c->out.height,
    c->out.width,
    bordered_width (c, c->in) * pixel,
    pixel,
    (gsize)c->out.width * c->out.channels,
    c->out.channels,
  };
  const gboolean bias = c->layer->n_parameters > 1;

  lay_out (c, c->in, input, c->in.channels, scratch);
  for (gsize p = 0; p < network_grid_n_panels (c->out.channels); p++) {
    const NetworkGridPanel panel = network_grid_panel (c->out.channels, p);
    gsize a_starts[3], b_starts[3];
    NetworkConvolutionTile tile = {
      .a = scratch,
      .a_next = 1,
      .a_starts = a_starts,
      .b = c->packed + depth (c) * panel.first,
      .b_next = panel.width,
      .b_starts = b_starts,
      .n_stretches = c->kernel,
      .length = (gsize)c->kernel * c->in.channels,
      .c = output + panel.first,
      .add = bias,
    };

    forward_starts (c, a_starts, b_starts);
    for (guint y = 0; y < c->kernel; y++)
      b_starts[y] *= panel.width;
    network_grid_compute (&tile, &grid, &panel);
  }
}

void
network_convolution_forward (
    const NetworkConvolution *c, NetworkImages input, gsize n, real *output, real *scratch)
{
  const gsize in = network_volume_size (c->in), out = network_volume_size (c->out);
  const gboolean bias = c->layer->n_parameters > 1;

  for (gsize i = 0; bias && i < n * c->out.height * c->out.width; i++)
    memcpy (output + i * c->out.channels, c->layer->parameters[1].value.data,
            c->out.channels * sizeof (real));
  for (gsize i = 0, count; i < n; i += count, input.values += count * in) {
    count = c->winograd ? MIN (network_convolution_together (c), n - i) : 1;
    if (c->winograd) {
      take_pieces (c, input, c->in.channels, count, scratch, image_buffer (c, scratch));
      multiply_pieces (c, c->packed, c->in.channels, c->out.channels, count, bias, output + i * out, scratch);
    } else
      forward_image (c, input, output + i * out, scratch);
  }
}

/* Rows of the sums that are the weights': for Winograd [value][in], else as the weights' columns. */
static gsize
weight_rows (const NetworkConvolution *c)
{
  return c->winograd ? NETWORK_WINOGRAD_VALUES * c->in.channels : depth (c);
}

gsize
network_convolution_sums_rows (const NetworkConvolution *c)
{
  return weight_rows (c) + 1;
}

/* The bias's part. */
static void
add_bias_sums (const NetworkConvolution *c, const real *output_gradient, gsize n, gboolean add, real *sums)
{
  real *bias = sums + weight_rows (c) * c->padded;

  if (c->layer->n_parameters < 2)
    return;
  if (!add)
    memset (bias, 0, c->padded * sizeof (real));
  for (gsize p = 0; p < n * c->out.height * c->out.width; p++)
    for (gsize o = 0; o < c->out.channels; o++)
      bias[o] += output_gradient[p * c->out.channels + o];
}

/* Where n images' gradients are as dM, behind what multiply_pieces needs; the input's values are where its
 * products will be. */
static real *
gradient_values (const NetworkConvolution *c, gsize n, real *scratch)
{
  return scratch + all_values (c, n, c->padded) + all_values (c, n, c->in.channels);
}

/* The weights' part, of n images' values. */
static void
add_piece_sums (const NetworkConvolution *c, gsize n, gboolean add, real *sums, real *scratch)
{
  static const gsize start = 0;
  const gsize rows = n * pieces (c), in = c->in.channels, out = c->padded;
  const NetworkGrid grid = { 1, in, 0, 1, 0, out };
  const real *values = scratch + all_values (c, n, out);

  for (guint v = 0; v < NETWORK_WINOGRAD_VALUES; v++)
    for (gsize p = 0; p < network_grid_n_panels (out); p++) {
      const NetworkGridPanel panel = network_grid_panel (out, p);
      NetworkConvolutionTile tile = {
        .a = values + v * value_distance (c, n, in),
        .a_next = in,
        .a_starts = &start,
        .b = gradient_values (c, n, scratch) + v * value_distance (c, n, out) + panel.first,
        .b_next = out,
        .b_starts = &start,
        .n_stretches = 1,
        .length = rows,
        .c = sums + v * in * out + panel.first,
        .add = add,
      };

      network_grid_compute (&tile, &grid, &panel);
    }
}

/* The outputs' gradients as they are multiplied: where the first pixel is, and the distances. */
typedef struct {
  const real *first;
  gsize image, row;
} Laid;

/* Of n images into `to`, unless they can stay: when nobody goes on to the input, and the channels are whole
 * vectors. */
static Laid
lay_out_gradients (const NetworkConvolution *c, const real *gradients, gsize n, gboolean stay, real *to)
{
  const gsize row = bordered_width (c, c->out) * c->padded, size = bordered_size (c, c->out, c->padded);
  const gsize image = network_volume_size (c->out);

  if (stay && c->padded == c->out.channels)
    return (Laid){ gradients, image, (gsize)c->out.width * c->padded };
  for (gsize i = 0; i < n; i++)
    lay_out (c, c->out, (NetworkImages){ gradients + i * image }, c->padded, to + i * size);
  return (Laid){ to + c->border * (row + c->padded), size, row };
}

/* Of n images of the input as laid out. */
static void
add_sums (
    const NetworkConvolution *c, const real *input, const Laid *gradient, gsize n, gboolean add, real *sums)
{
  const gsize line = (gsize)c->kernel * c->in.channels, row = bordered_width (c, c->in) * c->in.channels;
  const gsize height = c->out.height, n_rows = n * height;
  const NetworkGrid grid = { c->kernel, line, row, 1, line * c->padded, c->padded };
  gsize *a_starts = g_newa (gsize, n_rows), *b_starts = g_newa (gsize, n_rows);

  for (gsize y = 0; y < n_rows; y++) {
    a_starts[y] = y / height * laid_out_size (c) + y % height * c->stride * row;
    b_starts[y] = y / height * gradient->image + y % height * gradient->row;
  }
  for (gsize p = 0; p < network_grid_n_panels (c->padded); p++) {
    const NetworkGridPanel panel = network_grid_panel (c->padded, p);
    NetworkConvolutionTile tile = {
      .a = input,
      .a_next = (gsize)c->stride * c->in.channels,
      .a_starts = a_starts,
      .b = gradient->first + panel.first,
      .b_next = c->padded,
      .b_starts = b_starts,
      .n_stretches = n_rows,
      .length = c->out.width,
      .c = sums + panel.first,
      .add = add,
    };

    network_grid_compute (&tile, &grid, &panel);
  }
}

/* Offsets along one axis whose remainder is `rest`: which k meet it, and at which output they begin, both
 * counted from the first of them. Returns how many. */
static guint
taps_of (const NetworkConvolution *c, guint rest, guint *taps, gsize *begins)
{
  guint n = 0;

  for (guint k = 0; k < c->kernel; k++) {
    const gint distance = (gint)(rest + c->border) - (gint)k;

    if (distance % (gint)c->stride == 0) {
      taps[n] = k;
      begins[n++] = (gsize)(distance / (gint)c->stride + (gint)c->border);
    }
  }
  return n;
}

/* The pixels whose coordinates leave the remainders (rest_y, rest_x), for one panel of the channels in. */
static void
input_gradient_class (const NetworkConvolution *c,
                      const real *gradient,
                      guint rest_y,
                      guint rest_x,
                      const NetworkGridPanel *panel,
                      gboolean add,
                      real *input_gradient)
{
  const gsize pixel = (gsize)c->stride * c->in.channels, width = bordered_width (c, c->out);
  guint taps_y[3], taps_x[3];
  gsize begin_y[3], begin_x[3], a_starts[MOST_TAPS], b_starts[MOST_TAPS];
  const guint n_y = taps_of (c, rest_y, taps_y, begin_y), n_x = taps_of (c, rest_x, taps_x, begin_x);
  const NetworkGrid grid = {
    (c->in.height - rest_y + c->stride - 1) / c->stride,
    (c->in.width - rest_x + c->stride - 1) / c->stride,
    width * c->padded,
    c->padded,
    c->in.width * pixel,
    pixel,
  };
  NetworkConvolutionTile tile = {
    .a = gradient,
    .a_next = 1,
    .a_starts = a_starts,
    .b = c->packed_back + (gsize)c->kernel * c->kernel * c->out.channels * panel->first,
    .b_next = panel->width,
    .b_starts = b_starts,
    .n_stretches = (gsize)n_y * n_x,
    .length = c->out.channels,
    .c = input_gradient + ((gsize)rest_y * c->in.width + rest_x) * c->in.channels + panel->first,
    .add = add,
  };

  for (guint y = 0; y < n_y; y++)
    for (guint x = 0; x < n_x; x++) {
      a_starts[y * n_x + x] = (begin_y[y] * width + begin_x[x]) * c->padded;
      b_starts[y * n_x + x] = ((gsize)taps_y[y] * c->kernel + taps_x[x]) * c->out.channels * panel->width;
    }
  network_grid_compute (&tile, &grid, panel);
}

static void
write_input_gradient (const NetworkConvolution *c, const real *gradient, gboolean add, real *input_gradient)
{
  for (gsize p = 0; p < network_grid_n_panels (c->in.channels); p++) {
    const NetworkGridPanel panel = network_grid_panel (c->in.channels, p);

    for (guint y = 0; y < MIN (c->stride, c->in.height); y++)
      for (guint x = 0; x < MIN (c->stride, c->in.width); x++)
        input_gradient_class (c, gradient, y, x, &panel, add, input_gradient);
  }
}

/* As network_convolution_backward, of images that are done together. */
static void
backward_pieces (const NetworkConvolution *c, const NetworkConvolutionBackward *pass, real *scratch)
{
  const gsize in = c->in.channels, out = c->out.channels, n = pass->n;

  if (pass->sums != NULL) {
    take_pieces (c, pass->input, in, n, scratch + all_values (c, n, out), image_buffer (c, scratch));
    for (gsize i = 0; i < n; i++)
      network_winograd_take_gradient (
          pass->output_gradient + i * network_volume_size (c->out), c->out.height, c->out.width, out,
          gradient_values (c, n, scratch) + i * pieces (c) * out, value_distance (c, n, out));
    add_piece_sums (c, n, pass->add_sums, pass->sums, scratch);
  }
  if (pass->input_gradient == NULL)
    return;
  take_pieces (c, (NetworkImages){ pass->output_gradient }, out, n, scratch, NULL);
  multiply_pieces (c, c->packed_back, out, in, n, pass->add_input_gradient, pass->input_gradient, scratch);
}

/* The same without Winograd. */
static void
backward_images (const NetworkConvolution *c, const NetworkConvolutionBackward *pass, real *scratch)
{
  const gsize size = network_volume_size (c->in), n = pass->n;
  real *to = scratch + n * laid_out_size (c);
  const Laid gradient = lay_out_gradients (c, pass->output_gradient, n, pass->input_gradient == NULL, to);
  NetworkImages input = pass->input;

  for (gsize i = 0; pass->sums != NULL && i < n; i++, input.values += size)
    lay_out (c, c->in, input, c->in.channels, scratch + i * laid_out_size (c));
  if (pass->sums != NULL)
    add_sums (c, scratch, &gradient, n, pass->add_sums, pass->sums);
  for (gsize i = 0; pass->input_gradient != NULL && i < n; i++)
    write_input_gradient (c, to + i * gradient.image, pass->add_input_gradient,
                          pass->input_gradient + i * size);
}

void
network_convolution_backward (const NetworkConvolution *c,
                              const NetworkConvolutionBackward *pass,
                              real *scratch)
{
  const gsize in = network_volume_size (c->in), out = network_volume_size (c->out);
  NetworkConvolutionBackward part = *pass;

  if (pass->sums != NULL)
    add_bias_sums (c, pass->output_gradient, pass->n, pass->add_sums, pass->sums);
  for (gsize i = 0; i < pass->n; i += part.n) {
    part.n = MIN (network_convolution_together (c), pass->n - i);
    part.input.values = pass->input.values + i * in;
    part.output_gradient = pass->output_gradient + i * out;
    part.input_gradient = pass->input_gradient != NULL ? pass->input_gradient + i * in : NULL;
    (c->winograd ? backward_pieces : backward_images) (c, &part, scratch);
    part.add_sums = TRUE;
  }
}

typedef struct {
  NetworkConvolution *convolution;
  const real *sums;
  gsize n_shares;
} Reduction;

/* One value of all shares. */
static real
reduce_value (const Reduction *r, gsize row, gsize o)
{
  const gsize size = network_convolution_sums_rows (r->convolution) * r->convolution->padded;
  real sum = 0;

  for (gsize share = 0; share < r->n_shares; share++)
    sum += r->sums[share * size + row * r->convolution->padded + o];
  return sum;
}

static void
reduce_rows (gsize block, guint member, gpointer data)
{
  const Reduction *r = data;
  NetworkConvolution *c = r->convolution;
  const gsize end = MIN ((block + 1) * REDUCE_ROWS, depth (c));

  for (gsize k = block * REDUCE_ROWS; k < end; k++)
    for (gsize o = 0; o < c->out.channels; o++)
      real_matrix_row (c->layer->parameters[0].gradient, o)[k] = reduce_value (r, k, o);
}

/* Adds to every value, a vector each, the one that is `distance` from the one before. */
NUMERIC_MULTIVERSION static void
add_lanes (const real *from, gsize distance, real *restrict values)
{
  for (guint v = 0; v < NETWORK_WINOGRAD_VALUES; v++)
    for (gsize lane = 0; lane < LANES; lane++)
      values[v * LANES + lane] += from[v * distance + lane];
}

/* The windows of one channel in, from the sums of their values. */
static void
reduce_windows (gsize i, guint member, gpointer data)
{
  const Reduction *r = data;
  NetworkConvolution *c = r->convolution;
  const gsize size = network_convolution_sums_rows (c) * c->padded;
  real values[NETWORK_WINOGRAD_VALUES * LANES], g[9 * LANES];

  for (gsize o = 0; o < c->out.channels; o += LANES) {
    memset (values, 0, sizeof values);
    for (gsize share = 0; share < r->n_shares; share++)
      add_lanes (r->sums + share * size + i * c->padded + o, c->in.channels * c->padded, values);
    network_winograd_windows_gradient (values, LANES, g);
    for (gsize lane = 0; lane < LANES; lane++)
      for (guint tap = 0; tap < 9; tap++)
        real_matrix_row (c->layer->parameters[0].gradient, o + lane)[tap * c->in.channels + i]
            = g[tap * LANES + lane];
  }
}

void
network_convolution_reduce (NetworkConvolution *convolution,
                            const real *sums,
                            gsize n_shares,
                            NumericTeam *team)
{
  Reduction reduction = { convolution, sums, n_shares };

  if (convolution->winograd)
    numeric_team_run (team, convolution->in.channels, reduce_windows, &reduction);
  else
    numeric_team_run (team, (depth (convolution) + REDUCE_ROWS - 1) / REDUCE_ROWS, reduce_rows, &reduction);
  for (gsize o = 0; convolution->layer->n_parameters > 1 && o < convolution->out.channels; o++)
    convolution->layer->parameters[1].gradient.data[o]
        = reduce_value (&reduction, weight_rows (convolution), o);
}
