/* Which fine-tunings a plan is of a stored run; found in another thread. */
#pragma once

#include "app/store.h"
#include "training/transfer-plan.h"

G_BEGIN_DECLS

/* Of a run that has come to its end. What it told last may still be on its way to the file: it is waited for.
 */
void collapsar_transfer_plan_async (CollapsarStore *store,
                                    const StudyRun *run,
                                    const TransferPlan *plan,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/* GPtrArray of CollapsarTuning: epoch by epoch and seed by seed, so that those that share their data follow
 * each other, and then in the order of transfer_plan_expand; free with g_ptr_array_unref. */
GPtrArray *collapsar_transfer_plan_finish (CollapsarStore *store, GAsyncResult *result, GError **error);

/* How many they will be, as far as can be said before the run's end: "all" epochs count as one. Errors are
 * those of transfer_plan_expand. */
void collapsar_transfer_count_async (Regime *regime,
                                     const TransferPlan *plan,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
/* -1 on error. */
gssize collapsar_transfer_count_finish (GAsyncResult *result, GError **error);

G_END_DECLS
