#include "app/card-grid.h"

#define COLUMN_NATURAL 240

int
collapsar_card_grid_between (int rows)
{
  return (rows - 1) * CARD_GRID_GAP + CARD_GRID_MARGIN_TOP + CARD_GRID_MARGIN;
}

int
collapsar_card_grid_minimum (int column)
{
  return 2 * column + CARD_GRID_GAP + 2 * CARD_GRID_MARGIN;
}

int
collapsar_card_grid_natural (void)
{
  return 3 * COLUMN_NATURAL + 2 * CARD_GRID_GAP + 2 * CARD_GRID_MARGIN;
}

/* Where line `index` of `count` begins from `start` to `end`; lines share what does not divide. */
static int
line_start (int index, int count, int start, int end)
{
  return start + index * (end - start + CARD_GRID_GAP) / count;
}

void
collapsar_card_grid_allocate (
    GtkWidget *child, int n_columns, int n_rows, int width, int height, const CollapsarCardPlace *place)
{
  g_return_if_fail (GTK_IS_WIDGET (child));

  int right = width - CARD_GRID_MARGIN, bottom = height - CARD_GRID_MARGIN;
  GtkAllocation cell = {
    .x = line_start (place->column, n_columns, CARD_GRID_MARGIN, right),
    .y = line_start (place->row, n_rows, CARD_GRID_MARGIN_TOP, bottom),
  };
  cell.width = line_start (place->column + place->columns, n_columns, CARD_GRID_MARGIN, right) - CARD_GRID_GAP
               - cell.x;
  cell.height
      = line_start (place->row + place->rows, n_rows, CARD_GRID_MARGIN_TOP, bottom) - CARD_GRID_GAP - cell.y;
  gtk_widget_size_allocate (child, &cell, -1);
}

void
collapsar_card_grid_clear (GtkWidget *widget)
{
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child (widget)) != NULL)
    gtk_widget_unparent (child);
}
