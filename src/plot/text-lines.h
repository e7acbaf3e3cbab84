/* Lines of text that are laid out, kept: a scene says the same words in every frame, and laying them out
 * takes longer than drawing them. Internal to plot; each thread has its own. */
#pragma once

#include <pango/pangocairo.h>

typedef struct _PlotTextLines PlotTextLines;

/* Those of cr's kind of surface, of its transformation but for where it is, and of the family; of one thread.
 * Hinting is off, so that screen and file agree. */
PlotTextLines *plot_text_lines_of (cairo_t *cr, const char *family);
void plot_text_lines_unref (PlotTextLines *lines);

/* The string on one line, which ends in an ellipsis beyond max_width (0: no limit); tabular: figures of one
 * width. Lasts until the next call. */
PangoLayout *plot_text_lines_get (
    PlotTextLines *lines, const char *string, double size, gboolean bold, gboolean tabular, double max_width);
