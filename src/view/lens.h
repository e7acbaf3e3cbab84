/* A frame through which a scene of more than three axes is seen: the tour's. Small enough for every frame of
 * the screen: a product of (points) x p and p x 3. */
#pragma once

#include "collapse/projection.h"
#include "plot/scene.h"

/* Where the last scene that was looked at has its coordinates; all zero at first. */
typedef struct {
  float *points, *means, *classifier, *trail;
  double *ideal;
  gsize n_points, n_vertices, n_trail;
} ViewLens;

void view_lens_clear (ViewLens *lens);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ViewLens, view_lens_clear)

/* Takes the coordinates of a scene (n_axes numbers for each point, mean, also of the trail, classifier and
 * ideal vertex) to three; frame is 3 x n_axes. They last until the next call. */
void view_lens_apply (ViewLens *lens, NumericMatrix64 frame, PlotScene *scene);

/* A frame may see an ideal vertex in its whole length, which for many classes is far outside the page: the
 * share of its zoom, 1 at most, at which a camera that is at home has all of them on it. The scene has three
 * coordinates. */
double view_lens_zoom (const PlotScene *scene);
