/* CollapsarPanelList: which panels a figure is composed of, as a list (view/figure-panels.h) that a menu adds
 * to; what is no list is said below it. Hidden where the figure is not of runs. */
#pragma once

#include <adwaita.h>

#include "app/figure-source.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_PANEL_LIST (collapsar_panel_list_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarPanelList, collapsar_panel_list, COLLAPSAR, PANEL_LIST, GtkBox)

/* Signal: "changed" when the source was given other panels.
 *
 * Action: "panels.add" (string): one more at the end. */

/* The source whose panels they are; once, before it is shown. */
void collapsar_panel_list_set_source (CollapsarPanelList *self, CollapsarFigureSource *source);

G_END_DECLS
