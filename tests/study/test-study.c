/* The file as a whole: making, finding out what is wrong with one, one writer, copies. */
#include "support.h"

#include "study/schema.h"

#include <sqlite3.h>
#include <string.h>
#include <unistd.h>

static Study *
open_well (const char *path, StudyMode mode)
{
  g_autoptr (GError) error = NULL;
  Study *study = study_open (path, mode, &error);
  g_assert_no_error (error);
  return study;
}

static void
assert_refused (const char *path, StudyMode mode, StudyError code)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (study_open (path, mode, &error));
  g_assert_error (error, STUDY_ERROR, (gint)code);
  g_test_message ("%s", error->message);
}

static void
test_one_file (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (Study) study = open_well (path, STUDY_WRITE);
  g_assert_true (study_put_setting (study, "view", "curves", NULL));
  g_autoptr (Study) reader = open_well (path, STUDY_READ);
  g_autoptr (GHashTable) settings = study_settings (reader, NULL);
  g_assert_cmpstr (g_hash_table_lookup (settings, "view"), ==, "curves");
  g_clear_pointer (&reader, study_close);
  g_clear_pointer (&study, study_close);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "a" STUDY_SUFFIX);
  g_assert_null (g_dir_read_name (dir));
  /* Reading leaves nothing behind. */
  reader = open_well (path, STUDY_READ);
  g_clear_pointer (&reader, study_close);
  g_dir_rewind (dir);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "a" STUDY_SUFFIX);
  g_assert_null (g_dir_read_name (dir));
  remove_folder (folder);
}

/* What a program that was killed while it made a study has left: another is made all the same. */
static void
test_left_part (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autofree char *part = g_strconcat (path, "-part", NULL);
  g_autofree char *journal = g_strconcat (part, "-journal", NULL);
  g_assert_true (g_file_set_contents (part, "half a page", -1, NULL));
  g_assert_true (g_file_set_contents (journal, "half a journal", -1, NULL));
  Study *study = open_well (path, STUDY_WRITE);
  study_close (study);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (journal, G_FILE_TEST_EXISTS));
  study = open_well (path, STUDY_READ);
  study_close (study);
  remove_folder (folder);
}

/* SQLite stores -0 as 0: a row with one is intact all the same. */
static void
test_negative_zero (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = make_regime (NULL);
  g_autoptr (StudyRun) run = study_run_new (regime);
  g_autoptr (TrainingRecord) record = training_record_new ();
  g_autoptr (Study) study = open_well (path, STUDY_WRITE);
  record->weight_decay = -0.0;
  record->split[TRAINING_TEST].metrics.value[COLLAPSE_NC3_COSINE] = -0.0;
  g_assert_true (study_put_run (study, run, &error));
  g_assert_true (study_put_record (study, run->id, record, &error));
  g_autoptr (GPtrArray) records = study_records (study, run->id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (records->len, ==, 1);
  remove_folder (folder);
}

static void
test_one_writer (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autofree char *link = g_build_filename (folder, "link" STUDY_SUFFIX, NULL);
  g_autoptr (Study) study = open_well (path, STUDY_WRITE);
  g_autoptr (GError) error = NULL;
  g_assert_cmpint (symlink (path, link), ==, 0);
  assert_refused (link, STUDY_WRITE, STUDY_ERROR_BUSY);
  g_assert_null (study_open (path, STUDY_WRITE, &error));
  g_autofree char *process = g_strdup_printf ("(process %d on ", (int)getpid ());
  g_assert_nonnull (strstr (error->message, process));
  g_assert_false (study_save_copy (study, path, NULL));
  g_clear_pointer (&study, study_close);
  study = open_well (link, STUDY_WRITE);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/study/one-file", test_one_file);
  g_test_add_func ("/study/study/left-part", test_left_part);
  g_test_add_func ("/study/study/negative-zero", test_negative_zero);
  g_test_add_func ("/study/study/one-writer", test_one_writer);
  return g_test_run ();
}
