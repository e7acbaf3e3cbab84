/* The options that say what page a figure is on and what file it goes into. */
#pragma once

#include "plot/figure.h"

typedef struct {
  char *format, *size, *width, *height, *theme, *font;
  double font_size, line_width, dpi; /* 0: not given */
  gboolean no_letters, no_legend, outlines, data;
  PlotPage page; /* what they say; its height is 0 where the figure is to choose */
} CliPage;

#define CLI_PAGE_N_OPTIONS 13
/* Writes them into a command's options. */
void cli_page_options (CliPage *page, GOptionEntry entries[CLI_PAGE_N_OPTIONS]);
/* Whether any was given. */
gboolean cli_page_is_given (const CliPage *page);
/* Reads them, and sees whether such a file can be written at path, where that is not NULL. Returns an exit
 * code. */
int cli_page_check (CliPage *page, const char *path);
void cli_page_clear (CliPage *page);
