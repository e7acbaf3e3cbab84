/* A class's picture stands beside its ball, off the spoke that comes to it and the arrow that goes on from
 * it: always at one angle to them, so that it goes with the ball when the scene turns, and on the other side
 * only where something is in its way. Of two in one place the nearer to the eye is shown. */
#include "plot/scene-painter.h"

#include <math.h>

/* In points, as the ball's radius; and of the gap between the two. */
#define IMAGE_SIZE 27.0
#define SMALLEST 9.0 /* smaller ones show nothing */
#define IMAGE_GAP 2.5
/* From the direction in which the ball lies. */
#define IMAGE_ANGLE (G_PI / 3)
/* Of the head-up display, in units of its type (scene-hud.c): no picture goes under it. */
#define HUD_HEAD 52
#define HUD_FOOT 30

/* Where the balls are, and the pictures placed so far. */
typedef struct {
  PlotSpot *spots; /* n_classes */
  PlotBox *boxes;  /* as many at most */
  guint n_boxes;
} Places;

static gboolean
covers_ball (const PlotPainter *painter, PlotBox box, const PlotSpot *ball)
{
  double dx = ball->x - CLAMP (ball->x, box.x, box.x + box.width);
  double dy = ball->y - CLAMP (ball->y, box.y, box.y + box.height);

  return hypot (dx, dy) < painter->view.ball * ball->scale;
}

static gboolean
is_free (const PlotPainter *painter, const Places *places, PlotBox box)
{
  const PlotView *view = &painter->view;
  double unit = painter->text->theme->text_size / 11;
  double top = painter->head > 0 ? painter->head : HUD_HEAD * unit;
  double bottom = view->height - (painter->foot > 0 ? painter->foot : HUD_FOOT * unit);

  if (box.x < 0 || box.x + box.width > view->width || box.y < top || box.y + box.height > bottom)
    return FALSE;
  for (guint k = 0; k < painter->scene->n_classes; k++)
    if (covers_ball (painter, box, &places->spots[k]))
      return FALSE;
  for (guint i = 0; i < places->n_boxes; i++)
    if (plot_box_overlaps (box, places->boxes[i]))
      return FALSE;
  return TRUE;
}

/* Beside the ball at `spot`, on one side or the other of its spoke; FALSE where there is no room. */
static gboolean
place_image (
    const PlotPainter *painter, const Places *places, const PlotSpot *spot, double aspect, PlotBox *box)
{
  const PlotView *view = &painter->view;
  double unit = view->ball * spot->scale / PLOT_BALL_RADIUS, half = IMAGE_SIZE * unit / 2;
  double half_width = half * MIN (1, aspect), half_height = half * MIN (1, 1 / aspect);
  double outward = atan2 (spot->y - painter->origin.y, spot->x - painter->origin.x);

  if (2 * half < SMALLEST)
    return FALSE;
  for (int side = 1; side >= -1; side -= 2) {
    double angle = outward + side * IMAGE_ANGLE, across = cos (angle), down = sin (angle);
    double distance = view->ball * spot->scale + IMAGE_GAP * unit
                      + MIN (half_width / MAX (fabs (across), 1e-6), half_height / MAX (fabs (down), 1e-6));

    *box = (PlotBox){ spot->x + distance * across - half_width, spot->y + distance * down - half_height,
                      2 * half_width, 2 * half_height };
    if (is_free (painter, places, *box))
      return TRUE;
  }
  return FALSE;
}

static int
nearest_first (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const PlotSpot *spots = user_data;
  double x = spots[*(const guint *)a].z, y = spots[*(const guint *)b].z;

  return (x < y) - (x > y);
}

/* Balls that are not on the page are far away from all. */
static void
find_balls (const PlotPainter *painter, PlotSpot *spots)
{
  for (guint k = 0; k < painter->scene->n_classes; k++)
    if (!plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &spots[k]))
      spots[k] = (PlotSpot){ .x = -1e6, .y = -1e6, .z = -1e6, .scale = 1e-6 };
}

void
plot_images_add (PlotPainter *painter)
{
  guint n = painter->scene->n_classes;
  g_autofree PlotSpot *spots = g_new (PlotSpot, MAX (1, n));
  g_autofree guint *order = g_new (guint, MAX (1, n));
  g_autofree PlotBox *boxes = g_new (PlotBox, MAX (1, n));
  Places places = { spots, boxes, 0 };

  find_balls (painter, spots);
  for (guint k = 0; k < n; k++)
    order[k] = k;
  g_qsort_with_data (order, (gint)n, sizeof *order, nearest_first, spots);
  painter->boxes = g_new0 (PlotBox, MAX (1, n));
  for (guint i = 0; i < n; i++) {
    guint k = order[i];
    cairo_surface_t *image = painter->scene->images[k];
    PlotBox box;

    if (!image
        || !place_image (
            painter, &places, &spots[k],
            (double)cairo_image_surface_get_width (image) / cairo_image_surface_get_height (image), &box))
      continue;
    places.boxes[places.n_boxes++] = painter->boxes[k] = box;
    plot_painter_add (painter, PLOT_ITEM_IMAGE, spots[k].z + PLOT_BALL_LIFT, k, k);
  }
}

void
plot_images_draw (PlotPainter *painter, guint k)
{
  const PlotColour black = { 0, 0, 0, 1 };
  cairo_t *cr = painter->cr;
  cairo_surface_t *image = painter->scene->images[k];
  const PlotBox *box = &painter->boxes[k];
  PlotColour colour = plot_theme_class_colour (painter->theme, k);
  PlotSpot spot;
  double near, scale = box->width / cairo_image_surface_get_width (image);

  plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &spot);
  near = plot_depth_near (spot.z);
  if (!painter->theme->dark)
    colour = plot_colour_mix (colour, black, 0.22);
  /* So that the cloud does not make another picture of it. */
  plot_veil_draw (painter->text, *box, 0.2 * MIN (box->width, box->height), 0.6);
  cairo_save (cr);
  cairo_translate (cr, box->x, box->y);
  cairo_scale (cr, scale, scale);
  if (cairo_image_surface_get_format (image) == CAIRO_FORMAT_A8) {
    plot_set_source (cr, plot_depth_colour (painter->theme, colour, near, 0.95));
    cairo_mask_surface (cr, image, 0, 0);
  } else {
    cairo_set_source_surface (cr, image, 0, 0);
    cairo_paint_with_alpha (cr, 0.7 + 0.3 * near);
  }
  cairo_restore (cr);
}
