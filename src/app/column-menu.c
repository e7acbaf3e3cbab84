#include "app/column-menu.h"

#include <glib/gi18n.h>
#include <string.h>

typedef struct {
  CollapsarRunColumns *columns;
  guint index;
} Choice;

static const char *
heading_of (const char *key)
{
  if (strchr (key, '.') != NULL)
    return _ ("Settings");
  if (g_str_has_prefix (key, "train_head_") || g_str_has_prefix (key, "test_head_"))
    return _ ("Measured behind the head");
  if (g_str_has_prefix (key, "train_") || g_str_has_prefix (key, "test_"))
    return _ ("Measured last");
  return _ ("The run");
}

static void
on_toggled (GtkCheckButton *button, Choice *choice)
{
  collapsar_run_columns_show (choice->columns, choice->index, gtk_check_button_get_active (button));
}

static void
choice_free (gpointer choice, GClosure *closure)
{
  g_free (choice);
}

static GtkWidget *
make_check (CollapsarRunColumns *columns, guint index)
{
  const Choice choice = { columns, index };
  GtkWidget *check = gtk_check_button_new_with_label (collapsar_run_columns_title (columns, index));
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), collapsar_run_columns_is_shown (columns, index));
  g_signal_connect_data (check, "toggled", G_CALLBACK (on_toggled), g_memdup2 (&choice, sizeof choice),
                         choice_free, 0);
  return check;
}

static void
add_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer user_data)
{
  const char *heading = g_object_get_data (G_OBJECT (row), "heading");
  if (before != NULL && g_str_equal (g_object_get_data (G_OBJECT (before), "heading"), heading)) {
    gtk_list_box_row_set_header (row, NULL);
    return;
  }
  GtkWidget *label = gtk_label_new (heading);
  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "column-heading");
  gtk_list_box_row_set_header (row, label);
}

static gboolean
is_found (GtkListBoxRow *row, gpointer search)
{
  g_autofree char *title = g_utf8_casefold (
      gtk_check_button_get_label (GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row))), -1);
  g_autofree char *text = g_utf8_casefold (gtk_editable_get_text (search), -1);
  return strstr (title, text) != NULL;
}

static GtkWidget *
make_list (CollapsarRunColumns *columns, GtkWidget *search)
{
  GtkWidget *list = gtk_list_box_new ();
  const StudyTable *table = collapsar_run_columns_table (columns);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_header_func (GTK_LIST_BOX (list), add_header, NULL, NULL);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list), is_found, search, NULL);
  gtk_widget_add_css_class (list, "column-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Columns"), -1);
  for (guint i = 0; table != NULL && i < study_table_n_columns (table); i++) {
    if (!collapsar_run_columns_is_offered (columns, i))
      continue;
    GtkWidget *row = gtk_list_box_row_new ();
    const char *heading = heading_of (study_table_column_key (table, i));
    gtk_widget_set_focusable (row, FALSE); /* its button is */
    gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), make_check (columns, i));
    g_object_set_data_full (G_OBJECT (row), "heading", g_strdup (heading), g_free);
    gtk_list_box_append (GTK_LIST_BOX (list), row);
  }
  g_signal_connect_object (search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter), list,
                           G_CONNECT_SWAPPED);
  return list;
}

static GtkWidget *
make_button (const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_add_css_class (button, "flat");
  return button;
}

GtkWidget *
collapsar_column_menu_new (CollapsarRunColumns *columns)
{
  GtkWidget *popover = gtk_popover_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *search = gtk_search_entry_new (), *scroller = gtk_scrolled_window_new ();
  g_object_set (search, "placeholder-text", _ ("Search columns"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search columns"), -1);
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "max-content-height", 420, "min-content-width", 260, NULL);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), make_list (columns, search));
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (box), make_button (_ ("Usual Columns"), "runs.reset-columns"));
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}
