/* What the fuzz targets share. `./run fuzz` builds and runs each of them. */
#pragma once

#include <glib.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A file in memory that holds the bytes; its path in *path, to be freed. To be closed. */
static inline int
fuzz_file (const guint8 *data, gsize size, char **path)
{
  const int memory = memfd_create ("fuzz", MFD_CLOEXEC);

  *path = g_strdup_printf ("/proc/self/fd/%d", memory);
  g_assert_true (write (memory, data, size) == (gssize)size);
  return memory;
}
