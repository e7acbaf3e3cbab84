/* A heat map: numbers in rows and columns as colours, with a colour bar.
 *
 * Two colour scales (matrix-colour.c), both of even steps in OKLab and both of one direction in lightness, so
 * that grey prints and viewers of any colour vision read the same order:
 * - sequential: from near the background, what is little, to the foreground's side, what is much;
 * - diverging: the lightness is the value, the same whatever the centre; the hue is the side of the centre on
 *   which it lies, blue below and yellow above, and what is on the centre is grey. */
#pragma once

#include "plot/chart.h"

typedef struct {
  const char *title, *subtitle;
  const char *short_subtitle; /* where there is no room for the other; NULL: the same, cut short */
  const char *x_label, *y_label;
  guint n_rows, n_columns;
  const double *values;                            /* n_rows x n_columns; not finite: no value, struck out */
  const char *const *row_names, *const *row_marks; /* n_rows; marks are short ones where names have no room;
                                                      NULL: none */
  const char *const *column_marks;                 /* n_columns */
  gboolean square;                                 /* cells as high as they are wide */
  PlotAxisKind kind;
  gboolean percent;   /* values are shares, shown in per cent */
  gboolean diverging; /* about `centre`; of a linear scale */
  double centre;
  const char *centre_name; /* what the colour bar calls it: "−1/9"; NULL: nothing */
  guint decimals;          /* of the numbers in cells, 0: three figures */
  double minimum, maximum; /* both 0: from the data */
  const char *blank;       /* said in the middle where there is no cell */
} PlotMatrix;

/* The background is the caller's to paint. Numbers stand in the cells where all of them fit; names that have
 * no room are thinned out evenly. Where there are more columns or rows than can be told apart, what is drawn
 * of those that share a place is their mean on the scale: of a log scale the geometric mean. */
void
plot_matrix_draw (cairo_t *cr, const PlotMatrix *matrix, const PlotTheme *theme, double width, double height);
/* With the title moved to the right by `inset`, to make room for a panel's letter. */
void plot_matrix_draw_inset (
    cairo_t *cr, const PlotMatrix *matrix, const PlotTheme *theme, double width, double height, double inset);
/* A frame about a cell, or where row or column is -1 about all of a column or row; a layer above the matrix.
 * Nothing for cells that are not there. */
void plot_matrix_draw_mark (cairo_t *cr,
                            const PlotMatrix *matrix,
                            const PlotTheme *theme,
                            double width,
                            double height,
                            gint row,
                            gint column);
/* The cell under (x, y) in the matrix of that size; FALSE for none. */
gboolean plot_matrix_cell_at (const PlotMatrix *matrix,
                              const PlotTheme *theme,
                              double width,
                              double height,
                              double x,
                              double y,
                              guint *row,
                              guint *column);
/* The least and the greatest value of the scale: its own or, where both are 0, of the data. */
void plot_matrix_range (const PlotMatrix *matrix, double *minimum, double *maximum);
/* A number as in a cell; free with g_free. */
char *plot_matrix_format (const PlotMatrix *matrix, double value);
