/* Which files are studies, and that the tables hold what a record holds. */
#include "fixture.h"

#include "study/schema.h"
#include "study/study-private.h"

#include <sys/stat.h>
#include <unistd.h>

/* In both modes; the file is left as it is, with nothing beside it but `beside`. */
static void
assert_refused (const StudyPlace *place, StudyError code, const char *beside)
{
  g_autofree char *before = NULL, *after = NULL;
  gsize n_before = 0, n_after = 0;
  const char *name;
  if (g_file_test (place->path, G_FILE_TEST_IS_REGULAR))
    g_file_get_contents (place->path, &before, &n_before, NULL);
  for (StudyMode mode = STUDY_READ; mode <= STUDY_WRITE; mode++) {
    g_autoptr (GError) error = NULL;
    g_assert_null (study_open (place->path, mode, &error));
    g_assert_error (error, STUDY_ERROR, (gint)code);
    g_assert_nonnull (strstr (error->message, place->path));
    g_test_message ("%s", error->message);
  }
  if (before != NULL)
    g_file_get_contents (place->path, &after, &n_after, NULL);
  g_assert_cmpmem (before, n_before, after, n_after);
  g_autoptr (GDir) dir = g_dir_open (place->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_has_suffix (name, STUDY_SUFFIX) || g_strcmp0 (name, beside) == 0);
}

/* A metric that is added needs a column, and with it a new version of the file. */
static void
assert_columns (Study *study, const StudyEpochTables *tables)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *metrics = study_metric_columns ();
  g_autofree char *wanted = g_strdup_printf ("%s, %s, crc", tables->owner, metrics);
  g_autofree char *sql = g_strdup_printf ("SELECT name FROM pragma_table_info ('%s')", tables->metric);
  g_auto (GStrv) names = g_strsplit (wanted, ", ", -1);
  g_autoptr (sqlite3_stmt) statement = study_sql_prepare (study->db, sql, &error);
  g_assert_no_error (error);
  guint n = 0;
  for (; study_sql_next (statement, &error); n++)
    g_assert_true (g_strv_contains ((const char *const *)names, study_sql_text (statement, 0)));
  g_assert_cmpuint (n, ==, g_strv_length (names));
}

static void
test_columns (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (place->path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  assert_columns (study, &study_run_epochs);
  assert_columns (study, &study_transfer_epochs);
}

static void
test_newer (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  make_fixture (place->path);
  run_sql (place->path, "PRAGMA user_version = 7");
  assert_refused (place, STUDY_ERROR_NEWER, NULL);
  g_assert_null (study_open (place->path, STUDY_READ, &error));
  g_assert_nonnull (strstr (error->message, "version 7"));
  g_assert_nonnull (strstr (error->message, "up to 4"));
}

static void
test_no_version (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  make_fixture (place->path);
  run_sql (place->path, "PRAGMA user_version = 0");
  assert_refused (place, STUDY_ERROR_DAMAGED, NULL);
}

static const char *const changes[] = {
  "CREATE TRIGGER t AFTER INSERT ON epoch BEGIN DELETE FROM run; END",
  "CREATE VIEW v AS SELECT * FROM run",
  "CREATE TABLE other (a)",
  "ALTER TABLE setting ADD COLUMN other TEXT",
  "DROP TABLE transfer",
  "DROP INDEX stretch_run",
  "DELETE FROM run WHERE id = 2",
  "DELETE FROM metric WHERE epoch = 2; DELETE FROM epoch WHERE epoch = 2",
  "DELETE FROM snapshot WHERE epoch = 3",
  "DELETE FROM checkpoint WHERE epoch = 0",
  "DELETE FROM transfer",
  "DELETE FROM transfer_epoch WHERE epoch = 2",
  "DELETE FROM setting WHERE name = 'page'",
  "DELETE FROM stretch WHERE run = 1",
  "DELETE FROM tally WHERE run = 1",
  "UPDATE tally SET n = n + 1 WHERE run = 1 AND name = 'epoch'",
  "UPDATE snapshot SET epoch = 77 WHERE epoch = 3 AND run = 1",
  "DELETE FROM sqlite_sequence",
  "UPDATE sqlite_sequence SET seq = 1",
};

static void
test_changed (StudyPlace *place, gconstpointer data)
{
  make_fixture (place->path);
  run_sql (place->path, data);
  assert_refused (place, STUDY_ERROR_DAMAGED, NULL);
}

static void
write_text (const char *path, const char *text)
{
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_foreign (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  write_text (place->path, "Dear diary, today nothing collapsed.\n");
  assert_refused (place, STUDY_ERROR_FOREIGN, NULL);
  write_text (place->path, "\x89PNG\r\n\x1a\n");
  assert_refused (place, STUDY_ERROR_FOREIGN, NULL);
  g_unlink (place->path);
  run_sql (place->path, "CREATE TABLE bookmarks (url TEXT)");
  assert_refused (place, STUDY_ERROR_FOREIGN, NULL);
}

/* Another program's database, whose last changes are still in the log of one that was killed. */
static void
test_foreign_log (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *log = g_strconcat (place->path, "-wal", NULL), *kept = NULL, *before = NULL;
  gsize n_kept, n_before;
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (place->path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES (1)", NULL, NULL,
                NULL);
  g_assert_true (g_file_get_contents (log, &kept, &n_kept, NULL));
  g_assert_true (g_file_get_contents (place->path, &before, &n_before, NULL));
  sqlite3_close (db);
  g_assert_true (g_file_set_contents (place->path, before, (gssize)n_before, NULL));
  g_assert_true (g_file_set_contents (log, kept, (gssize)n_kept, NULL));
  assert_refused (place, STUDY_ERROR_FOREIGN, "a" STUDY_SUFFIX "-wal");
  g_autofree char *after = NULL;
  gsize n_after;
  g_assert_true (g_file_get_contents (log, &after, &n_after, NULL));
  g_assert_cmpmem (kept, n_kept, after, n_after);
}

static void
test_no_file (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (mkfifo (place->path, 0600), ==, 0);
  assert_refused (place, STUDY_ERROR_FOREIGN, NULL);
  g_unlink (place->path);
  g_assert_cmpint (g_mkdir (place->path, 0700), ==, 0);
  assert_refused (place, STUDY_ERROR_FOREIGN, NULL);
  g_rmdir (place->path);
  g_assert_cmpint (symlink ("nowhere", place->path), ==, 0);
  assert_refused (place, STUDY_ERROR_NOT_FOUND, NULL);
  g_unlink (place->path);
  g_assert_null (study_open ("/dev/null", STUDY_WRITE, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_FOREIGN);
  g_assert_false (g_file_test ("/dev/null-lock", G_FILE_TEST_EXISTS));
  g_clear_error (&error);
  g_assert_null (study_open (place->path, STUDY_READ, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_autofree char *deep = g_build_filename (place->folder, "none", "a" STUDY_SUFFIX, NULL);
  g_assert_null (study_open (deep, STUDY_WRITE, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
}

static void
test_empty (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  write_text (place->path, "");
  g_assert_null (study_open (place->path, STUDY_READ, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_FOREIGN);
  g_clear_error (&error);
  g_autoptr (Study) study = study_open (place->path, STUDY_WRITE, &error);
  g_assert_no_error (error);
}

/* Two names of one file: neither is written, both are read. */
static void
test_hard_link (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *other = g_build_filename (place->folder, "b" STUDY_SUFFIX, NULL);
  make_fixture (place->path);
  g_assert_cmpint (link (place->path, other), ==, 0);
  g_assert_null (study_open (other, STUDY_WRITE, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_FAILED);
  g_clear_error (&error);
  g_autoptr (Study) study = study_open (other, STUDY_READ, &error);
  g_assert_no_error (error);
}

static const char *const names[]
    = { "a?b=c#d%20e", "ein Lauf mit Lücken", "学習 \xf0\x9f\xa7\xa0", "file:x", "'\"\\;--" };

/* In a path by itself and one that is relative. */
static void
test_names (StudyPlace *place, gconstpointer data)
{
  g_autofree char *name = g_strconcat (data, STUDY_SUFFIX, NULL), *here = g_get_current_dir ();
  g_autofree char *path = g_build_filename (place->folder, name, NULL);
  g_autofree char *copy = g_build_filename (place->folder, "copy%41?" STUDY_SUFFIX, NULL);
  g_autoptr (GError) error = NULL;
  make_fixture (path);
  g_assert_cmpint (g_chdir (place->folder), ==, 0);
  g_autoptr (Study) study = study_open (name, STUDY_WRITE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_chdir (here), ==, 0);
  g_assert_true (study_save_copy (study, copy, &error));
  g_assert_no_error (error);
  g_autofree char *contents = study_contents (study, &error), *copied = file_contents (copy, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (contents, ==, copied);
}

/* Needs no right to write, in the folder or to the file: as another user where the test is root. */
static void
test_rights (StudyPlace *place, G_GNUC_UNUSED gconstpointer data)
{
  if (geteuid () != 0) {
    g_test_skip ("needs root");
    return;
  }
  g_autoptr (GError) error = NULL;
  make_fixture (place->path);
  g_chmod (place->folder, 0755);
  g_chmod (place->path, 0644);
  g_assert_cmpint (seteuid (65534), ==, 0);
  g_autofree char *contents = file_contents (place->path, &error);
  g_autoptr (GError) refused = NULL;
  Study *written = study_open (place->path, STUDY_WRITE, &refused);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_no_error (error);
  g_assert_nonnull (contents);
  g_assert_null (written);
  g_assert_error (refused, STUDY_ERROR, STUDY_ERROR_FAILED);
  g_chmod (place->folder, 0777);
  g_chmod (place->path, 0);
  g_assert_cmpint (seteuid (65534), ==, 0);
  g_autoptr (GError) unreadable = NULL, unwritable = NULL;
  Study *read = study_open (place->path, STUDY_READ, &unreadable);
  written = study_open (place->path, STUDY_WRITE, &unwritable);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_null (read);
  g_assert_null (written);
  g_assert_error (unreadable, STUDY_ERROR, STUDY_ERROR_FAILED);
  g_assert_error (unwritable, STUDY_ERROR, STUDY_ERROR_FAILED);
  g_chmod (place->path, 0444);
  g_assert_cmpint (seteuid (65534), ==, 0);
  g_clear_error (&unwritable);
  written = study_open (place->path, STUDY_WRITE, &unwritable);
  g_assert_cmpint (seteuid (0), ==, 0);
  g_assert_null (written);
  g_assert_error (unwritable, STUDY_ERROR, STUDY_ERROR_FAILED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function, data) g_test_add (name, StudyPlace, data, place_set_up, function, place_tear_down)
  ADD ("/study/schema/columns", test_columns, NULL);
  ADD ("/study/schema/newer", test_newer, NULL);
  ADD ("/study/schema/no-version", test_no_version, NULL);
  ADD ("/study/schema/foreign", test_foreign, NULL);
  ADD ("/study/schema/foreign-log", test_foreign_log, NULL);
  ADD ("/study/schema/no-file", test_no_file, NULL);
  ADD ("/study/schema/empty", test_empty, NULL);
  ADD ("/study/schema/hard-link", test_hard_link, NULL);
  ADD ("/study/schema/rights", test_rights, NULL);
  for (gsize c = 0; c < G_N_ELEMENTS (changes); c++) {
    g_autofree char *name = g_strdup_printf ("/study/schema/changed/%u", (guint)c);
    ADD (name, test_changed, changes[c]);
  }
  for (gsize n = 0; n < G_N_ELEMENTS (names); n++) {
    g_autofree char *name = g_strdup_printf ("/study/schema/names/%u", (guint)n);
    ADD (name, test_names, names[n]);
  }
  return g_test_run ();
}
