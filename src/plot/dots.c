#include "plot/dots.h"

#include <math.h>

#include "plot/axis.h"
#include "plot/text.h"

/* In text sizes. */
#define ROW 2.1
#define FOOT 3.6
#define TICK_SPACING 5.5
#define MAX_LABEL 0.36 /* of the width */

typedef struct {
  const PlotDots *dots;
  const PlotTheme *theme;
  cairo_t *cr;
  PlotText *text;
  PlotAxis axis;
  double left, width, bottom;
} Frame;

double
plot_dots_height (const PlotDots *dots, const PlotTheme *theme)
{
  return theme->text_size * (ROW * dots->n_rows + FOOT);
}

static void
take (const PlotDots *dots, double value, double *low, double *high)
{
  if (!isfinite (value) || (dots->kind == PLOT_AXIS_LOG && value <= 0))
    return;
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

/* All there is, and a little room at both ends. FALSE when there is nothing. */
static gboolean
find_axis (const PlotDots *dots, PlotAxis *axis)
{
  double low = INFINITY, high = -INFINITY;
  for (guint r = 0; r < dots->n_rows; r++) {
    const PlotDotsRow *row = &dots->rows[r];
    take (dots, row->mean, &low, &high);
    take (dots, row->low, &low, &high);
    take (dots, row->high, &low, &high);
    for (guint i = 0; i < row->n; i++)
      take (dots, row->values[i], &low, &high);
  }
  if (low > high)
    return FALSE;
  double room = dots->kind == PLOT_AXIS_LOG ? 0.06 * log (high / low) : 0.06 * (high - low);
  if (room <= 0)
    room = dots->kind == PLOT_AXIS_LOG ? 0.1 : MAX (0.05 * fabs (high), 0.01);
  *axis = (PlotAxis){ .kind = dots->kind, .percent = dots->percent };
  axis->minimum = dots->kind == PLOT_AXIS_LOG ? low * exp (-room) : low - room;
  axis->maximum = dots->kind == PLOT_AXIS_LOG ? high * exp (room) : high + room;
  return TRUE;
}

static double
place (const Frame *frame, double value)
{
  return frame->left + frame->width * plot_axis_position (&frame->axis, value);
}

static PlotTextStyle
label_style (const PlotTheme *theme)
{
  return (PlotTextStyle){ .size = theme->text_size, .colour = plot_theme_text_ink (theme, 0.9) };
}

static void
draw_tick (const Frame *frame, const PlotTick *tick)
{
  const PlotTheme *theme = frame->theme;
  double x = place (frame, tick->value), size = theme->text_size;
  PlotTextStyle style = { .size = 0.92 * size, .tabular = TRUE, .colour = plot_theme_dim (theme) };
  PlotTextStyle raised = style;
  raised.size *= 0.75;
  plot_set_source (frame->cr, plot_theme_ink (theme, tick->major ? 0.14 : 0.06));
  cairo_move_to (frame->cr, x, 0);
  cairo_line_to (frame->cr, x, frame->bottom);
  cairo_stroke (frame->cr);
  if (!tick->major)
    return;
  double width = plot_text_width (frame->text, tick->label, &style);
  double all = width + (*tick->raised == '\0' ? 0 : plot_text_width (frame->text, tick->raised, &raised));
  double y = frame->bottom + 1.25 * size;
  plot_text_draw (frame->text, tick->label, x - all / 2, y, 0, &style);
  if (*tick->raised != '\0')
    plot_text_draw (frame->text, tick->raised, x - all / 2 + width, y - 0.4 * size, 0, &raised);
}

static void
draw_axis (const Frame *frame)
{
  double size = frame->theme->text_size;
  PlotTextStyle style = { .size = size, .colour = plot_theme_dim (frame->theme) };
  g_autoptr (GArray) ticks = plot_axis_ticks (&frame->axis, frame->width, TICK_SPACING * size);
  cairo_set_line_width (frame->cr, frame->theme->axis_width);
  for (guint i = 0; i < ticks->len; i++)
    draw_tick (frame, &g_array_index (ticks, PlotTick, i));
  plot_set_source (frame->cr, plot_theme_ink (frame->theme, 0.5));
  cairo_move_to (frame->cr, frame->left, frame->bottom);
  cairo_line_to (frame->cr, frame->left + frame->width, frame->bottom);
  cairo_stroke (frame->cr);
  plot_text_draw (frame->text, frame->dots->title, frame->left + frame->width / 2, frame->bottom + 2.8 * size,
                  0.5, &style);
}

static void
draw_interval (const Frame *frame, const PlotDotsRow *row, PlotColour colour, double y)
{
  double size = frame->theme->text_size;
  if (!isfinite (row->low) || !isfinite (row->high))
    return;
  double from = place (frame, row->low), to = place (frame, row->high), cap = 0.32 * size;
  plot_set_source (frame->cr, colour);
  cairo_set_line_width (frame->cr, frame->theme->line_width);
  cairo_move_to (frame->cr, from, y);
  cairo_line_to (frame->cr, to, y);
  cairo_move_to (frame->cr, from, y - cap);
  cairo_line_to (frame->cr, from, y + cap);
  cairo_move_to (frame->cr, to, y - cap);
  cairo_line_to (frame->cr, to, y + cap);
  cairo_stroke (frame->cr);
}

/* Mean and interval on the row's line, the single seeds as small dots below it. */
static void
draw_row (const Frame *frame, const PlotDotsRow *row, guint index)
{
  const PlotTheme *theme = frame->theme;
  double size = theme->text_size, y = (ROW * (index + 0.5) - 0.2) * size;
  PlotRegimeStyle regime = plot_theme_regime_style (theme, row->regime);
  PlotColour faint = regime.colour;
  PlotTextStyle style = label_style (theme);
  style.max_width = frame->left - size;
  faint.alpha = 0.55;
  plot_text_draw (frame->text, row->label, frame->left - 0.8 * size, y + 0.35 * size, 1, &style);
  draw_interval (frame, row, regime.colour, y);
  for (guint i = 0; i < row->n; i++) {
    double x = place (frame, row->values[i]);
    if (!isfinite (x))
      continue;
    plot_set_source (frame->cr, faint);
    cairo_arc (frame->cr, x, y + 0.62 * size, 0.2 * size, 0, 2 * G_PI);
    cairo_fill (frame->cr);
  }
  double x = place (frame, row->mean);
  if (isfinite (x))
    plot_marker_draw (frame->cr, regime.marker, regime.colour, theme->background, x, y, 0.42 * size);
}

void
plot_dots_draw (cairo_t *cr, const PlotDots *dots, const PlotTheme *theme, double width, double height)
{
  g_auto (PlotText) text;
  PlotTextStyle style = label_style (theme);
  double label = 0;
  plot_text_init (&text, cr, theme);
  Frame frame = { .dots = dots, .theme = theme, .cr = cr, .text = &text };
  if (!find_axis (dots, &frame.axis))
    return;
  for (guint r = 0; r < dots->n_rows; r++)
    label = MAX (label, plot_text_width (&text, dots->rows[r].label, &style));
  frame.left = MIN (label + 1.0 * theme->text_size, MAX_LABEL * width) + theme->text_size;
  frame.width = width - frame.left - 1.5 * theme->text_size;
  frame.bottom = height - FOOT * theme->text_size + 0.3 * theme->text_size;
  if (frame.width <= 0 || frame.bottom <= 0)
    return;
  draw_axis (&frame);
  for (guint r = 0; r < dots->n_rows; r++)
    draw_row (&frame, &dots->rows[r], r);
}
