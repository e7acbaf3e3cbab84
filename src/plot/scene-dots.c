/* The features. On an image surface they are written to the pixels in one pass, with coverage from the
 * distance to the centre: no path, no mask, no tessellation (60,000 arcs filled by Cairo take 137 ms, sprites
 * through cairo_mask_surface 41 ms). In files they are paths, one a class and depth, so that they stay
 * vectors. */
#include "plot/scene-private.h"

#include <math.h>

/* Colour at depth z, its opacity in alpha. */
static PlotColour
dot_colour (const PlotTheme *theme, guint label, double z)
{
  double near = plot_depth_near (z);
  PlotColour colour
      = plot_colour_mix (plot_theme_class_colour (theme, label), theme->background, 0.34 * (1 - near));

  colour.alpha = (theme->dark ? 0.66 : 0.50) * (0.55 + 0.45 * near);
  return colour;
}

static double
dot_radius (const PlotView *view, const PlotSpot *spot)
{
  return PLOT_DOT_RADIUS * view->mark * spot->scale;
}

gboolean
plot_raster_init (PlotRaster *raster, cairo_t *cr)
{
  cairo_surface_t *surface = cairo_get_group_target (cr);
  cairo_rectangle_list_t *clip;
  cairo_matrix_t matrix;
  double scale_x, scale_y, shift_x, shift_y;
  gboolean plain;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE)
    return FALSE;
  if (cairo_image_surface_get_format (surface) != CAIRO_FORMAT_ARGB32
      && cairo_image_surface_get_format (surface) != CAIRO_FORMAT_RGB24)
    return FALSE;
  cairo_get_matrix (cr, &matrix);
  if (matrix.xy != 0 || matrix.yx != 0 || !(matrix.xx > 0) || !(matrix.yy > 0))
    return FALSE;

  cairo_surface_get_device_scale (surface, &scale_x, &scale_y);
  cairo_surface_get_device_offset (surface, &shift_x, &shift_y);
  raster->surface = surface;
  raster->scale_x = matrix.xx * scale_x;
  raster->scale_y = matrix.yy * scale_y;
  raster->shift_x = matrix.x0 * scale_x + shift_x;
  raster->shift_y = matrix.y0 * scale_y + shift_y;

  clip = cairo_copy_clip_rectangle_list (cr);
  plain = clip->status == CAIRO_STATUS_SUCCESS && clip->num_rectangles == 1;
  if (plain) {
    const cairo_rectangle_t *area = &clip->rectangles[0];

    raster->left = MAX (0, (int)lround (area->x * raster->scale_x + raster->shift_x));
    raster->top = MAX (0, (int)lround (area->y * raster->scale_y + raster->shift_y));
    raster->right = MIN (cairo_image_surface_get_width (surface),
                         (int)lround ((area->x + area->width) * raster->scale_x + raster->shift_x));
    raster->bottom = MIN (cairo_image_surface_get_height (surface),
                          (int)lround ((area->y + area->height) * raster->scale_y + raster->shift_y));
  }
  cairo_rectangle_list_destroy (clip);
  return plain;
}

static guint32
pixel_of (PlotColour colour)
{
  return 0xff000000u | (guint32)lround (colour.red * 255) << 16 | (guint32)lround (colour.green * 255) << 8
         | (guint32)lround (colour.blue * 255);
}

/* pixel * (1 - share) + ink * share on all four bytes at once; share of 256. */
static inline guint32
blend (guint32 pixel, guint32 ink, guint32 share)
{
  guint32 rest = 256 - share;
  guint32 low = ((pixel & 0x00ff00ff) * rest + (ink & 0x00ff00ff) * share) >> 8;
  guint32 high = ((pixel >> 8) & 0x00ff00ff) * rest + ((ink >> 8) & 0x00ff00ff) * share;

  return (low & 0x00ff00ff) | (high & 0xff00ff00);
}

static void
write_dot (
    const PlotRaster *raster, guint8 *data, int stride, float x, float y, float r, guint32 ink, float alpha)
{
  int left = MAX (raster->left, (int)floorf (x - r - 0.5f));
  int right = MIN (raster->right - 1, (int)floorf (x + r + 0.5f));
  int top = MAX (raster->top, (int)floorf (y - r - 0.5f));
  int bottom = MIN (raster->bottom - 1, (int)floorf (y + r + 0.5f));
  /* A dot smaller than a pixel is as faint as its area is small. */
  float most = MIN (1, (float)G_PI * r * r);

  for (int j = top; j <= bottom; j++) {
    guint32 *row = (guint32 *)(void *)(data + (gsize)j * stride);
    float dy = j + 0.5f - y;

    for (int i = left; i <= right; i++) {
      float dx = i + 0.5f - x;
      float cover = r + 0.5f - sqrtf (dx * dx + dy * dy);

      if (cover > 0)
        row[i] = blend (row[i], ink, (guint32)(MIN (cover, most) * alpha * 256 + 0.5f));
    }
  }
}

void
plot_raster_dots (
    const PlotRaster *raster, const PlotTheme *theme, const PlotView *view, const PlotDot *dots, gsize n)
{
  guint8 *data = cairo_image_surface_get_data (raster->surface);
  int stride = cairo_image_surface_get_stride (raster->surface);

  if (!data)
    return;
  for (gsize i = 0; i < n; i++) {
    const PlotSpot *spot = &dots[i].spot;
    PlotColour colour = dot_colour (theme, dots[i].label, spot->z);

    write_dot (raster, data, stride, spot->x * raster->scale_x + raster->shift_x,
               spot->y * raster->scale_y + raster->shift_y, dot_radius (view, spot) * raster->scale_x,
               pixel_of (colour), colour.alpha);
  }
}

void
plot_vector_dots (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, const PlotDot *dots, gsize n, double z)
{
  cairo_new_path (cr);
  for (gsize i = 0; i < n; i++) {
    cairo_new_sub_path (cr);
    cairo_arc (cr, dots[i].spot.x, dots[i].spot.y, dot_radius (view, &dots[i].spot), 0, 2 * G_PI);
    cairo_close_path (cr);
  }
  plot_set_source (cr, dot_colour (theme, dots[0].label, z));
  cairo_fill (cr);
}
