/* What is on screen, on paper: the same drawing as in files, at its size where the sheet is as large. */
#include "app/window-private.h"

#include <glib/gi18n.h>

#include "app/page-choice.h"

typedef struct {
  CollapsarWindow *window; /* while it is there */
  CollapsarFigureSource *source;
  CollapsarPageChoice choice;
} Printing;

static void
printing_free (gpointer data, GClosure *closure)
{
  Printing *printing = data;
  g_clear_weak_pointer (&printing->window);
  collapsar_figure_source_unref (printing->source);
  collapsar_page_choice_clear (&printing->choice);
  g_free (printing);
}

typedef struct {
  CollapsarFigureSource *source;
  CollapsarPageChoice choice;
  GtkPrintContext *context;
} Sheet;

static void
sheet_free (gpointer data)
{
  Sheet *sheet = data;
  collapsar_figure_source_unref (sheet->source);
  collapsar_page_choice_clear (&sheet->choice);
  g_object_unref (sheet->context);
  g_free (sheet);
}

/* From the upper left corner of what the printer reaches, smaller where it is larger than that. The context's
 * unit is the point. */
static void
draw_sheet (GTask *task, gpointer object, gpointer data, GCancellable *cancellable)
{
  Sheet *sheet = data;
  cairo_t *cr = gtk_print_context_get_cairo_context (sheet->context);
  const PlotPage page = collapsar_figure_source_fit (sheet->source, &sheet->choice.page);
  double across = gtk_print_context_get_width (sheet->context) / page.width;
  double down = gtk_print_context_get_height (sheet->context) / page.height;
  double scale = MIN (1, MIN (across, down));
  cairo_save (cr);
  cairo_scale (cr, scale, scale);
  collapsar_figure_source_draw (sheet->source, &page, cr);
  cairo_restore (cr);
  g_task_return_boolean (task, TRUE);
}

static void
on_sheet_drawn (GObject *operation, GAsyncResult *result, gpointer user_data)
{
  gtk_print_operation_draw_page_finish (GTK_PRINT_OPERATION (operation));
}

/* A worker draws, and the window goes on; the context is the worker's until it has finished. */
static void
on_draw_page (GtkPrintOperation *operation, GtkPrintContext *context, int number, gpointer user_data)
{
  const Printing *printing = user_data;
  Sheet *sheet = g_new0 (Sheet, 1);
  sheet->source = collapsar_figure_source_ref (printing->source);
  collapsar_page_choice_copy (&sheet->choice, &printing->choice);
  sheet->context = g_object_ref (context);
  gtk_print_operation_set_defer_drawing (operation);
  g_autoptr (GTask) task = g_task_new (operation, NULL, on_sheet_drawn, NULL);
  g_task_set_name (task, "CollapsarPrint");
  g_task_set_task_data (task, sheet, sheet_free);
  g_task_run_in_thread (task, draw_sheet);
}

static void
on_done (GtkPrintOperation *operation, GtkPrintOperationResult result, gpointer user_data)
{
  const Printing *printing = user_data;
  g_autoptr (GError) error = NULL;
  if (result != GTK_PRINT_OPERATION_RESULT_ERROR || printing->window == NULL)
    return;
  gtk_print_operation_get_error (operation, &error);
  g_autofree char *title = g_strdup_printf (_ ("The figure was not printed: %s"), error->message);
  collapsar_window_toast (printing->window, title);
}

/* path: of a PDF file in place of a printer, or NULL. */
static void
print (CollapsarWindow *self, const char *path)
{
  CollapsarFigureSource *source = collapsar_window_figure (self);
  if (source == NULL) {
    collapsar_window_toast (self, _ ("There is nothing to print here yet"));
    return;
  }
  Printing *printing = g_new0 (Printing, 1);
  g_autoptr (GtkPrintOperation) operation = gtk_print_operation_new ();
  g_autoptr (GError) error = NULL;
  printing->source = source;
  g_set_weak_pointer (&printing->window, self);
  collapsar_page_choice_read (&printing->choice, self->settings);
  gtk_print_operation_set_job_name (operation, collapsar_figure_source_get_name (source));
  gtk_print_operation_set_n_pages (operation, 1);
  gtk_print_operation_set_unit (operation, GTK_UNIT_POINTS);
  gtk_print_operation_set_allow_async (operation, TRUE);
  if (path != NULL)
    gtk_print_operation_set_export_filename (operation, path);
  g_signal_connect (operation, "draw-page", G_CALLBACK (on_draw_page), printing);
  g_signal_connect_data (operation, "done", G_CALLBACK (on_done), printing, printing_free, 0);
  gtk_print_operation_run (
      operation, path != NULL ? GTK_PRINT_OPERATION_ACTION_EXPORT : GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG,
      GTK_WINDOW (self), &error);
  if (error != NULL)
    collapsar_window_toast (self, error->message);
}

void
collapsar_window_print (CollapsarWindow *self)
{
  print (self, NULL);
}

void
collapsar_window_print_to (CollapsarWindow *self, const char *path)
{
  print (self, path);
}
