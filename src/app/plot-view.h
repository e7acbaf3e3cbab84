/* CollapsarPlotView: a chart of points, hovered and picked: what is under the pointer, or what the arrow keys
 * have come to, has a ring and is told in words. The chart is drawn once into an image, the ring over it. */
#pragma once

#include <gtk/gtk.h>

#include "plot/pointplot.h"
#include "plot/scatter.h"

G_BEGIN_DECLS

/* A point: of a scatter its number and 0, of a point plot line and place. */
typedef struct {
  gint line; /* -1: none */
  guint place;
} CollapsarPlotPoint;

/* What is to be said of a point, free with g_free; NULL for nothing. */
typedef char *(*CollapsarPlotWords) (const CollapsarPlotPoint *point, gpointer user_data);

#define COLLAPSAR_TYPE_PLOT_VIEW (collapsar_plot_view_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarPlotView, collapsar_plot_view, COLLAPSAR, PLOT_VIEW, GtkWidget)

/* Signal "picked" (uint, uint): a point was clicked, or Enter pressed on it. */
GtkWidget *collapsar_plot_view_new (void);
/* The plot is borrowed and may change in place; draws it again. */
void collapsar_plot_view_set_scatter (CollapsarPlotView *self, const PlotScatter *scatter);
void collapsar_plot_view_set_pointplot (CollapsarPlotView *self, const PlotPointplot *pointplot);
void collapsar_plot_view_set_words (CollapsarPlotView *self, CollapsarPlotWords words, gpointer user_data);
/* What is told now. */
CollapsarPlotPoint collapsar_plot_view_get_point (CollapsarPlotView *self);

G_END_DECLS
