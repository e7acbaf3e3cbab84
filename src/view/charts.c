#include "view/charts-private.h"

#include <math.h>

static void
init_ratio (ViewCharts *charts, ViewChart chart, PlotLine line)
{
  view_curve_init (&charts->ratios[chart][line]);
  view_smooth_init (&charts->smooth_ratios[chart][line]);
}

static void
clear_ratio (ViewCharts *charts, ViewChart chart, PlotLine line)
{
  view_curve_clear (&charts->ratios[chart][line]);
  view_smooth_clear (&charts->smooth_ratios[chart][line]);
}

ViewCharts *
view_charts_new (void)
{
  ViewCharts *charts = g_new0 (ViewCharts, 1);
  charts->units = g_ptr_array_new_with_free_func ((GDestroyNotify)view_unit_free);
  charts->names = g_ptr_array_new_with_free_func (g_free);
  charts->marks = g_ptr_array_new ();
  charts->drops = g_array_new (FALSE, FALSE, sizeof (double));
  charts->drop_words = g_ptr_array_new ();
  charts->stale = TRUE;
  charts->highlight = -1;
  for (guint line = 0; line < PLOT_N_LINES; line++)
    charts->shown[line] = TRUE;
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
    charts->series[chart] = g_array_new (FALSE, TRUE, sizeof (PlotSeries));
    for (guint line = 0; line < PLOT_N_LINES; line++)
      init_ratio (charts, chart, line);
  }
  view_charts_update (charts);
  return charts;
}

void
view_charts_free (ViewCharts *charts)
{
  g_ptr_array_unref (charts->units);
  g_ptr_array_unref (charts->names);
  g_ptr_array_unref (charts->marks);
  g_array_unref (charts->drops);
  g_ptr_array_unref (charts->drop_words);
  g_free (charts->no_spectra);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
    g_array_unref (charts->series[chart]);
    for (guint line = 0; line < PLOT_N_LINES; line++)
      clear_ratio (charts, chart, line);
  }
  g_free (charts);
}

/* What is drawn. */

void
view_charts_add_run (ViewCharts *charts, const TrainingHistory *history, guint style)
{
  view_charts_add_group (charts, &history, 1, 0, style);
}

void
view_charts_add_group (ViewCharts *charts,
                       const TrainingHistory *const *histories,
                       guint n_histories,
                       guint n_failed,
                       guint style)
{
  g_return_if_fail (n_histories > 0);
  ViewUnit *unit = view_unit_new (histories, n_histories, n_failed, style);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    view_unit_smooth (unit, chart, charts->smoothing[chart]);
  g_ptr_array_add (charts->units, unit);
  charts->stale = TRUE;
}

guint
view_charts_n_units (const ViewCharts *charts)
{
  return charts->units->len;
}

const ViewUnit *
view_charts_unit (const ViewCharts *charts, guint place)
{
  return g_ptr_array_index (charts->units, place);
}

void
view_charts_set_lead (ViewCharts *charts, const TrainingHistory *history)
{
  charts->stale |= charts->lead != history;
  charts->lead = history;
}

void
view_charts_set_style (ViewCharts *charts, guint place, guint style)
{
  g_return_if_fail (place < charts->units->len);
  ViewUnit *unit = g_ptr_array_index (charts->units, place);
  charts->stale |= unit->style != style;
  unit->style = style;
}

void
view_charts_set_highlight (ViewCharts *charts, gint place)
{
  charts->stale |= charts->highlight != place;
  charts->highlight = place;
}

void
view_charts_set_splits (ViewCharts *charts, gboolean train, gboolean test)
{
  charts->stale |= charts->shown[PLOT_LINE_TRAIN] != train || charts->shown[PLOT_LINE_TEST] != test;
  charts->shown[PLOT_LINE_TRAIN] = train;
  charts->shown[PLOT_LINE_TEST] = test;
}

void
view_charts_set_head (ViewCharts *charts, gboolean head)
{
  charts->stale |= charts->shown[PLOT_LINE_HEAD] != head;
  charts->shown[PLOT_LINE_HEAD] = head;
}

void
view_charts_set_ratio (ViewCharts *charts, gboolean ratio)
{
  charts->stale |= charts->ratio != ratio;
  charts->ratio = ratio;
}

void
view_charts_set_band (ViewCharts *charts, ViewBand band)
{
  g_return_if_fail (band < VIEW_N_BANDS);
  charts->stale |= charts->band != band;
  charts->band = band;
}

void
view_charts_set_each_run (ViewCharts *charts, gboolean each_run)
{
  charts->stale |= charts->each_run != each_run;
  charts->each_run = each_run;
}

void
view_charts_set_short_names (ViewCharts *charts, gboolean short_names)
{
  charts->stale |= charts->short_names != short_names;
  charts->short_names = short_names;
}

void
view_charts_set_epochs (ViewCharts *charts, const ViewEpochRange *epochs)
{
  charts->stale |= charts->epochs.kind != epochs->kind || charts->epochs.from != epochs->from
                   || charts->epochs.to != epochs->to;
  charts->epochs = *epochs;
}

guint
view_charts_n_epochs (const ViewCharts *charts)
{
  guint n_epochs = 1;
  for (guint i = 0; i < charts->units->len; i++)
    n_epochs = MAX (n_epochs, view_charts_unit (charts, i)->n_epochs);
  return n_epochs;
}

gboolean
view_charts_update (ViewCharts *charts)
{
  gboolean changed = charts->stale;
  for (guint i = 0; i < charts->units->len; i++)
    changed |= view_unit_update (g_ptr_array_index (charts->units, i));
  if (!changed)
    return FALSE;
  if (charts->stale)
    view_charts_list_names (charts);
  charts->stale = FALSE;
  view_charts_make_plots (charts);
  return TRUE;
}

const PlotChart *
view_charts_plot (const ViewCharts *charts, ViewChart chart)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, NULL);
  return &charts->plots[chart];
}

ViewChart
view_charts_shown (const ViewCharts *charts, guint place)
{
  g_return_val_if_fail (place < VIEW_N_SHOWN, VIEW_CHART_LOSS);
  gboolean hidden = FALSE;
  for (guint i = 0; i < charts->units->len; i++)
    hidden |= view_hides_fine_classes (view_unit_regime (view_charts_unit (charts, i)));
  return place == VIEW_CHART_NUMERICAL_RANK && hidden ? VIEW_CHART_PROBE_ACCURACY : (ViewChart)place;
}

/* The mean's numbers. */

guint
view_charts_lead_runs (const ViewCharts *charts)
{
  const ViewUnit *lead = view_charts_lead_unit (charts);
  return lead == NULL ? 0 : lead->runs->len;
}

double
view_charts_lead_value (const ViewCharts *charts, ViewChart chart, PlotLine line, double epoch)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS && line < PLOT_N_LINES, NAN);
  const ViewUnit *lead = view_charts_lead_unit (charts);
  return lead == NULL ? NAN : view_curve_value (view_unit_curve (lead, chart, line), epoch);
}

double
view_charts_lead_epoch (const ViewCharts *charts, double epoch)
{
  const ViewUnit *lead = view_charts_lead_unit (charts);
  const ViewCurve *loss = lead == NULL ? NULL : view_unit_curve (lead, VIEW_CHART_LOSS, PLOT_LINE_TRAIN);
  if (loss == NULL || loss->x->len == 0)
    return NAN;
  /* Looked for among its own x, as values are among its y. */
  return view_curve_value (&(ViewCurve){ .x = loss->x, .y = loss->x }, epoch);
}
