/* Regimes from presets and files, and into files; data sets into regimes. */
#include "app/data-chooser.h"
#include "app/file-chooser.h"
#include "app/window-private.h"

#include <glib/gi18n.h>

#include "lesson/lesson.h"

static void
on_open_chosen (GFile *file, gpointer user_data)
{
  CollapsarWindow *self = user_data;
  if (file == NULL)
    return;
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;
  if (path == NULL)
    error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, _ ("Only files of this machine can be read."));
  g_autoptr (Regime) regime = path == NULL ? NULL : regime_new_from_file (path, &error);
  if (regime == NULL)
    collapsar_window_show_error (self, error);
  else
    collapsar_window_add_run (self, regime);
}

void
collapsar_window_open_regime (CollapsarWindow *self)
{
  const char *patterns[] = { _ ("Regimes"), "*.regime", _ ("All files"), "*", NULL };
  CollapsarFileRequest request = { COLLAPSAR_FILE_OPEN, _ ("Open Regime"), NULL, patterns };
  collapsar_file_choose (GTK_WIDGET (self), &request, on_open_chosen, self);
}

/* Studies open in windows of their own, lessons in this one; anything else is read as a regime, or said to be
 * none. */
static gboolean
on_files_dropped (GtkDropTarget *target, const GValue *value, double x, double y, CollapsarWindow *self)
{
  for (GSList *each = g_value_get_boxed (value); each != NULL; each = each->next) {
    g_autofree char *path = g_file_get_path (each->data);
    if (path != NULL && g_str_has_suffix (path, STUDY_SUFFIX))
      gtk_widget_activate_action (GTK_WIDGET (self), "app.open-study", "s", path);
    else if (path != NULL && g_str_has_suffix (path, LESSON_SUFFIX))
      collapsar_window_try_lesson (self, path);
    else
      on_open_chosen (each->data, self);
  }
  return TRUE;
}

void
collapsar_window_accept_files (CollapsarWindow *self)
{
  GtkDropTarget *target = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_object (target, "drop", G_CALLBACK (on_files_dropped), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

static void
on_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (G_FILE (source));
  g_autofree char *title = NULL;
  if (g_file_replace_contents_finish (G_FILE (source), result, NULL, &error))
    title = g_strdup_printf (_ ("Saved “%s”"), name);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  else
    title = g_strdup_printf (_ ("Could not save “%s”: %s"), name, error->message);
  collapsar_window_toast (self, title);
}

static void
on_save_chosen (GFile *file, gpointer user_data)
{
  CollapsarWindow *self = user_data;
  Regime *regime = collapsar_session_regime (self->session);
  if (file == NULL || regime == NULL)
    return;
  char *text = regime_to_text (regime);
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));
  g_file_replace_contents_bytes_async (file, bytes, NULL, FALSE, G_FILE_CREATE_NONE, self->cancellable,
                                       on_saved, g_object_ref (self));
}

void
collapsar_window_save_regime (CollapsarWindow *self)
{
  const char *patterns[] = { _ ("Regimes"), "*.regime", NULL };
  CollapsarFileRequest request = { COLLAPSAR_FILE_SAVE, _ ("Save Regime"), "my.regime", patterns };
  collapsar_file_choose (GTK_WIDGET (self), &request, on_save_chosen, self);
}

/* It is a setting like others: applied with them, or not. */
static void
on_data_chosen (CollapsarDataChooser *chooser, const char *source, CollapsarWindow *self)
{
  collapsar_settings_pane_edit (self->settings_pane, "data.source", source);
  g_object_set (self, "show-settings", TRUE, NULL);
}

void
collapsar_window_choose_data (CollapsarWindow *self, const char *source)
{
  g_return_if_fail (COLLAPSAR_IS_WINDOW (self));

  const Regime *regime = collapsar_settings_pane_edited (self->settings_pane);
  if (regime == NULL)
    return;
  CollapsarDataChooser *chooser = collapsar_data_chooser_new (GTK_WINDOW (self), regime);
  if (source != NULL)
    g_object_set (chooser, "source", source, NULL);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_data_chosen), self, 0);
  gtk_window_present (GTK_WINDOW (chooser));
}
