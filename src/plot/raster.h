/* Discs, rings and lines written straight to the pixels of an image surface; internal to plot. Positions and
 * sizes are those of the page. */
#pragma once

#include "plot/theme.h"

typedef struct {
  cairo_surface_t *surface;
  guint8 *data;
  int stride;
  double scale, shift_x, shift_y; /* page to pixels */
  int left, top, right, bottom;   /* pixels that may be written */
} PlotRaster;

/* FALSE when cr draws to something else (a file, a recording) or its clip or matrix is not a plain one. */
gboolean plot_raster_init (PlotRaster *raster, cairo_t *cr);
/* Cairo must not draw between begin and end. */
void plot_raster_begin (const PlotRaster *raster);
void plot_raster_end (const PlotRaster *raster);

void plot_raster_disc (const PlotRaster *raster, double x, double y, double radius, PlotColour colour);
void plot_raster_ring (
    const PlotRaster *raster, double x, double y, double radius, double width, PlotColour colour);
/* Dashes of length `on` with gaps of length `off`; on 0: solid. Butt ends. */
void plot_raster_line (const PlotRaster *raster,
                       double x0,
                       double y0,
                       double x1,
                       double y1,
                       double width,
                       double on,
                       double off,
                       PlotColour colour);
