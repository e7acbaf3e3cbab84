/* How fine-tunings are done: as many at once as there are cores, each in turn with the runs that train
 * (training/scheduler.h). One is loaded, then tuned or read, then stored; what of it is not stored when the
 * program ends is done again. */
#include "app/transfers-private.h"

/* What those of one kind took. */
typedef struct {
  double seconds;
  guint n;
} Duration;

static char *
duration_key (CollapsarTuning *tuning)
{
  const StudyTransfer *transfer = collapsar_tuning_transfer (tuning);
  return g_strdup_printf ("%s %u", transfer->method, transfer->shots);
}

static void
note_duration (CollapsarTransfers *self, CollapsarTuning *tuning)
{
  char *key = duration_key (tuning);
  Duration *duration = g_hash_table_lookup (self->durations, key);
  if (collapsar_tuning_session (tuning) != NULL && collapsar_tuning_session (tuning) == self->live
      && self->watched && self->pace > 0.0) {
    g_free (key);
    return;
  }
  if (duration == NULL)
    g_hash_table_insert (self->durations, g_strdup (key), duration = g_new0 (Duration, 1));
  duration->seconds += collapsar_tuning_seconds (tuning);
  duration->n++;
  g_free (key);
}

/* Which one is looked at. */

static gboolean
may_be_live (CollapsarTuning *tuning)
{
  CollapsarTuningState state = collapsar_tuning_get_state (tuning);
  return collapsar_tuning_session (tuning) != NULL
         && (state == COLLAPSAR_TUNING_RUNNING || state == COLLAPSAR_TUNING_PAUSED);
}

static void
set_live (CollapsarTransfers *self, CollapsarSession *session, CollapsarSession *run)
{
  g_set_object (&self->live_run, run);
  if (!g_set_object (&self->live, session))
    return;
  g_object_notify (G_OBJECT (self), "live");
}

/* The one that is live stays so to its end, and is still seen until there is another one. */
static void
update_live (CollapsarTransfers *self)
{
  CollapsarTuning *next = NULL;
  GHashTableIter iter;
  gpointer tuning;
  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &tuning, NULL))
    if (may_be_live (tuning) && (next == NULL || collapsar_tuning_session (tuning) == self->live))
      next = tuning;
  if (next != NULL)
    set_live (self, collapsar_tuning_session (next),
              ((TransferOrder *)g_hash_table_lookup (self->active, next))->run);
  else if (!self->watched && g_hash_table_size (self->active) == 0)
    set_live (self, NULL, NULL);
  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &tuning, NULL))
    collapsar_tuning_set_watched (tuning, tuning == next && self->watched, self->pace);
}

/* The end of one. */

/* It is not active any more, and nothing of it is heard; the caller has its reference. */
static CollapsarTuning *
take_out (CollapsarTransfers *self, CollapsarTuning *tuning)
{
  TransferOrder *order = g_hash_table_lookup (self->active, tuning);
  g_signal_handlers_disconnect_by_data (tuning, self);
  if (collapsar_tuning_session (tuning) != NULL)
    g_signal_handlers_disconnect_by_data (collapsar_tuning_session (tuning), self);
  training_scheduler_remove (self->scheduler, tuning);
  order->n_begun--;
  g_hash_table_steal (self->active, tuning);
  return tuning;
}

typedef struct {
  GWeakRef transfers;
  CollapsarTuning *tuning;
  GError *error;
} Writing;

static void
writing_free (gpointer data)
{
  Writing *writing = data;
  g_weak_ref_clear (&writing->transfers);
  g_object_unref (writing->tuning);
  g_clear_error (&writing->error);
  g_free (writing);
}

/* A StudyWriterFunc. */
static gboolean
write_transfer (Study *study, gpointer data, GError **error)
{
  return collapsar_tuning_store (((Writing *)data)->tuning, study, error);
}

/* What could not be stored is kept to be done again, once somebody has seen to it. */
static gboolean
on_stored (gpointer data)
{
  Writing *writing = data;
  g_autoptr (CollapsarTransfers) self = g_weak_ref_get (&writing->transfers);
  TransferOrder *order = self == NULL ? NULL : g_hash_table_lookup (self->active, writing->tuning);
  if (self == NULL || (order == NULL && writing->error != NULL)) /* closed or cancelled meanwhile */
    return G_SOURCE_REMOVE;
  if (writing->error != NULL) {
    g_object_set (self, "paused", TRUE, NULL);
    collapsar_transfers_tell_failed (self, order, writing->error);
    g_queue_push_head (&order->left, take_out (self, writing->tuning));
    collapsar_tuning_stop (writing->tuning);
  } else {
    self->n_done++;
    note_duration (self, writing->tuning);
    collapsar_transfers_add_stored (self, collapsar_tuning_take_transfer (writing->tuning));
    if (order != NULL)
      g_object_unref (take_out (self, writing->tuning));
  }
  collapsar_transfers_advance (self);
  return G_SOURCE_REMOVE;
}

/* A StudyWriterDone. */
static void
on_written (gpointer data, const GError *error)
{
  Writing *writing = data;
  writing->error = error == NULL ? NULL : g_error_copy (error);
  g_idle_add_full (G_PRIORITY_DEFAULT, on_stored, writing, writing_free);
}

static void
store (CollapsarTransfers *self, CollapsarTuning *tuning)
{
  Writing *writing = g_new0 (Writing, 1);
  g_weak_ref_init (&writing->transfers, self);
  writing->tuning = g_object_ref (tuning);
  study_writer_push (collapsar_store_writer (self->store), write_transfer, writing, on_written);
}

static void
fail (CollapsarTransfers *self, CollapsarTuning *tuning)
{
  TransferOrder *order = g_hash_table_lookup (self->active, tuning);
  g_autoptr (CollapsarTuning) failed = take_out (self, tuning);
  self->n_failed++;
  collapsar_transfers_tell_failed (self, order, collapsar_tuning_error (failed));
  collapsar_transfers_advance (self);
}

static void
on_state (CollapsarTransfers *self, GParamSpec *pspec, CollapsarTuning *tuning)
{
  switch (collapsar_tuning_get_state (tuning)) {
  case COLLAPSAR_TUNING_PLANNED:
    break;
  case COLLAPSAR_TUNING_QUEUED:
    training_scheduler_add (self->scheduler, tuning);
    break;
  case COLLAPSAR_TUNING_RUNNING:
    g_signal_emit_by_name (self, "pending");
    break;
  case COLLAPSAR_TUNING_PAUSED:
    training_scheduler_remove (self->scheduler, tuning);
    break;
  case COLLAPSAR_TUNING_DONE:
    training_scheduler_remove (self->scheduler, tuning);
    store (self, tuning);
    break;
  case COLLAPSAR_TUNING_FAILED:
    fail (self, tuning);
    return;
  }
  update_live (self);
  collapsar_transfers_tell_progress (self);
}

/* What it needs is known. */
static void
on_started (CollapsarTransfers *self, CollapsarSession *session)
{
  GHashTableIter iter;
  gpointer tuning;
  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &tuning, NULL))
    if (collapsar_tuning_session (tuning) == session) {
      training_scheduler_set_need (self->scheduler, tuning, collapsar_session_memory (session));
      return; /* which may have changed the table */
    }
}

/* The beginning. */

typedef struct {
  CollapsarTransfers *self;
  CollapsarTuning *tuning;
} Loading;

static void
tell_pending (CollapsarTransfers *self)
{
  g_signal_emit_by_name (self, "pending");
}

/* All that would fail in the same way, as they have the same data. */
static void
fail_alike (CollapsarTransfers *self, TransferOrder *order, CollapsarTuning *tuning)
{
  g_autofree char *key = collapsar_transfer_loader_data_key (collapsar_tuning_regime (tuning));
  for (GList *item = order->left.head, *next; item != NULL; item = next) {
    g_autofree char *other = collapsar_transfer_loader_data_key (collapsar_tuning_regime (item->data));
    next = item->next;
    if (!g_str_equal (key, other))
      continue;
    g_object_unref (item->data);
    g_queue_delete_link (&order->left, item);
    self->n_failed++;
  }
}

static void
begin (CollapsarTransfers *self, CollapsarTuning *tuning, TransferTask *task, TrainingSnapshot *source)
{
  const TransferOrder *order = g_hash_table_lookup (self->active, tuning);
  g_signal_connect_object (tuning, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tuning, "pending", G_CALLBACK (tell_pending), self, G_CONNECT_SWAPPED);
  collapsar_tuning_begin (tuning, task, source, self->watched, collapsar_session_get_style (order->run));
  if (collapsar_tuning_session (tuning) != NULL)
    g_signal_connect_object (collapsar_tuning_session (tuning), "started", G_CALLBACK (on_started), self,
                             G_CONNECT_SWAPPED);
  if (self->paused)
    collapsar_tuning_pause (tuning);
}

static void
on_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Loading *loading = user_data;
  g_autoptr (CollapsarTransfers) self = loading->self;
  g_autoptr (CollapsarTuning) tuning = loading->tuning;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingSnapshot) snapshot = NULL;
  g_autoptr (TransferTask) task
      = collapsar_transfer_loader_load_finish (COLLAPSAR_TRANSFER_LOADER (source), result, &snapshot, &error);
  TransferOrder *order = g_hash_table_lookup (self->active, tuning);
  if (order == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* Stopped while it was loaded and asked for again: the first that comes is taken. */
  if (collapsar_tuning_get_state (tuning) != COLLAPSAR_TUNING_PLANNED)
    return;
  if (task != NULL) {
    begin (self, tuning, task, snapshot);
    return;
  }
  fail_alike (self, order, tuning);
  collapsar_tuning_fail (tuning, g_steal_pointer (&error));
  fail (self, tuning);
}

static void
load (CollapsarTransfers *self, TransferOrder *order)
{
  CollapsarTuning *tuning = g_queue_pop_head (&order->left);
  const Loading loading = { g_object_ref (self), g_object_ref (tuning) };
  g_autoptr (StudyRun) run = collapsar_session_to_run (order->run);
  order->n_begun++;
  g_hash_table_insert (self->active, tuning, order);
  collapsar_transfer_loader_load_async (
      self->loader, self->store, run, collapsar_tuning_transfer (tuning)->epoch,
      collapsar_tuning_regime (tuning), order->cancellable, on_loaded, g_memdup2 (&loading, sizeof loading));
}

static TransferOrder *
next_order (CollapsarTransfers *self)
{
  for (guint i = 0; i < self->orders->len; i++) {
    TransferOrder *order = self->orders->pdata[i];
    if (order->left.length > 0 && collapsar_transfers_lists (self, order->run))
      return order;
  }
  return NULL;
}

void
collapsar_transfers_advance (CollapsarTransfers *self)
{
  if (self->closing)
    return;
  collapsar_transfers_update_orders (self);
  guint at_once = self->cores > 0 ? self->cores : g_get_num_processors ();
  TransferOrder *order;
  while (!self->paused && g_hash_table_size (self->active) < at_once && (order = next_order (self)) != NULL)
    load (self, order);
  if (self->orders->len == 0)
    collapsar_transfer_loader_clear (self->loader);
  update_live (self);
  collapsar_transfers_tell_progress (self);
}

/* In the middle. */

static GPtrArray *
list_active (CollapsarTransfers *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer tuning;
  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &tuning, NULL))
    g_ptr_array_add (list, g_object_ref (tuning));
  return list;
}

void
collapsar_transfers_stop_order (CollapsarTransfers *self, TransferOrder *order)
{
  g_autoptr (GPtrArray) active = list_active (self);
  for (guint i = 0; i < active->len; i++)
    if (g_hash_table_lookup (self->active, active->pdata[i]) == order) {
      CollapsarTuning *tuning = take_out (self, active->pdata[i]);
      if (collapsar_tuning_get_state (tuning) == COLLAPSAR_TUNING_DONE) {
        g_object_unref (tuning); /* it is being stored */
        continue;
      }
      collapsar_tuning_stop (tuning);
      g_queue_push_head (&order->left, tuning);
    }
}

/* Those that wait first: none is to begin because another one has paused. */
void
collapsar_transfers_pause_active (CollapsarTransfers *self)
{
  g_autoptr (GPtrArray) active = list_active (self);
  for (guint runs = 0; runs < 2; runs++)
    for (guint i = 0; i < active->len; i++)
      if (self->paused && (runs || collapsar_tuning_get_state (active->pdata[i]) == COLLAPSAR_TUNING_QUEUED))
        collapsar_tuning_pause (active->pdata[i]);
  for (guint i = 0; i < active->len && !self->paused; i++)
    collapsar_tuning_resume (active->pdata[i]);
  collapsar_transfers_advance (self);
}

void
collapsar_transfers_stop (CollapsarTransfers *self)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (self));

  for (guint i = 0; i < self->orders->len; i++)
    collapsar_transfers_stop_order (self, self->orders->pdata[i]);
  g_ptr_array_set_size (self->orders, 0);
  self->paused = FALSE;
  collapsar_transfers_remember (self);
  g_object_notify (G_OBJECT (self), "paused");
  collapsar_transfers_advance (self);
}

/* The threads end by themselves; who closes the store afterwards loses nothing that is done. */
void
collapsar_transfers_close (CollapsarTransfers *self)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFERS (self));

  g_autoptr (GPtrArray) active = list_active (self);
  self->closing = TRUE;
  for (guint i = 0; i < active->len; i++) {
    CollapsarTuning *tuning = take_out (self, active->pdata[i]);
    CollapsarSession *session = collapsar_tuning_session (tuning);
    if (session != NULL) {
      collapsar_session_stop (session);
      collapsar_session_wait (session);
    }
    collapsar_tuning_stop (tuning);
    g_object_unref (tuning);
  }
  g_ptr_array_set_size (self->orders, 0);
}

gboolean
collapsar_transfers_drain (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), FALSE);

  g_autoptr (GPtrArray) active = list_active (self);
  gboolean more = FALSE;
  for (guint i = 0; i < active->len; i++) {
    CollapsarSession *session = collapsar_tuning_session (active->pdata[i]);
    if (session != NULL)
      more |= collapsar_session_drain (session);
  }
  return more;
}

/* How far it is. */

guint
collapsar_transfers_n_left (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), 0);

  guint n = g_hash_table_size (self->active);
  for (guint i = 0; i < self->orders->len; i++)
    if (collapsar_transfers_lists (self, ((TransferOrder *)self->orders->pdata[i])->run))
      n += collapsar_transfer_order_n_left (self->orders->pdata[i]);
  return n;
}

guint
collapsar_transfers_n_scheduled (CollapsarTransfers *self, gboolean running)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), 0);

  guint n = 0;
  GHashTableIter iter;
  gpointer tuning;
  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &tuning, NULL))
    if (training_scheduler_has (self->scheduler, tuning))
      n += (training_scheduler_cores (self->scheduler, tuning) > 0) == running;
  return n;
}

/* Mean of all, or of those of one kind where there are any. */
static double
usual_seconds (CollapsarTransfers *self, CollapsarTuning *tuning)
{
  Duration all = { 0 };
  GHashTableIter iter;
  gpointer value;
  if (tuning != NULL) {
    g_autofree char *key = duration_key (tuning);
    const Duration *own = g_hash_table_lookup (self->durations, key);
    if (own != NULL)
      return own->seconds / own->n;
  }
  g_hash_table_iter_init (&iter, self->durations);
  while (g_hash_table_iter_next (&iter, NULL, &value)) {
    all.seconds += ((Duration *)value)->seconds;
    all.n += ((Duration *)value)->n;
  }
  return all.seconds / all.n;
}

double
collapsar_transfers_time_left (CollapsarTransfers *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), 0.0);

  double seconds = 0.5 * usual_seconds (self, NULL) * g_hash_table_size (self->active);
  for (guint i = 0; i < self->orders->len; i++) {
    const TransferOrder *order = self->orders->pdata[i];
    if (order->id == 0)
      seconds += (double)order->n_expected * usual_seconds (self, NULL);
    for (const GList *item = order->left.head; item != NULL; item = item->next)
      seconds += usual_seconds (self, item->data);
  }
  return seconds / (self->cores > 0 ? self->cores : g_get_num_processors ());
}
