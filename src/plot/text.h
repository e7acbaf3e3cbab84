/* Text by Pango in lines that are kept from drawing to drawing; internal to plot. Sizes are in points of the
 * page, which on a screen are its pixels. */
#pragma once

#include "plot/text-lines.h"
#include "plot/theme.h"

typedef struct {
  cairo_t *cr;
  const PlotTheme *theme;
  PlotTextLines *lines;
  GPtrArray *layer; /* that takes the text in place of the picture (text-layer.h), or NULL; borrowed */
} PlotText;

typedef struct {
  double size;
  gboolean bold;
  gboolean tabular; /* figures of one width, for numbers that change */
  PlotColour colour;
  double max_width; /* ellipsis beyond; 0: no limit */
  gboolean mark;    /* part of the picture, as a ball's number, which others may cover: never in a layer */
} PlotTextStyle;

void plot_text_init (PlotText *text, cairo_t *cr, const PlotTheme *theme);
/* The same where a chart's drawing in the rectangle 0, 0, width, height begins: clipped to it, without what
 * was left of a path or dash; until cairo_restore. */
void plot_text_begin (PlotText *text, cairo_t *cr, const PlotTheme *theme, double width, double height);
/* Of which widths can be asked, but nothing drawn. */
void plot_text_init_unseen (PlotText *text, const PlotTheme *theme);
void plot_text_clear (PlotText *text);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlotText, plot_text_clear)

double plot_text_width (PlotText *text, const char *string, const PlotTextStyle *style);
/* Draws with the baseline at y and x at `align` (0 left, 0.5 middle, 1 right) of the text. Returns its
 * width. */
double plot_text_draw (
    PlotText *text, const char *string, double x, double y, double align, const PlotTextStyle *style);
/* Turned a quarter to the left, the middle of its baseline at (x, y). */
void
plot_text_draw_upward (PlotText *text, const char *string, double x, double y, const PlotTextStyle *style);
/* Turned to the right. */
void
plot_text_draw_downward (PlotText *text, const char *string, double x, double y, const PlotTextStyle *style);
/* Dim, in the middle of the rectangle 0, 0, width, height, in as many lines as they need: what stands where
 * there is nothing to draw. */
void plot_text_draw_paragraph (PlotText *text, const char *words, double width, double height);
/* The words in lines that fit the width; the last of the lines allowed takes what is left. NULL is no line.
 * Of char *, free with g_ptr_array_unref. */
GPtrArray *plot_text_break (
    PlotText *text, const char *words, const PlotTextStyle *style, double width, guint max_lines);
