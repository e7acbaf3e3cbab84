/* A regime: everything that determines a run, as a GKeyFile.
 *
 * One table of keys (regime_keys) is what the reader, the command line's --set, the settings pane and the
 * help are made from. A Regime is immutable once shared; change a copy. */
#pragma once

#include <glib.h>

#define REGIME_ERROR (regime_error_quark ())
GQuark regime_error_quark (void);

typedef enum {
  REGIME_ERROR_NOT_FOUND,   /* no such file or preset */
  REGIME_ERROR_SYNTAX,      /* not a keyfile; file and line are named */
  REGIME_ERROR_UNKNOWN_KEY, /* with the nearest known one */
  REGIME_ERROR_BAD_VALUE,   /* with what is allowed */
  REGIME_ERROR_IMPOSSIBLE,  /* two keys that do not go together */
} RegimeError;

typedef enum {
  REGIME_INTEGER,
  REGIME_REAL,
  REGIME_BOOLEAN,
  REGIME_CHOICE,
  REGIME_WIDTHS, /* a list of integers, such as 512,256; may be empty */
  REGIME_TEXT,
} RegimeKeyType;

typedef struct {
  const char *group; /* "optimiser" */
  const char *key;   /* "learning-rate" */
  RegimeKeyType type;
  const char *title;                /* "Learning rate", translatable (N_) */
  const char *help;                 /* one sentence, translatable */
  const char *fallback;             /* the default as text */
  double minimum, maximum;          /* of numbers and of each width */
  gboolean above_minimum;           /* the minimum itself is not allowed */
  gboolean logarithmic;             /* a spin button multiplies rather than adds */
  const char *const *choices;       /* of a choice, NULL-terminated */
  const char *const *choice_titles; /* translatable, as many */
  const char *zero_title;           /* what 0 is called on screen, translatable; NULL: 0 */
  gboolean live;                    /* may be changed while the regime runs */
  const char *allowed;              /* of a text: what it may be, translatable; NULL: any text */
  const char *only_with; /* "section.key=value,value": with other values of that key it is ignored; NULL:
                            always used */
} RegimeKey;

/* The table, in the order to show it. */
const RegimeKey *regime_keys (gsize *n_keys);
/* "section.key" or NULL. */
const RegimeKey *regime_key_find (const char *name);
/* Whether a run is trained on with another value of the key: that of one that is live and no mere name. */
gboolean regime_key_is_live (const RegimeKey *key);
/* "section.key" of a key; free with g_free. */
char *regime_key_name (const RegimeKey *key);
/* "a whole number from 1 to 4096", for messages and help; free with g_free. */
char *regime_key_allowed (const RegimeKey *key);

typedef struct _Regime Regime;

/* All keys at their default. */
Regime *regime_new (void);
/* Reads a keyfile's text; `origin` (a file or preset's name) is for messages. Of a text with several variants
 * (regime-comparison.h) this is the first, here and below. */
Regime *regime_new_from_text (const char *text, const char *origin, GError **error);
Regime *regime_new_from_file (const char *path, GError **error);
/* One of regime_preset_names; "NAME:VARIANT" for one of its variants. */
Regime *regime_new_preset (const char *name, GError **error);
/* A preset as above, or a file's path. */
Regime *regime_new_from_argument (const char *argument, GError **error);
Regime *regime_copy (const Regime *regime);
/* The same, with the live keys (regime_key_is_live) of another one. */
Regime *regime_copy_with_live (const Regime *regime, const Regime *live);
Regime *regime_ref (Regime *regime);
void regime_unref (Regime *regime);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Regime, regime_unref)

/* The presets that ship, in the order to offer them; NULL-terminated, static. */
const char *const *regime_preset_names (void);

/* Sets "section.key" from text; on error the regime is as it was. Combinations are checked by
 * regime_validate. */
gboolean regime_set (Regime *regime, const char *name, const char *value, GError **error);
/* "section.key=value", as --set takes it. */
gboolean regime_set_assignment (Regime *regime, const char *assignment, GError **error);
/* The combinations that can be judged without the data: REGIME_ERROR_IMPOSSIBLE. The readers call it. */
gboolean regime_validate (const Regime *regime, GError **error);

/* FALSE when the regime ignores the key's value, by the key's only_with. */
gboolean regime_key_applies (const RegimeKey *key, const Regime *regime);

/* The value as text, in the form regime_set takes; owned by the regime. An unknown name is a programmer's
 * error. */
const char *regime_get (const Regime *regime, const char *name);
gint64 regime_get_integer (const Regime *regime, const char *name);
double regime_get_real (const Regime *regime, const char *name);
gboolean regime_get_boolean (const Regime *regime, const char *name);
/* Which of the key's choices. */
guint regime_get_choice (const Regime *regime, const char *name);
/* Array of guint. */
GArray *regime_get_widths (const Regime *regime, const char *name);

/* The blocks of its network, whose last output is the features. */
guint regime_n_blocks (const Regime *regime);

/* From [regime]: what it is called, and what to look for; "" when not given. */
const char *regime_name (const Regime *regime);
const char *regime_about (const Regime *regime);
/* One line of what it is: "MLP 128-64 · digits · seed 1"; free with g_free. */
char *regime_summary (const Regime *regime);

/* As a keyfile with every key, readable again; free with g_free. */
char *regime_to_text (const Regime *regime);
/* Only the keys of one section. */
char *regime_section_to_text (const Regime *regime, const char *section);
gboolean regime_equal (const Regime *a, const Regime *b);
