/* Moments between kept snapshots, for a replay that moves smoothly. */
#pragma once

#include "training/record.h"

/* What a moment between two snapshots of one run would look like if everything moved in straight lines:
 * features, class means and classifier are linear in the epoch, predictions those of the nearer one. Where
 * the two cannot be compared (other samples watched, means that are missing), or the epoch is not between
 * them, a reference to the nearer one. */
TrainingSnapshot *
training_snapshot_interpolate (TrainingSnapshot *before, TrainingSnapshot *after, double epoch);
