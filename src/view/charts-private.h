/* What the files of ViewCharts share. */
#pragma once

#include "view/charts.h"
#include "view/smooth.h"

/* What a chart shows (chart-quantity.c). */
typedef struct {
  int quantity;
  const char *title, *subtitle; /* translatable */
  gboolean share;               /* of samples: per cent, and 0 is reached */
  PlotAxisKind axis;
} ViewChartInfo;

const ViewChartInfo *view_chart_info (ViewChart chart);
/* What a chart says of one run's quantity, in its subtitle; short, as a small chart has room for no more. */
const char *view_chart_subtitle (ViewChart chart, const Regime *regime);

typedef struct {
  const TrainingHistory *history;
  guint taken; /* records that are in the curves */
  ViewCurve curves[VIEW_N_CHARTS][PLOT_N_LINES];
} ViewRun;

/* One run, or several that are drawn as their mean. */
typedef struct {
  GPtrArray *runs; /* of ViewRun, at least one */
  guint n_failed;
  guint style;
  /* Of the first's regime, which does not change: looked up once, not in every frame */
  gboolean has_head;
  guint n_epochs;
  const char *subtitles[VIEW_N_CHARTS];
  ViewSmooth smooth[VIEW_N_CHARTS][PLOT_N_LINES]; /* of view_unit_curve */
  /* Of several */
  ViewCurve means[VIEW_N_CHARTS][PLOT_N_LINES];
  guint *at[VIEW_N_CHARTS][PLOT_N_LINES]; /* of each run, how far it is in the mean */
} ViewUnit;

ViewUnit *
view_unit_new (const TrainingHistory *const *histories, guint n_histories, guint n_failed, guint style);
void view_unit_free (ViewUnit *unit);
const ViewRun *view_unit_run (const ViewUnit *unit, guint place);
gboolean view_unit_is_group (const ViewUnit *unit);
/* Of the first. */
const Regime *view_unit_regime (const ViewUnit *unit);
gboolean view_unit_has (const ViewUnit *unit, const TrainingHistory *history);
/* The run's, or the mean. */
const ViewCurve *view_unit_curve (const ViewUnit *unit, ViewChart chart, PlotLine line);
/* Whether a chart's mean is of the logarithms. */
gboolean view_chart_is_logarithmic (ViewChart chart);
/* Smooths a chart's curves by so much (view/smooth.h). */
void view_unit_smooth (ViewUnit *unit, ViewChart chart, double smoothing);
/* Takes in what the histories have got since; TRUE when that was something. */
gboolean view_unit_update (ViewUnit *unit);
/* The epoch since which every run has been in its terminal phase; -1 where one is not. */
gint view_unit_terminal_epoch (const ViewUnit *unit);
/* "mean of 3 seeds ± s.d., 1 failed left out", "" for a run; free with g_free. */
char *view_unit_describe (const ViewUnit *unit, ViewBand band);

/* In the order in which they were added. */
guint view_charts_n_units (const ViewCharts *charts);
const ViewUnit *view_charts_unit (const ViewCharts *charts, guint place);
