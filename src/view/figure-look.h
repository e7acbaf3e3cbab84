/* How runs are looked at in words, as options of the command line say it: to be read and to be written. */
#pragma once

#include "collapse/projection.h"
#include "plot/scene.h"

/* In the order of CollapseProjectionKind: "balanced", "means-pca", ...; NULL-terminated. */
const char *const *view_projection_keys (void);

/* "YAW,PITCH,ZOOM,X,Y": degrees, times and the scene's units, rounded; free with g_free. */
char *view_camera_text (const PlotCamera *camera);
/* Reads it; what is missing at the end is 1 for the zoom and else 0. FALSE where it is something else, or
 * nothing would be seen. */
gboolean view_camera_read (const char *text, PlotCamera *camera);

/* "features,means,classifiers,ideal,paths,images", or "none"; free with g_free. */
char *view_parts_text (PlotSceneParts parts);
/* FALSE where a word is none of these. */
gboolean view_parts_read (const char *text, PlotSceneParts *parts);
