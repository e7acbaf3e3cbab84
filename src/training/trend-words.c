#include "training/trend-words.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

char *
training_trend_point_words (const TrainingTrend *trend,
                            const TrainingTrendPoint *point,
                            const RegimeComparison *comparison)
{
  const char *variant = regime_comparison_variant_name (comparison, point->variant);
  const char *moment = _ ("at the end");
  if (trend->over == TRAINING_OVER_VARIANTS)
    return g_strdup (variant);
  if (point->first)
    moment = trend->over == TRAINING_OVER_EPOCHS ? _ ("at epoch 0") : _ ("at training error 0");
  return *variant == '\0' ? g_strdup (moment) : g_strdup_printf ("%s, %s", variant, moment);
}

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
  return training_quantity_is_share (trend->quantity) ? typeset (g_strdup_printf (_ ("%.1f %%"), 100 * value))
                                                      : format_number (value);
}

/* An end of a change: a factor, percentage points or a number. */
static char *
format_change (const TrainingTrend *trend, const TrainingChange *change, double value)
{
  return !change->ratio && training_quantity_is_share (trend->quantity)
             ? typeset (g_strdup_printf ("%.1f", 100 * value))
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
                        : training_quantity_is_share (trend->quantity)
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
    double end = change->n < 2 ? change->change : trend->rises ? change->low : change->high;
    double strength = isnan (end) ? -INFINITY : change->ratio ? log (end) : end;
    if (!trend->rises && isfinite (strength))
      strength = -strength;
    if (i == 0 || strength < least) {
      weakest = i;
      least = strength;
    }
  }
  return weakest;
}

static char *
describe_unmeasured (const TrainingTrend *trend)
{
  const char *title = training_quantity_title (trend->quantity);
  if (trend->over == TRAINING_OVER_TERMINAL_PHASE)
    return g_strdup (_ ("Not measured: the training error did not reach 0 and stay there."));
  return g_strdup_printf (_ ("%s was not measured at both ends by any one seed."), title);
}

char *
training_trend_words (const TrainingTrend *trend,
                      const TrainingTrendResult *result,
                      const RegimeComparison *comparison)
{
  if (result->verdict == TRAINING_TREND_UNMEASURED)
    return describe_unmeasured (trend);
  guint row = find_weakest (trend, result);
  gboolean over_variants = trend->over == TRAINING_OVER_VARIANTS;
  const TrainingChange *change = &g_array_index (result->changes, TrainingChange, row);
  const TrainingTrendPoint *points = (const TrainingTrendPoint *)result->points->data;
  const TrainingTrendPoint *first = &points[2 * row];
  const TrainingTrendPoint *last = &points[over_variants ? result->points->len - 1 : 2 * row + 1];
  g_autofree char *where = training_trend_point_words (trend, first, comparison);
  g_autofree char *where_to = training_trend_point_words (trend, last, comparison);
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
                          training_quantity_title (trend->quantity), from, where, to, where_to, by,
                          conclusion);
}

char *
training_trend_change_words (const TrainingTrend *trend, const TrainingTrendResult *result)
{
  if (result->verdict == TRAINING_TREND_UNMEASURED)
    return NULL;
  const TrainingChange *change
      = &g_array_index (result->changes, TrainingChange, find_weakest (trend, result));
  g_autofree char *by = describe_change (trend, change);
  return g_strdup_printf (change->to >= change->from ? _ ("rose %s") : _ ("fell %s"), by);
}
