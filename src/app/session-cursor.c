/* Where one looks: the cursor, and the snapshot that is shown of it. */
#include "app/session-private.h"

#include "training/snapshot-blend.h"

void
collapsar_session_show_snapshot (CollapsarSession *self, TrainingSnapshot *snapshot)
{
  if (self->shown == snapshot)
    return;
  g_clear_pointer (&self->shown, training_snapshot_unref);
  self->shown = snapshot == NULL ? NULL : training_snapshot_ref (snapshot);
  g_signal_emit_by_name (self, "snapshot");
}

void
collapsar_session_move_cursor (CollapsarSession *self, double epoch)
{
  if (self->epoch == epoch)
    return;
  self->epoch = epoch;
  g_object_notify (G_OBJECT (self), "epoch");
}

double
collapsar_session_last_epoch (CollapsarSession *self)
{
  const TrainingRecord *last = self->history == NULL ? NULL : training_history_last (self->history);
  double epoch = last == NULL ? 0.0 : last->epoch;
  return self->newest == NULL ? epoch : MAX (epoch, self->newest->epoch);
}

/* The kept snapshot at the cursor, or what lies between those around it; the newest counts as kept. What is
 * shown stays while they are not there. */
static void
show_cursor (CollapsarSession *self)
{
  if (self->light)
    return;
  gint index = training_history_snapshot_at (self->history, self->epoch);
  guint next = (guint)(index + 1);
  TrainingSnapshot *before = index < 0 ? NULL : training_history_snapshot (self->history, (guint)index);
  TrainingSnapshot *after = next < training_history_n_snapshots (self->history)
                                ? training_history_snapshot (self->history, next)
                                : self->newest;
  if (before == NULL || after == NULL || before->epoch == self->epoch || after->epoch <= before->epoch) {
    collapsar_session_show_snapshot (self, before);
    return;
  }
  g_autoptr (TrainingSnapshot) between = training_snapshot_interpolate (before, after, self->epoch);
  collapsar_session_show_snapshot (self, between);
}

void
collapsar_session_follow (CollapsarSession *self)
{
  if (self->live) {
    collapsar_session_move_cursor (self, collapsar_session_last_epoch (self));
    collapsar_session_show_snapshot (self, self->newest);
  } else if (self->history != NULL) {
    collapsar_session_move_cursor (self, MIN (self->epoch, collapsar_session_last_epoch (self)));
    if (self->shown == NULL || self->shown->epoch != self->epoch)
      show_cursor (self);
  }
}

void
collapsar_session_find_marks (CollapsarSession *self)
{
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  self->marks = training_history_marks (self->history);
}

void
collapsar_session_show_history (CollapsarSession *self)
{
  guint n = training_history_n_snapshots (self->history);
  g_clear_pointer (&self->newest, training_snapshot_unref);
  g_clear_pointer (&self->whole, training_snapshot_unref);
  g_clear_pointer (&self->samples, training_snapshot_unref);
  g_clear_pointer (&self->latest, training_checkpoint_unref);
  if (n > 0) {
    self->newest = training_snapshot_ref (training_history_snapshot (self->history, n - 1));
    self->whole = training_snapshot_ref (self->newest);
  }
  collapsar_session_find_marks (self);
  if (!self->live)
    collapsar_session_set_live (self, TRUE);
  collapsar_session_show_snapshot (self, self->newest);
  collapsar_session_move_cursor (self, collapsar_session_last_epoch (self));
}

/* Moments are wanted while somebody looks at the present, and to know when a step is done. */
void
collapsar_session_update_wanted (CollapsarSession *self)
{
  if (self->link != NULL)
    collapsar_link_set_wanted (self->link, (self->live && self->watched) || self->stepping);
  if (self->link != NULL)
    collapsar_link_set_samples_wanted (self->link, self->samples_wanted > 0 && self->watched);
}

void
collapsar_session_want_samples (CollapsarSession *self, gboolean wanted)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  g_return_if_fail (wanted || self->samples_wanted > 0);

  self->samples_wanted += wanted ? 1 : -1;
  if (self->samples_wanted == 0)
    g_clear_pointer (&self->samples, training_snapshot_unref);
  collapsar_session_update_wanted (self);
  g_object_notify (G_OBJECT (self), "samples-wanted");
}

TrainingSnapshot *
collapsar_session_samples (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->samples;
}

double
collapsar_session_get_epoch (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0.0);

  return self->epoch;
}

void
collapsar_session_set_epoch (CollapsarSession *self, double epoch)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  collapsar_session_set_live (self, FALSE);
  collapsar_session_move_cursor (self, CLAMP (epoch, 0.0, collapsar_session_last_epoch (self)));
  collapsar_session_follow (self);
}

gboolean
collapsar_session_get_live (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), TRUE);

  return self->live;
}

void
collapsar_session_set_live (CollapsarSession *self, gboolean live)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  if (self->live == !!live)
    return;
  self->live = !!live;
  collapsar_session_update_wanted (self);
  collapsar_session_follow (self);
  g_object_notify (G_OBJECT (self), "live");
}
