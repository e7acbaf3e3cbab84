#include "app/transfers.h"

#include <math.h>

/* Between two "changed", ms. */
#define CHANGED_INTERVAL 250

struct _CollapsarTransfers {
  GObject parent_instance;

  GListModel *runs;
  CollapsarStore *store;
  GPtrArray *listened; /* CollapsarSession */
  GPtrArray *stored;   /* StudyTransfer, of removed runs too */
  GHashTable *of_run;  /* their run's number to GPtrArray of them */
  GArray *rows;        /* NULL: to be made */
  gint64 told;         /* when "changed" was emitted last, us */
  guint source;        /* emits it */
};

G_DEFINE_FINAL_TYPE (CollapsarTransfers, collapsar_transfers, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
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

/* The rows. */

static GPtrArray *
transfers_of (CollapsarTransfers *self, CollapsarSession *run)
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
    const GPtrArray *transfers = transfers_of (self, run);
    if (transfers != NULL)
      append_rows (self->rows, run, transfers);
  }
  return self->rows;
}

/* Takes it. */
static void
add_stored (CollapsarTransfers *self, StudyTransfer *transfer)
{
  GPtrArray *transfers = g_hash_table_lookup (self->of_run, &transfer->run);
  if (transfers == NULL) {
    transfers = g_ptr_array_new ();
    g_hash_table_insert (self->of_run, &transfer->run, transfers);
  }
  g_ptr_array_add (self->stored, transfer);
  g_ptr_array_add (transfers, transfer);
}

/* The runs. */

static gboolean
is_listed (CollapsarTransfers *self, gconstpointer run)
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
  if (transfers_of (self, run) != NULL)
    forget_rows (self);
}

/* One that begins anew is another run in the store. */
static void
on_state (CollapsarTransfers *self)
{
  if (self->rows != NULL && self->rows->len > 0)
    forget_rows (self);
}

static void
on_runs (CollapsarTransfers *self)
{
  for (guint i = self->listened->len; i-- > 0;)
    if (!is_listed (self, self->listened->pdata[i])) {
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
}

/* The object. */

static void
collapsar_transfers_dispose (GObject *object)
{
  CollapsarTransfers *self = COLLAPSAR_TRANSFERS (object);
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
  G_OBJECT_CLASS (collapsar_transfers_parent_class)->finalize (object);
}

static void
collapsar_transfers_class_init (CollapsarTransfersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = collapsar_transfers_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_transfers_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_transfers_init (CollapsarTransfers *self)
{
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  self->stored = g_ptr_array_new_with_free_func ((GDestroyNotify)study_transfer_free);
  self->of_run = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, (GDestroyNotify)g_ptr_array_unref);
}

CollapsarTransfers *
collapsar_transfers_new (GListModel *runs)
{
  g_return_val_if_fail (G_IS_LIST_MODEL (runs), NULL);

  CollapsarTransfers *self = g_object_new (COLLAPSAR_TYPE_TRANSFERS, NULL);
  self->runs = g_object_ref (runs);
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
    add_stored (self, g_ptr_array_steal_index (stored, 0));
  forget_rows (self);
}
