#include "view/charts.h"

#include <math.h>

static void
add (TrainingHistory *history, guint epoch, double loss, double rank)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = epoch;
  record->base_learning_rate = 1;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++)
      record->split[s].metrics.value[m] = NAN;
    record->split[s].loss = loss + s;
    record->split[s].error = epoch < 3;
    record->split[s].metrics.value[COLLAPSE_NUMERICAL_RANK] = rank;
  }
  training_history_add_record (history, record);
}

/* Appending as one goes gives the curves that one update at the end gives. */
static void
test_append (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  g_autoptr (ViewCharts) live = view_charts_new ();
  view_charts_add_run (live, history);
  g_assert_true (view_charts_update (live));
  g_assert_false (view_charts_update (live));
  for (guint epoch = 0; epoch < 50; epoch++) {
    add (history, epoch, 1.0 / (epoch + 1), epoch % 5 == 0 ? epoch : NAN);
    g_assert_true (view_charts_update (live));
    g_assert_false (view_charts_update (live));
  }
  g_autoptr (ViewCharts) late = view_charts_new ();
  view_charts_add_run (late, history);
  view_charts_update (late);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
    const PlotChart *a = view_charts_plot (live, chart), *b = view_charts_plot (late, chart);
    g_assert_cmpuint (a->n_series, ==, 2);
    for (guint s = 0; s < 2; s++) {
      g_assert_cmpmem (a->series[s].x, a->series[s].n * sizeof (double), b->series[s].x,
                       b->series[s].n * sizeof (double));
      g_assert_cmpmem (a->series[s].y, a->series[s].n * sizeof (double), b->series[s].y,
                       b->series[s].n * sizeof (double));
    }
  }
  const PlotChart *loss = view_charts_plot (live, VIEW_CHART_LOSS);
  g_assert_cmpuint (loss->series[0].n, ==, 50);
  g_assert_cmpfloat (loss->series[0].y[4], ==, 0.2);
  g_assert_cmpfloat (loss->series[1].y[4], ==, 1.2);
  g_assert_false (loss->series[0].dashed);
  g_assert_true (loss->series[1].dashed);
  g_assert_cmpfloat (loss->x_maximum, ==, 200);
  g_assert_cmpfloat (loss->terminal, ==, 3);
  /* Epochs without the costly metrics are left out, not gaps. */
  const PlotChart *rank = view_charts_plot (live, VIEW_CHART_NUMERICAL_RANK);
  g_assert_cmpuint (rank->series[0].n, ==, 10);
  g_assert_cmpfloat (rank->series[0].x[3], ==, 15);
}

static void
test_splits_and_runs (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "regime.name", "one", NULL));
  g_autoptr (Regime) longer = regime_copy (regime);
  g_assert_true (regime_set (longer, "regime.name", "two", NULL));
  g_assert_true (regime_set (longer, "run.epochs", "300", NULL));
  g_autoptr (TrainingHistory) first = training_history_new (regime);
  g_autoptr (TrainingHistory) second = training_history_new (longer);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_NC1)->n_series, ==, 0);
  view_charts_add_run (charts, first);
  view_charts_update (charts);
  g_assert_cmpstr (view_charts_plot (charts, VIEW_CHART_NC1)->series[1].name, ==, "test");
  view_charts_add_run (charts, second);
  view_charts_set_splits (charts, TRUE, FALSE);
  g_assert_true (view_charts_update (charts));
  const PlotChart *chart = view_charts_plot (charts, VIEW_CHART_NC1);
  g_assert_cmpuint (chart->n_series, ==, 2);
  g_assert_cmpstr (chart->series[1].name, ==, "two");
  g_assert_cmpuint (chart->series[1].regime, ==, 1);
  g_assert_cmpfloat (chart->x_maximum, ==, 300);
  view_charts_set_splits (charts, TRUE, FALSE);
  g_assert_false (view_charts_update (charts));
}

static void
test_values (void)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->split[TRAINING_TEST].error = 0.125;
  record->split[TRAINING_TEST].loss = NAN;
  g_autofree char *error = view_chart_value (VIEW_CHART_ERROR, record, TRAINING_TEST);
  g_autofree char *expected = plot_format_percent (0.125);
  g_autofree char *loss = view_chart_value (VIEW_CHART_LOSS, record, TRAINING_TEST);
  g_autofree char *name = view_chart_name (VIEW_CHART_NC3);
  g_assert_cmpstr (error, ==, expected);
  g_assert_cmpstr (loss, ==, "–");
  g_assert_cmpstr (name, ==, "NC3, self-duality");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/charts/append", test_append);
  g_test_add_func ("/view/charts/splits-and-runs", test_splits_and_runs);
  g_test_add_func ("/view/charts/values", test_values);
  return g_test_run ();
}
