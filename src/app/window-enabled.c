/* Which of the window's actions can be done. */
#include "app/window-private.h"

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
