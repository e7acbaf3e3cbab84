#include "view/charts-private.h"

#include <glib/gi18n.h>
#include <math.h>

struct _ViewCharts {
  GPtrArray *units; /* of ViewUnit */
  const TrainingHistory *lead;
  gint highlight; /* place of a unit; -1: none */
  gboolean shown[PLOT_N_LINES];
  gboolean ratio;
  ViewBand band;
  gboolean each_run;
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

/* Names. */

static const char *
unit_name (const ViewCharts *charts, guint place)
{
  return regime_name (view_unit_regime (view_charts_unit (charts, place)));
}

char *
view_charts_ratio_name (const ViewCharts *charts)
{
  if (charts->units->len != 2)
    return NULL;
  return g_strdup_printf (_ ("%s ÷ %s"), unit_name (charts, 1), unit_name (charts, 0));
}

static char *
with_description (const char *name, const ViewUnit *unit, ViewBand band)
{
  g_autofree char *description = view_unit_describe (unit, band);
  return *description == '\0' ? g_strdup (name) : g_strdup_printf (_ ("%s, %s"), name, description);
}

char *
view_charts_name (const ViewCharts *charts, guint place)
{
  g_return_val_if_fail (place < charts->units->len, NULL);
  return with_description (unit_name (charts, place), view_charts_unit (charts, place), charts->band);
}

/* "train" and "test" of one; of several, their names. What the mean is of is said once. */
static char *
series_name (const ViewCharts *charts, guint place, PlotLine line)
{
  const char *single[PLOT_N_LINES] = { _ ("train"), _ ("test"), _ ("head’s output, train") };
  const char *name = unit_name (charts, place);
  if (charts->units->len == 1)
    return line == PLOT_LINE_TRAIN
               ? with_description (single[line], view_charts_unit (charts, place), charts->band)
               : g_strdup (single[line]);
  if (line == PLOT_LINE_TRAIN)
    return view_charts_name (charts, place);
  return g_strdup_printf (line == PLOT_LINE_TEST ? _ ("%s, test") : _ ("%s, head"), name);
}

/* Series. */

static gboolean
is_ratio (const ViewCharts *charts)
{
  return charts->ratio && charts->units->len == 2;
}

static gboolean
is_highlighted (const ViewCharts *charts, const ViewUnit *unit)
{
  return charts->highlight >= 0 && (guint)charts->highlight < charts->units->len
         && view_charts_unit (charts, (guint)charts->highlight) == unit;
}

/* A ratio has the colour of its second run, whatever that one has. */
static guint
find_style (const ViewCharts *charts, const ViewUnit *unit)
{
  if (is_ratio (charts) || is_highlighted (charts, unit))
    return unit->style & ~PLOT_REGIME_MUTED;
  return charts->highlight >= 0 ? unit->style | PLOT_REGIME_MUTED : unit->style;
}

static gboolean
is_strong (const ViewCharts *charts, const ViewUnit *unit)
{
  if (charts->units->len == 1 || is_ratio (charts))
    return FALSE;
  return charts->highlight >= 0 ? is_highlighted (charts, unit) : view_unit_has (unit, charts->lead);
}

static gboolean
has_line (const ViewCharts *charts, const ViewUnit *unit, PlotLine line)
{
  return charts->shown[line] && (line != PLOT_LINE_HEAD || unit->has_head);
}

/* Both of two. */
static gboolean
has_ratio (const ViewCharts *charts, PlotLine line)
{
  return has_line (charts, view_charts_unit (charts, 0), line)
         && has_line (charts, view_charts_unit (charts, 1), line);
}

/* Of the lines that are drawn, in their order. */
static void
list_names (ViewCharts *charts)
{
  g_ptr_array_set_size (charts->names, 0);
  if (is_ratio (charts)) {
    g_autofree char *name = view_charts_ratio_name (charts);
    const char *formats[PLOT_N_LINES] = { "%s", _ ("%s, test"), _ ("%s, head") };
    for (guint line = 0; line < PLOT_N_LINES; line++)
      if (has_ratio (charts, line))
        g_ptr_array_add (charts->names, g_strdup_printf (formats[line], name));
    return;
  }
  for (guint place = 0; place < charts->units->len; place++)
    for (guint line = 0; line < PLOT_N_LINES; line++)
      if (has_line (charts, view_charts_unit (charts, place), line))
        g_ptr_array_add (charts->names, series_name (charts, place, line));
}

/* The points of a curve from the `first` on. */
static PlotSeries
make_series (
    const ViewCharts *charts, const ViewCurve *curve, guint first, const ViewUnit *unit, PlotLine line)
{
  return (PlotSeries){
    .n = curve->x->len - first,
    .x = (const double *)curve->x->data + first,
    .y = (const double *)curve->y->data + first,
    .regime = find_style (charts, unit),
    .line = line,
  };
}

/* A curve with its band. Where it is smoothed, it is faint itself, and the smoothed one is what has its name.
 */
static void
append_series (ViewCharts *charts,
               const ViewUnit *unit,
               ViewChart chart,
               const ViewCurve *curve,
               const ViewSmooth *smooth,
               PlotLine line,
               const char *name)
{
  PlotSeries series = make_series (charts, curve, 0, unit, line);
  gboolean band = charts->band != VIEW_BAND_NONE && curve->lower[charts->band]->len > 0;
  gboolean smoothed = smooth->smoothing > 0.0;
  series.strong = is_strong (charts, unit) && !smoothed;
  series.faint = smoothed;
  series.name = smoothed ? NULL : name;
  series.lower = band ? (const double *)curve->lower[charts->band]->data : NULL;
  series.upper = band ? (const double *)curve->upper[charts->band]->data : NULL;
  g_array_append_val (charts->series[chart], series);
  if (!smoothed)
    return;
  series = make_series (charts, curve, 0, unit, line);
  series.y = (const double *)smooth->y->data;
  series.smoothed = TRUE;
  series.strong = is_strong (charts, unit);
  series.name = name;
  g_array_append_val (charts->series[chart], series);
}

/* The runs of a mean one by one: all of each, or what lies beyond the mean's end, which nothing else shows.
 */
static void
append_each_run (ViewCharts *charts, const ViewUnit *unit, ViewChart chart, PlotLine line)
{
  for (guint i = 0; view_unit_is_group (unit) && i < unit->runs->len; i++) {
    const ViewCurve *curve = &view_unit_run (unit, i)->curves[chart][line];
    guint at = unit->at[chart][line][i];
    gboolean beyond = at < curve->x->len;
    PlotSeries series = make_series (charts, curve, charts->each_run ? 0 : MAX (at, 1) - 1, unit, line);
    series.faint = TRUE;
    if (charts->each_run || beyond)
      g_array_append_val (charts->series[chart], series);
  }
}

static void
list_ratios (ViewCharts *charts, ViewChart chart)
{
  const ViewUnit *first = view_charts_unit (charts, 0), *second = view_charts_unit (charts, 1);
  for (guint line = 0, n = 0; line < PLOT_N_LINES; line++) {
    if (!has_ratio (charts, line))
      continue;
    const char *name = g_ptr_array_index (charts->names, n++);
    ViewCurve *ratio = &charts->ratios[chart][line];
    ViewSmooth *smooth = &charts->smooth_ratios[chart][line];
    view_curve_divide (view_unit_curve (second, chart, line), view_unit_curve (first, chart, line), ratio);
    view_smooth_set (smooth, charts->smoothing[chart]);
    view_smooth_extend (smooth, ratio, TRUE);
    append_series (charts, second, chart, ratio, smooth, line, name);
  }
}

static void
list_curves (ViewCharts *charts, ViewChart chart)
{
  for (guint place = 0, n = 0; place < charts->units->len; place++)
    for (guint line = 0; line < PLOT_N_LINES; line++) {
      const ViewUnit *unit = view_charts_unit (charts, place);
      if (!has_line (charts, unit, line))
        continue;
      const char *name = g_ptr_array_index (charts->names, n++);
      append_series (charts, unit, chart, view_unit_curve (unit, chart, line), &unit->smooth[chart][line],
                     line, name);
      append_each_run (charts, unit, chart, line);
    }
}

static void
list_series (ViewCharts *charts, ViewChart chart)
{
  g_array_set_size (charts->series[chart], 0);
  if (is_ratio (charts))
    list_ratios (charts, chart);
  else
    list_curves (charts, chart);
  charts->plots[chart].series = (const PlotSeries *)charts->series[chart]->data;
  charts->plots[chart].n_series = charts->series[chart]->len;
}

void
view_charts_set_smoothing (ViewCharts *charts, ViewChart chart, double smoothing)
{
  g_return_if_fail (chart < VIEW_N_CHARTS && smoothing >= 0.0 && smoothing < 1.0);
  if (charts->smoothing[chart] == smoothing)
    return;
  charts->smoothing[chart] = smoothing;
  for (guint i = 0; i < charts->units->len; i++)
    view_unit_smooth (g_ptr_array_index (charts->units, i), chart, smoothing);
  if (!charts->stale) /* else the next update lists it */
    list_series (charts, chart);
}

double
view_charts_smoothing (const ViewCharts *charts, ViewChart chart)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, 0.0);
  return charts->smoothing[chart];
}

/* Plots. */

/* What is not so in all runs the figure's caption says of each. */
static const char *
choose_subtitle (const ViewCharts *charts, ViewChart chart)
{
  const char *common = NULL, *usual = _ (view_chart_info (chart)->subtitle);
  for (guint i = 0; i < charts->units->len; i++) {
    const char *subtitle = view_charts_unit (charts, i)->subtitles[chart];
    if (common != NULL && !g_str_equal (common, subtitle))
      return usual;
    common = subtitle;
  }
  return common != NULL ? common : usual;
}

/* The one with the leading run, else the first; NULL without any. */
static const ViewUnit *
lead_unit (const ViewCharts *charts)
{
  for (guint i = 0; i < charts->units->len; i++)
    if (view_unit_has (view_charts_unit (charts, i), charts->lead))
      return view_charts_unit (charts, i);
  return charts->units->len > 0 ? view_charts_unit (charts, 0) : NULL;
}

static void
list_marks (ViewCharts *charts, const ViewUnit *lead)
{
  g_ptr_array_unref (charts->marks);
  charts->marks
      = lead == NULL ? g_ptr_array_new () : training_history_marks (view_unit_run (lead, 0)->history);
  g_array_set_size (charts->drops, 0);
  g_ptr_array_set_size (charts->drop_words, 0);
  for (guint i = 0; i < charts->marks->len; i++) {
    TrainingMark *mark = charts->marks->pdata[i];
    g_array_append_val (charts->drops, mark->epoch);
    g_ptr_array_add (charts->drop_words, mark->text);
  }
}

/* What is measured less often than the rest. */
static char *
describe_no_spectra (const ViewUnit *lead)
{
  gint64 every = lead == NULL ? 1 : regime_get_integer (view_unit_regime (lead), "run.spectra-every");
  if (every == 0)
    return g_strdup (_ ("not measured in this regime"));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "measured every %d epoch", "measured every %d epochs", (gulong)every),
      (int)every);
}

/* What there is to compare with: the same in both of two or, of a quantity that tends to another number than
 * 0, its limit in collapse. The other charts' is 0, which log axes have on their floor or not at all. */
static void
find_reference (const ViewCharts *charts, ViewChart chart, double *value, const char **label)
{
  *value = is_ratio (charts) || chart == VIEW_CHART_NUMERICAL_RANK ? 1.0 : NAN;
  *label = is_ratio (charts) ? _ ("equal") : _ ("in collapse: 1");
}

static void
make_plots (ViewCharts *charts)
{
  const ViewUnit *lead = lead_unit (charts);
  double from, to;
  charts->epochs.last = view_charts_n_epochs (charts);
  view_epoch_range_ends (&charts->epochs, &from, &to);
  list_marks (charts, lead);
  g_free (charts->no_spectra);
  charts->no_spectra = describe_no_spectra (lead);
  gboolean ratio = is_ratio (charts);
  gint terminal = lead == NULL ? -1 : view_unit_terminal_epoch (lead);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
    const ViewChartInfo *info = view_chart_info (chart);
    charts->plots[chart] = (PlotChart){
      .title = _ (info->title),
      .subtitle = ratio ? _ ("ratio") : choose_subtitle (charts, chart),
      .x_label = _ ("epoch"),
      .x_minimum = from,
      .x_maximum = to,
      .x_kind = charts->epochs.kind,
      .y_close = !view_epoch_range_is_all (&charts->epochs),
      .y_kind = ratio ? PLOT_AXIS_LOG : info->axis,
      .zero_floor = !ratio && info->share && info->axis == PLOT_AXIS_LOG,
      .percent = !ratio && info->share,
      .blank = chart == VIEW_CHART_NUMERICAL_RANK ? charts->no_spectra : NULL,
      .terminal = terminal,
      .terminal_words = _ ("the training error stays 0 from here on: terminal phase"),
      .terminal_regime = lead == NULL ? 0 : lead->style,
      .drops = (const double *)charts->drops->data,
      .drop_words = (const char *const *)charts->drop_words->pdata,
      .n_drops = charts->drops->len,
    };
    find_reference (charts, chart, &charts->plots[chart].reference, &charts->plots[chart].reference_label);
    list_series (charts, chart);
  }
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
    list_names (charts);
  charts->stale = FALSE;
  make_plots (charts);
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
  const ViewUnit *lead = lead_unit (charts);
  return lead == NULL ? 0 : lead->runs->len;
}

double
view_charts_lead_value (const ViewCharts *charts, ViewChart chart, PlotLine line, double epoch)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS && line < PLOT_N_LINES, NAN);
  const ViewUnit *lead = lead_unit (charts);
  return lead == NULL ? NAN : view_curve_value (view_unit_curve (lead, chart, line), epoch);
}

double
view_charts_lead_epoch (const ViewCharts *charts, double epoch)
{
  const ViewUnit *lead = lead_unit (charts);
  const ViewCurve *loss = lead == NULL ? NULL : view_unit_curve (lead, VIEW_CHART_LOSS, PLOT_LINE_TRAIN);
  if (loss == NULL || loss->x->len == 0)
    return NAN;
  /* Looked for among its own x, as values are among its y. */
  return view_curve_value (&(ViewCurve){ .x = loss->x, .y = loss->x }, epoch);
}
