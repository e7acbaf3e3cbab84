#include "plot/scene-painter.h"

/* From the mean at a moment to that at the next one, which of the last is the mean itself. */
static gboolean
find_segment (const PlotPainter *painter, guint k, guint moment, PlotSpot *from, PlotSpot *to)
{
  const PlotScene *scene = painter->scene;
  gsize n = 3 * (gsize)scene->n_classes;
  const float *start = scene->trail + moment * n + 3 * k;
  const float *end = moment + 1 < scene->n_trail ? start + n : scene->means + 3 * k;

  return plot_view_project_float (&painter->view, start, from)
         && plot_view_project_float (&painter->view, end, to);
}

void
plot_trails_add (PlotPainter *painter)
{
  PlotSpot from, to;

  for (guint k = 0; k < painter->scene->n_classes; k++)
    for (guint moment = 0; moment < painter->scene->n_trail; moment++)
      if (find_segment (painter, k, moment, &from, &to))
        plot_painter_add (painter, PLOT_ITEM_TRAIL, (from.z + to.z) / 2, k, moment);
}

void
plot_trails_draw (PlotPainter *painter, guint k, guint moment)
{
  /* 1 at the present. */
  double share = (moment + 1.0) / painter->scene->n_trail;
  PlotColour colour = plot_theme_class_colour (painter->theme, k);
  PlotSpot from, to;

  find_segment (painter, k, moment, &from, &to);
  plot_painter_line (
      painter, &from, &to, (1.0 + 1.4 * share) * painter->view.line, 0, 0,
      plot_depth_colour (painter->theme, colour, plot_depth_near ((from.z + to.z) / 2), 0.15 + 0.7 * share));
}
