/* A foreign file in the place of each of CIFAR's. Records are of 3 KB, which a fuzzer would never fill: the
 * first byte chooses the format and whether the file stands for the names, too, the next two where it ends.
 */
#include "dataset/reader.h"

#include "fuzz.h"

#include <glib/gstdio.h>

static const char *const files[2][9]
    = { { "data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin",
          "test_batch.bin", "batches.meta.txt", NULL },
        { "train.bin", "test.bin", "fine_label_names.txt", "coarse_label_names.txt", NULL } };

/* One folder for all inputs, of links to the file in memory. */
static const char *
link_folder (guint format, gboolean names, const char *target)
{
  static char *folders[2];

  if (folders[format] == NULL)
    folders[format] = g_dir_make_tmp ("fuzz-cifar-XXXXXX", NULL);
  for (const char *const *file = files[format]; *file != NULL; file++) {
    g_autofree char *path = g_build_filename (folders[format], *file, NULL);

    g_unlink (path);
    if (names || g_str_has_suffix (*file, ".bin"))
      g_assert_true (symlink (target, path) == 0);
  }
  return folders[format];
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

  if (size < 3)
    return 0;
  memory = fuzz_file (data + 3, size - 3, &path);
  if (data[1] != 0)
    g_assert_true (ftruncate (memory, (data[1] % 4) * (3073 + data[0] % 2) + data[2] % 3) == 0);
  if (!dataset_reader_cifar.load (link_folder (data[0] % 2, data[0] & 2, path), &description, &train, &test,
                                  &error))
    g_assert_nonnull (error);
  else
    g_assert_true (dataset_dimension (train) == 3072 && train->coarse != NULL && test->coarse != NULL);
  close (memory);
  return 0;
}
