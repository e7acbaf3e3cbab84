/* What a run makes of a transfer task. */
#pragma once

#include "network/network.h"
#include "training/transfer.h"

/* The source's blocks, those that the method leaves alone frozen, and a new classifier drawn from `random`.
 */
Network *
transfer_task_network (const TransferTask *task, const Regime *regime, NumericRandom *random, GError **error);
/* How many numbers are kept of what the leading frozen blocks give for a set's samples; 0 where no block is
 * frozen, or it is more than should be kept. */
gsize transfer_n_kept (const Network *network, const Dataset *data);
