#include "plot/scene-private.h"
#include "sample.h"

#include <math.h>

#define WIDTH 520
#define HEIGHT 330

static cairo_surface_t *
draw (const SampleScene *sample, PlotSceneParts parts)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  plot_scene_draw (cr, &sample->scene, &sample->camera, parts, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static SampleScene *
without_words (guint n_classes, guint n, double spread)
{
  SampleScene *sample = sample_scene_new (n_classes, n, spread, 0.1, 7);

  sample->scene.title = sample->scene.subtitle = sample->scene.footer = sample->scene.note = NULL;
  sample->scene.readout = NULL;
  return sample;
}

static PlotSpot
place (const SampleScene *sample, const float *at)
{
  PlotView view;
  PlotSpot spot;

  plot_view_init (&view, &sample->camera, &sample->scene, WIDTH, HEIGHT);
  g_assert_true (plot_view_project_float (&view, at, &spot));
  return spot;
}

static PlotScenePick
pick_at (const SampleScene *sample, PlotSceneParts parts, double x, double y)
{
  return plot_scene_pick (&sample->scene, &sample->camera, parts, WIDTH, HEIGHT, x, y);
}

/* Taking away the ball that is picked changes the pixel, and no other ball there is nearer to the eye. */
static void
test_balls (void)
{
  g_autoptr (SampleScene) sample = without_words (30, 1, 0);
  cairo_surface_t *full = draw (sample, PLOT_SCENE_MEANS);

  for (guint k = 0; k < 30; k++) {
    PlotSpot spot = place (sample, sample->means + 3 * k);
    PlotScenePick pick = pick_at (sample, PLOT_SCENE_MEANS, spot.x, spot.y);
    cairo_surface_t *less;
    float kept;

    g_assert_cmpint (pick.mean, >=, 0);
    g_assert_cmpint (pick.point, ==, -1);
    g_assert_cmpfloat (place (sample, sample->means + 3 * pick.mean).z, >=, spot.z);
    kept = sample->means[3 * pick.mean];
    sample->means[3 * pick.mean] = NAN;
    less = draw (sample, PLOT_SCENE_MEANS);
    sample->means[3 * pick.mean] = kept;
    g_assert_cmphex (sample_pixel (full, (int)spot.x, (int)spot.y), !=,
                     sample_pixel (less, (int)spot.x, (int)spot.y));
    cairo_surface_destroy (less);
  }
  cairo_surface_destroy (full);
}

static void
test_points (void)
{
  g_autoptr (SampleScene) sample = without_words (10, 20, 0.3);
  guint found = 0;

  for (gsize i = 0; i < sample->scene.n_points; i++) {
    PlotSpot spot = place (sample, sample->points + 3 * i);
    PlotScenePick pick = pick_at (sample, PLOT_SCENE_FEATURES, spot.x, spot.y);

    /* Another may be nearer to the eye, but never further. */
    g_assert_cmpint (pick.point, >=, 0);
    g_assert_cmpint (pick.mean, ==, -1);
    g_assert_cmpfloat (place (sample, sample->points + 3 * pick.point).z, >=, spot.z);
    found += pick.point == (gint)i;
  }
  g_assert_cmpuint (found, >, 100);
}

static void
test_order (void)
{
  g_autoptr (SampleScene) sample = without_words (2, 1, 0);
  PlotCamera ahead = { 0, 0, 1, 0, 0 };
  float means[6] = { 0.5, 0, 0, -0.5, 0, 0 }, points[6] = { 0.5, 0, 1, -0.5, 0, -0.5 };
  PlotSpot before, behind;

  sample->camera = ahead;
  sample->scene.means = means;
  sample->scene.points = points;
  /* One point stands before its ball, seen beside its centre; the other behind. */
  before = place (sample, points);
  behind = place (sample, means + 3);
  g_assert_cmpint (pick_at (sample, PLOT_SCENE_ALL, before.x, before.y).point, ==, 0);
  g_assert_cmpint (pick_at (sample, PLOT_SCENE_ALL, behind.x, behind.y).mean, ==, 1);
  g_assert_cmpint (pick_at (sample, PLOT_SCENE_FEATURES, behind.x, behind.y).mean, ==, -1);
}

/* What is drawn smaller is found where it is drawn. */
static void
test_scale (void)
{
  g_autoptr (SampleScene) sample = without_words (10, 20, 0.3);

  sample->scene.scale = 0.5;
  for (guint k = 0; k < 10; k++) {
    PlotSpot spot = place (sample, sample->means + 3 * k);
    gint mean = pick_at (sample, PLOT_SCENE_MEANS, spot.x, spot.y).mean;

    g_assert_cmpint (mean, >=, 0);
    g_assert_cmpfloat (place (sample, sample->means + 3 * mean).z, >=, spot.z);
  }
}

/* A ball is where it is picked, in perspective and without. */
static void
test_place (void)
{
  g_autoptr (SampleScene) sample = without_words (10, 1, 0);
  double x, y;

  for (guint k = 0; k < 20; k++) {
    PlotSpot spot;
    PlotView view;

    sample->camera.orthographic = k >= 10;
    plot_view_init (&view, &sample->camera, &sample->scene, WIDTH, HEIGHT);
    plot_view_project_float (&view, sample->means + 3 * (k % 10), &spot);
    g_assert_true (plot_scene_place_mean (&sample->scene, &sample->camera, WIDTH, HEIGHT, k % 10, &x, &y));
    g_assert_cmpfloat (x, ==, spot.x);
    g_assert_cmpfloat (y, ==, spot.y);
    g_assert_cmpint (pick_at (sample, PLOT_SCENE_MEANS, x, y).mean, >=, 0);
  }
  g_assert_false (plot_scene_place_mean (&sample->scene, &sample->camera, WIDTH, HEIGHT, 10, &x, &y));
  sample->camera.pan_x = 100;
  g_assert_false (plot_scene_place_mean (&sample->scene, &sample->camera, WIDTH, HEIGHT, 0, &x, &y));
}

static void
test_nothing (void)
{
  g_autoptr (SampleScene) sample = without_words (10, 20, 0.1);
  PlotScene empty = { .n_classes = 10 };
  PlotScenePick pick = pick_at (sample, PLOT_SCENE_ALL, 1, 1);

  g_assert_cmpint (pick.mean, ==, -1);
  g_assert_cmpint (pick.point, ==, -1);
  pick = plot_scene_pick (&empty, &sample->camera, PLOT_SCENE_ALL, WIDTH, HEIGHT, 100, 100);
  g_assert_cmpint (pick.mean, ==, -1);
  pick = pick_at (sample, PLOT_SCENE_ALL, NAN, NAN);
  g_assert_cmpint (pick.point, ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scene-pick/balls", test_balls);
  g_test_add_func ("/plot/scene-pick/points", test_points);
  g_test_add_func ("/plot/scene-pick/order", test_order);
  g_test_add_func ("/plot/scene-pick/scale", test_scale);
  g_test_add_func ("/plot/scene-pick/place", test_place);
  g_test_add_func ("/plot/scene-pick/nothing", test_nothing);
  return g_test_run ();
}
