#include "dataset/npy.h"
#include "folder-fixture.h"
#include "dataset/source.h"
#include "dataset/zip.h"

#include <math.h>
#include <string.h>

static char *
stored (const char *file_name)
{
  return g_build_filename (COLLAPSAR_NUMPY_FOLDER, file_name, NULL);
}

static GBytes *
read_stored (const char *file_name)
{
  g_autofree char *path = stored (file_name);
  g_autoptr (GError) error = NULL;
  char *contents;
  gsize length;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (contents, length);
}

/* As make-numpy-arrays.py says. */
static double
expected_value (char kind, gsize i)
{
  switch (kind) {
  case 'b':
    return i % 3 == 0;
  case 'u':
    return (double)i;
  case 'i':
    return (double)i - 7;
  default:
    return ((double)i - 7) / 4;
  }
}

static void
assert_values (const DatasetNpy *array, char kind)
{
  g_assert_cmpuint (array->rank, ==, 3);
  g_assert_cmpuint (array->count, ==, 24);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpuint (array->sizes[i], ==, i < 3 ? i + 2 : 1);
  for (gsize i = 0; i < 24; i++)
    g_assert_true (dataset_npy_value (array, i) == expected_value (kind, i));
}

/* Every type in both byte orders and both layouts, stored and deflated. */
static void
test_types (gconstpointer data)
{
  g_autoptr (GBytes) archive = read_stored (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = dataset_zip_list (archive, data, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (members->len, ==, 48);
  for (guint i = 0; i < members->len; i++) {
    const DatasetZipMember *member = members->pdata[i];
    g_autoptr (GBytes) bytes = dataset_zip_read (archive, member, data, &error);
    g_auto (DatasetNpy) array = { NULL };

    g_assert_no_error (error);
    g_assert_true (dataset_npy_parse (&array, bytes, member->name, &error));
    g_assert_no_error (error);
    g_assert_cmpint (array.fortran_order, ==, member->name[3] == 'F');
    assert_values (&array, member->name[0]);
  }
}

static void
test_versions (void)
{
  for (guint version = 1; version <= 3; version++) {
    g_autofree char *name = g_strdup_printf ("version-%u.npy", version);
    g_autoptr (GBytes) bytes = read_stored (name);
    g_autoptr (GError) error = NULL;
    g_auto (DatasetNpy) array = { NULL };

    g_assert_true (dataset_npy_parse (&array, bytes, name, &error));
    g_assert_no_error (error);
    assert_values (&array, 'i');
  }
}

static void
test_half (void)
{
  static const double expected[] = { 0, -0.0, 1, -2, 65504, 0x1p-14, 0x1p-24, INFINITY, -INFINITY };
  g_autoptr (GBytes) bytes = read_stored ("half.npy");
  g_auto (DatasetNpy) array = { NULL };

  g_assert_true (dataset_npy_parse (&array, bytes, "half", NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_true (dataset_npy_value (&array, i) == expected[i]);
  g_assert_true (signbit (dataset_npy_value (&array, 1)));
  g_assert_true (isnan (dataset_npy_value (&array, 9)));
}

static void
assert_npy_refused (GBytes *bytes, const char *says)
{
  g_autoptr (GError) error = NULL;
  DatasetNpy array = { NULL };

  g_assert_false (dataset_npy_parse (&array, bytes, "the name", &error));
  g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);
  if (strstr (error->message, "the name: ") == NULL || strstr (error->message, says) == NULL)
    g_error ("“%s” says not “%s”", error->message, says);
  g_assert_null (array.bytes);
}

/* A version 1.0 file with this header and n_values bytes. */
static GBytes *
new_npy (const char *header, gsize n_values)
{
  GByteArray *bytes = g_byte_array_new ();
  const gsize length = strlen (header);
  const guint8 start[10] = "\x93NUMPY\1";

  g_byte_array_append (bytes, start, sizeof start);
  bytes->data[8] = (guint8)length;
  bytes->data[9] = (guint8)(length >> 8);
  g_byte_array_append (bytes, (const guint8 *)header, (guint)length);
  while (n_values-- > 0)
    g_byte_array_append (bytes, (const guint8 *)"", 1);
  return g_byte_array_free_to_bytes (bytes);
}

static void
test_npy_refused (void)
{
  static const struct {
    const char *header, *says;
  } lies[] = {
    { "", "no dict" },
    { "{", "no dict" },
    { "{}", "no dict" },
    { "{'descr': '<f4', 'fortran_order': False}", "no dict" },
    { "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}", "no dict" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': 1}", "no dict" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} x", "no dict" },
    { "{'descr': '<f4' 'fortran_order': False, 'shape': (2,)}", "no dict" },
    { "{'descr': '<f3', 'fortran_order': False, 'shape': (2,)}", "its type" },
    { "{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", "its type" },
    { "{'descr': '', 'fortran_order': False, 'shape': (2,)}", "its type" },
    { "{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}", "its type" },
    { "{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", "fortran_order" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': ()}", "its shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (2}", "its shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", "its shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (0, 2)}", "its shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 1, 1, 2)}", "its shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296)}", "its shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,)}", "its shape" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (268435456,)}", "promises 1073741824" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (3,)}", "has 8 bytes of values" },
    { "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}", "has 8 bytes of values" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (lies); i++) {
    g_autoptr (GBytes) bytes = new_npy (lies[i].header, 8);

    assert_npy_refused (bytes, lies[i].says);
  }
}

/* What pickles and other types NumPy writes, and every file cut off. */
static void
test_npy_foreign (void)
{
  static const char *const foreign[] = { "object.npy", "complex.npy", "structured.npy" };
  static const char *const whole[] = { "version-1.npy", "version-2.npy" };

  for (gsize i = 0; i < G_N_ELEMENTS (foreign); i++) {
    g_autoptr (GBytes) bytes = read_stored (foreign[i]);

    assert_npy_refused (bytes, "its type is not one of bool");
  }
  for (gsize i = 0; i < G_N_ELEMENTS (whole); i++) {
    g_autoptr (GBytes) bytes = read_stored (whole[i]);

    for (gsize length = 0; length < g_bytes_get_size (bytes); length++) {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, length);

      assert_npy_refused (cut, "");
    }
  }
}

/* The members of an archive one after the other; NULL on error. */
static GBytes *
read_all (GBytes *archive, GError **error)
{
  g_autoptr (GPtrArray) members = dataset_zip_list (archive, "archive", error);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  if (members == NULL)
    return NULL;
  for (guint i = 0; i < members->len; i++) {
    g_autoptr (GBytes) bytes = dataset_zip_read (archive, members->pdata[i], "archive", error);

    if (bytes == NULL)
      return NULL;
    g_byte_array_append (all, g_bytes_get_data (bytes, NULL), (guint)g_bytes_get_size (bytes));
  }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static void
test_zip_truncated (gconstpointer data)
{
  g_autoptr (GBytes) archive = read_stored (data);

  for (gsize length = 0; length < g_bytes_get_size (archive); length++) {
    g_autoptr (GBytes) cut = g_bytes_new_from_bytes (archive, 0, length);
    g_autoptr (GError) error = NULL;

    g_assert_null (read_all (cut, &error));
    g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);
  }
}

/* Whatever bit is flipped: an error, or the contents whole (a date or a name was hit), or fewer members:
 * never other contents. */
static void
test_zip_flipped (gconstpointer data)
{
  g_autoptr (GBytes) archive = read_stored (data);
  g_autoptr (GBytes) whole = read_all (archive, NULL);
  gsize length, n_refused = 0;
  g_autofree guint8 *bytes = g_memdup2 (g_bytes_get_data (archive, &length), g_bytes_get_size (archive));

  for (gsize bit = 0; bit < 8 * length; bit++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) flipped = NULL;
    g_autoptr (GBytes) all = NULL;

    bytes[bit / 8] ^= (guint8)(1 << bit % 8);
    flipped = g_bytes_new_static (bytes, length);
    all = read_all (flipped, &error);
    if (all == NULL) {
      g_assert_error (error, DATASET_ERROR, DATASET_ERROR_BAD_FILE);
      n_refused++;
    } else
      g_assert_true (g_bytes_equal (all, whole));
    bytes[bit / 8] ^= (guint8)(1 << bit % 8);
  }
  g_assert_cmpuint (n_refused, >, 4 * length);
}

static void
assert_split (const Dataset *dataset, gsize n)
{
  static const guint32 labels[] = { 2, 1, 0, 2, 1, 0 };

  g_assert_cmpuint (dataset->samples.rows, ==, n);
  g_assert_cmpuint (dataset->shape.height, ==, 3);
  g_assert_cmpuint (dataset->shape.width, ==, 2);
  g_assert_cmpuint (dataset->shape.channels, ==, 2);
  g_assert_cmpuint (dataset->n_classes, ==, 3);
  g_assert_cmpstr (dataset->class_names[0], ==, "-1");
  g_assert_cmpstr (dataset->class_names[1], ==, "3");
  g_assert_cmpstr (dataset->class_names[2], ==, "10");
  g_assert_cmpmem (dataset->labels, n * sizeof *labels, labels, n * sizeof *labels);
  for (gsize i = 0; i < n * 12; i++)
    g_assert_cmpfloat (dataset->samples.data[i], ==, (float)i / 255.0f);
}

static void
assert_loads_split (const char *path)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dataset_source_load (path, NULL, 1, &train, &test, &error));
  g_assert_no_error (error);
  assert_split (train, 6);
  assert_split (test, 4);
}

static void
write_file (const Fixture *fixture, const char *name, GBytes *bytes)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *contents = g_bytes_get_data (bytes, &length);

  g_file_set_contents (path, contents, (gssize)length, &error);
  g_assert_no_error (error);
}

/* One set as an archive, and its members as the .npy files of a folder. */
static void
test_source_split (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = stored ("split.npz");
  g_autoptr (GBytes) archive = read_stored ("split.npz");
  g_autoptr (GPtrArray) members = dataset_zip_list (archive, "split.npz", NULL);

  assert_loads_split (path);
  for (guint i = 0; i < members->len; i++) {
    const DatasetZipMember *member = members->pdata[i];
    g_autoptr (GBytes) bytes = dataset_zip_read (archive, member, "split.npz", NULL);

    write_file (fixture, member->name, bytes);
  }
  assert_loads_split (fixture->folder);
}

/* Every fifth of each class is a test sample: of the samples 0, 2, 4, 6, 8, 10 number 8, of the odd ones 9.
 */
static void
test_source_whole (void)
{
  g_autofree char *path = stored ("whole.npz");
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dataset_source_load (path, NULL, 1, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (train->title, ==, "whole.npz, train");
  g_assert_cmpuint (train->samples.rows, ==, 10);
  g_assert_cmpuint (test->samples.rows, ==, 2);
  g_assert_cmpuint (train->shape.channels, ==, 3);
  g_assert_cmpuint (train->shape.height * train->shape.width, ==, 1);
  for (guint i = 0; i < 6; i++)
    g_assert_true (test->samples.data[i] == (float)i + 24 - 18);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpuint (test->labels[i], ==, i);
}

static void
assert_load_refused (const Fixture *fixture, DatasetError code, const char *says)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dataset_source_load (fixture->folder, NULL, 1, &train, &test, &error));
  g_assert_error (error, DATASET_ERROR, (int)code);
  if (strstr (error->message, fixture->folder) == NULL || strstr (error->message, says) == NULL)
    g_error ("“%s” says not “%s”", error->message, says);
  g_assert_null (train);
  g_assert_null (test);
}

#define HEADER(type, shape) "{'descr': '" type "', 'fortran_order': False, 'shape': " shape "}"

static void
test_source_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) vectors = new_npy (HEADER ("|u1", "(5, 2)"), 10);
  g_autoptr (GBytes) labels = new_npy (HEADER ("|u1", "(5,)"), 5);
  g_autoptr (GBytes) few = new_npy (HEADER ("|u1", "(4,)"), 4);

  write_file (fixture, "x_train.npy", vectors);
  assert_load_refused (fixture, DATASET_ERROR_NOT_FOUND, "there is no array y_train");
  write_file (fixture, "y_train.npy", few);
  write_file (fixture, "x_test.npy", vectors);
  write_file (fixture, "y_test.npy", labels);
  assert_load_refused (fixture, DATASET_ERROR_BAD_FILE, "y_train.npy: has 4 × 1 labels for 5 samples");
  write_file (fixture, "y_train.npy", labels);
  write_file (fixture, "Y_test.NPY", labels);
  assert_load_refused (fixture, DATASET_ERROR_BAD_FILE, "leave one of them");
}

static void
test_source_values (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) ten = new_npy (HEADER ("|u1", "(10, 1)"), 10);
  g_autoptr (GBytes) flat = read_stored ("half.npy");

  write_file (fixture, "x.npy", ten);
  write_file (fixture, "y.npy", flat);
  assert_load_refused (fixture, DATASET_ERROR_BAD_LABEL, "sample 5 has the label 6.10352e-05");
  write_file (fixture, "x.npy", flat);
  assert_load_refused (fixture, DATASET_ERROR_BAD_FILE, "x.npy: has one dimension");
  g_autoptr (GBytes) whole = new_npy (HEADER ("<f2", "(10, 1)"), 0);
  g_autoptr (GByteArray) joined = g_byte_array_new ();
  g_byte_array_append (joined, g_bytes_get_data (whole, NULL), (guint)g_bytes_get_size (whole));
  g_byte_array_append (joined, (const guint8 *)g_bytes_get_data (flat, NULL) + g_bytes_get_size (flat) - 20,
                       20);
  g_autoptr (GBytes) infinite = g_byte_array_free_to_bytes (g_steal_pointer (&joined));
  write_file (fixture, "x.npy", infinite);
  assert_load_refused (fixture, DATASET_ERROR_BAD_FILE, "sample 7 has the value inf");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/dataset/numpy/types", "types.npz", test_types);
  g_test_add_data_func ("/dataset/numpy/types-deflated", "types-deflated.npz", test_types);
  g_test_add_func ("/dataset/numpy/versions", test_versions);
  g_test_add_func ("/dataset/numpy/half", test_half);
  g_test_add_func ("/dataset/numpy/npy-refused", test_npy_refused);
  g_test_add_func ("/dataset/numpy/npy-foreign", test_npy_foreign);
  g_test_add_data_func ("/dataset/numpy/zip-truncated", "split.npz", test_zip_truncated);
  g_test_add_data_func ("/dataset/numpy/zip-flipped", "split.npz", test_zip_flipped);
  g_test_add_data_func ("/dataset/numpy/zip-flipped-stored", "whole.npz", test_zip_flipped);
  g_test_add ("/dataset/numpy/source-split", Fixture, NULL, set_up, test_source_split, tear_down);
  g_test_add_func ("/dataset/numpy/source-whole", test_source_whole);
  g_test_add ("/dataset/numpy/source-refused", Fixture, NULL, set_up, test_source_refused, tear_down);
  g_test_add ("/dataset/numpy/source-values", Fixture, NULL, set_up, test_source_values, tear_down);
  return g_test_run ();
}
