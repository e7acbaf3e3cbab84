/* A row's crc says that the row is what was written; that it is there, among the others of its run, say
 * their number and the sum of their keys. */
#include "study/tally.h"

#include "study/schema.h"
#include "study/study.h"

#include <glib/gi18n.h>
#include <string.h>

/* Of a key in the sum, so that no damage makes it overflow. */
#define KEY_MASK "4294967295"

static const struct {
  const char *name, *key;
  gboolean of_run; /* its rows belong to runs */
  guint since;     /* version of the schema */
} tables[] = {
  { "run", "id", FALSE, 1 },
  { "setting", "0", FALSE, 1 },
  { "stretch", "id", TRUE, 1 },
  { "epoch", "epoch", TRUE, 1 },
  { "snapshot", "epoch", TRUE, 1 },
  { "checkpoint", "epoch", TRUE, 1 },
  { "transfer", "id", TRUE, 1 },
  { "change", "id", TRUE, STUDY_SCHEMA_CHANGES },
  { "transfer_epoch", "(transfer + epoch)", FALSE, STUDY_SCHEMA_TRANSFER_EPOCHS },
};

static gsize
find_table (const char *name)
{
  gsize t = 0;
  while (!g_str_equal (tables[t].name, name))
    t++;
  return t;
}

/* Runs a statement about a run and a table. */
static gboolean
run_for (sqlite3 *db, const char *sql, gint64 run, const char *table, gint64 key, GError **error)
{
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run);
  study_sql_bind_text (statement, 2, table);
  sqlite3_bind_int64 (statement, 3, key);
  return study_sql_do (statement, error);
}

gboolean
study_tally (sqlite3 *db, const char *table, gint64 run, GError **error)
{
  gsize t = find_table (table);
  g_autofree char *sql
      = g_strdup_printf ("REPLACE INTO tally SELECT ?1, ?2, n, total, crc (?1, ?2, n, total) FROM"
                         " (SELECT count (*) AS n, coalesce (sum (%s & " KEY_MASK "), 0) AS total FROM %s%s)",
                         tables[t].key, table, tables[t].of_run ? " WHERE run = ?1" : "");
  return run_for (db, sql, run, table, 0, error);
}

gboolean
study_tally_add (sqlite3 *db, const char *table, gint64 run, gint64 key, GError **error)
{
  return run_for (db,
                  "INSERT INTO tally VALUES (?1, ?2, 1, ?3 & " KEY_MASK ", crc (?1, ?2, 1, ?3 & " KEY_MASK
                  "))"
                  " ON CONFLICT DO UPDATE SET n = n + 1, total = total + excluded.total,"
                  " crc = crc (run, name, n + 1, total + excluded.total)",
                  run, table, key, error);
}

gboolean
study_tally_remove (sqlite3 *db, gint64 run, GError **error)
{
  return run_for (db, "DELETE FROM tally WHERE run = ?1", run, NULL, 0, error)
         && study_tally (db, "run", 0, error) && study_tally (db, "transfer_epoch", 0, error);
}

/* A query for what is there, in the tables of a version: run, name, n, total. */
static char *
counting (guint version)
{
  GString *sql = g_string_new (NULL);
  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    if (tables[t].since <= version)
      g_string_append_printf (
          sql, "%sSELECT %s AS run, '%s' AS name, count (*) AS n, sum (%s & " KEY_MASK ") FROM %s GROUP BY 1",
          t == 0 ? "" : " UNION ALL ", tables[t].of_run ? "run" : "0", tables[t].name, tables[t].key,
          tables[t].name);
  return g_string_free (sql, FALSE);
}

gboolean
study_tally_check (sqlite3 *db, guint version, GError **error)
{
  g_autofree char *there = counting (version);
  g_autofree char *sql
      = g_strdup_printf ("WITH there (run, name, n, total) AS MATERIALIZED (%s),"
                         " told AS MATERIALIZED (SELECT run, name, n, total FROM tally WHERE n > 0)"
                         " SELECT (SELECT name FROM (SELECT * FROM told EXCEPT SELECT * FROM there)"
                         " UNION ALL SELECT name FROM (SELECT * FROM there EXCEPT SELECT * FROM told)"
                         " UNION ALL SELECT 'tally' FROM tally WHERE crc (run, name, n, total) IS NOT crc)",
                         there);
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (db, sql, error);
  if (statement == NULL || !study_sql_next (statement, error))
    return FALSE;
  if (sqlite3_column_type (statement, 0) == SQLITE_NULL)
    return TRUE;
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED,
               _ ("%s: the file is damaged (rows of its table “%s” are lost)"),
               sqlite3_db_filename (db, "main"), study_sql_text (statement, 0));
  return FALSE;
}
