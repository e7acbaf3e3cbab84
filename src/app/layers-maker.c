#include "app/layers-maker.h"

#include <string.h>

struct _CollapsarLayersMaker {
  CollapsarLayersReady ready;
  gpointer user_data;
  GCancellable *cancellable;
  GArray *seen;     /* of guint64: what the newest is made of */
  ViewLayers *last; /* the newest, whose spectra are known */
  gboolean working;
  CollapsarStage *stage; /* what is to be made next, NULL: nothing */
  ViewLayersOptions options;
};

/* In the thread */

typedef struct {
  GArray *runs; /* of ViewLayersRun */
  ViewLayersOptions options;
  ViewLayers *before;
} Order;

static void
run_clear (gpointer data)
{
  ViewLayersRun *run = data;
  regime_unref (run->regime);
  g_clear_pointer (&run->data, dataset_unref);
  g_ptr_array_unref (run->snapshots);
}

static void
order_free (gpointer data)
{
  Order *order = data;
  g_array_unref (order->runs);
  g_clear_pointer (&order->before, view_layers_unref);
  g_free (order);
}

static void
make_view (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Order *order = data;
  g_task_return_pointer (task,
                         view_layers_new ((const ViewLayersRun *)order->runs->data, order->runs->len,
                                          &order->options, order->before),
                         (GDestroyNotify)view_layers_unref);
}

/* In the window's */

/* The runs that are drawn as scenes, as far as they have come. */
static GArray *
list_runs (CollapsarStage *stage)
{
  GArray *runs = g_array_new (FALSE, TRUE, sizeof (ViewLayersRun));
  GListModel *scenes = collapsar_stage_scenes (stage);
  g_array_set_clear_func (runs, run_clear);
  for (guint i = 0; i < g_list_model_get_n_items (scenes); i++) {
    g_autoptr (CollapsarSession) session = g_list_model_get_item (scenes, i);
    const TrainingHistory *history = collapsar_session_history (session);
    const TrainerStart *start = collapsar_session_start_info (session);
    if (history == NULL)
      continue;
    const ViewLayersRun run = {
      .regime = regime_ref (training_history_regime (history)),
      .data = start == NULL || start->train == NULL ? NULL : dataset_ref ((Dataset *)start->train),
      .style = collapsar_session_get_look (session),
      .snapshots = view_layers_snapshots (history),
      .epoch = collapsar_session_get_live (session) ? G_MAXDOUBLE : collapsar_session_get_epoch (session),
      .terminal = training_history_terminal_epoch (history),
    };
    g_array_append_val (runs, run);
  }
  return runs;
}

/* What decides how it looks, so that moments between two snapshots make nothing new. */
static GArray *
fingerprint (const ViewLayersOptions *options_of, const GArray *runs)
{
  GArray *marks = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint64 options = options_of->metric * 2 + options_of->split;
  g_array_append_val (marks, options);
  for (guint i = 0; i < runs->len; i++) {
    const ViewLayersRun *run = &g_array_index (runs, ViewLayersRun, i);
    guint64 of[]
        = { GPOINTER_TO_SIZE (run->regime), run->style, run->snapshots->len, 0, (guint64)run->terminal };
    for (guint s = 0; s < run->snapshots->len; s++)
      of[3] += ((const TrainingSnapshot *)run->snapshots->pdata[s])->epoch <= run->epoch;
    g_array_append_vals (marks, of, G_N_ELEMENTS (of));
  }
  return marks;
}

static gboolean
is_same (const GArray *a, const GArray *b)
{
  return a != NULL && a->len == b->len && memcmp (a->data, b->data, a->len * sizeof (guint64)) == 0;
}

static void begin (CollapsarLayersMaker *maker);

static void
on_made (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CollapsarLayersMaker *maker = user_data;
  ViewLayers *view = g_task_propagate_pointer (G_TASK (result), NULL);
  if (view == NULL)
    return; /* the maker is gone */
  maker->working = FALSE;
  g_clear_pointer (&maker->last, view_layers_unref);
  maker->last = view_layers_ref (view);
  maker->ready (view, maker->user_data);
  if (maker->stage != NULL)
    begin (maker);
}

static void
begin (CollapsarLayersMaker *maker)
{
  g_autoptr (CollapsarStage) stage = g_steal_pointer (&maker->stage);
  g_autoptr (GArray) runs = list_runs (stage);
  GArray *seen = fingerprint (&maker->options, runs);
  gboolean same = is_same (maker->seen, seen);
  g_clear_pointer (&maker->seen, g_array_unref);
  maker->seen = seen;
  if (same)
    return;
  Order *order = g_new0 (Order, 1);
  order->runs = g_steal_pointer (&runs);
  order->options = maker->options;
  order->before = maker->last == NULL ? NULL : view_layers_ref (maker->last);
  maker->working = TRUE;
  g_autoptr (GTask) task = g_task_new (NULL, maker->cancellable, on_made, maker);
  g_task_set_name (task, "CollapsarLayersMaker");
  g_task_set_task_data (task, order, order_free);
  g_task_run_in_thread (task, make_view);
}

CollapsarLayersMaker *
collapsar_layers_maker_new (CollapsarLayersReady ready, gpointer user_data)
{
  CollapsarLayersMaker *maker = g_new0 (CollapsarLayersMaker, 1);
  maker->ready = ready;
  maker->user_data = user_data;
  maker->cancellable = g_cancellable_new ();
  return maker;
}

void
collapsar_layers_maker_free (CollapsarLayersMaker *maker)
{
  if (maker == NULL)
    return;
  g_cancellable_cancel (maker->cancellable);
  g_object_unref (maker->cancellable);
  g_clear_object (&maker->stage);
  g_clear_pointer (&maker->seen, g_array_unref);
  g_clear_pointer (&maker->last, view_layers_unref);
  g_free (maker);
}

void
collapsar_layers_maker_update (CollapsarLayersMaker *maker,
                               CollapsarStage *stage,
                               const ViewLayersOptions *options)
{
  maker->options = *options;
  g_set_object (&maker->stage, stage);
  if (!maker->working)
    begin (maker);
}

gboolean
collapsar_layers_maker_is_working (const CollapsarLayersMaker *maker)
{
  return maker->working;
}
