#include "app/renderer.h"

/* GTK 4.8 takes OpenGL wherever there is one, also Mesa's llvmpipe, which makes do with the processor. Beside
 * two training threads that is 4 frames a second where Cairo draws 40 (Xvfb, two cores). Asking OpenGL for
 * its name would tell for certain, but loads all of it at every start; a kernel's device files tell almost
 * as well: a render node of a GPU, NVIDIA's own driver, or that of Windows' Linux. */
static gboolean
has_graphics_processor (void)
{
  const char *name;
  g_autoptr (GDir) directory = g_dir_open ("/dev/dri", 0, NULL);
  if (g_file_test ("/dev/nvidiactl", G_FILE_TEST_EXISTS) || g_file_test ("/dev/dxg", G_FILE_TEST_EXISTS))
    return TRUE;
  while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  return FALSE;
}

void
collapsar_renderer_choose (void)
{
  if (!has_graphics_processor ())
    g_setenv ("GSK_RENDERER", "cairo", FALSE);
}
