#include "study/sql.h"

#include "study/study.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>
#include <zlib.h>

/* Another program's commit may take so long, ms. */
#define PATIENCE 5000
/* What a row takes at most beside its large blobs, bytes. */
#define ROW_REST 65536

static uLong
add_bytes (uLong crc, gconstpointer data, gsize size)
{
  return crc32_z (crc, data, size);
}

static uLong
add_value (uLong crc, sqlite3_value *value)
{
  unsigned char type = (unsigned char)sqlite3_value_type (value);
  gint64 integer;
  double real;
  crc = add_bytes (crc, &type, 1);
  switch (type) {
  case SQLITE_INTEGER:
    integer = GINT64_TO_LE (sqlite3_value_int64 (value));
    return add_bytes (crc, &integer, sizeof integer);
  case SQLITE_FLOAT:
    real = sqlite3_value_double (value) + 0.0; /* SQLite stores -0 as 0 */
    memcpy (&integer, &real, sizeof integer);
    integer = GINT64_TO_LE (integer);
    return add_bytes (crc, &integer, sizeof integer);
  case SQLITE_TEXT:
  case SQLITE_BLOB:
    /* The bytes are asked for before their number (SQLite's rule); an empty blob is NULL. */
    if (sqlite3_value_blob (value) == NULL)
      return crc;
    return add_bytes (crc, sqlite3_value_blob (value), (gsize)sqlite3_value_bytes (value));
  default:
    return crc;
  }
}

static void
crc_function (sqlite3_context *context, int n_values, sqlite3_value **values)
{
  uLong crc = crc32_z (0, NULL, 0);
  for (int i = 0; i < n_values; i++)
    crc = add_value (crc, values[i]);
  sqlite3_result_int64 (context, (gint64)crc);
}

sqlite3 *
study_sql_open (const char *path, int flags, GError **error)
{
  g_autoptr (sqlite3) db = NULL;
  int code = sqlite3_open_v2 (path, &db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_create_function_v2 (db, "crc", -1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY,
                                       NULL, crc_function, NULL, NULL, NULL);
  if (code != SQLITE_OK) {
    study_sql_set_error (db, error);
    return NULL;
  }
  sqlite3_busy_timeout (db, PATIENCE);
  sqlite3_db_config (db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  sqlite3_exec (db, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
  return g_steal_pointer (&db);
}

static StudyError
error_of (sqlite3 *db, int code)
{
  int cause = sqlite3_system_errno (db);
  switch (code & 0xff) {
  case SQLITE_NOTADB:
    return STUDY_ERROR_FOREIGN;
  case SQLITE_CORRUPT:
    return STUDY_ERROR_DAMAGED;
  case SQLITE_FULL:
    return STUDY_ERROR_FULL;
  case SQLITE_BUSY:
  case SQLITE_LOCKED:
    return STUDY_ERROR_BUSY;
  case SQLITE_IOERR:
  case SQLITE_CANTOPEN:
    return cause == ENOSPC || cause == EDQUOT ? STUDY_ERROR_FULL : STUDY_ERROR_FAILED;
  default:
    return STUDY_ERROR_FAILED;
  }
}

/* What it means for a person; NULL where SQLite's own words and the system's are to be told. */
static const char *
words_for (StudyError kind)
{
  switch (kind) {
  case STUDY_ERROR_FOREIGN:
    return _ ("it is no study of Collapsar");
  case STUDY_ERROR_DAMAGED:
    return _ ("the file is damaged");
  case STUDY_ERROR_FULL:
    return _ ("there is no space left on the disk");
  case STUDY_ERROR_BUSY:
    return _ ("another program keeps it locked");
  default:
    return NULL;
  }
}

void
study_sql_set_error (sqlite3 *db, GError **error)
{
  int code = db == NULL ? SQLITE_NOMEM : sqlite3_extended_errcode (db);
  const char *path = db == NULL ? NULL : sqlite3_db_filename (db, "main");
  StudyError kind = error_of (db, code);
  const char *words = words_for (kind);
  int cause = db == NULL ? 0 : sqlite3_system_errno (db);
  const char *detail = (code & 0xff) == SQLITE_CANTOPEN || (code & 0xff) == SQLITE_IOERR
                           ? (cause != 0 ? g_strerror (cause) : sqlite3_errstr (code))
                       : db != NULL ? sqlite3_errmsg (db)
                                    : sqlite3_errstr (code);
  if (words != NULL)
    g_set_error (error, STUDY_ERROR, kind, _ ("%s: %s (%s)"), path != NULL ? path : "", words, detail);
  else
    g_set_error (error, STUDY_ERROR, kind, _ ("%s: %s"), path != NULL ? path : "", detail);
}

void
study_sql_set_damaged (sqlite3_stmt *statement, const char *table, GError **error)
{
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED,
               _ ("%s: the file is damaged (a row of its table “%s” is not what was written)"),
               sqlite3_db_filename (sqlite3_db_handle (statement), "main"), table);
}

gboolean
study_sql_run (sqlite3 *db, const char *sql, GError **error)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) == SQLITE_OK)
    return TRUE;
  study_sql_set_error (db, error);
  return FALSE;
}

sqlite3_stmt *
study_sql_prepare (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = NULL;
  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) == SQLITE_OK)
    return statement;
  study_sql_set_error (db, error);
  return NULL;
}

/* Not in use, and of the same words. A connection keeps a dozen. */
static sqlite3_stmt *
find_kept (sqlite3 *db, const char *sql)
{
  for (sqlite3_stmt *each = sqlite3_next_stmt (db, NULL); each != NULL; each = sqlite3_next_stmt (db, each))
    if (!sqlite3_stmt_busy (each) && g_strcmp0 (sqlite3_sql (each), sql) == 0)
      return each;
  return NULL;
}

StudyKeptStatement *
study_sql_prepare_kept (sqlite3 *db, const char *sql, GError **error)
{
  sqlite3_stmt *statement = find_kept (db, sql);
  if (statement != NULL
      || sqlite3_prepare_v3 (db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL) == SQLITE_OK)
    return statement;
  study_sql_set_error (db, error);
  return NULL;
}

void
study_sql_put_back (StudyKeptStatement *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

gboolean
study_sql_run_kept (sqlite3 *db, const char *sql, GError **error)
{
  g_autoptr (StudyKeptStatement) statement = study_sql_prepare_kept (db, sql, error);
  return statement != NULL && study_sql_do (statement, error);
}

void
study_sql_close (sqlite3 *db)
{
  sqlite3_stmt *statement;
  while ((statement = sqlite3_next_stmt (db, NULL)) != NULL)
    sqlite3_finalize (statement);
  sqlite3_close (db);
}

gboolean
study_sql_next (sqlite3_stmt *statement, GError **error)
{
  int code = sqlite3_step (statement);
  if (code == SQLITE_ROW)
    return TRUE;
  if (code != SQLITE_DONE)
    study_sql_set_error (sqlite3_db_handle (statement), error);
  return FALSE;
}

gboolean
study_sql_do (sqlite3_stmt *statement, GError **error)
{
  if (sqlite3_step (statement) == SQLITE_DONE)
    return TRUE;
  study_sql_set_error (sqlite3_db_handle (statement), error);
  return FALSE;
}

gboolean
study_sql_integer (sqlite3 *db, const char *sql, gint64 *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (db, sql, error);
  if (statement == NULL || !study_sql_next (statement, error))
    return FALSE;
  *value = sqlite3_column_int64 (statement, 0);
  return TRUE;
}

void
study_sql_bind_text (sqlite3_stmt *statement, int place, const char *text)
{
  sqlite3_bind_text (statement, place, text, -1, SQLITE_STATIC);
}

void
study_sql_bind_blob (sqlite3_stmt *statement, int place, gconstpointer data, gsize size)
{
  sqlite3_bind_blob64 (statement, place, size > 0 ? data : "", size, SQLITE_STATIC);
}

gboolean
study_sql_can_keep (sqlite3 *db, gsize bytes, GError **error)
{
  gsize most = (gsize)sqlite3_limit (db, SQLITE_LIMIT_LENGTH, -1) - ROW_REST;
  if (bytes <= most)
    return TRUE;
  g_autofree char *size = g_format_size (bytes), *limit = g_format_size (most);
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_FAILED,
               _ ("%s: the state of one epoch takes %s, and a study keeps at most %s of one"),
               sqlite3_db_filename (db, "main"), size, limit);
  return FALSE;
}

const char *
study_sql_text (sqlite3_stmt *statement, int column)
{
  const char *text = (const char *)sqlite3_column_text (statement, column);
  return text == NULL ? "" : text;
}

double
study_sql_real (sqlite3_stmt *statement, int column)
{
  return sqlite3_column_type (statement, column) == SQLITE_NULL ? NAN
                                                                : sqlite3_column_double (statement, column);
}
