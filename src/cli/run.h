/* One run that a command trains in this program: progress to stderr, JSON lines to stdout, and into a study.
 */
#pragma once

#include "cli/progress.h"
#include "cli/study.h"
#include "training/history.h"
#include "training/trainer.h"

typedef struct {
  Regime *regime;
  char *label;                      /* in talk and JSON; in a study its name there */
  gboolean json;                    /* lines are printed instead of a table at the end */
  gboolean figure;                  /* snapshots are wanted for one */
  gboolean samples;                 /* and checkpoints, as it shows all of them */
  StudyRun *stored;                 /* NULL of a run that is not stored */
  TrainingCheckpoint *checkpoint;   /* that it goes on from; NULL: it begins */
  TrainingHistory *history;         /* what it told, from the study what it told before */
  Dataset *data[TRAINING_N_SPLITS]; /* NULL before it has started */
  GPtrArray *checkpoints;           /* of TrainingCheckpoint, stored; NULL where they are the history's */
  GError *error;                    /* NULL unless it failed */
  /*< private >*/
  CliProgress progress;
} CliRun;

CliRun *cli_run_new (Regime *regime, gboolean json, gboolean figure);
/* Of a study; what it told is read. NULL on error. */
CliRun *
cli_run_new_stored (Study *study, const StudyRun *stored, gboolean json, gboolean figure, GError **error);
void cli_run_free (CliRun *run);

/* Trains it and tells its result; study: NULL to store nothing. Returns an exit code. */
int cli_run_train (CliRun *run, guint threads, CliStudy *study);
