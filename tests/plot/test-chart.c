#include "plot/axis.h"
#include "plot/chart-frame.h"
#include "sample.h"

#include <math.h>

#define WIDTH 320
#define HEIGHT 220

static cairo_surface_t *
draw (const PlotChart *chart, const PlotTheme *theme, double epoch)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (surface);

  plot_set_source (cr, theme->background);
  cairo_paint (cr);
  plot_chart_draw (cr, chart, theme, WIDTH, HEIGHT);
  if (!isnan (epoch))
    plot_chart_draw_cursor (cr, chart, theme, WIDTH, HEIGHT, epoch);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
rgb (PlotColour colour)
{
  return (guint32)lround (255 * colour.red) << 16 | (guint32)lround (255 * colour.green) << 8
         | (guint32)lround (255 * colour.blue);
}

static gboolean
near (guint32 a, guint32 b)
{
  int distance = 0;

  for (int shift = 0; shift < 24; shift += 8)
    distance = MAX (distance, ABS ((int)(a >> shift & 0xff) - (int)(b >> shift & 0xff)));
  return distance < 60;
}

/* How many pixels of rows top to bottom are of a regime's colour, or nearly. */
static guint
count_regime (cairo_surface_t *surface, const PlotTheme *theme, guint regime, int top, int bottom)
{
  guint32 colour = rgb (plot_theme_regime_style (theme, regime).colour);
  guint count = 0;

  for (int y = top; y < bottom; y++)
    for (int x = 0; x < WIDTH; x++)
      count += near (sample_pixel (surface, x, y), colour);
  return count;
}

static PlotChart
empty_chart (void)
{
  return (PlotChart){ .title = "NC1",
                      .subtitle = "variability",
                      .x_maximum = 200,
                      .y_kind = PLOT_AXIS_LOG,
                      .reference = NAN,
                      .terminal = -1 };
}

typedef struct {
  int top[WIDTH], bottom[WIDTH];
} Ink;

/* The highest and lowest pixel of a dark curve in each column. */
static void
find_ink (cairo_surface_t *surface, Ink *ink)
{
  for (int x = 0; x < WIDTH; x++) {
    ink->top[x] = HEIGHT;
    ink->bottom[x] = -1;
    for (int y = 0; y < HEIGHT - 26; y++)
      if ((sample_pixel (surface, x, y) >> 16) < 128) {
        ink->top[x] = MIN (ink->top[x], y);
        ink->bottom[x] = y;
      }
  }
}

/* Each column of `a` reaches no further than `b` does there or in the columns beside, to a pixel. */
static void
assert_within (const Ink *a, const Ink *b)
{
  for (int x = 60; x < WIDTH - 20; x++) {
    g_assert_cmpint (a->top[x], <, HEIGHT);
    g_assert_cmpint (a->top[x], >=, MIN (MIN (b->top[x - 1], b->top[x]), b->top[x + 1]) - 1);
    g_assert_cmpint (a->bottom[x], <=, MAX (MAX (b->bottom[x - 1], b->bottom[x]), b->bottom[x + 1]) + 1);
  }
}

/* Every point of the series, in the chart's place: from 38 points down, under the title, to 22 above the
 * foot. */
static void
draw_every_point (cairo_surface_t *surface, const PlotChart *chart, const PlotTheme *theme)
{
  const PlotSeries *series = chart->series;
  const double top = 38, bottom = HEIGHT - 22;
  PlotAxis axis = plot_axis_of_values (chart);
  cairo_t *cr = cairo_create (surface);
  double at_100 = plot_chart_epoch_at (chart, theme, WIDTH, HEIGHT, 100);
  double pixel = plot_chart_epoch_at (chart, theme, WIDTH, HEIGHT, 101) - at_100;

  for (gsize i = 0; i < series->n; i++)
    cairo_line_to (cr, 100 + (series->x[i] - at_100) / pixel,
                   bottom - (bottom - top) * plot_axis_position (&axis, series->y[i]));
  plot_set_source (cr, plot_theme_regime_style (theme, series->regime).colour);
  cairo_set_line_width (cr, theme->line_width);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
}

static void
test_decimated (void)
{
  const gsize n = 20000;
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autofree double *x = g_new (double, n), *y = g_new (double, n);
  PlotSeries series = { n, x, y, 0, FALSE, NULL }, short_series = series;
  PlotChart chart = empty_chart ();
  cairo_surface_t *decimated, *full;
  PlotAxis axis;
  Ink few, all;

  for (gsize i = 0; i < n; i++) {
    double spike = g_rand_int_range (rand, 0, 200) == 0 ? g_rand_double_range (rand, -1, 1) : 0;

    x[i] = 200.0 * i / (n - 1);
    y[i] = pow (10, -2 * sin (i * 0.0007) + spike);
  }
  chart.series = &series;
  chart.n_series = 1;
  decimated = draw (&chart, theme, NAN);
  /* axes alone, of the same range */
  axis = plot_axis_of_values (&chart);
  chart.y_minimum = axis.minimum;
  chart.y_maximum = axis.maximum;
  short_series.n = 0;
  chart.series = &short_series;
  full = draw (&chart, theme, NAN);
  chart.series = &series;
  draw_every_point (full, &chart, theme);
  find_ink (decimated, &few);
  find_ink (full, &all);
  assert_within (&few, &all);
  assert_within (&all, &few);
  g_test_message ("mean difference %.2f of 255", sample_difference (decimated, full));
  g_assert_cmpfloat (sample_difference (decimated, full), <, 2);
  cairo_surface_destroy (decimated);
  cairo_surface_destroy (full);
}

static void
test_empty (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  PlotChart chart = empty_chart ();
  cairo_surface_t *surface = draw (&chart, theme, 20);
  guint marked = 0;

  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      marked += sample_pixel (surface, x, y) != 0xffffff;
  g_assert_cmpuint (marked, >, WIDTH);
  cairo_surface_destroy (surface);
}

static void
test_single_point (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_DARK);
  const double x[] = { 10 }, y[] = { 0.3 };
  PlotSeries series = { 1, x, y, 2, PLOT_LINE_TRAIN, "one" };
  PlotChart chart = empty_chart ();
  cairo_surface_t *surface;

  chart.series = &series;
  chart.n_series = 1;
  surface = draw (&chart, theme, NAN);
  g_assert_cmpuint (count_regime (surface, theme, 2, 0, HEIGHT), >, 3);
  cairo_surface_destroy (surface);
}

/* Training, test and head's curve cannot be mistaken for each other without colour, on any theme: their ink
 * differs, a head's is in dots. */
static void
test_lines (void)
{
  const double x[] = { 0, 100 }, y[] = { 0.3, 0.3 };

  for (int kind = PLOT_THEME_LIGHT; kind <= PLOT_THEME_PRINT; kind++) {
    const PlotTheme *theme = plot_theme ((PlotThemeKind)kind);
    PlotSeries series = { 2, x, y, 0, PLOT_LINE_TRAIN, "one" };
    PlotChart chart = empty_chart ();
    cairo_surface_t *lines[PLOT_N_LINES];

    chart.series = &series;
    chart.n_series = 1;
    for (series.line = PLOT_LINE_TRAIN; series.line < PLOT_N_LINES; series.line++)
      lines[series.line] = draw (&chart, theme, NAN);
    for (guint i = 0; i < PLOT_N_LINES; i++)
      for (guint j = 0; j < i; j++)
        g_assert_cmpfloat (sample_difference (lines[i], lines[j]), >, 0.1);
    for (guint i = 0; i < PLOT_N_LINES; i++)
      cairo_surface_destroy (lines[i]);
  }
}

/* Zeros are a line on the floor, not a gap; without a floor they are a gap. */
static void
test_zeros (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 100, 101, 200 }, y[] = { 0.5, 0.01, 0, 0 };
  PlotSeries series = { 4, x, y, 1, PLOT_LINE_TRAIN, "one" };
  PlotChart chart = empty_chart ();
  const int bottom = HEIGHT - 22;
  cairo_surface_t *surface;

  chart.series = &series;
  chart.n_series = 1;
  surface = draw (&chart, theme, NAN);
  g_assert_cmpuint (count_regime (surface, theme, 1, bottom - 2, bottom + 3), ==, 0);
  cairo_surface_destroy (surface);

  chart.zero_floor = TRUE;
  surface = draw (&chart, theme, NAN);
  g_assert_cmpuint (count_regime (surface, theme, 1, bottom - 2, bottom + 3), >, 50);
  cairo_surface_destroy (surface);
}

static void
test_cursor (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  g_autoptr (SampleChart) sample = sample_chart_new (3, 201, 3, TRUE, 1);
  cairo_surface_t *without = draw (&sample->chart, theme, NAN);
  cairo_surface_t *outside = draw (&sample->chart, theme, 200.5),
                  *inside = draw (&sample->chart, theme, 120.5);

  g_assert_cmpfloat (sample_difference (without, outside), ==, 0);
  g_assert_cmpfloat (sample_difference (without, inside), >, 0);
  cairo_surface_destroy (without);
  cairo_surface_destroy (outside);
  cairo_surface_destroy (inside);
}

/* A curve that ends before the cross-hair has its marker at its end. */
static void
test_cursor_beyond_end (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 50 }, y[] = { 1, 1 };
  PlotSeries series = { .n = 2, .x = x, .y = y, .regime = 1 };
  PlotChart chart = empty_chart ();
  chart.series = &series;
  chart.n_series = 1;
  cairo_surface_t *at_end = draw (&chart, theme, 50), *beyond = draw (&chart, theme, 150);
  cairo_surface_t *before = draw (&chart, theme, 25), *none = draw (&chart, theme, NAN);
  guint ink = count_regime (at_end, theme, 1, 0, HEIGHT);
  g_assert_cmpuint (ink, >, count_regime (none, theme, 1, 0, HEIGHT) + 10);
  /* The cross-hair's own line crosses the marker at the end. */
  g_assert_cmpuint (count_regime (beyond, theme, 1, 0, HEIGHT), >=, ink);
  g_assert_cmpuint (count_regime (before, theme, 1, 0, HEIGHT), >, 0);
  for (int column = WIDTH * 2 / 3; column < WIDTH; column++)
    for (int row = 0; row < HEIGHT; row++)
      g_assert_false (
          near (sample_pixel (beyond, column, row), rgb (plot_theme_regime_style (theme, 1).colour)));
  cairo_surface_destroy (at_end);
  cairo_surface_destroy (beyond);
  cairo_surface_destroy (before);
  cairo_surface_destroy (none);
}

/* A strong curve is wider, and lies above the others wherever it is in the list. */
static void
test_strong (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 200 }, y[] = { 1, 1 };
  PlotSeries series[]
      = { { .n = 2, .x = x, .y = y, .regime = 0, .strong = TRUE }, { .n = 2, .x = x, .y = y, .regime = 1 } };
  PlotChart chart = empty_chart ();
  chart.series = series;
  chart.n_series = 2;
  cairo_surface_t *strong = draw (&chart, theme, NAN);
  series[0].strong = FALSE;
  cairo_surface_t *weak = draw (&chart, theme, NAN);
  g_assert_cmpuint (count_regime (strong, theme, 1, 0, HEIGHT), ==, 0);
  g_assert_cmpuint (count_regime (weak, theme, 1, 0, HEIGHT), >, 100);
  series[0].strong = TRUE;
  chart.n_series = 1;
  cairo_surface_t *wide = draw (&chart, theme, NAN);
  series[0].strong = FALSE;
  cairo_surface_t *narrow = draw (&chart, theme, NAN);
  g_assert_cmpfloat (sample_difference (wide, narrow), >, 0);
  cairo_surface_destroy (strong);
  cairo_surface_destroy (weak);
  cairo_surface_destroy (wide);
  cairo_surface_destroy (narrow);
}

/* A muted curve is thinner and lies below the others, even a strong one that comes after them. */
static void
test_muted (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  double x[] = { 0, 200 }, y[] = { 1, 1 };
  PlotSeries series[] = { { .n = 2, .x = x, .y = y, .regime = 0 },
                          { .n = 2, .x = x, .y = y, .regime = 0 | PLOT_REGIME_MUTED, .strong = TRUE } };
  PlotChart chart = empty_chart ();
  chart.series = series;
  chart.y_minimum = 0.1;
  chart.y_maximum = 10;
  chart.n_series = 1;
  cairo_surface_t *alone = draw (&chart, theme, NAN);
  chart.n_series = 2;
  cairo_surface_t *both = draw (&chart, theme, NAN);
  series[1].regime = 1;
  cairo_surface_t *above = draw (&chart, theme, NAN);
  series[1].regime = 0 | PLOT_REGIME_MUTED;
  chart.series = &series[1];
  chart.n_series = 1;
  cairo_surface_t *muted = draw (&chart, theme, NAN);
  guint n_alone = count_regime (alone, theme, 0, 0, HEIGHT);
  g_assert_cmpuint (n_alone, >, 100);
  g_assert_cmpuint (count_regime (both, theme, 0, 0, HEIGHT), ==, n_alone);
  g_assert_cmpuint (count_regime (above, theme, 0, 0, HEIGHT), <, n_alone);
  g_assert_cmpuint (count_regime (muted, theme, 0, 0, HEIGHT), ==, 0);
  /* Nor does the cross-hair mark it. */
  cairo_surface_t *pointed = draw (&chart, theme, 100);
  series[1].regime = 0;
  cairo_surface_t *marked = draw (&chart, theme, 100);
  g_auto (PlotFrame) frame = { 0 };
  plot_frame_init (&frame, &chart, theme, WIDTH, HEIGHT);
  int left = (int)plot_frame_x (&frame, 100) - 3, middle = (int)plot_frame_y (&frame, 1) - 2;
  g_assert_cmphex (sample_pixel (pointed, left, middle), ==, sample_pixel (muted, left, middle));
  g_assert_cmphex (sample_pixel (marked, left, middle), !=, sample_pixel (muted, left, middle));
  cairo_surface_t *surfaces[] = { alone, both, above, muted, pointed, marked };
  for (gsize i = 0; i < G_N_ELEMENTS (surfaces); i++)
    cairo_surface_destroy (surfaces[i]);
}

/* The pointer finds the epoch at which the cross-hair is drawn. */
static void
test_epoch_at (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  PlotChart chart = empty_chart ();
  cairo_surface_t *without = draw (&chart, theme, NAN), *with;
  int column = -1;

  g_assert_cmpfloat (plot_chart_epoch_at (&chart, theme, WIDTH, HEIGHT, -50), ==, 0);
  g_assert_cmpfloat (plot_chart_epoch_at (&chart, theme, WIDTH, HEIGHT, 1e6), ==, 200);
  with = draw (&chart, theme, 137);
  for (int x = 0; x < WIDTH && column < 0; x++)
    if (sample_pixel (with, x, HEIGHT / 2 + 3) != sample_pixel (without, x, HEIGHT / 2 + 3))
      column = x;
  g_assert_cmpint (column, >=, 0);
  g_assert_cmpfloat_with_epsilon (plot_chart_epoch_at (&chart, theme, WIDTH, HEIGHT, column + 0.5), 137,
                                  0.75);
  cairo_surface_destroy (without);
  cairo_surface_destroy (with);
}

/* On a logarithmic axis a decade is as long as another, and epoch 0 has its place before the first. */
static void
test_log_epochs (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 1, 10, 100 }, y[] = { 3, 3, 3, 3 };
  PlotSeries series = { .n = 4, .x = x, .y = y };
  PlotChart chart = empty_chart ();
  g_auto (PlotFrame) frame = { 0 };
  chart.series = &series;
  chart.n_series = 1;
  chart.x_kind = PLOT_AXIS_LOG;
  chart.x_maximum = 100;
  plot_frame_init (&frame, &chart, theme, WIDTH, HEIGHT);
  double decade = plot_frame_x (&frame, 10) - plot_frame_x (&frame, 1);
  g_assert_cmpfloat_with_epsilon (plot_frame_x (&frame, 100) - plot_frame_x (&frame, 10), decade, 1e-9);
  g_assert_cmpfloat_with_epsilon (plot_frame_x (&frame, 100), frame.right, 1e-9);
  g_assert_cmpfloat (plot_frame_x (&frame, 0), ==, frame.left);
  g_assert_true (plot_frame_has_x (&frame, 0));
  g_assert_false (plot_frame_has_x (&frame, -1));
  g_assert_false (plot_frame_has_x (&frame, 101));
  for (guint i = 0; i < 4; i++) {
    double place = plot_frame_x (&frame, x[i]), left, right;
    double epoch = plot_chart_epoch_at (&chart, theme, WIDTH, HEIGHT, place);
    g_assert_cmpfloat_with_epsilon (epoch, x[i], 1e-9);
    plot_chart_ends (&chart, theme, WIDTH, HEIGHT, &left, &right);
    g_assert_cmpfloat (place, >=, left);
    g_assert_cmpfloat (place, <=, right + 1e-9);
  }
  /* Its labels are plain numbers, 0 the first. */
  g_assert_cmpstr (g_array_index (frame.x_ticks, PlotTick, 0).label, ==, "0");
  const PlotTick *last = &g_array_index (frame.x_ticks, PlotTick, frame.x_ticks->len - 1);
  g_assert_cmpstr (last->label, ==, "100");
  g_assert_cmpstr (last->raised, ==, "");
  /* The curve goes over the whole width. */
  cairo_surface_t *surface = draw (&chart, theme, NAN);
  int row = (int)plot_frame_y (&frame, 3);
  for (double place = frame.left + 3; place < frame.right - 2; place++)
    g_assert_true (
        near (sample_pixel (surface, (int)place, row), rgb (plot_theme_regime_style (theme, 0).colour)));
  cairo_surface_destroy (surface);
}

/* The axis of values is that of what is in sight, also of a curve that only runs through; fixed once, the
 * chart is drawn as before. */
static void
test_part (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 10, 20, 200 }, y[] = { 1000, 100, 1, 1e-4 };
  PlotSeries series = { .n = 4, .x = x, .y = y };
  PlotChart chart = empty_chart ();
  chart.series = &series;
  chart.n_series = 1;
  chart.x_minimum = 10;
  chart.x_maximum = 20;
  g_assert_cmpfloat (plot_axis_of_values (&chart).maximum, ==, 200);
  g_assert_cmpfloat (plot_axis_of_values (&chart).minimum, ==, 0.5);
  chart.x_minimum = 12; /* from 100 to 1 half-way on this axis is 10 */
  chart.x_maximum = 15;
  chart.y_close = TRUE;
  PlotAxis axis = plot_axis_of_values (&chart);
  g_assert_cmpfloat (axis.maximum, >, pow (10, 1.6));
  g_assert_cmpfloat (axis.maximum, <, 60);
  g_assert_cmpfloat (axis.minimum, <, 10);
  g_assert_cmpfloat (axis.minimum, >, 8);
  chart.y_kind = PLOT_AXIS_LINEAR;
  axis = plot_axis_of_values (&chart);
  g_assert_cmpfloat (axis.maximum, >=, 80.2);
  g_assert_cmpfloat (axis.minimum, <=, 50.5);
  g_assert_cmpfloat (axis.maximum, <, 120);
  PlotChart fixed = chart;
  plot_chart_fix_values (&fixed);
  g_assert_cmpfloat (fixed.y_maximum, ==, axis.maximum);
  cairo_surface_t *found = draw (&chart, theme, 14), *kept = draw (&fixed, theme, 14);
  g_assert_cmpfloat (sample_difference (found, kept), ==, 0);
  cairo_surface_destroy (found);
  cairo_surface_destroy (kept);
}

/* Nothing of a curve is drawn beyond the axis, on either kind of it. */
static void
test_ends (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 1, 100, 200 }, y[] = { 3, 3, 3, 3 };
  PlotSeries series = { .n = 4, .x = x, .y = y };
  PlotChart chart = empty_chart ();
  chart.series = &series;
  chart.n_series = 1;
  chart.x_minimum = 20;
  chart.x_maximum = 80;
  for (chart.x_kind = PLOT_AXIS_LINEAR; chart.x_kind <= PLOT_AXIS_LOG; chart.x_kind++) {
    cairo_surface_t *surface = draw (&chart, theme, NAN);
    g_auto (PlotFrame) frame = { 0 };
    plot_frame_init (&frame, &chart, theme, WIDTH, HEIGHT);
    int row = (int)plot_frame_y (&frame, 3);
    guint32 colour = rgb (plot_theme_regime_style (theme, 0).colour);
    g_assert_true (near (sample_pixel (surface, (int)frame.left + 3, row), colour));
    g_assert_true (near (sample_pixel (surface, (int)frame.right - 3, row), colour));
    g_assert_false (near (sample_pixel (surface, (int)frame.left - 3, row), colour));
    g_assert_false (near (sample_pixel (surface, (int)frame.right + 2, row), colour));
    cairo_surface_destroy (surface);
  }
}

/* A line between points far outside runs as it does without ends, and the cross-hair's marker is on it. */
static void
test_between (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 100 }, y[] = { 1, 100 };
  PlotSeries series = { .n = 2, .x = x, .y = y };
  PlotChart chart = empty_chart ();
  guint32 colour = rgb (plot_theme_regime_style (theme, 0).colour);
  chart.series = &series;
  chart.n_series = 1;
  chart.x_minimum = 60;
  chart.x_maximum = 62;
  chart.y_minimum = 1;
  chart.y_maximum = 1000;
  g_auto (PlotFrame) frame = { 0 };
  plot_frame_init (&frame, &chart, theme, WIDTH, HEIGHT);
  cairo_surface_t *plain = draw (&chart, theme, NAN), *marked = draw (&chart, theme, 61);
  for (double epoch = 60.1; epoch < 62; epoch += 0.2)
    g_assert_true (near (sample_pixel (plain, (int)plot_frame_x (&frame, epoch),
                                       (int)plot_frame_y (&frame, pow (10, 2 * epoch / 100))),
                         colour));
  int left = (int)plot_frame_x (&frame, 61) - 3;
  int there = (int)plot_frame_y (&frame, pow (10, 1.22)) - 2, before = (int)plot_frame_y (&frame, 1) - 2;
  g_assert_cmphex (sample_pixel (marked, left, there), !=, sample_pixel (plain, left, there));
  g_assert_cmphex (sample_pixel (marked, left, before), ==, sample_pixel (plain, left, before));
  cairo_surface_destroy (plain);
  cairo_surface_destroy (marked);
}

/* What is being chosen is shaded, in either direction, and nothing else. */
static void
test_selection (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  PlotChart chart = empty_chart ();
  cairo_surface_t *plain = draw (&chart, theme, NAN);
  g_auto (PlotFrame) frame = { 0 };
  plot_frame_init (&frame, &chart, theme, WIDTH, HEIGHT);
  for (guint backwards = 0; backwards < 2; backwards++) {
    cairo_surface_t *surface = draw (&chart, theme, NAN);
    cairo_t *cr = cairo_create (surface);
    plot_chart_draw_selection (cr, &chart, theme, WIDTH, HEIGHT, backwards ? 120 : 50, backwards ? 50 : 120);
    cairo_destroy (cr);
    cairo_surface_flush (surface);
    const double epochs[] = { 20, 80, 118, 130 };
    for (guint i = 0; i < 4; i++) {
      int column = (int)plot_frame_x (&frame, epochs[i]), row = HEIGHT / 2 + 3;
      gboolean shaded = sample_pixel (surface, column, row) != sample_pixel (plain, column, row);
      g_assert_cmpint (shaded, ==, i == 1 || i == 2);
    }
    cairo_surface_destroy (surface);
  }
  cairo_surface_destroy (plain);
}

/* What is left of a moving average when its values are 0 does not lower the floor. */
static void
test_smoothed_floor (void)
{
  const double x[] = { 0, 1, 2, 3 }, raw[] = { 1, 0.1, 0, 0 }, average[] = { 1, 0.4, 1e-3, 1e-6 };
  PlotSeries series[]
      = { { .n = 4, .x = x, .y = raw, .faint = TRUE }, { .n = 4, .x = x, .y = average, .smoothed = TRUE } };
  PlotChart chart = empty_chart ();
  chart.series = series;
  chart.n_series = 1;
  chart.zero_floor = TRUE;
  double least = plot_axis_of_values (&chart).minimum;
  chart.n_series = 2;
  g_assert_cmpfloat (plot_axis_of_values (&chart).minimum, ==, least);
  series[1].smoothed = FALSE;
  g_assert_cmpfloat (plot_axis_of_values (&chart).minimum, <, least);
}

static void
test_series_value (void)
{
  const double x[] = { 1, 2, 4 }, y[] = { 10, 20, 40 };
  PlotSeries series = { 3, x, y, 0, FALSE, NULL }, none = { 0 };

  g_assert_true (isnan (plot_series_value (&series, 0.99)));
  g_assert_cmpfloat (plot_series_value (&series, 1), ==, 10);
  g_assert_cmpfloat (plot_series_value (&series, 3.9), ==, 20);
  g_assert_cmpfloat (plot_series_value (&series, 1e9), ==, 40);
  g_assert_true (isnan (plot_series_value (&none, 1)));
}

/* Every theme, any size, any values: no error of cairo's. */
static void
test_anything (void)
{
  static const double sizes[][2]
      = { { 1, 1 }, { 12, 300 }, { 300, 12 }, { 60, 40 }, { 250, 148 }, { 3000, 20 } };
  const double x[] = { -5, 0, 1, 2, 3, 1e9 };
  const double y[] = { INFINITY, 1e308, NAN, 1e-308, -1, 0 };
  PlotSeries series[] = { { 6, x, y, 0, PLOT_LINE_TRAIN, "a" }, { 6, x, y, 9, PLOT_LINE_TEST, NULL } };
  const double drops[] = { -1, 2, NAN, 1e9 };

  for (int kind = PLOT_THEME_LIGHT; kind <= PLOT_THEME_PRINT; kind++)
    for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++) {
      cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 300, 300);
      cairo_t *cr = cairo_create (surface);
      PlotChart chart = { .series = series,
                          .n_series = 2,
                          .x_maximum = i % 2 ? NAN : 3,
                          .y_kind = (PlotAxisKind)(kind % 2),
                          .zero_floor = i % 3 == 0,
                          .reference = 1e-100,
                          .reference_label = "1/(K−1)",
                          .terminal = 1,
                          .drops = drops,
                          .n_drops = 4 };

      plot_chart_draw (cr, &chart, plot_theme ((PlotThemeKind)kind), sizes[i][0], sizes[i][1]);
      plot_chart_draw_cursor (cr, &chart, plot_theme ((PlotThemeKind)kind), sizes[i][0], sizes[i][1], 1);
      g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
}

/* Pixels of a row's left or right half that are not of white paper. */
static guint
count_ink (cairo_surface_t *surface, int y, gboolean right)
{
  guint n = 0;

  for (int x = right ? WIDTH / 2 : 60; x < (right ? WIDTH : WIDTH / 2); x++)
    n += !near (sample_pixel (surface, x, y), 0xffffff);
  return n;
}

/* The label of a value line stands on it, or below where that was asked for. */
static void
test_reference (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_PRINT);
  PlotChart chart = empty_chart ();

  chart.y_kind = PLOT_AXIS_LINEAR;
  chart.y_maximum = 1;
  chart.reference = 0.5;
  chart.reference_label = "−1/(K−1) = −1/9";
  for (guint turn = 0; turn < 2; turn++) {
    guint above = 0, below = 0;
    int line = 60;
    chart.reference_below = turn == 1;
    cairo_surface_t *surface = draw (&chart, theme, NAN);
    while (line < HEIGHT - 60 && count_ink (surface, line, FALSE) == 0)
      line++;
    for (int y = 3; y < 12; y++) {
      above += count_ink (surface, line - y, TRUE);
      below += count_ink (surface, line + y, TRUE);
    }
    g_assert_true ((above > 20) == (turn == 0));
    g_assert_true ((below > 20) == (turn == 1));
    cairo_surface_destroy (surface);
  }
}

/* A chart too small for words gives its room to the curves. */
static void
test_small (void)
{
  g_autoptr (SampleChart) sample = sample_chart_new (2, 201, 3, FALSE, 1);
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);

  g_assert_cmpfloat_with_epsilon (plot_chart_epoch_at (&sample->chart, theme, 90, 60, 45), 100, 1e-9);
  g_assert_cmpfloat (plot_chart_epoch_at (&sample->chart, theme, 90, 60, 10), >, 10);
  g_assert_cmpfloat (plot_chart_epoch_at (&sample->chart, theme, 300, 200, 10), ==, 0);
}

/* Near a mark its words, of two at one place both; none far from it. */
static void
test_words (void)
{
  g_autoptr (SampleChart) sample = sample_chart_new (2, 201, 3, FALSE, 1);
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double drops[] = { 100, 100, 150 };
  const char *const words[] = { "weight decay 0.1 → 0", "none → weak", "other" };

  sample->chart.drops = drops;
  sample->chart.n_drops = G_N_ELEMENTS (drops);
  sample->chart.drop_words = words;
  double x = 0;
  while (plot_chart_epoch_at (&sample->chart, theme, 600, 300, x) < 100)
    x += 0.5;
  g_autofree char *there = plot_chart_words_at (&sample->chart, theme, 600, 300, x + 2);
  g_assert_cmpstr (there, ==, "weight decay 0.1 → 0\nnone → weak");
  g_assert_null (plot_chart_words_at (&sample->chart, theme, 600, 300, x + 20));
  sample->chart.drop_words = NULL;
  g_assert_null (plot_chart_words_at (&sample->chart, theme, 600, 300, x));
  sample->chart.terminal = 101;
  sample->chart.terminal_words = "terminal phase";
  g_autofree char *terminal = plot_chart_words_at (&sample->chart, theme, 600, 300, x);
  g_assert_cmpstr (terminal, ==, "terminal phase");
  sample->chart.terminal = -1;
  g_assert_null (plot_chart_words_at (&sample->chart, theme, 600, 300, x));
}

/* A band lies between its edges, from its first epoch to its last, with a hole where it has a gap; faint
 * curves lie below and are thinner. */
static void
test_band (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  double x[] = { 0, 50, 80, 90, 120, 200 }, y[] = { 1, 1, 1, 1, 1, 1 };
  double lower[] = { 0.5, 0.5, 0.5, NAN, 0.5, 0.5 }, upper[] = { 2, 2, 2, NAN, 2, 2 };
  PlotSeries series = { .n = 6, .x = x, .y = y, .regime = 1, .lower = lower, .upper = upper };
  PlotChart chart = empty_chart ();
  chart.series = &series;
  chart.n_series = 1;
  chart.y_minimum = 0.1;
  chart.y_maximum = 10;
  cairo_surface_t *with = draw (&chart, theme, NAN);
  series.lower = series.upper = NULL;
  cairo_surface_t *without = draw (&chart, theme, NAN);
  series.faint = TRUE;
  cairo_surface_t *faint = draw (&chart, theme, NAN);
  g_auto (PlotFrame) frame = { 0 };
  plot_frame_init (&frame, &chart, theme, WIDTH, HEIGHT);
  const struct {
    double epoch, value;
    gboolean inside;
  } places[] = { { 25, 0.6, TRUE },  { 25, 1.8, TRUE },    { 25, 0.4, FALSE },  { 25, 2.3, FALSE },
                 { 90, 1.5, FALSE }, { 85.5, 1.5, FALSE }, { 114, 1.5, FALSE }, { 150, 0.6, TRUE },
                 { 198, 1.8, TRUE }, { 78, 1.8, TRUE },    { 122.5, 0.6, TRUE } };
  for (gsize i = 0; i < G_N_ELEMENTS (places); i++) {
    int at = (int)plot_frame_x (&frame, places[i].epoch), up = (int)plot_frame_y (&frame, places[i].value);
    g_assert_cmpint (sample_pixel (with, at, up) != sample_pixel (without, at, up), ==, places[i].inside);
  }
  g_assert_cmpuint (2 * count_regime (faint, theme, 1, 0, HEIGHT), <,
                    count_regime (without, theme, 1, 0, HEIGHT));
  /* It widens an axis of which no range is given. */
  chart.y_minimum = chart.y_maximum = 0;
  upper[1] = 150;
  series.lower = lower;
  series.upper = upper;
  g_assert_cmpfloat (plot_axis_of_values (&chart).maximum, >=, 150);
  g_assert_cmpfloat (plot_axis_of_values (&chart).minimum, <=, 0.5);
  cairo_surface_destroy (with);
  cairo_surface_destroy (without);
  cairo_surface_destroy (faint);
}

/* Said where no series has a value, and there alone. */
static void
test_blank (void)
{
  const PlotTheme *theme = plot_theme (PLOT_THEME_LIGHT);
  const double x[] = { 0, 100 }, none[] = { NAN, NAN }, some[] = { NAN, 1 };
  PlotSeries series = { .n = 2, .x = x, .y = none };
  PlotChart chart = empty_chart ();
  chart.series = &series;
  chart.n_series = 1;
  guint n_different[2];

  for (guint i = 0; i < 2; i++) {
    series.y = i == 0 ? none : some;
    chart.blank = NULL;
    cairo_surface_t *without = draw (&chart, theme, NAN);
    chart.blank = "not measured";
    cairo_surface_t *with = draw (&chart, theme, NAN);
    n_different[i] = 0;
    for (int row = 0; row < HEIGHT; row++)
      for (int column = 0; column < WIDTH; column++)
        n_different[i] += sample_pixel (with, column, row) != sample_pixel (without, column, row);
    cairo_surface_destroy (without);
    cairo_surface_destroy (with);
  }
  g_assert_cmpuint (n_different[0], >, 50);
  g_assert_cmpuint (n_different[1], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plot/chart/decimated", test_decimated);
  g_test_add_func ("/plot/chart/empty", test_empty);
  g_test_add_func ("/plot/chart/blank", test_blank);
  g_test_add_func ("/plot/chart/single-point", test_single_point);
  g_test_add_func ("/plot/chart/lines", test_lines);
  g_test_add_func ("/plot/chart/zeros", test_zeros);
  g_test_add_func ("/plot/chart/cursor", test_cursor);
  g_test_add_func ("/plot/chart/cursor-beyond-end", test_cursor_beyond_end);
  g_test_add_func ("/plot/chart/strong", test_strong);
  g_test_add_func ("/plot/chart/muted", test_muted);
  g_test_add_func ("/plot/chart/band", test_band);
  g_test_add_func ("/plot/chart/epoch-at", test_epoch_at);
  g_test_add_func ("/plot/chart/log-epochs", test_log_epochs);
  g_test_add_func ("/plot/chart/part", test_part);
  g_test_add_func ("/plot/chart/ends", test_ends);
  g_test_add_func ("/plot/chart/between", test_between);
  g_test_add_func ("/plot/chart/selection", test_selection);
  g_test_add_func ("/plot/chart/smoothed-floor", test_smoothed_floor);
  g_test_add_func ("/plot/chart/series-value", test_series_value);
  g_test_add_func ("/plot/chart/anything", test_anything);
  g_test_add_func ("/plot/chart/reference", test_reference);
  g_test_add_func ("/plot/chart/small", test_small);
  g_test_add_func ("/plot/chart/words", test_words);
  return g_test_run ();
}
