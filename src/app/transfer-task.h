/* What is downstream: a data set, its labels and classes. Which there are to choose from, and what each is
 * called. */
#pragma once

#include "dataset/source.h"
#include "study/study.h"
#include "training/regime.h"

typedef struct {
  char *source;  /* as data.source; of a fine-tuning never empty */
  char *labels;  /* as transfer.labels */
  char *classes; /* as transfer.classes */
} CollapsarTransferTask;

void collapsar_transfer_task_free (CollapsarTransferTask *task);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarTransferTask, collapsar_transfer_task_free)

/* "mnist", or with labels and classes where they are not all fine ones: "fashion-mnist coarse 0-4"; what an
 * action's state and a study's settings hold. Free with g_free. */
char *collapsar_transfer_task_key (const CollapsarTransferTask *task);
/* NULL for other text. */
CollapsarTransferTask *collapsar_transfer_task_parse (const char *key);
/* "MNIST", "Fashion-MNIST, coarse labels"; free with g_free. */
char *collapsar_transfer_task_title (const CollapsarTransferTask *task);
/* That of a fine-tuning that was made, and the one that a run's regime asks for. */
CollapsarTransferTask *collapsar_transfer_task_of (const StudyTransfer *transfer);
CollapsarTransferTask *collapsar_transfer_task_of_regime (const Regime *regime);

/* The tasks that a run of this regime could be tuned on, as keys (GPtrArray of char, NULL-terminated): that
 * of its own settings, its data's fine classes, the classes that it left out, and the other data sets
 * of as many channels that are found. sources: GPtrArray of DatasetSourceInfo. Free with g_ptr_array_unref.
 */
GPtrArray *collapsar_transfer_tasks (const Regime *regime, const GPtrArray *sources);
