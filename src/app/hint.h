/* What is under the pointer, in words and with a picture: drawn with render nodes over a view's cached layer,
 * so that moving it costs nothing below. */
#pragma once

#include <gtk/gtk.h>

/* A box beside (x, y) that stays inside the widget; image (its size in pixels of the screen) or NULL. */
void collapsar_hint_draw (
    GtkSnapshot *snapshot, GtkWidget *widget, const char *text, GdkTexture *image, double x, double y);
