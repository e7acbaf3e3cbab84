#include "plot/pointplot.h"
#include "sample.h"

#include <math.h>

#define WIDTH 500
#define HEIGHT 320

static const PlotPlace places[] = { { "Input", "0", 0 }, { "Layer 1", "1", 1 }, { "Layer 2", "2", 2 } };
static const double nc1[] = { 4, 1, 0.25 }, accuracy[] = { 0.7, NAN, 0.8 };
static const PlotPointLine lines[]
    = { { .style = 1, .y = nc1 }, { .style = 2, .second = TRUE, .y = accuracy } };
static const PlotPlaceMark marks[] = { { .place = 2, .words = "best", .style = 3 } };

static PlotPointplot
layers (void)
{
  return (PlotPointplot){ .title = "Layers",
                          .x_label = "Layer",
                          .places = places,
                          .n_places = 3,
                          .room = 0.2,
                          .axis = { .label = "NC1", .kind = PLOT_AXIS_LOG },
                          .second = { .label = "Accuracy", .percent = TRUE },
                          .lines = lines,
                          .n_lines = 2 };
}

static cairo_surface_t *
draw (const PlotPointplot *chart)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);
  plot_set_source (cr, theme->background);
  cairo_paint (cr);
  plot_pointplot_draw (cr, chart, theme, WIDTH, HEIGHT);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* Where the pointer finds each line's points: the middle of the pixels at which it does, and how many. */
typedef struct {
  double x[2][3], y[2][3], n[2][3];
} Found;

static Found
find (const PlotPointplot *chart)
{
  Found found = { 0 };
  for (int i = 0; i < WIDTH; i += 5)
    for (int j = 0; j < HEIGHT; j += 5) {
      guint l, p;
      if (!plot_pointplot_at (chart, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT, i, j, &l, &p))
        continue;
      found.n[l][p]++;
      found.x[l][p] += (i - found.x[l][p]) / found.n[l][p];
      found.y[l][p] += (j - found.y[l][p]) / found.n[l][p];
    }
  return found;
}

/* Factors of four are equally high on the log axis, places equally far, each line on its own axis; a gap is
 * no point. */
static void
test_positions (void)
{
  const PlotPointplot chart = layers ();
  cairo_surface_t *surface = draw (&chart);
  const Found found = find (&chart);
  const double *x = found.x[0], *y = found.y[0];
  for (guint p = 0; p < 3; p++) {
    g_assert_cmpfloat (found.n[0][p], >, 0);
    g_assert_cmphex (sample_pixel (surface, (int)x[p], (int)y[p]), ==, 0xd55e00);
  }
  g_assert_cmpfloat_with_epsilon (x[1] - x[0], x[2] - x[1], 5);
  g_assert_cmpfloat_with_epsilon (y[1] - y[0], y[2] - y[1], 5);
  g_assert_cmpfloat (y[0], <, y[2]);
  g_assert_cmpfloat (found.n[1][1], ==, 0);
  g_assert_cmpfloat (found.n[1][2], >, 0);
  g_assert_cmpfloat (found.y[1][2], <, y[2] - 50);
  cairo_surface_destroy (surface);
}

/* A line that is joined goes over a gap. */
static void
test_joined (void)
{
  static const double ends[] = { 0.5, NAN, 0.5 };
  for (gint joined = FALSE; joined <= TRUE; joined++) {
    PlotPointplot chart = layers ();
    const PlotPointLine line = { .style = 1, .y = ends, .joined = joined };
    chart.lines = &line;
    chart.n_lines = 1;
    chart.axis.kind = PLOT_AXIS_LINEAR;
    const Found found = find (&chart);
    cairo_surface_t *surface = draw (&chart);
    guint n = 0;
    for (int x = (int)found.x[0][0] + 20; x < (int)found.x[0][2] - 20; x++)
      for (int y = -1; y <= 1; y++)
        n += sample_pixel (surface, x, (int)found.y[0][0] + y) == 0xd55e00;
    if (joined)
      g_assert_cmpuint (n, >, (guint)((found.x[0][2] - found.x[0][0]) / 3)); /* it has dashes */
    else
      g_assert_cmpuint (n, ==, 0);
    cairo_surface_destroy (surface);
  }
}

/* The band of a mark is at its place and nowhere else. */
static void
test_mark (void)
{
  PlotPointplot chart = layers ();
  chart.marks = marks;
  chart.n_marks = 1;
  const Found found = find (&chart);
  const double *x = found.x[0];
  cairo_surface_t *surface = draw (&chart);
  g_assert_cmphex (sample_pixel (surface, (int)x[2] - 20, HEIGHT / 2 + 31), !=, 0xffffff);
  g_assert_cmphex (sample_pixel (surface, (int)x[1] - 20, HEIGHT / 2 + 71), ==, 0xffffff);
  cairo_surface_destroy (surface);
}

/* Without lines there are the words that say so; any size is drawn without an error. */
static void
test_sizes (void)
{
  PlotPointplot chart = layers (), none = layers ();
  none.n_lines = 0;
  none.empty = "Nothing";
  cairo_surface_destroy (draw (&none));
  for (int size = 1; size < 300; size += 23) {
    cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, size, size);
    cairo_t *cr = cairo_create (surface);
    plot_pointplot_draw (cr, &chart, plot_theme (PLOT_THEME_DARK), size, size);
    g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
    cairo_destroy (cr);
    cairo_surface_destroy (surface);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/pointplot/positions", test_positions);
  g_test_add_func ("/plot/pointplot/joined", test_joined);
  g_test_add_func ("/plot/pointplot/mark", test_mark);
  g_test_add_func ("/plot/pointplot/sizes", test_sizes);
  return g_test_run ();
}
