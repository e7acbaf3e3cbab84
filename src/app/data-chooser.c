#include "app/data-chooser.h"

#include <glib/gi18n.h>

#include "app/class-row.h"
#include "app/data-preview.h"
#include "app/file-chooser.h"
#include "app/source-list.h"

/* From a selection to the screen: one set is loaded at a time, in a thread; what was selected meanwhile is
 * loaded next, so that running through the list never holds more than one set in memory. Rows exist for the
 * classes in view only (GtkListView), and so do the pictures in them. */

struct _CollapsarDataChooser {
  AdwWindow parent_instance;

  CollapsarSourceList *sources;
  GtkStack *stack;
  GtkSpinner *spinner;
  AdwStatusPage *trouble;
  GtkLabel *heading;
  GtkToggleButton *used_toggle;
  GtkLabel *n_train;
  GtkLabel *n_test;
  GtkLabel *shape;
  GtkLabel *shape_caption;
  GtkLabel *n_classes;
  GtkWidget *coarse_box;
  GtkLabel *n_coarse;
  GtkLabel *balance;
  GtkStack *classes_stack;
  AdwStatusPage *refusal;
  GtkLabel *samples_caption;
  GtkListView *classes;

  Regime *regime;
  CollapsarDataState state;
  gboolean as_used;
  CollapsarDataPreview *preview; /* while SHOWN */
  GtkStringList *names;          /* of the classes in the list */
  gboolean loading;              /* a thread is at it */
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CollapsarDataChooser, collapsar_data_chooser, ADW_TYPE_WINDOW)

enum {
  PROP_SOURCE = 1,
  PROP_STATE,
  PROP_AS_USED,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CHOSEN,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
set_state (CollapsarDataChooser *self, CollapsarDataState state)
{
  static const char *const pages[] = { "loading", "preview", "trouble", "trouble" };
  gtk_stack_set_visible_child_name (self->stack, pages[state]);
  gtk_spinner_set_spinning (self->spinner, state == COLLAPSAR_DATA_LOADING);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "data.use", state == COLLAPSAR_DATA_SHOWN);
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
show_trouble (CollapsarDataChooser *self, CollapsarDataState state, const char *what, const char *why)
{
  g_autofree char *title = g_strdup_printf (what, collapsar_source_list_get_title (self->sources));
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped = g_markup_escape_text (why, -1);
  adw_status_page_set_title (self->trouble, escaped_title);
  adw_status_page_set_description (self->trouble, escaped);
  set_state (self, state);
}

/* The summary. */

static void
set_number (GtkLabel *label, gsize number)
{
  g_autofree char *text = g_strdup_printf ("%'" G_GSIZE_FORMAT, number);
  gtk_label_set_label (label, text);
}

static void
show_shape (CollapsarDataChooser *self)
{
  DatasetShape shape = self->preview->shape;
  g_autofree char *size = self->preview->images ? g_strdup_printf ("%u × %u", shape.height, shape.width)
                          : shape.height == 1 && shape.width == 1
                              ? g_strdup_printf ("%u", shape.channels)
                              : g_strdup_printf ("%u × %u × %u", shape.height, shape.width, shape.channels);
  gtk_label_set_label (self->shape, size);
  gtk_label_set_label (self->shape_caption, !self->preview->images ? _ ("values each")
                                            : shape.channels == 3  ? _ ("colour pixels")
                                                                   : _ ("grey pixels"));
}

static void
show_balance (CollapsarDataChooser *self, const CollapsarDataLabelling *labelling)
{
  gsize least = labelling->most;
  for (guint k = 0; k < labelling->n_classes; k++)
    least = MIN (least, labelling->classes[k].n_train);
  g_autofree char *text = least == 0
                              ? g_strdup ("–")
                              : g_strdup_printf (_ ("%.3g : 1"), (double)labelling->most / (double)least);
  gtk_label_set_label (self->balance, text);
}

static void
show_names (CollapsarDataChooser *self, const CollapsarDataLabelling *labelling)
{
  g_autofree const char **names = g_new0 (const char *, labelling->n_classes + 1);
  for (guint k = 0; k < labelling->n_classes; k++)
    names[k] = labelling->classes[k].name;
  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)), names);
}

static const CollapsarDataLabelling *
labelling_shown (CollapsarDataChooser *self)
{
  return self->as_used && self->preview->used != NULL ? self->preview->used : self->preview->raw;
}

static void
show_labelling (CollapsarDataChooser *self)
{
  const CollapsarDataLabelling *labelling = labelling_shown (self);
  gboolean refused = self->as_used && self->preview->used == NULL;
  set_number (self->n_train, labelling->n_train);
  set_number (self->n_test, labelling->n_test);
  set_number (self->n_classes, labelling->n_classes);
  set_number (self->n_coarse, self->preview->n_coarse);
  gtk_widget_set_visible (self->coarse_box, labelling == self->preview->raw && self->preview->n_coarse > 0);
  show_balance (self, labelling);
  show_names (self, labelling);
  gtk_stack_set_visible_child_name (self->classes_stack, refused ? "refused" : "list");
  if (!refused)
    return;
  g_autofree char *why = g_markup_escape_text (self->preview->used_error->message, -1);
  adw_status_page_set_description (self->refusal, why);
}

static void
show_preview (CollapsarDataChooser *self)
{
  gtk_label_set_label (self->heading, collapsar_source_list_get_title (self->sources));
  gtk_label_set_label (self->samples_caption, self->preview->images
                                                  ? _ ("Training samples")
                                                  : _ ("Training samples, their mean bold"));
  gtk_widget_set_tooltip_text (
      GTK_WIDGET (self->samples_caption),
      self->preview->images ? NULL : _ ("Each value from its least to its greatest over the training set"));
  show_shape (self);
  show_labelling (self);
  set_state (self, COLLAPSAR_DATA_SHOWN);
}

static void
drop_preview (CollapsarDataChooser *self)
{
  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)), NULL);
  g_clear_pointer (&self->preview, collapsar_data_preview_unref);
}

/* The rows. */

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, collapsar_class_row_new ());
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, CollapsarDataChooser *self)
{
  collapsar_class_row_show (COLLAPSAR_CLASS_ROW (gtk_list_item_get_child (item)), self->preview,
                            labelling_shown (self), gtk_list_item_get_position (item));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  collapsar_class_row_show (COLLAPSAR_CLASS_ROW (gtk_list_item_get_child (item)), NULL, NULL, 0);
}

/* Loading. */

static void
load (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  CollapsarDataPreview *preview = collapsar_data_preview_new (data, &error);
  if (preview == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, preview, (GDestroyNotify)collapsar_data_preview_unref);
}

static void load_selected (CollapsarDataChooser *self);

static void
on_loaded (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CollapsarDataChooser *self = COLLAPSAR_DATA_CHOOSER (object);
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarDataPreview) preview = g_task_propagate_pointer (G_TASK (result), &error);
  const Regime *regime = g_task_get_task_data (G_TASK (result));
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* the dialogue is going */
  self->loading = FALSE;
  if (self->state != COLLAPSAR_DATA_LOADING)
    return; /* the selected one is missing, and that is told */
  if (g_strcmp0 (regime_get (regime, "data.source"), collapsar_source_list_get_source (self->sources)) != 0) {
    load_selected (self);
    return;
  }
  if (preview == NULL) {
    show_trouble (self, COLLAPSAR_DATA_FAILED, _ ("“%s” Cannot Be Read"), error->message);
    return;
  }
  self->preview = g_steal_pointer (&preview);
  show_preview (self);
}

static void
load_selected (CollapsarDataChooser *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_copy (self->regime);
  if (!regime_set (regime, "data.source", collapsar_source_list_get_source (self->sources), &error)) {
    show_trouble (self, COLLAPSAR_DATA_FAILED, _ ("“%s” Cannot Be Used"), error->message);
    return;
  }
  self->loading = TRUE;
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, on_loaded, NULL);
  g_task_set_name (task, "CollapsarData");
  g_task_set_task_data (task, g_steal_pointer (&regime), (GDestroyNotify)regime_unref);
  g_task_run_in_thread (task, load);
}

static void
on_source (CollapsarDataChooser *self)
{
  const char *searched = collapsar_source_list_get_searched (self->sources);
  if (collapsar_source_list_get_source (self->sources) == NULL)
    return;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
  drop_preview (self);
  if (searched != NULL) {
    show_trouble (self, COLLAPSAR_DATA_MISSING, _ ("%s Was Not Found"), searched);
    return;
  }
  set_state (self, COLLAPSAR_DATA_LOADING);
  if (!self->loading)
    load_selected (self);
}

/* What a person can do. */

static void
use (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarDataChooser *self = COLLAPSAR_DATA_CHOOSER (widget);
  g_autofree char *source = g_strdup (collapsar_source_list_get_source (self->sources));
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, source);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_activated (CollapsarDataChooser *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "data.use", NULL);
}

static void
on_file_chosen (GFile *file, gpointer user_data)
{
  CollapsarDataChooser *self = user_data;
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);
  if (path != NULL)
    collapsar_source_list_select (self->sources, path);
}

static void
open_file (GtkWidget *widget, const char *name, GVariant *parameter)
{
  const char *patterns[] = { _ ("All files"), "*", _ ("Tables"), "*.csv", _ ("NumPy arrays"), "*.npz", NULL };
  CollapsarFileRequest request = { COLLAPSAR_FILE_OPEN, _ ("Open Data File"), NULL, patterns };
  collapsar_file_choose (widget, &request, on_file_chosen, widget);
}

static void
open_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarFileRequest request = { COLLAPSAR_FILE_FOLDER, _ ("Open Data Folder"), NULL, NULL };
  collapsar_file_choose (widget, &request, on_file_chosen, widget);
}

static void
collapsar_data_chooser_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarDataChooser *self = COLLAPSAR_DATA_CHOOSER (object);
  if (id == PROP_SOURCE)
    g_value_set_string (value, collapsar_source_list_get_source (self->sources));
  else if (id == PROP_STATE)
    g_value_set_int (value, self->state);
  else if (id == PROP_AS_USED)
    g_value_set_boolean (value, self->as_used);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_as_used (CollapsarDataChooser *self, gboolean as_used)
{
  if (self->as_used == as_used)
    return;
  self->as_used = as_used;
  if (self->preview != NULL)
    show_labelling (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AS_USED]);
}

static void
collapsar_data_chooser_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarDataChooser *self = COLLAPSAR_DATA_CHOOSER (object);
  if (id == PROP_SOURCE)
    collapsar_source_list_select (self->sources, g_value_get_string (value));
  else if (id == PROP_AS_USED)
    set_as_used (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_data_chooser_dispose (GObject *object)
{
  CollapsarDataChooser *self = COLLAPSAR_DATA_CHOOSER (object);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_DATA_CHOOSER);
  g_clear_object (&self->names);
  g_clear_pointer (&self->preview, collapsar_data_preview_unref);
  g_clear_pointer (&self->regime, regime_unref);
  G_OBJECT_CLASS (collapsar_data_chooser_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, sources);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, spinner);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, trouble);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, heading);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, used_toggle);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, n_train);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, n_test);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, shape);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, shape_caption);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, n_classes);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, coarse_box);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, n_coarse);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, balance);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, classes_stack);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, refusal);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, samples_caption);
  gtk_widget_class_bind_template_child (widget_class, CollapsarDataChooser, classes);
}

static void
install_properties (GObjectClass *object_class)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_SOURCE] = g_param_spec_string ("source", NULL, NULL, NULL, flags);
  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, 0, COLLAPSAR_DATA_FAILED, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_AS_USED] = g_param_spec_boolean ("as-used", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
collapsar_data_chooser_class_init (CollapsarDataChooserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_data_chooser_get_property;
  object_class->set_property = collapsar_data_chooser_set_property;
  object_class->dispose = collapsar_data_chooser_dispose;
  install_properties (object_class);
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (COLLAPSAR_TYPE_SOURCE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/data-chooser.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_source);
  gtk_widget_class_bind_template_callback (widget_class, on_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_setup);
  gtk_widget_class_bind_template_callback (widget_class, on_bind);
  gtk_widget_class_bind_template_callback (widget_class, on_unbind);
  gtk_widget_class_install_action (widget_class, "data.use", NULL, use);
  gtk_widget_class_install_action (widget_class, "data.open-file", NULL, open_file);
  gtk_widget_class_install_action (widget_class, "data.open-folder", NULL, open_folder);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_o, GDK_CONTROL_MASK, "data.open-file", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
collapsar_data_chooser_init (CollapsarDataChooser *self)
{
  g_autoptr (GtkNoSelection) selection = NULL;
  self->names = gtk_string_list_new (NULL);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  g_object_bind_property (self->used_toggle, "active", self, "as-used",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  selection = gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->names)));
  gtk_list_view_set_model (self->classes, GTK_SELECTION_MODEL (selection));
  set_state (self, COLLAPSAR_DATA_LOADING);
}

/* As large as the parent lets it: a little of it stays in view. */
static void
set_size (GtkWindow *self, GtkWindow *parent)
{
  int width, height;
  gtk_window_get_default_size (parent, &width, &height);
  gtk_window_set_default_size (self, CLAMP (width - 80, 840, 1080), CLAMP (height - 60, 540, 760));
}

CollapsarDataChooser *
collapsar_data_chooser_new (GtkWindow *parent, const Regime *regime)
{
  CollapsarDataChooser *self = g_object_new (COLLAPSAR_TYPE_DATA_CHOOSER, "transient-for", parent, NULL);
  self->regime = regime_copy (regime);
  if (parent != NULL)
    set_size (GTK_WINDOW (self), parent);
  collapsar_source_list_select (self->sources, regime_get (regime, "data.source"));
  return self;
}
