/* What the regime's files share. */
#pragma once

#include "training/regime.h"

/* Layers a list of widths may have. */
#define REGIME_MAX_WIDTHS 16
/* Bytes a text may have. */
#define REGIME_MAX_TEXT 4096

/* The canonical text of a value, so that equal values are equal texts; NULL with REGIME_ERROR_BAD_VALUE. */
char *regime_key_parse (const RegimeKey *key, const char *text, GError **error);

/* The candidate (n of them) that was probably meant by a mistyped word, or NULL when none is near. */
const char *regime_nearest (const char *word, const char *const *candidates, gsize n);

/* Index into regime_keys, or -1. */
gint regime_key_index (const char *name);
/* The value of the key at a place in regime_keys. */
const char *regime_value (const Regime *regime, gsize key);

/* REGIME_ERROR_UNKNOWN_KEY, with what was probably meant, when there is no key "section.key" of that name. */
gboolean regime_check_key (const char *name, GError **error);

/* The first characters of what a person wrote, without control characters and fit to stand in a message; free
 * with g_free. */
char *regime_excerpt (const char *text);

/* A keyfile every line of which has been walked: there is no group and no key in it that may not be. */
typedef struct {
  const char *origin;
  GKeyFile *keys;
  GHashTable *lines; /* "[group]" and "group.key" to the line, counted from 1 */
} RegimeFile;

/* What stands before the name in a group that is no section: [variant NAME], [trend NAME]. */
#define REGIME_VARIANT "variant "
#define REGIME_TREND "trend "

/* text and origin are borrowed. */
gboolean regime_file_open (RegimeFile *file, const char *text, const char *origin, GError **error);
void regime_file_close (RegimeFile *file);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RegimeFile, regime_file_close)
/* The line of a group, or of a key in it; 0 when it is not there. */
guint regime_file_line (const RegimeFile *file, const char *group, const char *key);
/* The value of a key that is there, unescaped; NULL with file and line. Free with g_free. */
char *regime_file_get (const RegimeFile *file, const char *group, const char *key, GError **error);
/* Sets the regime's "section.key" to what stands at a group's key. */
gboolean regime_file_set (const RegimeFile *file,
                          const char *group,
                          const char *key,
                          const char *name,
                          Regime *regime,
                          GError **error);

/* A file's text, with a bound; free with g_free. */
char *regime_read_file (const char *path, GError **error);

/* REGIME_ERROR_UNKNOWN_KEY when a [trend NAME] has no such key. */
gboolean regime_check_trend_key (const char *key, GError **error);
