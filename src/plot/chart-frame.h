/* Where a chart's axes lie in its rectangle. Lengths are given for axis labels of 11 points, as in the
 * mock-up, and grow with the theme's text ("unit"). The margins follow from the labels' characters rather
 * than from their measured width, so that drawing, the cross-hair's layer and the pointer agree without a
 * layout of text. */
#pragma once

#include "plot/axis.h"
#include "plot/theme.h"

/* Of an exponent, of the text's size */
#define PLOT_RAISED_SIZE 0.76

typedef struct {
  double unit; /* text size / 11 */
  double left, right, top, bottom;
  PlotAxis x, y;
  GArray *x_ticks, *y_ticks;
  gboolean words; /* FALSE: too small for them */
} PlotFrame;

/* Clear with plot_frame_clear. */
void plot_frame_init (
    PlotFrame *frame, const PlotChart *chart, const PlotTheme *theme, double width, double height);
void plot_frame_clear (PlotFrame *frame);
double plot_frame_x (const PlotFrame *frame, double epoch);
double plot_frame_y (const PlotFrame *frame, double value);
/* About the width of a tick's label in text of that size. */
double plot_frame_label_width (const PlotTick *tick, double size);

/* Whether the target keeps lines as such, so that they are not to be fitted to pixels. */
gboolean plot_is_vector (cairo_t *cr);
/* Lines of that width that cover whole pixels. */
void plot_level_line (cairo_t *cr, double x0, double x1, double y, double line);
void plot_upright_line (cairo_t *cr, double x, double y0, double y1, double line);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlotFrame, plot_frame_clear)
