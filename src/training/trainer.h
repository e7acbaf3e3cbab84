/* The trainer: one run of a regime in a thread of its own, told to a sink.
 *
 * Order of what a run does with its random streams, and so what its seed determines, is at the head of
 * trainer.c. Commands take effect at the next mini-batch. */
#pragma once

#include "training/regime-change.h"
#include "training/checkpoint.h"
#include "training/record.h"
#include "training/regime.h"
#include "training/transfer.h"

#define TRAINER_ERROR (trainer_error_quark ())
GQuark trainer_error_quark (void);

typedef enum {
  TRAINER_ERROR_DIVERGED, /* the loss became NaN or infinite; the last good epoch is kept */
} TrainerError;

typedef enum {
  TRAINER_FINISHED, /* all epochs done */
  TRAINER_STOPPED,  /* by trainer_stop */
  TRAINER_FAILED,   /* the sink's failed has said why */
} TrainerEnd;

/* What is known once data and network are there. */
typedef struct {
  const Dataset *train, *test; /* prepared; ref to keep */
  guint n_epochs;
  guint first_epoch; /* that the run goes on from; 0 when it begins */
  guint n_classes;
  gsize dimension;    /* of the features */
  gsize embedding;    /* of the head's output; the same without a head */
  gboolean probe;     /* the classifier on the features is an online probe (online-probe.h) */
  gsize n_parameters; /* scalars that lead to the logits, and those of them that are trained */
  gsize n_trained;
  guint64 memory; /* bytes that the run needs, about, its data among them */
  guint steps_per_epoch;
} TrainerStart;

/* Called in the trainer's thread, in this order: started once; then records, snapshots and checkpoints;
 * failed at most once; ended always, last. Of one whole epoch come its record, if it is measured, then its
 * snapshot, if it is kept, then its checkpoint, and between them nothing of another moment: so what came
 * since the checkpoint before belongs together with this one. Any may be NULL. Records, snapshots and
 * checkpoints are ref'd by whoever keeps them, changes copied. */
typedef struct {
  void (*started) (const TrainerStart *start, gpointer user_data);
  void (*epoch) (TrainingRecord *record, gpointer user_data);
  /* Of each setting that was changed, before the first mini-batch that is trained with its new value. */
  void (*changed) (const RegimeChange *change, gpointer user_data);
  void (*snapshot) (TrainingSnapshot *snapshot, gpointer user_data);
  /* After every whole epoch, epoch 0 among them, measured or not: but none whose loss is no longer finite, or
   * that was stopped before it was measured. NULL: none are made. */
  void (*checkpoint) (TrainingCheckpoint *checkpoint, gpointer user_data);
  /* Asked between mini-batches: is a snapshot of this moment wanted? (the window's mailbox is empty.) Whole
   * epochs' snapshots that history keeps come without asking. NULL: never. */
  gboolean (*wants_snapshot) (gpointer user_data);
  /* Of a measured epoch, after its snapshot: the same with all samples of both splits in the place of the
   * watch set, which takes no pass of its own; asked for with wants_samples each time. Both or none. */
  void (*samples) (TrainingSnapshot *snapshot, gpointer user_data);
  gboolean (*wants_samples) (gpointer user_data);
  void (*failed) (const GError *error, gpointer user_data);
  void (*ended) (TrainerEnd end, gpointer user_data);
} TrainerSink;

typedef struct _Trainer Trainer;

/* regime is kept; threads: 0 for all cores. Nothing runs yet. */
Trainer *trainer_new (Regime *regime, guint threads, const TrainerSink *sink, gpointer user_data);
/* Before the start: the run goes on from a checkpoint that a run of the same regime made. From its epoch on
 * everything is to the last bit as it was or would have been there, but for the seconds, whatever the number
 * of threads; live keys and generator are the checkpoint's. Of its own epoch neither record nor
 * checkpoint is told again, and one of the last epoch ends at once. The checkpoint is ref'd. A run whose
 * checkpoint does not fit fails with REGIME_ERROR_IMPOSSIBLE. */
void trainer_continue_from (Trainer *trainer, TrainingCheckpoint *checkpoint);
/* Likewise of a run of another regime with the same network. Live keys, seed, data and schedule (at the
 * checkpoint's epoch) are this trainer's regime's. The optimiser goes on from the checkpoint's velocities
 * or moments when it has as many, that is, momentum from momentum, Nesterov's or not, and Adam from Adam,
 * decoupled or not; else it begins afresh. So does the online probe where there was none of its size. Whether
 * the network is the same is told by its size alone: network.activation, say, may be another one. A
 * fixed classifier is trained on where the regime says so, but a trained one is not fixed. */
void trainer_branch_from (Trainer *trainer, TrainingCheckpoint *checkpoint);
/* Before the start: the run is the fine-tuning of a source, of a regime that transfer_regime made: data and
 * first weights are the task's, which is ref'd. What it tells of train is of all the task's training samples,
 * also where it tunes on a few. */
void trainer_transfer (Trainer *trainer, TransferTask *task);
/* Runs in a new thread at lower priority. Once. */
void trainer_start (Trainer *trainer);
/* Runs in the calling thread until the end; returns TRUE when finished or stopped, else the error told to the
 * sink. Instead of trainer_start. */
gboolean trainer_run (Trainer *trainer, GError **error);
/* Stops, waits for the thread and frees; NULL is allowed. */
void trainer_free (Trainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Trainer, trainer_free)

/* Each may be called from any thread at any time, and returns at once. */
void trainer_pause (Trainer *trainer);
void trainer_resume (Trainer *trainer);
/* While paused: trains to the end of the present epoch, then pauses again. */
void trainer_step_epoch (Trainer *trainer);
void trainer_stop (Trainer *trainer);
/* Shares the work with so many threads, 0 for all cores, from the next mini-batch on: what is measured before
 * that still has those of before. Not a bit of the run depends on it. */
void trainer_set_threads (Trainer *trainer, guint threads);
/* Trains on with the live keys (regime_key_is_live) of this regime, which go together with the others of the
 * trainer's own (regime_validate): base learning rate, whose factor by the schedule stays, weight decay and
 * augmentation. The sink is told what changes by that. Not of a fine-tuning, whose frozen blocks may have run
 * already. */
void trainer_set_live (Trainer *trainer, const Regime *regime);
/* Epochs a second, > 0; 0 for full speed. While paced, snapshots are offered between mini-batches. */
void trainer_set_pace (Trainer *trainer, double epochs_per_second);
