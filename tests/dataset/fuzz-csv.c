/* A foreign table. */
#include "dataset/reader.h"

#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const DatasetDescription description = { "fuzz", "Fuzz", 0, NULL };
  g_autofree char *path = NULL;
  const int memory = fuzz_file (data, size, &path);
  g_autoptr (Dataset) train = NULL;
  g_autoptr (Dataset) test = NULL;
  g_autoptr (GError) error = NULL;

  if (!dataset_reader_csv.load (path, &description, &train, &test, &error))
    g_assert_nonnull (error);
  else
    g_assert_true (dataset_dimension (train) == dataset_dimension (test) && test->samples.rows > 0);
  close (memory);
  return 0;
}
