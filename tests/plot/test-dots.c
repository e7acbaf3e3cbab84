#include "plot/figure.h"
#include "sample.h"

#include <math.h>

#define WIDTH 400
#define HEIGHT 120
#define ROW 23.1 /* of 11 points of text */

/* One row without a mean: nothing but its dots has its regime's colour. */
static PlotDotsRow
row_of (const double *values, guint n)
{
  return (PlotDotsRow){ .label = "Row", .values = values, .n = n, .mean = NAN, .low = NAN, .high = NAN };
}

static cairo_surface_t *
draw (const PlotDots *dots, const PlotTheme *theme, double height)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, (int)height);
  cairo_t *cr = cairo_create (surface);
  plot_set_source (cr, theme->background);
  cairo_paint (cr);
  plot_dots_draw (cr, dots, theme, WIDTH, height);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

/* How much a pixel is of colour: axis, labels and grid are grey. */
static int
chroma (guint32 pixel)
{
  int red = pixel >> 16 & 0xff, green = pixel >> 8 & 0xff, blue = pixel & 0xff;
  return MAX (MAX (red, green), blue) - MIN (MIN (red, green), blue);
}

/* The middle of each patch of coloured columns, by weight, in the rows of pixels given; returns how many. */
static guint
find_patches (cairo_surface_t *surface, int top, int bottom, double *middles, guint max)
{
  guint n = 0;
  double weight = 0, moment = 0;
  for (int x = 0; x <= WIDTH; x++) {
    double ink = 0;
    for (int y = top; y < bottom && x < WIDTH; y++) {
      int colour = chroma (sample_pixel (surface, x, y));
      ink += colour > 8 ? colour : 0;
    }
    weight += ink;
    moment += ink * (x + 0.5);
    if (ink == 0 && weight > 0) {
      g_assert_cmpuint (n, <, max);
      middles[n++] = moment / weight;
      weight = moment = 0;
    }
  }
  return n;
}

/* Three dots stand apart as their values do, on a log axis as their logarithms. */
static void
test_positions (void)
{
  static const struct {
    PlotAxisKind kind;
    double values[3], share; /* of the way from the first to the last at which the second stands */
  } cases[] = { { PLOT_AXIS_LINEAR, { 0, 1, 4 }, 0.25 },
                { PLOT_AXIS_LINEAR, { -2, 1, 2 }, 0.75 },
                { PLOT_AXIS_LOG, { 0.01, 0.1, 10 }, 1.0 / 3 } };
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    PlotDotsRow row = row_of (cases[i].values, 3);
    PlotDots dots = { .title = "NC1", .kind = cases[i].kind, .rows = &row, .n_rows = 1 };
    double at[3];
    cairo_surface_t *surface = draw (&dots, plot_theme (PLOT_THEME_LIGHT), HEIGHT);
    g_assert_cmpuint (find_patches (surface, 0, HEIGHT, at, 3), ==, 3);
    g_assert_cmpfloat_with_epsilon ((at[1] - at[0]) / (at[2] - at[0]), cases[i].share, 0.004);
    /* 6 % of room at both ends: the three take 100 of 112 parts of the axis. */
    g_assert_cmpfloat (at[2] - at[0], >, 0.55 * WIDTH);
    cairo_surface_destroy (surface);
  }
}

/* A mean in the middle of its interval stands in the middle of it, whatever the values beside; what is not
 * finite, or has no logarithm, is left out. */
static void
test_interval (void)
{
  const double values[] = { NAN, 0, -1 }, other[] = { 1, 100 };
  PlotDotsRow rows[] = { row_of (values, 3), row_of (other, 2) };
  PlotDots dots = { .title = "NC1", .kind = PLOT_AXIS_LOG, .rows = rows, .n_rows = 2 };
  double at[2];
  rows[0].mean = 10;
  rows[0].low = 1;
  rows[0].high = 100;
  cairo_surface_t *surface = draw (&dots, plot_theme (PLOT_THEME_LIGHT), HEIGHT);
  double middle, ends[2];
  g_assert_cmpuint (find_patches (surface, 0, (int)ROW, &middle, 1), ==, 1);
  g_assert_cmpuint (find_patches (surface, (int)ROW + 2, 2 * (int)ROW, ends, 2), ==, 2);
  g_assert_cmpfloat_with_epsilon (middle, (ends[0] + ends[1]) / 2, 0.5);
  cairo_surface_destroy (surface);

  PlotDots none = { .title = "NC1", .kind = PLOT_AXIS_LOG, .rows = rows, .n_rows = 1 };
  rows[0] = row_of (values, 3);
  surface = draw (&none, plot_theme (PLOT_THEME_LIGHT), HEIGHT);
  g_assert_cmpuint (find_patches (surface, 0, HEIGHT, at, 2), ==, 0);
  cairo_surface_destroy (surface);
}

static gboolean
is_inked (cairo_surface_t *surface, int x, int top, int bottom)
{
  for (int y = top; y < bottom; y++)
    if ((sample_pixel (surface, x, y) & 0xff) < 0xf0)
      return TRUE;
  return FALSE;
}

/* Long labels end before the axis begins, and those of ticks stand apart: each has a blank beside it. */
static void
test_labels (void)
{
  const double values[] = { 0.0123, 98.7 };
  PlotDotsRow rows[2] = { row_of (values, 2), row_of (values, 2) };
  PlotDots dots = { .title = "x", .kind = PLOT_AXIS_LOG, .rows = rows, .n_rows = 2 };
  rows[0].label = rows[1].label
      = "A variant with so long a name that it cannot be shown, at the end of it all";
  double height = plot_dots_height (&dots, plot_theme (PLOT_THEME_PRINT), WIDTH);
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  height = plot_dots_height (&dots, theme, WIDTH);
  cairo_surface_t *surface = draw (&dots, theme, height);
  int blank = 0, first = 0;
  for (int x = 0; x < WIDTH && blank < 5; x++) {
    gboolean inked = is_inked (surface, x, 0, (int)(2 * ROW));
    first = inked && first == 0 ? x + 1 : first;
    blank = first > 0 && !inked ? blank + 1 : 0;
    g_assert_cmpint (x, <, 0.45 * WIDTH); /* five blank columns come before half of the width */
  }
  /* Of the line of ticks' labels, ink has gaps at least as wide as a figure between one and the next. */
  guint n = 0, gap = WIDTH;
  for (int x = 0; x < WIDTH; x++) {
    gboolean inked = is_inked (surface, x, (int)(2 * ROW + 6), (int)(2 * ROW + 17));
    n += inked && gap >= 6;
    gap = inked ? 0 : gap + 1;
  }
  g_assert_cmpuint (n, >=, 3);
  g_assert_cmpuint (n, <=, 6);
  cairo_surface_destroy (surface);
}

/* Without colours rows are told apart by their markers: no two look alike. */
static void
test_grey (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_PRINT);
  PlotDotsRow rows[4];
  double mean = 1;
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++) {
    rows[r] = row_of (&mean, 0);
    rows[r].regime = r;
    rows[r].mean = mean;
  }
  PlotDots dots = { .title = "NC1", .rows = rows, .n_rows = G_N_ELEMENTS (rows) };
  double unit = theme->text_size / 11, scale = 8;
  double height = plot_dots_height (&dots, theme, WIDTH);
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH * (int)scale, (int)(scale * height));
  cairo_t *cr = cairo_create (surface);
  cairo_scale (cr, scale, scale);
  plot_set_source (cr, theme->background);
  cairo_paint (cr);
  plot_dots_draw (cr, &dots, theme, WIDTH, height);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  int pitch = (int)lround (ROW * unit * scale), from = WIDTH * (int)scale / 3;
  for (guint a = 0; a < G_N_ELEMENTS (rows); a++)
    for (guint b = 0; b < a; b++) {
      guint different = 0;
      for (int y = 0; y < pitch; y++)
        for (int x = from; x < WIDTH * (int)scale; x++) {
          gboolean ink_a = (sample_pixel (surface, x, (int)a * pitch + y) >> 8 & 0xff) < 0xc0;
          gboolean ink_b = (sample_pixel (surface, x, (int)b * pitch + y) >> 8 & 0xff) < 0xc0;
          different += ink_a != ink_b;
        }
      g_assert_cmpuint (different, >, 60);
    }
  cairo_surface_destroy (surface);
}

/* A figure of dots is as high as they need: nothing is cut off, and little is left. */
static void
test_figure (void)
{
  const double values[] = { 0.1, 0.2, 0.5 };
  PlotDotsRow rows[6];
  for (guint r = 0; r < G_N_ELEMENTS (rows); r++)
    rows[r] = row_of (values, 3);
  PlotDots few
      = { .heading = "What should be seen.", .note = "shown", .title = "a", .rows = rows, .n_rows = 2 };
  PlotDots many = few;
  many.n_rows = 6;
  many.heading
      = "What should be seen, in a sentence of so many words that it takes more than one line of a panel.";
  PlotPanel panels[] = { { .kind = PLOT_PANEL_DOTS, .dots = &few },
                         { .kind = PLOT_PANEL_DOTS, .dots = &many },
                         { .kind = PLOT_PANEL_DOTS, .dots = &few } };
  PlotFigure figure
      = { .page.width = 360, .panels = panels, .n_panels = 3, .columns = 2, .caption = "Caption" };
  const PlotTheme *theme = plot_theme (PLOT_THEME_PRINT);
  double unit = theme->text_size / 11, cell = (360 - 16 * unit) / 2;
  figure.page.theme = PLOT_THEME_PRINT;
  double expected = plot_dots_height (&many, theme, cell) + plot_dots_height (&few, theme, cell)
                    + (2 * 8 + 14 + 4) * unit;
  g_assert_cmpfloat_with_epsilon (plot_figure_fit_height (&figure), expected, 1e-6);
  /* A scatter below them as wide as the page has a shape of its own. */
  const PlotScatter scatter = { .title = "b" };
  const PlotPanel with_scatter[]
      = { panels[0], panels[1], { .kind = PLOT_PANEL_SCATTER, .scatter = &scatter, .span = 2 } };
  PlotFigure mixed = figure;
  mixed.panels = with_scatter;
  double page = plot_dots_height (&many, theme, cell) + 2 * cell / 2.2 + (2 * 8 + 14 + 4) * unit;
  g_assert_cmpfloat_with_epsilon (plot_figure_fit_height (&mixed), page, 1e-6);
  /* Words take lines, and rows what a row takes. */
  PlotDots bare = few;
  bare.heading = bare.note = NULL;
  double less = plot_dots_height (&bare, theme, cell);
  g_assert_cmpfloat (plot_dots_height (&few, theme, cell) - less, >, 3 * theme->text_size);
  bare.n_rows = 3;
  g_assert_cmpfloat_with_epsilon (plot_dots_height (&bare, theme, cell) - less, ROW * unit, 1e-6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/dots/positions", test_positions);
  g_test_add_func ("/plot/dots/interval", test_interval);
  g_test_add_func ("/plot/dots/labels", test_labels);
  g_test_add_func ("/plot/dots/grey", test_grey);
  g_test_add_func ("/plot/dots/figure", test_figure);
  return g_test_run ();
}
