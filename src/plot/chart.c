/* Lengths are given for axis labels of 11 points, as in the mock-up, and grow with the theme's text ("unit").
 * The margins follow from the labels' characters rather than from their measured width, so that drawing, the
 * cross-hair's layer and the pointer agree without a layout of text. */
#include "plot/axis.h"
#include "plot/chart-private.h"
#include "plot/decimate.h"
#include "plot/text.h"

#include <math.h>
#include <string.h>

#define DIGIT_WIDTH 0.58 /* of the text's size */
#define RAISED_SIZE 0.76
/* Smaller charts, in units, are curves between bare axes. */
#define LEAST_WIDTH 110
#define LEAST_HEIGHT 80
/* Curves in a file may be magnified: columns of a 300th of an inch. */
#define VECTOR_COLUMN (72.0 / 300)
/* From middle to middle, of the text's size */
#define LABEL_SPACING_X 4.0
#define LABEL_SPACING_Y 2.1
#define LABEL_SPACING_Y_LINEAR 3.2

typedef struct {
  double unit; /* text size / 11 */
  double left, right, top, bottom;
  PlotAxis x, y;
  GArray *x_ticks, *y_ticks;
  gboolean words; /* FALSE: too small for them */
} Frame;

static double
label_width (const PlotTick *tick, double size)
{
  return size * DIGIT_WIDTH
         * (g_utf8_strlen (tick->label, -1) + RAISED_SIZE * g_utf8_strlen (tick->raised, -1));
}

static double
widest_label (const GArray *ticks, double size)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    widest = MAX (widest, label_width (&g_array_index (ticks, PlotTick, i), size));
  return widest;
}

static void
frame_clear (Frame *frame)
{
  g_clear_pointer (&frame->x_ticks, g_array_unref);
  g_clear_pointer (&frame->y_ticks, g_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Frame, frame_clear)

static void
frame_init (Frame *frame, const PlotChart *chart, const PlotTheme *theme, double width, double height)
{
  double size = theme->text_size, unit = size / 11;

  frame->unit = unit;
  frame->words = width >= LEAST_WIDTH * unit && height >= LEAST_HEIGHT * unit;
  frame->x = plot_axis_of_epochs (chart);
  frame->y = plot_axis_of_values (chart);
  frame->top = (chart->title ? 38 : 10) * unit;
  frame->bottom = MAX (height - (chart->x_label ? 37 : 22) * unit, frame->top + 1);
  frame->y_ticks
      = plot_axis_ticks (&frame->y, frame->bottom - frame->top,
                         (frame->y.kind == PLOT_AXIS_LOG ? LABEL_SPACING_Y : LABEL_SPACING_Y_LINEAR) * size);
  frame->left = MAX (38 * unit, widest_label (frame->y_ticks, size) + 9 * unit);
  if (chart->y_label)
    frame->left += 14 * unit;
  frame->right = MAX (width - 13 * unit, frame->left + 1);
  frame->x_ticks = plot_axis_ticks (&frame->x, frame->right - frame->left, LABEL_SPACING_X * size);
  if (!frame->words) {
    frame->left = frame->top = 3 * unit;
    frame->right = MAX (width - 3 * unit, frame->left + 1);
    frame->bottom = MAX (height - 3 * unit, frame->top + 1);
  }
}

static double
x_at (const Frame *frame, double epoch)
{
  return frame->left + (frame->right - frame->left) * plot_axis_position (&frame->x, epoch);
}

static double
y_at (const Frame *frame, double value)
{
  return frame->bottom - (frame->bottom - frame->top) * plot_axis_position (&frame->y, value);
}

static gboolean
is_vector (cairo_t *cr)
{
  switch (cairo_surface_get_type (cairo_get_group_target (cr))) {
  case CAIRO_SURFACE_TYPE_PDF:
  case CAIRO_SURFACE_TYPE_SVG:
  case CAIRO_SURFACE_TYPE_PS:
    return TRUE;
  default:
    return FALSE;
  }
}

/* The nearest place at which an upright or level line of that width covers whole pixels. */
static double
crisp (cairo_t *cr, double place, double line)
{
  double scale = 1, other = 0, pixels;

  if (is_vector (cr))
    return place;
  cairo_user_to_device_distance (cr, &scale, &other);
  pixels = MAX (1, round (line * scale));
  return (round (place * scale - pixels / 2) + pixels / 2) / MAX (scale, 1e-6);
}

static void
level_line (cairo_t *cr, double x0, double x1, double y, double line)
{
  y = crisp (cr, y, line);
  cairo_set_line_width (cr, line);
  cairo_move_to (cr, x0, y);
  cairo_line_to (cr, x1, y);
  cairo_stroke (cr);
}

static void
upright_line (cairo_t *cr, double x, double y0, double y1, double line)
{
  x = crisp (cr, x, line);
  cairo_set_line_width (cr, line);
  cairo_move_to (cr, x, y0);
  cairo_line_to (cr, x, y1);
  cairo_stroke (cr);
}

/* A label and its raised exponent, as one, aligned at x. */
static void
draw_label (PlotText *text, const PlotTick *tick, double x, double y, double align, PlotColour colour)
{
  PlotTextStyle style = { .size = text->theme->text_size, .tabular = TRUE, .colour = colour };
  PlotTextStyle raised = { .size = RAISED_SIZE * style.size, .tabular = TRUE, .colour = colour };
  double base, width;

  if (!tick->raised[0]) {
    plot_text_draw (text, tick->label, x, y, align, &style);
    return;
  }
  base = plot_text_width (text, tick->label, &style) + 0.04 * style.size;
  width = base + plot_text_width (text, tick->raised, &raised);
  plot_text_draw (text, tick->label, x - align * width, y, 0, &style);
  plot_text_draw (text, tick->raised, x - align * width + base, y - 0.36 * style.size, 0, &raised);
}

/* A quantity's name with its unit, if it has one; NULL for neither. */
static char *
with_unit (const PlotChart *chart, const char *name)
{
  if (!chart->percent)
    return g_strdup (name);
  return name ? g_strconcat (name, ", %", NULL) : g_strdup ("%");
}

static void
draw_title (PlotText *text, const PlotChart *chart, const Frame *frame, double width, double inset)
{
  double unit = frame->unit, left = 12 * unit + inset;
  gboolean print = text->theme->kind == PLOT_THEME_PRINT;
  PlotTextStyle title = {
    .size = (print ? 12.4 : 13.5) * unit,
    .bold = !print,
    .colour = plot_theme_text_ink (text->theme, text->theme->dark ? 1 : 0.8),
    .max_width = MAX (width - left - 8 * unit, 1),
  };
  PlotTextStyle dim = { .size = 11.5 * unit, .colour = plot_theme_dim (text->theme) };
  g_autofree char *subtitle
      = chart->y_label ? g_strdup (chart->subtitle) : with_unit (chart, chart->subtitle);
  double end;

  if (!chart->title || !frame->words)
    return;
  end = left + plot_text_draw (text, chart->title, left, 20 * unit, 0, &title) + 7 * unit;
  /* The unit is said even where there is no room for the rest. */
  if (subtitle && !chart->y_label && chart->percent
      && plot_text_width (text, subtitle, &dim) > width - end - 8 * unit) {
    g_free (subtitle);
    subtitle = with_unit (chart, NULL);
  }
  dim.max_width = width - end - 8 * unit;
  if (subtitle && dim.max_width > (chart->percent ? 1 : 3) * dim.size)
    plot_text_draw (text, subtitle, end, 20 * unit, 0, &dim);
}

static void
draw_y_ticks (PlotText *text, const Frame *frame)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, size = theme->text_size;

  for (guint i = 0; i < frame->y_ticks->len; i++) {
    const PlotTick *tick = &g_array_index (frame->y_ticks, PlotTick, i);
    double y = y_at (frame, tick->value);

    if (tick->major && theme->grid) {
      plot_set_source (cr, plot_theme_ink (theme, 0.075));
      level_line (cr, frame->left, frame->right, y, theme->axis_width);
    }
    plot_set_source (cr, plot_theme_text_ink (theme, tick->major ? 0.35 : 0.25));
    level_line (cr, frame->left - (tick->major ? 4 : 2.5) * unit, frame->left, y, theme->axis_width);
    if (tick->major)
      draw_label (text, tick, frame->left - 6 * unit, y + 0.36 * size, 1, plot_theme_dim (theme));
  }
}

static void
draw_x_ticks (PlotText *text, const Frame *frame, double width)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, size = theme->text_size;

  for (guint i = 0; i < frame->x_ticks->len; i++) {
    const PlotTick *tick = &g_array_index (frame->x_ticks, PlotTick, i);
    double x = x_at (frame, tick->value), half = label_width (tick, size) / 2;

    plot_set_source (cr, plot_theme_text_ink (theme, tick->major ? 0.35 : 0.25));
    upright_line (cr, x, frame->bottom, frame->bottom + (tick->major ? 4 : 2.5) * unit, theme->axis_width);
    if (tick->major)
      draw_label (text, tick, MIN (x, width - half - 1), frame->bottom + 15 * unit, 0.5,
                  plot_theme_dim (theme));
  }
}

static void
draw_axes (PlotText *text, const PlotChart *chart, const Frame *frame, double width, double height)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, middle = (frame->top + frame->bottom) / 2;
  PlotTextStyle style = { .size = theme->text_size, .colour = plot_theme_dim (theme) };

  if (frame->words) {
    draw_y_ticks (text, frame);
    draw_x_ticks (text, frame, width);
  }
  plot_set_source (cr, plot_theme_text_ink (theme, 0.35));
  upright_line (cr, frame->left, frame->top - 2 * unit, frame->bottom, theme->axis_width);
  level_line (cr, frame->left - theme->axis_width / 2, frame->right, frame->bottom, theme->axis_width);

  style.max_width = frame->right - frame->left;
  if (chart->x_label && frame->words)
    plot_text_draw (text, chart->x_label, (frame->left + frame->right) / 2, height - 6 * unit, 0.5, &style);
  style.max_width = frame->bottom - frame->top + 30 * unit;
  if (chart->y_label && frame->words) {
    g_autofree char *label = with_unit (chart, chart->y_label);

    plot_text_draw_upward (text, label, 12 * unit, middle, &style);
  }
}

/* Terminal phase and learning-rate changes: what happened when. */
static void
draw_events (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, const Frame *frame)
{
  double unit = frame->unit;

  if (chart->terminal >= frame->x.minimum && chart->terminal <= frame->x.maximum) {
    PlotColour colour = plot_theme_regime_style (theme, chart->terminal_regime).colour;

    colour.alpha = theme->solid ? 1 : 0.6;
    plot_set_source (cr, colour);
    cairo_set_dash (cr, (double[]){ 2 * unit, 3 * unit }, 2, 0);
    upright_line (cr, x_at (frame, chart->terminal), frame->top, frame->bottom, MAX (1 * unit, 0.5));
    cairo_set_dash (cr, NULL, 0, 0);
  }
  plot_set_source (cr, plot_theme_text_ink (theme, 0.38));
  for (gsize i = 0; i < chart->n_drops; i++) {
    double x = x_at (frame, chart->drops[i]), y = frame->top - unit;

    if (!(chart->drops[i] >= frame->x.minimum && chart->drops[i] <= frame->x.maximum))
      continue;
    cairo_move_to (cr, x - 3.2 * unit, y - 5 * unit);
    cairo_line_to (cr, x + 3.2 * unit, y - 5 * unit);
    cairo_line_to (cr, x, y);
    cairo_close_path (cr);
    cairo_fill (cr);
  }
}

static void
draw_reference (PlotText *text, const PlotChart *chart, const Frame *frame)
{
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, y = y_at (frame, chart->reference);
  PlotTextStyle style = { .size = 10.5 * unit, .colour = plot_theme_dim (theme) };
  PlotColour veil = theme->background;
  double wide, baseline;

  if (!(y >= frame->top - unit && y <= frame->bottom + unit))
    return;
  plot_set_source (text->cr, plot_theme_text_ink (theme, 0.4));
  cairo_set_dash (text->cr, (double[]){ 4 * unit, 4 * unit }, 2, 0);
  level_line (text->cr, frame->left, frame->right, y, theme->axis_width);
  cairo_set_dash (text->cr, NULL, 0, 0);
  if (!chart->reference_label || !frame->words)
    return;
  style.max_width = frame->right - frame->left - 6 * unit;
  wide = plot_text_width (text, chart->reference_label, &style);
  baseline = y - 4 * unit - style.size < frame->top ? y + 1.15 * style.size : y - 4 * unit;
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
  gsize low = 0, high = series->n;

  while (low < high) {
    gsize middle = (low + high) / 2;

    if (series->x[middle] < axis->minimum)
      low = middle + 1;
    else
      high = middle;
  }
  *first = low > 0 ? low - 1 : 0;
  while (low < series->n && series->x[low] <= axis->maximum)
    low++;
  *end = MIN (low + 1, series->n);
}

static double
line_width (const PlotTheme *theme, const PlotSeries *series)
{
  /* Dots carry less ink than a line, so that they need more width; a test curve stands back. */
  if (series->dashed)
    return 0.75 * theme->line_width;
  return theme->line_width * (plot_theme_regime_style (theme, series->regime).dash[0] == 1.5 ? 1.18 : 1);
}

static void
set_series_style (cairo_t *cr, const PlotTheme *theme, const PlotSeries *series)
{
  PlotRegimeStyle style = plot_theme_regime_style (theme, series->regime);

  plot_set_source (cr, style.colour);
  cairo_set_line_width (cr, line_width (theme, series));
  if (series->dashed)
    cairo_set_dash (cr, (double[]){ 2 * theme->line_width, 1.5 * theme->line_width }, 2, 0);
  else
    plot_set_dash (cr, &style, theme->line_width);
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

static void
draw_series (cairo_t *cr, const PlotTheme *theme, const Frame *frame, const PlotSeries *series)
{
  g_autofree PlotPoint *points = NULL;
  double scale = 1, other = 0;
  gsize first, end, n;

  visible_points (series, &frame->x, &first, &end);
  if (first >= end)
    return;
  points = g_new (PlotPoint, end - first);
  for (gsize i = first; i < end; i++)
    points[i - first] = (PlotPoint){ x_at (frame, series->x[i]), y_at (frame, series->y[i]) };
  cairo_user_to_device_distance (cr, &scale, &other);
  n = plot_decimate (points, end - first, is_vector (cr) ? VECTOR_COLUMN : 1 / MAX (fabs (scale), 0.01),
                     points);
  set_series_style (cr, theme, series);
  /* Where a curve fills its columns, round joins and fine edges cannot be seen but take half the time. */
  if (!is_vector (cr) && (double)n > 1.5 * scale * (frame->right - frame->left)) {
    cairo_set_antialias (cr, CAIRO_ANTIALIAS_FAST);
    cairo_set_line_join (cr, CAIRO_LINE_JOIN_BEVEL);
  }
  draw_points (cr, theme, series, points, n);
  cairo_set_antialias (cr, CAIRO_ANTIALIAS_DEFAULT);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
}

static void
draw_curves (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, const Frame *frame)
{
  double unit = frame->unit, rim = 5 * unit;

  /* Markers may reach over the axis, but not curves that began before it. */
  for (gsize i = 0; i < chart->n_series; i++)
    if (chart->series[i].n > 0 && chart->series[i].x[0] < frame->x.minimum)
      rim = 0;
  cairo_save (cr);
  cairo_rectangle (cr, frame->left - rim, frame->top - 3 * unit, frame->right - frame->left + rim + 5 * unit,
                   frame->bottom - frame->top + 3 * unit + theme->line_width);
  cairo_clip (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  /* The curves of the test split go under those of the training split. */
  for (int dashed = 1; dashed >= 0; dashed--)
    for (gsize i = 0; i < chart->n_series; i++)
      if (!chart->series[i].dashed == !dashed)
        draw_series (cr, theme, frame, &chart->series[i]);
  cairo_restore (cr);
}

void
plot_chart_draw_inset (
    cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height, double inset)
{
  g_auto (Frame) frame = { 0 };
  g_auto (PlotText) text = { 0 };

  g_return_if_fail (cr != NULL && chart != NULL && theme != NULL);
  if (!(width > 0 && height > 0))
    return;
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_new_path (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  plot_text_init (&text, cr, theme);
  frame_init (&frame, chart, theme, width, height);
  draw_title (&text, chart, &frame, width, inset);
  draw_axes (&text, chart, &frame, width, height);
  draw_events (cr, chart, theme, &frame);
  draw_curves (cr, chart, theme, &frame);
  draw_reference (&text, chart, &frame);
  cairo_restore (cr);
}

void
plot_chart_draw (cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, double width, double height)
{
  plot_chart_draw_inset (cr, chart, theme, width, height, 0);
}

double
plot_series_value (const PlotSeries *series, double epoch)
{
  gsize low = 0, high = series->n;

  while (low < high) {
    gsize middle = (low + high) / 2;

    if (series->x[middle] <= epoch)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? series->y[low - 1] : NAN;
}

static void
draw_cursor_markers (
    cairo_t *cr, const PlotChart *chart, const PlotTheme *theme, const Frame *frame, double epoch)
{
  for (gsize i = 0; i < chart->n_series; i++) {
    const PlotSeries *series = &chart->series[i];
    PlotRegimeStyle style = plot_theme_regime_style (theme, series->regime);
    double y = y_at (frame, plot_series_value (series, epoch));

    if (y < frame->top - 3 * frame->unit || y > frame->bottom + frame->unit || isnan (y))
      continue;
    /* Hollow on a test curve. */
    if (series->dashed)
      plot_marker_draw (cr, style.marker, theme->background, style.colour, x_at (frame, epoch), y,
                        3.2 * frame->unit);
    else
      plot_marker_draw (cr, style.marker, style.colour, theme->background, x_at (frame, epoch), y,
                        3.6 * frame->unit);
  }
}

/* The epoch in a pill on the axis; labels that it would cut in two are painted over. */
static void
draw_pill (PlotText *text, const Frame *frame, double x, double width, double epoch)
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
    double middle = x_at (frame, tick->value), half = label_width (tick, size) / 2 + 3 * unit;

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
  g_auto (Frame) frame = { 0 };
  g_auto (PlotText) text = { 0 };
  double x;

  g_return_if_fail (cr != NULL && chart != NULL && theme != NULL);
  if (!(width > 0 && height > 0))
    return;
  frame_init (&frame, chart, theme, width, height);
  if (!(epoch >= frame.x.minimum && epoch <= frame.x.maximum))
    return;
  cairo_save (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  plot_text_init (&text, cr, theme);
  x = x_at (&frame, epoch);
  plot_set_source (cr, plot_theme_text_ink (theme, theme->dark ? 0.55 : 0.45));
  upright_line (cr, x, frame.top - 4 * frame.unit, frame.bottom, theme->axis_width);
  draw_cursor_markers (cr, chart, theme, &frame, epoch);
  if (frame.words)
    draw_pill (&text, &frame, x, width, epoch);
  cairo_restore (cr);
}

double
plot_chart_epoch_at (const PlotChart *chart, const PlotTheme *theme, double width, double height, double x)
{
  g_auto (Frame) frame = { 0 };
  double share;

  frame_init (&frame, chart, theme, width, height);
  share = CLAMP ((x - frame.left) / (frame.right - frame.left), 0, 1);
  return frame.x.minimum + share * (frame.x.maximum - frame.x.minimum);
}
