#include "plot/labels.h"

/* How many times further away than beside the point, in steps of a label's height. */
#define MAX_STEPS 6

/* Which way from the point to the label: right and left, then the corners, then above and below. */
static const struct {
  int x, y;
} directions[] = { { 1, 0 }, { -1, 0 }, { 1, -1 }, { -1, -1 }, { 1, 1 }, { -1, 1 }, { 0, -1 }, { 0, 1 } };

gboolean
plot_box_overlaps (PlotBox a, PlotBox b)
{
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/* The upper left corner's coordinate: after the point, before it, or about it. */
static double
aside (double point, int direction, double distance, double size)
{
  if (direction == 0)
    return point - size / 2;
  return direction > 0 ? point + distance : point - distance - size;
}

static PlotBox
candidate (const PlotLabel *label, guint direction, double distance)
{
  int x = directions[direction].x, y = directions[direction].y;
  return (PlotBox){ aside (label->x, x, distance, label->width), aside (label->y, y, distance, label->height),
                    label->width, label->height };
}

static gboolean
is_inside (PlotBox box, PlotBox area)
{
  return box.x >= area.x && box.y >= area.y && box.x + box.width <= area.x + area.width
         && box.y + box.height <= area.y + area.height;
}

static gboolean
is_free (PlotBox box,
         const PlotLabel *labels,
         guint n_before,
         const PlotBox *obstacles,
         guint n_obstacles,
         double gap)
{
  const PlotBox wide = { box.x - gap, box.y - gap, box.width + 2 * gap, box.height + 2 * gap };
  for (guint i = 0; i < n_before; i++)
    if (labels[i].placed && plot_box_overlaps (wide, labels[i].box))
      return FALSE;
  for (guint i = 0; i < n_obstacles; i++)
    if (plot_box_overlaps (wide, obstacles[i]))
      return FALSE;
  return TRUE;
}

guint
plot_labels_place (
    PlotLabel *labels, guint n, const PlotBox *obstacles, guint n_obstacles, PlotBox area, double gap)
{
  guint n_left = 0;
  for (guint i = 0; i < n; i++) {
    PlotLabel *label = &labels[i];
    label->placed = FALSE;
    for (guint step = 0; step <= MAX_STEPS && !label->placed; step++)
      for (guint d = 0; d < G_N_ELEMENTS (directions) && !label->placed; d++) {
        double distance = label->radius + 1.5 * gap + step * 0.9 * label->height;
        label->box = candidate (label, d, distance);
        label->placed
            = is_inside (label->box, area) && is_free (label->box, labels, i, obstacles, n_obstacles, gap);
        label->away = step > 0;
      }
    n_left += !label->placed;
  }
  return n_left;
}
