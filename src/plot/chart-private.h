#pragma once

#include "plot/chart.h"

/* plot_chart_draw with the title moved to the right by `inset`, to make room for a panel's letter. */
void plot_chart_draw_inset (
    cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height, double inset);
