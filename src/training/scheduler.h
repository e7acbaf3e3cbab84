/* Who of several runs trains, and on how many cores.
 *
 * Runs queue in the order in which they were added. One alone gets all cores, several a share each that
 * differs by at most one, and when there are more runs than cores the others wait. What one leaves goes to
 * those that wait and then to those that run. A run that has cores keeps one as long as there are as many
 * cores: it is never made to wait for a later one.
 *
 * The memory of those that train is kept within a budget. What a run needs is known only once it has read its
 * data; until then it is taken to need as much as the one that needs most of those whose need is known, or,
 * where none is, a core's share of all there is. A run that does not fit waits, also one that turns out not
 * to after it was told, and lets those behind it that do go before it. One that trains alone does so whatever
 * it needs. Runs that were removed are not counted: one that pauses or waits keeps its memory, but touches
 * none of it.
 *
 * It knows nothing of what a run is, and belongs to one thread. */
#pragma once

#include <glib.h>

typedef struct _TrainingScheduler TrainingScheduler;

/* Tells a run how many cores it has from now on; 0: it waits. Those that get fewer are told first. It may
 * call the scheduler, also to remove this run or another. */
typedef void (*TrainingSchedulerFunc) (gpointer run, guint cores, gpointer user_data);

/* cores: 0 for all; memory in bytes. */
TrainingScheduler *
training_scheduler_new (guint cores, guint64 memory, TrainingSchedulerFunc tell, gpointer user_data);
/* Tells nobody. NULL is allowed. */
void training_scheduler_free (TrainingScheduler *scheduler);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingScheduler, training_scheduler_free)

/* At most so many cores from now on, 0 for all. */
void training_scheduler_set_cores (TrainingScheduler *scheduler, guint cores);
/* A run that wants to train, last in the queue; it is told once it has cores. One that was added before keeps
 * its place, and is told again what it has. */
void training_scheduler_add (TrainingScheduler *scheduler, gpointer run);
/* A run that trains no more, be it paused or at its end; it is not told. One that was not added is ignored.
 */
void training_scheduler_remove (TrainingScheduler *scheduler, gpointer run);
/* Bytes that a run needs, once they are known. */
void training_scheduler_set_need (TrainingScheduler *scheduler, gpointer run, guint64 bytes);

/* Whether it was added, and not removed since. */
gboolean training_scheduler_has (const TrainingScheduler *scheduler, gconstpointer run);
/* Of a run; 0 when it waits, or was not added. */
guint training_scheduler_cores (const TrainingScheduler *scheduler, gconstpointer run);
guint training_scheduler_n_running (const TrainingScheduler *scheduler);
guint training_scheduler_n_waiting (const TrainingScheduler *scheduler);
/* Of those that wait, how many are before this run; 0 when it does not wait. */
guint training_scheduler_n_before (const TrainingScheduler *scheduler, gconstpointer run);
