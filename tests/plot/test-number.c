#include "plot/chart.h"

#include <math.h>

static void
test_number (void)
{
  static const struct {
    double value;
    const char *text;
  } cases[] = {
    { 0, "0" },           { -0.0, "0" },          { 0.052, "0.052" },
    { 0.0068, "0.0068" }, { 1.234e-5, "1.2e−5" }, { 9.96e-4, "0.0010" },
    { 0.9996, "1.00" },   { 9.996, "10.0" },      { 99.96, "100" },
    { 1234.5, "1234" },   { 123456, "1.2e5" },    { 1e-300, "1.0e−300" },
    { -0.5, "−0.500" },   { NAN, "–" },           { INFINITY, "∞" },
    { -INFINITY, "−∞" },  { 2.5e20, "2.5e20" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = plot_format_number (cases[i].value);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

/* 100 % is all and 0 % is none: what is neither is never rounded to it. */
static void
test_percent (void)
{
  static const struct {
    double share;
    const char *text;
  } cases[] = {
    { 0, "0.0 %" },        { 1, "100.0 %" },        { 0.872, "87.2 %" },
    { 0.9997, "99.97 %" }, { 0.99999, "99.999 %" }, { 1.7e-5, "0.002 %" },
    { 0.0004, "0.04 %" },  { -0.012, "−1.2 %" },    { NAN, "–" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *text = plot_format_percent (cases[i].share);

    g_assert_cmpstr (text, ==, cases[i].text);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/number/number", test_number);
  g_test_add_func ("/plot/number/percent", test_percent);
  return g_test_run ();
}
