#include "app/session-private.h"

#include <math.h>

#include "training/snapshot-blend.h"

/* Reports taken in one frame. */
#define DRAIN_LIMIT 64

G_DEFINE_FINAL_TYPE (CollapsarSession, collapsar_session, G_TYPE_OBJECT)

enum {
  PROP_STATE = 1,
  PROP_EPOCH,
  PROP_LIVE,
  PROP_PACE,
  PROP_THREADS,
  PROP_NAME,
  PROP_STYLE,
  PROP_WATCHED,
  PROP_VISIBLE,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_STARTED,
  SIGNAL_UPDATED,
  SIGNAL_SNAPSHOT,
  SIGNAL_PENDING,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static gboolean
on_wake (gpointer user_data)
{
  CollapsarSession *self = user_data;
  g_signal_emit (self, signals[SIGNAL_PENDING], 0);
  return G_SOURCE_CONTINUE;
}

void
collapsar_session_set_state (CollapsarSession *self, CollapsarSessionState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
show_snapshot (CollapsarSession *self, TrainingSnapshot *snapshot)
{
  if (self->shown == snapshot)
    return;
  g_clear_pointer (&self->shown, training_snapshot_unref);
  self->shown = snapshot == NULL ? NULL : training_snapshot_ref (snapshot);
  g_signal_emit (self, signals[SIGNAL_SNAPSHOT], 0);
}

static void
move_cursor (CollapsarSession *self, double epoch)
{
  if (self->epoch == epoch)
    return;
  self->epoch = epoch;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EPOCH]);
}

/* The furthest epoch that there is something to see of. */
static double
last_epoch (CollapsarSession *self)
{
  const TrainingRecord *last = self->history == NULL ? NULL : training_history_last (self->history);
  double epoch = last == NULL ? 0.0 : last->epoch;
  return self->newest == NULL ? epoch : MAX (epoch, self->newest->epoch);
}

/* The kept snapshot at the cursor, or what lies between those around it; the newest counts as kept. */
static void
show_cursor (CollapsarSession *self)
{
  gint index = training_history_snapshot_at (self->history, self->epoch);
  guint next = (guint)(index + 1);
  TrainingSnapshot *before = index < 0 ? NULL : training_history_snapshot (self->history, (guint)index);
  TrainingSnapshot *after = next < training_history_n_snapshots (self->history)
                                ? training_history_snapshot (self->history, next)
                                : self->newest;
  if (before == NULL || after == NULL || before->epoch == self->epoch || after->epoch <= before->epoch) {
    show_snapshot (self, before);
    return;
  }
  g_autoptr (TrainingSnapshot) between = training_snapshot_interpolate (before, after, self->epoch);
  show_snapshot (self, between);
}

void
collapsar_session_follow (CollapsarSession *self)
{
  if (self->live) {
    move_cursor (self, last_epoch (self));
    show_snapshot (self, self->newest);
  } else if (self->history != NULL) {
    move_cursor (self, MIN (self->epoch, last_epoch (self)));
    if (self->shown == NULL || self->shown->epoch != self->epoch)
      show_cursor (self);
  }
}

/* Drops of the schedule, and changes that a branch inherits or begins with. */
static void
find_rate_marks (CollapsarSession *self)
{
  g_clear_pointer (&self->rate_marks, g_array_unref);
  self->rate_marks = training_history_rate_marks (self->history);
  const TrainingRecord *last = training_history_last (self->history);
  double mark = training_history_branch_epoch (self->history);
  if (last != NULL && last->epoch == mark
      && last->base_learning_rate != regime_get_real (self->regime, "optimiser.learning-rate"))
    g_array_append_val (self->rate_marks, mark);
}

/* Another history with what it holds already. */
static void
show_history (CollapsarSession *self)
{
  guint n = training_history_n_snapshots (self->history);
  g_clear_pointer (&self->newest, training_snapshot_unref);
  g_clear_pointer (&self->whole, training_snapshot_unref);
  g_clear_pointer (&self->latest, training_checkpoint_unref);
  if (n > 0) {
    self->newest = training_snapshot_ref (training_history_snapshot (self->history, n - 1));
    self->whole = training_snapshot_ref (self->newest);
  }
  find_rate_marks (self);
  if (!self->live)
    collapsar_session_set_live (self, TRUE);
  show_snapshot (self, self->newest);
  move_cursor (self, last_epoch (self));
}

void
collapsar_session_take_start (CollapsarSession *self, TrainerStart *start)
{
  collapsar_start_clear (&self->start);
  self->start = *start;
  self->loaded = TRUE;
  *start = (TrainerStart){ 0 };
  TrainingHistory *before = self->history;
  /* What it told after the epoch that it goes on from was not stored. */
  self->history = self->continues && before != NULL
                      ? training_history_new_until (before, self->regime, self->start.first_epoch)
                      : training_history_new (self->regime);
  show_history (self);
  /* Views have let go of the old history only once they have seen this. */
  g_signal_emit (self, signals[SIGNAL_STARTED], 0);
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

static void end_run (CollapsarSession *self);

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
    end_run (self);
    collapsar_session_set_state (self, COLLAPSAR_SESSION_PAUSED);
  } else if (end == TRAINER_FAILED)
    collapsar_session_set_state (self, COLLAPSAR_SESSION_FAILED);
  else
    collapsar_session_set_state (self, COLLAPSAR_SESSION_IDLE);
}

/* Returns whether a record came. */
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
  if (self->latest == NULL || self->latest->epoch > last_epoch (self))
    return;
  training_history_add_checkpoint (self->history, self->latest);
  g_clear_pointer (&self->latest, training_checkpoint_unref);
}

/* Moments are wanted while somebody looks at the present, and to know when a step is done. */
void
collapsar_session_update_wanted (CollapsarSession *self)
{
  if (self->link != NULL)
    collapsar_link_set_wanted (self->link, (self->live && self->watched) || self->stepping);
}

static void
end_step (CollapsarSession *self)
{
  if (!self->stepping || last_epoch (self) < self->step_end)
    return;
  self->stepping = FALSE;
  collapsar_session_update_wanted (self);
  collapsar_session_set_state (self, COLLAPSAR_SESSION_PAUSED);
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
  }
  if (updated)
    g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
  end_step (self);
  collapsar_session_follow (self);
  gboolean more = self->link != NULL
                  && (self->state == COLLAPSAR_SESSION_LOADING || self->state == COLLAPSAR_SESSION_RUNNING
                      || !collapsar_link_sleep (self->link));
  g_object_unref (self);
  return more;
}

typedef struct {
  GThread *before;
  Trainer *trainer;
  StudyRecorder *recorder;
  CollapsarLink *link;
} Ending;

static gpointer
ending_main (gpointer data)
{
  g_autofree Ending *ending = data;
  if (ending->before != NULL)
    g_thread_join (ending->before);
  trainer_free (ending->trainer);
  study_recorder_free (ending->recorder);
  collapsar_link_free (ending->link);
  return NULL;
}

/* A trainer that reads a large data set takes a second to hear of its end; the window does not wait for it.
 */
static void
end_run (CollapsarSession *self)
{
  collapsar_session_cancel (self);
  if (self->trainer == NULL)
    return;
  collapsar_link_cut (self->link);
  trainer_stop (self->trainer);
  Ending ending = { self->ending, g_steal_pointer (&self->trainer), g_steal_pointer (&self->recorder),
                    g_steal_pointer (&self->link) };
  self->ending = g_thread_new ("collapsar-ending", ending_main, g_memdup2 (&ending, sizeof ending));
  self->stepping = FALSE;
}

void
collapsar_session_begin (CollapsarSession *self, TrainingCheckpoint *checkpoint)
{
  self->begins = FALSE;
  self->link = collapsar_link_new (on_wake, self);
  collapsar_session_update_wanted (self);
  if (self->store != NULL)
    self->recorder = study_recorder_new (collapsar_store_writer (self->store), self->run->id, self->threads,
                                         STUDY_TELL_AT_ONCE, &collapsar_link_sink, self->link);
  self->trainer = self->store == NULL
                      ? trainer_new (self->regime, self->threads, &collapsar_link_sink, self->link)
                      : trainer_new (self->regime, self->threads, &study_recorder_sink, self->recorder);
  if (self->recorder != NULL)
    study_recorder_set_trainer (self->recorder, self->trainer);
  self->continues = checkpoint != NULL;
  if (self->continues && (gint)checkpoint->epoch == collapsar_session_branch_epoch (self))
    trainer_branch_from (self->trainer, checkpoint);
  else if (self->continues)
    trainer_continue_from (self->trainer, checkpoint);
  if (self->continues && self->rate_changed)
    trainer_set_learning_rate (self->trainer, regime_get_real (self->regime, "optimiser.learning-rate"));
  self->rate_changed = FALSE;
  trainer_set_pace (self->trainer, self->pace);
  if (self->stepping) {
    trainer_pause (self->trainer);
    trainer_step_epoch (self->trainer);
  }
  trainer_start (self->trainer);
  g_signal_emit (self, signals[SIGNAL_PENDING], 0);
}

void
collapsar_session_run (CollapsarSession *self, Regime *regime)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (regime != NULL);

  regime_ref (regime);
  end_run (self);
  g_clear_error (&self->error);
  g_clear_pointer (&self->regime, regime_unref);
  self->regime = regime;
  self->rate_changed = FALSE;
  self->begins = TRUE;
  collapsar_session_put_new (self);
  collapsar_session_want (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

gboolean
collapsar_session_branch (CollapsarSession *self, CollapsarSession *parent, Regime *regime, double epoch)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self) && COLLAPSAR_IS_SESSION (parent), FALSE);
  g_return_val_if_fail (self->regime == NULL, FALSE);

  TrainingHistory *inherited
      = parent->history == NULL ? NULL : training_history_new_branch (parent->history, regime, epoch);
  if (inherited == NULL)
    return FALSE;
  self->inherited = inherited;
  self->regime = regime_ref (regime);
  self->start = parent->start;
  self->start.n_epochs = (guint)regime_get_integer (regime, "run.epochs");
  dataset_ref ((Dataset *)self->start.train);
  dataset_ref ((Dataset *)self->start.test);
  self->loaded = TRUE;
  self->parent = collapsar_session_id (parent);
  self->history = training_history_new_branch (inherited, regime, training_history_branch_epoch (inherited));
  show_history (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  g_signal_emit (self, signals[SIGNAL_STARTED], 0);
  return TRUE;
}

void
collapsar_session_restart (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  if (self->regime != NULL)
    collapsar_session_run (self, self->regime);
}

void
collapsar_session_pause (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  if (!collapsar_session_is_wanted (self))
    return;
  self->stepping = FALSE;
  collapsar_session_cancel (self);
  if (self->trainer != NULL)
    trainer_pause (self->trainer);
  collapsar_session_set_state (self, COLLAPSAR_SESSION_PAUSED);
}

void
collapsar_session_resume (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  if (self->state != COLLAPSAR_SESSION_PAUSED)
    return;
  g_clear_error (&self->error);
  collapsar_session_want (self);
}

void
collapsar_session_step (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  gboolean runs = self->state == COLLAPSAR_SESSION_RUNNING && self->trainer != NULL;
  if (!runs)
    collapsar_session_pause (self);
  if (!runs && self->state != COLLAPSAR_SESSION_PAUSED)
    return;
  self->stepping = TRUE;
  self->step_end = floor (last_epoch (self)) + 1.0;
  if (runs) {
    trainer_pause (self->trainer);
    collapsar_session_go_on (self);
  } else {
    collapsar_session_resume (self);
  }
}

void
collapsar_session_stop (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  end_run (self);
  if (self->state != COLLAPSAR_SESSION_FINISHED && self->state != COLLAPSAR_SESSION_FAILED)
    collapsar_session_set_state (self, COLLAPSAR_SESSION_IDLE);
}

gboolean
collapsar_session_change_regime (CollapsarSession *self, const char *key, const char *value)
{
  g_autoptr (Regime) changed = regime_copy (self->regime);
  g_autoptr (GError) error = NULL;
  if (!regime_set (changed, key, value, &error)) {
    g_warning ("%s", error->message);
    return FALSE;
  }
  g_clear_pointer (&self->regime, regime_unref);
  self->regime = g_steal_pointer (&changed);
  return TRUE;
}

void
collapsar_session_rename (CollapsarSession *self, const char *name)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (name != NULL);

  if (self->regime == NULL || g_str_equal (regime_name (self->regime), name))
    return;
  if (collapsar_session_change_regime (self, "regime.name", name) && self->history != NULL) {
    g_autoptr (Regime) renamed = regime_copy (training_history_regime (self->history));
    if (regime_set (renamed, "regime.name", name, NULL))
      training_history_set_regime (self->history, renamed);
  }
  collapsar_session_put (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
collapsar_session_set_learning_rate (CollapsarSession *self, double learning_rate)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (learning_rate > 0.0);

  char text[G_ASCII_DTOSTR_BUF_SIZE];
  if (self->regime == NULL
      || !collapsar_session_change_regime (self, "optimiser.learning-rate",
                                           g_ascii_dtostr (text, sizeof text, learning_rate)))
    return;
  if (!collapsar_session_is_wanted (self) && self->state != COLLAPSAR_SESSION_PAUSED)
    return;
  if (self->trainer == NULL)
    self->rate_changed = TRUE;
  else
    trainer_set_learning_rate (self->trainer, learning_rate);
  double mark = last_epoch (self);
  if (mark > 0.0)
    g_array_append_val (self->rate_marks, mark);
}

CollapsarSessionState
collapsar_session_get_state (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), COLLAPSAR_SESSION_IDLE);

  return self->state;
}

const GError *
collapsar_session_error (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->error;
}

Regime *
collapsar_session_regime (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->regime;
}

TrainingHistory *
collapsar_session_history (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->history;
}

gboolean
collapsar_session_has_records (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  return self->history != NULL && training_history_last (self->history) != NULL;
}

gboolean
collapsar_session_has_trained (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  return collapsar_session_has_records (self)
         && (gint)training_history_last (self->history)->epoch
                > training_history_branch_epoch (self->history);
}

gint
collapsar_session_branch_epoch (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), -1);

  return self->history == NULL ? -1 : training_history_branch_epoch (self->history);
}

const TrainerStart *
collapsar_session_start_info (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->loaded ? &self->start : NULL;
}

TrainingSnapshot *
collapsar_session_snapshot (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->shown;
}

GArray *
collapsar_session_rate_marks (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->rate_marks;
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
  move_cursor (self, CLAMP (epoch, 0.0, last_epoch (self)));
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
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}

guint
collapsar_session_get_style (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0);

  return self->style;
}

gboolean
collapsar_session_get_visible (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  return self->visible;
}

double
collapsar_session_get_pace (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0.0);

  return self->pace;
}

void
collapsar_session_set_pace (CollapsarSession *self, double epochs_per_second)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (epochs_per_second >= 0.0);

  if (self->pace == epochs_per_second)
    return;
  self->pace = epochs_per_second;
  if (self->trainer != NULL)
    trainer_set_pace (self->trainer, epochs_per_second);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PACE]);
}

static void
collapsar_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarSession *self = COLLAPSAR_SESSION (object);
  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_EPOCH:
    g_value_set_double (value, self->epoch);
    break;
  case PROP_LIVE:
    g_value_set_boolean (value, self->live);
    break;
  case PROP_PACE:
    g_value_set_double (value, self->pace);
    break;
  case PROP_THREADS:
    g_value_set_uint (value, self->threads);
    break;
  case PROP_NAME:
    g_value_set_string (value, self->regime == NULL ? "" : regime_name (self->regime));
    break;
  case PROP_STYLE:
    g_value_set_uint (value, self->style);
    break;
  case PROP_WATCHED:
    g_value_set_boolean (value, self->watched);
    break;
  case PROP_VISIBLE:
    g_value_set_boolean (value, self->visible);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarSession *self = COLLAPSAR_SESSION (object);
  switch (id) {
  case PROP_EPOCH:
    collapsar_session_set_epoch (self, g_value_get_double (value));
    break;
  case PROP_LIVE:
    collapsar_session_set_live (self, g_value_get_boolean (value));
    break;
  case PROP_PACE:
    collapsar_session_set_pace (self, g_value_get_double (value));
    break;
  case PROP_THREADS:
    if (self->threads != g_value_get_uint (value)) {
      self->threads = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_STYLE:
    if (self->style != g_value_get_uint (value)) {
      self->style = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_WATCHED:
    if (self->watched != g_value_get_boolean (value)) {
      self->watched = g_value_get_boolean (value);
      collapsar_session_update_wanted (self);
      collapsar_session_load (self);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_VISIBLE:
    if (self->visible != g_value_get_boolean (value)) {
      self->visible = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_session_finalize (GObject *object)
{
  CollapsarSession *self = COLLAPSAR_SESSION (object);
  end_run (self);
  g_clear_pointer (&self->ending, g_thread_join);
  g_clear_object (&self->store);
  g_clear_pointer (&self->run, study_run_free);
  g_clear_pointer (&self->shown, training_snapshot_unref);
  g_clear_pointer (&self->newest, training_snapshot_unref);
  g_clear_pointer (&self->whole, training_snapshot_unref);
  g_clear_pointer (&self->latest, training_checkpoint_unref);
  g_clear_pointer (&self->history, training_history_free);
  g_clear_pointer (&self->inherited, training_history_free);
  collapsar_start_clear (&self->start);
  g_clear_pointer (&self->regime, regime_unref);
  g_clear_pointer (&self->rate_marks, g_array_unref);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (collapsar_session_parent_class)->finalize (object);
}

static void
collapsar_session_class_init (CollapsarSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_session_get_property;
  object_class->set_property = collapsar_session_set_property;
  object_class->finalize = collapsar_session_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_STATE]
      = g_param_spec_int ("state", NULL, NULL, COLLAPSAR_SESSION_IDLE, COLLAPSAR_SESSION_FAILED,
                          COLLAPSAR_SESSION_IDLE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_EPOCH] = g_param_spec_double ("epoch", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  properties[PROP_PACE] = g_param_spec_double ("pace", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_THREADS] = g_param_spec_uint ("threads", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NAME]
      = g_param_spec_string ("name", NULL, NULL, "", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_STYLE] = g_param_spec_uint ("style", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_WATCHED] = g_param_spec_boolean ("watched", NULL, NULL, TRUE, flags);
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  GType type = G_TYPE_FROM_CLASS (klass);
  signals[SIGNAL_STARTED]
      = g_signal_new ("started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UPDATED]
      = g_signal_new ("updated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SNAPSHOT]
      = g_signal_new ("snapshot", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PENDING]
      = g_signal_new ("pending", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_session_init (CollapsarSession *self)
{
  self->live = self->watched = self->visible = TRUE;
  self->rate_marks = g_array_new (FALSE, FALSE, sizeof (double));
}

CollapsarSession *
collapsar_session_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_SESSION, NULL);
}
