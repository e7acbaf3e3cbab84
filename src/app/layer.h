/* A drawing that is made once and shown as often as needed.
 *
 * It is drawn to an image, and the image is what the render node holds. A node drawn to directly
 * (gtk_snapshot_append_cairo) holds the strokes, and every redraw of what lies over them (a cross-hair, a
 * hint) would draw all of them again. A GdkTexture would do for OpenGL, but GTK 4.8 brings textures to its
 * Cairo renderer by way of floating point, pixel by pixel: a third of a frame's time where there is no GPU.
 *
 * Two images take turns: the renderer still holds what was shown last while the next is drawn, and one that
 * was destroyed meanwhile would be copied by Cairo. */
#pragma once

#include <gtk/gtk.h>

#include "plot/theme.h"

typedef void (*CollapsarDrawFunc) (
    cairo_t *cr, const PlotTheme *theme, double width, double height, gpointer user_data);

/* Part of a widget; zero at first. */
typedef struct {
  GskRenderNode *node; /* NULL: to be drawn */
  cairo_surface_t *shown, *spare;
  PlotThemeKind theme;
  int width, height, scale;
} CollapsarLayer;

/* The next append makes the drawing again. */
void collapsar_layer_clear (CollapsarLayer *layer);
/* Lets go of all it has. */
void collapsar_layer_dispose (CollapsarLayer *layer);
/* Shows what draw makes on a transparent ground of the widget's size, made again when size, scale factor or
 * the desktop's style are others than before. Nothing for a widget without area. */
void collapsar_layer_append (CollapsarLayer *layer,
                             GtkWidget *widget,
                             GtkSnapshot *snapshot,
                             CollapsarDrawFunc draw,
                             gpointer user_data);
