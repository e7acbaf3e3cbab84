/* The legend above the curves: what a click and the pointer do. */
#include "app/run-legend.h"

#include "display.h"

#include <adwaita.h>

static GtkWidget *
button_at (CollapsarRunLegend *legend, int place)
{
  GtkWidget *box = gtk_widget_get_first_child (GTK_WIDGET (legend));
  while (!GTK_IS_FLOW_BOX (box))
    box = gtk_widget_get_first_child (box);
  return gtk_flow_box_child_get_child (gtk_flow_box_get_child_at_index (GTK_FLOW_BOX (box), place));
}

static gpointer
motion_of (GtkWidget *button)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (button);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_EVENT_CONTROLLER_MOTION (controller)
        && g_signal_has_handler_pending (controller, g_signal_lookup ("enter", G_OBJECT_TYPE (controller)), 0,
                                         TRUE))
      return controller; /* the button holds it */
  }
  g_assert_not_reached ();
}

static void
on_pointed (CollapsarRunLegend *legend, gpointer item, gpointer *pointed)
{
  *pointed = item;
}

/* Two runs of other seeds, which are one, and a third. */
static void
test_muted (void)
{
  const char *const names[] = { "Small, mean of 2", "Other", NULL };
  CollapsarStudy *study = collapsar_study_new ();
  CollapsarStage *stage = collapsar_stage_new (study);
  CollapsarRunLegend *legend = g_object_ref_sink (g_object_new (COLLAPSAR_TYPE_RUN_LEGEND, NULL));
  collapsar_run_legend_set_stage (legend, stage);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (Regime) regime = regime_new_from_text (
        "[regime]\nname=Small\n[data]\nsource=digits\ntrain=200\ntest=100\n[run]\nepochs=3\n", "test", NULL);
    g_assert_true (regime_set (regime, "network.feature", i == 0 ? "12" : "13", NULL));
    collapsar_study_repeat (study, collapsar_study_add (study, regime), 1 - i);
  }
  g_object_set (legend, "names", names, NULL);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (legend)));
  GtkWidget *group = button_at (legend, 0), *run = button_at (legend, 1);
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (group)));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (group), FALSE);
  for (guint i = 0; i < 3; i++) {
    gboolean muted = collapsar_session_get_muted (collapsar_study_run (study, i));
    g_assert_cmpint (muted, ==, collapsar_study_run (study, i) != collapsar_study_get_selected (study));
  }
  g_object_set (collapsar_study_get_selected (study), "muted", TRUE, NULL);
  g_assert_false (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (run)));
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (run), "Other"));

  gpointer pointed = NULL;
  g_signal_connect (legend, "pointed", G_CALLBACK (on_pointed), &pointed);
  g_signal_emit_by_name (motion_of (run), "enter", 1.0, 1.0);
  g_assert_true (pointed == (gpointer)collapsar_study_get_selected (study));
  g_signal_emit_by_name (motion_of (group), "enter", 1.0, 1.0);
  g_assert_true (COLLAPSAR_IS_RUN_GROUP (pointed));
  g_signal_emit_by_name (motion_of (group), "leave");
  g_assert_null (pointed);
  g_assert_finalize_object (legend);
  g_assert_finalize_object (stage);
  g_assert_finalize_object (study);
}

/* Nine runs with long names take two rows of a small window; each says what differs, and its tip all. */
static void
test_rows (void)
{
  CollapsarStudy *study = collapsar_study_new ();
  CollapsarStage *stage = collapsar_stage_new (study);
  CollapsarRunLegend *legend = g_object_ref_sink (g_object_new (COLLAPSAR_TYPE_RUN_LEGEND, NULL));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  collapsar_run_legend_set_stage (legend, stage);
  for (guint i = 0; i < 9; i++) {
    g_autoptr (Regime) regime = regime_new_from_text ("[data]\nsource=digits\n", "test", NULL);
    g_autofree char *name
        = g_strdup_printf ("Projection head, learning rate 0.%u0 and cosine schedule", i + 1);
    g_autofree char *width = g_strdup_printf ("%u", 12 + i);
    g_assert_true (regime_set (regime, "network.feature", width, NULL));
    collapsar_study_add (study, regime);
    g_strv_builder_add (builder, name);
  }
  g_auto (GStrv) names = g_strv_builder_end (builder);
  g_object_set (legend, "names", names, NULL);
  int height, button_height, minimum;
  gtk_widget_measure (GTK_WIDGET (legend), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <, 660);
  gtk_widget_measure (button_at (legend, 0), GTK_ORIENTATION_VERTICAL, -1, NULL, &button_height, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (legend), GTK_ORIENTATION_VERTICAL, 700, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, >=, 2 * button_height);
  g_assert_cmpint (height, <, 3 * button_height);
  gtk_widget_measure (GTK_WIDGET (legend), GTK_ORIENTATION_VERTICAL, 5000, NULL, &height, NULL, NULL);
  g_assert_cmpint (height, <, 2 * button_height); /* one where there is room */
  GtkWidget *label = gtk_widget_get_last_child (gtk_button_get_child (GTK_BUTTON (button_at (legend, 3))));
  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (label)), ==, "… 0.40 …");
  g_assert_true (g_str_has_prefix (gtk_widget_get_tooltip_text (button_at (legend, 3)), names[3]));
  g_assert_finalize_object (legend);
  g_assert_finalize_object (stage);
  g_assert_finalize_object (study);
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/run-legend/muted", test_muted);
  g_test_add_func ("/app/run-legend/rows", test_rows);
  return g_test_run ();
}
