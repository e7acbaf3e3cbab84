/* The legend of classes: a click on one says which it was. */
#include "app/legend.h"

#include "display.h"

#include <adwaita.h>

static Dataset *
make_dataset (guint n_classes)
{
  NumericMatrix32 samples = numeric_matrix32 (numeric_matrix32_alloc (1), 1, 1);
  samples.data[0] = 0.0f;
  return dataset_new ("made", "Made", (DatasetShape){ 1, 1, 1 }, samples, g_new0 (guint32, 1), n_classes,
                      NULL, NULL);
}

static GObject *
find_click (GtkWidget *widget)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_GESTURE_CLICK (controller))
      return controller; /* the widget holds it */
  }
  g_assert_not_reached ();
}

static void
on_choose (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  *(gint *)user_data = (gint)g_variant_get_uint32 (parameter);
}

static void
test_choice (void)
{
  gint chosen = -1;
  g_autoptr (Dataset) data = make_dataset (3);
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autoptr (GSimpleAction) action = g_simple_action_new ("choose-class", G_VARIANT_TYPE_UINT32);
  GtkWidget *window = gtk_window_new (), *legend = collapsar_legend_new ();
  g_signal_connect (action, "activate", G_CALLBACK (on_choose), &chosen);
  g_action_map_add_action (G_ACTION_MAP (actions), G_ACTION (action));
  gtk_widget_insert_action_group (window, "win", G_ACTION_GROUP (actions));
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 60);
  gtk_window_set_child (GTK_WINDOW (window), legend);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_emit_by_name (find_click (legend), "released", 1, 10.0, 10.0);
  g_assert_cmpint (chosen, ==, -1);
  collapsar_legend_set_dataset (COLLAPSAR_LEGEND (legend), data);
  while (gtk_widget_get_width (legend) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_signal_emit_by_name (find_click (legend), "released", 1, 0.5 * gtk_widget_get_width (legend), 10.0);
  g_assert_cmpint (chosen, ==, 1);
  g_signal_emit_by_name (find_click (legend), "released", 1, 10.0, 500.0);
  g_assert_cmpint (chosen, ==, 1);
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/legend/choice", test_choice);
  return g_test_run ();
}
