/* What a trend measures, and where its points are. */
#include "training/trend-words.h"

#include <glib/gi18n.h>

/* In the order of TransferQuantity; the last is only ever over. */
static const char *const tuned_titles[]
    = { N_ ("Test accuracy"), N_ ("Downstream train NC1"), N_ ("Downstream test NC1"), N_ ("Source NC1") };

const char *
training_trend_quantity_title (const TrainingTrend *trend)
{
  return trend->plans != NULL ? _ (tuned_titles[trend->quantity]) : training_quantity_title (trend->quantity);
}

const char *
training_trend_over_title (const TrainingTrend *trend)
{
  g_return_val_if_fail (training_trend_is_correlation (trend), "");
  return trend->over == TRAINING_OVER_SOURCE_NC1  ? _ (tuned_titles[TRANSFER_SOURCE_NC1])
         : trend->over == TRAINING_OVER_TRAIN_NC1 ? _ (tuned_titles[TRANSFER_NC1])
                                                  : _ (tuned_titles[TRANSFER_NC1_TEST]);
}

char *
training_trend_axis_title (const TrainingTrend *trend)
{
  const char *title = training_trend_quantity_title (trend);
  if (training_trend_is_correlation (trend))
    return g_strdup_printf (_ ("%s over %s"), title, training_trend_over_title (trend));
  if (trend->plans != NULL)
    return g_strdup (title);
  return g_strdup_printf (_ ("%s (%s)"), title, trend->split == TRAINING_TRAIN ? _ ("train") : _ ("test"));
}

char *
training_trend_point_blocks (const TrainingTrendPoint *point)
{
  GString *list = g_string_new (NULL);
  for (guint b = 0; b < 64; b++)
    if ((point->blocks >> b & 1) != 0)
      g_string_append_printf (list, "%s%u", list->len > 0 ? ", " : "", b);
  return g_string_free (list, FALSE);
}

/* "SCL FT(1, 2)" */
static char *
method_words (const TrainingTrendPoint *point)
{
  const RegimeKey *key = regime_key_find ("transfer.method");
  g_autofree char *blocks = training_trend_point_blocks (point);
  return *blocks == '\0' ? g_strdup (_ (key->choice_titles[point->method]))
                         : g_strdup_printf ("%s(%s)", _ (key->choice_titles[point->method]), blocks);
}

/* Of a correlation: in what points differ. */
static char *
cell_words (const TrainingTrend *trend, const TrainingTrendPoint *point, const char *variant)
{
  g_autoptr (GStrvBuilder) parts = g_strv_builder_new ();
  g_autofree char *method = method_words (point);
  if (*variant != '\0')
    g_strv_builder_add (parts, variant);
  if (trend->methods->len > 1 || *variant == '\0')
    g_strv_builder_add (parts, method);
  if (trend->many_shots) {
    g_autofree char *shots
        = point->shots == 0
              ? g_strdup (_ ("all samples"))
              : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u shot", "%u shots", point->shots),
                                 point->shots);
    g_strv_builder_add (parts, shots);
  }
  g_auto (GStrv) words = g_strv_builder_end (parts);
  return g_strjoinv (", ", words);
}

static char *
tuned_point_words (const TrainingTrend *trend,
                   const TrainingTrendPoint *point,
                   const RegimeComparison *comparison)
{
  const char *variant = regime_comparison_variant_name (comparison, point->variant);
  g_autofree char *blocks = training_trend_point_blocks (point);
  g_autofree char *where = trend->over == TRAINING_OVER_SOURCE_EPOCHS
                               ? g_strdup_printf (_ ("epoch %u"), point->epoch)
                           : trend->over == TRAINING_OVER_LAYERS ? g_strdup_printf (_ ("layer %s"), blocks)
                                                                 : method_words (point);
  if (trend->over == TRAINING_OVER_VARIANTS)
    return g_strdup (variant);
  if (training_trend_is_correlation (trend))
    return cell_words (trend, point, variant);
  return *variant == '\0' || trend->variants->len == 1 ? g_steal_pointer (&where)
                                                       : g_strdup_printf ("%s, %s", variant, where);
}

char *
training_trend_point_words (const TrainingTrend *trend,
                            const TrainingTrendPoint *point,
                            const RegimeComparison *comparison)
{
  const char *variant = regime_comparison_variant_name (comparison, point->variant);
  const char *moment = _ ("at the end");
  if (trend->plans != NULL)
    return tuned_point_words (trend, point, comparison);
  if (trend->over == TRAINING_OVER_VARIANTS)
    return g_strdup (variant);
  if (point->first)
    moment = trend->over == TRAINING_OVER_EPOCHS ? _ ("at epoch 0") : _ ("at training error 0");
  return *variant == '\0' ? g_strdup (moment) : g_strdup_printf ("%s, %s", variant, moment);
}
