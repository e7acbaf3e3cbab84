/* Optimisers, and schedules of the learning rate. */
#pragma once

#include "network/network.h"

typedef struct _NetworkOptimiser NetworkOptimiser;

typedef struct {
  double momentum;     /* 0 <= mu < 1 */
  double weight_decay; /* coupled: added to the gradient of every parameter, as torch.optim.SGD does */
} NetworkSgd;

/* v <- mu v + (g + wd w);  w <- w - lr v  (v starts at 0), torch.optim.SGD with dampening 0. The network must
 * outlive it. */
NetworkOptimiser *network_optimiser_new_sgd (Network *network, const NetworkSgd *sgd);
void network_optimiser_free (NetworkOptimiser *optimiser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetworkOptimiser, network_optimiser_free)

/* Moves every parameter along its gradient of the last backward pass. */
void network_optimiser_step (NetworkOptimiser *optimiser, double learning_rate);

/* The velocities, as network_get_state gives the weights. */
gsize network_optimiser_state_size (const NetworkOptimiser *optimiser);
void network_optimiser_get_state (const NetworkOptimiser *optimiser, real *state);
void network_optimiser_set_state (NetworkOptimiser *optimiser, const real *state);

typedef enum {
  NETWORK_SCHEDULE_CONSTANT,
  NETWORK_SCHEDULE_STEP,   /* x 0.1 at 1/3 and again at 2/3 of the epochs */
  NETWORK_SCHEDULE_COSINE, /* half a cosine from the base rate to 0 */
} NetworkSchedule;

/* The factor on the base learning rate at mini-batch `step` of n_steps (0 <= step < n_steps). STEP drops at
 * whole epochs, so steps_per_epoch is asked for. */
double
network_schedule_factor (NetworkSchedule schedule, guint64 step, guint64 n_steps, guint64 steps_per_epoch);
