#include "view/smooth.h"

#include <math.h>

static double
at (const ViewSmooth *smooth, guint place)
{
  return g_array_index (smooth->y, double, place);
}

/* Weighted means with weights b^age, by their definition; bit by bit as at once. */
static void
test_average (void)
{
  const double values[] = { 3, -1, 4, 1, -5, 9, 2, 6 }, b = 0.8;
  ViewCurve raw;
  ViewSmooth step, whole;
  view_curve_init (&raw);
  view_smooth_init (&step);
  view_smooth_init (&whole);
  view_smooth_set (&step, b);
  view_smooth_set (&whole, b);
  for (guint t = 0; t < G_N_ELEMENTS (values); t++) {
    double sum = 0, weights = 0;
    view_curve_append (&raw, 10 * t, values[t]);
    view_smooth_extend (&step, &raw, FALSE);
    for (guint i = 0; i <= t; i++) {
      sum += pow (b, t - i) * values[i];
      weights += pow (b, t - i);
    }
    g_assert_cmpuint (step.y->len, ==, t + 1);
    g_assert_cmpfloat_with_epsilon (at (&step, t), sum / weights, 1e-12);
  }
  view_smooth_extend (&whole, &raw, FALSE);
  g_assert_cmpmem (step.y->data, step.y->len * sizeof (double), whole.y->data,
                   whole.y->len * sizeof (double));
  view_smooth_clear (&step);
  view_smooth_clear (&whole);
  view_curve_clear (&raw);
}

/* A straight line of logarithms stays behind by b / (1 - b) points when it has gone on for long; a constant
 * is itself from the first point on. */
static void
test_logarithmic (void)
{
  ViewCurve falling, constant;
  ViewSmooth smooth;
  view_curve_init (&falling);
  view_curve_init (&constant);
  view_smooth_init (&smooth);
  for (guint t = 0; t < 400; t++) {
    view_curve_append (&falling, t, pow (10, -0.01 * t));
    view_curve_append (&constant, t, 0.02);
  }
  view_smooth_set (&smooth, 0.9);
  view_smooth_extend (&smooth, &falling, TRUE);
  g_assert_cmpfloat_with_epsilon (log10 (at (&smooth, 399)), -0.01 * (399 - 0.9 / 0.1), 1e-9);
  g_assert_cmpfloat_with_epsilon (at (&smooth, 0), 1, 1e-12);
  view_smooth_set (&smooth, 0.99);
  view_smooth_extend (&smooth, &constant, TRUE);
  for (guint t = 0; t < 400; t++)
    g_assert_cmpfloat_with_epsilon (at (&smooth, t), 0.02, 1e-12);
  view_smooth_set (&smooth, 0);
  view_smooth_extend (&smooth, &constant, TRUE);
  g_assert_cmpuint (smooth.y->len, ==, 0);
  view_smooth_clear (&smooth);
  view_curve_clear (&falling);
  view_curve_clear (&constant);
}

/* What cannot be drawn is a gap, and leaves no trace in what follows. */
static void
test_gaps (void)
{
  const double gaps[] = { NAN, INFINITY, 0 };
  for (guint i = 0; i < G_N_ELEMENTS (gaps); i++) {
    ViewCurve raw;
    ViewSmooth smooth;
    view_curve_init (&raw);
    view_smooth_init (&smooth);
    view_smooth_set (&smooth, 0.5);
    view_curve_append (&raw, 0, 1);
    view_curve_append (&raw, 1, gaps[i]);
    view_curve_append (&raw, 2, 4);
    view_smooth_extend (&smooth, &raw, TRUE);
    g_assert_true (isnan (at (&smooth, 1)));
    g_assert_cmpfloat_with_epsilon (at (&smooth, 2), pow (4, 2.0 / 3.0), 1e-12);
    view_smooth_clear (&smooth);
    view_curve_clear (&raw);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/smooth/average", test_average);
  g_test_add_func ("/view/smooth/logarithmic", test_logarithmic);
  g_test_add_func ("/view/smooth/gaps", test_gaps);
  return g_test_run ();
}
