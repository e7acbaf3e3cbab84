/* What stands around the plot of any chart with axes: title, axes, ticks, labels. */
#include "plot/chart-frame.h"

void
plot_frame_draw_tick_label (
    PlotText *text, const PlotTick *tick, double x, double y, double align, PlotColour colour)
{
  PlotTextStyle style = { .size = text->theme->text_size, .tabular = TRUE, .colour = colour };
  PlotTextStyle raised = { .size = PLOT_RAISED_SIZE * style.size, .tabular = TRUE, .colour = colour };
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

void
plot_frame_draw_title (
    PlotText *text, const PlotFrame *frame, const PlotFrameWords *words, double width, double inset)
{
  double unit = frame->unit, left = 12 * unit + inset, end;
  gboolean print = plot_theme_is_print (text->theme);
  const char *subtitle = words->subtitle;
  PlotTextStyle title = {
    .size = (print ? 12.4 : 13.5) * unit,
    .bold = !print,
    .colour = plot_theme_text_ink (text->theme, text->theme->dark ? 1 : 0.8),
    .max_width = MAX (width - left - 8 * unit, 1),
  };
  PlotTextStyle dim = { .size = 11.5 * unit, .colour = plot_theme_dim (text->theme) };

  if (!words->title || !frame->words)
    return;
  end = left + plot_text_draw (text, words->title, left, 20 * unit, 0, &title) + 7 * unit;
  if (subtitle && words->short_subtitle && plot_text_width (text, subtitle, &dim) > width - end - 8 * unit)
    subtitle = words->short_subtitle;
  dim.max_width = width - end - 8 * unit;
  if (subtitle && dim.max_width > (words->short_subtitle ? 1 : 3) * dim.size)
    plot_text_draw (text, subtitle, end, 20 * unit, 0, &dim);
}

static void
draw_y_ticks (PlotText *text, const PlotFrame *frame)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, size = theme->text_size;

  for (guint i = 0; i < frame->y_ticks->len; i++) {
    const PlotTick *tick = &g_array_index (frame->y_ticks, PlotTick, i);
    double y = plot_frame_y (frame, tick->value);

    if (tick->major && theme->grid) {
      plot_set_source (cr, plot_theme_ink (theme, 0.075));
      plot_level_line (cr, frame->left, frame->right, y, theme->axis_width);
    }
    plot_set_source (cr, plot_theme_text_ink (theme, tick->major ? 0.35 : 0.25));
    plot_level_line (cr, frame->left - (tick->major ? 4 : 2.5) * unit, frame->left, y, theme->axis_width);
    if (tick->major)
      plot_frame_draw_tick_label (text, tick, frame->left - 6 * unit, y + 0.36 * size, 1,
                                  plot_theme_dim (theme));
  }
}

/* Without a grid, which is the first axis's. */
static void
draw_second_ticks (PlotText *text, const PlotFrame *frame)
{
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, size = theme->text_size;

  for (guint i = 0; i < frame->second_ticks->len; i++) {
    const PlotTick *tick = &g_array_index (frame->second_ticks, PlotTick, i);
    double y = plot_frame_second_y (frame, tick->value);

    plot_set_source (text->cr, plot_theme_text_ink (theme, tick->major ? 0.35 : 0.25));
    plot_level_line (text->cr, frame->right, frame->right + (tick->major ? 4 : 2.5) * unit, y,
                     theme->axis_width);
    if (tick->major)
      plot_frame_draw_tick_label (text, tick, frame->right + 6 * unit, y + 0.36 * size, 0,
                                  plot_theme_dim (theme));
  }
}

static void
draw_x_ticks (PlotText *text, const PlotFrame *frame, double width)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;
  double unit = frame->unit, size = theme->text_size;

  for (guint i = 0; i < frame->x_ticks->len; i++) {
    const PlotTick *tick = &g_array_index (frame->x_ticks, PlotTick, i);
    double x = plot_frame_x (frame, tick->value), half = plot_frame_label_width (tick, size) / 2;

    plot_set_source (cr, plot_theme_text_ink (theme, tick->major ? 0.35 : 0.25));
    plot_upright_line (cr, x, frame->bottom, frame->bottom + (tick->major ? 4 : 2.5) * unit,
                       theme->axis_width);
    if (tick->major)
      plot_frame_draw_tick_label (text, tick, MIN (x, width - half - 1), frame->bottom + 15 * unit, 0.5,
                                  plot_theme_dim (theme));
  }
}

/* Names of the axes of values run along them: up on the left, down on the right. */
static void
draw_value_labels (PlotText *text, const PlotFrame *frame, const PlotFrameWords *words, double width)
{
  double unit = frame->unit, middle = (frame->top + frame->bottom) / 2;
  PlotTextStyle style = {
    .size = text->theme->text_size,
    .colour = words->y_colour ? *words->y_colour : plot_theme_dim (text->theme),
    .max_width = frame->bottom - frame->top + 30 * unit,
  };

  if (words->y_label)
    plot_text_draw_upward (text, words->y_label, 12 * unit, middle, &style);
  style.colour = words->second_colour ? *words->second_colour : plot_theme_dim (text->theme);
  if (words->second_label && frame->has_second)
    plot_text_draw_downward (text, words->second_label, width - 12 * unit, middle, &style);
}

void
plot_frame_draw_axes (
    PlotText *text, const PlotFrame *frame, const PlotFrameWords *words, double width, double height)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;
  PlotTextStyle style = {
    .size = theme->text_size,
    .colour = plot_theme_dim (theme),
    .max_width = frame->right - frame->left,
  };

  if (frame->words) {
    draw_y_ticks (text, frame);
    draw_x_ticks (text, frame, width);
    draw_value_labels (text, frame, words, width);
  }
  if (frame->words && frame->has_second)
    draw_second_ticks (text, frame);
  plot_set_source (cr, plot_theme_text_ink (theme, 0.35));
  plot_upright_line (cr, frame->left, frame->top - 2 * frame->unit, frame->bottom, theme->axis_width);
  if (frame->has_second)
    plot_upright_line (cr, frame->right, frame->top - 2 * frame->unit, frame->bottom, theme->axis_width);
  plot_level_line (cr, frame->left - theme->axis_width / 2, frame->right, frame->bottom, theme->axis_width);
  if (words->x_label && frame->words)
    plot_text_draw (text, words->x_label, (frame->left + frame->right) / 2, height - 6 * frame->unit, 0.5,
                    &style);
}
