#include "app/transfers-private.h"

#include <math.h>

/* Between two "changed", ms. */
#define CHANGED_INTERVAL 250

G_DEFINE_FINAL_TYPE (CollapsarTransfers, collapsar_transfers, G_TYPE_OBJECT)

enum {
  PROP_PAUSED = 1,
  PROP_WATCHED,
  PROP_PACE,
  PROP_CORES,
  PROP_LIVE,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CHANGED,
  SIGNAL_PROGRESS,
  SIGNAL_FAILED,
  SIGNAL_PENDING,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Telling. */

static gboolean
tell_changed (gpointer user_data)
{
  CollapsarTransfers *self = user_data;
  self->source = 0;
  self->told = g_get_monotonic_time ();
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
forget_rows (CollapsarTransfers *self)
{
  g_clear_pointer (&self->rows, g_array_unref);
  gint64 since = (g_get_monotonic_time () - self->told) / 1000;
  if (self->source == 0)
    self->source
        = g_timeout_add ((guint)CLAMP (CHANGED_INTERVAL - since, 0, CHANGED_INTERVAL), tell_changed, self);
}

void
collapsar_transfers_tell_progress (CollapsarTransfers *self)
{
  g_signal_emit (self, signals[SIGNAL_PROGRESS], 0);
}

/* The rows. */

GPtrArray *
collapsar_transfers_stored_of (CollapsarTransfers *self, CollapsarSession *run)
{
  gint64 id = collapsar_session_id (run);
  return g_hash_table_lookup (self->of_run, &id);
}

static void
row_clear (gpointer data)
{
  StudyTransferRow *row = data;
  g_free ((char *)row->run);
}

/* NaN where that epoch was not measured. */
static double
source_nc1 (CollapsarSession *run, guint epoch)
{
  const TrainingRecord *record = training_history_record_at (collapsar_session_history (run), epoch);
  return record == NULL || record->epoch != epoch
             ? NAN
             : training_record_value (record, TRAINING_TRAIN, COLLAPSE_NC1);
}

static void
append_rows (GArray *rows, CollapsarSession *run, const GPtrArray *transfers)
{
  for (guint i = 0; i < transfers->len; i++) {
    const StudyTransfer *transfer = transfers->pdata[i];
    const StudyTransferRow row = { transfer, g_strdup (regime_name (collapsar_session_regime (run))),
                                   source_nc1 (run, transfer->epoch) };
    g_array_append_val (rows, row);
  }
}

GArray *
collapsar_transfers_rows (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), NULL);

  if (self->rows != NULL)
    return self->rows;
  self->rows = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  g_array_set_clear_func (self->rows, row_clear);
  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (self->runs, i);
    const GPtrArray *transfers = collapsar_transfers_stored_of (self, run);
    if (transfers != NULL)
      append_rows (self->rows, run, transfers);
  }
  return self->rows;
}

static void
put_stored (CollapsarTransfers *self, StudyTransfer *transfer)
{
  GPtrArray *transfers = g_hash_table_lookup (self->of_run, &transfer->run);
  if (transfers == NULL) {
    transfers = g_ptr_array_new ();
    g_hash_table_insert (self->of_run, &transfer->run, transfers);
  }
  g_ptr_array_add (self->stored, transfer);
  g_ptr_array_add (transfers, transfer);
}

void
collapsar_transfers_add_stored (CollapsarTransfers *self, StudyTransfer *transfer)
{
  put_stored (self, transfer);
  forget_rows (self);
}

/* The runs. */

gboolean
collapsar_transfers_lists (CollapsarTransfers *self, gconstpointer run)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++) {
    g_autoptr (CollapsarSession) listed = g_list_model_get_item (self->runs, i);
    if (listed == run)
      return TRUE;
  }
  return FALSE;
}

/* What a row says of its run may be another thing now. */
static void
on_run (CollapsarTransfers *self, GParamSpec *pspec, CollapsarSession *run)
{
  if (collapsar_transfers_stored_of (self, run) != NULL)
    forget_rows (self);
}

/* One that begins anew is another run in the store; one that has come to its end may be waited for. */
static void
on_state (CollapsarTransfers *self)
{
  if (self->rows != NULL && self->rows->len > 0)
    forget_rows (self);
  if (self->orders->len > 0)
    collapsar_transfers_advance (self);
}

static void
on_runs (CollapsarTransfers *self)
{
  for (guint i = self->listened->len; i-- > 0;)
    if (!collapsar_transfers_lists (self, self->listened->pdata[i])) {
      g_signal_handlers_disconnect_by_data (self->listened->pdata[i], self);
      g_ptr_array_remove_index_fast (self->listened, i);
    }
  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++) {
    CollapsarSession *run = g_list_model_get_item (self->runs, i);
    if (g_ptr_array_find (self->listened, run, NULL)) {
      g_object_unref (run);
      continue;
    }
    g_ptr_array_add (self->listened, run);
    g_signal_connect_object (run, "notify::name", G_CALLBACK (on_run), self, G_CONNECT_SWAPPED);
    g_signal_connect_object (run, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  }
  if (self->stored->len > 0)
    forget_rows (self);
  if (self->orders->len > 0)
    collapsar_transfers_advance (self);
}

/* What is asked for. */

void
collapsar_transfers_add (CollapsarTransfers *self, const GPtrArray *runs, const TransferPlan *plan)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (self));

  if (collapsar_transfers_n_left (self) == 0)
    g_object_set (self, "paused", FALSE, NULL); /* that was said of others */
  for (guint i = 0; i < runs->len; i++)
    collapsar_transfers_order (self, runs->pdata[i], transfer_plan_copy (plan));
  collapsar_transfers_remember (self);
  collapsar_transfers_advance (self);
}

guint
collapsar_transfers_n_done (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), 0);

  return self->n_done;
}

guint
collapsar_transfers_n_failed (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), 0);

  return self->n_failed;
}

guint
collapsar_transfers_n_active (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), 0);

  return g_hash_table_size (self->active);
}

const GError *
collapsar_transfers_error (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), NULL);

  return self->error;
}

CollapsarSession *
collapsar_transfers_live (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), NULL);

  return self->live;
}

CollapsarSession *
collapsar_transfers_live_run (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), NULL);

  return self->live_run;
}

/* The object. */

static void
collapsar_transfers_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarTransfers *self = COLLAPSAR_TRANSFERS (object);
  if (id == PROP_PAUSED)
    g_value_set_boolean (value, self->paused);
  else if (id == PROP_WATCHED)
    g_value_set_boolean (value, self->watched);
  else if (id == PROP_PACE)
    g_value_set_double (value, self->pace);
  else if (id == PROP_CORES)
    g_value_set_uint (value, self->cores);
  else if (id == PROP_LIVE)
    g_value_set_object (value, self->live);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_transfers_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarTransfers *self = COLLAPSAR_TRANSFERS (object);
  if (id == PROP_PAUSED && self->paused != g_value_get_boolean (value)) {
    self->paused = g_value_get_boolean (value);
    collapsar_transfers_remember (self);
    collapsar_transfers_pause_active (self);
    g_object_notify_by_pspec (object, pspec);
  } else if (id == PROP_WATCHED && self->watched != g_value_get_boolean (value)) {
    self->watched = g_value_get_boolean (value);
    collapsar_transfers_remember (self);
    collapsar_transfers_advance (self);
    g_object_notify_by_pspec (object, pspec);
  } else if (id == PROP_PACE && self->pace != g_value_get_double (value)) {
    self->pace = g_value_get_double (value);
    collapsar_transfers_advance (self);
    g_object_notify_by_pspec (object, pspec);
  } else if (id == PROP_CORES && self->cores != g_value_get_uint (value)) {
    self->cores = g_value_get_uint (value);
    collapsar_transfers_advance (self);
    g_object_notify_by_pspec (object, pspec);
  }
}

static void
collapsar_transfers_dispose (GObject *object)
{
  CollapsarTransfers *self = COLLAPSAR_TRANSFERS (object);
  collapsar_transfers_close (self);
  g_clear_object (&self->live);
  g_clear_object (&self->live_run);
  g_clear_handle_id (&self->source, g_source_remove);
  for (guint i = 0; i < self->listened->len; i++)
    g_signal_handlers_disconnect_by_data (self->listened->pdata[i], self);
  g_ptr_array_set_size (self->listened, 0);
  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_data (self->runs, self);
  g_clear_object (&self->runs);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (collapsar_transfers_parent_class)->dispose (object);
}

static void
collapsar_transfers_finalize (GObject *object)
{
  CollapsarTransfers *self = COLLAPSAR_TRANSFERS (object);
  g_clear_pointer (&self->rows, g_array_unref);
  g_hash_table_unref (self->of_run);
  g_ptr_array_unref (self->stored);
  g_ptr_array_unref (self->listened);
  g_ptr_array_unref (self->orders);
  g_hash_table_unref (self->active);
  g_hash_table_unref (self->durations);
  g_object_unref (self->loader);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (collapsar_transfers_parent_class)->finalize (object);
}

static void
collapsar_transfers_class_init (CollapsarTransfersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);
  object_class->get_property = collapsar_transfers_get_property;
  object_class->set_property = collapsar_transfers_set_property;
  object_class->dispose = collapsar_transfers_dispose;
  object_class->finalize = collapsar_transfers_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_PAUSED] = g_param_spec_boolean ("paused", NULL, NULL, FALSE, flags);
  properties[PROP_WATCHED] = g_param_spec_boolean ("watched", NULL, NULL, FALSE, flags);
  properties[PROP_PACE] = g_param_spec_double ("pace", NULL, NULL, 0.0, G_MAXDOUBLE, 0.0, flags);
  properties[PROP_CORES] = g_param_spec_uint ("cores", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LIVE] = g_param_spec_object ("live", NULL, NULL, COLLAPSAR_TYPE_SESSION,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_PROGRESS]
      = g_signal_new ("progress", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_FAILED]
      = g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
  signals[SIGNAL_PENDING]
      = g_signal_new ("pending", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_transfers_init (CollapsarTransfers *self)
{
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  self->stored = g_ptr_array_new_with_free_func ((GDestroyNotify)study_transfer_free);
  self->of_run = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
  self->orders = g_ptr_array_new_with_free_func (collapsar_transfer_order_free);
  self->active = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  self->durations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->loader = collapsar_transfer_loader_new ();
}

CollapsarTransfers *
collapsar_transfers_new (GListModel *runs, TrainingScheduler *scheduler)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (runs), NULL);

  CollapsarTransfers *self = g_object_new (COLLAPSAR_TYPE_TRANSFERS, NULL);
  self->runs = g_object_ref (runs);
  self->scheduler = scheduler;
  g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  on_runs (self);
  return self;
}

void
collapsar_transfers_set_store (CollapsarTransfers *self, CollapsarStore *store)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (self));
  g_return_if_fail (self->store == NULL);

  if (!g_set_object (&self->store, store))
    return;
  GPtrArray *stored = collapsar_store_transfers (store);
  while (stored->len > 0)
    put_stored (self, g_ptr_array_steal_index (stored, 0));
  forget_rows (self);
  collapsar_transfers_recall (self);
  collapsar_transfers_remember (self);
  collapsar_transfers_advance (self);
}
