/* What is on screen, on the clipboard: made by a worker, once, in all its formats. */
#include "app/window-private.h"

#include <glib/gi18n.h>

#include "app/page-choice.h"

typedef struct {
  CollapsarFigureSource *source;
  CollapsarPageChoice choice;
} Copying;

static void
copying_free (gpointer data)
{
  Copying *copying = data;
  collapsar_figure_source_unref (copying->source);
  collapsar_page_choice_clear (&copying->choice);
  g_free (copying);
}

static GdkContentProvider *
provide (const Copying *copying, PlotFormat format, const char *type, GError **error)
{
  PlotPage page = copying->choice.page;
  page.format = format;
  g_autoptr (GBytes) bytes = collapsar_figure_source_to_bytes (copying->source, &page, error);
  return bytes == NULL ? NULL : gdk_content_provider_new_for_bytes (type, bytes);
}

static void
make_content (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  const Copying *copying = data;
  const PlotPage *page = &copying->choice.page;
  g_autoptr (GError) error = NULL;
  GdkContentProvider *svg = provide (copying, PLOT_FORMAT_SVG, "image/svg+xml", &error);
  GdkContentProvider *pdf
      = svg == NULL ? NULL : provide (copying, PLOT_FORMAT_PDF, "application/pdf", &error);
  if (pdf == NULL) {
    g_clear_object (&svg);
    g_task_return_error (task, g_steal_pointer (&error));
    return;
  }
  g_autoptr (GdkTexture) texture = collapsar_figure_source_render (copying->source, page, page->dpi / 72);
  /* A program that takes several prefers the first. */
  GdkContentProvider *contents[] = { gdk_content_provider_new_typed (GDK_TYPE_TEXTURE, texture), svg, pdf };
  g_task_return_pointer (task, gdk_content_provider_new_union (contents, G_N_ELEMENTS (contents)),
                         g_object_unref);
}

static void
on_made (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkContentProvider) content = g_task_propagate_pointer (G_TASK (result), &error);
  if (content != NULL) {
    gdk_clipboard_set_content (gtk_widget_get_clipboard (GTK_WIDGET (self)), content);
    collapsar_window_toast (self, _ ("Figure copied"));
  } else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    collapsar_window_toast (self, error->message);
  }
}

void
collapsar_window_copy_figure (CollapsarWindow *self)
{
  CollapsarFigureSource *source = collapsar_window_figure (self);
  if (source == NULL) {
    collapsar_window_toast (self, _ ("There is nothing to copy here yet"));
    return;
  }
  Copying *copying = g_new0 (Copying, 1);
  copying->source = source;
  collapsar_page_choice_read (&copying->choice, self->settings);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_made, NULL);
  g_task_set_name (task, "CollapsarCopy");
  g_task_set_task_data (task, copying, copying_free);
  g_task_run_in_thread (task, make_content);
}
