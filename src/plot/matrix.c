#include "plot/matrix.h"

#include "plot/chart-frame.h"
#include "plot/matrix-colour.h"
#include "plot/matrix-layout.h"

#include <math.h>

#define MINUS "\xe2\x88\x92"
/* Of more cells an image is made, on targets of pixels. */
#define MOST_RECTANGLES 1024
/* Colours that are made for it */
#define N_SHADES 1024
/* Steps of the colour bar's gradient. */
#define BAR_STEPS 96

void
plot_matrix_range (const PlotMatrix *matrix, double *minimum, double *maximum)
{
  PlotAxis axis = { .kind = matrix->kind, .percent = matrix->percent };
  double low = INFINITY, high = -INFINITY;

  *minimum = matrix->minimum;
  *maximum = matrix->maximum;
  if (*minimum != 0 || *maximum != 0)
    return;
  for (gsize i = 0; i < (gsize)matrix->n_rows * matrix->n_columns; i++)
    if (isfinite (matrix->values[i]) && !(matrix->kind == PLOT_AXIS_LOG && matrix->values[i] <= 0)) {
      low = MIN (low, matrix->values[i]);
      high = MAX (high, matrix->values[i]);
    }
  if (!(low < high)) { /* one value, or none: a scale about it */
    plot_axis_fit (&axis, low, high, 0);
    low = axis.minimum;
    high = axis.maximum;
  }
  *minimum = low;
  *maximum = high;
}

char *
plot_matrix_format (const PlotMatrix *matrix, double value)
{
  char printed[32];

  if (!isfinite (value) || (matrix->decimals == 0 && !matrix->percent))
    return plot_format_number (value);
  g_snprintf (printed, sizeof printed, "%.*f", (int)matrix->decimals, matrix->percent ? 100 * value : value);
  /* No minus before what is rounded to 0. */
  if (printed[0] == '-' && strtod (printed, NULL) != 0)
    return g_strconcat (MINUS, printed + 1, NULL);
  return g_strdup (printed[0] == '-' ? printed + 1 : printed);
}

static PlotColour
colour_at (const PlotMatrix *matrix, const PlotAxis *axis, const PlotTheme *theme, double share)
{
  PlotColour colour = matrix->diverging
                          ? plot_colour_diverging (share, plot_axis_position (axis, matrix->centre))
                          : plot_colour_sequential (theme, share);

  return theme->kind == PLOT_THEME_GREY ? plot_colour_grey (colour) : colour;
}

/* Cells */

/* The mean share over the cells that line `index` of n along each way covers; NaN where none has a value. */
static double
share_of (const PlotMatrix *matrix,
          const PlotMatrixLayout *layout,
          guint row,
          guint n_rows,
          guint column,
          guint n_columns)
{
  guint first = (guint)((guint64)row * matrix->n_rows / n_rows);
  guint end = MAX ((guint)((guint64)(row + 1) * matrix->n_rows / n_rows), first + 1);
  guint left = (guint)((guint64)column * matrix->n_columns / n_columns);
  guint right = MAX ((guint)((guint64)(column + 1) * matrix->n_columns / n_columns), left + 1);
  double sum = 0;
  guint n = 0;

  for (guint r = first; r < end; r++)
    for (guint c = left; c < right; c++) {
      double share = plot_axis_position (&layout->axis, matrix->values[(gsize)r * matrix->n_columns + c]);
      if (isfinite (share)) {
        sum += CLAMP (share, 0, 1);
        n++;
      }
    }
  return n > 0 ? sum / n : NAN;
}

/* On a target of pixels the nearest edge between two. */
static double
edge (cairo_t *cr, double place, gboolean x)
{
  double dx = x ? place : 0, dy = x ? 0 : place;

  if (plot_is_vector (cr))
    return place;
  cairo_user_to_device (cr, &dx, &dy);
  dx = round (dx);
  dy = round (dy);
  cairo_device_to_user (cr, &dx, &dy);
  return x ? dx : dy;
}

/* As many as there is room to tell apart: pixels, or on paper four a point. */
static guint
most_lines (cairo_t *cr, double length)
{
  double scale = 4, other = 0;

  if (!plot_is_vector (cr)) {
    scale = 1;
    cairo_user_to_device_distance (cr, &scale, &other);
  }
  return (guint)MAX (1, floor (length * fabs (scale)));
}

/* What has no value, of that size. */
static void
strike_out (cairo_t *cr, const PlotTheme *theme, double x, double y, double width, double height)
{
  plot_set_source (cr, plot_theme_ink (theme, 0.06));
  cairo_rectangle (cr, x, y, width, height);
  cairo_fill (cr);
  plot_set_source (cr, plot_theme_text_ink (theme, 0.35));
  cairo_set_line_width (cr, theme->axis_width);
  cairo_move_to (cr, x, y + height);
  cairo_line_to (cr, x + width, y);
  cairo_stroke (cr);
}

/* On a target of pixels, where there are many cells: an image of one pixel a cell, enlarged without
 * smoothing. */
static void
paint_cells (
    PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout, guint n_rows, guint n_columns)
{
  cairo_t *cr = text->cr;
  cairo_surface_t *image = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int)n_columns, (int)n_rows);
  guint8 *data = cairo_image_surface_get_data (image);
  int stride = cairo_image_surface_get_stride (image);
  guint32 shades[N_SHADES];
  double left = edge (cr, layout->left, TRUE), top = edge (cr, layout->top, FALSE);
  double right = edge (cr, layout->left + layout->width, TRUE);
  double bottom = edge (cr, layout->top + layout->height, FALSE);

  for (guint i = 0; i < N_SHADES; i++) {
    PlotColour colour = colour_at (matrix, &layout->axis, text->theme, (i + 0.5) / N_SHADES);
    shades[i] = 0xffu << 24 | (guint32)lround (255 * colour.red) << 16
                | (guint32)lround (255 * colour.green) << 8 | (guint32)lround (255 * colour.blue);
  }
  for (guint r = 0; r < n_rows; r++)
    for (guint c = 0; c < n_columns; c++) {
      double share = share_of (matrix, layout, r, n_rows, c, n_columns);
      guint32 *pixel = (guint32 *)(gpointer)(data + (gsize)r * (gsize)stride) + c;
      *pixel = isnan (share) ? 0 : shades[MIN ((guint)(share * N_SHADES), N_SHADES - 1)];
    }
  cairo_surface_mark_dirty (image);
  cairo_save (cr);
  cairo_translate (cr, left, top);
  cairo_scale (cr, (right - left) / n_columns, (bottom - top) / n_rows);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_NEAREST);
  cairo_paint (cr);
  cairo_restore (cr);
  cairo_surface_destroy (image);
}

/* On paper a cell reaches below its neighbours, which are painted after it, so that no seam shows. */
static void
draw_cells (PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout)
{
  cairo_t *cr = text->cr;
  guint n_columns = MIN (matrix->n_columns, most_lines (cr, layout->width));
  guint n_rows = MIN (matrix->n_rows, most_lines (cr, layout->height));
  double gap = layout->gap, under = plot_is_vector (cr) && gap == 0 ? 0.4 * layout->unit : 0;

  if (!plot_is_vector (cr) && (gsize)n_rows * n_columns > MOST_RECTANGLES) {
    paint_cells (text, matrix, layout, n_rows, n_columns);
    return;
  }

  cairo_save (cr);
  cairo_set_antialias (cr, plot_is_vector (cr) ? CAIRO_ANTIALIAS_DEFAULT : CAIRO_ANTIALIAS_NONE);
  for (guint r = 0; r < n_rows; r++)
    for (guint c = 0; c < n_columns; c++) {
      double x = edge (cr, layout->left + layout->width * c / n_columns, TRUE);
      double y = edge (cr, layout->top + layout->height * r / n_rows, FALSE);
      double right = edge (cr, layout->left + layout->width * (c + 1) / n_columns, TRUE);
      double bottom = edge (cr, layout->top + layout->height * (r + 1) / n_rows, FALSE);
      double share = share_of (matrix, layout, r, n_rows, c, n_columns);

      right += c + 1 < n_columns ? under - gap : 0;
      bottom += r + 1 < n_rows ? under - gap : 0;
      if (isnan (share)) {
        strike_out (cr, text->theme, x, y, right - x, bottom - y);
        continue;
      }
      plot_set_source (cr, colour_at (matrix, &layout->axis, text->theme, share));
      cairo_rectangle (cr, x, y, right - x, bottom - y);
      cairo_fill (cr);
    }
  cairo_restore (cr);
}

static void
draw_numbers (PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout)
{
  PlotTextStyle style = { .size = plot_matrix_layout_number_size (layout, text, matrix), .tabular = TRUE };
  double cell_width = layout->width / matrix->n_columns, cell_height = layout->height / matrix->n_rows;

  if (style.size <= 0)
    return;
  for (guint r = 0; r < matrix->n_rows; r++)
    for (guint c = 0; c < matrix->n_columns; c++) {
      double value = matrix->values[(gsize)r * matrix->n_columns + c];
      double share = plot_axis_position (&layout->axis, value);
      if (!isfinite (share))
        continue;
      g_autofree char *number = plot_matrix_format (matrix, value);
      style.colour
          = plot_colour_contrast (colour_at (matrix, &layout->axis, text->theme, CLAMP (share, 0, 1)));
      plot_text_draw (text, number, layout->left + (c + 0.5) * cell_width - layout->gap / 2,
                      layout->top + (r + 0.5) * cell_height - layout->gap / 2 + 0.36 * style.size, 0.5,
                      &style);
    }
}

/* What stands around the cells */

static void
draw_names (PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout)
{
  double unit = layout->unit, size = text->theme->text_size;
  PlotTextStyle style = { .size = size, .tabular = TRUE, .colour = plot_theme_dim (text->theme) };

  for (guint c = 0; matrix->column_marks && c < matrix->n_columns; c += layout->column_step)
    plot_text_draw (text, matrix->column_marks[c],
                    layout->left + (c + 0.5) * layout->width / matrix->n_columns,
                    layout->top + layout->height + 13 * unit, 0.5, &style);
  style.max_width = layout->name_width;
  for (guint r = 0; layout->row_names && r < matrix->n_rows; r += layout->row_step)
    plot_text_draw (text, layout->row_names[r], layout->left - 6 * unit,
                    layout->top + (r + 0.5) * layout->height / matrix->n_rows + 0.36 * size, 1, &style);
}

static void
draw_axis_labels (PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout)
{
  PlotTextStyle style = { .size = text->theme->text_size, .colour = plot_theme_dim (text->theme) };

  style.max_width = layout->width + 30 * layout->unit;
  if (matrix->x_label)
    plot_text_draw (text, matrix->x_label, layout->left + layout->width / 2,
                    layout->top + layout->height + 28 * layout->unit, 0.5, &style);
  style.max_width = layout->height + 30 * layout->unit;
  if (matrix->y_label)
    plot_text_draw_upward (text, matrix->y_label, 14 * layout->unit, layout->top + layout->height / 2,
                           &style);
}

static double
bar_y (const PlotMatrixLayout *layout, double value)
{
  return layout->top + layout->height * (1 - plot_axis_position (&layout->axis, value));
}

static void
draw_bar_tick (PlotText *text, const PlotMatrixLayout *layout, double y, double length)
{
  plot_set_source (text->cr, plot_theme_text_ink (text->theme, 0.35));
  plot_level_line (text->cr, layout->bar_right, layout->bar_right + length * layout->unit, y,
                   text->theme->axis_width);
}

/* The centre stands out: a line through the bar, and its name. */
static void
draw_bar_centre (PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout)
{
  PlotTextStyle style = { .size = text->theme->text_size,
                          .bold = TRUE,
                          .tabular = TRUE,
                          .colour = plot_theme_text_ink (text->theme, text->theme->dark ? 1 : 0.85) };
  double y = bar_y (layout, matrix->centre);

  plot_set_source (text->cr, plot_theme_text_ink (text->theme, text->theme->dark ? 1 : 0.85));
  plot_level_line (text->cr, layout->bar_left, layout->bar_right + 4 * layout->unit, y,
                   1.4 * text->theme->axis_width);
  plot_text_draw (text, matrix->centre_name, layout->bar_right + 6 * layout->unit, y + 0.36 * style.size, 0,
                  &style);
}

static void
draw_bar (PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout)
{
  cairo_t *cr = text->cr;
  double size = text->theme->text_size, step = layout->height / BAR_STEPS;
  double under = plot_is_vector (cr) ? 0.4 * layout->unit : 0;

  cairo_save (cr);
  cairo_set_antialias (cr, plot_is_vector (cr) ? CAIRO_ANTIALIAS_DEFAULT : CAIRO_ANTIALIAS_NONE);
  for (guint i = 0; i < BAR_STEPS; i++) {
    double y = edge (cr, layout->top + i * step, FALSE);
    double bottom = edge (cr, layout->top + (i + 1) * step, FALSE) + (i + 1 < BAR_STEPS ? under : 0);
    plot_set_source (cr, colour_at (matrix, &layout->axis, text->theme, 1 - (i + 0.5) / BAR_STEPS));
    cairo_rectangle (cr, layout->bar_left, y, layout->bar_right - layout->bar_left, bottom - y);
    cairo_fill (cr);
  }
  cairo_restore (cr);
  gboolean named = matrix->diverging && matrix->centre_name != NULL;
  for (guint i = 0; i < layout->ticks->len; i++) {
    const PlotTick *tick = &g_array_index (layout->ticks, PlotTick, i);
    double y = bar_y (layout, tick->value);
    draw_bar_tick (text, layout, y, tick->major ? 4 : 2.5);
    if (tick->major && !(named && fabs (y - bar_y (layout, matrix->centre)) < 1.25 * size))
      plot_frame_draw_tick_label (text, tick, layout->bar_right + 6 * layout->unit, y + 0.36 * size, 0,
                                  plot_theme_dim (text->theme));
  }
  if (named)
    draw_bar_centre (text, matrix, layout);
}

void
plot_matrix_draw_inset (
    cairo_t *cr, const PlotMatrix *matrix, const PlotTheme *theme, double width, double height, double inset)
{
  g_return_if_fail (cr != NULL && matrix != NULL && theme != NULL);

  g_auto (PlotText) text = { 0 };
  g_auto (PlotMatrixLayout) layout = { 0 };
  const PlotFrameWords words
      = { .title = matrix->title, .subtitle = matrix->subtitle, .short_subtitle = matrix->short_subtitle };
  if (!(width > 0 && height > 0))
    return;
  plot_text_begin (&text, cr, theme, width, height);
  plot_matrix_layout_init (&layout, &text, matrix, width, height);
  const PlotFrame frame = { .unit = layout.unit, .words = layout.words };
  plot_frame_draw_title (&text, &frame, &words, width, inset);
  if (matrix->n_rows > 0 && matrix->n_columns > 0) {
    draw_cells (&text, matrix, &layout);
    draw_numbers (&text, matrix, &layout);
    if (layout.words) {
      draw_names (&text, matrix, &layout);
      draw_axis_labels (&text, matrix, &layout);
      draw_bar (&text, matrix, &layout);
    }
  } else if (matrix->blank != NULL) {
    plot_text_draw_paragraph (&text, matrix->blank, width, height);
  }
  cairo_restore (cr);
}

void
plot_matrix_draw (cairo_t *cr, const PlotMatrix *matrix, const PlotTheme *theme, double width, double height)
{
  plot_matrix_draw_inset (cr, matrix, theme, width, height, 0);
}

/* The pointer */

gboolean
plot_matrix_cell_at (const PlotMatrix *matrix,
                     const PlotTheme *theme,
                     double width,
                     double height,
                     double x,
                     double y,
                     guint *row,
                     guint *column)
{
  g_auto (PlotText) text = { 0 };
  g_auto (PlotMatrixLayout) layout = { 0 };

  plot_text_init_unseen (&text, theme);
  plot_matrix_layout_init (&layout, &text, matrix, width, height);
  double across = (x - layout.left) / layout.width, down = (y - layout.top) / layout.height;
  if (matrix->n_rows == 0 || matrix->n_columns == 0 || !(across >= 0 && across < 1 && down >= 0 && down < 1))
    return FALSE;
  *row = MIN ((guint)(down * matrix->n_rows), matrix->n_rows - 1);
  *column = MIN ((guint)(across * matrix->n_columns), matrix->n_columns - 1);
  return TRUE;
}

void
plot_matrix_draw_mark (cairo_t *cr,
                       const PlotMatrix *matrix,
                       const PlotTheme *theme,
                       double width,
                       double height,
                       gint row,
                       gint column)
{
  g_auto (PlotText) text = { 0 };
  g_auto (PlotMatrixLayout) layout = { 0 };

  if (row >= (gint)matrix->n_rows || column >= (gint)matrix->n_columns)
    return;
  plot_text_init_unseen (&text, theme);
  plot_matrix_layout_init (&layout, &text, matrix, width, height);
  double cell_width = layout.width / matrix->n_columns, cell_height = layout.height / matrix->n_rows;
  double x = layout.left + MAX (column, 0) * cell_width, y = layout.top + MAX (row, 0) * cell_height;
  double w = column < 0 ? layout.width : MAX (cell_width - layout.gap, 1);
  double h = row < 0 ? layout.height : MAX (cell_height - layout.gap, 1);
  double line = 1.2 * theme->line_width;
  if (row < 0 || column < 0) { /* about it, as its cells may be narrow */
    x -= line;
    y -= line;
    w += 2 * line;
    h += 2 * line;
  }
  cairo_set_dash (cr, NULL, 0, 0);
  /* In both colours, as it may lie on any. */
  plot_set_source (cr, theme->background);
  cairo_set_line_width (cr, 2.2 * line);
  cairo_rectangle (cr, x, y, w, h);
  cairo_stroke_preserve (cr);
  plot_set_source (cr, plot_theme_text_ink (theme, 1));
  cairo_set_line_width (cr, line);
  cairo_stroke (cr);
}
