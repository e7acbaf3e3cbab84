#include "app/transfer-epochs.h"

typedef struct {
  GArray *ids;
  GHashTable *records;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;
  g_array_unref (reading->ids);
  g_clear_pointer (&reading->records, g_hash_table_unref);
  g_free (reading);
}

/* A StudyWriterFunc. */
static gboolean
read_records (Study *study, gpointer data, GError **error)
{
  Reading *reading = g_task_get_task_data (data);
  for (guint i = 0; i < reading->ids->len; i++) {
    gint64 *id = &g_array_index (reading->ids, gint64, i);
    GPtrArray *records = study_transfer_records (study, *id, error);
    if (records == NULL)
      return FALSE;
    g_hash_table_insert (reading->records, g_memdup2 (id, sizeof *id), records);
  }
  return TRUE;
}

/* A StudyWriterDone. */
static void
on_read (gpointer data, const GError *error)
{
  g_autoptr (GTask) task = data;
  Reading *reading = g_task_get_task_data (task);
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_pointer (task, g_steal_pointer (&reading->records), (GDestroyNotify)g_hash_table_unref);
}

void
collapsar_transfer_epochs_async (CollapsarStore *store,
                                 const GArray *ids,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (store));

  GTask *task = g_task_new (store, cancellable, callback, user_data);
  const Reading reading
      = { g_array_copy ((GArray *)ids),
          g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify)g_ptr_array_unref) };
  g_task_set_task_data (task, g_memdup2 (&reading, sizeof reading), reading_free);
  study_writer_push (collapsar_store_writer (store), read_records, task, on_read);
}

GHashTable *
collapsar_transfer_epochs_finish (CollapsarStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
