/* Against numbers of Python's statistics.mean and statistics.stdev. */
#include "view/band.h"

#include <math.h>

static void
assert_band (const double *values, guint n, gboolean logarithmic, ViewBand band, const double expected[3])
{
  g_autofree double *copy = g_memdup2 (values, n * sizeof *values);
  ViewBands bands;
  view_bands_of (copy, n, logarithmic, &bands);
  const double found[] = { bands.mean, bands.lower[band], bands.upper[band] };
  for (guint i = 0; i < 3; i++)
    if (isnan (expected[i]))
      g_assert_true (isnan (found[i]));
    else
      g_assert_cmpfloat_with_epsilon (found[i], expected[i], 1e-14);
}

/* 10 ** mean (log10 x), 10 ** (mean +- stdev). */
static void
test_logarithmic (void)
{
  const double values[] = { 0.5, 0.125, 2.0, 0.031 };
  const double mean = 0.24949849296126755;
  assert_band (values, 4, TRUE, VIEW_BAND_DEVIATION,
               (double[]){ mean, 0.04153938047525428, 1.4985658735817393 });
  assert_band (values, 4, TRUE, VIEW_BAND_ERROR, (double[]){ mean, 0.10180379574024068, 0.6114653931841355 });
  assert_band (values, 4, TRUE, VIEW_BAND_RANGE, (double[]){ mean, 0.031, 2.0 });
}

/* A share is never below 0, and a band neither; what may be negative has its band. */
static void
test_plain (void)
{
  const double shares[] = { 0.02, 0.0, 0.05, 0.01 }, numbers[] = { -1, 1 };
  assert_band (shares, 4, FALSE, VIEW_BAND_DEVIATION, (double[]){ 0.02, 0, 0.02 + 0.02160246899469287 });
  assert_band (shares, 4, FALSE, VIEW_BAND_ERROR,
               (double[]){ 0.02, 0.02 - 0.010801234497346435, 0.02 + 0.010801234497346435 });
  assert_band (shares, 4, FALSE, VIEW_BAND_RANGE, (double[]){ 0.02, 0, 0.05 });
  assert_band (numbers, 2, FALSE, VIEW_BAND_DEVIATION, (double[]){ 0, -sqrt (2), sqrt (2) });
}

static void
test_single (void)
{
  const double value = 0.3;
  for (guint band = 0; band < VIEW_BAND_NONE; band++)
    assert_band (&value, 1, FALSE, band, (double[]){ 0.3, NAN, NAN });
}

static void
test_names (void)
{
  g_assert_cmpstr (view_band_name (VIEW_BAND_DEVIATION), ==, "± s.d.");
  g_assert_cmpstr (view_band_name (VIEW_BAND_ERROR), ==, "± s.e.");
  g_assert_cmpstr (view_band_name (VIEW_BAND_RANGE), ==, "min–max");
  g_assert_null (view_band_name (VIEW_BAND_NONE));
}

/* What a command, an action and a study's memory name them. */
static void
test_keys (void)
{
  const char *const expected[] = { "deviation", "error", "range", "none", NULL };
  g_assert_cmpstrv (view_band_keys (), expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/band/logarithmic", test_logarithmic);
  g_test_add_func ("/view/band/plain", test_plain);
  g_test_add_func ("/view/band/single", test_single);
  g_test_add_func ("/view/band/names", test_names);
  g_test_add_func ("/view/band/keys", test_keys);
  return g_test_run ();
}
