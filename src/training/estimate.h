/* How long a comparison takes on this machine: measured on the first epochs of each of its regimes. */
#pragma once

#include <gio/gio.h>

#include "training/regime-comparison.h"

/* What one regime takes, seconds. */
typedef struct {
  double loading; /* until its first epoch begins: data, network, the measuring of epoch 0 */
  double epoch;   /* training, and measuring as often as the regime asks for it */
  guint n_epochs;
  double
      share; /* of the time of a processor that the measuring had, 0 .. 1: little where others were at work */
} TrainingCost;

/* Trains the first epochs of a regime on so many threads (0: all cores) in the calling thread, until that has
 * had 0.15 s of a processor, or for one epoch. What is told is the thread's time on a
 * processor, which is what the regime takes on a machine that does nothing else, however busy this one is.
 * Errors: the trainer's, such as a data set that is missing; G_IO_ERROR_CANCELLED. */
gboolean training_cost_measure (
    Regime *regime, guint threads, GCancellable *cancellable, TrainingCost *cost, GError **error);

/* How many cores the scheduler gives run i of n that begin together and take about as long: one, but those
 * that come last, when others have ended, share all. */
guint training_cost_cores (guint n, guint i, guint cores);

/* Seconds until n runs that were begun together have ended, each measured on training_cost_cores: each begins
 * when a core is free, in their order. An epoch takes no less than 1 / pace; pace 0: full speed. */
double training_cost_total (const TrainingCost *costs, guint n, guint cores, double pace);
