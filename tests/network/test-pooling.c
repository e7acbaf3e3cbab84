#include "network/pooling.h"
#include "support.h"

#include <math.h>

/* 2 x 3 windows of an image of 5 x 7 pixels; the odd row and column are left out. */
static void
test_max (void)
{
  const NetworkVolume in = { 5, 7, 2 }, out = network_max_pool_volume (in, 2);
  real image[5 * 7 * 2], pooled[2 * 3 * 2], back[5 * 7 * 2];
  const real gradient[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
  gsize n_moved = 0;

  g_assert_cmpuint (out.height, ==, 2);
  g_assert_cmpuint (out.width, ==, 3);
  /* The first channel rises along the image, the second falls. */
  for (guint p = 0; p < 35; p++) {
    image[2 * p] = (real)p;
    image[2 * p + 1] = -(real)p;
  }
  network_max_pool_forward (in, 2, image, pooled);
  for (guint y = 0; y < 2; y++)
    for (guint x = 0; x < 3; x++) {
      g_assert_cmpfloat ((double)pooled[2 * (3 * y + x)], ==, 7 * (2 * y + 1) + 2 * x + 1);
      g_assert_cmpfloat ((double)pooled[2 * (3 * y + x) + 1], ==, -(7.0 * (2 * y) + 2 * x));
    }
  network_max_pool_backward (in, 2, image, gradient, back);
  for (guint i = 0; i < 70; i++)
    n_moved += back[i] != 0;
  g_assert_cmpuint (n_moved, ==, 12);
  g_assert_cmpfloat ((double)back[2 * (7 * 3 + 5)], ==, 11);
  g_assert_cmpfloat ((double)back[2 * (7 * 2 + 4) + 1], ==, 12);
}

/* As PyTorch: the first of equals gets the gradient, and NaN is greater than all. */
static void
test_ties (void)
{
  const NetworkVolume in = { 2, 4, 1 };
  const real image[] = { 3, 3, 1, NAN, 3, 3, 5, 2 }, gradient[] = { 1, 2 };
  real pooled[2], back[8];

  network_max_pool_forward (in, 2, image, pooled);
  g_assert_cmpfloat ((double)pooled[0], ==, 3);
  g_assert_true (isnan (pooled[1]));
  network_max_pool_backward (in, 2, image, gradient, back);
  g_assert_cmpfloat ((double)back[0], ==, 1);
  g_assert_cmpfloat ((double)back[3], ==, 2);
  g_assert_cmpfloat ((double)back[6], ==, 0);
}

static void
test_average (void)
{
  const NetworkVolume in = { 2, 3, 2 };
  const real image[] = { 1, 10, 2, 20, 3, 30, 4, 40, 5, 50, 6, 60 }, gradient[] = { 6, 12 };
  real mean[2], back[12];

  network_average_pool_forward (in, image, mean);
  g_assert_cmpfloat ((double)mean[0], ==, 3.5);
  g_assert_cmpfloat ((double)mean[1], ==, 35);
  network_average_pool_backward (in, gradient, back);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpfloat ((double)back[i], ==, i % 2 == 0 ? 1 : 2);
  network_average_pool_backward_add (in, gradient, back);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpfloat ((double)back[i], ==, i % 2 == 0 ? 2 : 4);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/pooling/max", test_max);
  g_test_add_func ("/network/pooling/ties", test_ties);
  g_test_add_func ("/network/pooling/average", test_average);
  return g_test_run ();
}
