/* What runs' fine-tunings came to, as columns of the table of runs; internal to study. */
#pragma once

#include "study/study.h"
#include "study/table.h"

/* Each data set and method of the fine-tunings once: GPtrArray of StudyTransfer, borrowed. */
GPtrArray *study_accuracy_columns (const GPtrArray *transfers);
/* "accuracy_mnist_probe" */
void study_accuracy_add_columns (StudyTable *table, const GPtrArray *columns);
/* A number for each column: the mean test accuracy, over seeds, of the run's fine-tunings from its last epoch
 * that has any, on all samples or else the most, of the last block; undefined without any. */
void study_accuracy_add_values (StudyTable *table,
                                const GPtrArray *columns,
                                const GPtrArray *transfers,
                                gint64 run);
