#include "app/source-list.h"

#include <glib/gi18n.h>

struct _CollapsarSourceList {
  AdwBin parent_instance;

  GtkListBox *list;
  GPtrArray *entries; /* of Entry, one a row */
  char *wanted;       /* to be selected when the data sets are listed */
  gboolean listed;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (CollapsarSourceList, collapsar_source_list, ADW_TYPE_BIN)

enum {
  PROP_SOURCE = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_ACTIVATED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

typedef struct {
  char *source;
  char *title;
  char *searched; /* NULL when it is there, or a path */
} Entry;

static void
entry_free (gpointer data)
{
  Entry *entry = data;
  g_free (entry->source);
  g_free (entry->title);
  g_free (entry->searched);
  g_free (entry);
}

static void
list_sources (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, dataset_source_list (), (GDestroyNotify)g_ptr_array_unref);
}

void
collapsar_source_list_find (gpointer object, GCancellable *cancellable, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (object, cancellable, callback, NULL);
  g_task_set_name (task, "CollapsarSources");
  g_task_run_in_thread (task, list_sources);
}

GPtrArray *
collapsar_source_list_find_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}

static GtkWidget *
label_new (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, css_class);
  return label;
}

/* Takes `searched`; position -1 is the end. */
static void
add_entry (CollapsarSourceList *self,
           int position,
           const char *source,
           const char *title,
           const char *about,
           char *searched)
{
  Entry *entry = g_new (Entry, 1);
  *entry = (Entry){ g_strdup (source), g_strdup (title), searched };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *caption = label_new (searched == NULL ? about : _ ("not found on this machine"), "caption");
  g_autofree char *label = g_strdup_printf ("%s: %s", title, gtk_label_get_label (GTK_LABEL (caption)));
  gtk_widget_add_css_class (caption, "dim-label");
  gtk_box_append (GTK_BOX (box), label_new (title, searched == NULL ? "heading" : "dim-label"));
  gtk_box_append (GTK_BOX (box), caption);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, searched == NULL ? NULL : about);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_ptr_array_insert (self->entries, position, entry);
  gtk_list_box_insert (self->list, row, position);
}

static const Entry *
selected_entry (CollapsarSourceList *self)
{
  GtkListBoxRow *row = self->list == NULL ? NULL : gtk_list_box_get_selected_row (self->list);
  return row == NULL ? NULL : g_ptr_array_index (self->entries, gtk_list_box_row_get_index (row));
}

static void
on_selected (CollapsarSourceList *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOURCE]);
}

static void
on_activated (CollapsarSourceList *self)
{
  g_signal_emit (self, signals[SIGNAL_ACTIVATED], 0);
}

/* A path that is new comes first, where it is seen. */
static void
select_listed (CollapsarSourceList *self, const char *source)
{
  guint i = 0;
  while (i < self->entries->len
         && !g_str_equal (((const Entry *)g_ptr_array_index (self->entries, i))->source, source))
    i++;
  if (i == self->entries->len) {
    g_autofree char *title = g_path_get_basename (source);
    add_entry (self, 0, source, title, source, NULL);
    i = 0;
  }
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->list, (int)i);
  gtk_list_box_select_row (self->list, row);
  gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
on_sources (GObject *object, GAsyncResult *result, gpointer user_data)
{
  CollapsarSourceList *self = COLLAPSAR_SOURCE_LIST (object);
  g_autoptr (GPtrArray) sources = collapsar_source_list_find_finish (result);
  if (sources == NULL)
    return; /* cancelled: the list is going */
  for (guint i = 0; i < sources->len; i++) {
    const DatasetSourceInfo *info = g_ptr_array_index (sources, i);
    add_entry (self, -1, info->name, info->title, info->about, g_strdup (info->searched));
  }
  self->listed = TRUE;
  if (self->wanted != NULL)
    select_listed (self, self->wanted);
}

/* For Tab the list is one place, the selected row: to go through it is to select, and that loads. */
static gboolean
collapsar_source_list_focus (GtkWidget *widget, GtkDirectionType direction)
{
  CollapsarSourceList *self = COLLAPSAR_SOURCE_LIST (widget);
  GtkListBoxRow *row = gtk_list_box_get_selected_row (self->list);
  if (row == NULL || (direction != GTK_DIR_TAB_FORWARD && direction != GTK_DIR_TAB_BACKWARD))
    return GTK_WIDGET_CLASS (collapsar_source_list_parent_class)->focus (widget, direction);
  return gtk_widget_get_focus_child (widget) == NULL && gtk_widget_grab_focus (GTK_WIDGET (row));
}

static void
collapsar_source_list_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SOURCE)
    g_value_set_string (value, collapsar_source_list_get_source (COLLAPSAR_SOURCE_LIST (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_source_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SOURCE)
    collapsar_source_list_select (COLLAPSAR_SOURCE_LIST (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_source_list_dispose (GObject *object)
{
  CollapsarSourceList *self = COLLAPSAR_SOURCE_LIST (object);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->list = NULL;
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->wanted, g_free);
  G_OBJECT_CLASS (collapsar_source_list_parent_class)->dispose (object);
}

static void
collapsar_source_list_class_init (CollapsarSourceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_source_list_get_property;
  object_class->set_property = collapsar_source_list_set_property;
  object_class->dispose = collapsar_source_list_dispose;
  GTK_WIDGET_CLASS (klass)->focus = collapsar_source_list_focus;
  properties[PROP_SOURCE] = g_param_spec_string (
      "source", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_source_list_init (CollapsarSourceList *self)
{
  GtkWidget *list = gtk_list_box_new ();
  self->list = GTK_LIST_BOX (list);
  self->entries = g_ptr_array_new_with_free_func (entry_free);
  self->cancellable = g_cancellable_new ();
  gtk_list_box_set_activate_on_single_click (self->list, FALSE);
  gtk_widget_add_css_class (list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Data sets"), -1);
  g_signal_connect_object (list, "row-selected", G_CALLBACK (on_selected), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  adw_bin_set_child (ADW_BIN (self), list);
  collapsar_source_list_find (self, self->cancellable, on_sources);
}

void
collapsar_source_list_select (CollapsarSourceList *self, const char *source)
{
  g_return_if_fail (COLLAPSAR_IS_SOURCE_LIST (self));
  g_return_if_fail (source != NULL);

  if (self->listed) {
    select_listed (self, source);
    return;
  }
  g_free (self->wanted);
  self->wanted = g_strdup (source);
}

const char *
collapsar_source_list_get_source (CollapsarSourceList *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SOURCE_LIST (self), NULL);

  const Entry *entry = selected_entry (self);
  return entry == NULL ? NULL : entry->source;
}

const char *
collapsar_source_list_get_title (CollapsarSourceList *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SOURCE_LIST (self), NULL);

  const Entry *entry = selected_entry (self);
  return entry == NULL ? "" : entry->title;
}

const char *
collapsar_source_list_get_searched (CollapsarSourceList *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SOURCE_LIST (self), NULL);

  const Entry *entry = selected_entry (self);
  return entry == NULL ? NULL : entry->searched;
}
