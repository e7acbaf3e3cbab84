/* What the parts of a scene share while it is painted: each adds items with a depth and draws its own. */
#pragma once

#include "plot/scene-private.h"

typedef enum {
  PLOT_ITEM_EDGE,
  PLOT_ITEM_RING,
  PLOT_ITEM_DOTS,  /* of one class in one layer of a file */
  PLOT_ITEM_CROWD, /* of all classes in one */
  PLOT_ITEM_TRAIL,
  PLOT_ITEM_SPOKE,
  PLOT_ITEM_SHAFT,
  PLOT_ITEM_LINK,
  PLOT_ITEM_BALL,
  PLOT_ITEM_FACE, /* from here on always drawn by Cairo */
  PLOT_FIRST_OF_CAIRO = PLOT_ITEM_FACE,
  PLOT_ITEM_ORIGIN,
  PLOT_ITEM_IMAGE,
  PLOT_ITEM_HEAD,
} PlotItemKind;

typedef struct {
  double z;
  PlotItemKind kind;
  guint32 a, b; /* class; classes of an edge or link; of a face the place of the one left out; of a trail the
                   class and the moment; dots from a to b */
} PlotItem;

typedef struct {
  PlotText *text;
  cairo_t *cr;
  const PlotScene *scene;
  const PlotTheme *theme;
  PlotView view;
  PlotSpot origin;
  GArray *items; /* PlotItem */
  PlotDot *dots;
  gsize n_dots;
  PlotRaster raster;
  gboolean to_raster;
  PlotSplat *splat; /* of a raster; dots before next are drawn */
  gsize next;
  gboolean writing;  /* to the raster: Cairo waits */
  double head, foot; /* points above and below the geometry that are not its own */
  PlotBox *boxes;    /* of the classes' images, of width 0 where there is no room */
} PlotPainter;

void plot_painter_add (PlotPainter *painter, PlotItemKind kind, double z, guint32 a, guint32 b);
/* A line or, when on > 0, dashes of that length and gaps of length off. */
void plot_painter_line (PlotPainter *painter,
                        const PlotSpot *p,
                        const PlotSpot *q,
                        double width,
                        double on,
                        double off,
                        PlotColour colour);
/* Between two calls of Cairo, or after the last one. */
void plot_painter_set_writing (PlotPainter *painter, gboolean write);

/* The ideal simplex: its edges and the rings at its vertices. */
void plot_ghost_add (PlotPainter *painter);
void plot_ghost_draw_edge (PlotPainter *painter, guint k, guint l);
void plot_ghost_draw_ring (PlotPainter *painter, guint k);

/* Class means: balls on spokes. */
void plot_means_add (PlotPainter *painter);
void plot_means_draw_spoke (PlotPainter *painter, guint k);
void plot_means_draw_ball (PlotPainter *painter, guint k);

/* The paths of the class means, fainter the older they are. */
void plot_trails_add (PlotPainter *painter);
void plot_trails_draw (PlotPainter *painter, guint k, guint moment);

/* A picture of each class beside its mean, where there is room. */
void plot_images_add (PlotPainter *painter);
void plot_images_draw (PlotPainter *painter, guint k);

/* The solid whose corners are the chosen means: its edges have the true distances, faces give it body. */
void plot_solid_add (PlotPainter *painter);
void plot_solid_draw_link (PlotPainter *painter, guint k, guint l);
void plot_solid_draw_face (PlotPainter *painter, guint left_out);

/* The classifier's vectors. */
void plot_arrows_add (PlotPainter *painter);
void plot_arrows_draw_shaft (PlotPainter *painter, guint k);
void plot_arrows_draw_head (PlotPainter *painter, guint k);
