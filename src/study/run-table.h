/* What a study says of its runs, and a run of its epochs, as tables. */
#pragma once

#include "study/study.h"
#include "study/table.h"

/* One run of a table. */
typedef struct {
  const StudyRun *run;
  const char *parent;       /* name of the run it branched off; NULL for none */
  const GPtrArray *records; /* of TrainingRecord */
  gint epochs;              /* done; -1 when not even epoch 0 is */
  gint transfers;           /* fine-tunings of it that are stored; -1 where that is not known */
  const GPtrArray *changes; /* of RegimeChange, made while it trained; NULL for none */
} StudyRunRow;

/* A row for each run: how it stands, every setting that it began with by its name, what was changed, the last
 * measured values by their keys after the split's ("train_nc1", "test_error", of a head's output
 * "train_head_nc1"), wall time and how often it was fine-tuned. To people are shown the settings that are not
 * the same in all of them, and a few of the values. */
StudyTable *study_run_table_new (const StudyRunRow *rows, guint n_rows);

/* Likewise of all runs of a study that is open, with a column for each data set and method that any of them
 * was fine-tuned to and by (run-accuracies.h). */
StudyTable *study_run_table_read (Study *study, GError **error);

/* A row for each epoch that was measured, split and layer, by the keys of training_record_to_json. */
StudyTable *study_epoch_table_new (void);
/* The columns behind those that say whose epoch it is, and their cells in a row. */
void study_epoch_table_add_heading (StudyTable *table);
void study_epoch_table_add_cells (StudyTable *table,
                                  const TrainingRecord *record,
                                  TrainingSplit split,
                                  TrainingLayer layer);
void study_epoch_table_add (StudyTable *table, const char *run, const GPtrArray *records);
