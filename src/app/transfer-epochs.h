/* The epochs of fine-tunings that a study's file has, read by its writer, which has the file open. */
#pragma once

#include "app/store.h"

G_BEGIN_DECLS

/* ids: array of gint64, StudyTransfer.id. */
void collapsar_transfer_epochs_async (CollapsarStore *store,
                                      const GArray *ids,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
/* id (gint64) to GPtrArray of TrainingRecord; free with g_hash_table_unref. NULL on error. */
GHashTable *collapsar_transfer_epochs_finish (CollapsarStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
