#include "view/loess.h"

#include <math.h>

/* A straight line is found as it is, whatever the gaps. */
static void
test_line (void)
{
  const double x[] = { 0, 0.1, 0.2, 3, 3.1, 7, 9 }, at[] = { 0, 1.7, 5, 9 };
  double y[7], out[4];
  for (guint i = 0; i < 7; i++)
    y[i] = 2 - 3 * x[i];
  view_loess (x, y, 7, at, 4, out);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpfloat_with_epsilon (out[i], 2 - 3 * at[i], 1e-9);
}

/* Of one x the mean. */
static void
test_constant (void)
{
  const double x[] = { 2, 2, 2, 2, 2, 2 }, y[] = { 1, 2, 3, 4, 5, 6 }, at = 2;
  double out;
  view_loess (x, y, 6, &at, 1, &out);
  g_assert_cmpfloat_with_epsilon (out, 3.5, 1e-12);
}

/* What turns over is seen to: it rises, and falls. */
static void
test_turn (void)
{
  double x[21], y[21], out[3];
  const double at[] = { -9, 0, 9 };
  for (int i = 0; i <= 20; i++) {
    x[i] = i - 10;
    y[i] = -x[i] * x[i];
  }
  view_loess (x, y, 21, at, 3, out);
  g_assert_cmpfloat (out[1], >, out[0] + 10);
  g_assert_cmpfloat (out[1], >, out[2] + 10);
  g_assert_cmpfloat_with_epsilon (out[0], out[2], 1e-9);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/loess/line", test_line);
  g_test_add_func ("/view/loess/constant", test_constant);
  g_test_add_func ("/view/loess/turn", test_turn);
  return g_test_run ();
}
