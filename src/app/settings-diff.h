/* CollapsarSettingsDiff: two regimes' settings beside each other: what differs, or all. */
#pragma once

#include <adwaita.h>

#include "training/regime.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SETTINGS_DIFF (collapsar_settings_diff_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSettingsDiff, collapsar_settings_diff, COLLAPSAR, SETTINGS_DIFF, AdwWindow)

GtkWidget *collapsar_settings_diff_new (const Regime *a, const Regime *b);
/* The rows that are shown: strings "Learning rate", "0.05", "0.1" one after another; free with g_strfreev. */
char **collapsar_settings_diff_list (CollapsarSettingsDiff *self);
void collapsar_settings_diff_show_all (CollapsarSettingsDiff *self, gboolean all);

G_END_DECLS
