/* Buttons and drop-downs as actions: each changes the other. */
#include "app/view-actions.h"

#include "display.h"

static const char *const keys[] = { "first", "second", "third", NULL };

static const char *
state_of (GSimpleActionGroup *actions, const char *name)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (actions), name);
  return g_intern_string (g_variant_get_string (state, NULL));
}

static void
test_choice (void)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *choice = g_object_ref_sink (gtk_drop_down_new_from_strings (keys));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 1);
  collapsar_add_choice_action (G_ACTION_MAP (actions), "choice", GTK_DROP_DOWN (choice), keys);
  g_assert_cmpstr (state_of (actions, "choice"), ==, "second");
  g_action_group_activate_action (G_ACTION_GROUP (actions), "choice", g_variant_new_string ("third"));
  g_assert_cmpuint (gtk_drop_down_get_selected (GTK_DROP_DOWN (choice)), ==, 2);
  g_assert_cmpstr (state_of (actions, "choice"), ==, "third");
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), 0);
  g_assert_cmpstr (state_of (actions, "choice"), ==, "first");
  g_action_group_change_action_state (G_ACTION_GROUP (actions), "choice", g_variant_new_string ("none such"));
  g_assert_cmpstr (state_of (actions, "choice"), ==, "first");
  /* The action outlives it. */
  g_assert_finalize_object (choice);
  g_action_group_activate_action (G_ACTION_GROUP (actions), "choice", g_variant_new_string ("second"));
}

static gboolean
is_on (GSimpleActionGroup *actions, const char *name)
{
  g_autoptr (GVariant) state = g_action_group_get_action_state (G_ACTION_GROUP (actions), name);
  return g_variant_get_boolean (state);
}

static void
test_toggle (void)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GtkWidget) button = g_object_ref_sink (gtk_toggle_button_new ());
  collapsar_add_toggle_action (G_ACTION_MAP (actions), "toggle", button);
  g_assert_false (is_on (actions, "toggle"));
  g_action_group_activate_action (G_ACTION_GROUP (actions), "toggle", NULL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  g_assert_false (is_on (actions, "toggle"));
}

/* A switch and a number as properties; the objects are not held. */
static void
test_property (void)
{
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  GtkWidget *button = g_object_ref_sink (gtk_toggle_button_new ());
  GtkWidget *list = g_object_ref_sink (gtk_flow_box_new ());
  collapsar_add_property_action (G_ACTION_MAP (actions), "active", G_OBJECT (button));
  collapsar_add_property_action (G_ACTION_MAP (actions), "max-children-per-line", G_OBJECT (list));
  g_action_group_activate_action (G_ACTION_GROUP (actions), "active", NULL);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (button)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), FALSE);
  g_assert_false (is_on (actions, "active"));
  g_action_group_activate_action (G_ACTION_GROUP (actions), "max-children-per-line",
                                  g_variant_new_uint32 (3));
  g_assert_cmpuint (gtk_flow_box_get_max_children_per_line (GTK_FLOW_BOX (list)), ==, 3);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (list), 5);
  g_autoptr (GVariant) state
      = g_action_group_get_action_state (G_ACTION_GROUP (actions), "max-children-per-line");
  g_assert_cmpuint (g_variant_get_uint32 (state), ==, 5);
  g_assert_finalize_object (button);
  g_assert_finalize_object (list);
  g_action_group_activate_action (G_ACTION_GROUP (actions), "active", NULL);
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/view-actions/choice", test_choice);
  g_test_add_func ("/app/view-actions/toggle", test_toggle);
  g_test_add_func ("/app/view-actions/property", test_property);
  return g_test_run ();
}
