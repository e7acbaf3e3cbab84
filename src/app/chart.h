/* CollapsarChart: one chart as a card. Its curves are drawn once into an image, the cross-hair over them. */
#pragma once

#include <gtk/gtk.h>

#include "plot/chart.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_CHART (collapsar_chart_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarChart, collapsar_chart, COLLAPSAR, CHART, GtkWidget)

/* Signals, of epochs as double: "hover" (under the pointer, NaN when it leaves), "pick" (clicked or dragged
 * to), "choose" (from, to: dragged over with Shift, which Escape stops), "zoom" (factor, about which: Control
 * and the wheel, or two fingers), "pan" (share of what is shown: the middle button, the wheel with Shift, or
 * two fingers to the side), "show-all" (a double click). */
GtkWidget *collapsar_chart_new (void);
/* plot is borrowed and may change in place; NULL for none. Draws it again. */
void collapsar_chart_set_plot (CollapsarChart *self, const PlotChart *plot);
/* Draws again what has changed in place. */
void collapsar_chart_redraw (CollapsarChart *self);
/* How long drawing its curves took the last time, us. */
gint64 collapsar_chart_get_cost (CollapsarChart *self);
/* The epoch of the cross-hair, NaN for none. */
double collapsar_chart_get_cursor (CollapsarChart *self);
void collapsar_chart_set_cursor (CollapsarChart *self, double epoch);

G_END_DECLS
