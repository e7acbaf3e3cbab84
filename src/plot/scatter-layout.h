/* Where everything in a scatter chart lies; drawing and pointer agree by it. Internal to plot. */
#pragma once

#include "plot/chart-frame.h"
#include "plot/entries.h"
#include "plot/labels.h"
#include "plot/scatter.h"

typedef struct {
  PlotFrame frame;
  PlotFrameWords words;
  char *y_label;
  GArray *labels;   /* PlotLabel, where the words are beside the points */
  GArray *labelled; /* guint: the point of each */
  GArray *entries;  /* PlotEntry, where they are a legend; empty: none */
  double legend_height;
  PlotBox facts;
  guint n_facts; /* lines of the box; 0: none */
  gboolean ends; /* whether there is room for the words at the ends of the axis */
} PlotScatterLayout;

/* Clear with plot_scatter_layout_clear. */
void plot_scatter_layout_init (
    PlotScatterLayout *layout, PlotText *text, const PlotScatter *scatter, double width, double height);
void plot_scatter_layout_clear (PlotScatterLayout *layout);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PlotScatterLayout, plot_scatter_layout_clear)

/* Whether the point has a place in the chart. */
gboolean plot_scatter_is_drawn (const PlotScatter *scatter, const PlotScatterPoint *point);
double plot_scatter_radius (const PlotScatterLayout *layout, const PlotScatterPoint *point);
PlotTextStyle plot_scatter_label_style (const PlotTheme *theme, guint regime);
PlotTextStyle plot_scatter_fact_style (const PlotTheme *theme, guint line);
PlotTextStyle plot_scatter_end_style (const PlotTheme *theme);

/* In units: between the lines of the box, and about them. */
#define PLOT_FACT_LINE 15
#define PLOT_FACT_MARGIN 9
