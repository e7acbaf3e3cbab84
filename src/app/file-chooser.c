#include "app/file-chooser.h"

#include <glib/gi18n.h>

typedef struct {
  CollapsarFileFunc func;
  gpointer user_data;
} Answer;

static void
on_response (GtkNativeDialog *dialog, int response, gpointer user_data)
{
  Answer *answer = user_data;
  g_autoptr (GFile) file
      = response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog)) : NULL;
  answer->func (file, answer->user_data);
  g_signal_handlers_disconnect_by_data (dialog, answer);
  gtk_native_dialog_destroy (dialog);
}

static void
add_filters (GtkFileChooser *chooser, const char *const *patterns)
{
  for (; patterns != NULL && patterns[0] != NULL; patterns += 2) {
    g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
    gtk_file_filter_set_name (filter, patterns[0]);
    gtk_file_filter_add_pattern (filter, patterns[1]);
    gtk_file_chooser_add_filter (chooser, filter);
  }
}

static void
answer_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

void
collapsar_file_choose (GtkWidget *parent,
                       const CollapsarFileRequest *request,
                       CollapsarFileFunc func,
                       gpointer user_data)
{
  static const GtkFileChooserAction kinds[]
      = { GTK_FILE_CHOOSER_ACTION_OPEN, GTK_FILE_CHOOSER_ACTION_SAVE, GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER };
  GtkWindow *window = GTK_WINDOW (gtk_widget_get_root (parent));
  GtkFileChooserNative *native = gtk_file_chooser_native_new (
      request->title, window, kinds[request->kind],
      request->kind == COLLAPSAR_FILE_SAVE ? _ ("_Save") : _ ("_Open"), _ ("_Cancel"));
  Answer answer = { func, user_data };
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (native), TRUE);
  if (request->name != NULL)
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (native), request->name);
  add_filters (GTK_FILE_CHOOSER (native), request->patterns);
  g_signal_connect_data (native, "response", G_CALLBACK (on_response), g_memdup2 (&answer, sizeof answer),
                         answer_free, 0);
  /* The parent holds the dialogue: it must outlive this call, and goes with the parent. */
  g_object_set_data_full (G_OBJECT (parent), "collapsar-file-chooser", native, g_object_unref);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (native));
}
