#include "study/recorder.h"

struct _StudyRecorder {
  StudyWriter *writer;
  gint64 run;
  guint threads;
  guint n_epochs;
  StudyTelling telling;
  TrainerSink sink;
  gpointer user_data;
  Trainer *trainer;

  /* Of the epoch that is being told; the trainer's thread only. */
  TrainingRecord *record;
  TrainingSnapshot *snapshot;

  GMutex mutex; /* guards what follows */
  GCond cond;
  gboolean writing; /* an epoch is on its way to the file */
  GError *error;    /* why nothing is stored any more */
};

/* What is committed together. */
typedef struct {
  StudyRecorder *recorder;
  TrainingRecord *record;     /* NULL where the epoch was not measured */
  TrainingSnapshot *snapshot; /* NULL where none is kept */
  TrainingCheckpoint *checkpoint;
} Epoch;

StudyRecorder *
study_recorder_new (StudyWriter *writer,
                    gint64 run,
                    guint threads,
                    StudyTelling telling,
                    const TrainerSink *sink,
                    gpointer user_data)
{
  StudyRecorder *recorder = g_new0 (StudyRecorder, 1);
  recorder->writer = writer;
  recorder->run = run;
  recorder->threads = threads;
  recorder->telling = telling;
  if (sink != NULL)
    recorder->sink = *sink;
  recorder->user_data = user_data;
  g_mutex_init (&recorder->mutex);
  g_cond_init (&recorder->cond);
  return recorder;
}

static void
clear_epoch (StudyRecorder *recorder)
{
  g_clear_pointer (&recorder->record, training_record_unref);
  g_clear_pointer (&recorder->snapshot, training_snapshot_unref);
}

void
study_recorder_free (StudyRecorder *recorder)
{
  if (recorder == NULL)
    return;
  clear_epoch (recorder);
  g_clear_error (&recorder->error);
  g_mutex_clear (&recorder->mutex);
  g_cond_clear (&recorder->cond);
  g_free (recorder);
}

void
study_recorder_set_trainer (StudyRecorder *recorder, Trainer *trainer)
{
  recorder->trainer = trainer;
}

/* The writer's thread */

static gboolean
write_epoch (Study *study, gpointer data, GError **error)
{
  const Epoch *epoch = data;
  gint64 run = epoch->recorder->run;
  guint n_epochs = epoch->recorder->n_epochs;
  return (epoch->record == NULL || study_put_record (study, run, epoch->record, error))
         && (epoch->snapshot == NULL || study_put_snapshot (study, run, epoch->snapshot, n_epochs, error))
         && study_put_checkpoint (study, run, epoch->checkpoint, n_epochs, error);
}

static void
tell_epoch (const Epoch *epoch)
{
  const TrainerSink *sink = &epoch->recorder->sink;
  gpointer user_data = epoch->recorder->user_data;
  if (epoch->record != NULL && sink->epoch != NULL)
    sink->epoch (epoch->record, user_data);
  if (epoch->snapshot != NULL && sink->snapshot != NULL)
    sink->snapshot (epoch->snapshot, user_data);
  if (sink->checkpoint != NULL)
    sink->checkpoint (epoch->checkpoint, user_data);
}

static void
epoch_free (Epoch *epoch)
{
  g_clear_pointer (&epoch->record, training_record_unref);
  g_clear_pointer (&epoch->snapshot, training_snapshot_unref);
  training_checkpoint_unref (epoch->checkpoint);
  g_free (epoch);
}

/* A StudyWriterDone. */
static void
on_written (gpointer data, const GError *error)
{
  Epoch *epoch = data;
  StudyRecorder *recorder = epoch->recorder;
  if (error == NULL && recorder->telling == STUDY_TELL_COMMITTED)
    tell_epoch (epoch);
  if (error != NULL && recorder->trainer != NULL)
    trainer_stop (recorder->trainer);
  epoch_free (epoch);
  g_mutex_lock (&recorder->mutex);
  if (error != NULL)
    recorder->error = g_error_copy (error);
  recorder->writing = FALSE;
  g_cond_signal (&recorder->cond);
  g_mutex_unlock (&recorder->mutex);
}

/* The trainer's thread */

/* Waits until the epoch before is written; FALSE when it could not be. */
static gboolean
wait_written (StudyRecorder *recorder)
{
  g_mutex_lock (&recorder->mutex);
  while (recorder->writing)
    g_cond_wait (&recorder->cond, &recorder->mutex);
  gboolean well = recorder->error == NULL;
  g_mutex_unlock (&recorder->mutex);
  return well;
}

typedef struct {
  gint64 run;
  StudyRunState state;
  char *message;
  StudyStretch *stretch; /* NULL but at the start */
} Standing;

static void
standing_free (gpointer data)
{
  Standing *standing = data;
  g_clear_pointer (&standing->stretch, study_stretch_free);
  g_free (standing->message);
  g_free (standing);
}

static gboolean
write_standing (Study *study, gpointer data, GError **error)
{
  const Standing *standing = data;
  g_autoptr (GError) local = NULL;
  if (!study_set_run_state (study, standing->run, standing->state, standing->message, &local)) {
    if (g_error_matches (local, STUDY_ERROR, STUDY_ERROR_NOT_FOUND))
      return TRUE; /* it was removed meanwhile */
    g_propagate_error (error, g_steal_pointer (&local));
    return FALSE;
  }
  return standing->stretch == NULL || study_add_stretch (study, standing->run, standing->stretch, error);
}

static void
push_standing (StudyRecorder *recorder, StudyRunState state, const char *message, StudyStretch *stretch)
{
  Standing standing = { recorder->run, state, g_strdup (message), stretch };
  study_writer_write (recorder->writer, write_standing, g_memdup2 (&standing, sizeof standing),
                      standing_free);
}

static void
on_started (const TrainerStart *start, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  recorder->n_epochs = start->n_epochs;
  push_standing (recorder, STUDY_RUN_UNFINISHED, NULL,
                 study_stretch_new (start->first_epoch, recorder->threads));
  if (recorder->sink.started != NULL)
    recorder->sink.started (start, recorder->user_data);
}

static void
on_epoch (TrainingRecord *record, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  g_clear_pointer (&recorder->record, training_record_unref);
  recorder->record = training_record_ref (record);
  if (recorder->telling == STUDY_TELL_AT_ONCE && recorder->sink.epoch != NULL)
    recorder->sink.epoch (record, recorder->user_data);
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  g_clear_pointer (&recorder->snapshot, training_snapshot_unref);
  recorder->snapshot = training_snapshot_ref (snapshot);
  if (recorder->telling == STUDY_TELL_AT_ONCE && recorder->sink.snapshot != NULL)
    recorder->sink.snapshot (snapshot, recorder->user_data);
}

/* Snapshots come for other reasons too, such as a moment that the window wants: only that of this epoch is
 * stored. */
static TrainingSnapshot *
take_snapshot (StudyRecorder *recorder, guint epoch)
{
  g_autoptr (TrainingSnapshot) snapshot = g_steal_pointer (&recorder->snapshot);
  gboolean kept
      = snapshot != NULL && snapshot->epoch == epoch && study_keeps_snapshot (epoch, recorder->n_epochs);
  return kept ? g_steal_pointer (&snapshot) : NULL;
}

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  if (recorder->telling == STUDY_TELL_AT_ONCE && recorder->sink.checkpoint != NULL)
    recorder->sink.checkpoint (checkpoint, recorder->user_data);
  if (!wait_written (recorder)) {
    clear_epoch (recorder);
    return;
  }
  Epoch epoch = { .recorder = recorder,
                  .record = g_steal_pointer (&recorder->record),
                  .snapshot = take_snapshot (recorder, checkpoint->epoch),
                  .checkpoint = training_checkpoint_ref (checkpoint) };
  recorder->writing = TRUE;
  study_writer_push (recorder->writer, write_epoch, g_memdup2 (&epoch, sizeof epoch), on_written);
}

static gboolean
on_wants_snapshot (gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  return recorder->sink.wants_snapshot != NULL && recorder->sink.wants_snapshot (recorder->user_data);
}

static void
on_failed (const GError *error, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  push_standing (recorder, STUDY_RUN_FAILED, error->message, NULL);
  wait_written (recorder);
  if (recorder->sink.failed != NULL)
    recorder->sink.failed (error, recorder->user_data);
}

static void
on_ended (TrainerEnd end, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  gboolean well = wait_written (recorder);
  if (well && end == TRAINER_FINISHED)
    push_standing (recorder, STUDY_RUN_FINISHED, NULL, NULL);
  study_writer_wait (recorder->writer);
  if (!well && end != TRAINER_FAILED && recorder->sink.failed != NULL)
    recorder->sink.failed (recorder->error, recorder->user_data);
  if (recorder->sink.ended != NULL)
    recorder->sink.ended (well ? end : TRAINER_FAILED, recorder->user_data);
}

const TrainerSink study_recorder_sink = {
  .started = on_started,
  .epoch = on_epoch,
  .snapshot = on_snapshot,
  .checkpoint = on_checkpoint,
  .wants_snapshot = on_wants_snapshot,
  .failed = on_failed,
  .ended = on_ended,
};

void
study_continue (Trainer *trainer, const StudyRun *run, TrainingCheckpoint *checkpoint)
{
  if (run->parent != 0 && checkpoint->epoch == run->parent_epoch)
    trainer_branch_from (trainer, checkpoint);
  else
    trainer_continue_from (trainer, checkpoint);
}
