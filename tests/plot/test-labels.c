#include "plot/labels.h"

#include <math.h>

static const PlotBox area = { 0, 0, 400, 300 };

static PlotLabel
label_at (double x, double y)
{
  return (PlotLabel){ .x = x, .y = y, .radius = 4, .width = 60, .height = 12 };
}

/* Where nothing is in the way a label stands on the right, in the middle of its point's height. */
static void
test_alone (void)
{
  PlotLabel label = label_at (100, 100);
  g_assert_cmpuint (plot_labels_place (&label, 1, NULL, 0, area, 2), ==, 0);
  g_assert_cmpfloat (label.box.x, ==, 107);
  g_assert_cmpfloat (label.box.y, ==, 94);
  g_assert_false (label.away);
}

/* At the right edge it goes to the left; where it fits nowhere it is not placed. */
static void
test_edge (void)
{
  PlotLabel label = label_at (390, 100);
  g_assert_cmpuint (plot_labels_place (&label, 1, NULL, 0, area, 2), ==, 0);
  g_assert_cmpfloat (label.box.x + label.box.width, ==, 383);
  const PlotBox all = area;
  g_assert_cmpuint (plot_labels_place (&label, 1, &all, 1, area, 2), ==, 1);
  g_assert_false (label.placed);
}

/* Of random points no label covers another, a marker, or the edge. */
static void
test_random (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);
  guint n_away = 0;
  for (guint round = 0; round < 50; round++) {
    PlotLabel labels[16];
    PlotBox markers[16];
    for (guint i = 0; i < 16; i++) {
      labels[i] = label_at (g_rand_double_range (rand, 20, 380), g_rand_double_range (rand, 20, 280));
      markers[i] = (PlotBox){ labels[i].x - 5, labels[i].y - 5, 10, 10 };
    }
    plot_labels_place (labels, 16, markers, 16, area, 2);
    for (guint i = 0; i < 16; i++) {
      if (!labels[i].placed)
        continue;
      n_away += labels[i].away;
      g_assert_cmpfloat (labels[i].box.x, >=, 0);
      g_assert_cmpfloat (labels[i].box.y + labels[i].box.height, <=, 300);
      for (guint j = 0; j < 16; j++) {
        g_assert_false (plot_box_overlaps (labels[i].box, markers[j]));
        g_assert_false (j != i && labels[j].placed && plot_box_overlaps (labels[i].box, labels[j].box));
      }
    }
  }
  g_assert_cmpuint (n_away, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/labels/alone", test_alone);
  g_test_add_func ("/plot/labels/edge", test_edge);
  g_test_add_func ("/plot/labels/random", test_random);
  return g_test_run ();
}
