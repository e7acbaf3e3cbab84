/* What a test of widgets begins with. */
#pragma once

#include <gtk/gtk.h>

/* Whether there is a display; without one, says in TAP that the whole test is skipped (meson takes an exit of
 * 77 for a failure when the protocol is TAP): return 0 from main then. */
static inline gboolean
test_has_display (void)
{
  if (gtk_init_check ())
    return TRUE;
  g_print ("1..0 # SKIP there is no display\n");
  return FALSE;
}
