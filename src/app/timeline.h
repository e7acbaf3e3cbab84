/* CollapsarTimeline: the epoch scrubber: NC1 inside the track, what is trained and what not, what was
 * changed, the terminal phase, and the cursor to drag. An accessible range. */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TIMELINE (collapsar_timeline_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTimeline, collapsar_timeline, COLLAPSAR, TIMELINE, GtkWidget)

/* Property "session". */
GtkWidget *collapsar_timeline_new (void);
void collapsar_timeline_set_session (CollapsarTimeline *self, CollapsarSession *session);

G_END_DECLS
