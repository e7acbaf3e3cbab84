/* A short real run for the tests of what is drawn of one. */
#pragma once

#include "training/history.h"
#include "training/trainer.h"

#include "../settings.h"

typedef struct {
  Regime *regime;
  TrainingHistory *history;
  Dataset *data, *test;
} ShortRun;

static void
short_run_started (const TrainerStart *start, gpointer data)
{
  ((ShortRun *)data)->data = dataset_ref ((Dataset *)start->train);
  ((ShortRun *)data)->test = dataset_ref ((Dataset *)start->test);
}

static void
short_run_epoch (TrainingRecord *record, gpointer data)
{
  training_history_add_record (((ShortRun *)data)->history, record);
}

static void
short_run_snapshot (TrainingSnapshot *snapshot, gpointer data)
{
  training_history_add_snapshot (((ShortRun *)data)->history, snapshot);
}

static void
short_run_checkpoint (TrainingCheckpoint *checkpoint, gpointer data)
{
  training_history_add_checkpoint (((ShortRun *)data)->history, checkpoint);
}

/* With one more setting, "section.key=value", unless that is NULL. */
static inline ShortRun
short_run_new_with (const char *assignment)
{
  static const char *const settings[]
      = { "regime.name=short",  "data.train=300",     "data.test=100", "network.hidden=24",
          "network.feature=16", "optimiser.batch=32", "run.epochs=8",  NULL };
  const TrainerSink sink = { .started = short_run_started,
                             .epoch = short_run_epoch,
                             .snapshot = short_run_snapshot,
                             .checkpoint = short_run_checkpoint };
  ShortRun run = { .regime = regime_new () };
  g_autoptr (GError) error = NULL;
  take_settings (run.regime, settings);
  g_assert_true (assignment == NULL || regime_set_assignment (run.regime, assignment, NULL));
  run.history = training_history_new (run.regime);
  g_autoptr (Trainer) trainer = trainer_new (run.regime, 1, &sink, &run);
  trainer_run (trainer, &error);
  g_assert_no_error (error);
  return run;
}

static inline ShortRun
short_run_new (void)
{
  return short_run_new_with (NULL);
}

static inline void
short_run_clear (ShortRun *run)
{
  training_history_free (run->history);
  dataset_unref (run->data);
  dataset_unref (run->test);
  regime_unref (run->regime);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShortRun, short_run_clear)
