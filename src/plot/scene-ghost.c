#include "plot/scene-painter.h"

#include <math.h>

/* With more classes than this only the shorter edges of the ghost are drawn: K(K-1)/2 lines say nothing. */
#define MOST_CLASSES_WITH_ALL_EDGES 16
#define NEIGHBOURS 3

static double
distance2 (const double *a, const double *b)
{
  double dx = a[0] - b[0], dy = a[1] - b[1], dz = a[2] - b[2];

  return dx * dx + dy * dy + dz * dz;
}

/* Whether the vertices are among each other's nearest, for ghosts of many classes. */
static gboolean
are_neighbours (const PlotScene *scene, guint k, guint l)
{
  double length = distance2 (scene->ideal + 3 * k, scene->ideal + 3 * l) * (1 - 1e-9);
  guint nearer = 0;

  for (guint m = 0; m < scene->n_classes && nearer <= NEIGHBOURS; m++)
    if (m != k && distance2 (scene->ideal + 3 * k, scene->ideal + 3 * m) < length)
      nearer++;
  return nearer < NEIGHBOURS;
}

void
plot_ghost_add (PlotPainter *painter)
{
  const PlotScene *scene = painter->scene;
  gboolean all = scene->n_classes <= MOST_CLASSES_WITH_ALL_EDGES;
  PlotSpot p, q;

  for (guint k = 0; k < scene->n_classes; k++) {
    if (!plot_view_project_double (&painter->view, scene->ideal + 3 * k, &p))
      continue;
    plot_painter_add (painter, PLOT_ITEM_RING, p.z - 0.02, k, k);
    for (guint l = 0; l < k; l++)
      if ((all || are_neighbours (scene, k, l) || are_neighbours (scene, l, k))
          && plot_view_project_double (&painter->view, scene->ideal + 3 * l, &q))
        plot_painter_add (painter, PLOT_ITEM_EDGE, (p.z + q.z) / 2 - 0.6, k, l);
  }
}

void
plot_ghost_draw_edge (PlotPainter *painter, guint k, guint l)
{
  const PlotScene *scene = painter->scene;
  const double *a = scene->ideal + 3 * k, *b = scene->ideal + 3 * l;
  double middle = sqrt (pow (a[0] + b[0], 2) + pow (a[1] + b[1], 2) + pow (a[2] + b[2], 2)) / 2;
  /* Edges that cross the middle fade, so that the hull stands out; few classes have no other edges. */
  double outer = scene->n_classes < 6 ? 0.8 : CLAMP ((middle - 0.55) / 0.3, 0, 1);
  double alpha = painter->theme->dark ? 0.16 + 0.34 * outer : 0.13 + 0.36 * outer;
  double mark = MIN (1, painter->view.mark);
  PlotSpot p, q;
  double near;

  plot_view_project_double (&painter->view, a, &p);
  plot_view_project_double (&painter->view, b, &q);
  near = 0.35 + 0.65 * plot_depth_near ((p.z + q.z) / 2);
  plot_painter_line (painter, &p, &q, (0.75 + 0.25 * near) * mark, 4 * mark, 4 * mark,
                     plot_theme_ink (painter->theme, alpha * near));
}

void
plot_ghost_draw_ring (PlotPainter *painter, guint k)
{
  double gap = 3.2 * painter->view.ball / PLOT_BALL_RADIUS, width = 1.3 * MIN (1, painter->view.mark);
  PlotSpot p;
  double near, radius;
  PlotColour ink;

  plot_view_project_double (&painter->view, painter->scene->ideal + 3 * k, &p);
  near = 0.45 + 0.55 * plot_depth_near (p.z);
  ink = plot_theme_ink (painter->theme, (painter->theme->dark ? 0.55 : 0.42) * near);
  radius = (painter->view.ball + gap) * p.scale;
  if (painter->to_raster) {
    plot_raster_ring (&painter->raster, p.x, p.y, radius, width, ink);
    return;
  }
  cairo_set_line_width (painter->cr, width);
  plot_set_source (painter->cr, ink);
  cairo_arc (painter->cr, p.x, p.y, radius, 0, 2 * G_PI);
  cairo_stroke (painter->cr);
}
