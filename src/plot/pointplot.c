#include "plot/pointplot.h"

#include "plot/chart-frame.h"
#include "plot/decimate.h"
#include "plot/entries.h"
#include "plot/labels.h"

#include <math.h>
#include <string.h>

/* Of the values, beyond the least and the greatest */
#define ROOM 0.08
#define MARK_ROOM 0.16
/* Of the chart's width: a legend that is wider stands below */
#define MOST_BESIDE 0.3
/* Of the chart's height: a legend that is higher is left out */
#define MOST_BELOW 0.4
/* In units */
#define RADIUS 4
/* Between two markers of a line; where its places are nearer, it has none. */
#define MARKER_STEP 7
#define REACH 6
#define NAME_GAP 6
#define LEGEND_GAP 8

typedef struct {
  PlotFrame frame;
  PlotFrameWords words;
  char *labels[2];
  PlotColour colours[2];
  GArray *entries;      /* PlotEntry */
  PlotBox legend;       /* in the chart; without an area when there is none */
  double width, height; /* of what is not the legend */
} Layout;

static void
layout_clear (Layout *layout)
{
  plot_frame_clear (&layout->frame);
  g_clear_pointer (&layout->entries, g_array_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (layout->labels); i++)
    g_clear_pointer (&layout->labels[i], g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Layout, layout_clear)

static void
widen (const double *values, guint n, gboolean positive, double *low, double *high)
{
  for (guint i = 0; values != NULL && i < n; i++)
    if (isfinite (values[i]) && !(positive && values[i] <= 0)) {
      *low = MIN (*low, values[i]);
      *high = MAX (*high, values[i]);
    }
}

/* The axis of values on one side; FALSE when no line is on it. */
static gboolean
fit_values (const PlotPointplot *chart, gboolean second, PlotAxis *axis)
{
  const PlotPointAxis *about = second ? &chart->second : &chart->axis;
  double low = INFINITY, high = -INFINITY;

  for (guint i = 0; i < chart->n_lines; i++) {
    const PlotPointLine *line = &chart->lines[i];
    const double *values[] = { line->y, line->low, line->high };
    for (gsize v = 0; v < G_N_ELEMENTS (values) && !line->second == !second; v++)
      widen (values[v], chart->n_places, about->kind == PLOT_AXIS_LOG, &low, &high);
  }
  *axis = (PlotAxis){ .kind = about->kind, .percent = about->percent };
  gboolean some = plot_axis_fit (axis, low, high, ROOM);
  if (about->from_zero && low >= 0)
    axis->minimum = 0;
  /* The words of marks stand above the lines. */
  if (chart->n_marks > 0 && axis->kind == PLOT_AXIS_LOG)
    axis->maximum *= pow (axis->maximum / axis->minimum, MARK_ROOM);
  else if (chart->n_marks > 0)
    axis->maximum += MARK_ROOM * (axis->maximum - axis->minimum);
  return some;
}

static PlotAxis
fit_places (const PlotPointplot *chart)
{
  PlotAxis axis = { .kind = PLOT_AXIS_LINEAR };
  double first = chart->n_places > 0 ? chart->places[0].at : 0;
  double last = chart->n_places > 0 ? chart->places[chart->n_places - 1].at : 0;
  double room = last > first ? chart->room * (last - first) : 1;

  axis.minimum = first - room;
  axis.maximum = last + room;
  return axis;
}

static const char *
place_name (const PlotPlace *place, gboolean brief)
{
  return brief && place->short_name != NULL ? place->short_name : place->name;
}

/* Whether all names, the long ones or the short ones, stand side by side. */
static gboolean
names_fit (const PlotPointplot *chart, const PlotFrame *frame, PlotText *text, gboolean brief)
{
  PlotTextStyle style = { .size = text->theme->text_size, .tabular = TRUE };
  double end = -INFINITY;

  for (guint i = 0; i < chart->n_places; i++) {
    double half = plot_text_width (text, place_name (&chart->places[i], brief), &style) / 2;
    double x = plot_frame_x (frame, chart->places[i].at);
    if (x - half < end + NAME_GAP * frame->unit)
      return FALSE;
    end = x + half;
  }
  return TRUE;
}

/* A tick for each place; where not even the short names have room, only those are named that do. */
static GArray *
make_ticks (const PlotPointplot *chart, const PlotFrame *frame, PlotText *text)
{
  PlotTextStyle style = { .size = text->theme->text_size, .tabular = TRUE };
  GArray *ticks = g_array_new (FALSE, TRUE, sizeof (PlotTick));
  gboolean brief = !names_fit (chart, frame, text, FALSE);
  double end = -INFINITY;

  for (guint i = 0; i < chart->n_places; i++) {
    const char *name = place_name (&chart->places[i], brief);
    PlotTick tick = { .value = chart->places[i].at };
    double x = plot_frame_x (frame, tick.value), half = plot_text_width (text, name, &style) / 2;
    if (x - half >= end + (brief ? NAME_GAP / 2.0 : NAME_GAP) * frame->unit) {
      tick.major = TRUE;
      g_strlcpy (tick.label, name, sizeof tick.label);
      end = x + half;
    }
    g_array_append_val (ticks, tick);
  }
  return ticks;
}

static void
name_axis (Layout *layout, const PlotPointplot *chart, const PlotTheme *theme, guint side)
{
  const PlotPointAxis *axis = side == 0 ? &chart->axis : &chart->second;
  layout->labels[side] = axis->percent && axis->label != NULL ? g_strconcat (axis->label, ", %", NULL)
                                                              : g_strdup (axis->label);
  layout->colours[side]
      = axis->has_style ? plot_theme_regime_style (theme, axis->style).colour : plot_theme_dim (theme);
}

/* On the right where that leaves enough for the plot, else below. */
static void
place_legend (Layout *layout, const PlotPointplot *chart, PlotText *text, double width, double height)
{
  double unit = text->theme->text_size / 11, gap = LEGEND_GAP * unit;

  for (guint i = 0; i < chart->n_lines; i++) {
    const PlotEntry entry = { .name = chart->lines[i].name, .style = chart->lines[i].style };
    if (entry.name != NULL)
      g_array_append_val (layout->entries, entry);
  }
  const PlotEntry *entries = (const PlotEntry *)layout->entries->data;
  guint n = layout->entries->len;
  double wide = n > 0 ? plot_entries_width (text, entries, n) : 0, top = (chart->title ? 30 : 4) * unit;
  double high = plot_entries_draw (text, entries, n, wide, FALSE);
  layout->width = width;
  layout->height = height;
  if (n == 0)
    return;
  if (wide + gap <= MOST_BESIDE * width && high + top <= height) {
    layout->width = width - wide - gap + 6 * unit;
    layout->legend = (PlotBox){ width - wide, top, wide, high };
    return;
  }
  high = plot_entries_draw (text, entries, n, width - 2 * gap, FALSE);
  if (high > MOST_BELOW * height)
    return;
  layout->height = height - high;
  layout->legend = (PlotBox){ gap, layout->height, width - 2 * gap, high };
}

static void
layout_init (Layout *layout, const PlotPointplot *chart, PlotText *text, double width, double height)
{
  const PlotTheme *theme = text->theme;
  PlotFrame *frame = &layout->frame;

  memset (layout, 0, sizeof *layout);
  layout->entries = g_array_new (FALSE, TRUE, sizeof (PlotEntry));
  place_legend (layout, chart, text, width, height);
  for (guint side = 0; side < 2; side++)
    name_axis (layout, chart, theme, side);
  frame->x = fit_places (chart);
  fit_values (chart, FALSE, &frame->y);
  frame->has_second = fit_values (chart, TRUE, &frame->second);
  layout->words = (PlotFrameWords){ .title = chart->title,
                                    .subtitle = chart->subtitle,
                                    .x_label = chart->x_label,
                                    .y_label = layout->labels[0],
                                    .second_label = frame->has_second ? layout->labels[1] : NULL,
                                    .y_colour = &layout->colours[0],
                                    .second_colour = &layout->colours[1] };
  plot_frame_place (frame, &layout->words, theme, layout->width, layout->height);
  g_array_unref (frame->x_ticks);
  frame->x_ticks = make_ticks (chart, frame, text);
}

static PlotPoint
point_of (const Layout *layout, const PlotPointplot *chart, const PlotPointLine *line, guint place, double y)
{
  return (PlotPoint){ plot_frame_x (&layout->frame, chart->places[place].at),
                      line->second ? plot_frame_second_y (&layout->frame, y)
                                   : plot_frame_y (&layout->frame, y) };
}

/* Half of the way to the nearest neighbour, in points. */
static double
half_step (const Layout *layout, const PlotPointplot *chart, guint place)
{
  double here = plot_frame_x (&layout->frame, chart->places[place].at), nearest = INFINITY;
  if (place > 0)
    nearest = here - plot_frame_x (&layout->frame, chart->places[place - 1].at);
  if (place + 1 < chart->n_places)
    nearest = MIN (nearest, plot_frame_x (&layout->frame, chart->places[place + 1].at) - here);
  return MIN (nearest, layout->frame.right - layout->frame.left) / 2;
}

static void
draw_mark (PlotText *text, const Layout *layout, const PlotPointplot *chart, const PlotPlaceMark *mark)
{
  const PlotFrame *frame = &layout->frame;
  PlotColour colour = plot_theme_regime_style (text->theme, mark->style).colour, faint = colour;
  double x = plot_frame_x (frame, chart->places[mark->place].at);
  double half = MIN (0.95 * half_step (layout, chart, mark->place), 48 * frame->unit);
  PlotTextStyle style = { .size = 10 * frame->unit, .bold = TRUE, .colour = colour };
  g_autoptr (GPtrArray) lines = plot_text_break (text, mark->words, &style, 2 * half - 2 * frame->unit, 3);

  faint.alpha = text->theme->dark ? 0.15 : 0.1;
  plot_set_source (text->cr, faint);
  double left = MAX (x - half, frame->left), right = MIN (x + half, frame->right);
  cairo_rectangle (text->cr, left, frame->top, right - left, frame->bottom - frame->top);
  cairo_fill (text->cr);
  style.max_width = 2 * half;
  for (guint i = 0; i < lines->len && frame->words; i++)
    plot_text_draw (text, g_ptr_array_index (lines, i), x, frame->top + (13 + 12 * i) * frame->unit, 0.5,
                    &style);
}

static gboolean
has_band (const PlotPointLine *line, guint place)
{
  return isfinite (line->low[place]) && isfinite (line->high[place]);
}

/* Around each stretch of places that have one; of a joined line around all of them. */
static void
draw_band (cairo_t *cr,
           const PlotTheme *theme,
           const Layout *layout,
           const PlotPointplot *chart,
           const PlotPointLine *line)
{
  PlotColour colour = plot_theme_regime_style (theme, line->style).colour;

  for (guint i = 0, end; i < chart->n_places; i = end + 1) {
    for (end = i; end < chart->n_places && (line->joined || has_band (line, end));)
      end++;
    cairo_new_sub_path (cr);
    for (guint k = i; k < end; k++) {
      PlotPoint point = point_of (layout, chart, line, k, line->high[k]);
      if (has_band (line, k))
        cairo_line_to (cr, point.x, point.y);
    }
    for (guint k = end; k-- > i;) {
      PlotPoint point = point_of (layout, chart, line, k, line->low[k]);
      if (has_band (line, k))
        cairo_line_to (cr, point.x, point.y);
    }
    cairo_close_path (cr);
  }
  colour.alpha *= theme->dark ? 0.17 : 0.13;
  plot_set_source (cr, colour);
  cairo_fill (cr);
}

static void
draw_line (cairo_t *cr,
           const PlotTheme *theme,
           const Layout *layout,
           const PlotPointplot *chart,
           const PlotPointLine *line)
{
  PlotRegimeStyle style = plot_theme_regime_style (theme, line->style);
  gboolean pen_down = FALSE;

  plot_set_source (cr, style.colour);
  cairo_set_line_width (cr, theme->line_width * (style.dash[0] == 1.5 ? 1.18 : 1));
  plot_set_dash (cr, &style, theme->line_width);
  for (guint i = 0; i < chart->n_places; i++) {
    PlotPoint point = point_of (layout, chart, line, i, line->y[i]);
    if (!isnan (point.y))
      (pen_down ? cairo_line_to : cairo_move_to) (cr, point.x, point.y);
    pen_down = !isnan (point.y) || (pen_down && line->joined);
  }
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
}

/* Between two of a line's points, in points of the screen. */
static double
mean_step (const Layout *layout, const PlotPointplot *chart, const PlotPointLine *line)
{
  guint n = 0;
  for (guint i = 0; i < chart->n_places; i++)
    n += isfinite (line->y[i]);
  return (layout->frame.right - layout->frame.left) / MAX (n, 1);
}

static void
draw_points (cairo_t *cr,
             const PlotTheme *theme,
             const Layout *layout,
             const PlotPointplot *chart,
             const PlotPointLine *line)
{
  PlotRegimeStyle style = plot_theme_regime_style (theme, line->style);

  if (line->joined && mean_step (layout, chart, line) < MARKER_STEP * layout->frame.unit)
    return;
  for (guint i = 0; i < chart->n_places; i++) {
    PlotPoint point = point_of (layout, chart, line, i, line->y[i]);
    if (isnan (point.y))
      continue;
    if (!line->band && line->low != NULL && isfinite (line->low[i]) && isfinite (line->high[i])) {
      plot_set_source (cr, style.colour);
      plot_upright_line (cr, point.x, point_of (layout, chart, line, i, line->low[i]).y,
                         point_of (layout, chart, line, i, line->high[i]).y, 0.75 * theme->line_width);
    }
    /* Of many places small, so that they are points and no band */
    double radius
        = MIN (RADIUS * layout->frame.unit, MAX (0.9 * half_step (layout, chart, i), theme->line_width));
    plot_marker_draw (cr, style.marker, style.colour, theme->background, point.x, point.y, radius);
  }
}

static void
draw_plot (PlotText *text, const Layout *layout, const PlotPointplot *chart)
{
  cairo_t *cr = text->cr;
  const PlotTheme *theme = text->theme;

  for (guint i = 0; i < chart->n_lines; i++)
    if (chart->lines[i].band && chart->lines[i].low != NULL && chart->lines[i].high != NULL)
      draw_band (cr, theme, layout, chart, &chart->lines[i]);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < chart->n_lines; i++)
    draw_line (cr, theme, layout, chart, &chart->lines[i]);
  for (guint i = 0; i < chart->n_lines; i++)
    draw_points (cr, theme, layout, chart, &chart->lines[i]);
}

static void
draw_legend (PlotText *text, const Layout *layout)
{
  if (layout->legend.width <= 0)
    return;
  cairo_save (text->cr);
  cairo_translate (text->cr, layout->legend.x, layout->legend.y);
  plot_entries_draw (text, (const PlotEntry *)layout->entries->data, layout->entries->len,
                     layout->legend.width, TRUE);
  cairo_restore (text->cr);
}

void
plot_pointplot_draw_inset (cairo_t *cr,
                           const PlotPointplot *chart,
                           const PlotTheme *theme,
                           double width,
                           double height,
                           double inset)
{
  g_return_if_fail (cr != NULL && chart != NULL && theme != NULL);

  g_auto (PlotText) text = { 0 };
  g_auto (Layout) layout = { 0 };
  if (!(width > 0 && height > 0))
    return;
  plot_text_begin (&text, cr, theme, width, height);
  layout_init (&layout, chart, &text, width, height);
  plot_frame_draw_title (&text, &layout.frame, &layout.words, width, inset);
  if (chart->n_lines > 0) {
    for (guint i = 0; i < chart->n_marks; i++)
      draw_mark (&text, &layout, chart, &chart->marks[i]);
    plot_frame_draw_axes (&text, &layout.frame, &layout.words, layout.width, layout.height);
    draw_plot (&text, &layout, chart);
    draw_legend (&text, &layout);
  } else if (chart->empty != NULL) {
    plot_text_draw_paragraph (&text, chart->empty, width, height);
  }
  cairo_restore (cr);
}

void
plot_pointplot_draw (
    cairo_t *cr, const PlotPointplot *chart, const PlotTheme *theme, double width, double height)
{
  plot_pointplot_draw_inset (cr, chart, theme, width, height, 0);
}

gboolean
plot_pointplot_at (const PlotPointplot *chart,
                   const PlotTheme *theme,
                   double width,
                   double height,
                   double x,
                   double y,
                   guint *line,
                   guint *place)
{
  g_auto (PlotText) text = { 0 };
  g_auto (Layout) layout = { 0 };
  double nearest = INFINITY;

  plot_text_init_unseen (&text, theme);
  layout_init (&layout, chart, &text, width, height);
  for (guint i = 0; i < chart->n_lines; i++)
    for (guint p = 0; p < chart->n_places; p++) {
      PlotPoint point = point_of (&layout, chart, &chart->lines[i], p, chart->lines[i].y[p]);
      double distance = hypot (point.x - x, point.y - y);
      /* A NaN is no distance. */
      if (distance < nearest && distance <= (RADIUS + REACH) * layout.frame.unit) {
        nearest = distance;
        *line = i;
        *place = p;
      }
    }
  return isfinite (nearest);
}

void
plot_pointplot_draw_ring (cairo_t *cr,
                          const PlotPointplot *chart,
                          const PlotTheme *theme,
                          double width,
                          double height,
                          guint line,
                          guint place)
{
  g_auto (PlotText) text = { 0 };
  g_auto (Layout) layout = { 0 };

  plot_text_init_unseen (&text, theme);
  layout_init (&layout, chart, &text, width, height);
  PlotPoint point = point_of (&layout, chart, &chart->lines[line], place, chart->lines[line].y[place]);
  if (!isnan (point.y))
    plot_ring_draw (cr, theme, point.x, point.y, RADIUS * layout.frame.unit);
}
