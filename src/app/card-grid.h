/* The grid in which a page's cards lie: what its widgets (board, mosaic) have in common. */
#pragma once

#include <gtk/gtk.h>

#define CARD_GRID_MARGIN 12
/* The tool row above has a margin of its own. */
#define CARD_GRID_MARGIN_TOP 4
#define CARD_GRID_GAP 10
/* Narrower than this there are two columns, from this width on more than three. */
#define CARD_GRID_NARROW 560
#define CARD_GRID_WIDE 1250

/* What the gaps of so many rows and the margins take, pixels. */
int collapsar_card_grid_between (int rows);
/* What two columns at least this wide take. */
int collapsar_card_grid_minimum (int column);
/* What three columns want. */
int collapsar_card_grid_natural (void);

/* A card's place in a grid, and how many columns and rows it takes. */
typedef struct {
  int column, row, columns, rows;
} CollapsarCardPlace;

/* Gives a child its place in a grid of n_columns x n_rows over width x height. */
void collapsar_card_grid_allocate (
    GtkWidget *child, int n_columns, int n_rows, int width, int height, const CollapsarCardPlace *place);
/* Lets go of all children, for dispose. */
void collapsar_card_grid_clear (GtkWidget *widget);
