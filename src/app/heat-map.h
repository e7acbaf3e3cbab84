/* CollapsarHeatMap: a heat map (plot/matrix.h) as a card: drawn once into an image, and over it what is
 * marked. The cell under the pointer, or that the arrow keys have come to, is told in words. */
#pragma once

#include <gtk/gtk.h>

#include "plot/matrix.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_HEAT_MAP (collapsar_heat_map_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarHeatMap, collapsar_heat_map, COLLAPSAR, HEAT_MAP, GtkWidget)

/* What is to be said of a cell, free with g_free; NULL for nothing. */
typedef char *(*CollapsarHeatMapWords) (CollapsarHeatMap *map, guint row, guint column, gpointer user_data);

/* Signals: "hover" (int, int: row and column of the cell that is told of, -1 when none is), "pick" (uint,
 * uint: a cell was clicked, or Enter pressed on it), "copy": what is behind it is wanted on the clipboard. */
GtkWidget *collapsar_heat_map_new (void);
/* The matrix is borrowed and may change in place; NULL for none. Draws it again. */
void collapsar_heat_map_set_matrix (CollapsarHeatMap *self, const PlotMatrix *matrix);
const PlotMatrix *collapsar_heat_map_get_matrix (CollapsarHeatMap *self);
void collapsar_heat_map_set_words (CollapsarHeatMap *self, CollapsarHeatMapWords words, gpointer user_data);
/* A marked cell, as the one of another matrix that belongs to this one's; -1 for none. */
void collapsar_heat_map_set_mark (CollapsarHeatMap *self, gint row, gint column);
void collapsar_heat_map_get_mark (CollapsarHeatMap *self, gint *row, gint *column);
/* A column that is marked always, such as the cursor's; -1 for none. */
void collapsar_heat_map_set_column (CollapsarHeatMap *self, gint column);

G_END_DECLS
