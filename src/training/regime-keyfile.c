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

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

/* Where the walk is, and what it has found. */
typedef struct {
  const char *origin;
  guint line;        /* counted from 1 */
  char *group;       /* NULL before the first */
  GHashTable *lines; /* "group.key" to its line */
} Walk;

/* A section without keys would otherwise be passed over, and whoever wrote it deceived. */
static gboolean
take_section (Walk *walk, const char *group, GError **error)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  g_autofree const char **groups = g_new (const char *, n);
  g_free (walk->group);
  walk->group = g_strdup (group);
  for (gsize i = 0; i < n; i++) {
    groups[i] = keys[i].group;
    if (g_str_equal (groups[i], group))
      return TRUE;
  }
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
take_key (Walk *walk, const char *key, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", walk->group, key);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (walk->lines, name));
  if (first != 0) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX, _ ("%s:%u: %s was already set on line %u"),
                 walk->origin, walk->line, name, first);
    return FALSE;
  }
  if (!regime_check_key (name, error)) { /* also of "key[de]", which GKeyFile leaves out */
    g_prefix_error (error, "%s:%u: ", walk->origin, walk->line);
    return FALSE;
  }
  g_hash_table_insert (walk->lines, g_steal_pointer (&name), GUINT_TO_POINTER (walk->line));
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
    return take_section (walk, line + 1, error);
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

/* Walks the lines and gives the line of each "group.key", counted from 1; NULL with an error at the first
 * that no regime has. */
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
set_from_key_file (Regime *regime,
                   GKeyFile *file,
                   const char *group,
                   const char *key,
                   const char *origin,
                   GHashTable *lines,
                   GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s.%s", group, key);
  guint line = GPOINTER_TO_UINT (g_hash_table_lookup (lines, name));
  g_autoptr (GError) local = NULL;
  g_autofree char *value = g_key_file_get_string (file, group, key, &local);
  if (local != NULL) { /* a value may come with it */
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_BAD_VALUE, "%s:%u: %s: %s", origin, line, name,
                 local->message);
    return FALSE;
  }
  if (!regime_set (regime, name, value, error)) {
    g_prefix_error (error, "%s:%u: ", origin, line);
    return FALSE;
  }
  return TRUE;
}

Regime *
regime_new_from_text (const char *text, const char *origin, GError **error)
{
  const char *bad;
  if (!g_utf8_validate (text, -1, &bad)) {
    guint line = 1;
    for (const char *c = text; c < bad; c++)
      line += *c == '\n';
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX, _ ("%s:%u: not a regime: this is not UTF-8 text"),
                 origin, line);
    return NULL;
  }
  if (g_str_has_prefix (text, BYTE_ORDER_MARK)) /* some editors write one */
    text += strlen (BYTE_ORDER_MARK);
  g_autoptr (GHashTable) lines = find_lines (text, origin, error);
  if (lines == NULL)
    return NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) local = NULL;
  if (*text != '\0' && !g_key_file_load_from_data (file, text, strlen (text), G_KEY_FILE_NONE, &local)) {
    g_set_error (error, REGIME_ERROR, REGIME_ERROR_SYNTAX, "%s: %s", origin, local->message);
    return NULL;
  }
  g_autoptr (Regime) regime = regime_new ();
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  for (char **group = groups; *group != NULL; group++) {
    g_auto (GStrv) keys = g_key_file_get_keys (file, *group, NULL, NULL);
    for (char **key = keys; *key != NULL; key++)
      if (!set_from_key_file (regime, file, *group, *key, origin, lines, error))
        return NULL;
  }
  if (!regime_validate (regime, error)) {
    g_prefix_error (error, "%s: ", origin);
    return NULL;
  }
  return g_steal_pointer (&regime);
}

/* Reads with a bound, so that neither a pipe nor a device is a problem. */
static char *
read_file (const char *path, GError **error)
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

Regime *
regime_new_from_file (const char *path, GError **error)
{
  g_autofree char *text = read_file (path, error);
  return text == NULL ? NULL : regime_new_from_text (text, path, error);
}

char *
regime_to_text (const Regime *regime)
{
  gsize n;
  const RegimeKey *keys = regime_keys (&n);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  for (gsize i = 0; i < n; i++) {
    g_autofree char *name = regime_key_name (&keys[i]);
    g_key_file_set_string (file, keys[i].group, keys[i].key, regime_get (regime, name));
  }
  return g_key_file_to_data (file, NULL, NULL);
}
