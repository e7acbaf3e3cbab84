/* What a study says of its fine-tunings, as a table. */
#pragma once

#include "study/study.h"
#include "study/table.h"

/* A row for each: the run by its name, what was done, and what it came to. No block and all shots are
 * undefined numbers; `share` is that of the parameters that were trained. */
StudyTable *study_transfer_table_new (void);
void study_transfer_table_add (StudyTable *table, const char *run, const StudyTransfer *transfer);

/* Fine-tunings that differ in their seeds alone: mean and standard deviation (over n - 1) of their
 * accuracies, and the mean of each nc1. transfers: GPtrArray of StudyTransfer, of any runs; names: their
 * runs', as many. In the order of the first of each. */
StudyTable *study_transfer_summary_new (const GPtrArray *transfers, const char *const *names);
