#include "app/transfer-menus.h"

#include <glib/gi18n.h>

static void
append (GMenu *menu, const char *title, const char *action, GVariant *target)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (NULL, NULL);
  g_autoptr (GString) label = g_string_new (title);
  g_string_replace (label, "_", "__", 0); /* no mnemonics */
  g_menu_item_set_label (item, label->str);
  g_menu_item_set_action_and_target_value (item, action, target);
  g_menu_append_item (menu, item);
}

/* A menu that is open stays as it is where it says the same. */
static void
show (GtkMenuButton *button, const char *label, const char *name, GMenu *menu)
{
  g_autofree char *all = g_strdup_printf ("%s: %s", name, label);
  GMenuModel *before = gtk_menu_button_get_menu_model (button);
  gboolean same
      = before != NULL && g_menu_model_get_n_items (before) == g_menu_model_get_n_items (G_MENU_MODEL (menu));
  for (int i = 0; same && i < g_menu_model_get_n_items (before); i++) {
    g_autoptr (GVariant) a = g_menu_model_get_item_attribute_value (before, i, G_MENU_ATTRIBUTE_LABEL, NULL);
    g_autoptr (GVariant) b
        = g_menu_model_get_item_attribute_value (G_MENU_MODEL (menu), i, G_MENU_ATTRIBUTE_LABEL, NULL);
    same = a == b || (a != NULL && b != NULL && g_variant_equal (a, b));
  }
  if (!same)
    gtk_menu_button_set_menu_model (button, G_MENU_MODEL (menu));
  gtk_menu_button_set_label (button, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
  /* What takes the focus is the button within. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_first_child (GTK_WIDGET (button))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, all, -1);
}

void
collapsar_transfer_menus_show_sources (GtkMenuButton *button, const CollapsarTransferDigest *digest)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  for (guint i = 0; i < digest->sources->len; i++) {
    g_autofree char *title = dataset_source_title (digest->sources->pdata[i]);
    append (menu, title, "transfer.source", g_variant_new_string (digest->sources->pdata[i]));
  }
  g_autofree char *label = dataset_source_title (digest->source);
  show (button, label, _ ("Source"), menu);
  gtk_widget_set_sensitive (GTK_WIDGET (button), digest->sources->len > 1);
}

/* What is not there yet. */
static void
append_target (GMenu *menu, GPtrArray *listed, const char *key)
{
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (key);
  if (task == NULL || g_ptr_array_find_with_equal_func (listed, key, g_str_equal, NULL))
    return;
  g_autofree char *title = collapsar_transfer_task_title (task);
  g_ptr_array_add (listed, g_strdup (key));
  append (menu, title, "transfer.target", g_variant_new_string (key));
}

void
collapsar_transfer_menus_show_targets (GtkMenuButton *button,
                                       const CollapsarTransferDigest *digest,
                                       const GPtrArray *sources,
                                       CollapsarSession *selected)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GPtrArray) listed = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < digest->targets->len; i++)
    append_target (menu, listed, digest->targets->pdata[i]);
  if (sources != NULL && selected != NULL) {
    g_autoptr (GPtrArray) offered = collapsar_transfer_tasks (collapsar_session_regime (selected), sources);
    for (guint i = 0; i < offered->len; i++)
      append_target (menu, listed, offered->pdata[i]);
  }
  append_target (menu, listed, digest->target);
  append (menu, _ ("Other Data…"), "page.other-data", NULL);
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (digest->target);
  g_autofree char *label
      = task == NULL ? g_strdup (_ ("Choose a Task")) : collapsar_transfer_task_title (task);
  show (button, label, _ ("Target"), menu);
}

/* "20 labels per class", "All labels" */
static char *
shots_title (guint shots)
{
  if (shots == 0)
    return g_strdup (_ ("All labels"));
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u label per class", "%u labels per class", shots),
                          shots);
}

void
collapsar_transfer_menus_show_shots (GtkMenuButton *button,
                                     const CollapsarTransferDigest *digest,
                                     guint wanted)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  for (guint i = 0; i < digest->shots->len; i++) {
    guint shots = g_array_index (digest->shots, guint, i);
    g_autofree char *title = shots_title (shots);
    append (menu, title, "transfer.shots", g_variant_new_uint32 (shots));
  }
  g_autofree char *label = shots_title (digest->view == NULL ? wanted : digest->shown_shots);
  show (button, label, _ ("Labelled samples"), menu);
  gtk_widget_set_sensitive (GTK_WIDGET (button), digest->shots->len > 1);
}

char *
collapsar_transfer_menus_missing (const CollapsarTransferDigest *digest, const GPtrArray *sources)
{
  g_autoptr (CollapsarTransferTask) task = collapsar_transfer_task_parse (digest->target);
  for (guint i = 0; task != NULL && sources != NULL && i < sources->len; i++) {
    const DatasetSourceInfo *info = sources->pdata[i];
    if (g_str_equal (info->name, task->source) && info->location == NULL)
      return g_strdup_printf (_ ("%s was not found on this machine: %s"), info->title, info->searched);
  }
  return NULL;
}
