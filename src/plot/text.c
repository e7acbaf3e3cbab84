#include "plot/text-layer.h"

#define MAX_PARAGRAPH 6

void
plot_text_init (PlotText *text, cairo_t *cr, const PlotTheme *theme)
{
  text->cr = cr;
  text->theme = theme;
  text->layer = plot_text_layer_of (cr);
  text->lines = plot_text_lines_of (cr, theme->font);
}

void
plot_text_begin (PlotText *text, cairo_t *cr, const PlotTheme *theme, double width, double height)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, width, height);
  cairo_clip (cr);
  cairo_new_path (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  plot_text_init (text, cr, theme);
}

void
plot_text_init_unseen (PlotText *text, const PlotTheme *theme)
{
  cairo_surface_t *none = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (none);

  plot_text_init (text, cr, theme);
  text->cr = NULL;
  cairo_destroy (cr);
  cairo_surface_destroy (none);
}

void
plot_text_clear (PlotText *text)
{
  g_clear_pointer (&text->lines, plot_text_lines_unref);
}

static PangoLayout *
get_layout (PlotText *text, const char *string, const PlotTextStyle *style)
{
  return plot_text_lines_get (text->lines, string, style->size, style->bold, style->tabular,
                              style->max_width);
}

static double
layout_width (PangoLayout *layout)
{
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  return pango_units_to_double (extents.width);
}

double
plot_text_width (PlotText *text, const char *string, const PlotTextStyle *style)
{
  return layout_width (get_layout (text, string, style));
}

double
plot_text_draw (
    PlotText *text, const char *string, double x, double y, double align, const PlotTextStyle *style)
{
  PangoLayout *layout = get_layout (text, string, style);
  double width = layout_width (layout);

  if (text->layer && !style->mark) {
    plot_text_layer_add (text->layer, text->cr, layout, x, y, align, style);
    return width;
  }
  plot_set_source (text->cr, style->colour);
  cairo_move_to (text->cr, x - align * width, y);
  pango_cairo_show_layout_line (text->cr, pango_layout_get_line_readonly (layout, 0));
  cairo_new_path (text->cr);
  return width;
}

static void
draw_turned (PlotText *text, const char *string, double x, double y, double angle, const PlotTextStyle *style)
{
  cairo_save (text->cr);
  cairo_translate (text->cr, x, y);
  cairo_rotate (text->cr, angle);
  plot_text_draw (text, string, 0, 0, 0.5, style);
  cairo_restore (text->cr);
}

void
plot_text_draw_upward (PlotText *text, const char *string, double x, double y, const PlotTextStyle *style)
{
  draw_turned (text, string, x, y, -G_PI / 2, style);
}

void
plot_text_draw_downward (PlotText *text, const char *string, double x, double y, const PlotTextStyle *style)
{
  draw_turned (text, string, x, y, G_PI / 2, style);
}

GPtrArray *
plot_text_break (PlotText *text, const char *words, const PlotTextStyle *style, double width, guint max_lines)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  PlotTextStyle whole = *style;
  g_auto (GStrv) each = g_strsplit_set (words ? words : "", " \n", -1);
  g_autofree char *line = NULL;

  whole.max_width = 0; /* one that is shortened fits anywhere */
  for (char **word = each; *word; word++) {
    g_autofree char *longer = line ? g_strconcat (line, " ", *word, NULL) : g_strdup (*word);

    if (**word == '\0')
      continue;
    if (line && lines->len + 1 < max_lines && plot_text_width (text, longer, &whole) > width) {
      g_ptr_array_add (lines, g_steal_pointer (&line));
      line = g_strdup (*word);
    } else {
      g_free (line);
      line = g_steal_pointer (&longer);
    }
  }
  if (line)
    g_ptr_array_add (lines, g_steal_pointer (&line));
  return lines;
}

void
plot_text_draw_paragraph (PlotText *text, const char *words, double width, double height)
{
  double size = 12 / 11.0 * text->theme->text_size, line = 1.4 * size, room = MAX (width - 4 * size, 1);
  PlotTextStyle style = { .size = size, .colour = plot_theme_dim (text->theme), .max_width = room };
  g_autoptr (GPtrArray) lines = plot_text_break (text, words, &style, room, MAX_PARAGRAPH);

  for (guint i = 0; i < lines->len; i++)
    plot_text_draw (text, g_ptr_array_index (lines, i), width / 2,
                    height / 2 + line * (i + 0.75 - lines->len / 2.0), 0.5, &style);
}
