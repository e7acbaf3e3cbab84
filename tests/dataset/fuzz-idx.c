/* The bytes of a foreign IDX file, as images and as labels; `./run fuzz` builds and runs it. Whatever comes
 * back must be of the size that the header says. */
#include "dataset/idx.h"

#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const int memory = memfd_create ("idx", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", memory);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_assert_true (write (memory, data, size) == (gssize)size);
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
