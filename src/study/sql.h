/* SQLite with GError. Internal to the folder. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

/* Closes a connection, and the statements that it kept. */
void study_sql_close (sqlite3 *db);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3, study_sql_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (sqlite3_stmt, sqlite3_finalize)

/* A statement that the connection keeps for the next time: parsing what an epoch needs takes longer than
 * doing it.
 */
typedef struct sqlite3_stmt StudyKeptStatement;
void study_sql_put_back (StudyKeptStatement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StudyKeptStatement, study_sql_put_back)

/* Opens a database file, with the SQL function crc (VALUE...): the CRC-32 (zlib's) of the values by type and
 * bytes. Every row of a study ends in that of its other columns, so that what is read is what was written.
 * flags: sqlite3_open_v2's. NULL on error. */
sqlite3 *study_sql_open (const char *path, int flags, GError **error);
/* The StudyError of what went wrong last in a connection. */
void study_sql_set_error (sqlite3 *db, GError **error);
/* One or more statements without rows. */
gboolean study_sql_run (sqlite3 *db, const char *sql, GError **error);
/* NULL on error. */
sqlite3_stmt *study_sql_prepare (sqlite3 *db, const char *sql, GError **error);
/* The same, kept: for what is done each epoch. */
StudyKeptStatement *study_sql_prepare_kept (sqlite3 *db, const char *sql, GError **error);
/* A kept statement without parameters and rows. */
gboolean study_sql_run_kept (sqlite3 *db, const char *sql, GError **error);
/* TRUE on a row; FALSE when there are no more, and on error. */
gboolean study_sql_next (sqlite3_stmt *statement, GError **error);
/* Runs a statement that gives no rows. */
gboolean study_sql_do (sqlite3_stmt *statement, GError **error);
/* The first column of the first row; FALSE when there is none, and on error. */
gboolean study_sql_integer (sqlite3 *db, const char *sql, gint64 *value, GError **error);

/* Parameters, counted from 1. Texts and blobs must live until the statement has run; a text of NULL is NULL,
 * a NaN too. */
void study_sql_bind_text (sqlite3_stmt *statement, int place, const char *text);
void study_sql_bind_blob (sqlite3_stmt *statement, int place, gconstpointer data, gsize size);

/* FALSE, and STUDY_ERROR_FAILED, where so many bytes are more than a row can have. */
gboolean study_sql_can_keep (sqlite3 *db, gsize bytes, GError **error);

/* Columns, counted from 0. A text is the statement's until its next step; "" for NULL. NaN for NULL. */
const char *study_sql_text (sqlite3_stmt *statement, int column);
double study_sql_real (sqlite3_stmt *statement, int column);
/* STUDY_ERROR_DAMAGED, of a row of `table` that is not what was written. */
void study_sql_set_damaged (sqlite3_stmt *statement, const char *table, GError **error);
