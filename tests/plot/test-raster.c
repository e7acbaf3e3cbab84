#include "plot/raster.h"
#include "sample.h"

#include <math.h>

#define SIDE 120

static cairo_t *
open_page (void)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  cairo_surface_destroy (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  return cr;
}

/* Mean absolute difference of two pages, of 255; closes both. */
static double
close_pages (cairo_t *a, cairo_t *b)
{
  double difference = sample_difference (cairo_get_target (a), cairo_get_target (b));

  cairo_destroy (a);
  cairo_destroy (b);
  return difference;
}

/* Solid and dashed, in all directions: the same ink as Cairo's, where a blank page is far from both. */
static void
test_lines (void)
{
  const PlotColour ink = { 0.1, 0.2, 0.6, 0.8 };

  for (guint i = 0; i < 24; i++) {
    double angle = G_PI * i / 12, on = i % 3 == 0 ? 0 : 5, off = i % 3 == 0 ? 0 : 3 + i % 4;
    double x = 60 + 50 * cos (angle), y = 60 + 50 * sin (angle), width = 1 + 0.2 * (i % 5);
    cairo_t *plain = open_page (), *reference = open_page (), *blank = open_page ();
    PlotRaster raster;
    double drawn;

    g_assert_true (plot_raster_init (&raster, plain));
    plot_raster_begin (&raster);
    plot_raster_line (&raster, 60, 60, x, y, width, on, off, ink);
    plot_raster_end (&raster);
    cairo_set_dash (reference, (double[]){ on, off }, on > 0 ? 2 : 0, 0);
    cairo_set_line_width (reference, width);
    plot_set_source (reference, ink);
    cairo_move_to (reference, 60, 60);
    cairo_line_to (reference, x, y);
    cairo_stroke (reference);
    drawn = sample_difference (cairo_get_target (blank), cairo_get_target (reference));
    cairo_destroy (blank);
    g_assert_cmpfloat (close_pages (plain, reference), <, 0.2 * drawn);
  }
}

/* The ink of a dashed line is its width times the length of its dashes, to one and a half hundredths. */
static void
test_dashes (void)
{
  const PlotColour black = { 0, 0, 0, 1 };

  for (guint i = 0; i < 24; i++) {
    double angle = 0.1 + G_PI * i / 12, width = 1 + 0.4 * (i % 8), ink = 0;
    cairo_t *page = open_page ();
    PlotRaster raster;

    g_assert_true (plot_raster_init (&raster, page));
    plot_raster_begin (&raster);
    plot_raster_line (&raster, 60, 60, 60 + 54 * cos (angle), 60 + 54 * sin (angle), width, 6, 4, black);
    plot_raster_end (&raster);
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++)
        ink += 1 - (sample_pixel (cairo_get_target (page), x, y) & 0xff) / 255.0;
    g_assert_cmpfloat_with_epsilon (ink / (width * (5 * 6 + 4)), 1, 0.015);
    cairo_destroy (page);
  }
}

/* The gradient is that of Cairo's radial pattern with the same two circles. */
static void
test_shaded_disc (void)
{
  const PlotColour white = { 1, 1, 1, 1 }, black = { 0, 0, 0, 1 };
  PlotShade shade = { .x = -0.36, .y = -0.42, .start_radius = 0.06, .end_radius = 1.02 };
  cairo_t *plain = open_page (), *reference = open_page ();
  cairo_pattern_t *pattern
      = cairo_pattern_create_radial (60 - 0.36 * 40, 60 - 0.42 * 40, 0.06 * 40, 60, 60, 1.02 * 40);
  PlotRaster raster;

  for (guint i = 0; i < PLOT_SHADE_STEPS; i++)
    shade.inks[i] = plot_raster_ink (plot_colour_mix (white, black, (double)i / (PLOT_SHADE_STEPS - 1)));
  g_assert_true (plot_raster_init (&raster, plain));
  plot_raster_begin (&raster);
  plot_raster_shaded_disc (&raster, 60, 60, 40, &shade);
  plot_raster_end (&raster);
  cairo_pattern_add_color_stop_rgb (pattern, 0, 1, 1, 1);
  cairo_pattern_add_color_stop_rgb (pattern, 1, 0, 0, 0);
  cairo_set_source (reference, pattern);
  cairo_arc (reference, 60, 60, 40, 0, 2 * G_PI);
  cairo_fill (reference);
  cairo_pattern_destroy (pattern);
  g_assert_cmpfloat (close_pages (plain, reference), <, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/raster/lines", test_lines);
  g_test_add_func ("/plot/raster/dashes", test_dashes);
  g_test_add_func ("/plot/raster/shaded-disc", test_shaded_disc);
  return g_test_run ();
}
