#include "view/trend-dots.h"

#include <math.h>

/* NC1 of two variants at their ends, by three seeds: 1, 2 and 4, and four times that. */
static TrainingTrendResult *
measure (const TrainingTrend *trend, const RegimeComparison *comparison)
{
  const TrainingHistory *histories[6];
  for (guint i = 0; i < G_N_ELEMENTS (histories); i++) {
    TrainingHistory *history = training_history_new (regime_comparison_variant (comparison, i / 3));
    g_autoptr (TrainingRecord) record = training_record_new ();
    record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = (i < 3 ? 1 : 4) * exp2 (i % 3);
    training_history_add_record (history, record);
    histories[i] = history;
  }
  TrainingTrendResult *result = training_trend_measure (trend, histories, 3);
  for (guint i = 0; i < G_N_ELEMENTS (histories); i++)
    training_history_free ((TrainingHistory *)histories[i]);
  return result;
}

static RegimeComparison *
comparison_new (const char *quantity)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = g_strdup_printf ("[variant a]\n[variant b]\nrun.epochs=3\n[trend t]\nsays=More.\n"
                                           "quantity=%s\nexpect=rises\n",
                                           quantity);
  RegimeComparison *comparison = regime_comparison_new_from_text (text, "test", &error);
  g_assert_no_error (error);
  return comparison;
}

/* Of what is read on log axes the mean is geometric, and its interval in times. */
static void
test_rows (void)
{
  g_autoptr (RegimeComparison) comparison = comparison_new ("nc1");
  const TrainingTrend *trend = regime_comparison_trend (comparison, 0);
  const guint styles[] = { 5, 2 };
  TrainingTrendResult *result = measure (trend, comparison);
  g_autoptr (ViewTrendDots) dots = view_trend_dots_new (trend, result, comparison, styles);
  training_trend_result_free (result); /* of which nothing is kept */
  const PlotDots *plot = view_trend_dots_plot (dots);
  g_assert_cmpuint (plot->n_rows, ==, 2);
  g_assert_cmpint (plot->kind, ==, PLOT_AXIS_LOG);
  g_assert_cmpstr (plot->heading, ==, "More.");
  g_assert_cmpstr (plot->title, ==, "NC1 (train)");
  g_assert_true (g_str_has_prefix (plot->note, "shown; rose by a factor of 4"));
  for (guint r = 0; r < 2; r++) {
    const PlotDotsRow *row = &plot->rows[r];
    g_assert_cmpstr (row->label, ==, r == 0 ? "a" : "b");
    g_assert_cmpuint (row->regime, ==, styles[r]);
    g_assert_cmpuint (row->n, ==, 3);
    g_assert_cmpfloat_with_epsilon (row->values[2], r == 0 ? 4 : 16, 1e-12);
    g_assert_cmpfloat_with_epsilon (row->mean, r == 0 ? 2 : 8, 1e-12);
    /* Student's t of 2 degrees, s.d. log 2 */
    g_assert_cmpfloat_with_epsilon (log (row->high / row->mean), 4.302653 * log (2) / sqrt (3), 1e-6);
    g_assert_cmpfloat_with_epsilon (log (row->mean / row->low), 4.302653 * log (2) / sqrt (3), 1e-6);
  }
}

/* Nothing yet: the rows have no mark. */
static void
test_empty (void)
{
  g_autoptr (RegimeComparison) comparison = comparison_new ("error");
  const TrainingTrend *trend = regime_comparison_trend (comparison, 0);
  const TrainingHistory *none[2] = { NULL };
  const guint styles[] = { 0, 1 };
  g_autoptr (TrainingTrendResult) result = training_trend_measure (trend, none, 1);
  g_autoptr (ViewTrendDots) dots = view_trend_dots_new (trend, result, comparison, styles);
  const PlotDots *plot = view_trend_dots_plot (dots);
  g_assert_true (plot->percent);
  g_assert_cmpint (plot->kind, ==, PLOT_AXIS_LINEAR);
  g_assert_cmpstr (plot->note, ==, "not measured");
  for (guint r = 0; r < plot->n_rows; r++)
    g_assert_true (isnan (plot->rows[r].mean));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/trend-dots/rows", test_rows);
  g_test_add_func ("/view/trend-dots/empty", test_empty);
  return g_test_run ();
}
