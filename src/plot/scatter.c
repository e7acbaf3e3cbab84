#include "plot/scatter.h"

#include "plot/scatter-layout.h"

#include <math.h>

/* In units: how near to a marker's edge the pointer is on it */
#define REACH 5
#define CAP 3

static void
draw_trend (cairo_t *cr, const PlotTheme *theme, const PlotFrame *frame, const PlotScatter *scatter)
{
  if (scatter->n_trend == 0)
    return;
  for (gsize i = 0; i < scatter->n_trend; i++)
    cairo_line_to (cr, plot_frame_x (frame, scatter->trend_x[i]), plot_frame_y (frame, scatter->trend_y[i]));
  plot_set_source (cr, plot_theme_ink (theme, theme->dark ? 0.2 : 0.13));
  cairo_set_line_width (cr, 3 * theme->line_width);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
}

/* From each point to the next one of its path. */
static void
draw_paths (cairo_t *cr, const PlotTheme *theme, const PlotFrame *frame, const PlotScatter *scatter)
{
  g_autoptr (GHashTable) last = g_hash_table_new (NULL, NULL);

  cairo_set_line_width (cr, 0.6 * theme->line_width);
  for (gsize i = 0; i < scatter->n_points; i++) {
    const PlotScatterPoint *point = &scatter->points[i];
    gpointer path = GUINT_TO_POINTER (point->path);
    if (point->path == 0 || !plot_scatter_is_drawn (scatter, point))
      continue;
    const PlotScatterPoint *before = g_hash_table_lookup (last, path);
    if (before != NULL) {
      PlotColour colour = plot_theme_regime_style (theme, point->regime).colour;
      colour.alpha *= 0.6;
      plot_set_source (cr, colour);
      cairo_move_to (cr, plot_frame_x (frame, before->x), plot_frame_y (frame, before->y));
      cairo_line_to (cr, plot_frame_x (frame, point->x), plot_frame_y (frame, point->y));
      cairo_stroke (cr);
    }
    g_hash_table_insert (last, path, (gpointer)point);
  }
}

static void
draw_bars (cairo_t *cr, const PlotTheme *theme, const PlotFrame *frame, const PlotScatterPoint *point)
{
  double x = plot_frame_x (frame, point->x), y = plot_frame_y (frame, point->y), cap = CAP * frame->unit;
  double x_low = plot_frame_x (frame, point->x_low), x_high = plot_frame_x (frame, point->x_high);
  double y_low = plot_frame_y (frame, point->y_low), y_high = plot_frame_y (frame, point->y_high);
  double line = 0.75 * theme->line_width;

  if (isfinite (x_low) && isfinite (x_high)) {
    plot_level_line (cr, x_low, x_high, y, line);
    plot_upright_line (cr, x_low, y - cap, y + cap, line);
    plot_upright_line (cr, x_high, y - cap, y + cap, line);
  }
  if (isfinite (y_low) && isfinite (y_high)) {
    plot_upright_line (cr, x, y_low, y_high, line);
    plot_level_line (cr, x - cap, x + cap, y_low, line);
    plot_level_line (cr, x - cap, x + cap, y_high, line);
  }
}

static void
draw_point (cairo_t *cr,
            const PlotTheme *theme,
            const PlotScatterLayout *layout,
            const PlotScatterPoint *point)
{
  const PlotRegimeStyle style = plot_theme_regime_style (theme, point->regime);
  gboolean muted = (point->regime & PLOT_REGIME_MUTED) != 0;

  plot_set_source (cr, style.colour);
  draw_bars (cr, theme, &layout->frame, point);
  plot_marker_draw (cr, style.marker, muted ? theme->background : style.colour,
                    muted ? style.colour : theme->background, plot_frame_x (&layout->frame, point->x),
                    plot_frame_y (&layout->frame, point->y), plot_scatter_radius (layout, point));
}

/* Muted ones below the others. */
static void
draw_points (cairo_t *cr, const PlotTheme *theme, const PlotScatterLayout *layout, const PlotScatter *scatter)
{
  for (int pass = 0; pass < 2; pass++)
    for (gsize i = 0; i < scatter->n_points; i++) {
      const PlotScatterPoint *point = &scatter->points[i];
      gboolean muted = (point->regime & PLOT_REGIME_MUTED) != 0;
      if (muted == (pass == 0) && plot_scatter_is_drawn (scatter, point))
        draw_point (cr, theme, layout, point);
    }
}

/* From the marker's edge to the nearest place of the label's box. */
static void
draw_leader (cairo_t *cr, const PlotLabel *label, double line)
{
  double x = CLAMP (label->x, label->box.x, label->box.x + label->box.width);
  double y = CLAMP (label->y, label->box.y, label->box.y + label->box.height);
  double distance = hypot (x - label->x, y - label->y), start = 1.3 * label->radius;

  if (distance <= start)
    return;
  cairo_set_line_width (cr, line);
  cairo_move_to (cr, label->x + (x - label->x) * start / distance,
                 label->y + (y - label->y) * start / distance);
  cairo_line_to (cr, x, y);
  cairo_stroke (cr);
}

/* Keeps words readable over paths and trend, which labels may cover. */
static void
draw_veil (PlotText *text, const PlotBox *box)
{
  PlotColour veil = text->theme->background;

  veil.alpha = 0.7;
  plot_set_source (text->cr, veil);
  cairo_rectangle (text->cr, box->x, box->y, box->width, box->height);
  cairo_fill (text->cr);
}

static void
draw_labels (PlotText *text, const PlotScatterLayout *layout, const PlotScatter *scatter)
{
  for (guint i = 0; i < layout->labels->len; i++) {
    const PlotLabel *label = &g_array_index (layout->labels, PlotLabel, i);
    const PlotScatterPoint *point = &scatter->points[g_array_index (layout->labelled, guint, i)];
    PlotTextStyle style = plot_scatter_label_style (text->theme, point->regime);

    draw_veil (text, &label->box);
    plot_set_source (text->cr, style.colour);
    if (label->away)
      draw_leader (text->cr, label, 0.8 * text->theme->axis_width);
    plot_text_draw (text, point->label, label->box.x, label->box.y + 0.85 * label->box.height, 0, &style);
  }
}

static void
draw_box (PlotText *text, const PlotScatterLayout *layout, const PlotScatter *scatter)
{
  double unit = layout->frame.unit, r = 5 * unit;
  const PlotBox *box = &layout->facts;
  cairo_t *cr = text->cr;

  if (layout->n_facts == 0)
    return;
  cairo_new_sub_path (cr);
  cairo_arc (cr, box->x + box->width - r, box->y + r, r, -G_PI / 2, 0);
  cairo_arc (cr, box->x + box->width - r, box->y + box->height - r, r, 0, G_PI / 2);
  cairo_arc (cr, box->x + r, box->y + box->height - r, r, G_PI / 2, G_PI);
  cairo_arc (cr, box->x + r, box->y + r, r, G_PI, 1.5 * G_PI);
  cairo_close_path (cr);
  plot_set_source (cr, plot_theme_ink (text->theme, text->theme->dark ? 0.09 : 0.05));
  cairo_fill (cr);
  for (guint i = 0; i < layout->n_facts; i++) {
    PlotTextStyle style = plot_scatter_fact_style (text->theme, i);
    plot_text_draw (text, scatter->facts[i], box->x + PLOT_FACT_MARGIN * unit,
                    box->y + (PLOT_FACT_LINE * (i + 1) + 1) * unit, 0, &style);
  }
}

static void
draw_ends (PlotText *text, const PlotScatterLayout *layout, const PlotScatter *scatter)
{
  const PlotFrame *frame = &layout->frame;
  PlotTextStyle style = plot_scatter_end_style (text->theme);
  double y = frame->bottom - 5 * frame->unit;

  if (!layout->ends)
    return;
  plot_text_draw (text, scatter->left_end, frame->left + 8 * frame->unit, y, 0, &style);
  plot_text_draw (text, scatter->right_end, frame->right - 2 * frame->unit, y, 1, &style);
}

static gboolean
has_points (const PlotScatter *scatter)
{
  for (gsize i = 0; i < scatter->n_points; i++)
    if (plot_scatter_is_drawn (scatter, &scatter->points[i]))
      return TRUE;
  return FALSE;
}

static void
draw_plot (PlotText *text, const PlotScatterLayout *layout, const PlotScatter *scatter)
{
  draw_trend (text->cr, text->theme, &layout->frame, scatter);
  draw_box (text, layout, scatter);
  draw_ends (text, layout, scatter);
  draw_paths (text->cr, text->theme, &layout->frame, scatter);
  draw_points (text->cr, text->theme, layout, scatter);
  draw_labels (text, layout, scatter);
}

void
plot_scatter_draw_inset (cairo_t *cr,
                         const PlotScatter *scatter,
                         const PlotTheme *theme,
                         double width,
                         double height,
                         double inset)
{
  g_return_if_fail (cr != NULL && scatter != NULL && theme != NULL);

  g_auto (PlotText) text = { 0 };
  g_auto (PlotScatterLayout) layout = { 0 };
  if (!(width > 0 && height > 0))
    return;
  plot_text_begin (&text, cr, theme, width, height);
  plot_scatter_layout_init (&layout, &text, scatter, width, height);
  double plot_height = height - layout.legend_height;
  plot_frame_draw_title (&text, &layout.frame, &layout.words, width, inset);
  if (has_points (scatter)) {
    plot_frame_draw_axes (&text, &layout.frame, &layout.words, width, plot_height);
    draw_plot (&text, &layout, scatter);
  } else if (scatter->empty != NULL) {
    plot_text_draw_paragraph (&text, scatter->empty, width, height);
  }
  cairo_translate (cr, 8 * layout.frame.unit, plot_height);
  plot_entries_draw (&text, (const PlotEntry *)layout.entries->data, layout.entries->len,
                     width - 12 * layout.frame.unit, TRUE);
  cairo_restore (cr);
}

void
plot_scatter_draw (
    cairo_t *cr, const PlotScatter *scatter, const PlotTheme *theme, double width, double height)
{
  plot_scatter_draw_inset (cr, scatter, theme, width, height, 0);
}

gint
plot_scatter_point_at (
    const PlotScatter *scatter, const PlotTheme *theme, double width, double height, double x, double y)
{
  g_auto (PlotText) text = { 0 };
  g_auto (PlotScatterLayout) layout = { 0 };
  double nearest = INFINITY;
  gint found = -1;

  plot_text_init_unseen (&text, theme);
  plot_scatter_layout_init (&layout, &text, scatter, width, height);
  for (gsize i = 0; i < scatter->n_points; i++) {
    const PlotScatterPoint *point = &scatter->points[i];
    if (!plot_scatter_is_drawn (scatter, point))
      continue;
    double distance
        = hypot (plot_frame_x (&layout.frame, point->x) - x, plot_frame_y (&layout.frame, point->y) - y);
    if (distance < nearest && distance <= plot_scatter_radius (&layout, point) + REACH * layout.frame.unit) {
      nearest = distance;
      found = (gint)i;
    }
  }
  return found;
}

void
plot_scatter_draw_ring (
    cairo_t *cr, const PlotScatter *scatter, const PlotTheme *theme, double width, double height, guint point)
{
  g_auto (PlotText) text = { 0 };
  g_auto (PlotScatterLayout) layout = { 0 };
  const PlotScatterPoint *about = &scatter->points[point];

  if (!plot_scatter_is_drawn (scatter, about))
    return;
  plot_text_init_unseen (&text, theme);
  plot_scatter_layout_init (&layout, &text, scatter, width, height);
  plot_ring_draw (cr, theme, plot_frame_x (&layout.frame, about->x), plot_frame_y (&layout.frame, about->y),
                  plot_scatter_radius (&layout, about));
}
