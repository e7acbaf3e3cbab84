/* What was changed while a run trained. A study of version 1 has no table of it: there the learning rate
 * alone could be, and the epochs' base rates tell. */
#include "study/study-private.h"

#include "study/schema.h"
#include "study/tally.h"

#define COLUMNS "run, epoch, name, old_value, new_value"

gboolean
study_put_change (Study *study, gint64 run, const RegimeChange *change, GError **error)
{
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (
      study->db,
      "INSERT INTO change (" COLUMNS ", crc) VALUES (?1, ?2, ?3, ?4, ?5, crc (?1, ?2, ?3, ?4, ?5))", error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_double (statement, 2, change->epoch);
  study_sql_bind_text (statement, 3, change->name);
  study_sql_bind_text (statement, 4, change->before);
  study_sql_bind_text (statement, 5, change->after);
  return study_leave (study,
                      study_enter (study, error) && study_sql_do (statement, error)
                          && study_tally (study->db, "change", run, error),
                      error);
}

GPtrArray *
study_changes (Study *study, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) changes = regime_changes_new ();
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (
      study->db,
      study->version < STUDY_SCHEMA_CHANGES
          ? "SELECT " COLUMNS ", 1 FROM (" STUDY_SCHEMA_JUMPS ") WHERE run = ?1 ORDER BY epoch"
          : "SELECT " COLUMNS ", crc (" COLUMNS ") IS crc FROM change WHERE run = ?1 ORDER BY epoch, id",
      error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  while (study_sql_next (statement, &local) && study_row_is_intact (statement, "change", &local)) {
    g_autoptr (RegimeChange) change
        = regime_change_new (study_sql_real (statement, 1), study_sql_text (statement, 2),
                             study_sql_text (statement, 3), study_sql_text (statement, 4));
    regime_changes_add (changes, change);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&changes);
}

/* The change before an epoch's first mini-batch is at the epoch before. */
static gboolean
forget (Study *study, gint64 run, guint epoch, GError **error)
{
  static const struct {
    const char *table, *sql;
  } tables[] = {
    { "epoch", "DELETE FROM epoch WHERE run = ?1 AND epoch > ?2" },
    { "snapshot", "DELETE FROM snapshot WHERE run = ?1 AND epoch > ?2" },
    { "checkpoint", "DELETE FROM checkpoint WHERE run = ?1 AND epoch > ?2" },
    /* What a branch began with stays. */
    { "change", "DELETE FROM change WHERE run = ?1 AND epoch >= ?2"
                " AND epoch IS NOT (SELECT parent_epoch FROM run WHERE id = ?1)" },
  };
  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++) {
    g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, tables[t].sql, error);
    if (statement == NULL)
      return FALSE;
    sqlite3_bind_int64 (statement, 1, run);
    sqlite3_bind_int64 (statement, 2, epoch);
    if (!study_sql_do (statement, error) || !study_tally (study->db, tables[t].table, run, error))
      return FALSE;
  }
  return TRUE;
}

gboolean
study_forget_after (Study *study, gint64 run, guint epoch, GError **error)
{
  return study_leave (study, study_enter (study, error) && forget (study, run, epoch, error), error);
}
