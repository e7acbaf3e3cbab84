#include "app/run-group.h"

#include <math.h>

#include "app/list-store.h"
#include "plot/theme.h"

struct _CollapsarRunGroup {
  GObject parent_instance;

  GPtrArray *runs; /* of CollapsarSession */
  gboolean open;
};

G_DEFINE_FINAL_TYPE (CollapsarRunGroup, collapsar_run_group, G_TYPE_OBJECT)

enum {
  PROP_OPEN = 1,
  PROP_VISIBLE,
  PROP_MUTED,
  PROP_LOOK,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

guint
collapsar_run_group_n_runs (CollapsarRunGroup *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (self), 0);

  return self->runs->len;
}

CollapsarSession *
collapsar_run_group_run (CollapsarRunGroup *self, guint place)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (self), NULL);
  g_return_val_if_fail (place < self->runs->len, NULL);

  return self->runs->pdata[place];
}

gboolean
collapsar_run_group_has (CollapsarRunGroup *self, CollapsarSession *run)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (self), FALSE);

  return g_ptr_array_find (self->runs, run, NULL);
}

gboolean
collapsar_run_group_get_open (CollapsarRunGroup *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (self), FALSE);

  return self->open;
}

static const TrainingRecord *
last_record (CollapsarSession *run)
{
  return collapsar_session_has_records (run) ? training_history_last (collapsar_session_history (run)) : NULL;
}

double
collapsar_run_group_nc1 (CollapsarRunGroup *self, guint *n)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (self), NAN);

  double sum = 0.0;
  *n = 0;
  for (guint i = 0; i < self->runs->len; i++) {
    const TrainingRecord *last = last_record (self->runs->pdata[i]);
    if (last == NULL)
      continue;
    sum += last->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1];
    ++*n;
  }
  return *n == 0 ? NAN : sum / *n;
}

double
collapsar_run_group_progress (CollapsarRunGroup *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (self), 0.0);

  double done = 0.0, all = 0.0;
  for (guint i = 0; i < self->runs->len; i++) {
    const TrainingRecord *last = last_record (self->runs->pdata[i]);
    all += (double)regime_get_integer (collapsar_session_regime (self->runs->pdata[i]), "run.epochs");
    done += last == NULL ? 0.0 : last->epoch;
  }
  return all > 0.0 ? MIN (done / all, 1.0) : 0.0;
}

static gboolean
is_visible (CollapsarRunGroup *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (collapsar_session_get_visible (self->runs->pdata[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_muted (CollapsarRunGroup *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (!collapsar_session_get_muted (self->runs->pdata[i]))
      return FALSE;
  return self->runs->len > 0;
}

guint
collapsar_run_group_get_look (CollapsarRunGroup *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_RUN_GROUP (self), 0);

  guint style = self->runs->len == 0 ? 0 : collapsar_session_get_style (self->runs->pdata[0]);
  return is_muted (self) ? style | PLOT_REGIME_MUTED : style;
}

/* "visible" or "muted" of every run, from the last on, as hiding the selected run selects one that is left.
 */
static void
set_all (CollapsarRunGroup *self, const char *property, gboolean value)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_copy (self->runs, (GCopyFunc)(gpointer)g_object_ref, NULL);
  g_ptr_array_set_free_func (runs, g_object_unref);
  g_object_freeze_notify (G_OBJECT (self));
  for (guint i = runs->len; i-- > 0;)
    g_object_set (runs->pdata[i], property, value, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

static void
on_visible (CollapsarRunGroup *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

static void
on_look (CollapsarRunGroup *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MUTED]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOOK]);
}

static void
take_runs (CollapsarRunGroup *self, const GPtrArray *runs)
{
  gboolean same = self->runs->len == runs->len;
  for (guint i = 0; same && i < runs->len; i++)
    same = self->runs->pdata[i] == runs->pdata[i];
  if (same)
    return;
  for (guint i = 0; i < self->runs->len; i++)
    g_signal_handlers_disconnect_by_data (self->runs->pdata[i], self);
  g_ptr_array_set_size (self->runs, 0);
  for (guint i = 0; i < runs->len; i++) {
    g_ptr_array_add (self->runs, g_object_ref (runs->pdata[i]));
    g_signal_connect_object (runs->pdata[i], "notify::visible", G_CALLBACK (on_visible), self,
                             G_CONNECT_SWAPPED);
    g_signal_connect_object (runs->pdata[i], "notify::look", G_CALLBACK (on_look), self, G_CONNECT_SWAPPED);
  }
  on_look (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
collapsar_run_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarRunGroup *self = COLLAPSAR_RUN_GROUP (object);
  switch (id) {
  case PROP_OPEN:
    g_value_set_boolean (value, self->open);
    break;
  case PROP_VISIBLE:
    g_value_set_boolean (value, is_visible (self));
    break;
  case PROP_MUTED:
    g_value_set_boolean (value, is_muted (self));
    break;
  case PROP_LOOK:
    g_value_set_uint (value, collapsar_run_group_get_look (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_run_group_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarRunGroup *self = COLLAPSAR_RUN_GROUP (object);
  switch (id) {
  case PROP_OPEN:
    if (self->open != g_value_get_boolean (value)) {
      self->open = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
    break;
  case PROP_VISIBLE:
    if (is_visible (self) != g_value_get_boolean (value))
      set_all (self, "visible", g_value_get_boolean (value));
    break;
  case PROP_MUTED:
    if (is_muted (self) != g_value_get_boolean (value))
      set_all (self, "muted", g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
collapsar_run_group_finalize (GObject *object)
{
  g_ptr_array_unref (COLLAPSAR_RUN_GROUP (object)->runs);
  G_OBJECT_CLASS (collapsar_run_group_parent_class)->finalize (object);
}

static void
collapsar_run_group_class_init (CollapsarRunGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_run_group_get_property;
  object_class->set_property = collapsar_run_group_set_property;
  object_class->finalize = collapsar_run_group_finalize;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, flags);
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, flags);
  properties[PROP_MUTED] = g_param_spec_boolean ("muted", NULL, NULL, FALSE, flags);
  properties[PROP_LOOK]
      = g_param_spec_uint ("look", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_run_group_init (CollapsarRunGroup *self)
{
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
}

/* The list. It is a plain store; what follows the study is its data. */

static void update (GListStore *store);

/* That which has the group's first run already, or a new one. */
static CollapsarRunGroup *
find_group (GListStore *store, const GPtrArray *runs)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (store)); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);
    if (COLLAPSAR_IS_RUN_GROUP (item) && collapsar_run_group_has ((gpointer)item, runs->pdata[0]))
      return (gpointer)g_steal_pointer (&item);
  }
  CollapsarRunGroup *group = g_object_new (COLLAPSAR_TYPE_RUN_GROUP, NULL);
  g_signal_connect_object (group, "notify::open", G_CALLBACK (update), store, G_CONNECT_SWAPPED);
  return group;
}

static void
append_runs (GPtrArray *items, const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (items, g_object_ref (runs->pdata[i]));
}

static void
update (GListStore *store)
{
  g_autoptr (GPtrArray) groups = collapsar_study_groups (g_object_get_data (G_OBJECT (store), "study"));
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < groups->len; i++) {
    const GPtrArray *runs = groups->pdata[i];
    gboolean shown = runs->len == 1;
    if (!shown) {
      CollapsarRunGroup *group = find_group (store, runs);
      take_runs (group, runs);
      g_ptr_array_add (items, group);
      shown = group->open;
    }
    if (shown)
      append_runs (items, runs);
  }
  collapsar_list_store_set (store, items);
}

GListModel *
collapsar_run_groups_new (CollapsarStudy *study)
{
  g_return_val_if_fail (COLLAPSAR_IS_STUDY (study), NULL);

  GListStore *store = g_list_store_new (G_TYPE_OBJECT);
  g_object_set_data_full (G_OBJECT (store), "study", g_object_ref (study), g_object_unref);
  g_signal_connect_object (study, "items-changed", G_CALLBACK (update), store, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "training", G_CALLBACK (update), store, G_CONNECT_SWAPPED);
  update (store);
  return G_LIST_MODEL (store);
}
