/* What is to be fine-tuned. An order is a plan for one run; its fine-tunings are found once the run has come
 * to its end, as its epochs are known only then. The study remembers the orders and not each fine-tuning:
 * what of them is to be done is what is not stored. */
#include "app/transfers-private.h"

#include <glib/gi18n.h>

#include "app/transfer-planner.h"
#include "app/transfer-task.h"
#include "training/transfer.h"

/* Its name, methods, blocks, shots, epochs, settings and seeds. */
#define PLAN_FORMAT "(smasmasmasmasmasu)"
/* Whether they are paused, and watched, and each with its run. */
#define ORDERS_FORMAT "(bba(x" PLAN_FORMAT "))"
#define SETTING "transfers"

void
collapsar_transfer_order_free (gpointer data)
{
  TransferOrder *order = data;
  g_cancellable_cancel (order->cancellable);
  g_object_unref (order->cancellable);
  g_object_unref (order->run);
  transfer_plan_free (order->plan);
  g_queue_clear_full (&order->left, g_object_unref);
  g_free (order);
}

guint
collapsar_transfer_order_n_left (const TransferOrder *order)
{
  return order->id == 0 ? (guint)order->n_expected : order->left.length;
}

void
collapsar_transfers_tell_failed (CollapsarTransfers *self, const TransferOrder *order, const GError *error)
{
  g_clear_error (&self->error);
  self->error = g_error_copy (error);
  g_prefix_error (&self->error, _ ("“%s”: "), regime_name (collapsar_session_regime (order->run)));
  g_signal_emit_by_name (self, "failed", self->error);
}

/* Remembering. */

static GVariant *
strings (char **strv)
{
  return g_variant_new_maybe (G_VARIANT_TYPE_STRING_ARRAY,
                              strv == NULL ? NULL : g_variant_new_strv ((const char *const *)strv, -1));
}

static GVariant *
plan_to_variant (const TransferPlan *plan)
{
  return g_variant_new ("(s@mas@mas@mas@mas@masu)", plan->name, strings (plan->methods),
                        strings (plan->blocks), strings (plan->shots), strings (plan->epochs),
                        strings (plan->settings), plan->seeds);
}

static char **
take_strings (GVariant *plan, gsize index)
{
  g_autoptr (GVariant) maybe = g_variant_get_child_value (plan, index);
  g_autoptr (GVariant) list = g_variant_get_maybe (maybe);
  return list == NULL ? NULL : g_variant_dup_strv (list, NULL);
}

static TransferPlan *
plan_from_variant (GVariant *value)
{
  TransferPlan *plan = transfer_plan_new ();
  g_free (plan->name);
  g_variant_get_child (value, 0, "s", &plan->name);
  plan->methods = take_strings (value, 1);
  plan->blocks = take_strings (value, 2);
  plan->shots = take_strings (value, 3);
  plan->epochs = take_strings (value, 4);
  plan->settings = take_strings (value, 5);
  g_variant_get_child (value, 6, "u", &plan->seeds);
  return plan;
}

static char *
orders_to_text (CollapsarTransfers *self)
{
  GVariantBuilder list;
  g_variant_builder_init (&list, G_VARIANT_TYPE ("a(x" PLAN_FORMAT ")"));
  for (guint i = 0; i < self->orders->len; i++) {
    const TransferOrder *order = self->orders->pdata[i];
    gint64 id = collapsar_session_id (order->run);
    if (id != 0)
      g_variant_builder_add (&list, "(x@" PLAN_FORMAT ")", id, plan_to_variant (order->plan));
  }
  g_autoptr (GVariant) value
      = g_variant_ref_sink (g_variant_new (ORDERS_FORMAT, self->paused, self->watched, &list));
  return g_variant_print (value, FALSE);
}

void
collapsar_transfers_remember (CollapsarTransfers *self)
{
  if (self->store == NULL || self->closing)
    return;
  g_autofree char *text = self->orders->len == 0 ? g_strdup ("") : orders_to_text (self);
  collapsar_store_set_setting (self->store, SETTING, text);
}

static CollapsarSession *
find_run (CollapsarTransfers *self, gint64 id)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->runs); i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (self->runs, i);
    if (collapsar_session_id (run) == id)
      return run; /* the list holds it */
  }
  return NULL;
}

void
collapsar_transfers_recall (CollapsarTransfers *self)
{
  g_autoptr (GVariant) value = g_variant_parse (
      G_VARIANT_TYPE (ORDERS_FORMAT), collapsar_store_setting (self->store, SETTING), NULL, NULL, NULL);
  if (value == NULL)
    return;
  g_autoptr (GVariant) list = g_variant_get_child_value (value, 2);
  gboolean paused, watched;
  g_variant_get_child (value, 0, "b", &paused);
  g_variant_get_child (value, 1, "b", &watched);
  for (gsize i = 0; i < g_variant_n_children (list); i++) {
    gint64 id;
    g_autoptr (GVariant) plan = NULL;
    g_variant_get_child (list, i, "(x@" PLAN_FORMAT ")", &id, &plan);
    CollapsarSession *run = find_run (self, id);
    if (run != NULL)
      collapsar_transfers_order (self, run, plan_from_variant (plan));
  }
  g_object_set (self, "paused", paused && self->orders->len > 0, "watched", watched, NULL);
}

/* Ordering. */

typedef struct {
  CollapsarTransfers *self;
  TransferOrder *order; /* not to be touched when what was asked is cancelled */
} Asking;

static gboolean
same_plan (const TransferPlan *a, const TransferPlan *b)
{
  g_autoptr (GVariant) x = g_variant_ref_sink (plan_to_variant (a));
  g_autoptr (GVariant) y = g_variant_ref_sink (plan_to_variant (b));
  return g_variant_equal (x, y);
}

/* It cannot be done. */
static void
give_up (CollapsarTransfers *self, TransferOrder *order, const GError *error)
{
  self->n_failed++;
  collapsar_transfers_tell_failed (self, order, error);
  g_ptr_array_remove (self->orders, order);
  collapsar_transfers_remember (self);
}

static void
on_counted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (CollapsarTransfers) self = asking->self;
  g_autoptr (GError) error = NULL;
  gssize n = collapsar_transfer_count_finish (result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    give_up (self, asking->order, error);
  else
    asking->order->n_expected = n;
  collapsar_transfers_tell_progress (self);
}

static Asking *
asking_new (CollapsarTransfers *self, TransferOrder *order)
{
  const Asking asking = { g_object_ref (self), order };
  return g_memdup2 (&asking, sizeof asking);
}

void
collapsar_transfers_order (CollapsarTransfers *self, CollapsarSession *run, TransferPlan *plan)
{
  for (guint i = 0; i < self->orders->len; i++) {
    const TransferOrder *order = self->orders->pdata[i];
    if (order->run == run && same_plan (order->plan, plan)) {
      transfer_plan_free (plan);
      return;
    }
  }
  if (collapsar_transfers_n_left (self) == 0)
    self->n_done = self->n_failed = 0;
  TransferOrder *order = g_new0 (TransferOrder, 1);
  order->run = g_object_ref (run);
  order->plan = plan;
  order->cancellable = g_cancellable_new ();
  order->n_expected = 1;
  g_queue_init (&order->left);
  g_ptr_array_add (self->orders, order);
  collapsar_transfer_count_async (collapsar_session_regime (run), plan, order->cancellable, on_counted,
                                  asking_new (self, order));
}

/* What is asked for. */

GPtrArray *
collapsar_transfers_plans (CollapsarTransfers *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), NULL);

  GPtrArray *plans = g_ptr_array_new_with_free_func ((GDestroyNotify)transfer_plan_free);
  for (guint o = 0; o < self->orders->len; o++)
    if (((TransferOrder *)self->orders->pdata[o])->run == run)
      g_ptr_array_add (plans, transfer_plan_copy (((TransferOrder *)self->orders->pdata[o])->plan));
  return plans;
}

static gboolean
is_few (const Regime *tuning)
{
  return regime_get_integer (tuning, "transfer.shots") > 0;
}

/* One of each method and number of labels stands for all of the plan. */
static GPtrArray *
list_kinds (const TransferPlan *plan, const Regime *source)
{
  g_autoptr (TransferPlan) one = transfer_plan_copy (plan);
  one->seeds = 1;
  g_clear_pointer (&one->blocks, g_strfreev);
  return transfer_plan_expand (one, source, NULL);
}

char *
collapsar_transfers_planned_settings (
    CollapsarTransfers *self, CollapsarSession *run, const char *task, gboolean reads, gboolean few)
{
  g_return_val_if_fail (COLLAPSAR_IS_TRANSFERS (self), NULL);

  g_autoptr (GPtrArray) plans = collapsar_transfers_plans (self, run);
  for (guint p = 0; p < plans->len; p++) {
    g_autoptr (GPtrArray) tunings = list_kinds (plans->pdata[p], collapsar_session_regime (run));
    for (guint i = 0; tunings != NULL && i < tunings->len; i++) {
      g_autoptr (StudyTransfer) planned = study_transfer_new (0, 0, tunings->pdata[i]);
      g_autoptr (CollapsarTransferTask) of = collapsar_transfer_task_of (planned);
      g_autofree char *key = collapsar_transfer_task_key (of);
      if ((transfer_method (tunings->pdata[i]) == TRANSFER_RIDGE) == reads
          && is_few (tunings->pdata[i]) == few && g_str_equal (key, task))
        return g_steal_pointer (&planned->settings);
    }
  }
  return NULL;
}

/* Finding what there is to do. */

static char *
key_of (const StudyTransfer *transfer)
{
  return g_strdup_printf ("%u %d\n%s", transfer->epoch, transfer->block, transfer->settings);
}

/* What of the run is stored, or to be done by any order, as keys. */
static GHashTable *
find_known (CollapsarTransfers *self, CollapsarSession *run)
{
  GHashTable *known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const GPtrArray *stored = collapsar_transfers_stored_of (self, run);
  GHashTableIter iter;
  gpointer tuning, of;
  for (guint i = 0; stored != NULL && i < stored->len; i++)
    g_hash_table_add (known, key_of (stored->pdata[i]));
  g_hash_table_iter_init (&iter, self->active);
  while (g_hash_table_iter_next (&iter, &tuning, &of))
    if (((TransferOrder *)of)->run == run)
      g_hash_table_add (known, key_of (collapsar_tuning_transfer (tuning)));
  for (guint i = 0; i < self->orders->len; i++) {
    const TransferOrder *order = self->orders->pdata[i];
    for (const GList *item = order->run == run ? order->left.head : NULL; item != NULL; item = item->next)
      g_hash_table_add (known, key_of (collapsar_tuning_transfer (item->data)));
  }
  return known;
}

static void
on_planned (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Asking *asking = user_data;
  g_autoptr (CollapsarTransfers) self = asking->self;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tunings = collapsar_transfer_plan_finish (COLLAPSAR_STORE (source), result, &error);
  TransferOrder *order = asking->order;
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  order->planning = FALSE;
  if (tunings == NULL) {
    give_up (self, order, error);
    collapsar_transfers_tell_progress (self);
    return;
  }
  g_autoptr (GHashTable) known = find_known (self, order->run);
  order->id = collapsar_session_id (order->run);
  for (guint i = 0; i < tunings->len; i++) {
    g_autofree char *key = key_of (collapsar_tuning_transfer (tunings->pdata[i]));
    if (!g_hash_table_contains (known, key))
      g_queue_push_tail (&order->left, g_object_ref (tunings->pdata[i]));
  }
  collapsar_transfers_advance (self);
}

static void
plan (CollapsarTransfers *self, TransferOrder *order)
{
  g_autoptr (StudyRun) run = collapsar_session_to_run (order->run);
  order->planning = TRUE;
  collapsar_transfer_plan_async (self->store, run, order->plan, order->cancellable, on_planned,
                                 asking_new (self, order));
}

/* The run has begun anew: so does what is asked of it. */
static void
begin_anew (CollapsarTransfers *self, TransferOrder *order)
{
  collapsar_transfers_stop_order (self, order);
  order->n_expected = (gssize)MAX (order->left.length, 1);
  g_queue_clear_full (&order->left, g_object_unref);
  order->id = 0;
}

/* FALSE when there is nothing more to do for it. One whose run was removed waits for that to be undone. */
static gboolean
update_order (CollapsarTransfers *self, TransferOrder *order)
{
  gint64 id = collapsar_session_id (order->run);
  CollapsarSessionState state = collapsar_session_get_state (order->run);
  if (!collapsar_transfers_lists (self, order->run)) {
    collapsar_transfers_stop_order (self, order);
    return id != 0;
  }
  if (order->id != 0 && order->id != id)
    begin_anew (self, order);
  if (order->id != 0)
    return order->left.length > 0 || order->n_begun > 0;
  if (state == COLLAPSAR_SESSION_FAILED) {
    g_autoptr (GError) error = g_error_new_literal (TRAINER_ERROR, TRAINER_ERROR_DIVERGED,
                                                    _ ("it failed, and so is not fine-tuned"));
    self->n_failed++;
    collapsar_transfers_tell_failed (self, order, error);
    return FALSE;
  }
  if (state == COLLAPSAR_SESSION_FINISHED && id != 0 && self->store != NULL && !order->planning)
    plan (self, order);
  return TRUE;
}

void
collapsar_transfers_update_orders (CollapsarTransfers *self)
{
  guint n = self->orders->len;
  for (guint i = n; i-- > 0;)
    if (!update_order (self, self->orders->pdata[i]))
      g_ptr_array_remove_index (self->orders, i);
  if (self->orders->len != n)
    collapsar_transfers_remember (self);
}
