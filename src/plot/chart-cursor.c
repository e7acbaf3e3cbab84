/* The cross-hair, which is a layer of its own above a chart that is kept, and what is under the pointer. */
#include "plot/chart-frame.h"
#include "plot/text.h"

#include <math.h>

/* How near to a mark its words are given. */
#define MARK_REACH 6

/* How many points have x less than the epoch or, where `or_at`, at it. */
static gsize
count_before (const PlotSeries *series, double epoch, gboolean or_at)
{
  gsize low = 0, high = series->n;

  while (low < high) {
    gsize middle = (low + high) / 2;

    if (series->x[middle] < epoch || (or_at && series->x[middle] == epoch))
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

gsize
plot_series_first (const PlotSeries *series, double epoch)
{
  return count_before (series, epoch, FALSE);
}

double
plot_series_value (const PlotSeries *series, double epoch)
{
  gsize n = count_before (series, epoch, TRUE);

  return n > 0 ? series->y[n - 1] : NAN;
}

/* Hollow on a test curve, small on a head's. */
static void
draw_cursor_marker (
    cairo_t *cr, const PlotSeries *series, const PlotTheme *theme, const PlotFrame *frame, double epoch)
{
  PlotRegimeStyle style = plot_theme_regime_style (theme, series->regime);
  gsize n = count_before (series, epoch, TRUE);
  double x, y;

  if (n == 0)
    return;
  x = plot_frame_x (frame, MIN (epoch, series->x[series->n - 1]));
  y = plot_frame_y (frame, series->y[n - 1]);
  /* On the line, also of what is measured less often. */
  if (n < series->n && isfinite (series->y[n]))
    plot_frame_cross (frame, series, series->y, n - 1, plot_axis_share (&frame->x, epoch), &x, &y);
  if (y < frame->top - 3 * frame->unit || y > frame->bottom + frame->unit || isnan (y))
    return;
  if (series->line == PLOT_LINE_TEST)
    plot_marker_draw (cr, style.marker, theme->background, style.colour, x, y, 3.2 * frame->unit);
  else
    plot_marker_draw (cr, style.marker, style.colour, theme->background, x, y,
                      (series->line == PLOT_LINE_HEAD ? 2.4 : 3.6) * frame->unit);
}

static void
draw_cursor_markers (
    cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, const PlotFrame *frame, double epoch)
{
  for (guint strong = 0; strong <= 1; strong++)
    for (gsize i = 0; i < chart->n_series; i++)
      if (!chart->series[i].faint && !(chart->series[i].regime & PLOT_REGIME_MUTED)
          && !chart->series[i].strong == !strong)
        draw_cursor_marker (cr, &chart->series[i], theme, frame, epoch);
}

/* The epoch in a pill on the axis; labels that it would cut in two are painted over. */
static void
draw_pill (PlotText *text, const PlotFrame *frame, double x, double width, double epoch)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, size = theme->text_size, top = frame->bottom + 2 * unit, r = 4 * unit, left,
         wide;
  PlotTextStyle style = { .size = size, .bold = TRUE, .tabular = TRUE, .colour = theme->background };
  g_autofree char *number = g_strdup_printf (epoch == floor (epoch) ? "%.0f" : "%.1f", epoch);

  wide = plot_text_width (text, number, &style) + 10 * unit;
  left = CLAMP (x - wide / 2, 1, MAX (width - wide - 1, 1));
  plot_set_source (cr, theme->background);
  for (guint i = 0; i < frame->x_ticks->len; i++) {
    const PlotTick *tick = &g_array_index (frame->x_ticks, PlotTick, i);
    double middle = plot_frame_x (frame, tick->value),
           half = plot_frame_label_width (tick, size) / 2 + 3 * unit;

    if (tick->major && middle + half > left && middle - half < left + wide) {
      cairo_rectangle (cr, middle - half, frame->bottom + 5 * unit, 2 * half, 14 * unit);
      cairo_fill (cr);
    }
  }
  cairo_new_sub_path (cr);
  cairo_arc (cr, left + wide - r, top + r, r, -G_PI / 2, 0);
  cairo_arc (cr, left + wide - r, top + 16 * unit - r, r, 0, G_PI / 2);
  cairo_arc (cr, left + r, top + 16 * unit - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, left + r, top + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  plot_set_source (cr, plot_colour_mix (theme->background, theme->foreground, theme->solid ? 1 : 0.78));
  cairo_fill (cr);
  plot_text_draw (text, number, left + wide / 2, top + 12 * unit, 0.5, &style);
}

void
plot_chart_draw_cursor (
    cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height, double epoch)
{
  g_auto (PlotFrame) frame = { 0 };
  g_auto (PlotText) text = { 0 };
  double x;

  g_return_if_fail (cr != NULL && chart != NULL && theme != NULL);
  if (!(width > 0 && height > 0))
    return;
  plot_frame_init (&frame, chart, theme, width, height);
  if (!plot_frame_has_x (&frame, epoch))
    return;
  cairo_save (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  plot_text_init (&text, cr, theme);
  x = plot_frame_x (&frame, epoch);
  plot_set_source (cr, plot_theme_text_ink (theme, theme->dark ? 0.55 : 0.45));
  plot_upright_line (cr, x, frame.top - 4 * frame.unit, frame.bottom, theme->axis_width);
  draw_cursor_markers (cr, chart, theme, &frame, epoch);
  if (frame.words)
    draw_pill (&text, &frame, x, width, epoch);
  cairo_restore (cr);
}

void
plot_chart_draw_selection (cairo_t *cr,
                           const PlotChart *chart,
                           const PlotTheme *theme,
                           double width,
                           double height,
                           double from,
                           double to)
{
  g_auto (PlotFrame) frame = { 0 };
  double left, right;

  g_return_if_fail (cr != NULL && chart != NULL && theme != NULL);
  plot_frame_init (&frame, chart, theme, width, height);
  left = CLAMP (plot_frame_x (&frame, MIN (from, to)), frame.left, frame.right);
  right = CLAMP (plot_frame_x (&frame, MAX (from, to)), frame.left, frame.right);
  cairo_save (cr);
  plot_set_source (cr, plot_theme_ink (theme, 0.12));
  cairo_rectangle (cr, left, frame.top, right - left, frame.bottom - frame.top);
  cairo_fill (cr);
  plot_set_source (cr, plot_theme_text_ink (theme, 0.55));
  plot_upright_line (cr, left, frame.top, frame.bottom, theme->axis_width);
  plot_upright_line (cr, right, frame.top, frame.bottom, theme->axis_width);
  cairo_restore (cr);
}

static gboolean
is_near (const PlotFrame *frame, double epoch, double x)
{
  return plot_frame_has_x (frame, epoch)
         && fabs (plot_frame_x (frame, epoch) - x) <= MARK_REACH * frame->unit;
}

char *
plot_chart_words_at (const PlotChart *chart, const PlotTheme *theme, double width, double height, double x)
{
  g_auto (PlotFrame) frame = { 0 };
  g_autoptr (GString) words = g_string_new (NULL);

  plot_frame_init (&frame, chart, theme, width, height);
  for (gsize i = 0; i < chart->n_drops && chart->drop_words != NULL; i++)
    if (is_near (&frame, chart->drops[i], x))
      g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", chart->drop_words[i]);
  if (chart->terminal_words != NULL && is_near (&frame, chart->terminal, x))
    g_string_append_printf (words, "%s%s", words->len > 0 ? "\n" : "", chart->terminal_words);
  return words->len > 0 ? g_string_free (g_steal_pointer (&words), FALSE) : NULL;
}

void
plot_chart_ends (
    const PlotChart *chart, const PlotTheme *theme, double width, double height, double *left, double *right)
{
  g_auto (PlotFrame) frame = { 0 };

  plot_frame_init (&frame, chart, theme, width, height);
  *left = frame.left;
  *right = frame.right;
}

double
plot_chart_epoch_at (const PlotChart *chart, const PlotTheme *theme, double width, double height, double x)
{
  g_auto (PlotFrame) frame = { 0 };
  double share;

  plot_frame_init (&frame, chart, theme, width, height);
  share = CLAMP ((x - frame.left) / (frame.right - frame.left), 0, 1);
  return frame.x.zero_floor && share == 0 ? 0 : plot_axis_value (&frame.x, share);
}
