/* Where a chart's axes lie in its rectangle. Lengths are given for axis labels of 11 points, as in the
 * mock-up, and grow with the theme's text ("unit"). The margins follow from the labels' characters rather
 * than from their measured width, so that drawing, the cross-hair's layer and the pointer agree without a
 * layout of text. */
#pragma once

#include "plot/axis.h"
#include "plot/text.h"
#include "plot/theme.h"

/* Of an exponent, of the text's size */
#define PLOT_RAISED_SIZE 0.76

typedef struct {
  double unit; /* text size / 11 */
  double left, right, top, bottom;
  PlotAxis x, y;
  GArray *x_ticks, *y_ticks;
  gboolean has_second;
  PlotAxis second; /* on the right */
  GArray *second_ticks;
  gboolean words; /* FALSE: too small for them */
} PlotFrame;

/* What is written around the axes, with units; NULL for none. */
typedef struct {
  const char *title, *subtitle;
  const char *short_subtitle; /* where there is no room for the other */
  const char *x_label, *y_label, *second_label;
  const PlotColour *y_colour, *second_colour; /* of their labels; NULL as all others */
} PlotFrameWords;

/* Clear with plot_frame_clear. */
void plot_frame_init (
    PlotFrame *frame, const PlotChart *chart, const PlotTheme *theme, double width, double height);
/* Likewise of a frame that has its axes, and x_ticks where they are not to be the axis's own; all else 0. */
void plot_frame_place (
    PlotFrame *frame, const PlotFrameWords *words, const PlotTheme *theme, double width, double height);
void plot_frame_clear (PlotFrame *frame);
double plot_frame_x (const PlotFrame *frame, double epoch);
/* Where the line from point i of a curve to the next is at a share of the axis of epochs: as it is drawn,
 * however far outside the points lie. */
void plot_frame_cross (const PlotFrame *frame,
                       const PlotSeries *series,
                       const double *values,
                       gsize i,
                       double share,
                       double *x,
                       double *y);
/* Whether it is within the axis. */
gboolean plot_frame_has_x (const PlotFrame *frame, double epoch);
double plot_frame_y (const PlotFrame *frame, double value);
/* Of a value on the second axis. */
double plot_frame_second_y (const PlotFrame *frame, double value);
/* About the width of a tick's label in text of that size. */
double plot_frame_label_width (const PlotTick *tick, double size);

/* Whether the target keeps lines as such, so that they are not to be fitted to pixels. */
gboolean plot_is_vector (cairo_t *cr);
/* Lines of that width that cover whole pixels. */
void plot_level_line (cairo_t *cr, double x0, double x1, double y, double line);
void plot_upright_line (cairo_t *cr, double x, double y0, double y1, double line);

/* A tick's label and its raised exponent, as one, aligned at x. */
void plot_frame_draw_tick_label (
    PlotText *text, const PlotTick *tick, double x, double y, double align, PlotColour colour);
/* The title, moved to the right by `inset`, and the axes with all that is written on them. */
void plot_frame_draw_title (
    PlotText *text, const PlotFrame *frame, const PlotFrameWords *words, double width, double inset);
void plot_frame_draw_axes (
    PlotText *text, const PlotFrame *frame, const PlotFrameWords *words, double width, double height);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlotFrame, plot_frame_clear)
