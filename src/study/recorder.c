/* Epochs that come within COMMIT_INTERVAL are one transaction: committing each epoch of a network that takes
 * four milliseconds for it was measured to cost it a sixth of its speed.
 *
 * What a commit costs is mostly the checkpoint. Of those that are not to be kept only so many are written
 * that they take at most one part in CHECKPOINT_SHARE of the time: all of them where epochs are long. A run
 * that was killed goes on from the last that was written and comes to where it was, to the same bits, in at
 * most so many times what writing one takes; what is stored already of the epochs between is neither stored
 * nor told again. */
#include "study/recorder.h"

#include <time.h>

#define COMMIT_INTERVAL 50000 /* us */
#define CHECKPOINT_SHARE 50
/* The trainer waits where the disk is slower: for epochs so old, us, and so many. */
#define OLDEST_WAITING 150000
#define MOST_WAITING 256

/* What belongs together. */
typedef struct {
  gint64 arrival;             /* us */
  TrainingRecord *record;     /* NULL where the epoch was not measured */
  TrainingSnapshot *snapshot; /* NULL where none is kept */
  TrainingCheckpoint *checkpoint;
  GPtrArray *changes; /* of RegimeChange, made in it */
  gboolean told;      /* in another life of the run */
} Epoch;

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
  GPtrArray *changes;

  /* The writer's thread only. */
  GPtrArray *group;              /* of Epoch: what is being written */
  TrainingCheckpoint *unwritten; /* the last, when it is not stored */
  gint64 stored;                 /* the last epoch that was stored before it began, or UNKNOWN */
  gint64 checkpointed;           /* when a checkpoint was written last, us */
  gint64 cost, start;            /* the thread's CPU time that it took, and at the start of this group, us */

  GMutex mutex; /* guards what follows */
  GCond cond;
  GPtrArray *waiting; /* of Epoch */
  gboolean writing;   /* the writer has been asked to take them */
  gboolean ending;    /* the last checkpoint is to be written, whatever it costs */
  gint64 handed_over; /* when the writer was asked last, us */
  GError *error;      /* why nothing is stored any more */
};

/* Not asked for yet. */
#define UNKNOWN -2

static void
epoch_free (gpointer data)
{
  Epoch *epoch = data;
  g_clear_pointer (&epoch->record, training_record_unref);
  g_clear_pointer (&epoch->snapshot, training_snapshot_unref);
  training_checkpoint_unref (epoch->checkpoint);
  g_ptr_array_unref (epoch->changes);
  g_free (epoch);
}

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
  recorder->stored = UNKNOWN;
  recorder->changes = regime_changes_new ();
  recorder->waiting = g_ptr_array_new_with_free_func (epoch_free);
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
  g_ptr_array_unref (recorder->changes);
  g_ptr_array_unref (recorder->waiting);
  g_clear_pointer (&recorder->unwritten, training_checkpoint_unref);
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

static gint64
thread_time (void)
{
  struct timespec time;
  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64)time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

/* Takes what waits; returns whether the last checkpoint is to be written in any case. */
static gboolean
take_waiting (StudyRecorder *recorder)
{
  g_mutex_lock (&recorder->mutex);
  recorder->group = recorder->waiting;
  recorder->waiting = g_ptr_array_new_with_free_func (epoch_free);
  gboolean ending = recorder->ending;
  g_cond_broadcast (&recorder->cond);
  g_mutex_unlock (&recorder->mutex);
  return ending;
}

/* With a change the run becomes another than the one that is stored beyond it, if it was killed there. */
static gboolean
write_changes (Study *study, StudyRecorder *recorder, const Epoch *epoch, GError **error)
{
  guint before = epoch->checkpoint->epoch - 1;
  if (epoch->changes->len == 0)
    return TRUE;
  if (recorder->stored > before) {
    if (!study_forget_after (study, recorder->run, before, error))
      return FALSE;
    recorder->stored = before;
  }
  for (guint i = 0; i < epoch->changes->len; i++)
    if (!study_put_change (study, recorder->run, epoch->changes->pdata[i], error))
      return FALSE;
  return TRUE;
}

static gboolean
write_told (Study *study, StudyRecorder *recorder, Epoch *epoch, GError **error)
{
  epoch->told = epoch->record != NULL && epoch->record->epoch <= recorder->stored;
  return epoch->told
         || ((epoch->record == NULL || study_put_record (study, recorder->run, epoch->record, error))
             && (epoch->snapshot == NULL
                 || study_put_snapshot (study, recorder->run, epoch->snapshot, recorder->n_epochs, error)));
}

static gboolean
write_checkpoint (Study *study, StudyRecorder *recorder, const TrainingCheckpoint *checkpoint, GError **error)
{
  recorder->checkpointed = g_get_monotonic_time ();
  return study_put_checkpoint (study, recorder->run, checkpoint, recorder->n_epochs, error);
}

/* Those of the group that are kept, and those after a change, so that no run goes on from before it. The last
 * one is left to be decided on. */
static gboolean
write_kept (Study *study, StudyRecorder *recorder, const Epoch *epoch, GError **error)
{
  g_clear_pointer (&recorder->unwritten, training_checkpoint_unref);
  if (epoch->changes->len > 0 || study_keeps_this_checkpoint (epoch->checkpoint, recorder->n_epochs))
    return write_checkpoint (study, recorder, epoch->checkpoint, error);
  recorder->unwritten = training_checkpoint_ref (epoch->checkpoint);
  return TRUE;
}

static gboolean
write_last (Study *study, StudyRecorder *recorder, gboolean ending, GError **error)
{
  g_autoptr (TrainingCheckpoint) last = NULL;
  gint64 since = g_get_monotonic_time () - recorder->checkpointed;
  if (recorder->unwritten == NULL || (!ending && since < CHECKPOINT_SHARE * recorder->cost))
    return TRUE;
  last = g_steal_pointer (&recorder->unwritten);
  return write_checkpoint (study, recorder, last, error);
}

/* A StudyWriterFunc. */
static gboolean
write_group (Study *study, gpointer data, GError **error)
{
  StudyRecorder *recorder = data;
  gboolean ending = take_waiting (recorder), well = TRUE;
  recorder->start = thread_time ();
  if (recorder->stored == UNKNOWN && !study_last_epoch (study, recorder->run, &recorder->stored, error))
    return FALSE;
  for (guint i = 0; i < recorder->group->len && well; i++) {
    Epoch *epoch = recorder->group->pdata[i];
    well = write_changes (study, recorder, epoch, error) && write_told (study, recorder, epoch, error)
           && write_kept (study, recorder, epoch, error);
  }
  return well && write_last (study, recorder, ending, error);
}

/* A GFunc. */
static void
tell_epoch (gpointer data, gpointer user_data)
{
  const Epoch *epoch = data;
  const StudyRecorder *recorder = user_data;
  const TrainerSink *sink = &recorder->sink;
  if (epoch->told)
    return;
  for (guint i = 0; i < epoch->changes->len && sink->changed != NULL; i++)
    sink->changed (epoch->changes->pdata[i], recorder->user_data);
  if (epoch->record != NULL && sink->epoch != NULL)
    sink->epoch (epoch->record, recorder->user_data);
  if (epoch->snapshot != NULL && sink->snapshot != NULL)
    sink->snapshot (epoch->snapshot, recorder->user_data);
  if (sink->checkpoint != NULL)
    sink->checkpoint (epoch->checkpoint, recorder->user_data);
}

static void on_group_written (gpointer data, const GError *error);

/* Asks the writer to take what waits, if there is anything; with the mutex held. */
static void
hand_over (StudyRecorder *recorder)
{
  gint64 now = g_get_monotonic_time ();
  gint64 delay = recorder->ending ? 0 : recorder->handed_over + COMMIT_INTERVAL - now;
  recorder->writing = recorder->error == NULL && recorder->waiting->len > 0;
  if (!recorder->writing)
    return;
  recorder->handed_over = now + MAX (delay, 0);
  study_writer_push_later (recorder->writer, delay, write_group, recorder, on_group_written);
}

/* A StudyWriterDone. */
static void
on_group_written (gpointer data, const GError *error)
{
  StudyRecorder *recorder = data;
  /* None when not even a transaction could be begun. */
  g_autoptr (GPtrArray) group = g_steal_pointer (&recorder->group);
  if (recorder->unwritten == NULL)
    recorder->cost = thread_time () - recorder->start;
  if (error == NULL && recorder->telling == STUDY_TELL_COMMITTED)
    g_ptr_array_foreach (group, tell_epoch, recorder);
  if (error != NULL && recorder->trainer != NULL)
    trainer_stop (recorder->trainer);
  g_mutex_lock (&recorder->mutex);
  if (error != NULL)
    recorder->error = g_error_copy (error);
  hand_over (recorder);
  g_cond_broadcast (&recorder->cond);
  g_mutex_unlock (&recorder->mutex);
}

/* The trainer's thread */

/* Whether the writer is so far behind that the trainer has to wait; with the mutex held. */
static gboolean
is_behind (StudyRecorder *recorder)
{
  if (recorder->error != NULL || recorder->waiting->len == 0)
    return FALSE;
  const Epoch *oldest = recorder->waiting->pdata[0];
  return recorder->waiting->len >= MOST_WAITING || g_get_monotonic_time () - oldest->arrival > OLDEST_WAITING;
}

/* Takes the epoch; drops it when nothing is stored any more. */
static void
queue_epoch (StudyRecorder *recorder, Epoch *epoch)
{
  g_mutex_lock (&recorder->mutex);
  while (is_behind (recorder))
    g_cond_wait (&recorder->cond, &recorder->mutex);
  gboolean well = recorder->error == NULL;
  if (well)
    g_ptr_array_add (recorder->waiting, epoch);
  if (well && !recorder->writing)
    hand_over (recorder);
  g_mutex_unlock (&recorder->mutex);
  if (!well)
    epoch_free (epoch);
}

/* Until nothing is under way; FALSE when something could not be written. */
static gboolean
wait_written (StudyRecorder *recorder)
{
  gboolean writing, well;
  do {
    study_writer_wait (recorder->writer); /* hurries what was put off */
    g_mutex_lock (&recorder->mutex);
    writing = recorder->writing;
    well = recorder->error == NULL;
    g_mutex_unlock (&recorder->mutex);
  } while (writing);
  return well;
}

/* Writes what waits, and then the last checkpoint, if it was not; FALSE when it could not be. */
static gboolean
write_all (StudyRecorder *recorder)
{
  if (!wait_written (recorder))
    return FALSE;
  g_mutex_lock (&recorder->mutex);
  recorder->ending = recorder->writing = TRUE;
  g_mutex_unlock (&recorder->mutex);
  study_writer_push (recorder->writer, write_group, recorder, on_group_written);
  return wait_written (recorder);
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
on_changed (const RegimeChange *change, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  regime_changes_add (recorder->changes, change);
  if (recorder->telling == STUDY_TELL_AT_ONCE && recorder->sink.changed != NULL)
    recorder->sink.changed (change, recorder->user_data);
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
  const Epoch epoch = { .arrival = g_get_monotonic_time (),
                        .record = g_steal_pointer (&recorder->record),
                        .snapshot = take_snapshot (recorder, checkpoint->epoch),
                        .checkpoint = training_checkpoint_ref (checkpoint),
                        .changes = g_steal_pointer (&recorder->changes) };
  recorder->changes = regime_changes_new ();
  queue_epoch (recorder, g_memdup2 (&epoch, sizeof epoch));
}

static gboolean
on_wants_snapshot (gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  return recorder->sink.wants_snapshot != NULL && recorder->sink.wants_snapshot (recorder->user_data);
}

/* Not stored, and so of this moment alone. */
static gboolean
on_wants_samples (gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  return recorder->telling == STUDY_TELL_AT_ONCE && recorder->sink.wants_samples != NULL
         && recorder->sink.wants_samples (recorder->user_data);
}

static void
on_samples (TrainingSnapshot *snapshot, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  recorder->sink.samples (snapshot, recorder->user_data);
}

static void
on_failed (const GError *error, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  write_all (recorder);
  push_standing (recorder, STUDY_RUN_FAILED, error->message, NULL);
  if (recorder->sink.failed != NULL)
    recorder->sink.failed (error, recorder->user_data);
}

static void
on_ended (TrainerEnd end, gpointer user_data)
{
  StudyRecorder *recorder = user_data;
  gboolean well = write_all (recorder);
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
  .changed = on_changed,
  .snapshot = on_snapshot,
  .checkpoint = on_checkpoint,
  .wants_snapshot = on_wants_snapshot,
  .samples = on_samples,
  .wants_samples = on_wants_samples,
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
