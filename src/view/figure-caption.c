#include "view/figure.h"

#include "view/charts-private.h"

#include <glib/gi18n.h>

static char *
format_value (const ViewUnit *unit, ViewChart chart, PlotLine line, double epoch)
{
  return view_chart_format (chart, view_curve_value (view_unit_curve (unit, chart, line), epoch));
}

/* What was changed of a run while it trained; of a mean of its runs nothing, as such runs make none. */
static void
append_changes (GString *text, const ViewUnit *unit)
{
  const GPtrArray *changes = training_history_changes (view_unit_run (unit, 0)->history);
  g_autofree char *words = regime_changes_describe (changes);
  if (changes->len > 0)
    g_string_append_printf (text, _ ("; changed while it trained: %s"), words);
}

/* Of a run at its last epoch; of a mean at the last that all its runs have. */
static void
append_unit (GString *text, const ViewCharts *charts, guint place)
{
  const ViewUnit *unit = view_charts_unit (charts, place);
  const Regime *regime = view_unit_regime (unit);
  const ViewCurve *loss = view_unit_curve (unit, VIEW_CHART_LOSS, PLOT_LINE_TRAIN);
  double epoch = loss->x->len == 0 ? -1 : g_array_index (loss->x, double, loss->x->len - 1);
  g_autofree char *summary = regime_summary (regime);
  g_autofree char *name = view_unit_name (unit);
  if (view_charts_n_units (charts) > 1)
    g_string_append_printf (text, _ ("%s: "), name);
  g_string_append (text, summary);
  if (view_unit_is_group (unit))
    g_string_append_printf (
        text, g_dngettext (GETTEXT_PACKAGE, " and %u more", " and %u more", unit->runs->len - 1),
        unit->runs->len - 1);
  if (epoch < 0) {
    g_string_append (text, _ ("; nothing trained. "));
    return;
  }
  g_autofree char *train = format_value (unit, VIEW_CHART_ERROR, PLOT_LINE_TRAIN, epoch);
  g_autofree char *test = format_value (unit, VIEW_CHART_ERROR, PLOT_LINE_TEST, epoch);
  g_autofree char *nc1 = format_value (unit, VIEW_CHART_NC1, PLOT_LINE_TRAIN, epoch);
  g_string_append_printf (text,
                          view_unit_is_group (unit)
                              ? _ ("; mean at epoch %.0f: error %s train, %s test, NC1 %s train")
                              : _ ("; at epoch %.0f: error %s train, %s test, NC1 %s train"),
                          epoch, train, test, nc1);
  if (view_chart_is_of_probe (VIEW_CHART_NC3, regime))
    g_string_append (text, _ ("; classifier: online linear probe"));
  append_changes (text, unit);
  g_string_append (text, ". ");
}

char *
view_figure_caption (const ViewCharts *charts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean head = FALSE, group = FALSE;
  /* First: a page may have no room for the end. */
  double smoothing = view_charts_smoothing (charts, VIEW_CHART_LOSS);
  if (smoothing > 0.0)
    g_string_append_printf (
        text,
        _ ("Smoothed by an exponential moving average of weight %.2f, of log10 values on log "
           "axes, of error and NC4 of the values; raw curves faint. "),
        smoothing);
  for (guint i = 0; i < view_charts_n_units (charts); i++) {
    const ViewUnit *unit = view_charts_unit (charts, i);
    append_unit (text, charts, i);
    head |= view_unit_curve (unit, VIEW_CHART_NC1, PLOT_LINE_HEAD)->x->len > 0;
    group |= view_unit_is_group (unit);
  }
  if (group)
    g_string_append (text,
                     _ ("Means and bands over seeds: of log10 values, of error and NC4 of the values. "));
  g_string_append (text, head ? _ ("Train solid, test dashed, head’s output dotted.")
                              : _ ("Train solid, test dashed."));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
view_figure_subject (const TrainingHistory *const *histories, gsize n_histories)
{
  g_autoptr (GPtrArray) summaries = g_ptr_array_new_with_free_func (g_free);
  for (gsize i = 0; i < n_histories; i++) {
    g_autofree char *summary = regime_summary (training_history_regime (histories[i]));
    if (!g_ptr_array_find_with_equal_func (summaries, summary, g_str_equal, NULL))
      g_ptr_array_add (summaries, g_steal_pointer (&summary));
  }
  g_ptr_array_add (summaries, NULL);
  return g_strjoinv ("; ", (char **)summaries->pdata);
}

char *
view_figure_settings (const TrainingHistory *const *histories, gsize n_histories)
{
  g_autoptr (GString) text = g_string_new (NULL);
  for (gsize i = 0; i < n_histories; i++) {
    g_autofree char *regime = regime_to_text (training_history_regime (histories[i]));
    g_string_append (text, regime);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
