/* What a study says of its fine-tunings, as tables. */
#pragma once

#include "study/study.h"
#include "study/table.h"

/* One fine-tuning of a table. */
typedef struct {
  const StudyTransfer *transfer;
  const char *run;   /* name */
  double source_nc1; /* of the run's own training data at that epoch; NaN where it was not measured */
} StudyTransferRow;

/* Array of StudyTransferRow: of some of the study's runs (GPtrArray of StudyRun) those that are among the
 * transfers (GPtrArray of StudyTransfer), run by run. Both are borrowed. */
GArray *study_transfer_rows (Study *study, const GPtrArray *runs, const GPtrArray *transfers, GError **error);

/* A row for each: what was done, and what it came to. No block and all shots are undefined numbers; `share`
 * is that of the parameters that were trained. */
StudyTable *study_transfer_table_new (const GArray *rows);

/* A row for each epoch of a fine-tuning that was measured, and split: what was done, with the source's epoch
 * as source_epoch, and what study_epoch_table_new has of its own. */
StudyTable *study_transfer_epoch_table_new (void);
void
study_transfer_epoch_table_add (StudyTable *table, const StudyTransferRow *row, const GPtrArray *records);

/* Of fine-tunings that differ in their seeds alone mean and standard deviation (over n - 1) of their
 * accuracies, and the mean of each nc1; in the order of the first of each. */
StudyTable *study_transfer_summary_new (const GArray *rows);

/* How well NC1 tells accuracy over runs and their epochs: for each task, method, block and number of shots
 * Pearson's r of log nc1 and Spearman's rho (collapse/correlation.h) with the test accuracy, of the source's
 * nc1 and of both downstream ones. A point is one run's epoch, the mean over its seeds. */
StudyTable *study_transfer_correlations_new (const GArray *rows);
