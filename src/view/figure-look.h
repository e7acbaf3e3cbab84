/* How runs are looked at in words, as options of the command line say it: to be read and to be written. */
#pragma once

#include "view/figure.h"

/* In the order of CollapseProjectionKind: "balanced", "means-pca", ...; NULL-terminated. */
const char *const *view_projection_keys (void);

/* Which of the samples scenes show: "watched" (a few of each class), "all"; NULL-terminated. */
const char *const *view_samples_keys (void);

/* "YAW,PITCH,ZOOM,X,Y": degrees, times and the scene's units, rounded; free with g_free. */
char *view_camera_text (const PlotCamera *camera);
/* Reads it; what is missing at the end is 1 for the zoom and else 0. FALSE where it is something else, or
 * nothing would be seen. */
gboolean view_camera_read (const char *text, PlotCamera *camera);

/* A frame of the tour (3 x p): its numbers, rounded, row by row with commas between; free with g_free. */
char *view_frame_text (NumericMatrix64 frame);
/* Reads it, exactly orthonormal; free its data with g_free. data NULL where it is no such frame of p > 3. */
NumericMatrix64 view_frame_read (const char *text);

/* "features,means,classifiers,ideal,paths,images", or "none"; free with g_free. */
char *view_parts_text (PlotSceneParts parts);
/* FALSE where a word is none of these. */
gboolean view_parts_read (const char *text, PlotSceneParts *parts);

/* Adds the options (of char *, owned) that make the command figure draw this look, without those that say
 * what it would do anyway; but for which runs and whose styles. */
void view_look_add_options (GPtrArray *options, const ViewFigureLook *look);
/* The same of a page; a font is named, and the format is the file name's. */
void view_page_add_options (GPtrArray *options, const PlotPage *page);
/* The words (of char *) as a line that a shell takes for these; free with g_free. */
char *view_command_line (const GPtrArray *words);
