#include "plot/axis.h"

#include <math.h>

static PlotChart
chart_of (PlotSeries *series, const double *x, const double *y, gsize n)
{
  *series = (PlotSeries){ n, x, y, 0, FALSE, NULL };
  return (PlotChart){ .x_maximum = 200,
                      .y_kind = PLOT_AXIS_LOG,
                      .series = series,
                      .n_series = 1,
                      .reference = NAN,
                      .terminal = -1 };
}

/* The labelled ticks, each as label or label^raised. */
static char *
labels (const PlotAxis *axis, double length, double spacing)
{
  g_autoptr (GArray) ticks = plot_axis_ticks (axis, length, spacing);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < ticks->len; i++) {
    const PlotTick *tick = &g_array_index (ticks, PlotTick, i);

    if (tick->major)
      g_string_append_printf (text, "%s%s%s%s", text->len > 0 ? " " : "", tick->label,
                              tick->raised[0] ? "^" : "", tick->raised);
  }
  return g_string_free (text, FALSE);
}

static void
test_labels (void)
{
  static const struct {
    PlotAxis axis;
    double length;
    double spacing;
    const char *labels;
  } cases[] = {
    { { PLOT_AXIS_LINEAR, 0, 200, .whole = TRUE }, 200, 40, "0 50 100 150 200" },
    { { PLOT_AXIS_LINEAR, 0, 200, .whole = TRUE }, 100, 40, "0 100 200" },
    { { PLOT_AXIS_LINEAR, 0, 3, .whole = TRUE }, 400, 40, "0 1 2 3" },
    { { PLOT_AXIS_LINEAR, 37, 61, .whole = TRUE }, 300, 40, "40 45 50 55 60" },
    { { PLOT_AXIS_LINEAR, -1, 1 }, 200, 40, "−1 −0.5 0 0.5 1" },
    { { PLOT_AXIS_LINEAR, 0, 0.05, .percent = TRUE }, 230, 40, "0 1 2 3 4 5" },
    { { PLOT_AXIS_LINEAR, 0, 1e-5 }, 100, 40, "0 5·10^−6 10^−5" },
    { { PLOT_AXIS_LOG, 1e-3, 10 }, 170, 23, "10^−3 10^−2 10^−1 10^0 10^1" },
    { { PLOT_AXIS_LOG, 3e-4, 20 }, 170, 23, "10^−3 10^−2 10^−1 10^0 10^1" },
    { { PLOT_AXIS_LOG, 1e-9, 1 }, 170, 23, "10^−8 10^−6 10^−4 10^−2 10^0" },
    { { PLOT_AXIS_LOG, 0.02, 1 }, 170, 23, "0.02 0.05 0.1 0.2 0.5 1" },
    { { PLOT_AXIS_LOG, 2e-6, 1e-4 }, 170, 23, "2·10^−6 5·10^−6 10^−5 2·10^−5 5·10^−5 10^−4" },
    { { PLOT_AXIS_LOG, 0.4, 0.6 }, 170, 23, "0.4 0.45 0.5 0.55 0.6" },
    { { PLOT_AXIS_LOG, 2.5e-4, 1, .zero_floor = TRUE, .percent = TRUE }, 170, 23, "0 0.1 1 10 100" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *found = labels (&cases[i].axis, cases[i].length, cases[i].spacing);

    g_assert_cmpstr (found, ==, cases[i].labels);
  }
}

/* Labels keep their distance at any range and length, and there are never none. */
static void
test_spacing (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);

  for (int trial = 0; trial < 2000; trial++) {
    double low = pow (10, g_rand_double_range (rand, -12, 3));
    PlotAxis axis = { trial % 2 ? PLOT_AXIS_LOG : PLOT_AXIS_LINEAR, low,
                      low * pow (10, g_rand_double_range (rand, 0.1, 9)) };
    double length = g_rand_double_range (rand, 60, 900), last = -INFINITY;
    g_autoptr (GArray) ticks = plot_axis_ticks (&axis, length, 23);
    guint majors = 0;

    g_assert_cmpuint (ticks->len, <, 400);
    for (guint i = 0; i < ticks->len; i++) {
      const PlotTick *tick = &g_array_index (ticks, PlotTick, i);
      double place = length * plot_axis_position (&axis, tick->value);

      g_assert_true (place >= -1e-6 && place <= length + 1e-6);
      if (!tick->major)
        continue;
      g_assert_cmpfloat (place - last, >=, 12); /* a label is 11 high */
      last = place;
      majors++;
    }
    g_assert_cmpuint (majors, >=, 1);
  }
}

static void
test_position (void)
{
  PlotAxis log_axis = { PLOT_AXIS_LOG, 1e-3, 10 }, floor = { PLOT_AXIS_LOG, 1e-3, 10, .zero_floor = TRUE };
  PlotAxis linear = { PLOT_AXIS_LINEAR, -1, 3 };

  g_assert_cmpfloat_with_epsilon (plot_axis_position (&linear, 0), 0.25, 1e-15);
  g_assert_cmpfloat_with_epsilon (plot_axis_position (&log_axis, 0.1), 0.5, 1e-15);
  g_assert_cmpfloat (plot_axis_position (&linear, 1e300), ==, 2);
  g_assert_cmpfloat (plot_axis_position (&log_axis, 1e-300), ==, -1);
  g_assert_true (isnan (plot_axis_position (&log_axis, 0)));
  g_assert_true (isnan (plot_axis_position (&log_axis, -1)));
  g_assert_true (isnan (plot_axis_position (&linear, NAN)));
  g_assert_true (isnan (plot_axis_position (&floor, INFINITY)));
  g_assert_cmpfloat (plot_axis_position (&floor, 0), ==, 0);
  g_assert_cmpfloat (plot_axis_position (&floor, 1e-7), ==, 0);
}

static void
test_range (void)
{
  const double x[] = { 0, 1, 2, 3, 300 }, y[] = { 9, 0.0087, NAN, 0, 1e6 };
  PlotSeries series;
  PlotChart chart = chart_of (&series, x, y, 5);
  PlotAxis axis = plot_axis_of_values (&chart);

  /* outward to 1-2-5; what lies outside the epochs does not count, nor do 0 and NaN; from 0 there is no curve
   * on a log axis */
  g_assert_cmpfloat_with_epsilon (axis.maximum, 10, 1e-9);
  g_assert_cmpfloat_with_epsilon (axis.minimum, 0.005, 1e-12);

  /* a floor lies under the smallest value */
  chart.zero_floor = TRUE;
  axis = plot_axis_of_values (&chart);
  g_assert_true (axis.zero_floor);
  g_assert_cmpfloat (axis.minimum, <, 0.005);

  chart.y_kind = PLOT_AXIS_LINEAR;
  axis = plot_axis_of_values (&chart);
  g_assert_false (axis.zero_floor);
  g_assert_cmpfloat (axis.minimum, ==, 0);
  /* but of a curve that runs out of them what is in sight: at epoch 200 it is at 663,300 */
  g_assert_cmpfloat_with_epsilon (axis.maximum, 8e5, 1e-9);
}

/* Shares stop at 100 %. */
static void
test_range_percent (void)
{
  const double x[] = { 0, 1 }, y[] = { 0.99, 0.01 };
  PlotSeries series;
  PlotChart chart = chart_of (&series, x, y, 2);

  chart.percent = TRUE;
  g_assert_cmpfloat_with_epsilon (plot_axis_of_values (&chart).maximum, 1, 1e-12);
}

static void
test_range_degenerate (void)
{
  const double x[] = { 0, 1 },
               values[][2] = { { NAN, NAN }, { 0, 0 }, { 1e-300, 1e300 }, { 3, 3 }, { -2, -2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    for (int kind = 0; kind < 4; kind++) {
      PlotSeries series;
      PlotChart chart = chart_of (&series, x, values[i], 2);
      PlotAxis axis;
      g_autoptr (GArray) ticks = NULL;

      chart.y_kind = kind % 2 ? PLOT_AXIS_LINEAR : PLOT_AXIS_LOG;
      chart.zero_floor = kind / 2 != 0;
      axis = plot_axis_of_values (&chart);
      g_assert_true (isfinite (axis.minimum) && isfinite (axis.maximum));
      g_assert_cmpfloat (axis.minimum, <, axis.maximum);
      g_assert_true (axis.kind == PLOT_AXIS_LINEAR || axis.minimum > 0);
      ticks = plot_axis_ticks (&axis, 200, 23);
      g_assert_cmpuint (ticks->len, <, 1000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/axis/labels", test_labels);
  g_test_add_func ("/plot/axis/spacing", test_spacing);
  g_test_add_func ("/plot/axis/position", test_position);
  g_test_add_func ("/plot/axis/range", test_range);
  g_test_add_func ("/plot/axis/range-percent", test_range_percent);
  g_test_add_func ("/plot/axis/range-degenerate", test_range_degenerate);
  return g_test_run ();
}
