/* A run, or the mean of several. */
#include "view/charts-private.h"

#include "training/regime-groups.h"

#include <glib/gi18n.h>
#include <math.h>

static void
run_free (gpointer data)
{
  ViewRun *run = data;
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint line = 0; line < PLOT_N_LINES; line++)
      view_curve_clear (&run->curves[chart][line]);
  g_free (run);
}

static ViewRun *
run_new (const TrainingHistory *history)
{
  ViewRun *run = g_new0 (ViewRun, 1);
  run->history = history;
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint line = 0; line < PLOT_N_LINES; line++)
      view_curve_init (&run->curves[chart][line]);
  return run;
}

ViewUnit *
view_unit_new (const TrainingHistory *const *histories, guint n_histories, guint n_failed, guint style)
{
  ViewUnit *unit = g_new0 (ViewUnit, 1);
  unit->runs = g_ptr_array_new_with_free_func (run_free);
  unit->n_failed = n_failed;
  unit->style = style;
  const Regime *regime = training_history_regime (histories[0]);
  unit->has_head = regime_get_integer (regime, "head.layers") > 0;
  unit->n_epochs = (guint)regime_get_integer (regime, "run.epochs");
  for (guint i = 0; i < n_histories; i++)
    g_ptr_array_add (unit->runs, run_new (histories[i]));
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++) {
    unit->subtitles[chart] = view_chart_subtitle (chart, regime);
    for (guint line = 0; line < PLOT_N_LINES; line++) {
      view_curve_init (&unit->means[chart][line]);
      view_smooth_init (&unit->smooth[chart][line]);
      unit->at[chart][line] = g_new0 (guint, n_histories);
    }
  }
  return unit;
}

void
view_unit_free (ViewUnit *unit)
{
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint line = 0; line < PLOT_N_LINES; line++) {
      view_curve_clear (&unit->means[chart][line]);
      view_smooth_clear (&unit->smooth[chart][line]);
      g_free (unit->at[chart][line]);
    }
  g_ptr_array_unref (unit->runs);
  g_free (unit);
}

const ViewRun *
view_unit_run (const ViewUnit *unit, guint place)
{
  return g_ptr_array_index (unit->runs, place);
}

gboolean
view_unit_is_group (const ViewUnit *unit)
{
  return unit->runs->len > 1;
}

const Regime *
view_unit_regime (const ViewUnit *unit)
{
  return training_history_regime (view_unit_run (unit, 0)->history);
}

char *
view_unit_name (const ViewUnit *unit)
{
  const Regime *regime = view_unit_regime (unit);
  return view_unit_is_group (unit) ? regime_name_without_seed (regime) : g_strdup (regime_name (regime));
}

gboolean
view_unit_has (const ViewUnit *unit, const TrainingHistory *history)
{
  for (guint i = 0; i < unit->runs->len; i++)
    if (view_unit_run (unit, i)->history == history)
      return TRUE;
  return FALSE;
}

const ViewCurve *
view_unit_curve (const ViewUnit *unit, ViewChart chart, PlotLine line)
{
  return view_unit_is_group (unit) ? &unit->means[chart][line]
                                   : &view_unit_run (unit, 0)->curves[chart][line];
}

static gboolean
take_records (ViewRun *run)
{
  guint n = training_history_n_records (run->history);
  gboolean some = run->taken < n;
  for (; run->taken < n; run->taken++) {
    const TrainingRecord *record = training_history_record (run->history, run->taken);
    for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
      for (guint line = 0; line < PLOT_N_LINES; line++) {
        double value = view_chart_number (chart, record, line);
        if (!isnan (value))
          view_curve_append (&run->curves[chart][line], record->epoch, value);
      }
  }
  return some;
}

static void
extend_means (ViewUnit *unit)
{
  g_autofree const ViewCurve **curves = g_new (const ViewCurve *, unit->runs->len);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    for (guint line = 0; line < PLOT_N_LINES; line++) {
      for (guint i = 0; i < unit->runs->len; i++)
        curves[i] = &view_unit_run (unit, i)->curves[chart][line];
      view_curve_extend_mean (&unit->means[chart][line], curves, unit->at[chart][line], unit->runs->len,
                              view_chart_is_logarithmic (chart));
    }
}

static void
extend_smooth (ViewUnit *unit, ViewChart chart)
{
  for (guint line = 0; line < PLOT_N_LINES; line++)
    view_smooth_extend (&unit->smooth[chart][line], view_unit_curve (unit, chart, line),
                        view_chart_is_logarithmic (chart));
}

void
view_unit_smooth (ViewUnit *unit, ViewChart chart, double smoothing)
{
  for (guint line = 0; line < PLOT_N_LINES; line++)
    view_smooth_set (&unit->smooth[chart][line], smoothing);
  extend_smooth (unit, chart);
}

gboolean
view_unit_update (ViewUnit *unit)
{
  gboolean some = FALSE;
  for (guint i = 0; i < unit->runs->len; i++)
    some |= take_records (g_ptr_array_index (unit->runs, i));
  if (view_unit_is_group (unit))
    extend_means (unit);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    extend_smooth (unit, chart);
  return some;
}

gint
view_unit_terminal_epoch (const ViewUnit *unit)
{
  gint last = -1;
  for (guint i = 0; i < unit->runs->len; i++) {
    gint epoch = training_history_terminal_epoch (view_unit_run (unit, i)->history);
    if (epoch < 0)
      return -1;
    last = MAX (last, epoch);
  }
  return last;
}

char *
view_unit_describe (const ViewUnit *unit, ViewBand band)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = unit->runs->len;
  const char *name = view_band_name (band);
  if (n > 1 && name != NULL)
    g_string_append_printf (text, _ ("mean of %u seeds %s"), n, name);
  else if (n > 1)
    g_string_append_printf (text, _ ("mean of %u seeds"), n);
  if (unit->n_failed > 0)
    g_string_append_printf (text, _ ("%s%u failed left out"), n > 1 ? ", " : "", unit->n_failed);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
