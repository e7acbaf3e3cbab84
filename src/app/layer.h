/* A drawing that is made once and shown as often as needed.
 *
 * Not gtk_snapshot_append_cairo: its nodes hold the strokes, not the pixels, and every redraw of what lies
 * over them (a cross-hair, a hint) would draw all of them again. */
#pragma once

#include <gtk/gtk.h>

#include "plot/theme.h"

typedef void (*CollapsarDrawFunc) (
    cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data);

/* Part of a widget; zero at first. */
typedef struct {
  GdkTexture *texture; /* NULL: to be drawn */
  PlotThemeKind theme;
  int width, height, scale;
} CollapsarLayer;

/* Lets go of the drawing: the next append makes it again. */
void collapsar_layer_clear (CollapsarLayer *layer);
/* Shows what draw makes on a transparent ground of the widget's size, made again when size, scale factor or
 * the desktop's style are others than before. Nothing for a widget without area. */
void collapsar_layer_append (CollapsarLayer *layer,
                             GtkWidget *widget,
                             GtkSnapshot *snapshot,
                             CollapsarDrawFunc draw,
                             gpointer user_data);
