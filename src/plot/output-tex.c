/* A picture without its text, and the text for LaTeX to set in the document's own font, as Inkscape's
 * PDF+LaTeX does it. Text keeps its colour and its anchor, and its size where the font is no wider than the
 * one that it was laid out in: else it would run into its neighbours. */
#include "plot/output-private.h"

#include <cairo-pdf.h>
#include <string.h>

char *
plot_figure_art_path (const char *path)
{
  const char *name = strrchr (path, G_DIR_SEPARATOR), *dot = strrchr (name ? name : path, '.');

  return g_strdup_printf ("%.*s-art.pdf", (int)(dot ? (gsize)(dot - path) : strlen (path)), path);
}

/* Every line of it behind a per cent sign. */
static void
append_comment (GString *tex, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text ? text : "", "\n", -1);

  for (char **line = lines; *line; line++)
    if (**line)
      g_string_append_printf (tex, "%%   %s\n", *line);
}

static void
append_length (GString *tex, const char *before, double points, const char *after)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (tex, "%s%s%s", before, g_ascii_formatd (number, sizeof number, "%.4f", points),
                          after);
}

cairo_status_t
plot_output_tex (const PlotFigure *figure, const char *path, GByteArray *file)
{
  g_autoptr (GByteArray) unused = g_byte_array_new ();
  g_autoptr (GPtrArray) layer = plot_text_layer_new ();
  g_autoptr (GString) tex = g_string_new (NULL);
  g_autofree char *art = plot_figure_art_path (path), *name = g_path_get_basename (art);
  const PlotPage *page = &figure->page;
  cairo_status_t status = plot_output_pdf (figure, layer, unused);

  if (status != CAIRO_STATUS_SUCCESS)
    return status;
  g_string_append (tex,
                   "% Made by " PLOT_PROGRAM ". In the preamble: \\usepackage{graphicx,color}; in the text: "
                   "\\input of this file.\n");
  append_comment (tex, figure->caption);
  append_comment (tex, figure->settings);
  g_string_append (tex, "\\begingroup%\n"
                        "  \\def\\collapsartext#1#2#3{\\setbox0\\hbox{#3}\\makebox[0pt][#2]{%\n"
                        "    \\ifdim\\wd0>#1\\resizebox{#1}{!}{\\box0}\\else\\box0\\fi}}%\n"
                        "  \\setlength{\\unitlength}{1bp}%\n");
  append_length (tex, "  \\begin{picture}(", page->width, ",");
  append_length (tex, "", page->height, ")%\n");
  append_length (tex, "  \\put(0,0){\\includegraphics[width=", page->width, "bp]{");
  g_string_append_printf (tex, "\\detokenize{%s}}}%%\n", name);
  plot_text_layer_to_tex (layer, page->height, plot_theme (page->theme)->background, tex);
  g_string_append (tex, "  \\end{picture}%\n\\endgroup\n");
  g_byte_array_append (file, (const guint8 *)tex->str, (guint)tex->len);
  return status;
}
