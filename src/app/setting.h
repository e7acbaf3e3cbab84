/* CollapsarSetting: the row of the settings pane for one of a regime's keys, made from the key's entry in
 * regime_keys. Values go in and out as text, as in a regime file; on screen numbers have
 * the locale's decimal point. */
#pragma once

#include <adwaita.h>

#include "training/regime.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SETTING (collapsar_setting_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSetting, collapsar_setting, COLLAPSAR, SETTING, GObject)

/* Signal "changed": the person has set another text, which may not be allowed. */
CollapsarSetting *collapsar_setting_new (const RegimeKey *key);
/* A text key to be chosen from a list, see collapsar_setting_set_choices. */
CollapsarSetting *collapsar_setting_new_choice (const RegimeKey *key);

GtkWidget *collapsar_setting_row (CollapsarSetting *self);
const RegimeKey *collapsar_setting_key (CollapsarSetting *self);
/* Of a choice; titles are as many as values, both NULL-terminated. A value that is set later and is not among
 * them is added. */
void
collapsar_setting_set_choices (CollapsarSetting *self, const char *const *values, const char *const *titles);
/* Free with g_free. */
char *collapsar_setting_get_text (CollapsarSetting *self);
/* Emits nothing. */
void collapsar_setting_set_text (CollapsarSetting *self, const char *text);
/* Whether a text acts on the running regime, which the row says: such a one is told when it is complete. */
void collapsar_setting_set_live (CollapsarSetting *self, gboolean live);
gboolean collapsar_setting_get_live (CollapsarSetting *self);
/* Why the text is not allowed, in the row; NULL when it is. */
void collapsar_setting_set_error (CollapsarSetting *self, const char *message);
/* "Network": a section's title. */
const char *collapsar_setting_group_title (const char *group);
/* The key's title; where others have the same, with its section's. Free with g_free. */
char *collapsar_setting_title (const RegimeKey *key);
/* A value of a key in words and the locale's numbers; free with g_free. */
char *collapsar_setting_describe (const RegimeKey *key, const char *text);
/* The next number up (1) or down (-1) from text: of a logarithmic key the next power of two or of 1, 2, 5;
 * clamped to what is allowed. NULL when text is no number. Free with g_free. */
char *collapsar_setting_step (const RegimeKey *key, const char *text, int by);

/* Of several regimes: the names of the keys, but for those of [regime], in whose values any two of them
 * differ that both use the key; free with g_ptr_array_unref. */
GPtrArray *collapsar_setting_find_varying (const GPtrArray *regimes);
/* A regime's values of such keys as one line, "Adam · learning rate 0.001"; "" where it uses none. Free with
 * g_free. */
char *collapsar_setting_describe_varying (const Regime *regime, const GPtrArray *names);

G_END_DECLS
