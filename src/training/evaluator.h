/* The network of a checkpoint, to be looked at again: what it makes of every sample of its data, in
 * evaluation mode. */
#pragma once

#include "dataset/dataset.h"
#include "network/network.h"
#include "training/checkpoint.h"
#include "training/online-probe.h"
#include "training/record.h"

#include <gio/gio.h>

typedef struct _TrainingEvaluator TrainingEvaluator;

/* The regime's network with the checkpoint's weights; the data (as regime_prepare_data leaves them) are
 * ref'd. threads: 0 for all cores. Errors: those of regime_new_network; REGIME_ERROR_IMPOSSIBLE when the
 * checkpoint is of another network. */
TrainingEvaluator *training_evaluator_new (const Regime *regime,
                                           const TrainingCheckpoint *checkpoint,
                                           Dataset *const data[TRAINING_N_SPLITS],
                                           guint threads,
                                           GError **error);
void training_evaluator_free (TrainingEvaluator *evaluator);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingEvaluator, training_evaluator_free)

const Network *training_evaluator_network (const TrainingEvaluator *evaluator);
/* That of a network whose classifier is not on the features; NULL of others. */
const OnlineProbe *training_evaluator_probe (const TrainingEvaluator *evaluator);
const Dataset *training_evaluator_data (const TrainingEvaluator *evaluator, TrainingSplit split);

/* Where a pass over a split puts what it sees, a row a sample; what is not wanted, or that there is not, is
 * NULL. */
typedef struct {
  float *features;      /* n x d */
  float *embeddings;    /* n x p, behind the head */
  float *logits;        /* n x K, of the network's own classifier */
  guint32 *predictions; /* n: argmax of the classifier's logits, else of the online probe's */
} TrainingSight;

/* FALSE with G_IO_ERROR_CANCELLED alone; cancellable may be NULL. */
gboolean training_evaluator_look (TrainingEvaluator *evaluator,
                                  TrainingSplit split,
                                  const TrainingSight *sight,
                                  GCancellable *cancellable,
                                  GError **error);
/* The class means of such features of a split. */
CollapseMeans *
training_evaluator_means (const TrainingEvaluator *evaluator, TrainingSplit split, const float *features);

/* The epoch as the trainer saw it, to the last bit, with all samples of both splits in the place of the
 * watch set (TrainerSink.samples); its layers are not measured. Errors as of training_evaluator_look. */
TrainingSnapshot *
training_evaluator_snapshot (TrainingEvaluator *evaluator, GCancellable *cancellable, GError **error);
