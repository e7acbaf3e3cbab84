/* The data of several runs at once, kept in memory once. */
#pragma once

#include "dataset/dataset.h"
#include "training/regime.h"

/* Loads and prepares what the regime trains on (regime_load_data, regime_prepare_data; their errors), or
 * gives what another run of this process has, where that is the same to the last bit; it is to be let go of
 * as if it were one's own. From any thread: one that asks for what another is loading waits for it. Files
 * named by their path are read anew each time, as they may have changed. */
gboolean shared_data_load (const Regime *regime, Dataset **train, Dataset **test, GError **error);
