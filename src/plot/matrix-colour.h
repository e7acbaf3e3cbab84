/* The colour scales of heat maps; internal to plot. */
#pragma once

#include "plot/theme.h"

/* `share` of the scale from its least to its greatest value, 0 .. 1. Even in OKLab. */
PlotColour plot_colour_sequential (const PlotTheme *theme, double share);
/* The same about the share of the scale at which the centre lies; of any theme. */
PlotColour plot_colour_diverging (double share, double centre);
/* Of the same lightness. */
PlotColour plot_colour_grey (PlotColour colour);
/* Black or white, whichever has the greater contrast by WCAG 2: at least 4.58 on any colour. */
PlotColour plot_colour_contrast (PlotColour colour);
/* Lightness L of OKLab (Ottosson 2020), 0 .. 1, and the two others. */
void plot_colour_to_oklab (PlotColour colour, double lab[3]);
