/* Several runs at once, a trainer's thread each: for commands that want what many runs told. */
#pragma once

#include "study/recorder.h"
#include "training/history.h"
#include "training/trainer.h"

typedef struct {
  Regime *regime;
  char *label;                    /* in talk */
  TransferTask *task;             /* of a fine-tuning; NULL for none */
  StudyRun *stored;               /* where it is stored; NULL: nowhere */
  TrainingCheckpoint *checkpoint; /* that a stored one goes on from; NULL: it begins */
  TrainingHistory *history; /* records only; NULL before it is done, and when it did not get to its end */
  gsize n_trained, n_parameters; /* as TrainerStart tells them */
  /*< private >*/
  TrainingHistory *told; /* of a stored one that goes on, with what it told before */
  Trainer *trainer;
  StudyRecorder *recorder;
  GAsyncQueue *ended;
  TrainerEnd end;
  GError *error;
  gint64 start;
} CliJob;

/* One job is done, its history there; in the thread of cli_jobs_run. */
typedef void (*CliJobFunc) (CliJob *job, gpointer user_data);

/* regime is ref'd; label is taken. */
CliJob *cli_job_new (Regime *regime, char *label);
void cli_job_free (CliJob *job);

/* What it told before, of a job that is stored; taken, whole when it is finished already. */
void cli_job_take_history (CliJob *job, TrainingHistory *history);

/* Runs them (GPtrArray of CliJob) in order, as many at once as there are threads (0: cores), and tells of
 * each that has ended; those that are to be stored are handed to the writer, which the others do not need.
 * `done`, which may be NULL, hears of those that got to their end. Returns an exit code:
 * a run that fails does not keep the others from being run, except when it is what was asked for that cannot
 * be. */
int
cli_jobs_run (const GPtrArray *jobs, guint threads, StudyWriter *writer, CliJobFunc done, gpointer user_data);
