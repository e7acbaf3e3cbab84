/* CollapsarCamera: the view state of scenes as a plain object, tested without a widget and shared by scenes
 * that are linked. */
#pragma once

#include <glib-object.h>

#include "plot/scene.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_CAMERA (collapsar_camera_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarCamera, collapsar_camera, COLLAPSAR, CAMERA, GObject)

/* Signal "changed". */
CollapsarCamera *collapsar_camera_new (void);
const PlotCamera *collapsar_camera_get (CollapsarCamera *self);
void collapsar_camera_set (CollapsarCamera *self, const PlotCamera *camera);
/* What reset goes back to. A camera that is at home goes along. */
void collapsar_camera_set_home (CollapsarCamera *self, const PlotCamera *home);
void collapsar_camera_reset (CollapsarCamera *self);
gboolean collapsar_camera_is_home (CollapsarCamera *self);
/* Radians, pitch clamped to +- pi/2. */
void collapsar_camera_turn (CollapsarCamera *self, double yaw, double pitch);
/* Zooms by factor, keeping the scene's point under (x, y) of a width x height view where it is; clamped to
 * 0.2 .. 20. */
void collapsar_camera_zoom_at (
    CollapsarCamera *self, double factor, double x, double y, double width, double height);
/* Turns it on by itself, slower and slower, from so many radians a second; whatever else moves it stops it.
 */
void collapsar_camera_throw (CollapsarCamera *self, double yaw, double pitch);
void collapsar_camera_catch (CollapsarCamera *self);
/* To the time of a frame (the frame clock's microseconds), of which the first moves nothing. TRUE while it
 * turns by itself. */
gboolean collapsar_camera_advance (CollapsarCamera *self, gint64 now);
void collapsar_camera_pan (CollapsarCamera *self, double dx, double dy, double width, double height);

G_END_DECLS
