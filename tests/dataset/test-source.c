#include "dataset/source.h"

#include "folder-fixture.h"

#include <string.h>

static const DatasetSourceInfo *
find_info (const GPtrArray *list, const char *name)
{
  for (guint i = 0; i < list->len; i++) {
    const DatasetSourceInfo *info = list->pdata[i];

    if (g_str_equal (info->name, name))
      return info;
  }
  g_assert_not_reached ();
}

/* sklearn's load_digits(): numpy.bincount(target), and the sum of the images of each class (NumPy 1.24). */
static void
test_digits (void)
{
  static const gsize counts[] = { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 };
  static const guint sums[] = { 56415, 57007, 55566, 56151, 56239, 55915, 56336, 54289, 57408, 56392 };
  static const guint first_row[] = { 0, 0, 5, 13, 9, 1, 0, 0, 0, 0, 13, 15 };
  double found[10] = { 0 };
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (dataset_source_load ("digits", NULL, 1, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (train->samples.rows + test->samples.rows, ==, 1797);
  g_assert_cmpuint (train->shape.height, ==, 8);
  g_assert_cmpuint (train->shape.width, ==, 8);
  g_assert_cmpuint (train->n_classes, ==, 10);
  for (guint k = 0; k < 10; k++) {
    g_assert_cmpuint (train->class_counts[k] + test->class_counts[k], ==, counts[k]);
    g_assert_cmpuint (test->class_counts[k], ==, counts[k] / 5);
    g_assert_cmpstr (train->coarse_names[train->coarse[k]], ==, k % 2 ? "odd" : "even");
  }
  for (guint j = 0; j < G_N_ELEMENTS (first_row); j++)
    g_assert_true (train->samples.data[j] == (float)first_row[j] / 16.0f);
  for (guint part = 0; part < 2; part++) {
    const Dataset *dataset = part == 0 ? train : test;

    for (gsize i = 0; i < dataset->samples.rows; i++)
      for (guint j = 0; j < 64; j++) {
        const float value = numeric_matrix32_row (dataset->samples, i)[j];

        g_assert_true (value >= 0 && value <= 1);
        found[dataset->labels[i]] += 16 * (double)value;
      }
  }
  for (guint k = 0; k < 10; k++)
    g_assert_cmpfloat (found[k], ==, sums[k]);
}

/* The split is the same whatever the seed. */
static void
test_digits_split (void)
{
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (Dataset) other_train = NULL;
  g_autoptr (Dataset) other_test = NULL;
  gsize bytes;

  g_assert_true (dataset_source_load ("digits", NULL, 1, &train, &test, NULL));
  g_assert_true (dataset_source_load ("digits", NULL, 2, &other_train, &other_test, NULL));
  bytes = test->samples.rows * 64 * sizeof (float);
  g_assert_cmpmem (test->samples.data, bytes, other_test->samples.data, bytes);
}

/* Debian's files: the labels as published, by `zcat | xxd`. */
static void
test_fashion_mnist (void)
{
  static const guint32 train_labels[] = { 9, 0, 0, 3, 0, 2, 7, 2, 5, 5 };
  static const guint32 test_labels[] = { 9, 2, 1, 1, 6, 1, 4, 6, 5, 7 };
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  if (!g_file_test ("/usr/share/datasets/fashion-mnist", G_FILE_TEST_IS_DIR)) {
    g_test_skip ("Debian's dataset-fashion-mnist is not installed");
    return;
  }
  g_assert_true (dataset_source_load ("fashion-mnist", NULL, 1, &train, &test, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (train->samples.rows, ==, 60000);
  g_assert_cmpuint (test->samples.rows, ==, 10000);
  g_assert_cmpuint (dataset_dimension (train), ==, 784);
  for (guint k = 0; k < 10; k++) {
    g_assert_cmpuint (train->class_counts[k], ==, 6000);
    g_assert_cmpuint (test->class_counts[k], ==, 1000);
  }
  g_assert_cmpmem (train->labels, sizeof train_labels, train_labels, sizeof train_labels);
  g_assert_cmpmem (test->labels, sizeof test_labels, test_labels, sizeof test_labels);
  g_assert_cmpstr (train->class_names[9], ==, "Ankle boot");
  g_assert_cmpstr (train->coarse_names[train->coarse[9]], ==, "Footwear");
  g_assert_cmpstr (train->coarse_names[train->coarse[6]], ==, "Upper body");
  g_assert_cmpstr (train->coarse_names[train->coarse[1]], ==, "Trouser and dress");
  g_assert_cmpstr (train->coarse_names[train->coarse[8]], ==, "Bag");
}

/* As many classes as asked for, or the default's. */
static void
test_gaussian (void)
{
  static const DatasetGaussian many = { 5, 8, 16, 4, 2, 1, 1, 1 };
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (Dataset) many_train = NULL;
  g_autoptr (Dataset) many_test = NULL;

  g_assert_true (dataset_source_load ("gaussian", NULL, 5, &train, &test, NULL));
  g_assert_cmpuint (train->n_classes, ==, 9);
  g_assert_cmpuint (g_strv_length (train->coarse_names), ==, 3);
  g_assert_true (dataset_source_load ("gaussian", &many, 5, &many_train, &many_test, NULL));
  g_assert_cmpuint (many_train->n_classes, ==, 40);
  g_assert_cmpuint (many_test->samples.rows, ==, 80);
  g_assert_cmpuint (dataset_dimension (many_train), ==, 16);
}

/* No test's folders are searched in the next. */
static void
tear_down_search (Fixture *fixture, gconstpointer data)
{
  g_setenv ("COLLAPSAR_DATA", "", TRUE);
  tear_down (fixture, data);
}

/* An IDX file of `count` values or of `count` images of side x side, the values counting up. */
static void
write_idx (const char *folder, const char *name, guint8 count, guint8 side)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  const guint8 images[] = { 0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, side, 0, 0, 0, side };
  const guint8 labels[] = { 0, 0, 8, 1, 0, 0, 0, count };

  g_byte_array_append (bytes, side > 0 ? images : labels, side > 0 ? 16 : 8);
  for (guint i = 0; i < count * MAX (side, 1u) * MAX (side, 1u); i++) {
    const guint8 value = (guint8)i;

    g_byte_array_append (bytes, &value, 1);
  }
  g_assert_true (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
}

static void
write_set (const char *folder, const char *train, const char *test, guint8 n_train, guint8 n_test)
{
  g_autofree char *train_images = g_strconcat (train, "-images-idx3-ubyte", NULL);
  g_autofree char *train_labels = g_strconcat (train, "-labels-idx1-ubyte", NULL);
  g_autofree char *test_images = g_strconcat (test, "-images-idx3-ubyte", NULL);
  g_autofree char *test_labels = g_strconcat (test, "-labels-idx1-ubyte", NULL);

  write_idx (folder, train_images, n_train, 2);
  write_idx (folder, train_labels, n_train, 0);
  write_idx (folder, test_images, n_test, 2);
  write_idx (folder, test_labels, n_test, 0);
}

static void
assert_refused (const char *name, DatasetError code, const char *says)
{
  Dataset *train = NULL, *test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dataset_source_load (name, NULL, 1, &train, &test, &error));
  g_assert_error (error, DATASET_ERROR, (int)code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” says not “%s”", error->message, says);
  g_assert_null (train);
  g_assert_null (test);
}

static void
test_folder (Fixture *fixture, gconstpointer data)
{
  static const char *const stems[][2]
      = { { "train", "t10k" }, { "train20k", "t10k" }, { "train", "test" }, { "train-a", "test-b" } };

  for (gsize i = 0; i < G_N_ELEMENTS (stems); i++) {
    g_autofree char *folder = g_strdup_printf ("%s/set%" G_GSIZE_FORMAT, fixture->folder, i);
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;
    g_autoptr (GError) error = NULL;

    g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
    write_set (folder, stems[i][0], stems[i][1], 4, 3);
    g_assert_true (dataset_source_load (folder, NULL, 1, &train, &test, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (train->samples.rows, ==, 4);
    g_assert_cmpuint (test->samples.rows, ==, 3);
    g_assert_cmpuint (train->n_classes, ==, 4);
    g_assert_cmpuint (test->n_classes, ==, 4);
    g_assert_true (train->samples.data[15] == 15.0f / 255.0f);
    g_assert_null (train->coarse);
  }
}

static void
test_folder_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (fixture->folder, "missing", NULL);
  g_autofree char *file = g_build_filename (fixture->folder, "train-images-idx3-ubyte", NULL);

  assert_refused (missing, DATASET_ERROR_NOT_FOUND, missing);
  assert_refused (fixture->folder, DATASET_ERROR_NOT_FOUND,
                  "there are no IDX files such as train-images-idx3-ubyte");
  /* A test label that the training set has not. */
  write_set (fixture->folder, "train", "t10k", 3, 4);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_LABEL, "has the label 3; allowed are 0 to 2");
  /* Images of another size. */
  write_idx (fixture->folder, "t10k-images-idx3-ubyte", 2, 3);
  write_idx (fixture->folder, "t10k-labels-idx1-ubyte", 2, 0);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE,
                  "training samples are 2 × 2 × 1, test samples 3 × 3 × 1");
  write_idx (fixture->folder, "train20k-images-idx3-ubyte", 3, 2);
  assert_refused (fixture->folder, DATASET_ERROR_BAD_FILE, "leave one of them");
  /* A file where a folder should be. */
  assert_refused (file, DATASET_ERROR_BAD_FILE, file);
}

/* COLLAPSAR_DATA: a folder with the source's own in it, and the source's own. */
static void
test_search (Fixture *fixture, gconstpointer data)
{
  g_autofree char *mnist = g_build_filename (fixture->folder, "mnist", NULL);
  g_autofree char *both = g_strconcat ("/nonexistent:", mnist, NULL);
  const char *const values[] = { fixture->folder, mnist, both };

  g_assert_cmpint (g_mkdir (mnist, 0700), ==, 0);
  write_set (mnist, "train", "t10k", 10, 5);
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++) {
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) list = NULL;

    g_setenv ("COLLAPSAR_DATA", values[i], TRUE);
    g_assert_true (dataset_source_load ("mnist", NULL, 1, &train, &test, &error));
    g_assert_no_error (error);
    g_assert_cmpstr (train->name, ==, "mnist");
    g_assert_cmpuint (train->n_classes, ==, 10);
    g_assert_cmpstr (train->coarse_names[train->coarse[3]], ==, "odd");
    list = dataset_source_list ();
    g_assert_cmpstr (find_info (list, "mnist")->location, ==, mnist);
  }
}

/* An empty folder does not hide a later one; when there is no other, what it lacks is told. */
static void
test_incomplete (Fixture *fixture, gconstpointer data)
{
  g_autofree char *empty = g_build_filename (fixture->folder, "empty", NULL);
  g_autofree char *hidden = g_build_filename (empty, "mnist", NULL);
  g_autofree char *mnist = g_build_filename (fixture->folder, "mnist", NULL);
  g_autofree char *both = g_strconcat (empty, ":", fixture->folder, NULL);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GPtrArray) list_empty = NULL;

  g_assert_cmpint (g_mkdir_with_parents (hidden, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (mnist, 0700), ==, 0);
  write_set (mnist, "train", "t10k", 10, 5);
  g_setenv ("COLLAPSAR_DATA", both, TRUE);
  list = dataset_source_list ();
  g_assert_cmpstr (find_info (list, "mnist")->location, ==, mnist);
  g_setenv ("COLLAPSAR_DATA", empty, TRUE);
  list_empty = dataset_source_list ();
  if (find_info (list_empty, "mnist")->location != NULL) {
    g_test_skip ("MNIST is installed here");
    return;
  }
  g_assert_nonnull (strstr (find_info (list_empty, "mnist")->searched, hidden));
  assert_refused ("mnist", DATASET_ERROR_NOT_FOUND, hidden);
}

/* The ways a person writes a folder. */
static void
test_paths (Fixture *fixture, gconstpointer data)
{
  static const char *const paths[]
      = { "~/my sets/a", "~/my sets/a/", "my sets/a", "./my sets/a", "my sets/../my sets/a//", "plain" };
  g_autofree char *folder = g_build_filename (fixture->folder, "my sets", "a", NULL);
  g_autofree char *plain = g_build_filename (fixture->folder, "plain", NULL);
  g_autofree char *before = g_get_current_dir ();

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_cmpint (g_mkdir (plain, 0700), ==, 0);
  write_set (folder, "train", "t10k", 4, 3);
  write_set (plain, "train", "t10k", 4, 3);
  g_assert_cmpint (g_chdir (fixture->folder), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (paths); i++) {
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;
    g_autoptr (GError) error = NULL;

    g_setenv ("HOME", fixture->folder, TRUE);
    g_assert_true (dataset_source_load (paths[i], NULL, 1, &train, &test, &error));
    g_assert_no_error (error);
    g_assert_cmpuint (train->samples.rows, ==, 4);
    g_assert_cmpstr (train->title, ==, strstr (paths[i], "plain") != NULL ? "plain, train" : "a, train");
  }
  assert_refused ("~nobody", DATASET_ERROR_NOT_FOUND, "~nobody");
  g_assert_cmpint (g_chdir (before), ==, 0);
}

static void
test_not_found (void)
{
  g_autoptr (GPtrArray) list = dataset_source_list ();
  const DatasetSourceInfo *mnist = find_info (list, "mnist");

  g_assert_cmpstr (find_info (list, "digits")->location, !=, NULL);
  g_assert_cmpstr (find_info (list, "gaussian")->location, !=, NULL);
  assert_refused ("minst", DATASET_ERROR_NOT_FOUND,
                  "there are digits, fashion-mnist, mnist, kmnist, omniglot, cifar-10, cifar-100, gaussian");
  assert_refused ("", DATASET_ERROR_NOT_FOUND, "There is no data set “”");
  if (mnist->location != NULL) {
    g_test_skip ("MNIST is installed here");
    return;
  }
  g_assert_nonnull (strstr (mnist->searched, "COLLAPSAR_DATA"));
  assert_refused ("mnist", DATASET_ERROR_NOT_FOUND, "mnist");
}

#define ADD(path, test) g_test_add ("/dataset/source/" path, Fixture, NULL, set_up, test, tear_down_search)

static void
test_title (void)
{
  static const char *const titles[][2] = { { "fashion-mnist", "Fashion-MNIST" },
                                           { "digits", "Optical digits" },
                                           { "~/data/my.npz", "my.npz" },
                                           { "./mnist/", "mnist" } };
  for (gsize i = 0; i < G_N_ELEMENTS (titles); i++) {
    g_autofree char *title = dataset_source_title (titles[i][0]);
    g_assert_cmpstr (title, ==, titles[i][1]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dataset/source/digits", test_digits);
  g_test_add_func ("/dataset/source/digits-split", test_digits_split);
  g_test_add_func ("/dataset/source/fashion-mnist", test_fashion_mnist);
  g_test_add_func ("/dataset/source/gaussian", test_gaussian);
  g_test_add_func ("/dataset/source/title", test_title);
  g_test_add_func ("/dataset/source/not-found", test_not_found);
  ADD ("folder", test_folder);
  ADD ("folder-refused", test_folder_refused);
  ADD ("incomplete", test_incomplete);
  ADD ("paths", test_paths);
  ADD ("search", test_search);
  return g_test_run ();
}
