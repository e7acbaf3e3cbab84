#include "app/session-link.h"

#include <math.h>

struct _CollapsarLink {
  GAsyncQueue *queue;
  TrainingSnapshot *mailbox;  /* atomic */
  TrainingSnapshot *samples;  /* atomic: all of an epoch's */
  TrainingCheckpoint *newest; /* atomic */
  guint n_epochs;
  gint wanted;         /* atomic: somebody looks at the present */
  gint samples_wanted; /* atomic */
  gint asleep;         /* atomic: the queue is not being drained */
  GSource *waker;
};

void
collapsar_start_clear (TrainerStart *start)
{
  g_clear_pointer ((Dataset **)&start->train, dataset_unref);
  g_clear_pointer ((Dataset **)&start->test, dataset_unref);
}

void
collapsar_report_free (CollapsarReport *report)
{
  switch (report->kind) {
  case COLLAPSAR_REPORT_STARTED:
    collapsar_start_clear (&report->start);
    break;
  case COLLAPSAR_REPORT_RECORD:
    g_clear_pointer ((TrainingRecord **)&report->data, training_record_unref);
    break;
  case COLLAPSAR_REPORT_CHANGED:
    g_clear_pointer ((RegimeChange **)&report->data, regime_change_free);
    break;
  case COLLAPSAR_REPORT_SNAPSHOT:
    g_clear_pointer ((TrainingSnapshot **)&report->data, training_snapshot_unref);
    break;
  case COLLAPSAR_REPORT_CHECKPOINT:
    g_clear_pointer ((TrainingCheckpoint **)&report->data, training_checkpoint_unref);
    break;
  case COLLAPSAR_REPORT_FAILED:
    g_clear_error ((GError **)&report->data);
    break;
  case COLLAPSAR_REPORT_ENDED:
    break;
  }
  g_free (report);
}

/* The worker's side */

static void
link_push (CollapsarLink *link, CollapsarReport report)
{
  g_async_queue_push (link->queue, g_memdup2 (&report, sizeof report));
  if (g_atomic_int_compare_and_exchange (&link->asleep, TRUE, FALSE))
    g_source_set_ready_time (link->waker, 0);
}

static void
on_started (const TrainerStart *start, gpointer user_data)
{
  CollapsarLink *link = user_data;
  CollapsarReport report = { .kind = COLLAPSAR_REPORT_STARTED, .start = *start };
  link->n_epochs = start->n_epochs;
  dataset_ref ((Dataset *)start->train);
  dataset_ref ((Dataset *)start->test);
  link_push (link, report);
}

static void
on_epoch (TrainingRecord *record, gpointer user_data)
{
  link_push (user_data,
             (CollapsarReport){ .kind = COLLAPSAR_REPORT_RECORD, .data = training_record_ref (record) });
}

static void
on_changed (const RegimeChange *change, gpointer user_data)
{
  link_push (user_data,
             (CollapsarReport){ .kind = COLLAPSAR_REPORT_CHANGED, .data = regime_change_copy (change) });
}

/* What was in the slot. */
static TrainingSnapshot *
exchange (TrainingSnapshot **slot, TrainingSnapshot *snapshot)
{
  return __atomic_exchange_n (slot, snapshot, __ATOMIC_ACQ_REL);
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer user_data)
{
  CollapsarLink *link = user_data;
  double whole;
  if (modf (snapshot->epoch, &whole) == 0.0) {
    link_push (link, (CollapsarReport){ .kind = COLLAPSAR_REPORT_SNAPSHOT,
                                        .data = training_snapshot_ref (snapshot) });
    return;
  }
  g_autoptr (TrainingSnapshot) before = exchange (&link->mailbox, training_snapshot_ref (snapshot));
}

static void
on_samples (TrainingSnapshot *snapshot, gpointer user_data)
{
  CollapsarLink *link = user_data;
  g_autoptr (TrainingSnapshot) before = exchange (&link->samples, training_snapshot_ref (snapshot));
}

static gboolean
on_wants_samples (gpointer user_data)
{
  return g_atomic_int_get (&((CollapsarLink *)user_data)->samples_wanted);
}

static TrainingCheckpoint *
newest_exchange (CollapsarLink *link, TrainingCheckpoint *checkpoint)
{
  return __atomic_exchange_n (&link->newest, checkpoint, __ATOMIC_ACQ_REL);
}

static void
on_checkpoint (TrainingCheckpoint *checkpoint, gpointer user_data)
{
  CollapsarLink *link = user_data;
  gboolean kept = training_keeps_checkpoint (checkpoint, link->n_epochs);
  training_checkpoint_ref (checkpoint);
  if (kept)
    link_push (link, (CollapsarReport){ .kind = COLLAPSAR_REPORT_CHECKPOINT, .data = checkpoint });
  TrainingCheckpoint *before = newest_exchange (link, kept ? NULL : checkpoint);
  g_clear_pointer (&before, training_checkpoint_unref);
}

static gboolean
on_wants_snapshot (gpointer user_data)
{
  CollapsarLink *link = user_data;
  return g_atomic_int_get (&link->wanted) && __atomic_load_n (&link->mailbox, __ATOMIC_RELAXED) == NULL;
}

static void
on_failed (const GError *error, gpointer user_data)
{
  link_push (user_data, (CollapsarReport){ .kind = COLLAPSAR_REPORT_FAILED, .data = g_error_copy (error) });
}

static void
on_ended (TrainerEnd end, gpointer user_data)
{
  link_push (user_data, (CollapsarReport){ .kind = COLLAPSAR_REPORT_ENDED, .end = end });
}

const TrainerSink collapsar_link_sink = {
  .started = on_started,
  .epoch = on_epoch,
  .changed = on_changed,
  .snapshot = on_snapshot,
  .checkpoint = on_checkpoint,
  .wants_snapshot = on_wants_snapshot,
  .samples = on_samples,
  .wants_samples = on_wants_samples,
  .failed = on_failed,
  .ended = on_ended,
};

/* The window's side */

/* Rings once for each time it was set. */
static gboolean
waker_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  g_source_set_ready_time (source, -1);
  return callback (user_data);
}

static GSourceFuncs waker_funcs = { .dispatch = waker_dispatch };

CollapsarLink *
collapsar_link_new (GSourceFunc wake, gpointer user_data)
{
  CollapsarLink *link = g_new0 (CollapsarLink, 1);
  link->queue = g_async_queue_new_full ((GDestroyNotify)collapsar_report_free);
  link->waker = g_source_new (&waker_funcs, sizeof (GSource));
  g_source_set_static_name (link->waker, "CollapsarSession");
  g_source_set_callback (link->waker, wake, user_data, NULL);
  g_source_attach (link->waker, NULL);
  return link;
}

void
collapsar_link_cut (CollapsarLink *link)
{
  g_source_destroy (link->waker);
}

void
collapsar_link_free (CollapsarLink *link)
{
  g_source_unref (link->waker);
  g_async_queue_unref (link->queue);
  g_clear_pointer (&link->mailbox, training_snapshot_unref);
  g_clear_pointer (&link->samples, training_snapshot_unref);
  g_clear_pointer (&link->newest, training_checkpoint_unref);
  g_free (link);
}

gboolean
collapsar_link_sleep (CollapsarLink *link)
{
  g_atomic_int_set (&link->asleep, TRUE);
  if (g_async_queue_length (link->queue) == 0)
    return TRUE;
  g_atomic_int_set (&link->asleep, FALSE);
  return FALSE;
}

CollapsarReport *
collapsar_link_pop (CollapsarLink *link)
{
  return g_async_queue_try_pop (link->queue);
}

TrainingSnapshot *
collapsar_link_take_mail (CollapsarLink *link)
{
  return exchange (&link->mailbox, NULL);
}

TrainingSnapshot *
collapsar_link_take_samples (CollapsarLink *link)
{
  return exchange (&link->samples, NULL);
}

TrainingCheckpoint *
collapsar_link_take_checkpoint (CollapsarLink *link)
{
  return newest_exchange (link, NULL);
}

void
collapsar_link_set_wanted (CollapsarLink *link, gboolean wanted)
{
  g_atomic_int_set (&link->wanted, wanted);
}

void
collapsar_link_set_samples_wanted (CollapsarLink *link, gboolean wanted)
{
  g_atomic_int_set (&link->samples_wanted, wanted);
}
