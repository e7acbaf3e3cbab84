/* What does not move of the timeline: track, NC1, marks and axis. */
#pragma once

#include <pango/pango.h>

#include "plot/theme.h"
#include "training/history.h"

/* Where things are in a widget of that width, from left and top. */
#define TIMELINE_HEIGHT 82
#define TIMELINE_TOP 19
#define TIMELINE_BOTTOM 55
#define TIMELINE_MARGIN 13

typedef struct {
  const TrainingHistory *history; /* NULL: an empty track */
  double n_epochs;                /* > 0 */
  double trained;                 /* up to where */
  const GPtrArray *marks;         /* training_history_marks; NULL for none */
  guint style;                    /* the run's */
  gint branch;                    /* the epoch up to which it is another run; -1 for none */
  gboolean samples;               /* the epochs are marked of which all samples can be seen */
  PangoContext *context;
} TimelineTrack;

/* The middle of an epoch's place, and back; the latter is clamped to 0 .. n_epochs. */
double timeline_track_x (const TimelineTrack *track, double width, double epoch);
double timeline_track_epoch (const TimelineTrack *track, double width, double x);
void timeline_track_draw (const TimelineTrack *track, cairo_t *cr, const PlotTheme *theme, double width);
/* Every mark in words, "" without any; and the marks near x, NULL for none. Free with g_free. */
char *timeline_track_describe (const TimelineTrack *track);
char *timeline_track_describe_at (const TimelineTrack *track, double width, double x);
/* The distance of the axis' labels in epochs: 1, 2 or 5 times a power of ten, and that of its small ticks. */
double timeline_track_step (double n_epochs, double width, double *small);
