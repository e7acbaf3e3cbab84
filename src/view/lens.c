#include "view/lens.h"

#include "numeric/blas.h"

#include <math.h>

/* From the centre, in units: what is as far away is still on a page, PLOT_SCENE_UNIT of whose height is one.
 */
#define REACH 1.3

void
view_lens_clear (ViewLens *lens)
{
  g_clear_pointer (&lens->points, g_aligned_free);
  g_clear_pointer (&lens->means, g_aligned_free);
  g_clear_pointer (&lens->classifier, g_aligned_free);
  g_clear_pointer (&lens->trail, g_aligned_free);
  g_clear_pointer (&lens->ideal, g_aligned_free);
  lens->n_points = lens->n_vertices = lens->n_trail = 0;
}

static void
make_room (ViewLens *lens, gsize n_points, gsize n_vertices, gsize n_trail)
{
  if (lens->points != NULL && lens->n_points == n_points && lens->n_vertices == n_vertices
      && lens->n_trail == n_trail)
    return;
  view_lens_clear (lens);
  lens->points = numeric_matrix32_alloc (3 * n_points);
  lens->means = numeric_matrix32_alloc (3 * n_vertices);
  lens->classifier = numeric_matrix32_alloc (3 * n_vertices);
  lens->trail = numeric_matrix32_alloc (3 * n_trail);
  lens->ideal = numeric_matrix64_alloc (3 * n_vertices);
  lens->n_points = n_points;
  lens->n_vertices = n_vertices;
  lens->n_trail = n_trail;
}

static const float *
see (const float *rows, gsize n, NumericMatrix32 frame, float *out)
{
  if (rows == NULL)
    return NULL;
  numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, numeric_matrix32 ((float *)rows, n, frame.columns),
                  frame, 0, numeric_matrix32 (out, n, 3));
  return out;
}

void
view_lens_apply (ViewLens *lens, NumericMatrix64 frame, PlotScene *scene)
{
  gsize n_axes = frame.columns;
  g_autofree float *data = g_new (float, 3 * n_axes);
  NumericMatrix32 single = numeric_matrix32 (data, 3, n_axes);
  for (gsize i = 0; i < 3; i++)
    for (gsize j = 0; j < n_axes; j++)
      numeric_matrix32_row (single, i)[j] = (float)numeric_matrix64_row (frame, i)[j];
  gsize n_trail = (gsize)scene->n_trail * scene->n_classes;
  make_room (lens, scene->n_points, scene->n_classes, n_trail);
  scene->points = see (scene->points, scene->n_points, single, lens->points);
  scene->means = see (scene->means, scene->n_classes, single, lens->means);
  scene->classifier = see (scene->classifier, scene->n_classes, single, lens->classifier);
  scene->trail = see (scene->trail, n_trail, single, lens->trail);
  if (scene->ideal != NULL) {
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1,
                    numeric_matrix64 ((double *)scene->ideal, scene->n_classes, n_axes), frame, 0,
                    numeric_matrix64 (lens->ideal, scene->n_classes, 3));
    scene->ideal = lens->ideal;
  }
}

double
view_lens_zoom (const PlotScene *scene)
{
  double furthest = 0;
  for (guint k = 0; scene->ideal != NULL && k < scene->n_classes; k++) {
    const double *at = scene->ideal + 3 * k;
    furthest = fmax (furthest, sqrt (at[0] * at[0] + at[1] * at[1] + at[2] * at[2]));
  }
  return furthest > REACH ? REACH / furthest : 1;
}
