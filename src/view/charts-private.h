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
/* The run's, or the group's; free with g_free. */
char *view_unit_name (const ViewUnit *unit);
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

struct _ViewCharts {
  GPtrArray *units; /* of ViewUnit */
  const TrainingHistory *lead;
  gint highlight; /* place of a unit; -1: none */
  gboolean shown[PLOT_N_LINES];
  gboolean ratio;
  ViewBand band;
  gboolean each_run;
  gboolean short_names;
  ViewEpochRange epochs;
  ViewCurve ratios[VIEW_N_CHARTS][PLOT_N_LINES]; /* of two units */
  ViewSmooth smooth_ratios[VIEW_N_CHARTS][PLOT_N_LINES];
  double smoothing[VIEW_N_CHARTS]; /* 0: none */
  gboolean stale;                  /* other lines or runs than the plots have */
  GArray *series[VIEW_N_CHARTS];   /* of PlotSeries */
  GPtrArray *names;                /* of the series: run and split */
  GPtrArray *marks;                /* of the lead: of TrainingMark */
  GArray *drops;                   /* their epochs */
  GPtrArray *drop_words;           /* their texts */
  char *no_spectra;                /* why there may be none of the lead */
  PlotChart plots[VIEW_N_CHARTS];
};

/* What all units' names begin with and each leaves out; "" for nothing. Free with g_free. */
char *view_charts_prefix (const ViewCharts *charts);
/* A unit's name, without the prefix; free with g_free. */
char *view_charts_unit_name (const ViewCharts *charts, guint place);
/* Two units have their ratio instead of their curves. */
gboolean view_charts_is_ratio (const ViewCharts *charts);
/* The one with the leading run, else the first; NULL without any. */
const ViewUnit *view_charts_lead_unit (const ViewCharts *charts);
/* The names of the lines that are drawn, in their order; then the series of a chart, whose plot has them. */
void view_charts_list_names (ViewCharts *charts);
void view_charts_list_series (ViewCharts *charts, ViewChart chart);
/* All plots anew, with their series. */
void view_charts_make_plots (ViewCharts *charts);
