#include "view/charts.h"

#include "training/objective.h"
#include "training/regime-network.h"

#include <glib/gi18n.h>
#include <math.h>

/* What each chart shows. */
static const struct {
  int quantity;
  const char *title, *subtitle;
  gboolean share; /* of samples: per cent, and 0 is reached */
} infos[VIEW_N_CHARTS] = {
  [VIEW_CHART_LOSS] = { TRAINING_LOSS, N_ ("Loss"), N_ ("training objective"), FALSE },
  [VIEW_CHART_ERROR] = { TRAINING_ERROR, N_ ("Error"), N_ ("wrong predictions"), TRUE },
  [VIEW_CHART_NC1] = { COLLAPSE_NC1, N_ ("NC1"), N_ ("variability"), FALSE },
  [VIEW_CHART_NC2_NORMS] = { COLLAPSE_NC2_NORM_MEANS, N_ ("NC2"), N_ ("equal norms"), FALSE },
  [VIEW_CHART_NC2_ANGLES] = { COLLAPSE_NC2_ANGLE_MEANS, N_ ("NC2"), N_ ("equal angles"), FALSE },
  [VIEW_CHART_NC3] = { COLLAPSE_NC3, N_ ("NC3"), N_ ("self-duality"), FALSE },
  [VIEW_CHART_NC4] = { COLLAPSE_NC4, N_ ("NC4"), N_ ("centre mismatch"), TRUE },
  [VIEW_CHART_NUMERICAL_RANK] = { COLLAPSE_NUMERICAL_RANK, N_ ("Numerical rank"), N_ ("class mean"), FALSE },
  [VIEW_CHART_NC1_QUOTIENT] = { COLLAPSE_NC1_QUOTIENT, N_ ("NC1"), N_ ("trace quotient"), FALSE },
};

typedef struct {
  GArray *x, *y; /* of double */
} Curve;

typedef struct {
  const TrainingHistory *history;
  guint taken; /* records that are in the curves */
  Curve curves[VIEW_N_CHARTS][TRAINING_N_SPLITS];
} Run;

struct _ViewCharts {
  GPtrArray *runs; /* of Run */
  gboolean shown[TRAINING_N_SPLITS];
  gboolean stale;                /* other splits or runs than the plots have */
  GArray *series[VIEW_N_CHARTS]; /* of PlotSeries */
  GPtrArray *names;              /* of the series: run and split */
  GArray *drops;                 /* of double */
  PlotChart plots[VIEW_N_CHARTS];
};

static void
run_free (gpointer data)
{
  Run *run = data;
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
      g_array_unref (run->curves[chart][split].x);
      g_array_unref (run->curves[chart][split].y);
    }
  g_free (run);
}

ViewCharts *
view_charts_new (void)
{
  ViewCharts *charts = g_new0 (ViewCharts, 1);
  charts->runs = g_ptr_array_new_with_free_func (run_free);
  charts->names = g_ptr_array_new_with_free_func (g_free);
  charts->drops = g_array_new (FALSE, FALSE, sizeof (double));
  charts->stale = TRUE;
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    charts->shown[split] = TRUE;
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    charts->series[chart] = g_array_new (FALSE, TRUE, sizeof (PlotSeries));
  view_charts_update (charts);
  return charts;
}

void
view_charts_free (ViewCharts *charts)
{
  g_ptr_array_unref (charts->runs);
  g_ptr_array_unref (charts->names);
  g_array_unref (charts->drops);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    g_array_unref (charts->series[chart]);
  g_free (charts);
}

void
view_charts_add_run (ViewCharts *charts, const TrainingHistory *history)
{
  Run *run = g_new0 (Run, 1);
  run->history = history;
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
      run->curves[chart][split].x = g_array_new (FALSE, FALSE, sizeof (double));
      run->curves[chart][split].y = g_array_new (FALSE, FALSE, sizeof (double));
    }
  g_ptr_array_add (charts->runs, run);
  charts->stale = TRUE;
}

void
view_charts_set_splits (ViewCharts *charts, gboolean train, gboolean test)
{
  charts->stale |= charts->shown[TRAINING_TRAIN] != train || charts->shown[TRAINING_TEST] != test;
  charts->shown[TRAINING_TRAIN] = train;
  charts->shown[TRAINING_TEST] = test;
}

static gboolean
take_records (Run *run)
{
  guint n = training_history_n_records (run->history);
  gboolean some = run->taken < n;
  for (; run->taken < n; run->taken++) {
    const TrainingRecord *record = training_history_record (run->history, run->taken);
    double epoch = record->epoch;
    for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
      for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
        Curve *curve = &run->curves[chart][split];
        double value = training_record_value (record, split, infos[chart].quantity);
        if (isnan (value))
          continue;
        g_array_append_val (curve->x, epoch);
        g_array_append_val (curve->y, value);
      }
  }
  return some;
}

/* "train" and "test" of one run; of several, their names. */
static char *
series_name (const ViewCharts *charts, const Run *run, TrainingSplit split)
{
  const char *name = regime_name (training_history_regime (run->history));
  if (charts->runs->len == 1)
    return g_strdup (split == TRAINING_TRAIN ? _ ("train") : _ ("test"));
  return split == TRAINING_TRAIN ? g_strdup (name) : g_strdup_printf (_ ("%s, test"), name);
}

static void
list_series (ViewCharts *charts)
{
  g_ptr_array_set_size (charts->names, 0);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    g_array_set_size (charts->series[chart], 0);
  for (guint r = 0; r < charts->runs->len; r++)
    for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
      const Run *run = g_ptr_array_index (charts->runs, r);
      if (!charts->shown[split])
        continue;
      g_ptr_array_add (charts->names, series_name (charts, run, split));
      for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
        const Curve *curve = &run->curves[chart][split];
        PlotSeries series = {
          .n = curve->x->len,
          .x = (const double *)curve->x->data,
          .y = (const double *)curve->y->data,
          .regime = r,
          .dashed = split == TRAINING_TEST,
          .name = g_ptr_array_index (charts->names, charts->names->len - 1),
        };
        g_array_append_val (charts->series[chart], series);
      }
    }
}

static void
make_plots (ViewCharts *charts)
{
  gint64 n_epochs = 1;
  gint terminal = -1;
  g_array_set_size (charts->drops, 0);
  for (guint r = 0; r < charts->runs->len; r++) {
    const Run *run = g_ptr_array_index (charts->runs, r);
    n_epochs = MAX (n_epochs, regime_get_integer (training_history_regime (run->history), "run.epochs"));
  }
  if (charts->runs->len > 0) {
    const Run *first = g_ptr_array_index (charts->runs, 0);
    terminal = training_history_terminal_epoch (first->history);
    g_array_unref (charts->drops);
    charts->drops = training_history_rate_marks (first->history);
  }
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    charts->plots[chart] = (PlotChart){
      .title = _ (infos[chart].title),
      .subtitle = _ (infos[chart].subtitle),
      .x_label = _ ("epoch"),
      .x_maximum = (double)n_epochs,
      .y_kind = PLOT_AXIS_LOG,
      .zero_floor = infos[chart].share,
      .percent = infos[chart].share,
      .series = (const PlotSeries *)charts->series[chart]->data,
      .n_series = charts->series[chart]->len,
      .reference = NAN,
      .terminal = terminal,
      .drops = (const double *)charts->drops->data,
      .n_drops = charts->drops->len,
    };
}

gboolean
view_charts_update (ViewCharts *charts)
{
  gboolean changed = charts->stale;
  for (guint r = 0; r < charts->runs->len; r++)
    changed |= take_records (g_ptr_array_index (charts->runs, r));
  if (!changed)
    return FALSE;
  charts->stale = FALSE;
  list_series (charts);
  make_plots (charts);
  return TRUE;
}

const PlotChart *
view_charts_plot (const ViewCharts *charts, ViewChart chart)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, NULL);
  return &charts->plots[chart];
}

int
view_chart_quantity (ViewChart chart)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, TRAINING_LOSS);
  return infos[chart].quantity;
}

gboolean
view_chart_is_of_probe (ViewChart chart, const Regime *regime)
{
  if (chart == VIEW_CHART_ERROR)
    return regime_objective (regime).contrast != TRAINING_CONTRAST_NONE;
  return (chart == VIEW_CHART_NC3 || chart == VIEW_CHART_NC4) && regime_needs_probe (regime);
}

char *
view_chart_name (ViewChart chart)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, NULL);
  return g_strdup_printf ("%s, %s", _ (infos[chart].title), _ (infos[chart].subtitle));
}

char *
view_chart_value (ViewChart chart, const TrainingRecord *record, TrainingSplit split)
{
  double value = training_record_value (record, split, view_chart_quantity (chart));
  if (!isfinite (value))
    return g_strdup ("–");
  return infos[chart].share ? plot_format_percent (value) : plot_format_number (value);
}
