#include "dataset/source.h"

#include "folder-fixture.h"

#include <string.h>

/* n images of 2 x 2, all values of the first one 0, of the next 1, and so on. */
static void
write_images (const Fixture *fixture, const char *name, guint8 n)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  const guint8 header[] = { 0, 0, 8, 3, 0, 0, 0, n, 0, 0, 0, 2, 0, 0, 0, 2 };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, header, sizeof header);
  for (guint i = 0; i < 4u * n; i++) {
    const guint8 value = (guint8)(i / 4);

    g_byte_array_append (bytes, &value, 1);
  }
  g_assert_true (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
}

/* The n labels are those of `turn` again and again. */
static void
write_labels (const Fixture *fixture, const char *name, guint8 n, const char *turn)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  const guint8 header[] = { 0, 0, 8, 1, 0, 0, 0, n };
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, header, sizeof header);
  for (guint i = 0; i < n; i++) {
    const guint8 label = (guint8)(turn[i % strlen (turn)] - '0');

    g_byte_array_append (bytes, &label, 1);
  }
  g_assert_true (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
}

static void
write_text (const Fixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
load (const Fixture *fixture, Dataset **train, Dataset **test)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (train, dataset_unref);
  g_clear_pointer (test, dataset_unref);
  dataset_source_load (fixture->folder, NULL, 1, train, test, &error);
  g_assert_no_error (error);
}

static void
assert_refused (const Fixture *fixture, DatasetError code, const char *says)
{
  Dataset *train = NULL, *test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dataset_source_load (fixture->folder, NULL, 1, &train, &test, &error));
  g_assert_error (error, DATASET_ERROR, (int)code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” says not “%s”", error->message, says);
}

/* A pair of any name, or a test pair, is split: every fifth of a class. */
static void
test_one_pair (void)
{
  static const char *const stems[] = { "kmnist-t10k", "test", "quickdraw3", "a-b-c" };

  for (gsize s = 0; s < G_N_ELEMENTS (stems); s++) {
    g_autofree char *images = g_strconcat (stems[s], "-images-idx3-ubyte", NULL);
    g_autofree char *labels = g_strconcat (stems[s], "-labels-idx1-ubyte", NULL);
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;
    Fixture fixture;

    set_up (&fixture, NULL);
    write_images (&fixture, images, 20);
    write_labels (&fixture, labels, 20, "01");
    write_text (&fixture, "drawer-idx1-ubyte", "something else");
    load (&fixture, &train, &test);
    g_assert_cmpuint (train->samples.rows, ==, 16);
    g_assert_cmpuint (test->samples.rows, ==, 4);
    /* The fifth 0 is sample 8, the fifth 1 sample 9. */
    g_assert_true (test->samples.data[0] == 8.0f / 255.0f);
    g_assert_cmpuint (test->labels[1], ==, 1);
    g_assert_null (train->coarse);
    tear_down (&fixture, NULL);
  }
}

/* Fine and coarse labels, with classes.txt in each of its forms and without. */
static void
test_coarse (Fixture *fixture, gconstpointer data)
{
  static const char *const numbers[] = { "0", "1", "2", NULL }, *const coarse_numbers[] = { "0", "1", NULL };
  static const char *const letters[] = { "alpha", "beta", "aleph", NULL };
  static const char *const alphabets[] = { "Greek", "Hebrew", NULL };
  static const char *const joined[] = { "Greek 1", "Greek 2", "Hebrew 1", NULL };
  g_autofree char *coarse_labels = g_build_filename (fixture->folder, "o-coarse-labels-idx1-ubyte", NULL);
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;

  write_images (fixture, "o-images-idx3-ubyte", 15);
  write_labels (fixture, "o-fine-labels-idx1-ubyte", 15, "012");
  write_labels (fixture, "o-coarse-labels-idx1-ubyte", 15, "001");
  load (fixture, &train, &test);
  for (guint part = 0; part < 2; part++) {
    const Dataset *dataset = part == 0 ? train : test;

    g_assert_cmpuint (dataset->n_classes, ==, 3);
    g_assert_cmpstrv (dataset->class_names, numbers);
    g_assert_cmpstrv (dataset->coarse_names, coarse_numbers);
    g_assert_cmpuint (dataset->coarse[0], ==, 0);
    g_assert_cmpuint (dataset->coarse[1], ==, 0);
    g_assert_cmpuint (dataset->coarse[2], ==, 1);
  }
  write_text (fixture, "classes.txt", "alpha\n beta \r\naleph\n");
  load (fixture, &train, &test);
  g_assert_cmpstrv (train->class_names, letters);
  g_assert_cmpstrv (train->coarse_names, coarse_numbers);
  write_text (fixture, "classes.txt", "0\t0\tGreek\talpha\n1\t0\tGreek\tbeta\n2\t1\tHebrew\taleph\n");
  load (fixture, &train, &test);
  g_assert_cmpstrv (train->class_names, letters);
  g_assert_cmpstrv (train->coarse_names, alphabets);
  write_text (fixture, "classes.txt", "0\t0\tGreek\t1\n1\t0\tGreek\t2\n2\t1\tHebrew\t1\n");
  load (fixture, &train, &test);
  g_assert_cmpstrv (train->class_names, joined);
  g_assert_cmpuint (test->coarse[2], ==, 1);
  /* The table alone says all, too. */
  g_assert_cmpint (g_remove (coarse_labels), ==, 0);
  load (fixture, &train, &test);
  g_assert_cmpstrv (train->coarse_names, alphabets);
  g_assert_cmpuint (train->coarse[2], ==, 1);
}

/* Coarse labels of two parts: what one part shows holds for the other. */
static void
test_coarse_parts (Fixture *fixture, gconstpointer data)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;

  write_images (fixture, "train-images-idx3-ubyte", 6);
  write_labels (fixture, "train-labels-idx1-ubyte", 6, "012");
  write_labels (fixture, "train-coarse-labels-idx1-ubyte", 6, "101");
  write_images (fixture, "t10k-images-idx3-ubyte", 3);
  write_labels (fixture, "t10k-labels-idx1-ubyte", 3, "2");
  write_images (fixture, "other-images-idx3-ubyte", 3);
  load (fixture, &train, &test);
  g_assert_cmpuint (train->samples.rows, ==, 6);
  g_assert_cmpuint (test->samples.rows, ==, 3);
  g_assert_cmpuint (train->coarse[0], ==, 1);
  g_assert_cmpuint (test->coarse[1], ==, 0);
  write_labels (fixture, "t10k-coarse-labels-idx1-ubyte", 3, "0");
  assert_refused (fixture, DATASET_ERROR_BAD_FILE,
                  "puts class 2 into coarse class 0, what came before it into 1");
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  static const char *const tables[]
      = { "0\t0\tA\ta\n1\t0\tB\tb\n",   "0\t0\tA\ta\n2\t0\tA\tb\n", "0\t0\tA\ta\n1\t0\tA\n",
          "0\t0\tA\ta\n1\t256\tB\tb\n", "0\t0\tA\ta\nb\n",          "0\t-1\tA\ta\n1\t0\tB\tb\n" };

  write_images (fixture, "a-images-idx3-ubyte", 10);
  assert_refused (fixture, DATASET_ERROR_NOT_FOUND, "there is no file …-labels-idx1-ubyte");
  write_labels (fixture, "a-labels-idx1-ubyte", 10, "01");
  write_labels (fixture, "a-coarse-labels-idx1-ubyte", 9, "01");
  assert_refused (fixture, DATASET_ERROR_BAD_FILE, "has 9 labels, but there are 10 images");
  write_labels (fixture, "a-coarse-labels-idx1-ubyte", 10, "0110");
  assert_refused (fixture, DATASET_ERROR_BAD_FILE, "puts class 0 into coarse class 1");
  write_labels (fixture, "a-coarse-labels-idx1-ubyte", 10, "0");
  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++) {
    write_text (fixture, "classes.txt", tables[i]);
    assert_refused (fixture, DATASET_ERROR_BAD_FILE, "of classes.txt is not");
  }
  write_text (fixture, "classes.txt", "only one\n");
  assert_refused (fixture, DATASET_ERROR_BAD_LABEL, "has the label 1; allowed are 0 to 0");
  write_text (fixture, "classes.txt", "\xff\n");
  assert_refused (fixture, DATASET_ERROR_BAD_FILE, "is not text in UTF-8");
  write_labels (fixture, "a-fine-labels-idx1-ubyte", 10, "01");
  assert_refused (fixture, DATASET_ERROR_BAD_FILE, "leave one of them");
}

/* Two pairs of which none is for training. */
static void
test_unclear (Fixture *fixture, gconstpointer data)
{
  write_images (fixture, "a-images-idx3-ubyte", 10);
  write_labels (fixture, "a-labels-idx1-ubyte", 10, "01");
  write_images (fixture, "t10k-images-idx3-ubyte", 10);
  write_labels (fixture, "t10k-labels-idx1-ubyte", 10, "01");
  assert_refused (fixture, DATASET_ERROR_BAD_FILE, "which IDX files are to be read is not clear");
}

/* A training pair is not split: its test pair is missing. */
static void
test_no_test_pair (Fixture *fixture, gconstpointer data)
{
  write_images (fixture, "train-images-idx3-ubyte", 10);
  write_labels (fixture, "train-labels-idx1-ubyte", 10, "01");
  assert_refused (fixture, DATASET_ERROR_NOT_FOUND, "there is no file t10k…-images-idx3-ubyte");
}

#define ADD(path, test) g_test_add ("/dataset/idx-folder/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/idx-folder/one-pair", test_one_pair);
  ADD ("coarse", test_coarse);
  ADD ("coarse-parts", test_coarse_parts);
  ADD ("refused", test_refused);
  ADD ("unclear", test_unclear);
  ADD ("no-test-pair", test_no_test_pair);
  return g_test_run ();
}
