/* When a session trains, and on how many cores: at once, or in turn with others. */
#include "app/session-private.h"

void
collapsar_session_set_queues (CollapsarSession *self, gboolean queues)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  self->queues = queues;
}

gboolean
collapsar_session_trains (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  return self->state == COLLAPSAR_SESSION_LOADING || self->state == COLLAPSAR_SESSION_RUNNING;
}

gboolean
collapsar_session_is_wanted (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  return collapsar_session_trains (self) || self->state == COLLAPSAR_SESSION_QUEUED;
}

guint64
collapsar_session_memory (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0);

  return self->trainer != NULL && self->loaded ? self->start.memory : 0;
}

void
collapsar_session_go_on (CollapsarSession *self)
{
  if (self->begins) {
    self->state = COLLAPSAR_SESSION_LOADING;
    if (!self->held)
      collapsar_session_begin (self, collapsar_session_origin (self));
    g_object_notify (G_OBJECT (self), "state");
  } else if (self->trainer == NULL) {
    collapsar_session_continue (self);
  } else {
    collapsar_session_update_wanted (self);
    if (self->stepping)
      trainer_step_epoch (self->trainer);
    else
      trainer_resume (self->trainer);
    collapsar_session_set_state (self, COLLAPSAR_SESSION_RUNNING);
  }
}

void
collapsar_session_want (CollapsarSession *self)
{
  if (!self->queues) {
    collapsar_session_go_on (self);
    return;
  }
  self->state = COLLAPSAR_SESSION_QUEUED;
  g_object_notify (G_OBJECT (self), "state");
}

void
collapsar_session_give_cores (CollapsarSession *self, guint cores)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  if (cores > 0) {
    g_object_set (self, "threads", cores, NULL);
    if (self->trainer != NULL)
      trainer_set_threads (self->trainer, cores);
    if (self->state == COLLAPSAR_SESSION_QUEUED)
      collapsar_session_go_on (self);
  } else if (collapsar_session_trains (self)) {
    collapsar_session_cancel (self);
    if (self->trainer != NULL)
      trainer_pause (self->trainer);
    collapsar_session_set_state (self, COLLAPSAR_SESSION_QUEUED);
  }
}
