/* Layers, or the angles between classes, as panels of a figure. */
#pragma once

#include "plot/figure.h"
#include "view/layers.h"

typedef enum {
  VIEW_LAYERS_FIGURE_LAYERS, /* by epoch, of each run, and at the cursor */
  VIEW_LAYERS_FIGURE_ANGLES, /* of each run its matrices, its cosines and singular values by epoch, and these
                                at the cursor */
  VIEW_LAYERS_FIGURE_ALL,    /* all that the window shows */
} ViewLayersFigure;

/* To the panels (array of PlotPanel), whose plots are borrowed from the view. */
void view_layers_add_panels (const ViewLayers *layers, ViewLayersFigure which, GArray *panels);
/* In how many columns they look best on a page, and how high it is to be. */
guint view_layers_figure_columns (const ViewLayers *layers, ViewLayersFigure which, const PlotPage *page);
double view_layers_figure_height (const ViewLayers *layers, ViewLayersFigure which, const PlotPage *page);
