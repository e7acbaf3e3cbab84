#include "plot/chart-frame.h"
#include "plot/chart-private.h"
#include "plot/decimate.h"
#include "plot/text.h"

#include <math.h>

/* Of a strong curve's width to another's. */
#define STRONG 1.35

/* Of a faint curve's width and ink to another's. */
#define FAINT_WIDTH 0.5
#define FAINT_INK 0.55

/* Of a muted curve's width to another's. */
#define MUTED_WIDTH 0.6

/* Curves in a file may be magnified: columns of a 300th of an inch. */
#define VECTOR_COLUMN (72.0 / 300)

/* A quantity's name with its unit, if it has one; NULL for neither. */
static char *
with_unit (const PlotChart *chart, const char *name)
{
  if (!chart->percent)
    return g_strdup (name);
  return name ? g_strconcat (name, ", %", NULL) : g_strdup ("%");
}

/* Terminal phase and learning-rate changes: what happened when. */
static void
draw_events (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, const PlotFrame *frame)
{
  double unit = frame->unit;

  if (plot_frame_has_x (frame, chart->terminal)) {
    PlotColour colour = plot_theme_regime_style (theme, chart->terminal_regime).colour;

    colour.alpha = theme->solid ? 1 : 0.6;
    plot_set_source (cr, colour);
    cairo_set_dash (cr, (double[]){ 2 * unit, 3 * unit }, 2, 0);
    plot_upright_line (cr, plot_frame_x (frame, chart->terminal), frame->top, frame->bottom,
                       MAX (1 * unit, 0.5));
    cairo_set_dash (cr, NULL, 0, 0);
  }
  plot_set_source (cr, plot_theme_text_ink (theme, 0.38));
  for (gsize i = 0; i < chart->n_drops; i++) {
    double x = plot_frame_x (frame, chart->drops[i]), y = frame->top - unit;

    if (!plot_frame_has_x (frame, chart->drops[i]))
      continue;
    cairo_move_to (cr, x - 3.2 * unit, y - 5 * unit);
    cairo_line_to (cr, x + 3.2 * unit, y - 5 * unit);
    cairo_line_to (cr, x, y);
    cairo_close_path (cr);
    cairo_fill (cr);
  }
}

static void
draw_reference (PlotText *text, const PlotChart *chart, const PlotFrame *frame)
{
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, y = plot_frame_y (frame, chart->reference);
  PlotTextStyle style = { .size = 10.5 * unit, .colour = plot_theme_dim (theme) };
  PlotColour veil = theme->background;
  double wide, baseline;
  gboolean below;

  if (!(y >= frame->top - unit && y <= frame->bottom + unit))
    return;
  plot_set_source (text->cr, plot_theme_text_ink (theme, 0.4));
  cairo_set_dash (text->cr, (double[]){ 4 * unit, 4 * unit }, 2, 0);
  plot_level_line (text->cr, frame->left, frame->right, y, theme->axis_width);
  cairo_set_dash (text->cr, NULL, 0, 0);
  if (!chart->reference_label || !frame->words)
    return;
  style.max_width = frame->right - frame->left - 6 * unit;
  wide = plot_text_width (text, chart->reference_label, &style);
  below = y - 4 * unit - style.size < frame->top || chart->reference_below;
  baseline = below ? y + 1.15 * style.size : y - 4 * unit;
  veil.alpha = 0.76;
  plot_set_source (text->cr, veil);
  cairo_rectangle (text->cr, frame->right - wide - 4 * unit, baseline - style.size, wide + 4 * unit,
                   1.3 * style.size);
  cairo_fill (text->cr);
  plot_text_draw (text, chart->reference_label, frame->right - 2 * unit, baseline, 1, &style);
}

/* The first and one past the last point that the axis of epochs needs: those in it and one on either side. */
static void
visible_points (const PlotSeries *series, const PlotAxis *axis, gsize *first, gsize *end)
{
  gsize inside = plot_series_first (series, axis->zero_floor ? 0 : axis->minimum);

  *first = inside > 0 ? inside - 1 : 0;
  while (inside < series->n && series->x[inside] <= axis->maximum)
    inside++;
  *end = MIN (inside + 1, series->n);
}

static double
line_width (const PlotTheme *theme, const PlotSeries *series)
{
  /* Dots carry less ink than a line, so that they need more width. */
  return theme->line_width * (plot_theme_regime_style (theme, series->regime).dash[0] == 1.5 ? 1.18 : 1);
}

static gboolean
is_muted (const PlotSeries *series)
{
  return (series->regime & PLOT_REGIME_MUTED) != 0;
}

static void
set_series_style (cairo_t *cr, const PlotTheme *theme, const PlotSeries *series)
{
  PlotRegimeStyle style = plot_theme_regime_style (theme, series->regime);

  if (series->faint)
    style.colour.alpha *= FAINT_INK;
  plot_set_source (cr, style.colour);
  cairo_set_line_width (cr, line_width (theme, series));
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  plot_set_dash (cr, &style, theme->line_width);
  if (series->line != PLOT_LINE_TRAIN)
    plot_set_side_line (cr, theme, series->line);
  if (series->faint || series->strong || is_muted (series))
    cairo_set_line_width (cr, (series->faint       ? FAINT_WIDTH
                               : is_muted (series) ? MUTED_WIDTH
                                                   : STRONG)
                                  * cairo_get_line_width (cr));
}

static void
draw_points (cairo_t *cr, const PlotTheme *theme, const PlotSeries *series, const PlotPoint *points, gsize n)
{
  gboolean pen_down = FALSE;

  for (gsize i = 0; i < n; i++) {
    gboolean alone = !pen_down && (i + 1 == n || isnan (points[i + 1].y));

    if (isnan (points[i].y)) {
      pen_down = FALSE;
    } else if (alone) {
      PlotRegimeStyle style = plot_theme_regime_style (theme, series->regime);

      cairo_stroke (cr);
      plot_marker_draw (cr, style.marker, style.colour, theme->background, points[i].x, points[i].y,
                        1.9 * theme->line_width);
      set_series_style (cr, theme, series);
    } else {
      (pen_down ? cairo_line_to : cairo_move_to) (cr, points[i].x, points[i].y);
      pen_down = TRUE;
    }
  }
  cairo_stroke (cr);
}

/* The points of one of a series' arrays of values in the frame, from end to end of the axis, decimated; free
 * with g_free. */
static PlotPoint *
find_points (cairo_t *cr, const PlotFrame *frame, const PlotSeries *series, const double *values, gsize *n)
{
  double scale = 1, other = 0;
  gsize first, end;

  visible_points (series, &frame->x, &first, &end);
  *n = end > first ? end - first : 0;
  PlotPoint *points = g_new (PlotPoint, *n);
  for (gsize i = 0; i < *n; i++)
    points[i]
        = (PlotPoint){ plot_frame_x (frame, series->x[first + i]), plot_frame_y (frame, values[first + i]) };
  if (*n > 1 && plot_axis_share (&frame->x, series->x[first]) < 0)
    plot_frame_cross (frame, series, values, first, 0, &points[0].x, &points[0].y);
  if (*n > 1 && plot_axis_share (&frame->x, series->x[end - 1]) > 1)
    plot_frame_cross (frame, series, values, end - 2, 1, &points[*n - 1].x, &points[*n - 1].y);
  cairo_user_to_device_distance (cr, &scale, &other);
  *n = plot_decimate (points, *n, plot_is_vector (cr) ? VECTOR_COLUMN : 1 / MAX (fabs (scale), 0.01), points);
  return points;
}

/* Its edges have a point at the same epochs, and a gap. One that is at a single epoch is nothing. */
static void
draw_band (cairo_t *cr, const PlotTheme *theme, const PlotFrame *frame, const PlotSeries *series)
{
  PlotColour colour = plot_theme_regime_style (theme, series->regime).colour;
  gsize n_lower, n_upper, i = 0, j = 0;
  g_autofree PlotPoint *lower = find_points (cr, frame, series, series->lower, &n_lower);
  g_autofree PlotPoint *upper = find_points (cr, frame, series, series->upper, &n_upper);

  while (i < n_lower && j < n_upper) {
    gsize i_end = i, j_end = j;

    while (i_end < n_lower && !isnan (lower[i_end].y))
      i_end++;
    while (j_end < n_upper && !isnan (upper[j_end].y))
      j_end++;
    cairo_new_sub_path (cr);
    for (gsize k = j; k < j_end; k++)
      cairo_line_to (cr, upper[k].x, upper[k].y);
    for (gsize k = i_end; k-- > i;)
      cairo_line_to (cr, lower[k].x, lower[k].y);
    cairo_close_path (cr);
    i = i_end + 1;
    j = j_end + 1;
  }
  colour.alpha *= (theme->dark ? 0.17 : 0.13) * (series->line == PLOT_LINE_TRAIN ? 1 : 0.7);
  plot_set_source (cr, colour);
  cairo_fill (cr);
}

static void
draw_series (cairo_t *cr, const PlotTheme *theme, const PlotFrame *frame, const PlotSeries *series)
{
  double scale = 1, other = 0;
  gsize n;
  g_autofree PlotPoint *points = find_points (cr, frame, series, series->y, &n);

  cairo_user_to_device_distance (cr, &scale, &other);
  set_series_style (cr, theme, series);
  /* Where a curve fills its columns, round joins and fine edges cannot be seen but take half the time. */
  if (!plot_is_vector (cr) && (double)n > 1.5 * scale * (frame->right - frame->left)) {
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  }
  draw_points (cr, theme, series, points, n);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

/* What lies above what: of the curves that are neither muted nor faint the main ones above the others, and
 * the strong ones above all. */
enum {
  LAYER_MUTED,
  LAYER_FAINT,
  LAYER_PLAIN,
  LAYER_STRONG = LAYER_PLAIN + PLOT_N_LINES,
  N_LAYERS = LAYER_STRONG + PLOT_N_LINES,
};

static guint
layer_of (const PlotSeries *series)
{
  if (is_muted (series))
    return LAYER_MUTED;
  if (series->faint)
    return LAYER_FAINT;
  return (series->strong ? LAYER_STRONG : LAYER_PLAIN) + PLOT_N_LINES - 1 - series->line;
}

static void
draw_curves (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, const PlotFrame *frame)
{
  double unit = frame->unit, left = 5 * unit, right = 5 * unit;

  /* Markers may reach over the axis, but not curves that go on beyond it. */
  for (gsize i = 0; i < chart->n_series; i++) {
    const PlotSeries *series = &chart->series[i];

    if (series->n > 0 && !(plot_axis_position (&frame->x, series->x[0]) >= 0))
      left = 0;
    if (series->n > 0 && plot_axis_position (&frame->x, series->x[series->n - 1]) > 1)
      right = 0;
  }
  cairo_save (cr);
  cairo_rectangle (cr, frame->left - left, frame->top - 3 * unit, frame->right - frame->left + left + right,
                   frame->bottom - frame->top + 3 * unit + theme->line_width);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint layer = 0; layer < N_LAYERS; layer++) {
    /* Bands lie below the curves, muted ones below the muted. */
    for (gsize i = 0; layer <= LAYER_FAINT && i < chart->n_series; i++)
      if (chart->series[i].lower && is_muted (&chart->series[i]) == (layer == LAYER_MUTED))
        draw_band (cr, theme, frame, &chart->series[i]);
    for (gsize i = 0; i < chart->n_series; i++)
      if (layer_of (&chart->series[i]) == layer)
        draw_series (cr, theme, frame, &chart->series[i]);
  }
  cairo_restore (cr);
}

static gboolean
has_values (const PlotChart *chart)
{
  for (gsize i = 0; i < chart->n_series; i++)
    for (gsize j = 0; j < chart->series[i].n; j++)
      if (isfinite (chart->series[i].y[j]))
        return TRUE;
  return FALSE;
}

/* Why there is nothing to see. */
static void
draw_blank (PlotText *text, const PlotChart *chart, const PlotFrame *frame)
{
  PlotTextStyle style = { .size = text->theme->text_size,
                          .colour = plot_theme_dim (text->theme),
                          .max_width = frame->right - frame->left - 8 * frame->unit };

  if (chart->blank && frame->words && !has_values (chart))
    plot_text_draw (text, chart->blank, (frame->left + frame->right) / 2,
                    (frame->top + frame->bottom + style.size) / 2, 0.5, &style);
}

void
plot_chart_draw_inset (
    cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height, double inset)
{
  g_return_if_fail (cr != NULL && chart != NULL && theme != NULL);

  g_auto (PlotFrame) frame = { 0 };
  g_auto (PlotText) text = { 0 };
  g_autofree char *subtitle
      = chart->y_label ? g_strdup (chart->subtitle) : with_unit (chart, chart->subtitle);
  g_autofree char *y_label = chart->y_label ? with_unit (chart, chart->y_label) : NULL;
  const PlotFrameWords words = {
    .title = chart->title,
    .subtitle = subtitle,
    .short_subtitle = chart->percent && !chart->y_label ? "%" : NULL,
    .x_label = chart->x_label,
    .y_label = y_label,
  };

  if (!(width > 0 && height > 0))
    return;
  plot_text_begin (&text, cr, theme, width, height);
  plot_frame_init (&frame, chart, theme, width, height);
  plot_frame_draw_title (&text, &frame, &words, width, inset);
  plot_frame_draw_axes (&text, &frame, &words, width, height);
  draw_events (cr, chart, theme, &frame);
  draw_curves (cr, chart, theme, &frame);
  draw_reference (&text, chart, &frame);
  draw_blank (&text, chart, &frame);
  cairo_restore (cr);
}

void
plot_chart_draw (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height)
{
  plot_chart_draw_inset (cr, chart, theme, width, height, 0);
}

void
plot_chart_fix_values (PlotChart *chart)
{
  PlotAxis axis = plot_axis_of_values (chart);

  chart->y_minimum = axis.minimum;
  chart->y_maximum = axis.maximum;
}
