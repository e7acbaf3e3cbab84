#include "app/scene-scale.h"

#include "view/scene.h"

void
collapsar_scene_scale_clear (CollapsarSceneScale *scale)
{
  g_clear_pointer (&scale->note, g_free);
  g_clear_pointer (&scale->short_note, g_free);
  g_clear_pointer (&scale->of, g_free);
  *scale = (CollapsarSceneScale){ 0 };
}

static double
size_of (double scale)
{
  return scale > 0.0 ? scale : 1.0;
}

static double
present (const CollapsarSceneScale *scale, gint64 now)
{
  if (now >= scale->start + scale->duration)
    return size_of (scale->to);
  double share = MAX (0.0, (double)(now - scale->start) / (double)scale->duration);
  return scale->from + share * (size_of (scale->to) - scale->from);
}

void
collapsar_scene_scale_set (
    CollapsarSceneScale *scale, double radius, double unit, gint64 now, gint64 duration)
{
  double to = radius > 0.0 && unit > 0.0 ? radius / unit : 0.0;
  if (to == scale->to)
    return;
  scale->from = present (scale, now);
  scale->to = to;
  scale->start = now;
  scale->duration = duration;
  g_clear_pointer (&scale->note, g_free);
  g_clear_pointer (&scale->short_note, g_free);
}

/* Of where it moves to: numbers that run by cannot be read. */
static void
make_notes (CollapsarSceneScale *scale, const char *note)
{
  if (scale->note != NULL && g_strcmp0 (scale->of, note) == 0)
    return;
  g_free (scale->note);
  g_free (scale->short_note);
  g_free (scale->of);
  scale->of = g_strdup (note);
  scale->note = view_scene_scale_note (scale->to, note);
  scale->short_note = view_scene_scale_note (scale->to, NULL);
}

gboolean
collapsar_scene_scale_apply (CollapsarSceneScale *scale, PlotScene *scene, gint64 now)
{
  scene->scale = present (scale, now);
  if (scale->to > 0.0 && scene->note != NULL) {
    make_notes (scale, scene->note);
    scene->note = scale->note;
    scene->short_note = scale->short_note;
  }
  return now < scale->start + scale->duration;
}
