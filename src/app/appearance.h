/* Which of plot's themes goes with the desktop's light, dark or high-contrast style. */
#pragma once

#include <gtk/gtk.h>

#include "plot/theme.h"

G_BEGIN_DECLS

PlotThemeKind collapsar_appearance_kind (void);
/* The theme for what is drawn in the window now. */
const PlotTheme *collapsar_appearance_theme (void);
/* Redraws widget whenever the style changes. */
void collapsar_appearance_follow (GtkWidget *widget);
/* The ring of a drawn widget that has the keyboard's focus; nothing when it has not. radius: of its corners.
 */
void collapsar_appearance_draw_focus (GtkWidget *widget, GtkSnapshot *snapshot, float radius);

G_END_DECLS
