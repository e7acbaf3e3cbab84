#include "dataset/labels.h"

#include <glib/gi18n.h>
#include <string.h>

#define DIGITS "0123456789"

static gboolean
all_whole_numbers (const GPtrArray *names)
{
  for (guint i = 0; i < names->len; i++)
    if (!g_ascii_string_to_signed (names->pdata[i], 10, G_MININT64, G_MAXINT64, NULL, NULL))
      return FALSE;
  return TRUE;
}

/* Compares two runs of digits and puts *a and *b behind them. */
static int
compare_runs (const char **a, const char **b)
{
  gsize n_a, n_b;
  int order;

  *a += strspn (*a, "0");
  *b += strspn (*b, "0");
  n_a = strspn (*a, DIGITS);
  n_b = strspn (*b, DIGITS);
  order = n_a != n_b ? (n_a > n_b) - (n_a < n_b) : strncmp (*a, *b, n_a);
  *a += n_a;
  *b += n_b;
  return order;
}

int
dataset_labels_compare (gconstpointer a, gconstpointer b)
{
  const char *const whole_a = *(const char *const *)a, *const whole_b = *(const char *const *)b;
  const char *x = whole_a, *y = whole_b;

  while (*x != '\0' && *y != '\0') {
    int order;

    if (g_ascii_isdigit (*x) && g_ascii_isdigit (*y))
      order = compare_runs (&x, &y);
    else
      order = (guchar)*x++ - (guchar)*y++;
    if (order != 0)
      return order;
  }
  if (*x != *y)
    return *x == '\0' ? -1 : 1;
  return strcmp (whole_a, whole_b); /* "07" and "7" are two */
}

/* "07" and "7" are two classes, so their bytes decide. */
static int
compare_numbers (gconstpointer a, gconstpointer b)
{
  const gint64 x = g_ascii_strtoll (*(const char *const *)a, NULL, 10),
               y = g_ascii_strtoll (*(const char *const *)b, NULL, 10);

  return x != y ? (x > y) - (x < y) : strcmp (*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *
dataset_labels_names (const GPtrArray *texts)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < texts->len; i++)
    if (g_hash_table_add (seen, texts->pdata[i]))
      g_ptr_array_add (names, g_strdup (texts->pdata[i]));
  g_ptr_array_sort (names, all_whole_numbers (names) ? compare_numbers : dataset_labels_compare);
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

gboolean
dataset_labels_note_coarse (
    guint32 *coarse_of, guint32 fine, guint32 coarse, gsize row, const char *title, GError **error)
{
  if (coarse_of[fine] != G_MAXUINT32 && coarse_of[fine] != coarse) {
    g_set_error (
        error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
        _ ("%s: sample %" G_GSIZE_FORMAT " puts class %u into coarse class %u, what came before it into %u"),
        title, row, fine, coarse, coarse_of[fine]);
    return FALSE;
  }
  coarse_of[fine] = coarse;
  return TRUE;
}

void
dataset_labels_set_coarse (Dataset *dataset,
                           const guint32 *coarse_of,
                           guint n_coarse,
                           const char *const *coarse_names)
{
  g_autofree guint32 *coarse = g_new (guint32, dataset->n_classes);
  g_auto (GStrv) numbers = g_new0 (char *, n_coarse + 1);

  for (guint k = 0; k < dataset->n_classes; k++)
    coarse[k] = coarse_of[k] == G_MAXUINT32 ? 0 : coarse_of[k];
  for (guint c = 0; c < n_coarse; c++)
    numbers[c] = g_strdup_printf ("%u", c);
  dataset_set_coarse (dataset, coarse, coarse_names != NULL ? coarse_names : (const char *const *)numbers);
}
