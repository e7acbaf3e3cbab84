/* What a run goes on from at a whole epoch, to the last bit: immutable and reference-counted. */
#pragma once

#include "numeric/random.h"
#include "training/regime.h"

/* Its parts, each a row of numbers as network.h and optimiser.h give them. */
typedef enum {
  TRAINING_STATE_NETWORK,         /* network_get_state: weights and running statistics */
  TRAINING_STATE_OPTIMISER,       /* network_optimiser_get_state: velocities or moments */
  TRAINING_STATE_PROBE,           /* of the online probe; empty without one */
  TRAINING_STATE_PROBE_OPTIMISER, /* likewise */
  TRAINING_N_STATES
} TrainingState;

typedef struct {
  guint epoch;          /* whole epochs done */
  Regime *regime;       /* the run's, its live keys as they were then */
  double seconds;       /* of training since the last record */
  double probe_square;  /* what the online probe goes on from beside its states */
  NumericRandom random; /* the run's generator, which all its streams are split off */
  gsize size[TRAINING_N_STATES];
  float *state[TRAINING_N_STATES];
  /*< private >*/
  gatomicrefcount references;
} TrainingCheckpoint;

/* States of these sizes, to be written; regime is kept. */
TrainingCheckpoint *training_checkpoint_new (Regime *regime, const gsize size[TRAINING_N_STATES]);
TrainingCheckpoint *training_checkpoint_ref (TrainingCheckpoint *checkpoint);
void training_checkpoint_unref (TrainingCheckpoint *checkpoint);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingCheckpoint, training_checkpoint_unref)

/* The epochs at which a run's checkpoints are kept in memory: 0, the last, and between them as many, evenly
 * in log(epoch + 1), as all together take at most TRAINING_CHECKPOINT_BYTES. */
gboolean training_keeps_checkpoint (const TrainingCheckpoint *checkpoint, guint n_epochs);
#define TRAINING_CHECKPOINT_BYTES ((gsize)32 << 20)

/* "network", "optimiser", "probe", "probe_optimiser" */
const char *training_state_key (TrainingState state);
