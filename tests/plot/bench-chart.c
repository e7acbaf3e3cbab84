/* Times of drawing a chart and its cross-hair on an image surface, beside painting that surface once and
 * beside drawing every point of the same curves. Medians of many rounds; milliseconds. */
#include "sample.h"

#include <stdlib.h>

#define WIDTH 400
#define HEIGHT 260
#define ROUNDS 41
#define N_CHARTS 8 /* of the Curves view */

typedef void (*Draw) (cairo_t *cr, const PlotChart *chart);

static void
draw_chart (cairo_t *cr, const PlotChart *chart)
{
  plot_chart_draw (cr, chart, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT);
}

static void
draw_cursor (cairo_t *cr, const PlotChart *chart)
{
  plot_chart_draw_cursor (cr, chart, plot_theme (PLOT_THEME_LIGHT), WIDTH, HEIGHT, 120);
}

static void
draw_paint (cairo_t *cr, const PlotChart *chart)
{
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
}

/* One polyline of all points, as a program without decimation draws it. */
static void
draw_every_point (cairo_t *cr, const PlotChart *chart)
{
  for (gsize s = 0; s < chart->n_series; s++) {
    const PlotSeries *series = &chart->series[s];

    for (gsize i = 0; i < series->n; i++)
      cairo_line_to (cr, WIDTH * series->x[i] / 200, HEIGHT * (1 - series->y[i] / 10));
    cairo_set_line_width (cr, 1.7);
    cairo_stroke (cr);
  }
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

static double
measure (Draw draw, const PlotChart *chart, int rounds)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  double times[ROUNDS];

  for (int i = 0; i < rounds; i++) {
    cairo_t *cr = cairo_create (surface);
    gint64 start = g_get_monotonic_time ();

    draw (cr, chart);
    cairo_surface_flush (surface);
    times[i] = (double)(g_get_monotonic_time () - start) / 1000;
    cairo_destroy (cr);
  }
  cairo_surface_destroy (surface);
  qsort (times, (size_t)rounds, sizeof *times, compare);
  return times[rounds / 2];
}

/* What one hover costs: the cross-hair in each of so many charts. */
static void
draw_cursors (cairo_t *cr, const PlotChart *chart)
{
  for (int i = 0; i < N_CHARTS; i++)
    draw_cursor (cr, chart);
}

static void
draw_charts (cairo_t *cr, const PlotChart *chart)
{
  for (int i = 0; i < N_CHARTS; i++)
    draw_chart (cr, chart);
}

/* The Curves view of four regimes, train and test, over 10,000 epochs. A card keeps the axis of values that
 * it was drawn with (plot_chart_fix_values). */
static void
measure_view (void)
{
  g_autoptr (SampleChart) sample = sample_chart_new (4, 10000, 3, TRUE, 1);
  PlotChart fixed = sample->chart;
  plot_chart_fix_values (&fixed);
  double charts = measure (draw_charts, &sample->chart, 11), paint = measure (draw_paint, &fixed, ROUNDS);
  double hover = measure (draw_cursors, &fixed, ROUNDS), unkept = measure (draw_cursors, &sample->chart, 11);
  g_print (
      "%d charts x 8 curves x 10000 epochs: drawn %.1f ms; a hover %.2f ms, %.1f times %d paints, %.3f of "
      "drawing; without the axis kept %.2f ms\n",
      N_CHARTS, charts, hover, hover / (N_CHARTS * paint), N_CHARTS, hover / charts, unkept);
}

int
main (void)
{
  static const gsize lengths[] = { 201, 10000 };

  g_print ("%d x %d, 4 curves\n", WIDTH, HEIGHT);
  for (gsize i = 0; i < G_N_ELEMENTS (lengths); i++) {
    g_autoptr (SampleChart) sample = sample_chart_new (4, lengths[i], 3, FALSE, 1);
    double chart = measure (draw_chart, &sample->chart, ROUNDS);
    double cursor = measure (draw_cursor, &sample->chart, ROUNDS);
    double paint = measure (draw_paint, &sample->chart, ROUNDS);
    double every = measure (draw_every_point, &sample->chart, 3);

    g_print ("%5zu epochs: chart %.2f ms, %.0f times a paint (%.3f ms), %.3f of every point drawn (%.1f ms); "
             "cross-hair %.2f ms\n",
             lengths[i], chart, chart / paint, paint, chart / every, every, cursor);
  }
  measure_view ();
  return 0;
}
