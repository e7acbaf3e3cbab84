/* What runs told, epoch by epoch, as the charts that plot draws: the same small multiples in the window and
 * in the command line's figure. */
#pragma once

#include "plot/chart.h"
#include "training/history.h"

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
  VIEW_N_CHARTS
} ViewChart;

typedef struct _ViewCharts ViewCharts;

ViewCharts *view_charts_new (void);
void view_charts_free (ViewCharts *charts);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ViewCharts, view_charts_free)

/* One more run, in the next style; history is borrowed and must outlive the charts. */
void view_charts_add_run (ViewCharts *charts, const TrainingHistory *history);
/* Which splits have curves; both at first. */
void view_charts_set_splits (ViewCharts *charts, gboolean train, gboolean test);
/* Takes in what the histories have got since the last call: appends, so once a frame is cheap. Returns TRUE
 * when there is something new to draw. */
gboolean view_charts_update (ViewCharts *charts);

/* One chart; it and its arrays last until the next update. Log axes; error and NC4 in per cent with a floor
 * for 0. The x axis goes from 0 to the greatest run.epochs. */
const PlotChart *view_charts_plot (const ViewCharts *charts, ViewChart chart);

/* What a chart draws, for read-outs: a CollapseMetric, TRAINING_LOSS or TRAINING_ERROR. */
int view_chart_quantity (ViewChart chart);
/* Whether it is the online probe's in runs of a regime (online-probe.h): NC3 and NC4 where the network's own
 * classifier is behind a head or missing, and the error where it is missing. */
gboolean view_chart_is_of_probe (ViewChart chart, const Regime *regime);
/* "NC1, variability"; free with g_free. */
char *view_chart_name (ViewChart chart);
/* The value at an epoch as people write it ("0.052", "0.4 %"); "–" when there is none. Free with g_free. */
char *view_chart_value (ViewChart chart, const TrainingRecord *record, TrainingSplit split);
