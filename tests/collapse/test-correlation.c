/* Against values of the literature, and of samples whose correlation is known. */
#include "collapse/correlation.h"

#include "numeric/random.h"

#include <math.h>

/* Anscombe, "Graphs in Statistical Analysis", 1973: four sets of the same r. */
static void
test_pearson (void)
{
  static const double x[] = { 10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5 };
  static const double y[3][11] = { { 8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68 },
                                   { 9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74 },
                                   { 7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73 } };
  static const double r[] = { 0.81642051634484, 0.81623650600024, 0.81628673948960 };
  for (guint i = 0; i < 3; i++) {
    CollapseCorrelation correlation = collapse_correlate (COLLAPSE_PEARSON, x, y[i], 11);
    g_assert_cmpuint (correlation.n, ==, 11);
    g_assert_cmpfloat_with_epsilon (correlation.value, r[i], 1e-12);
    g_assert_cmpfloat (correlation.low, <, correlation.value);
    g_assert_cmpfloat (correlation.high, >, correlation.value);
  }
}

/* Without ties 1 - 6 sum d^2 / (n (n^2 - 1)); with ties r of the mean ranks: of 1 2 3 4 5 and 1 2 3.5 5 3.5.
 */
static void
test_spearman (void)
{
  static const double x[] = { 106, 86, 100, 101, 99, 103, 97, 113, 112, 110 };
  static const double y[] = { 7, 0, 27, 50, 28, 29, 20, 12, 6, 17 };
  static const double one[] = { 1, 2, 3, 4, 5 }, tied[] = { 5, 6, 7, 8, 7 };
  g_assert_cmpfloat_with_epsilon (collapse_correlate (COLLAPSE_SPEARMAN, x, y, 10).value,
                                  1 - 6 * 194 / (10.0 * 99), 1e-12);
  g_assert_cmpfloat_with_epsilon (collapse_correlate (COLLAPSE_SPEARMAN, one, tied, 5).value,
                                  8 / sqrt (10 * 9.5), 1e-12);
}

/* Any rising map of either side leaves rho and its interval. */
static void
test_monotone (void)
{
  double x[20], y[20], mapped[20];
  NumericRandom random;
  numeric_random_init (&random, 3, 0);
  for (guint i = 0; i < 20; i++) {
    x[i] = numeric_random_normal (&random);
    y[i] = x[i] + numeric_random_normal (&random);
    mapped[i] = exp (3 * x[i]);
  }
  CollapseCorrelation a = collapse_correlate (COLLAPSE_SPEARMAN, x, y, 20);
  CollapseCorrelation b = collapse_correlate (COLLAPSE_SPEARMAN, mapped, y, 20);
  g_assert_cmpfloat (a.value, ==, b.value);
  g_assert_cmpfloat (a.low, ==, b.low);
  g_assert_cmpfloat (a.high, ==, b.high);
}

/* Of 200 samples of 40 normal points with correlation 0.6, about 95 % have it in their interval. */
static void
test_coverage (void)
{
  guint covered = 0;
  NumericRandom random;
  numeric_random_init (&random, 1, 0);
  for (guint s = 0; s < 200; s++) {
    double x[40], y[40];
    for (guint i = 0; i < 40; i++) {
      x[i] = numeric_random_normal (&random);
      y[i] = 0.6 * x[i] + 0.8 * numeric_random_normal (&random);
    }
    CollapseCorrelation correlation = collapse_correlate (COLLAPSE_PEARSON, x, y, 40);
    covered += correlation.low < 0.6 && correlation.high > 0.6;
  }
  g_assert_cmpuint (covered, >=, 176);
  g_assert_cmpuint (covered, <=, 199);
}

static void
test_undefined (void)
{
  static const double x[] = { 1, 2, 3, NAN, 5 }, line[] = { 2, 4, 6, 8, INFINITY },
                      flat[] = { 4, 4, 4, 4, 4 };
  CollapseCorrelation exact = collapse_correlate (COLLAPSE_PEARSON, x, line, 5);
  g_assert_cmpuint (exact.n, ==, 3);
  g_assert_cmpfloat (exact.value, ==, 1);
  g_assert_cmpfloat (exact.low, ==, 1);
  g_assert_cmpfloat (exact.high, ==, 1);
  CollapseCorrelation few = collapse_correlate (COLLAPSE_SPEARMAN, x, line, 2);
  g_assert_cmpuint (few.n, ==, 2);
  g_assert_true (isnan (few.value) && isnan (few.low) && isnan (few.high));
  g_assert_true (isnan (collapse_correlate (COLLAPSE_PEARSON, x, flat, 5).value));
  g_assert_true (isnan (collapse_correlate (COLLAPSE_SPEARMAN, x, flat, 5).value));
  g_assert_true (isnan (collapse_correlate (COLLAPSE_PEARSON, NULL, NULL, 0).value));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/collapse/correlation/pearson", test_pearson);
  g_test_add_func ("/collapse/correlation/spearman", test_spearman);
  g_test_add_func ("/collapse/correlation/monotone", test_monotone);
  g_test_add_func ("/collapse/correlation/coverage", test_coverage);
  g_test_add_func ("/collapse/correlation/undefined", test_undefined);
  return g_test_run ();
}
