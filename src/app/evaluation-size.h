/* How much an evaluation is: found in another thread before it is asked for. */
#pragma once

#include "app/evaluation.h"
#include "app/transfers.h"

G_BEGIN_DECLS

typedef struct {
  guint n_networks;
  guint n;         /* fine-tunings that would be made, readings of layers among them */
  guint n_stored;  /* that are there already, and not made again */
  guint n_planned; /* that are asked for already, of the last epoch; neither */
  double seconds;  /* about how long they take on the cores there are; NaN where that is not known */
} CollapsarEvaluationSize;

/* Of runs (GPtrArray of CollapsarSession). Their own epochs and the fine-tunings of any of them that are
 * stored tell what another takes (app/tuning-costs.h). cores: 0 for all. Errors are those of
 * transfer_plan_expand. */
void collapsar_evaluation_size_async (CollapsarEvaluation *evaluation,
                                      CollapsarTransfers *transfers,
                                      const GPtrArray *runs,
                                      const CollapsarTransferTask *task,
                                      guint cores,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* Free with g_free; NULL on error. */
CollapsarEvaluationSize *collapsar_evaluation_size_finish (GAsyncResult *result, GError **error);

G_END_DECLS
