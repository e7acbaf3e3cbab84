/* Heat maps: colours by OKLab, cells by the pixels that show them, what is under the pointer, many columns.
 */
#include "plot/figure.h"
#include "plot/matrix-colour.h"
#include "plot/matrix-layout.h"

#include <math.h>
#include <glib/gstdio.h>
#include <stdlib.h>

#define WIDTH 420
#define HEIGHT 330

static const PlotThemeKind kinds[]
    = { PLOT_THEME_LIGHT, PLOT_THEME_DARK, PLOT_THEME_HIGH_CONTRAST, PLOT_THEME_PRINT };

static double
distance (PlotColour a, PlotColour b)
{
  double x[3], y[3];
  plot_colour_to_oklab (a, x);
  plot_colour_to_oklab (b, y);
  return sqrt (pow (x[0] - y[0], 2) + pow (x[1] - y[1], 2) + pow (x[2] - y[2], 2));
}

static double
lightness (PlotColour colour)
{
  double lab[3];
  plot_colour_to_oklab (colour, lab);
  return lab[0];
}

/* Published values (Ottosson 2020): white is (1, 0, 0), and sRGB's red. */
static void
test_oklab (void)
{
  double lab[3];
  plot_colour_to_oklab ((PlotColour){ 1, 1, 1, 1 }, lab);
  g_assert_cmpfloat_with_epsilon (lab[0], 1, 1e-4);
  g_assert_cmpfloat_with_epsilon (hypot (lab[1], lab[2]), 0, 1e-4);
  plot_colour_to_oklab ((PlotColour){ 1, 0, 0, 1 }, lab);
  g_assert_cmpfloat_with_epsilon (lab[0], 0.62796, 1e-4);
  g_assert_cmpfloat_with_epsilon (lab[1], 0.22486, 1e-4);
  g_assert_cmpfloat_with_epsilon (lab[2], 0.12585, 1e-4);
}

/* Equal steps of the value are equal steps to the eye, and steps of lightness alone too, which is what is
 * left in grey. */
static void
test_even (void)
{
  for (gsize k = 0; k < G_N_ELEMENTS (kinds); k++) {
    const PlotTheme *theme = plot_theme (kinds[k]);
    double least = INFINITY, most = 0;
    for (guint i = 0; i < 20; i++) {
      PlotColour a = plot_colour_sequential (theme, i / 20.0),
                 b = plot_colour_sequential (theme, (i + 1) / 20.0);
      double step = lightness (b) - lightness (a);
      least = MIN (least, distance (a, b));
      most = MAX (most, distance (a, b));
      g_assert_true (theme->dark ? step > 0.02 : step < -0.02);
    }
    g_assert_cmpfloat (most / least, <, 1.25);
  }
}

/* Grey at the centre, one lightness for one value wherever the centre is, and at the same distance on both
 * sides the same chroma but another hue. */
static void
test_diverging (void)
{
  for (double centre = 0.25; centre < 0.6; centre += 0.1) {
    double at[3], below[3], above[3];
    plot_colour_to_oklab (plot_colour_diverging (centre, centre), at);
    g_assert_cmpfloat (hypot (at[1], at[2]), <, 1e-3);
    for (double away = 0.05; away < 0.24; away += 0.05) {
      plot_colour_to_oklab (plot_colour_diverging (centre - away, centre), below);
      plot_colour_to_oklab (plot_colour_diverging (centre + away, centre), above);
      g_assert_cmpfloat (below[2], <, -0.2 * away);
      g_assert_cmpfloat (above[2], >, 0.2 * away);
      g_assert_cmpfloat_with_epsilon (hypot (below[1], below[2]), hypot (above[1], above[2]), 2e-3);
    }
  }
  for (double t = 0; t <= 1; t += 0.1)
    g_assert_cmpfloat_with_epsilon (lightness (plot_colour_diverging (t, 0.25)),
                                    lightness (plot_colour_diverging (t, 0.5)), 1e-3);
}

static double
luminance (PlotColour colour)
{
  double rgb[] = { colour.red, colour.green, colour.blue };
  for (guint i = 0; i < 3; i++)
    rgb[i] = rgb[i] <= 0.04045 ? rgb[i] / 12.92 : pow ((rgb[i] + 0.055) / 1.055, 2.4);
  return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

/* WCAG 2 asks for 4.5 of text. */
static void
test_contrast (void)
{
  for (gsize k = 0; k <= G_N_ELEMENTS (kinds); k++)
    for (double t = 0; t <= 1; t += 0.01) {
      PlotColour ground = k == G_N_ELEMENTS (kinds) ? plot_colour_diverging (t, 0.45)
                                                    : plot_colour_sequential (plot_theme (kinds[k]), t);
      double a = luminance (ground), b = luminance (plot_colour_contrast (ground));
      g_assert_cmpfloat ((MAX (a, b) + 0.05) / (MIN (a, b) + 0.05), >=, 4.5);
    }
}

/* Drawing */

static cairo_surface_t *
draw (const PlotMatrix *matrix, PlotThemeKind kind, int width, int height, double scale)
{
  cairo_surface_t *image
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int)(width * scale), (int)(height * scale));
  cairo_t *cr = cairo_create (image);
  cairo_scale (cr, scale, scale);
  plot_set_source (cr, plot_theme (kind)->background);
  cairo_paint (cr);
  plot_matrix_draw (cr, matrix, plot_theme (kind), width, height);
  cairo_destroy (cr);
  cairo_surface_flush (image);
  return image;
}

static guint32
pixel (cairo_surface_t *image, double x, double y)
{
  const guint8 *row
      = cairo_image_surface_get_data (image) + (gsize)y * cairo_image_surface_get_stride (image);
  return ((const guint32 *)(gconstpointer)row)[(gsize)x] & 0xffffff;
}

static guint32
packed (PlotColour colour)
{
  return (guint32)lround (colour.red * 255) << 16 | (guint32)lround (colour.green * 255) << 8
         | (guint32)lround (colour.blue * 255);
}

static void
assert_colour (guint32 a, guint32 b, int off)
{
  for (guint shift = 0; shift < 24; shift += 8)
    g_assert_cmpint (abs ((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)), <=, off);
}

static PlotMatrixLayout
layout_of (const PlotMatrix *matrix, int width, int height)
{
  PlotMatrixLayout layout = { 0 };
  g_auto (PlotText) text = { 0 };
  plot_text_init_unseen (&text, plot_theme (PLOT_THEME_LIGHT));
  plot_matrix_layout_init (&layout, &text, matrix, width, height);
  return layout;
}

static const char *const marks[] = { "0", "1", "2", "3", "4" };

/* In each cell, near a corner where no number is, the colour of its value; on log axes by decades. */
static void
test_cells (void)
{
  const double values[] = { 1, 10, 100, 1000, NAN, 10000 };
  const PlotMatrix matrix = { .title = "T",
                              .n_rows = 2,
                              .n_columns = 3,
                              .values = values,
                              .row_marks = marks,
                              .row_names = marks,
                              .column_marks = marks,
                              .kind = PLOT_AXIS_LOG };
  g_auto (PlotMatrixLayout) layout = layout_of (&matrix, WIDTH, HEIGHT);
  cairo_surface_t *image = draw (&matrix, PLOT_THEME_LIGHT, WIDTH, HEIGHT, 1);
  g_auto (PlotText) text = { 0 };
  plot_text_init_unseen (&text, plot_theme (PLOT_THEME_LIGHT));
  g_assert_cmpfloat (plot_matrix_layout_number_size (&layout, &text, &matrix), >, 0);
  for (guint r = 0; r < 2; r++)
    for (guint c = 0; c < 3; c++) {
      double value = values[r * 3 + c];
      guint32 seen = pixel (image, layout.left + layout.width * (c + 0.06) / 3,
                            layout.top + layout.height * (r + 0.06) / 2);
      if (isfinite (value))
        assert_colour (seen,
                       packed (plot_colour_sequential (plot_theme (PLOT_THEME_LIGHT), log10 (value) / 4)), 2);
    }
  cairo_surface_destroy (image);
}

/* The centre of every cell is in that cell, and nothing is beside them. */
static void
test_pick (void)
{
  double values[5 * 4] = { 0 };
  const PlotMatrix matrix = { .title = "T",
                              .n_rows = 5,
                              .n_columns = 4,
                              .values = values,
                              .row_names = marks,
                              .column_marks = marks,
                              .square = TRUE,
                              .minimum = -1,
                              .maximum = 1 };
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  g_auto (PlotMatrixLayout) layout = layout_of (&matrix, WIDTH, HEIGHT);
  guint row, column;
  g_assert_cmpfloat_with_epsilon (layout.width / 4, layout.height / 5, 1e-9);
  for (guint r = 0; r < 5; r++)
    for (guint c = 0; c < 4; c++) {
      g_assert_true (plot_matrix_cell_at (&matrix, theme, WIDTH, HEIGHT,
                                          layout.left + (c + 0.5) * layout.width / 4,
                                          layout.top + (r + 0.5) * layout.height / 5, &row, &column));
      g_assert_cmpuint (row, ==, r);
      g_assert_cmpuint (column, ==, c);
    }
  g_assert_false (
      plot_matrix_cell_at (&matrix, theme, WIDTH, HEIGHT, layout.left - 1, layout.top + 5, &row, &column));
  g_assert_false (plot_matrix_cell_at (&matrix, theme, WIDTH, HEIGHT, layout.left + 5,
                                       layout.top + layout.height + 1, &row, &column));
}

/* Of columns that share a pixel the mean is drawn: alternating ones give the middle everywhere, and a rise is
 * drawn as the same rise of few columns. */
static void
test_many_columns (void)
{
  const guint n = 6000;
  g_autofree double *values = g_new (double, 2 * n);
  for (guint c = 0; c < n; c++) {
    values[c] = c % 2 ? 1 : 100;
    values[n + c] = pow (100, (c + 0.5) / n);
  }
  const PlotMatrix matrix = { .title = "T",
                              .n_rows = 2,
                              .n_columns = n,
                              .values = values,
                              .kind = PLOT_AXIS_LOG,
                              .minimum = 1,
                              .maximum = 100 };
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  g_auto (PlotMatrixLayout) layout = layout_of (&matrix, WIDTH, HEIGHT);
  cairo_surface_t *image = draw (&matrix, PLOT_THEME_LIGHT, WIDTH, HEIGHT, 1);
  for (double share = 0.02; share < 1; share += 0.07) {
    double x = layout.left + share * layout.width;
    guint32 even = pixel (image, x, layout.top + 0.25 * layout.height);
    /* 16 or 17 of them share a pixel: up to 9/17 of one kind */
    assert_colour (even, packed (plot_colour_sequential (theme, 0.5)), 10);
    assert_colour (pixel (image, x, layout.top + 0.75 * layout.height),
                   packed (plot_colour_sequential (theme, (floor (x) + 0.5 - layout.left) / layout.width)),
                   3);
  }
  cairo_surface_destroy (image);
}

/* Names keep apart: each that is drawn ends before the next one begins. */
static void
test_names (void)
{
  enum { N = 100 };
  g_autofree double *values = g_new0 (double, N *N);
  char texts[N][3];
  const char *names[N];
  for (guint i = 0; i < N; i++) {
    g_snprintf (texts[i], sizeof texts[i], "%u", i);
    names[i] = texts[i];
  }
  for (int size = 150; size < 900; size += 50) {
    const PlotMatrix matrix = { .title = "T",
                                .n_rows = N,
                                .n_columns = N,
                                .values = values,
                                .row_names = names,
                                .column_marks = names,
                                .square = TRUE,
                                .minimum = -1,
                                .maximum = 1 };
    g_auto (PlotMatrixLayout) layout = layout_of (&matrix, size, size);
    g_assert_cmpfloat (layout.row_step * layout.height / N, >=, 11);
    g_assert_cmpfloat (layout.column_step * layout.width / N, >=, 15);
    g_assert_cmpfloat (layout.left + layout.width, <, size);
    g_assert_cmpfloat (layout.top + layout.height, <, size);
  }
}

static void
test_range (void)
{
  const double values[] = { 0.5, NAN, 0, 0.001 };
  PlotMatrix matrix = { .n_rows = 2, .n_columns = 2, .values = values, .kind = PLOT_AXIS_LOG };
  double low, high;
  plot_matrix_range (&matrix, &low, &high);
  g_assert_cmpfloat (low, ==, 0.001);
  g_assert_cmpfloat (high, ==, 0.5);
  matrix.decimals = 2;
  g_autofree char *zero = plot_matrix_format (&matrix, -0.001), *less = plot_matrix_format (&matrix, -0.111);
  g_assert_cmpstr (zero, ==, "0.00");
  g_assert_cmpstr (less, ==,
                   "\xe2\x88\x92"
                   "0.11");
}

/* The figure's PNG and the matrix drawn as on a screen of the same resolution and theme. */
static void
test_screen_and_file (void)
{
  double values[16];
  for (guint i = 0; i < 16; i++)
    values[i] = i % 5 == 0 ? 1 : -1 / 3.0 + 0.02 * (i % 3);
  const PlotMatrix matrix = { .title = "Cosines",
                              .n_rows = 4,
                              .n_columns = 4,
                              .values = values,
                              .row_names = marks,
                              .column_marks = marks,
                              .square = TRUE,
                              .diverging = TRUE,
                              .centre = -1 / 3.0,
                              .centre_name = "−1/3",
                              .decimals = 2,
                              .minimum = -1,
                              .maximum = 1 };
  const PlotPanel panel = { .kind = PLOT_PANEL_MATRIX, .matrix = &matrix };
  const PlotFigure figure
      = { .page
          = { .width = 200, .height = 160, .format = PLOT_FORMAT_PNG, .dpi = 288, .theme = PLOT_THEME_PRINT },
          .panels = &panel,
          .n_panels = 1 };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "matrix-test.png", NULL);
  g_autoptr (GError) error = NULL;
  g_assert_true (plot_figure_save (&figure, path, &error));
  g_assert_no_error (error);
  cairo_surface_t *file = cairo_image_surface_create_from_png (path);
  cairo_surface_t *screen = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 800, 640);
  cairo_t *cr = cairo_create (screen);
  cairo_scale (cr, 4, 4);
  plot_figure_draw (cr, &figure);
  cairo_destroy (cr);
  cairo_surface_flush (screen);
  g_assert_cmpint (cairo_image_surface_get_width (file), ==, 800);
  guint differing = 0, coloured = 0;
  for (guint y = 0; y < 640; y++)
    for (guint x = 0; x < 800; x++) {
      guint32 a = pixel (file, x, y), b = pixel (screen, x, y);
      differing += a != b;
      coloured += (a & 0xff) != (a >> 16 & 0xff);
    }
  g_assert_cmpuint (differing, ==, 0);
  g_assert_cmpuint (coloured, >, 5000);
  cairo_surface_destroy (file);
  cairo_surface_destroy (screen);
  g_remove (path);
}

/* A mark lies about its cell and changes nothing far from it. */
static void
test_mark (void)
{
  double values[9] = { 0 };
  const PlotMatrix matrix = { .n_rows = 3, .n_columns = 3, .values = values, .minimum = -1, .maximum = 1 };
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  g_auto (PlotMatrixLayout) layout = layout_of (&matrix, WIDTH, HEIGHT);
  cairo_surface_t *bare = draw (&matrix, PLOT_THEME_LIGHT, WIDTH, HEIGHT, 1),
                  *marked = draw (&matrix, PLOT_THEME_LIGHT, WIDTH, HEIGHT, 1);
  cairo_t *cr = cairo_create (marked);
  plot_matrix_draw_mark (cr, &matrix, theme, WIDTH, HEIGHT, 1, 2);
  plot_matrix_draw_mark (cr, &matrix, theme, WIDTH, HEIGHT, 3, 0);
  cairo_destroy (cr);
  cairo_surface_flush (marked);
  for (guint y = 0; y < HEIGHT; y++)
    for (guint x = 0; x < WIDTH; x++) {
      double c = (x + 0.5 - layout.left) / layout.width * 3, r = (y + 0.5 - layout.top) / layout.height * 3;
      gboolean near = c > 1.9 && c < 3.1 && r > 0.9 && r < 2.1;
      g_assert_true (near || pixel (bare, x, y) == pixel (marked, x, y));
    }
  double edge = layout.left + 2 * layout.width / 3, middle = layout.top + layout.height / 2;
  g_assert_cmphex (pixel (marked, edge, middle), !=, pixel (bare, edge, middle));
  cairo_surface_destroy (bare);
  cairo_surface_destroy (marked);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/matrix/oklab", test_oklab);
  g_test_add_func ("/plot/matrix/even", test_even);
  g_test_add_func ("/plot/matrix/diverging", test_diverging);
  g_test_add_func ("/plot/matrix/contrast", test_contrast);
  g_test_add_func ("/plot/matrix/cells", test_cells);
  g_test_add_func ("/plot/matrix/pick", test_pick);
  g_test_add_func ("/plot/matrix/many-columns", test_many_columns);
  g_test_add_func ("/plot/matrix/names", test_names);
  g_test_add_func ("/plot/matrix/range", test_range);
  g_test_add_func ("/plot/matrix/screen-and-file", test_screen_and_file);
  g_test_add_func ("/plot/matrix/mark", test_mark);
  return g_test_run ();
}
