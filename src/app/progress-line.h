/* CollapsarProgressLine: how far a run has come, as a line in the run's colour. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_PROGRESS_LINE (collapsar_progress_line_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarProgressLine, collapsar_progress_line, COLLAPSAR, PROGRESS_LINE, GtkWidget)

/* Properties "regime" (uint), as of CollapsarSwatch, and "fraction" (double, 0 .. 1). */

G_END_DECLS
