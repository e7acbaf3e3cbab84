/* How large a scene is drawn beside others: by itself, or in a unit that all of them share; plain data,
 * tested without a widget. Times are the frame clock's microseconds. */
#pragma once

#include "plot/scene.h"

typedef struct {
  double from, to; /* scales, 0 for that of a scene by itself */
  gint64 start, duration;
  char *note, *short_note; /* what a scene says of it, made for `of` */
  char *of;
} CollapsarSceneScale;

void collapsar_scene_scale_clear (CollapsarSceneScale *scale);
/* A scene whose class means lie `radius` from their centre beside others, of which the largest has a radius
 * of `unit`; eases there in `duration` from what is drawn now. 0 or NAN for either: by itself. */
void collapsar_scene_scale_set (
    CollapsarSceneScale *scale, double radius, double unit, gint64 now, gint64 duration);
/* Writes the scale and what is said of it into a scene, whose notes then last until the next call; TRUE while
 * it moves. */
gboolean collapsar_scene_scale_apply (CollapsarSceneScale *scale, PlotScene *scene, gint64 now);
