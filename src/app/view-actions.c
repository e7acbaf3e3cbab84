#include "app/view-actions.h"

void
collapsar_add_toggle_action (GActionMap *map, const char *name, GtkWidget *button)
{
  g_return_if_fail (GTK_IS_TOGGLE_BUTTON (button));

  g_autoptr (GPropertyAction) action = g_property_action_new (name, button, "active");
  g_action_map_add_action (map, G_ACTION (action));
}

static void
on_change_state (GSimpleAction *action, GVariant *state, GtkDropDown *choice)
{
  const char *const *keys = g_object_get_data (G_OBJECT (action), "keys");
  for (guint i = 0; keys[i] != NULL; i++)
    if (g_str_equal (keys[i], g_variant_get_string (state, NULL)))
      gtk_drop_down_set_selected (choice, i);
}

static void
on_selected (GtkDropDown *choice, GParamSpec *pspec, GSimpleAction *action)
{
  const char *const *keys = g_object_get_data (G_OBJECT (action), "keys");
  g_simple_action_set_state (action, g_variant_new_string (keys[gtk_drop_down_get_selected (choice)]));
}

void
collapsar_add_choice_action (GActionMap *map, const char *name, GtkDropDown *choice, const char *const *keys)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (choice));
  g_return_if_fail (g_strv_length ((char **)keys)
                    == g_list_model_get_n_items (gtk_drop_down_get_model (choice)));

  g_autoptr (GSimpleAction) action
      = g_simple_action_new_stateful (name, G_VARIANT_TYPE_STRING, g_variant_new_string (keys[0]));
  g_object_set_data (G_OBJECT (action), "keys", (gpointer)keys);
  g_signal_connect_object (action, "change-state", G_CALLBACK (on_change_state), choice, 0);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (on_selected), action, 0);
  on_selected (choice, NULL, action);
  g_action_map_add_action (map, G_ACTION (action));
}
