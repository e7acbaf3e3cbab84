/* Half precision: every half there and back, and floats against the definition. */
#include "study/half.h"

#include <math.h>

/* The value of a half by IEEE 754's formula. */
static double
value_of (guint16 half)
{
  int exponent = half >> 10 & 0x1f;
  double fraction = (half & 0x3ff) / 1024.0;
  double value = exponent == 0 ? ldexp (fraction, -14) : ldexp (1 + fraction, exponent - 15);
  if (exponent == 0x1f)
    value = fraction == 0 ? INFINITY : NAN;
  return half & 0x8000 ? -value : value;
}

static void
test_all_halves (void)
{
  for (guint i = 0; i < 65536; i++) {
    guint16 half = (guint16)i, back;
    float value;
    study_half_to_floats (&value, &half, 1);
    study_half_from_floats (&back, &value, 1);
    if (isnan (value_of (half))) {
      g_assert_true (isnan (value));
      g_assert_cmphex (back & 0x7c00, ==, 0x7c00);
      g_assert_cmphex (back & 0x3ff, !=, 0);
    } else {
      g_assert_true (value == value_of (half));
      g_assert_cmphex (back, ==, half);
    }
  }
}

/* The nearest half, of two as near the even one, found among neighbours by their values. */
static void
test_rounding (void)
{
  for (guint i = 0; i < 0x7bff; i++) {
    double low = value_of ((guint16)i), high = value_of ((guint16)(i + 1)), middle = (low + high) / 2;
    const float values[] = { (float)middle, nextafterf ((float)middle, 0), nextafterf ((float)middle, 1e9f) };
    guint16 halves[3];
    study_half_from_floats (halves, values, 3);
    g_assert_cmphex (halves[0], ==, i + (i & 1));
    g_assert_cmphex (halves[1], ==, i);
    g_assert_cmphex (halves[2], ==, i + 1);
  }
}

static void
test_beyond (void)
{
  const float values[] = { 65519.996f, 65520, 1e30f, -1e30f, INFINITY, 1e-9f, -1e-9f };
  const guint16 expected[] = { 0x7bff, 0x7c00, 0x7c00, 0xfc00, 0x7c00, 0, 0x8000 };
  guint16 halves[G_N_ELEMENTS (values)];
  study_half_from_floats (halves, values, G_N_ELEMENTS (values));
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmphex (halves[i], ==, expected[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/half/all-halves", test_all_halves);
  g_test_add_func ("/study/half/rounding", test_rounding);
  g_test_add_func ("/study/half/beyond", test_beyond);
  return g_test_run ();
}
