/* The 3-D scene of one regime at one moment: features as points, class means as balls on spokes, with the
 * paths that they came by and a picture of each class, classifier vectors as arrows, the ideal simplex as a
 * ghost. Drawn by one function on screen, in files and in print.
 *
 * Lengths on the page are points; the scene's unit is the radius of the ideal vertices. */
#pragma once

#include "plot/theme.h"

/* From the eye to the centre, in units; a unit as a share of the height (or width, if less) at zoom 1. */
#define PLOT_SCENE_EYE 4.2
#define PLOT_SCENE_UNIT 0.365

/* Where it is looked at from, scaled by zoom, shifted by pan (in units): in perspective from distance 4.2
 * units, or orthographic, where equal lengths look alike at every depth and parallel lines stay so. */
typedef struct {
  double yaw, pitch; /* radians */
  double zoom;       /* 1: the ideal vertices fill .365 of the height (or width, if less) */
  double pan_x, pan_y;
  gboolean orthographic;
} PlotCamera;

/* The camera from which the ideal vertices are furthest apart on screen; ideal is K x 3. The same for the
 * same vertices. */
PlotCamera plot_camera_best (const double *ideal, guint n_classes);

typedef enum {
  PLOT_SCENE_FEATURES = 1 << 0,
  PLOT_SCENE_MEANS = 1 << 1,
  PLOT_SCENE_CLASSIFIER = 1 << 2,
  PLOT_SCENE_IDEAL = 1 << 3,
  PLOT_SCENE_TRAILS = 1 << 4,
  PLOT_SCENE_IMAGES = 1 << 5,
  PLOT_SCENE_USUAL = 15, /* the first four */
  PLOT_SCENE_ALL = 63,
} PlotSceneParts;

/* Borrowed arrays; anything may be absent (NULL). */
typedef struct {
  guint n_classes;
  gsize n_points;
  const float *points;            /* n x 3 */
  const guint32 *labels;          /* n */
  const float *means;             /* K x 3 */
  const float *classifier;        /* K x 3, unit mean length */
  const double *ideal;            /* K x 3 */
  const char *const *class_names; /* K */
  guint n_trail;                  /* moments before this one */
  const float *trail;             /* n_trail x K x 3: the means at them, the oldest first */
  cairo_surface_t *const *images; /* K, of each class: A8, drawn in its colour, or RGB24; NULL for none */
  guint n_chosen;                 /* of 0 all classes are alike; else these stand out, their means joined */
  guint32 chosen[4];
  gboolean probe; /* the classifier is a linear probe: dashed, hollow heads */
  double scale;   /* all of it is drawn so much smaller about the origin; 0 counts as 1 */
  /* Head-up display; NULL or empty parts are left out */
  const char *title;           /* "Watch collapse happen" */
  const char *subtitle;        /* "epoch 83 · terminal phase since 58" */
  const char *const *readout;  /* pairs name, value, NULL-terminated: "NC1", "0.052", ... */
  const char *footer;          /* "train 100.0 %  test 87.2 %" */
  const char *note;            /* "common scale × 0.61 · 87 % of the means' variance in view" */
  const char *short_note;      /* "87 % in view", where there is no room for the other */
  const char *classifier_note; /* "classifier: online linear probe", above the note */
  guint regime;                /* style of the swatch before the title */
} PlotScene;

/* Draws into the rectangle 0, 0, width, height, background and all. Fastest on an image surface under a plain
 * scale and a rectangular clip: features are then written straight to the pixels. Coordinates that are not
 * finite are left out. */
void plot_scene_draw (cairo_t *cr,
                      const PlotScene *scene,
                      const PlotCamera *camera,
                      PlotSceneParts parts,
                      const PlotTheme *theme,
                      double width,
                      double height);

typedef struct {
  gint mean;  /* class whose ball is under the pointer, or -1 */
  gint point; /* index of the point under the pointer, or -1 */
} PlotScenePick;

/* What is drawn at x, y: the nearest to the eye. */
PlotScenePick plot_scene_pick (const PlotScene *scene,
                               const PlotCamera *camera,
                               PlotSceneParts parts,
                               double width,
                               double height,
                               double x,
                               double y);

/* Where the ball of a class is on the page; FALSE where it has no place there. */
gboolean plot_scene_place_mean (const PlotScene *scene,
                                const PlotCamera *camera,
                                double width,
                                double height,
                                guint mean,
                                double *x,
                                double *y);

/* The classes with their colours, numbers and names, in as many columns as fit; returns the height used
 * (draws nothing when cr is NULL). */
double plot_scene_legend_draw (
    cairo_t *cr, guint n_classes, const char *const *class_names, const PlotTheme *theme, double width);

/* The class at (x, y) of that legend, or -1. */
gint plot_scene_legend_pick (guint n_classes,
                             const char *const *class_names,
                             const PlotTheme *theme,
                             double width,
                             double x,
                             double y);

/* The ball of class k, as in the legend, about (x, y). */
void plot_class_ball_draw (cairo_t *cr, const PlotTheme *theme, guint k, double x, double y, double radius);
