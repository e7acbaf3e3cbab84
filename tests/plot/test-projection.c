#include "plot/scene-private.h"
#include "sample.h"

#include <math.h>

static const PlotCamera ahead = { 0, 0, 1, 0, 0 };

static PlotView
view_of (const PlotCamera *camera, double scale)
{
  const PlotScene scene = { .n_classes = 10, .scale = scale };
  PlotView view;

  plot_view_init (&view, camera, &scene, 400, 200);
  return view;
}

static PlotSpot
project (const PlotCamera *camera, double x, double y, double z)
{
  PlotView view = view_of (camera, 1);
  PlotSpot spot;

  g_assert_true (plot_view_project (&view, x, y, z, &spot));
  return spot;
}

static void
assert_at (PlotSpot spot, double x, double y, double z)
{
  g_assert_cmpfloat_with_epsilon (spot.x, x, 1e-9);
  g_assert_cmpfloat_with_epsilon (spot.y, y, 1e-9);
  g_assert_cmpfloat_with_epsilon (spot.z, z, 1e-9);
}

static void
test_perspective (void)
{
  /* 0.365 of the shorter side is 73 points; y is up. */
  assert_at (project (&ahead, 0, 0, 0), 200, 100, 0);
  assert_at (project (&ahead, 1, 0, 0), 273, 100, 0);
  assert_at (project (&ahead, 0, 1, 0), 200, 27, 0);
  /* The eye is 4.2 units away: at z = 1 everything is 4.2/3.2 as large. */
  assert_at (project (&ahead, 1, 0, 1), 200 + 73 * 4.2 / 3.2, 100, 1);
  assert_at (project (&ahead, 0, 1, -1), 200, 100 - 73 * 4.2 / 5.2, -1);
  g_assert_cmpfloat_with_epsilon (project (&ahead, 0, 0, 1).scale, 4.2 / 3.2, 1e-12);
}

/* Everything has the size that it has at the origin's depth, also behind the eye of the other camera. */
static void
test_orthographic (void)
{
  PlotCamera parallel = { .zoom = 1, .orthographic = TRUE };

  assert_at (project (&parallel, 1, 0, 1), 273, 100, 1);
  assert_at (project (&parallel, 0, 1, -1), 200, 27, -1);
  assert_at (project (&parallel, 0, 1, 5), 200, 27, 5);
  g_assert_cmpfloat (project (&parallel, 0, 0, 1).scale, ==, 1);
}

/* The ink of n dots, n r^2, grows with the root of n past 2,000 of them. */
static void
test_crowd (void)
{
  PlotScene few = { .n_points = 2000 }, many = { .n_points = 32000 };
  PlotView sparse, dense;

  plot_view_init (&sparse, &ahead, &few, 400, 200);
  plot_view_init (&dense, &ahead, &many, 400, 200);
  g_assert_cmpfloat_with_epsilon (sparse.dot, PLOT_DOT_RADIUS * sparse.mark, 1e-12);
  g_assert_cmpfloat_with_epsilon (dense.dot, sparse.dot / 2, 1e-12);
}

static void
test_turning (void)
{
  PlotCamera quarter = { G_PI / 2, 0, 1, 0, 0 }, above = { 0, G_PI / 2, 1, 0, 0 };
  PlotCamera any = { 0.7, -0.4, 1, 0, 0 }, shifted = { 0, 0, 2, 0.5, 0.25 };
  double sum = 0;

  assert_at (project (&quarter, 0, 0, 1), 273, 100, 0);
  assert_at (project (&quarter, 1, 0, 0), 200, 100, -1);
  assert_at (project (&above, 0, 1, 0), 200, 100, 1);
  assert_at (project (&above, 0, 0, -1), 200, 27, 0);
  /* A rotation keeps lengths: depths of the three axes are a unit vector. */
  for (int a = 0; a < 3; a++)
    sum += pow (project (&any, a == 0, a == 1, a == 2).z, 2);
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-12);
  /* Pan is in units, which zoom doubles. */
  assert_at (project (&shifted, 0, 0, 0), 200 + 73, 100 - 36.5, 0);
  assert_at (project (&shifted, 1, 0, 0), 200 + 73 + 146, 100 - 36.5, 0);
}

/* A scale is of the scene, before perspective; the camera's pan is as it was. */
static void
test_scale (void)
{
  PlotCamera shifted = { 0, 0, 2, 0.5, 0.25 };
  PlotView whole = view_of (&shifted, 1), view = view_of (&shifted, 0.25);
  PlotSpot spot;

  g_assert_true (plot_view_project (&view, 1, -2, 3, &spot));
  PlotSpot expected = project (&shifted, 0.25, -0.5, 0.75);
  assert_at (spot, expected.x, expected.y, 0.75);
  /* Marks go with its root. */
  g_assert_cmpfloat_with_epsilon (view.ball, whole.ball / 2, 1e-12);
}

static void
test_no_place (void)
{
  PlotView view = view_of (&ahead, 1);
  PlotSpot spot;

  g_assert_false (plot_view_project (&view, NAN, 0, 0, &spot));
  g_assert_false (plot_view_project (&view, 0, INFINITY, 0, &spot));
  g_assert_false (plot_view_project (&view, 0, 0, NAN, &spot));
  g_assert_false (plot_view_project (&view, 0, 0, 5, &spot));
  g_assert_false (plot_view_project (&view, 1e6, 0, 0, &spot));
  g_assert_cmpfloat (plot_depth_near (-9), ==, 0);
  g_assert_cmpfloat (plot_depth_near (9), ==, 1);
}

/* What the search makes large, by the projection alone: the smallest distance between vertices or, times 1.1,
 * from a vertex to the origin, and a twentieth of the breadth. */
static double
separation (const double *ideal, guint K, const PlotCamera *camera)
{
  double least = INFINITY, left = INFINITY, right = -INFINITY;

  for (guint k = 0; k < K; k++) {
    PlotSpot p = project (camera, ideal[3 * k], ideal[3 * k + 1], ideal[3 * k + 2]);

    left = MIN (left, p.x);
    right = MAX (right, p.x);
    least = MIN (least, 1.1 * hypot (p.x - 200, p.y - 100));
    for (guint l = 0; l < k; l++) {
      PlotSpot q = project (camera, ideal[3 * l], ideal[3 * l + 1], ideal[3 * l + 2]);

      least = MIN (least, hypot (p.x - q.x, p.y - q.y));
    }
  }
  return least + 0.05 * (right - left);
}

static void
test_best (void)
{
  static const guint counts[] = { 2, 3, 4, 10, 25 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++) {
    g_autoptr (SampleScene) sample = sample_scene_new (counts[i], 1, 0, 0, 1);
    PlotCamera best = plot_camera_best (sample->ideal, counts[i]);
    PlotCamera again = plot_camera_best (sample->ideal, counts[i]);
    double found = separation (sample->ideal, counts[i], &best);

    g_assert_cmpfloat (best.yaw, ==, again.yaw);
    g_assert_cmpfloat (best.pitch, ==, again.pitch);
    g_assert_cmpfloat (best.zoom, ==, 1);
    for (int t = 0; t < 500; t++) {
      PlotCamera other
          = { g_rand_double_range (rand, 0, 2 * G_PI), g_rand_double_range (rand, -0.65, 0.65), 1 };

      g_assert_cmpfloat (separation (sample->ideal, counts[i], &other), <=, 1.02 * found);
    }
  }
}

static void
test_best_of_nothing (void)
{
  double broken[6] = { NAN, 0, 0, 1, 0, 0 };
  PlotCamera camera = plot_camera_best (NULL, 10);

  g_assert_cmpfloat (camera.zoom, ==, 1);
  camera = plot_camera_best (broken, 2);
  g_assert_true (isfinite (camera.yaw) && isfinite (camera.pitch));
  g_assert_cmpfloat (plot_camera_best (broken, 0).zoom, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/projection/perspective", test_perspective);
  g_test_add_func ("/plot/projection/orthographic", test_orthographic);
  g_test_add_func ("/plot/projection/crowd", test_crowd);
  g_test_add_func ("/plot/projection/turning", test_turning);
  g_test_add_func ("/plot/projection/scale", test_scale);
  g_test_add_func ("/plot/projection/no-place", test_no_place);
  g_test_add_func ("/plot/projection/best", test_best);
  g_test_add_func ("/plot/projection/best-of-nothing", test_best_of_nothing);
  return g_test_run ();
}
