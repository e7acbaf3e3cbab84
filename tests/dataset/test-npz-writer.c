/* Arrays for NumPy: the bytes that NumPy writes, and what NumPy itself reads of them. */
#include "dataset/npz-writer.h"

#include "dataset/dataset.h"
#include "folder-fixture.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* As make-numpy-arrays.py has them. */
static const gsize sizes[] = { 2, 3, 1, 1, 2 }, none[] = { 2, 0, 3 };
static const float floats[] = { 0, 0.25f, 0.5f, 0.75f, 1, 1.25f, 1.5f, 1.75f, 2, 2.25f, 2.5f, 2.75f };
static const double a_double[] = { 2.5 };
static const gint32 ints[] = { 0, 1 };
static const gint64 longs[] = { 0, 10000000000, 20000000000 };

static void
add_all (DatasetNpzWriter *writer)
{
  static const struct {
    const char *name;
    DatasetNpyShape shape;
    gconstpointer values;
  } arrays[] = {
    { "matrix", { DATASET_NPY_FLOAT32, 2, sizes }, floats },
    { "five", { DATASET_NPY_FLOAT32, 5, sizes }, floats },
    { "single", { DATASET_NPY_FLOAT64, 0, NULL }, a_double },
    { "two", { DATASET_NPY_INT32, 1, sizes }, ints },
    { "three", { DATASET_NPY_INT64, 1, sizes + 1 }, longs },
    { "none", { DATASET_NPY_INT32, 3, none }, NULL },
  };
  g_autoptr (GError) error = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (arrays); i++) {
    g_assert_true (
        dataset_npz_writer_add (writer, arrays[i].name, &arrays[i].shape, arrays[i].values, &error));
    g_assert_no_error (error);
  }
}

static void
assert_same_file (const char *path, const char *file_name)
{
  g_autofree char *stored = g_build_filename (COLLAPSAR_NUMPY_FOLDER, file_name, NULL);
  g_autofree char *ours = NULL, *theirs = NULL;
  gsize our_length, their_length;

  g_assert_true (g_file_get_contents (path, &ours, &our_length, NULL));
  g_assert_true (g_file_get_contents (stored, &theirs, &their_length, NULL));
  g_assert_cmpmem (ours, our_length, theirs, their_length);
}

static void
test_bytes (Fixture *fixture, gconstpointer data)
{
  g_autofree char *archive = g_build_filename (fixture->folder, "x.npz", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (DatasetNpzWriter) writer = dataset_npz_writer_new (archive, &error);

  g_assert_no_error (error);
  add_all (writer);
  g_assert_false (g_file_test (archive, G_FILE_TEST_EXISTS));
  g_assert_true (dataset_npz_writer_finish (writer, &error));
  g_assert_no_error (error);
  assert_same_file (archive, "written.npz");
}

/* An array in pieces is the array, in place of what was there. */
static void
test_pieces (Fixture *fixture, gconstpointer data)
{
  const DatasetNpyShape shape = { DATASET_NPY_FLOAT32, 2, sizes };
  char *bytes[2];
  gsize lengths[2];

  for (guint f = 0; f < 2; f++) {
    g_autofree char *path = g_build_filename (fixture->folder, "x.npz", NULL);
    g_autoptr (DatasetNpzWriter) writer = NULL;
    const gsize piece = f == 0 ? 1 : 6;

    g_assert_true (g_file_set_contents (path, "old", -1, NULL));
    writer = dataset_npz_writer_new (path, NULL);
    g_assert_true (dataset_npz_writer_begin (writer, "x", &shape, NULL));
    for (gsize i = 0; i < 6; i += piece)
      g_assert_true (dataset_npz_writer_append (writer, floats + i, piece, NULL));
    g_assert_true (dataset_npz_writer_finish (writer, NULL));
    g_assert_true (g_file_get_contents (path, &bytes[f], &lengths[f], NULL));
  }
  g_assert_cmpmem (bytes[0], lengths[0], bytes[1], lengths[1]);
  g_free (bytes[0]);
  g_free (bytes[1]);
}

static void
assert_bad_request (gboolean done, GError **error)
{
  g_assert_false (done);
  g_assert_error (*error, DATASET_ERROR, DATASET_ERROR_BAD_REQUEST);
  g_clear_error (error);
}

/* Nothing is left of an archive that was given up. */
static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const gsize huge[] = { G_MAXSIZE / 2, 3 };
  const DatasetNpyShape pair = { DATASET_NPY_INT32, 1, sizes };
  const DatasetNpyShape endless = { DATASET_NPY_INT32, 2, huge }, deep = { DATASET_NPY_INT32, 33, sizes };
  g_autofree char *path = g_build_filename (fixture->folder, "x.npz", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "none", "x.npz", NULL);
  DatasetNpzWriter *writer = dataset_npz_writer_new (path, NULL);
  GError *error = NULL;

  assert_bad_request (dataset_npz_writer_append (writer, ints, 1, &error), &error);
  assert_bad_request (dataset_npz_writer_begin (writer, "a", &endless, &error), &error);
  assert_bad_request (dataset_npz_writer_begin (writer, "a", &deep, &error), &error);
  g_assert_true (dataset_npz_writer_add (writer, "a", &pair, ints, NULL));
  assert_bad_request (dataset_npz_writer_begin (writer, "a", &pair, &error), &error);
  assert_bad_request (dataset_npz_writer_append (writer, ints, 1, &error), &error);
  g_assert_true (dataset_npz_writer_begin (writer, "b", &pair, NULL));
  g_assert_true (dataset_npz_writer_append (writer, ints, 1, NULL));
  assert_bad_request (dataset_npz_writer_append (writer, ints, 2, &error), &error);
  assert_bad_request (dataset_npz_writer_begin (writer, "c", &pair, &error), &error);
  assert_bad_request (dataset_npz_writer_finish (writer, &error), &error);
  dataset_npz_writer_free (writer);
  g_assert_null (dataset_npz_writer_new (nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_nonnull (strstr (error->message, nowhere));
  g_error_free (error);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0); /* which only an empty folder lets be done */
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
}

/* As of a full disc: a named error, the file of before stays and no other. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  const gsize many[] = { 1 << 20 };
  const DatasetNpyShape shape = { DATASET_NPY_FLOAT32, 1, many };
  const struct rlimit small = { 1 << 16, RLIM_INFINITY }, none_at_all = { RLIM_INFINITY, RLIM_INFINITY };
  g_autofree char *path = g_build_filename (fixture->folder, "x.npz", NULL);
  g_autofree float *values = g_new0 (float, many[0]);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (DatasetNpzWriter) writer = NULL;
  gboolean written;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  writer = dataset_npz_writer_new (path, &error);
  written = writer != NULL && dataset_npz_writer_add (writer, "x", &shape, values, &error)
            && dataset_npz_writer_finish (writer, &error);
  g_clear_pointer (&writer, dataset_npz_writer_free);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &none_at_all), ==, 0);
  g_assert_false (written);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "old");
  g_remove (path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
}

static gboolean
python (const char *script, const char *argument)
{
  const char *const command[] = { COLLAPSAR_PYTHON, "-c", script, argument, NULL };
  int status = 0;

  return g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, NULL)
         && g_spawn_check_wait_status (status, NULL);
}

static void
test_numpy (Fixture *fixture, gconstpointer data)
{
  static const char script[]
      = "import sys, numpy as np\n"
        "a = np.load(sys.argv[1])\n"
        "x = np.arange(12, dtype=np.float32) / 4\n"
        "def same(name, other):\n"
        "    assert a[name].dtype == other.dtype and a[name].shape == other.shape, name\n"
        "    assert (a[name] == other).all(), name\n"
        "same('matrix', x[:6].reshape(2, 3)); same('five', x.reshape(2, 3, 1, 1, 2))\n"
        "same('single', np.array(2.5)); same('two', np.arange(2, dtype=np.int32))\n"
        "same('three', np.arange(3) * 10**10); same('none', np.zeros((2, 0, 3), dtype=np.int32))\n"
        "assert len(a.files) == 6\n";
  g_autofree char *path = g_build_filename (fixture->folder, "x.npz", NULL);
  g_autoptr (DatasetNpzWriter) writer = NULL;

  if (!python ("import numpy", NULL)) {
    g_test_skip (COLLAPSAR_PYTHON " has no numpy");
    return;
  }
  writer = dataset_npz_writer_new (path, NULL);
  add_all (writer);
  g_assert_true (dataset_npz_writer_finish (writer, NULL));
  g_assert_true (python (script, path));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/dataset/npz-writer/bytes", test_bytes);
  ADD ("/dataset/npz-writer/pieces", test_pieces);
  ADD ("/dataset/npz-writer/refused", test_refused);
  ADD ("/dataset/npz-writer/full", test_full);
  ADD ("/dataset/npz-writer/numpy", test_numpy);
  return g_test_run ();
}
