/* Times of drawing heat maps as the Layers view does, of a mark, and of finding the cell under the pointer,
 * on an image surface of a card's size. Medians of many rounds; milliseconds. */
#include "plot/matrix.h"

#include <math.h>
#include <stdlib.h>

#define WIDTH 390
#define HEIGHT 330
#define ROUNDS 41

typedef void (*Draw) (cairo_t *cr, const PlotMatrix *matrix);

static void
draw_matrix (cairo_t *cr, const PlotMatrix *matrix)
{
  plot_matrix_draw (cr, matrix, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT);
}

static void
draw_mark (cairo_t *cr, const PlotMatrix *matrix)
{
  plot_matrix_draw_mark (cr, matrix, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT, 1, 1);
}

static void
pick (cairo_t *cr, const PlotMatrix *matrix)
{
  guint row, column;
  plot_matrix_cell_at (matrix, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT, 200, 150, &row, &column);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
measure (Draw draw, const PlotMatrix *matrix)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  double times[ROUNDS];

  for (int i = 0; i < ROUNDS; i++) {
    cairo_t *cr = cairo_create (surface);
    gint64 start = g_get_monotonic_time ();

    draw (cr, matrix);
    cairo_surface_flush (surface);
    times[i] = (double)(g_get_monotonic_time () - start) / 1000;
    cairo_destroy (cr);
  }
  cairo_surface_destroy (surface);
  qsort (times, ROUNDS, sizeof *times, compare);
  return times[ROUNDS / 2];
}

int
main (void)
{
  static const struct {
    const char *name;
    guint rows, columns;
  } cases[] = { { "10 classes", 10, 10 },
                { "100 classes", 100, 100 },
                { "6 layers by 64 epochs", 6, 64 },
                { "6 layers by 10,000 epochs", 6, 10000 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    guint rows = cases[i].rows, columns = cases[i].columns, most = MAX (rows, columns);
    g_autofree double *values = g_new (double, rows *columns);
    g_autoptr (GPtrArray) marks = g_ptr_array_new_with_free_func (g_free);
    for (guint v = 0; v < rows * columns; v++)
      values[v] = sin (v);
    for (guint m = 0; m < most; m++)
      g_ptr_array_add (marks, g_strdup_printf ("%u", m));
    const char *const *names = (const char *const *)marks->pdata;
    const PlotMatrix matrix = { .title = "Class means",
                                .subtitle = "epoch 40",
                                .n_rows = rows,
                                .n_columns = columns,
                                .values = values,
                                .row_names = names,
                                .row_marks = names,
                                .column_marks = names,
                                .square = rows == columns,
                                .diverging = TRUE,
                                .centre = -0.1,
                                .centre_name = "-1/9",
                                .decimals = 2,
                                .minimum = -1,
                                .maximum = 1 };
    g_print ("%-26s draw %6.2f ms, mark %5.2f ms, pick %5.2f ms\n", cases[i].name,
             measure (draw_matrix, &matrix), measure (draw_mark, &matrix), measure (pick, &matrix));
  }
  return 0;
}
