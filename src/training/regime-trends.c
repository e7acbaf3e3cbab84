/* [trend NAME] in regime files. */
#include "training/regime-private.h"

#include "training/transfer.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const keys[]
    = { "says", "quantity", "split", "over", "expect", "variants", "transfers", "methods", "shots", NULL };
/* In the order of TrainingSplit. */
static const char *const splits[] = { "train", "test", NULL };
/* Of the training, in the order of TrainingTrendOver; and of fine-tunings, with what each means. */
static const char *const overs[] = { "variants", "training", "terminal-phase", NULL };
static const char *const tuned_overs[]
    = { "variants", "epochs", "layers", "methods", "source_nc1", "nc1", "nc1_test", NULL };
static const TrainingTrendOver tuned_meanings[]
    = { TRAINING_OVER_VARIANTS,   TRAINING_OVER_SOURCE_EPOCHS, TRAINING_OVER_LAYERS,  TRAINING_OVER_METHODS,
        TRAINING_OVER_SOURCE_NC1, TRAINING_OVER_TRAIN_NC1,     TRAINING_OVER_TEST_NC1 };
/* In the order of TrainingExpectation; a trend of the training and one over NC1 have the first two. */
static const char *const expectations[] = { "falls", "rises", NULL };
static const char *const tuned_expectations[] = { "falls", "rises", "peaks", "ends-below-best", NULL };
/* In the order of TransferQuantity; the source's NC1 is none that a trend is about. */
static const char *const tuned_quantities[] = { "test_accuracy", "nc1", "nc1_test", NULL };

const char *
training_trend_over_key (const TrainingTrend *trend)
{
  guint i = 0;
  if (trend->plans == NULL)
    return overs[trend->over];
  while (tuned_meanings[i] != trend->over)
    i++;
  return tuned_overs[i];
}

const char *
training_trend_quantity_key (const TrainingTrend *trend)
{
  return trend->plans != NULL ? tuned_quantities[trend->quantity] : training_quantity_key (trend->quantity);
}

const char *
training_trend_expectation_key (const TrainingTrend *trend)
{
  return tuned_expectations[trend->expect];
}

gboolean
regime_check_trend_key (const char *key, GError **error)
{
  return regime_check_section_key (key, keys, _ ("a trend"), error);
}

/* A trend that contradicts itself, and so is impossible; FALSE. */
static gboolean G_GNUC_PRINTF (3, 4)
    refuse (const RegimeSection *section, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *why = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE, _ ("%s:%u: [%s] %s"), section->file->origin,
               regime_file_line (section->file, section->group, NULL), section->group, why);
  return FALSE;
}

static gboolean
read_quantity (const RegimeSection *section, int *quantity, GError **error)
{
  g_autofree char *text = regime_section_get (section, "quantity", error);
  g_autoptr (GString) list = g_string_new (NULL);
  if (text == NULL)
    return FALSE;
  if (training_quantity_from_key (text, quantity))
    return TRUE;
  for (int i = TRAINING_FIRST_QUANTITY; i < (int)COLLAPSE_N_METRICS; i++)
    g_string_append_printf (list, "%s%s", list->len > 0 ? ", " : "", training_quantity_key (i));
  return regime_section_refuse (section, "quantity", text, list->str, error);
}

/* All of them, or those that are listed, each once. */
static gboolean
read_variants (const RegimeSection *section,
               const RegimeComparison *comparison,
               TrainingTrend *trend,
               GError **error)
{
  if (!regime_section_variants (section, comparison, &trend->variants, error))
    return FALSE;
  if (trend->variants != NULL)
    return TRUE;
  trend->variants = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < regime_comparison_n_variants (comparison); i++)
    g_array_append_val (trend->variants, i);
  return TRUE;
}

/* Of the training. */
static gboolean
read_trained (const RegimeSection *section, TrainingTrend *trend, GError **error)
{
  guint split, over, expect;
  for (gsize i = 0; i < 2; i++) {
    const char *key = i == 0 ? "methods" : "shots";
    if (regime_section_has (section, key))
      return refuse (section, error, _ ("has %s= but no transfers=: it is no trend of fine-tunings"), key);
  }
  if (!read_quantity (section, &trend->quantity, error)
      || !regime_section_choose (section, "split", splits, FALSE, &split, error)
      || !regime_section_choose (section, "over", overs, FALSE, &over, error)
      || !regime_section_choose (section, "expect", expectations, TRUE, &expect, error))
    return FALSE;
  trend->split = (TrainingSplit)split;
  trend->over = (TrainingTrendOver)over;
  trend->expect = (TrainingExpectation)expect;
  return TRUE;
}

static gboolean
read_plans (const RegimeSection *section,
            const RegimeComparison *comparison,
            TrainingTrend *trend,
            GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < regime_comparison_n_plans (comparison); i++)
    g_ptr_array_add (names, regime_comparison_plan (comparison, i)->name);
  g_ptr_array_add (names, NULL);
  return regime_section_pick (section, "transfers", (const char *const *)names->pdata, &trend->plans, error);
}

/* A number, or all. */
static gboolean
read_shots (const RegimeSection *section, TrainingTrend *trend, GError **error)
{
  trend->shots = -1;
  if (!regime_section_has (section, "shots"))
    return TRUE;
  g_autofree char *text = regime_section_get (section, "shots", error);
  guint64 number;
  if (text == NULL)
    return FALSE;
  if (g_str_equal (text, "all") || g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &number, NULL)) {
    trend->shots = g_str_equal (text, "all") ? 0 : (gint)number;
    return TRUE;
  }
  return regime_section_refuse (section, "shots", text, _ ("all, or a whole number from 1"), error);
}

/* Of fine-tunings. */
static gboolean
read_tuned (const RegimeSection *section,
            const RegimeComparison *comparison,
            TrainingTrend *trend,
            GError **error)
{
  guint quantity, over, expect;
  if (regime_section_has (section, "split"))
    return refuse (section, error, _ ("is of fine-tunings, whose quantity says the split: no split="));
  if (!read_plans (section, comparison, trend, error)
      || !regime_section_choose (section, "quantity", tuned_quantities, FALSE, &quantity, error)
      || !regime_section_choose (section, "over", tuned_overs, FALSE, &over, error)
      || !regime_section_choose (section, "expect",
                                 tuned_meanings[over] >= TRAINING_OVER_SOURCE_NC1 ? expectations
                                                                                  : tuned_expectations,
                                 TRUE, &expect, error)
      || !regime_section_pick (section, "methods", regime_key_find ("transfer.method")->choices,
                               &trend->methods, error)
      || !read_shots (section, trend, error))
    return FALSE;
  trend->quantity = (int)quantity;
  trend->over = tuned_meanings[over];
  trend->expect = (TrainingExpectation)expect;
  if (trend->over != TRAINING_OVER_METHODS || (trend->methods != NULL && trend->methods->len > 1))
    return TRUE;
  return refuse (section, error, _ ("is over methods= and needs at least two"));
}

/* Of methods (bits) those that the trend names; all where it names none. */
static guint
filter_methods (const TrainingTrend *trend, guint methods)
{
  guint named = 0;
  for (guint i = 0; trend->methods != NULL && i < trend->methods->len; i++)
    named |= 1u << g_array_index (trend->methods, guint, i);
  return trend->methods == NULL ? methods : methods & named;
}

/* Those methods that there are, where the trend names none. */
static void
complete_methods (TrainingTrend *trend, guint methods)
{
  if (trend->methods != NULL)
    return;
  trend->methods = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint m = TRANSFER_PROBE; m <= TRANSFER_RIDGE; m++)
    if ((methods >> m & 1) != 0)
      g_array_append_val (trend->methods, m);
}

/* A point of a row is one method at one number of shots, which only a correlation may have several of. */
static gboolean
check_tuned (const RegimeSection *section,
             const RegimeComparison *comparison,
             TrainingTrend *trend,
             GError **error)
{
  g_autoptr (GHashTable) shots = g_hash_table_new (NULL, NULL);
  guint methods = 0;
  for (guint p = 0; p < trend->plans->len; p++) {
    const TransferPlan *plan = regime_comparison_plan (comparison, g_array_index (trend->plans, guint, p));
    methods |= filter_methods (trend, transfer_plan_methods (plan));
    for (guint v = 0; v < trend->variants->len; v++) {
      guint variant = g_array_index (trend->variants, guint, v);
      if (transfer_plan_has_variant (plan, variant))
        transfer_plan_list_shots (plan, regime_comparison_variant (comparison, variant), shots);
    }
  }
  if (methods == 0 || g_hash_table_size (shots) == 0
      || (trend->shots >= 0 && !g_hash_table_contains (shots, GINT_TO_POINTER (trend->shots))))
    return refuse (section, error, _ ("is about fine-tunings that its transfers= do not make"));
  complete_methods (trend, methods);
  trend->many_shots = trend->shots < 0 && g_hash_table_size (shots) > 1;
  if (training_trend_is_correlation (trend))
    return TRUE;
  if ((methods & (methods - 1)) != 0 && trend->over != TRAINING_OVER_METHODS)
    return refuse (section, error,
                   _ ("is about several methods, which only over=methods and a correlation "
                      "can be: methods= says which"));
  if (trend->many_shots)
    return refuse (section, error,
                   _ ("is about several numbers of shots, which only a correlation can be: "
                      "shots= says which"));
  return TRUE;
}

TrainingTrend *
regime_read_trend (const RegimeSection *section, const RegimeComparison *comparison, GError **error)
{
  g_autoptr (TrainingTrend) trend = g_new0 (TrainingTrend, 1);
  gboolean tuned = regime_section_has (section, "transfers");
  trend->name = g_strdup (section->group + strlen (REGIME_TREND));
  if ((trend->says = regime_section_get (section, "says", error)) == NULL
      || !(tuned ? read_tuned (section, comparison, trend, error) : read_trained (section, trend, error))
      || !read_variants (section, comparison, trend, error)
      || (tuned && !check_tuned (section, comparison, trend, error)))
    return NULL;
  if (trend->over == TRAINING_OVER_VARIANTS && trend->variants->len < 2
      && !refuse (section, error, _ ("is over the variants and needs at least two")))
    return NULL;
  return g_steal_pointer (&trend);
}

/* What else is said of fine-tunings. */
static void
write_tuned (const TrainingTrend *trend,
             const RegimeComparison *comparison,
             GKeyFile *file,
             const char *group)
{
  g_autoptr (GString) list = g_string_new (NULL);
  for (guint i = 0; i < trend->plans->len; i++)
    g_string_append_printf (
        list, "%s%s", i > 0 ? ", " : "",
        regime_comparison_plan (comparison, g_array_index (trend->plans, guint, i))->name);
  g_key_file_set_string (file, group, "transfers", list->str);
  g_string_truncate (list, 0);
  for (guint i = 0; trend->methods != NULL && i < trend->methods->len; i++)
    g_string_append_printf (
        list, "%s%s", i > 0 ? ", " : "",
        regime_key_find ("transfer.method")->choices[g_array_index (trend->methods, guint, i)]);
  if (trend->methods != NULL)
    g_key_file_set_string (file, group, "methods", list->str);
  if (trend->shots == 0)
    g_key_file_set_string (file, group, "shots", "all");
  else if (trend->shots > 0)
    g_key_file_set_integer (file, group, "shots", trend->shots);
}

void
regime_write_trend (const TrainingTrend *trend,
                    const RegimeComparison *comparison,
                    GKeyFile *file,
                    const char *group)
{
  g_autofree char *variants = regime_variants_to_text (comparison, trend->variants);
  g_key_file_set_string (file, group, "says", trend->says);
  g_key_file_set_string (file, group, "quantity", training_trend_quantity_key (trend));
  if (trend->plans == NULL)
    g_key_file_set_string (file, group, "split", splits[trend->split]);
  g_key_file_set_string (file, group, "over", training_trend_over_key (trend));
  g_key_file_set_string (file, group, "expect", training_trend_expectation_key (trend));
  if (*variants != '\0') /* the only variant of a file that names none has no name */
    g_key_file_set_string (file, group, "variants", variants);
  if (trend->plans != NULL)
    write_tuned (trend, comparison, file, group);
}
