/* The three products of a convolution as tiles over a grid (convolution-kernel.h). With C channels in, O out,
 * a window of k x k, stride s, P the width of the image with its border of zeros:
 *
 *   forward           out[y][x][o]    = sum over ky, and j < k C:  in[(s y + ky) P C + s x C + j]  W[ky k C +
 * j][o] weights' gradient dW[ky][j][o]    = sum over y, and x:         the same of in dout[y][x][o] input's
 * gradient  din[iy][ix][c]  = sum over the taps, and o < O:  dout[oy][ox][o]  W[tap][o][c]
 *
 * where the taps of an input pixel are those (ky, kx) with s oy = iy + border - ky and s ox = ix + border -
 * kx in whole numbers. They are the same for all pixels whose coordinates leave the same remainders by s, so
 * these are done one class after the other, and nothing is ever multiplied by a zero in between. */
#include "network/convolution.h"

#include "network/convolution-kernel.h"

#include <math.h>
#include <string.h>

#define LANES NETWORK_CONVOLUTION_LANES
#define MOST_TAPS 9
#define MOST_TILE (14 * 2 * LANES)
/* Rows of the sums that one member adds up at a time. */
#define REDUCE_ROWS 16

gsize
network_volume_size (NetworkVolume volume)
{
  return (gsize)volume.height * volume.width * volume.channels;
}

static gsize
whole_vectors (gsize columns)
{
  return (columns + LANES - 1) / LANES * LANES;
}

/* Columns that are computed together: `width` from `first`, of which `valid` are there. */
typedef struct {
  gsize first, width, valid;
} Panel;

static gsize
n_panels (gsize columns)
{
  const gsize most = (gsize)network_convolution_vectors () * LANES;

  return (columns + most - 1) / most;
}

static Panel
panel_at (gsize columns, gsize index)
{
  const gsize most = (gsize)network_convolution_vectors () * LANES, first = index * most;
  const gsize valid = MIN (columns - first, most);

  return (Panel){ first, whole_vectors (valid), valid };
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

/* Where the stretches of the forward pass and of the weights' gradient begin; four arrays in `starts`. */
static const gsize *
forward_starts (const NetworkConvolution *c, gboolean weights)
{
  return c->starts + (weights ? c->kernel : 0);
}

static const gsize *
sums_starts (const NetworkConvolution *c, gboolean gradient)
{
  return c->starts + 2 * c->kernel + (gradient ? c->out.height : 0);
}

static void
fill_starts (NetworkConvolution *c)
{
  const gsize row = bordered_width (c, c->in) * c->in.channels;
  const gsize gradient_row = bordered_width (c, c->out) * c->padded;

  c->starts = g_new (gsize, 2 * (c->kernel + c->out.height));
  for (guint y = 0; y < c->kernel; y++) {
    c->starts[y] = y * row;
    c->starts[c->kernel + y] = (gsize)y * c->kernel * c->in.channels;
  }
  for (guint y = 0; y < c->out.height; y++) {
    c->starts[2 * c->kernel + y] = y * c->stride * row;
    c->starts[2 * c->kernel + c->out.height + y] = (y + c->border) * gradient_row + c->border * c->padded;
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

  c->in = in;
  c->kernel = kernel;
  c->stride = stride;
  c->border = kernel / 2;
  c->out = (NetworkVolume){ (in.height - 1) / stride + 1, (in.width - 1) / stride + 1, outputs };
  c->padded = whole_vectors (outputs);
  c->layer = network_layer_new_convolution (name, depth (c), outputs, bias, random);
  c->packed = real_alloc (depth (c) * c->padded);
  c->packed_back = real_alloc ((gsize)kernel * kernel * outputs * whole_vectors (in.channels));
  fill_starts (c);
  return c;
}

void
network_convolution_free (NetworkConvolution *convolution)
{
  g_aligned_free (convolution->packed);
  g_aligned_free (convolution->packed_back);
  g_free (convolution->starts);
  g_free (convolution);
}

gsize
network_convolution_scratch (const NetworkConvolution *c)
{
  return whole_vectors (bordered_size (c, c->in, c->in.channels)) + bordered_size (c, c->out, c->padded);
}

/* Packing */

/* Panel by panel [depth][width], zeros in the columns that are not there. */
static void
pack_panel (gsize index, guint member, gpointer data)
{
  NetworkConvolution *c = data;
  const RealMatrix weight = c->layer->parameters[0].value;
  const Panel panel = panel_at (c->out.channels, index);
  real *to = c->packed + depth (c) * panel.first;

  for (gsize o = 0; o < panel.valid; o++) {
    const real *from = real_matrix_row (weight, panel.first + o);

    for (gsize k = 0; k < depth (c); k++)
      to[k * panel.width + o] = from[k];
  }
}

/* Panel by panel of the channels in: [tap][out][width]. */
static void
pack_panel_back (gsize index, guint member, gpointer data)
{
  NetworkConvolution *c = data;
  const RealMatrix weight = c->layer->parameters[0].value;
  const Panel panel = panel_at (c->in.channels, index);
  const gsize taps = (gsize)c->kernel * c->kernel;
  real *to = c->packed_back + taps * c->out.channels * panel.first;

  for (gsize tap = 0; tap < taps; tap++)
    for (gsize o = 0; o < c->out.channels; o++, to += panel.width)
      memcpy (to, real_matrix_row (weight, o) + tap * c->in.channels + panel.first,
              panel.valid * sizeof (real));
}

void
network_convolution_pack (NetworkConvolution *convolution, NumericTeam *team)
{
  numeric_team_run (team, n_panels (convolution->out.channels), pack_panel, convolution);
  numeric_team_run (team, n_panels (convolution->in.channels), pack_panel_back, convolution);
}

/* Tiles */

/* Rows of a result that lie on a grid, and how far apart they are in a and in c. */
typedef struct {
  gsize rows, columns;
  gsize a_row, a_column;
  gsize c_row, c_column;
} Grid;

/* A tile into columns that are not whole vectors goes by way of memory of its own. */
static void
compute_tile (NetworkConvolutionTile *tile, guint run, guint groups, const Panel *panel)
{
  const guint vectors = (guint)(panel->width / LANES);
  const NetworkConvolutionTile direct = *tile;
  real buffer[MOST_TILE];

  if (panel->valid == panel->width) {
    network_convolution_tile (tile, run, groups, vectors);
    return;
  }
  tile->c = buffer;
  tile->c_step = panel->width;
  tile->c_jump = (gssize)(run * panel->width);
  for (guint i = 0; tile->add && i < run * groups; i++)
    memcpy (buffer + i * panel->width, direct.c + (i / run) * direct.c_jump + (i % run) * direct.c_step,
            panel->valid * sizeof (real));
  network_convolution_tile (tile, run, groups, vectors);
  for (guint i = 0; i < run * groups; i++)
    memcpy (direct.c + (i / run) * direct.c_jump + (i % run) * direct.c_step, buffer + i * panel->width,
            panel->valid * sizeof (real));
}

/* Runs of one length: `count` in each row of the grid, from column `first`, two at a time. */
static void
walk_runs (const NetworkConvolutionTile *origin,
           const Grid *grid,
           gsize first,
           gsize count,
           guint run,
           const Panel *p)
{
  for (gsize i = 0; i < grid->rows * count; i += 2) {
    const gboolean two = i + 1 < grid->rows * count;
    const gsize y = i / count, x = first + (i % count) * run;
    const gsize next_y = (i + 1) / count, next_x = first + ((i + 1) % count) * run;
    NetworkConvolutionTile tile = *origin;

    tile.a += y * grid->a_row + x * grid->a_column;
    tile.c += y * grid->c_row + x * grid->c_column;
    if (two) {
      tile.a_jump
          = (gssize)((next_y - y) * grid->a_row) + ((gssize)next_x - (gssize)x) * (gssize)grid->a_column;
      tile.c_jump
          = (gssize)((next_y - y) * grid->c_row) + ((gssize)next_x - (gssize)x) * (gssize)grid->c_column;
    }
    compute_tile (&tile, run, two ? 2 : 1, p);
  }
}

/* The whole grid: each of its rows in as few runs as possible, of two lengths that differ by one. */
static void
walk_grid (NetworkConvolutionTile *origin, const Grid *grid, const Panel *panel)
{
  const gsize most = network_convolution_run (), n = (grid->columns + most - 1) / most;
  const gsize length = n > 0 ? grid->columns / n : 0, longer = n > 0 ? grid->columns % n : 0;

  origin->a_step = grid->a_column;
  origin->c_step = grid->c_column;
  if (longer > 0)
    walk_runs (origin, grid, 0, longer, (guint)length + 1, panel);
  if (n > longer)
    walk_runs (origin, grid, longer * (length + 1), n - longer, (guint)length, panel);
}

/* The image within its border of zeros, with channels up to `padded`. */
static void
lay_out (const NetworkConvolution *c, NetworkVolume volume, const real *image, gsize padded, real *to)
{
  const gsize row = bordered_width (c, volume) * padded, side = c->border * padded;
  const gsize line = (gsize)volume.width * volume.channels;

  memset (to, 0, c->border * row * sizeof (real));
  to += c->border * row;
  for (guint y = 0; y < volume.height; y++, to += row, image += line) {
    memset (to, 0, side * sizeof (real));
    if (padded == volume.channels)
      memcpy (to + side, image, line * sizeof (real));
    else
      for (guint x = 0; x < volume.width; x++) {
        real *pixel = to + side + x * padded;

        memcpy (pixel, image + (gsize)x * volume.channels, volume.channels * sizeof (real));
        memset (pixel + volume.channels, 0, (padded - volume.channels) * sizeof (real));
      }
    memset (to + row - side, 0, side * sizeof (real));
  }
  memset (to, 0, c->border * row * sizeof (real));
}

void
network_convolution_forward (const NetworkConvolution *c, const real *input, real *output, real *scratch)
{
  const gsize pixel = (gsize)c->stride * c->in.channels;
  const Grid grid = {
    c->out.height,
    c->out.width,
    bordered_width (c, c->in) * pixel,
    pixel,
    (gsize)c->out.width * c->out.channels,
    c->out.channels,
  };
  const gboolean bias = c->layer->n_parameters > 1;

  lay_out (c, c->in, input, c->in.channels, scratch);
  for (gsize i = 0; bias && i < (gsize)c->out.height * c->out.width; i++)
    memcpy (output + i * c->out.channels, c->layer->parameters[1].value.data,
            c->out.channels * sizeof (real));
  for (gsize p = 0; p < n_panels (c->out.channels); p++) {
    const Panel panel = panel_at (c->out.channels, p);
    gsize b_starts[3];
    NetworkConvolutionTile tile = {
      .a = scratch,
      .a_next = 1,
      .a_starts = forward_starts (c, FALSE),
      .b = c->packed + depth (c) * panel.first,
      .b_next = panel.width,
      .b_starts = b_starts,
      .n_stretches = c->kernel,
      .length = (gsize)c->kernel * c->in.channels,
      .c = output + panel.first,
      .add = bias,
    };

    for (guint y = 0; y < c->kernel; y++)
      b_starts[y] = forward_starts (c, TRUE)[y] * panel.width;
    walk_grid (&tile, &grid, &panel);
  }
}

gsize
network_convolution_sums_rows (const NetworkConvolution *c)
{
  return depth (c) + 1;
}

/* input and gradient as laid out. */
static void
add_sums (const NetworkConvolution *c, const real *input, const real *gradient, real *sums)
{
  const gsize line = (gsize)c->kernel * c->in.channels;
  const Grid grid
      = { c->kernel, line, bordered_width (c, c->in) * c->in.channels, 1, line * c->padded, c->padded };
  real *bias = sums + depth (c) * c->padded;

  for (gsize p = 0; p < n_panels (c->padded); p++) {
    const Panel panel = panel_at (c->padded, p);
    NetworkConvolutionTile tile = {
      .a = input,
      .a_next = (gsize)c->stride * c->in.channels,
      .a_starts = sums_starts (c, FALSE),
      .b = gradient + panel.first,
      .b_next = c->padded,
      .b_starts = sums_starts (c, TRUE),
      .n_stretches = c->out.height,
      .length = c->out.width,
      .c = sums + panel.first,
      .add = TRUE,
    };

    walk_grid (&tile, &grid, &panel);
  }
  for (guint y = 0; c->layer->n_parameters > 1 && y < c->out.height; y++)
    for (guint x = 0; x < c->out.width; x++)
      for (gsize o = 0; o < c->padded; o++)
        bias[o] += gradient[sums_starts (c, TRUE)[y] + x * c->padded + o];
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
                      const Panel *panel,
                      gboolean add,
                      real *input_gradient)
{
  const gsize pixel = (gsize)c->stride * c->in.channels, width = bordered_width (c, c->out);
  guint taps_y[3], taps_x[3];
  gsize begin_y[3], begin_x[3], a_starts[MOST_TAPS], b_starts[MOST_TAPS];
  const guint n_y = taps_of (c, rest_y, taps_y, begin_y), n_x = taps_of (c, rest_x, taps_x, begin_x);
  const Grid grid = {
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
  walk_grid (&tile, &grid, panel);
}

static void
write_input_gradient (const NetworkConvolution *c, const real *gradient, gboolean add, real *input_gradient)
{
  for (gsize p = 0; p < n_panels (c->in.channels); p++) {
    const Panel panel = panel_at (c->in.channels, p);

    for (guint y = 0; y < MIN (c->stride, c->in.height); y++)
      for (guint x = 0; x < MIN (c->stride, c->in.width); x++)
        input_gradient_class (c, gradient, y, x, &panel, add, input_gradient);
  }
}

void
network_convolution_backward (const NetworkConvolution *c,
                              const real *input,
                              const real *output_gradient,
                              real *sums,
                              real *input_gradient,
                              gboolean add,
                              real *scratch)
{
  real *gradient = scratch + whole_vectors (bordered_size (c, c->in, c->in.channels));

  lay_out (c, c->in, input, c->in.channels, scratch);
  lay_out (c, c->out, output_gradient, c->padded, gradient);
  add_sums (c, scratch, gradient, sums);
  if (input_gradient != NULL)
    write_input_gradient (c, gradient, add, input_gradient);
}

typedef struct {
  NetworkConvolution *convolution;
  const real *sums;
  gsize n_shares;
} Reduction;

static void
reduce_rows (gsize block, guint member, gpointer data)
{
  const Reduction *r = data;
  NetworkConvolution *c = r->convolution;
  const gsize rows = network_convolution_sums_rows (c), size = rows * c->padded;
  const gsize end = MIN ((block + 1) * REDUCE_ROWS, rows);

  for (gsize k = block * REDUCE_ROWS; k < end; k++)
    for (gsize o = 0; o < c->out.channels; o++) {
      const real *part = r->sums + k * c->padded + o;
      real sum = 0;

      for (gsize share = 0; share < r->n_shares; share++)
        sum += part[share * size];
      if (k < depth (c))
        real_matrix_row (c->layer->parameters[0].gradient, o)[k] = sum;
      else if (c->layer->n_parameters > 1)
        c->layer->parameters[1].gradient.data[o] = sum;
    }
}

void
network_convolution_reduce (NetworkConvolution *convolution,
                            const real *sums,
                            gsize n_shares,
                            NumericTeam *team)
{
  Reduction reduction = { convolution, sums, n_shares };

  numeric_team_run (team, (network_convolution_sums_rows (convolution) + REDUCE_ROWS - 1) / REDUCE_ROWS,
                    reduce_rows, &reduction);
}
