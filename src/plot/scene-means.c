#include "plot/scene-painter.h"

void
plot_means_add (PlotPainter *painter)
{
  PlotSpot p;

  for (guint k = 0; k < painter->scene->n_classes; k++)
    if (plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p)) {
      plot_painter_add (painter, PLOT_ITEM_SPOKE, p.z / 2 - 0.1, k, k);
      plot_painter_add (painter, PLOT_ITEM_BALL, p.z + PLOT_BALL_LIFT, k, k);
    }
}

void
plot_means_draw_spoke (PlotPainter *painter, guint k)
{
  PlotSpot p;
  double near;

  plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p);
  near = plot_depth_near (p.z);
  plot_painter_line (
      painter, &painter->origin, &p, (1.1 + 0.7 * near) * painter->view.line, 0, 0,
      plot_depth_colour (painter->theme, plot_theme_class_colour (painter->theme, k), near, 0.85));
}

void
plot_means_draw_ball (PlotPainter *painter, guint k)
{
  PlotSpot p;
  double radius;

  plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p);
  radius = painter->view.ball * p.scale;
  if (!painter->to_raster) {
    plot_ball_draw (painter->text, k, p.x, p.y, radius, plot_depth_near (p.z));
    return;
  }
  plot_ball_write (&painter->raster, painter->theme, k, p.x, p.y, radius, plot_depth_near (p.z));
  plot_painter_set_writing (painter, FALSE);
  plot_ball_number (painter->text, k, p.x, p.y, radius);
}

void
plot_solid_add (PlotPainter *painter)
{
  const PlotScene *scene = painter->scene;
  PlotSpot p[4];
  double depth = 0;

  for (guint i = 0; i < scene->n_chosen; i++) {
    if (!plot_view_project_float (&painter->view, scene->means + 3 * scene->chosen[i], &p[i]))
      return;
    depth += p[i].z;
    for (guint j = 0; j < i; j++)
      /* Under both of its balls. */
      plot_painter_add (painter, PLOT_ITEM_LINK, MIN (p[i].z, p[j].z), scene->chosen[i], scene->chosen[j]);
  }
  for (guint i = 0; i < 4 && scene->n_chosen == 4; i++)
    plot_painter_add (painter, PLOT_ITEM_FACE, (depth - p[i].z) / 3 - 0.1, i, i);
}

void
plot_solid_draw_link (PlotPainter *painter, guint k, guint l)
{
  PlotSpot p, q;
  double near;

  plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p);
  plot_view_project_float (&painter->view, painter->scene->means + 3 * l, &q);
  near = plot_depth_near ((p.z + q.z) / 2);
  plot_painter_line (painter, &p, &q, (1.2 + 0.9 * near) * painter->view.line, 0, 0,
                     plot_theme_ink (painter->theme, 0.3 + 0.45 * near));
}

void
plot_solid_draw_face (PlotPainter *painter, guint left_out)
{
  PlotSpot p;

  for (guint i = 0; i < 4; i++)
    if (i != left_out) {
      plot_view_project_float (&painter->view, painter->scene->means + 3 * painter->scene->chosen[i], &p);
      cairo_line_to (painter->cr, p.x, p.y);
    }
  cairo_close_path (painter->cr);
  plot_set_source (painter->cr, plot_theme_ink (painter->theme, 0.045));
  cairo_fill (painter->cr);
}
