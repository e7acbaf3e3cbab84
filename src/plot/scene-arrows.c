#include "plot/scene-painter.h"

#include <math.h>

/* Heads stand outside the balls. */
#define CLASSIFIER_REACH 1.27

/* Tip of a classifier arrow, its direction on the page and the length of its head. */
typedef struct {
  PlotSpot tip;
  double dx, dy, head;
  PlotColour colour;
} Arrow;

static gboolean
find_arrow (const PlotPainter *painter, guint k, Arrow *arrow)
{
  const float *w = painter->scene->classifier + 3 * k;
  const PlotColour black = { 0, 0, 0, 1 };
  double length;

  if (!plot_view_project (&painter->view, w[0] * CLASSIFIER_REACH, w[1] * CLASSIFIER_REACH,
                          w[2] * CLASSIFIER_REACH, &arrow->tip))
    return FALSE;
  arrow->dx = arrow->tip.x - painter->origin.x;
  arrow->dy = arrow->tip.y - painter->origin.y;
  length = hypot (arrow->dx, arrow->dy);
  if (length < 1e-6)
    return FALSE;
  arrow->dx /= length;
  arrow->dy /= length;
  arrow->head = MIN (7.2 * arrow->tip.scale * painter->view.ball / PLOT_BALL_RADIUS, 0.5 * length);
  arrow->colour = plot_theme_class_colour (painter->theme, k);
  if (!painter->theme->dark)
    arrow->colour = plot_colour_mix (arrow->colour, black, 0.22);
  arrow->colour = plot_depth_colour (painter->theme, arrow->colour, plot_depth_near (arrow->tip.z), 0.95);
  return TRUE;
}

void
plot_arrows_add (PlotPainter *painter)
{
  const PlotScene *scene = painter->scene;

  for (guint k = 0; k < scene->n_classes; k++) {
    Arrow arrow;
    PlotSpot mean;
    double z;

    if (!find_arrow (painter, k, &arrow))
      continue;
    z = arrow.tip.z;
    /* The shaft goes under its own ball. */
    if (scene->means && plot_view_project_float (&painter->view, scene->means + 3 * k, &mean))
      z = MIN (z, mean.z);
    plot_painter_add (painter, PLOT_ITEM_SHAFT, z / 2 - 0.08, k, k);
    plot_painter_add (painter, PLOT_ITEM_HEAD, arrow.tip.z + 0.02, k, k);
  }
}

void
plot_arrows_draw_shaft (PlotPainter *painter, guint k)
{
  double line = painter->view.line;
  gboolean probe = painter->scene->probe;
  PlotSpot end;
  Arrow arrow;

  find_arrow (painter, k, &arrow);
  end = arrow.tip;
  end.x -= arrow.dx * arrow.head * 0.8;
  end.y -= arrow.dy * arrow.head * 0.8;
  plot_painter_line (painter, &painter->origin, &end, 1.5 * line, probe ? 3 * line : 0, probe ? 2 * line : 0,
                     arrow.colour);
}

void
plot_arrows_draw_head (PlotPainter *painter, guint k)
{
  cairo_t *cr = painter->cr;
  Arrow arrow;
  double x, y, along_x, along_y;

  find_arrow (painter, k, &arrow);
  x = arrow.tip.x;
  y = arrow.tip.y;
  along_x = arrow.dx * arrow.head;
  along_y = arrow.dy * arrow.head;
  cairo_move_to (cr, x + 0.25 * along_x, y + 0.25 * along_y);
  cairo_line_to (cr, x - along_x - 0.52 * along_y, y - along_y + 0.52 * along_x);
  cairo_line_to (cr, x - 0.72 * along_x, y - 0.72 * along_y);
  cairo_line_to (cr, x - along_x + 0.52 * along_y, y - along_y - 0.52 * along_x);
  cairo_close_path (cr);
  plot_set_source (cr, painter->scene->probe ? painter->theme->background : arrow.colour);
  cairo_fill_preserve (cr);
  if (painter->scene->probe) {
    plot_set_source (cr, arrow.colour);
    cairo_set_line_width (cr, 1.3 * painter->view.line);
    cairo_stroke (cr);
  }
  cairo_new_path (cr);
}
