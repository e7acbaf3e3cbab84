#include "app/session-private.h"

#include <math.h>

#include "plot/theme.h"

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
  PROP_MUTED,
  PROP_LOOK,
  PROP_SAMPLES_WANTED,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_STARTED,
  SIGNAL_UPDATED,
  SIGNAL_SNAPSHOT,
  SIGNAL_SAMPLES,
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
void
collapsar_session_end_run (CollapsarSession *self)
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
  if (self->task != NULL)
    trainer_transfer (self->trainer, self->task);
  if (!regime_equal (self->regime, self->current))
    trainer_set_live (self->trainer, self->current);
  trainer_set_pace (self->trainer, self->pace);
  if (self->stepping) {
    trainer_pause (self->trainer);
    trainer_step_epoch (self->trainer);
  }
  trainer_start (self->trainer);
  g_signal_emit (self, signals[SIGNAL_PENDING], 0);
}

void
collapsar_session_take_regime (CollapsarSession *self, Regime *regime)
{
  regime_ref (regime);
  g_clear_pointer (&self->regime, regime_unref);
  g_clear_pointer (&self->current, regime_unref);
  self->regime = regime;
  self->current = regime_ref (regime);
}

void
collapsar_session_run (CollapsarSession *self, Regime *regime)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (regime != NULL);

  collapsar_session_end_run (self);
  g_clear_error (&self->error);
  collapsar_session_take_regime (self, regime);
  if (self->inherited != NULL) {
    TrainingHistory *before = self->inherited;
    self->inherited = training_history_new_branch (before, regime, training_history_branch_epoch (before));
    training_history_free (before);
  }
  self->begins = TRUE;
  collapsar_session_put_new (self);
  collapsar_session_want (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
collapsar_session_prepare (CollapsarSession *self, Regime *regime)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (regime != NULL);
  g_return_if_fail (self->regime == NULL);

  collapsar_session_take_regime (self, regime);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

void
collapsar_session_tune (CollapsarSession *self, Regime *regime, TransferTask *task, TrainingSnapshot *source)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (self->regime == NULL);

  self->task = transfer_task_ref (task);
  self->source_snapshot = source == NULL ? NULL : training_snapshot_ref (source);
  collapsar_session_run (self, regime);
}

gboolean
collapsar_session_is_tuning (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  return self->task != NULL;
}

TrainingSnapshot *
collapsar_session_source_snapshot (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->source_snapshot;
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
  collapsar_session_take_regime (self, regime);
  self->start = parent->start;
  self->start.n_epochs = (guint)regime_get_integer (regime, "run.epochs");
  dataset_ref ((Dataset *)self->start.train);
  dataset_ref ((Dataset *)self->start.test);
  self->loaded = TRUE;
  self->parent = collapsar_session_id (parent);
  self->history = training_history_new_branch (inherited, regime, training_history_branch_epoch (inherited));
  collapsar_session_show_history (self);
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
  self->step_end = floor (collapsar_session_last_epoch (self)) + 1.0;
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

  collapsar_session_end_run (self);
  if (self->state != COLLAPSAR_SESSION_FINISHED && self->state != COLLAPSAR_SESSION_FAILED)
    collapsar_session_set_state (self, COLLAPSAR_SESSION_IDLE);
}

/* In place of a regime, a copy under another name. */
static gboolean
rename_regime (Regime **regime, const char *name)
{
  g_autoptr (Regime) renamed = regime_copy (*regime);
  g_autoptr (GError) error = NULL;
  if (!regime_set (renamed, "regime.name", name, &error)) {
    g_warning ("%s", error->message);
    return FALSE;
  }
  regime_unref (*regime);
  *regime = g_steal_pointer (&renamed);
  return TRUE;
}

void
collapsar_session_rename (CollapsarSession *self, const char *name)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (name != NULL);

  if (self->regime == NULL || g_str_equal (regime_name (self->regime), name))
    return;
  if (rename_regime (&self->regime, name) && rename_regime (&self->current, name) && self->history != NULL) {
    g_autoptr (Regime) renamed = regime_ref (training_history_regime (self->history));
    if (rename_regime (&renamed, name))
      training_history_set_regime (self->history, renamed);
  }
  collapsar_session_put_name (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
}

gboolean
collapsar_session_takes_changes (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  gboolean begun = self->trainer != NULL || collapsar_session_has_trained (self);
  return begun && !self->begins
         && (collapsar_session_is_wanted (self) || self->state == COLLAPSAR_SESSION_PAUSED);
}

gboolean
collapsar_session_change (CollapsarSession *self, const Regime *regime, GError **error)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);
  g_return_val_if_fail (collapsar_session_takes_changes (self), FALSE);

  g_autoptr (Regime) changed = regime_copy_with_live (self->current, regime);
  if (!regime_validate (changed, error))
    return FALSE;
  if (regime_equal (changed, self->current))
    return TRUE;
  g_clear_pointer (&self->current, regime_unref);
  self->current = g_steal_pointer (&changed);
  if (self->trainer != NULL)
    trainer_set_live (self->trainer, self->current);
  return TRUE;
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

Regime *
collapsar_session_current_regime (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->current;
}

const GPtrArray *
collapsar_session_marks (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);

  return self->marks;
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

gboolean
collapsar_session_get_muted (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), FALSE);

  return self->muted;
}

guint
collapsar_session_get_look (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0);

  return self->muted ? self->style | PLOT_REGIME_MUTED : self->style;
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
  case PROP_MUTED:
    g_value_set_boolean (value, self->muted);
    break;
  case PROP_LOOK:
    g_value_set_uint (value, collapsar_session_get_look (self));
    break;
  case PROP_SAMPLES_WANTED:
    g_value_set_boolean (value, self->samples_wanted > 0);
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
      g_object_notify_by_pspec (object, properties[PROP_LOOK]);
    }
    break;
  case PROP_WATCHED:
    if (self->watched != g_value_get_boolean (value)) {
      self->watched = g_value_get_boolean (value);
      self->left = g_get_monotonic_time ();
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
  case PROP_MUTED:
    if (self->muted != g_value_get_boolean (value)) {
      self->muted = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
      g_object_notify_by_pspec (object, properties[PROP_LOOK]);
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
  collapsar_session_end_run (self);
  g_clear_pointer (&self->ending, g_thread_join);
  g_clear_object (&self->store);
  g_clear_pointer (&self->run, study_run_free);
  g_clear_pointer (&self->shown, training_snapshot_unref);
  g_clear_pointer (&self->samples, training_snapshot_unref);
  g_clear_pointer (&self->newest, training_snapshot_unref);
  g_clear_pointer (&self->whole, training_snapshot_unref);
  g_clear_pointer (&self->latest, training_checkpoint_unref);
  g_clear_pointer (&self->history, training_history_free);
  g_clear_pointer (&self->inherited, training_history_free);
  g_clear_pointer (&self->task, transfer_task_unref);
  g_clear_pointer (&self->source_snapshot, training_snapshot_unref);
  collapsar_start_clear (&self->start);
  g_clear_pointer (&self->regime, regime_unref);
  g_clear_pointer (&self->current, regime_unref);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
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
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, flags);
  properties[PROP_LOOK]
      = g_param_spec_uint ("look", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SAMPLES_WANTED]
      = g_param_spec_boolean ("samples-wanted", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  GType type = G_TYPE_FROM_CLASS (klass);
  signals[SIGNAL_STARTED]
      = g_signal_new ("started", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UPDATED]
      = g_signal_new ("updated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SNAPSHOT]
      = g_signal_new ("snapshot", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAMPLES]
      = g_signal_new ("samples", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PENDING]
      = g_signal_new ("pending", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_session_init (CollapsarSession *self)
{
  self->live = self->watched = self->visible = TRUE;
  self->marks = g_ptr_array_new ();
}

CollapsarSession *
collapsar_session_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_SESSION, NULL);
}
