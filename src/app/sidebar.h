/* CollapsarSidebar: the regime, the presets to choose from, and what to look for. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SIDEBAR (collapsar_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSidebar, collapsar_sidebar, COLLAPSAR, SIDEBAR, GtkBox)

void collapsar_sidebar_set_session (CollapsarSidebar *self, CollapsarSession *session);

G_END_DECLS
