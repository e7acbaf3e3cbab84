#include "network/convolution-grid.h"

#include <string.h>

#define LANES NETWORK_CONVOLUTION_LANES
#define MOST_TILE (14 * 2 * LANES)

gsize
network_grid_whole_vectors (gsize columns)
{
  return (columns + LANES - 1) / LANES * LANES;
}

gsize
network_grid_n_panels (gsize columns)
{
  const gsize most = (gsize)network_convolution_vectors () * LANES;

  return (columns + most - 1) / most;
}

NetworkGridPanel
network_grid_panel (gsize columns, gsize index)
{
  const gsize most = (gsize)network_convolution_vectors () * LANES, first = index * most;
  const gsize valid = MIN (columns - first, most);

  return (NetworkGridPanel){ first, network_grid_whole_vectors (valid), valid };
}

/* A tile into columns that are not whole vectors goes by way of memory of its own. */
static void
compute_part (NetworkConvolutionTile *tile,
              NetworkConvolutionFunc compute,
              guint run,
              guint groups,
              const NetworkGridPanel *panel)
{
  const NetworkConvolutionTile direct = *tile;
  real buffer[MOST_TILE];

  tile->c = buffer;
  tile->c_step = panel->width;
  tile->c_jump = (gssize)(run * panel->width);
  for (guint i = 0; tile->add && i < run * groups; i++)
    memcpy (buffer + i * panel->width, direct.c + (i / run) * direct.c_jump + (i % run) * direct.c_step,
            panel->valid * sizeof (real));
  compute (tile);
  for (guint i = 0; i < run * groups; i++)
    memcpy (direct.c + (i / run) * direct.c_jump + (i % run) * direct.c_step, buffer + i * panel->width,
            panel->valid * sizeof (real));
}

/* Runs of one length: `count` in each row of the grid, from column `first`, two at a time. */
static void
walk_runs (const NetworkConvolutionTile *origin,
           const NetworkGrid *grid,
           gsize first,
           gsize count,
           guint run,
           const NetworkGridPanel *p)
{
  const guint vectors = (guint)(p->width / LANES);
  const NetworkConvolutionFunc one = network_convolution_func (run, 1, vectors);
  const NetworkConvolutionFunc both = network_convolution_func (run, 2, vectors);

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
    if (p->valid == p->width)
      (two ? both : one) (&tile);
    else
      compute_part (&tile, two ? both : one, run, two ? 2 : 1, p);
  }
}

void
network_grid_compute (NetworkConvolutionTile *origin, const NetworkGrid *grid, const NetworkGridPanel *panel)
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
