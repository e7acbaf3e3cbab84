/* What the files of the scene share: the projection, sizes that follow it, and the parts drawn elsewhere. */
#pragma once

#include "plot/labels.h"
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
  double scale;     /* of the geometry, see PlotScene */
  double radius;    /* points of one unit at the origin's depth */
  double mark;      /* marks grow with the root of the geometry's size: 1 at 330 points and scale 1 */
  double ball;      /* PLOT_BALL_RADIUS in points here, less when there are many classes */
  double dot;       /* PLOT_DOT_RADIUS in points here, less when there are many points */
  double dot_alpha; /* of 1, likewise */
  double line;      /* like mark, for spokes and arrows; thinner when there are many classes */
  double width, height;
  double top, bottom; /* points above and below are not drawn: words stand there, or nothing is seen */
  gboolean orthographic;
} PlotView;

/* Where something is on the page: x, y in points, z towards the eye in units, scale by perspective. */
typedef struct {
  double x, y, z, scale;
} PlotSpot;

/* For the scene's numbers of classes and points, and its scale. */
void plot_view_init (
    PlotView *view, const PlotCamera *camera, const PlotScene *scene, double width, double height);
/* The scene's scale, 1 where it has none. */
double plot_scene_scale (const PlotScene *scene);
/* FALSE when it has no place on the page: not finite, behind the eye or far outside. */
gboolean plot_view_project (const PlotView *view, double x, double y, double z, PlotSpot *spot);
gboolean plot_view_project_float (const PlotView *view, const float *at, PlotSpot *spot);
gboolean plot_view_project_double (const PlotView *view, const double *at, PlotSpot *spot);
/* How much larger than at the origin something is at depth z. */
double plot_view_perspective (const PlotView *view, double z);
/* 0 far, 1 near. */
double plot_depth_near (double z);

/* A point that is to be drawn. */
typedef struct {
  float x, y, z; /* as of a PlotSpot */
  guint32 label;
} PlotDot;

/* The points that are on the page, from back to front; free with g_free. */
PlotDot *plot_dots_collect (const PlotView *view, const PlotScene *scene, gsize *n_dots);
/* Fills dots, all of one label, as one path in the colour of depth z. */
void plot_dots_fill (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, const PlotDot *dots, gsize n, double z);

/* So many dots are a picture in files, in which they lie over each other as on screen: as paths they would be
 * large, and each class flat. */
#define PLOT_DOTS_CROWD 10000
/* Draws dots, sorted by depth, as a picture. */
void plot_dots_paint (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, guint n_classes, const PlotDot *dots, gsize n);

/* What writes dots to a raster; raster, theme and view are borrowed. */
typedef struct _PlotSplat PlotSplat;
PlotSplat *
plot_splat_new (const PlotRaster *raster, const PlotTheme *theme, const PlotView *view, guint n_classes);
void plot_splat_free (PlotSplat *splat);
void plot_splat_dots (PlotSplat *splat, const PlotDot *dots, gsize n);

/* A colour at a depth: further away it is nearer to the background's. */
PlotColour plot_depth_colour (const PlotTheme *theme, PlotColour colour, double near, double alpha);
/* A shaded ball with the class's number on it, when there is room. */
void plot_ball_draw (PlotText *text, guint label, double x, double y, double radius, double near);
/* The same in two: the ball to a raster, the number by Cairo. */
void plot_ball_write (const PlotRaster *raster,
                      const PlotTheme *theme,
                      guint label,
                      double x,
                      double y,
                      double radius,
                      double near);
void plot_ball_number (PlotText *text, guint label, double x, double y, double radius);

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
/* A rounded box of the background that lets some of what is below it through. */
void plot_veil_draw (PlotText *text, PlotBox box, double radius, double alpha);
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
