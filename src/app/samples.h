/* CollapsarSamples: every sample of a run's data at the epoch under its cursor, in the place of the few that
 * its snapshots hold, for a scene that is to show all of them.
 *
 * While one follows training, the trainer tells them of each measured epoch and the scene stays with that
 * until the next; where the cursor rests on an epoch of which the history has a checkpoint, they are computed
 * in a thread of lower priority; while it moves, and of other epochs, what the session shows is all there is.
 */
#pragma once

#include "app/session.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_SAMPLES (collapsar_samples_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSamples, collapsar_samples, COLLAPSAR, SAMPLES, GObject)

/* Signal "changed": the snapshot or the remark is another one. */
CollapsarSamples *collapsar_samples_new (void);
/* NULL for none; what was asked for of the one before is called off. */
void collapsar_samples_set_session (CollapsarSamples *self, CollapsarSession *session);
/* Whether all are wanted; FALSE at first, when it has what the session shows. */
void collapsar_samples_set_all (CollapsarSamples *self, gboolean all);
gboolean collapsar_samples_get_all (CollapsarSamples *self);
/* Whether the scene is seen, TRUE at first: while it is not, nothing is computed nor asked of the trainer. */
void collapsar_samples_set_seen (CollapsarSamples *self, gboolean seen);
/* What there is to draw, or NULL. */
TrainingSnapshot *collapsar_samples_snapshot (CollapsarSamples *self);
/* Why it is not all that are wanted, for people; NULL where it is, and while the cursor moves. */
const char *collapsar_samples_remark (CollapsarSamples *self);

G_END_DECLS
