/* Which of GTK's renderers draws the window. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Takes the Cairo renderer where there is no graphics processor, unless GSK_RENDERER says otherwise; before
 * the first window. */
void collapsar_renderer_choose (void);

G_END_DECLS
