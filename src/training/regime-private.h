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

/* REGIME_ERROR_UNKNOWN_KEY, with what was probably meant, when there is no key "section.key" of that name. */
gboolean regime_check_key (const char *name, GError **error);

/* The first characters of what a person wrote, without control characters and fit to stand in a message; free
 * with g_free. */
char *regime_excerpt (const char *text);
