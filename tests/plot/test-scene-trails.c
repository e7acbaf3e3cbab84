#include "plot/scene-painter.h"
#include "sample.h"

#define WIDTH 400
#define HEIGHT 300

/* One class that has come from the left to the right of the centre, in four steps as long as each other. */
static const float trail[] = { -1, 0, 0, -0.5f, 0, 0, 0, 0, 0, 0.5f, 0, 0 };
static const float mean[] = { 1, 0, 0 };
static const PlotScene scene = { .n_classes = 1, .means = mean, .n_trail = 4, .trail = trail };
static const PlotCamera ahead = { .zoom = 1 };

static cairo_surface_t *
draw (const PlotScene *drawn, PlotSceneParts parts, gboolean recorded)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_surface_t *record = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (recorded ? record : surface);

  plot_scene_draw (cr, drawn, &ahead, parts, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT);
  cairo_destroy (cr);
  if (recorded) {
    cr = cairo_create (surface);
    cairo_set_source_surface (cr, record, 0, 0);
    cairo_paint (cr);
    cairo_destroy (cr);
  }
  cairo_surface_destroy (record);
  cairo_surface_flush (surface);
  return surface;
}

/* What a column of pixels has of colour, in whole pixels of black. */
static double
ink_of_column (cairo_surface_t *surface, int x)
{
  double ink = 0;

  for (int y = 0; y < HEIGHT; y++)
    for (int shift = 0; shift < 24; shift += 8)
      ink += 1 - (sample_pixel (surface, x, y) >> shift & 0xff) / 255.0;
  return ink / 3;
}

/* Along the way that the projection says, stronger with each step towards the present, and not beyond. */
static void
test_fades (void)
{
  cairo_surface_t *surface = draw (&scene, PLOT_SCENE_TRAILS, FALSE);
  /* 0.365 of the height is a unit. */
  double unit = 0.365 * HEIGHT, before = 0;

  for (guint step = 0; step < 4; step++) {
    double ink = ink_of_column (surface, (int)(WIDTH / 2 + unit * (-0.75 + 0.5 * step)));

    g_assert_cmpfloat (ink, >, 1.3 * before);
    g_assert_cmpfloat (ink, >, 0.05);
    before = ink;
  }
  g_assert_cmpfloat (ink_of_column (surface, (int)(WIDTH / 2 - unit) - 4), ==, 0);
  g_assert_cmpfloat (ink_of_column (surface, (int)(WIDTH / 2 + unit) + 4), ==, 0);
  cairo_surface_destroy (surface);
}

/* On screen as in a file, and nothing where it is not wanted or there is none. */
static void
test_parts (void)
{
  PlotScene none = scene;
  cairo_surface_t *screen = draw (&scene, PLOT_SCENE_TRAILS, FALSE);
  cairo_surface_t *file = draw (&scene, PLOT_SCENE_TRAILS, TRUE), *empty = draw (&scene, 0, FALSE), *without;

  none.n_trail = 0;
  none.trail = NULL;
  without = draw (&none, PLOT_SCENE_TRAILS, FALSE);
  g_assert_cmpfloat (sample_difference (screen, file), <, 0.2 * sample_difference (screen, empty));
  g_assert_cmpfloat (sample_difference (without, empty), ==, 0);
  cairo_surface_destroy (screen);
  cairo_surface_destroy (file);
  cairo_surface_destroy (empty);
  cairo_surface_destroy (without);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scene-trails/fades", test_fades);
  g_test_add_func ("/plot/scene-trails/parts", test_parts);
  return g_test_run ();
}
