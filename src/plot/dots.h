/* Dots and intervals: a row for each of what is compared, on one axis of values. */
#pragma once

#include "plot/chart.h"

typedef struct {
  const char *label;
  guint regime;         /* style */
  const double *values; /* n, of single seeds; not finite: left out */
  guint n;
  double mean;      /* not finite: no mark */
  double low, high; /* the interval about it; not finite: none */
} PlotDotsRow;

typedef struct {
  const char *heading, *note; /* above, in lines that fit, or NULL */
  const char *title;          /* of the axis: "NC1 (train)" */
  PlotAxisKind kind;
  gboolean percent; /* values are shares, shown in per cent */
  const PlotDotsRow *rows;
  guint n_rows;
} PlotDots;

/* How high it is to be at a width, in points. */
double plot_dots_height (const PlotDots *dots, const PlotTheme *theme, double width);
/* Into the rectangle 0, 0, width, height, as high as it needs to be at most; the background is the caller's
 * to paint. The inset is room for a figure's letter before the heading. */
void plot_dots_draw (cairo_t *cr, const PlotDots *dots, const PlotTheme *theme, double width, double height);
void plot_dots_draw_inset (
    cairo_t *cr, const PlotDots *dots, const PlotTheme *theme, double width, double height, double inset);
