#include "training/trend-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* With a proper minus, and none before what was rounded to 0. Takes the text. */
static char *
typeset (char *printed)
{
  gboolean zero = strpbrk (printed, "123456789") == NULL;
  GString *text = g_string_new (zero && *printed == '-' ? printed + 1 : printed);
  g_string_replace (text, "-", "−", 0);
  g_free (printed);
  return g_string_free (text, FALSE);
}

/* Two figures, which is what few seeds bear; of what is 10 and more all before the point. */
static char *
format_number (double value)
{
  return typeset (fabs (value) >= 9.95 ? g_strdup_printf ("%.0f", value) : g_strdup_printf ("%#.2g", value));
}

static char *
format_value (const TrainingTrend *trend, double value)
{
  return training_trend_is_share (trend) ? typeset (g_strdup_printf (_ ("%.1f %%"), 100 * value))
                                         : format_number (value);
}

/* An end of a change: a factor, percentage points or a number. */
static char *
format_change (const TrainingTrend *trend, const TrainingChange *change, double value)
{
  return !change->ratio && training_trend_is_share (trend) ? typeset (g_strdup_printf ("%.1f", 100 * value))
                                                           : format_number (value);
}

/* Why the change is unclear; NULL when its interval is clear, and a step along the row goes against it. */
static const char *
doubt (const TrainingChange *change)
{
  double none = change->ratio ? 1 : 0;
  if (change->n < 2)
    return _ ("unclear, as one seed tells nothing of chance");
  if (change->low > none || change->high < none)
    return NULL;
  return change->ratio ? _ ("unclear, as the interval holds 1, no change")
                       : _ ("unclear, as the interval holds 0, no change");
}

static const char *
conclude (TrainingVerdict verdict, const TrainingChange *change)
{
  const char *doubts = doubt (change);
  if (verdict == TRAINING_TREND_SHOWN)
    return _ ("shown, as expected");
  if (verdict == TRAINING_TREND_OPPOSITE)
    return _ ("not shown: the opposite of what was expected");
  return doubts != NULL ? doubts : _ ("unclear, as a step between goes the other way");
}

/* "by a factor of 2.8 (95 % interval 2.1 to 3.7, n = 3 seeds)", always the way it went: of a fall the factor
 * by which it fell. */
static char *
describe_change (const TrainingTrend *trend, const TrainingChange *change)
{
  gboolean rose = change->to >= change->from;
  double low = change->low, middle = change->change, high = change->high;
  if (!rose) {
    middle = change->ratio ? 1 / middle : -middle;
    low = change->ratio ? 1 / change->high : -change->high;
    high = change->ratio ? 1 / change->low : -change->low;
  }
  g_autofree char *low_text = format_change (trend, change, low),
                  *high_text = format_change (trend, change, high);
  g_autofree char *number = format_change (trend, change, middle);
  g_autofree char *by = change->ratio ? g_strdup_printf (_ ("by a factor of %s"), number)
                        : training_trend_is_share (trend)
                            ? g_strdup_printf (_ ("by %s percentage points"), number)
                            : g_strdup_printf (_ ("by %s"), number);
  if (change->n < 2)
    return g_strdup_printf (_ ("%s (one run only: no interval)"), by);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s (95 %% interval %s to %s, n = %u seed)",
                                       "%s (95 %% interval %s to %s, n = %u seeds)", change->n),
                          by, low_text, high_text, change->n);
}

/* The row, by its place among the changes, that bears the trend least: the end of its interval that is
 * nearest to "no change", or beyond, is the worst. */
static guint
find_weakest (const TrainingTrend *trend, const TrainingTrendResult *result)
{
  guint weakest = 0;
  double least = INFINITY;
  for (guint i = 0; i < result->changes->len; i++) {
    const TrainingChange *change = &g_array_index (result->changes, TrainingChange, i);
    gboolean falls = trend->expect == TRAINING_FALLS;
    double end = change->n < 2 ? change->change : falls ? change->high : change->low;
    double strength = isnan (end) ? -INFINITY : change->ratio ? log (end) : end;
    if (falls && isfinite (strength))
      strength = -strength;
    if (i == 0 || strength < least) {
      weakest = i;
      least = strength;
    }
  }
  return weakest;
}

static char *
describe_unmeasured (const TrainingTrend *trend, const TrainingTrendResult *result)
{
  const char *title = training_trend_quantity_title (trend);
  gboolean any = FALSE;
  for (guint i = 0; i < result->points->len; i++)
    any |= g_array_index (result->points, TrainingTrendPoint, i).sample.n > 0;
  if (trend->plans != NULL && !any)
    return g_strdup (_ ("Not measured: none of its fine-tunings is done."));
  if (training_trend_is_correlation (trend))
    return g_strdup (_ ("Not measured: a correlation takes three points that differ."));
  if (trend->expect >= TRAINING_PEAKS)
    return g_strdup_printf (_ ("Not measured: where %s is best is chosen for each seed on the others, which "
                               "takes two seeds, and three points."),
                            title);
  if (trend->over == TRAINING_OVER_TERMINAL_PHASE)
    return g_strdup (_ ("Not measured: the training error did not reach 0 and stay there."));
  return g_strdup_printf (_ ("%s was not measured at both ends by any one seed."), title);
}

/* Correlations */

static char *
correlation_words (const TrainingTrendResult *result)
{
  const CollapseCorrelation *correlation = &result->correlation;
  g_autofree char *r = typeset (g_strdup_printf ("%.2f", correlation->value));
  g_autofree char *low = typeset (g_strdup_printf ("%.2f", correlation->low));
  g_autofree char *high = typeset (g_strdup_printf ("%.2f", correlation->high));
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "r = %s (95 %% interval %s to %s, n = %u points, each of %u seed)",
                   "r = %s (95 %% interval %s to %s, n = %u points, each of %u seeds)", result->n_seeds),
      r, low, high, correlation->n, result->n_seeds);
}

static char *
describe_correlation (const TrainingTrend *trend, const TrainingTrendResult *result)
{
  g_autofree char *r = correlation_words (result);
  const char *verdict = result->verdict == TRAINING_TREND_SHOWN ? _ ("shown, as expected")
                        : result->verdict == TRAINING_TREND_OPPOSITE
                            ? _ ("not shown: the opposite of what was expected")
                            : _ ("unclear, as the interval holds 0, no correlation");
  /* Translators: "Test accuracy and the logarithm of Source NC1: r = 0.83 (...): shown, as expected." */
  return g_strdup_printf (_ ("%s and the logarithm of %s: %s: %s."), training_trend_quantity_title (trend),
                          training_trend_over_title (trend), r, verdict);
}

/* Peaks */

/* "+13.1 percentage points (95 % interval 11.4 to 14.7) against epoch 0" */
static char *
describe_side (const TrainingTrend *trend,
               const TrainingTrendResult *result,
               const TrainingChange *change,
               guint end,
               const RegimeComparison *comparison)
{
  const TrainingTrendPoint *point = &g_array_index (result->points, TrainingTrendPoint, end);
  g_autofree char *where = training_trend_point_words (trend, point, comparison);
  g_autofree char *number = format_change (trend, change, change->change);
  g_autofree char *low = format_change (trend, change, change->low);
  g_autofree char *high = format_change (trend, change, change->high);
  g_autofree char *by = change->ratio ? g_strdup_printf (_ ("a factor of %s"), number)
                        : training_trend_is_share (trend)
                            ? g_strdup_printf (_ ("%s percentage points"), number)
                            : g_strdup (number);
  return change->n < 2
             ? g_strdup_printf (_ ("%s against %s (one run only: no interval)"), by, where)
             : g_strdup_printf (_ ("%s against %s (95 %% interval %s to %s)"), by, where, low, high);
}

/* The points of a row that were chosen: "epoch 1 or epoch 4" */
static char *
list_peaks (const TrainingTrend *trend,
            const TrainingTrendResult *result,
            const TrainingTrendRow *row,
            const RegimeComparison *comparison)
{
  GString *list = g_string_new (NULL);
  for (guint i = row->first; i < row->first + row->n_points; i++) {
    const TrainingTrendPoint *point = &g_array_index (result->points, TrainingTrendPoint, i);
    g_autofree char *where = training_trend_point_words (trend, point, comparison);
    if (point->peak)
      g_string_append_printf (list, "%s%s", list->len > 0 ? _ (" or ") : "", where);
  }
  return g_string_free (list, FALSE);
}

/* Both sides of the peak that a change is of, or its one: "+13.1 ... against epoch 0, +19.9 ... against epoch
 * 120, n = 5 seeds". */
static char *
peak_words (const TrainingTrend *trend,
            const TrainingTrendResult *result,
            guint change,
            const RegimeComparison *comparison)
{
  guint first = trend->expect == TRAINING_PEAKS ? change - change % 2 : change;
  const TrainingChange *changes = &g_array_index (result->changes, TrainingChange, first);
  const TrainingTrendRow *row = &g_array_index (result->rows, TrainingTrendRow, first);
  guint last = row->first + row->n_points - 1;
  if (trend->expect == TRAINING_ENDS_BELOW) {
    g_autofree char *side = describe_side (trend, result, changes, last, comparison);
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, n = %u seed", "%s, n = %u seeds", changes->n),
                            side, changes->n);
  }
  g_autofree char *rise = describe_side (trend, result, &changes[0], row->first, comparison);
  g_autofree char *fall = describe_side (trend, result, &changes[1], last, comparison);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%s and %s, n = %u seed", "%s and %s, n = %u seeds", changes->n), rise,
      fall, changes->n);
}

static char *
describe_peak (const TrainingTrend *trend,
               const TrainingTrendResult *result,
               guint change,
               const RegimeComparison *comparison)
{
  const TrainingChange *weakest = &g_array_index (result->changes, TrainingChange, change);
  g_autofree char *where
      = list_peaks (trend, result, &g_array_index (result->rows, TrainingTrendRow, change), comparison);
  g_autofree char *best = format_value (trend, weakest->to);
  g_autofree char *by = peak_words (trend, result, change, comparison);
  const char *verdict = result->verdict == TRAINING_TREND_OPPOSITE
                            ? _ ("not shown: clearly below one of its ends")
                            : conclude (result->verdict, weakest);
  /* Translators: "Test accuracy was best at epoch 1 (56.9 %), by 13.1 percentage points against epoch 0 (...)
     and 19.9 percentage points against epoch 120 (...), n = 5 seeds: shown, as expected." */
  return g_strdup_printf (trend->expect == TRAINING_PEAKS
                              ? _ ("%s between the ends was best at %s (%s), by %s: %s.")
                              : _ ("%s before the last was best at %s (%s), by %s: %s."),
                          training_trend_quantity_title (trend), where, best, by, verdict);
}

/* Rises and falls */

static char *
describe_row (const TrainingTrend *trend,
              const TrainingTrendResult *result,
              guint index,
              const RegimeComparison *comparison)
{
  const TrainingChange *change = &g_array_index (result->changes, TrainingChange, index);
  const TrainingTrendRow *row = &g_array_index (result->rows, TrainingTrendRow, index);
  const TrainingTrendPoint *points = (const TrainingTrendPoint *)result->points->data + row->first;
  g_autofree char *where = training_trend_point_words (trend, points, comparison);
  g_autofree char *where_to = training_trend_point_words (trend, points + row->n_points - 1, comparison);
  g_autofree char *from = format_value (trend, change->from), *to = format_value (trend, change->to);
  g_autofree char *by = describe_change (trend, change);
  g_autofree char *conclusion
      = result->changes->len == 1
            ? g_strdup (conclude (result->verdict, change))
            : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s; of %u variant this bears it least",
                                            "%s; of %u variants this bears it least", result->changes->len),
                               conclude (result->verdict, change), result->changes->len);
  /* Translators: "NC1 rose from 0.016 (No head) to 0.045 (3 layers), by a factor of 2.8 (...): shown." */
  return g_strdup_printf (change->to >= change->from ? _ ("%s rose from %s (%s) to %s (%s), %s: %s.")
                                                     : _ ("%s fell from %s (%s) to %s (%s), %s: %s."),
                          training_trend_quantity_title (trend), from, where, to, where_to, by, conclusion);
}

char *
training_trend_words (const TrainingTrend *trend,
                      const TrainingTrendResult *result,
                      const RegimeComparison *comparison)
{
  if (result->verdict == TRAINING_TREND_UNMEASURED)
    return describe_unmeasured (trend, result);
  if (training_trend_is_correlation (trend))
    return describe_correlation (trend, result);
  return trend->expect >= TRAINING_PEAKS
             ? describe_peak (trend, result, find_weakest (trend, result), comparison)
             : describe_row (trend, result, find_weakest (trend, result), comparison);
}

char *
training_trend_change_words (const TrainingTrend *trend,
                             const TrainingTrendResult *result,
                             const RegimeComparison *comparison)
{
  if (result->verdict == TRAINING_TREND_UNMEASURED)
    return NULL;
  if (training_trend_is_correlation (trend))
    return correlation_words (result);
  guint weakest = find_weakest (trend, result);
  const TrainingChange *change = &g_array_index (result->changes, TrainingChange, weakest);
  if (trend->expect >= TRAINING_PEAKS)
    return peak_words (trend, result, weakest, comparison);
  g_autofree char *by = describe_change (trend, change);
  return g_strdup_printf (change->to >= change->from ? _ ("rose %s") : _ ("fell %s"), by);
}

char *
training_trained_words (
    const RegimeComparison *comparison, guint n_trained, guint least, guint n_seeds, const char *shared)
{
  guint n = regime_comparison_n_variants (comparison);
  GString *text = g_string_new (NULL);
  if (n > 1 && n_trained < n)
    g_string_append_printf (text, _ ("%u of "), n_trained);
  if (n > 1)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u variant × ", "%u variants × ", n), n);
  if (least == n_seeds)
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u seed", "%u seeds", n_seeds), n_seeds);
  else
    g_string_append_printf (text, g_dngettext (GETTEXT_PACKAGE, "%u to %u seed", "%u to %u seeds", n_seeds),
                            least, n_seeds);
  if (*shared != '\0')
    g_string_append_printf (text, _ (", all with %s"), shared);
  return g_string_free (text, FALSE);
}
