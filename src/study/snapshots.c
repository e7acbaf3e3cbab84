/* Snapshots of a run. */
#include "study/study-private.h"

#include "study/snapshot-blob.h"
#include "study/tally.h"

#include <glib/gi18n.h>

/* Of a class, at least. */
#define WATCH_LEAST 8

gboolean
study_keeps_snapshot (guint epoch, guint n_epochs)
{
  return training_keeps_snapshot (epoch, n_epochs, STUDY_SNAPSHOT_LIMIT);
}

/* Samples of a class that each split may keep: the splits share what there is room for as they share the
 * whole. */
static void
share_room (const TrainingSnapshot *snapshot, guint n_epochs, guint watched[TRAINING_N_SPLITS])
{
  double kept = MIN (n_epochs + 1, STUDY_SNAPSHOT_LIMIT), all = 0;
  double sample = (double)snapshot->dimension + sizeof (float) + 3 * sizeof (guint32);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    all += (double)snapshot->split[s].n;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    double share = all > 0 ? (double)snapshot->split[s].n / all : 0;
    double fit = share * STUDY_SNAPSHOT_BYTES / (kept * snapshot->n_classes * sample);
    watched[s] = (guint)CLAMP (fit, WATCH_LEAST, G_MAXINT);
  }
}

gboolean
study_put_snapshot (
    Study *study, gint64 run, const TrainingSnapshot *snapshot, guint n_epochs, GError **error)
{
  guint watched[TRAINING_N_SPLITS];
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (
      study->db, "INSERT INTO snapshot (run, epoch, data, crc) VALUES (?1, ?2, ?3, crc (?1, ?2, ?3))", error);
  if (statement == NULL)
    return FALSE;
  share_room (snapshot, n_epochs, watched);
  if (!study_sql_can_keep (study->db, study_snapshot_bytes (snapshot, watched), error))
    return FALSE;
  g_autoptr (GBytes) bytes = study_snapshot_pack (snapshot, watched);
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, (gint64)snapshot->epoch);
  study_sql_bind_blob (statement, 3, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  return study_leave (
      study,
      study_enter (study, error) && study_remove_epoch (study, "snapshot", run, (guint)snapshot->epoch, error)
          && study_sql_do (statement, error) && study_tally (study->db, "snapshot", run, error),
      error);
}

GArray *
study_snapshot_epochs (Study *study, gint64 run, GError **error)
{
  return study_epochs_of (study, "snapshot", run, error);
}

static TrainingSnapshot *
read_snapshot (sqlite3_stmt *statement, guint epoch, GError **error)
{
  if (!study_row_is_intact (statement, "snapshot", error))
    return NULL;
  gconstpointer data = sqlite3_column_blob (statement, 0);
  g_autoptr (TrainingSnapshot) snapshot
      = study_snapshot_unpack (data, (gsize)sqlite3_column_bytes (statement, 0));
  if (snapshot != NULL && snapshot->epoch == epoch && sqlite3_column_int (statement, 1) == 1)
    return g_steal_pointer (&snapshot);
  study_sql_set_damaged (statement, "snapshot", error);
  return NULL;
}

TrainingSnapshot *
study_snapshot (Study *study, gint64 run, guint epoch, GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db,
      "SELECT data, run = ?1, crc (run, epoch, data) IS crc FROM snapshot WHERE run = ?1 AND epoch = ?2",
      error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, epoch);
  if (study_sql_next (statement, &local))
    return read_snapshot (statement, epoch, error);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND, _ ("%s: no such epoch of the run is stored"),
                 study->path);
  return NULL;
}

gboolean
study_read_snapshots (Study *study, gint64 run, TrainingHistory *history, GError **error)
{
  g_autoptr (GArray) epochs = study_snapshot_epochs (study, run, error);
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  g_autoptr (GPtrArray) checkpoints = g_ptr_array_new ();
  if (epochs == NULL)
    return FALSE;
  for (guint i = 0; i < epochs->len; i++) {
    TrainingSnapshot *snapshot = study_snapshot (study, run, g_array_index (epochs, guint, i), error);
    if (snapshot == NULL)
      return FALSE;
    g_ptr_array_add (snapshots, snapshot);
  }
  training_history_forget (history);
  training_history_restore (history, snapshots, checkpoints);
  return TRUE;
}
