/* The bytes of a foreign .npy or .npz file: as an array, whose every value is then read, as the members of an
 * archive (in which checksums stand before the arrays), and as a data set. */
#include "dataset/npy.h"
#include "dataset/reader.h"
#include "dataset/zip.h"

#include "fuzz.h"

static void
parse (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;
  g_auto (DatasetNpy) array = { NULL };

  if (!dataset_npy_parse (&array, bytes, "fuzz", &error)) {
    g_assert_nonnull (error);
    return;
  }
  for (gsize i = 0; i < array.count; i++) {
    volatile double value = dataset_npy_value (&array, i);

    (void)value;
  }
}

static void
list_members (GBytes *archive)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) members = dataset_zip_list (archive, "fuzz", &error);

  g_assert_true ((members == NULL) == (error != NULL));
  for (guint i = 0; members != NULL && i < members->len; i++) {
    const DatasetZipMember *member = members->pdata[i];
    g_autoptr (GError) why = NULL;
    g_autoptr (GBytes) bytes = dataset_zip_read (archive, member, "fuzz", &why);

    g_assert_true ((bytes == NULL) == (why != NULL));
    if (bytes != NULL)
      g_assert_true (g_bytes_get_size (bytes) == member->size);
  }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const DatasetDescription description = { "fuzz", "Fuzz", 0, NULL };
  g_autofree char *path = NULL;
  const int memory = fuzz_file (data, size, &path);
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  parse (bytes);
  list_members (bytes);
  if (!dataset_reader_numpy.load (path, &description, &train, &test, &error))
    g_assert_nonnull (error);
  else
    g_assert_true (dataset_dimension (train) == dataset_dimension (test));
  close (memory);
  return 0;
}
