/* The network and the optimiser that a regime asks for. */
#pragma once

#include "dataset/dataset.h"
#include "network/optimiser.h"
#include "training/regime.h"

/* The network of [network] and [head] for such data, its weights drawn from `random`. Errors:
 * REGIME_ERROR_IMPOSSIBLE, or those of network_new. */
Network *
regime_new_network (const Regime *regime, const Dataset *data, NumericRandom *random, GError **error);
/* The same with some of its blocks frozen, and one added to the features. */
typedef struct {
  const gboolean *frozen; /* as those of NetworkDesign */
  guint skip;
} RegimeTuning;
Network *regime_new_tuned_network (const Regime *regime,
                                   const Dataset *data,
                                   const RegimeTuning *tuning,
                                   NumericRandom *random,
                                   GError **error);
/* Takes the start from network.weights (network_read_weights, whose errors it has), where that is given: as
 * with data.source, "~" is the user's home, and what is not absolute is looked for in the present folder. */
gboolean regime_read_weights (const Regime *regime, Network *network, GError **error);
/* Whether a network whose weights have been set from elsewhere has the classifier that the regime says: only
 * a fixed one can be another. REGIME_ERROR_IMPOSSIBLE. */
gboolean regime_check_classifier (const Regime *regime, const Network *network, GError **error);
/* That of [optimiser]; the network must outlive it. */
NetworkOptimiser *regime_new_optimiser (const Regime *regime, Network *network);
/* Whether a linear probe has to be trained on the features beside the network: its classifier is behind a
 * head, or there is none. */
gboolean regime_needs_probe (const Regime *regime);
