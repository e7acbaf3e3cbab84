/* A chart of curves over epochs: axes, lines, reference lines, cross-hair. */
#pragma once

#include "plot/theme.h"

typedef struct {
  gsize n;
  const double *x; /* rising */
  const double *y; /* not finite: a gap */
  guint regime;    /* style; a muted one is thin and below the others */
  PlotLine line;
  const char *name;  /* for legends; a test curve has its run's */
  gboolean strong;   /* above the others and wider */
  gboolean smoothed; /* of what another series has: what is above 0 and yet less than that is as 0 */
  gboolean faint;    /* thin, below the others: one of those that another series is the mean of */
  const double *lower, *upper; /* of a band about it, with gaps as y; NULL: none */
} PlotSeries;

typedef enum {
  PLOT_AXIS_LINEAR,
  PLOT_AXIS_LOG,
} PlotAxisKind;

typedef struct {
  const char *title;    /* "NC1" */
  const char *subtitle; /* "variability" */
  const char *x_label;  /* NULL: none */
  const char *y_label;
  double x_minimum, x_maximum;
  PlotAxisKind x_kind; /* log: what is before epoch 1 on a line of its own, labelled 0 */
  PlotAxisKind y_kind;
  double y_minimum,
      y_maximum;    /* both 0: from the data in these epochs, rounded outward to a decade or tick */
  gboolean y_close; /* so, but of a log axis closely about what varies little: of a part of a run */
  gboolean
      zero_floor;   /* log axis of a quantity that reaches 0 (error, NC4): zeros on a floor line labelled 0 */
  gboolean percent; /* values are shares, shown in per cent; subtitle or y_label gets ", %" */
  const PlotSeries *series;
  gsize n_series;
  const char *blank; /* said in the middle where no series has a value; NULL: nothing is */
  double reference;  /* a value line, NaN for none */
  const char *reference_label;
  gboolean reference_below; /* its label: what curves come down to is free of them below */
  double terminal; /* epoch of the terminal phase, negative for none; in the style of terminal_regime */
  guint terminal_regime;
  const char *terminal_words;    /* NULL for none */
  const double *drops;           /* epochs at which the learning rate drops or a setting was changed */
  const char *const *drop_words; /* what changes at each; NULL for none */
  gsize n_drops;
} PlotChart;

/* The background is the caller's to paint; theme->background is what is behind (a card's colour may differ
 * from the theme's: copy the theme then).
 *
 * The chart without its cross-hair into the rectangle 0, 0, width, height: what a widget caches. Curves are
 * decimated to at most four points per pixel column. Too small for words (110 x 80 at 11 points of text), it
 * is the curves between bare axes. */
void
plot_chart_draw (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height);
/* The cross-hair at `epoch`: line, marker on each curve (at its end where that comes before), epoch pill.
 * Nothing outside the axis. */
void plot_chart_draw_cursor (
    cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height, double epoch);
/* Fills in y_minimum and y_maximum where they are both 0: a chart that is drawn again and again looks through
 * its values once. */
void plot_chart_fix_values (PlotChart *chart);
/* The epochs from one to another, in either order, as they are being chosen. */
void plot_chart_draw_selection (cairo_t *cr,
                                const PlotChart *chart,
                                const PlotTheme *theme,
                                double width,
                                double height,
                                double from,
                                double to);
/* From where to where the axis of epochs goes in the rectangle. */
void plot_chart_ends (
    const PlotChart *chart, const PlotTheme *theme, double width, double height, double *left, double *right);
/* The epoch at x in the rectangle of that width; clamped to the axis. */
double
plot_chart_epoch_at (const PlotChart *chart, const PlotTheme *theme, double width, double height, double x);
/* What changes at the marks near x, one a line, and whether the terminal phase begins; NULL for none. Free
 * with g_free. */
char *
plot_chart_words_at (const PlotChart *chart, const PlotTheme *theme, double width, double height, double x);
/* The value of a series at the last x <= epoch; NaN before the first. */
double plot_series_value (const PlotSeries *series, double epoch);

/* The place of the first point whose x is not less than the epoch; n where there is none. */
gsize plot_series_first (const PlotSeries *series, double epoch);

/* A number as people write it at three figures: "0.052", "0.0068", "1.2e-5" with a proper minus; locale's
 * point. Free with g_free. */
char *plot_format_number (double value);
char *plot_format_percent (double share);
