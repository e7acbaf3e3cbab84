#include "dataset/labels.h"

#include <glib/gi18n.h>
#include <string.h>

static gboolean
all_whole_numbers (const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (!g_ascii_string_to_signed (names->pdata[i], 10, G_MININT64, G_MAXINT64, NULL, NULL))
      return FALSE;
  return TRUE;
}

static int
compare_texts (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* "07" and "7" are two classes, so their bytes decide. */
static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gint64 x = g_ascii_strtoll (*(const char *const *)a, NULL, 10),
               y = g_ascii_strtoll (*(const char *const *)b, NULL, 10);

  return x != y ? (x > y) - (x < y) : compare_texts (a, b);
}

GPtrArray *
dataset_labels_names (const GPtrArray *texts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < texts->len; i++)
    if (g_hash_table_add (seen, texts->pdata[i]))
      g_ptr_array_add (names, g_strdup (texts->pdata[i]));
  g_ptr_array_sort (names, all_whole_numbers (names) ? compare_numbers : compare_texts);
  g_ptr_array_add (names, NULL);
  return names;
}

guint32 *
dataset_labels_number (const GPtrArray *texts, const GPtrArray *names, const char *title, GError **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree guint32 *labels = g_new (guint32, texts->len);

  for (guint k = 0; k + 1 < names->len; k++)
    g_hash_table_insert (places, names->pdata[k], GUINT_TO_POINTER (k));
  for (guint i = 0; i < texts->len; i++) {
    gpointer place;

    if (!g_hash_table_lookup_extended (places, texts->pdata[i], NULL, &place)) {
      g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_LABEL,
                   _ ("%s: sample %u has the label “%s”, which no training sample has"), title, i,
                   (const char *)texts->pdata[i]);
      return NULL;
    }
    labels[i] = GPOINTER_TO_UINT (place);
  }
  return g_steal_pointer (&labels);
}
