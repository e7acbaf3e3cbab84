/* A foreign picture in each place of a folder of classes. When its size is odd, the second class is a sound
 * picture of another size, so that all are scaled. */
#include "dataset/reader.h"

#include "fuzz.h"

#include "gdk-pixbuf/gdk-pixbuf.h"
#include <glib/gstdio.h>

static void
make_parents (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_true (g_mkdir_with_parents (folder, 0700) == 0);
}

/* One folder for all inputs; of its pictures those in a/ are links to `target`. */
static const char *
fill_folder (const char *target, gboolean sound)
{
  static const char *const files[] = { "train/a/1.png", "train/b/1.jpg", "test/a/1.png" };
  static char *folder;

  if (folder == NULL)
    folder = g_dir_make_tmp ("fuzz-image-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i], NULL);

    make_parents (path);
    g_unlink (path);
    if (i == 1 && sound) {
      g_autoptr (GdkPixbuf) picture = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 3, 5);

      gdk_pixbuf_fill (picture, 0x80808000);
      g_assert_true (gdk_pixbuf_save (picture, path, "png", NULL, NULL));
    } else
      g_assert_true (symlink (target, path) == 0);
  }
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

  memory = fuzz_file (data, size, &path);
  if (!dataset_reader_images.load (fill_folder (path, size & 1), &description, &train, &test, &error))
    g_assert_nonnull (error);
  else
    g_assert_true (train->samples.rows == 2 && test->samples.rows == 1
                   && dataset_dimension (train) <= 64 * 64 * 3);
  close (memory);
  return 0;
}
