/* The curves that charts draw: of each run or mean, raw and smoothed, and their names. */
#include "view/charts-private.h"

#include "view/names.h"

#include <glib/gi18n.h>
#include <string.h>

/* Names. */

char *
view_charts_prefix (const ViewCharts *charts)
{
  guint n = charts->short_names ? charts->units->len : 0;
  g_autofree const char **names = g_new (const char *, n);
  for (guint i = 0; i < n; i++)
    names[i] = regime_name (view_unit_regime (view_charts_unit (charts, i)));
  return g_strndup (n == 0 ? "" : names[0], view_names_prefix (names, n));
}

char *
view_charts_unit_name (const ViewCharts *charts, guint place)
{
  g_autofree char *name = view_unit_name (view_charts_unit (charts, place));
  g_autofree char *prefix = view_charts_prefix (charts);
  return g_strdup (name + strlen (prefix));
}

char *
view_charts_ratio_name (const ViewCharts *charts)
{
  if (charts->units->len != 2)
    return NULL;
  g_autofree char *below = view_charts_unit_name (charts, 0);
  g_autofree char *above = view_charts_unit_name (charts, 1);
  return g_strdup_printf (_ ("%s ÷ %s"), above, below);
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
  g_autofree char *name = view_charts_unit_name (charts, place);
  return with_description (name, view_charts_unit (charts, place), charts->band);
}

/* "train" and "test" of one; of several, their names. What the mean is of is said once. */
static char *
series_name (const ViewCharts *charts, guint place, PlotLine line)
{
  const char *single[PLOT_N_LINES] = { _ ("train"), _ ("test"), _ ("head’s output, train") };
  g_autofree char *name = view_charts_unit_name (charts, place);
  if (charts->units->len == 1)
    return line == PLOT_LINE_TRAIN
               ? with_description (single[line], view_charts_unit (charts, place), charts->band)
               : g_strdup (single[line]);
  if (line == PLOT_LINE_TRAIN)
    return view_charts_name (charts, place);
  return g_strdup_printf (line == PLOT_LINE_TEST ? _ ("%s, test") : _ ("%s, head"), name);
}

/* Series. */

gboolean
view_charts_is_ratio (const ViewCharts *charts)
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
  if (view_charts_is_ratio (charts) || is_highlighted (charts, unit))
    return unit->style & ~PLOT_REGIME_MUTED;
  return charts->highlight >= 0 ? unit->style | PLOT_REGIME_MUTED : unit->style;
}

static gboolean
is_strong (const ViewCharts *charts, const ViewUnit *unit)
{
  if (charts->units->len == 1 || view_charts_is_ratio (charts))
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

void
view_charts_list_names (ViewCharts *charts)
{
  g_ptr_array_set_size (charts->names, 0);
  if (view_charts_is_ratio (charts)) {
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

void
view_charts_list_series (ViewCharts *charts, ViewChart chart)
{
  g_array_set_size (charts->series[chart], 0);
  if (view_charts_is_ratio (charts))
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
    view_charts_list_series (charts, chart);
}

double
view_charts_smoothing (const ViewCharts *charts, ViewChart chart)
{
  g_return_val_if_fail (chart < VIEW_N_CHARTS, 0.0);
  return charts->smoothing[chart];
}
