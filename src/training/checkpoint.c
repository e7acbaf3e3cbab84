#include "training/checkpoint.h"

#include "training/record.h"

TrainingCheckpoint *
training_checkpoint_new (Regime *regime, const gsize size[TRAINING_N_STATES])
{
  TrainingCheckpoint *checkpoint = g_new0 (TrainingCheckpoint, 1);
  g_atomic_ref_count_init (&checkpoint->references);
  checkpoint->regime = regime_ref (regime);
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
  regime_unref (checkpoint->regime);
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    g_free (checkpoint->state[s]);
  g_free (checkpoint);
}

gboolean
training_keeps_checkpoint (const TrainingCheckpoint *checkpoint, guint n_epochs)
{
  gsize bytes = sizeof *checkpoint;
  for (guint s = 0; s < TRAINING_N_STATES; s++)
    bytes += checkpoint->size[s] * sizeof *checkpoint->state[s];
  /* One more is the newest, whenever it is of. */
  gsize most = TRAINING_CHECKPOINT_BYTES / bytes;
  return training_keeps_snapshot (checkpoint->epoch, n_epochs,
                                  (guint)CLAMP (most, 3, TRAINING_SNAPSHOT_LIMIT) - 1);
}

const char *
training_state_key (TrainingState state)
{
  static const char *const keys[TRAINING_N_STATES] = { "network", "optimiser", "probe", "probe_optimiser" };
  g_return_val_if_fail (state < TRAINING_N_STATES, NULL);
  return keys[state];
}
