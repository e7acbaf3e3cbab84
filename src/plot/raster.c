/* A scene is a thousand discs and a hundred lines at every step of a turn. Cairo builds a path, cuts it into
 * spans and composes a mask for each: 2 us a disc, 30 us and more a line. Here the share of a pixel that a
 * shape covers is taken from the distance of the pixel's centre to the shape's edge, which is right to a few
 * per cent for shapes without corners, and the pixel is mixed at once. Shapes with corners, shades and text
 * stay with Cairo. */
#include "plot/raster.h"

#include <math.h>

/* Rows that a steep line asks for before it comes to them: each is another line of the cache. */
#define AHEAD 12

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

guint32
plot_raster_ink (PlotColour colour)
{
  return 0xff000000u | (guint32)lround (colour.red * 255) << 16 | (guint32)lround (colour.green * 255) << 8
         | (guint32)lround (colour.blue * 255);
}

/* A disc smaller than a pixel is as faint as its area is small. */
static float
most_cover (float radius)
{
  return MIN (1, (float)G_PI * radius * radius);
}

float
plot_disc_cover (float radius, float dx, float dy)
{
  return CLAMP (radius + 0.5f - sqrtf (dx * dx + dy * dy), 0, most_cover (radius));
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
  guint32 ink = plot_raster_ink (colour);

  for (int j = top; j <= bottom; j++) {
    guint32 *row = plot_raster_row (raster, j);
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
        row[i] = plot_raster_mix (row[i], ink, (guint32)(MIN (cover, most) * alpha + 0.5f));
    }
  }
}

void
plot_raster_disc (const PlotRaster *raster, double x, double y, double radius, PlotColour colour)
{
  float r = (float)(radius * raster->scale);

  write_annulus (raster, (float)(x * raster->scale + raster->shift_x),
                 (float)(y * raster->scale + raster->shift_y), -1, r, most_cover (r), colour);
}

/* Where in the gradient a place (x, y) of the unit disc is, 0 .. 1: the greater t with
 * |p - (1 - t) light| = start + t (end - start), as Cairo's radial gradients have it. */
static float
shade_at (const PlotShade *shade, float x, float y)
{
  float light_x = (float)shade->x, light_y = (float)shade->y, start = (float)shade->start_radius;
  float grow = (float)shade->end_radius - start, to_x = x - light_x, to_y = y - light_y;
  float a = light_x * light_x + light_y * light_y - grow * grow;
  float b = start * grow - to_x * light_x - to_y * light_y;
  float c = to_x * to_x + to_y * to_y - start * start;

  return CLAMP ((b - sqrtf (MAX (0, b * b - a * c))) / a, 0, 1);
}

void
plot_raster_shaded_disc (
    const PlotRaster *raster, double centre_x, double centre_y, double radius, const PlotShade *shade)
{
  float x = (float)(centre_x * raster->scale + raster->shift_x);
  float y = (float)(centre_y * raster->scale + raster->shift_y);
  float r = (float)(radius * raster->scale);
  int left = MAX (raster->left, (int)floorf (x - r - 0.5f));
  int right = MIN (raster->right - 1, (int)floorf (x + r + 0.5f));
  int top = MAX (raster->top, (int)floorf (y - r - 0.5f));
  int bottom = MIN (raster->bottom - 1, (int)floorf (y + r + 0.5f));

  for (int j = top; j <= bottom; j++)
    for (int i = left; i <= right; i++) {
      float dx = i + 0.5f - x, dy = j + 0.5f - y, cover = plot_disc_cover (r, dx, dy);
      guint32 *pixel = plot_raster_row (raster, j) + i;

      if (cover > 0)
        *pixel = plot_raster_mix (
            *pixel, shade->inks[(int)((PLOT_SHADE_STEPS - 1) * shade_at (shade, dx / r, dy / r) + 0.5f)],
            (guint32)(256 * cover + 0.5f));
    }
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

/* How far a place along the line is inside the line, or its dash; negative outside. */
static inline float
line_inside (const Line *line, float along)
{
  float inside = MIN (along, line->length - along);

  if (line->on > 0 && inside > -0.5f) {
    /* along > -1/2 here, and a cast is faster than fmodf or floorf. */
    float phase = along - line->period * (float)(int)(along / line->period);

    inside = MIN (inside, MAX (MIN (phase, line->on - phase), phase - line->period));
  }
  return inside;
}

/* Of the pixel about (x, y); `whole` where it is known to be far from an end. */
static inline float
line_cover (const Line *line, float x, float y, gboolean whole)
{
  float across = fabsf ((y - line->y) * line->dx - (x - line->x) * line->dy);
  float cover = MIN (MIN (line->half + 0.5f - across, 2 * line->half), 1);
  float along;

  if (whole || cover <= 0)
    return cover;
  along = (x - line->x) * line->dx + (y - line->y) * line->dy;
  return cover * CLAMP (line_inside (line, along) + 0.5f, 0, 1);
}

/* Goes along x, or along y when the line is steeper than 45 degrees, and mixes the few pixels across. Those
 * of one step are at most `spread` further along the line, or less far, than the middle of them: most steps
 * are as a whole inside a dash or a gap. */
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
  float alpha = 256 * (float)colour.alpha, spread = (reach + 1) * fabsf (steep ? line->dx : line->dy) + 0.5f;
  guint32 ink = plot_raster_ink (colour);

  for (int i = first; i <= last; i++) {
    float middle = other + (i + 0.5f - start) * slope;
    float inside = line_inside (line, (i + 0.5f - start) / step);
    gboolean whole = inside > spread;
    int from = MAX (least, (int)floorf (middle - reach)), to = MIN (most, (int)floorf (middle + reach));

    if (steep && i + AHEAD <= last)
      __builtin_prefetch (plot_raster_row (raster, i + AHEAD) + (int)(middle + AHEAD * slope), 1);
    if (inside < -spread)
      continue;
    for (int j = from; j <= to; j++) {
      float cover = steep ? line_cover (line, j + 0.5f, i + 0.5f, whole)
                          : line_cover (line, i + 0.5f, j + 0.5f, whole);
      guint32 *pixel = steep ? plot_raster_row (raster, i) + j : plot_raster_row (raster, j) + i;

      if (cover > 0)
        *pixel = plot_raster_mix (*pixel, ink, (guint32)(cover * alpha + 0.5f));
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
