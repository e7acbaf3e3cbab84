/* A foreign classes.txt and foreign coarse labels beside a sound pair of ten samples in two classes: the
 * first ten bytes are the coarse labels, the rest the text. Whatever comes back must have a name for each
 * class. */
#include "dataset/reader.h"

#include "fuzz.h"

#include <glib/gstdio.h>

#define N_SAMPLES 10

static void
write_file (const char *folder, const char *name, const guint8 *header, gsize n_header, const guint8 *values)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  g_byte_array_append (bytes, header, (guint)n_header);
  g_byte_array_append (bytes, values, N_SAMPLES);
  g_unlink (path); /* what is new is not synced to disc */
  g_assert_true (g_file_set_contents (path, (const char *)bytes->data, bytes->len, NULL));
}

/* One folder for all inputs, with classes.txt a link to `target`. */
static const char *
fill_folder (const char *target, const guint8 coarse[N_SAMPLES])
{
  static const guint8 image_header[] = { 0, 0, 8, 3, 0, 0, 0, N_SAMPLES, 0, 0, 0, 1, 0, 0, 0, 1 };
  static const guint8 label_header[] = { 0, 0, 8, 1, 0, 0, 0, N_SAMPLES };
  static const guint8 labels[N_SAMPLES] = { 0, 1, 0, 1, 0, 1, 0, 1, 0, 1 };
  static char *folder;
  g_autofree char *link = NULL;

  if (folder == NULL) {
    folder = g_dir_make_tmp ("fuzz-idx-folder-XXXXXX", NULL);
    write_file (folder, "a-images-idx3-ubyte", image_header, sizeof image_header, labels);
    write_file (folder, "a-labels-idx1-ubyte", label_header, sizeof label_header, labels);
  }
  write_file (folder, "a-coarse-labels-idx1-ubyte", label_header, sizeof label_header, coarse);
  link = g_build_filename (folder, "classes.txt", NULL);
  g_unlink (link);
  g_assert_true (symlink (target, link) == 0);
  return folder;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const DatasetDescription description = { "fuzz", "Fuzz", 0, NULL };
  g_autofree char *path = NULL;
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;
  int memory;

  if (size < N_SAMPLES)
    return 0;
  memory = fuzz_file (data + N_SAMPLES, size - N_SAMPLES, &path);
  if (!dataset_reader_idx.load (fill_folder (path, data), &description, &train, &test, &error))
    g_assert_nonnull (error);
  else {
    g_assert_true (g_strv_length (train->class_names) == train->n_classes);
    for (guint k = 0; k < train->n_classes; k++)
      g_assert_true (test->coarse[k] < g_strv_length (test->coarse_names));
  }
  close (memory);
  return 0;
}
