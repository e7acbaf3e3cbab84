/* All that a run has told so far: the records and kept snapshots, for the window's views and the figure.
 * Owned by one thread. */
#pragma once

#include "training/regime-change.h"
#include "training/checkpoint.h"
#include "training/record.h"
#include "training/regime.h"

typedef struct _TrainingHistory TrainingHistory;

TrainingHistory *training_history_new (Regime *regime);
/* The history of a run that goes on from a checkpoint of another one: it begins with what that told up to
 * there, so that its curves are whole; its last snapshot is of the checkpoint's epoch, interpolated where
 * none was kept. NULL where no checkpoint is kept at or before the epoch. */
TrainingHistory *training_history_new_branch (const TrainingHistory *parent, Regime *regime, double epoch);
/* What a run keeps that goes on from an epoch: all that was told before up to there. */
TrainingHistory *training_history_new_until (const TrainingHistory *before, Regime *regime, guint epoch);
void training_history_free (TrainingHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TrainingHistory, training_history_free)

Regime *training_history_regime (const TrainingHistory *history);
/* The same regime under another name. */
void training_history_set_regime (TrainingHistory *history, Regime *regime);
void training_history_add_record (TrainingHistory *history, TrainingRecord *record);
/* After those that it has. */
void training_history_add_change (TrainingHistory *history, const RegimeChange *change);
/* Keeps it when it is of a whole epoch that training_keeps_snapshot. */
void training_history_add_snapshot (TrainingHistory *history, TrainingSnapshot *snapshot);
/* Keeps it for good when training_keeps_checkpoint, else until the next one. One that is not later than the
 * last is ignored. */
void training_history_add_checkpoint (TrainingHistory *history, TrainingCheckpoint *checkpoint);
/* Of a run that was stored: all of its snapshots and checkpoints, rising in epoch, whatever would be kept of
 * them now; before any is added. */
void
training_history_restore (TrainingHistory *history, const GPtrArray *snapshots, const GPtrArray *checkpoints);

/* Takes out the snapshots and checkpoints, which somebody has stored: until training_history_restore. */
void training_history_forget (TrainingHistory *history);
/* Of its snapshots keeps from now on those alone that training_keeps_snapshot has with this limit too. */
void training_history_thin (TrainingHistory *history, guint limit);
/* What its snapshots take, bytes. */
gsize training_history_snapshot_bytes (const TrainingHistory *history);

guint training_history_n_records (const TrainingHistory *history);
/* By position, rising in epoch. */
const TrainingRecord *training_history_record (const TrainingHistory *history, guint index);
/* All of them, of TrainingRecord, which outlive the history; free with g_ptr_array_unref. */
GPtrArray *training_history_list_records (const TrainingHistory *history);
const TrainingRecord *training_history_last (const TrainingHistory *history);
/* The record of the greatest epoch <= epoch, or NULL. */
const TrainingRecord *training_history_record_at (const TrainingHistory *history, double epoch);
guint training_history_n_snapshots (const TrainingHistory *history);
TrainingSnapshot *training_history_snapshot (const TrainingHistory *history, guint index);
/* Index of the kept snapshot of the greatest epoch <= epoch; -1 when none. */
gint training_history_snapshot_at (const TrainingHistory *history, double epoch);

/* The kept checkpoint of the greatest epoch <= epoch, or NULL. */
TrainingCheckpoint *training_history_checkpoint_at (const TrainingHistory *history, double epoch);
guint training_history_n_checkpoints (const TrainingHistory *history);
/* All of them, of TrainingCheckpoint, rising in epoch, which outlive the history; free with
 * g_ptr_array_unref. */
GPtrArray *training_history_list_checkpoints (const TrainingHistory *history);
/* The epoch up to which it is another run's; -1 when it is all its own. */
gint training_history_branch_epoch (const TrainingHistory *history);
void training_history_set_branch_epoch (TrainingHistory *history, gint epoch);

/* The start of the terminal phase: the first epoch from which on the training error stays 0; -1 when it is
 * not reached. */
gint training_history_terminal_epoch (const TrainingHistory *history);

/* What was changed while it trained (RegimeChange), rising in epoch; of a branch also before, and what it
 * began with that was another thing in its parent. */
const GPtrArray *training_history_changes (const TrainingHistory *history);
/* The regime with the live keys that its last mini-batch before an epoch was trained with; free with
 * regime_unref. */
Regime *training_history_regime_at (const TrainingHistory *history, double epoch);

/* A moment that is marked on axes of epochs. */
typedef struct {
  double epoch;
  char *text; /* "learning rate 0.02 → 0.01", for people */
} TrainingMark;

/* The drops of the schedule within run.epochs, and what was changed at one time as one mark. A rising
 * GPtrArray of TrainingMark; free with g_ptr_array_unref. */
GPtrArray *training_history_marks (const TrainingHistory *history);

/* One series for a chart: values of a split by epoch, skipping NaN; x and y are arrays of double, replaced.
 * `quantity` as in training_record_value. */
void training_history_series (
    const TrainingHistory *history, TrainingSplit split, int quantity, GArray *x, GArray *y);
