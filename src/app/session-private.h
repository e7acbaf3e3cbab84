/* What the files of CollapsarSession share. */
#pragma once

#include "app/session-link.h"
#include "app/session.h"

struct _CollapsarSession {
  GObject parent_instance;

  CollapsarStore *store; /* NULL: it is not kept */
  StudyRun *run;         /* as it is in the store */
  StudyRecorder *recorder;
  GCancellable *cancellable; /* while the store is asked for where to go on from */
  gboolean queues;           /* asks for cores before it trains */
  gboolean begins;           /* the regime has not been trained at all: nothing to go on from */
  gboolean held;             /* does not train before it knows its store */
  gboolean loading, loaded;  /* what is needed to look at it: `start` */
  gboolean light;            /* the history's snapshots are in the store alone */

  Trainer *trainer;
  CollapsarLink *link;
  GThread *ending; /* waits for the runs before */
  Regime *regime;
  Regime *current; /* the same with what was changed since it began */
  TrainingHistory *history;
  TrainingHistory *inherited;        /* what a branch begins with; NULL of other runs */
  TransferTask *task;                /* of a fine-tuning; NULL of other runs */
  TrainingSnapshot *source_snapshot; /* likewise, where it is known */
  gint64 parent;                     /* that it branched off, in the store; 0 for none */
  gboolean continues;                /* the trainer goes on from a checkpoint */
  TrainerStart start;                /* of history */
  TrainingCheckpoint *latest;        /* ahead of the history */
  TrainingSnapshot *newest;
  TrainingSnapshot *whole; /* the last one told of a whole epoch */
  TrainingSnapshot *shown;
  TrainingSnapshot *samples; /* all of the epoch that was measured last, where they are wanted */
  GPtrArray *marks;          /* of TrainingMark */
  GError *error;

  CollapsarSessionState state;
  gboolean stepping;
  double step_end; /* the whole epoch at which a step is done */
  double epoch;
  double pace;
  guint threads;
  guint style;
  gboolean live;
  guint samples_wanted; /* by so many */
  gboolean watched;
  gint64 left; /* when it was watched last, monotonic time */
  gboolean visible;
  gboolean muted;
};

/* Emits what changed with the state. */
void collapsar_session_set_state (CollapsarSession *self, CollapsarSessionState state);
/* Trains, or asks for the cores to do so; told even when it was queued before, as it may be for another
 * regime. */
void collapsar_session_want (CollapsarSession *self);
/* Trains on, or begins to. */
void collapsar_session_go_on (CollapsarSession *self);
/* Begins to train the present regime: from a checkpoint, or from its seed (NULL). */
void collapsar_session_begin (CollapsarSession *self, TrainingCheckpoint *checkpoint);
/* What a run of the present regime begins from: where it branched off, or NULL for its seed. */
TrainingCheckpoint *collapsar_session_origin (CollapsarSession *self);
/* Ends the run; its thread is waited for elsewhere. */
void collapsar_session_end_run (CollapsarSession *self);
/* Takes a reference to the regime, which nothing has been changed of yet. */
void collapsar_session_take_regime (CollapsarSession *self, Regime *regime);

/* session-store.c: */

/* Hands the regime to the store as a new run, in place of the one before. */
void collapsar_session_put_new (CollapsarSession *self);
/* Hands the name to the store. */
void collapsar_session_put_name (CollapsarSession *self);
/* Reads what is needed to look at a run that was restored, once somebody does. */
void collapsar_session_load (CollapsarSession *self);
/* session-memory.c: reads what the history has let go of. */
void collapsar_session_load_snapshots (CollapsarSession *self);
/* Trains on from what the store has of the run. */
void collapsar_session_continue (CollapsarSession *self);
/* Forgets what was asked of the store. */
void collapsar_session_cancel (CollapsarSession *self);

/* session-cursor.c: */

/* The furthest epoch that there is something to see of. */
double collapsar_session_last_epoch (CollapsarSession *self);
void collapsar_session_move_cursor (CollapsarSession *self, double epoch);
void collapsar_session_show_snapshot (CollapsarSession *self, TrainingSnapshot *snapshot);
/* Another history, with what it holds already. */
void collapsar_session_show_history (CollapsarSession *self);
/* The marks of the history anew. */
void collapsar_session_find_marks (CollapsarSession *self);
/* Moves the cursor, while live, and the snapshot that is shown to where they belong. */
void collapsar_session_follow (CollapsarSession *self);
/* Makes moments between epochs where somebody waits for them. */
void collapsar_session_update_wanted (CollapsarSession *self);

/* session-reports.c: */

/* The data and sizes of the run. That of a run that continues keeps what there is up to start's first
 * epoch. Takes the data sets. */
void collapsar_session_take_start (CollapsarSession *self, TrainerStart *start);
