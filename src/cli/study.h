/* Study files on the command line. */
#pragma once

#include "study/recorder.h"

/* A study that is being written. */
typedef struct {
  char *path; /* as it was named; NULL: nobody named it, and it is not told of */
  StudyWriter *writer;
  gint failed; /* atomic: something could not be written */
} CliStudy;

/* Takes a study that was opened to write. path may be NULL. */
CliStudy *cli_study_new (Study *study, const char *path);
/* From any thread: something could not be written, which has been told. */
void cli_study_note_failure (CliStudy *study);
gboolean cli_study_has_failed (CliStudy *study);
/* Closes it and tells where it is, and, when it has failed or the program was interrupted, how it goes on.
 * Returns the exit code: `code`, or that of a failure to write. NULL is allowed. */
int cli_study_end (CliStudy *study, int code);

/* A study to read, as the only argument of a command; NULL after telling what is wrong, with the exit code.
 */
Study *cli_study_open (char **arguments, int *code);
/* Those of its runs (GPtrArray of StudyRun) that are named, in that order, or all for NULL; NULL after
 * telling what is wrong, with the exit code. */
GPtrArray *cli_study_runs (Study *study, char **names, int *code);
/* The state of a run at an epoch, or the last for -1; STUDY_ERROR_NOT_FOUND names those that there are. */
TrainingCheckpoint *cli_study_checkpoint (Study *study, const StudyRun *run, int epoch, GError **error);
