/* Everything in the scene is an item with a depth; items are sorted and painted from back to front, so that
 * balls hide what is behind them and a cloud is seen around its mean. Perspective and a mix towards the
 * background are the only depth cues: blur would cost time and cannot be printed. */
#include "plot/scene-painter.h"

#include <math.h>

/* In files dots are painted in this many layers of depth: one path a class and layer. */
#define N_LAYERS 8

double
plot_scene_scale (const PlotScene *scene)
{
  return scene->scale > 0 ? scene->scale : 1;
}

void
plot_painter_set_writing (PlotPainter *painter, gboolean write)
{
  if (write && !painter->writing)
    plot_raster_begin (&painter->raster);
  else if (painter->writing && !write)
    plot_raster_end (&painter->raster);
  painter->writing = write;
}

void
plot_painter_add (PlotPainter *painter, PlotItemKind kind, double z, guint32 a, guint32 b)
{
  PlotItem item = { z, kind, a, b };

  g_array_append_val (painter->items, item);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  double x = ((const PlotItem *)a)->z, y = ((const PlotItem *)b)->z;

  return (x > y) - (x < y);
}

void
plot_painter_line (PlotPainter *painter,
                   const PlotSpot *p,
                   const PlotSpot *q,
                   double width,
                   double on,
                   double off,
                   PlotColour colour)
{
  if (painter->to_raster) {
    plot_raster_line (&painter->raster, p->x, p->y, q->x, q->y, width, on, off, colour);
    return;
  }
  cairo_set_dash (painter->cr, (double[]){ on, off }, on > 0 ? 2 : 0, 0);
  cairo_set_line_width (painter->cr, width);
  plot_set_source (painter->cr, colour);
  cairo_move_to (painter->cr, p->x, p->y);
  cairo_line_to (painter->cr, q->x, q->y);
  cairo_stroke (painter->cr);
  cairo_set_dash (painter->cr, NULL, 0, 0);
}

static void
draw_origin (PlotPainter *painter)
{
  plot_set_source (painter->cr, plot_theme_ink (painter->theme, 0.55));
  cairo_arc (painter->cr, painter->origin.x, painter->origin.y, 2.4 * painter->view.mark, 0, 2 * G_PI);
  cairo_fill (painter->cr);
}

static guint
layer_of (const PlotDot *dot)
{
  return MIN (N_LAYERS - 1, (guint)(plot_depth_near (dot->z) * N_LAYERS));
}

/* Depth of a layer's middle. */
static double
layer_depth (guint layer)
{
  return (layer + 0.5) / N_LAYERS * 2.5 - 1.25;
}

static int
compare_dots (const void *a, const void *b)
{
  const PlotDot *p = a, *q = b;
  guint layer_p = layer_of (p), layer_q = layer_of (q);

  if (layer_p != layer_q)
    return layer_p < layer_q ? -1 : 1;
  return (p->label > q->label) - (p->label < q->label);
}

/* Dots are sorted by depth, but for those of one bin. */
static void
add_crowd (PlotPainter *painter)
{
  for (gsize from = 0, to; from < painter->n_dots; from = to) {
    guint layer = layer_of (&painter->dots[from]);

    for (to = from + 1; to < painter->n_dots && layer_of (&painter->dots[to]) <= layer;)
      to++;
    plot_painter_add (painter, PLOT_ITEM_CROWD, layer_depth (layer), from, to);
  }
}

static void
add_features (PlotPainter *painter)
{
  painter->dots = plot_dots_collect (&painter->view, painter->scene, &painter->n_dots);
  if (painter->to_raster) {
    painter->splat
        = plot_splat_new (&painter->raster, painter->theme, &painter->view, painter->scene->n_classes);
    return;
  }
  if (painter->n_dots > PLOT_DOTS_CROWD) {
    add_crowd (painter);
    return;
  }
  qsort (painter->dots, painter->n_dots, sizeof *painter->dots, compare_dots);
  for (gsize from = 0, to; from < painter->n_dots; from = to) {
    const PlotDot *first = &painter->dots[from];

    for (to = from + 1; to < painter->n_dots && compare_dots (first, &painter->dots[to]) == 0;)
      to++;
    plot_painter_add (painter, PLOT_ITEM_DOTS, layer_depth (layer_of (first)), from, to);
  }
}

static void
draw_item (PlotPainter *painter, const PlotItem *item)
{
  switch (item->kind) {
  case PLOT_ITEM_EDGE:
    plot_ghost_draw_edge (painter, item->a, item->b);
    break;
  case PLOT_ITEM_RING:
    plot_ghost_draw_ring (painter, item->a);
    break;
  case PLOT_ITEM_TRAIL:
    plot_trails_draw (painter, item->a, item->b);
    break;
  case PLOT_ITEM_SPOKE:
    plot_means_draw_spoke (painter, item->a);
    break;
  case PLOT_ITEM_SHAFT:
    plot_arrows_draw_shaft (painter, item->a);
    break;
  case PLOT_ITEM_DOTS:
    plot_dots_fill (painter->cr, painter->theme, &painter->view, painter->dots + item->a, item->b - item->a,
                    item->z);
    break;
  case PLOT_ITEM_CROWD:
    plot_dots_paint (painter->cr, painter->theme, &painter->view, painter->scene->n_classes,
                     painter->dots + item->a, item->b - item->a);
    break;
  case PLOT_ITEM_LINK:
    plot_solid_draw_link (painter, item->a, item->b);
    break;
  case PLOT_ITEM_FACE:
    plot_solid_draw_face (painter, item->a);
    break;
  case PLOT_ITEM_ORIGIN:
    draw_origin (painter);
    break;
  case PLOT_ITEM_BALL:
    plot_means_draw_ball (painter, item->a);
    break;
  case PLOT_ITEM_IMAGE:
    plot_images_draw (painter, item->a);
    break;
  case PLOT_ITEM_HEAD:
    plot_arrows_draw_head (painter, item->a);
    break;
  }
}

/* On a raster, the dots that lie behind depth z and are not drawn yet. */
static void
draw_dots (PlotPainter *painter, double z)
{
  gsize from = painter->next;

  while (painter->splat && painter->next < painter->n_dots && painter->dots[painter->next].z < z)
    painter->next++;
  if (painter->next == from)
    return;
  plot_painter_set_writing (painter, TRUE);
  plot_splat_dots (painter->splat, painter->dots + from, painter->next - from);
}

static void
draw_items (PlotPainter *painter)
{
  const PlotItem *items = (const PlotItem *)(void *)painter->items->data;

  for (gsize i = 0; i < painter->items->len; i++) {
    draw_dots (painter, items[i].z);
    plot_painter_set_writing (painter, painter->to_raster && items[i].kind < PLOT_FIRST_OF_CAIRO);
    draw_item (painter, &items[i]);
  }
  draw_dots (painter, G_MAXDOUBLE);
  plot_painter_set_writing (painter, FALSE);
}

static void
collect (PlotPainter *painter, PlotSceneParts parts)
{
  const PlotScene *scene = painter->scene;
  gboolean spokes = (parts & PLOT_SCENE_MEANS) && scene->means;
  gboolean arrows = (parts & PLOT_SCENE_CLASSIFIER) && scene->classifier;

  if ((parts & PLOT_SCENE_IDEAL) && scene->ideal)
    plot_ghost_add (painter);
  if ((parts & PLOT_SCENE_FEATURES) && scene->points)
    add_features (painter);
  if (spokes) {
    plot_means_add (painter);
    plot_solid_add (painter);
  }
  if ((parts & PLOT_SCENE_TRAILS) && scene->means && scene->trail)
    plot_trails_add (painter);
  if ((parts & PLOT_SCENE_IMAGES) && scene->means && scene->images)
    plot_images_add (painter);
  if (arrows)
    plot_arrows_add (painter);
  if (spokes || arrows)
    plot_painter_add (painter, PLOT_ITEM_ORIGIN, 0, 0, 0);
  g_array_sort (painter->items, compare_items);
}

void
plot_scene_draw_geometry (PlotText *text,
                          const PlotScene *scene,
                          const PlotCamera *camera,
                          PlotSceneParts parts,
                          double width,
                          double height,
                          double head,
                          double foot)
{
  cairo_t *cr = text->cr;
  const PlotTheme *whole = text->theme;
  PlotTheme theme = *whole;
  PlotPainter painter
      = { .text = text, .cr = cr, .scene = scene, .theme = &theme, .head = head, .foot = foot };

  if (scene->n_chosen > 0) {
    theme.chosen = scene->chosen;
    theme.n_chosen = scene->n_chosen;
  }

  cairo_new_path (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  plot_set_source (cr, text->theme->background);
  cairo_paint (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);

  plot_view_init (&painter.view, camera, scene, width, MAX (1, height - head - foot));
  painter.view.centre_y += head;
  painter.view.height = height;
  painter.view.top = head > 0 ? head : painter.view.top;
  painter.view.bottom = foot > 0 ? height - foot : height + 4 * painter.view.dot;
  if (!plot_view_project (&painter.view, 0, 0, 0, &painter.origin))
    return;
  painter.items = g_array_new (FALSE, FALSE, sizeof (PlotItem));
  painter.to_raster = plot_raster_init (&painter.raster, cr);
  text->theme = &theme; /* of the balls */
  collect (&painter, parts);
  draw_items (&painter);
  text->theme = whole;
  g_array_unref (painter.items);
  g_clear_pointer (&painter.splat, plot_splat_free);
  g_free (painter.dots);
  g_free (painter.boxes);
}

void
plot_scene_draw (cairo_t *cr,
                 const PlotScene *scene,
                 const PlotCamera *camera,
                 PlotSceneParts parts,
                 const PlotTheme *theme,
                 double width,
                 double height)
{
  g_auto (PlotText) text = { 0 };

  if (!(width >= 1) || !(height >= 1) || cairo_status (cr) != CAIRO_STATUS_SUCCESS)
    return;
  cairo_save (cr);
  plot_text_init (&text, cr, theme);
  plot_scene_draw_geometry (&text, scene, camera, parts, width, height, 0, 0);
  plot_scene_draw_hud (&text, scene, width, height);
  cairo_restore (cr);
}
