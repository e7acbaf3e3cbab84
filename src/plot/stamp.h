/* A disc that is cut out once and pressed to many places of a raster; internal to plot. */
#pragma once

#include "plot/raster.h"

/* A pixel is so many places wide and high: a disc is at most an eighth of a pixel beside its own. */
#define PLOT_STAMP_PLACES 4

typedef struct {
  float radius, alpha; /* in pixels; of its inside */
  int reach, side;     /* pixels from the middle one to the edge; of the square about all of it */
  int n_lanes;         /* vectors in a row */
  guint32 *shares[PLOT_STAMP_PLACES * PLOT_STAMP_PLACES]; /* by place; NULL until it is needed */
} PlotStamp;

/* Of a disc of that radius on the page. */
void plot_stamp_init (PlotStamp *stamp, const PlotRaster *raster, double radius, double alpha);
void plot_stamp_clear (PlotStamp *stamp);
/* With its centre about (x, y) on the page; ink as of plot_raster_ink. */
void plot_stamp_press (PlotStamp *stamp, const PlotRaster *raster, float x, float y, guint32 ink);
/* Has the pixels about (x, y) brought near the processor, which waits for them else. */
void plot_stamp_fetch (const PlotStamp *stamp, const PlotRaster *raster, float x, float y);
