#include "plot/dots.h"

#include <math.h>

#include "plot/axis.h"
#include "plot/text.h"

/* In text sizes. */
#define ROW 2.1
#define FOOT 3.6
#define TICK_SPACING 5.5
#define ROOM 0.06      /* of the values, at both ends */
#define MAX_LABEL 0.36 /* of the width */
/* Of the words: the first baseline, level with a figure's letter, from line to line, and the gap below. */
#define WORDS_TOP 2.2
#define WORDS_LINE 1.35
#define WORDS_GAP 1.2
#define WORDS_LEFT 0.45
#define MAX_LINES 3
/* What a letter takes of them. */
#define LETTER 1.1

typedef struct {
  const PlotDots *dots;
  const PlotTheme *theme;
  cairo_t *cr;
  PlotText *text;
  PlotAxis axis;
  double left, width, top, pitch, bottom;
} Frame;

/* Heading and note; returns how high they are (draws nothing unless `draw`). */
static double
draw_words (PlotText *text, const PlotDots *dots, double width, double inset, gboolean draw)
{
  const PlotTheme *theme = text->theme;
  double size = theme->text_size, left = WORDS_LEFT * size + inset, y = WORDS_TOP * size;
  PlotTextStyle styles[] = { { .size = size, .bold = TRUE, .colour = plot_theme_text_ink (theme, 0.9) },
                             { .size = size, .colour = plot_theme_dim (theme) } };
  const char *words[] = { dots->heading, dots->note };
  for (gsize w = 0; w < G_N_ELEMENTS (words); w++) {
    double room = width - left - size;
    g_autoptr (GPtrArray) lines = plot_text_break (text, words[w], &styles[w], room, MAX_LINES);
    styles[w].max_width = MAX (room, 1);
    for (guint i = 0; i < lines->len; i++, y += WORDS_LINE * size)
      if (draw)
        plot_text_draw (text, lines->pdata[i], left, y, 0, &styles[w]);
  }
  return y > WORDS_TOP * size ? y + (WORDS_GAP - WORDS_LINE) * size : 0;
}

double
plot_dots_height (const PlotDots *dots, const PlotTheme *theme, double width)
{
  double words = 0;
  if (dots->heading != NULL || dots->note != NULL) {
    g_auto (PlotText) text;
    plot_text_init_unseen (&text, theme);
    words = draw_words (&text, dots, width, LETTER * theme->text_size, FALSE);
  }
  return words + theme->text_size * (ROW * dots->n_rows + FOOT);
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
  *axis = (PlotAxis){ .kind = dots->kind, .percent = dots->percent };
  return plot_axis_fit (axis, low, high, ROOM);
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
  cairo_move_to (frame->cr, x, frame->top);
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
  double size = theme->text_size, y = frame->top + frame->pitch * (index + 0.5) - 0.2 * size;
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

/* Where everything is, from the words' foot down. */
static gboolean
lay_out (Frame *frame, double width, double height)
{
  const PlotDots *dots = frame->dots;
  double size = frame->theme->text_size, label = 0;
  PlotTextStyle style = label_style (frame->theme);
  if (!find_axis (dots, &frame->axis))
    return FALSE;
  for (guint r = 0; r < dots->n_rows; r++)
    label = MAX (label, plot_text_width (frame->text, dots->rows[r].label, &style));
  frame->left = MIN (label + size, MAX_LABEL * width) + size;
  frame->width = width - frame->left - 1.5 * size;
  frame->pitch = MIN (ROW * size, (height - frame->top - FOOT * size) / dots->n_rows);
  frame->bottom = frame->top + frame->pitch * dots->n_rows + 0.3 * size;
  return frame->width > 0 && frame->pitch > 0;
}

void
plot_dots_draw_inset (
    cairo_t *cr, const PlotDots *dots, const PlotTheme *theme, double width, double height, double inset)
{
  g_auto (PlotText) text;
  plot_text_init (&text, cr, theme);
  Frame frame = { .dots = dots, .theme = theme, .cr = cr, .text = &text };
  frame.top = draw_words (&text, dots, width, inset, TRUE);
  if (!lay_out (&frame, width, height))
    return;
  draw_axis (&frame);
  for (guint r = 0; r < dots->n_rows; r++)
    draw_row (&frame, &dots->rows[r], r);
}

void
plot_dots_draw (cairo_t *cr, const PlotDots *dots, const PlotTheme *theme, double width, double height)
{
  plot_dots_draw_inset (cr, dots, theme, width, height, 0);
}
