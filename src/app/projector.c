#include "app/projector.h"

#include <math.h>
#include <string.h>

#include "view/class-images.h"

typedef struct {
  TrainingSnapshot *snapshot; /* NULL: no request */
  TrainingSplit split;
  CollapseProjectionKind kind;
  PlotScenePick pick;
  guint32 classes[COLLAPSE_N_CHOSEN];
  double hold, trail;
  gboolean images;
  char *remark; /* or NULL */
  guint choice;
} Request;

/* What the window has left for the thread; guarded by the mutex. Records and kept snapshots add up, of
 * requests the last one counts. */
typedef struct {
  Regime *regime; /* not NULL: a new run */
  Dataset *data;
  TrainingSnapshot *source; /* NULL of no fine-tuning */
  guint style;
  guint run;
  GPtrArray *records;
  GPtrArray *snapshots;
  Request request;
  gboolean quit;
} Inbox;

struct _CollapsarProjector {
  GThread *thread;
  GMutex mutex;
  GCond filled;
  Inbox inbox;
  CollapsarPicture *outbox; /* newest picture; guarded by the mutex */
  GSource *waker;

  /* The window's */
  CollapsarProjectorReady ready;
  gpointer user_data;
  const TrainingHistory *history;
  Dataset *data; /* of the run */
  TrainingSnapshot *source;
  guint style;
  guint run;
  guint n_records, n_snapshots; /* handed over */
  guint32 classes[COLLAPSE_N_CHOSEN];
  double hold, trail;
  gboolean images;
  char *remark;
  guint choice;
};

/* The thread's own. */
typedef struct {
  TrainingHistory *history;
  ViewScene *scene;
  Dataset *data;
  GPtrArray *images; /* of the classes; NULL until they are asked for */
  guint run;
  PlotCamera home;
  gint home_kind; /* of home; -1: not known */
} Desk;

CollapsarPicture *
collapsar_picture_ref (CollapsarPicture *picture)
{
  g_atomic_ref_count_inc (&picture->references);
  return picture;
}

void
collapsar_picture_unref (CollapsarPicture *picture)
{
  if (!g_atomic_ref_count_dec (&picture->references))
    return;
  PlotScene *plot = &picture->plot;
  g_free ((gpointer)plot->points);
  g_free ((gpointer)plot->labels);
  g_free ((gpointer)plot->means);
  g_free ((gpointer)plot->trail);
  for (guint k = 0; plot->images != NULL && k < plot->n_classes; k++)
    g_clear_pointer ((cairo_surface_t **)&plot->images[k], cairo_surface_destroy);
  g_free ((gpointer)plot->images);
  g_free ((gpointer)plot->classifier);
  g_free ((gpointer)plot->ideal);
  g_strfreev ((char **)plot->class_names);
  g_strfreev ((char **)plot->readout);
  g_free ((gpointer)plot->title);
  g_free ((gpointer)plot->subtitle);
  g_free ((gpointer)plot->footer);
  g_free ((gpointer)plot->note);
  g_free ((gpointer)plot->short_note);
  g_free ((gpointer)plot->classifier_note);
  g_free (picture->pick_text);
  g_free (picture->scatter);
  training_snapshot_unref (picture->snapshot);
  g_free (picture);
}

static cairo_surface_t **
copy_images (const GPtrArray *images, guint n)
{
  cairo_surface_t **copy = g_new0 (cairo_surface_t *, n);
  for (guint k = 0; k < n; k++)
    copy[k] = images->pdata[k] == NULL ? NULL : cairo_surface_reference (images->pdata[k]);
  return copy;
}

/* Copies what a ViewScene lends until its next update. */
static CollapsarPicture *
picture_new (const Desk *desk, const Request *request)
{
  CollapsarPicture *picture = g_new0 (CollapsarPicture, 1);
  const PlotScene *from = view_scene_coordinates (desk->scene);
  const CollapseProjection *projection = view_scene_projection (desk->scene);
  PlotScene *plot = &picture->plot;
  picture->n_axes = projection == NULL ? 3 : projection->n_axes;
  gsize n_axes = picture->n_axes, vertices = n_axes * from->n_classes;
  if (n_axes != 3)
    picture->scatter = g_memdup2 (projection->scatter, n_axes * n_axes * sizeof (double));
  g_atomic_ref_count_init (&picture->references);
  *plot = *from;
  plot->points = g_memdup2 (from->points, n_axes * from->n_points * sizeof *from->points);
  plot->labels = g_memdup2 (from->labels, from->n_points * sizeof *from->labels);
  plot->means = g_memdup2 (from->means, vertices * sizeof *from->means);
  plot->classifier = g_memdup2 (from->classifier, vertices * sizeof *from->classifier);
  plot->trail = g_memdup2 (from->trail, from->n_trail * vertices * sizeof *from->trail);
  if (request->images && desk->images != NULL)
    plot->images = copy_images (desk->images, plot->n_classes);
  plot->ideal = g_memdup2 (from->ideal, vertices * sizeof *from->ideal);
  plot->class_names = (const char *const *)g_strdupv ((char **)from->class_names);
  plot->readout = (const char *const *)g_strdupv ((char **)from->readout);
  plot->title = g_strdup (from->title);
  plot->subtitle = g_strdup (from->subtitle);
  plot->footer = g_strdup (from->footer);
  plot->note = g_strdup (from->note);
  plot->short_note = g_strdup (from->short_note);
  plot->classifier_note = g_strdup (from->classifier_note);
  picture->home = desk->home;
  picture->radius = view_scene_radius (desk->scene);
  picture->snapshot = training_snapshot_ref (request->snapshot);
  picture->split = request->split;
  picture->kind = request->kind;
  picture->choice = request->choice;
  picture->pick = request->pick;
  picture->pick_text = view_scene_describe_pick (desk->scene, request->pick);
  picture->run = desk->run;
  return picture;
}

static void
desk_clear (Desk *desk)
{
  g_clear_pointer (&desk->scene, view_scene_free);
  g_clear_pointer (&desk->data, dataset_unref);
  g_clear_pointer (&desk->images, g_ptr_array_unref);
  g_clear_pointer (&desk->history, training_history_free);
}

static void
inbox_clear (Inbox *inbox)
{
  g_clear_pointer (&inbox->regime, regime_unref);
  g_clear_pointer (&inbox->data, dataset_unref);
  g_clear_pointer (&inbox->source, training_snapshot_unref);
  g_clear_pointer (&inbox->records, g_ptr_array_unref);
  g_clear_pointer (&inbox->snapshots, g_ptr_array_unref);
  g_clear_pointer (&inbox->request.snapshot, training_snapshot_unref);
  g_clear_pointer (&inbox->request.remark, g_free);
}

static void
desk_take (Desk *desk, const Inbox *inbox)
{
  if (inbox->regime != NULL) {
    desk_clear (desk);
    desk->history = training_history_new (inbox->regime);
    desk->scene = view_scene_new (desk->history, inbox->data, inbox->style);
    desk->data = dataset_ref (inbox->data);
    view_scene_set_source (desk->scene, inbox->source);
    desk->home_kind = -1;
  }
  desk->run = inbox->run;
  for (guint i = 0; inbox->records != NULL && i < inbox->records->len; i++)
    training_history_add_record (desk->history, g_ptr_array_index (inbox->records, i));
  for (guint i = 0; inbox->snapshots != NULL && i < inbox->snapshots->len; i++)
    training_history_add_snapshot (desk->history, g_ptr_array_index (inbox->snapshots, i));
}

/* The best camera is a search: once a run and kind, from the first picture that has ideal vertices. */
static void
desk_update (Desk *desk, const Request *request)
{
  view_scene_choose (desk->scene, request->classes);
  view_scene_hold (desk->scene, request->hold);
  view_scene_trail (desk->scene, request->trail);
  view_scene_remark (desk->scene, request->remark);
  if (request->images && desk->images == NULL)
    desk->images = view_class_images_new (desk->data);
  view_scene_update (desk->scene, request->snapshot, request->split, request->kind);
  if (desk->home_kind == (gint)request->kind || view_scene_projection (desk->scene) == NULL)
    return;
  desk->home = view_scene_camera (desk->scene);
  desk->home_kind = (gint)request->kind;
}

/* FALSE when it is time to end. */
static gboolean
wait_for_inbox (CollapsarProjector *projector, Inbox *inbox)
{
  g_mutex_lock (&projector->mutex);
  while (projector->inbox.request.snapshot == NULL && !projector->inbox.quit)
    g_cond_wait (&projector->filled, &projector->mutex);
  *inbox = projector->inbox;
  projector->inbox = (Inbox){ .run = inbox->run, .quit = inbox->quit };
  g_mutex_unlock (&projector->mutex);
  return !inbox->quit;
}

static CollapsarPicture *
exchange_outbox (CollapsarProjector *projector, CollapsarPicture *picture)
{
  g_mutex_lock (&projector->mutex);
  CollapsarPicture *before = projector->outbox;
  projector->outbox = picture;
  g_mutex_unlock (&projector->mutex);
  return before;
}

static gpointer
run_thread (gpointer data)
{
  CollapsarProjector *projector = data;
  Desk desk = { .home = { .zoom = 1.0 }, .home_kind = -1 };
  Inbox inbox;
  while (wait_for_inbox (projector, &inbox)) {
    Request *request = &inbox.request;
    desk_take (&desk, &inbox);
    desk_update (&desk, request);
    CollapsarPicture *picture = picture_new (&desk, request);
    g_autoptr (CollapsarPicture) missed = exchange_outbox (projector, picture);
    g_source_set_ready_time (projector->waker, 0);
    inbox_clear (&inbox);
  }
  inbox_clear (&inbox);
  desk_clear (&desk);
  return NULL;
}

static gboolean
on_wake (gpointer user_data)
{
  CollapsarProjector *projector = user_data;
  g_source_set_ready_time (projector->waker, -1);
  g_autoptr (CollapsarPicture) picture = exchange_outbox (projector, NULL);
  if (picture != NULL && picture->run == projector->run)
    projector->ready (picture, projector->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
waker_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  return callback (user_data);
}

static GSourceFuncs waker_funcs = { .dispatch = waker_dispatch };

CollapsarProjector *
collapsar_projector_new (CollapsarProjectorReady ready, gpointer user_data)
{
  CollapsarProjector *projector = g_new0 (CollapsarProjector, 1);
  projector->ready = ready;
  projector->user_data = user_data;
  projector->hold = NAN;
  for (guint i = 0; i < COLLAPSE_N_CHOSEN; i++)
    projector->classes[i] = i;
  g_mutex_init (&projector->mutex);
  g_cond_init (&projector->filled);
  projector->waker = g_source_new (&waker_funcs, sizeof (GSource));
  g_source_set_static_name (projector->waker, "CollapsarProjector");
  g_source_set_callback (projector->waker, on_wake, projector, NULL);
  g_source_attach (projector->waker, NULL);
  projector->thread = g_thread_new ("projector", run_thread, projector);
  return projector;
}

void
collapsar_projector_free (CollapsarProjector *projector)
{
  g_mutex_lock (&projector->mutex);
  projector->inbox.quit = TRUE;
  g_cond_signal (&projector->filled);
  g_mutex_unlock (&projector->mutex);
  g_thread_join (projector->thread);
  g_source_destroy (projector->waker);
  g_source_unref (projector->waker);
  inbox_clear (&projector->inbox);
  g_clear_pointer (&projector->outbox, collapsar_picture_unref);
  g_clear_pointer (&projector->data, dataset_unref);
  g_clear_pointer (&projector->source, training_snapshot_unref);
  g_free (projector->remark);
  g_cond_clear (&projector->filled);
  g_mutex_clear (&projector->mutex);
  g_free (projector);
}

void
collapsar_projector_set_run (CollapsarProjector *projector,
                             const TrainingHistory *history,
                             Dataset *data,
                             TrainingSnapshot *source,
                             guint style)
{
  Dataset *before = projector->data;
  TrainingSnapshot *source_before = projector->source;
  projector->data = data == NULL ? NULL : dataset_ref (data);
  projector->source = source == NULL ? NULL : training_snapshot_ref (source);
  g_clear_pointer (&before, dataset_unref);
  g_clear_pointer (&source_before, training_snapshot_unref);
  projector->style = style;
  projector->history = history;
  projector->n_records = projector->n_snapshots = 0;
  projector->run++;
  if (history == NULL)
    return;
  g_mutex_lock (&projector->mutex);
  inbox_clear (&projector->inbox);
  projector->inbox.regime = regime_ref (training_history_regime (history));
  projector->inbox.data = dataset_ref (data);
  projector->inbox.source = source == NULL ? NULL : training_snapshot_ref (source);
  projector->inbox.style = style;
  projector->inbox.run = projector->run;
  g_mutex_unlock (&projector->mutex);
}

void
collapsar_projector_choose (CollapsarProjector *projector,
                            const guint32 classes[COLLAPSE_N_CHOSEN],
                            double hold)
{
  memcpy (projector->classes, classes, sizeof projector->classes);
  projector->hold = hold;
  projector->choice++;
}

void
collapsar_projector_adorn (CollapsarProjector *projector, double trail, gboolean images)
{
  projector->trail = trail;
  projector->images = images;
}

void
collapsar_projector_remark (CollapsarProjector *projector, const char *remark)
{
  g_free (projector->remark);
  projector->remark = g_strdup (remark);
}

/* With the mutex held. */
static void
hand_over_history (CollapsarProjector *projector)
{
  Inbox *inbox = &projector->inbox;
  const TrainingHistory *history = projector->history;
  if (inbox->records == NULL)
    inbox->records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  if (inbox->snapshots == NULL)
    inbox->snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  for (; projector->n_records < training_history_n_records (history); projector->n_records++) {
    const TrainingRecord *record = training_history_record (history, projector->n_records);
    g_ptr_array_add (inbox->records, training_record_ref ((TrainingRecord *)record));
  }
  for (; projector->n_snapshots < training_history_n_snapshots (history); projector->n_snapshots++)
    g_ptr_array_add (inbox->snapshots,
                     training_snapshot_ref (training_history_snapshot (history, projector->n_snapshots)));
}

void
collapsar_projector_request (CollapsarProjector *projector,
                             TrainingSnapshot *snapshot,
                             TrainingSplit split,
                             CollapseProjectionKind kind,
                             PlotScenePick pick)
{
  g_return_if_fail (projector->history != NULL);

  /* The history has let snapshots go: so does the thread, which begins anew with those that are left. */
  if (projector->n_snapshots > training_history_n_snapshots (projector->history))
    collapsar_projector_set_run (projector, projector->history, projector->data, projector->source,
                                 projector->style);
  g_mutex_lock (&projector->mutex);
  hand_over_history (projector);
  Request *request = &projector->inbox.request;
  training_snapshot_ref (snapshot);
  g_clear_pointer (&request->snapshot, training_snapshot_unref);
  g_free (request->remark);
  *request = (Request){ .snapshot = snapshot,
                        .split = split,
                        .kind = kind,
                        .pick = pick,
                        .hold = projector->hold,
                        .trail = projector->trail,
                        .images = projector->images,
                        .remark = g_strdup (projector->remark),
                        .choice = projector->choice };
  memcpy (request->classes, projector->classes, sizeof request->classes);
  g_cond_signal (&projector->filled);
  g_mutex_unlock (&projector->mutex);
}
