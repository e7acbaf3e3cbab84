#include "app/layer.h"

#include "app/appearance.h"

void
collapsar_layer_clear (CollapsarLayer *layer)
{
  g_clear_pointer (&layer->node, gsk_render_node_unref);
}

void
collapsar_layer_dispose (CollapsarLayer *layer)
{
  collapsar_layer_clear (layer);
  g_clear_pointer (&layer->shown, cairo_surface_destroy);
  g_clear_pointer (&layer->spare, cairo_surface_destroy);
}

/* The image that is not shown, empty. */
static cairo_t *
begin (CollapsarLayer *layer)
{
  cairo_surface_t *surface = layer->spare;
  if (surface == NULL) {
    surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, layer->width * layer->scale,
                                          layer->height * layer->scale);
    cairo_surface_set_device_scale (surface, layer->scale, layer->scale);
  }
  layer->spare = layer->shown;
  layer->shown = surface;
  cairo_t *cr = cairo_create (surface);
  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  return cr;
}

static GskRenderNode *
draw_node (CollapsarLayer *layer, CollapsarDrawFunc draw, gpointer user_data)
{
  cairo_t *cr = begin (layer);
  draw (cr, collapsar_appearance_theme (), layer->width, layer->height, user_data);
  cairo_destroy (cr);

  GskRenderNode *node
      = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float)layer->width, (float)layer->height));
  cr = gsk_cairo_node_get_draw_context (node);
  cairo_set_source_surface (cr, layer->shown, 0.0, 0.0);
  cairo_paint (cr);
  cairo_destroy (cr);
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
  if (layer->width != width || layer->height != height || layer->scale != scale)
    collapsar_layer_dispose (layer);
  if (layer->theme != theme)
    collapsar_layer_clear (layer);
  layer->width = width;
  layer->height = height;
  layer->scale = scale;
  layer->theme = theme;
  if (layer->node == NULL)
    layer->node = draw_node (layer, draw, user_data);
  gtk_snapshot_append_node (snapshot, layer->node);
}
