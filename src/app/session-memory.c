/* What of a session's history is in memory, and what in the store alone. */
#include "app/session-private.h"

gsize
collapsar_session_snapshot_bytes (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0);

  return self->history == NULL ? 0 : training_history_snapshot_bytes (self->history);
}

gint64
collapsar_session_left (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0);

  return self->watched ? G_MAXINT64 : self->left;
}

gboolean
collapsar_session_lighten (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  if (self->watched || self->light || self->loading || !self->loaded || self->run == NULL
      || self->state != COLLAPSAR_SESSION_FINISHED || self->inherited != NULL)
    return FALSE;
  collapsar_session_end_run (self);
  training_history_forget (self->history);
  self->light = TRUE;
  return TRUE;
}

gboolean
collapsar_session_thin (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  gsize before = collapsar_session_snapshot_bytes (self);
  if (self->run == NULL || before == 0)
    return FALSE;
  training_history_thin (self->history, STUDY_SNAPSHOT_LIMIT);
  return collapsar_session_snapshot_bytes (self) < before;
}

/* The run may have begun anew meanwhile: then nobody asks for what it was. */
static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarStoredView) view
      = collapsar_store_load_snapshots_finish (COLLAPSAR_STORE (source), result, &error);
  self->loading = FALSE;
  if (!self->light)
    return;
  if (view == NULL) {
    g_clear_error (&self->error);
    self->error = g_steal_pointer (&error);
    g_object_notify (G_OBJECT (self), "state"); /* of the error */
    return;
  }
  self->light = FALSE;
  training_history_restore (self->history, view->snapshots, view->checkpoints);
  collapsar_session_follow (self);
  g_signal_emit_by_name (self, "pending");
}

void
collapsar_session_load_snapshots (CollapsarSession *self)
{
  if (self->loading)
    return;
  self->loading = TRUE;
  collapsar_store_load_snapshots_async (self->store, self->run, NULL, on_loaded, g_object_ref (self));
}
