/* What a run that branches off another begins with. */
#include "study/study-private.h"

#include "study/tally.h"

#include <glib/gi18n.h>

/* Copies the rows of epochs that are `compare` to `last` in a table, all of whose columns but run and crc are
 * `columns`; each is summed anew, and one that is damaged gets no sum, which the table does not take. */
static gboolean
copy_rows (Study *study,
           const char *table,
           const char *columns,
           const char *compare,
           gint64 from,
           gint64 to,
           guint last,
           GError **error)
{
  g_autofree char *sql
      = g_strdup_printf ("INSERT INTO %s (run, %s, crc)"
                         " SELECT ?2, %s, iif (crc (run, %s) IS crc, crc (?2, %s), NULL) FROM %s"
                         " WHERE run = ?1 AND epoch %s ?3",
                         table, columns, columns, columns, columns, table, compare);
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, from);
  sqlite3_bind_int64 (statement, 2, to);
  sqlite3_bind_int64 (statement, 3, last);
  if (sqlite3_step (statement) == SQLITE_DONE)
    return TRUE;
  if (sqlite3_extended_errcode (study->db) == SQLITE_CONSTRAINT_NOTNULL)
    study_sql_set_damaged (statement, table, error);
  else
    study_sql_set_error (study->db, error);
  return FALSE;
}

static gboolean
copy_epochs (Study *study, gint64 from, gint64 to, guint last, GError **error)
{
  g_autofree char *metrics = study_metric_columns ();
  if (!copy_rows (study, "checkpoint", STUDY_CHECKPOINT_COLUMNS ", " STUDY_CHECKPOINT_STATES, "=", from, to,
                  last, error))
    return FALSE;
  if (sqlite3_changes (study->db) == 0) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND,
                 _ ("%s: no checkpoint of epoch %u of the run is stored"), study->path, last);
    return FALSE;
  }
  return copy_rows (study, "epoch", STUDY_EPOCH_COLUMNS, "<=", from, to, last, error)
         && copy_rows (study, "metric", metrics, "<=", from, to, last, error)
         && copy_rows (study, "snapshot", "epoch, data", "<=", from, to, last, error)
         && study_tally (study->db, "checkpoint", to, error) && study_tally (study->db, "epoch", to, error)
         && study_tally (study->db, "snapshot", to, error);
}

gboolean
study_copy_epochs (Study *study, gint64 from, gint64 to, guint last, GError **error)
{
  return study_leave (study, study_enter (study, error) && copy_epochs (study, from, to, last, error), error);
}
