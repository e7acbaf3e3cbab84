#include "view/epoch-range.h"

#include <math.h>

static void
assert_ends (const ViewEpochRange *range, double from, double to)
{
  double is_from, is_to;
  view_epoch_range_ends (range, &is_from, &is_to);
  g_assert_cmpfloat_with_epsilon (is_from, from, 1e-9 * range->last);
  g_assert_cmpfloat_with_epsilon (is_to, to, 1e-9 * range->last);
}

/* About an epoch, which stays where it is; out again as far as there is something, at last all. */
static void
test_zoom (void)
{
  ViewEpochRange range = { .last = 200 };
  g_assert_true (view_epoch_range_is_all (&range));
  assert_ends (&range, 0, 200);
  view_epoch_range_zoom (&range, 2, 50);
  assert_ends (&range, 25, 125);
  g_assert_false (view_epoch_range_is_all (&range));
  view_epoch_range_zoom (&range, 5, 125);
  assert_ends (&range, 105, 125);
  view_epoch_range_zoom (&range, 0.2, 125);
  assert_ends (&range, 25, 125);
  view_epoch_range_zoom (&range, 0.6, 125); /* not beyond the beginning, and as wide */
  assert_ends (&range, 0, 100 / 0.6);
  view_epoch_range_zoom (&range, 0.5, 0);
  g_assert_true (view_epoch_range_is_all (&range));
  for (guint i = 0; i < 100; i++)
    view_epoch_range_zoom (&range, 1.3, 77);
  double from, to;
  view_epoch_range_ends (&range, &from, &to);
  g_assert_cmpfloat (to - from, >=, 2);
  g_assert_cmpfloat (to - from, <, 2 * 1.3);
  g_assert_cmpfloat (from, <, 77);
  g_assert_cmpfloat (to, >, 77);
}

static void
test_pan (void)
{
  ViewEpochRange range = { .last = 200 };
  view_epoch_range_pan (&range, 0.5);
  g_assert_true (view_epoch_range_is_all (&range));
  view_epoch_range_choose (&range, 60, 20);
  assert_ends (&range, 20, 60);
  view_epoch_range_pan (&range, 0.5);
  assert_ends (&range, 40, 80);
  view_epoch_range_pan (&range, -10);
  assert_ends (&range, 0, 40);
  view_epoch_range_pan (&range, 10);
  assert_ends (&range, 160, 200);
  view_epoch_range_pan (&range, NAN);
  assert_ends (&range, 160, 200);
}

static void
test_reveal (void)
{
  ViewEpochRange range = { .last = 200 };
  view_epoch_range_reveal (&range, 30);
  g_assert_true (view_epoch_range_is_all (&range));
  view_epoch_range_choose (&range, 20, 60);
  view_epoch_range_reveal (&range, 50);
  assert_ends (&range, 20, 60);
  view_epoch_range_reveal (&range, 61);
  assert_ends (&range, 21, 61);
  view_epoch_range_reveal (&range, 5);
  assert_ends (&range, 5, 45);
  view_epoch_range_reveal (&range, 200);
  assert_ends (&range, 160, 200);
  view_epoch_range_reveal (&range, NAN);
  assert_ends (&range, 160, 200);
}

/* Twice as few are half of the axis' length; epoch 0 lies before 1, and is reached again. */
static void
test_log (void)
{
  ViewEpochRange range = { .last = 400, .kind = PLOT_AXIS_LOG };
  view_epoch_range_choose (&range, 4, 400);
  view_epoch_range_zoom (&range, 2, 40);
  assert_ends (&range, 40 / sqrt (10), 40 * sqrt (10));
  view_epoch_range_pan (&range, 1);
  assert_ends (&range, 40, 400);
  view_epoch_range_pan (&range, -100);
  assert_ends (&range, 0, 2.5); /* from a quarter, where 0 is drawn */
  view_epoch_range_zoom (&range, 1e-6, 1);
  g_assert_true (view_epoch_range_is_all (&range));
  /* The kind may change under a range that is chosen. */
  view_epoch_range_choose (&range, 100, 300);
  range.kind = PLOT_AXIS_LINEAR;
  assert_ends (&range, 100, 300);
}

static void
test_choose (void)
{
  ViewEpochRange range = { .last = 100 };
  view_epoch_range_choose (&range, 50, 50.5);
  assert_ends (&range, 49.25, 51.25);
  view_epoch_range_choose (&range, 100, 100);
  assert_ends (&range, 98, 100);
  view_epoch_range_choose (&range, -5, 30);
  assert_ends (&range, 0, 30);
  view_epoch_range_choose (&range, NAN, 30);
  assert_ends (&range, 0, 30);
  view_epoch_range_choose (&range, -5, 1e9);
  g_assert_true (view_epoch_range_is_all (&range));
}

/* All follows; a part stays as far as there is such. */
static void
test_last (void)
{
  ViewEpochRange range = { 0 };
  view_epoch_range_zoom (&range, 2, 0);
  view_epoch_range_choose (&range, 0, 10);
  g_assert_true (view_epoch_range_is_all (&range));
  view_epoch_range_set_last (&range, 100);
  assert_ends (&range, 0, 100);
  view_epoch_range_set_last (&range, 200);
  assert_ends (&range, 0, 200);
  view_epoch_range_choose (&range, 50, 150);
  view_epoch_range_set_last (&range, 400);
  assert_ends (&range, 50, 150);
  view_epoch_range_set_last (&range, 120);
  assert_ends (&range, 50, 120);
  view_epoch_range_set_last (&range, 51);
  g_assert_true (view_epoch_range_is_all (&range));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/epoch-range/zoom", test_zoom);
  g_test_add_func ("/view/epoch-range/pan", test_pan);
  g_test_add_func ("/view/epoch-range/reveal", test_reveal);
  g_test_add_func ("/view/epoch-range/log", test_log);
  g_test_add_func ("/view/epoch-range/choose", test_choose);
  g_test_add_func ("/view/epoch-range/last", test_last);
  return g_test_run ();
}
