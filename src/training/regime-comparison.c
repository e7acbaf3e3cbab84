#include "training/regime-comparison.h"

#include "training/regime-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAX_VARIANTS 64
#define MAX_TRENDS 64
#define MAX_PLANS 64

typedef struct {
  char *name;
  Regime *regime;
  GPtrArray *settings; /* "section.key" in which it differs */
} Variant;

struct _RegimeComparison {
  Regime *base;
  GPtrArray *variants; /* of Variant */
  GPtrArray *plans;    /* of TransferPlan */
  GPtrArray *trends;   /* of TrainingTrend */
};

static void
variant_free (gpointer data)
{
  Variant *variant = data;
  g_free (variant->name);
  regime_unref (variant->regime);
  g_ptr_array_unref (variant->settings);
  g_free (variant);
}

static RegimeComparison *
comparison_new (void)
{
  RegimeComparison *comparison = g_new0 (RegimeComparison, 1);
  comparison->base = regime_new ();
  comparison->variants = g_ptr_array_new_with_free_func (variant_free);
  comparison->plans = g_ptr_array_new_with_free_func ((GDestroyNotify)transfer_plan_free);
  comparison->trends = g_ptr_array_new_with_free_func ((GDestroyNotify)training_trend_free);
  return comparison;
}

void
regime_comparison_free (RegimeComparison *comparison)
{
  if (comparison == NULL)
    return;
  regime_unref (comparison->base);
  g_ptr_array_unref (comparison->variants);
  g_ptr_array_unref (comparison->plans);
  g_ptr_array_unref (comparison->trends);
  g_free (comparison);
}

static const Variant *
get_variant (const RegimeComparison *comparison, guint index)
{
  return g_ptr_array_index (comparison->variants, index);
}

static gboolean
read_sections (RegimeComparison *comparison, const RegimeFile *file, char **groups, GError **error)
{
  for (char **group = groups; *group != NULL; group++) {
    g_auto (GStrv) keys = g_key_file_get_keys (file->keys, *group, NULL, NULL);
    if (strchr (*group, ' ') != NULL) /* a variant, a plan of transfers or a trend */
      continue;
    for (char **key = keys; *key != NULL; key++) {
      g_autofree char *name = g_strdup_printf ("%s.%s", *group, *key);
      if (!regime_file_set (file, *group, *key, name, comparison->base, error))
        return FALSE;
    }
  }
  return TRUE;
}

/* Its name comes first, so that it may give another itself. */
static Variant *
variant_new (const RegimeComparison *comparison, const char *name)
{
  Variant *variant = g_new0 (Variant, 1);
  const char *common = regime_name (comparison->base);
  g_autofree char *full = *common == '\0' || *name == '\0' ? g_strconcat (common, name, NULL)
                                                           : g_strdup_printf ("%s: %s", common, name);
  variant->name = g_strdup (name);
  variant->regime = regime_copy (comparison->base);
  variant->settings = g_ptr_array_new_with_free_func (g_free);
  regime_set (variant->regime, "regime.name", full,
              NULL); /* at worst it keeps the common one, when too long */
  return variant;
}

static gboolean
read_variant (RegimeComparison *comparison, const RegimeFile *file, const char *group, GError **error)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file->keys, group, NULL, NULL);
  Variant *variant = variant_new (comparison, group + strlen (REGIME_VARIANT));
  g_ptr_array_add (comparison->variants, variant);
  for (char **key = keys; *key != NULL; key++) {
    if (!regime_file_set (file, group, *key, *key, variant->regime, error))
      return FALSE;
    g_ptr_array_add (variant->settings, g_strdup (*key));
  }
  if (regime_validate (variant->regime, error))
    return TRUE;
  g_prefix_error (error, "%s:%u: [%s]: ", file->origin, regime_file_line (file, group, NULL), group);
  return FALSE;
}

static gboolean
read_variants (RegimeComparison *comparison, const RegimeFile *file, char **groups, GError **error)
{
  for (char **group = groups; *group != NULL; group++) {
    if (!g_str_has_prefix (*group, REGIME_VARIANT))
      continue;
    if (comparison->variants->len == MAX_VARIANTS) {
      g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE, _ ("%s:%u: more than %d variants"),
                   file->origin, regime_file_line (file, *group, NULL), MAX_VARIANTS);
      return FALSE;
    }
    if (!read_variant (comparison, file, *group, error))
      return FALSE;
  }
  if (comparison->variants->len > 0)
    return TRUE;
  g_ptr_array_add (comparison->variants, variant_new (comparison, ""));
  if (regime_validate (comparison->base, error))
    return TRUE;
  g_prefix_error (error, "%s: ", file->origin);
  return FALSE;
}

/* What is read of a section that a comparison may have several of. */
typedef gpointer (*ReadFunc) (const RegimeSection *section,
                              const RegimeComparison *comparison,
                              GError **error);

/* Adds what the groups of that prefix say. */
static gboolean
read_named (const RegimeComparison *comparison,
            const RegimeFile *file,
            const char *prefix,
            ReadFunc read,
            guint maximum,
            GPtrArray *all,
            GError **error)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file->keys, NULL);
  for (char **group = groups; *group != NULL; group++) {
    if (!g_str_has_prefix (*group, prefix))
      continue;
    if (all->len == maximum) {
      g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE, _ ("%s:%u: more than %u of [%sNAME]"),
                   file->origin, regime_file_line (file, *group, NULL), maximum, prefix);
      return FALSE;
    }
    gpointer each = read (&(RegimeSection){ file, *group }, comparison, error);
    if (each == NULL)
      return FALSE;
    g_ptr_array_add (all, each);
  }
  return TRUE;
}

RegimeComparison *
regime_comparison_new_from_text (const char *text, const char *origin, GError **error)
{
  g_auto (RegimeFile) file = { 0 };
  if (!regime_file_open (&file, text, origin, error))
    return NULL;
  g_autoptr (RegimeComparison) comparison = comparison_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (file.keys, NULL);
  if (!read_sections (comparison, &file, groups, error) || !read_variants (comparison, &file, groups, error)
      || !read_named (comparison, &file, REGIME_TRANSFERS, (ReadFunc)regime_read_transfers, MAX_PLANS,
                      comparison->plans, error)
      || !read_named (comparison, &file, REGIME_TREND, (ReadFunc)regime_read_trend, MAX_TRENDS,
                      comparison->trends, error))
    return NULL;
  return g_steal_pointer (&comparison);
}

Regime *
regime_comparison_base (const RegimeComparison *comparison)
{
  return comparison->base;
}

guint
regime_comparison_n_variants (const RegimeComparison *comparison)
{
  return comparison->variants->len;
}

Regime *
regime_comparison_variant (const RegimeComparison *comparison, guint index)
{
  g_return_val_if_fail (index < comparison->variants->len, NULL);
  return get_variant (comparison, index)->regime;
}

const char *
regime_comparison_variant_name (const RegimeComparison *comparison, guint index)
{
  g_return_val_if_fail (index < comparison->variants->len, NULL);
  return get_variant (comparison, index)->name;
}

guint
regime_comparison_n_trends (const RegimeComparison *comparison)
{
  return comparison->trends->len;
}

const TrainingTrend *
regime_comparison_trend (const RegimeComparison *comparison, guint index)
{
  g_return_val_if_fail (index < comparison->trends->len, NULL);
  return g_ptr_array_index (comparison->trends, index);
}

guint
regime_comparison_n_plans (const RegimeComparison *comparison)
{
  return comparison->plans->len;
}

const TransferPlan *
regime_comparison_plan (const RegimeComparison *comparison, guint index)
{
  g_return_val_if_fail (index < comparison->plans->len, NULL);
  return g_ptr_array_index (comparison->plans, index);
}

/* Of the plans those of one variant, which is to be the only one. */
static void
take_plans (RegimeComparison *comparison, guint variant)
{
  for (guint i = comparison->plans->len; i-- > 0;) {
    TransferPlan *plan = g_ptr_array_index (comparison->plans, i);
    if (transfer_plan_has_variant (plan, variant))
      g_clear_pointer (&plan->variants, g_array_unref);
    else
      g_ptr_array_remove_index (comparison->plans, i);
  }
}

gboolean
regime_comparison_take (RegimeComparison *comparison, const char *variant, GError **error)
{
  guint index = regime_find_variant (comparison, variant);
  if (index == comparison->variants->len) {
    g_autofree char *list = regime_variants_to_text (comparison, NULL);
    g_autofree char *shown = regime_excerpt (variant);
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND, _ ("there is no variant “%s”; there are: %s"),
                 shown, list);
    return FALSE;
  }
  take_plans (comparison, index);
  g_ptr_array_remove_range (comparison->variants, index + 1, comparison->variants->len - index - 1);
  g_ptr_array_remove_range (comparison->variants, 0, index);
  g_ptr_array_set_size (comparison->trends, 0);
  return TRUE;
}

gboolean
regime_comparison_set_assignment (RegimeComparison *comparison, const char *assignment, GError **error)
{
  if (!regime_set_assignment (comparison->base, assignment, error))
    return FALSE;
  for (guint i = 0; i < comparison->variants->len; i++) {
    Regime *regime = get_variant (comparison, i)->regime;
    if (!regime_set_assignment (regime, assignment, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
regime_comparison_validate (const RegimeComparison *comparison, GError **error)
{
  for (guint i = 0; i < comparison->variants->len; i++)
    if (!regime_validate (get_variant (comparison, i)->regime, error)) {
      if (*get_variant (comparison, i)->name != '\0')
        g_prefix_error (error, "%s: ", get_variant (comparison, i)->name);
      return FALSE;
    }
  for (guint i = 0; i < comparison->plans->len; i++)
    if (!regime_check_transfers (g_ptr_array_index (comparison->plans, i), comparison, error))
      return FALSE;
  return TRUE;
}

/* A group of a keyfile; one that has no keys is there all the same, which GKeyFile would leave out. */
static void
append_group (GString *text, const char *group, GKeyFile *keys)
{
  g_autofree char *lines = g_key_file_to_data (keys, NULL, NULL);
  g_string_append_c (text, '\n');
  if (*lines == '\0')
    g_string_append_printf (text, "[%s]\n", group);
  else
    g_string_append (text, lines);
}

static void
append_variant (GString *text, const Variant *variant)
{
  g_autofree char *group = g_strconcat (REGIME_VARIANT, variant->name, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  for (guint i = 0; i < variant->settings->len; i++) {
    const char *name = g_ptr_array_index (variant->settings, i);
    g_key_file_set_string (keys, group, name, regime_get (variant->regime, name));
  }
  append_group (text, group, keys);
}

static void
append_plan (GString *text, const RegimeComparison *comparison, const TransferPlan *plan)
{
  g_autofree char *group = g_strconcat (REGIME_TRANSFERS, plan->name, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  regime_write_transfers (plan, comparison, keys, group);
  append_group (text, group, keys);
}

static void
append_trend (GString *text, const RegimeComparison *comparison, const TrainingTrend *trend)
{
  g_autofree char *group = g_strconcat (REGIME_TREND, trend->name, NULL);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  regime_write_trend (trend, comparison, keys, group);
  append_group (text, group, keys);
}

char *
regime_comparison_to_text (const RegimeComparison *comparison)
{
  g_autofree char *base = regime_to_text (comparison->base);
  GString *text = g_string_new (base);
  for (guint i = 0; i < comparison->variants->len; i++)
    if (*get_variant (comparison, i)->name != '\0')
      append_variant (text, get_variant (comparison, i));
  for (guint i = 0; i < comparison->plans->len; i++)
    append_plan (text, comparison, g_ptr_array_index (comparison->plans, i));
  for (guint i = 0; i < comparison->trends->len; i++)
    append_trend (text, comparison, g_ptr_array_index (comparison->trends, i));
  return g_string_free (text, FALSE);
}

Regime *
regime_new_from_text (const char *text, const char *origin, GError **error)
{
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_text (text, origin, error);
  return comparison == NULL ? NULL : regime_ref (regime_comparison_variant (comparison, 0));
}

Regime *
regime_new_from_file (const char *path, GError **error)
{
  g_autofree char *text = regime_read_file (path, error);
  return text == NULL ? NULL : regime_new_from_text (text, path, error);
}
