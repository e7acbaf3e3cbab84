#include "study/study-private.h"

#include "study/lock.h"
#include "study/schema.h"
#include "study/tally.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

G_DEFINE_QUARK (collapsar_study_error, study_error)

/* Pages of the log after which they are moved to the file itself: 32 MB, so that epochs of small networks do
 * not wait for the disk. */
#define LOG_PAGES 4096
/* A file that is being made. */
#define PART_SUFFIX "-part"

/* The file that links lead to, so that all who open it lock the same one. It need not exist; its folder must.
 */
static char *
resolve (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  char *file = realpath (path, NULL);
  if (file == NULL && errno == ENOENT && !g_file_test (path, G_FILE_TEST_IS_SYMLINK)) {
    char *real_folder = realpath (folder, NULL);
    file = real_folder == NULL ? NULL : g_build_filename (real_folder, name, NULL);
    free (real_folder);
  }
  if (file == NULL)
    g_set_error (error, STUDY_ERROR, errno == ENOENT ? STUDY_ERROR_NOT_FOUND : STUDY_ERROR_FAILED,
                 _ ("%s: %s"), path, g_strerror (errno));
  return file;
}

/* The file as it is, without the log. */
static sqlite3 *
open_fixed (const char *path, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *uri = g_file_get_uri (file);
  g_autofree char *immutable = g_strconcat (uri, "?immutable=1", NULL);
  return study_sql_open (immutable, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
}

/* Where no log can be kept beside a file (a folder that is not ours, a medium that cannot be written). */
static gboolean
can_keep_log (sqlite3 *db)
{
  int code = sqlite3_exec (db, "SELECT 1 FROM sqlite_schema", NULL, NULL, NULL);
  return (code & 0xff) != SQLITE_CANTOPEN && (code & 0xff) != SQLITE_READONLY;
}

/* alone: nobody else reads, and so the log's index is in memory. */
static sqlite3 *
look (const char *path, gboolean alone, GError **error)
{
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  GStatBuf buffer;
  gboolean logged = g_stat (log, &buffer) == 0 && buffer.st_size > 0;
  /* One opened to read alone would leave the log's files behind when it is closed. */
  g_autoptr (sqlite3) db = study_sql_open (path, SQLITE_OPEN_READWRITE, error);
  if (db == NULL || !study_schema_check_header (db, error))
    return NULL;
  /* What a program that was killed left in the log would go into the file, also of one that is refused. */
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, (int)logged, NULL);
  if (!study_sql_run (db, "PRAGMA query_only = ON", error)
      || (alone && !study_sql_run (db, "PRAGMA locking_mode = EXCLUSIVE", error)))
    return NULL;
  if (!logged && !can_keep_log (db)) {
    g_clear_pointer (&db, study_sql_close);
    db = open_fixed (path, error);
  }
  if (db == NULL || !study_schema_check (db, error))
    return NULL;
  sqlite3_db_config (db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  return g_steal_pointer (&db);
}

static sqlite3 *
open_to_read (const char *path, GError **error)
{
  g_autoptr (GError) local = NULL;
  sqlite3 *db = look (path, FALSE, &local);
  /* On a full disk there may be no room for the index. */
  if (g_error_matches (local, STUDY_ERROR, STUDY_ERROR_FULL))
    db = look (path, TRUE, NULL);
  if (db == NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return db;
}

/* What every file that is written is set to. */
static gboolean
set_up (sqlite3 *db, GError **error)
{
  g_autofree char *log = g_strdup_printf ("PRAGMA wal_autocheckpoint = %d", LOG_PAGES);
  if (sqlite3_db_readonly (db, "main") == 1) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_FAILED, _ ("%s: %s"), sqlite3_db_filename (db, "main"),
                 g_strerror (EACCES));
    return FALSE;
  }
  return study_sql_run (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error)
         && study_sql_run (db, log, error);
}

static gboolean
is_empty (const char *path)
{
  GStatBuf buffer;
  return g_stat (path, &buffer) != 0 || buffer.st_size == 0;
}

/* Whether there is a file that SQLite may be given. Of several names of one file each would have a lock and a
 * log of its own. */
static gboolean
is_fit (const char *path, StudyMode mode, GError **error)
{
  GStatBuf buffer;
  if (g_stat (path, &buffer) != 0) {
    if (mode == STUDY_WRITE && errno == ENOENT)
      return TRUE;
    g_set_error (error, STUDY_ERROR, errno == ENOENT ? STUDY_ERROR_NOT_FOUND : STUDY_ERROR_FAILED,
                 _ ("%s: %s"), path, g_strerror (errno));
    return FALSE;
  }
  if (!S_ISREG (buffer.st_mode)) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_FOREIGN, _ ("%s: it is no regular file"), path);
    return FALSE;
  }
  if (mode == STUDY_WRITE && buffer.st_nlink > 1) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_FAILED,
                 _ ("%s: the file has several names (hard links), of which none can be written; copy it"),
                 path);
    return FALSE;
  }
  return TRUE;
}

/* Waits until a file, or a folder's list of names, is on the disk. */
static gboolean
sync_path (const char *path)
{
  int fd = g_open (path, O_RDONLY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;
  if (fd >= 0)
    close (fd);
  return done;
}

/* What SQLite keeps beside a file. */
static void
remove_beside (const char *path)
{
  static const char *const suffixes[] = { "-wal", "-shm", "-journal" };
  for (gsize i = 0; i < G_N_ELEMENTS (suffixes); i++) {
    g_autofree char *name = g_strconcat (path, suffixes[i], NULL);
    g_unlink (name);
  }
}

/* A file that nobody uses, with that. */
static void
remove_all (const char *path)
{
  g_unlink (path);
  remove_beside (path);
}

/* Puts a file in place of another, and of what a program that was killed left beside that: its log would be
 * taken for the new one's. A study that is there is made whole without it first. */
static gboolean
move_over (const char *part, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (sqlite3) old = is_fit (path, STUDY_READ, NULL) ? open_to_read (path, NULL) : NULL;
  g_clear_pointer (&old, study_sql_close);
  gboolean done = sync_path (part);
  if (done) {
    remove_beside (path);
    done = g_rename (part, path) == 0;
    /* Some file systems cannot, and have nothing to wait for. */
    sync_path (folder);
  }
  if (!done)
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_FAILED, _ ("%s: %s"), path, g_strerror (errno));
  return done;
}

static gboolean
write_new (const char *path, GError **error)
{
  g_autoptr (sqlite3) db = study_sql_open (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  /* It is synced when it is whole. */
  return db != NULL && study_sql_run (db, "PRAGMA synchronous = OFF", error)
         && study_schema_create (db, error);
}

/* Under another name, so that of a program that is killed there is a study or nothing. Only who has the lock
 * is here, and may take away what such a one left. */
static gboolean
create (const char *path, GError **error)
{
  g_autofree char *part = g_strconcat (path, PART_SUFFIX, NULL);
  remove_all (part);
  if (write_new (part, error) && move_over (part, path, error))
    return TRUE;
  remove_all (part);
  return FALSE;
}

static sqlite3 *
open_to_write (const char *path, GError **error)
{
  if (is_empty (path) && !create (path, error))
    return NULL;
  /* Looked at first, so that a file that is refused is left as it is. */
  g_autoptr (sqlite3) seen = look (path, FALSE, error);
  if (seen == NULL)
    return NULL;
  g_autoptr (sqlite3) db = study_sql_open (path, SQLITE_OPEN_READWRITE, error);
  if (db == NULL || !set_up (db, error) || !study_schema_migrate (db, error))
    return NULL;
  return g_steal_pointer (&db);
}

Study *
study_open (const char *path, StudyMode mode, GError **error)
{
  g_autofree char *file = resolve (path, error);
  int lock = -1;
  if (file == NULL || !is_fit (file, mode, error))
    return NULL;
  if (mode == STUDY_WRITE && (lock = study_lock_take (file, error)) < 0)
    return NULL;
  gint64 version = 0;
  sqlite3 *db = mode == STUDY_WRITE ? open_to_write (file, error) : open_to_read (file, error);
  if (db != NULL && !study_sql_integer (db, "PRAGMA user_version", &version, error))
    g_clear_pointer (&db, study_sql_close);
  if (db == NULL) {
    if (lock >= 0)
      study_lock_release (file, lock);
    return NULL;
  }
  Study *study = g_new0 (Study, 1);
  study->db = db;
  study->path = g_steal_pointer (&file);
  study->lock = lock;
  study->version = version;
  return study;
}

void
study_close (Study *study)
{
  if (study == NULL)
    return;
  study_sql_close (study->db);
  if (study->lock >= 0)
    study_lock_release (study->path, study->lock);
  g_free (study->path);
  g_free (study);
}

const char *
study_path (const Study *study)
{
  return study->path;
}

gboolean
study_begin (Study *study, GError **error)
{
  return study_sql_run (study->db, study->lock >= 0 ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

gboolean
study_commit (Study *study, GError **error)
{
  return study_sql_run_kept (study->db, "COMMIT", error);
}

void
study_roll_back (Study *study)
{
  /* After some errors SQLite has done so itself. */
  if (!sqlite3_get_autocommit (study->db))
    sqlite3_exec (study->db, "ROLLBACK", NULL, NULL, NULL);
}

gboolean
study_enter (Study *study, GError **error)
{
  return study_sql_run_kept (study->db, "SAVEPOINT change", error);
}

gboolean
study_leave (Study *study, gboolean well, GError **error)
{
  if (well && study_sql_run_kept (study->db, "RELEASE change", error))
    return TRUE;
  sqlite3_exec (study->db, "ROLLBACK TO change; RELEASE change", NULL, NULL, NULL);
  return FALSE;
}

gboolean
study_set_durable (Study *study, gboolean durable, GError **error)
{
  if (study->durable == !!durable)
    return TRUE;
  if (!study_sql_run (study->db, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL",
                      error))
    return FALSE;
  study->durable = !!durable;
  return TRUE;
}

gboolean
study_sync (Study *study, GError **error)
{
  /* Moving the log would sync it too, but is more to wait for, and a reader may keep it from being moved. */
  sqlite3_file *log = NULL;
  sqlite3_file_control (study->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
  if (log == NULL || log->pMethods == NULL || log->pMethods->xSync (log, SQLITE_SYNC_NORMAL) == SQLITE_OK)
    return TRUE;
  g_set_error (error, STUDY_ERROR, STUDY_ERROR_FAILED, _ ("%s: %s"), study->path, g_strerror (errno));
  return FALSE;
}

static gboolean
write_copy (Study *study, const char *path, GError **error)
{
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, "VACUUM INTO ?1", error);
  if (statement == NULL)
    return FALSE;
  study_sql_bind_text (statement, 1, path);
  return study_sql_do (statement, error);
}

gboolean
study_save_copy (Study *study, const char *path, GError **error)
{
  g_autofree char *file = resolve (path, error);
  if (file == NULL || !is_fit (file, STUDY_WRITE, error))
    return FALSE;
  int lock = study_lock_take (file, error);
  if (lock < 0)
    return FALSE;
  g_autofree char *part = g_strconcat (file, PART_SUFFIX, NULL);
  remove_all (part);
  gboolean done = write_copy (study, part, error) && move_over (part, file, error);
  if (!done)
    remove_all (part);
  study_lock_release (file, lock);
  return done;
}

void
study_delete (Study *study)
{
  remove_all (study->path);
  study_close (study);
}

gboolean
study_row_is_intact (sqlite3_stmt *statement, const char *table, GError **error)
{
  if (sqlite3_column_int (statement, sqlite3_column_count (statement) - 1) == 1)
    return TRUE;
  study_sql_set_damaged (statement, table, error);
  return FALSE;
}

gboolean
study_remove_epoch (Study *study, const char *table, gint64 run, guint epoch, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("DELETE FROM %s WHERE run = ?1 AND epoch = ?2", table);
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, sql, error);
  if (statement == NULL)
    return FALSE;
  sqlite3_bind_int64 (statement, 1, run);
  sqlite3_bind_int64 (statement, 2, epoch);
  return study_sql_do (statement, error);
}

GArray *
study_epochs_of (Study *study, const char *table, gint64 run, GError **error)
{
  g_autoptr (GArray) epochs = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) local = NULL;
  g_autofree char *sql = g_strdup_printf ("SELECT epoch FROM %s WHERE run = ?1 ORDER BY epoch", table);
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, sql, error);
  if (statement == NULL)
    return NULL;
  sqlite3_bind_int64 (statement, 1, run);
  while (study_sql_next (statement, &local)) {
    guint epoch = (guint)sqlite3_column_int64 (statement, 0);
    g_array_append_val (epochs, epoch);
  }
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&epochs);
}

/* Settings */

gboolean
study_put_setting (Study *study, const char *name, const char *value, GError **error)
{
  g_autoptr (sqlite3_stmt) statement
      = study_sql_prepare (study->db, "REPLACE INTO setting VALUES (?1, ?2, crc (?1, ?2))", error);
  if (statement == NULL)
    return FALSE;
  study_sql_bind_text (statement, 1, name);
  study_sql_bind_text (statement, 2, value);
  return study_leave (study,
                      study_enter (study, error) && study_sql_do (statement, error)
                          && study_tally (study->db, "setting", 0, error),
                      error);
}

GHashTable *
study_settings (Study *study, GError **error)
{
  g_autoptr (GHashTable) settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (sqlite3_stmt) statement
      = study_sql_prepare (study->db, "SELECT name, value, crc (name, value) IS crc FROM setting", error);
  if (statement == NULL)
    return NULL;
  while (study_sql_next (statement, &local) && study_row_is_intact (statement, "setting", &local))
    g_hash_table_insert (settings, g_strdup (study_sql_text (statement, 0)),
                         g_strdup (study_sql_text (statement, 1)));
  if (local != NULL) {
    g_propagate_error (error, g_steal_pointer (&local));
    return NULL;
  }
  return g_steal_pointer (&settings);
}
