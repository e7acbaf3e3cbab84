/* A trainer's sink that stores what a run tells, epoch by epoch, and hands it on to another sink. */
#pragma once

#include "study/writer.h"
#include "training/trainer.h"

typedef struct _StudyRecorder StudyRecorder;

typedef enum {
  STUDY_TELL_AT_ONCE,   /* the other sink hears when the trainer tells */
  STUDY_TELL_COMMITTED, /* of an epoch it hears in the writer's thread, when it is stored: what was heard of
                           is in the file, whatever happens */
} StudyTelling;

/* For a run that the writer was handed (study_writer_put_run); the sink is copied, NULL for none. threads:
 * the trainer's. */
StudyRecorder *study_recorder_new (StudyWriter *writer,
                                   gint64 run,
                                   guint threads,
                                   StudyTelling telling,
                                   const TrainerSink *sink,
                                   gpointer user_data);
/* After the trainer. NULL is allowed. */
void study_recorder_free (StudyRecorder *recorder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyRecorder, study_recorder_free)

/* The trainer's sink, with the recorder as its user data. What belongs to an epoch is in one transaction,
 * with the other epochs of the same 50 ms: what can be lost is the epoch being trained, or so much of it. The
 * run's state is stored when it ends, its checkpoint as often as storing it takes a fiftieth of the time.
 * When an epoch cannot be stored the other sink hears that as `failed`, the trainer is stopped, and nothing
 * later is stored: the run can be resumed from the last epoch in the file. */
extern const TrainerSink study_recorder_sink;

/* The trainer that is stopped then; before it starts. */
void study_recorder_set_trainer (StudyRecorder *recorder, Trainer *trainer);

/* Lets a trainer of a run that is stored go on from its last checkpoint, be it its own or that at which it
 * branched off. Before it starts. */
void study_continue (Trainer *trainer, const StudyRun *run, TrainingCheckpoint *checkpoint);
