/* What training changes, copied out as a checkpoint's states and taken over from them. */
#pragma once

#include "training/checkpoint.h"
#include "training/online-probe.h"

typedef struct {
  Network *network;
  NetworkOptimiser *optimiser;
  OnlineProbe *probe; /* NULL for none */
} TrainerState;

void trainer_state_clear (TrainerState *state);
/* A copy, whose further fields are to be set; without the optimisers' states it can be looked at again but
 * not gone on from. NULL when the network has a number that is not finite. */
TrainingCheckpoint *trainer_state_copy (const TrainerState *state, Regime *regime, gboolean optimisers);
/* Takes over every state that is of the size needed here, and leaves the others as they are. */
void trainer_state_take (TrainerState *state, const TrainingCheckpoint *checkpoint);
/* Whether the checkpoint's network is of the size of the one here, and, where `all`, whether all of its
 * states are, and its numbers such as a run has. REGIME_ERROR_IMPOSSIBLE, naming the sizes. */
gboolean trainer_state_fits (const TrainerState *state,
                             const TrainingCheckpoint *checkpoint,
                             gboolean all,
                             GError **error);
