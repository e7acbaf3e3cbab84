#include "app/tween.h"

#include <string.h>

/* Positions of one moment: points, then means, then classifier, n_axes numbers each, then the ideal vertices.
 */
typedef struct {
  float *positions;
  double *ideal;
} Moment;

struct _CollapsarTween {
  CollapsarPicture *picture;
  PlotScene scene;
  Moment from, present;
  gsize n_positions, n_ideal; /* numbers in from and present */
  gint64 start, duration;
};

CollapsarTween *
collapsar_tween_new (void)
{
  return g_new0 (CollapsarTween, 1);
}

static void
moment_clear (Moment *moment)
{
  g_clear_pointer (&moment->positions, g_free);
  g_clear_pointer (&moment->ideal, g_free);
}

void
collapsar_tween_clear (CollapsarTween *tween)
{
  moment_clear (&tween->from);
  moment_clear (&tween->present);
  g_clear_pointer (&tween->picture, collapsar_picture_unref);
  *tween = (CollapsarTween){ 0 };
}

void
collapsar_tween_free (CollapsarTween *tween)
{
  collapsar_tween_clear (tween);
  g_free (tween);
}

static gboolean
same_moment (const CollapsarPicture *a, const CollapsarPicture *b)
{
  return a->run == b->run && a->snapshot == b->snapshot && a->split == b->split && a->kind == b->kind
         && a->choice == b->choice;
}

/* Whether each point of one is the same sample in the other. */
static gboolean
comparable (const CollapsarPicture *a, const CollapsarPicture *b)
{
  const TrainingWatch *from = &a->snapshot->split[a->split], *to = &b->snapshot->split[b->split];
  return a->run == b->run && a->split == b->split && a->n_axes == b->n_axes && a->plot.points != NULL
         && b->plot.points != NULL && a->plot.n_points == b->plot.n_points
         && a->plot.n_classes == b->plot.n_classes
         && memcmp (from->samples, to->samples, to->n * sizeof *to->samples) == 0;
}

static void
moment_allocate (CollapsarTween *tween, const PlotScene *scene, gsize n_axes)
{
  gsize n_ideal = n_axes * scene->n_classes, n_positions = n_axes * scene->n_points + 2 * n_ideal;
  if (n_positions == tween->n_positions && n_ideal == tween->n_ideal && tween->from.positions != NULL)
    return;
  moment_clear (&tween->from);
  moment_clear (&tween->present);
  tween->n_positions = n_positions;
  tween->n_ideal = n_ideal;
  tween->from = (Moment){ g_new (float, n_positions), g_new (double, n_ideal) };
  tween->present = (Moment){ g_new (float, n_positions), g_new (double, n_ideal) };
}

static void
moment_take (Moment *moment, const PlotScene *scene, gsize n_axes)
{
  gsize n = n_axes * scene->n_points, vertices = n_axes * scene->n_classes;
  memcpy (moment->positions, scene->points, n * sizeof (float));
  memcpy (moment->positions + n, scene->means, vertices * sizeof (float));
  memcpy (moment->positions + n + vertices, scene->classifier, vertices * sizeof (float));
  memcpy (moment->ideal, scene->ideal, vertices * sizeof (double));
}

static void
blend (float *out, const float *from, const float *to, gsize n, float share)
{
  for (gsize i = 0; i < n; i++)
    out[i] = from[i] + share * (to[i] - from[i]);
}

static void
moment_blend (CollapsarTween *tween, double share)
{
  const PlotScene *to = &tween->picture->plot;
  const float *from = tween->from.positions;
  float *present = tween->present.positions;
  gsize n_axes = tween->picture->n_axes, n = n_axes * to->n_points, vertices = n_axes * to->n_classes;
  blend (present, from, to->points, n, (float)share);
  blend (present + n, from + n, to->means, vertices, (float)share);
  blend (present + n + vertices, from + n + vertices, to->classifier, vertices, (float)share);
  for (gsize i = 0; i < vertices; i++)
    tween->present.ideal[i] = tween->from.ideal[i] + share * (to->ideal[i] - tween->from.ideal[i]);
  tween->scene.points = present;
  tween->scene.means = present + n;
  tween->scene.classifier = present + n + vertices;
  tween->scene.ideal = tween->present.ideal;
}

gboolean
collapsar_tween_advance (CollapsarTween *tween, gint64 now)
{
  if (tween->picture == NULL)
    return FALSE;
  tween->scene = tween->picture->plot;
  /* The time of a frame may be before that of a picture that came since it began. */
  if (tween->duration == 0 || now >= tween->start + tween->duration) {
    tween->duration = 0;
    return FALSE;
  }
  moment_blend (tween, MAX (0.0, (double)(now - tween->start) / (double)tween->duration));
  return TRUE;
}

void
collapsar_tween_to (CollapsarTween *tween, CollapsarPicture *picture, gint64 now, gint64 duration)
{
  CollapsarPicture *before = tween->picture;
  if (before != NULL && !same_moment (before, picture)) {
    tween->start = now;
    tween->duration = 0;
    if (duration > 0 && comparable (before, picture)) {
      moment_allocate (tween, &tween->scene, picture->n_axes);
      moment_take (&tween->from, &tween->scene, picture->n_axes);
      tween->duration = duration;
    }
  }
  tween->picture = collapsar_picture_ref (picture);
  g_clear_pointer (&before, collapsar_picture_unref);
  collapsar_tween_advance (tween, now);
}

CollapsarPicture *
collapsar_tween_picture (CollapsarTween *tween)
{
  return tween->picture;
}

const PlotScene *
collapsar_tween_scene (CollapsarTween *tween)
{
  return &tween->scene;
}
