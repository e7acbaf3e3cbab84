/* What the worker tells, taken in. */
#include "app/session-private.h"

/* Reports taken in one frame. */
#define DRAIN_LIMIT 64

void
collapsar_session_take_start (CollapsarSession *self, TrainerStart *start)
{
  collapsar_start_clear (&self->start);
  self->start = *start;
  self->loaded = TRUE;
  *start = (TrainerStart){ 0 };
  TrainingHistory *before = self->history;
  /* What it told after the epoch that it goes on from was not stored. A branch may begin once more,
   * otherwise. */
  gboolean branches = self->inherited != NULL
                      && (gint)self->start.first_epoch == training_history_branch_epoch (self->inherited);
  self->history = self->continues && before != NULL ? training_history_new_until (
                      branches ? self->inherited : before, self->regime, self->start.first_epoch)
                                                    : training_history_new (self->regime);
  self->light = FALSE;
  collapsar_session_show_history (self);
  /* Views have let go of the old history only once they have seen this. */
  g_signal_emit_by_name (self, "started");
  g_clear_pointer (&before, training_history_free);
}

static void
take_start (CollapsarSession *self, CollapsarReport *report)
{
  collapsar_session_take_start (self, &report->start);
  if (self->state == COLLAPSAR_SESSION_LOADING)
    collapsar_session_set_state (self, COLLAPSAR_SESSION_RUNNING);
}

static void
take_newest (CollapsarSession *self, TrainingSnapshot *snapshot)
{
  if (self->newest != NULL && self->newest->epoch > snapshot->epoch)
    return;
  g_clear_pointer (&self->newest, training_snapshot_unref);
  self->newest = training_snapshot_ref (snapshot);
}

/* A run that diverged left moments of NaN behind: back to the whole epoch that the worker told last, the good
 * one. */
static void
forget_unfinished (CollapsarSession *self)
{
  g_clear_pointer (&self->newest, training_snapshot_unref);
  if (self->whole != NULL)
    self->newest = training_snapshot_ref (self->whole);
}

static void
take_end (CollapsarSession *self, TrainerEnd end)
{
  gboolean not_stored = self->error != NULL && self->error->domain == STUDY_ERROR;
  self->stepping = FALSE;
  if (end == TRAINER_FAILED) {
    g_autoptr (TrainingSnapshot) unfinished = collapsar_link_take_mail (self->link);
    forget_unfinished (self);
  }
  if (end == TRAINER_FINISHED) {
    collapsar_session_set_state (self, COLLAPSAR_SESSION_FINISHED);
  } else if (end == TRAINER_FAILED && not_stored) {
    /* It can go on from what is stored. */
    collapsar_session_end_run (self);
    collapsar_session_set_state (self, COLLAPSAR_SESSION_PAUSED);
  } else if (end == TRAINER_FAILED)
    collapsar_session_set_state (self, COLLAPSAR_SESSION_FAILED);
  else
    collapsar_session_set_state (self, COLLAPSAR_SESSION_IDLE);
}

/* Returns whether a record or a change came. */
static gboolean
take_report (CollapsarSession *self, CollapsarReport *report)
{
  switch (report->kind) {
  case COLLAPSAR_REPORT_STARTED:
    take_start (self, report);
    return FALSE;
  case COLLAPSAR_REPORT_RECORD:
    training_history_add_record (self->history, report->data);
    return TRUE;
  case COLLAPSAR_REPORT_CHANGED:
    training_history_add_change (self->history, report->data);
    collapsar_session_find_marks (self);
    return TRUE;
  case COLLAPSAR_REPORT_SNAPSHOT:
    training_history_add_snapshot (self->history, report->data);
    take_newest (self, report->data);
    g_clear_pointer (&self->whole, training_snapshot_unref);
    self->whole = training_snapshot_ref (report->data);
    return FALSE;
  case COLLAPSAR_REPORT_CHECKPOINT:
    training_history_add_checkpoint (self->history, report->data);
    return FALSE;
  case COLLAPSAR_REPORT_FAILED:
    g_clear_error (&self->error);
    self->error = g_steal_pointer (&report->data);
    return FALSE;
  case COLLAPSAR_REPORT_ENDED:
    take_end (self, report->end);
    return FALSE;
  }
  g_return_val_if_reached (FALSE);
}

/* The history gets it once it has come as far: what it keeps for good is in the queue before it. */
static void
take_latest (CollapsarSession *self)
{
  TrainingCheckpoint *latest = collapsar_link_take_checkpoint (self->link);
  if (latest != NULL) {
    g_clear_pointer (&self->latest, training_checkpoint_unref);
    self->latest = latest;
  }
  if (self->latest == NULL || self->latest->epoch > collapsar_session_last_epoch (self))
    return;
  training_history_add_checkpoint (self->history, self->latest);
  g_clear_pointer (&self->latest, training_checkpoint_unref);
}

static void
end_step (CollapsarSession *self)
{
  if (!self->stepping || collapsar_session_last_epoch (self) < self->step_end)
    return;
  self->stepping = FALSE;
  collapsar_session_update_wanted (self);
  collapsar_session_set_state (self, COLLAPSAR_SESSION_PAUSED);
}

/* Not before the history has come as far. */
static void
take_samples (CollapsarSession *self)
{
  g_autoptr (TrainingSnapshot) samples = collapsar_link_take_samples (self->link);
  if (samples == NULL || self->samples_wanted == 0)
    return;
  g_clear_pointer (&self->samples, training_snapshot_unref);
  self->samples = g_steal_pointer (&samples);
  g_signal_emit_by_name (self, "samples");
}

gboolean
collapsar_session_drain (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  if (self->link == NULL)
    return FALSE;
  g_object_ref (self);
  CollapsarLink *link = self->link;
  gboolean updated = FALSE;
  CollapsarReport *report;
  for (guint n = 0; n < DRAIN_LIMIT && (report = collapsar_link_pop (link)) != NULL; n++) {
    updated |= take_report (self, report);
    collapsar_report_free (report);
    if (self->link != link)
      break; /* a handler started another run */
  }
  if (self->link == link && self->history != NULL) {
    g_autoptr (TrainingSnapshot) mail = collapsar_link_take_mail (link);
    if (mail != NULL)
      take_newest (self, mail);
    take_latest (self);
    take_samples (self);
  }
  if (updated)
    g_signal_emit_by_name (self, "updated");
  end_step (self);
  collapsar_session_follow (self);
  gboolean more = self->link != NULL
                  && (self->state == COLLAPSAR_SESSION_LOADING || self->state == COLLAPSAR_SESSION_RUNNING
                      || !collapsar_link_sleep (self->link));
  g_object_unref (self);
  return more;
}
