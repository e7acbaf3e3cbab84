#include "cli/run.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <stdio.h>

CliRun *
cli_run_new (Regime *regime, gboolean json, gboolean figure)
{
  CliRun *run = g_new0 (CliRun, 1);
  run->regime = regime_ref (regime);
  run->label = g_strdup (regime_name (regime));
  run->json = json;
  run->figure = figure;
  run->history = training_history_new (regime);
  return run;
}

/* A figure shows the last snapshot. */
static gboolean
read_snapshot (CliRun *run, Study *study, GError **error)
{
  g_autoptr (GArray) epochs = study_snapshot_epochs (study, run->stored->id, error);
  if (epochs == NULL || epochs->len == 0)
    return epochs != NULL;
  guint last = g_array_index (epochs, guint, epochs->len - 1);
  g_autoptr (TrainingSnapshot) snapshot = study_snapshot (study, run->stored->id, last, error);
  if (snapshot != NULL)
    training_history_add_snapshot (run->history, snapshot);
  return snapshot != NULL;
}

CliRun *
cli_run_new_stored (Study *study, const StudyRun *stored, gboolean json, gboolean figure, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (GPtrArray) records = study_records (study, stored->id, error);
  g_autoptr (GPtrArray) changes = records == NULL ? NULL : study_changes (study, stored->id, error);
  if (changes == NULL)
    return NULL;
  CliRun *run = cli_run_new (stored->regime, json, figure);
  g_free (run->label);
  run->label = g_strdup (stored->name);
  run->stored = study_run_copy (stored);
  for (guint i = 0; i < records->len; i++)
    training_history_add_record (run->history, g_ptr_array_index (records, i));
  for (guint i = 0; i < changes->len; i++)
    training_history_add_change (run->history, g_ptr_array_index (changes, i));
  run->checkpoint = study_last_checkpoint (study, stored->id, &local);
  if (g_error_matches (local, STUDY_ERROR, STUDY_ERROR_NOT_FOUND))
    g_clear_error (&local);
  if (local == NULL && (!figure || read_snapshot (run, study, &local)))
    return run;
  g_propagate_error (error, g_steal_pointer (&local));
  cli_run_free (run);
  return NULL;
}

void
cli_run_free (CliRun *run)
{
  regime_unref (run->regime);
  g_free (run->label);
  study_run_free (run->stored);
  g_clear_pointer (&run->checkpoint, training_checkpoint_unref);
  training_history_free (run->history);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    g_clear_pointer (&run->data[s], dataset_unref);
  g_clear_pointer (&run->checkpoints, g_ptr_array_unref);
  g_clear_error (&run->error);
  g_free (run);
}

/* The sink's functions are called in the trainer's thread, which is this one, or in the study's, before the
 * trainer's end. */

static void
on_started (const TrainerStart *start, gpointer user_data)
{
  CliRun *run = user_data;
  run->data[TRAINING_TRAIN] = dataset_ref ((Dataset *)start->train);
  run->data[TRAINING_TEST] = dataset_ref ((Dataset *)start->test);
  cli_progress_start (&run->progress, run->label, start->first_epoch, start->n_epochs);
}

static void
on_epoch (TrainingRecord *record, gpointer user_data)
{
  CliRun *run = user_data;
  training_history_add_record (run->history, record);
  if (run->json) {
    cli_print_record (record, run->label);
    fflush (stdout);
  }
  cli_progress_epoch (&run->progress, record);
}

/* What was told beyond the epoch was of a run that was not changed then. */
static void
on_changed (const RegimeChange *change, gpointer user_data)
{
  CliRun *run = user_data;
  const TrainingRecord *last = training_history_last (run->history);
  if (last != NULL && last->epoch > change->epoch) {
    TrainingHistory *before = run->history;
    run->history = training_history_new_until (before, run->regime, (guint)change->epoch);
    training_history_free (before);
  }
  training_history_add_change (run->history, change);
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer user_data)
{
  training_history_add_snapshot (((CliRun *)user_data)->history, snapshot);
}

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer user_data)
{
  training_history_add_checkpoint (((CliRun *)user_data)->history, checkpoint);
}

static void
on_failed (const GError *error, gpointer user_data)
{
  ((CliRun *)user_data)->error = g_error_copy (error);
}

static void
train (CliRun *run, guint threads, CliStudy *study)
{
  /* Snapshots are for the figure; those of many runs would fill the memory for nothing. */
  const TrainerSink sink = { .started = on_started,
                             .epoch = on_epoch,
                             .changed = on_changed,
                             .snapshot = run->figure ? on_snapshot : NULL,
                             .checkpoint = run->samples ? on_checkpoint : NULL,
                             .failed = on_failed };
  g_autoptr (StudyRecorder) recorder
      = study == NULL
            ? NULL
            : study_recorder_new (study->writer, run->stored->id, threads, STUDY_TELL_COMMITTED, &sink, run);
  g_autoptr (Trainer) trainer = recorder == NULL
                                    ? trainer_new (run->regime, threads, &sink, run)
                                    : trainer_new (run->regime, threads, &study_recorder_sink, recorder);
  if (recorder != NULL)
    study_recorder_set_trainer (recorder, trainer);
  if (run->checkpoint != NULL) {
    g_autoptr (Regime) last = training_history_regime_at (run->history, G_MAXDOUBLE);
    study_continue (trainer, run->stored, run->checkpoint);
    /* What was changed beyond the checkpoint, in a study of version 1, is not forgotten. */
    trainer_set_live (trainer, last);
  }
  cli_interrupt_watch (trainer);
  trainer_run (trainer, NULL);
  cli_interrupt_unwatch (trainer);
}

int
cli_run_train (CliRun *run, guint threads, CliStudy *study)
{
  train (run, threads, study);
  if (run->data[TRAINING_TRAIN] != NULL)
    cli_progress_end (&run->progress);
  if (run->error != NULL)
    cli_complain ("%s: %s", run->label, run->error->message);
  else if (cli_interrupted ())
    cli_complain (_ ("%s: interrupted"), run->label);
  if (study != NULL && run->error != NULL && run->error->domain == STUDY_ERROR)
    cli_study_note_failure (study);
  if (!run->json)
    cli_print_result (run->history, run->label);
  return run->error == NULL ? CLI_DONE : cli_code_of (run->error);
}
