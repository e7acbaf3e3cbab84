/* The bytes of a foreign IDX file, as images and as labels. Whatever comes back must be of the size that the
 * header says. */
#include "dataset/idx.h"
#include "fuzz.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *path = NULL;
  const int memory = fuzz_file (data, size, &path);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  for (guint rank = 1; rank <= 4; rank++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GBytes) bytes = NULL;
    guint32 sizes[4];

    bytes = dataset_idx_read (file, rank, sizes, &error);
    if (bytes == NULL)
      g_assert_nonnull (error);
    else
      g_assert_true (g_bytes_get_size (bytes) == (gsize)sizes[0] * sizes[1] * sizes[2] * sizes[3]);
  }
  close (memory);
  return 0;
}
