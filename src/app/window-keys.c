/* The keys of the window's actions. */
#include "app/window-private.h"

/* ui/gtk/help-overlay.ui shows the same. GtkWindow has bindings of its own for Space and the arrows, which
 * come first: for Space see collapsar_window_activate_focus. */
static const struct {
  guint key;
  GdkModifierType modifiers;
  const char *action;
  const char *parameter; /* a string */
} keys[] = {
  { GDK_KEY_n, 0, "win.step" },
  { GDK_KEY_p, GDK_ALT_MASK, "win.pause-all" },
  { GDK_KEY_p, GDK_ALT_MASK | GDK_SHIFT_MASK, "win.resume-all" },
  { GDK_KEY_w, 0, "win.watch-fine-tuning" },
  { GDK_KEY_r, GDK_CONTROL_MASK, "win.restart" },
  { GDK_KEY_r, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.restart-new-seed" },
  { GDK_KEY_b, 0, "win.branch" },
  { GDK_KEY_d, 0, "win.duplicate-run" },
  { GDK_KEY_e, 0, "win.edit-run" },
  { GDK_KEY_z, GDK_CONTROL_MASK, "win.undo-run" },
  { GDK_KEY_F2, 0, "win.rename-run" },
  { GDK_KEY_g, 0, "win.toggle-group" },
  { GDK_KEY_v, 0, "win.toggle-visible" },
  { GDK_KEY_m, 0, "win.toggle-muted" },
  { GDK_KEY_v, GDK_SHIFT_MASK, "win.show-only" },
  { GDK_KEY_a, 0, "win.show-all" },
  { GDK_KEY_o, GDK_CONTROL_MASK, "win.open-study" },
  { GDK_KEY_s, GDK_CONTROL_MASK, "win.save-study" },
  { GDK_KEY_d, GDK_CONTROL_MASK, "win.choose-data" },
  { GDK_KEY_e, GDK_CONTROL_MASK, "win.export" },
  { GDK_KEY_e, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.export-again" },
  { GDK_KEY_c, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.copy-figure" },
  { GDK_KEY_p, GDK_CONTROL_MASK, "win.print" },
  { GDK_KEY_1, GDK_CONTROL_MASK, "win.view", "geometry" },
  { GDK_KEY_2, GDK_CONTROL_MASK, "win.view", "curves" },
  { GDK_KEY_3, GDK_CONTROL_MASK, "win.view", "layers" },
  { GDK_KEY_4, GDK_CONTROL_MASK, "win.findings" },
  { GDK_KEY_5, GDK_CONTROL_MASK, "win.view", "transfer" },
  { GDK_KEY_6, GDK_CONTROL_MASK, "win.view", "runs" },
  { GDK_KEY_f, GDK_CONTROL_MASK, "win.find" },
  { GDK_KEY_s, GDK_CONTROL_MASK | GDK_SHIFT_MASK, "win.sort" },
  { GDK_KEY_Home, GDK_ALT_MASK, "win.start-page" },
  { GDK_KEY_0, 0, "win.reset-view" },
  { GDK_KEY_c, 0, "win.common-scale" },
  { GDK_KEY_k, 0, "win.linked-cameras" },
  { GDK_KEY_t, 0, "win.test-split" },
  { GDK_KEY_t, GDK_SHIFT_MASK, "win.tour-play" },
  { GDK_KEY_h, 0, "win.hold-axes" },
  { GDK_KEY_a, GDK_SHIFT_MASK, "win.all-samples" },
  { GDK_KEY_y, 0, "win.trails" },
  { GDK_KEY_u, 0, "win.class-images" },
  { GDK_KEY_o, 0, "win.orthographic" },
  { GDK_KEY_h, GDK_SHIFT_MASK, "win.source-axes" },
  { GDK_KEY_i, 0, "win.each-run" },
  { GDK_KEY_o, 0, "win.log-epochs" },
  { GDK_KEY_Return, GDK_ALT_MASK, "win.lesson-do" },
  { GDK_KEY_q, 0, "win.lesson-answer" },
  { GDK_KEY_F9, 0, "win.show-settings" },
  { GDK_KEY_F9, GDK_SHIFT_MASK, "win.show-sidebar" },
  { GDK_KEY_Home, 0, "win.first-epoch" },
  { GDK_KEY_End, 0, "win.last-epoch" },
  { GDK_KEY_comma, 0, "win.previous-epoch" },
  { GDK_KEY_period, 0, "win.next-epoch" },
  { GDK_KEY_l, 0, "win.live" },
  { GDK_KEY_p, 0, "win.replay" },
  { GDK_KEY_p, GDK_SHIFT_MASK, "win.replay-backwards" },
};

void
collapsar_window_install_keys (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].key, keys[i].modifiers, keys[i].action,
                                         keys[i].parameter == NULL ? NULL : "s", keys[i].parameter);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_bracketleft, 0, "win.pace", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_bracketright, 0, "win.pace", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, 0, "win.repeat-seeds", "i", 2);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "win.lesson-step", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Right, GDK_ALT_MASK, "win.lesson-step", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Up, GDK_CONTROL_MASK, "win.select-run", "i",
                                       -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Page_Down, GDK_CONTROL_MASK, "win.select-run",
                                       "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_comma, GDK_ALT_MASK, "win.tour-step", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_period, GDK_ALT_MASK, "win.tour-step", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "win.move-run", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "win.move-run", "i", 1);
}
