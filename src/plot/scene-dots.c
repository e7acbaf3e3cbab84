/* The features, and the edges of the ghost. On an image surface they are written to the pixels in one pass,
 * with coverage from the distance to the centre: no path, no mask, no tessellation (60,000 arcs filled by
 * Cairo take 137 ms, sprites through cairo_mask_surface 41 ms; 45 dashed lines stroked by Cairo take 2 ms,
 * written here 0.3). In files they are paths, one a class and depth, so that they stay vectors. */
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
  float inner2 = r > 0.5f ? (r - 0.5f) * (r - 0.5f) : -1, outer2 = (r + 0.5f) * (r + 0.5f);

  for (int j = top; j <= bottom; j++) {
    guint32 *row = (guint32 *)(void *)(data + (gsize)j * stride);
    float dy = j + 0.5f - y;

    for (int i = left; i <= right; i++) {
      float dx = i + 0.5f - x;
      float distance2 = dx * dx + dy * dy;
      float cover = distance2 >= outer2 ? 0 : distance2 <= inner2 ? 1 : r + 0.5f - sqrtf (distance2);

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

/* How much of the pixel around `along` (-1 or more) the dashes of that length and equal gaps cover. */
static inline float
dash_cover (float along, float length, float dash)
{
  /* not fmodf, which takes most of the time */
  float place = along - 2 * dash * (float)(int)(along / (2 * dash));
  float inside = place < dash ? MIN (place, dash - place) : -MIN (place - dash, 2 * dash - place);

  inside = MIN (inside, MIN (along, length - along));
  return CLAMP (inside + 0.5f, 0, 1);
}

void
plot_raster_dashes (const PlotRaster *raster,
                    const PlotSpot *from,
                    const PlotSpot *to,
                    double width,
                    double dash,
                    PlotColour colour)
{
  guint8 *data = cairo_image_surface_get_data (raster->surface);
  int stride = cairo_image_surface_get_stride (raster->surface);
  double x = from->x * raster->scale_x + raster->shift_x, y = from->y * raster->scale_y + raster->shift_y;
  double dx = (to->x - from->x) * raster->scale_x, dy = (to->y - from->y) * raster->scale_y;
  double length = hypot (dx, dy);
  float half = (float)MAX (width * raster->scale_x, 1e-3) / 2;
  /* Along rows for lines that are more level, else along columns: u is the coordinate of the steps, v the
   * other. */
  gboolean level = fabs (dx) >= fabs (dy);
  double u = level ? x : y, v = level ? y : x, du = level ? dx : dy, dv = level ? dy : dx;
  int first = (int)floor (MIN (u, u + du) - 1), last = (int)ceil (MAX (u, u + du) + 1);
  float slope = (float)(dv / du), share_u = (float)(du / length), share_v = (float)(dv / length);
  float across = fabsf (share_u), reach = (half + 0.5f) / across, most = MIN (1, 2 * half);
  int lowest = level ? raster->top : raster->left, highest = (level ? raster->bottom : raster->right) - 1;
  guint32 ink = pixel_of (colour);

  if (!data || length < 1e-6)
    return;
  first = MAX (first, level ? raster->left : raster->top);
  last = MIN (last, (level ? raster->right : raster->bottom) - 1);
  for (int i = first; i <= last; i++) {
    float step = (float)(i + 0.5 - u), middle = (float)v + step * slope;
    int low = (int)CLAMP (middle - reach, lowest, highest + 1),
        high = (int)CLAMP (middle + reach, -1, highest);

    for (int j = low; j <= high; j++) {
      float aside = j + 0.5f - (float)v, along = step * share_u + aside * share_v;
      float cover = half + 0.5f - fabsf (j + 0.5f - middle) * across;
      guint32 *pixel = (guint32 *)(void *)(data + (gsize)(level ? j : i) * stride) + (level ? i : j);

      if (cover <= 0 || along <= -1)
        continue;
      cover = MIN (cover, most) * dash_cover (along, (float)length, (float)(dash * raster->scale_x));
      *pixel = blend (*pixel, ink, (guint32)(cover * colour.alpha * 256 + 0.5));
    }
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
