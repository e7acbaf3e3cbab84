/* Loads what fine-tunings begin with: source and data, in other threads. What was loaded last is kept, as the
 * next ones are likely to share it. */
#pragma once

#include "app/store.h"
#include "training/transfer.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_TRANSFER_LOADER (collapsar_transfer_loader_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarTransferLoader, collapsar_transfer_loader, COLLAPSAR, TRANSFER_LOADER, GObject)

CollapsarTransferLoader *collapsar_transfer_loader_new (void);
/* Of a stored run at an epoch of which there is a checkpoint, for the regime of a fine-tuning. Errors are
 * those of reading the checkpoint, of transfer_source_new and of transfer_task_new. */
void collapsar_transfer_loader_load_async (CollapsarTransferLoader *self,
                                           CollapsarStore *store,
                                           const StudyRun *run,
                                           guint epoch,
                                           Regime *tuning,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
/* snapshot: the source at that epoch, or the last kept before it; NULL where the study has none. */
TransferTask *collapsar_transfer_loader_load_finish (CollapsarTransferLoader *self,
                                                     GAsyncResult *result,
                                                     TrainingSnapshot **snapshot,
                                                     GError **error);
/* Lets go of what is kept. */
void collapsar_transfer_loader_clear (CollapsarTransferLoader *self);
/* What two regimes of the same source have in common where they share their data; free with g_free. */
char *collapsar_transfer_loader_data_key (const Regime *tuning);

G_END_DECLS
