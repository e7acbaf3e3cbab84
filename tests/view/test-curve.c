#include "view/curve.h"

#include <math.h>

#define N 3

/* The mean is of all curves wherever it is, at epochs that all have, and made bit by bit is what it is made
 * at once. */
static void
test_mean (void)
{
  ViewCurve curves[N], step, whole;
  const ViewCurve *all[N] = { &curves[0], &curves[1], &curves[2] };
  guint at_step[N] = { 0 }, at_whole[N] = { 0 };
  view_curve_init (&step);
  view_curve_init (&whole);
  for (guint i = 0; i < N; i++)
    view_curve_init (&curves[i]);
  view_curve_extend_mean (&step, all, at_step, N, FALSE);
  g_assert_cmpuint (step.x->len, ==, 0);
  for (guint epoch = 0; epoch < 20; epoch++) {
    view_curve_append (&curves[0], epoch, epoch);
    if (epoch % 2 == 0) /* measured less often */
      view_curve_append (&curves[1], epoch, epoch + 3);
    if (epoch < 9) /* lags behind */
      view_curve_append (&curves[2], epoch, epoch + 6);
    view_curve_extend_mean (&step, all, at_step, N, FALSE);
  }
  view_curve_extend_mean (&whole, all, at_whole, N, FALSE);
  g_assert_cmpuint (whole.x->len, ==, 5);
  for (guint i = 0; i < whole.x->len; i++) {
    double epoch = 2 * i;
    g_assert_cmpfloat (g_array_index (whole.x, double, i), ==, epoch);
    g_assert_cmpfloat (g_array_index (whole.y, double, i), ==, epoch + 3);
    g_assert_cmpfloat (g_array_index (whole.lower[VIEW_BAND_DEVIATION], double, i), ==, epoch);
    g_assert_cmpfloat (g_array_index (whole.upper[VIEW_BAND_DEVIATION], double, i), ==, epoch + 6);
    g_assert_cmpfloat (g_array_index (whole.upper[VIEW_BAND_RANGE], double, i), ==, epoch + 6);
    g_assert_cmpfloat_with_epsilon (g_array_index (whole.upper[VIEW_BAND_ERROR], double, i),
                                    epoch + 3 + 3 / sqrt (N), 1e-12);
    g_assert_cmpfloat (g_array_index (step.x, double, i), ==, epoch);
    g_assert_cmpfloat (g_array_index (step.upper[VIEW_BAND_DEVIATION], double, i), ==, epoch + 6);
  }
  g_assert_cmpuint (step.x->len, ==, 5);
  g_assert_cmpfloat (view_curve_value (&whole, 3.5), ==, 5);
  g_assert_true (isnan (view_curve_value (&whole, -1)));
  /* What is said later goes on from there. */
  view_curve_append (&curves[2], 10, 16);
  view_curve_extend_mean (&whole, all, at_whole, N, FALSE);
  g_assert_cmpfloat (view_curve_value (&whole, 100), ==, 13);
  view_curve_clear (&step);
  view_curve_clear (&whole);
  for (guint i = 0; i < N; i++)
    view_curve_clear (&curves[i]);
}

static void
test_divide (void)
{
  ViewCurve above, below, quotient;
  view_curve_init (&above);
  view_curve_init (&below);
  view_curve_init (&quotient);
  for (guint epoch = 0; epoch < 6; epoch++)
    view_curve_append (&above, epoch, 6);
  view_curve_append (&below, 1, 3);
  view_curve_append (&below, 3, 0);
  view_curve_append (&below, 5, 12);
  for (guint i = 0; i < 2; i++) { /* anew each time */
    view_curve_divide (&above, &below, &quotient);
    g_assert_cmpuint (quotient.x->len, ==, 3);
  }
  g_assert_cmpfloat (view_curve_value (&quotient, 1), ==, 2);
  g_assert_true (isnan (view_curve_value (&quotient, 3)));
  g_assert_cmpfloat (view_curve_value (&quotient, 5), ==, 0.5);
  view_curve_clear (&above);
  view_curve_clear (&below);
  view_curve_clear (&quotient);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/curve/mean", test_mean);
  g_test_add_func ("/view/curve/divide", test_divide);
  return g_test_run ();
}
