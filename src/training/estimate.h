/* How long a comparison takes on this machine: measured on the first epochs of each of its regimes. */
#pragma once

#include <gio/gio.h>

#include "training/regime-comparison.h"

/* What one regime takes, seconds. */
typedef struct {
  double loading; /* until its first epoch begins: data, network, the measuring of epoch 0 */
  double epoch;   /* training, and measuring as often as the regime asks for it */
  guint n_epochs;
} TrainingCost;

/* Trains the first epochs of a regime on so many threads (0: all cores) in the calling thread, for about half
 * a second or one epoch, whichever is longer. Errors: the trainer's, such as a data set that is missing;
 * G_IO_ERROR_CANCELLED. */
gboolean training_cost_measure (
    Regime *regime, guint threads, GCancellable *cancellable, TrainingCost *cost, GError **error);

/* How many cores the scheduler gives each of n runs that begin together, at least one. */
guint training_cost_cores (guint n, guint cores);

/* Seconds until n runs that were begun together have ended, each measured on training_cost_cores: where there
 * are fewer runs than cores as long as the longest, else the work shared by all cores, but no less than the
 * longest. An epoch takes no less than 1 / pace; pace 0: full speed. */
double training_cost_total (const TrainingCost *costs, guint n, guint cores, double pace);
