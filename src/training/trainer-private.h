/* What the trainer's files share: the object that is commanded (trainer.c), the run (trainer-run.c) and how
 * it looks at itself (trainer-measure.c). */
#pragma once

#include "dataset/dataset.h"
#include "dataset/augment.h"
#include "network/network.h"
#include "training/objective.h"
#include "training/online-probe.h"
#include "training/trainer-layers.h"
#include "training/trainer.h"

struct _Trainer {
  Regime *regime;
  TrainerSink sink;
  gpointer user_data;
  GThread *thread;
  TrainingCheckpoint *checkpoint; /* to go on from; NULL to begin */
  gboolean branch;                /* it is another regime's */
  TransferTask *task;             /* of a fine-tuning; NULL for none */

  GMutex mutex; /* guards what follows; cond tells of every change */
  GCond cond;
  gboolean stopping, paused;
  gboolean stepping; /* while paused: to the end of the epoch */
  guint threads;
  double pace;
  Regime *live; /* what it is to train with: the regime, but for its live keys */

  gint64 turn; /* when the last mini-batch was due, us; the run's thread only */
};

gboolean trainer_is_stopping (Trainer *trainer);
/* At least 1. */
guint trainer_threads (Trainer *trainer);

/* Tells the moment between two mini-batches if the sink wants it and there is time; idle: the next mini-batch
 * is not due. TRUE when nothing is left to tell of it. */
typedef gboolean (*TrainerOffer) (gboolean idle, gpointer data);

/* Returns when the next mini-batch may run; FALSE when the run is to stop. Offers the present moment at once
 * and, as long as it waits, until it is told. */
gboolean trainer_wait_turn (Trainer *trainer, guint steps_per_epoch, TrainerOffer offer, gpointer data);
/* The regime to train with now; free with regime_unref. */
Regime *trainer_ref_live (Trainer *trainer);
/* A whole epoch is done: a step ends. */
void trainer_epoch_done (Trainer *trainer);

/* The run itself, in the present thread; tells the sink all but `ended`. */
TrainerEnd trainer_run_regime (Trainer *trainer, GError **error);

/* How a run looks at one split. */
typedef struct {
  const Dataset *data;
  RealMatrix frozen;    /* what the leading frozen blocks give, a row a sample; data == NULL where not kept */
  float *features;      /* n x d, of the last whole pass */
  float *embeddings;    /* n x the head's width, likewise; NULL without a head */
  guint32 *predictions; /* n, likewise */
  CollapseMeans *means; /* likewise */
  GArray *watch;        /* indices of the watch set */
  RealMatrix inputs;    /* its samples */
} TrainerSplit;

/* The eye of a run: evaluation passes, records and snapshots. Changes nothing of what training goes on from.
 */
/* What it looks at and how; pointers are the run's. */
typedef struct {
  Network *network;
  OnlineProbe *probe; /* NULL where the network's classifier is on the features */
  const TrainingObjective *objective;
  const DatasetAugmentation *augmentation;
  const NumericRandom *random; /* the run's */
  gsize batch;                 /* samples that a contrastive loss is taken over */
  gboolean head;
  const Regime *layers; /* whose network's layers are measured one by one; NULL: they are not */
  NumericTeam *team;
} TrainerEyeOptions;

typedef struct {
  Trainer *trainer;
  TrainerEyeOptions options;
  TrainerSplit split[TRAINING_N_SPLITS];
  TrainerLayers *layers; /* NULL where they are not measured */
} TrainerEye;

/* Rows of a forward pass while measuring. */
gsize trainer_eye_chunk (const Network *network);
/* The class of greatest logit of each row, ties to the lower. */
void trainer_predict (RealMatrix logits, guint32 *predictions);
/* Rows, one after the other. */
void trainer_copy_rows (RealMatrix from, float *to);

/* With the classifier on the features, the probe's where there is one (else NULL), and nothing watched. */
TrainingSnapshot *trainer_new_snapshot (const Network *network, const OnlineProbe *probe, double epoch);
/* Has it watch all samples: room for their features and predictions. */
void trainer_watch_all (TrainingWatch *watch, const Dataset *data, gsize dimension);

/* watch: samples a class, by split; frozen is taken. */
void trainer_eye_init (TrainerEye *eye,
                       Trainer *trainer,
                       const TrainerEyeOptions *options,
                       Dataset *const data[TRAINING_N_SPLITS],
                       const RealMatrix frozen[TRAINING_N_SPLITS],
                       const guint watch[TRAINING_N_SPLITS]);
void trainer_eye_clear (TrainerEye *eye);
/* Loss, error and metrics of both splits; FALSE when stopped on the way. */
gboolean trainer_eye_measure (TrainerEye *eye, CollapseMeasure what, TrainingRecord *record);
/* Within an epoch: a pass over the watch set, means over it. */
TrainingSnapshot *trainer_eye_glance (TrainerEye *eye, double epoch);
/* Right after trainer_eye_measure, no mini-batch between: the watch set's part of that pass, whole means. */
TrainingSnapshot *trainer_eye_whole (TrainerEye *eye, guint epoch);
/* The same of all samples. */
TrainingSnapshot *trainer_eye_all (const TrainerEye *eye, guint epoch);
/* Measures the layers of the present network, one by one, for a snapshot of it. */
void trainer_eye_measure_layers (TrainerEye *eye, TrainingSnapshot *snapshot);
