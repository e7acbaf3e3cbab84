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

/* "MLP 256-128 · digits · seed 1 and 2 more": what was trained, and how often. Free with g_free. */
static char *
describe_training (const ViewUnit *unit)
{
  g_autofree char *summary = regime_summary (view_unit_regime (unit));
  guint others = unit->runs->len - 1;
  if (!view_unit_is_group (unit))
    return g_steal_pointer (&summary);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s and %u more", "%s and %u more", others), summary,
                          others);
}

/* What all of several trained, where that is the same; NULL where it is not. Free with g_free. */
static char *
describe_common (const ViewCharts *charts)
{
  g_autofree char *common = describe_training (view_charts_unit (charts, 0));
  for (guint i = 1; i < view_charts_n_units (charts); i++) {
    g_autofree char *other = describe_training (view_charts_unit (charts, i));
    if (!g_str_equal (common, other))
      return NULL;
  }
  return view_charts_n_units (charts) > 1 ? g_steal_pointer (&common) : NULL;
}

/* Of a run at its last epoch; of a mean at the last that all its runs have. */
static void
append_results (GString *text, const ViewUnit *unit)
{
  const ViewCurve *loss = view_unit_curve (unit, VIEW_CHART_LOSS, PLOT_LINE_TRAIN);
  double epoch = loss->x->len == 0 ? -1 : g_array_index (loss->x, double, loss->x->len - 1);
  if (epoch < 0) {
    g_string_append (text, _ ("nothing trained"));
    return;
  }
  g_autofree char *train = format_value (unit, VIEW_CHART_ERROR, PLOT_LINE_TRAIN, epoch);
  g_autofree char *test = format_value (unit, VIEW_CHART_ERROR, PLOT_LINE_TEST, epoch);
  g_autofree char *nc1 = format_value (unit, VIEW_CHART_NC1, PLOT_LINE_TRAIN, epoch);
  g_string_append_printf (text,
                          view_unit_is_group (unit)
                              ? _ ("mean at epoch %.0f: error %s train, %s test, NC1 %s train")
                              : _ ("at epoch %.0f: error %s train, %s test, NC1 %s train"),
                          epoch, train, test, nc1);
  append_changes (text, unit);
}

static void
append_unit (GString *text, const ViewCharts *charts, guint place, gboolean common)
{
  const ViewUnit *unit = view_charts_unit (charts, place);
  g_autofree char *name = view_charts_unit_name (charts, place);
  g_autofree char *training = describe_training (unit);
  if (view_charts_n_units (charts) > 1)
    g_string_append_printf (text, _ ("%s: "), name);
  if (!common)
    g_string_append_printf (text, _ ("%s; "), training);
  append_results (text, unit);
  g_string_append (text, ". ");
}

/* Of which runs the classifier is a probe, said once. */
static void
append_probe (GString *text, guint n_probes, guint n_units)
{
  if (n_probes == n_units)
    g_string_append (text, _ ("Classifier: online linear probe. "));
  else if (n_probes > 0)
    g_string_append (text, _ ("Classifier of those with a head: online linear probe. "));
}

/* What the lines are that are drawn, where there are several kinds. */
static void
append_lines (GString *text, const ViewCharts *charts, gboolean head)
{
  gboolean test = charts->shown[PLOT_LINE_TEST];
  head = head && charts->shown[PLOT_LINE_HEAD];
  if (head && test)
    g_string_append (text, _ ("Train solid, test dashed, head’s output dotted."));
  else if (test)
    g_string_append (text, _ ("Train solid, test dashed."));
  else if (head)
    g_string_append (text, _ ("Train solid, head’s output dotted."));
}

char *
view_figure_caption (const ViewCharts *charts)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n_units = view_charts_n_units (charts), n_probes = 0;
  gboolean head = FALSE, group = FALSE;
  /* First: a page may have no room for the end. */
  double smoothing = view_charts_smoothing (charts, VIEW_CHART_LOSS);
  if (smoothing > 0.0)
    g_string_append_printf (
        text,
        _ ("Smoothed by an exponential moving average of weight %.2f, of log10 values on log "
           "axes, of error and NC4 of the values; raw curves faint. "),
        smoothing);
  g_autofree char *prefix = view_charts_prefix (charts);
  g_string_append (text, prefix);
  g_autofree char *common = n_units == 0 ? NULL : describe_common (charts);
  if (common != NULL)
    g_string_append_printf (text, "%s. ", common);
  for (guint i = 0; i < n_units; i++) {
    const ViewUnit *unit = view_charts_unit (charts, i);
    append_unit (text, charts, i, common != NULL);
    n_probes += view_chart_is_of_probe (VIEW_CHART_NC3, view_unit_regime (unit));
    head |= view_unit_curve (unit, VIEW_CHART_NC1, PLOT_LINE_HEAD)->x->len > 0;
    group |= view_unit_is_group (unit);
  }
  append_probe (text, n_probes, n_units);
  if (group)
    g_string_append (text,
                     _ ("Means and bands over seeds: of log10 values, of error and NC4 of the values. "));
  append_lines (text, charts, head);
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
