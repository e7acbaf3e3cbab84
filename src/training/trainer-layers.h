/* A network's layers measured one by one, on the watch set: how far each has collapsed, and what a linear
 * probe reads in it. */
#pragma once

#include "dataset/dataset.h"
#include "network/network.h"
#include "training/record.h"
#include "training/regime.h"

typedef struct _TrainerLayers TrainerLayers;

/* Of a regime's networks on data such as these. */
TrainerLayers *trainer_layers_new (const Regime *regime, const Dataset *data);
void trainer_layers_free (TrainerLayers *layers);
/* Of this network, for a snapshot of it whose watch sets are of these samples, the same every time. Nothing
 * of the network changes. */
void trainer_layers_measure (TrainerLayers *layers,
                             const Network *network,
                             const RealMatrix inputs[TRAINING_N_SPLITS],
                             NumericTeam *team,
                             TrainingSnapshot *snapshot);
