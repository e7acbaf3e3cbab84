#include "app/run-list.h"

/* Between two times that rows are made anew, us. */
#define REFRESH_INTERVAL (G_USEC_PER_SEC / 2)

struct _CollapsarRunList {
  GObject parent_instance;

  CollapsarStudy *study;
  GListStore *rows;
  GHashTable *stale; /* CollapsarSession, those whose rows are to be made anew */
  gboolean active;
  gint64 refreshed; /* monotonic time */
  guint source;
};

static void collapsar_run_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CollapsarRunList,
                               collapsar_run_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, collapsar_run_list_model_init))

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static GType
run_list_get_item_type (GListModel *model)
{
  return COLLAPSAR_TYPE_RUN_ROW;
}

static guint
run_list_get_n_items (GListModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (COLLAPSAR_RUN_LIST (model)->rows));
}

static gpointer
run_list_get_item (GListModel *model, guint place)
{
  return g_list_model_get_item (G_LIST_MODEL (COLLAPSAR_RUN_LIST (model)->rows), place);
}

static void
collapsar_run_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = run_list_get_item_type;
  iface->get_n_items = run_list_get_n_items;
  iface->get_item = run_list_get_item;
}

static void
refresh (CollapsarRunList *self)
{
  self->refreshed = g_get_monotonic_time ();
  if (g_hash_table_size (self->stale) == 0)
    return;
  for (guint i = 0; i < run_list_get_n_items (G_LIST_MODEL (self)); i++) {
    g_autoptr (CollapsarRunRow) row = run_list_get_item (G_LIST_MODEL (self), i);
    if (g_hash_table_contains (self->stale, collapsar_run_row_session (row)))
      collapsar_run_row_invalidate (row);
  }
  g_hash_table_remove_all (self->stale);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
on_time (gpointer user_data)
{
  CollapsarRunList *self = user_data;
  self->source = 0;
  refresh (self);
  return G_SOURCE_REMOVE;
}

static void
mark_stale (CollapsarRunList *self, CollapsarSession *session)
{
  g_hash_table_add (self->stale, g_object_ref (session));
  if (!self->active || self->source != 0)
    return;
  gint64 wait = self->refreshed + REFRESH_INTERVAL - g_get_monotonic_time ();
  self->source = g_timeout_add ((guint)MAX (wait, 0) / 1000, on_time, self);
}

static void
on_notify (CollapsarRunList *self, GParamSpec *pspec, CollapsarSession *session)
{
  mark_stale (self, session);
}

static CollapsarRunRow *
attach (CollapsarRunList *self, CollapsarSession *session)
{
  g_signal_connect_object (session, "updated", G_CALLBACK (mark_stale), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "started", G_CALLBACK (mark_stale), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_notify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::name", G_CALLBACK (on_notify), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::look", G_CALLBACK (on_notify), self, G_CONNECT_SWAPPED);
  return collapsar_run_row_new (self->study, session);
}

static void
on_runs (CollapsarRunList *self, guint place, guint n_removed, guint n_added)
{
  g_autoptr (GPtrArray) added = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < n_removed; i++) {
    g_autoptr (CollapsarRunRow) row = run_list_get_item (G_LIST_MODEL (self), place + i);
    CollapsarSession *session = collapsar_run_row_session (row);
    g_signal_handlers_disconnect_by_data (session, self);
    g_hash_table_remove (self->stale, session);
  }
  for (guint i = 0; i < n_added; i++)
    g_ptr_array_add (added, attach (self, collapsar_study_run (self->study, place + i)));
  g_list_store_splice (self->rows, place, n_removed, added->pdata, n_added);
}

void
collapsar_run_list_set_active (CollapsarRunList *self, gboolean active)
{
  g_return_if_fail (COLLAPSAR_IS_RUN_LIST (self));

  self->active = active;
  g_clear_handle_id (&self->source, g_source_remove);
  if (active)
    refresh (self);
}

static void
collapsar_run_list_dispose (GObject *object)
{
  CollapsarRunList *self = COLLAPSAR_RUN_LIST (object);
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->study);
  G_OBJECT_CLASS (collapsar_run_list_parent_class)->dispose (object);
}

static void
collapsar_run_list_finalize (GObject *object)
{
  CollapsarRunList *self = COLLAPSAR_RUN_LIST (object);
  g_object_unref (self->rows);
  g_hash_table_unref (self->stale);
  G_OBJECT_CLASS (collapsar_run_list_parent_class)->finalize (object);
}

static void
collapsar_run_list_class_init (CollapsarRunListClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = collapsar_run_list_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_run_list_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_run_list_init (CollapsarRunList *self)
{
  self->rows = g_list_store_new (COLLAPSAR_TYPE_RUN_ROW);
  self->stale = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_signal_connect_object (self->rows, "items-changed", G_CALLBACK (g_list_model_items_changed), self,
                           G_CONNECT_SWAPPED);
}

CollapsarRunList *
collapsar_run_list_new (CollapsarStudy *study)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NULL);

  CollapsarRunList *self = g_object_new (COLLAPSAR_TYPE_RUN_LIST, NULL);
  self->study = g_object_ref (study);
  g_signal_connect_object (study, "items-changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  on_runs (self, 0, 0, collapsar_study_n_runs (study));
  return self;
}
