/* What the Transfer view has done of a network when it is to be evaluated on a task. */
#pragma once

#include "app/transfer-task.h"
#include "app/transfers.h"

G_BEGIN_DECLS

/* Has a run fine-tuned on a task by every method and layer, with 5, 50 and all labels a class, 3 draws each,
 * and every layer read by a probe in closed form; what is there is not done again. What its regime leaves at
 * the defaults is made to fit: at most 5,000 samples to draw from and to measure on, 2,000 to test on, and
 * 100 epochs of few samples, which make few mini-batches. */
void collapsar_transfer_evaluate (CollapsarTransfers *transfers,
                                  CollapsarSession *run,
                                  const CollapsarTransferTask *task);

G_END_DECLS
