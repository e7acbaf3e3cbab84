/* cairo makes outlines of text: an SVG's text is put above the picture by ourselves, so that it can be
 * searched and edited. It is in the families that the picture was laid out with; where the first of them is
 * not there, its lines keep their anchors and change their length. */
#include "plot/output-private.h"

#include <cairo-svg.h>
#include <string.h>

/* cairo names groups by a counter that runs through the program's life: count from 0 in each file. */
static gboolean
renumber (const GMatchInfo *match, GString *result, gpointer data)
{
  GHashTable *numbers = data;
  g_autofree char *name = g_match_info_fetch (match, 0);
  gpointer number;

  if (!g_hash_table_lookup_extended (numbers, name, NULL, &number)) {
    number = GUINT_TO_POINTER (g_hash_table_size (numbers));
    g_hash_table_insert (numbers, g_strdup (name), number);
  }
  g_string_append_printf (result, "surface%u", GPOINTER_TO_UINT (number));
  return FALSE;
}

/* Puts title and settings at the beginning, and the text above all else. */
static void
complete (GByteArray *file, const PlotFigure *figure, const char *words)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GRegex) names = g_regex_new ("\\bsurface[0-9]+\\b", G_REGEX_OPTIMIZE, 0, NULL);
  g_autofree char *drawn = g_regex_replace_eval (names, (const char *)file->data, (gssize)file->len, 0, 0,
                                                 renumber, numbers, NULL);
  g_autofree char *title = g_markup_escape_text (figure->caption ? figure->caption : PLOT_PROGRAM, -1);
  g_autofree char *settings = figure->settings ? g_markup_escape_text (figure->settings, -1) : g_strdup ("");
  g_autofree char *head = g_strdup_printf ("\n<title>%s</title>\n<desc>%s</desc>", title, settings);
  const char *body = strstr (drawn, "<svg"), *end = g_strrstr (drawn, "</svg>");

  body = body ? strchr (body, '>') : NULL;
  if (!body || !end)
    return;
  body++;
  g_byte_array_set_size (file, 0);
  g_byte_array_append (file, (const guint8 *)drawn, (guint)(body - drawn));
  g_byte_array_append (file, (const guint8 *)head, (guint)strlen (head));
  g_byte_array_append (file, (const guint8 *)body, (guint)(end - body));
  g_byte_array_append (file, (const guint8 *)words, (guint)strlen (words));
  g_byte_array_append (file, (const guint8 *)end, (guint)strlen (end));
}

cairo_status_t
plot_output_svg (const PlotFigure *figure, GByteArray *file)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (plot_output_append, file,
                                                                  figure->page.width, figure->page.height);
  g_autoptr (GPtrArray) layer = figure->page.outlines ? NULL : plot_text_layer_new ();
  g_autoptr (GString) words = g_string_new (NULL);
  cairo_status_t status = plot_output_draw (surface, figure, layer);

  if (status != CAIRO_STATUS_SUCCESS)
    return status;
  if (layer)
    plot_text_layer_to_svg (layer, plot_page_theme (&figure->page).font, words);
  complete (file, figure, words->str);
  return status;
}
