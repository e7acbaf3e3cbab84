/* CollapsarMosaic: cards of different width in rows, which flow: in two or three columns, or in more where it
 * is wide. All rows are of one height. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_MOSAIC (collapsar_mosaic_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarMosaic, collapsar_mosaic, COLLAPSAR, MOSAIC, GtkWidget)

GtkWidget *collapsar_mosaic_new (void);
/* A card at the end, of one column. */
void collapsar_mosaic_add (CollapsarMosaic *self, GtkWidget *child);
/* How many of three columns, and of as many as there are where it is wide, a card takes. */
void collapsar_mosaic_set_spans (CollapsarMosaic *self, GtkWidget *child, guint of_three, guint of_wide);
/* How many columns there are where it is wide; 4 at first. */
void collapsar_mosaic_set_columns (CollapsarMosaic *self, guint wide);
void collapsar_mosaic_remove (CollapsarMosaic *self, GtkWidget *child);

G_END_DECLS
