/* CollapsarSession: one regime's run as the window sees it; lives in the main thread.
 *
 * It owns the trainer, drains its queue of records with a bound once a frame and takes the newest snapshot
 * from a one-slot mailbox; what it hands on is already in the history. The epoch cursor that drives every
 * view is here too: while `live`, it follows training. */
#pragma once

#include <gio/gio.h>

#include "app/store.h"
#include "training/history.h"
#include "training/trainer.h"

G_BEGIN_DECLS

typedef enum {
  COLLAPSAR_SESSION_IDLE,
  COLLAPSAR_SESSION_QUEUED,  /* waits for cores: see collapsar_session_set_queues */
  COLLAPSAR_SESSION_LOADING, /* reading data, building the network */
  COLLAPSAR_SESSION_RUNNING,
  COLLAPSAR_SESSION_PAUSED, /* collapsar_session_error says why, where nobody asked for it */
  COLLAPSAR_SESSION_FINISHED,
  COLLAPSAR_SESSION_FAILED, /* collapsar_session_error says why; the history up to then is kept */
} CollapsarSessionState;

#define COLLAPSAR_TYPE_SESSION (collapsar_session_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarSession, collapsar_session, COLLAPSAR, SESSION, GObject)

/* Properties (all notify): "state" (int, CollapsarSessionState), "epoch" (double, the cursor), "live"
 * (boolean), "pace" (double, epochs a second, 0 full speed), "threads" (uint, 0 all), "name" (string, the
 * regime's, to be read), "style" (uint, which of the theme's regime styles it is told apart by), "watched"
 * (boolean, TRUE at first: whether anybody looks, and moments between whole epochs are worth making),
 * "visible" (boolean, TRUE at first: whether it is wanted in the views beside the selected run), "muted"
 * (boolean: it is there, but grey and behind the others), "look" (uint, to be read: the style as it is drawn,
 * with PLOT_REGIME_MUTED while muted), "samples-wanted" (boolean, to be read: whether anybody wants all
 * samples).
 *
 * Signals: "started" when data and network are there (the history is new, and empty unless the run goes on);
 * "updated" at most once a frame when records were added to the history; "snapshot" when
 * collapsar_session_snapshot is another one (newest from training while live, otherwise the kept one at the
 * cursor, or one interpolated between those around it); "samples" when collapsar_session_samples is another
 * one; "pending" when there is something to drain after a time of nothing. */
CollapsarSession *collapsar_session_new (void);

/* Whether it asks for cores before it trains: what wants to train is then "queued" until
 * collapsar_session_give_cores. Otherwise, as at first, it trains at once on as many as "threads" says. */
void collapsar_session_set_queues (CollapsarSession *self, gboolean queues);
/* So many threads from now on; one that is queued trains. 0: one that trains is queued. */
void collapsar_session_give_cores (CollapsarSession *self, guint cores);
/* Whether it trains or is about to: queued, loading or running. */
gboolean collapsar_session_is_wanted (CollapsarSession *self);
/* Whether it is loading or running. */
gboolean collapsar_session_trains (CollapsarSession *self);
/* Bytes that it needs to train; 0 before that is known. */
guint64 collapsar_session_memory (CollapsarSession *self);

/* A run that is told of one waits for its store before it trains; see collapsar_session_set_store. */
void collapsar_session_hold (CollapsarSession *self);
/* Where the run is kept from now on, NULL for nowhere; before it trains for the first time, or while it is
 * held. */
void collapsar_session_set_store (CollapsarSession *self, CollapsarStore *store);
/* Makes the session a run of the store as it was: unfinished ones are paused, and go on from the last epoch
 * that was stored. Data and snapshots are read once somebody looks: "started" tells. */
void
collapsar_session_restore (CollapsarSession *self, CollapsarStore *store, const CollapsarStoredRun *stored);
/* Ends the run and takes it out of the store. */
void collapsar_session_discard (CollapsarSession *self);
/* Bytes of the snapshots that its history has. */
gsize collapsar_session_snapshot_bytes (CollapsarSession *self);
/* When it was watched last, monotonic time; G_MAXINT64 while it is. */
gint64 collapsar_session_left (CollapsarSession *self);
/* Lets the history's snapshots and checkpoints go, which are read back from the store once it is watched
 * again: there are fewer then, as of a study that is opened (STUDY_SNAPSHOT_LIMIT). FALSE where they are
 * still needed: it is watched, has not finished, is no run of a store or a branch. */
gboolean collapsar_session_lighten (CollapsarSession *self);
/* Lets those of its snapshots go that the store does not keep. FALSE where none are left of them, or where
 * there is no store. */
gboolean collapsar_session_thin (CollapsarSession *self);
/* Waits until the thread of a run that was stopped has ended. */
void collapsar_session_wait (CollapsarSession *self);
/* The run's number in the store; 0 when it is not kept. */
gint64 collapsar_session_id (CollapsarSession *self);
/* The run as it stands, as the store would have it (id 0 when it is not kept); free with study_run_free. */
StudyRun *collapsar_session_to_run (CollapsarSession *self);

/* Takes what the worker has told since the last call, with a bound, and emits what it means; to be called
 * once a frame. Returns whether more is to be expected; after FALSE, the signal "pending" says when to call
 * again.
 */
gboolean collapsar_session_drain (CollapsarSession *self);

/* Ends the present run, if any, and starts this regime from its seed. What the run before left (history,
 * snapshot) stays until this one's data and network are there. */
void collapsar_session_run (CollapsarSession *self, Regime *regime);
/* Makes a new session a run of this regime that waits to be run. */
void collapsar_session_prepare (CollapsarSession *self, Regime *regime);
/* Makes a new session a branch that waits: it begins with what parent told up to the checkpoint at or before
 * the epoch, and goes on from there when it is run, with this regime or another one of the same network.
 * FALSE where parent has no such checkpoint. */
gboolean
collapsar_session_branch (CollapsarSession *self, CollapsarSession *parent, Regime *regime, double epoch);
/* Makes a new session the fine-tuning of a task (trainer_transfer), which is kept nowhere. source: how the
 * source saw its own samples where that begins; NULL where it is not known. */
void
collapsar_session_tune (CollapsarSession *self, Regime *regime, TransferTask *task, TrainingSnapshot *source);
/* The same snapshot; NULL of other runs. */
TrainingSnapshot *collapsar_session_source_snapshot (CollapsarSession *self);
/* The same regime from the beginning; of a branch, from where it branched. */
void collapsar_session_restart (CollapsarSession *self);
void collapsar_session_pause (CollapsarSession *self);
void collapsar_session_resume (CollapsarSession *self);
void collapsar_session_step (CollapsarSession *self);
/* Ends the run. Nothing more of it is heard; its thread is waited for in the background, and when the session
 * is finalized. */
void collapsar_session_stop (CollapsarSession *self);
/* The regime and the history under another name; what is trained stays. */
void collapsar_session_rename (CollapsarSession *self, const char *name);
/* Whether live keys (regime_key_is_live) can be changed: the run has begun, and trains or is to go on. */
gboolean collapsar_session_takes_changes (CollapsarSession *self);
/* It trains on with the live keys of this regime, from its next mini-batch; while it takes changes. FALSE,
 * and all as it was, where they do not go with its other settings (regime_validate). */
gboolean collapsar_session_change (CollapsarSession *self, const Regime *regime, GError **error);

CollapsarSessionState collapsar_session_get_state (CollapsarSession *self);
const GError *collapsar_session_error (CollapsarSession *self);
/* What it began with. */
Regime *collapsar_session_regime (CollapsarSession *self);
/* The same with what was changed since. */
Regime *collapsar_session_current_regime (CollapsarSession *self);
/* NULL before the first run. Replaced at "started". */
TrainingHistory *collapsar_session_history (CollapsarSession *self);
/* Whether there is anything to see of it: a record, if only of epoch 0. */
gboolean collapsar_session_has_records (CollapsarSession *self);
/* Whether it has trained itself: a branch that waits has records of its parent alone. */
gboolean collapsar_session_has_trained (CollapsarSession *self);
/* The epoch up to which it is another run; -1 when it is no branch. */
gint collapsar_session_branch_epoch (CollapsarSession *self);
/* What is known of the present run; NULL before "started". */
const TrainerStart *collapsar_session_start_info (CollapsarSession *self);
/* The snapshot to draw, or NULL. */
TrainingSnapshot *collapsar_session_snapshot (CollapsarSession *self);
/* Whether one more wants the trainer to tell all samples of the epochs that it measures
 * (TrainerSink.samples), or one fewer; while the session is watched. */
void collapsar_session_want_samples (CollapsarSession *self, gboolean wanted);
/* Those of the last one that it told while they were wanted, or NULL. */
TrainingSnapshot *collapsar_session_samples (CollapsarSession *self);
/* Whether it is a fine-tuning (collapsar_session_tune). */
gboolean collapsar_session_is_tuning (CollapsarSession *self);
/* Drops of the schedule and changes (training_history_marks), rising; of TrainingMark. */
const GPtrArray *collapsar_session_marks (CollapsarSession *self);

double collapsar_session_get_epoch (CollapsarSession *self);
/* Moves the cursor and leaves `live`; clamped to what is trained. */
void collapsar_session_set_epoch (CollapsarSession *self, double epoch);
gboolean collapsar_session_get_live (CollapsarSession *self);
void collapsar_session_set_live (CollapsarSession *self, gboolean live);
guint collapsar_session_get_style (CollapsarSession *self);
gboolean collapsar_session_get_visible (CollapsarSession *self);
gboolean collapsar_session_get_muted (CollapsarSession *self);
guint collapsar_session_get_look (CollapsarSession *self);
double collapsar_session_get_pace (CollapsarSession *self);
void collapsar_session_set_pace (CollapsarSession *self, double epochs_per_second);

G_END_DECLS
