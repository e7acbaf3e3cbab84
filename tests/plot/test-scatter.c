#include "plot/scatter-layout.h"
#include "sample.h"

#include <math.h>

#define WIDTH 500
#define HEIGHT 360

static const PlotScatterPoint points[] = {
  { .x = 0.01, .y = 0.7, .x_low = 0.005, .x_high = 0.02, .y_low = 0.68, .y_high = 0.72, .label = "First" },
  { .x = 0.1,
    .y = 0.8,
    .x_low = NAN,
    .x_high = NAN,
    .y_low = NAN,
    .y_high = NAN,
    .regime = 1,
    .label = "Second" },
  { .x = 1,
    .y = 0.75,
    .x_low = NAN,
    .x_high = NAN,
    .y_low = NAN,
    .y_high = NAN,
    .regime = 2,
    .label = "Third" },
  { .x = 0, .y = 0.9, .label = "Not on a log axis" },
};
static const char *const facts[] = { "Spearman", "n = 3", NULL };

static PlotScatter
scatter_of (gsize n)
{
  return (PlotScatter){ .title = "Title",
                        .x_label = "NC1",
                        .y_label = "Accuracy",
                        .x_kind = PLOT_AXIS_LOG,
                        .percent = TRUE,
                        .left_end = "collapsed",
                        .right_end = "barely trained",
                        .points = points,
                        .n_points = n,
                        .facts = facts };
}

static void
lay_out (PlotScatterLayout *layout, const PlotScatter *scatter, double width, double height)
{
  g_auto (PlotText) text = { 0 };
  plot_text_init_unseen (&text, plot_theme (PLOT_THEME_LIGHT));
  plot_scatter_layout_init (layout, &text, scatter, width, height);
}

/* Decades are equally long, and the bar of a factor of two reaches as far on both sides. */
static void
test_positions (void)
{
  const PlotScatter scatter = scatter_of (4);
  g_auto (PlotScatterLayout) layout = { 0 };
  lay_out (&layout, &scatter, WIDTH, HEIGHT);
  double x[3];
  for (guint i = 0; i < 3; i++)
    x[i] = plot_frame_x (&layout.frame, points[i].x);
  g_assert_cmpfloat_with_epsilon (x[1] - x[0], x[2] - x[1], 1e-9);
  g_assert_cmpfloat_with_epsilon (x[0] - plot_frame_x (&layout.frame, 0.005),
                                  plot_frame_x (&layout.frame, 0.02) - x[0], 1e-9);
  g_assert_cmpfloat_with_epsilon (x[0] - plot_frame_x (&layout.frame, 0.005), (x[1] - x[0]) * log10 (2),
                                  1e-9);
  g_assert_false (plot_scatter_is_drawn (&scatter, &points[3]));
  g_assert_cmpuint (layout.labels->len, ==, 3);
  g_assert_cmpuint (layout.n_facts, ==, 2);
}

/* The box and the labels keep clear of the points and of each other. */
static void
test_clear (void)
{
  const PlotScatter scatter = scatter_of (3);
  g_auto (PlotScatterLayout) layout = { 0 };
  lay_out (&layout, &scatter, WIDTH, HEIGHT);
  for (guint i = 0; i < 3; i++) {
    const PlotLabel *label = &g_array_index (layout.labels, PlotLabel, i);
    const PlotBox marker = { label->x - 4, label->y - 4, 8, 8 };
    g_assert_true (label->placed);
    g_assert_false (plot_box_overlaps (layout.facts, marker));
    g_assert_false (plot_box_overlaps (layout.facts, label->box));
  }
}

/* Too many labels become a legend below the plot. */
static void
test_legend (void)
{
  PlotScatterPoint crowd[30];
  char names[30][16];
  for (guint i = 0; i < 30; i++) {
    g_snprintf (names[i], sizeof names[i], "Name %u", i);
    crowd[i] = (PlotScatterPoint){ .x = 0.1, .y = 0.5, .y_low = NAN, .regime = i, .label = names[i] };
  }
  PlotScatter scatter = scatter_of (3);
  scatter.points = crowd;
  scatter.n_points = 30;
  g_auto (PlotScatterLayout) layout = { 0 };
  lay_out (&layout, &scatter, 700, 420);
  g_assert_cmpuint (layout.labels->len, ==, 0);
  g_assert_cmpuint (layout.entries->len, ==, 30);
  g_assert_cmpfloat (layout.legend_height, >, 0);
  g_assert_cmpfloat (layout.frame.bottom, <, 420 - layout.legend_height);
}

/* A point is drawn, and found, where the layout says. */
static void
test_point (void)
{
  const PlotScatter scatter = scatter_of (3);
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  g_auto (PlotScatterLayout) layout = { 0 };
  lay_out (&layout, &scatter, WIDTH, HEIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  plot_set_source (cr, theme->background);
  cairo_paint (cr);
  plot_scatter_draw (cr, &scatter, theme, WIDTH, HEIGHT);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  static const guint32 colours[] = { 0x0072b2, 0xd55e00, 0x009e73 };
  for (guint i = 0; i < 3; i++) {
    double x = plot_frame_x (&layout.frame, points[i].x), y = plot_frame_y (&layout.frame, points[i].y);
    g_assert_cmphex (sample_pixel (surface, (int)x, (int)y), ==, colours[i]);
    g_assert_cmpint (plot_scatter_point_at (&scatter, theme, WIDTH, HEIGHT, x + 3, y - 3), ==, (int)i);
    g_assert_cmpint (plot_scatter_point_at (&scatter, theme, WIDTH, HEIGHT, x + 40, y), ==, -1);
  }
  cairo_surface_destroy (surface);
}

/* Any size is drawn without an error. */
static void
test_sizes (void)
{
  const PlotScatter scatter = scatter_of (4);
  for (int size = 1; size < 300; size += 23) {
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
    cairo_t *cr = cairo_create (surface);
    plot_scatter_draw (cr, &scatter, plot_theme (PLOT_THEME_PRINT), size, size);
    g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/scatter/positions", test_positions);
  g_test_add_func ("/plot/scatter/clear", test_clear);
  g_test_add_func ("/plot/scatter/legend", test_legend);
  g_test_add_func ("/plot/scatter/point", test_point);
  g_test_add_func ("/plot/scatter/sizes", test_sizes);
  return g_test_run ();
}
