/* What the window's actions do to runs and fine-tunings. */
#include "app/window-private.h"

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

static const CollapsarWindowAction actions[] = {
  { "win.train", NULL, train },
  { "win.step", NULL, step },
  { "win.restart", NULL, restart },
  { "win.restart-new-seed", NULL, restart_new_seed },
  { "win.pause-all", NULL, pause_all },
  { "win.resume-all", NULL, resume_all },
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
};

void
collapsar_window_install_run_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
}
