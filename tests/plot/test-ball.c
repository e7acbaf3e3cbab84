#include "plot/scene-private.h"
#include "sample.h"

#define SIDE 80

static cairo_t *
open_page (const PlotTheme *theme)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  plot_set_source (cr, theme->background);
  cairo_paint (cr);
  return cr;
}

/* Written to the pixels and drawn by Cairo it is one ball, of every class, near and far, light and dark. */
static void
test_two_ways (void)
{
  for (guint label = 0; label < 12; label++) {
    const PlotTheme *theme = plot_theme (label % 2 == 0 ? PLOT_THEME_LIGHT : PLOT_THEME_DARK);
    double radius = 9 + 2 * label, near = label / 11.0, blank;
    cairo_t *written = open_page (theme), *drawn = open_page (theme), *empty = open_page (theme);
    g_auto (PlotText) on_written = { 0 }, on_drawn = { 0 };
    PlotRaster raster;

    plot_text_init (&on_written, written, theme);
    plot_text_init (&on_drawn, drawn, theme);
    g_assert_true (plot_raster_init (&raster, written));
    plot_raster_begin (&raster);
    plot_ball_write (&raster, theme, label, 40.3, 39.6, radius, near);
    plot_raster_end (&raster);
    plot_ball_number (&on_written, label, 40.3, 39.6, radius);
    plot_ball_draw (&on_drawn, label, 40.3, 39.6, radius, near);
    blank = sample_difference (cairo_get_target (drawn), cairo_get_target (empty));
    g_assert_cmpfloat (sample_difference (cairo_get_target (drawn), cairo_get_target (written)), <,
                       MIN (0.5, 0.03 * blank));
    cairo_destroy (written);
    cairo_destroy (drawn);
    cairo_destroy (empty);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/ball/two-ways", test_two_ways);
  return g_test_run ();
}
