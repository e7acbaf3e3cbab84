/* The features. On a raster each is the stamp of its depth in the ink of its class and depth, for which the
 * depth is cut into levels; in files there is one path a class and layer of depth, so that they stay vectors,
 * or where there are very many a picture a layer. */
#include "plot/scene-private.h"
#include "plot/stamp.h"

#include <math.h>

/* Of depth, from back to front, where a scene has nearly all of its points; the others have no stamp. */
#define N_LEVELS 32
#define FARTHEST -2.0f
#define NEAREST 2.0f
/* Bins that points are sorted into by depth: two thousandths of a unit are no difference, nor is what is
 * further away than so many units, or nearer. */
#define N_BINS 8192
#define BINS_REACH 8.0f
/* Pixels a point of a picture in a file: 300 an inch. */
#define PICTURE_SCALE (300.0 / 72)
/* Dots whose pixels are asked for before they are drawn: neighbours in depth are not on the page. */
#define AHEAD 4

struct _PlotSplat {
  const PlotRaster *raster;
  const PlotTheme *theme;
  const PlotView *view;
  guint n_classes;
  PlotStamp stamps[N_LEVELS];
  guint32 *inks; /* n_classes for each level */
};

/* Colour at depth z, its opacity in alpha. */
static PlotColour
dot_colour (const PlotTheme *theme, const PlotView *view, guint label, double z)
{
  double near = plot_depth_near (z);
  PlotColour colour
      = plot_colour_mix (plot_theme_class_colour (theme, label), theme->background, 0.34 * (1 - near));

  colour.alpha = view->dot_alpha * (theme->dark ? 0.66 : 0.50) * (0.55 + 0.45 * near);
  return colour;
}

static double
dot_radius (const PlotView *view, double z)
{
  return view->dot * plot_view_perspective (view, z);
}

/* A counting sort: linear in the points, and those of one bin keep their order. */
static PlotDot *
sort_by_depth (const PlotDot *dots, gsize n)
{
  PlotDot *sorted = g_new (PlotDot, MAX (1, n));
  g_autofree guint16 *bins = g_new (guint16, MAX (1, n));
  g_autofree gsize *starts = g_new0 (gsize, N_BINS + 1);

  for (gsize i = 0; i < n; i++) {
    float bin = (dots[i].z + BINS_REACH) * (N_BINS / (2 * BINS_REACH));

    bins[i] = (guint16)CLAMP (bin, 0, N_BINS - 1);
    starts[bins[i] + 1]++;
  }
  for (guint bin = 0; bin < N_BINS; bin++)
    starts[bin + 1] += starts[bin];
  for (gsize i = 0; i < n; i++)
    sorted[starts[bins[i]]++] = dots[i];
  return sorted;
}

PlotDot *
plot_dots_collect (const PlotView *view, const PlotScene *scene, gsize *n_dots)
{
  g_autofree PlotDot *dots = g_new (PlotDot, MAX (1, scene->n_points));
  double rim = 4 * view->dot;
  gsize n = 0;

  for (gsize i = 0; i < scene->n_points; i++) {
    PlotSpot spot;

    if (!plot_view_project_float (view, scene->points + 3 * i, &spot)
        || fabs (spot.x - view->width / 2) >= view->width / 2 + rim
        || !(spot.y >= view->top && spot.y <= view->bottom))
      continue;
    dots[n++]
        = (PlotDot){ (float)spot.x, (float)spot.y, (float)spot.z, scene->labels ? scene->labels[i] : 0 };
  }
  *n_dots = n;
  return sort_by_depth (dots, n);
}

PlotSplat *
plot_splat_new (const PlotRaster *raster, const PlotTheme *theme, const PlotView *view, guint n_classes)
{
  PlotSplat *splat = g_new (PlotSplat, 1);

  *splat = (PlotSplat){ .raster = raster, .theme = theme, .view = view, .n_classes = n_classes };
  splat->inks = g_new (guint32, N_LEVELS * MAX (1, n_classes));
  for (guint level = 0; level < N_LEVELS; level++) {
    double z = FARTHEST + (level + 0.5) * (NEAREST - FARTHEST) / N_LEVELS;

    plot_stamp_init (&splat->stamps[level], raster, dot_radius (view, z),
                     dot_colour (theme, view, 0, z).alpha);
    for (guint k = 0; k < n_classes; k++)
      splat->inks[level * n_classes + k] = plot_raster_ink (dot_colour (theme, view, k, z));
  }
  return splat;
}

void
plot_splat_free (PlotSplat *splat)
{
  for (guint level = 0; level < N_LEVELS; level++)
    plot_stamp_clear (&splat->stamps[level]);
  g_free (splat->inks);
  g_free (splat);
}

/* -1: none */
static int
level_of (const PlotDot *dot)
{
  float level = (dot->z - FARTHEST) * (N_LEVELS / (NEAREST - FARTHEST));

  return level >= 0 && level < N_LEVELS ? (int)level : -1;
}

void
plot_splat_dots (PlotSplat *splat, const PlotDot *dots, gsize n)
{
  const PlotRaster *raster = splat->raster;

  for (gsize i = 0; i < n; i++) {
    const PlotDot *dot = &dots[i];
    int level = level_of (dot), later = i + AHEAD < n ? level_of (dot + AHEAD) : -1;

    if (later >= 0)
      plot_stamp_fetch (&splat->stamps[later], raster, dot[AHEAD].x, dot[AHEAD].y);
    if (level >= 0 && dot->label < splat->n_classes)
      plot_stamp_press (&splat->stamps[level], raster, dot->x, dot->y,
                        splat->inks[(guint)level * splat->n_classes + dot->label]);
    else
      plot_raster_disc (raster, dot->x, dot->y, dot_radius (splat->view, dot->z),
                        dot_colour (splat->theme, splat->view, dot->label, dot->z));
  }
}

void
plot_dots_fill (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, const PlotDot *dots, gsize n, double z)
{
  cairo_new_path (cr);
  for (gsize i = 0; i < n; i++) {
    cairo_new_sub_path (cr);
    cairo_arc (cr, dots[i].x, dots[i].y, dot_radius (view, dots[i].z), 0, 2 * G_PI);
    cairo_close_path (cr);
  }
  plot_set_source (cr, dot_colour (theme, view, dots[0].label, z));
  cairo_fill (cr);
}

/* What the dots cover, points. */
static void
find_bounds (const PlotView *view, const PlotDot *dots, gsize n, cairo_rectangle_t *bounds)
{
  float left = dots[0].x, right = left, top = dots[0].y, bottom = top;
  double rim = 0;

  for (gsize i = 0; i < n; i++) {
    left = MIN (left, dots[i].x);
    right = MAX (right, dots[i].x);
    top = MIN (top, dots[i].y);
    bottom = MAX (bottom, dots[i].y);
    rim = MAX (rim, dot_radius (view, dots[i].z));
  }
  rim += 1 / PICTURE_SCALE;
  *bounds = (cairo_rectangle_t){ MAX (left - rim, 0), MAX (top - rim, 0), 0, 0 };
  bounds->width = MIN (right + rim, view->width) - bounds->x;
  bounds->height = MIN (bottom + rim, view->height) - bounds->y;
}

static void
write_dots (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, guint n_classes, const PlotDot *dots, gsize n)
{
  PlotRaster raster;
  PlotSplat *splat;

  if (!plot_raster_init (&raster, cr))
    return;
  splat = plot_splat_new (&raster, theme, view, n_classes);
  plot_raster_begin (&raster);
  plot_splat_dots (splat, dots, n);
  plot_raster_end (&raster);
  plot_splat_free (splat);
}

void
plot_dots_paint (
    cairo_t *cr, const PlotTheme *theme, const PlotView *view, guint n_classes, const PlotDot *dots, gsize n)
{
  cairo_rectangle_t bounds;

  find_bounds (view, dots, n, &bounds);
  if (!(bounds.width > 0 && bounds.height > 0))
    return;
  cairo_surface_t *picture
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)ceil (bounds.width * PICTURE_SCALE),
                                    (int)ceil (bounds.height * PICTURE_SCALE));
  cairo_t *onto = cairo_create (picture);

  cairo_scale (onto, PICTURE_SCALE, PICTURE_SCALE);
  cairo_translate (onto, -bounds.x, -bounds.y);
  write_dots (onto, theme, view, n_classes, dots, n);
  cairo_destroy (onto);

  cairo_save (cr);
  cairo_translate (cr, bounds.x, bounds.y);
  cairo_scale (cr, 1 / PICTURE_SCALE, 1 / PICTURE_SCALE);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (picture);
}
