#include "training/trainer-state.h"

#include "training/regime.h"

#include <glib/gi18n.h>
#include <math.h>

void
trainer_state_clear (TrainerState *state)
{
  g_clear_pointer (&state->probe, online_probe_free);
  g_clear_pointer (&state->optimiser, network_optimiser_free);
  g_clear_pointer (&state->network, network_free);
}

/* The network that a part is of, or whose optimiser it is; NULL for none. */
static Network *
network_of (const TrainerState *state, TrainingState part)
{
  if (part == TRAINING_STATE_NETWORK)
    return state->network;
  return part == TRAINING_STATE_PROBE && state->probe != NULL ? online_probe_network (state->probe) : NULL;
}

static NetworkOptimiser *
optimiser_of (const TrainerState *state, TrainingState part)
{
  if (part == TRAINING_STATE_OPTIMISER)
    return state->optimiser;
  return part == TRAINING_STATE_PROBE_OPTIMISER && state->probe != NULL
             ? online_probe_optimiser (state->probe)
             : NULL;
}

static gsize
part_size (const TrainerState *state, TrainingState part)
{
  const Network *network = network_of (state, part);
  const NetworkOptimiser *optimiser = optimiser_of (state, part);
  if (network != NULL)
    return network_state_size (network);
  return optimiser != NULL ? network_optimiser_state_size (optimiser) : 0;
}

static gboolean
is_finite (const float *values, gsize count)
{
  gboolean finite = TRUE;
  for (gsize i = 0; i < count; i++)
    finite &= isfinite (values[i]) != 0; /* to the end: it is the rare case that would gain by stopping */
  return finite;
}

TrainingCheckpoint *
trainer_state_copy (const TrainerState *state, Regime *regime, gboolean optimisers)
{
  gsize size[TRAINING_N_STATES];
  for (TrainingState part = 0; part < TRAINING_N_STATES; part++)
    size[part] = optimisers || optimiser_of (state, part) == NULL ? part_size (state, part) : 0;
  g_autoptr (TrainingCheckpoint) copy = training_checkpoint_new (regime, size);
  for (TrainingState part = 0; part < TRAINING_N_STATES; part++)
    if (size[part] > 0 && network_of (state, part) != NULL)
      network_get_state (network_of (state, part), copy->state[part]);
    else if (size[part] > 0)
      network_optimiser_get_state (optimiser_of (state, part), copy->state[part]);
  copy->probe_square = state->probe != NULL ? online_probe_square (state->probe) : 0;
  if (!is_finite (copy->state[TRAINING_STATE_NETWORK], size[TRAINING_STATE_NETWORK]))
    return NULL;
  return g_steal_pointer (&copy);
}

void
trainer_state_take (TrainerState *state, const TrainingCheckpoint *checkpoint)
{
  for (TrainingState part = 0; part < TRAINING_N_STATES; part++) {
    if (checkpoint->size[part] == 0 || checkpoint->size[part] != part_size (state, part))
      continue;
    if (network_of (state, part) != NULL)
      network_set_state (network_of (state, part), checkpoint->state[part]);
    else
      network_optimiser_set_state (optimiser_of (state, part), checkpoint->state[part]);
    if (part == TRAINING_STATE_PROBE)
      online_probe_set_square (state->probe, checkpoint->probe_square);
  }
}

static gboolean
check_network (const TrainerState *state, const TrainingCheckpoint *checkpoint, GError **error)
{
  gsize needed = part_size (state, TRAINING_STATE_NETWORK), there = checkpoint->size[TRAINING_STATE_NETWORK];
  if (there == needed)
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("the checkpoint of epoch %u is of a network of %u numbers and this regime's has %u; "
                  "[network], [head], the shape of the samples and the number of classes must be as they "
                  "were there"),
               checkpoint->epoch, (guint)there, (guint)needed);
  return FALSE;
}

static gboolean
check_part (const TrainerState *state,
            const TrainingCheckpoint *checkpoint,
            TrainingState part,
            GError **error)
{
  if (checkpoint->size[part] == part_size (state, part))
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("the checkpoint of epoch %u has %u numbers of “%s” where this regime needs %u; it is "
                  "damaged or of another regime"),
               checkpoint->epoch, (guint)checkpoint->size[part], training_state_key (part),
               (guint)part_size (state, part));
  return FALSE;
}

static gboolean
check_numbers (const TrainingCheckpoint *checkpoint, GError **error)
{
  if (isfinite (checkpoint->probe_square) && checkpoint->probe_square >= 0
      && is_finite (checkpoint->state[TRAINING_STATE_NETWORK], checkpoint->size[TRAINING_STATE_NETWORK]))
    return TRUE;
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("the checkpoint of epoch %u is damaged: its network and its probe's square %g should be "
                  "finite, the square not below 0"),
               checkpoint->epoch, checkpoint->probe_square);
  return FALSE;
}

gboolean
trainer_state_fits (const TrainerState *state,
                    const TrainingCheckpoint *checkpoint,
                    gboolean all,
                    GError **error)
{
  if (!check_network (state, checkpoint, error))
    return FALSE;
  for (TrainingState part = 0; all && part < TRAINING_N_STATES; part++)
    if (!check_part (state, checkpoint, part, error))
      return FALSE;
  return check_numbers (checkpoint, error);
}
