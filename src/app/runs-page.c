#include "app/runs-page.h"

#include <glib/gi18n.h>

#include "app/column-menu.h"
#include "app/naming.h"
#include "app/run-columns.h"
#include "app/run-list.h"
#include "app/settings-diff.h"
#include "app/sort-menu.h"
#include "app/table-export.h"
#include "study/table-filter.h"

/* A row's widgets take 2 ms to make, and the list makes those of up to 200 rows, seen or not: more than a
 * screen shows come a few a frame. */
#define FIRST_ROWS 40
#define ROWS_A_FRAME 4

struct _CollapsarRunsPage {
  GtkBox parent_instance;

  GtkWidget *search;
  GtkLabel *count;
  GtkMenuButton *sort_button;
  GtkMenuButton *columns_button;
  GtkRevealer *trouble_revealer;
  GtkLabel *trouble;
  GtkStack *stack;
  GtkColumnView *view;

  CollapsarStudy *study;
  CollapsarRunList *list;
  CollapsarRunColumns *columns;
  StudyFilter *filter; /* NULL: all */
  GtkFilter *custom_filter;
  GListModel *seen;         /* filtered and sorted */
  GtkSliceListModel *shown; /* its first rows at first, then all */
  GtkSelectionModel *selection;
  guint settle_source;
  guint layouts;    /* to wait for */
  gboolean syncing; /* the selection follows the study's */
};

G_DEFINE_FINAL_TYPE (CollapsarRunsPage, collapsar_runs_page, GTK_TYPE_BOX)

enum {
  SIGNAL_MESSAGE,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

enum {
  PROP_SORT_KEY = 1,
  PROP_SORT_DESCENDING,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

static CollapsarSession *
session_at (CollapsarRunsPage *self, guint place)
{
  g_autoptr (CollapsarRunRow) row = g_list_model_get_item (self->seen, place);
  return row == NULL ? NULL : collapsar_run_row_session (row); /* the list holds it */
}

/* Selecting: the run that is selected in the study is, alone or among others, selected here. */

static void
update_actions (CollapsarRunsPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  guint n = g_list_model_get_n_items (self->seen);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "runs.compare", gtk_bitset_get_size (selected) == 2);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "runs.copy", n > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "runs.export", n > 0);
}

static void
on_selection (CollapsarRunsPage *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  update_actions (self);
  if (!self->syncing && gtk_bitset_get_size (selected) == 1)
    collapsar_study_select (self->study, session_at (self, gtk_bitset_get_minimum (selected)));
}

static void
follow_study (CollapsarRunsPage *self)
{
  CollapsarSession *run = collapsar_study_get_selected (self->study);
  self->syncing = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->shown)); i++)
    if (session_at (self, i) == run && !gtk_selection_model_is_selected (self->selection, i))
      gtk_selection_model_select_item (self->selection, i, TRUE);
  self->syncing = FALSE;
}

static void
on_activate (CollapsarRunsPage *self, guint place)
{
  collapsar_study_select (self->study, session_at (self, place));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.view", "s", "geometry");
}

/* Filtering */

static void
update_count (CollapsarRunsPage *self)
{
  guint n = collapsar_study_n_runs (self->study), seen = g_list_model_get_n_items (self->seen);
  g_autofree char *count = seen == n
                               ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run", "%u runs", n), n)
                               : g_strdup_printf (_ ("%u of %u runs"), seen, n);
  gtk_label_set_label (self->count, count);
  gtk_stack_set_visible_child_name (self->stack, seen == 0 && n > 0 ? "nothing" : "table");
}

static gboolean
on_settled (gpointer user_data)
{
  CollapsarRunsPage *self = user_data;
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  self->settle_source = 0;
  if (gtk_bitset_is_empty (selected))
    follow_study (self);
  update_actions (self);
  return G_SOURCE_REMOVE;
}

/* The view has to hear of other rows before one of them can be selected. */
static void
on_seen (CollapsarRunsPage *self)
{
  update_count (self);
  if (self->settle_source == 0)
    self->settle_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_settled, self, NULL);
}

static gboolean
is_wanted (gpointer row, gpointer user_data)
{
  CollapsarRunsPage *self = user_data;
  return self->filter == NULL || study_filter_matches (self->filter, collapsar_run_row_table (row), 0);
}

/* A filter that says nothing sensible leaves what is seen as it is, and is explained. */
static void
apply_filter (CollapsarRunsPage *self)
{
  const StudyTable *table = collapsar_run_columns_table (self->columns);
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));
  g_autoptr (GError) error = NULL;
  if (table == NULL)
    return;
  StudyFilter *filter = study_filter_new (table, text, &error);
  gtk_revealer_set_reveal_child (self->trouble_revealer, filter == NULL);
  if (filter == NULL) {
    gtk_label_set_label (self->trouble, error->message);
    gtk_widget_add_css_class (self->search, "error");
    return;
  }
  gtk_widget_remove_css_class (self->search, "error");
  g_clear_pointer (&self->filter, study_filter_free);
  self->filter = filter;
  gtk_filter_changed (self->custom_filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_stop_search (CollapsarRunsPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

/* Rows */

/* GTK 4.8 has no call for it (4.12 has), but the list inside the view an action, once it is laid out. */
static gboolean
scroll_to_selected (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (widget);
  if (self->layouts-- > 0)
    return G_SOURCE_CONTINUE;
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  GtkWidget *child = gtk_widget_get_last_child (GTK_WIDGET (self->view));
  while (child != NULL && !GTK_IS_LIST_VIEW (child))
    child = gtk_widget_get_prev_sibling (child);
  if (child != NULL && !gtk_bitset_is_empty (selected))
    gtk_widget_activate_action (child, "list.scroll-to-item", "u", (guint)gtk_bitset_get_minimum (selected));
  return G_SOURCE_REMOVE;
}

static void
show_selected (CollapsarRunsPage *self)
{
  follow_study (self);
  self->layouts = 1;
  gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_to_selected, NULL, NULL);
}

static gboolean
show_more (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (widget);
  guint size = gtk_slice_list_model_get_size (self->shown) + ROWS_A_FRAME;
  gboolean all = size >= g_list_model_get_n_items (self->seen);
  gtk_slice_list_model_set_size (self->shown, all ? G_MAXUINT : size);
  if (!all)
    return G_SOURCE_CONTINUE;
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  if (gtk_bitset_is_empty (selected))
    show_selected (self);
  return G_SOURCE_REMOVE;
}

static void
show_first (CollapsarRunsPage *self)
{
  gtk_slice_list_model_set_size (self->shown, FIRST_ROWS);
  gtk_column_view_set_model (self->view, self->selection);
  gtk_widget_add_tick_callback (GTK_WIDGET (self), show_more, NULL, NULL);
}

/* Rows stay where they are unless their order is another one. */
static gboolean
is_sorted (CollapsarRunsPage *self, GtkSorter *sorter)
{
  for (guint i = 1; i < g_list_model_get_n_items (self->seen); i++) {
    g_autoptr (GObject) before = g_list_model_get_item (self->seen, i - 1);
    g_autoptr (GObject) row = g_list_model_get_item (self->seen, i);
    if (gtk_sorter_compare (sorter, before, row) == GTK_ORDERING_LARGER)
      return FALSE;
  }
  return TRUE;
}

static void
on_rows_changed (CollapsarRunsPage *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  if (self->filter != NULL)
    gtk_filter_changed (self->custom_filter, GTK_FILTER_CHANGE_DIFFERENT);
  if (!is_sorted (self, sorter))
    gtk_sorter_changed (sorter, GTK_SORTER_CHANGE_DIFFERENT);
}

static void
update_columns (CollapsarRunsPage *self)
{
  collapsar_run_columns_set_table (self->columns, collapsar_run_rows_table (G_LIST_MODEL (self->list)));
}

static void
on_rows (CollapsarRunsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update_columns (self);
}

static void
collapsar_runs_page_map (GtkWidget *widget)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (widget);
  if (self->study != NULL) {
    collapsar_run_list_set_active (self->list, TRUE);
    update_columns (self);
    if (gtk_column_view_get_model (self->view) == NULL)
      show_first (self);
    show_selected (self);
  }
  GTK_WIDGET_CLASS (collapsar_runs_page_parent_class)->map (widget);
}

static void
collapsar_runs_page_unmap (GtkWidget *widget)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (widget);
  if (self->study != NULL)
    collapsar_run_list_set_active (self->list, FALSE);
  GTK_WIDGET_CLASS (collapsar_runs_page_parent_class)->unmap (widget);
}

/* Taking away */

/* A table of these rows in the columns shown. */
static StudyTable *
make_table (CollapsarRunsPage *self, GListModel *rows)
{
  StudyTable *table = collapsar_run_rows_table (rows);
  for (guint column = 0; column < study_table_n_columns (table); column++)
    study_table_show_column (table, column, collapsar_run_columns_is_shown (self->columns, column));
  return table;
}

char *
collapsar_runs_page_to_text (CollapsarRunsPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUNS_PAGE (self), NULL);

  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  g_autoptr (GListStore) rows = g_list_store_new (COLLAPSAR_TYPE_RUN_ROW);
  for (guint i = 0; i < g_list_model_get_n_items (self->seen); i++) {
    g_autoptr (CollapsarRunRow) row = g_list_model_get_item (self->seen, i);
    if (gtk_bitset_is_empty (selected) || gtk_bitset_contains (selected, i))
      g_list_store_append (rows, row);
  }
  g_autoptr (StudyTable) table = make_table (self, G_LIST_MODEL (rows));
  return study_table_to_tsv (table);
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autofree char *text = collapsar_runs_page_to_text (COLLAPSAR_RUNS_PAGE (widget));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
}

void
collapsar_runs_page_export_to (CollapsarRunsPage *self, GFile *file)
{
  g_return_if_fail (COLLAPSAR_IS_RUNS_PAGE (self));
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (StudyTable) table = make_table (self, self->seen);
  collapsar_table_write (GTK_WIDGET (self), table, file);
}

static void
on_chosen (GFile *file, gpointer user_data)
{
  if (file != NULL)
    collapsar_runs_page_export_to (user_data, file);
}

static void export(GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_table_choose_file (widget, _ ("runs"), g_variant_get_string (parameter, NULL), on_chosen);
}

/* Comparing */

static void
compare (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (widget);
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);
  const Regime *a = collapsar_session_regime (session_at (self, gtk_bitset_get_nth (selected, 0)));
  const Regime *b = collapsar_session_regime (session_at (self, gtk_bitset_get_nth (selected, 1)));
  GtkWidget *diff = collapsar_settings_diff_new (a, b);
  gtk_window_set_transient_for (GTK_WINDOW (diff), GTK_WINDOW (gtk_widget_get_root (widget)));
  gtk_window_present (GTK_WINDOW (diff));
}

/* Columns */

static void
reset_columns (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_run_columns_reset (COLLAPSAR_RUNS_PAGE (widget)->columns);
}

static void
on_columns_menu (GtkMenuButton *button, gpointer user_data)
{
  CollapsarRunsPage *self = user_data;
  gtk_menu_button_set_popover (button, collapsar_column_menu_new (self->columns));
}

/* Order */

static void
on_sort_menu (GtkMenuButton *button, gpointer user_data)
{
  CollapsarRunsPage *self = user_data;
  g_autoptr (GMenuModel) menu = collapsar_sort_menu_new (self->columns);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
on_order (CollapsarRunsPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_KEY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_DESCENDING]);
}

static void
collapsar_runs_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (object);
  gboolean descending = FALSE;
  const char *key = self->columns == NULL ? "" : collapsar_run_columns_sorted (self->columns, &descending);
  if (id == PROP_SORT_KEY)
    g_value_set_string (value, key);
  else if (id == PROP_SORT_DESCENDING)
    g_value_set_boolean (value, descending);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_runs_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (object);
  gboolean descending;
  const char *key = collapsar_run_columns_sorted (self->columns, &descending);
  if (id == PROP_SORT_KEY)
    collapsar_run_columns_sort (self->columns, g_value_get_string (value), descending);
  else if (id == PROP_SORT_DESCENDING)
    collapsar_run_columns_sort (self->columns, key, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* The object. */

static void
collapsar_runs_page_dispose (GObject *object)
{
  CollapsarRunsPage *self = COLLAPSAR_RUNS_PAGE (object);
  if (self->columns != NULL) {
    g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
    gtk_menu_button_set_popover (self->columns_button, NULL);
    gtk_column_view_set_model (self->view, NULL);
    g_clear_pointer (&self->columns, collapsar_run_columns_free);
  }
  g_clear_handle_id (&self->settle_source, g_source_remove); /* sorted rows move when their column goes */
  if (self->study != NULL)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_clear_object (&self->selection); /* and with it shown and seen */
  g_clear_object (&self->custom_filter);
  g_clear_object (&self->list);
  g_clear_object (&self->study);
  g_clear_pointer (&self->filter, study_filter_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_RUNS_PAGE);
  G_OBJECT_CLASS (collapsar_runs_page_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "runs.compare", NULL, compare);
  gtk_widget_class_install_action (widget_class, "runs.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "runs.export", "s", export);
  gtk_widget_class_install_action (widget_class, "runs.reset-columns", NULL, reset_columns);
  gtk_widget_class_install_property_action (widget_class, "runs.sort", "sort-key");
  gtk_widget_class_install_property_action (widget_class, "runs.sort-descending", "sort-descending");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "runs.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, 0, "runs.compare", NULL);
}

static void
collapsar_runs_page_class_init (CollapsarRunsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_runs_page_get_property;
  object_class->set_property = collapsar_runs_page_set_property;
  object_class->dispose = collapsar_runs_page_dispose;
  widget_class->map = collapsar_runs_page_map;
  widget_class->unmap = collapsar_runs_page_unmap;

  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_SORT_KEY] = g_param_spec_string ("sort-key", NULL, NULL, "", flags);
  properties[PROP_SORT_DESCENDING] = g_param_spec_boolean ("sort-descending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_actions (widget_class);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/runs-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, search);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, count);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, sort_button);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, columns_button);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, trouble_revealer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, trouble);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRunsPage, view);
}

static void
collapsar_runs_page_init (CollapsarRunsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_name_column_view (self->view, _ ("Column titles"), _ ("Runs"));
  gtk_menu_button_set_create_popup_func (self->sort_button, on_sort_menu, self, NULL);
  gtk_menu_button_set_create_popup_func (self->columns_button, on_columns_menu, self, NULL);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (apply_filter), self);
  g_signal_connect_swapped (self->search, "stop-search", G_CALLBACK (on_stop_search), self);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (on_activate), self);
}

/* The view's own sorter tells the columns its order before the list hears of it. */
static void
make_models (CollapsarRunsPage *self)
{
  self->list = collapsar_run_list_new (self->study);
  self->columns = collapsar_run_columns_new (self->view);
  self->custom_filter = GTK_FILTER (gtk_custom_filter_new (is_wanted, self, NULL));
  GtkFilterListModel *filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->list)),
                                                            g_object_ref (self->custom_filter));
  GtkSortListModel *sorted = gtk_sort_list_model_new (G_LIST_MODEL (filtered),
                                                      g_object_ref (gtk_column_view_get_sorter (self->view)));
  self->seen = G_LIST_MODEL (sorted);
  self->shown = gtk_slice_list_model_new (self->seen, 0, G_MAXUINT);
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (self->shown)));
}

void
collapsar_runs_page_set_study (CollapsarRunsPage *self, CollapsarStudy *study)
{
  g_return_if_fail (COLLAPSAR_IS_RUNS_PAGE (self));
  g_return_if_fail (COLLAPSAR_IS_STUDY (study));
  g_return_if_fail (self->study == NULL);

  self->study = g_object_ref (study);
  make_models (self);
  g_signal_connect_object (study, "notify::selected", G_CALLBACK (follow_study), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "items-changed", G_CALLBACK (on_rows), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "changed", G_CALLBACK (on_rows_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selection), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "items-changed", G_CALLBACK (on_seen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (on_order), self,
                           G_CONNECT_SWAPPED);
  on_seen (self);
  update_actions (self);
}

void
collapsar_runs_page_find (CollapsarRunsPage *self)
{
  g_return_if_fail (COLLAPSAR_IS_RUNS_PAGE (self));

  gtk_widget_grab_focus (self->search);
}

void
collapsar_runs_page_choose_order (CollapsarRunsPage *self)
{
  g_return_if_fail (COLLAPSAR_IS_RUNS_PAGE (self));

  gtk_menu_button_popup (self->sort_button);
}

void
collapsar_runs_page_filter (CollapsarRunsPage *self, const char *text)
{
  g_return_if_fail (COLLAPSAR_IS_RUNS_PAGE (self));

  /* The old text goes before the new one comes: nobody wants to see what that would filter. */
  g_signal_handlers_block_by_func (self->search, apply_filter, self);
  gtk_editable_set_text (GTK_EDITABLE (self->search), text);
  g_signal_handlers_unblock_by_func (self->search, apply_filter, self);
  apply_filter (self);
}

char *
collapsar_runs_page_get_look (CollapsarRunsPage *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUNS_PAGE (self), NULL);

  return collapsar_run_columns_get_look (self->columns);
}

void
collapsar_runs_page_set_look (CollapsarRunsPage *self, const char *look)
{
  g_return_if_fail (COLLAPSAR_IS_RUNS_PAGE (self));

  collapsar_run_columns_set_look (self->columns, look);
}
