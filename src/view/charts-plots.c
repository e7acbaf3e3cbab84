/* The charts about the curves: their words, axes and marks. */
#include "view/charts-private.h"

#include <glib/gi18n.h>
#include <math.h>

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

const ViewUnit *
view_charts_lead_unit (const ViewCharts *charts)
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
  *value = view_charts_is_ratio (charts) || chart == VIEW_CHART_NUMERICAL_RANK ? 1.0 : NAN;
  *label = view_charts_is_ratio (charts) ? _ ("equal") : _ ("in collapse: 1");
}

void
view_charts_make_plots (ViewCharts *charts)
{
  const ViewUnit *lead = view_charts_lead_unit (charts);
  double from, to;
  charts->epochs.last = view_charts_n_epochs (charts);
  view_epoch_range_ends (&charts->epochs, &from, &to);
  list_marks (charts, lead);
  g_free (charts->no_spectra);
  charts->no_spectra = describe_no_spectra (lead);
  gboolean ratio = view_charts_is_ratio (charts);
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
    view_charts_list_series (charts, chart);
  }
}
