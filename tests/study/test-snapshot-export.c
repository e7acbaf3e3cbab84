/* The snapshots of a run as arrays for NumPy, against what the study says of them. */
#include "fixture.h"

#include "dataset/npy.h"
#include "dataset/zip.h"
#include "study/snapshot-export.h"

/* A member of an archive, by its name without ".npy". */
static void
read_member (GBytes *archive, const char *name, DatasetNpy *array)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = dataset_zip_list (archive, "archive", &error);
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < members->len; i++) {
    const DatasetZipMember *member = members->pdata[i];
    if (!g_str_equal (member->name, file))
      continue;
    g_autoptr (GBytes) bytes = dataset_zip_read (archive, member, file, &error);
    g_assert_no_error (error);
    g_assert_true (dataset_npy_parse (array, bytes, file, &error));
    return;
  }
  g_error ("there is no %s", file);
}

static void
assert_floats (GBytes *archive, const char *name, const float *values, gsize rows, gsize columns)
{
  g_auto (DatasetNpy) array = { 0 };
  read_member (archive, name, &array);
  g_assert_cmpuint (array.sizes[0], ==, rows);
  g_assert_cmpuint (array.sizes[1], ==, columns);
  for (gsize i = 0; i < array.count; i++)
    g_assert_cmpfloat (dataset_npy_value (&array, i), ==, values[i]);
}

static void
assert_numbers (GBytes *archive, const char *name, const guint32 *values, gsize n)
{
  g_auto (DatasetNpy) array = { 0 };
  read_member (archive, name, &array);
  g_assert_cmpuint (array.count, ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (dataset_npy_value (&array, i), ==, values[i]);
}

static void
assert_exported (GBytes *archive, const TrainingSnapshot *snapshot)
{
  const TrainingWatch *test = &snapshot->split[TRAINING_TEST];
  g_auto (DatasetNpy) means = { 0 };
  assert_floats (archive, "classifier_weight_2", snapshot->weight, FIXTURE_CLASSES, FIXTURE_DIMENSION);
  assert_floats (archive, "classifier_bias_2", snapshot->bias, FIXTURE_CLASSES, 1);
  assert_floats (archive, "test_features_2", test->features, test->n, FIXTURE_DIMENSION);
  assert_numbers (archive, "test_labels_2", test->labels, test->n);
  assert_numbers (archive, "test_samples_2", test->samples, test->n);
  assert_numbers (archive, "test_predictions_2", test->predictions, test->n);
  read_member (archive, "test_means_2", &means);
  g_assert_cmpuint (means.count, ==, FIXTURE_CLASSES * FIXTURE_DIMENSION);
  for (gsize i = 0; i < means.count; i++)
    g_assert_cmpfloat (dataset_npy_value (&means, i), ==, test->means->means[i]);
}

static void
test_arrays (void)
{
  g_autofree char *folder = make_folder ();
  g_autofree char *path = g_build_filename (folder, "a" STUDY_SUFFIX, NULL);
  g_autofree char *file = g_build_filename (folder, "a.npz", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize size;
  NumericRandom random;
  numeric_random_init (&random, 1, 0);
  g_autoptr (Regime) regime = make_regime (NULL);
  g_autoptr (StudyRun) run = study_run_new (regime);
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  g_assert_no_error (error);
  g_assert_true (study_put_run (study, run, &error));
  /* Nothing yet, and no file of nothing. */
  g_assert_false (study_export_snapshots (study, run->id, file, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (g_file_test (file, G_FILE_TEST_EXISTS));
  for (guint epoch = 0; epoch < 4; epoch += 2) {
    g_autoptr (TrainingSnapshot) snapshot
        = make_snapshot (&random, epoch, FIXTURE_CLASSES, FIXTURE_DIMENSION, 10, 1, 1);
    g_assert_true (study_put_snapshot (study, run->id, snapshot, 6, &error));
  }
  g_assert_true (study_export_snapshots (study, run->id, file, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (file, &contents, &size, NULL));
  g_autoptr (GBytes) archive = g_bytes_new (contents, size);
  g_autoptr (TrainingSnapshot) stored = study_snapshot (study, run->id, 2, &error);
  g_assert_no_error (error);
  assert_numbers (archive, "epochs", (const guint32[]){ 0, 2 }, 2);
  assert_exported (archive, stored);
  remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/study/snapshot-export/arrays", test_arrays);
  return g_test_run ();
}
