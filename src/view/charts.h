/* What runs told, epoch by epoch, as the charts that plot draws: the same small multiples in the window and
 * in the command line's figure. */
#pragma once

#include "plot/chart.h"
#include "training/history.h"
#include "view/band.h"
#include "view/epoch-range.h"

typedef enum {
  VIEW_CHART_LOSS,
  VIEW_CHART_ERROR,
  VIEW_CHART_NC1,
  VIEW_CHART_NC2_NORMS,
  VIEW_CHART_NC2_ANGLES,
  VIEW_CHART_NC3,
  VIEW_CHART_NC4,
  VIEW_CHART_NUMERICAL_RANK,
  VIEW_CHART_NC1_QUOTIENT, /* the second variability measure: nc1 is blind outside the span of the means */
  VIEW_CHART_PROBE_ACCURACY,
  VIEW_N_CHARTS
} ViewChart;

/* Those that are laid side by side. */
#define VIEW_N_SHOWN 8

typedef struct _ViewCharts ViewCharts;

ViewCharts *view_charts_new (void);
void view_charts_free (ViewCharts *charts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewCharts, view_charts_free)

/* One more run, in the style of that number (plot_theme_regime_style), which may be muted; history is
 * borrowed and must outlive the charts. */
void view_charts_add_run (ViewCharts *charts, const TrainingHistory *history, guint style);
/* Runs that differ in their seed alone, drawn as their mean and a band, as of one run; where there is one
 * history, it is drawn itself. The mean is of all of them wherever it is (view/curve.h) and ends where the
 * first of them ends: beyond that they are drawn one by one, so that it never jumps for another number of
 * runs. n_failed: of the same regime, that failed and are left out, which the name says. */
void view_charts_add_group (ViewCharts *charts,
                            const TrainingHistory *const *histories,
                            guint n_histories,
                            guint n_failed,
                            guint style);
/* The band about means; VIEW_BAND_DEVIATION at first. On log axes it and the mean are of log10 values, but of
 * error and NC4, which reach 0, and on linear axes of the values as they are (view/band.h). */
void view_charts_set_band (ViewCharts *charts, ViewBand band);
/* Whether a mean's runs are drawn below it, thin; FALSE at first. */
void view_charts_set_each_run (ViewCharts *charts, gboolean each_run);
/* Whether names leave out what all of them begin with (view/names.h), which the caption then says; FALSE at
 * first. */
void view_charts_set_short_names (ViewCharts *charts, gboolean short_names);
/* Which of several runs lies above the others, a bit stronger, and has its terminal phase and rate changes
 * marked; NULL for the first, no stronger than the others. */
void view_charts_set_lead (ViewCharts *charts, const TrainingHistory *history);
/* Another style of the run or group that was added at that place. */
void view_charts_set_style (ViewCharts *charts, guint place, guint style);
/* All but the run or group that was added at that place are muted, and that one is not; -1, as at first: each
 * is as its style says. */
void view_charts_set_highlight (ViewCharts *charts, gint place);
/* Which splits have curves; both at first. */
void view_charts_set_splits (ViewCharts *charts, gboolean train, gboolean test);
/* Whether the metrics of a projection head's output have curves too, on the training split, in runs that have
 * a head; TRUE at first. */
void view_charts_set_head (ViewCharts *charts, gboolean head);
/* Whether two runs or means have one curve for both: how many times as large a quantity is in the second as
 * in the first, where both have it and it is not 0; of means without a band. FALSE at first; nothing else
 * where there are not two. */
void view_charts_set_ratio (ViewCharts *charts, gboolean ratio);
/* The epochs that the charts show; all, on a linear axis, at first. Its `last` is that of the charts. */
void view_charts_set_epochs (ViewCharts *charts, const ViewEpochRange *epochs);
/* How much a chart's curves are smoothed (view/smooth.h), 0 <= smoothing < 1; not at all at first. The raw
 * curves are then faint behind, with their band; the chart is as it is to be at once. Averages are of what
 * the axis shows, as those of means are. */
void view_charts_set_smoothing (ViewCharts *charts, ViewChart chart, double smoothing);
double view_charts_smoothing (const ViewCharts *charts, ViewChart chart);
/* The greatest run.epochs, 1 at least. */
guint view_charts_n_epochs (const ViewCharts *charts);
/* "SECOND ÷ FIRST", or NULL where there are not two; free with g_free. */
char *view_charts_ratio_name (const ViewCharts *charts);
/* For a legend, of the run or group that was added at that place: "Adam, mean of 3 seeds ± s.d."; free with
 * g_free. */
char *view_charts_name (const ViewCharts *charts, guint place);
/* Of how many runs the leading curve is the mean, 1 for a run; and its value at the last epoch that it has up
 * to this one, NaN without any. */
guint view_charts_lead_runs (const ViewCharts *charts);
/* The last epoch that it has up to this one; NaN without any. */
double view_charts_lead_epoch (const ViewCharts *charts, double epoch);
double view_charts_lead_value (const ViewCharts *charts, ViewChart chart, PlotLine line, double epoch);
/* Takes in what the histories have got since the last call: appends, so once a frame is cheap. Returns TRUE
 * when there is something new to draw. */
gboolean view_charts_update (ViewCharts *charts);

/* One chart; it and its arrays last until the next update. Log axes; error and NC4 in per cent with a floor
 * for 0. */
const PlotChart *view_charts_plot (const ViewCharts *charts, ViewChart chart);

/* The chart at a place from 0 to VIEW_N_SHOWN - 1: the first eight, but where the labels of a run hide fine
 * classes the probe's accuracy on these for the numerical rank. */
ViewChart view_charts_shown (const ViewCharts *charts, guint place);
/* Whether the labels of such runs are coarser than the data set's classes. */
gboolean view_hides_fine_classes (const Regime *regime);

/* What a chart draws, for read-outs: a CollapseMetric or a TrainingQuantity. */
int view_chart_quantity (ViewChart chart);
/* The value of a line at an epoch; NaN when there is none. */
double view_chart_number (ViewChart chart, const TrainingRecord *record, PlotLine line);
/* As people write it ("0.052", "0.4 %"); "–" when it is not finite. Free with g_free. */
char *view_chart_format (ViewChart chart, double value);
/* Whether it is the online probe's in runs of a regime (online-probe.h): NC3 and NC4 where the network's own
 * classifier is behind a head or missing, and the error where it is missing. */
gboolean view_chart_is_of_probe (ViewChart chart, const Regime *regime);
/* "NC1, variability" or, in runs of some regimes, "NC3, online probe"; free with g_free. */
char *view_chart_name (ViewChart chart, const Regime *regime);
/* Both in one, of a split. */
char *view_chart_value (ViewChart chart, const TrainingRecord *record, TrainingSplit split);
