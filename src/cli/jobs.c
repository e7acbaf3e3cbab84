#include "cli/jobs.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <stdio.h>

CliJob *
cli_job_new (Regime *regime, char *label)
{
  CliJob *job = g_new0 (CliJob, 1);
  job->regime = regime_ref (regime);
  job->label = label;
  return job;
}

void
cli_job_free (CliJob *job)
{
  regime_unref (job->regime);
  g_free (job->label);
  g_clear_pointer (&job->task, transfer_task_unref);
  g_clear_pointer (&job->stored, study_run_free);
  g_clear_pointer (&job->checkpoint, training_checkpoint_unref);
  g_clear_pointer (&job->told, training_history_free);
  g_clear_pointer (&job->history, training_history_free);
  g_clear_error (&job->error);
  g_free (job);
}

void
cli_job_take_history (CliJob *job, TrainingHistory *history)
{
  if (job->stored->state == STUDY_RUN_FINISHED)
    job->history = history;
  else
    job->told = history;
}

/* The sink's functions are called in the run's thread; the job is the main thread's again when `ended` has
 * pushed it. */

static void
on_started (const TrainerStart *start, gpointer user_data)
{
  CliJob *job = user_data;
  job->n_trained = start->n_trained;
  job->n_parameters = start->n_parameters;
}

static void
on_epoch (TrainingRecord *record, gpointer user_data)
{
  training_history_add_record (((CliJob *)user_data)->told, record);
}

static void
on_failed (const GError *error, gpointer user_data)
{
  ((CliJob *)user_data)->error = g_error_copy (error);
}

static void
on_ended (TrainerEnd end, gpointer user_data)
{
  CliJob *job = user_data;
  job->end = end;
  g_async_queue_push (job->ended, job);
}

/* A trainer that reports to a study, and so to the job. */
static void
store (CliJob *job, StudyWriter *writer, guint threads, const TrainerSink *sink)
{
  job->recorder = study_recorder_new (writer, job->stored->id, threads, STUDY_TELL_AT_ONCE, sink, job);
  job->trainer = trainer_new (job->regime, threads, &study_recorder_sink, job->recorder);
  study_recorder_set_trainer (job->recorder, job->trainer);
  if (job->checkpoint != NULL)
    study_continue (job->trainer, job->stored, job->checkpoint);
}

static void
start (CliJob *job, GAsyncQueue *ended, guint threads, StudyWriter *writer)
{
  const TrainerSink sink
      = { .started = on_started, .epoch = on_epoch, .failed = on_failed, .ended = on_ended };
  if (job->told == NULL)
    job->told = training_history_new (job->regime);
  job->ended = ended;
  job->start = g_get_monotonic_time ();
  if (job->stored != NULL)
    store (job, writer, threads, &sink);
  else
    job->trainer = trainer_new (job->regime, threads, &sink, job);
  if (job->task != NULL)
    trainer_transfer (job->trainer, job->task);
  cli_interrupt_watch (job->trainer);
  trainer_start (job->trainer);
}

/* Takes what the run told and says so; returns an exit code. */
static int
finish (CliJob *job, guint n_done, guint n_jobs)
{
  double seconds = (double)(g_get_monotonic_time () - job->start) / 1e6;
  cli_interrupt_unwatch (job->trainer);
  g_clear_pointer (&job->trainer, trainer_free);
  g_clear_pointer (&job->recorder, study_recorder_free);
  if (job->end == TRAINER_FINISHED) {
    job->history = g_steal_pointer (&job->told);
    fprintf (stderr, _ ("%u/%u  %s: %.1f s\n"), n_done, n_jobs, job->label, seconds);
    return CLI_DONE;
  }
  g_clear_pointer (&job->told, training_history_free);
  if (job->end == TRAINER_STOPPED)
    return CLI_INTERRUPTED;
  cli_complain ("%s: %s", job->label, job->error->message);
  return cli_code_of (job->error);
}

int
cli_jobs_run (const GPtrArray *jobs, guint threads, StudyWriter *writer, CliJobFunc done, gpointer user_data)
{
  g_autoptr (GAsyncQueue) ended = g_async_queue_new ();
  guint cores = threads > 0 ? threads : g_get_num_processors ();
  guint at_once = MIN (cores, jobs->len);
  guint n_started = 0, n_done = 0;
  int code = CLI_DONE;
  for (;;) {
    gboolean go_on = code != CLI_USAGE && !cli_interrupted ();
    if (go_on && n_started < jobs->len && n_started - n_done < at_once) {
      start (g_ptr_array_index (jobs, n_started++), ended, cores / at_once, writer);
      continue;
    }
    if (n_started == n_done)
      return cli_interrupted () ? CLI_INTERRUPTED : code;
    CliJob *job = g_async_queue_pop (ended);
    int end = finish (job, ++n_done, jobs->len);
    if (end == CLI_DONE && done != NULL)
      done (job, user_data);
    code = end != CLI_DONE ? end : code;
  }
}
