#include "plot/text-layer.h"

#define MAX_PARAGRAPH 6

void
plot_text_init (PlotText *text, cairo_t *cr, const PlotTheme *theme)
{
  PangoContext *context = pango_cairo_create_context (cr);
  cairo_font_options_t *options = cairo_font_options_create ();

  /* Screen and file are to agree, so widths must not depend on the pixel grid. */
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (context, options);
  cairo_font_options_destroy (options);
  pango_context_set_round_glyph_positions (context, FALSE);

  text->cr = cr;
  text->theme = theme;
  text->layer = plot_text_layer_of (cr);
  text->layout = pango_layout_new (context);
  text->font = pango_font_description_new ();
  pango_font_description_set_family (text->font, theme->font);
  text->tabular = pango_attr_list_new ();
  pango_attr_list_insert (text->tabular, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_single_paragraph_mode (text->layout, TRUE);
  g_object_unref (context);
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
  g_clear_object (&text->layout);
  g_clear_pointer (&text->font, pango_font_description_free);
  g_clear_pointer (&text->tabular, pango_attr_list_unref);
}

static void
set_layout (PlotText *text, const char *string, const PlotTextStyle *style)
{
  pango_font_description_set_absolute_size (text->font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (text->font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (text->layout, text->font);
  pango_layout_set_attributes (text->layout, style->tabular ? text->tabular : NULL);
  pango_layout_set_width (text->layout, style->max_width > 0 ? (int)(style->max_width * PANGO_SCALE) : -1);
  pango_layout_set_ellipsize (text->layout,
                              style->max_width > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_text (text->layout, string, -1);
}

static double
layout_width (PlotText *text)
{
  PangoRectangle extents;

  pango_layout_get_extents (text->layout, NULL, &extents);
  return pango_units_to_double (extents.width);
}

double
plot_text_width (PlotText *text, const char *string, const PlotTextStyle *style)
{
  set_layout (text, string, style);
  return layout_width (text);
}

double
plot_text_draw (
    PlotText *text, const char *string, double x, double y, double align, const PlotTextStyle *style)
{
  double width = plot_text_width (text, string, style);

  if (text->layer && !style->mark) {
    plot_text_layer_add (text->layer, text->cr, text->layout, x, y, align, style);
    return width;
  }
  plot_set_source (text->cr, style->colour);
  cairo_move_to (text->cr, x - align * width, y);
  pango_cairo_show_layout_line (text->cr, pango_layout_get_line_readonly (text->layout, 0));
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
  g_auto (GStrv) each = g_strsplit_set (words ? words : "", " \n", -1);
  g_autofree char *line = NULL;

  for (char **word = each; *word; word++) {
    g_autofree char *longer = line ? g_strconcat (line, " ", *word, NULL) : g_strdup (*word);

    if (**word == '\0')
      continue;
    if (line && lines->len + 1 < max_lines && plot_text_width (text, longer, style) > width) {
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
