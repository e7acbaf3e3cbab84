/* The class means of a scene, by pointer and keys: which one is pointed at, and moving one on tour. */
#include "app/scene-view-private.h"

#include <math.h>

/* Where a mean is to be, in the scene's coordinates: under (x, y), at its depth as far as its length allows.
 */
static void
find_place (CollapsarSceneView *self, const float *from, double length, double x, double y, double place[3])
{
  const PlotCamera seen = collapsar_scene_view_present_camera (self), *camera = &seen;
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  double unit = PLOT_SCENE_UNIT * MIN (width, height) * camera->zoom,
         scale = self->scene.scale > 0.0 ? self->scene.scale : 1.0;
  double sin_yaw = sin (camera->yaw), cos_yaw = cos (camera->yaw);
  double sin_pitch = sin (camera->pitch), cos_pitch = cos (camera->pitch);
  double deep = cos_yaw * from[2] - sin_yaw * from[0];
  double z = scale * (sin_pitch * from[1] + cos_pitch * deep), across = 0.0, up = 0.0;
  length *= scale;
  /* Perspective and depth depend on each other: two rounds are near enough for a pointer. */
  for (guint round = 0; round < 2; round++) {
    double perspective = (self->orthographic ? 1.0 : (PLOT_SCENE_EYE - z) / PLOT_SCENE_EYE) / unit;
    across = (x - width / 2.0 - camera->pan_x * unit) * perspective;
    up = -(y - height / 2.0 + camera->pan_y * unit) * perspective;
    double room = length * length - across * across - up * up;
    z = room > 0.0 ? CLAMP (z, -sqrt (room), sqrt (room)) : 0.0;
  }
  deep = (cos_pitch * z - sin_pitch * up) / scale;
  across /= scale;
  place[0] = cos_yaw * across - sin_yaw * deep;
  place[1] = (cos_pitch * up + sin_pitch * z) / scale;
  place[2] = sin_yaw * across + cos_yaw * deep;
}

void
collapsar_scene_view_move_mean (CollapsarSceneView *self, guint mean, const double *from, double x, double y)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  const CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  if (!collapsar_scene_view_is_on_tour (self) || mean >= picture->plot.n_classes)
    return;
  gsize n = picture->n_axes;
  g_autofree double *point = g_new (double, n), *data = g_new0 (double, 3 * n);
  double place[3], length = 0.0;
  const float *seen = collapsar_scene_view_present (self)->means + 3 * mean;
  for (gsize j = 0; j < n; j++) {
    point[j] = (double)picture->plot.means[mean * n + j];
    length += point[j] * point[j];
  }
  find_place (self, seen, sqrt (length), x, y, place);
  NumericMatrix64 start = numeric_matrix64 ((double *)from, 3, n), turned = numeric_matrix64 (data, 3, n);
  if (collapse_frame_place (start, point, place, turned))
    collapsar_tour_set_frame (self->tour, turned);
}

double *
collapsar_scene_view_copy_frame (CollapsarSceneView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_VIEW (self), NULL);

  const CollapsarPicture *picture = collapsar_tween_picture (self->tween);
  return collapsar_scene_view_is_on_tour (self)
             ? g_memdup2 (collapsar_tour_frame (self->tour, picture->n_axes).data,
                          3 * (gsize)picture->n_axes * sizeof (double))
             : NULL;
}

/* The pointing goes with the ball. */
static gboolean
point_at (CollapsarSceneView *self, gint mean)
{
  PlotCamera camera = collapsar_scene_view_present_camera (self);
  self->hovering = plot_scene_place_mean (
      collapsar_scene_view_present (self), &camera, gtk_widget_get_width (GTK_WIDGET (self)),
      gtk_widget_get_height (GTK_WIDGET (self)), (guint)mean, &self->pointer_x, &self->pointer_y);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return self->hovering;
}

/* One that another ball lies before is passed over. */
void
collapsar_scene_view_point_next (CollapsarSceneView *self, int by)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  gint n = (gint)collapsar_scene_view_present (self)->n_classes;
  gint mean = self->pick.mean >= 0 ? self->pick.mean : by > 0 ? -1 : 0;
  for (gint tries = 0; tries < n; tries++) {
    mean = (mean + by + n) % n;
    if (point_at (self, mean)
        && collapsar_scene_view_pick_at (self, self->pointer_x, self->pointer_y).mean == mean)
      break;
  }
  collapsar_scene_view_update_pick (self);
}

gint
collapsar_scene_view_pointed_mean (CollapsarSceneView *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_VIEW (self), -1);

  return self->pick.mean;
}

void
collapsar_scene_view_push_mean (CollapsarSceneView *self, double dx, double dy)
{
  g_return_if_fail (COLLAPSAR_IS_SCENE_VIEW (self));

  gint mean = self->pick.mean;
  g_autofree double *frame = collapsar_scene_view_copy_frame (self);
  if (frame == NULL || mean < 0 || !point_at (self, mean))
    return;
  collapsar_scene_view_move_mean (self, (guint)mean, frame, self->pointer_x + dx, self->pointer_y + dy);
  point_at (self, mean);
}

gint
collapsar_scene_view_mean_at (CollapsarSceneView *self, double x, double y)
{
  g_return_val_if_fail (COLLAPSAR_IS_SCENE_VIEW (self), -1);

  return collapsar_scene_view_pick_at (self, x, y).mean;
}
