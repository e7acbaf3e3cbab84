/* The lines of a legend: a swatch and a name each; internal to plot. */
#pragma once

#include "plot/text.h"

typedef struct {
  const char *name;
  guint style; /* plot_theme_regime_style */
  PlotLine line;
  gboolean marker; /* the marker alone, as of points */
} PlotEntry;

/* How wide they are in a single column, each name in full. */
double plot_entries_width (PlotText *text, const PlotEntry *entries, guint n);
/* In as many columns as fit into the width, each from its top down. Returns the height used; draws nothing
 * unless `draw`. */
double plot_entries_draw (PlotText *text, const PlotEntry *entries, guint n, double width, gboolean draw);
