/* What a run keeps in memory, and whether the machine has it. */
#pragma once

#include "dataset/dataset.h"
#include "network/network.h"
#include "training/record.h"

typedef struct {
  const Network *network;
  const Dataset *train, *test;
  guint n_epochs;
  gsize batch;
  gboolean fine_tuning; /* what frozen blocks give is kept */
  gboolean contrast;    /* all views of a mini-batch are compared with each other */
  gboolean checkpoints; /* are made */
} TrainerMemory;

/* The watch set's samples a class. */
guint trainer_memory_watch (const TrainerMemory *memory, TrainingSplit split);
/* Bytes that the run needs, about. */
guint64 trainer_memory_need (const TrainerMemory *memory);
/* Bytes that all runs together may have on this machine. */
guint64 trainer_memory_there (void);
/* REGIME_ERROR_IMPOSSIBLE when the run needs more than the machine has. */
gboolean trainer_memory_check (const TrainerMemory *memory, GError **error);
