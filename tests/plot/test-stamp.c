#include "plot/stamp.h"
#include "sample.h"

#include <math.h>

#define SIDE 40

/* A grey surface of SIDE pixels with a raster on it. */
static cairo_surface_t *
open_raster (PlotRaster *raster)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, SIDE, SIDE);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.8, 0.6, 0.2);
  cairo_paint (cr);
  g_assert_true (plot_raster_init (raster, cr));
  cairo_destroy (cr);
  return surface;
}

/* At the places that a stamp is cut out for it is the disc, to the rounding of a byte. */
static void
test_disc (void)
{
  static const double radii[] = { 0.3, 1.26, 2.96, 8 };
  const PlotColour colour = { 0.1, 0.4, 0.9, 0.5 };

  for (guint r = 0; r < G_N_ELEMENTS (radii); r++)
    for (guint place = 0; place < 16; place++) {
      double x = 19 + (place % 4 + 0.5) / 4, y = 20 + (place / 4 + 0.5) / 4;
      PlotRaster pressed, drawn;
      PlotStamp stamp;
      cairo_surface_t *a = open_raster (&pressed), *b = open_raster (&drawn);

      plot_stamp_init (&stamp, &pressed, radii[r], colour.alpha);
      plot_stamp_press (&stamp, &pressed, (float)x, (float)y, plot_raster_ink (colour));
      plot_raster_disc (&drawn, x, y, radii[r], colour);
      for (int j = 0; j < SIDE; j++)
        for (int i = 0; i < SIDE; i++)
          for (int shift = 0; shift < 24; shift += 8)
            g_assert_cmpint (ABS ((int)(sample_pixel (a, i, j) >> shift & 0xff)
                                  - (int)(sample_pixel (b, i, j) >> shift & 0xff)),
                             <=, 1);
      plot_stamp_clear (&stamp);
      cairo_surface_destroy (a);
      cairo_surface_destroy (b);
    }
}

/* A centre anywhere is moved to the nearest place: the disc's own centre of mass tells by how much. */
static void
test_place (void)
{
  const PlotColour white = { 1, 1, 1, 1 };

  for (guint step = 0; step < 50; step++) {
    double x = 15 + 0.13 * step, sum = 0, moment = 0;
    PlotRaster raster;
    PlotStamp stamp;
    cairo_surface_t *surface = open_raster (&raster);

    memset (raster.data, 0, (gsize)raster.stride * SIDE);
    plot_stamp_init (&stamp, &raster, 3, 1);
    plot_stamp_press (&stamp, &raster, (float)x, 20.5f, plot_raster_ink (white));
    for (int j = 0; j < SIDE; j++)
      for (int i = 0; i < SIDE; i++) {
        sum += sample_pixel (surface, i, j) & 0xff;
        moment += (i + 0.5) * (sample_pixel (surface, i, j) & 0xff);
      }
    g_assert_cmpfloat_with_epsilon (moment / sum, x, 0.14);
    g_assert_cmpfloat_with_epsilon (sum / 255, G_PI * 9, 0.5);
    plot_stamp_clear (&stamp);
    cairo_surface_destroy (surface);
  }
}

/* At the rim of what may be written, and outside, it is the part inside of the whole one. */
static void
test_rim (void)
{
  static const float places[][2]
      = { { 10, 20 }, { 20, 12 }, { 30, 20 }, { 20, 29 }, { -50, 20 }, { 20, 900 } };
  const guint32 ink = 0xff123456;

  for (guint i = 0; i < G_N_ELEMENTS (places); i++) {
    PlotRaster all, part;
    PlotStamp stamp;
    cairo_surface_t *whole = open_raster (&all), *cut = open_raster (&part);
    guint32 ground = sample_pixel (cut, 0, 0);

    part.left = part.top = 10;
    part.right = part.bottom = 30;
    plot_stamp_init (&stamp, &all, 4, 0.7);
    plot_stamp_fetch (&stamp, &part, places[i][0], places[i][1]);
    plot_stamp_press (&stamp, &all, places[i][0], places[i][1], ink);
    plot_stamp_press (&stamp, &part, places[i][0], places[i][1], ink);
    for (int y = 0; y < SIDE; y++)
      for (int x = 0; x < SIDE; x++)
        g_assert_cmphex (sample_pixel (cut, x, y), ==,
                         x >= 10 && x < 30 && y >= 10 && y < 30 ? sample_pixel (whole, x, y) : ground);
    plot_stamp_clear (&stamp);
    cairo_surface_destroy (whole);
    cairo_surface_destroy (cut);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/stamp/disc", test_disc);
  g_test_add_func ("/plot/stamp/place", test_place);
  g_test_add_func ("/plot/stamp/rim", test_rim);
  return g_test_run ();
}
