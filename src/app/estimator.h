/* CollapsarEstimator: how long each preset takes on this machine. It is measured in a thread of its own at
 * low priority, while no run trains, and kept (app/estimate-cache.h); what was measured while the machine was
 * busy is told, and measured again the next time. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_ESTIMATOR (collapsar_estimator_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarEstimator, collapsar_estimator, COLLAPSAR, ESTIMATOR, GObject)

/* Signal "told" (const char *preset): there is something new of it. */

/* The one that is at work, or a new one. It ends with its last reference. */
CollapsarEstimator *collapsar_estimator_dup (void);
/* Seconds at a pace (epochs a second, 0 for full speed) on so many cores, 0 for all; NaN where they are not
 * known yet, or cannot be. */
double collapsar_estimator_seconds (CollapsarEstimator *self, const char *preset, double pace, guint cores);
/* Why the preset cannot be trained: which data set is missing, and how to get it. NULL where nothing is known
 * to be. */
const char *collapsar_estimator_trouble (CollapsarEstimator *self, const char *preset);

/* A study whose runs begin to train says TRUE, and FALSE when they have ended: nothing is measured
 * meanwhile. */
void collapsar_estimator_hold (gboolean held);

G_END_DECLS
