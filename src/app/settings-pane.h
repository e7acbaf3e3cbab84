/* CollapsarSettingsPane: the settings of the session's regime, a row for each of regime_keys.
 *
 * Keys that are live act at once; the others are collected in an edited copy of the regime until they are
 * applied or reverted. A text that is not allowed is explained in its row and goes nowhere. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"
#include "app/setting.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SETTINGS_PANE (collapsar_settings_pane_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSettingsPane, collapsar_settings_pane, COLLAPSAR, SETTINGS_PANE, GtkBox)

/* Actions: settings.apply, settings.revert. Signals: "apply" with the edited Regime (pointer; ref to keep)
 * that is to be trained; "rename" with the name that the run is to have.
 *
 * session: NULL for none; what was edited of the one before is forgotten. */
void collapsar_settings_pane_set_session (CollapsarSettingsPane *self, CollapsarSession *session);
/* The setting of "section.key", or NULL. */
CollapsarSetting *collapsar_settings_pane_find (CollapsarSettingsPane *self, const char *name);
/* As if the person had set "section.key" to `text` in its row. */
void collapsar_settings_pane_edit (CollapsarSettingsPane *self, const char *name, const char *text);
/* As edited: what settings.apply would train. NULL before the first run. */
const Regime *collapsar_settings_pane_edited (CollapsarSettingsPane *self);

G_END_DECLS
