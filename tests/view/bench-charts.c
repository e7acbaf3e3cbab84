/* What the Curves view costs the window's thread: taking in an epoch of one of many runs, which it does in
 * every frame of a run at full speed, and changing what is drawn. */
#include "view/charts.h"

#include <math.h>

static void
add_epoch (TrainingHistory *history, guint epoch, guint seed)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = epoch;
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    record->split[split].loss = (1.0 + 0.1 * seed) / (1.0 + epoch);
    record->split[split].error = 0.5 / (1.0 + epoch);
    for (guint metric = 0; metric < COLLAPSE_N_METRICS; metric++)
      record->split[split].metrics.value[metric] = (1.0 + 0.1 * seed + metric) / (2.0 + epoch);
  }
  training_history_add_record (history, record);
}

static TrainingHistory *
history_new (guint n_epochs, guint seed)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autofree char *epochs = g_strdup_printf ("%u", n_epochs);
  regime_set (regime, "run.epochs", epochs, NULL);
  TrainingHistory *history = training_history_new (regime);
  for (guint epoch = 0; epoch <= n_epochs; epoch++)
    add_epoch (history, epoch, seed);
  return history;
}

static double
update (ViewCharts *charts)
{
  gint64 start = g_get_monotonic_time ();
  view_charts_update (charts);
  return 1e-3 * (double)(g_get_monotonic_time () - start);
}

/* Runs in groups of so many seeds. */
static void
measure (guint n_runs, guint n_seeds, guint n_epochs)
{
  g_autoptr (GPtrArray) histories = g_ptr_array_new_with_free_func ((GDestroyNotify)training_history_free);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  double frame = 0, worst = 0;
  for (guint i = 0; i < n_runs; i++)
    g_ptr_array_add (histories, history_new (n_epochs, i));
  for (guint i = 0; i < n_runs; i += n_seeds)
    view_charts_add_group (charts, (const TrainingHistory *const *)histories->pdata + i,
                           MIN (n_seeds, n_runs - i), 0, i);
  view_charts_set_lead (charts, histories->pdata[0]);
  double first = update (charts);
  for (guint frames = 0; frames < 100; frames++) {
    add_epoch (histories->pdata[0], n_epochs + 1 + frames, 0);
    double cost = update (charts);
    frame += cost / 100;
    worst = MAX (worst, cost);
  }
  view_charts_set_splits (charts, TRUE, FALSE);
  double split = update (charts);
  view_charts_set_each_run (charts, TRUE);
  double each_run = update (charts);
  view_charts_set_band (charts, VIEW_BAND_RANGE);
  double band = update (charts);
  view_charts_set_style (charts, 0, PLOT_REGIME_MUTED);
  double mute = update (charts);
  gint64 start = g_get_monotonic_time ();
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    view_charts_set_smoothing (charts, chart, 0.9);
  double smooth = 1e-3 * (double)(g_get_monotonic_time () - start) / VIEW_N_CHARTS;
  g_print ("%3u runs x %4u epochs, groups of %u: first %.2f ms; an epoch %.3f ms, at most %.3f; "
           "split %.3f, each run %.3f, band %.3f, mute %.3f; smoothing a chart %.2f\n",
           n_runs, n_epochs, n_seeds, first, frame, worst, split, each_run, band, mute, smooth);
}

int
main (void)
{
  measure (9, 3, 200);
  measure (16, 1, 200);
  measure (4, 1, 10000);
  measure (100, 1, 1000);
  measure (99, 3, 1000);
  return 0;
}
