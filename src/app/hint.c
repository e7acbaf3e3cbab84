#include "app/hint.h"

#define PADDING 9
#define GAP 10
/* From the pointer to the box. */
#define DISTANCE 14
#define RADIUS 6

void
collapsar_hint_draw (
    GtkSnapshot *snapshot, GtkWidget *widget, const char *text, GdkTexture *image, double x, double y)
{
  static const GdkRGBA ground = { 0.0f, 0.0f, 0.0f, 0.8f }, ink = { 1.0f, 1.0f, 1.0f, 1.0f };
  int scale = gtk_widget_get_scale_factor (widget);
  int image_width = image == NULL ? 0 : gdk_texture_get_width (image) / scale;
  int image_height = image == NULL ? 0 : gdk_texture_get_height (image) / scale;
  int text_width, text_height;
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);

  int gap = image == NULL ? 0 : GAP;
  int width = text_width + gap + image_width + 2 * PADDING;
  int height = MAX (text_height, image_height) + 2 * PADDING;
  double left = x + DISTANCE + width > gtk_widget_get_width (widget) ? x - DISTANCE - width : x + DISTANCE;
  double top = CLAMP (y + DISTANCE, 0.0, MAX (0.0, gtk_widget_get_height (widget) - height));
  graphene_point_t place
      = GRAPHENE_POINT_INIT ((float)(int)MAX (0.0, left), (float)(int)top); /* whole pixels keep text sharp */

  graphene_rect_t box = GRAPHENE_RECT_INIT (0, 0, (float)width, (float)height);
  GskRoundedRect rounded;
  gsk_rounded_rect_init_from_rect (&rounded, &box, RADIUS);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &place);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_color (snapshot, &ground, &box);
  gtk_snapshot_pop (snapshot);
  if (image != NULL)
    gtk_snapshot_append_texture (
        snapshot, image,
        &GRAPHENE_RECT_INIT (PADDING, (float)(height - image_height) / 2, image_width, image_height));
  gtk_snapshot_translate (
      snapshot, &GRAPHENE_POINT_INIT (PADDING + image_width + gap, (float)((height - text_height) / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}
