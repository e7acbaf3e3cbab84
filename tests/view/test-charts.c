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
  view_charts_add_run (live, history, 0);
  g_assert_true (view_charts_update (live));
  g_assert_false (view_charts_update (live));
  for (guint epoch = 0; epoch < 50; epoch++) {
    add (history, epoch, 1.0 / (epoch + 1), epoch % 5 == 0 ? epoch : NAN);
    g_assert_true (view_charts_update (live));
    g_assert_false (view_charts_update (live));
  }
  g_autoptr (ViewCharts) late = view_charts_new ();
  view_charts_add_run (late, history, 0);
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
  g_assert_cmpint (loss->series[0].line, ==, PLOT_LINE_TRAIN);
  g_assert_cmpint (loss->series[1].line, ==, PLOT_LINE_TEST);
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
  view_charts_add_run (charts, first, 0);
  view_charts_update (charts);
  g_assert_cmpstr (view_charts_plot (charts, VIEW_CHART_NC1)->series[1].name, ==, "test");
  view_charts_add_run (charts, second, 1);
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

/* The leading run is strong, and what happened when is marked as it was in that run. */
static void
test_lead (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) first = training_history_new (regime);
  g_autoptr (TrainingHistory) second = training_history_new (regime);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  for (guint epoch = 0; epoch < 6; epoch++) {
    add (first, epoch, 1, NAN);
    add (second, epoch < 3 ? epoch : epoch + 2, 1, NAN);
  }
  view_charts_add_run (charts, first, 4);
  view_charts_set_lead (charts, first);
  view_charts_update (charts);
  g_assert_false (view_charts_plot (charts, VIEW_CHART_LOSS)->series[0].strong); /* than what? */
  view_charts_add_run (charts, second, 6);
  view_charts_update (charts);
  const PlotChart *chart = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_true (chart->series[0].strong);
  g_assert_false (chart->series[2].strong);
  g_assert_cmpfloat (chart->terminal, ==, 3);
  g_assert_cmpuint (chart->terminal_regime, ==, 4);
  view_charts_set_lead (charts, second);
  g_assert_true (view_charts_update (charts));
  g_assert_false (view_charts_update (charts));
  chart = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_false (chart->series[1].strong);
  g_assert_true (chart->series[3].strong);
  g_assert_cmpfloat (chart->terminal, ==, 5);
  g_assert_cmpuint (chart->terminal_regime, ==, 6);
}

/* The one that is pointed at stands out, muted or not; a ratio is never grey. */
static void
test_highlight (void)
{
  const guint muted = 6 | PLOT_REGIME_MUTED;
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) first = training_history_new (regime), second = training_history_new (regime);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  for (guint epoch = 0; epoch < 6; epoch++) {
    add (first, epoch, 1, NAN);
    add (second, epoch, 1, NAN);
  }
  view_charts_add_run (charts, first, 4);
  view_charts_add_run (charts, second, muted);
  view_charts_set_lead (charts, first);
  view_charts_set_splits (charts, TRUE, FALSE);
  const struct {
    gint place;
    guint regimes[2];
    gboolean strong[2];
  } expected[] = { { -1, { 4, muted }, { TRUE, FALSE } },
                   { 1, { 4 | PLOT_REGIME_MUTED, 6 }, { FALSE, TRUE } },
                   { 0, { 4, muted }, { TRUE, FALSE } },
                   { 2, { 4 | PLOT_REGIME_MUTED, muted }, { FALSE, FALSE } },
                   { -1, { 4, muted }, { TRUE, FALSE } } };
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    view_charts_set_highlight (charts, expected[i].place);
    g_assert_true (view_charts_update (charts));
    const PlotChart *chart = view_charts_plot (charts, VIEW_CHART_NC1);
    for (guint run = 0; run < 2; run++) {
      g_assert_cmphex (chart->series[run].regime, ==, expected[i].regimes[run]);
      g_assert_cmpint (chart->series[run].strong, ==, expected[i].strong[run]);
    }
  }
  view_charts_set_style (charts, 1, muted);
  g_assert_false (view_charts_update (charts));
  view_charts_set_style (charts, 0, 5);
  g_assert_true (view_charts_update (charts));
  g_assert_cmphex (view_charts_plot (charts, VIEW_CHART_NC1)->series[0].regime, ==, 5);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_NC1)->terminal_regime, ==, 5);
  view_charts_set_ratio (charts, TRUE);
  view_charts_update (charts);
  g_assert_cmphex (view_charts_plot (charts, VIEW_CHART_NC1)->series[0].regime, ==, 6);
}

/* Of two runs one curve: the second's over the first's, where both have a value that is not 0. */
static void
test_ratio (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (Regime) other = regime_copy (regime);
  g_assert_true (regime_set (regime, "regime.name", "one", NULL));
  g_assert_true (regime_set (other, "regime.name", "two", NULL));
  g_autoptr (TrainingHistory) first = training_history_new (regime), second = training_history_new (other);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  for (guint epoch = 0; epoch < 6; epoch++)
    add (first, epoch, epoch == 3 ? 0 : 2, epoch % 2 == 0 ? 4 : NAN);
  for (guint epoch = 0; epoch < 4; epoch++)
    add (second, epoch, epoch + 1, 1);
  view_charts_add_run (charts, first, 4);
  view_charts_set_ratio (charts, TRUE);
  view_charts_update (charts);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_LOSS)->n_series, ==, 2);
  g_assert_null (view_charts_ratio_name (charts));
  view_charts_add_run (charts, second, 6);
  view_charts_update (charts);
  g_autofree char *name = view_charts_ratio_name (charts);
  g_assert_cmpstr (name, ==, "two ÷ one");
  const PlotChart *loss = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_cmpuint (loss->n_series, ==, 2);
  g_assert_cmpuint (loss->series[0].n, ==, 4);
  g_assert_cmpfloat (loss->series[0].y[0], ==, 0.5);
  g_assert_cmpfloat (loss->series[0].y[2], ==, 1.5);
  g_assert_true (isnan (loss->series[0].y[3]));
  g_assert_cmpfloat (loss->series[1].y[1], ==, 1.0);
  g_assert_cmpstr (loss->series[1].name, ==, "two ÷ one, test");
  g_assert_cmpfloat (loss->reference, ==, 1.0);
  /* Where one was not measured there is no ratio. */
  const PlotChart *rank = view_charts_plot (charts, VIEW_CHART_NUMERICAL_RANK);
  g_assert_cmpuint (rank->series[0].n, ==, 2);
  g_assert_cmpfloat (rank->series[0].x[1], ==, 2);
  g_assert_cmpfloat (rank->series[0].y[1], ==, 0.25);
  g_assert_false (view_charts_plot (charts, VIEW_CHART_ERROR)->percent);
  view_charts_set_ratio (charts, FALSE);
  g_assert_true (view_charts_update (charts));
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_LOSS)->n_series, ==, 4);
  g_assert_true (view_charts_plot (charts, VIEW_CHART_ERROR)->percent);
}

/* A run with a head has a third line for its output's metrics on the training split, but for loss and error.
 */
static void
test_head (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "head.layers", "2", NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->has_head = TRUE;
  record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = 3;
  record->split[TRAINING_TRAIN].head.value[COLLAPSE_NC1] = 0.5;
  record->split[TRAINING_TEST].head.value[COLLAPSE_NC1] = 7;
  training_history_add_record (history, record);
  view_charts_add_run (charts, history, 0);
  view_charts_update (charts);
  const PlotChart *nc1 = view_charts_plot (charts, VIEW_CHART_NC1);
  g_assert_cmpuint (nc1->n_series, ==, 3);
  g_assert_cmpint (nc1->series[2].line, ==, PLOT_LINE_HEAD);
  g_assert_cmpstr (nc1->series[2].name, ==, "head’s output, train");
  g_assert_cmpuint (nc1->series[2].n, ==, 1);
  g_assert_cmpfloat (nc1->series[2].y[0], ==, 0.5);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_LOSS)->series[2].n, ==, 0);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_ERROR)->series[2].n, ==, 0);
  view_charts_set_head (charts, FALSE);
  g_assert_true (view_charts_update (charts));
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_NC1)->n_series, ==, 2);
}

static void
assert_subtitles (const char *assignment, const char *loss, const char *error, const char *nc3)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set_assignment (regime, assignment, NULL));
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  view_charts_add_run (charts, history, 0);
  view_charts_update (charts);
  g_assert_cmpstr (view_charts_plot (charts, VIEW_CHART_LOSS)->subtitle, ==, loss);
  g_assert_cmpstr (view_charts_plot (charts, VIEW_CHART_ERROR)->subtitle, ==, error);
  g_assert_cmpstr (view_charts_plot (charts, VIEW_CHART_NC3)->subtitle, ==, nc3);
  g_assert_cmpstr (view_charts_plot (charts, VIEW_CHART_NC1)->subtitle, ==, "variability");
}

static void
test_subtitles (void)
{
  assert_subtitles ("loss.kind=mse", "training objective", "wrong predictions", "self-duality");
  assert_subtitles ("head.layers=1", "training objective", "wrong predictions", "probe; head: classifier");
  assert_subtitles ("loss.kind=supcon", "SupCon", "online probe", "online probe");
  assert_subtitles ("loss.kind=simclr", "NT-Xent", "online probe", "online probe");
}

/* Where labels hide fine classes, how well these can be told apart is worth a chart. */
static void
test_shown (void)
{
  g_autoptr (Regime) fine = regime_new (), coarse = regime_new ();
  g_assert_true (regime_set (coarse, "data.labels", "0,1,2,3,4|5,6,7,8,9", NULL));
  g_autoptr (TrainingHistory) first = training_history_new (fine), second = training_history_new (coarse);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  view_charts_add_run (charts, first, 0);
  for (guint place = 0; place < VIEW_N_SHOWN; place++)
    g_assert_cmpint (view_charts_shown (charts, place), ==, place);
  view_charts_add_run (charts, second, 1);
  view_charts_update (charts);
  for (guint place = 0; place + 1 < VIEW_N_SHOWN; place++)
    g_assert_cmpint (view_charts_shown (charts, place), ==, place);
  g_assert_cmpint (view_charts_shown (charts, VIEW_N_SHOWN - 1), ==, VIEW_CHART_PROBE_ACCURACY);
  g_assert_cmpint (view_charts_plot (charts, VIEW_CHART_PROBE_ACCURACY)->y_kind, ==, PLOT_AXIS_LINEAR);
}

static void
test_values (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->split[TRAINING_TEST].error = 0.125;
  record->split[TRAINING_TEST].loss = NAN;
  g_autofree char *error = view_chart_value (VIEW_CHART_ERROR, record, TRAINING_TEST);
  g_autofree char *expected = plot_format_percent (0.125);
  g_autofree char *loss = view_chart_value (VIEW_CHART_LOSS, record, TRAINING_TEST);
  g_autofree char *name = view_chart_name (VIEW_CHART_NC3, regime);
  g_assert_cmpstr (error, ==, expected);
  g_assert_cmpstr (loss, ==, "–");
  g_assert_cmpstr (name, ==, "NC3, self-duality");
}

/* One mean with a band for runs of a group, on log10 values but of shares; what lies beyond it one by one. */
static void
test_group (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "regime.name", "Adam", NULL));
  TrainingHistory *histories[3];
  for (guint i = 0; i < 3; i++) {
    histories[i] = training_history_new (regime);
    for (guint epoch = 0; epoch < (i == 2 ? 5 : 8); epoch++)
      add (histories[i], epoch, (double[]){ 0.1, 1, 10 }[i], epoch);
  }
  g_autoptr (ViewCharts) charts = view_charts_new ();
  view_charts_add_group (charts, (const TrainingHistory *const *)histories, 3, 1, 4);
  view_charts_set_splits (charts, TRUE, FALSE);
  view_charts_update (charts);
  const PlotChart *loss = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_cmpuint (loss->n_series, ==, 3);
  g_assert_cmpuint (loss->series[0].n, ==, 5);
  g_assert_cmpuint (loss->series[0].regime, ==, 4);
  g_assert_false (loss->series[0].faint);
  g_assert_cmpfloat_with_epsilon (loss->series[0].y[4], 1, 1e-14);
  g_assert_cmpfloat_with_epsilon (loss->series[0].lower[4], 0.1, 1e-14);
  g_assert_cmpfloat_with_epsilon (loss->series[0].upper[4], 10, 1e-13);
  for (guint i = 1; i < 3; i++) { /* the two that go on, from where the mean ends */
    g_assert_true (loss->series[i].faint);
    g_assert_null (loss->series[i].name);
    g_assert_cmpuint (loss->series[i].n, ==, 4);
    g_assert_cmpfloat (loss->series[i].x[0], ==, 4);
  }
  const PlotChart *error = view_charts_plot (charts, VIEW_CHART_ERROR);
  g_assert_cmpfloat (error->series[0].y[2], ==, 1);
  g_assert_cmpfloat (error->series[0].y[3], ==, 0);
  g_assert_cmpfloat (error->series[0].lower[3], ==, 0);
  g_autofree char *name = view_charts_name (charts, 0);
  g_assert_cmpstr (name, ==, "Adam, mean of 3 seeds ± s.d., 1 failed left out");
  g_assert_cmpuint (view_charts_lead_runs (charts), ==, 3);
  g_assert_cmpfloat_with_epsilon (view_charts_lead_value (charts, VIEW_CHART_LOSS, PLOT_LINE_TRAIN, 3.5), 1,
                                  1e-14);

  view_charts_set_band (charts, VIEW_BAND_NONE);
  view_charts_set_each_run (charts, TRUE);
  g_assert_true (view_charts_update (charts));
  loss = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_cmpuint (loss->n_series, ==, 4);
  g_assert_null (loss->series[0].lower);
  g_assert_cmpuint (loss->series[0].n, ==, 5);
  g_assert_cmpuint (loss->series[1].n, ==, 8);
  /* Another band of the same records: of 0.1, 1 and 10 the deviation is the range, the error is not. */
  view_charts_set_band (charts, VIEW_BAND_ERROR);
  g_assert_true (view_charts_update (charts));
  loss = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_cmpuint (loss->series[0].n, ==, 5);
  g_assert_cmpfloat_with_epsilon (loss->series[0].upper[4], pow (10, 1 / sqrt (3)), 1e-13);
  view_charts_set_band (charts, VIEW_BAND_RANGE);
  view_charts_update (charts);
  loss = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_cmpfloat (loss->series[0].lower[0], ==, 0.1);
  g_assert_cmpfloat (loss->series[0].upper[0], ==, 10);

  /* The one that lagged behind comes up. */
  for (guint epoch = 5; epoch < 8; epoch++)
    add (histories[2], epoch, 10, epoch);
  view_charts_set_each_run (charts, FALSE);
  view_charts_update (charts);
  loss = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_cmpuint (loss->n_series, ==, 1);
  g_assert_cmpuint (loss->series[0].n, ==, 8);
  /* Another run: the ratio is that of the mean. */
  view_charts_add_run (charts, histories[2], 1);
  view_charts_set_ratio (charts, TRUE);
  view_charts_update (charts);
  loss = view_charts_plot (charts, VIEW_CHART_LOSS);
  g_assert_cmpuint (loss->n_series, ==, 1);
  g_assert_cmpfloat_with_epsilon (loss->series[0].y[0], 10, 1e-13);
  g_assert_null (loss->series[0].lower);
  for (guint i = 0; i < 3; i++)
    training_history_free (histories[i]);
}

/* A mean is in its terminal phase once all its runs are. */
static void
test_group_terminal (void)
{
  static const guint ends[] = { 7, 5, 3 }, skipped[] = { 2, 0, 0 };
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (ViewCharts) charts = view_charts_new (), with_late = view_charts_new ();
  TrainingHistory *histories[3];
  for (guint i = 0; i < 3; i++) {
    histories[i] = training_history_new (regime);
    for (guint epoch = 0; epoch < ends[i]; epoch++)
      add (histories[i], epoch < 3 ? epoch : epoch + skipped[i], 1, NAN);
  }
  view_charts_add_group (charts, (const TrainingHistory *const *)histories, 2, 0, 0);
  view_charts_update (charts);
  g_assert_cmpfloat (view_charts_plot (charts, VIEW_CHART_LOSS)->terminal, ==, 5);
  view_charts_add_group (with_late, (const TrainingHistory *const *)histories, 3, 0, 0);
  view_charts_update (with_late);
  g_assert_cmpfloat (view_charts_plot (with_late, VIEW_CHART_LOSS)->terminal, ==, -1);
  for (guint i = 0; i < 3; i++)
    training_history_free (histories[i]);
}

/* A chart of what is measured less often than the rest says so where it is blank. */
static void
test_blank (void)
{
  static const char *const words[][2] = { { "0", "not measured in this regime" },
                                          { "1", "measured every 1 epoch" },
                                          { "25", "measured every 25 epochs" } };
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++) {
    g_autoptr (Regime) regime = regime_new ();
    g_assert_true (regime_set (regime, "run.spectra-every", words[i][0], NULL));
    g_autoptr (TrainingHistory) history = training_history_new (regime);
    g_autoptr (ViewCharts) charts = view_charts_new ();
    view_charts_add_run (charts, history, 0);
    view_charts_update (charts);
    g_assert_cmpstr (view_charts_plot (charts, VIEW_CHART_NUMERICAL_RANK)->blank, ==, words[i][1]);
    g_assert_null (view_charts_plot (charts, VIEW_CHART_LOSS)->blank);
  }
}

static const PlotSeries *
first_loss (const ViewCharts *charts)
{
  return view_charts_plot (charts, VIEW_CHART_LOSS)->series;
}

/* A chart's raw curves stay faint behind the smoothed ones, which have the names; what comes later is
 * smoothed as it would have been at once. */
static void
test_smoothing (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) history = training_history_new (regime), other = training_history_new (regime);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  for (guint epoch = 0; epoch < 6; epoch++) {
    add (history, epoch, 1.0 + epoch % 2, 4);
    add (other, epoch, 1, 4);
  }
  view_charts_set_smoothing (charts, VIEW_CHART_LOSS, 0.5); /* before there is anything */
  view_charts_add_run (charts, history, 3);
  view_charts_update (charts);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_LOSS)->n_series, ==, 4);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_ERROR)->n_series, ==, 2);
  g_assert_true (first_loss (charts)[0].faint);
  g_assert_null (first_loss (charts)[0].name);
  g_assert_false (first_loss (charts)[1].faint);
  g_assert_true (first_loss (charts)[1].smoothed);
  g_assert_cmpstr (first_loss (charts)[1].name, ==, "train");
  g_assert_cmpuint (first_loss (charts)[1].regime, ==, 3);
  g_assert_cmpint (first_loss (charts)[3].line, ==, PLOT_LINE_TEST);
  /* of log (1), log (2): (1 log 1 + 2 log 2) / 3 */
  g_assert_cmpfloat_with_epsilon (first_loss (charts)[1].y[1], pow (2, 2.0 / 3.0), 1e-12);
  g_assert_cmpfloat (first_loss (charts)[0].y[1], ==, 2);
  add (history, 6, 1, 4);
  view_charts_update (charts);
  g_autofree double *grown = g_memdup2 (first_loss (charts)[1].y, 7 * sizeof (double));
  g_assert_cmpuint (first_loss (charts)[1].n, ==, 7);
  view_charts_set_smoothing (charts, VIEW_CHART_LOSS, 0.0);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_LOSS)->n_series, ==, 2);
  g_assert_false (first_loss (charts)[0].faint);
  view_charts_set_smoothing (charts, VIEW_CHART_LOSS, 0.5);
  g_assert_cmpmem (first_loss (charts)[1].y, 7 * sizeof (double), grown, 7 * sizeof (double));
  /* Error reaches 0, and is smoothed as it is. */
  view_charts_set_smoothing (charts, VIEW_CHART_ERROR, 0.5);
  const PlotSeries *error = view_charts_plot (charts, VIEW_CHART_ERROR)->series;
  g_assert_cmpfloat_with_epsilon (error[1].y[3], 1 - 8.0 / 15, 1e-12); /* 1, 1, 1, 0 */
  /* A ratio, and a mean with its band. */
  view_charts_add_run (charts, other, 5);
  view_charts_set_ratio (charts, TRUE);
  view_charts_update (charts);
  g_assert_cmpuint (view_charts_plot (charts, VIEW_CHART_LOSS)->n_series, ==, 4);
  g_assert_cmpfloat_with_epsilon (first_loss (charts)[1].y[1], pow (2, -2.0 / 3.0), 1e-12);
  g_autoptr (ViewCharts) mean = view_charts_new ();
  const TrainingHistory *both[] = { history, other };
  view_charts_add_group (mean, both, 2, 0, 0);
  view_charts_set_smoothing (mean, VIEW_CHART_LOSS, 0.5);
  view_charts_update (mean);
  g_assert_nonnull (first_loss (mean)[0].lower);
  g_assert_null (first_loss (mean)[1].lower);
  g_assert_cmpfloat_with_epsilon (first_loss (mean)[1].y[1], pow (2, 1.0 / 3.0), 1e-12);
}

/* All follow the longest run; a part is what was chosen. */
static void
test_epochs (void)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (TrainingHistory) history = training_history_new (regime);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  ViewEpochRange epochs = { .last = 200, .kind = PLOT_AXIS_LOG };
  view_charts_add_run (charts, history, 3);
  view_charts_update (charts);
  g_assert_cmpuint (view_charts_n_epochs (charts), ==, 200);
  view_epoch_range_choose (&epochs, 20, 60);
  view_charts_set_epochs (charts, &epochs);
  g_assert_true (view_charts_update (charts));
  view_charts_set_epochs (charts, &epochs);
  g_assert_false (view_charts_update (charts));
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
    const PlotChart *plot = view_charts_plot (charts, chart);
    g_assert_cmpfloat (plot->x_minimum, ==, 20);
    g_assert_cmpfloat (plot->x_maximum, ==, 60);
    g_assert_cmpint (plot->x_kind, ==, PLOT_AXIS_LOG);
    g_assert_true (plot->y_close);
    /* One quantity has another limit than 0. */
    g_assert_cmpint (plot->reference == 1.0, ==, chart == VIEW_CHART_NUMERICAL_RANK);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/charts/append", test_append);
  g_test_add_func ("/view/charts/splits-and-runs", test_splits_and_runs);
  g_test_add_func ("/view/charts/lead", test_lead);
  g_test_add_func ("/view/charts/highlight", test_highlight);
  g_test_add_func ("/view/charts/ratio", test_ratio);
  g_test_add_func ("/view/charts/group", test_group);
  g_test_add_func ("/view/charts/group-terminal", test_group_terminal);
  g_test_add_func ("/view/charts/head", test_head);
  g_test_add_func ("/view/charts/subtitles", test_subtitles);
  g_test_add_func ("/view/charts/shown", test_shown);
  g_test_add_func ("/view/charts/values", test_values);
  g_test_add_func ("/view/charts/blank", test_blank);
  g_test_add_func ("/view/charts/smoothing", test_smoothing);
  g_test_add_func ("/view/charts/epochs", test_epochs);
  return g_test_run ();
}
