/* A linear classifier that is trained on the features beside a network, and that the network never feels.
 *
 * It stands in for the classifier where the network's own is behind a projection head, or is missing, as with
 * contrastive losses: accuracy (of the latter), nc2 of weights, nc3 and nc4 of the features are then the
 * probe's. It is trained on the features of each mini-batch as they come, by cross-entropy and SGD with
 * momentum .9 and weight decay 5e-4. Its learning rate is the schedule's factor, and the gradient of its
 * weights is divided by the mini-batch's mean |h|^2, or what is left at .9 a step of a greater one before, as
 * in normalised least mean squares (Nagumo, Noda 1967): features may be of any length, and the regime's own
 * rate may be one for another optimiser. */
#pragma once

#include "network/optimiser.h"

typedef struct _OnlineProbe OnlineProbe;

/* Weights from `random`, uniform as a classifier's; mini-batches of at most `rows`. */
OnlineProbe *online_probe_new (gsize width, guint classes, gsize rows, NumericRandom *random);
void online_probe_free (OnlineProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (OnlineProbe, online_probe_free)

void online_probe_set_team (OnlineProbe *probe, NumericTeam *team);
/* One step on features (n x width) that are `share` of labels and for the rest of mixed_labels (NULL when
 * share is 1), at the schedule's factor. Features are not changed. */
void online_probe_train (OnlineProbe *probe,
                         RealMatrix features,
                         const guint32 *labels,
                         const guint32 *mixed_labels,
                         double share,
                         double factor);
/* Its logits, n x K; valid until the next call. */
RealMatrix online_probe_logits (OnlineProbe *probe, RealMatrix features);
/* K x width and 1 x K. */
RealMatrix online_probe_weight (const OnlineProbe *probe);
RealMatrix online_probe_bias (const OnlineProbe *probe);
/* Its state: the one-layer network that it is, that network's optimiser, and the |h|^2 its last gradient was
 * divided by, 0 before the first. */
Network *online_probe_network (OnlineProbe *probe);
NetworkOptimiser *online_probe_optimiser (OnlineProbe *probe);
double online_probe_square (const OnlineProbe *probe);
void online_probe_set_square (OnlineProbe *probe, double square);
