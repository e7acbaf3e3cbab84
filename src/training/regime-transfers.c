/* [transfers NAME] in regime files. */
#include "training/regime-private.h"

#include "training/trend.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const keys[] = { "methods", "blocks", "shots", "epochs", "seeds", "variants", NULL };

gboolean
regime_check_transfers_key (const char *key, GError **error)
{
  return g_str_has_prefix (key, "transfer.") ? regime_check_key (key, error)
                                             : regime_check_section_key (key, keys, _ ("[transfers]"), error);
}

/* Whether a word is one of a key's, or one that stands for several. */
static gboolean
is_word (const char *word, const char *setting, const char *const *others)
{
  g_autofree char *parsed = NULL;
  if (others != NULL && g_strv_contains (others, word))
    return TRUE;
  return (parsed = regime_key_parse (regime_key_find (setting), word, NULL)) != NULL;
}

/* A list of values that the setting may have, and of words. */
static gboolean
read_words (const RegimeSection *section,
            const char *key,
            const char *setting,
            const char *const *others,
            char ***words,
            GError **error)
{
  if (!regime_section_split (section, key, words, error))
    return FALSE;
  for (char **word = *words; word != NULL && *word != NULL; word++) {
    if (is_word (*word, setting, others))
      continue;
    g_autofree char *one = regime_key_allowed (regime_key_find (setting));
    g_autofree char *more = others == NULL ? g_strdup ("") : g_strjoinv (", ", (char **)others);
    g_autofree char *allowed = others == NULL ? g_strdup_printf (_ ("a list, each %s"), one)
                                              : g_strdup_printf (_ ("a list, each %s or %s"), more, one);
    return regime_section_refuse (section, key, *word, allowed, error);
  }
  return TRUE;
}

/* "run" or how many. */
static gboolean
read_seeds (const RegimeSection *section, guint *seeds, GError **error)
{
  guint64 number;
  if (!regime_section_has (section, "seeds"))
    return TRUE;
  g_autofree char *text = regime_section_get (section, "seeds", error);
  if (text == NULL)
    return FALSE;
  *seeds = 0;
  if (g_str_equal (text, "run"))
    return TRUE;
  if (g_ascii_string_to_unsigned (text, 10, 1, TRAINING_MAX_SEEDS, &number, NULL)) {
    *seeds = (guint)number;
    return TRUE;
  }
  g_autofree char *allowed = g_strdup_printf (_ ("run, or a whole number from 1 to %d"), TRAINING_MAX_SEEDS);
  return regime_section_refuse (section, "seeds", text, allowed, error);
}

/* Each with its value checked. */
static gboolean
read_settings (const RegimeSection *section, TransferPlan *plan, GError **error)
{
  g_auto (GStrv) all = g_key_file_get_keys (section->file->keys, section->group, NULL, NULL);
  g_autoptr (GStrvBuilder) settings = g_strv_builder_new ();
  g_autoptr (Regime) scratch = regime_new ();
  for (char **key = all; *key != NULL; key++) {
    if (!g_str_has_prefix (*key, "transfer."))
      continue;
    if (!regime_file_set (section->file, section->group, *key, *key, scratch, error))
      return FALSE;
    g_autofree char *setting = g_strdup_printf ("%s=%s", *key, regime_get (scratch, *key));
    g_strv_builder_add (settings, setting);
  }
  plan->settings = g_strv_builder_end (settings);
  return TRUE;
}

gboolean
regime_check_transfers (const TransferPlan *plan, const RegimeComparison *comparison, GError **error)
{
  for (guint v = 0; v < regime_comparison_n_variants (comparison); v++) {
    g_autoptr (GPtrArray) regimes = NULL;
    if (!transfer_plan_has_variant (plan, v))
      continue;
    regimes = transfer_plan_expand (plan, regime_comparison_variant (comparison, v), error);
    if (regimes != NULL)
      continue;
    g_prefix_error (error, "[%s%s]: ", REGIME_TRANSFERS, plan->name);
    return FALSE;
  }
  return TRUE;
}

TransferPlan *
regime_read_transfers (const RegimeSection *section, const RegimeComparison *comparison, GError **error)
{
  static const char *const all[] = { "all", NULL }, *const moments[] = { "all", "last", "0", NULL };
  g_autoptr (TransferPlan) plan = transfer_plan_new ();
  g_free (plan->name);
  plan->name = g_strdup (section->group + strlen (REGIME_TRANSFERS));
  if (!read_words (section, "methods", "transfer.method", NULL, &plan->methods, error)
      || !read_words (section, "blocks", "transfer.block", all, &plan->blocks, error)
      || !read_words (section, "shots", "transfer.shots", all, &plan->shots, error)
      || !read_words (section, "epochs", "run.epochs", moments, &plan->epochs, error)
      || !read_seeds (section, &plan->seeds, error) || !read_settings (section, plan, error)
      || !regime_section_variants (section, comparison, &plan->variants, error))
    return NULL;
  if (regime_check_transfers (plan, comparison, error))
    return g_steal_pointer (&plan);
  g_prefix_error (error, "%s:%u: ", section->file->origin,
                  regime_file_line (section->file, section->group, NULL));
  return NULL;
}

static void
write_words (GKeyFile *file, const char *group, const char *key, char **words)
{
  if (words == NULL)
    return;
  g_autofree char *list = g_strjoinv (", ", words);
  g_key_file_set_string (file, group, key, list);
}

void
regime_write_transfers (const TransferPlan *plan,
                        const RegimeComparison *comparison,
                        GKeyFile *file,
                        const char *group)
{
  g_autofree char *seeds = plan->seeds == 0 ? g_strdup ("run") : g_strdup_printf ("%u", plan->seeds);
  write_words (file, group, "methods", plan->methods);
  write_words (file, group, "blocks", plan->blocks);
  write_words (file, group, "shots", plan->shots);
  write_words (file, group, "epochs", plan->epochs);
  g_key_file_set_string (file, group, "seeds", seeds);
  if (plan->variants != NULL) {
    g_autofree char *variants = regime_variants_to_text (comparison, plan->variants);
    g_key_file_set_string (file, group, "variants", variants);
  }
  for (char **setting = plan->settings; setting != NULL && *setting != NULL; setting++) {
    const char *equals = strchr (*setting, '=');
    g_autofree char *key = g_strndup (*setting, (gsize)(equals - *setting));
    g_key_file_set_string (file, group, key, equals + 1);
  }
}
