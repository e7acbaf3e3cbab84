/* The camera against what the scene is drawn and picked with. */
#include "app/camera.h"

#include <math.h>

#define WIDTH 400.0
#define HEIGHT 300.0
/* Points of a unit, as plot/scene.h says. */
#define UNIT (0.365 * HEIGHT)

/* One ball, a unit to the right and half a unit in front of the centre. */
static const float mean[] = { 1.0f, 0.25f, 0.5f };
static const PlotScene scene = { .n_classes = 1, .means = mean };

static gboolean
ball_at (CollapsarCamera *camera, double x, double y)
{
  return plot_scene_pick (&scene, collapsar_camera_get (camera), PLOT_SCENE_MEANS, WIDTH, HEIGHT, x, y).mean
         == 0;
}

/* Where the ball is seen from the front: perspective from 4.2 units. */
static const double ball_x = WIDTH / 2.0 + UNIT * 4.2 / 3.7, ball_y = HEIGHT / 2.0 - UNIT * 4.2 / 3.7 * 0.25;

static void
count (guint *n)
{
  ++*n;
}

static void
test_zoom (void)
{
  g_autoptr (CollapsarCamera) camera = collapsar_camera_new ();
  g_assert_true (ball_at (camera, ball_x, ball_y));
  collapsar_camera_zoom_at (camera, 1.7, ball_x, ball_y, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->zoom, 1.7, 1e-12);
  g_assert_true (ball_at (camera, ball_x, ball_y));
  collapsar_camera_zoom_at (camera, 0.4, ball_x, ball_y, WIDTH, HEIGHT);
  g_assert_true (ball_at (camera, ball_x, ball_y));
  /* There and back about different points is not where it was; about the same point it is. */
  collapsar_camera_zoom_at (camera, 1.0 / (1.7 * 0.4), ball_x, ball_y, WIDTH, HEIGHT);
  g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->zoom, 1.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->pan_x, 0.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->pan_y, 0.0, 1e-12);
}

static void
test_zoom_limits (void)
{
  g_autoptr (CollapsarCamera) camera = collapsar_camera_new ();
  for (guint i = 0; i < 100; i++)
    collapsar_camera_zoom_at (camera, 2.0, ball_x, ball_y, WIDTH, HEIGHT);
  g_assert_cmpfloat (collapsar_camera_get (camera)->zoom, ==, 20.0);
  g_assert_true (ball_at (camera, ball_x, ball_y));
  for (guint i = 0; i < 100; i++)
    collapsar_camera_zoom_at (camera, 0.5, ball_x, ball_y, WIDTH, HEIGHT);
  g_assert_cmpfloat (collapsar_camera_get (camera)->zoom, ==, 0.2);
  g_assert_true (ball_at (camera, ball_x, ball_y));
  /* A view without area has no point to keep. */
  collapsar_camera_zoom_at (camera, 2.0, 0.0, 0.0, 0.0, 0.0);
  g_assert_true (isfinite (collapsar_camera_get (camera)->pan_x));
}

static void
test_pan (void)
{
  g_autoptr (CollapsarCamera) camera = collapsar_camera_new ();
  collapsar_camera_zoom_at (camera, 1.3, WIDTH / 2.0, HEIGHT / 2.0, WIDTH, HEIGHT);
  double x = WIDTH / 2.0 + 1.3 * (ball_x - WIDTH / 2.0), y = HEIGHT / 2.0 + 1.3 * (ball_y - HEIGHT / 2.0);
  g_assert_true (ball_at (camera, x, y));
  collapsar_camera_pan (camera, -60.0, 45.0, WIDTH, HEIGHT);
  g_assert_true (ball_at (camera, x - 60.0, y + 45.0));
  g_assert_false (ball_at (camera, x, y));
}

static void
test_turn (void)
{
  g_autoptr (CollapsarCamera) camera = collapsar_camera_new ();
  guint changes = 0;
  g_signal_connect_swapped (camera, "changed", G_CALLBACK (count), &changes);
  /* A quarter to the right takes (1, ., .5) to (.5, ., -1): 5.2 units away. */
  collapsar_camera_turn (camera, G_PI_2, 0.0);
  g_assert_true (
      ball_at (camera, WIDTH / 2.0 + 0.5 * UNIT * 4.2 / 5.2, HEIGHT / 2.0 - 0.25 * UNIT * 4.2 / 5.2));
  g_assert_cmpuint (changes, ==, 1);
  collapsar_camera_turn (camera, 0.0, 100.0);
  g_assert_cmpfloat (collapsar_camera_get (camera)->pitch, ==, G_PI_2);
  collapsar_camera_turn (camera, 0.0, -100.0);
  g_assert_cmpfloat (collapsar_camera_get (camera)->pitch, ==, -G_PI_2);
  /* Against the stop nothing changes. */
  g_assert_cmpuint (changes, ==, 3);
  collapsar_camera_turn (camera, 0.0, -1.0);
  g_assert_cmpuint (changes, ==, 3);
  for (guint i = 0; i < 1000; i++)
    collapsar_camera_turn (camera, 1.0, 0.0);
  g_assert_cmpfloat (fabs (collapsar_camera_get (camera)->yaw), <=, G_PI);
}

static void
test_home (void)
{
  g_autoptr (CollapsarCamera) camera = collapsar_camera_new ();
  PlotCamera home = { .yaw = 0.3, .pitch = -0.2, .zoom = 1.0 };
  PlotCamera best = { .yaw = 4.5, .pitch = 0.1, .zoom = 1.0 };
  /* Nobody has moved it yet: it goes along. */
  collapsar_camera_set_home (camera, &best);
  g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->yaw, 4.5 - 2.0 * G_PI, 1e-12);
  collapsar_camera_set_home (camera, &home);
  g_assert_cmpfloat (collapsar_camera_get (camera)->yaw, ==, 0.3);
  collapsar_camera_turn (camera, 1.0, 1.0);
  collapsar_camera_zoom_at (camera, 3.0, 10.0, 10.0, WIDTH, HEIGHT);
  collapsar_camera_set_home (camera, &best);
  g_assert_cmpfloat (collapsar_camera_get (camera)->zoom, ==, 3.0);
  collapsar_camera_set_home (camera, &home);
  collapsar_camera_reset (camera);
  const PlotCamera *now = collapsar_camera_get (camera);
  g_assert_cmpfloat (now->yaw, ==, 0.3);
  g_assert_cmpfloat (now->pitch, ==, -0.2);
  g_assert_cmpfloat (now->zoom, ==, 1.0);
  g_assert_cmpfloat (now->pan_x, ==, 0.0);
  g_assert_cmpfloat (now->pan_y, ==, 0.0);
}

/* A thrown camera is where its speed, falling by e in 0.35 s, has brought it, however many frames there were;
 * and it comes to rest. */
static void
test_throw (void)
{
  for (guint step = 4000; step <= 100000; step *= 5) {
    g_autoptr (CollapsarCamera) camera = collapsar_camera_new ();
    gint64 start = 1234567, now = start;
    g_assert_false (collapsar_camera_advance (camera, now));
    collapsar_camera_throw (camera, 2.0, -1.0);
    g_assert_true (collapsar_camera_advance (camera, now));
    g_assert_cmpfloat (collapsar_camera_get (camera)->yaw, ==, 0.0);
    for (now = start + step; collapsar_camera_advance (camera, now); now += step) {
      double turned = 0.35 * (1.0 - exp (-(double)(now - start) / 1e6 / 0.35));
      g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->yaw, 2.0 * turned, 1e-12);
      g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->pitch, -turned, 1e-12);
      g_assert_cmpint (now - start, <, 5 * G_USEC_PER_SEC);
    }
    g_assert_cmpfloat_with_epsilon (collapsar_camera_get (camera)->yaw, 0.7, 0.01);
    g_assert_false (collapsar_camera_advance (camera, now + 1000000));
  }
}

/* Whatever else moves it, or catches it, stops it. */
static void
test_catch (void)
{
  const PlotCamera home = { .yaw = 0.2, .zoom = 1.0 };
  for (guint way = 0; way < 6; way++) {
    g_autoptr (CollapsarCamera) camera = collapsar_camera_new ();
    collapsar_camera_throw (camera, 2.0, 0.0);
    collapsar_camera_advance (camera, 1000);
    collapsar_camera_advance (camera, 101000);
    if (way == 0)
      collapsar_camera_catch (camera);
    else if (way == 1)
      collapsar_camera_reset (camera);
    else if (way == 2)
      collapsar_camera_zoom_at (camera, 1.1, ball_x, ball_y, WIDTH, HEIGHT);
    else if (way == 3)
      collapsar_camera_pan (camera, 3.0, 0.0, WIDTH, HEIGHT);
    else if (way == 4)
      collapsar_camera_turn (camera, 0.1, 0.0);
    else
      collapsar_camera_set (camera, &home);
    double yaw = collapsar_camera_get (camera)->yaw;
    g_assert_false (collapsar_camera_advance (camera, 201000));
    g_assert_cmpfloat (collapsar_camera_get (camera)->yaw, ==, yaw);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/camera/zoom", test_zoom);
  g_test_add_func ("/app/camera/zoom-limits", test_zoom_limits);
  g_test_add_func ("/app/camera/pan", test_pan);
  g_test_add_func ("/app/camera/turn", test_turn);
  g_test_add_func ("/app/camera/home", test_home);
  g_test_add_func ("/app/camera/throw", test_throw);
  g_test_add_func ("/app/camera/catch", test_catch);
  return g_test_run ();
}
