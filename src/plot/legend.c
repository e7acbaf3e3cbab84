#include "plot/scene-private.h"

/* The classes in rows of as many as fit. */
typedef struct {
  double unit, ball, gap, row;
  guint columns, rows;
  PlotTextStyle style;
} Grid;

static const char *
name_of (const char *const *class_names, guint k, char number[12])
{
  g_snprintf (number, 12, "%u", k);
  return class_names && class_names[k] ? class_names[k] : number;
}

static Grid
grid_of (PlotText *text, guint n_classes, const char *const *class_names, double width)
{
  const PlotTheme *theme = text->theme;
  double u = theme->text_size / 11, widest = 0;
  Grid grid = {
    .unit = u,
    .ball = 7.5 * u,
    .gap = 8 * u,
    .row = 22 * u,
    .style = { .size = 12.5 * u, .colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.8) },
  };
  char number[12];

  for (guint k = 0; k < n_classes; k++)
    widest = MAX (widest, plot_text_width (text, name_of (class_names, k, number), &grid.style));
  grid.columns = CLAMP ((int)(width / (2 * grid.ball + 3 * grid.gap + widest)), 1, (int)MAX (1, n_classes));
  grid.rows = (n_classes + grid.columns - 1) / grid.columns;
  grid.columns = grid.rows > 0 ? (n_classes + grid.rows - 1) / grid.rows : 1;
  return grid;
}

double
plot_scene_legend_draw (
    cairo_t *cr, guint n_classes, const char *const *class_names, const PlotTheme *theme, double width)
{
  PlotText text;
  Grid grid;
  char number[12];

  if (cr) {
    cairo_save (cr);
    plot_text_init (&text, cr, theme);
  } else {
    plot_text_init_unseen (&text, theme);
  }
  grid = grid_of (&text, n_classes, class_names, width);
  for (guint k = 0; cr && k < n_classes; k++) {
    double x = width / grid.columns * (k % grid.columns);
    double y = grid.row * (k / grid.columns) + grid.row / 2;

    plot_ball_draw (&text, k, x + grid.ball, y, grid.ball, 1);
    grid.style.max_width = MAX (4 * grid.unit, width / grid.columns - 2 * grid.ball - grid.gap);
    plot_text_draw (&text, name_of (class_names, k, number), x + 2 * grid.ball + grid.gap,
                    y + 4.3 * grid.unit, 0, &grid.style);
  }
  plot_text_clear (&text);
  if (cr)
    cairo_restore (cr);
  return grid.rows * grid.row;
}

gint
plot_scene_legend_pick (
    guint n_classes, const char *const *class_names, const PlotTheme *theme, double width, double x, double y)
{
  PlotText text;
  Grid grid;
  guint column, k;

  if (!(x >= 0) || !(x < width) || !(y >= 0))
    return -1;
  plot_text_init_unseen (&text, theme);
  grid = grid_of (&text, n_classes, class_names, width);
  plot_text_clear (&text);
  column = (guint)(x / width * grid.columns);
  k = (guint)(y / grid.row) * grid.columns + column;
  return y < grid.rows * grid.row && k < n_classes ? (gint)k : -1;
}

void
plot_class_ball_draw (cairo_t *cr, const PlotTheme *theme, guint k, double x, double y, double radius)
{
  PlotText text;

  cairo_save (cr);
  plot_text_init (&text, cr, theme);
  plot_ball_draw (&text, k, x, y, radius, 1);
  plot_text_clear (&text);
  cairo_restore (cr);
}
