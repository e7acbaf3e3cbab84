#include "plot/chart-frame.h"

#include <math.h>

#define DIGIT_WIDTH 0.58 /* of the text's size */
/* Smaller charts, in units, are curves between bare axes. */
#define LEAST_WIDTH 110
#define LEAST_HEIGHT 80
/* From middle to middle, of the text's size */
#define LABEL_SPACING_X 4.0
#define LABEL_SPACING_Y 2.1
#define LABEL_SPACING_Y_LINEAR 3.2

double
plot_frame_label_width (const PlotTick *tick, double size)
{
  return size * DIGIT_WIDTH
         * (g_utf8_strlen (tick->label, -1) + PLOT_RAISED_SIZE * g_utf8_strlen (tick->raised, -1));
}

static double
widest_label (const GArray *ticks, double size)
{
  double widest = 0;

  for (guint i = 0; i < ticks->len; i++)
    widest = MAX (widest, plot_frame_label_width (&g_array_index (ticks, PlotTick, i), size));
  return widest;
}

void
plot_frame_clear (PlotFrame *frame)
{
  g_clear_pointer (&frame->x_ticks, g_array_unref);
  g_clear_pointer (&frame->y_ticks, g_array_unref);
  g_clear_pointer (&frame->second_ticks, g_array_unref);
}

static GArray *
value_ticks (const PlotFrame *frame, const PlotAxis *axis, double size)
{
  return plot_axis_ticks (axis, frame->bottom - frame->top,
                          (axis->kind == PLOT_AXIS_LOG ? LABEL_SPACING_Y : LABEL_SPACING_Y_LINEAR) * size);
}

/* The room beside the plot for an axis's labels and its name. */
static double
side_room (const GArray *ticks, const char *label, double size, double least)
{
  double unit = size / 11;
  return MAX (least * unit, widest_label (ticks, size) + 9 * unit) + (label ? 14 * unit : 0);
}

void
plot_frame_place (
    PlotFrame *frame, const PlotFrameWords *words, const PlotTheme *theme, double width, double height)
{
  double size = theme->text_size, unit = size / 11, right = 13 * unit;

  frame->unit = unit;
  frame->words = width >= LEAST_WIDTH * unit && height >= LEAST_HEIGHT * unit;
  frame->top = (words->title ? 38 : 10) * unit;
  frame->bottom = MAX (height - (words->x_label ? 37 : 22) * unit, frame->top + 1);
  frame->y_ticks = value_ticks (frame, &frame->y, size);
  frame->left = side_room (frame->y_ticks, words->y_label, size, 38);
  if (frame->has_second) {
    frame->second_ticks = value_ticks (frame, &frame->second, size);
    right = side_room (frame->second_ticks, words->second_label, size, 30);
  }
  frame->right = MAX (width - right, frame->left + 1);
  if (frame->x_ticks == NULL)
    frame->x_ticks = plot_axis_ticks (&frame->x, frame->right - frame->left, LABEL_SPACING_X * size);
  if (!frame->words) {
    frame->left = frame->top = 3 * unit;
    frame->right = MAX (width - 3 * unit, frame->left + 1);
    frame->bottom = MAX (height - 3 * unit, frame->top + 1);
  }
}

void
plot_frame_init (
    PlotFrame *frame, const PlotChart *chart, const PlotTheme *theme, double width, double height)
{
  const PlotFrameWords words
      = { .title = chart->title, .x_label = chart->x_label, .y_label = chart->y_label };

  frame->x = plot_axis_of_epochs (chart);
  frame->y = plot_axis_of_values (chart);
  plot_frame_place (frame, &words, theme, width, height);
}

double
plot_frame_x (const PlotFrame *frame, double epoch)
{
  return frame->left + (frame->right - frame->left) * plot_axis_position (&frame->x, epoch);
}

void
plot_frame_cross (const PlotFrame *frame,
                  const PlotSeries *series,
                  const double *values,
                  gsize i,
                  double share,
                  double *x,
                  double *y)
{
  double from = plot_axis_share (&frame->x, series->x[i]), to = plot_axis_share (&frame->x, series->x[i + 1]);
  double low = plot_axis_share (&frame->y, values[i]), high = plot_axis_share (&frame->y, values[i + 1]);
  double up = low + (high - low) * (share - from) / (to - from);

  *x = frame->left + (frame->right - frame->left) * share;
  *y = frame->bottom - (frame->bottom - frame->top) * CLAMP (up, -1, 2);
}

gboolean
plot_frame_has_x (const PlotFrame *frame, double epoch)
{
  double share = plot_axis_position (&frame->x, epoch);

  return share >= 0 && share <= 1 && !(frame->x.zero_floor && epoch < 0);
}

double
plot_frame_y (const PlotFrame *frame, double value)
{
  return frame->bottom - (frame->bottom - frame->top) * plot_axis_position (&frame->y, value);
}

double
plot_frame_second_y (const PlotFrame *frame, double value)
{
  return frame->bottom - (frame->bottom - frame->top) * plot_axis_position (&frame->second, value);
}

gboolean
plot_is_vector (cairo_t *cr)
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

  if (plot_is_vector (cr))
    return place;
  cairo_user_to_device_distance (cr, &scale, &other);
  pixels = MAX (1, round (line * scale));
  return (round (place * scale - pixels / 2) + pixels / 2) / MAX (scale, 1e-6);
}

void
plot_level_line (cairo_t *cr, double x0, double x1, double y, double line)
{
  y = crisp (cr, y, line);
  cairo_set_line_width (cr, line);
  cairo_move_to (cr, x0, y);
  cairo_line_to (cr, x1, y);
  cairo_stroke (cr);
}

void
plot_upright_line (cairo_t *cr, double x, double y0, double y1, double line)
{
  x = crisp (cr, x, line);
  cairo_set_line_width (cr, line);
  cairo_move_to (cr, x, y0);
  cairo_line_to (cr, x, y1);
  cairo_stroke (cr);
}
