#include "training/checkpoint.h"

TrainingCheckpoint *
training_checkpoint_new (const gsize size[TRAINING_N_STATES])
{
  TrainingCheckpoint *checkpoint = g_new0 (TrainingCheckpoint, 1);
  g_atomic_ref_count_init (&checkpoint->references);
  for (guint s = 0; s < TRAINING_N_STATES; s++) {
    checkpoint->size[s] = size[s];
    checkpoint->state[s] = g_new (float, size[s]);
  }
  return checkpoint;
}

TrainingCheckpoint *
training_checkpoint_ref (TrainingCheckpoint *checkpoint)
{
  g_atomic_ref_count_inc (&checkpoint->references);
  return checkpoint;
}

void
training_checkpoint_unref (TrainingCheckpoint *checkpoint)
{
  if (!g_atomic_ref_count_dec (&checkpoint->references))
    return;
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    g_free (checkpoint->state[s]);
  g_free (checkpoint);
}

const char *
training_state_key (TrainingState state)
{
  static const char *const keys[TRAINING_N_STATES] = { "network", "optimiser", "probe", "probe_optimiser" };
  g_return_val_if_fail (state < TRAINING_N_STATES, NULL);
  return keys[state];
}
