#include "plot/text-layer.h"

#include <math.h>
#include <string.h>

static const cairo_user_data_key_t layer_key;

static void
run_free (gpointer data)
{
  PlotTextRun *run = data;

  g_free (run->string);
  g_free (run);
}

GPtrArray *
plot_text_layer_new (void)
{
  return g_ptr_array_new_with_free_func (run_free);
}

void
plot_text_layer_attach (cairo_t *cr, GPtrArray *layer)
{
  cairo_set_user_data (cr, &layer_key, layer, NULL);
}

GPtrArray *
plot_text_layer_of (cairo_t *cr)
{
  return cr ? cairo_get_user_data (cr, &layer_key) : NULL;
}

/* What a line shows: where it was too long its end is an ellipsis. Of spaces beside each other one alone
 * would be left in a file. */
static char *
visible_text (PangoLayout *layout)
{
  const char *text = pango_layout_get_text (layout);
  GString *visible = g_string_new (NULL);

  if (!pango_layout_is_ellipsized (layout)) {
    g_string_append (visible, text);
    g_string_replace (visible, "  ", " \302\240", 0);
    return g_string_free (visible, FALSE);
  }
  for (GSList *runs = pango_layout_get_line_readonly (layout, 0)->runs; runs; runs = runs->next) {
    const PangoItem *item = ((const PangoGlyphItem *)runs->data)->item;

    if (item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS)
      g_string_append (visible, "…");
    else
      g_string_append_len (visible, text + item->offset, item->length);
  }
  return g_string_free (visible, FALSE);
}

void
plot_text_layer_add (GPtrArray *layer,
                     cairo_t *cr,
                     PangoLayout *layout,
                     double x,
                     double y,
                     double align,
                     const PlotTextStyle *style)
{
  PlotTextRun *run = g_new0 (PlotTextRun, 1);
  double across = 1, down = 0;
  PangoRectangle extents;

  pango_layout_get_extents (layout, NULL, &extents);
  run->string = visible_text (layout);
  cairo_user_to_device (cr, &x, &y);
  cairo_user_to_device_distance (cr, &across, &down);
  run->x = x;
  run->y = y;
  run->align = align;
  run->turn = round (atan2 (down, across) * 180 / G_PI);
  run->size = style->size * hypot (across, down);
  run->width = pango_units_to_double (extents.width) * hypot (across, down);
  run->bold = style->bold;
  run->tabular = style->tabular;
  run->colour = style->colour;
  g_ptr_array_add (layer, run);
}

/* A number in a file, with a point and no more digits than a page needs. */
static void
append_number (GString *file, double value)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append (file, g_ascii_formatd (number, sizeof number, "%.6g", round (1e3 * value) / 1e3 + 0.0));
}

static void
append_attribute (GString *svg, const char *name, double value)
{
  g_string_append_printf (svg, " %s=\"", name);
  append_number (svg, value);
  g_string_append_c (svg, '"');
}

/* Each between quotes, but the last of all, Pango's name of a kind, which CSS calls otherwise. */
static void
append_families (GString *svg, const char *families)
{
  g_auto (GStrv) names = g_strsplit (families, ",", -1);

  for (char **name = names; *name; name++) {
    g_autofree char *escaped = g_markup_escape_text (g_strstrip (*name), -1);

    g_string_append (svg, name == names ? "" : ", ");
    if (strcmp (escaped, "Sans") == 0)
      g_string_append (svg, "sans-serif");
    else
      g_string_append_printf (svg, "&quot;%s&quot;", escaped);
  }
}

void
plot_text_layer_to_svg (const GPtrArray *layer, const char *families, GString *svg)
{
  static const char *const anchors[] = { "start", "middle", "end" };

  g_string_append (svg, "<g font-family=\"");
  append_families (svg, families);
  g_string_append (svg, "\">\n");
  for (guint i = 0; i < layer->len; i++) {
    const PlotTextRun *run = g_ptr_array_index (layer, i);
    g_autofree char *escaped = g_markup_escape_text (run->string, -1);

    g_string_append (svg, "<text");
    append_attribute (svg, "x", run->x);
    append_attribute (svg, "y", run->y);
    append_attribute (svg, "font-size", run->size);
    g_string_append_printf (svg, " text-anchor=\"%s\" fill=\"#%02x%02x%02x\"",
                            anchors[CLAMP ((int)lround (2 * run->align), 0, 2)],
                            (guint)lround (255 * run->colour.red), (guint)lround (255 * run->colour.green),
                            (guint)lround (255 * run->colour.blue));
    if (run->colour.alpha < 1)
      append_attribute (svg, "fill-opacity", run->colour.alpha);
    if (run->bold)
      g_string_append (svg, " font-weight=\"bold\"");
    if (run->tabular)
      g_string_append (svg, " style=\"font-feature-settings:&apos;tnum&apos;\"");
    if (run->turn != 0) {
      g_string_append_printf (svg, " transform=\"rotate(%d ", (int)run->turn);
      append_number (svg, run->x);
      g_string_append_c (svg, ' ');
      append_number (svg, run->y);
      g_string_append (svg, ")\"");
    }
    g_string_append_printf (svg, ">%s</text>\n", escaped);
  }
  g_string_append (svg, "</g>\n");
}

/* What TeX takes for something else, or pdfLaTeX has no letter for. */
static const char *
tex_word (gunichar c)
{
  static const struct {
    gunichar c;
    const char *word;
  } words[] = {
    { '\\', "\\textbackslash{}" },
    { '{', "\\{" },
    { '}', "\\}" },
    { '$', "\\$" },
    { '&', "\\&" },
    { '#', "\\#" },
    { '_', "\\_" },
    { '%', "\\%" },
    { '^', "\\textasciicircum{}" },
    { '~', "\\textasciitilde{}" },
    { '<', "\\ensuremath{<}" },
    { '>', "\\ensuremath{>}" },
    { '|', "\\ensuremath{|}" },
    { '"', "\\char34{}" },
    { 0xa0, "~" },
    { 0x2009, "\\," },
    { 0x202f, "\\," },
    { 0xb1, "\\ensuremath{\\pm}" },
    { 0xb2, "\\ensuremath{^2}" },
    { 0xb3, "\\ensuremath{^3}" },
    { 0xb7, "\\ensuremath{\\cdot}" },
    { 0xb0, "\\ensuremath{^\\circ}" },
    { 0xd7, "\\ensuremath{\\times}" },
    { 0xf7, "\\ensuremath{\\div}" },
    { 0x394, "\\ensuremath{\\Delta}" },
    { 0x3c1, "\\ensuremath{\\rho}" },
    { 0x3c3, "\\ensuremath{\\sigma}" },
    { 0x2026, "\\ldots{}" },
    { 0x2190, "\\ensuremath{\\leftarrow}" },
    { 0x2192, "\\ensuremath{\\rightarrow}" },
    { 0x2212, "\\ensuremath{-}" },
    { 0x2248, "\\ensuremath{\\approx}" },
    { 0x2264, "\\ensuremath{\\le}" },
    { 0x2265, "\\ensuremath{\\ge}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (words[i].c == c)
      return words[i].word;
  return NULL;
}

static void
append_tex (GString *tex, const char *string)
{
  for (const char *at = string; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    const char *word = tex_word (c);

    if (word)
      g_string_append (tex, word);
    else if (!g_unichar_iscntrl (c))
      g_string_append_unichar (tex, c);
  }
}

static void
append_pair (
    GString *tex, const char *before, double first, const char *between, double second, const char *after)
{
  g_string_append (tex, before);
  append_number (tex, first);
  g_string_append (tex, between);
  append_number (tex, second);
  g_string_append (tex, after);
}

void
plot_text_layer_to_tex (const GPtrArray *layer, double height, PlotColour background, GString *tex)
{
  static const char places[] = { 'l', 'c', 'r' };

  for (guint i = 0; i < layer->len; i++) {
    const PlotTextRun *run = g_ptr_array_index (layer, i);
    /* TeX knows no transparency. */
    PlotColour colour = plot_colour_mix (background, run->colour, run->colour.alpha);

    append_pair (tex, "  \\put(", run->x, ",", height - run->y, "){");
    append_pair (tex, "\\color[rgb]{", colour.red, ",", colour.green, ",");
    append_number (tex, colour.blue);
    append_pair (tex, "}\\fontsize{", run->size, "bp}{", 1.2 * run->size, "bp}\\selectfont");
    if (run->turn != 0)
      g_string_append_printf (tex, "\\rotatebox{%d}{", -(int)run->turn);
    g_string_append (tex, "\\collapsartext{");
    append_number (tex, run->width);
    g_string_append_printf (tex, "bp}{%c}{%s", places[CLAMP ((int)lround (2 * run->align), 0, 2)],
                            run->bold ? "\\bfseries " : "");
    append_tex (tex, run->string);
    g_string_append (tex, run->turn != 0 ? "}}}%\n" : "}}%\n");
  }
}
