#include "view/figure-look.h"

#include <glib.h>
#include <math.h>

static void
test_camera (void)
{
  static const char *const bad[]
      = { "", "1", "a,b", "1,2,0", "1,2,-1", "1,2,3,4,5,6", "1,nan", "1,2,", "1 ,2x" };
  const PlotCamera camera = { .yaw = -1.234567, .pitch = 0.5, .zoom = 2.5, .pan_x = -0.25, .pan_y = -1e-9 };
  g_autofree char *text = view_camera_text (&camera);
  PlotCamera again;
  g_assert_cmpstr (text, ==, "-70.7355,28.6479,2.5,-0.25,0");
  g_assert_true (view_camera_read (text, &again));
  g_assert_cmpfloat_with_epsilon (again.yaw, camera.yaw, 1e-6);
  g_assert_cmpfloat_with_epsilon (again.pitch, camera.pitch, 1e-6);
  g_assert_cmpfloat (again.zoom, ==, 2.5);
  g_assert_cmpfloat (again.pan_x, ==, -0.25);
  g_assert_cmpfloat (again.pan_y, ==, 0);
  /* What was read once is read the same from then on. */
  g_autofree char *second = view_camera_text (&again);
  g_assert_cmpstr (second, ==, text);
  g_assert_true (view_camera_read ("10,20", &again));
  g_assert_cmpfloat (again.zoom, ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (view_camera_read (bad[i], &again));
}

static void
test_parts (void)
{
  PlotSceneParts parts;
  for (guint i = 0; i <= PLOT_SCENE_ALL; i++) {
    g_autofree char *text = view_parts_text (i);
    g_assert_true (view_parts_read (text, &parts));
    g_assert_cmpuint (parts, ==, i);
  }
  g_assert_true (view_parts_read ("ideal,means", &parts));
  g_assert_cmpuint (parts, ==, PLOT_SCENE_IDEAL | PLOT_SCENE_MEANS);
  g_assert_false (view_parts_read ("", &parts));
  g_assert_false (view_parts_read ("means,", &parts));
  g_assert_false (view_parts_read ("means,balls", &parts));
}

static void
test_projections (void)
{
  const char *const *keys = view_projection_keys ();
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_BALANCED], ==, "balanced");
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_FOUR_CLASSES], ==, "four-classes");
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_TOUR], ==, "tour");
  g_assert_cmpstr (keys[COLLAPSE_PROJECTION_FEATURE_PCA], ==, "features-pca");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/figure-look/camera", test_camera);
  g_test_add_func ("/view/figure-look/parts", test_parts);
  g_test_add_func ("/view/figure-look/projections", test_projections);
  return g_test_run ();
}
