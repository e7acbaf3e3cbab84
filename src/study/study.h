/* A study: what a person did, in one SQLite file NAME.collapsar: regimes, epochs, snapshots, checkpoints,
 * transfer results. Its tables are at the head of schema.c.
 *
 * A Study is one connection to the file. It belongs to one thread at a time; a program that trains gives the
 * one that writes to a StudyWriter (writer.h), and reads with others. Any number of connections read, in this
 * and other programs, also while one writes; a second one to write is refused (STUDY_ERROR_BUSY says who is
 * at it). Nothing is changed in a file that is refused. */
#pragma once

#include "training/regime-change.h"
#include "training/checkpoint.h"
#include "training/history.h"
#include "training/record.h"
#include "training/regime.h"
#include "training/transfer.h"

#define STUDY_ERROR (study_error_quark ())
GQuark study_error_quark (void);

typedef enum {
  STUDY_ERROR_FOREIGN,   /* no study */
  STUDY_ERROR_NEWER,     /* of a version that this program does not know */
  STUDY_ERROR_DAMAGED,   /* truncated, or not what was written */
  STUDY_ERROR_BUSY,      /* somebody else is writing it */
  STUDY_ERROR_FULL,      /* no space left on the disk */
  STUDY_ERROR_NOT_FOUND, /* no such run, epoch or file */
  STUDY_ERROR_EXISTS,    /* the run's name is taken */
  STUDY_ERROR_FAILED,    /* the system's words say why */
} StudyError;

/* What a study's file name ends in. */
#define STUDY_SUFFIX ".collapsar"

typedef struct _Study Study;

typedef enum {
  STUDY_READ,
  STUDY_WRITE, /* makes the file when there is none, or an empty one */
} StudyMode;

Study *study_open (const char *path, StudyMode mode, GError **error);
/* Leaves one file, with everything in it, when nobody else has it open. */
void study_close (Study *study);
/* Closes a study that was opened to write, and removes its file. */
void study_delete (Study *study);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Study, study_close)

const char *study_path (const Study *study);

/* What belongs together is written together: all or nothing of what is written between is there. What is read
 * between is of one moment, also in a study that was opened to read. */
gboolean study_begin (Study *study, GError **error);
gboolean study_commit (Study *study, GError **error);
void study_roll_back (Study *study);
/* The next commit is safe from a loss of power when it returns; others are at the latest with the next such.
 * From the end of the program, however it comes, all are safe. */
gboolean study_set_durable (Study *study, gboolean durable, GError **error);

/* Makes everything that is committed safe from a loss of power. */
gboolean study_sync (Study *study, GError **error);

/* A copy of the study as it is, in a new file or in place of an old one: all of it or nothing. */
gboolean study_save_copy (Study *study, const char *path, GError **error);

/* Runs */

typedef enum {
  STUDY_RUN_UNFINISHED, /* it trains, or can be resumed */
  STUDY_RUN_FINISHED,
  STUDY_RUN_FAILED, /* `message` says why */
} StudyRunState;

/* "unfinished", "finished", "failed" */
const char *study_run_state_key (StudyRunState state);

typedef struct {
  gint64 id;
  char *name; /* within the study */
  Regime *regime;
  gint64 parent; /* the run it branched off, or 0; it may have been removed since */
  guint parent_epoch;
  gint64 created; /* us since 1970, UTC */
  StudyRunState state;
  char *message; /* of a failure, else NULL */
} StudyRun;

/* Of a regime, called as it is. */
StudyRun *study_run_new (Regime *regime);
StudyRun *study_run_copy (const StudyRun *run);
void study_run_free (StudyRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyRun, study_run_free)

/* Of StudyRun, in the order in which they were added; free with g_ptr_array_unref. */
GPtrArray *study_runs (Study *study, GError **error);
/* By its name. */
StudyRun *study_find_run (Study *study, const char *name, GError **error);
/* Writes a run, over the one of its id if there is one, its regime under its name. With id 0 it gets the next
 * one free. */
gboolean study_put_run (Study *study, StudyRun *run, GError **error);
/* Another name. */
gboolean study_rename_run (Study *study, gint64 id, const char *name, GError **error);
/* How a run stands; message is that of a failure, else NULL. */
gboolean
study_set_run_state (Study *study, gint64 id, StudyRunState state, const char *message, GError **error);
/* With all that belongs to it. */
gboolean study_remove_run (Study *study, gint64 id, GError **error);
/* `name`, or the first of "NAME 2", "NAME 3", ... that no run has; free with g_free. */
char *study_free_name (Study *study, const char *name, GError **error);
/* The id of the next run to be added: no run has or had it. */
gboolean study_next_id (Study *study, gint64 *id, GError **error);

/* What trained a run from an epoch on. */
typedef struct {
  guint first_epoch;
  gint64 started; /* us since 1970, UTC */
  char *version;  /* of the program */
  char *blas;     /* OpenBLAS' kernel, such as "SkylakeX" */
  char *libraries;
  char *machine; /* host, system, processor */
  guint threads;
} StudyStretch;

/* Of this program on this machine, now. */
StudyStretch *study_stretch_new (guint first_epoch, guint threads);
void study_stretch_free (StudyStretch *stretch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyStretch, study_stretch_free)
gboolean study_add_stretch (Study *study, gint64 run, const StudyStretch *stretch, GError **error);
/* Of StudyStretch, in order. */
GPtrArray *study_stretches (Study *study, gint64 run, GError **error);

/* Epochs */

/* Replaces what there is of that epoch. */
gboolean study_put_record (Study *study, gint64 run, const TrainingRecord *record, GError **error);
/* Of TrainingRecord, rising in epoch. */
GPtrArray *study_records (Study *study, gint64 run, GError **error);

/* What was changed while the run trained, after what there is of it. */
gboolean study_put_change (Study *study, gint64 run, const RegimeChange *change, GError **error);
/* Of RegimeChange, rising in epoch; free with g_ptr_array_unref. */
GPtrArray *study_changes (Study *study, gint64 run, GError **error);
/* Takes away what came after a whole epoch of a run that goes on from there in another way: records,
 * snapshots, checkpoints and changes. */
gboolean study_forget_after (Study *study, gint64 run, guint epoch, GError **error);

/* What the snapshots of a run, and its checkpoints, may take at most in the file, bytes. */
#define STUDY_SNAPSHOT_BYTES 5000000
#define STUDY_CHECKPOINT_BYTES 8000000
/* And how many of each are kept. */
#define STUDY_SNAPSHOT_LIMIT 64
#define STUDY_CHECKPOINT_LIMIT 16

/* The last epoch of which there is a record; -1 when there is none. */
gboolean study_last_epoch (Study *study, gint64 run, gint64 *epoch, GError **error);

/* The epochs whose snapshots a study keeps: see training_keeps_snapshot. */
gboolean study_keeps_snapshot (guint epoch, guint n_epochs);
/* Keeps the first samples of each class in the watch set, as many as STUDY_SNAPSHOT_BYTES allow and at least
 * 8; a feature to 1/254 of the largest by which its sample is off the class mean (snapshot-blob.h), all else
 * to the last bit. */
gboolean study_put_snapshot (
    Study *study, gint64 run, const TrainingSnapshot *snapshot, guint n_epochs, GError **error);
/* Array of guint, rising. */
GArray *study_snapshot_epochs (Study *study, gint64 run, GError **error);
TrainingSnapshot *study_snapshot (Study *study, gint64 run, guint epoch, GError **error);
/* All of them become those of a history, in the place of those that it has; without its checkpoints. */
gboolean study_read_snapshots (Study *study, gint64 run, TrainingHistory *history, GError **error);

/* Makes it the one to go on from, instead of the one before; and keeps it to branch off where
 * study_keeps_checkpoint. */
gboolean study_put_checkpoint (
    Study *study, gint64 run, const TrainingCheckpoint *checkpoint, guint n_epochs, GError **error);
/* Those of epoch 0 and of the last epoch, and of as many between, spaced as snapshots, as fit into
 * STUDY_CHECKPOINT_BYTES a run, when one takes so many bytes. */
gboolean study_keeps_checkpoint (guint epoch, guint n_epochs, gsize bytes);
/* study_keeps_checkpoint of this one. */
gboolean study_keeps_this_checkpoint (const TrainingCheckpoint *checkpoint, guint n_epochs);
/* Array of guint, rising: those kept, and the last. */
GArray *study_checkpoint_epochs (Study *study, gint64 run, GError **error);
TrainingCheckpoint *study_checkpoint (Study *study, gint64 run, guint epoch, GError **error);
/* All of them: of TrainingCheckpoint, rising in epoch. */
GPtrArray *study_checkpoints (Study *study, gint64 run, GError **error);
/* The last; STUDY_ERROR_NOT_FOUND when no epoch was committed. */
TrainingCheckpoint *study_last_checkpoint (Study *study, gint64 run, GError **error);

/* Transfer results */

typedef struct {
  gint64 id; /* within the study; 0 of one that is not stored */
  gint64 run;
  guint epoch;  /* of the source's checkpoint */
  char *target; /* data set */
  char *method; /* "probe", "layer", "scl", "full" */
  gint block;   /* that was tuned; -1 for none */
  guint shots;  /* samples a class; 0 for all */
  gint64 seed;
  char *settings;       /* a keyfile: what determined it beside the run */
  double test_accuracy; /* 0 .. 1 */
  double nc1, nc1_test; /* downstream */
  guint64 trained, parameters;
  double seconds;
  /* Of its own epochs that are stored; no part of what was done. */
  double measure_seconds;
  guint n_measured;
} StudyTransfer;

/* One that is to be done: of a run at an epoch, with a regime that transfer_regime made. Its numbers are 0.
 */
StudyTransfer *study_transfer_new (gint64 run, guint epoch, const Regime *tuning);
void study_transfer_free (StudyTransfer *transfer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyTransfer, study_transfer_free)
TransferMethod study_transfer_method (const StudyTransfer *transfer);
/* Whether two are the same fine-tuning, whatever is known of them. */
gboolean study_transfer_is_same (const StudyTransfer *a, const StudyTransfer *b);
/* Takes over what it came to. */
void study_transfer_set_result (StudyTransfer *transfer, const TransferResult *result);
/* Under the next number, with what it told of its own epochs (GPtrArray of TrainingRecord, rising in epoch;
 * NULL for nothing): all of it or nothing, so that one that was interrupted is there once it was done again.
 */
gboolean study_add_transfer (Study *study, StudyTransfer *transfer, const GPtrArray *records, GError **error);
/* Of StudyTransfer, in the order in which they were added. */
GPtrArray *study_transfers (Study *study, GError **error);
/* What a fine-tuning told of its own epochs, of TrainingRecord, rising in epoch; none of what was only read
 * (ridge), or done before version 4 of the file. */
GPtrArray *study_transfer_records (Study *study, gint64 id, GError **error);

/* What the window remembers of a study, by name. */
gboolean study_put_setting (Study *study, const char *name, const char *value, GError **error);
/* All of them: name to value. */
GHashTable *study_settings (Study *study, GError **error);
