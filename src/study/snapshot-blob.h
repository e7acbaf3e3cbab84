/* A snapshot as bytes. Internal to the folder. */
#pragma once

#include "training/record.h"

/* What it takes at most, bytes. */
gsize study_snapshot_bytes (const TrainingSnapshot *snapshot, const guint watched[TRAINING_N_SPLITS]);
/* With at most `watched` samples of each class in each split. */
GBytes *study_snapshot_pack (const TrainingSnapshot *snapshot, const guint watched[TRAINING_N_SPLITS]);
/* NULL when the bytes are no snapshot. */
TrainingSnapshot *study_snapshot_unpack (gconstpointer data, gsize size);
