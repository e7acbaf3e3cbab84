#include "plot/figure.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <string.h>

#define POINTS_PER_INCH 72.0
#define TEX_POINTS_PER_INCH 72.27

/* From their instructions to authors: Nature 89 and 183 mm, at most 170 high, text of 5 to 7 points; NeurIPS
 * a text width of 5.5 in; ICML a column of 3.25 in; IEEE 3.5 and 7.125 in. Slides are those of presentation
 * programs, with text that is legible from the last row. */
static const PlotPageSize sizes[] = {
  { "nature-1", N_ ("Nature, single column"), 89, 0, 170, 7, 5, 1 },
  { "nature-2", N_ ("Nature, double column"), 183, 0, 170, 7, 5, 1 },
  { "neurips", N_ ("NeurIPS, text width"), 139.7, 0, 0, 8, 0, 1 },
  { "icml", N_ ("ICML, column"), 82.55, 0, 0, 8, 0, 1 },
  { "ieee-1", N_ ("IEEE, single column"), 88.9, 0, 0, 8, 0, 1 },
  { "ieee-2", N_ ("IEEE, double column"), 181, 0, 0, 8, 0, 1 },
  { "slide-16:9", N_ ("Slide, 16:9"), 254, 142.88, 142.88, 12, 0, 1.8 },
  { "slide-4:3", N_ ("Slide, 4:3"), 254, 190.5, 190.5, 12, 0, 1.8 },
};

const PlotPageSize *
plot_page_sizes (gsize *n)
{
  *n = G_N_ELEMENTS (sizes);
  return sizes;
}

const PlotPageSize *
plot_page_size_find (const char *key)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    if (g_strcmp0 (sizes[i].key, key) == 0)
      return &sizes[i];
  return NULL;
}

gboolean
plot_parse_length (const char *text, double *points, GError **error)
{
  static const struct {
    const char *name;
    double points;
  } units[] = { { "mm", PLOT_POINTS_PER_MM },
                { "cm", 10 * PLOT_POINTS_PER_MM },
                { "in", POINTS_PER_INCH },
                { "pt", 1 },
                { "texpt", POINTS_PER_INCH / TEX_POINTS_PER_INCH } };
  char *end;
  double value = g_ascii_strtod (text, &end);
  g_autofree char *unit = g_strstrip (g_strdup (end));

  for (gsize i = 0; end != text && i < G_N_ELEMENTS (units); i++)
    if (strcmp (unit, units[i].name) == 0 && isfinite (value) && value > 0) {
      *points = value * units[i].points;
      return TRUE;
    }
  g_set_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE,
               _ ("“%s” is not a length: a number above 0 and mm, cm, in, pt or texpt, as in 89mm"), text);
  return FALSE;
}

gboolean
plot_has_font (const char *family)
{
  g_autofree PangoFontFamily **families = NULL;
  int n;

  pango_font_map_list_families (pango_cairo_font_map_get_default (), &families, &n);
  for (int i = 0; i < n; i++)
    if (g_ascii_strcasecmp (pango_font_family_get_name (families[i]), family) == 0)
      return TRUE;
  return FALSE;
}

PlotTheme
plot_page_theme (const PlotPage *page)
{
  const PlotTheme *print = plot_theme (PLOT_THEME_PRINT);
  PlotTheme theme = *plot_theme (page->theme);
  double size = page->font_size > 0 ? page->font_size : PLOT_PAGE_FONT_SIZE;
  double line = page->line_width > 0 ? page->line_width : PLOT_PAGE_LINE_WIDTH;

  theme.font = page->font ? page->font : print->font;
  theme.text_size = print->text_size * size / PLOT_PAGE_FONT_SIZE;
  theme.line_width = print->line_width * line / PLOT_PAGE_LINE_WIDTH;
  theme.axis_width = print->axis_width * line / PLOT_PAGE_LINE_WIDTH;
  return theme;
}
