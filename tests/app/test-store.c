/* The file behind a window: made on its own, kept when there is something in it, read back in other threads.
 */
#include "app/store.h"

#include <glib/gstdio.h>

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **)user_data = g_object_ref (result);
}

/* Turns the main loop until there is a result. */
static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static CollapsarStore *
open_store (const char *path, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  collapsar_store_open_async (path, NULL, on_result, &result);
  return collapsar_store_open_finish (wait_for (&result), error);
}

static CollapsarStore *
open_well (const char *path)
{
  g_autoptr (GError) error = NULL;
  CollapsarStore *store = open_store (path, &error);
  g_assert_no_error (error);
  return store;
}

static gboolean
put_record (Study *study, gpointer data, GError **error)
{
  g_autoptr (TrainingRecord) record = training_record_new ();
  record->epoch = 3;
  return study_put_record (study, 1, record, error);
}

/* One run of a regime, with a record. */
static void
put_run (CollapsarStore *store, const char *source)
{
  g_autoptr (Regime) regime = regime_new ();
  g_assert_true (regime_set (regime, "data.source", source, NULL));
  g_autoptr (StudyRun) run = study_run_new (regime);
  run->id = study_writer_new_id (collapsar_store_writer (store));
  g_free (run->name);
  run->name = g_strdup (source);
  study_writer_put_run (collapsar_store_writer (store), run);
  study_writer_write (collapsar_store_writer (store), put_record, NULL, NULL);
}

static void
test_automatic (void)
{
  g_autoptr (CollapsarStore) store = open_well (NULL);
  g_autofree char *path = g_strdup (collapsar_store_path (store));
  g_assert_true (collapsar_store_is_automatic (store));
  g_assert_true (g_str_has_suffix (path, STUDY_SUFFIX));
  g_assert_cmpuint (collapsar_store_runs (store)->len, ==, 0);
  /* Nothing in it: not kept. */
  g_clear_object (&store);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

  store = open_well (NULL);
  g_autofree char *kept = g_strdup (collapsar_store_path (store));
  put_run (store, "digits");
  collapsar_store_set_setting (store, "view", "curves");
  g_clear_object (&store);
  store = open_well (kept);
  g_assert_cmpuint (collapsar_store_runs (store)->len, ==, 1);
  const CollapsarStoredRun *stored = collapsar_store_runs (store)->pdata[0];
  g_assert_cmpuint (((TrainingRecord *)stored->records->pdata[0])->epoch, ==, 3);
  g_assert_cmpstr (collapsar_store_setting (store, "view"), ==, "curves");
  g_assert_cmpstr (collapsar_store_setting (store, "camera"), ==, "");
  g_clear_object (&store);
  g_unlink (kept);
}

static void
test_refused (void)
{
  g_autoptr (CollapsarStore) store = open_well (NULL);
  g_autoptr (GError) error = NULL;
  g_assert_null (open_store (collapsar_store_path (store), &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_BUSY);
  g_clear_error (&error);
  g_assert_null (open_store ("/etc/passwd", &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_FOREIGN);
}

static void
test_save_as (void)
{
  g_autofree char *folder = g_dir_make_tmp ("collapsar-store-XXXXXX", NULL);
  g_autofree char *target = g_build_filename (folder, "named" STUDY_SUFFIX, NULL);
  g_autoptr (CollapsarStore) store = open_well (NULL);
  g_autofree char *before = g_strdup (collapsar_store_path (store));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GError) error = NULL;
  put_run (store, "digits");
  collapsar_store_save_as_async (store, target, on_result, &result);
  g_assert_true (collapsar_store_save_as_finish (store, wait_for (&result), &error));
  g_assert_no_error (error);
  g_assert_cmpstr (collapsar_store_path (store), ==, target);
  g_autofree char *title = collapsar_store_title (store);
  g_assert_cmpstr (title, ==, "named");
  g_assert_false (collapsar_store_is_automatic (store));
  g_assert_false (g_file_test (before, G_FILE_TEST_EXISTS));
  collapsar_store_save_as_async (store, "/nowhere/at/all.collapsar", on_result, &failed);
  g_assert_false (collapsar_store_save_as_finish (store, wait_for (&failed), &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
  g_assert_cmpstr (collapsar_store_path (store), ==, target);
  collapsar_store_close (store); /* the results still hold it */
  g_clear_object (&store);
  store = open_well (target);
  g_assert_cmpuint (collapsar_store_runs (store)->len, ==, 1);
  g_clear_object (&store);
  g_unlink (target);
  g_rmdir (folder);
}

/* The data of a run are read again; where they have gone, its classes still have names. */
static void
test_view (void)
{
  const char *const sources[] = { "digits", "/nowhere/at/all.csv" };
  g_autoptr (CollapsarStore) store = open_well (NULL);
  g_autofree char *path = g_strdup (collapsar_store_path (store));
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++)
    put_run (store, sources[i]);
  g_clear_object (&store);
  store = open_well (path);
  g_assert_cmpuint (collapsar_store_runs (store)->len, ==, G_N_ELEMENTS (sources));
  for (gsize i = 0; i < G_N_ELEMENTS (sources); i++) {
    const CollapsarStoredRun *stored = collapsar_store_runs (store)->pdata[i];
    g_autoptr (GAsyncResult) result = NULL;
    g_autoptr (GAsyncResult) last = NULL;
    g_autoptr (GError) error = NULL;
    collapsar_store_load_view_async (store, stored->run, NULL, on_result, &result);
    g_autoptr (CollapsarStoredView) view
        = collapsar_store_load_view_finish (store, wait_for (&result), &error);
    g_assert_no_error (error);
    g_assert_cmpuint (view->train->samples.rows > 0, ==, i == 0);
    g_assert_cmpint (view->missing == NULL, ==, i == 0);
    g_assert_nonnull (view->train->class_names[0]);
    g_assert_cmpuint (view->snapshots->len, ==, 0);
    collapsar_store_load_last_async (store, stored->run, NULL, on_result, &last);
    g_assert_null (collapsar_store_load_last_finish (store, wait_for (&last), &error));
    g_assert_no_error (error);
  }
  g_clear_object (&store);
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/store/automatic", test_automatic);
  g_test_add_func ("/app/store/refused", test_refused);
  g_test_add_func ("/app/store/save-as", test_save_as);
  g_test_add_func ("/app/store/view", test_view);
  return g_test_run ();
}
