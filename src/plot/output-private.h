/* What the files that write figures share. */
#pragma once

#include "plot/figure.h"
#include "plot/text-layer.h"

#define PLOT_PROGRAM "Collapsar"

/* For cairo's streams; closure is a GByteArray. */
cairo_status_t plot_output_append (void *closure, const unsigned char *data, unsigned int length);
/* Draws on a surface that writes a file, and gives it up. The text goes into the layer, where that is not
 * NULL. */
cairo_status_t plot_output_draw (cairo_surface_t *surface, const PlotFigure *figure, GPtrArray *layer);

cairo_status_t plot_output_pdf (const PlotFigure *figure, GPtrArray *layer, GByteArray *file);
cairo_status_t plot_output_svg (const PlotFigure *figure, GByteArray *file);
/* The text alone: path says what its picture is called. */
cairo_status_t plot_output_tex (const PlotFigure *figure, const char *path, GByteArray *file);
