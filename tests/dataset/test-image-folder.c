#include "dataset/source.h"

#include "folder-fixture.h"
#include "image-fixture.h"

/* Saves a picture as FOLDER/path, making the folders above it. */
static void
save (const Fixture *fixture, const char *path, GdkPixbuf *picture)
{
  g_autofree char *full = g_build_filename (fixture->folder, path, NULL);
  g_autofree char *folder = g_path_get_dirname (full);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  save_picture (picture, full, "png");
}

/* A picture of 2 x 3 in one colour. */
static void
save_colour (const Fixture *fixture, const char *path, guint32 colour)
{
  g_autoptr (GdkPixbuf) picture = new_picture (2, 3, colour);

  save (fixture, path, picture);
}

static void
write_text (const Fixture *fixture, const char *path)
{
  g_autofree char *full = g_build_filename (fixture->folder, path, NULL);

  g_assert_true (g_file_set_contents (full, "nothing", -1, NULL));
}

/* As data.source names it. */
static void
load (const char *folder, Dataset **train, Dataset **test)
{
  g_autoptr (GError) error = NULL;

  dataset_source_load (folder, NULL, 1, train, test, &error);
  g_assert_no_error (error);
}

static void
assert_refused (const char *folder, DatasetError code, const char *says)
{
  Dataset *train = NULL, *test = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_false (dataset_source_load (folder, NULL, 1, &train, &test, &error));
  g_assert_error (error, DATASET_ERROR, (int)code);
  if (strstr (error->message, says) == NULL)
    g_error ("“%s” says not “%s”", error->message, says);
  g_assert_null (train);
  g_assert_null (test);
}

/* All values of each sample are its one grey. */
static void
assert_greys (const Dataset *dataset, const guint *greys, gsize n)
{
  g_assert_cmpuint (dataset->samples.rows, ==, n);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < dataset_dimension (dataset); j++)
      g_assert_true (numeric_matrix32_row (dataset->samples, i)[j] == (float)greys[i] / 255.0f);
}

/* FOLDER/CLASS/IMAGE: in natural order, every fifth of each class to test on; what is hidden, no image or in
 * no folder does not count, nor does a folder without images. */
static void
test_split (Fixture *fixture, gconstpointer data)
{
  static const char *const expected_names[] = { "c2", "c10", "train", NULL };
  static const guint train_greys[] = { 20, 21, 22, 23, 100, 101, 102, 103, 105, 110, 200 };
  static const guint test_greys[] = { 24, 104 };
  g_autofree char *empty = g_build_filename (fixture->folder, "empty", NULL);
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;

  for (guint i = 0; i < 5; i++) {
    g_autofree char *first = g_strdup_printf ("c2/%u.png", i);
    g_autofree char *second = g_strdup_printf ("c10/image-%u.PNG", i);

    save_colour (fixture, first, 0x010101 * (20 + i));
    save_colour (fixture, second, 0x010101 * (100 + i));
  }
  save_colour (fixture, "c10/image-10.png", 0x010101 * 110);
  save_colour (fixture, "c10/image-5.png", 0x010101 * 105);
  save_colour (fixture, "train/a.png", 0x010101 * 200);
  save_colour (fixture, "c2/.hidden.png", 0);
  save_colour (fixture, ".hidden/0.png", 0);
  save_colour (fixture, "top.png", 0);
  write_text (fixture, "c2/readme.txt");
  g_assert_cmpint (g_mkdir (empty, 0700), ==, 0);
  load (fixture->folder, &train, &test);
  g_assert_cmpstrv (train->class_names, expected_names);
  g_assert_cmpstrv (test->class_names, expected_names);
  g_assert_cmpuint (train->shape.height, ==, 2);
  g_assert_cmpuint (train->shape.width, ==, 3);
  g_assert_cmpuint (train->shape.channels, ==, 1);
  assert_greys (train, train_greys, G_N_ELEMENTS (train_greys));
  assert_greys (test, test_greys, G_N_ELEMENTS (test_greys));
  g_assert_cmpuint (train->labels[4], ==, 1);
  g_assert_cmpuint (train->labels[10], ==, 2);
  g_assert_cmpuint (test->labels[0], ==, 0);
}

/* FOLDER/train/CLASS/IMAGE and FOLDER/test/CLASS/IMAGE, by any of their names; a class may have no test
 * image; with a test folder the validation folder is passed over. */
static void
test_parts (Fixture *fixture, gconstpointer data)
{
  static const char *const names[][2]
      = { { "train", "test" }, { "training", "testing" }, { "TRAIN", "Val" }, { "train", "validation" } };
  static const guint train_greys[] = { 1, 2, 3 }, test_greys[] = { 4 };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++) {
    g_autofree char *root = g_strdup_printf ("set%" G_GSIZE_FORMAT, i);
    g_autofree char *folder = g_build_filename (fixture->folder, root, NULL);
    g_autofree char *a = g_build_filename (root, names[i][0], "a", "1.png", NULL);
    g_autofree char *b1 = g_build_filename (root, names[i][0], "b", "1.png", NULL);
    g_autofree char *b2 = g_build_filename (root, names[i][0], "b", "2.png", NULL);
    g_autofree char *tested = g_build_filename (root, names[i][1], "b", "1.png", NULL);
    g_autofree char *unused = g_build_filename (root, "valid", "a", "1.png", NULL);
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;

    save_colour (fixture, a, 0x010101);
    save_colour (fixture, b1, 0x020202);
    save_colour (fixture, b2, 0x030303);
    save_colour (fixture, tested, 0x040404);
    if (i < 2)
      save_colour (fixture, unused, 0x050505);
    load (folder, &train, &test);
    assert_greys (train, train_greys, G_N_ELEMENTS (train_greys));
    assert_greys (test, test_greys, G_N_ELEMENTS (test_greys));
    g_assert_cmpuint (train->n_classes, ==, 2);
    g_assert_cmpuint (test->labels[0], ==, 1);
    g_assert_cmpuint (test->class_counts[0], ==, 0);
  }
}

/* One pixel of colour in either part makes three channels of all. */
static void
test_colour (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GdkPixbuf) picture = new_picture (2, 3, 0x101010);

  set_pixel (picture, 1, 2, 0x102030);
  for (guint in_train = 0; in_train < 2; in_train++) {
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;
    const Dataset *coloured, *grey;

    save (fixture, in_train ? "train/a/1.png" : "test/a/1.png", picture);
    save_colour (fixture, in_train ? "test/a/1.png" : "train/a/1.png", 0x404040);
    load (fixture->folder, &train, &test);
    coloured = in_train ? train : test;
    grey = in_train ? test : train;
    g_assert_cmpuint (coloured->shape.channels, ==, 3);
    g_assert_cmpuint (grey->shape.channels, ==, 3);
    g_assert_cmpuint (dataset_dimension (grey), ==, 18);
    for (guint c = 0; c < 3; c++) {
      g_assert_true (grey->samples.data[15 + c] == 64.0f / 255.0f);
      g_assert_true (coloured->samples.data[12 + c] == 16.0f / 255.0f);
      g_assert_true (coloured->samples.data[15 + c] == (float)(16 * (c + 1)) / 255.0f);
    }
  }
}

/* 64 x 64 is kept; of 65 pixels, or of two sizes, all become 32 x 32. */
static void
test_sizes (Fixture *fixture, gconstpointer data)
{
  static const struct {
    int sizes[2][2];
    guint height, width;
  } rows[] = { { { { 64, 64 }, { 64, 64 } }, 64, 64 },
               { { { 5, 64 }, { 5, 64 } }, 5, 64 },
               { { { 5, 65 }, { 5, 65 } }, 32, 32 },
               { { { 8, 8 }, { 8, 9 } }, 32, 32 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    static const guint greys[] = { 7 };
    g_autoptr (Dataset) train = NULL;
    g_autoptr (Dataset) test = NULL;

    for (guint part = 0; part < 2; part++) {
      g_autoptr (GdkPixbuf) picture = new_picture (rows[i].sizes[part][0], rows[i].sizes[part][1], 0x070707);

      save (fixture, part == 0 ? "train/a/1.png" : "test/a/1.png", picture);
    }
    load (fixture->folder, &train, &test);
    g_assert_cmpuint (train->shape.height, ==, rows[i].height);
    g_assert_cmpuint (train->shape.width, ==, rows[i].width);
    assert_greys (train, greys, 1);
    assert_greys (test, greys, 1);
  }
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *few = g_build_filename (fixture->folder, "few", NULL);
  g_autofree char *one = g_build_filename (fixture->folder, "one", NULL);
  g_autofree char *other = g_build_filename (fixture->folder, "other", NULL);
  g_autofree char *twice = g_build_filename (fixture->folder, "twice", NULL);

  save_colour (fixture, "few/a/1.png", 0);
  save_colour (fixture, "few/b/1.png", 0);
  assert_refused (few, DATASET_ERROR_BAD_FILE, "few: no class has the 5 samples");
  write_text (fixture, "few/b/2.jpg");
  assert_refused (few, DATASET_ERROR_BAD_FILE, "b/2.jpg: is neither a PNG nor a JPEG image");
  save_colour (fixture, "one/train/a/1.png", 0);
  assert_refused (one, DATASET_ERROR_NOT_FOUND, "there is no folder test with classes in it");
  save_colour (fixture, "other/train/a/1.png", 0);
  save_colour (fixture, "other/test/b/1.png", 0);
  assert_refused (other, DATASET_ERROR_BAD_LABEL, "test/b: there is no such class to train on");
  save_colour (fixture, "twice/train/a/1.png", 0);
  save_colour (fixture, "twice/Train/a/1.png", 0);
  assert_refused (twice, DATASET_ERROR_BAD_FILE, "leave one of them");
}

#define ADD(path, test) g_test_add ("/dataset/image-folder/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("split", test_split);
  ADD ("parts", test_parts);
  ADD ("colour", test_colour);
  ADD ("sizes", test_sizes);
  ADD ("refused", test_refused);
  return g_test_run ();
}
