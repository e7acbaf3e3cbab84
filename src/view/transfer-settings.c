/* Which of fine-tunings that differ in more than their seed are shown together. Of a kind (method, block and
 * number of labels) those with the same settings; which, a person may choose. */
#include "view/transfer-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* Differences that are named. */
#define N_NAMED 3

/* What the kind, the task or the repeat has, and not the settings. */
static gboolean
is_apart (const char *line)
{
  static const char *const keys[] = { "[", "target=", "method=", "block=", "shots=", "seed=" };
  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    if (g_str_has_prefix (line, keys[k]))
      return TRUE;
  return *line == '\0';
}

static char *
settings_of (const StudyTransfer *transfer)
{
  g_auto (GStrv) lines = g_strsplit (transfer->settings, "\n", -1);
  GString *text = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    if (!is_apart (*line))
      g_string_append_printf (text, "%s\n", *line);
  return g_string_free (text, FALSE);
}

/* The place of the first of some preferences that the settings have all of; their number for none. */
static guint
rank_of (char **preferences, const char *settings)
{
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1);
  guint rank = 0;
  for (; preferences[rank] != NULL; rank++) {
    g_auto (GStrv) wanted = g_strsplit (preferences[rank], " ", -1);
    gboolean all = *wanted != NULL;
    for (char **word = wanted; *word != NULL; word++)
      all &= g_strv_contains ((const char *const *)lines, *word);
    if (all)
      break;
  }
  return rank;
}

/* What is known of some settings of a kind. */
typedef struct {
  guint n, rank;
  guint n_kinds; /* that have them: methods are best compared at the same */
} Standing;

static Standing *
standing_at (GHashTable *table, const char *kind, const char *settings, char **preferences)
{
  char *key = g_strconcat (kind, "\n", settings, NULL);
  Standing *standing = g_hash_table_lookup (table, key);
  if (standing != NULL) {
    g_free (key);
    return standing;
  }
  standing = g_new0 (Standing, 1);
  standing->rank = rank_of (preferences, settings);
  g_hash_table_insert (table, key, standing);
  return standing;
}

static guint
count_at (GHashTable *table, const char *key)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (table, key));
}

/* Whether a is shown rather than b. */
static gboolean
stands_before (const Standing *a, const Standing *b)
{
  if (b == NULL || a->rank != b->rank)
    return b == NULL || a->rank < b->rank;
  return a->n_kinds != b->n_kinds ? a->n_kinds > b->n_kinds : a->n > b->n;
}

/* Its epochs and rates mean nothing. */
static gboolean
only_reads (const char *kind)
{
  return g_str_has_prefix (kind, "ridge ");
}

/* Of each kind the settings that are shown, a table of both; of equals the first. */
static GHashTable *
find_shown (const GPtrArray *kinds, const GPtrArray *settings, char **preferences)
{
  GHashTable *shown = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) standings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) first = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) n_kinds = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < kinds->len; i++)
    if (standing_at (standings, kinds->pdata[i], settings->pdata[i], preferences)->n++ == 0
        && !only_reads (kinds->pdata[i]))
      g_hash_table_insert (n_kinds, settings->pdata[i],
                           GUINT_TO_POINTER (count_at (n_kinds, settings->pdata[i]) + 1));
  for (guint i = 0; i < kinds->len; i++) {
    Standing *standing = standing_at (standings, kinds->pdata[i], settings->pdata[i], preferences);
    standing->n_kinds = only_reads (kinds->pdata[i]) ? 0 : count_at (n_kinds, settings->pdata[i]);
    if (stands_before (standing, g_hash_table_lookup (first, kinds->pdata[i]))) {
      g_hash_table_insert (first, kinds->pdata[i], standing);
      g_hash_table_insert (shown, kinds->pdata[i], settings->pdata[i]);
    }
  }
  return shown;
}

/* The lines of `settings` that the others do not have, as a preference. */
static char *
differences (const char *settings, const char *others)
{
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1), there = g_strsplit (others, "\n", -1);
  GString *text = g_string_new (NULL);
  for (char **line = lines; *line != NULL; line++)
    if (**line != '\0' && !g_strv_contains ((const char *const *)there, *line))
      g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", *line);
  return g_string_free (text, FALSE);
}

static char *
value_in (const char *settings, const char *key, gsize length)
{
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    if (strncmp (*line, key, length) == 0 && (*line)[length] == '=')
      return g_strdup (*line + length + 1);
  return NULL;
}

/* "0" may have a name of its own. */
static const char *
say (const RegimeKey *key, const char *value)
{
  if (key != NULL && key->zero_title != NULL && g_str_equal (value, "0"))
    return _ (key->zero_title);
  return value;
}

/* "Epochs 30 instead of 15, Batch 32 instead of 64" */
static char *
describe (const char *preference, const char *shown)
{
  g_auto (GStrv) words = g_strsplit (preference, " ", -1);
  GString *text = g_string_new (NULL);
  for (guint i = 0; words[i] != NULL; i++) {
    gsize length = strcspn (words[i], "=");
    if (i == N_NAMED) {
      g_string_append (text, "…");
      break;
    }
    g_autofree char *name = g_strdup_printf ("transfer.%.*s", (int)length, words[i]);
    g_autofree char *there = value_in (shown, words[i], length);
    const RegimeKey *key = regime_key_find (name);
    const char *value = say (key, words[i] + length + (words[i][length] == '='));
    g_string_append_printf (text, "%s%s %s", i > 0 ? ", " : "",
                            key == NULL ? name + strlen ("transfer.") : _ (key->title), value);
    if (there != NULL)
      g_string_append_printf (text, _ (" instead of %s"), say (key, there));
  }
  return g_string_free (text, FALSE);
}

/* What was not chosen yet comes first, then what was chosen longest ago; of equals the most. */
static void
choose_others (ViewTransfer *self, GHashTable *counts, GHashTable *instead, char **preferences)
{
  GHashTableIter iter;
  gpointer preference, n;
  const char *best = NULL;
  guint most = 0, n_preferences = g_strv_length (preferences), best_rank = 0;
  g_hash_table_iter_init (&iter, counts);
  while (g_hash_table_iter_next (&iter, &preference, &n)) {
    guint rank = 0;
    if (*(const char *)preference == '\0')
      continue;
    while (rank < n_preferences && !g_str_equal (preferences[rank], preference))
      rank++;
    guint count = GPOINTER_TO_UINT (n);
    if (best == NULL || rank > best_rank || (rank == best_rank && count > most)
        || (rank == best_rank && count == most && strcmp (preference, best) < 0)) {
      best = preference;
      best_rank = rank;
      most = count;
    }
  }
  if (best == NULL)
    return;
  GString *list = g_string_new (best);
  for (guint i = 0; i < n_preferences; i++)
    if (!g_str_equal (preferences[i], best))
      g_string_append_printf (list, "\n%s", preferences[i]);
  self->other_settings = view_transfer_keep (self, g_string_free (list, FALSE));
  self->left_out_words = view_transfer_keep (self, describe (best, g_hash_table_lookup (instead, best)));
}

/* Those that a setting is missing of, which others have, differ by nothing that could be preferred. */
static void
note_left_out (ViewTransfer *self, GHashTable *counts, GHashTable *instead, const char *settings, char *shown)
{
  char *preference = differences (settings, shown);
  guint n = count_at (counts, preference);
  self->n_left_out++;
  if (n == 0)
    g_hash_table_insert (instead, g_strdup (preference), shown);
  g_hash_table_insert (counts, preference, GUINT_TO_POINTER (n + 1));
}

char *
view_transfer_kind_of (const StudyTransfer *transfer)
{
  return g_strdup_printf ("%s %d %u", transfer->method, transfer->block, transfer->shots);
}

GPtrArray *
view_transfer_choose_settings (ViewTransfer *self, const GPtrArray *rows)
{
  GPtrArray *chosen = g_ptr_array_new ();
  g_auto (GStrv) preferences = g_strsplit (self->options.settings, "\n", -1);
  g_autoptr (GPtrArray) kinds = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) instead = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransfer *transfer = ((const StudyTransferRow *)rows->pdata[i])->transfer;
    g_ptr_array_add (kinds, view_transfer_kind_of (transfer));
    g_ptr_array_add (settings, settings_of (transfer));
  }
  g_autoptr (GHashTable) shown = find_shown (kinds, settings, preferences);
  for (guint i = 0; i < rows->len; i++) {
    char *usual = g_hash_table_lookup (shown, kinds->pdata[i]);
    if (g_str_equal (settings->pdata[i], usual))
      g_ptr_array_add (chosen, rows->pdata[i]);
    else
      note_left_out (self, counts, instead, settings->pdata[i], usual);
  }
  choose_others (self, counts, instead, preferences);
  return chosen;
}

guint
view_transfer_n_left_out (const ViewTransfer *transfer)
{
  return transfer->n_left_out;
}

const char *
view_transfer_other_settings (const ViewTransfer *transfer)
{
  return transfer->other_settings;
}

char *
view_transfer_describe_left_out (const ViewTransfer *transfer)
{
  guint n = transfer->n_left_out;
  if (n == 0)
    return NULL;
  if (transfer->left_out_words == NULL)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u fine-tuning with other settings is left out.",
                                         "%u fine-tunings with other settings are left out.", n),
                            n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%u fine-tuning with other settings (%s) is left out.",
                                       "%u fine-tunings with other settings (%s) are left out.", n),
                          n, transfer->left_out_words);
}

const StudyTransfer *
view_transfer_example (const ViewTransfer *transfer, gboolean reads, gboolean few)
{
  const ViewTransferCell *found = NULL;
  for (guint i = 0; i < transfer->cells->len; i++) {
    const ViewTransferCell *cell = view_transfer_cell (transfer, i);
    if ((cell->method == TRANSFER_RIDGE) != reads || (cell->shots > 0) != few)
      continue;
    if (found == NULL || (cell->group == transfer->options.group && found->group != cell->group))
      found = cell;
  }
  return found == NULL ? NULL : found->transfers->pdata[0];
}
