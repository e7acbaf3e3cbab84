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
  PlotAxisKind axis;
} infos[VIEW_N_CHARTS] = {
  [VIEW_CHART_LOSS] = { TRAINING_LOSS, N_ ("Loss"), N_ ("training objective"), FALSE, PLOT_AXIS_LOG },
  [VIEW_CHART_ERROR] = { TRAINING_ERROR, N_ ("Error"), N_ ("wrong predictions"), TRUE, PLOT_AXIS_LOG },
  [VIEW_CHART_NC1] = { COLLAPSE_NC1, N_ ("NC1"), N_ ("variability"), FALSE, PLOT_AXIS_LOG },
  [VIEW_CHART_NC2_NORMS] = { COLLAPSE_NC2_NORM_MEANS, N_ ("NC2"), N_ ("equal norms"), FALSE, PLOT_AXIS_LOG },
  [VIEW_CHART_NC2_ANGLES]
  = { COLLAPSE_NC2_ANGLE_MEANS, N_ ("NC2"), N_ ("equal angles"), FALSE, PLOT_AXIS_LOG },
  [VIEW_CHART_NC3] = { COLLAPSE_NC3, N_ ("NC3"), N_ ("self-duality"), FALSE, PLOT_AXIS_LOG },
  [VIEW_CHART_NC4] = { COLLAPSE_NC4, N_ ("NC4"), N_ ("centre mismatch"), TRUE, PLOT_AXIS_LOG },
  [VIEW_CHART_NUMERICAL_RANK]
  = { COLLAPSE_NUMERICAL_RANK, N_ ("Numerical rank"), N_ ("class mean"), FALSE, PLOT_AXIS_LOG },
  [VIEW_CHART_NC1_QUOTIENT]
  = { COLLAPSE_NC1_QUOTIENT, N_ ("NC1"), N_ ("trace quotient"), FALSE, PLOT_AXIS_LOG },
  [VIEW_CHART_PROBE_ACCURACY]
  = { TRAINING_PROBE_ACCURACY, N_ ("Probe accuracy"), N_ ("of the features"), TRUE, PLOT_AXIS_LINEAR },
};

typedef struct {
  GArray *x, *y; /* of double */
} Curve;

typedef struct {
  const TrainingHistory *history;
  guint style;
  guint taken; /* records that are in the curves */
  Curve curves[VIEW_N_CHARTS][PLOT_N_LINES];
} Run;

struct _ViewCharts {
  GPtrArray *runs; /* of Run */
  const TrainingHistory *lead;
  gboolean shown[PLOT_N_LINES];
  gboolean ratio;
  Curve ratios[VIEW_N_CHARTS][PLOT_N_LINES]; /* of two runs */
  gboolean stale;                            /* other lines or runs than the plots have */
  GArray *series[VIEW_N_CHARTS];             /* of PlotSeries */
  GPtrArray *names;                          /* of the series: run and split */
  GArray *drops;                             /* of double */
  PlotChart plots[VIEW_N_CHARTS];
};

static void
init_curves (Curve curves[VIEW_N_CHARTS][PLOT_N_LINES])
{
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint line = 0; line < PLOT_N_LINES; line++) {
      curves[chart][line].x = g_array_new (FALSE, FALSE, sizeof (double));
      curves[chart][line].y = g_array_new (FALSE, FALSE, sizeof (double));
    }
}

static void
clear_curves (Curve curves[VIEW_N_CHARTS][PLOT_N_LINES])
{
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint line = 0; line < PLOT_N_LINES; line++) {
      g_array_unref (curves[chart][line].x);
      g_array_unref (curves[chart][line].y);
    }
}

static void
run_free (gpointer data)
{
  Run *run = data;
  clear_curves (run->curves);
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
  init_curves (charts->ratios);
  for (guint line = 0; line < PLOT_N_LINES; line++)
    charts->shown[line] = TRUE;
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
  clear_curves (charts->ratios);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    g_array_unref (charts->series[chart]);
  g_free (charts);
}

void
view_charts_add_run (ViewCharts *charts, const TrainingHistory *history, guint style)
{
  Run *run = g_new0 (Run, 1);
  run->history = history;
  run->style = style;
  init_curves (run->curves);
  g_ptr_array_add (charts->runs, run);
  charts->stale = TRUE;
}

void
view_charts_set_lead (ViewCharts *charts, const TrainingHistory *history)
{
  charts->stale |= charts->lead != history;
  charts->lead = history;
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

char *
view_charts_ratio_name (const ViewCharts *charts)
{
  if (charts->runs->len != 2)
    return NULL;
  const Run *first = g_ptr_array_index (charts->runs, 0), *second = g_ptr_array_index (charts->runs, 1);
  return g_strdup_printf (_ ("%s ÷ %s"), regime_name (training_history_regime (second->history)),
                          regime_name (training_history_regime (first->history)));
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
      for (guint line = 0; line < PLOT_N_LINES; line++) {
        Curve *curve = &run->curves[chart][line];
        double value = view_chart_number (chart, record, line);
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
series_name (const ViewCharts *charts, const Run *run, PlotLine line)
{
  const char *single[PLOT_N_LINES] = { _ ("train"), _ ("test"), _ ("head’s output, train") };
  const char *name = regime_name (training_history_regime (run->history));
  if (charts->runs->len == 1)
    return g_strdup (single[line]);
  if (line == PLOT_LINE_TRAIN)
    return g_strdup (name);
  return g_strdup_printf (line == PLOT_LINE_TEST ? _ ("%s, test") : _ ("%s, head"), name);
}

static gboolean
has_line (const Run *run, PlotLine line)
{
  return line != PLOT_LINE_HEAD
         || regime_get_integer (training_history_regime (run->history), "head.layers") > 0;
}

static gboolean
is_ratio (const ViewCharts *charts)
{
  return charts->ratio && charts->runs->len == 2;
}

/* At the epochs that both have. */
static void
divide (const Curve *a, const Curve *b, Curve *ratio)
{
  g_array_set_size (ratio->x, 0);
  g_array_set_size (ratio->y, 0);
  for (guint i = 0, j = 0; i < a->x->len && j < b->x->len;) {
    double x = g_array_index (a->x, double, i), other = g_array_index (b->x, double, j);
    if (x == other) {
      double above = g_array_index (a->y, double, i), below = g_array_index (b->y, double, j);
      double y = above > 0.0 && below > 0.0 ? above / below : NAN;
      g_array_append_val (ratio->x, x);
      g_array_append_val (ratio->y, y);
    }
    i += x <= other;
    j += other <= x;
  }
}

static void
append_series (ViewCharts *charts, const Run *run, Curve curves[VIEW_N_CHARTS][PLOT_N_LINES], PlotLine line)
{
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
    const Curve *curve = &curves[chart][line];
    PlotSeries series = {
      .n = curve->x->len,
      .x = (const double *)curve->x->data,
      .y = (const double *)curve->y->data,
      .regime = run->style,
      .line = line,
      .strong = charts->runs->len > 1 && !is_ratio (charts) && run->history == charts->lead,
      .name = g_ptr_array_index (charts->names, charts->names->len - 1),
    };
    g_array_append_val (charts->series[chart], series);
  }
}

static void
list_ratios (ViewCharts *charts)
{
  Run *first = g_ptr_array_index (charts->runs, 0), *second = g_ptr_array_index (charts->runs, 1);
  for (guint line = 0; line < PLOT_N_LINES; line++) {
    if (!charts->shown[line] || !has_line (first, line) || !has_line (second, line))
      continue;
    for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
      divide (&second->curves[chart][line], &first->curves[chart][line], &charts->ratios[chart][line]);
    g_autofree char *name = view_charts_ratio_name (charts);
    const char *formats[PLOT_N_LINES] = { "%s", _ ("%s, test"), _ ("%s, head") };
    g_ptr_array_add (charts->names, g_strdup_printf (formats[line], name));
    append_series (charts, second, charts->ratios, line);
  }
}

static void
list_series (ViewCharts *charts)
{
  g_ptr_array_set_size (charts->names, 0);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    g_array_set_size (charts->series[chart], 0);
  if (is_ratio (charts)) {
    list_ratios (charts);
    return;
  }
  for (guint r = 0; r < charts->runs->len; r++)
    for (guint line = 0; line < PLOT_N_LINES; line++) {
      Run *run = g_ptr_array_index (charts->runs, r);
      if (!charts->shown[line] || !has_line (run, line))
        continue;
      g_ptr_array_add (charts->names, series_name (charts, run, line));
      append_series (charts, run, run->curves, line);
    }
}

/* What a chart says of one run's quantity, in its subtitle. Short, as a small chart has room for no more. */
static const char *
describe_quantity (ViewChart chart, const Regime *regime)
{
  TrainingContrast contrast = regime_objective (regime).contrast;
  if (chart == VIEW_CHART_LOSS && contrast != TRAINING_CONTRAST_NONE)
    return contrast == TRAINING_CONTRAST_SUPCON ? _ ("SupCon") : _ ("NT-Xent");
  if (chart == VIEW_CHART_PROBE_ACCURACY && view_hides_fine_classes (regime))
    return _ ("fine classes");
  /* Where there is a classifier after all, it is the one of the head's own line. */
  if (view_chart_is_of_probe (chart, regime))
    return contrast == TRAINING_CONTRAST_NONE ? _ ("probe; head: classifier") : _ ("online probe");
  return _ (infos[chart].subtitle);
}

/* What is not so in all runs the figure's caption says of each. */
static const char *
choose_subtitle (const ViewCharts *charts, ViewChart chart)
{
  const char *common = NULL;
  for (guint r = 0; r < charts->runs->len; r++) {
    const Run *run = g_ptr_array_index (charts->runs, r);
    const char *subtitle = describe_quantity (chart, training_history_regime (run->history));
    if (common != NULL && !g_str_equal (common, subtitle))
      return _ (infos[chart].subtitle);
    common = subtitle;
  }
  return common != NULL ? common : _ (infos[chart].subtitle);
}

/* The leading run, else the first; NULL without runs. */
static const Run *
lead_run (const ViewCharts *charts)
{
  for (guint r = 0; r < charts->runs->len; r++) {
    const Run *run = g_ptr_array_index (charts->runs, r);
    if (run->history == charts->lead)
      return run;
  }
  return charts->runs->len > 0 ? g_ptr_array_index (charts->runs, 0) : NULL;
}

static void
make_plots (ViewCharts *charts)
{
  const Run *lead = lead_run (charts);
  gint64 n_epochs = 1;
  gint terminal = -1;
  g_array_set_size (charts->drops, 0);
  for (guint r = 0; r < charts->runs->len; r++) {
    const Run *run = g_ptr_array_index (charts->runs, r);
    n_epochs = MAX (n_epochs, regime_get_integer (training_history_regime (run->history), "run.epochs"));
  }
  if (lead != NULL) {
    terminal = training_history_terminal_epoch (lead->history);
    g_array_unref (charts->drops);
    charts->drops = training_history_rate_marks (lead->history);
  }
  gboolean ratio = is_ratio (charts);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    charts->plots[chart] = (PlotChart){
      .title = _ (infos[chart].title),
      .subtitle = ratio ? _ ("ratio") : choose_subtitle (charts, chart),
      .x_label = _ ("epoch"),
      .x_maximum = (double)n_epochs,
      .y_kind = ratio ? PLOT_AXIS_LOG : infos[chart].axis,
      .zero_floor = !ratio && infos[chart].share && infos[chart].axis == PLOT_AXIS_LOG,
      .percent = !ratio && infos[chart].share,
      .series = (const PlotSeries *)charts->series[chart]->data,
      .n_series = charts->series[chart]->len,
      .reference = ratio ? 1.0 : NAN,
      .reference_label = ratio ? _ ("equal") : NULL,
      .terminal = terminal,
      .terminal_regime = lead == NULL ? 0 : lead->style,
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

gboolean
view_hides_fine_classes (const Regime *regime)
{
  return !g_str_equal (regime_get (regime, "data.labels"), "fine");
}

ViewChart
view_charts_shown (const ViewCharts *charts, guint place)
{
  g_return_val_if_fail (place < VIEW_N_SHOWN, VIEW_CHART_LOSS);
  gboolean hidden = FALSE;
  for (guint r = 0; r < charts->runs->len; r++) {
    const Run *run = g_ptr_array_index (charts->runs, r);
    hidden |= view_hides_fine_classes (training_history_regime (run->history));
  }
  return place == VIEW_CHART_NUMERICAL_RANK && hidden ? VIEW_CHART_PROBE_ACCURACY : (ViewChart)place;
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
view_chart_name (ViewChart chart, const Regime *regime)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, NULL);
  return g_strdup_printf ("%s, %s", _ (infos[chart].title), describe_quantity (chart, regime));
}

double
view_chart_number (ViewChart chart, const TrainingRecord *record, PlotLine line)
{
  int quantity = view_chart_quantity (chart);
  if (line == PLOT_LINE_HEAD)
    return record->has_head && quantity >= 0 ? record->split[TRAINING_TRAIN].head.value[quantity] : NAN;
  return training_record_value (record, line == PLOT_LINE_TEST ? TRAINING_TEST : TRAINING_TRAIN, quantity);
}

char *
view_chart_value (ViewChart chart, const TrainingRecord *record, TrainingSplit split)
{
  return view_chart_format (chart, training_record_value (record, split, view_chart_quantity (chart)));
}

char *
view_chart_format (ViewChart chart, double value)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, NULL);
  if (!isfinite (value))
    return g_strdup ("–");
  return infos[chart].share ? plot_format_percent (value) : plot_format_number (value);
}
