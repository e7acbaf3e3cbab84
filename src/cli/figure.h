/* The options --figure and what belongs to it, and the figure of runs. */
#pragma once

#include "view/figure.h"

typedef struct {
  char *path; /* NULL: none is wanted */
  char *kind, *width, *height, *theme, *band, *projection, *classes;
  double tour_time;       /* seconds */
  ViewFigureOptions page; /* what the first four above say */
  ViewBand band_kind;
  CollapseProjectionKind projection_kind;
  guint32 chosen[COLLAPSE_N_CHOSEN];
} CliFigure;

#define CLI_FIGURE_N_PROJECTION_OPTIONS 3
/* Those of its projection, which the command figure has too. */
void cli_figure_projection_options (CliFigure *figure, GOptionEntry entries[CLI_FIGURE_N_PROJECTION_OPTIONS]);

#define CLI_FIGURE_N_OPTIONS (6 + CLI_FIGURE_N_PROJECTION_OPTIONS)
/* Writes them into a command's options. */
void cli_figure_options (CliFigure *figure, GOptionEntry entries[CLI_FIGURE_N_OPTIONS]);
void cli_figure_clear (CliFigure *figure);

/* Everything about it that can be wrong is found before training. Returns an exit code. */
int cli_figure_check (CliFigure *figure);
/* Of runs (GPtrArray of CliRun) that have a snapshot; those that differ in their seed alone as one. FALSE
 * after telling what is wrong. */
gboolean cli_figure_write (const CliFigure *figure, const GPtrArray *runs);
