/* What a run that branches off begins with. */
#include "fixture.h"

#include <sqlite3.h>

#define LAST 6

static GString *
epochs_text (Study *study, gint64 run)
{
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);
  g_autoptr (GPtrArray) records = study_records (study, run, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    if (((TrainingRecord *)records->pdata[i])->epoch <= LAST)
      add_record (text, records->pdata[i]);
  g_autoptr (GArray) epochs = study_snapshot_epochs (study, run, &error);
  for (guint i = 0; i < epochs->len && g_array_index (epochs, guint, i) <= LAST; i++) {
    g_autoptr (TrainingSnapshot) snapshot
        = study_snapshot (study, run, g_array_index (epochs, guint, i), &error);
    g_assert_no_error (error);
    add_snapshot (text, snapshot);
  }
  g_autoptr (TrainingCheckpoint) checkpoint = study_checkpoint (study, run, LAST, &error);
  g_assert_no_error (error);
  add_checkpoint (text, checkpoint);
  return text;
}

typedef struct {
  char *folder, *path;
} Place;

static void
set_up (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  place->folder = make_folder ();
  place->path = g_build_filename (place->folder, "a" STUDY_SUFFIX, NULL);
  make_fixture (place->path);
}

static void
tear_down (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  remove_folder (place->folder);
  g_free (place->folder);
  g_free (place->path);
}

static void
test_copied (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (place->path, STUDY_WRITE, &error);
  gint64 run = put_run (study, "Branch", 0);
  g_assert_true (study_copy_epochs (study, 2, run, LAST, &error));
  g_assert_no_error (error);
  g_autoptr (GString) from = epochs_text (study, 2), to = epochs_text (study, run);
  g_assert_cmpstr (from->str, ==, to->str);
  g_autoptr (GArray) checkpoints = study_checkpoint_epochs (study, run, NULL);
  g_assert_cmpuint (checkpoints->len, ==, 1);
  /* It is a sound study, also for who opens it next. */
  g_clear_pointer (&study, study_close);
  g_autofree char *contents = file_contents (place->path, &error);
  g_assert_no_error (error);
}

static void
test_no_checkpoint (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (place->path, STUDY_WRITE, &error);
  gint64 run = put_run (study, "Branch", 0);
  g_assert_false (study_copy_epochs (study, 2, run, FIXTURE_EPOCHS + 1, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
}

/* A row that is not what was written does not get a sum that says so. */
static void
test_damaged (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;
  g_assert_cmpint (sqlite3_open (place->path, &db), ==, SQLITE_OK);
  g_assert_cmpint (
      sqlite3_exec (db,
                    "UPDATE epoch SET seconds = 7 WHERE run = 2 AND epoch = 1; UPDATE run SET created = 1",
                    NULL, NULL, NULL),
      ==, SQLITE_OK);
  sqlite3_close (db);
  g_autoptr (Study) study = study_open (place->path, STUDY_WRITE, &error);
  gint64 run = put_run (study, "Branch", 0);
  g_assert_false (study_copy_epochs (study, 2, run, LAST, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED);
  g_clear_error (&error);
  study_set_run_state (study, 1, STUDY_RUN_FINISHED, NULL, NULL);
  g_assert_null (study_runs (study, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function) g_test_add ("/study/branch/" name, Place, NULL, set_up, function, tear_down)
  ADD ("copied", test_copied);
  ADD ("no-checkpoint", test_no_checkpoint);
  ADD ("damaged", test_damaged);
  return g_test_run ();
}
