#include "dataset/image.h"

#include "dataset/reader.h"

#include "gdk-pixbuf/gdk-pixbuf.h"
#include <glib/gi18n.h>
#include <string.h>

#define MAXIMUM_PIXELS (1u << 25)
#define CHANNELS 3
#define WHITE 255

/* Markers of JPEG (ITU-T T.81, B.1.1.3), each after a byte ff. */
#define JPEG_RESTART_0 0xd0
#define JPEG_RESTART_7 0xd7
#define JPEG_START 0xd8
#define JPEG_END 0xd9
#define JPEG_SCAN 0xda

gboolean
dataset_image_is_named (const char *file_name)
{
  static const char *const suffixes[] = { ".png", ".jpg", ".jpeg" };
  g_autofree char *lower = g_ascii_strdown (file_name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++)
    if (g_str_has_suffix (lower, suffixes[i]))
      return TRUE;
  return FALSE;
}

/* "png" or "jpeg" by the contents of the file; NULL for all that gdk-pixbuf knows besides. Owned by GLib. */
static const char *
format_of (const char *path, int *height, int *width)
{
  static const char *const known[] = { "png", "jpeg" };
  GdkPixbufFormat *format = gdk_pixbuf_get_file_info (path, width, height);
  g_autofree char *name = format != NULL ? gdk_pixbuf_format_get_name (format) : NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (name, known[i]) == 0)
      return known[i];
  return NULL;
}

gboolean
dataset_image_size (const char *path, guint *height, guint *width, GError **error)
{
  int h, w;

  if (format_of (path, &h, &w) == NULL || h < 1 || w < 1) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: is neither a PNG nor a JPEG image"),
                 path);
    return FALSE;
  }
  if ((guint64)h * (guint64)w > MAXIMUM_PIXELS) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE,
                 _ ("%s: is %d × %d pixels large; at most %u pixels are read"), path, h, w, MAXIMUM_PIXELS);
    return FALSE;
  }
  *height = (guint)h;
  *width = (guint)w;
  return TRUE;
}

/* The place of the next marker in entropy-coded data, where ff stands for itself before 0 and for nothing
 * before a restart; n when there is none. */
static gsize
skip_scan (const guint8 *data, gsize at, gsize n)
{
  for (; at + 1 < n; at++) {
    const guint8 next = data[at + 1];

    if (data[at] == 0xff && next != 0 && next != 0xff && !(next >= JPEG_RESTART_0 && next <= JPEG_RESTART_7))
      return at;
  }
  return n;
}

/* Whether the segments of a JPEG lead to its end marker. The library fills up with grey what is missing, and
 * that must not be taken for a picture. */
static gboolean
jpeg_is_whole (const guint8 *data, gsize n)
{
  gsize at = 2;

  while (at + 1 < n) {
    const guint8 marker = data[at + 1];

    if (data[at] != 0xff)
      return FALSE;
    if (marker == JPEG_END)
      return TRUE;
    if (marker == 0xff) { /* filling */
      at++;
      continue;
    }
    if (at + 3 >= n)
      return FALSE;
    at += 2 + ((gsize)data[at + 2] << 8 | data[at + 3]);
    if (marker == JPEG_SCAN)
      at = skip_scan (data, at, n);
  }
  return FALSE;
}

static gboolean
check_whole (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize n;

  bytes = dataset_reader_contents (path, error);
  if (bytes == NULL)
    return FALSE;
  data = g_bytes_get_data (bytes, &n);
  if (n < 2 || data[0] != 0xff || data[1] != JPEG_START || jpeg_is_whole (data, n))
    return TRUE;
  g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, _ ("%s: is cut off before the image ends"),
               path);
  return FALSE;
}

static GdkPixbuf *
decode (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GdkPixbuf) raw = NULL;
  GdkPixbuf *upright;

  if (!check_whole (path, error))
    return NULL;
  raw = gdk_pixbuf_new_from_file (path, &local);
  upright = raw != NULL ? gdk_pixbuf_apply_embedded_orientation (raw) : NULL;
  if (upright == NULL)
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, "%s: %s", path,
                 local != NULL ? local->message : _ ("not enough memory"));
  return upright;
}

/* Of `image`, the part about its middle that has the shape height : width, scaled to it. */
static GdkPixbuf *
fit (GdkPixbuf *image, int height, int width)
{
  const int h = gdk_pixbuf_get_height (image), w = gdk_pixbuf_get_width (image);
  const gboolean too_wide = (gint64)w * height > (gint64)h * width;
  const int cut_width = too_wide ? MAX ((int)((gint64)h * width / height), 1) : w;
  const int cut_height = too_wide ? h : MAX ((int)((gint64)w * height / width), 1);
  g_autoptr (GdkPixbuf) part = NULL;

  if (h == height && w == width)
    return g_object_ref (image);
  part = gdk_pixbuf_new_subpixbuf (image, (w - cut_width) / 2, (h - cut_height) / 2, cut_width, cut_height);
  return gdk_pixbuf_scale_simple (part, width, height, GDK_INTERP_BILINEAR);
}

/* A channel of a colour that covers `alpha` of 255 of a white ground, rounded. */
static guint8
over_white (guint8 value, guint8 alpha)
{
  return (guint8)((value * alpha + WHITE * (255 - alpha) + 127) / 255);
}

static void
copy_pixels (const GdkPixbuf *image, guint8 *pixels)
{
  const int n_channels = gdk_pixbuf_get_n_channels (image), stride = gdk_pixbuf_get_rowstride (image);
  const int height = gdk_pixbuf_get_height (image), width = gdk_pixbuf_get_width (image);
  const guint8 *source = gdk_pixbuf_read_pixels (image);

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      const guint8 *pixel = source + (gsize)y * (gsize)stride + (gsize)(x * n_channels);

      for (guint c = 0; c < CHANNELS; c++)
        *pixels++ = gdk_pixbuf_get_has_alpha (image) ? over_white (pixel[c], pixel[CHANNELS]) : pixel[c];
    }
}

gboolean
dataset_image_read (const char *path, guint height, guint width, guint8 *pixels, GError **error)
{
  g_autoptr (GdkPixbuf) image = NULL;
  g_autoptr (GdkPixbuf) fitted = NULL;

  image = decode (path, error);
  if (image == NULL)
    return FALSE;
  fitted = fit (image, (int)height, (int)width);
  if (fitted == NULL) {
    g_set_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE, "%s: %s", path, _ ("not enough memory"));
    return FALSE;
  }
  copy_pixels (fitted, pixels);
  return TRUE;
}
