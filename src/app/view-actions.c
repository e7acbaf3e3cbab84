#include "app/view-actions.h"

void
collapsar_add_toggle_action (GActionMap *map, const char *name, GtkWidget *button)
{
  g_return_if_fail (GTK_IS_TOGGLE_BUTTON (button));

  g_autoptr (GPropertyAction) action = g_property_action_new (name, button, "active");
  g_action_map_add_action (map, G_ACTION (action));
}

static GVariant *
get_property (GObject *object, GParamSpec *pspec)
{
  g_auto (GValue) value = G_VALUE_INIT;
  g_object_get_property (object, pspec->name, &value);
  return pspec->value_type == G_TYPE_BOOLEAN ? g_variant_new_boolean (g_value_get_boolean (&value))
                                             : g_variant_new_uint32 (g_value_get_uint (&value));
}

static void
on_change_property (GSimpleAction *action, GVariant *state, GObject *object)
{
  const char *name = g_action_get_name (G_ACTION (action));
  if (g_variant_is_of_type (state, G_VARIANT_TYPE_BOOLEAN))
    g_object_set (object, name, g_variant_get_boolean (state), NULL);
  else
    g_object_set (object, name, g_variant_get_uint32 (state), NULL);
}

static void
on_property (GObject *object, GParamSpec *pspec, GSimpleAction *action)
{
  g_simple_action_set_state (action, get_property (object, pspec));
}

/* GPropertyAction would hold the object; a widget that has actions of its own in turn holds those above it,
 * and so the map. */
void
collapsar_add_property_action (GActionMap *map, const char *name, GObject *object)
{
  GParamSpec *pspec = g_object_class_find_property (G_OBJECT_GET_CLASS (object), name);
  g_return_if_fail (pspec != NULL);
  g_return_if_fail (pspec->value_type == G_TYPE_BOOLEAN || pspec->value_type == G_TYPE_UINT);

  g_autofree char *signal = g_strconcat ("notify::", name, NULL);
  g_autoptr (GSimpleAction) action = g_simple_action_new_stateful (
      name, pspec->value_type == G_TYPE_BOOLEAN ? NULL : G_VARIANT_TYPE_UINT32, get_property (object, pspec));
  g_signal_connect_object (action, "change-state", G_CALLBACK (on_change_property), object, 0);
  g_signal_connect_object (object, signal, G_CALLBACK (on_property), action, 0);
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
