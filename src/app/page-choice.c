#include "app/page-choice.h"

#include <math.h>

#define SIZE "nature-2"

/* In the order of the schema; formats are in that of PlotFormat. */
static const PlotThemeKind themes[]
    = { PLOT_THEME_PRINT, PLOT_THEME_LIGHT, PLOT_THEME_DARK, PLOT_THEME_GREY };

static double
read_length (GSettings *settings, const char *key)
{
  return g_settings_get_double (settings, key) * PLOT_POINTS_PER_MM;
}

void
collapsar_page_choice_read (CollapsarPageChoice *choice, GSettings *settings)
{
  *choice = (CollapsarPageChoice){ .page = PLOT_PAGE_INIT, .size = g_strdup (SIZE) };
  PlotPage *page = &choice->page;
  page->width = plot_page_size_find (SIZE)->width * PLOT_POINTS_PER_MM;
  page->font_size = PLOT_PAGE_FONT_SIZE;
  page->line_width = PLOT_PAGE_LINE_WIDTH;
  if (settings == NULL)
    return;
  page->format = (PlotFormat)g_settings_get_enum (settings, "figure-format");
  page->theme = themes[g_settings_get_enum (settings, "figure-theme")];
  page->width = read_length (settings, "figure-width");
  page->height = read_length (settings, "figure-height");
  page->font_size = g_settings_get_double (settings, "figure-font-size");
  page->line_width = g_settings_get_double (settings, "figure-line-width");
  page->dpi = g_settings_get_double (settings, "figure-resolution");
  page->letters = g_settings_get_boolean (settings, "figure-letters");
  page->legend = g_settings_get_boolean (settings, "figure-legend");
  page->outlines = g_settings_get_boolean (settings, "figure-outlines");
  page->data = g_settings_get_boolean (settings, "figure-data");
  g_free (choice->size);
  choice->size = g_settings_get_string (settings, "figure-size");
  choice->font = g_settings_get_string (settings, "figure-font");
  /* Which may be gone since. */
  if (*choice->font == '\0' || !plot_has_font (choice->font))
    g_clear_pointer (&choice->font, g_free);
  page->font = choice->font;
}

/* Millimetres to four digits: the schema's default is 183 and not what is left of it in points. */
static void
write_length (GSettings *settings, const char *key, double points)
{
  g_settings_set_double (settings, key, round (1e4 * points / PLOT_POINTS_PER_MM) / 1e4);
}

void
collapsar_page_choice_write (const CollapsarPageChoice *choice, GSettings *settings)
{
  const PlotPage *page = &choice->page;
  if (settings == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (themes); i++)
    if (themes[i] == page->theme)
      g_settings_set_enum (settings, "figure-theme", (int)i);
  g_settings_set_enum (settings, "figure-format", (int)page->format);
  write_length (settings, "figure-width", page->width);
  write_length (settings, "figure-height", page->height);
  g_settings_set_double (settings, "figure-font-size", page->font_size);
  g_settings_set_double (settings, "figure-line-width", page->line_width);
  g_settings_set_double (settings, "figure-resolution", page->dpi);
  g_settings_set_boolean (settings, "figure-letters", page->letters);
  g_settings_set_boolean (settings, "figure-legend", page->legend);
  g_settings_set_boolean (settings, "figure-outlines", page->outlines);
  g_settings_set_boolean (settings, "figure-data", page->data);
  g_settings_set_string (settings, "figure-size", choice->size);
  g_settings_set_string (settings, "figure-font", choice->font == NULL ? "" : choice->font);
}

void
collapsar_page_choice_copy (CollapsarPageChoice *to, const CollapsarPageChoice *from)
{
  *to = *from;
  to->size = g_strdup (from->size);
  to->font = g_strdup (from->font);
  to->page.font = to->font;
}

void
collapsar_page_choice_clear (CollapsarPageChoice *choice)
{
  g_clear_pointer (&choice->size, g_free);
  g_clear_pointer (&choice->font, g_free);
  choice->page.font = NULL;
}
