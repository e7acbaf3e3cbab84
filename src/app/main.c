/* collapsar: the window. */
#include "app/application.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "app/renderer.h"
#include "numeric/blas.h"

int
main (int argc, char **argv)
{
  numeric_blas_init (argv);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, COLLAPSAR_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  collapsar_renderer_choose ();
  g_autoptr (CollapsarApplication) application = collapsar_application_new ();
  int status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : collapsar_application_get_exit_status (application);
}
