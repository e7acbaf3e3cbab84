/* What the regime's files share. */
#pragma once

#include "training/regime-comparison.h"

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

/* What stands before the name in a group that is no section: [variant NAME], ... */
#define REGIME_VARIANT "variant "
#define REGIME_TRANSFERS "transfers "
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

/* A section whose keys are not settings. */
typedef struct {
  const RegimeFile *file;
  const char *group;
} RegimeSection;

gboolean regime_section_has (const RegimeSection *section, const char *key);
/* FALSE, with a REGIME_ERROR_BAD_VALUE that names file, line and what is allowed. */
gboolean regime_section_refuse (
    const RegimeSection *section, const char *key, const char *value, const char *allowed, GError **error);
/* The text of a key that must be there and say something; NULL with an error. Free with g_free. */
char *regime_section_get (const RegimeSection *section, const char *key, GError **error);
/* Which of the choices; the first when the key is not there and not needed. */
gboolean regime_section_choose (const RegimeSection *section,
                                const char *key,
                                const char *const *choices,
                                gboolean needed,
                                guint *choice,
                                GError **error);
/* The words of a list, parted by commas; NULL when the key is not there. Free with g_strfreev, also on error.
 */
gboolean regime_section_split (const RegimeSection *section, const char *key, char ***words, GError **error);
/* Those of the choices that a list names, each once (array of guint); NULL when the key is not there. */
gboolean regime_section_pick (const RegimeSection *section,
                              const char *key,
                              const char *const *choices,
                              GArray **picked,
                              GError **error);
/* Array of guint: those that "variants" lists; NULL when it is not there. */
gboolean regime_section_variants (const RegimeSection *section,
                                  const RegimeComparison *comparison,
                                  GArray **variants,
                                  GError **error);

/* Index of the variant, or the number of them. */
guint regime_find_variant (const RegimeComparison *comparison, const char *name);
/* "NAME, NAME" of these (guint), or of all for NULL; free with g_free. */
char *regime_variants_to_text (const RegimeComparison *comparison, const GArray *variants);
/* REGIME_ERROR_UNKNOWN_KEY when it is none of the keys that `what` ("a trend") has. */
gboolean
regime_check_section_key (const char *key, const char *const *keys, const char *what, GError **error);

gboolean regime_check_trend_key (const char *key, GError **error);
TrainingTrend *
regime_read_trend (const RegimeSection *section, const RegimeComparison *comparison, GError **error);
void regime_write_trend (const TrainingTrend *trend,
                         const RegimeComparison *comparison,
                         GKeyFile *file,
                         const char *group);

gboolean regime_check_transfers_key (const char *key, GError **error);
/* Whether the fine-tunings of all variants can be. */
gboolean
regime_check_transfers (const TransferPlan *plan, const RegimeComparison *comparison, GError **error);
TransferPlan *
regime_read_transfers (const RegimeSection *section, const RegimeComparison *comparison, GError **error);
void regime_write_transfers (const TransferPlan *plan,
                             const RegimeComparison *comparison,
                             GKeyFile *file,
                             const char *group);
