#include "app/layer.h"

#include "app/appearance.h"

void
collapsar_layer_clear (CollapsarLayer *layer)
{
  g_clear_object (&layer->texture);
}

/* The texture takes the surface's pixels as they are. */
static GdkTexture *
draw_texture (int width, int height, int scale, CollapsarDrawFunc draw, gpointer user_data)
{
  int rows = height * scale, columns = width * scale;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, columns, rows);
  cairo_surface_set_device_scale (surface, scale, scale);
  cairo_t *cr = cairo_create (surface);
  draw (cr, collapsar_appearance_theme (), width, height, user_data);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  gsize stride = (gsize)cairo_image_surface_get_stride (surface);
  g_autoptr (GBytes) bytes
      = g_bytes_new_with_free_func (cairo_image_surface_get_data (surface), stride * (gsize)rows,
                                    (GDestroyNotify)cairo_surface_destroy, surface);
  return gdk_memory_texture_new (columns, rows, GDK_MEMORY_DEFAULT, bytes, stride);
}

void
collapsar_layer_append (CollapsarLayer *layer,
                        GtkWidget *widget,
                        GtkSnapshot *snapshot,
                        CollapsarDrawFunc draw,
                        gpointer user_data)
{
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  PlotThemeKind theme = collapsar_appearance_kind ();
  if (width <= 0 || height <= 0)
    return;
  if (layer->width != width || layer->height != height || layer->scale != scale || layer->theme != theme)
    collapsar_layer_clear (layer);
  if (layer->texture == NULL)
    layer->texture = draw_texture (width, height, scale, draw, user_data);
  layer->width = width;
  layer->height = height;
  layer->scale = scale;
  layer->theme = theme;
  gtk_snapshot_append_texture (snapshot, layer->texture, &GRAPHENE_RECT_INIT (0, 0, width, height));
}
