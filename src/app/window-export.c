/* What is on screen as a file, drawn and written by a worker. */
#include "app/window-private.h"

#include <glib/gi18n.h>

#include "app/export-dialog.h"
#include "app/file-chooser.h"

typedef struct {
  CollapsarFigureSource *source;
  CollapsarPageChoice choice;
  GFile *file;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;
  collapsar_figure_source_unref (export->source);
  collapsar_page_choice_clear (&export->choice);
  g_clear_object (&export->file);
  g_free (export);
}

static void
write_figure (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Export *export = data;
  g_autoptr (GError) error = NULL;
  const char *path = g_file_peek_path (export->file);
  if (path == NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                             _ ("Figures can only be written to folders of this machine."));
  else if (collapsar_figure_source_save (export->source, &export->choice.page, path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (source);
  Export *export = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (export->file);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
      g_autofree char *title = g_strdup_printf (_ ("“%s” was not written: %s"), name, error->message);
      collapsar_window_toast (self, title);
    }
    return;
  }
  g_autoptr (GFile) folder = g_file_get_parent (export->file);
  g_autofree char *uri = g_file_get_uri (folder);
  g_autofree char *title = g_strdup_printf (_ ("Figure written to “%s”"), name);
  AdwToast *toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _ ("Open _Folder"));
  adw_toast_set_action_name (toast, "win.open-folder");
  adw_toast_set_action_target (toast, "s", uri);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* In the format of the name's ending, and where it has none of these in that of the choice. */
static void
write_to (CollapsarWindow *self,
          CollapsarFigureSource *source,
          const CollapsarPageChoice *choice,
          GFile *file)
{
  Export *export = g_new0 (Export, 1);
  g_autofree char *name = g_file_get_basename (file);
  export->source = collapsar_figure_source_ref (source);
  collapsar_page_choice_copy (&export->choice, choice);
  plot_format_from_name (name, &export->choice.page.format, NULL);
  export->file = g_object_ref (file);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_written, NULL);
  g_task_set_name (task, "CollapsarExport");
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, write_figure);
}

/* NULL after telling that there is none. */
static CollapsarFigureSource *
find_figure (CollapsarWindow *self)
{
  CollapsarFigureSource *source = collapsar_window_figure (self);
  if (source == NULL)
    collapsar_window_toast (self, _ ("There is nothing to export here yet"));
  return source;
}

void
collapsar_window_export_to (CollapsarWindow *self, GFile *file)
{
  g_autoptr (CollapsarFigureSource) source = find_figure (self);
  g_auto (CollapsarPageChoice) choice = { 0 };
  if (source == NULL)
    return;
  collapsar_page_choice_read (&choice, self->settings);
  write_to (self, source, &choice, file);
}

static void
on_file (GFile *file, gpointer user_data)
{
  if (file != NULL)
    collapsar_window_export_to (user_data, file);
}

void
collapsar_window_export_again (CollapsarWindow *self)
{
  static const char *const endings[] = { "pdf", "svg", "png", "tex" };
  const char *patterns[]
      = { _ ("PDF"), "*.pdf", _ ("SVG"), "*.svg", _ ("PNG"), "*.png", _ ("LaTeX"), "*.tex", NULL };
  g_autoptr (CollapsarFigureSource) source = find_figure (self);
  g_auto (CollapsarPageChoice) choice = { 0 };
  if (source == NULL)
    return;
  collapsar_page_choice_read (&choice, self->settings);
  g_autofree char *name
      = g_strdup_printf ("%s.%s", collapsar_figure_source_get_name (source), endings[choice.page.format]);
  const CollapsarFileRequest request = { COLLAPSAR_FILE_SAVE, _ ("Export Figure"), name, patterns };
  collapsar_file_choose (GTK_WIDGET (self), &request, on_file, self);
}

static void
on_chosen (CollapsarWindow *self, GFile *file, CollapsarExportDialog *dialog)
{
  write_to (self, collapsar_export_dialog_get_source (dialog), collapsar_export_dialog_get_choice (dialog),
            file);
}

void
collapsar_window_export (CollapsarWindow *self)
{
  g_autoptr (CollapsarFigureSource) source = find_figure (self);
  if (source == NULL)
    return;
  CollapsarExportDialog *dialog = collapsar_export_dialog_new (source, self->settings);
  gtk_window_set_transient_for (GTK_WINDOW (dialog), GTK_WINDOW (self));
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}
