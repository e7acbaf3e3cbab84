/* A chart of points with error bars: how two quantities go together. */
#pragma once

#include "plot/chart.h"

typedef struct {
  double x, y;          /* not finite, or 0 and less on a log axis: not drawn */
  double x_low, x_high; /* ends of the error bars; not finite: none */
  double y_low, y_high;
  guint regime;      /* style; a muted one is hollow, small and has no label */
  const char *label; /* NULL: none */
  guint path;        /* points of the same path, other than 0, are joined in their order by a thin line */
} PlotScatterPoint;

typedef struct {
  const char *title, *subtitle; /* NULL: none */
  const char *x_label, *y_label;
  PlotAxisKind x_kind;
  gboolean percent;                 /* y is a share, shown in per cent; y_label gets ", %" */
  const char *left_end, *right_end; /* what it means to be at the ends of the x axis; NULL: nothing */
  const PlotScatterPoint *points;
  gsize n_points;
  const double *trend_x, *trend_y; /* a smooth line behind the points */
  gsize n_trend;                   /* 0: none */
  const char *const *facts;        /* lines of a box, the first the main one; NULL-terminated, NULL: none */
  const char *empty;               /* what is said in the middle when there is no point; NULL: nothing */
} PlotScatter;

/* The background is the caller's to paint. Labels are beside their points where there is room for all of
 * them, with a line to the point where they had to move; else below the chart as a legend. The box lies where
 * it covers no point, and is left out where it would take too much of the plot. */
void plot_scatter_draw (
    cairo_t *cr, const PlotScatter *scatter, const PlotTheme *theme, double width, double height);
/* With the title moved to the right by `inset`, to make room for a panel's letter. */
void plot_scatter_draw_inset (cairo_t *cr,
                              const PlotScatter *scatter,
                              const PlotTheme *theme,
                              double width,
                              double height,
                              double inset);
/* The point under (x, y) in the chart of that size, the nearest of several; -1 for none. */
gint plot_scatter_point_at (
    const PlotScatter *scatter, const PlotTheme *theme, double width, double height, double x, double y);
/* A ring about a point, as of the one under the pointer; a layer above the chart. */
void plot_scatter_draw_ring (cairo_t *cr,
                             const PlotScatter *scatter,
                             const PlotTheme *theme,
                             double width,
                             double height,
                             guint point);
