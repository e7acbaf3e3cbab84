/* Whole matrices by the tiles of convolution-kernel.h: their columns in panels, their rows on a grid.
 * Internal to the folder. */
#pragma once

#include "network/convolution-kernel.h"

/* Columns that are computed together: `width` from `first`, of which `valid` are there. */
typedef struct {
  gsize first, width, valid;
} NetworkGridPanel;

/* Up to whole vectors. */
gsize network_grid_whole_vectors (gsize columns);
gsize network_grid_n_panels (gsize columns);
NetworkGridPanel network_grid_panel (gsize columns, gsize index);

/* Rows of a result that lie on a grid, and how far apart they are in a and in c. */
typedef struct {
  gsize rows, columns;
  gsize a_row, a_column;
  gsize c_row, c_column;
} NetworkGrid;

/* A panel's columns of all rows: each row of the grid in as few runs as possible, of two lengths that differ
 * by one. `origin` is the tile at the grid's first place; its steps and jumps are set here. */
void
network_grid_compute (NetworkConvolutionTile *origin, const NetworkGrid *grid, const NetworkGridPanel *panel);
