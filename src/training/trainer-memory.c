#include "training/trainer-memory.h"

#include "training/trainer-private.h"
#include "training/transfer-private.h"

#include <glib/gi18n.h>
#include <unistd.h>

/* The watch set: samples a class, fewer where all kept snapshots together would pass MAX_KEPT bytes. */
#define WATCH_TRAIN 100
#define WATCH_TEST 50
#define WATCH_LEAST 8
#define MAX_KEPT 256e6
/* Of the machine's memory, what runs may have. */
#define SHARE 0.9

static double
kept_snapshots (const TrainerMemory *memory)
{
  return MIN (memory->n_epochs + 1, TRAINING_SNAPSHOT_LIMIT);
}

guint
trainer_memory_watch (const TrainerMemory *memory, TrainingSplit split)
{
  static const guint most[TRAINING_N_SPLITS] = { WATCH_TRAIN, WATCH_TEST };
  double share = (double)most[split] / (WATCH_TRAIN + WATCH_TEST);
  double sample = (double)network_feature_width (memory->network) * sizeof (float);
  double fit = MAX_KEPT * share / (kept_snapshots (memory) * memory->train->n_classes * sample);
  return (guint)CLAMP (fit, WATCH_LEAST, most[split]);
}

guint64
trainer_memory_there (void)
{
  return (guint64)(SHARE * (double)sysconf (_SC_PHYS_PAGES) * (double)sysconf (_SC_PAGESIZE));
}

/* Bytes that a run needs: its data, weights, gradients and two moments, the last good state and the
 * next, which for checkpoints are with their moments, features of both splits before and behind the head,
 * and, of all samples in a snapshot (TrainerSink.samples), their features, class, number and prediction,
 * kept snapshots, the largest batch's rows, and what a contrastive loss compares: all of its views with each
 * other. */
static double
estimate (const TrainerMemory *memory)
{
  double feature = (double)network_feature_width (memory->network);
  double embedding = (double)network_embedding_width (memory->network);
  double samples = (double)(memory->train->samples.rows + memory->test->samples.rows);
  double data = (double)(memory->train->samples.rows * memory->train->samples.columns
                         + memory->test->samples.rows * memory->test->samples.columns);
  double watched = 0;
  for (TrainingSplit split = 0; split < TRAINING_N_SPLITS; split++)
    watched += memory->train->n_classes * trainer_memory_watch (memory, split);
  double rows = (double)MAX (2 * memory->batch, trainer_eye_chunk (memory->network));
  double compared = memory->contrast ? 2 * (double)memory->batch : 0;
  double kept = memory->fine_tuning ? (double)(transfer_n_kept (memory->network, memory->train)
                                               + transfer_n_kept (memory->network, memory->test))
                                    : 0;
  /* Of the twin that layers are read from. */
  double twin = memory->fine_tuning ? 0
                                    : 2 * (double)network_size (memory->network)
                                          + (rows + watched) * (double)network_row_size (memory->network);
  double copies = 4 + 2 * (memory->checkpoints ? 3 : 1);
  return sizeof (real)
         * (data + kept + copies * (double)network_size (memory->network)
            + samples * (2 * feature + embedding + 3) + kept_snapshots (memory) * watched * feature
            + rows * (double)network_row_size (memory->network) + compared * compared + twin);
}

guint64
trainer_memory_need (const TrainerMemory *memory)
{
  return (guint64)MIN (estimate (memory), 0x1p62);
}

gboolean
trainer_memory_check (const TrainerMemory *memory, GError **error)
{
  guint64 needed = trainer_memory_need (memory), there = trainer_memory_there ();
  if (needed < there)
    return TRUE;
  g_autofree char *needed_text = g_format_size (needed);
  g_autofree char *there_text = g_format_size (there);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_IMPOSSIBLE,
               _ ("this network on these data needs about %s of memory and the machine has %s for it; make "
                  "its widths, "
                  "optimiser.batch or data.train smaller"),
               needed_text, there_text);
  return FALSE;
}
