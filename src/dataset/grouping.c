#include "dataset/grouping.h"

#include <glib/gi18n.h>

#define UNGROUPED G_MAXUINT32

/* One class number of a list. */
static gboolean
parse_class (const char *word, const char *text, guint n_classes, guint *k, GError **error)
{
  g_autofree char *bare = g_strstrip (g_strdup (word));
  guint64 value;

  if (g_ascii_string_to_unsigned (bare, 10, 0, n_classes - 1, &value, NULL)) {
    *k = (guint)value;
    return TRUE;
  }
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
               _ ("“%s” in “%s” is no class of this data set; allowed are 0 to %u"), bare, text,
               n_classes - 1);
  return FALSE;
}

/* "a" or "a-b" */
static gboolean
keep_range (const char *word, const char *text, guint n_classes, gboolean *kept, GError **error)
{
  g_auto (GStrv) ends = g_strsplit (word, "-", 2);
  const char *last_word = ends[0] != NULL && ends[1] != NULL ? ends[1] : word;
  guint first, last;

  if (!parse_class (ends[0] != NULL ? ends[0] : word, text, n_classes, &first, error)
      || !parse_class (last_word, text, n_classes, &last, error))
    return FALSE;
  if (first > last) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST, _ ("“%s” in “%s” runs backwards"), word,
                 text);
    return FALSE;
  }
  for (guint k = first; k <= last; k++) {
    if (kept[k]) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST, _ ("Class %u stands twice in “%s”"), k,
                   text);
      return FALSE;
    }
    kept[k] = TRUE;
  }
  return TRUE;
}

gboolean
dataset_parse_classes (const char *text, guint n_classes, gboolean *kept, GError **error)
{
  const gboolean all = g_str_equal (text, "all");
  g_auto (GStrv) words = g_strsplit (text, ",", -1);

  for (guint k = 0; k < n_classes; k++)
    kept[k] = all;
  if (words[0] == NULL)
    return keep_range (text, text, n_classes, kept, error);
  for (char **word = words; !all && *word != NULL; word++)
    if (!keep_range (*word, text, n_classes, kept, error))
      return FALSE;
  return TRUE;
}

static gboolean
place_in_group (
    guint k, guint group, const char *text, const gboolean *kept, guint32 *group_of, GError **error)
{
  if (group_of[k] == UNGROUPED && kept[k]) {
    group_of[k] = group;
    return TRUE;
  }
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
               kept[k] ? _ ("Class %u stands twice in the grouping “%s”")
                       : _ ("Class %u in the grouping “%s” is not among the classes kept by data.classes"),
               k, text);
  return FALSE;
}

gboolean
dataset_parse_grouping (const char *text,
                        guint n_classes,
                        const gboolean *kept,
                        guint32 *group_of,
                        guint *n_groups,
                        GError **error)
{
  g_auto (GStrv) groups = g_strsplit (text, "|", -1);

  for (guint k = 0; k < n_classes; k++)
    group_of[k] = UNGROUPED;
  *n_groups = g_strv_length (groups);
  for (guint group = 0; group < *n_groups; group++) {
    g_auto (GStrv) words = g_strsplit (groups[group], ",", -1);

    for (char **word = words; *word != NULL; word++) {
      guint k;

      if (!parse_class (*word, text, n_classes, &k, error)
          || !place_in_group (k, group, text, kept, group_of, error))
        return FALSE;
    }
    if (words[0] == NULL) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST, _ ("Group %u of “%s” is empty"), group,
                   text);
      return FALSE;
    }
  }
  for (guint k = 0; k < n_classes; k++)
    if (kept[k] && group_of[k] == UNGROUPED) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST,
                   _ ("Class %u is in no group of “%s”; every class needs one"), k, text);
      return FALSE;
    }
  return TRUE;
}
