/* What is on screen as a file: copied here, drawn and written by a worker. */
#include "app/window-private.h"

#include <glib/gi18n.h>

#include "app/figure-copy.h"
#include "app/file-chooser.h"
#include "view/layers-figure.h"
#include "view/transfer-figure.h"

/* A double column of most journals, in points (183 mm). */
#define FIGURE_WIDTH 518.74
/* Of three charts beside each other. */
#define TRANSFER_HEIGHT 200.0

typedef struct {
  CollapsarFigureCopy *figure;   /* or */
  ViewTransfer *transfer;        /* with: */
  CollapsarTransfers *transfers; /* whose rows they are */
  GArray *rows;
  GFile *file;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;
  g_clear_pointer (&export->figure, collapsar_figure_copy_free);
  g_clear_pointer (&export->transfer, view_transfer_unref);
  g_clear_pointer (&export->rows, g_array_unref);
  g_clear_object (&export->transfers);
  g_clear_object (&export->file);
  g_free (export);
}

static gboolean
save (const Export *export, const char *path, GError **error)
{
  PlotFormat format;
  if (!plot_format_from_name (path, &format, error))
    return FALSE;
  if (export->transfer == NULL) {
    PlotFigure figure = *collapsar_figure_copy_figure (export->figure);
    figure.page.format = format;
    return plot_figure_save (&figure, path, error);
  }
  PlotPage page = PLOT_PAGE_INIT;
  page.format = format;
  page.width = FIGURE_WIDTH;
  page.height = TRANSFER_HEIGHT;
  g_autofree char *settings = view_transfer_figure_settings (export->rows);
  return view_transfer_figure_save (export->transfer, settings, &page, path, error);
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
  else if (save (export, path, &error))
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

/* Of the runs that have begun; the array is of const TrainingHistory, borrowed. */
static GPtrArray *
list_histories (GListModel *runs)
{
  GPtrArray *histories = g_ptr_array_new ();
  for (guint i = 0; i < g_list_model_get_n_items (runs); i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (runs, i);
    if (collapsar_session_history (run) != NULL)
      g_ptr_array_add (histories, collapsar_session_history (run));
  }
  return histories;
}

static gboolean
shows_findings (CollapsarWindow *self)
{
  return adw_view_stack_get_visible_child (self->views) == GTK_WIDGET (self->findings);
}

static gboolean
shows_transfer (CollapsarWindow *self)
{
  return adw_view_stack_get_visible_child (self->views) == GTK_WIDGET (self->transfer);
}

static gboolean
any_scatter (const GArray *panels)
{
  for (guint i = 0; i < panels->len; i++)
    if (g_array_index (panels, PlotPanel, i).kind == PLOT_PANEL_SCATTER)
      return TRUE;
  return FALSE;
}

/* The first of the findings, on a page as high as that takes; NULL when there is nothing. */
static CollapsarFigureCopy *
copy_findings (CollapsarWindow *self)
{
  const CollapsarFinding *finding = collapsar_findings_page_first (self->findings);
  g_autoptr (GArray) panels = collapsar_findings_page_panels (self->findings);
  g_autoptr (GPtrArray) histories = g_ptr_array_new ();
  if (panels->len == 0)
    return NULL;
  for (guint i = 0; i < finding->runs->len; i++) {
    CollapsarSession *run = finding->runs->pdata[i];
    if (run != NULL && collapsar_session_history (run) != NULL)
      g_ptr_array_add (histories, collapsar_session_history (run));
  }
  g_autofree char *settings
      = view_figure_settings ((const TrainingHistory *const *)histories->pdata, histories->len);
  g_autofree char *trained = collapsar_finding_trained (finding);
  g_autofree char *caption = g_strdup_printf (
      _ ("%s: %s. Small dots are single seeds; a marker is their mean, a bar its 95 %% "
         "confidence interval (Student’s t).%s"),
      regime_name (regime_comparison_base (finding->comparison)), trained,
      any_scatter (panels) ? _ (" Points over NC1 are means and standard deviations.") : "");
  PlotFigure figure = {
    .page = PLOT_PAGE_INIT,
    .panels = (const PlotPanel *)panels->data,
    .n_panels = panels->len,
    .columns = MIN (panels->len, 2),
    .caption = caption,
    .settings = settings,
  };
  figure.page.width = FIGURE_WIDTH;
  figure.page.height = plot_figure_fit_height (&figure);
  return collapsar_figure_copy_new (&figure);
}

/* All cards of the Layers view. */
static CollapsarFigureCopy *
copy_layers (CollapsarWindow *self)
{
  ViewLayers *view = collapsar_layers_view_get_view (collapsar_layers_page_cards (self->layers));
  if (view == NULL || view_layers_n_runs (view) == 0)
    return NULL;
  g_autoptr (GArray) panels = g_array_new (FALSE, TRUE, sizeof (PlotPanel));
  g_autoptr (GPtrArray) runs = list_histories (collapsar_stage_scenes (self->stage));
  const TrainingHistory *const *histories = (const TrainingHistory *const *)runs->pdata;
  g_autofree char *subject = view_figure_subject (histories, runs->len);
  g_autofree char *measured = view_layers_caption (view, TRUE, TRUE);
  g_autofree char *caption = g_strdup_printf (_ ("%s. %s"), subject, measured);
  g_autofree char *settings = view_figure_settings (histories, runs->len);
  view_layers_add_panels (view, VIEW_LAYERS_FIGURE_ALL, panels);
  PlotFigure figure = {
    .page = PLOT_PAGE_INIT,
    .panels = (const PlotPanel *)panels->data,
    .n_panels = panels->len,
    .caption = caption,
    .settings = settings,
  };
  figure.page.width = FIGURE_WIDTH;
  figure.columns = view_layers_figure_columns (VIEW_LAYERS_FIGURE_ALL, &figure.page);
  figure.page.height = view_layers_figure_height (view, VIEW_LAYERS_FIGURE_ALL, &figure.page);
  CollapsarFigureCopy *copy = collapsar_figure_copy_new (&figure);
  collapsar_figure_copy_hold (copy, view_layers_ref (view), (GDestroyNotify)view_layers_unref);
  return copy;
}

/* The visible view's panels on a page of its shape; NULL when there is nothing. */
static CollapsarFigureCopy *
copy_visible (CollapsarWindow *self)
{
  if (shows_findings (self))
    return copy_findings (self);
  if (adw_view_stack_get_visible_child (self->views) == GTK_WIDGET (self->layers))
    return copy_layers (self);
  GtkWidget *views = GTK_WIDGET (self->views);
  gboolean geometry = adw_view_stack_get_visible_child (self->views) == GTK_WIDGET (self->geometry);
  g_autoptr (GArray) panels = geometry ? collapsar_geometry_page_panels (self->geometry)
                                       : collapsar_curves_page_panels (self->curves);
  g_autoptr (GPtrArray) runs
      = list_histories (geometry ? collapsar_stage_scenes (self->stage) : collapsar_stage_runs (self->stage));
  const TrainingHistory *const *histories = (const TrainingHistory *const *)runs->pdata;
  /* A scene says its own epoch and metrics; the caption of curves says the last one's. */
  g_autofree char *caption
      = geometry ? view_figure_subject (histories, runs->len) : collapsar_curves_page_caption (self->curves);
  g_autofree char *settings = view_figure_settings (histories, runs->len);
  PlotFigure figure = {
    .page = PLOT_PAGE_INIT,
    .panels = (const PlotPanel *)panels->data,
    .n_panels = panels->len,
    .caption = caption,
    .settings = settings,
  };
  figure.page.width = FIGURE_WIDTH;
  figure.page.height = FIGURE_WIDTH * gtk_widget_get_height (views) / MAX (gtk_widget_get_width (views), 1);
  return collapsar_figure_copy_new (&figure);
}

static void
on_chosen (GFile *file, gpointer user_data)
{
  CollapsarWindow *self = user_data;
  if (file != NULL)
    collapsar_window_export_to (self, file);
}

void
collapsar_window_export_to (CollapsarWindow *self, GFile *file)
{
  ViewTransfer *transfer = shows_transfer (self) ? collapsar_transfer_page_view (self->transfer) : NULL;
  CollapsarFigureCopy *figure = shows_transfer (self) ? NULL : copy_visible (self);
  if (figure == NULL && transfer == NULL) {
    collapsar_window_toast (self, _ ("There is nothing to export here yet"));
    return;
  }
  Export *export = g_new0 (Export, 1);
  export->figure = figure;
  if (transfer != NULL) {
    CollapsarTransfers *transfers = collapsar_study_transfers (self->study);
    export->transfer = view_transfer_ref (transfer);
    export->transfers = g_object_ref (transfers);
    export->rows = g_array_ref (collapsar_transfers_rows (transfers));
  }
  export->file = g_object_ref (file);
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_written, NULL);
  g_task_set_name (task, "CollapsarExport");
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, write_figure);
}

/* "watch-collapse-happen-epoch-83.pdf", "three-optimisers-findings.pdf" */
static char *
suggest_name (CollapsarWindow *self)
{
  const CollapsarFinding *finding
      = shows_findings (self) ? collapsar_findings_page_first (self->findings) : NULL;
  const Regime *regime = finding != NULL ? regime_comparison_base (finding->comparison)
                                         : collapsar_session_regime (self->session);
  g_autofree char *name = g_str_to_ascii (regime_name (regime), NULL);
  g_autofree char *lower = g_ascii_strdown (*name == '\0' ? "regime" : name, -1);
  g_strcanon (lower, "abcdefghijklmnopqrstuvwxyz0123456789", '-');
  if (finding != NULL)
    return g_strdup_printf ("%s-findings.pdf", lower);
  if (shows_transfer (self))
    return g_strdup_printf ("%s-transfer.pdf", lower);
  return g_strdup_printf ("%s-epoch-%.0f.pdf", lower, collapsar_session_get_epoch (self->session));
}

void
collapsar_window_export (CollapsarWindow *self)
{
  const char *patterns[] = { _ ("PDF"), "*.pdf", _ ("SVG"), "*.svg", _ ("PNG"), "*.png", NULL };
  g_autofree char *name = suggest_name (self);
  CollapsarFileRequest request = { COLLAPSAR_FILE_SAVE, _ ("Export Figure"), name, patterns };
  collapsar_file_choose (GTK_WIDGET (self), &request, on_chosen, self);
}
