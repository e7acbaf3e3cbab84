#include "app/method-table.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/method-row.h"
#include "app/naming.h"
#include "app/swatch.h"
#include "app/table-export.h"
#include "plot/theme.h"

/* Titles and four rows. */
#define MIN_HEIGHT 192

static const struct {
  const char *key, *title, *tip;
} columns[COLLAPSAR_N_METHOD_COLUMNS] = {
  [COLLAPSAR_METHOD_NAME] = { "method", N_ ("Method"), N_ ("What is trained beside the new classifier") },
  [COLLAPSAR_METHOD_ACCURACY]
  = { "accuracy", N_ ("Test acc."), N_ ("Test accuracy: mean ± standard deviation over draws") },
  [COLLAPSAR_METHOD_N] = { "n", N_ ("n"), N_ ("Draws: fine-tunings that differ in their seed alone") },
  [COLLAPSAR_METHOD_NC1] = { "nc1", N_ ("NC1"),
                             N_ ("Downstream NC1 of what feeds the classifier, on all training samples of "
                                 "the task: mean over draws") },
  [COLLAPSAR_METHOD_SHARE] = { "share", N_ ("Trained"), N_ ("Share of the parameters that is trained") },
  [COLLAPSAR_METHOD_SECONDS] = { "seconds", N_ ("Time"),
                                 N_ ("Of training, without measuring: mean over "
                                     "draws") },
};

struct _CollapsarMethodTable {
  GtkBox parent_instance;

  GtkColumnView *view;
  GListStore *rows;
  GArray *results; /* ViewTransferMethod, what the rows are of */
  GObject *probes[2];
  int sorted; /* by which column; -1: none */
  gboolean descending;
};

G_DEFINE_FINAL_TYPE (CollapsarMethodTable, collapsar_method_table, GTK_TYPE_BOX)

enum { PROP_SORT_KEY = 1, PROP_SORT_DESCENDING, PROP_CHOSEN, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_MESSAGE, N_SIGNALS };
static guint signals[N_SIGNALS];

/* Cells */

static GtkWidget *
make_label (const char *style, float xalign)
{
  GtkWidget *label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (label), xalign);
  gtk_widget_add_css_class (label, style);
  return label;
}

/* Swatch, and two lines: the method, and what it tunes. */
static GtkWidget *
make_name (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *tuned = make_label ("caption", 0.0f);
  gtk_widget_add_css_class (tuned, "dim-label");
  gtk_label_set_ellipsize (GTK_LABEL (tuned), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (lines), make_label ("heading", 0.0f));
  gtk_box_append (GTK_BOX (lines), tuned);
  gtk_box_append (GTK_BOX (box), collapsar_swatch_new (0));
  gtk_box_append (GTK_BOX (box), lines);
  return box;
}

static void
on_setup (GtkListItemFactory *factory, GtkListItem *item, gpointer column)
{
  gtk_list_item_set_child (
      item, GPOINTER_TO_UINT (column) == COLLAPSAR_METHOD_NAME ? make_name () : make_label ("numeric", 1.0f));
}

static void
bind_name (GtkWidget *box, CollapsarMethodRow *row)
{
  GtkWidget *lines = gtk_widget_get_last_child (box);
  g_autofree char *name = collapsar_method_row_cell (row, COLLAPSAR_METHOD_NAME);
  g_autofree char *tuned = collapsar_method_row_tuned (row);
  g_autofree char *all = collapsar_method_row_describe (row);
  g_object_set (gtk_widget_get_first_child (box), "regime",
                PLOT_METHOD_STYLE + (guint)collapsar_method_row_method (row), NULL);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (lines)), name);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_last_child (lines)), tuned);
  gtk_widget_set_tooltip_text (box, tuned);
  collapsar_name_row (box, all);
}

static void
on_bind (GtkListItemFactory *factory, GtkListItem *item, gpointer column)
{
  CollapsarMethodRow *row = gtk_list_item_get_item (item);
  if (GPOINTER_TO_UINT (column) == COLLAPSAR_METHOD_NAME) {
    bind_name (gtk_list_item_get_child (item), row);
    return;
  }
  g_autofree char *text = collapsar_method_row_cell (row, GPOINTER_TO_UINT (column));
  gtk_label_set_markup (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

/* Order */

/* An undefined number is last both ways. GTK 4.8 does not say by which column the view is sorted and which
 * way (4.10 does): two probes that are compared as rows are tell it. */
static int
compare (gconstpointer a, gconstpointer b, gpointer user_data)
{
  CollapsarMethodTable *self = g_object_get_data (user_data, "table");
  int column = GPOINTER_TO_INT (g_object_get_data (user_data, "column"));
  if (a == self->probes[0] || a == self->probes[1]) {
    self->sorted = column;
    return a == self->probes[0] ? -1 : 1;
  }
  double x = collapsar_method_row_value ((CollapsarMethodRow *)a, column);
  double y = collapsar_method_row_value ((CollapsarMethodRow *)b, column);
  if (isnan (x) || isnan (y))
    return (isnan (x) - isnan (y)) * (self->descending ? -1 : 1);
  return (x > y) - (x < y);
}

static void
read_order (CollapsarMethodTable *self)
{
  GtkSorter *sorter = gtk_column_view_get_sorter (self->view);
  self->sorted = -1;
  GtkOrdering order = gtk_sorter_compare (sorter, self->probes[0], self->probes[1]);
  self->descending = self->sorted >= 0 && order == GTK_ORDERING_LARGER;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_KEY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SORT_DESCENDING]);
}

static void
sort (CollapsarMethodTable *self, const char *key, gboolean descending)
{
  for (guint c = 0; c < COLLAPSAR_N_METHOD_COLUMNS; c++) {
    g_autoptr (GtkColumnViewColumn) column
        = g_list_model_get_item (gtk_column_view_get_columns (self->view), c);
    if (g_strcmp0 (columns[c].key, key) == 0)
      gtk_column_view_sort_by_column (self->view, column,
                                      descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
  }
}

/* Choice */

static guint
read_chosen (CollapsarMethodTable *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (gtk_column_view_get_model (self->view));
  guint chosen = 0;
  for (guint i = 0; i < gtk_bitset_get_size (selected); i++) {
    g_autoptr (CollapsarMethodRow) row
        = g_list_model_get_item (collapsar_method_table_rows (self), gtk_bitset_get_nth (selected, i));
    chosen |= 1u << collapsar_method_row_method (row);
  }
  return chosen;
}

static void
on_selection (CollapsarMethodTable *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}

/* Taking away */

static StudyTable *
make_table (CollapsarMethodTable *self)
{
  StudyTable *table = study_table_new ();
  GListModel *rows = collapsar_method_table_rows (self);
  collapsar_method_row_add_heading (table);
  for (guint i = 0; i < g_list_model_get_n_items (rows); i++) {
    g_autoptr (CollapsarMethodRow) row = g_list_model_get_item (rows, i);
    collapsar_method_row_add_to (row, table);
  }
  return table;
}

char *
collapsar_method_table_to_text (CollapsarMethodTable *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_METHOD_TABLE (self), NULL);

  g_autoptr (StudyTable) table = make_table (self);
  return study_table_to_tsv (table);
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarMethodTable *self = COLLAPSAR_METHOD_TABLE (widget);
  g_autofree char *text = collapsar_method_table_to_text (self);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  g_signal_emit (self, signals[SIGNAL_MESSAGE], 0, _ ("Copied"));
}

void
collapsar_method_table_export_to (CollapsarMethodTable *self, GFile *file)
{
  g_return_if_fail (COLLAPSAR_IS_METHOD_TABLE (self));
  g_return_if_fail (G_IS_FILE (file));

  g_autoptr (StudyTable) table = make_table (self);
  collapsar_table_write (GTK_WIDGET (self), table, file);
}

static void
on_chosen (GFile *file, gpointer user_data)
{
  if (file != NULL)
    collapsar_method_table_export_to (user_data, file);
}

static void export(GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_table_choose_file (widget, _ ("fine-tuning"), g_variant_get_string (parameter, NULL), on_chosen);
}

/* The object. */

static void
collapsar_method_table_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarMethodTable *self = COLLAPSAR_METHOD_TABLE (object);
  if (id == PROP_SORT_KEY)
    g_value_set_string (value, self->sorted < 0 ? "" : columns[self->sorted].key);
  else if (id == PROP_SORT_DESCENDING)
    g_value_set_boolean (value, self->descending);
  else if (id == PROP_CHOSEN)
    g_value_set_uint (value, read_chosen (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_method_table_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarMethodTable *self = COLLAPSAR_METHOD_TABLE (object);
  if (id == PROP_SORT_KEY)
    sort (self, g_value_get_string (value), self->descending);
  else if (id == PROP_SORT_DESCENDING)
    sort (self, self->sorted < 0 ? "accuracy" : columns[self->sorted].key, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_method_table_dispose (GObject *object)
{
  CollapsarMethodTable *self = COLLAPSAR_METHOD_TABLE (object);
  if (self->view != NULL) {
    g_signal_handlers_disconnect_by_data (gtk_column_view_get_sorter (self->view), self);
    g_signal_handlers_disconnect_by_data (gtk_column_view_get_model (self->view), self);
    gtk_column_view_set_model (self->view, NULL);
    self->view = NULL;
  }
  g_clear_object (&self->rows);
  g_clear_pointer (&self->results, g_array_unref);
  for (gsize i = 0; i < G_N_ELEMENTS (self->probes); i++)
    g_clear_object (&self->probes[i]);
  G_OBJECT_CLASS (collapsar_method_table_parent_class)->dispose (object);
}

static void
collapsar_method_table_class_init (CollapsarMethodTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  object_class->get_property = collapsar_method_table_get_property;
  object_class->set_property = collapsar_method_table_set_property;
  object_class->dispose = collapsar_method_table_dispose;
  signals[SIGNAL_MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  properties[PROP_SORT_KEY] = g_param_spec_string ("sort-key", NULL, NULL, "", flags);
  properties[PROP_SORT_DESCENDING] = g_param_spec_boolean ("sort-descending", NULL, NULL, FALSE, flags);
  properties[PROP_CHOSEN]
      = g_param_spec_uint ("chosen", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_action (widget_class, "methods.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "methods.export", "s", export);
  gtk_widget_class_install_property_action (widget_class, "methods.sort", "sort-key");
  gtk_widget_class_install_property_action (widget_class, "methods.sort-descending", "sort-descending");
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "methods.copy", NULL);
}

/* A title stands above its numbers, and says what they are. Neither is a property of a column in GTK 4.8; the
 * header's children are its titles. */
static void
dress_titles (CollapsarMethodTable *self)
{
  GtkWidget *title = gtk_widget_get_first_child (gtk_widget_get_first_child (GTK_WIDGET (self->view)));
  for (guint c = 0; title != NULL; title = gtk_widget_get_next_sibling (title), c++) {
    gtk_widget_set_tooltip_text (title, _ (columns[c].tip));
    if (c != COLLAPSAR_METHOD_NAME)
      gtk_widget_set_halign (gtk_widget_get_first_child (title), GTK_ALIGN_END);
  }
}

static void
append_column (CollapsarMethodTable *self, CollapsarMethodColumn which)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), GUINT_TO_POINTER (which));
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), GUINT_TO_POINTER (which));
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (_ (columns[which].title), factory);
  g_object_set_data (G_OBJECT (column), "table", self);
  g_object_set_data (G_OBJECT (column), "column", GINT_TO_POINTER (which));
  g_autoptr (GtkSorter) sorter = GTK_SORTER (gtk_custom_sorter_new (compare, column, NULL));
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_expand (column, which == COLLAPSAR_METHOD_NAME);
  gtk_column_view_append_column (self->view, column);
}

static void
collapsar_method_table_init (CollapsarMethodTable *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  self->rows = g_list_store_new (COLLAPSAR_TYPE_METHOD_ROW);
  self->results = g_array_new (FALSE, FALSE, sizeof (ViewTransferMethod));
  self->sorted = -1;
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (self->probes); i++)
    self->probes[i] = g_object_new (G_TYPE_OBJECT, NULL);
  for (guint c = 0; c < COLLAPSAR_N_METHOD_COLUMNS; c++)
    append_column (self, c);
  dress_titles (self);
  gtk_column_view_set_reorderable (self->view, FALSE);
  gtk_column_view_set_show_row_separators (self->view, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "method-table");
  collapsar_name_column_view (self->view, _ ("Column titles"), _ ("Fine-tuning methods"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Fine-tuning methods"), -1);
  g_signal_connect_swapped (gtk_column_view_get_sorter (self->view), "changed", G_CALLBACK (read_order),
                            self);
  g_autoptr (GtkSelectionModel) selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (
      G_LIST_MODEL (gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->rows)),
                                             g_object_ref (gtk_column_view_get_sorter (self->view))))));
  gtk_column_view_set_model (self->view, selection);
  g_signal_connect_object (selection, "selection-changed", G_CALLBACK (on_selection), self,
                           G_CONNECT_SWAPPED);
  sort (self, "accuracy", TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), GTK_WIDGET (self->view));
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), MIN_HEIGHT);
  gtk_widget_set_hexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (self), scroller);
}

void
collapsar_method_table_set (CollapsarMethodTable *self, const GArray *results)
{
  g_return_if_fail (COLLAPSAR_IS_METHOD_TABLE (self));

  gsize size = results->len * sizeof (ViewTransferMethod);
  if (results->len == self->results->len && memcmp (results->data, self->results->data, size) == 0)
    return;
  g_array_set_size (self->results, 0);
  g_array_append_vals (self->results, results->data, results->len);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < results->len; i++)
    g_ptr_array_add (rows, collapsar_method_row_new (&g_array_index (results, ViewTransferMethod, i)));
  g_list_store_splice (self->rows, 0, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), rows->pdata,
                       rows->len);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "methods.copy", rows->len > 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "methods.export", rows->len > 0);
}

GListModel *
collapsar_method_table_rows (CollapsarMethodTable *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_METHOD_TABLE (self), NULL);

  return G_LIST_MODEL (gtk_column_view_get_model (self->view));
}
