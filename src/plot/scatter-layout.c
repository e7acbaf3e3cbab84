/* First the axes, from the points and their error bars. Then the box of facts, in the corner where it covers
 * least; where it would cover a point everywhere, the axis of values grows by the box. Then the labels; where
 * not all of them find room, all go into a legend below, and the rest is laid out anew above that. */
#include "plot/scatter-layout.h"

#include <math.h>
#include <string.h>

/* Of the values, beyond the least and the greatest */
#define ROOM_X 0.07
#define ROOM_Y 0.10
/* In units */
#define RADIUS 4.6
#define MUTED_RADIUS 3.4
#define CAP 3.5
#define LABEL_GAP 2.5
#define END_LINE 14
/* Of the plot that the box may take, and of the chart the legend. */
#define MOST_WIDTH 0.62
#define MOST_HEIGHT 0.45
#define MOST_LEGEND 0.35

gboolean
plot_scatter_is_drawn (const PlotScatter *scatter, const PlotScatterPoint *point)
{
  return isfinite (point->x) && isfinite (point->y) && (scatter->x_kind == PLOT_AXIS_LINEAR || point->x > 0);
}

double
plot_scatter_radius (const PlotScatterLayout *layout, const PlotScatterPoint *point)
{
  return ((point->regime & PLOT_REGIME_MUTED) != 0 ? MUTED_RADIUS : RADIUS) * layout->frame.unit;
}

PlotTextStyle
plot_scatter_label_style (const PlotTheme *theme, guint regime)
{
  return (PlotTextStyle){ .size = theme->text_size,
                          .bold = !plot_theme_is_print (theme),
                          .colour = plot_theme_regime_style (theme, regime).colour };
}

PlotTextStyle
plot_scatter_fact_style (const PlotTheme *theme, guint line)
{
  return (PlotTextStyle){ .size = (line == 0 ? 12 : 11) / 11.0 * theme->text_size,
                          .bold = line == 0,
                          .tabular = TRUE,
                          .colour = line == 0 ? plot_theme_text_ink (theme, theme->dark ? 1 : 0.8)
                                              : plot_theme_dim (theme) };
}

PlotTextStyle
plot_scatter_end_style (const PlotTheme *theme)
{
  return (PlotTextStyle){ .size = 10.5 / 11 * theme->text_size, .colour = plot_theme_dim (theme) };
}

static void
widen (double value, gboolean positive, double *low, double *high)
{
  if (!isfinite (value) || (positive && value <= 0))
    return;
  *low = MIN (*low, value);
  *high = MAX (*high, value);
}

static void
fit_axes (PlotScatterLayout *layout, const PlotScatter *scatter)
{
  double x_low = INFINITY, x_high = -INFINITY, y_low = INFINITY, y_high = -INFINITY;
  gboolean logarithmic = scatter->x_kind == PLOT_AXIS_LOG;

  for (gsize i = 0; i < scatter->n_points; i++) {
    const PlotScatterPoint *point = &scatter->points[i];
    const double x[] = { point->x, point->x_low, point->x_high };
    const double y[] = { point->y, point->y_low, point->y_high };

    for (gsize v = 0; plot_scatter_is_drawn (scatter, point) && v < G_N_ELEMENTS (x); v++) {
      widen (x[v], logarithmic, &x_low, &x_high);
      widen (y[v], FALSE, &y_low, &y_high);
    }
  }
  layout->frame.x = (PlotAxis){ .kind = scatter->x_kind };
  layout->frame.y = (PlotAxis){ .percent = scatter->percent };
  plot_axis_fit (&layout->frame.x, x_low, x_high, ROOM_X);
  plot_axis_fit (&layout->frame.y, y_low, y_high, ROOM_Y);
}

/* The boxes that a point covers: its marker and its error bars. */
static void
add_obstacles (GArray *boxes, const PlotScatterLayout *layout, const PlotScatterPoint *point)
{
  const PlotFrame *frame = &layout->frame;
  double x = plot_frame_x (frame, point->x), y = plot_frame_y (frame, point->y);
  double r = 1.2 * plot_scatter_radius (layout, point), cap = CAP * frame->unit;
  PlotBox marker = { x - r, y - r, 2 * r, 2 * r };

  g_array_append_val (boxes, marker);
  if (isfinite (point->x_low) && isfinite (point->x_high)) {
    double low = plot_frame_x (frame, point->x_low), high = plot_frame_x (frame, point->x_high);
    PlotBox bar = { low, y - cap, high - low, 2 * cap };
    if (isfinite (low))
      g_array_append_val (boxes, bar);
  }
  if (isfinite (point->y_low) && isfinite (point->y_high)) {
    double low = plot_frame_y (frame, point->y_low), high = plot_frame_y (frame, point->y_high);
    PlotBox bar = { x - cap, high, 2 * cap, low - high };
    g_array_append_val (boxes, bar);
  }
}

static GArray *
find_obstacles (const PlotScatterLayout *layout, const PlotScatter *scatter)
{
  GArray *boxes = g_array_new (FALSE, FALSE, sizeof (PlotBox));
  for (gsize i = 0; i < scatter->n_points; i++)
    if (plot_scatter_is_drawn (scatter, &scatter->points[i]))
      add_obstacles (boxes, layout, &scatter->points[i]);
  return boxes;
}

/* The size of the box with as many lines as there is room for. */
static void
measure_facts (PlotScatterLayout *layout, PlotText *text, const PlotScatter *scatter)
{
  const PlotFrame *frame = &layout->frame;
  double unit = frame->unit, most = MOST_WIDTH * (frame->right - frame->left), width = 0;
  guint n = scatter->facts != NULL && frame->words ? g_strv_length ((char **)scatter->facts) : 0;

  for (guint i = 0; i < n; i++) {
    PlotTextStyle style = plot_scatter_fact_style (text->theme, i);
    double line = plot_text_width (text, scatter->facts[i], &style) + 2 * PLOT_FACT_MARGIN * unit;
    if (line > most)
      n = i;
    else
      width = MAX (width, line);
  }
  while (n > 0 && (PLOT_FACT_LINE * n + PLOT_FACT_MARGIN) * unit > MOST_HEIGHT * (frame->bottom - frame->top))
    n--;
  layout->n_facts = n;
  layout->facts = (PlotBox){ 0, 0, width, (PLOT_FACT_LINE * n + PLOT_FACT_MARGIN) * unit };
}

/* How many obstacles, and how much of the trend, a box covers. */
static double
count_covered (const PlotScatterLayout *layout, const PlotScatter *scatter, PlotBox box, const GArray *boxes)
{
  double covered = 0, gap = 3 * layout->frame.unit;
  const PlotBox wide = { box.x - gap, box.y - gap, box.width + 2 * gap, box.height + 2 * gap };

  for (guint i = 0; i < boxes->len; i++)
    covered += plot_box_overlaps (wide, g_array_index (boxes, PlotBox, i));
  for (gsize i = 0; i < scatter->n_trend; i++) {
    PlotBox step = { plot_frame_x (&layout->frame, scatter->trend_x[i]),
                     plot_frame_y (&layout->frame, scatter->trend_y[i]), 1e-3, 1e-3 };
    covered += plot_box_overlaps (wide, step) ? 0.5 / (double)scatter->n_trend : 0;
  }
  return covered;
}

/* Puts the box into the best corner; returns what it covers there. The upper left one wins a tie, the lower
 * ones keep clear of the words at the axis's ends. */
static double
place_facts (PlotScatterLayout *layout, const PlotScatter *scatter, const GArray *boxes)
{
  const PlotFrame *frame = &layout->frame;
  double unit = frame->unit, left = frame->left + 8 * unit, top = frame->top + 4 * unit;
  double right = frame->right - layout->facts.width - 4 * unit;
  double bottom = frame->bottom - layout->facts.height - (layout->ends ? 24 : 8) * unit;
  const double corners[][2] = { { left, top }, { right, top }, { left, bottom }, { right, bottom } };
  PlotBox box = layout->facts;
  double least = INFINITY;

  for (gsize c = 0; c < G_N_ELEMENTS (corners); c++) {
    box.x = corners[c][0];
    box.y = corners[c][1];
    double covered = count_covered (layout, scatter, box, boxes);
    if (covered < least) {
      least = covered;
      layout->facts = box;
    }
  }
  return least;
}

/* The axis of values goes on for so much of its length, upward where it may. */
static void
extend_values (PlotAxis *axis, double share)
{
  double more = share / (1 - share) * (axis->maximum - axis->minimum);
  if (!axis->percent || axis->maximum + more <= 1)
    axis->maximum += more;
  else
    axis->minimum -= more;
}

static void
replace_frame (PlotScatterLayout *layout, const PlotTheme *theme, double width, double height)
{
  plot_frame_clear (&layout->frame);
  plot_frame_place (&layout->frame, &layout->words, theme, width, height);
}

static gboolean
ends_fit (const PlotScatterLayout *layout, PlotText *text, const PlotScatter *scatter)
{
  PlotTextStyle style = plot_scatter_end_style (text->theme);
  double room = layout->frame.right - layout->frame.left;
  if (!layout->frame.words || scatter->left_end == NULL || scatter->right_end == NULL)
    return FALSE;
  return plot_text_width (text, scatter->left_end, &style)
             + plot_text_width (text, scatter->right_end, &style)
         < 0.8 * room;
}

/* Axes and box, above what the legend takes. */
static GArray *
lay_out_plot (
    PlotScatterLayout *layout, PlotText *text, const PlotScatter *scatter, double width, double height)
{
  fit_axes (layout, scatter);
  replace_frame (layout, text->theme, width, height);
  layout->ends = ends_fit (layout, text, scatter);
  if (layout->ends) {
    double share = END_LINE * layout->frame.unit / (layout->frame.bottom - layout->frame.top);
    layout->frame.y.minimum -= MIN (share, 0.2) * (layout->frame.y.maximum - layout->frame.y.minimum);
    replace_frame (layout, text->theme, width, height);
  }
  measure_facts (layout, text, scatter);
  GArray *boxes = find_obstacles (layout, scatter);
  if (layout->n_facts > 0 && place_facts (layout, scatter, boxes) >= 1) {
    double share
        = (layout->facts.height + 12 * layout->frame.unit) / (layout->frame.bottom - layout->frame.top);
    extend_values (&layout->frame.y, MIN (share, 0.6));
    replace_frame (layout, text->theme, width, height);
    g_array_unref (boxes);
    boxes = find_obstacles (layout, scatter);
    if (place_facts (layout, scatter, boxes) >= 1)
      layout->n_facts = 0;
  }
  return boxes;
}

static gboolean
is_labelled (const PlotScatter *scatter, const PlotScatterPoint *point)
{
  return point->label != NULL && (point->regime & PLOT_REGIME_MUTED) == 0
         && plot_scatter_is_drawn (scatter, point);
}

/* FALSE where one of them found no room. */
static gboolean
place_labels (PlotScatterLayout *layout, PlotText *text, const PlotScatter *scatter, GArray *boxes)
{
  const PlotFrame *frame = &layout->frame;
  double unit = frame->unit;
  PlotBox area = { frame->left + 2 * unit, frame->top - 2 * unit, frame->right - frame->left + 8 * unit,
                   frame->bottom - frame->top - (layout->ends ? 14 : 0) * unit };

  for (guint i = 0; i < scatter->n_points && frame->words; i++) {
    const PlotScatterPoint *point = &scatter->points[i];
    if (!is_labelled (scatter, point))
      continue;
    PlotTextStyle style = plot_scatter_label_style (text->theme, point->regime);
    PlotLabel label = { .x = plot_frame_x (frame, point->x),
                        .y = plot_frame_y (frame, point->y),
                        .radius = plot_scatter_radius (layout, point),
                        .width = plot_text_width (text, point->label, &style),
                        .height = 1.15 * style.size };
    g_array_append_val (layout->labels, label);
    g_array_append_val (layout->labelled, i);
  }
  if (layout->n_facts > 0)
    g_array_append_val (boxes, layout->facts);
  return plot_labels_place ((PlotLabel *)layout->labels->data, layout->labels->len, (PlotBox *)boxes->data,
                            boxes->len, area, LABEL_GAP * unit)
         == 0;
}

/* Each label once, with the style of its first point. */
static void
find_entries (PlotScatterLayout *layout, const PlotScatter *scatter)
{
  for (gsize i = 0; i < scatter->n_points; i++) {
    const PlotScatterPoint *point = &scatter->points[i];
    const PlotEntry entry = { .name = point->label, .style = point->regime, .marker = TRUE };
    gboolean known = !is_labelled (scatter, point);
    for (guint e = 0; e < layout->entries->len && !known; e++) {
      const PlotEntry *other = &g_array_index (layout->entries, PlotEntry, e);
      known = other->style == entry.style && strcmp (other->name, entry.name) == 0;
    }
    if (!known)
      g_array_append_val (layout->entries, entry);
  }
}

void
plot_scatter_layout_init (
    PlotScatterLayout *layout, PlotText *text, const PlotScatter *scatter, double width, double height)
{
  memset (layout, 0, sizeof *layout);
  layout->labels = g_array_new (FALSE, TRUE, sizeof (PlotLabel));
  layout->labelled = g_array_new (FALSE, TRUE, sizeof (guint));
  layout->entries = g_array_new (FALSE, TRUE, sizeof (PlotEntry));
  layout->y_label = scatter->percent && scatter->y_label ? g_strconcat (scatter->y_label, ", %", NULL)
                                                         : g_strdup (scatter->y_label);
  layout->words = (PlotFrameWords){ .title = scatter->title,
                                    .subtitle = scatter->subtitle,
                                    .x_label = scatter->x_label,
                                    .y_label = layout->y_label };
  g_autoptr (GArray) boxes = lay_out_plot (layout, text, scatter, width, height);
  if (place_labels (layout, text, scatter, boxes))
    return;
  g_array_set_size (layout->labels, 0);
  g_array_set_size (layout->labelled, 0);
  find_entries (layout, scatter);
  const PlotEntry *entries = (const PlotEntry *)layout->entries->data;
  double room = width - 12 * layout->frame.unit;
  layout->legend_height = plot_entries_draw (text, entries, layout->entries->len, room, FALSE);
  if (layout->legend_height > MOST_LEGEND * height) {
    g_array_set_size (layout->entries, 0);
    layout->legend_height = 0;
    return;
  }
  g_array_unref (lay_out_plot (layout, text, scatter, width, height - layout->legend_height));
}

void
plot_scatter_layout_clear (PlotScatterLayout *layout)
{
  plot_frame_clear (&layout->frame);
  g_clear_pointer (&layout->labels, g_array_unref);
  g_clear_pointer (&layout->labelled, g_array_unref);
  g_clear_pointer (&layout->entries, g_array_unref);
  g_clear_pointer (&layout->y_label, g_free);
}
