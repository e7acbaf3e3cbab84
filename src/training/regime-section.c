/* The keys of a section that is no settings: [trend NAME], [transfers NAME]. */
#include "training/regime-private.h"

#include <glib/gi18n.h>
#include <string.h>

gboolean
regime_section_has (const RegimeSection *section, const char *key)
{
  return g_key_file_has_key (section->file->keys, section->group, key, NULL);
}

gboolean
regime_section_refuse (
    const RegimeSection *section, const char *key, const char *value, const char *allowed, GError **error)
{
  g_autofree char *shown = regime_excerpt (value);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE, _ ("%s:%u: %s cannot be “%s”; allowed is %s"),
               section->file->origin, regime_file_line (section->file, section->group, key), key, shown,
               allowed);
  return FALSE;
}

char *
regime_section_get (const RegimeSection *section, const char *key, GError **error)
{
  g_autofree char *text = NULL;
  if (regime_section_has (section, key)
      && (text = regime_file_get (section->file, section->group, key, error)) == NULL)
    return NULL;
  if (text != NULL && *g_strstrip (text) != '\0')
    return g_steal_pointer (&text);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE, _ ("%s:%u: [%s] needs %s="),
               section->file->origin, regime_file_line (section->file, section->group, NULL), section->group,
               key);
  return NULL;
}

gboolean
regime_section_choose (const RegimeSection *section,
                       const char *key,
                       const char *const *choices,
                       gboolean needed,
                       guint *choice,
                       GError **error)
{
  *choice = 0;
  if (!needed && !regime_section_has (section, key))
    return TRUE;
  g_autofree char *text = regime_section_get (section, key, error);
  if (text == NULL)
    return FALSE;
  for (; choices[*choice] != NULL; ++*choice)
    if (g_str_equal (choices[*choice], text))
      return TRUE;
  g_autofree char *list = g_strjoinv (", ", (char **)choices);
  return regime_section_refuse (section, key, text, list, error);
}

gboolean
regime_section_split (const RegimeSection *section, const char *key, char ***words, GError **error)
{
  *words = NULL;
  if (!regime_section_has (section, key))
    return TRUE;
  g_autofree char *text = regime_section_get (section, key, error);
  if (text == NULL)
    return FALSE;
  *words = g_strsplit (text, ",", -1);
  for (char **word = *words; *word != NULL; word++)
    g_strstrip (*word);
  return TRUE;
}

guint
regime_find_variant (const RegimeComparison *comparison, const char *name)
{
  guint i = 0;
  while (i < regime_comparison_n_variants (comparison)
         && !g_str_equal (regime_comparison_variant_name (comparison, i), name))
    i++;
  return i;
}

static gboolean
contains (const GArray *indices, guint index)
{
  for (guint i = 0; i < indices->len; i++)
    if (g_array_index (indices, guint, i) == index)
      return TRUE;
  return FALSE;
}

gboolean
regime_section_pick (const RegimeSection *section,
                     const char *key,
                     const char *const *choices,
                     GArray **picked,
                     GError **error)
{
  g_auto (GStrv) words = NULL;
  *picked = NULL;
  if (!regime_section_split (section, key, &words, error))
    return FALSE;
  if (words == NULL)
    return TRUE;
  *picked = g_array_new (FALSE, FALSE, sizeof (guint));
  for (char **word = words; *word != NULL; word++) {
    guint index = 0;
    while (choices[index] != NULL && !g_str_equal (choices[index], *word))
      index++;
    if (choices[index] == NULL || contains (*picked, index)) {
      g_autofree char *list = g_strjoinv (", ", (char **)choices);
      g_autofree char *allowed = g_strdup_printf (_ ("each once of %s"), list);
      g_clear_pointer (picked, g_array_unref);
      return regime_section_refuse (section, key, *word, allowed, error);
    }
    g_array_append_val (*picked, index);
  }
  return TRUE;
}

gboolean
regime_section_variants (const RegimeSection *section,
                         const RegimeComparison *comparison,
                         GArray **variants,
                         GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  for (guint i = 0; i < regime_comparison_n_variants (comparison); i++)
    g_ptr_array_add (names, (char *)regime_comparison_variant_name (comparison, i));
  g_ptr_array_add (names, NULL);
  return regime_section_pick (section, "variants", (const char *const *)names->pdata, variants, error);
}

char *
regime_variants_to_text (const RegimeComparison *comparison, const GArray *variants)
{
  GString *list = g_string_new (NULL);
  guint n = variants != NULL ? variants->len : regime_comparison_n_variants (comparison);
  for (guint i = 0; i < n; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "",
                            regime_comparison_variant_name (
                                comparison, variants != NULL ? g_array_index (variants, guint, i) : i));
  return g_string_free (list, FALSE);
}

gboolean
regime_check_section_key (const char *key, const char *const *keys, const char *what, GError **error)
{
  if (g_strv_contains (keys, key))
    return TRUE;
  const char *nearest = regime_nearest (key, keys, g_strv_length ((char **)keys));
  g_autofree char *list = g_strjoinv (", ", (char **)keys);
  g_autofree char *shown = regime_excerpt (key);
  if (nearest != NULL)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY, _ ("%s has no %s; did you mean %s?"), what,
                 shown, nearest);
  else
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY, _ ("%s has no %s; it has %s"), what, shown,
                 list);
  return FALSE;
}
