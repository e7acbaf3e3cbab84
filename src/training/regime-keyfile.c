/* Regimes as keyfiles. GKeyFile reads the values; it names no lines in its errors and lets a key be given
 * twice, so the lines are walked here first. */
#include "training/regime-private.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

/* A regime is a page of text; what is longer is some other file. */
#define MAX_FILE (1 << 20)

/* Bytes the name of a variant, a trend or a plan of transfers may have. */
#define MAX_NAME 80

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Where the walk is, and what it has found. */
typedef struct {
  const char *origin;
  guint line;        /* counted from 1 */
  char *group;       /* NULL before the first */
  GHashTable *lines; /* "[group]" and "group.key" to the line */
} Walk;

static gboolean
refuse_section (const Walk *walk, const char *group, GError **error)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  g_autofree const char **groups = g_new (const char *, n);
  for (gsize i = 0; i < n; i++)
    groups[i] = keys[i].group;
  const char *nearest = regime_nearest (group, groups, n);
  g_autofree char *shown = regime_excerpt (group);
  if (nearest != NULL)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY,
                 _ ("%s:%u: there is no section [%s]; did you mean [%s]?"), walk->origin, walk->line, shown,
                 nearest);
  else
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_UNKNOWN_KEY, _ ("%s:%u: there is no section [%s]"),
                 walk->origin, walk->line, shown);
  return FALSE;
}

static gboolean
is_section (const char *group)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  for (gsize i = 0; i < n; i++)
    if (g_str_equal (keys[i].group, group))
      return TRUE;
  return FALSE;
}

static gboolean
is_name (const char *name)
{
  gsize length = strlen (name);
  if (length == 0 || length > MAX_NAME || strpbrk (name, ",[]") != NULL)
    return FALSE;
  for (const char *c = name; *c != '\0'; c = g_utf8_next_char (c))
    if (g_unichar_iscntrl (g_utf8_get_char (c)))
      return FALSE;
  return name[0] != ' ' && name[length - 1] != ' ';
}

/* [variant NAME] and its like come once each: the keys of two of one name would be thrown together. */
static gboolean
take_named (const Walk *walk, const char *group, const char *name, guint first, GError **error)
{
  g_autofree char *shown = regime_excerpt (group);
  if (first == 0 && is_name (name))
    return TRUE;
  if (first != 0)
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX, _ ("%s:%u: [%s] was already on line %u"),
                 walk->origin, walk->line, shown, first);
  else
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX,
                 _ ("%s:%u: [%s] needs a name of at most %d bytes, without commas and brackets"),
                 walk->origin, walk->line, shown, MAX_NAME);
  return FALSE;
}

/* A section without keys would otherwise be passed over, and whoever wrote it deceived. */
static gboolean
take_group (Walk *walk, const char *group, GError **error)
{
  g_free (walk->group);
  walk->group = g_strdup (group);
  g_autofree char *entry = g_strdup_printf ("[%s]", group);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (walk->lines, entry));
  gboolean named = g_str_has_prefix (group, REGIME_VARIANT) || g_str_has_prefix (group, REGIME_TRANSFERS)
                   || g_str_has_prefix (group, REGIME_TREND);
  if (named && !take_named (walk, group, strchr (group, ' ') + 1, first, error))
    return FALSE;
  if (!named && !is_section (group))
    return refuse_section (walk, group, error);
  g_hash_table_insert (walk->lines, g_steal_pointer (&entry), GUINT_TO_POINTER (walk->line));
  return TRUE;
}

/* Whether the group may have the key, also of "key[de]", which GKeyFile leaves out. */
static gboolean
check_key (const char *group, const char *key, GError **error)
{
  if (g_str_has_prefix (group, REGIME_TREND))
    return regime_check_trend_key (key, error);
  if (g_str_has_prefix (group, REGIME_TRANSFERS))
    return regime_check_transfers_key (key, error);
  if (g_str_has_prefix (group, REGIME_VARIANT))
    return regime_check_key (key, error);
  g_autofree char *name = g_strdup_printf ("%s.%s", group, key);
  return regime_check_key (name, error);
}

static gboolean
take_key (Walk *walk, const char *key, GError **error)
{
  g_autofree char *entry = g_strdup_printf ("%s.%s", walk->group, key);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (walk->lines, entry));
  if (first != 0) {
    g_autofree char *shown = regime_excerpt (entry);
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX, _ ("%s:%u: %s was already set on line %u"),
                 walk->origin, walk->line, shown, first);
    return FALSE;
  }
  if (!check_key (walk->group, key, error)) {
    g_prefix_error (error, "%s:%u: ", walk->origin, walk->line);
    return FALSE;
  }
  g_hash_table_insert (walk->lines, g_steal_pointer (&entry), GUINT_TO_POINTER (walk->line));
  return TRUE;
}

static gboolean
take_line (Walk *walk, char *line, GError **error)
{
  gsize length = strlen (line);
  char *equals = strchr (line, '=');
  if (*line == '\0' || *line == '#')
    return TRUE;
  if (*line == '[' && length > 2 && line[length - 1] == ']') {
    line[length - 1] = '\0';
    return take_group (walk, line + 1, error);
  }
  if (equals == NULL || equals == line || walk->group == NULL) {
    g_autofree char *shown = regime_excerpt (line);
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX,
                 walk->group == NULL && equals != NULL
                     ? _ ("%s:%u: “%s” stands before the first [section]")
                     : _ ("%s:%u: “%s” is neither a [section] nor key=value nor a # comment"),
                 walk->origin, walk->line, shown);
    return FALSE;
  }
  *equals = '\0';
  return take_key (walk, g_strchomp (line), error);
}

/* Walks the lines and gives where each group and key stands; NULL with an error at the first that no regime
 * has. */
static GHashTable *
find_lines (const char *text, const char *origin, GError **error)
{
  g_autoptr (GHashTable) lines = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) all = g_strsplit (text, "\n", -1);
  Walk walk = { .origin = origin, .lines = lines };
  gboolean good = TRUE;
  while (good && all[walk.line] != NULL) {
    char *line = g_strstrip (all[walk.line++]);
    good = take_line (&walk, line, error);
  }
  g_free (walk.group);
  return good ? g_steal_pointer (&lines) : NULL;
}

static gboolean
check_utf8 (const char *text, const char *origin, GError **error)
{
  const char *bad;
  if (g_utf8_validate (text, -1, &bad))
    return TRUE;
  guint line = 1;
  for (const char *c = text; c < bad; c++)
    line += *c == '\n';
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX, _ ("%s:%u: not a regime: this is not UTF-8 text"),
               origin, line);
  return FALSE;
}

gboolean
regime_file_open (RegimeFile *file, const char *text, const char *origin, GError **error)
{
  if (!check_utf8 (text, origin, error))
    return FALSE;
  if (g_str_has_prefix (text, BYTE_ORDER_MARK)) /* some editors write one */
    text += strlen (BYTE_ORDER_MARK);
  g_autoptr (GHashTable) lines = find_lines (text, origin, error);
  if (lines == NULL)
    return FALSE;
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  if (*text != '\0' && !g_key_file_load_from_data (keys, text, strlen (text), G_KEY_FILE_NONE, &local)) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX, "%s: %s", origin, local->message);
    return FALSE;
  }
  *file = (RegimeFile){ origin, g_steal_pointer (&keys), g_steal_pointer (&lines) };
  return TRUE;
}

void
regime_file_close (RegimeFile *file)
{
  g_clear_pointer (&file->keys, g_key_file_unref);
  g_clear_pointer (&file->lines, g_hash_table_unref);
}

guint
regime_file_line (const RegimeFile *file, const char *group, const char *key)
{
  g_autofree char *entry
      = key == NULL ? g_strdup_printf ("[%s]", group) : g_strdup_printf ("%s.%s", group, key);
  return GPOINTER_TO_UINT (g_hash_table_lookup (file->lines, entry));
}

char *
regime_file_get (const RegimeFile *file, const char *group, const char *key, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *value = g_key_file_get_string (file->keys, group, key, &local);
  if (local == NULL)
    return g_steal_pointer (&value);
  /* A value may come with the error. */
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE, "%s:%u: %s.%s: %s", file->origin,
               regime_file_line (file, group, key), group, key, local->message);
  return NULL;
}

gboolean
regime_file_set (const RegimeFile *file,
                 const char *group,
                 const char *key,
                 const char *name,
                 Regime *regime,
                 GError **error)
{
  g_autofree char *value = regime_file_get (file, group, key, error);
  if (value == NULL)
    return FALSE;
  if (!regime_set (regime, name, value, error)) {
    g_prefix_error (error, "%s:%u: ", file->origin, regime_file_line (file, group, key));
    return FALSE;
  }
  return TRUE;
}

/* Reads with a bound, so that neither a pipe nor a device is a problem. */
char *
regime_read_file (const char *path, GError **error)
{
  FILE *file = g_fopen (path, "re");
  int failure = file == NULL ? errno : 0;
  g_autofree char *text = g_malloc (MAX_FILE + 1);
  gsize length = 0;
  if (file != NULL) {
    length = fread (text, 1, MAX_FILE + 1, file);
    failure = ferror (file) ? errno : 0;
    fclose (file);
  }
  if (failure != 0) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND, _ ("%s cannot be read: %s"), path,
                 g_strerror (failure));
    return NULL;
  }
  if (length > MAX_FILE || memchr (text, '\0', length) != NULL) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX,
                 length > MAX_FILE ? _ ("%s is not a regime: it is longer than 1 MiB")
                                   : _ ("%s is not a regime: it is not text"),
                 path);
    return NULL;
  }
  text[length] = '\0';
  return g_steal_pointer (&text);
}

/* section: NULL for all. */
static char *
write_text (const Regime *regime, const char *section)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  for (gsize i = 0; i < n; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    if (section == NULL || g_str_equal (keys[i].group, section))
      g_key_file_set_string (file, keys[i].group, keys[i].key, regime_get (regime, name));
  }
  return g_key_file_to_data (file, NULL, NULL);
}

char *
regime_to_text (const Regime *regime)
{
  return write_text (regime, NULL);
}

char *
regime_section_to_text (const Regime *regime, const char *section)
{
  return write_text (regime, section);
}
