#include "plot/scene-private.h"

double
plot_scene_legend_draw (
    cairo_t *cr, guint n_classes, const char *const *class_names, const PlotTheme *theme, double width)
{
  double u = theme->text_size / 11, ball = 7.5 * u, gap = 8 * u, row = 22 * u, widest = 0;
  PlotTextStyle style = { .size = 12.5 * u, .colour = plot_theme_text_ink (theme, theme->dark ? 1 : 0.8) };
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  /* Widths are asked for before there is anything to draw on. */
  cairo_surface_t *none = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *target = cr ? cairo_reference (cr) : cairo_create (none);
  guint columns, rows;
  PlotText text;

  cairo_save (target);
  plot_text_init (&text, target, theme);
  for (guint k = 0; k < n_classes; k++) {
    g_ptr_array_add (names,
                     class_names && class_names[k] ? g_strdup (class_names[k]) : g_strdup_printf ("%u", k));
    widest = MAX (widest, plot_text_width (&text, g_ptr_array_index (names, k), &style));
  }
  columns = CLAMP ((int)(width / (2 * ball + gap + widest + 2 * gap)), 1, (int)MAX (1, n_classes));
  rows = (n_classes + columns - 1) / columns;
  columns = rows > 0 ? (n_classes + rows - 1) / rows : 1;
  for (guint k = 0; cr && k < n_classes; k++) {
    double x = width / columns * (k % columns), y = row * (k / columns) + row / 2;

    plot_ball_draw (&text, k, x + ball, y, ball, 1);
    style.max_width = MAX (4 * u, width / columns - 2 * ball - gap);
    plot_text_draw (&text, g_ptr_array_index (names, k), x + 2 * ball + gap, y + 4.3 * u, 0, &style);
  }
  plot_text_clear (&text);
  cairo_restore (target);
  cairo_destroy (target);
  cairo_surface_destroy (none);
  return rows * row;
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
