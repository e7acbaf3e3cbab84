/* Where a heat map's parts lie in its rectangle; internal to plot. */
#pragma once

#include "plot/axis.h"
#include "plot/matrix.h"
#include "plot/text.h"

typedef struct {
  double unit;                     /* text size / 11 */
  gboolean words;                  /* FALSE: too small for them */
  double left, top, width, height; /* of the cells together */
  double gap;                      /* between two of them */
  const char *const *row_names;    /* the matrix's names or marks; NULL: none */
  double name_width;
  guint row_step, column_step; /* each so-manieth is named */
  double bar_left, bar_right;
  PlotAxis axis; /* the scale */
  GArray *ticks;
} PlotMatrixLayout;

void plot_matrix_layout_init (
    PlotMatrixLayout *layout, PlotText *text, const PlotMatrix *matrix, double width, double height);
/* Of the numbers in cells: as large as all of them fit, or 0. */
double
plot_matrix_layout_number_size (const PlotMatrixLayout *layout, PlotText *text, const PlotMatrix *matrix);
void plot_matrix_layout_clear (PlotMatrixLayout *layout);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlotMatrixLayout, plot_matrix_layout_clear)
