/* The options --figure and what belongs to it, and the figure of runs. */
#pragma once

#include "cli/look.h"
#include "cli/page.h"

typedef struct {
  char *path; /* NULL: none is wanted */
  char *kind;
  CliPage page;
  CliLook look;
} CliFigure;

#define CLI_FIGURE_N_OPTIONS (2 + CLI_PAGE_N_OPTIONS + CLI_LOOK_N_OPTIONS)
/* Writes them into a command's options. */
void cli_figure_options (CliFigure *figure, GOptionEntry entries[CLI_FIGURE_N_OPTIONS]);
void cli_figure_clear (CliFigure *figure);

/* Everything about it that can be wrong is found before training. Returns an exit code. */
int cli_figure_check (CliFigure *figure);
/* Of runs (GPtrArray of CliRun) that have a snapshot; those that differ in their seed alone as one. FALSE
 * after telling what is wrong. */
gboolean cli_figure_write (const CliFigure *figure, const GPtrArray *runs);
