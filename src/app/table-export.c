#include "app/table-export.h"

#include <glib/gi18n.h>
#include <string.h>

void
collapsar_table_choose_file (GtkWidget *parent, const char *name, const char *suffix, CollapsarFileFunc func)
{
  const char *csv[] = { _ ("CSV"), "*.csv", NULL }, *latex[] = { _ ("LaTeX"), "*.tex", NULL };
  g_autofree char *file = g_strdup_printf ("%s.%s", name, suffix);
  CollapsarFileRequest request
      = { COLLAPSAR_FILE_SAVE, _ ("Export Table"), file, g_str_equal (suffix, "tex") ? latex : csv };
  collapsar_file_choose (parent, &request, func, parent);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GtkWidget) widget = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  gboolean written = g_file_replace_contents_finish (G_FILE (source), result, NULL, &error);
  g_autofree char *message = written ? g_strdup_printf (_ ("Table written to “%s”"), name)
                                     : g_strdup_printf (_ ("“%s” was not written: %s"), name, error->message);
  g_signal_emit_by_name (widget, "message", message);
}

void
collapsar_table_write (GtkWidget *widget, const StudyTable *table, GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  char *text = g_str_has_suffix (name, ".tex") ? study_table_to_latex (table) : study_table_to_csv (table);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, NULL, on_written,
                                       g_object_ref (widget));
}
