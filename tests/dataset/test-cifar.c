/* Small files of the format of https://www.cs.toronto.edu/~kriz/cifar.html. */
#include "dataset/source.h"

#include <glib/gstdio.h>
#include <string.h>

#define PLANE 1024u
#define PIXELS (3 * PLANE)

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("collapsar-cifar-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);

    if (g_file_test (path, G_FILE_TEST_IS_DIR))
      remove_folder (path);
    else
      g_assert_cmpint (g_remove (path), ==, 0);
  }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_unsetenv ("COLLAPSAR_DATA");
}

static void
write_file (const char *folder, const char *name, const void *contents, gsize length)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, contents, (gssize)length, &error);
  g_assert_no_error (error);
}

/* Value p of plane c of the record whose fine label is k. */
static guint8
pixel (guint k, guint c, guint p)
{
  return (guint8)(3 * k + 80 * c + p);
}

/* One record for each of the fine labels, after its coarse label k % n_coarse where n_coarse is not 0. */
static void
write_records (const char *folder, const char *name, guint first, guint n, guint n_coarse)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  for (guint k = first; k < first + n; k++) {
    const guint8 labels[2] = { n_coarse > 0 ? (guint8)(k % n_coarse) : 0, (guint8)k };

    g_byte_array_append (bytes, labels + (n_coarse > 0 ? 0 : 1), n_coarse > 0 ? 2 : 1);
    for (guint i = 0; i < PIXELS; i++) {
      const guint8 value = pixel (k, i / PLANE, i % PLANE);

      g_byte_array_append (bytes, &value, 1);
    }
  }
  write_file (folder, name, bytes->data, bytes->len);
}

/* Classes 0 to 9, two in each batch; 0 to 3 in the test batch. */
static void
write_ten (const char *folder)
{
  for (guint batch = 1; batch <= 5; batch++) {
    g_autofree char *name = g_strdup_printf ("data_batch_%u.bin", batch);

    write_records (folder, name, 2 * (batch - 1), 2, 0);
  }
  write_records (folder, "test_batch.bin", 0, 4, 0);
}

static void
write_hundred (const char *folder)
{
  write_records (folder, "train.bin", 0, 100, 20);
  write_records (folder, "test.bin", 0, 10, 20);
}

/* n lines "PREFIX-0" and on. */
static void
write_names (const char *folder, const char *name, const char *prefix, guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint k = 0; k < n; k++)
    g_string_append_printf (text, "%s-%u\r\n", prefix, k);
  g_string_append (text, "\n");
  write_file (folder, name, text->str, text->len);
}

static void
assert_samples (const Dataset *dataset, guint n)
{
  g_assert_cmpuint (dataset->samples.rows, ==, n);
  g_assert_cmpuint (dataset->shape.height, ==, 32);
  g_assert_cmpuint (dataset->shape.width, ==, 32);
  g_assert_cmpuint (dataset->shape.channels, ==, 3);
  for (guint k = 0; k < n; k++) {
    const float *sample = numeric_matrix32_row (dataset->samples, k);

    g_assert_cmpuint (dataset->labels[k], ==, k);
    for (guint p = 0; p < PLANE; p++)
      for (guint c = 0; c < 3; c++)
        g_assert_true (sample[3 * p + c] == (float)pixel (k, c, p) / 255.0f);
  }
}

static void
load (const char *name, Dataset **train, Dataset **test)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (dataset_source_load (name, NULL, 1, train, test, &error));
  g_assert_no_error (error);
}

static void
test_ten (Fixture *fixture, gconstpointer data)
{
  static const char *const vehicles[] = { "airplane", "automobile", "ship", "truck", NULL };
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;

  write_ten (fixture->folder);
  load (fixture->folder, &train, &test);
  assert_samples (train, 10);
  assert_samples (test, 4);
  g_assert_cmpuint (test->n_classes, ==, 10);
  for (guint k = 0; k < 10; k++)
    g_assert_cmpstr (train->coarse_names[train->coarse[k]], ==,
                     g_strv_contains (vehicles, train->class_names[k]) ? "Vehicles" : "Animals");
}

static void
test_hundred (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;

  write_hundred (fixture->folder);
  write_names (fixture->folder, "fine_label_names.txt", "fine", 100);
  write_names (fixture->folder, "coarse_label_names.txt", "coarse", 20);
  load (fixture->folder, &train, &test);
  assert_samples (train, 100);
  assert_samples (test, 10);
  g_assert_cmpuint (test->n_classes, ==, 100);
  g_assert_cmpstr (test->class_names[99], ==, "fine-99");
  for (guint k = 0; k < 100; k++) {
    g_assert_cmpuint (train->coarse[k], ==, k % 20);
    g_assert_cmpuint (test->coarse[k], ==, k % 20);
  }
  g_assert_cmpstr (train->coarse_names[19], ==, "coarse-19");
}

/* By name: in a folder called so, or as the archives unpack. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  static const char *const folders[][2] = { { "cifar-10", "cifar-10" },
                                            { "cifar-100", "cifar-100" },
                                            { "cifar-10", "cifar-10-batches-bin" },
                                            { "cifar-100", "cifar-100-binary" } };

  g_setenv ("COLLAPSAR_DATA", fixture->folder, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS (folders); i++) {
    g_autofree char *folder = g_build_filename (fixture->folder, folders[i][1], NULL);
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;

    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
    if (i % 2 == 0)
      write_ten (folder);
    else
      write_hundred (folder);
    load (folders[i][0], &train, &test);
    g_assert_cmpstr (train->name, ==, folders[i][0]);
    g_assert_cmpuint (train->n_classes, ==, i % 2 == 0 ? 10 : 100);
    remove_folder (folder);
  }
}

static void
assert_refused (const char *name, DatasetError code, const char *says)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dataset_source_load (name, NULL, 1, &train, &test, &error));
  g_assert_error (error, DATASET_ERROR, (int)code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” says not “%s”", error->message, says);
  g_assert_null (train);
  g_assert_null (test);
}

static void
test_ten_refused (Fixture *fixture, gconstpointer data)
{
  static const char not_utf8[] = "\xff\n2\n3\n4\n5\n6\n7\n8\n9\n10";
  g_autofree char *third = g_build_filename (fixture->folder, "data_batch_3.bin", NULL);
  g_autofree char *names = g_build_filename (fixture->folder, "batches.meta.txt", NULL);
  g_autofree guint8 *record = g_malloc0 (PIXELS + 1);

  write_ten (fixture->folder);
  g_remove (third);
  assert_refused (fixture->folder, DATASET_ERROR_NOT_FOUND, "there is no file data_batch_3.bin");
  write_file (fixture->folder, "data_batch_3.bin", "", 0);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "data_batch_3.bin: has 0 bytes");
  write_file (fixture->folder, "data_batch_3.bin", record, PIXELS);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "data_batch_3.bin: has 3072 bytes");
  record[0] = 10;
  write_file (fixture->folder, "data_batch_3.bin", record, PIXELS + 1);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_LABEL, "sample 4 has the label 10; allowed are 0 to 9");
  g_remove (third);
  g_assert_cmpint (g_mkdir (third, 0700), ==, 0);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "is not a regular file");
  g_rmdir (third);
  write_ten (fixture->folder);
  write_names (fixture->folder, "batches.meta.txt", "class", 9);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "batches.meta.txt: has 9 lines");
  write_file (fixture->folder, "batches.meta.txt", not_utf8, strlen (not_utf8));
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "in UTF-8");
  g_remove (names);
}

static void
test_hundred_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *base = g_build_filename (fixture->folder, "cifar-10", NULL);

  write_hundred (fixture->folder);
  write_records (fixture->folder, "test.bin", 3, 1, 2);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE,
                  "sample 0 puts class 3 into coarse class 1, what came before it into 3");
  write_records (fixture->folder, "test.bin", 100, 1, 20);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_LABEL,
                  "sample 0 has the label 100; allowed are 0 to 99");
  write_records (fixture->folder, "test.bin", 23, 1, 200);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_LABEL, "sample 0 has the label 23; allowed are 0 to 19");
  /* The one's folder with the other's files. */
  g_assert_cmpint (g_mkdir (base, 0700), ==, 0);
  write_hundred (base);
  g_setenv ("COLLAPSAR_DATA", fixture->folder, TRUE);
  assert_refused ("cifar-10", DATASET_ERROR_BAD_FILE, "holds CIFAR-100, not CIFAR-10");
}

#define ADD(path, test) g_test_add ("/dataset/cifar/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("ten", test_ten);
  ADD ("ten-refused", test_ten_refused);
  ADD ("hundred", test_hundred);
  ADD ("hundred-refused", test_hundred_refused);
  ADD ("search", test_search);
  return g_test_run ();
}
