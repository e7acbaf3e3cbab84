/* Ticks. A linear axis has a major tick each 1, 2 or 5 times a power of ten. A log axis has, by its span:
 * plain 1-2-5 labels where two decades or less would leave too few; otherwise decades as powers, thinned to
 * every second, third, ... when they crowd; under half a decade a log axis is close to linear and gets linear
 * ticks.
 *
 * Ranges from data round outward to a 1-2-5 value rather than to a decade: a curve fills its plot, and while
 * a network trains the axis moves in small steps. */
#include "plot/axis.h"

#include <math.h>
#include <string.h>

#define MINUS "\xe2\x88\x92"
/* The floor of zeros lies this factor under the smallest value drawn: far enough to be seen apart. */
#define FLOOR_GAP 4.0
/* Positive values this far under the largest one count as zero, or 1e-300 would flatten everything else. */
#define FLOOR_DECADES 8.0
/* The least span of a log axis from data, and of one that is close to it the share that is left free. */
#define LITTLE 5
#define CLOSE_ROOM 0.08

static const double mantissas[] = { 1, 2, 5, 10 };

static double
round_125 (double value, gboolean up)
{
  double power = pow (10, floor (log10 (value)));
  double mantissa = value / power;

  for (guint i = 0; i < G_N_ELEMENTS (mantissas); i++) {
    gboolean last = i + 1 == G_N_ELEMENTS (mantissas);

    if (up && mantissa <= mantissas[i] * (1 + 1e-9))
      return mantissas[i] * power;
    if (!up && (last || mantissa < mantissas[i + 1] * (1 - 1e-9)))
      return mantissas[i] * power;
  }
  return 10 * power;
}

PlotAxis
plot_axis_of_epochs (const PlotChart *chart)
{
  PlotAxis axis = { chart->x_kind, chart->x_minimum, chart->x_maximum, .whole = TRUE };

  if (!isfinite (axis.minimum) || !isfinite (axis.maximum) || axis.maximum <= axis.minimum) {
    axis.minimum = isfinite (axis.minimum) ? axis.minimum : 0;
    axis.maximum = axis.minimum + 1;
  }
  axis.zero_floor = axis.kind == PLOT_AXIS_LOG && axis.minimum < 1;
  if (axis.zero_floor) {
    axis.minimum = 1 / FLOOR_GAP;
    axis.maximum = MAX (axis.maximum, 1);
  }
  return axis;
}

static void
widen (double value, gboolean positive, double *low, double *high)
{
  if (!isfinite (value) || (positive && value <= 0))
    return;
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

/* The value at an end (0, 1) of the axis of epochs of a curve that runs through it, from point `after` - 1 to
 * `after`: there may be no point between the ends. */
static void
widen_to_end (const PlotSeries *series,
              gsize after,
              const PlotAxis *epochs,
              double end,
              gboolean positive,
              double *low,
              double *high)
{
  if (after == 0 || after >= series->n)
    return;
  double from = plot_axis_share (epochs, series->x[after - 1]),
         to = plot_axis_share (epochs, series->x[after]);
  double share = (end - from) / (to - from);
  double before = series->y[after - 1], then = series->y[after];

  if (!positive)
    widen (before + share * (then - before), positive, low, high);
  else if (before > 0 && then > 0) /* else the curve ends, or is on the floor */
    widen (before * pow (then / before, share), positive, low, high);
}

/* Smallest and largest value in the chart's epochs; FALSE when there is none. */
static gboolean
data_range (const PlotChart *chart, gboolean positive, double *low, double *high)
{
  PlotAxis epochs = plot_axis_of_epochs (chart);
  *low = INFINITY;
  *high = -INFINITY;
  for (gsize s = 0; s < chart->n_series; s++) {
    const PlotSeries *series = &chart->series[s];
    gsize i = plot_series_first (series, chart->x_minimum);
    double unseen = INFINITY, *least = chart->zero_floor && series->smoothed ? &unseen : low;

    widen_to_end (series, i, &epochs, 0, positive, least, high);
    for (; i < series->n && series->x[i] <= chart->x_maximum; i++) {
      widen (series->y[i], positive, least, high);
      if (series->lower) {
        widen (series->lower[i], positive, low, high);
        widen (series->upper[i], positive, low, high);
      }
    }
    widen_to_end (series, i, &epochs, 1, positive, least, high);
  }
  if (*low <= *high && !chart->y_close)
    widen (chart->reference, positive, low, high);
  return *low <= *high;
}

static void
log_range (const PlotChart *chart, PlotAxis *axis)
{
  double low, high, top;

  if (!data_range (chart, TRUE, &low, &high)) {
    low = 0.01;
    high = 1;
  }
  if (chart->zero_floor)
    low = MAX (low, high * pow (10, -FLOOR_DECADES));
  if (chart->y_close && !chart->zero_floor && high < LITTLE * low) {
    plot_axis_fit (axis, low, high, CLOSE_ROOM);
    return;
  }
  /* A curve on the very frame is hard to see, unless the frame is a bound, as 100 % is. */
  top = chart->percent && high <= 1 ? MIN (1, high * 1.04) : high * 1.04;
  axis->maximum = round_125 (top, TRUE);
  axis->minimum = round_125 (low / 1.04, FALSE);
  if (axis->maximum < axis->minimum * LITTLE)
    axis->minimum = axis->maximum / 10;
  if (chart->zero_floor)
    axis->minimum /= FLOOR_GAP;
}

static void
linear_range (const PlotChart *chart, PlotAxis *axis)
{
  double low, high, step;

  if (!data_range (chart, FALSE, &low, &high)) {
    axis->minimum = 0;
    axis->maximum = 1;
    return;
  }
  if (low >= 0 && low < 0.5 * high)
    low = 0;
  if (high - low <= 1e-12 * fabs (high)) {
    low -= high == 0 ? 0.5 : 0.1 * fabs (high);
    high += high == 0 ? 0.5 : 0.1 * fabs (high);
  }
  step = round_125 ((high - low) / 5, TRUE);
  axis->minimum = step * floor (low / step + 1e-9);
  axis->maximum = step * ceil (high / step - 1e-9);
}

PlotAxis
plot_axis_of_values (const PlotChart *chart)
{
  PlotAxis axis = {
    .kind = chart->y_kind,
    .minimum = chart->y_minimum,
    .maximum = chart->y_maximum,
    .zero_floor = chart->zero_floor && chart->y_kind == PLOT_AXIS_LOG,
    .percent = chart->percent,
  };
  gboolean given = isfinite (axis.minimum) && isfinite (axis.maximum) && axis.minimum < axis.maximum;

  if (axis.kind == PLOT_AXIS_LOG && !(given && axis.minimum > 0))
    log_range (chart, &axis);
  else if (axis.kind == PLOT_AXIS_LINEAR && !given)
    linear_range (chart, &axis);
  return axis;
}

gboolean
plot_axis_fit (PlotAxis *axis, double low, double high, double room)
{
  gboolean logarithmic = axis->kind == PLOT_AXIS_LOG;

  if (!isfinite (low) || !isfinite (high) || low > high || (logarithmic && low <= 0)) {
    axis->minimum = logarithmic ? 0.01 : 0;
    axis->maximum = 1;
    return FALSE;
  }
  double span = logarithmic ? log (high / low) : high - low;
  double more = room * span;
  if (more <= 0)
    more = logarithmic ? 0.1 : MAX (0.05 * fabs (high), 0.01);
  axis->minimum = logarithmic ? low * exp (-more) : low - more;
  axis->maximum = logarithmic ? high * exp (more) : high + more;
  if (axis->percent && low >= 0 && high <= 1) {
    axis->minimum = MAX (axis->minimum, 0);
    axis->maximum = MIN (axis->maximum, 1);
  }
  return TRUE;
}

double
plot_axis_share (const PlotAxis *axis, double value)
{
  if (!isfinite (value))
    return NAN;
  if (axis->kind == PLOT_AXIS_LINEAR)
    return (value - axis->minimum) / (axis->maximum - axis->minimum);
  if (axis->zero_floor && value <= axis->minimum)
    return 0;
  if (value <= 0)
    return NAN;
  return log (value / axis->minimum) / log (axis->maximum / axis->minimum);
}

double
plot_axis_position (const PlotAxis *axis, double value)
{
  double share = plot_axis_share (axis, value);

  return CLAMP (share, -1, 2);
}

double
plot_axis_value (const PlotAxis *axis, double share)
{
  if (axis->kind == PLOT_AXIS_LINEAR)
    return axis->minimum + share * (axis->maximum - axis->minimum);
  return axis->minimum * pow (axis->maximum / axis->minimum, share);
}

static void
use_minus (char *label, gsize size)
{
  char copy[24];

  if (label[0] != '-')
    return;
  g_strlcpy (copy, label + 1, sizeof copy);
  g_snprintf (label, size, MINUS "%s", copy);
}

/* Plain where that is short, with a raised power otherwise or where asked for. */
static void
label_tick (PlotTick *tick, gboolean percent, gboolean power)
{
  double shown = percent ? tick->value * 100 : tick->value;
  int exponent = shown == 0 ? 0 : (int)floor (log10 (fabs (shown)) + 1e-9);
  double mantissa = shown / pow (10, exponent);

  tick->major = TRUE;
  if (power || (shown != 0 && (exponent < -3 || exponent > 4))) {
    if (fabs (mantissa - 1) < 1e-6)
      g_strlcpy (tick->label, "10", sizeof tick->label);
    else
      g_snprintf (tick->label, sizeof tick->label,
                  "%.3g\xc2\xb7"
                  "10",
                  mantissa);
    g_snprintf (tick->raised, sizeof tick->raised, "%d", exponent);
    use_minus (tick->raised, sizeof tick->raised);
  } else {
    g_snprintf (tick->label, sizeof tick->label, "%.6g", shown);
  }
  use_minus (tick->label, sizeof tick->label);
}

static void
linear_ticks (const PlotAxis *axis, double length, double spacing, GArray *ticks)
{
  double span = axis->maximum - axis->minimum;
  double step = round_125 (span * spacing / MAX (length, spacing), TRUE), slack = 1e-9 * span, minor;
  int per_major;

  if (axis->whole)
    step = MAX (step, 1);
  /* 1 and 5 in five parts, 2 in four */
  per_major = fabs (step / pow (10, floor (log10 (step) + 1e-9)) - 2) < 0.5 ? 4 : 5;
  minor = step / per_major;
  if (axis->whole && minor < 1) {
    per_major = step < 1.5 ? 1 : (int)step;
    minor = step / per_major;
  }
  for (double i = ceil ((axis->minimum - slack) / minor); i * minor <= axis->maximum + slack; i++) {
    PlotTick tick = { .value = i * minor + 0.0 }; /* + 0.0: no negative zero */

    if (fmod (i, per_major) == 0)
      label_tick (&tick, axis->percent, FALSE);
    g_array_append_val (ticks, tick);
  }
}

/* Which of 1..9 times a decade are labelled, and which decades. */
typedef struct {
  gboolean all_125;
  int decade_step;
} LogLabels;

static LogLabels
choose_log_labels (const PlotAxis *axis, double length, double spacing)
{
  static const int steps[] = { 1, 2, 3, 5, 10, 20, 50, 100, 200, 500 };
  double span = log10 (axis->maximum / axis->minimum);
  double decade = length / span;
  LogLabels labels = { .decade_step = steps[G_N_ELEMENTS (steps) - 1] };

  /* from 2 to 5 is 0.398 of a decade, the others .301 */
  labels.all_125 = span < 2.05 && decade * 0.301 >= spacing * (span < 1.5 ? 0.6 : 1);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (steps[i] * decade >= spacing) {
      labels.decade_step = steps[i];
      break;
    }
  return labels;
}

static void
log_ticks (const PlotAxis *axis, double length, double spacing, GArray *ticks)
{
  LogLabels labels = choose_log_labels (axis, length, spacing);
  double lowest = axis->zero_floor ? axis->minimum * FLOOR_GAP * 0.99 : axis->minimum * (1 - 1e-9);
  int first = (int)floor (log10 (axis->minimum)), last = (int)ceil (log10 (axis->maximum));

  for (int e = first; e <= last; e++)
    for (int m = 1; m <= (labels.decade_step > 1 ? 1 : 9); m++) {
      PlotTick tick = { .value = m * pow (10, e) };
      gboolean major = labels.all_125 ? m == 1 || m == 2 || m == 5 : m == 1 && e % labels.decade_step == 0;

      if (tick.value < lowest || tick.value > axis->maximum * (1 + 1e-9))
        continue;
      if (major)
        label_tick (&tick, axis->percent, !labels.all_125 && !axis->percent && !axis->whole);
      g_array_append_val (ticks, tick);
    }
}

GArray *
plot_axis_ticks (const PlotAxis *axis, double length, double spacing)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (PlotTick));

  if (axis->zero_floor) {
    PlotTick zero = { axis->minimum, TRUE, "0", "" };

    g_array_append_val (ticks, zero);
  }
  if (axis->kind == PLOT_AXIS_LINEAR || axis->maximum < 3 * axis->minimum)
    linear_ticks (axis, length, spacing, ticks);
  else
    log_ticks (axis, length, spacing, ticks);
  return ticks;
}
