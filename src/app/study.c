#include "app/study-private.h"

#include "app/estimate-cache.h"
#include "app/estimator.h"
#include "app/tuning.h"
#include "training/trainer-memory.h"

static void collapsar_study_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CollapsarStudy,
                               collapsar_study,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, collapsar_study_model_init))

enum {
  PROP_SELECTED = 1,
  PROP_PACE,
  PROP_CAN_UNDO,
  PROP_CORES,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_PENDING,
  SIGNAL_TRAINING,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* The list. */

static GType
study_get_item_type (GListModel *model)
{
  return COLLAPSAR_TYPE_SESSION;
}

static guint
study_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (COLLAPSAR_STUDY (model)->runs));
}

static gpointer
study_get_item (GListModel *model, guint place)
{
  return g_list_model_get_item (G_LIST_MODEL (COLLAPSAR_STUDY (model)->runs), place);
}

static void
collapsar_study_model_init (GListModelInterface *iface)
{
  iface->get_item_type = study_get_item_type;
  iface->get_n_items = study_get_n_items;
  iface->get_item = study_get_item;
}

guint
collapsar_study_n_runs (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), 0);

  return study_get_n_items (G_LIST_MODEL (self));
}

CollapsarSession *
collapsar_study_run (CollapsarStudy *self, guint place)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);
  g_return_val_if_fail (place < collapsar_study_n_runs (self), NULL);

  g_autoptr (CollapsarSession) run = study_get_item (G_LIST_MODEL (self), place);
  return run; /* the list holds it */
}

CollapsarTransfers *
collapsar_study_transfers (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  return self->transfers;
}

gboolean
collapsar_study_find (CollapsarStudy *self, CollapsarSession *run, guint *place)
{
  return run != NULL && g_list_store_find (self->runs, run, place);
}

/* Training in turn. */

static void
on_pending (CollapsarStudy *self)
{
  g_signal_emit (self, signals[SIGNAL_PENDING], 0);
}

static void
give_cores (gpointer run, guint cores, gpointer user_data)
{
  if (COLLAPSAR_STUDY (user_data)->closing)
    return;
  if (COLLAPSAR_IS_TUNING (run))
    collapsar_tuning_give_cores (run, cores);
  else
    collapsar_session_give_cores (run, cores);
}

static void
on_started (CollapsarStudy *self, CollapsarSession *run)
{
  training_scheduler_set_need (self->scheduler, run, collapsar_session_memory (run));
}

/* What is measured beside the runs and their fine-tunings waits for them. */
static void
hold_estimator (CollapsarStudy *self, gboolean held)
{
  if (self->holding == held)
    return;
  self->holding = held;
  collapsar_estimator_hold (held);
}

static void
update_estimator (CollapsarStudy *self)
{
  hold_estimator (
      self,
      training_scheduler_n_running (self->scheduler) + training_scheduler_n_waiting (self->scheduler) > 0);
}

/* What a run took that trained here is what it takes; a branch has another course. */
static void
teach_estimate (CollapsarStudy *self, CollapsarSession *run)
{
  guint cores = training_scheduler_cores (self->scheduler, run);
  if (cores > 0 && collapsar_session_get_state (run) == COLLAPSAR_SESSION_FINISHED
      && collapsar_session_branch_epoch (run) < 0)
    collapsar_estimate_learn (collapsar_session_regime (run), collapsar_session_history (run), cores);
}

static void
on_state (CollapsarStudy *self, GParamSpec *pspec, CollapsarSession *run)
{
  if (collapsar_session_get_state (run) == COLLAPSAR_SESSION_QUEUED) {
    training_scheduler_add (self->scheduler, run);
    on_started (self, run); /* of one that goes on it is known */
  } else if (collapsar_session_trains (run)) {
    on_pending (self);
  } else {
    teach_estimate (self, run);
    training_scheduler_remove (self->scheduler, run);
  }
  update_estimator (self);
  g_signal_emit (self, signals[SIGNAL_TRAINING], 0);
}

guint
collapsar_study_n_training (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), 0);

  return training_scheduler_n_running (self->scheduler)
         - collapsar_transfers_n_scheduled (self->transfers, TRUE);
}

guint
collapsar_study_n_waiting (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), 0);

  return training_scheduler_n_waiting (self->scheduler)
         - collapsar_transfers_n_scheduled (self->transfers, FALSE);
}

guint
collapsar_study_n_before (CollapsarStudy *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), 0);

  return training_scheduler_n_before (self->scheduler, run);
}

/* Those that wait first: none is to begin because another one has paused. */
void
collapsar_study_pause_all (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  g_object_set (self->transfers, "paused", TRUE, NULL);
  for (guint trains = 0; trains < 2; trains++)
    for (guint i = 0; i < collapsar_study_n_runs (self); i++) {
      CollapsarSession *run = collapsar_study_run (self, i);
      if (trains || collapsar_session_get_state (run) == COLLAPSAR_SESSION_QUEUED)
        collapsar_session_pause (run);
    }
}

void
collapsar_study_resume_all (CollapsarStudy *self)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_resume (collapsar_study_run (self, i));
  g_object_set (self->transfers, "paused", FALSE, NULL);
}

gboolean
collapsar_study_drain (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), FALSE);

  gboolean more = FALSE;
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    more |= collapsar_session_drain (collapsar_study_run (self, i));
  collapsar_study_spare_memory (self);
  return collapsar_transfers_drain (self->transfers) || more;
}

void
collapsar_study_attach (CollapsarStudy *self, CollapsarSession *run)
{
  g_object_set (run, "watched", FALSE, NULL);
  collapsar_session_set_queues (run, TRUE);
  g_signal_connect_object (run, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "pending", G_CALLBACK (on_pending), self, G_CONNECT_SWAPPED);
}

/* Selecting. */

CollapsarSession *
collapsar_study_get_selected (CollapsarStudy *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (self), NULL);

  return self->selected;
}

void
collapsar_study_set_selected (CollapsarStudy *self, CollapsarSession *run)
{
  if (self->selected == run)
    return;
  g_set_object (&self->selected, run);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

void
collapsar_study_select (CollapsarStudy *self, CollapsarSession *run)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));
  g_return_if_fail (collapsar_study_find (self, run, NULL));

  collapsar_study_set_selected (self, run);
}

void
collapsar_study_move_selection (CollapsarStudy *self, int by)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY (self));

  guint place;
  if (!collapsar_study_find (self, self->selected, &place))
    return;
  int to = CLAMP ((int)place + by, 0, (int)collapsar_study_n_runs (self) - 1);
  collapsar_study_set_selected (self, collapsar_study_run (self, (guint)to));
}

/* The object. */

static void
collapsar_study_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarStudy *self = COLLAPSAR_STUDY (object);
  if (id == PROP_SELECTED)
    g_value_set_object (value, self->selected);
  else if (id == PROP_PACE)
    g_value_set_double (value, self->pace);
  else if (id == PROP_CORES)
    g_value_set_uint (value, self->cores);
  else if (id == PROP_CAN_UNDO)
    g_value_set_boolean (value, self->change.runs != NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_study_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarStudy *self = COLLAPSAR_STUDY (object);
  if (id == PROP_SELECTED) {
    collapsar_study_select (self, g_value_get_object (value));
  } else if (id == PROP_PACE) {
    if (self->pace == g_value_get_double (value))
      return;
    self->pace = g_value_get_double (value);
    g_object_notify_by_pspec (object, pspec);
  } else if (id == PROP_CORES) {
    if (self->cores == g_value_get_uint (value))
      return;
    self->cores = g_value_get_uint (value);
    training_scheduler_set_cores (self->scheduler, self->cores);
    g_object_notify_by_pspec (object, pspec);
  } else {
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_study_dispose (GObject *object)
{
  CollapsarStudy *self = COLLAPSAR_STUDY (object);
  self->closing = TRUE;
  collapsar_transfers_close (self->transfers);
  for (guint i = 0; i < collapsar_study_n_runs (self); i++)
    collapsar_session_stop (collapsar_study_run (self, i));
  collapsar_study_clear_change (self);
  hold_estimator (self, FALSE);
  g_clear_object (&self->selected);
  G_OBJECT_CLASS (collapsar_study_parent_class)->dispose (object);
}

static void
collapsar_study_finalize (GObject *object)
{
  g_object_unref (COLLAPSAR_STUDY (object)->transfers);
  g_object_unref (COLLAPSAR_STUDY (object)->runs);
  training_scheduler_free (COLLAPSAR_STUDY (object)->scheduler);
  G_OBJECT_CLASS (collapsar_study_parent_class)->finalize (object);
}

static void
collapsar_study_class_init (CollapsarStudyClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_study_get_property;
  object_class->set_property = collapsar_study_set_property;
  object_class->dispose = collapsar_study_dispose;
  object_class->finalize = collapsar_study_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_SELECTED] = g_param_spec_object ("selected", NULL, NULL, COLLAPSAR_TYPE_SESSION, flags);
  properties[PROP_PACE] = g_param_spec_double ("pace", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_CAN_UNDO]
      = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CORES] = g_param_spec_uint ("cores", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_TRAINING] = g_signal_new ("training", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PENDING] = g_signal_new ("pending", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_study_init (CollapsarStudy *self)
{
  self->runs = g_list_store_new (COLLAPSAR_TYPE_SESSION);
  self->most_bytes = COLLAPSAR_STUDY_MOST_BYTES;
  self->scheduler = training_scheduler_new (0, trainer_memory_there (), give_cores, self);
  self->transfers = collapsar_transfers_new (G_LIST_MODEL (self->runs), self->scheduler);
  g_object_bind_property (self, "cores", self->transfers, "cores", 0);
  g_object_bind_property (self, "pace", self->transfers, "pace", 0);
  g_signal_connect_object (self->transfers, "pending", G_CALLBACK (on_pending), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transfers, "progress", G_CALLBACK (update_estimator), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
}

CollapsarStudy *
collapsar_study_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_STUDY, NULL);
}
