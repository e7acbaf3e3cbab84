#include "plot/scene-private.h"
#include "sample.h"

#include <math.h>

/* All that are on the page, from back to front to the width of a bin, whatever lies far away. */
static void
test_order (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 300, 0.3, 0.1, 5);
  PlotView view;
  gsize n, n_seen = 0;
  double most = -G_MAXDOUBLE;

  sample->points[30] = NAN;
  sample->camera = (PlotCamera){ .zoom = 1 };
  sample->points[62] = -1e6f; /* z of the twentieth */
  plot_view_init (&view, &sample->camera, &sample->scene, 520, 330);
  g_autofree PlotDot *dots = plot_dots_collect (&view, &sample->scene, &n);
  g_autofree guint *counts = g_new0 (guint, 10);
  for (gsize i = 0; i < sample->scene.n_points; i++) {
    PlotSpot spot;

    if (!plot_view_project_float (&view, sample->points + 3 * i, &spot))
      continue;
    most = MAX (most, spot.z);
    n_seen += spot.x > 0 && spot.x < 520 && spot.y > 0 && spot.y < 330;
  }
  g_assert_cmpuint (n, >=, n_seen);
  g_assert_cmpuint (n, <, sample->scene.n_points);
  for (gsize i = 0; i < n; i++) {
    g_assert_cmpuint (dots[i].label, <, 10);
    counts[dots[i].label]++;
    if (i > 1)
      g_assert_cmpfloat (dots[i].z, >, dots[i - 1].z - 0.002);
  }
  for (guint k = 0; k < 10; k++)
    g_assert_cmpuint (counts[k], <=, 300);
  g_assert_cmpfloat (dots[0].z, ==, -1e6f);
  g_assert_cmpfloat_with_epsilon (dots[n - 1].z, most, 0.002);
}

/* Where words stand above and below, no point is. */
static void
test_words (void)
{
  g_autoptr (SampleScene) sample = sample_scene_new (10, 300, 0.3, 0.1, 5);
  PlotView view;
  gsize n, n_all;

  sample->camera = (PlotCamera){ .zoom = 1 };
  plot_view_init (&view, &sample->camera, &sample->scene, 520, 330);
  g_free (plot_dots_collect (&view, &sample->scene, &n_all));
  view.top = 150;
  view.bottom = 200;
  g_autofree PlotDot *dots = plot_dots_collect (&view, &sample->scene, &n);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, n_all);
  for (gsize i = 0; i < n; i++)
    g_assert_true (dots[i].y >= 150 && dots[i].y <= 200);
}

/* None, and points that lie all at one depth. */
static void
test_few (void)
{
  float points[12] = { 0 };
  PlotScene scene = { .n_classes = 2, .points = points };
  PlotCamera camera = { .zoom = 1 };
  PlotView view;
  gsize n;

  plot_view_init (&view, &camera, &scene, 520, 330);
  g_free (plot_dots_collect (&view, &scene, &n));
  g_assert_cmpuint (n, ==, 0);
  scene.n_points = 4;
  g_free (plot_dots_collect (&view, &scene, &n));
  g_assert_cmpuint (n, ==, 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scene-dots/order", test_order);
  g_test_add_func ("/plot/scene-dots/words", test_words);
  g_test_add_func ("/plot/scene-dots/few", test_few);
  return g_test_run ();
}
