/* CollapsarPlaybackBar: the foot of the window: which epoch is seen, the pace, and replay of what is trained.
 *
 * One pace (epochs a second) is for training and replay alike; at full speed a replay takes REPLAY_SECONDS.
 */
#pragma once

#include <gtk/gtk.h>

#include "app/session.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_PLAYBACK_BAR (collapsar_playback_bar_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarPlaybackBar, collapsar_playback_bar, COLLAPSAR, PLAYBACK_BAR, GtkBox)

/* session: NULL for none. */
void collapsar_playback_bar_set_session (CollapsarPlaybackBar *self, CollapsarSession *session);
/* With icons alone. */
void collapsar_playback_bar_set_compact (CollapsarPlaybackBar *self, gboolean compact);
/* Starts to replay from the cursor, forwards (1) or backwards (-1), from the other end when it is at that
 * one; or stops what goes that way already. Forwards it ends live, backwards at epoch 0. */
void collapsar_playback_bar_toggle_replay (CollapsarPlaybackBar *self, int direction);
/* Chooses the next faster (1) or slower (-1) pace. */
void collapsar_playback_bar_change_pace (CollapsarPlaybackBar *self, int by);
gboolean collapsar_playback_bar_is_replaying (CollapsarPlaybackBar *self);

G_END_DECLS
