#include "app/tuning.h"

#include <glib/gi18n.h>
#include <sys/resource.h>
#include <unistd.h>

#include "dataset/source.h"

/* As a trainer's thread. */
#define NICE 10

struct _CollapsarTuning {
  GObject parent_instance;

  StudyTransfer *transfer;
  Regime *regime;
  TransferTask *task;
  CollapsarTuningState state;
  CollapsarSession *session;
  GPtrArray *records;    /* of one that is done: what it told; NULL of a reading */
  GCancellable *reading; /* while a thread reads a layer */
  GError *error;
  gint64 since; /* when it began to run last, us */
  double seconds;
};

G_DEFINE_FINAL_TYPE (CollapsarTuning, collapsar_tuning, G_TYPE_OBJECT)

enum {
  PROP_STATE = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_PENDING,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
set_state (CollapsarTuning *self, CollapsarTuningState state)
{
  if (self->state == state)
    return;
  if (self->state == COLLAPSAR_TUNING_RUNNING)
    self->seconds += (double)(g_get_monotonic_time () - self->since) / 1e6;
  if (state == COLLAPSAR_TUNING_RUNNING)
    self->since = g_get_monotonic_time ();
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* Training. */

static void
take_result (CollapsarTuning *self)
{
  const TrainerStart *start = collapsar_session_start_info (self->session);
  const TrainingHistory *history = collapsar_session_history (self->session);
  TransferResult result = { .trained = start->n_trained, .parameters = start->n_parameters };
  g_clear_pointer (&self->records, g_ptr_array_unref);
  self->records = training_history_list_records (history);
  for (guint i = 0; i < self->records->len; i++)
    transfer_result_add (&result, self->records->pdata[i]);
  study_transfer_set_result (self->transfer, &result);
}

static void
on_session_state (CollapsarTuning *self)
{
  switch (collapsar_session_get_state (self->session)) {
  case COLLAPSAR_SESSION_IDLE:
    break;
  case COLLAPSAR_SESSION_QUEUED:
    set_state (self, COLLAPSAR_TUNING_QUEUED);
    break;
  case COLLAPSAR_SESSION_LOADING:
  case COLLAPSAR_SESSION_RUNNING:
    set_state (self, COLLAPSAR_TUNING_RUNNING);
    break;
  case COLLAPSAR_SESSION_PAUSED:
    set_state (self, COLLAPSAR_TUNING_PAUSED);
    break;
  case COLLAPSAR_SESSION_FINISHED:
    take_result (self);
    set_state (self, COLLAPSAR_TUNING_DONE);
    break;
  case COLLAPSAR_SESSION_FAILED:
    collapsar_tuning_fail (self, g_error_copy (collapsar_session_error (self->session)));
    break;
  }
}

static void
on_pending (CollapsarTuning *self)
{
  g_signal_emit (self, signals[SIGNAL_PENDING], 0);
}

/* What the session trains: the same, but under the fine-tuning's name. */
static Regime *
session_regime (CollapsarTuning *self, gboolean watched)
{
  Regime *regime = regime_copy (self->regime);
  g_autofree char *name = collapsar_tuning_describe (regime);
  g_autoptr (GError) error = NULL;
  if (!regime_set (regime, "regime.name", name, &error)
      || (watched && !regime_set (regime, "run.metrics-every", "1", &error)))
    g_warning ("%s", error->message);
  return regime;
}

static void
begin_session (CollapsarTuning *self, TrainingSnapshot *source, gboolean watched, guint style)
{
  g_autoptr (Regime) regime = session_regime (self, watched);
  self->session = collapsar_session_new ();
  g_object_set (self->session, "watched", watched, "style", style, NULL);
  collapsar_session_set_queues (self->session, TRUE);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (on_session_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "pending", G_CALLBACK (on_pending), self, G_CONNECT_SWAPPED);
  collapsar_session_tune (self->session, regime, self->task, source);
}

/* Reading. */

typedef struct {
  TransferTask *task;
  Regime *regime;
  guint layer, cores;
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;
  transfer_task_unref (reading->task);
  regime_unref (reading->regime);
  g_free (reading);
}

static gpointer
read_in_thread (gpointer data)
{
  g_autoptr (GTask) task = data;
  const Reading *reading = g_task_get_task_data (task);
  GError *error = NULL;
  TransferResult result = { 0 };
  setpriority (PRIO_PROCESS, (id_t)gettid (), NICE);
  NumericTeam *team = numeric_team_new (reading->cores);
  if (transfer_read_layer (reading->task, reading->regime, reading->layer, team, &result, &error))
    g_task_return_pointer (task, g_memdup2 (&result, sizeof result), g_free);
  else
    g_task_return_error (task, error);
  numeric_team_free (team);
  return NULL;
}

static void
on_read (GObject *source, GAsyncResult *task, gpointer user_data)
{
  CollapsarTuning *self = COLLAPSAR_TUNING (source);
  g_autoptr (GError) error = NULL;
  g_autofree TransferResult *result = g_task_propagate_pointer (G_TASK (task), &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* nobody wants it any more */
  g_clear_object (&self->reading);
  if (result == NULL) {
    collapsar_tuning_fail (self, g_steal_pointer (&error));
    return;
  }
  study_transfer_set_result (self->transfer, result);
  set_state (self, COLLAPSAR_TUNING_DONE);
}

static void
begin_reading (CollapsarTuning *self, guint cores)
{
  const Reading reading
      = { transfer_task_ref (self->task), regime_ref (self->regime), (guint)self->transfer->block, cores };
  self->reading = g_cancellable_new ();
  GTask *task = g_task_new (self, self->reading, on_read, NULL);
  g_task_set_task_data (task, g_memdup2 (&reading, sizeof reading), reading_free);
  set_state (self, COLLAPSAR_TUNING_RUNNING);
  g_thread_unref (g_thread_new ("reading", read_in_thread, task));
}

/* What is asked of it. */

void
collapsar_tuning_begin (
    CollapsarTuning *self, TransferTask *task, TrainingSnapshot *source, gboolean watched, guint style)
{
  g_return_if_fail (COLLAPSAR_IS_TUNING (self));
  g_return_if_fail (self->state == COLLAPSAR_TUNING_PLANNED);

  self->task = transfer_task_ref (task);
  self->seconds = 0.0;
  if (transfer_method (self->regime) == TRANSFER_RIDGE)
    set_state (self, COLLAPSAR_TUNING_QUEUED);
  else
    begin_session (self, source, watched, style);
}

void
collapsar_tuning_give_cores (CollapsarTuning *self, guint cores)
{
  g_return_if_fail (COLLAPSAR_IS_TUNING (self));

  if (self->session != NULL)
    collapsar_session_give_cores (self->session, cores);
  else if (cores > 0 && self->state == COLLAPSAR_TUNING_QUEUED)
    begin_reading (self, cores);
}

void
collapsar_tuning_pause (CollapsarTuning *self)
{
  g_return_if_fail (COLLAPSAR_IS_TUNING (self));

  if (self->session != NULL)
    collapsar_session_pause (self->session);
  else if (self->state == COLLAPSAR_TUNING_QUEUED)
    set_state (self, COLLAPSAR_TUNING_PAUSED);
}

void
collapsar_tuning_resume (CollapsarTuning *self)
{
  g_return_if_fail (COLLAPSAR_IS_TUNING (self));

  if (self->session != NULL)
    collapsar_session_resume (self->session);
  else if (self->state == COLLAPSAR_TUNING_PAUSED)
    set_state (self, COLLAPSAR_TUNING_QUEUED);
}

/* Lets go of what it is done with. */
static void
end (CollapsarTuning *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->session != NULL) {
    g_signal_handlers_disconnect_by_data (self->session, self);
    collapsar_session_stop (self->session);
  }
  g_clear_object (&self->session);
  g_clear_pointer (&self->task, transfer_task_unref);
}

void
collapsar_tuning_stop (CollapsarTuning *self)
{
  g_return_if_fail (COLLAPSAR_IS_TUNING (self));

  end (self);
  set_state (self, COLLAPSAR_TUNING_PLANNED);
}

void
collapsar_tuning_fail (CollapsarTuning *self, GError *error)
{
  g_return_if_fail (COLLAPSAR_IS_TUNING (self));

  g_clear_error (&self->error);
  self->error = error;
  set_state (self, COLLAPSAR_TUNING_FAILED);
}

void
collapsar_tuning_set_watched (CollapsarTuning *self, gboolean watched, double pace)
{
  g_return_if_fail (COLLAPSAR_IS_TUNING (self));

  if (self->session != NULL)
    g_object_set (self->session, "watched", watched, "pace", watched ? pace : 0.0, NULL);
}

/* What it is. */

const StudyTransfer *
collapsar_tuning_transfer (CollapsarTuning *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), NULL);

  return self->transfer;
}

StudyTransfer *
collapsar_tuning_take_transfer (CollapsarTuning *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), NULL);

  return g_steal_pointer (&self->transfer);
}

gboolean
collapsar_tuning_store (CollapsarTuning *self, Study *study, GError **error)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), FALSE);

  return study_add_transfer (study, self->transfer, self->records, error);
}

Regime *
collapsar_tuning_regime (CollapsarTuning *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), NULL);

  return self->regime;
}

CollapsarTuningState
collapsar_tuning_get_state (CollapsarTuning *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), COLLAPSAR_TUNING_PLANNED);

  return self->state;
}

const GError *
collapsar_tuning_error (CollapsarTuning *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), NULL);

  return self->error;
}

CollapsarSession *
collapsar_tuning_session (CollapsarTuning *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), NULL);

  return self->session;
}

double
collapsar_tuning_seconds (CollapsarTuning *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TUNING (self), 0.0);

  return self->seconds;
}

/* "Layer 2 FT" */
static char *
describe_method (const Regime *regime)
{
  guint block = transfer_block (regime);
  switch (transfer_method (regime)) {
  case TRANSFER_PROBE:
    return g_strdup (_ ("Linear probe"));
  case TRANSFER_LAYER:
    return g_strdup_printf (_ ("Layer FT of block %u"), block);
  case TRANSFER_SCL:
    return g_strdup_printf (_ ("SCL FT of block %u"), block);
  case TRANSFER_FULL:
    return g_strdup (_ ("Full FT"));
  case TRANSFER_RIDGE:
    return g_strdup_printf (_ ("Ridge on layer %d"), (int)regime_get_integer (regime, "transfer.block"));
  }
  g_return_val_if_reached (NULL);
}

char *
collapsar_tuning_describe (const Regime *regime)
{
  g_autofree char *method = describe_method (regime);
  g_autofree char *target = dataset_source_title (regime_get (regime, "data.source"));
  guint shots = (guint)regime_get_integer (regime, "transfer.shots");
  return shots == 0 ? g_strdup_printf (_ ("%s on %s"), method, target)
                    : g_strdup_printf (_ ("%s on %s, %u per class"), method, target, shots);
}

/* The object. */

static void
collapsar_tuning_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_STATE)
    g_value_set_int (value, COLLAPSAR_TUNING (object)->state);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_tuning_finalize (GObject *object)
{
  CollapsarTuning *self = COLLAPSAR_TUNING (object);
  end (self);
  study_transfer_free (self->transfer);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  regime_unref (self->regime);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (collapsar_tuning_parent_class)->finalize (object);
}

static void
collapsar_tuning_class_init (CollapsarTuningClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->get_property = collapsar_tuning_get_property;
  G_OBJECT_CLASS (klass)->finalize = collapsar_tuning_finalize;
  properties[PROP_STATE]
      = g_param_spec_int ("state", NULL, NULL, COLLAPSAR_TUNING_PLANNED, COLLAPSAR_TUNING_FAILED,
                          COLLAPSAR_TUNING_PLANNED, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (G_OBJECT_CLASS (klass), N_PROPS, properties);
  signals[SIGNAL_PENDING]
      = g_signal_new ("pending", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_tuning_init (CollapsarTuning *self)
{
}

CollapsarTuning *
collapsar_tuning_new (gint64 run, guint epoch, Regime *regime)
{
  CollapsarTuning *self = g_object_new (COLLAPSAR_TYPE_TUNING, NULL);
  self->regime = regime_ref (regime);
  self->transfer = study_transfer_new (run, epoch, regime);
  return self;
}
