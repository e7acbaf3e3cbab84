/* What the files of the scene share: the projection, sizes that follow it, and the parts drawn elsewhere. */
#pragma once

#include "plot/raster.h"
#include "plot/scene.h"
#include "plot/text.h"

/* Radii in points at a scene of 330 points, at the origin's depth. */
#define PLOT_BALL_RADIUS 9.6
#define PLOT_DOT_RADIUS 1.85
/* Balls are painted as if this much nearer, so that their own cloud and arrow leave the number legible. */
#define PLOT_BALL_LIFT 0.25

typedef struct {
  double cos_yaw, sin_yaw, cos_pitch, sin_pitch;
  double centre_x, centre_y;
  double scale;  /* of the geometry, see PlotScene */
  double radius; /* points of one unit at the origin's depth */
  double mark;   /* marks grow with the root of the geometry's size: 1 at 330 points and scale 1 */
  double ball;   /* PLOT_BALL_RADIUS in points here, less when there are many classes */
  double line;   /* like mark, for spokes and arrows; thinner when there are many classes */
  double width, height;
} PlotView;

/* Where something is on the page: x, y in points, z towards the eye in units, scale by perspective. */
typedef struct {
  double x, y, z, scale;
} PlotSpot;

void plot_view_init (
    PlotView *view, const PlotCamera *camera, guint n_classes, double scale, double width, double height);
/* The scene's scale, 1 where it has none. */
double plot_scene_scale (const PlotScene *scene);
/* FALSE when it has no place on the page: not finite, behind the eye or far outside. */
gboolean plot_view_project (const PlotView *view, double x, double y, double z, PlotSpot *spot);
gboolean plot_view_project_float (const PlotView *view, const float *at, PlotSpot *spot);
gboolean plot_view_project_double (const PlotView *view, const double *at, PlotSpot *spot);
/* 0 far, 1 near. */
double plot_depth_near (double z);

/* A point that is to be drawn. */
typedef struct {
  PlotSpot spot;
  guint32 label;
} PlotDot;

void
plot_dot_write (const PlotRaster *raster, const PlotTheme *theme, const PlotView *view, const PlotDot *dot);
/* Fills dots, all of one label, as one path in the colour of depth z. */
void plot_dots_fill (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, const PlotDot *dots, gsize n, double z);

/* A shaded ball with the class's number on it, when there is room. */
void plot_ball_draw (PlotText *text, guint label, double x, double y, double radius, double depth_near);

/* Background and everything but the words, clipped to the rectangle, which leaves `head` and `foot` points
 * free above and below the geometry. */
void plot_scene_draw_geometry (PlotText *text,
                               const PlotScene *scene,
                               const PlotCamera *camera,
                               PlotSceneParts parts,
                               double width,
                               double height,
                               double head,
                               double foot);
/* The words on a screen: over the geometry. */
void plot_scene_draw_hud (PlotText *text, const PlotScene *scene, double width, double height);
/* The scene as a panel of a figure: the words above and below the geometry, the title moved to the right by
 * `inset` to make room for a panel's letter. */
void plot_scene_draw_panel (PlotText *text,
                            const PlotScene *scene,
                            const PlotCamera *camera,
                            PlotSceneParts parts,
                            double width,
                            double height,
                            double inset);
