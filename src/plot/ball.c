/* A ball: its class's colour under a light from the upper left, a rim that keeps the palest classes from the
 * background, and the number on it. Cairo's radial gradient, or the same gradient written to a raster. */
#include "plot/scene-private.h"

#include <math.h>

/* The gradient begins about the highlight and ends about the centre; in radii. */
#define LIGHT_X -0.36
#define LIGHT_Y -0.42
#define LIGHT_RADIUS 0.06
#define END_RADIUS 1.02
/* Where between the two the ball has its class's colour. */
#define MIDDLE 0.48

typedef struct {
  PlotColour light, middle, dark, rim;
  double rim_width;
} Look;

PlotColour
plot_depth_colour (const PlotTheme *theme, PlotColour colour, double near, double alpha)
{
  colour = plot_colour_mix (colour, theme->background, 0.30 * (1 - near));
  colour.alpha = alpha;
  return colour;
}

static Look
look_of (const PlotTheme *theme, guint label, double r, double near)
{
  const PlotColour white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  PlotColour colour = plot_depth_colour (theme, plot_theme_class_colour (theme, label), near, 1);
  Look look = {
    .light = plot_colour_mix (colour, white, theme->dark ? 0.55 : 0.62),
    .middle = colour,
    .dark = plot_colour_mix (colour, black, 0.26),
    .rim = theme->dark ? black : plot_colour_mix (colour, black, 0.45),
    .rim_width = MIN (0.9, 0.1 * r),
  };

  look.rim.alpha = theme->dark ? 0.45 : 0.65;
  return look;
}

static void
add_stop (cairo_pattern_t *shade, double at, PlotColour colour)
{
  cairo_pattern_add_color_stop_rgb (shade, at, colour.red, colour.green, colour.blue);
}

static void
draw_shade (cairo_t *cr, const Look *look, double x, double y, double r)
{
  cairo_pattern_t *shade = cairo_pattern_create_radial (x + LIGHT_X * r, y + LIGHT_Y * r, LIGHT_RADIUS * r, x,
                                                        y, END_RADIUS * r);

  add_stop (shade, 0, look->light);
  add_stop (shade, MIDDLE, look->middle);
  add_stop (shade, 1, look->dark);
  cairo_new_path (cr);
  cairo_arc (cr, x, y, r, 0, 2 * G_PI);
  cairo_set_source (cr, shade);
  cairo_fill_preserve (cr);
  cairo_pattern_destroy (shade);
  plot_set_source (cr, look->rim);
  cairo_set_line_width (cr, look->rim_width);
  cairo_stroke (cr);
}

void
plot_ball_write (
    const PlotRaster *raster, const PlotTheme *theme, guint label, double x, double y, double r, double near)
{
  Look look = look_of (theme, label, r, near);
  PlotShade shade = { .x = LIGHT_X, .y = LIGHT_Y, .start_radius = LIGHT_RADIUS, .end_radius = END_RADIUS };

  for (guint i = 0; i < PLOT_SHADE_STEPS; i++) {
    double t = (double)i / (PLOT_SHADE_STEPS - 1);

    shade.inks[i] = plot_raster_ink (
        t < MIDDLE ? plot_colour_mix (look.light, look.middle, t / MIDDLE)
                   : plot_colour_mix (look.middle, look.dark, (t - MIDDLE) / (1 - MIDDLE)));
  }
  plot_raster_shaded_disc (raster, x, y, r, &shade);
  plot_raster_ring (raster, x, y, r, look.rim_width, look.rim);
}

void
plot_ball_number (PlotText *text, guint label, double x, double y, double r)
{
  char digits[12];
  /* Sizes in steps, so that a turning scene does not make new glyphs for every frame. */
  PlotTextStyle style = {
    .size = rint ((label < 10 ? 1.15 : 0.95) * r * 2) / 2,
    .bold = TRUE,
    .colour = plot_colour_digit (plot_theme_class_colour (text->theme, label)),
    .mark = TRUE,
  };

  if (r < (label < 10 ? 3.6 : 5))
    return;
  g_snprintf (digits, sizeof digits, "%u", label);
  plot_text_draw (text, digits, x, y + 0.36 * style.size, 0.5, &style);
}

void
plot_ball_draw (PlotText *text, guint label, double x, double y, double r, double near)
{
  Look look = look_of (text->theme, label, r, near);

  draw_shade (text->cr, &look, x, y, r);
  plot_ball_number (text, label, x, y, r);
}
