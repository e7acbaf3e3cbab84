/* The mini-batches of a run: which samples, as augmented, and one step of training on them. */
#pragma once

#include "dataset/augment.h"
#include "dataset/dataset.h"
#include "training/objective.h"
#include "training/online-probe.h"
#include "training/preconditioner.h"

typedef struct {
  const Dataset *train;
  RealMatrix frozen; /* what the network's leading frozen blocks give for it, borrowed; data == NULL where it
                        is not kept, as when samples are augmented */
  Network *network;
  NetworkOptimiser *optimiser;
  OnlineProbe *probe;             /* NULL for none */
  Preconditioner *preconditioner; /* of the classifier; NULL for none */
  NumericTeam *team;
  TrainingObjective objective;
  DatasetAugmentation augmentation;
  gsize size;                   /* samples of a mini-batch */
  guint steps;                  /* mini-batches an epoch */
  NumericRandom random;         /* the run's */
  NumericRandom augment, mixup; /* this epoch's streams */
  guint32 *order;               /* of the training samples in this epoch */
  RealMatrix inputs;            /* of a mini-batch; of two views one after the other */
  guint32 *labels;              /* of its rows */
  guint32 *mixed_labels;        /* of what is mixed with them */
  RealMatrix gradient;          /* of the loss by what the network gives */
  RealMatrix mixed_gradient;    /* of the loss with mixed_labels */
} TrainerBatch;

/* Allocates what the fields down to `size`, which are set, and `random` ask for. */
void trainer_batch_init (TrainerBatch *batch, gboolean batch_norm);
void trainer_batch_clear (TrainerBatch *batch);
/* Draws the order of epoch `epoch`, counted from 1. */
void trainer_batch_begin (TrainerBatch *batch, guint epoch);
/* Trains on mini-batch `step` of the epoch, which is the run's mini-batch `whole_step`; factor is the
 * schedule's part of the rate. Returns the loss; when it is not finite nothing has moved. */
double trainer_batch_train (TrainerBatch *batch, guint step, guint64 whole_step, double rate, double factor);

/* Rows of `data` as view 0 or 1 of an augmentation's stream. */
void trainer_gather_rows (const Dataset *data,
                          const DatasetAugmentation *augmentation,
                          const NumericRandom *stream,
                          const guint32 *samples,
                          guint view,
                          NumericTeam *team,
                          RealMatrix rows);
