/* Real runs that a scheduler lets train, for its test and its benchmark. */
#pragma once

#include "training/history.h"
#include "training/scheduler.h"
#include "training/trainer-memory.h"
#include "training/trainer.h"

typedef struct {
  TrainingHistory *history;
  Trainer *trainer;
  GAsyncQueue *reports;
  guint64 need; /* told before the first report */
  gboolean running, started;
} ScheduledRun;

static inline void
scheduled_run_started (const TrainerStart *start, gpointer data)
{
  ScheduledRun *run = data;
  run->need = start->memory;
  g_async_queue_push (run->reports, run);
}

static inline void
scheduled_run_epoch (TrainingRecord *record, gpointer data)
{
  training_history_add_record (((ScheduledRun *)data)->history, record);
}

static inline void
scheduled_run_ended (TrainerEnd end, gpointer data)
{
  ScheduledRun *run = data;
  g_assert_cmpint (end, ==, TRAINER_FINISHED);
  g_async_queue_push (run->reports, run);
}

static inline void
scheduled_run_init (ScheduledRun *run, Regime *regime, GAsyncQueue *reports)
{
  const TrainerSink sink
      = { .started = scheduled_run_started, .epoch = scheduled_run_epoch, .ended = scheduled_run_ended };
  *run = (ScheduledRun){ .history = training_history_new (regime), .reports = reports };
  run->trainer = trainer_new (regime, 1, &sink, run);
}

static inline void
scheduled_run_clear (ScheduledRun *run)
{
  trainer_free (run->trainer);
  training_history_free (run->history);
}

static inline void
scheduled_run_give (gpointer data, guint cores, gpointer user_data)
{
  ScheduledRun *run = data;
  g_assert_cmpuint (cores, >, 0);
  trainer_set_threads (run->trainer, cores);
  if (!run->running)
    trainer_start (run->trainer);
  run->running = TRUE;
}

/* Until all have ended; returns how many trained at once at most. A run's first report is its start, its
 * second its end. */
static inline guint
scheduled_runs_train (ScheduledRun *runs, guint n_runs, guint cores, GAsyncQueue *reports)
{
  g_autoptr (TrainingScheduler) scheduler
      = training_scheduler_new (cores, trainer_memory_there (), scheduled_run_give, NULL);
  guint n_ended = 0, most = 0;
  for (guint i = 0; i < n_runs; i++)
    training_scheduler_add (scheduler, &runs[i]);
  while (n_ended < n_runs) {
    ScheduledRun *run = g_async_queue_pop (reports);
    n_ended += run->started;
    if (run->started)
      training_scheduler_remove (scheduler, run);
    else
      training_scheduler_set_need (scheduler, run, run->need);
    run->started = TRUE;
    most = MAX (most, training_scheduler_n_running (scheduler));
  }
  return most;
}
