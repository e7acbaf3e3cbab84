/* The options that say how a figure's runs are looked at: which epochs, from where, which curves. */
#pragma once

#include "view/figure.h"

typedef struct {
  char *epoch, *epochs, *split, *projection, *classes, *hold, *camera, *parts, *paths, *samples, *band,
      *curves, *tour_frame, *panels, *epoch_range;
  char *metric;
  double tour_time; /* seconds */
  int columns;
  double smoothing;
  gboolean orthographic, common_scale, each_run, ratio, log_epochs;
  char **apart, **mute; /* names of runs */
  char *lead;           /* one of them */
  char *styles;
  ViewFigureLook look; /* what they say */
  /*< private >*/
  guint32 chosen[COLLAPSE_N_CHOSEN];
  GArray *moments;     /* of double */
  GArray *style_turns; /* of guint */
  PlotCamera place;
} CliLook;

#define CLI_LOOK_N_OPTIONS 28
/* "1,3,2", or NULL for none, as an array of guint from 0; NULL after telling what is allowed. */
GArray *cli_styles_read (const char *list);
/* Writes them into a command's options. */
void cli_look_options (CliLook *look, GOptionEntry entries[CLI_LOOK_N_OPTIONS]);
/* Whether any was given. */
gboolean cli_look_is_given (const CliLook *look);
/* Whether any was given that says nothing of transfer: all but apart, mute and styles. */
gboolean cli_look_is_of_runs (const CliLook *look);
/* Reads them for a figure of that kind. Returns an exit code. */
int cli_look_check (CliLook *look, ViewFigureKind kind);
void cli_look_clear (CliLook *look);
/* The style of the run, or of the group that begins with the run, of that name at a place. */
guint cli_look_style (const CliLook *look, guint place, const char *name);
/* Whether that run is never in a mean. */
gboolean cli_look_is_apart (const CliLook *look, const char *name);
