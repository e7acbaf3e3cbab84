/* What is looked at in the Transfer view: actions over it, and how it is remembered. */
#include "app/transfer-choice.h"

static void
test_actions (void)
{
  g_autoptr (CollapsarTransferChoice) choice = collapsar_transfer_choice_new ();
  g_autoptr (GSimpleActionGroup) actions = collapsar_transfer_choice_actions (choice);
  g_action_group_activate_action (G_ACTION_GROUP (actions), "shots", g_variant_new_uint32 (20));
  g_action_group_activate_action (G_ACTION_GROUP (actions), "nc1", g_variant_new_string ("downstream"));
  g_assert_cmpuint (collapsar_transfer_choice_shots (choice), ==, 20);
  g_assert_true (collapsar_transfer_choice_is_downstream (choice));
}

static void
test_text (void)
{
  g_autoptr (CollapsarTransferChoice) choice = collapsar_transfer_choice_new ();
  g_autoptr (CollapsarTransferChoice) other = collapsar_transfer_choice_new ();
  g_object_set (choice, "target", "coarse all:my “data”", "layer", 3u, NULL);
  g_autofree char *text = collapsar_transfer_choice_to_text (choice);
  collapsar_transfer_choice_from_text (other, "nonsense");
  collapsar_transfer_choice_from_text (other, "{'layer': <'three'>}");
  g_assert_cmpuint (collapsar_transfer_choice_layer (other), ==, 0);
  collapsar_transfer_choice_from_text (other, text);
  g_assert_cmpstr (collapsar_transfer_choice_target (other), ==, "coarse all:my “data”");
  g_assert_cmpuint (collapsar_transfer_choice_layer (other), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/transfer-choice/actions", test_actions);
  g_test_add_func ("/app/transfer-choice/text", test_text);
  return g_test_run ();
}
