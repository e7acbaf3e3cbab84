/* Optimisers, and schedules of the learning rate. */
#pragma once

#include "network/network.h"

typedef struct _NetworkOptimiser NetworkOptimiser;

typedef struct {
  double momentum;     /* 0 <= mu < 1 */
  double weight_decay; /* coupled: added to the gradient of every parameter, as torch.optim.SGD does */
  gboolean nesterov;
} NetworkSgd;

/* With g' = g + wd w:  v <- mu v + g';  w <- w - lr v, or by Nesterov w - lr (g' + mu v)  (v starts at 0):
 * torch.optim.SGD with dampening 0. The network must outlive it. */
NetworkOptimiser *network_optimiser_new_sgd (Network *network, const NetworkSgd *sgd);

typedef struct {
  double beta1, beta2; /* 0 <= beta < 1 */
  double weight_decay;
  gboolean decoupled; /* AdamW (Loshchilov, Hutter 2019): w <- (1 - lr wd) w, not through the moments */
} NetworkAdam;

/* Adam (Kingma, Ba 2015) as torch.optim.Adam and AdamW: of g (coupled: g + wd w) m and v are the moving means
 * of the value and its square, from 0;  w <- w - lr (m / (1 - beta1^t)) / (sqrt (v / (1 - beta2^t)) + 1e-8)
 * at step t = 1, 2, ... The network must outlive it. */
NetworkOptimiser *network_optimiser_new_adam (Network *network, const NetworkAdam *adam);

void network_optimiser_free (NetworkOptimiser *optimiser);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (NetworkOptimiser, network_optimiser_free)

/* Moves every parameter along its gradient of the last backward pass. */
void network_optimiser_step (NetworkOptimiser *optimiser, double learning_rate);

/* Another weight decay, >= 0, from the next step on; the moments stay. */
void network_optimiser_set_weight_decay (NetworkOptimiser *optimiser, double weight_decay);

/* From the next step on gradients whose Euclidean norm over all parameters is above `norm` are shortened to
 * it first, in place; 0 for never. As torch.nn.utils.clip_grad_norm_. */
void network_optimiser_set_clip (NetworkOptimiser *optimiser, double norm);

/* What the next step depends on beside the network: the velocities, or Adam's moments and number of steps. */
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
/* Linear warm-up: (step + 1) / n_warm_up in the first n_warm_up mini-batches, then 1. A further factor, so
 * that schedules fall where they would without it. */
double network_schedule_warm_up (guint64 step, guint64 n_warm_up);
