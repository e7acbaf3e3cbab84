/* A point plot: estimates with their spread at a few named places, joined by lines; on one axis of values or
 * on two. */
#pragma once

#include "plot/chart.h"

typedef struct {
  const char *name, *short_name; /* the latter where there is no room for all names; NULL: the same */
  double at;                     /* rising along the axis */
} PlotPlace;

typedef struct {
  const char *label; /* NULL: none */
  PlotAxisKind kind;
  gboolean percent;   /* shares, shown in per cent; the label gets ", %" */
  gboolean from_zero; /* a linear axis that begins at 0, or below */
  gboolean has_style; /* the label is in the colour of `style` */
  guint style;
} PlotPointAxis;

typedef struct {
  const char *name; /* for the legend; NULL: not there */
  guint style;
  gboolean second;          /* on the right axis */
  const double *y;          /* at each place; not finite: a gap */
  const double *low, *high; /* of its spread; NULL or not finite: none */
  gboolean band;            /* a band, and not error bars */
  gboolean joined;          /* over gaps, too: the places between were not measured */
} PlotPointLine;

/* A place that stands out. */
typedef struct {
  guint place;
  const char *words; /* in its band */
  guint style;
} PlotPlaceMark;

typedef struct {
  const char *title, *subtitle; /* NULL: none */
  const char *x_label;
  const PlotPlace *places;
  guint n_places;
  double room; /* beyond the first and the last place, of the distance between these */
  PlotPointAxis axis, second;
  const PlotPointLine *lines;
  guint n_lines;
  const PlotPlaceMark *marks;
  guint n_marks;
  const char *empty; /* what is said in the middle when there is no line; NULL: nothing */
} PlotPointplot;

/* The background is the caller's to paint. The legend stands on the right of the plot, or below it where that
 * would be too narrow. */
void plot_pointplot_draw (
    cairo_t *cr, const PlotPointplot *chart, const PlotTheme *theme, double width, double height);
/* With the title moved to the right by `inset`, to make room for a panel's letter. */
void plot_pointplot_draw_inset (cairo_t *cr,
                                const PlotPointplot *chart,
                                const PlotTheme *theme,
                                double width,
                                double height,
                                double inset);
/* What is under (x, y) in the chart of that size: the nearest line and its place. FALSE for nothing. */
gboolean plot_pointplot_at (const PlotPointplot *chart,
                            const PlotTheme *theme,
                            double width,
                            double height,
                            double x,
                            double y,
                            guint *line,
                            guint *place);
/* A ring about a line's point at a place, as of the one under the pointer; a layer above the chart. */
void plot_pointplot_draw_ring (cairo_t *cr,
                               const PlotPointplot *chart,
                               const PlotTheme *theme,
                               double width,
                               double height,
                               guint line,
                               guint place);
