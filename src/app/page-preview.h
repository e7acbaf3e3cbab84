/* CollapsarPagePreview: a page of a figure at its true size, or as large as there is room for, with rulers in
 * millimetres. What is on it is drawn elsewhere. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_PAGE_PREVIEW (collapsar_page_preview_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarPagePreview, collapsar_page_preview, COLLAPSAR, PAGE_PREVIEW, GtkWidget)

/* Property "scale" (double, notifies): pixels of the screen a point of the page, with which it is to be
 * drawn; 0 while there is no page or no room. */

/* Points; what is shown stays until the next texture. */
void collapsar_page_preview_set_page (CollapsarPagePreview *self, double width, double height);
/* The page, drawn with any scale; NULL for none. */
void collapsar_page_preview_set_texture (CollapsarPagePreview *self, GdkTexture *texture);
GdkTexture *collapsar_page_preview_get_texture (CollapsarPagePreview *self);
/* Its share of the true size, at most 1. */
double collapsar_page_preview_get_share (CollapsarPagePreview *self);

G_END_DECLS
