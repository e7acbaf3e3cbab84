#include "cli/page.h"

#include "cli/cli.h"
#include "view/figure.h"

#include <glib/gi18n.h>
#include <string.h>

/* A journal's full width. */
#define SIZE "nature-2"

void
cli_page_options (CliPage *page, GOptionEntry entries[CLI_PAGE_N_OPTIONS])
{
  const GOptionEntry own[CLI_PAGE_N_OPTIONS] = {
    { "format", 0, 0, G_OPTION_ARG_STRING, &page->format,
      N_ ("of the figure: pdf, svg, png or tex, whatever the file’s name"), N_ ("FORMAT") },
    { "size", 0, 0, G_OPTION_ARG_STRING, &page->size,
      N_ ("of its page: " SIZE " (default), nature-1, neurips, icml, ieee-1, ieee-2, slide-16:9, slide-4:3"),
      N_ ("NAME") },
    { "width", 0, 0, G_OPTION_ARG_STRING, &page->width,
      N_ ("in its place, such as 89mm, 3.5in, 252pt or 345texpt (TeX’s points)"), N_ ("LENGTH") },
    { "height", 0, 0, G_OPTION_ARG_STRING, &page->height, N_ ("its height; default so that panels fit"),
      N_ ("LENGTH") },
    { "theme", 0, 0, G_OPTION_ARG_STRING, &page->theme, N_ ("print (default), grey, light or dark"),
      N_ ("NAME") },
    { "font", 0, 0, G_OPTION_ARG_STRING, &page->font, N_ ("its family; default Nimbus Sans"), N_ ("FAMILY") },
    { "font-size", 0, 0, G_OPTION_ARG_DOUBLE, &page->font_size,
      N_ ("of titles, with axes’ text 8/9 of it; default 7, of a slide 12"), N_ ("POINTS") },
    { "line-width", 0, 0, G_OPTION_ARG_DOUBLE, &page->line_width,
      N_ ("of curves, with axes half as wide; default 1, of a slide 1.8"), N_ ("POINTS") },
    { "dpi", 0, 0, G_OPTION_ARG_DOUBLE, &page->dpi, N_ ("pixels an inch of a .png; default 300"), N_ ("N") },
    { "outlines", 0, 0, G_OPTION_ARG_NONE, &page->outlines,
      N_ ("text of an .svg as outlines: alike where fonts are missing, not to be edited"), NULL },
    { "no-letters", 0, 0, G_OPTION_ARG_NONE, &page->no_letters, N_ ("panels are not named a, b, c"), NULL },
    { "no-legend", 0, 0, G_OPTION_ARG_NONE, &page->no_legend, N_ ("leave out the legend"), NULL },
    { "data", 0, 0, G_OPTION_ARG_NONE, &page->data, N_ ("what it shows as CSV, too, in a file beside it"),
      NULL }
  };
  memcpy (entries, own, sizeof own);
}

gboolean
cli_page_is_given (const CliPage *page)
{
  return page->format != NULL || page->size != NULL || page->width != NULL || page->height != NULL
         || page->theme != NULL || page->font != NULL || page->font_size != 0 || page->line_width != 0
         || page->dpi != 0 || page->no_letters || page->no_legend || page->outlines || page->data;
}

/* Width, height, font size and line width: those of the size that has a name, and what is said in place. */
static gboolean
read_size (CliPage *page, GError **error)
{
  const PlotPageSize *size = plot_page_size_find (page->size != NULL ? page->size : SIZE);
  if (size == NULL) {
    g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();
    gsize n;
    const PlotPageSize *sizes = plot_page_sizes (&n);
    for (gsize i = 0; i < n; i++)
      g_strv_builder_add (keys, sizes[i].key);
    g_auto (GStrv) names = g_strv_builder_end (keys);
    g_autofree char *allowed = g_strjoinv (", ", names);
    g_set_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE, _ ("--size cannot be “%s”; allowed is one of %s"),
                 page->size, allowed);
    return FALSE;
  }
  page->page.width = size->width * PLOT_POINTS_PER_MM;
  page->page.height = page->width == NULL ? size->height * PLOT_POINTS_PER_MM : 0;
  page->page.font_size = page->font_size != 0 ? page->font_size : page->size != NULL ? size->font_size : 0;
  page->page.line_width = page->line_width != 0 ? page->line_width
                          : page->size != NULL  ? size->line_width
                                                : 0;
  return (page->width == NULL || plot_parse_length (page->width, &page->page.width, error))
         && (page->height == NULL || plot_parse_length (page->height, &page->page.height, error));
}

/* Whether an option's number is between two, or was not given; FALSE after telling what is allowed. */
static gboolean
is_between (const char *option, double value, double least, double most)
{
  if (value == 0 || (value >= least && value <= most))
    return TRUE;
  cli_complain (_ ("%s cannot be %g; allowed is %g to %g"), option, value, least, most);
  return FALSE;
}

static gboolean
read_format (CliPage *page, const char *path, GError **error)
{
  g_autofree char *name = page->format != NULL ? g_strdup_printf (".%s", page->format) : NULL;
  if (page->format == NULL)
    return path == NULL || plot_format_from_name (path, &page->page.format, error);
  if (plot_format_from_name (name, &page->page.format, NULL))
    return TRUE;
  g_set_error (error, PLOT_ERROR, PLOT_ERROR_BAD_FORMAT,
               _ ("--format cannot be “%s”; allowed is one of pdf, svg, png, tex"), page->format);
  return FALSE;
}

/* What cannot be said by an error of plot's. */
static gboolean
read_look (CliPage *page)
{
  if (page->theme != NULL && !plot_theme_from_name (page->theme, &page->page.theme)) {
    g_autofree char *allowed = g_strjoinv (", ", (char **)plot_theme_names ());
    cli_complain (_ ("--theme cannot be “%s”; allowed is one of %s"), page->theme, allowed);
    return FALSE;
  }
  if (page->font != NULL && !plot_has_font (page->font)) {
    cli_complain (_ ("--font cannot be “%s”: this machine has no such family (fc-list : family)"),
                  page->font);
    return FALSE;
  }
  page->page.font = page->font;
  page->page.letters = !page->no_letters;
  page->page.legend = !page->no_legend;
  page->page.outlines = page->outlines;
  page->page.data = page->data;
  if (page->dpi != 0)
    page->page.dpi = page->dpi;
  return is_between ("--font-size", page->font_size, PLOT_PAGE_MIN_FONT_SIZE, PLOT_PAGE_MAX_FONT_SIZE)
         && is_between ("--line-width", page->line_width, PLOT_PAGE_MIN_LINE_WIDTH, PLOT_PAGE_MAX_LINE_WIDTH);
}

int
cli_page_check (CliPage *page, const char *path)
{
  g_autoptr (GError) error = NULL;
  page->page = (PlotPage)PLOT_PAGE_INIT;
  if (!read_look (page))
    return CLI_USAGE;
  if (!read_size (page, &error) || !read_format (page, path, &error)) {
    cli_complain ("%s", error->message);
    return CLI_USAGE;
  }
  /* A height that is chosen later is less than most that a width allows. */
  PlotPage checked = page->page;
  checked.height = checked.height > 0 ? checked.height : checked.width;
  if (path == NULL || view_figure_check (path, &checked, &error))
    return CLI_DONE;
  cli_complain ("%s", error->message);
  return g_error_matches (error, PLOT_ERROR, PLOT_ERROR_WRITE) ? CLI_FAILED : CLI_USAGE;
}

void
cli_page_clear (CliPage *page)
{
  g_free (page->format);
  g_free (page->size);
  g_free (page->width);
  g_free (page->height);
  g_free (page->theme);
  g_free (page->font);
}
