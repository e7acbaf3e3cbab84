#include "plot/scene-private.h"

#include <math.h>

/* More points than this are drawn smaller and fainter, each with the fourth root: their ink then grows with
 * the fourth root of their number, so that a crowd is darker and yet the density of its clouds is seen. */
#define CROWD 2000
/* Nearer to the eye than this nothing is drawn: perspective would blow it up over everything else. */
#define NEAREST 1.2

void
plot_view_init (PlotView *view, const PlotCamera *camera, const PlotScene *scene, double width, double height)
{
  double radius = PLOT_SCENE_UNIT * MIN (width, height), scale = plot_scene_scale (scene);
  double crowd = scene->n_classes > 16 ? sqrt (16.0 / scene->n_classes) : 1;
  double points = scene->n_points > CROWD ? sqrt (sqrt ((double)CROWD / scene->n_points)) : 1;

  *view = (PlotView){
    .cos_yaw = cos (camera->yaw),
    .sin_yaw = sin (camera->yaw),
    .cos_pitch = cos (camera->pitch),
    .sin_pitch = sin (camera->pitch),
    .scale = scale,
    .radius = radius * (camera->zoom > 0 ? camera->zoom : 1),
    .mark = CLAMP (sqrt (radius * scale / (0.365 * 330)), 0.3, 1.6),
    .width = width,
    .height = height,
    .orthographic = camera->orthographic,
  };
  view->dot = PLOT_DOT_RADIUS * view->mark * points;
  view->dot_alpha = points;
  view->ball = PLOT_BALL_RADIUS * view->mark * crowd;
  view->line = view->mark * crowd;
  view->top = -4 * view->dot;
  view->bottom = height + 4 * view->dot;
  view->centre_x = width / 2 + camera->pan_x * view->radius;
  view->centre_y = height / 2 - camera->pan_y * view->radius;
}

double
plot_view_perspective (const PlotView *view, double z)
{
  return view->orthographic ? 1 : PLOT_SCENE_EYE / (PLOT_SCENE_EYE - z);
}

gboolean
plot_view_project (const PlotView *view, double x, double y, double z, PlotSpot *spot)
{
  x *= view->scale;
  y *= view->scale;
  z *= view->scale;
  double across = view->cos_yaw * x + view->sin_yaw * z;
  double deep = view->cos_yaw * z - view->sin_yaw * x;
  double up = view->cos_pitch * y - view->sin_pitch * deep;

  spot->z = view->sin_pitch * y + view->cos_pitch * deep;
  spot->scale = plot_view_perspective (view, spot->z);
  spot->x = view->centre_x + view->radius * spot->scale * across;
  spot->y = view->centre_y - view->radius * spot->scale * up;
  /* Comparisons with NaN are false, so this also turns away what is not finite. */
  return (spot->z < PLOT_SCENE_EYE - NEAREST || view->orthographic)
         && fabs (spot->x - view->width / 2) < 4 * view->width + 100
         && fabs (spot->y - view->height / 2) < 4 * view->height + 100;
}

gboolean
plot_view_project_float (const PlotView *view, const float *at, PlotSpot *spot)
{
  return plot_view_project (view, at[0], at[1], at[2], spot);
}

gboolean
plot_view_project_double (const PlotView *view, const double *at, PlotSpot *spot)
{
  return plot_view_project (view, at[0], at[1], at[2], spot);
}

double
plot_depth_near (double z)
{
  return CLAMP ((z + 1.25) / 2.5, 0, 1);
}

/* Smallest distance on the page among the vertices and from them to the origin, with a little for spread;
 * given up as soon as it is below `enough`. spots holds x, y of K. */
static double
separation (const double *ideal, guint K, const PlotView *view, double *spots, double enough)
{
  double smallest = G_MAXDOUBLE, left = G_MAXDOUBLE, right = -G_MAXDOUBLE;

  for (guint k = 0; k < K; k++) {
    PlotSpot spot;

    if (!plot_view_project_double (view, ideal + 3 * k, &spot))
      return -1;
    spots[2 * k] = spot.x;
    spots[2 * k + 1] = spot.y;
    left = MIN (left, spot.x);
    right = MAX (right, spot.x);
    smallest = MIN (smallest, 1.21 * (spot.x * spot.x + spot.y * spot.y));
  }
  for (guint k = 1; k < K; k++)
    for (guint l = 0; l < k; l++) {
      double dx = spots[2 * k] - spots[2 * l], dy = spots[2 * k + 1] - spots[2 * l + 1];

      smallest = MIN (smallest, dx * dx + dy * dy);
      if (sqrt (smallest) + 0.05 * (right - left) < enough)
        return -1;
    }
  return sqrt (smallest) + 0.05 * (right - left);
}

PlotCamera
plot_camera_best (const double *ideal, guint n_classes)
{
  PlotCamera best = { .yaw = 0.5, .pitch = -0.32, .zoom = 1 };
  const PlotScene scene = { .n_classes = n_classes };
  guint n_trials = MIN (6000, 60000000 / MAX (1, n_classes * n_classes * 100));
  g_autofree double *spots = NULL;
  double most = 0;

  if (!ideal || n_classes < 2)
    return best;
  spots = g_new (double, 2 * n_classes);
  for (guint t = 0; t < n_trials; t++) {
    /* The R2 sequence (Roberts 2018) covers yaw and pitch evenly, and is the same every time. */
    PlotCamera trial = {
      .yaw = 2 * G_PI * fmod (0.5 + t * 0.75487766624669276, 1),
      .pitch = 1.3 * (fmod (0.5 + t * 0.56984029099805327, 1) - 0.5),
      .zoom = 1,
    };
    PlotView view;
    double value;

    plot_view_init (&view, &trial, &scene, 2, 2);
    view.radius = 1;
    view.centre_x = view.centre_y = 0;
    value = separation (ideal, n_classes, &view, spots, most);
    if (value > most) {
      most = value;
      best = trial;
    }
  }
  return best;
}
