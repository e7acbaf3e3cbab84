/* [trend NAME] in regime files. */
#include "training/regime-private.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const keys[] = { "says", "quantity", "split", "over", "expect", "variants", NULL };
/* In the order of TrainingTrendOver. */
static const char *const overs[] = { "variants", "training", "terminal-phase", NULL };
static const char *const expectations[] = { "falls", "rises", NULL };
/* In the order of TrainingSplit. */
static const char *const splits[] = { "train", "test", NULL };

gboolean
regime_check_trend_key (const char *key, GError **error)
{
  return regime_check_section_key (key, keys, _ ("a trend"), error);
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

TrainingTrend *
regime_read_trend (const RegimeSection *section, const RegimeComparison *comparison, GError **error)
{
  g_autoptr (TrainingTrend) trend = g_new0 (TrainingTrend, 1);
  guint split, over, rises;
  trend->name = g_strdup (section->group + strlen (REGIME_TREND));
  if ((trend->says = regime_section_get (section, "says", error)) == NULL
      || !read_quantity (section, &trend->quantity, error)
      || !regime_section_choose (section, "split", splits, FALSE, &split, error)
      || !regime_section_choose (section, "over", overs, FALSE, &over, error)
      || !regime_section_choose (section, "expect", expectations, TRUE, &rises, error)
      || !read_variants (section, comparison, trend, error))
    return NULL;
  trend->split = (TrainingSplit)split;
  trend->over = (TrainingTrendOver)over;
  trend->rises = rises == 1;
  if (trend->over != TRAINING_OVER_VARIANTS || trend->variants->len > 1)
    return g_steal_pointer (&trend);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("%s:%u: [%s] is over the variants and needs at least two"), section->file->origin,
               regime_file_line (section->file, section->group, NULL), section->group);
  return NULL;
}

void
regime_write_trend (const TrainingTrend *trend,
                    const RegimeComparison *comparison,
                    GKeyFile *file,
                    const char *group)
{
  g_autofree char *variants = regime_variants_to_text (comparison, trend->variants);
  g_key_file_set_string (file, group, "says", trend->says);
  g_key_file_set_string (file, group, "quantity", training_quantity_key (trend->quantity));
  g_key_file_set_string (file, group, "split", splits[trend->split]);
  g_key_file_set_string (file, group, "over", overs[trend->over]);
  g_key_file_set_string (file, group, "expect", expectations[trend->rises ? 1 : 0]);
  if (*variants != '\0') /* the only variant of a file that names none has no name */
    g_key_file_set_string (file, group, "variants", variants);
}
