/* What each chart shows, in numbers and words. */
#include "view/charts-private.h"

#include "training/objective.h"
#include "training/regime-network.h"

#include <glib/gi18n.h>
#include <math.h>

static const ViewChartInfo infos[VIEW_N_CHARTS] = {
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

const ViewChartInfo *
view_chart_info (ViewChart chart)
{
  return &infos[chart];
}

/* Shares of samples reach 0, which has no logarithm. */
gboolean
view_chart_is_logarithmic (ViewChart chart)
{
  return infos[chart].axis == PLOT_AXIS_LOG && !infos[chart].share;
}

gboolean
view_hides_fine_classes (const Regime *regime)
{
  return !g_str_equal (regime_get (regime, "data.labels"), "fine");
}

const char *
view_chart_subtitle (ViewChart chart, const Regime *regime)
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
  return g_strdup_printf ("%s, %s", _ (infos[chart].title), view_chart_subtitle (chart, regime));
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
