/* The thread that writes: order, failures, another file. */
#include "fixture.h"

typedef struct {
  char *folder, *path, *other;
  StudyWriter *writer;
  guint n_failed; /* the writer's thread; read after a flush */
} Place;

static void
on_failed (const GError *error, gpointer data)
{
  g_test_message ("%s", error->message);
  ((Place *)data)->n_failed++;
}

static void
set_up (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  place->folder = make_folder ();
  place->path = g_build_filename (place->folder, "a" STUDY_SUFFIX, NULL);
  place->other = g_build_filename (place->folder, "b" STUDY_SUFFIX, NULL);
  make_fixture (place->path);
  Study *study = study_open (place->path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  place->writer = study_writer_new (study, on_failed, place);
}

static void
tear_down (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  study_writer_free (place->writer);
  remove_folder (place->folder);
  g_free (place->folder);
  g_free (place->path);
  g_free (place->other);
}

static char *
read_setting (const char *path, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_READ, &error);
  g_assert_no_error (error);
  g_autoptr (GHashTable) settings = study_settings (study, &error);
  g_assert_no_error (error);
  return g_strdup (g_hash_table_lookup (settings, name));
}

static void
assert_setting (const char *path, const char *name, const char *value)
{
  g_autofree char *there = read_setting (path, name);
  g_assert_cmpstr (there, ==, value);
}

static void
test_order (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  for (guint i = 0; i <= 100; i++) {
    g_autofree char *value = g_strdup_printf ("%u", i);
    study_writer_put_setting (place->writer, "n", value);
  }
  study_writer_flush (place->writer);
  assert_setting (place->path, "n", "100");
  g_assert_cmpuint (place->n_failed, ==, 0);
}

static gboolean
put_and_fail (Study *study, G_GNUC_UNUSED gpointer data, GError **error)
{
  g_assert_true (study_put_setting (study, "n", "never", NULL));
  g_set_error_literal (error, STUDY_ERROR, STUDY_ERROR_FAILED, "on purpose");
  return FALSE;
}

static void
test_roll_back (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  study_writer_put_setting (place->writer, "n", "1");
  study_writer_write (place->writer, put_and_fail, NULL, NULL);
  study_writer_put_setting (place->writer, "after", "2");
  study_writer_flush (place->writer);
  g_assert_cmpuint (place->n_failed, ==, 1);
  assert_setting (place->path, "n", "1");
  assert_setting (place->path, "after", "2");
}

static void
test_ids (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  study_writer_remove_run (place->writer, FIXTURE_RUNS);
  study_writer_flush (place->writer);
  g_assert_cmpint (study_writer_new_id (place->writer), ==, FIXTURE_RUNS + 1);
  g_assert_cmpint (study_writer_new_id (place->writer), ==, FIXTURE_RUNS + 2);
  g_autoptr (Study) study = study_open (place->path, STUDY_READ, NULL);
  gint64 id;
  g_assert_true (study_next_id (study, &id, NULL));
  g_assert_cmpint (id, ==, FIXTURE_RUNS + 1);
}

static void
on_saved (const GError *error, gpointer data)
{
  *(GError **)data = error == NULL ? NULL : g_error_copy (error);
}

static GError *
save_as (Place *place, const char *path, gboolean remove)
{
  GError *error = NULL;
  study_writer_save_as (place->writer, path, remove, on_saved, &error);
  study_writer_put_setting (place->writer, "after", "saved");
  study_writer_flush (place->writer);
  return error;
}

static void
test_save_as (Place *place, gconstpointer data)
{
  g_autoptr (Study) reader = study_open (place->path, STUDY_READ, NULL);
  study_writer_put_setting (place->writer, "before", "1");
  g_autoptr (GError) error = save_as (place, place->other, GPOINTER_TO_INT (data));
  g_assert_no_error (error);
  assert_setting (place->other, "before", "1");
  assert_setting (place->other, "after", "saved");
  g_clear_pointer (&reader, study_close);
  g_assert_cmpint (g_file_test (place->path, G_FILE_TEST_EXISTS), ==, !GPOINTER_TO_INT (data));
  g_autofree char *log = g_strconcat (place->path, "-wal", NULL);
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  if (!GPOINTER_TO_INT (data))
    assert_setting (place->path, "after", NULL);
}

/* A program that was killed left its log beside the study that is replaced. */
static void
test_save_over (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autofree char *log = g_strconcat (place->other, "-wal", NULL), *kept = NULL;
  gsize n;
  g_autoptr (Study) old = study_open (place->other, STUDY_WRITE, NULL);
  g_assert_true (study_put_setting (old, "old", "yes", NULL));
  g_assert_true (g_file_get_contents (log, &kept, &n, NULL));
  g_clear_pointer (&old, study_close);
  g_assert_true (g_file_set_contents (log, kept, (gssize)n, NULL));
  g_autoptr (GError) error = save_as (place, place->other, FALSE);
  g_assert_no_error (error);
  assert_setting (place->other, "old", NULL);
  assert_setting (place->other, "after", "saved");
}

static void
test_save_refused (Place *place, G_GNUC_UNUSED gconstpointer data)
{
  g_autoptr (Study) used = study_open (place->other, STUDY_WRITE, NULL);
  g_autofree char *deep = g_build_filename (place->folder, "none", "a", NULL);
  const struct {
    const char *path;
    StudyError code;
  } targets[] = { { place->other, STUDY_ERROR_BUSY },
                  { place->path, STUDY_ERROR_BUSY },
                  { deep, STUDY_ERROR_NOT_FOUND },
                  { place->folder, STUDY_ERROR_FOREIGN } };
  for (gsize t = 0; t < G_N_ELEMENTS (targets); t++) {
    g_autoptr (GError) error = save_as (place, targets[t].path, TRUE);
    g_assert_error (error, STUDY_ERROR, (gint)targets[t].code);
  }
  assert_setting (place->path, "after", "saved");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, function, data) g_test_add ("/study/writer/" name, Place, data, set_up, function, tear_down)
  ADD ("order", test_order, NULL);
  ADD ("roll-back", test_roll_back, NULL);
  ADD ("ids", test_ids, NULL);
  ADD ("save-as/keep", test_save_as, GINT_TO_POINTER (FALSE));
  ADD ("save-as/remove", test_save_as, GINT_TO_POINTER (TRUE));
  ADD ("save-over", test_save_over, NULL);
  ADD ("save-refused", test_save_refused, NULL);
  return g_test_run ();
}
