/* Pictures that a test draws and saves. */
#pragma once

#include "gdk-pixbuf/gdk-pixbuf.h"
#include <string.h>

/* An image of one colour, 0xrrggbb. */
static inline GdkPixbuf *
new_picture (int height, int width, guint32 colour)
{
  GdkPixbuf *picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, width, height);

  gdk_pixbuf_fill (picture, colour << 8);
  return picture;
}

/* One pixel, 0xrrggbb. */
static inline void
set_pixel (GdkPixbuf *picture, int y, int x, guint32 colour)
{
  g_autoptr (GdkPixbuf) pixel = gdk_pixbuf_new_subpixbuf (picture, x, y, 1, 1);

  gdk_pixbuf_fill (pixel, colour << 8 | 0xff);
}

/* type: "png" or "jpeg". */
static inline void
save_picture (GdkPixbuf *picture, const char *path, const char *type)
{
  g_autoptr (GError) error = NULL;

  gdk_pixbuf_save (picture, path, type, &error, NULL);
  g_assert_no_error (error);
}
