#include "lesson/keyfile.h"

#include <glib/gi18n.h>
#include <string.h>

/* Steps that a lesson may have, and bytes a value may. */
#define MAX_STEPS 40
#define MAX_TEXT 2000

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

static const struct {
  const char *key;
  gboolean lesson, step; /* where it may stand */
  gboolean translated;
} known[] = {
  { "name", TRUE, FALSE, TRUE },       { "about", TRUE, FALSE, TRUE },  { "minutes", TRUE, FALSE, FALSE },
  { "preset", TRUE, TRUE, FALSE },     { "do", FALSE, TRUE, TRUE },     { "look", FALSE, TRUE, TRUE },
  { "question", FALSE, TRUE, TRUE },   { "answer", FALSE, TRUE, TRUE }, { "seen", FALSE, TRUE, TRUE },
  { "done-when", FALSE, TRUE, FALSE }, { "view", FALSE, TRUE, FALSE },  { "projection", FALSE, TRUE, FALSE },
  { "epoch", FALSE, TRUE, FALSE },     { "shots", FALSE, TRUE, FALSE },
};

static gboolean
is_step (const char *section)
{
  return !g_str_equal (section, "lesson");
}

static const char *
allowed_keys (gboolean step)
{
  return step ? "do, look, question, answer, seen, done-when, preset, view, projection, epoch, shots"
              : "name, about, preset, minutes";
}

/* Where the walk is. */
typedef struct {
  LessonKeyfile *file;
  guint line;
  char *section; /* NULL before the first */
} Walk;

static gboolean refuse (const Walk *walk, LessonError code, GError **error, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

static gboolean
refuse (const Walk *walk, LessonError code, GError **error, const char *format, ...)
{
  va_list arguments;
  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_set_error (error, LESSON_ERROR, (gint)code, "%s:%u: %s", walk->file->origin, walk->line, message);
  return FALSE;
}

/* What comes twice is mostly a step that was copied and not numbered anew. */
static gboolean
take_entry (Walk *walk, const char *entry, GError **error)
{
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (walk->file->lines, entry));
  if (first != 0)
    return refuse (walk, LESSON_ERROR_SYNTAX, error, _ ("%s was already on line %u"), entry, first);
  g_hash_table_insert (walk->file->lines, g_strdup (entry), GUINT_TO_POINTER (walk->line));
  return TRUE;
}

static gboolean
take_section (Walk *walk, const char *section, GError **error)
{
  guint64 number = 0;
  gboolean step = g_str_has_prefix (section, "step ")
                  && g_ascii_string_to_unsigned (section + strlen ("step "), 10, 1, MAX_STEPS, &number, NULL);
  g_autofree char *plain = g_strdup_printf ("step %u", (guint)number);
  if (!g_str_equal (section, "lesson") && !(step && g_str_equal (section, plain)))
    return refuse (walk, LESSON_ERROR_KEY, error,
                   _ ("there is no section [%.60s]; there are [lesson], and [step 1] to at most [step %d]"),
                   section, MAX_STEPS);
  g_free (walk->section);
  walk->section = g_strdup (section);
  g_autofree char *entry = g_strdup_printf ("[%s]", section);
  return take_entry (walk, entry, error);
}

/* key: with its language, if any: "do[de]". */
static gboolean
take_key (Walk *walk, const char *key, GError **error)
{
  gboolean step = is_step (walk->section);
  const char *bracket = strchr (key, '[');
  g_autofree char *plain = bracket == NULL ? g_strdup (key) : g_strndup (key, (gsize)(bracket - key));
  gsize k = 0;
  while (k < G_N_ELEMENTS (known) && !g_str_equal (known[k].key, plain))
    k++;
  if (k == G_N_ELEMENTS (known) || !(step ? known[k].step : known[k].lesson))
    return refuse (walk, LESSON_ERROR_KEY, error, _ ("[%s] has no key “%.60s”; it has %s"), walk->section,
                   plain, allowed_keys (step));
  if (bracket != NULL && !known[k].translated)
    return refuse (walk, LESSON_ERROR_KEY, error, _ ("“%s” is the same in all languages: write it as %s"),
                   key, plain);
  g_autofree char *entry = g_strdup_printf ("[%s]%s", walk->section, key);
  return take_entry (walk, entry, error);
}

static gboolean
take_line (Walk *walk, char *line, GError **error)
{
  gsize length = strlen (line);
  char *equals = strchr (line, '=');
  if (*line == '\0' || *line == '#')
    return TRUE;
  if (*line == '[' && line[length - 1] == ']') {
    line[length - 1] = '\0';
    return take_section (walk, line + 1, error);
  }
  if (equals == NULL || equals == line)
    return refuse (walk, LESSON_ERROR_SYNTAX, error,
                   _ ("“%.60s” is neither a [section] nor key=value nor a # comment"), line);
  if (walk->section == NULL)
    return refuse (walk, LESSON_ERROR_SYNTAX, error, _ ("“%.60s” stands before the first [section]"), line);
  *equals = '\0';
  return take_key (walk, g_strchomp (line), error);
}

static gboolean
take_lines (LessonKeyfile *file, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Walk walk = { .file = file };
  gboolean good = TRUE;
  while (good && lines[walk.line] != NULL) {
    char *line = g_strstrip (lines[walk.line++]);
    good = take_line (&walk, line, error);
  }
  g_free (walk.section);
  return good;
}

static gboolean
check_sections (const LessonKeyfile *file, GError **error)
{
  guint n = lesson_keyfile_n_steps (file);
  gsize n_sections;
  g_auto (GStrv) sections = g_key_file_get_groups (file->keys, &n_sections);
  gboolean lesson = g_key_file_has_group (file->keys, "lesson");
  if (lesson && n > 0 && n_sections == n + 1)
    return TRUE;
  if (!lesson)
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_KEY, _ ("%s: a lesson begins with [lesson] and its name="),
                 file->origin);
  else
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_KEY,
                 _ ("%s: [step %u] is missing; steps are numbered from 1 without a gap"), file->origin,
                 n + 1);
  return FALSE;
}

gboolean
lesson_keyfile_open (LessonKeyfile *file, const char *text, const char *origin, GError **error)
{
  g_auto (LessonKeyfile) opened
      = { origin, g_key_file_new (), g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (GError) local = NULL;
  if (!g_utf8_validate (text, -1, NULL)) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_SYNTAX, _ ("%s is not a lesson: it is not UTF-8 text"),
                 origin);
    return FALSE;
  }
  if (g_str_has_prefix (text, BYTE_ORDER_MARK)) /* some editors write one */
    text += strlen (BYTE_ORDER_MARK);
  if (!take_lines (&opened, text, error))
    return FALSE;
  if (*text != '\0'
      && !g_key_file_load_from_data (opened.keys, text, strlen (text), G_KEY_FILE_NONE, &local)) {
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_SYNTAX, "%s: %s", origin, local->message);
    return FALSE;
  }
  if (!check_sections (&opened, error))
    return FALSE;
  *file = opened;
  opened = (LessonKeyfile){ 0 };
  return TRUE;
}

void
lesson_keyfile_close (LessonKeyfile *file)
{
  g_clear_pointer (&file->keys, g_key_file_unref);
  g_clear_pointer (&file->lines, g_hash_table_unref);
}

guint
lesson_keyfile_n_steps (const LessonKeyfile *file)
{
  for (guint n = 0;; n++) {
    g_autofree char *section = g_strdup_printf ("step %u", n + 1);
    if (!g_key_file_has_group (file->keys, section))
      return n;
  }
}

/* Of a text that is there in other languages alone, that of its section. */
void
lesson_keyfile_prefix (const LessonKeyfile *file, const char *section, const char *key, GError **error)
{
  g_autofree char *entry = g_strdup_printf ("[%s]%s", section, key);
  g_autofree char *group = g_strdup_printf ("[%s]", section);
  gpointer line = g_hash_table_lookup (file->lines, entry);
  if (line == NULL)
    line = g_hash_table_lookup (file->lines, group);
  g_prefix_error (error, "%s:%u: %s: ", file->origin, GPOINTER_TO_UINT (line), key);
}

gboolean
lesson_keyfile_get (
    const LessonKeyfile *file, const char *section, const char *key, char **value, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *locale = g_key_file_get_locale_for_key (file->keys, section, key, NULL);
  g_autofree char *full = locale == NULL ? g_strdup (key) : g_strdup_printf ("%s[%s]", key, locale);
  /* g_key_file_get_locale_string keeps an error to itself where a value comes with it. */
  g_autofree char *text = g_key_file_get_string (file->keys, section, full, &local);
  *value = NULL;
  if (g_error_matches (local, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND))
    return TRUE;
  if (local != NULL)
    g_set_error_literal (error, LESSON_ERROR, LESSON_ERROR_VALUE, local->message);
  else if (strlen (text) > MAX_TEXT)
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE, _ ("a text has at most %d bytes"), MAX_TEXT);
  else if (*g_strstrip (text) == '\0')
    g_set_error (error, LESSON_ERROR, LESSON_ERROR_VALUE,
                 _ ("nothing is said; leave the key out where there is nothing to say"));
  else
    *value = g_steal_pointer (&text);
  if (*value == NULL)
    lesson_keyfile_prefix (file, section, full, error);
  return *value != NULL;
}
