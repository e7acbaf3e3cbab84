/* A window of two runs that have told three epochs each, as lessons see it. */
#pragma once

#include "lesson/facts.h"
#include "study/run-table.h"
#include "study/transfer-table.h"

#include <math.h>

typedef struct {
  StudyRun *run[2];
  GPtrArray *records[2];
  TrainingHistory *history[2];
  StudyTable *row[2];
  LessonRun runs[2];
  StudyTable *tunings;
  LessonFacts facts;
} Window;

/* Of run r at epoch e: nc1 is 8 / 2^e, twice that of the second; error is 0.5, 0.125, 0; probe accuracy is
 * 0.25 (r + 1) at the end and not measured before. */
static inline TrainingRecord *
window_record (guint r, guint e)
{
  TrainingRecord *record = training_record_new ();
  record->epoch = e;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingSplitRecord *split = &record->split[s];
    for (guint m = 0; m < COLLAPSE_N_METRICS; m++)
      split->metrics.value[m] = split->head.value[m] = NAN;
    split->loss = 1;
    split->error = e == 0 ? 0.5 : e == 1 ? 0.125 : 0;
    split->metrics.value[COLLAPSE_NC1] = (r + 1) * 8 / exp2 (e);
    split->probe_accuracy = e == 2 ? 0.25 * (r + 1) : NAN;
  }
  return record;
}

static inline void
window_tell (Window *window, guint r, guint epoch)
{
  TrainingRecord *record = window_record (r, epoch);
  training_history_add_record (window->history[r], record);
  g_ptr_array_add (window->records[r], record);
  g_clear_pointer (&window->row[r], study_table_free);
  StudyRunRow row = { window->run[r], NULL, window->records[r], (gint)epoch, -1, NULL };
  window->row[r] = study_run_table_new (&row, 1);
  window->runs[r] = (LessonRun){ window->row[r], window->history[r] };
}

/* Three fine-tunings: scl of 5 shots with .5 and .75, a probe with .125. */
static inline StudyTable *
window_tunings (void)
{
  StudyTransfer transfers[] = {
    { .run = 1,
      .target = (char *)"digits",
      .method = (char *)"scl",
      .block = 1,
      .shots = 5,
      .test_accuracy = 0.5 },
    { .run = 1,
      .target = (char *)"digits",
      .method = (char *)"scl",
      .block = 1,
      .shots = 5,
      .test_accuracy = 0.75 },
    { .run = 1, .target = (char *)"digits", .method = (char *)"probe", .block = -1, .test_accuracy = 0.125 },
  };
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  for (gsize i = 0; i < G_N_ELEMENTS (transfers); i++) {
    StudyTransferRow row = { &transfers[i], "first", NAN };
    transfers[i].parameters = 8;
    g_array_append_val (rows, row);
  }
  return study_transfer_table_new (rows);
}

/* With records up to an epoch; the first run is selected, and finished. */
static inline void
window_open (Window *window, guint last_epoch)
{
  g_autoptr (Regime) regime = regime_new ();
  for (guint r = 0; r < 2; r++) {
    g_autoptr (Regime) own = regime_copy (regime);
    g_assert_true (regime_set (own, "run.seed", r == 0 ? "1" : "2", NULL));
    g_assert_true (regime_set (own, "regime.name", r == 0 ? "first" : "second", NULL));
    window->run[r] = study_run_new (own);
    window->run[r]->state = r == 0 ? STUDY_RUN_FINISHED : STUDY_RUN_UNFINISHED;
    window->records[r] = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
    window->history[r] = training_history_new (own);
    window->row[r] = NULL;
    for (guint epoch = 0; epoch <= last_epoch; epoch++)
      window_tell (window, r, epoch);
  }
  window->tunings = window_tunings ();
  window->facts = (LessonFacts){ window->runs, 2, 0, last_epoch, window->tunings, "curves", "balanced" };
}

static inline void
window_close (Window *window)
{
  for (guint r = 0; r < 2; r++) {
    study_run_free (window->run[r]);
    training_history_free (window->history[r]);
    g_ptr_array_unref (window->records[r]);
    study_table_free (window->row[r]);
  }
  study_table_free (window->tunings);
}
