#include "app/sort-menu.h"

#include <glib/gi18n.h>

static void
append (GMenu *menu, const char *title, const char *key)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (title, NULL);
  g_menu_item_set_action_and_target (item, "runs.sort", "s", key);
  g_menu_append_item (menu, item);
}

GMenuModel *
collapsar_sort_menu_new (CollapsarRunColumns *columns)
{
  g_autoptr (GMenu) keys = g_menu_new (), direction = g_menu_new ();
  GMenu *menu = g_menu_new ();
  const StudyTable *table = collapsar_run_columns_table (columns);
  append (keys, _ ("Order of the Runs"), "");
  for (guint i = 0; table != NULL && i < study_table_n_columns (table); i++)
    if (collapsar_run_columns_is_shown (columns, i))
      append (keys, collapsar_run_columns_title (columns, i), study_table_column_key (table, i));
  g_menu_append (direction, _ ("Largest First"), "runs.sort-descending");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (keys));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (direction));
  return G_MENU_MODEL (menu);
}
