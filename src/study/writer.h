/* The thread that writes a study: the trainers and the window hand over, and wait for no disk. */
#pragma once

#include "study/study.h"

typedef struct _StudyWriter StudyWriter;

/* Told in the writer's thread when something that was handed over could not be written. */
typedef void (*StudyWriterFailed) (const GError *error, gpointer user_data);

/* Takes the study, which was opened to write. failed may be NULL. */
StudyWriter *study_writer_new (Study *study, StudyWriterFailed failed, gpointer user_data);
/* Writes what was handed over, and closes the study. NULL is allowed. */
void study_writer_free (StudyWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyWriter, study_writer_free)

/* What is to be done to the study, in the writer's thread; FALSE when it failed, and then nothing is done. */
typedef gboolean (*StudyWriterFunc) (Study *study, gpointer data, GError **error);
/* Told in the writer's thread when it is in the file (error is NULL), or is not. Frees the data. */
typedef void (*StudyWriterDone) (gpointer data, const GError *error);
/* Hands over, from any thread: `func` runs in a transaction of its own, after everything before it. */
void study_writer_push (StudyWriter *writer, StudyWriterFunc func, gpointer data, StudyWriterDone done);
/* Likewise, but not before `delay` us have passed or somebody waits for it, so that what comes in short order
 * can be written at once; what is handed over meanwhile comes first. */
void study_writer_push_later (
    StudyWriter *writer, gint64 delay, StudyWriterFunc func, gpointer data, StudyWriterDone done);
/* Waits until all that was handed over before is written: others can read it, and it is safe from the end of
 * the program. */
void study_writer_wait (StudyWriter *writer);
/* Likewise; it is then safe from a loss of power. */
void study_writer_flush (StudyWriter *writer);

/* As study_writer_push: a failure is told to the writer's `failed`. destroy gets the data in the end; NULL
 * for nothing. */
void study_writer_write (StudyWriter *writer, StudyWriterFunc func, gpointer data, GDestroyNotify destroy);

/* An id for a new run, which no run of the study has or gets; from any thread. */
gint64 study_writer_new_id (StudyWriter *writer);
/* A copy of the run is written. */
void study_writer_put_run (StudyWriter *writer, const StudyRun *run);
void study_writer_remove_run (StudyWriter *writer, gint64 id);
void study_writer_put_setting (StudyWriter *writer, const char *name, const char *value);

/* Told in the writer's thread; error is NULL when it is done. */
typedef void (*StudyWriterSaved) (const GError *error, gpointer user_data);
/* The study goes on in another file, of that name: what is there already is copied first. The file before is
 * left as it is, or removed. On failure it goes on in the file before. */
void study_writer_save_as (
    StudyWriter *writer, const char *path, gboolean remove, StudyWriterSaved saved, gpointer user_data);
