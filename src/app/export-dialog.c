#include "app/export-dialog.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/file-chooser.h"
#include "app/page-preview.h"
#include "app/panel-list.h"

/* From a choice to the page on screen: one is drawn at a time, in a thread; what was chosen meanwhile is
 * drawn next. */

struct _CollapsarExportDialog {
  AdwWindow parent_instance;

  GtkToggleButton *formats[4]; /* in the order of PlotFormat */
  GtkToggleButton *themes[4];  /* in that of theme_kinds */
  AdwComboRow *size;
  GtkSpinButton *width;
  GtkSpinButton *height;
  GtkSpinButton *resolution;
  GtkWidget *resolution_row;
  AdwComboRow *font;
  GtkSpinButton *font_size;
  GtkSpinButton *line_width;
  GtkSwitch *outlines;
  GtkWidget *outlines_row;
  GtkSwitch *legend;
  GtkSwitch *letters;
  GtkSwitch *data;
  CollapsarPanelList *panels;
  GtkWidget *epochs;
  GtkSwitch *by_epoch;
  CollapsarPagePreview *preview;
  GtkLabel *facts;
  GtkLabel *command;
  GtkLabel *verdict;

  CollapsarFigureSource *source;
  GSettings *settings; /* or NULL */
  CollapsarPageChoice choice;
  PlotPage shown;   /* as it was drawn last, with its height */
  gboolean filling; /* the controls are being set to the choice */
  gboolean drawing; /* a thread is at it */
  gboolean stale;   /* and what it draws is not what is wanted any more */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CollapsarExportDialog, collapsar_export_dialog, ADW_TYPE_WINDOW)

/* Of a page, mm. */
#define LEAST_HEIGHT 10.0

static guint chosen_signal;

static const char *const format_ids[] = { "pdf", "svg", "png", "tex" };
static const char *const theme_ids[] = { "print", "grey", "light", "dark" };
static const PlotThemeKind theme_kinds[]
    = { PLOT_THEME_PRINT, PLOT_THEME_GREY, PLOT_THEME_LIGHT, PLOT_THEME_DARK };
/* What journals and their readers have, as far as this machine has it; the first is the theme's own. */
static const char *const fonts[]
    = { "Nimbus Sans",      "Liberation Sans", "DejaVu Sans",        "Cantarell",        "Nimbus Roman",
        "Liberation Serif", "DejaVu Serif",    "Latin Modern Roman", "Latin Modern Sans" };

static void update_preview (CollapsarExportDialog *self);

/* Words about the page */

static char *
describe_file (const PlotPage *page)
{
  switch (page->format) {
  case PLOT_FORMAT_SVG:
    return g_strdup (page->outlines ? _ ("vector, text as outlines") : _ ("vector, text as text"));
  case PLOT_FORMAT_PNG:
    return g_strdup_printf (_ ("%.0f × %.0f pixels"), page->width * page->dpi / 72,
                            page->height * page->dpi / 72);
  case PLOT_FORMAT_TEX:
    return g_strdup (_ ("picture, and text for LaTeX"));
  default:
    return g_strdup (_ ("vector, fonts embedded"));
  }
}

static void
update_facts (CollapsarExportDialog *self)
{
  const PlotPage *page = &self->shown;
  double share = collapsar_page_preview_get_share (self->preview);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *file = NULL, *command = NULL, *name = NULL;
  if (page->width > 0) {
    PlotPage described = *page;
    described.format = self->choice.page.format;
    described.outlines = self->choice.page.outlines;
    described.dpi = self->choice.page.dpi;
    file = describe_file (&described);
    g_string_printf (text, _ ("%.4g × %.4g mm · %s"), page->width / PLOT_POINTS_PER_MM,
                     page->height / PLOT_POINTS_PER_MM, file);
    g_string_append (text, share > 0.995 ? _ (" · true size") : "");
    if (share <= 0.995)
      g_string_append_printf (text, _ (" · shown at %.0f %%"), 100 * share);
  }
  gtk_label_set_label (self->facts, text->str);
  name = g_strdup_printf ("%s.%s", collapsar_figure_source_get_name (self->source),
                          format_ids[self->choice.page.format]);
  command = collapsar_figure_source_command (self->source, &self->choice.page, name);
  gtk_label_set_label (
      self->command,
      command != NULL ? command
                      : _ ("There is no command line for it: not all of its runs are stored and finished."));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "figure.copy-command", command != NULL);
}

/* What is wrong with the page by a journal's rules; NULL for nothing. */
static char *
find_fault (CollapsarExportDialog *self, const PlotPageSize *size)
{
  double height = self->shown.height / PLOT_POINTS_PER_MM;
  double smallest = self->choice.page.font_size * 8 / 9;
  if (size->most_height > 0 && height > size->most_height + 0.05)
    return g_strdup_printf (_ ("%s allows %.4g mm of height"), _ (size->name), size->most_height);
  if (size->least_font_size > 0 && smallest < size->least_font_size)
    return g_strdup_printf (_ ("%s asks for text of %.4g pt and more; that of axes is %.2g"), _ (size->name),
                            size->least_font_size, smallest);
  return NULL;
}

/* Whether the page is what the chosen journal takes; of one without rules nothing. */
static void
update_verdict (CollapsarExportDialog *self)
{
  const PlotPageSize *size = plot_page_size_find (self->choice.size);
  gboolean rules = size != NULL && (size->most_height > 0 || size->least_font_size > 0);
  g_autofree char *fault = rules ? find_fault (self, size) : NULL;
  g_autofree char *fits = rules ? g_strdup_printf (_ ("✓ Fits %s"), _ (size->name)) : g_strdup ("");
  const char *styles[] = { "caption", fault != NULL ? "warning" : "success", NULL };
  gtk_label_set_label (self->verdict, fault != NULL ? fault : fits);
  gtk_widget_set_css_classes (GTK_WIDGET (self->verdict), styles);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), rules);
}

/* A height of 0 is the one that the panels take, which is shown as it is. */
static gboolean
on_height_output (GtkSpinButton *height, gpointer user_data)
{
  CollapsarExportDialog *self = user_data;
  if (gtk_spin_button_get_value (height) > 0)
    return FALSE;
  g_autofree char *text = g_strdup_printf (_ ("%.1f (auto)"), self->shown.height / PLOT_POINTS_PER_MM);
  gtk_editable_set_text (GTK_EDITABLE (height), text);
  return TRUE;
}

/* Drawing */

typedef struct {
  CollapsarFigureSource *source;
  CollapsarPageChoice choice;
  double scale;
  PlotPage page; /* as it was drawn */
} Drawing;

static void
drawing_free (gpointer data)
{
  Drawing *drawing = data;
  collapsar_figure_source_unref (drawing->source);
  collapsar_page_choice_clear (&drawing->choice);
  g_free (drawing);
}

static void
draw (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Drawing *drawing = data;
  drawing->page = collapsar_figure_source_fit (drawing->source, &drawing->choice.page);
  g_task_return_pointer (
      task, collapsar_figure_source_render (drawing->source, &drawing->page, drawing->scale), g_object_unref);
}

static void
on_drawn (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CollapsarExportDialog *self = user_data;
  const Drawing *drawing = g_task_get_task_data (G_TASK (result));
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), NULL);
  if (texture == NULL)
    return; /* the dialogue is gone */
  self->drawing = FALSE;
  self->shown = drawing->page;
  self->shown.font = NULL;
  /* A height that was chosen for the panels is seen in its field. */
  if (self->choice.page.height == 0)
    on_height_output (self->height, self);
  collapsar_page_preview_set_texture (self->preview, texture);
  collapsar_page_preview_set_page (self->preview, self->shown.width, self->shown.height);
  update_facts (self);
  update_verdict (self);
  if (self->stale)
    update_preview (self);
}

static void
update_preview (CollapsarExportDialog *self)
{
  double scale;
  if (self->source == NULL)
    return;
  g_object_get (self->preview, "scale", &scale, NULL);
  self->stale = self->drawing;
  if (self->drawing || scale == 0)
    return;
  Drawing *drawing = g_new0 (Drawing, 1);
  drawing->source = collapsar_figure_source_ref (self->source);
  collapsar_page_choice_copy (&drawing->choice, &self->choice);
  drawing->scale = scale;
  self->drawing = TRUE;
  /* Which does not hold the dialogue: that must not outlive the window that it is in front of. */
  g_autoptr (GTask) task = g_task_new (NULL, self->cancellable, on_drawn, self);
  g_task_set_name (task, "CollapsarPreview");
  g_task_set_task_data (task, drawing, drawing_free);
  g_task_run_in_thread (task, draw);
}

/* Controls */

static void
read_toggles (CollapsarExportDialog *self)
{
  PlotPage *page = &self->choice.page;
  for (guint i = 0; i < G_N_ELEMENTS (self->formats); i++) {
    if (gtk_toggle_button_get_active (self->formats[i]))
      page->format = (PlotFormat)i;
    if (gtk_toggle_button_get_active (self->themes[i]))
      page->theme = theme_kinds[i];
  }
}

static void
read_font (CollapsarExportDialog *self)
{
  guint selected = adw_combo_row_get_selected (self->font);
  GtkStringList *names = GTK_STRING_LIST (adw_combo_row_get_model (self->font));
  const char *name = selected == 0 || selected == GTK_INVALID_LIST_POSITION
                         ? NULL
                         : gtk_string_list_get_string (names, selected);
  g_free (self->choice.font);
  self->choice.font = g_strdup (name);
  self->choice.page.font = self->choice.font;
}

/* The choice as the controls have it. */
static void
on_changed (CollapsarExportDialog *self)
{
  PlotPage *page = &self->choice.page;
  if (self->filling)
    return;
  read_toggles (self);
  read_font (self);
  page->width = gtk_spin_button_get_value (self->width) * PLOT_POINTS_PER_MM;
  page->height = gtk_spin_button_get_value (self->height) * PLOT_POINTS_PER_MM;
  page->dpi = gtk_spin_button_get_value (self->resolution);
  page->font_size = gtk_spin_button_get_value (self->font_size);
  page->line_width = gtk_spin_button_get_value (self->line_width);
  page->outlines = gtk_switch_get_active (self->outlines);
  page->legend = gtk_switch_get_active (self->legend);
  page->letters = gtk_switch_get_active (self->letters);
  page->data = gtk_switch_get_active (self->data);
  gtk_widget_set_visible (self->resolution_row, page->format == PLOT_FORMAT_PNG);
  gtk_widget_set_visible (self->outlines_row, page->format == PLOT_FORMAT_SVG);
  update_facts (self);
  update_preview (self);
}

/* From the height that was automatic it goes on, and not from 0; less than a page can have is automatic. */
static void
correct_height (CollapsarExportDialog *self)
{
  double height = gtk_spin_button_get_value (self->height), before = self->choice.page.height;
  if (height == 0 || height >= LEAST_HEIGHT)
    return;
  self->filling = TRUE;
  gtk_spin_button_set_value (self->height,
                             before == 0 ? round (self->shown.height / PLOT_POINTS_PER_MM) + height : 0);
  self->filling = FALSE;
}

/* Another width or height is nobody's size. */
static void
on_size_changed (CollapsarExportDialog *self)
{
  gsize n;
  if (self->filling)
    return;
  correct_height (self);
  plot_page_sizes (&n);
  self->filling = TRUE;
  adw_combo_row_set_selected (self->size, (guint)n);
  self->filling = FALSE;
  g_free (self->choice.size);
  self->choice.size = g_strdup ("custom");
  on_changed (self);
}

/* A size brings its width, height, type and lines. */
static void
on_preset_changed (CollapsarExportDialog *self)
{
  gsize n;
  const PlotPageSize *sizes = plot_page_sizes (&n);
  guint selected = adw_combo_row_get_selected (self->size);
  if (self->filling || selected >= n) {
    if (!self->filling)
      on_size_changed (self);
    return;
  }
  g_free (self->choice.size);
  self->choice.size = g_strdup (sizes[selected].key);
  self->filling = TRUE;
  gtk_spin_button_set_value (self->width, sizes[selected].width);
  gtk_spin_button_set_value (self->height, sizes[selected].height);
  gtk_spin_button_set_value (self->font_size, sizes[selected].font_size);
  gtk_spin_button_set_value (self->line_width, sizes[selected].line_width);
  self->filling = FALSE;
  on_changed (self);
}

/* A number, or anything else for what fits. */
static int
on_height_input (GtkSpinButton *height, double *value, gpointer user_data)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (height));
  char *end;
  *value = g_strtod (text, &end);
  /* "74.2 (auto)" is none that was asked for. */
  if (end == text || strchr (text, '(') != NULL)
    *value = 0;
  return TRUE;
}

static void
fill_sizes (CollapsarExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gsize n, selected;
  const PlotPageSize *sizes = plot_page_sizes (&n);
  selected = n;
  for (gsize i = 0; i < n; i++) {
    gtk_string_list_append (names, _ (sizes[i].name));
    if (g_strcmp0 (sizes[i].key, self->choice.size) == 0)
      selected = i;
  }
  gtk_string_list_append (names, _ ("Custom"));
  adw_combo_row_set_model (self->size, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->size, (guint)selected);
}

static void
fill_fonts (CollapsarExportDialog *self)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = 0;
  gboolean listed = self->choice.font == NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (fonts); i++) {
    if (i > 0 && !plot_has_font (fonts[i]))
      continue;
    if (g_strcmp0 (fonts[i], self->choice.font) == 0) {
      selected = g_list_model_get_n_items (G_LIST_MODEL (names));
      listed = TRUE;
    }
    gtk_string_list_append (names, fonts[i]);
  }
  if (!listed) {
    selected = g_list_model_get_n_items (G_LIST_MODEL (names));
    gtk_string_list_append (names, self->choice.font);
  }
  adw_combo_row_set_model (self->font, G_LIST_MODEL (names));
  adw_combo_row_set_selected (self->font, selected);
}

/* The controls as the choice has it. */
static void
fill (CollapsarExportDialog *self)
{
  const PlotPage *page = &self->choice.page;
  self->filling = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (self->formats); i++) {
    gtk_toggle_button_set_active (self->formats[i], page->format == (PlotFormat)i);
    gtk_toggle_button_set_active (self->themes[i], page->theme == theme_kinds[i]);
  }
  fill_sizes (self);
  fill_fonts (self);
  gtk_spin_button_set_value (self->width, page->width / PLOT_POINTS_PER_MM);
  gtk_spin_button_set_value (self->height, page->height / PLOT_POINTS_PER_MM);
  gtk_spin_button_set_value (self->resolution, page->dpi);
  gtk_spin_button_set_value (self->font_size, page->font_size);
  gtk_spin_button_set_value (self->line_width, page->line_width);
  gtk_switch_set_active (self->outlines, page->outlines);
  gtk_switch_set_active (self->legend, page->legend);
  gtk_switch_set_active (self->letters, page->letters);
  gtk_switch_set_active (self->data, page->data);
  self->filling = FALSE;
  on_changed (self);
}

static void
on_panels_changed (CollapsarExportDialog *self)
{
  update_facts (self);
  update_preview (self);
}

static void
on_by_epoch (CollapsarExportDialog *self)
{
  collapsar_figure_source_set_by_epoch (self->source, gtk_switch_get_active (self->by_epoch));
  on_panels_changed (self);
}

/* Actions */

static void
on_file (GFile *file, gpointer user_data)
{
  CollapsarExportDialog *self = user_data;
  if (file == NULL)
    return;
  g_signal_emit (self, chosen_signal, 0, file);
  gtk_window_close (GTK_WINDOW (self));
}

static void
export_figure (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarExportDialog *self = COLLAPSAR_EXPORT_DIALOG (widget);
  const char *format = format_ids[self->choice.page.format];
  g_autofree char *file = g_strdup_printf ("%s.%s", collapsar_figure_source_get_name (self->source), format);
  g_autofree char *pattern = g_strdup_printf ("*.%s", format);
  const char *patterns[]
      = { gtk_button_get_label (GTK_BUTTON (self->formats[self->choice.page.format])), pattern, NULL };
  const CollapsarFileRequest request = { COLLAPSAR_FILE_SAVE, _ ("Export Figure"), file, patterns };
  collapsar_file_choose (widget, &request, on_file, self);
}

static void
copy_command (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarExportDialog *self = COLLAPSAR_EXPORT_DIALOG (widget);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), gtk_label_get_label (self->command));
}

static void
collapsar_export_dialog_dispose (GObject *object)
{
  CollapsarExportDialog *self = COLLAPSAR_EXPORT_DIALOG (object);
  if (self->source != NULL)
    collapsar_page_choice_write (&self->choice, self->settings);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->source, collapsar_figure_source_unref);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (collapsar_export_dialog_parent_class)->dispose (object);
}

static void
collapsar_export_dialog_finalize (GObject *object)
{
  CollapsarExportDialog *self = COLLAPSAR_EXPORT_DIALOG (object);
  collapsar_page_choice_clear (&self->choice);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (collapsar_export_dialog_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, size);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, width);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, height);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, resolution);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, resolution_row);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, font);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, font_size);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, line_width);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, outlines);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, outlines_row);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, legend);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, letters);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, data);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, panels);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, epochs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, by_epoch);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, facts);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, command);
  gtk_widget_class_bind_template_child (widget_class, CollapsarExportDialog, verdict);
  for (guint i = 0; i < G_N_ELEMENTS (format_ids); i++) {
    gtk_widget_class_bind_template_child_full (widget_class, format_ids[i], FALSE,
                                               G_STRUCT_OFFSET (CollapsarExportDialog, formats)
                                                   + i * (gssize)sizeof (GtkToggleButton *));
    gtk_widget_class_bind_template_child_full (widget_class, theme_ids[i], FALSE,
                                               G_STRUCT_OFFSET (CollapsarExportDialog, themes)
                                                   + i * (gssize)sizeof (GtkToggleButton *));
  }
}

static void
collapsar_export_dialog_class_init (CollapsarExportDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->dispose = collapsar_export_dialog_dispose;
  object_class->finalize = collapsar_export_dialog_finalize;
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_FILE);

  g_type_ensure (COLLAPSAR_TYPE_PAGE_PREVIEW);
  g_type_ensure (COLLAPSAR_TYPE_PANEL_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/export-dialog.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_size_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_preset_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_panels_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_by_epoch);
  gtk_widget_class_bind_template_callback (widget_class, on_height_output);
  gtk_widget_class_bind_template_callback (widget_class, on_height_input);
  gtk_widget_class_bind_template_callback (widget_class, update_preview);
  gtk_widget_class_install_action (widget_class, "figure.export", NULL, export_figure);
  gtk_widget_class_install_action (widget_class, "figure.copy-command", NULL, copy_command);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_e, GDK_CONTROL_MASK, "figure.export", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "figure.copy-command", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
collapsar_export_dialog_init (CollapsarExportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

CollapsarExportDialog *
collapsar_export_dialog_new (CollapsarFigureSource *source, GSettings *settings)
{
  g_return_val_if_fail (source != NULL, NULL);

  CollapsarExportDialog *self = g_object_new (COLLAPSAR_TYPE_EXPORT_DIALOG, NULL);
  self->source = collapsar_figure_source_ref (source);
  self->settings = settings == NULL ? NULL : g_object_ref (settings);
  collapsar_panel_list_set_source (self->panels, source);
  gtk_widget_set_visible (self->epochs, collapsar_figure_source_has_epochs (source));
  collapsar_page_choice_read (&self->choice, settings);
  self->shown = self->choice.page;
  self->shown.font = NULL;
  /* A page of some height, until it is known, so that there is a scale. */
  if (self->shown.height == 0)
    self->shown.height = 0.6 * self->shown.width;
  collapsar_page_preview_set_page (self->preview, self->shown.width, self->shown.height);
  fill (self);
  return self;
}

const CollapsarPageChoice *
collapsar_export_dialog_get_choice (CollapsarExportDialog *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_EXPORT_DIALOG (self), NULL);

  return &self->choice;
}

CollapsarFigureSource *
collapsar_export_dialog_get_source (CollapsarExportDialog *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_EXPORT_DIALOG (self), NULL);

  return self->source;
}

GdkTexture *
collapsar_export_dialog_get_preview (CollapsarExportDialog *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_EXPORT_DIALOG (self), NULL);

  return collapsar_page_preview_get_texture (self->preview);
}
