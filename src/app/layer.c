#include "app/layer.h"

#include "app/appearance.h"

void
collapsar_layer_clear (CollapsarLayer *layer)
{
  g_clear_pointer (&layer->node, gsk_render_node_unref);
}

static GskRenderNode *
draw_node (int width, int height, int scale, CollapsarDrawFunc draw, gpointer user_data)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * scale, height * scale);
  cairo_surface_set_device_scale (surface, scale, scale);
  cairo_t *cr = cairo_create (surface);
  draw (cr, collapsar_appearance_theme (), width, height, user_data);
  cairo_destroy (cr);

  GskRenderNode *node = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height));
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, surface, 0.0, 0.0);
  cairo_paint (cr);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return node;
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
  if (layer->node == NULL)
    layer->node = draw_node (width, height, scale, draw, user_data);
  layer->width = width;
  layer->height = height;
  layer->scale = scale;
  layer->theme = theme;
  gtk_snapshot_append_node (snapshot, layer->node);
}
