/* Hidden options for looking at the window from outside: pictures of it, and its frame times.
 *
 *   --screenshot FILE [--screenshot-after SECONDS] [--size WxH] [--settings]
 *     [--activate ACTION]..., such as win.show-all or win.band::range, half-way to the picture
 *     [--choose-data SOURCE], whose picture is of the dialogue
 *   --frame-times SECONDS */
#pragma once

#include "app/window.h"

G_BEGIN_DECLS

/* Whether the options ask for a look: such a window begins afresh, whatever was open last. */
gboolean collapsar_inspects (GVariantDict *options);
/* Does what the options ask of this window; it is closed when that is done. */
void collapsar_inspect (CollapsarWindow *window, GVariantDict *options);

G_END_DECLS
