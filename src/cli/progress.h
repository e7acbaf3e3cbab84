/* What is seen of a run in a terminal: a line that moves, or in a file or pipe a line about every tenth of
 * the way; and the table at the end. */
#pragma once

#include "training/history.h"

typedef struct {
  const char *label; /* of the regime */
  guint first_epoch, n_epochs;
  gboolean moving; /* stderr is a terminal */
  gint64 start;    /* of the run, us */
  gint64 drawn;    /* when the line was drawn last, us */
  guint tenths;    /* of the way that have been told */
} CliProgress;

/* first_epoch: that the run goes on from, or 0. */
void cli_progress_start (CliProgress *progress, const char *label, guint first_epoch, guint n_epochs);
void cli_progress_epoch (CliProgress *progress, const TrainingRecord *record);
/* Takes the moving line away. */
void cli_progress_end (CliProgress *progress);

/* The JSON lines of a record, a line for each split and layer, to stdout. */
void cli_print_record (const TrainingRecord *record, const char *label);
/* The last record of a run, train and test side by side, to stdout. */
void cli_print_result (const TrainingHistory *history, const char *label);
