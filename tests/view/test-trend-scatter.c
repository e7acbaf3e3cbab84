#include "view/trend-scatter.h"

#include "training/transfer-trend.h"

#include <math.h>

/* Three variants whose probes came to .4, .5 and .6 at NC1 1, e and e^2, by two seeds .1 apart. */
static TrainingTrendResult *
measure (const TrainingTrend *trend)
{
  g_autoptr (GArray) outcomes = g_array_new (FALSE, FALSE, sizeof (TransferOutcome));
  for (guint v = 0; v < 3; v++)
    for (guint s = 0; s < 2; s++) {
      TransferOutcome outcome
          = { .variant = v, .seed = s, .plans = 1, .last = TRUE, .method = TRANSFER_PROBE, .block = -1 };
      outcome.values[TRANSFER_TEST_ACCURACY] = .4 + .1 * v + .1 * s;
      outcome.values[TRANSFER_NC1] = exp (v);
      g_array_append_val (outcomes, outcome);
    }
  return transfer_trend_measure (trend, outcomes, 2);
}

static RegimeComparison *
comparison_new (void)
{
  g_autoptr (GError) error = NULL;
  RegimeComparison *comparison = regime_comparison_new_from_text (
      "[variant a]\n[variant b]\n[variant c]\n[transfers p]\nmethods=probe\n"
      "[trend t]\nsays=They go together.\ntransfers=p\nover=nc1\nexpect=rises\n",
      "test", &error);
  g_assert_no_error (error);
  return comparison;
}

static void
test_points (void)
{
  g_autoptr (RegimeComparison) comparison = comparison_new ();
  const TrainingTrend *trend = regime_comparison_trend (comparison, 0);
  g_autoptr (TrainingTrendResult) result = measure (trend);
  const guint styles[] = { 4, 7, 1 };
  g_autoptr (ViewTrendScatter) scatter = view_trend_scatter_new (trend, result, comparison, styles);
  const PlotScatter *plot = view_trend_scatter_plot (scatter);
  g_assert_cmpuint (plot->n_points, ==, 3);
  g_assert_cmpfloat_with_epsilon (plot->points[1].x, G_E, 1e-14);
  g_assert_cmpfloat_with_epsilon (plot->points[1].y, .55, 1e-14);
  g_assert_cmpfloat_with_epsilon (plot->points[1].y_high - plot->points[1].y, .1 * sqrt (.5), 1e-14);
  g_assert_cmpuint (plot->points[1].regime, ==, 7);
  g_assert_cmpstr (plot->points[1].label, ==, "b");
  g_assert_cmpstr (plot->title, ==, "They go together.");
  g_assert_cmpstr (plot->subtitle, ==, "shown");
  const char *const facts[] = { "Pearson r = 1.00", "95 % CI 1.00 to 1.00", "n = 3 × 2 seeds", NULL };
  g_assert_cmpstrv (plot->facts, facts);
  g_assert_cmpstr (plot->x_label, ==, "Downstream train NC1, log scale");
  g_assert_true (plot->percent);
  g_autofree char *words = view_trend_scatter_describe (scatter, 1);
  g_assert_cmpstr (words, ==, "b\nTest accuracy 55.0 %\nDownstream train NC1 2.72, n = 2 seeds");
}

/* Nothing yet. */
static void
test_empty (void)
{
  g_autoptr (RegimeComparison) comparison = comparison_new ();
  const TrainingTrend *trend = regime_comparison_trend (comparison, 0);
  g_autoptr (GArray) outcomes = g_array_new (FALSE, FALSE, sizeof (TransferOutcome));
  g_autoptr (TrainingTrendResult) result = transfer_trend_measure (trend, outcomes, 2);
  const guint styles[] = { 0, 1, 2 };
  g_autoptr (ViewTrendScatter) scatter = view_trend_scatter_new (trend, result, comparison, styles);
  g_assert_cmpuint (view_trend_scatter_plot (scatter)->n_points, ==, 0);
  g_assert_null (view_trend_scatter_plot (scatter)->facts);
  g_assert_cmpstr (view_trend_scatter_plot (scatter)->subtitle, ==, "not measured");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/trend-scatter/points", test_points);
  g_test_add_func ("/view/trend-scatter/empty", test_empty);
  return g_test_run ();
}
