/* The words of a page apart from its picture, for files that keep text as text; internal to plot. */
#pragma once

#include "plot/text.h"

/* One line of text, as it is seen. */
typedef struct {
  char *string;
  double x, y;  /* of its anchor on the baseline, in points of the page from its upper left corner */
  double align; /* where the anchor is: 0 at its beginning, 0.5 in the middle, 1 at its end */
  double turn;  /* degrees, clockwise */
  double size, width;
  gboolean bold, tabular;
  PlotColour colour;
} PlotTextRun;

/* From now on text that is drawn on cr is put into the layer (a GPtrArray of PlotTextRun, borrowed), and not
 * on the picture; but for marks. */
void plot_text_layer_attach (cairo_t *cr, GPtrArray *layer);
GPtrArray *plot_text_layer_new (void);
/* The layer of cr, or NULL. */
GPtrArray *plot_text_layer_of (cairo_t *cr);
/* Adds what layout, which has one line, shows with its anchor at (x, y). */
void plot_text_layer_add (GPtrArray *layer,
                          cairo_t *cr,
                          PangoLayout *layout,
                          double x,
                          double y,
                          double align,
                          const PlotTextStyle *style);

/* The layer as a group of SVG's text elements, in the families of a theme (a comma between them). */
void plot_text_layer_to_svg (const GPtrArray *layer, const char *families, GString *svg);
/* The layer as commands of LaTeX's picture environment, whose unit is the point (bp), on a page so high
 * and of that colour. Each line is an argument of \collapsartext{WIDTH}{PLACE}{TEXT}, which is to draw it no
 * longer than it was laid out. */
void plot_text_layer_to_tex (const GPtrArray *layer, double height, PlotColour background, GString *tex);
