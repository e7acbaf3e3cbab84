/* Fewer points that draw the same line; internal to plot. */
#pragma once

#include <glib.h>

typedef struct {
  double x, y; /* y NaN: a gap */
} PlotPoint;

/* Keeps of each column of `column` points' width the first, lowest, highest and last point, in their order,
 * so that the line covers the same pixels; a gap ends a column and is kept once. x must not fall. out has
 * room for n points and may be the points themselves. Returns how many were kept. */
gsize plot_decimate (const PlotPoint *points, gsize n, double column, PlotPoint *out);
