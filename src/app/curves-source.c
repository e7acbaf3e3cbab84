#include "app/curves-source.h"

struct _CollapsarCurvesSource {
  GObject parent_instance;

  CollapsarSession *session;
  GListModel *runs;    /* NULL for the session alone */
  GPtrArray *listened; /* to which runs */
  GPtrArray *groups;   /* of CollapsarRunGroup, listened to as well */
  GPtrArray *drawn;    /* items of the runs that have curves, in the charts' order */
  gboolean has_groups, has_head;
};

G_DEFINE_FINAL_TYPE (CollapsarCurvesSource, collapsar_curves_source, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  SIGNAL_UPDATED,
  SIGNAL_RESTYLED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Items and their runs. */

/* Of a group those that are visible, or all where none is: it is drawn then because one is selected. */
static GPtrArray *
list_runs (gpointer item)
{
  GPtrArray *runs = g_ptr_array_new ();
  if (COLLAPSAR_IS_SESSION (item)) {
    g_ptr_array_add (runs, item);
    return runs;
  }
  gboolean visible;
  g_object_get (item, "visible", &visible, NULL);
  for (guint i = 0; i < collapsar_run_group_n_runs (item); i++) {
    CollapsarSession *run = collapsar_run_group_run (item, i);
    if (!visible || collapsar_session_get_visible (run))
      g_ptr_array_add (runs, run);
  }
  return runs;
}

static GPtrArray *
list_items (CollapsarCurvesSource *self)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->runs != NULL && i < g_list_model_get_n_items (self->runs); i++)
    g_ptr_array_add (items, g_list_model_get_item (self->runs, i));
  if (self->runs == NULL && self->session != NULL)
    g_ptr_array_add (items, g_object_ref (self->session));
  return items;
}

/* Charts. */

static void
add_history (GPtrArray *histories, CollapsarSession *run, gboolean failed)
{
  gboolean has_failed = collapsar_session_get_state (run) == COLLAPSAR_SESSION_FAILED;
  if (collapsar_session_history (run) != NULL && has_failed == failed)
    g_ptr_array_add (histories, collapsar_session_history (run));
}

static guint
look_of (gpointer item)
{
  return COLLAPSAR_IS_SESSION (item) ? collapsar_session_get_look (item)
                                     : collapsar_run_group_get_look (item);
}

/* Adds an item's curves; FALSE where there is nothing of it yet. Runs that failed are left out where others
 * did not. */
static gboolean
add_item (CollapsarCurvesSource *self, ViewCharts *charts, gpointer item)
{
  g_autoptr (GPtrArray) runs = list_runs (item), histories = g_ptr_array_new ();
  for (guint i = 0; i < runs->len; i++)
    add_history (histories, runs->pdata[i], FALSE);
  guint n = histories->len;
  for (guint i = 0; i < runs->len; i++)
    add_history (histories, runs->pdata[i], TRUE);
  guint n_failed = n > 0 ? histories->len - n : 0;
  n = histories->len - n_failed;
  if (n == 0)
    return FALSE;
  view_charts_add_group (charts, (const TrainingHistory *const *)histories->pdata, n, n_failed,
                         look_of (item));
  g_ptr_array_add (self->drawn, g_object_ref (item));
  self->has_groups |= n > 1;
  return TRUE;
}

ViewCharts *
collapsar_curves_source_make_charts (CollapsarCurvesSource *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self), NULL);

  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autoptr (GPtrArray) items = list_items (self);
  gboolean some = FALSE;
  self->has_groups = self->has_head = FALSE;
  g_ptr_array_set_size (self->drawn, 0);
  for (guint i = 0; i < items->len; i++)
    some |= add_item (self, charts, items->pdata[i]);
  for (guint i = 0; some && i < self->listened->len; i++) {
    const TrainingHistory *history = collapsar_session_history (self->listened->pdata[i]);
    self->has_head
        |= history != NULL && regime_get_integer (training_history_regime (history), "head.layers") > 0;
  }
  return some ? g_steal_pointer (&charts) : NULL;
}

void
collapsar_curves_source_style (CollapsarCurvesSource *self, ViewCharts *charts)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self));

  for (guint i = 0; i < self->drawn->len; i++)
    view_charts_set_style (charts, i, look_of (self->drawn->pdata[i]));
}

gboolean
collapsar_curves_source_has_groups (CollapsarCurvesSource *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self), FALSE);

  return self->has_groups;
}

gboolean
collapsar_curves_source_has_head (CollapsarCurvesSource *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self), FALSE);

  return self->has_head;
}

gint
collapsar_curves_source_find (CollapsarCurvesSource *self, gpointer item)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self), -1);

  guint place;
  return g_ptr_array_find (self->drawn, item, &place) ? (gint)place : -1;
}

GStrv
collapsar_curves_source_names (CollapsarCurvesSource *self, const ViewCharts *charts)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self), NULL);

  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GPtrArray) items = list_items (self);
  for (guint i = 0; i < items->len; i++) {
    gpointer item = items->pdata[i];
    CollapsarSession *run = COLLAPSAR_IS_SESSION (item) ? item : (gpointer)collapsar_run_group_run (item, 0);
    gint place = charts == NULL ? -1 : collapsar_curves_source_find (self, item);
    g_autofree char *name = NULL;
    if (place >= 0)
      name = view_charts_name (charts, (guint)place);
    else
      g_object_get (run, "name", &name, NULL);
    g_strv_builder_add (names, name == NULL ? "" : name);
  }
  return g_strv_builder_end (names);
}

/* Listening. */

static void on_runs (CollapsarCurvesSource *self);

static void
emit_changed (CollapsarCurvesSource *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
emit_restyled (CollapsarCurvesSource *self)
{
  g_signal_emit (self, signals[SIGNAL_RESTYLED], 0);
}

static void
emit_updated (CollapsarCurvesSource *self)
{
  g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
}

/* One that failed leaves its group's mean, and one that is trained again comes back. */
static void
on_state (CollapsarCurvesSource *self, GParamSpec *pspec, CollapsarSession *run)
{
  gboolean failed = collapsar_session_get_state (run) == COLLAPSAR_SESSION_FAILED;
  if (failed && self->groups->len > 0)
    emit_changed (self);
}

static void
listen (CollapsarCurvesSource *self, CollapsarSession *run)
{
  g_ptr_array_add (self->listened, g_object_ref (run));
  g_signal_connect_object (run, "started", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::look", G_CALLBACK (emit_restyled), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::name", G_CALLBACK (emit_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (run, "updated", G_CALLBACK (emit_updated), self, G_CONNECT_SWAPPED);
}

static void
listen_to_item (CollapsarCurvesSource *self, gpointer item)
{
  g_autoptr (GPtrArray) runs = list_runs (item);
  for (guint i = 0; i < runs->len; i++)
    listen (self, runs->pdata[i]);
  if (COLLAPSAR_IS_SESSION (item))
    return;
  g_ptr_array_add (self->groups, g_object_ref (item));
  g_signal_connect_object (item, "changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (item, "notify::visible", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
}

static void
on_runs (CollapsarCurvesSource *self)
{
  for (guint i = 0; i < self->groups->len; i++)
    g_signal_handlers_disconnect_by_data (self->groups->pdata[i], self);
  for (guint i = 0; i < self->listened->len; i++)
    g_signal_handlers_disconnect_by_data (self->listened->pdata[i], self);
  g_ptr_array_set_size (self->groups, 0);
  /* Their histories go with them, and charts that are still there are of these. */
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->listened);
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) items = list_items (self);
  for (guint i = 0; i < items->len; i++)
    listen_to_item (self, items->pdata[i]);
  emit_changed (self);
}

/* The object. */

static void
collapsar_curves_source_dispose (GObject *object)
{
  CollapsarCurvesSource *self = COLLAPSAR_CURVES_SOURCE (object);
  g_clear_object (&self->session);
  collapsar_curves_source_set_runs (self, NULL);
  G_OBJECT_CLASS (collapsar_curves_source_parent_class)->dispose (object);
}

static void
collapsar_curves_source_finalize (GObject *object)
{
  CollapsarCurvesSource *self = COLLAPSAR_CURVES_SOURCE (object);
  g_ptr_array_unref (self->listened);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->drawn);
  G_OBJECT_CLASS (collapsar_curves_source_parent_class)->finalize (object);
}

static void
collapsar_curves_source_class_init (CollapsarCurvesSourceClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_curves_source_dispose;
  G_OBJECT_CLASS (klass)->finalize = collapsar_curves_source_finalize;
  signals[SIGNAL_CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RESTYLED]
      = g_signal_new ("restyled", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_UPDATED]
      = g_signal_new ("updated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_curves_source_init (CollapsarCurvesSource *self)
{
  self->listened = g_ptr_array_new_with_free_func (g_object_unref);
  self->groups = g_ptr_array_new_with_free_func (g_object_unref);
  self->drawn = g_ptr_array_new_with_free_func (g_object_unref);
}

CollapsarCurvesSource *
collapsar_curves_source_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_CURVES_SOURCE, NULL);
}

gboolean
collapsar_curves_source_set_session (CollapsarCurvesSource *self, CollapsarSession *session)
{
  g_return_val_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self), FALSE);

  if (!g_set_object (&self->session, session) || self->runs != NULL)
    return FALSE;
  on_runs (self);
  return TRUE;
}

void
collapsar_curves_source_set_runs (CollapsarCurvesSource *self, GListModel *runs)
{
  g_return_if_fail (COLLAPSAR_IS_CURVES_SOURCE (self));

  if (self->runs != NULL)
    g_signal_handlers_disconnect_by_data (self->runs, self);
  g_set_object (&self->runs, runs);
  if (runs != NULL)
    g_signal_connect_object (runs, "items-changed", G_CALLBACK (on_runs), self, G_CONNECT_SWAPPED);
  on_runs (self);
}
