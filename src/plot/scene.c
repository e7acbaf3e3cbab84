/* Everything in the scene is an item with a depth; items are sorted and painted from back to front, so that
 * balls hide what is behind them and a cloud is seen around its mean. Perspective and a mix towards the
 * background are the only depth cues: blur would cost time and cannot be printed. */
#include "plot/scene-private.h"

#include <math.h>

/* In files dots are painted in this many layers of depth: one path a class and layer. */
#define N_LAYERS 8
/* With more classes than this only the shorter edges of the ghost are drawn: K(K-1)/2 lines say nothing. */
#define MOST_CLASSES_WITH_ALL_EDGES 16
#define NEIGHBOURS 3
/* Heads stand outside the balls. */
#define CLASSIFIER_REACH 1.27

typedef enum {
  ITEM_EDGE,
  ITEM_RING,
  ITEM_DOTS, /* of one class in one layer of a file */
  ITEM_SPOKE,
  ITEM_SHAFT,
  ITEM_LINK,
  ITEM_BALL,
  ITEM_FACE, /* from here on always drawn by Cairo */
  FIRST_OF_CAIRO = ITEM_FACE,
  ITEM_ORIGIN,
  ITEM_HEAD,
} ItemKind;

typedef struct {
  double z;
  ItemKind kind;
  guint32 a,
      b; /* class; classes of an edge or link; of a face the place of the one left out; dots from a to b */
} Item;

typedef struct {
  PlotText *text;
  cairo_t *cr;
  const PlotScene *scene;
  const PlotTheme *theme;
  PlotView view;
  PlotSpot origin;
  GArray *items; /* Item */
  PlotDot *dots;
  gsize n_dots;
  PlotRaster raster;
  gboolean to_raster;
  PlotSplat *splat; /* of a raster; dots before next are drawn */
  gsize next;
  gboolean writing; /* to the raster: Cairo waits */
} Painter;

double
plot_scene_scale (const PlotScene *scene)
{
  return scene->scale > 0 ? scene->scale : 1;
}

/* Between two calls of Cairo, or after the last one. */
static void
set_writing (Painter *painter, gboolean write)
{
  if (write && !painter->writing)
    plot_raster_begin (&painter->raster);
  else if (painter->writing && !write)
    plot_raster_end (&painter->raster);
  painter->writing = write;
}

static void
add_item (Painter *painter, ItemKind kind, double z, guint32 a, guint32 b)
{
  Item item = { z, kind, a, b };

  g_array_append_val (painter->items, item);
}

static int
compare_items (gconstpointer a, gconstpointer b)
{
  double x = ((const Item *)a)->z, y = ((const Item *)b)->z;

  return (x > y) - (x < y);
}

static double
distance2 (const double *a, const double *b)
{
  double dx = a[0] - b[0], dy = a[1] - b[1], dz = a[2] - b[2];

  return dx * dx + dy * dy + dz * dz;
}

/* Whether the vertices are among each other's nearest, for ghosts of many classes. */
static gboolean
are_neighbours (const PlotScene *scene, guint k, guint l)
{
  double length = distance2 (scene->ideal + 3 * k, scene->ideal + 3 * l) * (1 - 1e-9);
  guint nearer = 0;

  for (guint m = 0; m < scene->n_classes && nearer <= NEIGHBOURS; m++)
    if (m != k && distance2 (scene->ideal + 3 * k, scene->ideal + 3 * m) < length)
      nearer++;
  return nearer < NEIGHBOURS;
}

static void
add_ghost (Painter *painter)
{
  const PlotScene *scene = painter->scene;
  gboolean all = scene->n_classes <= MOST_CLASSES_WITH_ALL_EDGES;
  PlotSpot p, q;

  for (guint k = 0; k < scene->n_classes; k++) {
    if (!plot_view_project_double (&painter->view, scene->ideal + 3 * k, &p))
      continue;
    add_item (painter, ITEM_RING, p.z - 0.02, k, k);
    for (guint l = 0; l < k; l++)
      if ((all || are_neighbours (scene, k, l) || are_neighbours (scene, l, k))
          && plot_view_project_double (&painter->view, scene->ideal + 3 * l, &q))
        add_item (painter, ITEM_EDGE, (p.z + q.z) / 2 - 0.6, k, l);
  }
}

/* A line or, when on > 0, dashes of that length and as long gaps. */
static void
draw_line (Painter *painter,
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
draw_edge (Painter *painter, guint k, guint l)
{
  const PlotScene *scene = painter->scene;
  const double *a = scene->ideal + 3 * k, *b = scene->ideal + 3 * l;
  double middle = sqrt (pow (a[0] + b[0], 2) + pow (a[1] + b[1], 2) + pow (a[2] + b[2], 2)) / 2;
  /* Edges that cross the middle fade, so that the hull stands out; few classes have no other edges. */
  double outer = scene->n_classes < 6 ? 0.8 : CLAMP ((middle - 0.55) / 0.3, 0, 1);
  double alpha = painter->theme->dark ? 0.16 + 0.34 * outer : 0.13 + 0.36 * outer;
  double mark = MIN (1, painter->view.mark);
  PlotSpot p, q;
  double near;

  plot_view_project_double (&painter->view, a, &p);
  plot_view_project_double (&painter->view, b, &q);
  near = 0.35 + 0.65 * plot_depth_near ((p.z + q.z) / 2);
  draw_line (painter, &p, &q, (0.75 + 0.25 * near) * mark, 4 * mark, 4 * mark,
             plot_theme_ink (painter->theme, alpha * near));
}

static void
draw_ring (Painter *painter, guint k)
{
  double gap = 3.2 * painter->view.ball / PLOT_BALL_RADIUS, width = 1.3 * MIN (1, painter->view.mark);
  PlotSpot p;
  double near, radius;
  PlotColour ink;

  plot_view_project_double (&painter->view, painter->scene->ideal + 3 * k, &p);
  near = 0.45 + 0.55 * plot_depth_near (p.z);
  ink = plot_theme_ink (painter->theme, (painter->theme->dark ? 0.55 : 0.42) * near);
  radius = (painter->view.ball + gap) * p.scale;
  if (painter->to_raster) {
    plot_raster_ring (&painter->raster, p.x, p.y, radius, width, ink);
    return;
  }
  cairo_set_line_width (painter->cr, width);
  plot_set_source (painter->cr, ink);
  cairo_arc (painter->cr, p.x, p.y, radius, 0, 2 * G_PI);
  cairo_stroke (painter->cr);
}

static void
draw_origin (Painter *painter)
{
  plot_set_source (painter->cr, plot_theme_ink (painter->theme, 0.55));
  cairo_arc (painter->cr, painter->origin.x, painter->origin.y, 2.4 * painter->view.mark, 0, 2 * G_PI);
  cairo_fill (painter->cr);
}

static void
add_means (Painter *painter)
{
  PlotSpot p;

  for (guint k = 0; k < painter->scene->n_classes; k++)
    if (plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p)) {
      add_item (painter, ITEM_SPOKE, p.z / 2 - 0.1, k, k);
      add_item (painter, ITEM_BALL, p.z + PLOT_BALL_LIFT, k, k);
    }
}

static void
draw_spoke (Painter *painter, guint k)
{
  PlotSpot p;
  double near;

  plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p);
  near = plot_depth_near (p.z);
  draw_line (painter, &painter->origin, &p, (1.1 + 0.7 * near) * painter->view.line, 0, 0,
             plot_depth_colour (painter->theme, plot_theme_class_colour (painter->theme, k), near, 0.85));
}

static void
draw_ball (Painter *painter, guint k)
{
  PlotSpot p;
  double radius;

  plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p);
  radius = painter->view.ball * p.scale;
  if (!painter->to_raster) {
    plot_ball_draw (painter->text, k, p.x, p.y, radius, plot_depth_near (p.z));
    return;
  }
  plot_ball_write (&painter->raster, painter->theme, k, p.x, p.y, radius, plot_depth_near (p.z));
  set_writing (painter, FALSE);
  plot_ball_number (painter->text, k, p.x, p.y, radius);
}

/* Tip of a classifier arrow, its direction on the page and the length of its head. */
typedef struct {
  PlotSpot tip;
  double dx, dy, head;
  PlotColour colour;
} Arrow;

static gboolean
find_arrow (const Painter *painter, guint k, Arrow *arrow)
{
  const float *w = painter->scene->classifier + 3 * k;
  const PlotColour black = { 0, 0, 0, 1 };
  double length;

  if (!plot_view_project (&painter->view, w[0] * CLASSIFIER_REACH, w[1] * CLASSIFIER_REACH,
                          w[2] * CLASSIFIER_REACH, &arrow->tip))
    return FALSE;
  arrow->dx = arrow->tip.x - painter->origin.x;
  arrow->dy = arrow->tip.y - painter->origin.y;
  length = hypot (arrow->dx, arrow->dy);
  if (length < 1e-6)
    return FALSE;
  arrow->dx /= length;
  arrow->dy /= length;
  arrow->head = MIN (7.2 * arrow->tip.scale * painter->view.ball / PLOT_BALL_RADIUS, 0.5 * length);
  arrow->colour = plot_theme_class_colour (painter->theme, k);
  if (!painter->theme->dark)
    arrow->colour = plot_colour_mix (arrow->colour, black, 0.22);
  arrow->colour = plot_depth_colour (painter->theme, arrow->colour, plot_depth_near (arrow->tip.z), 0.95);
  return TRUE;
}

static void
add_classifier (Painter *painter)
{
  const PlotScene *scene = painter->scene;

  for (guint k = 0; k < scene->n_classes; k++) {
    Arrow arrow;
    PlotSpot mean;
    double z;

    if (!find_arrow (painter, k, &arrow))
      continue;
    z = arrow.tip.z;
    /* The shaft goes under its own ball. */
    if (scene->means && plot_view_project_float (&painter->view, scene->means + 3 * k, &mean))
      z = MIN (z, mean.z);
    add_item (painter, ITEM_SHAFT, z / 2 - 0.08, k, k);
    add_item (painter, ITEM_HEAD, arrow.tip.z + 0.02, k, k);
  }
}

static void
draw_shaft (Painter *painter, guint k)
{
  double line = painter->view.line;
  gboolean probe = painter->scene->probe;
  PlotSpot end;
  Arrow arrow;

  find_arrow (painter, k, &arrow);
  end = arrow.tip;
  end.x -= arrow.dx * arrow.head * 0.8;
  end.y -= arrow.dy * arrow.head * 0.8;
  draw_line (painter, &painter->origin, &end, 1.5 * line, probe ? 3 * line : 0, probe ? 2 * line : 0,
             arrow.colour);
}

static void
draw_head (Painter *painter, guint k)
{
  cairo_t *cr = painter->cr;
  Arrow arrow;
  double x, y, along_x, along_y;

  find_arrow (painter, k, &arrow);
  x = arrow.tip.x;
  y = arrow.tip.y;
  along_x = arrow.dx * arrow.head;
  along_y = arrow.dy * arrow.head;
  cairo_move_to (cr, x + 0.25 * along_x, y + 0.25 * along_y);
  cairo_line_to (cr, x - along_x - 0.52 * along_y, y - along_y + 0.52 * along_x);
  cairo_line_to (cr, x - 0.72 * along_x, y - 0.72 * along_y);
  cairo_line_to (cr, x - along_x + 0.52 * along_y, y - along_y - 0.52 * along_x);
  cairo_close_path (cr);
  plot_set_source (cr, painter->scene->probe ? painter->theme->background : arrow.colour);
  cairo_fill_preserve (cr);
  if (painter->scene->probe) {
    plot_set_source (cr, arrow.colour);
    cairo_set_line_width (cr, 1.3 * painter->view.line);
    cairo_stroke (cr);
  }
  cairo_new_path (cr);
}

/* The chosen means as corners of a solid: its edges have the true distances, faces give it body. */
static void
add_solid (Painter *painter)
{
  const PlotScene *scene = painter->scene;
  PlotSpot p[4];
  double depth = 0;

  for (guint i = 0; i < scene->n_chosen; i++) {
    if (!plot_view_project_float (&painter->view, scene->means + 3 * scene->chosen[i], &p[i]))
      return;
    depth += p[i].z;
    for (guint j = 0; j < i; j++)
      /* Under both of its balls. */
      add_item (painter, ITEM_LINK, MIN (p[i].z, p[j].z), scene->chosen[i], scene->chosen[j]);
  }
  for (guint i = 0; i < 4 && scene->n_chosen == 4; i++)
    add_item (painter, ITEM_FACE, (depth - p[i].z) / 3 - 0.1, i, i);
}

static void
draw_link (Painter *painter, guint k, guint l)
{
  PlotSpot p, q;
  double near;

  plot_view_project_float (&painter->view, painter->scene->means + 3 * k, &p);
  plot_view_project_float (&painter->view, painter->scene->means + 3 * l, &q);
  near = plot_depth_near ((p.z + q.z) / 2);
  draw_line (painter, &p, &q, (1.2 + 0.9 * near) * painter->view.line, 0, 0,
             plot_theme_ink (painter->theme, 0.3 + 0.45 * near));
}

static void
draw_face (Painter *painter, guint left_out)
{
  PlotSpot p;

  for (guint i = 0; i < 4; i++)
    if (i != left_out) {
      plot_view_project_float (&painter->view, painter->scene->means + 3 * painter->scene->chosen[i], &p);
      cairo_line_to (painter->cr, p.x, p.y);
    }
  cairo_close_path (painter->cr);
  plot_set_source (painter->cr, plot_theme_ink (painter->theme, 0.045));
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

static void
add_features (Painter *painter)
{
  painter->dots = plot_dots_collect (&painter->view, painter->scene, &painter->n_dots);
  if (painter->to_raster) {
    painter->splat
        = plot_splat_new (&painter->raster, painter->theme, &painter->view, painter->scene->n_classes);
    return;
  }
  qsort (painter->dots, painter->n_dots, sizeof *painter->dots, compare_dots);
  for (gsize from = 0, to; from < painter->n_dots; from = to) {
    const PlotDot *first = &painter->dots[from];

    for (to = from + 1; to < painter->n_dots && compare_dots (first, &painter->dots[to]) == 0;)
      to++;
    add_item (painter, ITEM_DOTS, layer_depth (layer_of (first)), from, to);
  }
}

static void
draw_item (Painter *painter, const Item *item)
{
  switch (item->kind) {
  case ITEM_EDGE:
    draw_edge (painter, item->a, item->b);
    break;
  case ITEM_RING:
    draw_ring (painter, item->a);
    break;
  case ITEM_SPOKE:
    draw_spoke (painter, item->a);
    break;
  case ITEM_SHAFT:
    draw_shaft (painter, item->a);
    break;
  case ITEM_DOTS:
    plot_dots_fill (painter->cr, painter->theme, &painter->view, painter->dots + item->a, item->b - item->a,
                    item->z);
    break;
  case ITEM_LINK:
    draw_link (painter, item->a, item->b);
    break;
  case ITEM_FACE:
    draw_face (painter, item->a);
    break;
  case ITEM_ORIGIN:
    draw_origin (painter);
    break;
  case ITEM_BALL:
    draw_ball (painter, item->a);
    break;
  case ITEM_HEAD:
    draw_head (painter, item->a);
    break;
  }
}

/* On a raster, the dots that lie behind depth z and are not drawn yet. */
static void
draw_dots (Painter *painter, double z)
{
  gsize from = painter->next;

  while (painter->splat && painter->next < painter->n_dots && painter->dots[painter->next].z < z)
    painter->next++;
  if (painter->next == from)
    return;
  set_writing (painter, TRUE);
  plot_splat_dots (painter->splat, painter->dots + from, painter->next - from);
}

static void
draw_items (Painter *painter)
{
  const Item *items = (const Item *)(void *)painter->items->data;

  for (gsize i = 0; i < painter->items->len; i++) {
    draw_dots (painter, items[i].z);
    set_writing (painter, painter->to_raster && items[i].kind < FIRST_OF_CAIRO);
    draw_item (painter, &items[i]);
  }
  draw_dots (painter, G_MAXDOUBLE);
  set_writing (painter, FALSE);
}

static void
collect (Painter *painter, PlotSceneParts parts)
{
  const PlotScene *scene = painter->scene;
  gboolean spokes = (parts & PLOT_SCENE_MEANS) && scene->means;
  gboolean arrows = (parts & PLOT_SCENE_CLASSIFIER) && scene->classifier;

  if ((parts & PLOT_SCENE_IDEAL) && scene->ideal)
    add_ghost (painter);
  if ((parts & PLOT_SCENE_FEATURES) && scene->points)
    add_features (painter);
  if (spokes) {
    add_means (painter);
    add_solid (painter);
  }
  if (arrows)
    add_classifier (painter);
  if (spokes || arrows)
    add_item (painter, ITEM_ORIGIN, 0, 0, 0);
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
  Painter painter = { .text = text, .cr = cr, .scene = scene, .theme = &theme };

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
  if (!plot_view_project (&painter.view, 0, 0, 0, &painter.origin))
    return;
  painter.items = g_array_new (FALSE, FALSE, sizeof (Item));
  painter.to_raster = plot_raster_init (&painter.raster, cr);
  text->theme = &theme; /* of the balls */
  collect (&painter, parts);
  draw_items (&painter);
  text->theme = whole;
  g_array_unref (painter.items);
  g_clear_pointer (&painter.splat, plot_splat_free);
  g_free (painter.dots);
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
