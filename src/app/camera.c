#include "app/camera.h"

#include <math.h>

#define ZOOM_MINIMUM 0.2
#define ZOOM_MAXIMUM 20.0
/* Of a camera that turns by itself: the speed falls by a factor e in this time, in seconds, and ends at that
 * many radians a second. */
#define THROW_TIME 0.35
#define THROW_END 0.02

struct _CollapsarCamera {
  GObject parent_instance;

  PlotCamera camera;
  PlotCamera home;
  double yaw_speed, pitch_speed; /* radians a second when it was thrown; both 0: it does not turn by itself */
  PlotCamera thrown;             /* where it was then */
  gint64 start;                  /* the first frame's time since; 0: none yet */
};

G_DEFINE_FINAL_TYPE (CollapsarCamera, collapsar_camera, G_TYPE_OBJECT)

static guint changed_signal;

static void
collapsar_camera_class_init (CollapsarCameraClass *klass)
{
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
}

static void
collapsar_camera_init (CollapsarCamera *self)
{
  self->home = self->camera = (PlotCamera){ .zoom = 1.0 };
}

CollapsarCamera *
collapsar_camera_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_CAMERA, NULL);
}

const PlotCamera *
collapsar_camera_get (CollapsarCamera *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CAMERA (self), NULL);

  return &self->camera;
}

static gboolean
camera_equal (const PlotCamera *a, const PlotCamera *b)
{
  return a->yaw == b->yaw && a->pitch == b->pitch && a->zoom == b->zoom && a->pan_x == b->pan_x
         && a->pan_y == b->pan_y;
}

static PlotCamera
camera_within_limits (const PlotCamera *camera)
{
  return (PlotCamera){
    .yaw = remainder (camera->yaw, 2.0 * G_PI),
    .pitch = CLAMP (camera->pitch, -G_PI_2, G_PI_2),
    .zoom = CLAMP (camera->zoom, ZOOM_MINIMUM, ZOOM_MAXIMUM),
    .pan_x = camera->pan_x,
    .pan_y = camera->pan_y,
  };
}

static void
move_to (CollapsarCamera *self, const PlotCamera *camera)
{
  PlotCamera next = camera_within_limits (camera);
  if (camera_equal (&next, &self->camera))
    return;
  self->camera = next;
  g_signal_emit (self, changed_signal, 0);
}

void
collapsar_camera_set (CollapsarCamera *self, const PlotCamera *camera)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));
  g_return_if_fail (camera != NULL);

  collapsar_camera_catch (self);
  move_to (self, camera);
}

void
collapsar_camera_throw (CollapsarCamera *self, double yaw, double pitch)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));

  self->yaw_speed = yaw;
  self->pitch_speed = pitch;
  self->thrown = self->camera;
  self->start = 0;
}

void
collapsar_camera_catch (CollapsarCamera *self)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));

  self->yaw_speed = self->pitch_speed = 0.0;
}

/* Where it is depends on the time alone: speed x THROW_TIME (1 - e^(-t / THROW_TIME)) further. */
gboolean
collapsar_camera_advance (CollapsarCamera *self, gint64 now)
{
  g_return_val_if_fail (COLLAPSAR_IS_CAMERA (self), FALSE);

  double speed = hypot (self->yaw_speed, self->pitch_speed);
  if (speed == 0.0)
    return FALSE;
  if (self->start == 0)
    self->start = now;
  double left = exp (-(double)(now - self->start) / G_USEC_PER_SEC / THROW_TIME);
  PlotCamera next = self->thrown;
  next.yaw += self->yaw_speed * THROW_TIME * (1.0 - left);
  next.pitch += self->pitch_speed * THROW_TIME * (1.0 - left);
  if (speed * left < THROW_END)
    collapsar_camera_catch (self);
  move_to (self, &next);
  return self->yaw_speed != 0.0 || self->pitch_speed != 0.0;
}

void
collapsar_camera_set_home (CollapsarCamera *self, const PlotCamera *home)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));
  g_return_if_fail (home != NULL);

  gboolean at_home = collapsar_camera_is_home (self);
  self->home = camera_within_limits (home);
  if (at_home)
    collapsar_camera_reset (self);
}

gboolean
collapsar_camera_is_home (CollapsarCamera *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CAMERA (self), FALSE);

  return camera_equal (&self->camera, &self->home);
}

void
collapsar_camera_reset (CollapsarCamera *self)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));

  collapsar_camera_set (self, &self->home);
}

void
collapsar_camera_turn (CollapsarCamera *self, double yaw, double pitch)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));

  PlotCamera next = self->camera;
  next.yaw += yaw;
  next.pitch += pitch;
  collapsar_camera_set (self, &next);
}

/* Zoom scales what perspective has made of the scene, so that every point on the line of sight through
 * (x, y) stays there: with q = (x - centre) / (unit zoom) - pan kept, pan follows zoom. */
void
collapsar_camera_zoom_at (
    CollapsarCamera *self, double factor, double x, double y, double width, double height)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));
  g_return_if_fail (factor > 0.0);

  PlotCamera next = self->camera;
  double unit = PLOT_SCENE_UNIT * MIN (width, height);
  next.zoom = CLAMP (next.zoom * factor, ZOOM_MINIMUM, ZOOM_MAXIMUM);
  if (unit > 0.0) {
    double shift = (1.0 / next.zoom - 1.0 / self->camera.zoom) / unit;
    next.pan_x += (x - width / 2.0) * shift;
    next.pan_y -= (y - height / 2.0) * shift;
  }
  collapsar_camera_set (self, &next);
}

void
collapsar_camera_pan (CollapsarCamera *self, double dx, double dy, double width, double height)
{
  g_return_if_fail (COLLAPSAR_IS_CAMERA (self));

  PlotCamera next = self->camera;
  double unit = PLOT_SCENE_UNIT * MIN (width, height) * next.zoom;
  if (unit <= 0.0)
    return;
  next.pan_x += dx / unit;
  next.pan_y -= dy / unit;
  collapsar_camera_set (self, &next);
}
