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

static inline guint32 *
plot_raster_row (const PlotRaster *raster, int y)
{
  return (guint32 *)(void *)(raster->data + (gsize)y * raster->stride);
}

/* pixel * (1 - share) + ink * share on all four bytes at once, rounded; share of 256. */
static inline guint32
plot_raster_mix (guint32 pixel, guint32 ink, guint32 share)
{
  const guint32 half = 0x00800080;
  guint32 rest = 256 - share;
  guint32 low = ((pixel & 0x00ff00ff) * rest + (ink & 0x00ff00ff) * share + half) >> 8;
  guint32 high = ((pixel >> 8) & 0x00ff00ff) * rest + ((ink >> 8) & 0x00ff00ff) * share + half;

  return (low & 0x00ff00ff) | (high & 0xff00ff00);
}

/* The colour as a pixel, opaque. */
guint32 plot_raster_ink (PlotColour colour);
/* The share of a pixel that a disc covers; (dx, dy) from the one's centre to the other's, all in pixels. */
float plot_disc_cover (float radius, float dx, float dy);
void plot_raster_disc (const PlotRaster *raster, double x, double y, double radius, PlotColour colour);
void plot_raster_ring (
    const PlotRaster *raster, double x, double y, double radius, double width, PlotColour colour);
/* Steps of a shade's colours. */
#define PLOT_SHADE_STEPS 64
/* A radial gradient from a circle about (x, y) to one about the disc's centre, in units of its radius; the
 * first lies inside the second. */
typedef struct {
  double x, y, start_radius, end_radius;
  guint32 inks[PLOT_SHADE_STEPS];
} PlotShade;
void
plot_raster_shaded_disc (const PlotRaster *raster, double x, double y, double radius, const PlotShade *shade);
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
