/* The features: discs on a raster, in files one path a class and layer of depth, so that they stay vectors.
 */
#include "plot/scene-private.h"

/* Colour at depth z, its opacity in alpha. */
static PlotColour
dot_colour (const PlotTheme *theme, guint label, double z)
{
  double near = plot_depth_near (z);
  PlotColour colour
      = plot_colour_mix (plot_theme_class_colour (theme, label), theme->background, 0.34 * (1 - near));

  colour.alpha = (theme->dark ? 0.66 : 0.50) * (0.55 + 0.45 * near);
  return colour;
}

static double
dot_radius (const PlotView *view, const PlotSpot *spot)
{
  return PLOT_DOT_RADIUS * view->mark * spot->scale;
}

void
plot_dot_write (const PlotRaster *raster, const PlotTheme *theme, const PlotView *view, const PlotDot *dot)
{
  plot_raster_disc (raster, dot->spot.x, dot->spot.y, dot_radius (view, &dot->spot),
                    dot_colour (theme, dot->label, dot->spot.z));
}

void
plot_dots_fill (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, const PlotDot *dots, gsize n, double z)
{
  cairo_new_path (cr);
  for (gsize i = 0; i < n; i++) {
    cairo_new_sub_path (cr);
    cairo_arc (cr, dots[i].spot.x, dots[i].spot.y, dot_radius (view, &dots[i].spot), 0, 2 * G_PI);
    cairo_close_path (cr);
  }
  plot_set_source (cr, dot_colour (theme, dots[0].label, z));
  cairo_fill (cr);
}
