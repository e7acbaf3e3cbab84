/* The window's actions and their keys: one action behind menu, button and key. */
#include "app/window-private.h"

#include <glib/gi18n.h>
#include <math.h>

static void
train (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  switch (collapsar_session_get_state (self->session)) {
  case COLLAPSAR_SESSION_QUEUED:
  case COLLAPSAR_SESSION_LOADING:
  case COLLAPSAR_SESSION_RUNNING:
    collapsar_session_pause (self->session);
    break;
  case COLLAPSAR_SESSION_PAUSED:
    collapsar_session_resume (self->session);
    break;
  case COLLAPSAR_SESSION_IDLE:
  case COLLAPSAR_SESSION_FINISHED:
  case COLLAPSAR_SESSION_FAILED:
    collapsar_session_restart (self->session); /* it has never trained: see may_train */
    break;
  }
}

static void
step (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_session_set_live (self->session, TRUE);
  collapsar_session_step (self->session);
}

static void
restart (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_window_train_again (self, collapsar_session_regime (self->session));
}

static void
restart_new_seed (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  g_autoptr (Regime) regime
      = collapsar_study_next_seed (self->study, collapsar_session_regime (self->session));
  collapsar_window_train_again (self, regime);
}

static void
repeat_seeds (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_repeat (COLLAPSAR_WINDOW (widget), (guint)MAX (g_variant_get_int32 (parameter), 1));
}

static void
branch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_branch (COLLAPSAR_WINDOW (widget));
}

static void
duplicate_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_duplicate_run (COLLAPSAR_WINDOW (widget));
}

static void
edit_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_edit_run (COLLAPSAR_WINDOW (widget));
}

static void
move_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_move_run (COLLAPSAR_WINDOW (widget), g_variant_get_int32 (parameter));
}

static void
undo_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_study_undo (self->study);
  if (self->undo_toast != NULL)
    adw_toast_dismiss (self->undo_toast);
}

static void
rename_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_object_set (widget, "show-sidebar", TRUE, NULL);
  collapsar_sidebar_rename_selected (COLLAPSAR_WINDOW (widget)->sidebar);
}

static void
remove_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_remove_run (COLLAPSAR_WINDOW (widget));
}

static void
select_run (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_study_move_selection (COLLAPSAR_WINDOW (widget)->study, g_variant_get_int32 (parameter));
}

static void
toggle_group (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_sidebar_toggle_group (COLLAPSAR_WINDOW (widget)->sidebar);
}

/* Of the selected run or group. */
static void
toggle (CollapsarWindow *self, const char *property)
{
  CollapsarRunGroup *group = collapsar_sidebar_get_group (self->sidebar);
  GObject *of = group != NULL ? G_OBJECT (group) : G_OBJECT (self->session);
  gboolean value;
  g_object_get (of, property, &value, NULL);
  g_object_set (of, property, !value, NULL);
}

static void
toggle_visible (GtkWidget *widget, const char *name, GVariant *parameter)
{
  toggle (COLLAPSAR_WINDOW (widget), "visible");
}

static void
toggle_muted (GtkWidget *widget, const char *name, GVariant *parameter)
{
  toggle (COLLAPSAR_WINDOW (widget), "muted");
}

static void
show_only (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_stage_show_only (self->stage, self->session, collapsar_sidebar_get_group (self->sidebar));
}

static void
show_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_stage_show_all (COLLAPSAR_WINDOW (widget)->stage);
}

static void
pause_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_study_pause_all (COLLAPSAR_WINDOW (widget)->study);
}

static void
resume_all (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_study_resume_all (COLLAPSAR_WINDOW (widget)->study);
}

static void
preset_variants (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_add_variants (COLLAPSAR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
preset (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_new_preset (g_variant_get_string (parameter, NULL), &error);
  if (regime == NULL) {
    collapsar_window_show_error (self, error);
    return;
  }
  collapsar_window_add_run (self, regime);
}

static gboolean
shows (CollapsarWindow *self, const char *view)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), view) == 0;
}

static void
open_study (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_open_study (COLLAPSAR_WINDOW (widget));
}

static void
save_study (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_save_study (COLLAPSAR_WINDOW (widget));
}

static void
open_regime (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_open_regime (COLLAPSAR_WINDOW (widget));
}

static void
save_regime (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_save_regime (COLLAPSAR_WINDOW (widget));
}

static void
choose_data (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_choose_data (COLLAPSAR_WINDOW (widget), NULL);
}

/* Of the runs it is their table that is on screen. */
static void export(GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "runs"))
    gtk_widget_activate_action (GTK_WIDGET (self->runs), "runs.export", "s", "csv");
  else
    collapsar_window_export (self);
}

/* The same with the page that was chosen last. */
static void
export_again (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "runs"))
    export(widget, name, parameter);
  else
    collapsar_window_export_again (self);
}

static void
copy_figure (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "runs"))
    gtk_widget_activate_action (GTK_WIDGET (self->runs), "runs.copy", NULL);
  else
    collapsar_window_copy_figure (self);
}

static void
print_figure (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_print (COLLAPSAR_WINDOW (widget));
}

static void
open_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_show_uri (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL), GDK_CURRENT_TIME);
}

static void
view (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_show_view (COLLAPSAR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
findings (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_show_view (COLLAPSAR_WINDOW (widget), "findings");
}

static void
find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_window_show_view (self, "runs");
  collapsar_runs_page_find (self->runs);
}

static void
sort (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_window_show_view (self, "runs");
  collapsar_runs_page_choose_order (self->runs);
}

static void
reset_view (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "curves"))
    collapsar_curves_page_show_all_epochs (self->curves);
  else
    collapsar_geometry_page_reset_view (self->geometry);
}

static void
open_settings (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_object_set (widget, "show-settings", TRUE, NULL);
}

static void
dismiss_message (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_revealer_set_reveal_child (COLLAPSAR_WINDOW (widget)->message_revealer, FALSE);
}

static void
first_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_session_set_epoch (COLLAPSAR_WINDOW (widget)->session, 0.0);
}

static void
previous_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_session_set_epoch (self->session, ceil (collapsar_session_get_epoch (self->session)) - 1.0);
}

static void
next_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_session_set_epoch (self->session, floor (collapsar_session_get_epoch (self->session)) + 1.0);
}

static void
live (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_session_set_live (self->session, !collapsar_session_get_live (self->session));
}

static void
last_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_session_set_live (COLLAPSAR_WINDOW (widget)->session, TRUE);
}

static void
replay (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_playback_bar_toggle_replay (COLLAPSAR_WINDOW (widget)->playback, 1);
}

static void
replay_backwards (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_playback_bar_toggle_replay (COLLAPSAR_WINDOW (widget)->playback, -1);
}

static void
pace (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_playback_bar_change_pace (COLLAPSAR_WINDOW (widget)->playback, g_variant_get_int32 (parameter));
}

static void
open_lesson (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_choose_lesson (COLLAPSAR_WINDOW (widget));
}

static void
lesson (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_try_lesson (COLLAPSAR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
close_lesson (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_lesson_guide_begin (COLLAPSAR_WINDOW (widget)->guide, NULL, NULL);
}

static void
lesson_step_by (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_lesson_guide_move (COLLAPSAR_WINDOW (widget)->guide, g_variant_get_int32 (parameter));
}

static void
lesson_do (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_do_step (COLLAPSAR_WINDOW (widget));
}

static void
lesson_answer (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GObject *guide = G_OBJECT (COLLAPSAR_WINDOW (widget)->guide);
  gboolean shown;
  g_object_get (guide, "shows-answer", &shown, NULL);
  g_object_set (guide, "shows-answer", !shown, NULL);
}

static CollapsarTransfers *
transfers_of (GtkWidget *widget)
{
  return collapsar_study_transfers (COLLAPSAR_WINDOW (widget)->study);
}

static void
toggle_transfers (GtkWidget *widget, const char *property)
{
  gboolean active;
  g_object_get (transfers_of (widget), property, &active, NULL);
  g_object_set (transfers_of (widget), property, !active, NULL);
}

static void
pause_fine_tuning (GtkWidget *widget, const char *name, GVariant *parameter)
{
  toggle_transfers (widget, "paused");
}

static void
watch_fine_tuning (GtkWidget *widget, const char *name, GVariant *parameter)
{
  toggle_transfers (widget, "watched");
}

static void
stop_fine_tuning (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_transfers_stop (transfers_of (widget));
}

static void
fine_tune (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_show_view (COLLAPSAR_WINDOW (widget), "transfer");
}

static const struct {
  const char *name;
  const char *parameter;
  GtkWidgetActionActivateFunc activate;
} actions[] = {
  { "win.train", NULL, train },
  { "win.step", NULL, step },
  { "win.restart", NULL, restart },
  { "win.restart-new-seed", NULL, restart_new_seed },
  { "win.pause-all", NULL, pause_all },
  { "win.resume-all", NULL, resume_all },
  { "win.fine-tune", NULL, fine_tune },
  { "win.pause-fine-tuning", NULL, pause_fine_tuning },
  { "win.stop-fine-tuning", NULL, stop_fine_tuning },
  { "win.watch-fine-tuning", NULL, watch_fine_tuning },
  { "win.preset", "s", preset },
  { "win.preset-variants", "s", preset_variants },
  { "win.repeat-seeds", "i", repeat_seeds },
  { "win.branch", NULL, branch },
  { "win.duplicate-run", NULL, duplicate_run },
  { "win.edit-run", NULL, edit_run },
  { "win.move-run", "i", move_run },
  { "win.undo-run", NULL, undo_run },
  { "win.rename-run", NULL, rename_run },
  { "win.remove-run", NULL, remove_run },
  { "win.select-run", "i", select_run },
  { "win.toggle-group", NULL, toggle_group },
  { "win.toggle-visible", NULL, toggle_visible },
  { "win.toggle-muted", NULL, toggle_muted },
  { "win.show-only", NULL, show_only },
  { "win.show-all", NULL, show_all },
  { "win.open-study", NULL, open_study },
  { "win.save-study", NULL, save_study },
  { "win.open-regime", NULL, open_regime },
  { "win.save-regime", NULL, save_regime },
  { "win.choose-data", NULL, choose_data },
  { "win.open-lesson", NULL, open_lesson },
  { "win.lesson", "s", lesson },
  { "win.close-lesson", NULL, close_lesson },
  { "win.lesson-step", "i", lesson_step_by },
  { "win.lesson-do", NULL, lesson_do },
  { "win.lesson-answer", NULL, lesson_answer },
  { "win.export", NULL, export },
  { "win.export-again", NULL, export_again },
  { "win.copy-figure", NULL, copy_figure },
  { "win.print", NULL, print_figure },
  { "win.open-folder", "s", open_folder },
  { "win.view", "s", view },
  { "win.findings", NULL, findings },
  { "win.find", NULL, find },
  { "win.sort", NULL, sort },
  { "win.reset-view", NULL, reset_view },
  { "win.open-settings", NULL, open_settings },
  { "win.dismiss-message", NULL, dismiss_message },
  { "win.first-epoch", NULL, first_epoch },
  { "win.previous-epoch", NULL, previous_epoch },
  { "win.next-epoch", NULL, next_epoch },
  { "win.last-epoch", NULL, last_epoch },
  { "win.live", NULL, live },
  { "win.replay", NULL, replay },
  { "win.replay-backwards", NULL, replay_backwards },
  { "win.pace", "i", pace },
};

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
collapsar_window_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  gtk_widget_class_install_property_action (widget_class, "win.show-sidebar", "show-sidebar");
  gtk_widget_class_install_property_action (widget_class, "win.show-settings", "show-settings");
  gtk_widget_class_install_property_action (widget_class, "win.cores", "cores");
  gtk_widget_class_install_property_action (widget_class, "win.start-page", "show-start");

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

/* A run that has come to its end is not trained on; one that never trained is begun. */
static gboolean
may_train (CollapsarSession *session)
{
  switch (collapsar_session_get_state (session)) {
  case COLLAPSAR_SESSION_QUEUED:
  case COLLAPSAR_SESSION_LOADING:
  case COLLAPSAR_SESSION_RUNNING:
  case COLLAPSAR_SESSION_PAUSED:
    return TRUE;
  case COLLAPSAR_SESSION_IDLE:
  case COLLAPSAR_SESSION_FINISHED:
  case COLLAPSAR_SESSION_FAILED:
    return !collapsar_session_has_trained (session);
  }
  g_return_val_if_reached (FALSE);
}

static gboolean
is_paused (CollapsarSession *session)
{
  return collapsar_session_get_state (session) == COLLAPSAR_SESSION_PAUSED;
}

static gboolean
is_any (CollapsarStudy *study, gboolean (*is) (CollapsarSession *))
{
  for (guint i = 0; i < collapsar_study_n_runs (study); i++)
    if (is (collapsar_study_run (study, i)))
      return TRUE;
  return FALSE;
}

static void
update_lesson_actions (CollapsarWindow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  Lesson *open = collapsar_lesson_guide_lesson (self->guide);
  const LessonStep *step
      = open == NULL ? NULL : lesson_step (open, collapsar_lesson_guide_step (self->guide));
  gtk_widget_action_set_enabled (widget, "win.close-lesson", open != NULL);
  gtk_widget_action_set_enabled (widget, "win.lesson-step", open != NULL);
  gtk_widget_action_set_enabled (widget, "win.lesson-do", open != NULL && lesson_step_acts (step));
  gtk_widget_action_set_enabled (widget, "win.lesson-answer", open != NULL && step->question != NULL);
}

void
collapsar_window_update_pausing (CollapsarWindow *self)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (self->study);
  gboolean paused, tunes = collapsar_transfers_n_left (transfers) > 0;
  g_object_get (transfers, "paused", &paused, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.pause-all",
                                 is_any (self->study, collapsar_session_is_wanted) || (tunes && !paused));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.resume-all",
                                 is_any (self->study, is_paused) || (tunes && paused));
}

void
collapsar_window_update_actions (CollapsarWindow *self)
{
  update_lesson_actions (self);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.save-study",
                                 collapsar_study_get_store (self->study) != NULL);
  static const char *const need_run[] = { "win.find",           "win.restart",      "win.restart-new-seed",
                                          "win.repeat-seeds",   "win.save-regime",  "win.open-settings",
                                          "win.choose-data",    "win.rename-run",   "win.remove-run",
                                          "win.toggle-visible", "win.show-only",    "win.show-all",
                                          "win.duplicate-run",  "win.edit-run",     "win.move-run",
                                          "win.toggle-group",   "win.toggle-muted", "win.sort" };
  static const char *const need_history[]
      = { "win.export",      "win.export-again",   "win.copy-figure", "win.print",
          "win.first-epoch", "win.previous-epoch", "win.next-epoch",  "win.last-epoch",
          "win.reset-view",  "win.live",           "win.replay",      "win.replay-backwards",
          "win.branch" };
  CollapsarSession *session = self->session;
  CollapsarSessionState state
      = session == NULL ? COLLAPSAR_SESSION_IDLE : collapsar_session_get_state (session);
  gboolean history = session != NULL && collapsar_session_history (session) != NULL;
  GtkWidget *widget = GTK_WIDGET (self);
  for (gsize i = 0; i < G_N_ELEMENTS (need_run); i++)
    gtk_widget_action_set_enabled (widget, need_run[i], session != NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (need_history); i++)
    gtk_widget_action_set_enabled (widget, need_history[i], history);
  gtk_widget_action_set_enabled (widget, "win.fine-tune",
                                 session != NULL
                                     && adw_view_stack_get_child_by_name (self->views, "transfer") != NULL);
  gtk_widget_action_set_enabled (widget, "win.train", session != NULL && may_train (session));
  collapsar_window_update_pausing (self);
  gtk_widget_action_set_enabled (widget, "win.step",
                                 state == COLLAPSAR_SESSION_RUNNING || state == COLLAPSAR_SESSION_PAUSED);
}
