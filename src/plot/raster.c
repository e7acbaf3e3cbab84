/* A scene is a thousand discs and a hundred lines at every step of a turn. Cairo builds a path, cuts it into
 * spans and composes a mask for each: 2 us a disc, 30 us and more a line. Here the share of a pixel that a
 * shape covers is taken from the distance of the pixel's centre to the shape's edge, which is right to a few
 * per cent for shapes without corners, and the pixel is mixed at once. Shapes with corners, shades and text
 * stay with Cairo. */
#include "plot/raster.h"

#include <math.h>

gboolean
plot_raster_init (PlotRaster *raster, cairo_t *cr)
{
  cairo_surface_t *surface = cairo_get_group_target (cr);
  cairo_rectangle_list_t *clip;
  cairo_matrix_t matrix;
  double scale_x, scale_y, offset_x, offset_y;
  gboolean plain;

  if (cairo_surface_get_type (surface) != CAIRO_SURFACE_TYPE_IMAGE)
    return FALSE;
  if (cairo_image_surface_get_format (surface) != CAIRO_FORMAT_ARGB32
      && cairo_image_surface_get_format (surface) != CAIRO_FORMAT_RGB24)
    return FALSE;
  cairo_get_matrix (cr, &matrix);
  cairo_surface_get_device_scale (surface, &scale_x, &scale_y);
  cairo_surface_get_device_offset (surface, &offset_x, &offset_y);
  scale_x *= matrix.xx;
  if (matrix.xy != 0 || matrix.yx != 0 || !(scale_x > 0) || fabs (scale_x - matrix.yy * scale_y) > 1e-9)
    return FALSE;

  raster->surface = surface;
  raster->data = cairo_image_surface_get_data (surface);
  raster->stride = cairo_image_surface_get_stride (surface);
  raster->scale = scale_x;
  raster->shift_x = matrix.x0 * scale_x / matrix.xx + offset_x;
  raster->shift_y = matrix.y0 * scale_y + offset_y;

  clip = cairo_copy_clip_rectangle_list (cr);
  plain = raster->data && clip->status == CAIRO_STATUS_SUCCESS && clip->num_rectangles == 1;
  if (plain) {
    const cairo_rectangle_t *area = &clip->rectangles[0];

    raster->left = MAX (0, (int)lround (area->x * scale_x + raster->shift_x));
    raster->top = MAX (0, (int)lround (area->y * scale_x + raster->shift_y));
    raster->right = MIN (cairo_image_surface_get_width (surface),
                         (int)lround ((area->x + area->width) * scale_x + raster->shift_x));
    raster->bottom = MIN (cairo_image_surface_get_height (surface),
                          (int)lround ((area->y + area->height) * scale_x + raster->shift_y));
  }
  cairo_rectangle_list_destroy (clip);
  return plain;
}

void
plot_raster_begin (const PlotRaster *raster)
{
  cairo_surface_flush (raster->surface);
}

void
plot_raster_end (const PlotRaster *raster)
{
  cairo_surface_mark_dirty (raster->surface);
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

static inline guint32 *
pixel_row (const PlotRaster *raster, int y)
{
  return (guint32 *)(void *)(raster->data + (gsize)y * raster->stride);
}

/* Mixes the pixels whose centre is between inner - 1/2 and outer + 1/2 from (x, y), all in pixels; inner < 0
 * for a disc. */
static void
write_annulus (
    const PlotRaster *raster, float x, float y, float inner, float outer, float most, PlotColour colour)
{
  int left = MAX (raster->left, (int)floorf (x - outer - 0.5f));
  int right = MIN (raster->right - 1, (int)floorf (x + outer + 0.5f));
  int top = MAX (raster->top, (int)floorf (y - outer - 0.5f));
  int bottom = MIN (raster->bottom - 1, (int)floorf (y + outer + 0.5f));
  float alpha = 256 * (float)colour.alpha;
  float solid = outer > 0.5f && inner < 0 ? (outer - 0.5f) * (outer - 0.5f) : -1;
  float empty = (outer + 0.5f) * (outer + 0.5f);
  guint32 ink = pixel_of (colour);

  for (int j = top; j <= bottom; j++) {
    guint32 *row = pixel_row (raster, j);
    float dy = j + 0.5f - y;

    for (int i = left; i <= right; i++) {
      float dx = i + 0.5f - x, square = dx * dx + dy * dy, cover = 1;

      if (square >= empty)
        continue;
      /* Only the rim needs a root. */
      if (square > solid) {
        float distance = sqrtf (square);

        cover = MIN (outer + 0.5f - distance, distance - inner + 0.5f);
      }
      if (cover > 0)
        row[i] = blend (row[i], ink, (guint32)(MIN (cover, most) * alpha + 0.5f));
    }
  }
}

void
plot_raster_disc (const PlotRaster *raster, double x, double y, double radius, PlotColour colour)
{
  float r = (float)(radius * raster->scale);

  /* A disc smaller than a pixel is as faint as its area is small. */
  write_annulus (raster, (float)(x * raster->scale + raster->shift_x),
                 (float)(y * raster->scale + raster->shift_y), -1, r, MIN (1, (float)G_PI * r * r), colour);
}

void
plot_raster_ring (
    const PlotRaster *raster, double x, double y, double radius, double width, PlotColour colour)
{
  float r = (float)(radius * raster->scale), half = (float)(0.5 * width * raster->scale);

  write_annulus (raster, (float)(x * raster->scale + raster->shift_x),
                 (float)(y * raster->scale + raster->shift_y), r - half, r + half, MIN (1, 2 * half), colour);
}

/* A line in pixels: from (x, y), `length` long in direction (dx, dy). */
typedef struct {
  float x, y, dx, dy, length, half, on, period;
} Line;

static inline float
line_cover (const Line *line, float x, float y)
{
  float along = (x - line->x) * line->dx + (y - line->y) * line->dy;
  float across = fabsf ((y - line->y) * line->dx - (x - line->x) * line->dy);
  float cover = MIN (line->half + 0.5f - across, 2 * line->half);
  float end = MIN (along, line->length - along) + 0.5f;

  if (line->on > 0 && end > 0) {
    /* along > -1/2 here, and a cast is faster than fmodf or floorf. */
    float phase = along - line->period * (float)(int)(along / line->period);

    end = MIN (end, MAX (MIN (phase, line->on - phase), phase - line->period) + 0.5f);
  }
  return MIN (cover, 1) * CLAMP (end, 0, 1);
}

/* Goes along x, or along y when the line is steeper than 45 degrees, and mixes the few pixels across. */
static void
write_line (const PlotRaster *raster, const Line *line, PlotColour colour)
{
  gboolean steep = fabsf (line->dy) > fabsf (line->dx);
  float start = steep ? line->y : line->x, step = steep ? line->dy : line->dx;
  float slope = steep ? line->dx / line->dy : line->dy / line->dx, other = steep ? line->x : line->y;
  float end = start + step * line->length, reach = (line->half + 0.5f) * sqrtf (1 + slope * slope);
  int low = steep ? raster->top : raster->left, high = (steep ? raster->bottom : raster->right) - 1;
  int least = steep ? raster->left : raster->top, most = (steep ? raster->right : raster->bottom) - 1;
  int first = MAX (low, (int)floorf (MIN (start, end) - 1)),
      last = MIN (high, (int)floorf (MAX (start, end) + 1));
  float alpha = 256 * (float)colour.alpha;
  guint32 ink = pixel_of (colour);

  for (int i = first; i <= last; i++) {
    float middle = other + (i + 0.5f - start) * slope;
    int from = MAX (least, (int)floorf (middle - reach)), to = MIN (most, (int)floorf (middle + reach));

    for (int j = from; j <= to; j++) {
      float cover = steep ? line_cover (line, j + 0.5f, i + 0.5f) : line_cover (line, i + 0.5f, j + 0.5f);
      guint32 *pixel = steep ? pixel_row (raster, i) + j : pixel_row (raster, j) + i;

      if (cover > 0)
        *pixel = blend (*pixel, ink, (guint32)(cover * alpha + 0.5f));
    }
  }
}

void
plot_raster_line (const PlotRaster *raster,
                  double x0,
                  double y0,
                  double x1,
                  double y1,
                  double width,
                  double on,
                  double off,
                  PlotColour colour)
{
  double length = hypot (x1 - x0, y1 - y0), scale = raster->scale;
  Line line = {
    .x = (float)(x0 * scale + raster->shift_x),
    .y = (float)(y0 * scale + raster->shift_y),
    .dx = (float)((x1 - x0) / length),
    .dy = (float)((y1 - y0) / length),
    .length = (float)(length * scale),
    .half = (float)(0.5 * width * scale),
    .on = (float)(on * scale),
    .period = (float)((on + off) * scale),
  };

  if (length > 1e-9)
    write_line (raster, &line, colour);
}
