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
  const char *title; /* of the axis: "NC1 (train)" */
  PlotAxisKind kind;
  gboolean percent; /* values are shares, shown in per cent */
  const PlotDotsRow *rows;
  guint n_rows;
} PlotDots;

/* How high it is to be, in points. */
double plot_dots_height (const PlotDots *dots, const PlotTheme *theme);
/* Into the rectangle 0, 0, width, height; the background is the caller's to paint. */
void plot_dots_draw (cairo_t *cr, const PlotDots *dots, const PlotTheme *theme, double width, double height);
