/* Where the words beside points go, so that they cover neither each other nor what else is there; internal to
 * plot. */
#pragma once

#include <glib.h>

typedef struct {
  double x, y, width, height; /* of its upper left corner */
} PlotBox;

typedef struct {
  double x, y;          /* of the point */
  double radius;        /* of its marker */
  double width, height; /* of the words */
  gboolean placed;      /* FALSE: there was no room */
  gboolean away;        /* far enough for a line between the two */
  PlotBox box;          /* where the words are */
} PlotLabel;

/* Greedy, in the order of the labels: each goes to the first free place of those beside its point, then of
 * those further and further away, within the area. Obstacles are markers, error bars and boxes, of the
 * labels' own points too. `gap` is kept between all. Returns how many found no place. */
guint plot_labels_place (
    PlotLabel *labels, guint n, const PlotBox *obstacles, guint n_obstacles, PlotBox area, double gap);
/* Whether two have more than an edge in common. */
gboolean plot_box_overlaps (PlotBox a, PlotBox b);
