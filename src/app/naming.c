#include "app/naming.h"

static void
name (GtkWidget *widget, const char *label)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void
collapsar_name_drop_down (GtkWidget *drop_down)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  GtkWidget *button = gtk_widget_get_first_child (drop_down);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY, drop_down,
                                  NULL, -1);
}

void
collapsar_name_split_button (AdwSplitButton *button)
{
  g_return_if_fail (ADW_IS_SPLIT_BUTTON (button));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (button)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_MENU_BUTTON (child))
      name (child, adw_split_button_get_dropdown_tooltip (button));
}

void
collapsar_name_column_view (GtkColumnView *view, const char *titles, const char *rows)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view));

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    name (child, GTK_IS_LIST_VIEW (child) ? rows : titles);
}

static gboolean
is_row (GtkWidget *widget)
{
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));
  return role == GTK_ACCESSIBLE_ROLE_ROW || role == GTK_ACCESSIBLE_ROLE_LIST_ITEM;
}

void
collapsar_name_row (GtkWidget *within, const char *label)
{
  g_return_if_fail (GTK_IS_WIDGET (within));

  while (within != NULL && !is_row (within))
    within = gtk_widget_get_parent (within);
  if (within != NULL)
    name (within, label);
}

void
collapsar_set_tooltip (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), text) != 0)
    gtk_widget_set_tooltip_text (widget, text);
}
