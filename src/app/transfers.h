/* CollapsarTransfers: the fine-tunings of a study's runs, those that are done and those that are to be; lives
 * in the main thread.
 *
 * What the study's file has of them was read with it, in another thread; what is added since is in the list
 * as soon as it is stored. A run that is removed takes its fine-tunings with it, and brings them back. */
#pragma once

#include "app/session.h"
#include "study/transfer-table.h"
#include "training/scheduler.h"
#include "training/transfer-plan.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TRANSFERS (collapsar_transfers_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTransfers, collapsar_transfers, COLLAPSAR, TRANSFERS, GObject)

/* Properties (all notify): "paused" (boolean); "watched" (boolean: somebody looks at the one in progress,
 * which is trained at "pace", measured after each epoch, and tells its moments); "pace" (double, as a
 * session's); "cores" (uint, how many at most are done at once; 0: all); "live" (CollapsarSession, to be
 * read: the one in progress, NULL for none; while watched, the last one stays until the next).
 *
 * Signals: "changed": the rows are others now, at most every 250 ms; "progress": what follows is something
 * else, or "live"; "failed" (GError): one could not be done, and the others go on; "pending": there is
 * something to drain. */

/* Of these runs (GListModel of CollapsarSession), which is kept; the scheduler's runs are CollapsarTuning. */
CollapsarTransfers *collapsar_transfers_new (GListModel *runs, TrainingScheduler *scheduler);
/* Where they are kept, once; NULL: nowhere, and none is done. What was to be done there is done now. */
void collapsar_transfers_set_store (CollapsarTransfers *self, CollapsarStore *store);

/* Array of StudyTransferRow, never changed: run by run in the list's order, each run's in the order in which
 * they were stored. Borrowed until the next "changed"; g_array_ref keeps it, and what its rows point to lives
 * as long as self. */
GArray *collapsar_transfers_rows (CollapsarTransfers *self);

/* Fine-tunes runs (GPtrArray of CollapsarSession) by a plan, each once it has come to its end. What is stored
 * or asked for already is not done again, and what is impossible is told by "failed". The study remembers
 * what is left. */
void collapsar_transfers_add (CollapsarTransfers *self, const GPtrArray *runs, const TransferPlan *plan);
/* What is asked for of the run and not done yet: of TransferPlan; free with g_ptr_array_unref. */
GPtrArray *collapsar_transfers_plans (CollapsarTransfers *self, CollapsarSession *run);
/* Settings, as StudyTransfer has them, of a fine-tuning that is asked for of the run, on the task of this
 * key: of one that tunes or that only reads (ridge), on few labels or on all. Free with g_free; NULL for
 * none. */
char *collapsar_transfers_planned_settings (
    CollapsarTransfers *self, CollapsarSession *run, const char *task, gboolean reads, gboolean few);
/* Those that are not stored yet, as far as is known, and those that were stored, or failed, since there were
 * none. */
guint collapsar_transfers_n_left (CollapsarTransfers *self);
guint collapsar_transfers_n_done (CollapsarTransfers *self);
guint collapsar_transfers_n_failed (CollapsarTransfers *self);
/* Those that are in progress: the others wait for cores, or for their run's end. */
guint collapsar_transfers_n_active (CollapsarTransfers *self);
/* Of those the scheduler's: which have cores (running), or wait for some. */
guint collapsar_transfers_n_scheduled (CollapsarTransfers *self, gboolean running);
/* Why the last one that failed did; NULL when none has. */
const GError *collapsar_transfers_error (CollapsarTransfers *self);
/* Seconds; NaN before it is known. */
double collapsar_transfers_time_left (CollapsarTransfers *self);
CollapsarSession *collapsar_transfers_live (CollapsarTransfers *self);
/* The run that the live one fine-tunes, or NULL. */
CollapsarSession *collapsar_transfers_live_run (CollapsarTransfers *self);
/* Forgets what is left. */
void collapsar_transfers_stop (CollapsarTransfers *self);
/* Ends what is in progress, and begins nothing more; what is left is remembered. */
void collapsar_transfers_close (CollapsarTransfers *self);
/* collapsar_session_drain of what is in progress: once a frame. */
gboolean collapsar_transfers_drain (CollapsarTransfers *self);

G_END_DECLS
