#include "plot/matrix-layout.h"

#include "plot/chart-frame.h"

#include <math.h>
#include <string.h>

/* Smaller matrices, in units, are cells alone. */
#define LEAST_WIDTH 110
#define LEAST_HEIGHT 90
/* Of the width: names of rows that would take more, or cannot all be there, are replaced by their marks */
#define MOST_NAMES 0.25
/* Of the text's size: a name and the space to the next */
#define NAME_HEIGHT 1.2
/* In units */
#define BAR_GAP 10
#define BAR_WIDTH 10
/* From middle to middle of the bar's labels, of the text's size */
#define TICK_SPACING 4.0
#define TICK_SPACING_LOG 2.1
/* Numbers in cells, of the theme's text; less is not read */
#define NUMBER_MOST 1.0
#define NUMBER_LEAST 0.8
/* Of a cell's width and height, what a number may take */
#define NUMBER_SHARE 0.8
#define NUMBER_HEIGHT 0.62
/* More cells than this hold no numbers */
#define MOST_NUMBERS 1600
/* In units: the least side of cells that are kept apart */
#define GAP_CELL 9

void
plot_matrix_layout_clear (PlotMatrixLayout *layout)
{
  g_clear_pointer (&layout->ticks, g_array_unref);
}

/* Of many names only so many of the longest are measured: the pointer waits for it. */
#define MOST_MEASURED 24

static double
widest (PlotText *text, const char *const *names, guint n, double size)
{
  PlotTextStyle style = { .size = size, .tabular = TRUE };
  gsize longest = 0;
  guint measured = 0;
  double width = 0;

  for (guint i = 0; names && n > MOST_MEASURED && i < n; i++)
    longest = MAX (longest, strlen (names[i]));
  for (guint i = 0; names && i < n && measured < MOST_MEASURED; i++)
    if (strlen (names[i]) >= longest) {
      width = MAX (width, plot_text_width (text, names[i], &style));
      measured++;
    }
  return width;
}

/* Each so-manieth of n names that take `room` each has a place along the length: of 1, 2, 5, 10 and so on. */
static guint
step_for (guint n, double length, double room)
{
  double least = n * room / MAX (length, 1);
  guint step = 1;

  for (guint i = 0; step < least && step < n; i++)
    step = i % 3 == 1 ? step / 2 * 5 : step * 2;
  return step;
}

static void
choose_row_names (PlotMatrixLayout *layout, PlotText *text, const PlotMatrix *matrix, double width)
{
  double size = text->theme->text_size, names = widest (text, matrix->row_names, matrix->n_rows, size);
  gboolean all = step_for (matrix->n_rows, layout->height, NAME_HEIGHT * size) == 1;

  layout->row_names = matrix->row_names;
  layout->name_width = names;
  if ((names > MOST_NAMES * width || !all) && matrix->row_marks) {
    layout->row_names = matrix->row_marks;
    layout->name_width = widest (text, matrix->row_marks, matrix->n_rows, size);
  } else if (names > MOST_NAMES * width) {
    layout->name_width = MOST_NAMES * width;
  }
}

static GArray *
bar_ticks (const PlotMatrixLayout *layout, double size)
{
  return plot_axis_ticks (&layout->axis, layout->height,
                          (layout->axis.kind == PLOT_AXIS_LOG ? TICK_SPACING_LOG : TICK_SPACING) * size);
}

/* The room on the right for the colour bar's labels. */
static double
bar_labels (PlotText *text, const PlotMatrix *matrix, const PlotMatrixLayout *layout)
{
  PlotTextStyle style = { .size = text->theme->text_size, .bold = TRUE, .tabular = TRUE };
  double width = 0;

  for (guint i = 0; i < layout->ticks->len; i++)
    width = MAX (width, plot_frame_label_width (&g_array_index (layout->ticks, PlotTick, i), style.size));
  if (matrix->diverging && matrix->centre_name)
    width = MAX (width, plot_text_width (text, matrix->centre_name, &style));
  return width + 8 * layout->unit;
}

static void
fit_square (PlotMatrixLayout *layout, const PlotMatrix *matrix)
{
  double cell = MIN (layout->width / MAX (matrix->n_columns, 1), layout->height / MAX (matrix->n_rows, 1));
  double width = cell * matrix->n_columns, height = cell * matrix->n_rows;

  layout->left += (layout->width - width) / 2;
  layout->top += (layout->height - height) / 2;
  layout->width = width;
  layout->height = height;
}

double
plot_matrix_layout_number_size (const PlotMatrixLayout *layout, PlotText *text, const PlotMatrix *matrix)
{
  double size = NUMBER_MOST * text->theme->text_size;
  double cell_width = layout->width / matrix->n_columns - layout->gap;
  double cell_height = layout->height / matrix->n_rows - layout->gap;
  PlotTextStyle style = { .size = size, .tabular = TRUE };
  double width = 0;

  if ((gsize)matrix->n_rows * matrix->n_columns > MOST_NUMBERS
      || cell_height * NUMBER_HEIGHT < NUMBER_LEAST * size || cell_width < size)
    return 0;
  for (gsize i = 0; i < (gsize)matrix->n_rows * matrix->n_columns; i++) {
    g_autofree char *number = plot_matrix_format (matrix, matrix->values[i]);
    width = MAX (width, plot_text_width (text, number, &style));
  }
  double fit = MIN (size, size * NUMBER_SHARE * cell_width / MAX (width, 1e-9));
  fit = MIN (fit, NUMBER_HEIGHT * cell_height);
  return fit >= NUMBER_LEAST * size ? fit : 0;
}

void
plot_matrix_layout_init (
    PlotMatrixLayout *layout, PlotText *text, const PlotMatrix *matrix, double width, double height)
{
  double size = text->theme->text_size, unit = size / 11;

  layout->unit = unit;
  layout->words = width >= LEAST_WIDTH * unit && height >= LEAST_HEIGHT * unit;
  layout->axis = (PlotAxis){ .kind = matrix->kind, .percent = matrix->percent };
  plot_matrix_range (matrix, &layout->axis.minimum, &layout->axis.maximum);
  layout->top = (layout->words && matrix->title ? 34 : 3) * unit;
  layout->height = MAX (height - layout->top - (layout->words ? (matrix->x_label ? 37 : 22) : 3) * unit, 1);
  layout->ticks = bar_ticks (layout, size);
  double right = 3 * unit;
  layout->left = 3 * unit;
  if (layout->words) {
    choose_row_names (layout, text, matrix, width);
    layout->left = (matrix->y_label ? 22 : 8) * unit + layout->name_width + 6 * unit;
    right = (BAR_GAP + BAR_WIDTH) * unit + bar_labels (text, matrix, layout);
  }
  layout->width = MAX (width - layout->left - right, 1);
  if (matrix->square)
    fit_square (layout, matrix);
  layout->bar_left = layout->left + layout->width + BAR_GAP * unit;
  layout->bar_right = layout->bar_left + BAR_WIDTH * unit;
  if (matrix->n_rows == 0 || matrix->n_columns == 0)
    return;
  if (matrix->square) { /* whose height has changed */
    g_array_unref (layout->ticks);
    layout->ticks = bar_ticks (layout, size);
  }
  gboolean apart
      = MIN (layout->width / matrix->n_columns, layout->height / matrix->n_rows) >= GAP_CELL * unit;
  layout->gap = apart ? 1.0 * text->theme->axis_width : 0;
  layout->row_step = step_for (matrix->n_rows, layout->height, NAME_HEIGHT * size);
  layout->column_step = step_for (matrix->n_columns, layout->width,
                                  widest (text, matrix->column_marks, matrix->n_columns, size) + 0.6 * size);
}
