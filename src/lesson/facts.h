/* What can be said of a window's runs at a moment: what a lesson's conditions ask, and its words tell.
 *
 * The columns are those of the runs' table (study/run-table.h), of the selected run, and of the window:
 *
 *     epoch           the one that is shown
 *     terminal_epoch  from which on the selected run's training error stays 0
 *     runs            how many there are; finished_runs: of them
 *     fine_tunings    how many are stored
 *     view            geometry, curves, layers, findings, runs, transfer
 *     projection      of the geometry
 */
#pragma once

#include "study/table.h"
#include "training/history.h"

/* One run of the window. */
typedef struct {
  const StudyTable *row;          /* study_run_table_new of it alone */
  const TrainingHistory *history; /* NULL before it has told anything */
} LessonRun;

typedef struct {
  const LessonRun *runs;
  guint n_runs;
  gint selected;             /* index into the runs; -1: none */
  double epoch;              /* shown; NaN: none */
  const StudyTable *tunings; /* study_transfer_table_new; NULL where nothing is known of any */
  const char *view, *projection;
} LessonFacts;

/* One row; facts NULL: no row, the columns alone. Free with study_table_free. */
StudyTable *lesson_facts_table (const LessonFacts *facts);
/* Of its columns, the first: those of the runs' table. */
guint lesson_facts_n_run_columns (void);
