#include "plot/scene-private.h"

/* A hand is not steadier than this, in points. */
#define SLACK 2.0

/* Asked of every point in a frame, where hypot would take most of the time. */
static gboolean
is_near (const PlotSpot *spot, double x, double y, double radius)
{
  double dx = spot->x - x, dy = spot->y - y;

  return dx * dx + dy * dy <= radius * radius;
}

PlotScenePick
plot_scene_pick (const PlotScene *scene,
                 const PlotCamera *camera,
                 PlotSceneParts parts,
                 double width,
                 double height,
                 double x,
                 double y)
{
  PlotScenePick pick = { -1, -1 };
  double nearest = -G_MAXDOUBLE;
  PlotView view;
  PlotSpot spot;

  plot_view_init (&view, camera, scene, width, height);
  if ((parts & PLOT_SCENE_MEANS) && scene->means)
    for (guint k = 0; k < scene->n_classes; k++)
      if (plot_view_project_float (&view, scene->means + 3 * k, &spot)
          && is_near (&spot, x, y, view.ball * spot.scale + SLACK / 2) && spot.z + PLOT_BALL_LIFT > nearest) {
        nearest = spot.z + PLOT_BALL_LIFT;
        pick.mean = (gint)k;
      }
  if ((parts & PLOT_SCENE_FEATURES) && scene->points)
    for (gsize i = 0; i < scene->n_points; i++)
      if (plot_view_project_float (&view, scene->points + 3 * i, &spot)
          && is_near (&spot, x, y, view.dot * spot.scale + SLACK) && spot.z > nearest) {
        nearest = spot.z;
        pick = (PlotScenePick){ -1, (gint)i };
      }
  return pick;
}

gboolean
plot_scene_place_mean (const PlotScene *scene,
                       const PlotCamera *camera,
                       double width,
                       double height,
                       guint mean,
                       double *x,
                       double *y)
{
  PlotView view;
  PlotSpot spot;

  if (!scene->means || mean >= scene->n_classes)
    return FALSE;
  plot_view_init (&view, camera, scene, width, height);
  if (!plot_view_project_float (&view, scene->means + 3 * mean, &spot))
    return FALSE;
  *x = spot.x;
  *y = spot.y;
  return spot.x >= 0 && spot.x <= width && spot.y >= 0 && spot.y <= height;
}
