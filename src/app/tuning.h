/* CollapsarTuning: one fine-tuning on its way to what it comes to; lives in the main thread.
 *
 * What is trained is a session of its own, kept nowhere, that a scene can show; a layer that is only read
 * (ridge) is read in a thread, and has none. */
#pragma once

#include "app/session.h"
#include "study/study.h"

G_BEGIN_DECLS

typedef enum {
  COLLAPSAR_TUNING_PLANNED,
  COLLAPSAR_TUNING_QUEUED, /* asks for cores: see collapsar_tuning_give_cores */
  COLLAPSAR_TUNING_RUNNING,
  COLLAPSAR_TUNING_PAUSED,
  COLLAPSAR_TUNING_DONE,   /* what it came to is in its transfer */
  COLLAPSAR_TUNING_FAILED, /* collapsar_tuning_error says why */
} CollapsarTuningState;

#define COLLAPSAR_TYPE_TUNING (collapsar_tuning_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTuning, collapsar_tuning, COLLAPSAR, TUNING, GObject)

/* Property "state" (int, CollapsarTuningState, notifies). Signal "pending", as a session's. */

/* Of a run at an epoch, with a regime that transfer_regime made. From any thread. */
CollapsarTuning *collapsar_tuning_new (gint64 run, guint epoch, Regime *regime);
const StudyTransfer *collapsar_tuning_transfer (CollapsarTuning *self);
/* The same, to be freed with study_transfer_free; once. */
StudyTransfer *collapsar_tuning_take_transfer (CollapsarTuning *self);
/* Adds it to a study, with what it told of its epochs; in the study's thread, once it is done. */
gboolean collapsar_tuning_store (CollapsarTuning *self, Study *study, GError **error);
Regime *collapsar_tuning_regime (CollapsarTuning *self);
CollapsarTuningState collapsar_tuning_get_state (CollapsarTuning *self);
const GError *collapsar_tuning_error (CollapsarTuning *self);
/* NULL before it is begun, and of what is only read. */
CollapsarSession *collapsar_tuning_session (CollapsarTuning *self);
/* Seconds that it was running, of one that is done. */
double collapsar_tuning_seconds (CollapsarTuning *self);

/* Queues one that is planned. watched: it is measured after each epoch, and not only at the end; what it
 * comes to is the same. source: as of collapsar_session_tune. style: that of its session. */
void collapsar_tuning_begin (
    CollapsarTuning *self, TransferTask *task, TrainingSnapshot *source, gboolean watched, guint style);
/* 0: one that runs is queued, but a reading goes on to its end. */
void collapsar_tuning_give_cores (CollapsarTuning *self, guint cores);
void collapsar_tuning_pause (CollapsarTuning *self);
void collapsar_tuning_resume (CollapsarTuning *self);
/* Ends it; it is planned again. */
void collapsar_tuning_stop (CollapsarTuning *self);
/* Takes the error: it could not be begun. */
void collapsar_tuning_fail (CollapsarTuning *self, GError *error);
/* Somebody looks at it: it is trained at this pace, and tells its moments. */
void collapsar_tuning_set_watched (CollapsarTuning *self, gboolean watched, double pace);

/* "Linear probe on MNIST, 50 per class", of a regime that transfer_regime made; free with g_free. */
char *collapsar_tuning_describe (const Regime *regime);

G_END_DECLS
