#include "app/samples.h"

#include <glib/gi18n.h>
#include <math.h>
#include <sys/resource.h>
#include <unistd.h>

#include "training/evaluator.h"

/* Milliseconds after which a cursor rests. */
#define REST 150
/* What was computed is kept as long as all of it takes at most so many bytes. */
#define MOST_KEPT ((gsize)64 << 20)
#define NICE 10

struct _CollapsarSamples {
  GObject parent_instance;

  CollapsarSession *session;
  gboolean all, seen;
  gboolean asks;   /* the session to want them of its trainer */
  GPtrArray *kept; /* of TrainingSnapshot, that used last at the end */
  TrainingSnapshot *snapshot;
  char *remark;

  double epoch;              /* that the cursor is on; NAN: on none */
  guint rest;                /* source that waits for it to rest */
  GCancellable *cancellable; /* while they are computed */
  char *failure;             /* why they cannot be, of this epoch */
};

G_DEFINE_FINAL_TYPE (CollapsarSamples, collapsar_samples, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* What is kept. */

static void
keep (CollapsarSamples *self, TrainingSnapshot *snapshot)
{
  guint place;
  training_snapshot_ref (snapshot);
  if (g_ptr_array_find (self->kept, snapshot, &place))
    g_ptr_array_remove_index (self->kept, place);
  g_ptr_array_add (self->kept, snapshot);
  gsize each = training_snapshot_bytes (snapshot);
  while (self->kept->len > 1 && self->kept->len * each > MOST_KEPT)
    g_ptr_array_remove_index (self->kept, 0);
}

/* NULL where there is none of that epoch. */
static TrainingSnapshot *
find_kept (CollapsarSamples *self, double epoch)
{
  for (guint i = self->kept->len; i-- > 0;) {
    TrainingSnapshot *snapshot = self->kept->pdata[i];
    if (snapshot->epoch == epoch)
      return snapshot;
  }
  return NULL;
}

/* Those of the epoch that was measured last, while one follows training. */
static TrainingSnapshot *
find_live (CollapsarSamples *self, double epoch)
{
  TrainingSnapshot *latest = collapsar_session_samples (self->session);
  if (latest == NULL || !collapsar_session_get_live (self->session))
    return NULL;
  return collapsar_session_trains (self->session) || latest->epoch >= floor (epoch) ? latest : NULL;
}

static gboolean
has_all (CollapsarSamples *self, const TrainingSnapshot *snapshot)
{
  const TrainerStart *start = collapsar_session_start_info (self->session);
  return start != NULL && start->train->samples.rows > 0
         && snapshot->split[TRAINING_TRAIN].n >= start->train->samples.rows
         && snapshot->split[TRAINING_TEST].n >= start->test->samples.rows;
}

/* Computing. */

typedef struct {
  Regime *regime;
  TrainingCheckpoint *checkpoint;
  Dataset *data[TRAINING_N_SPLITS];
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;
  regime_unref (work->regime);
  training_checkpoint_unref (work->checkpoint);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    dataset_unref (work->data[s]);
  g_free (work);
}

/* A GFunc. */
static void
compute_in_thread (gpointer data, gpointer user_data)
{
  g_autoptr (GTask) task = data;
  const Work *work = g_task_get_task_data (task);
  GError *error = NULL;
  setpriority (PRIO_PROCESS, (id_t)gettid (), NICE);
  g_autoptr (TrainingEvaluator) evaluator
      = training_evaluator_new (work->regime, work->checkpoint, work->data, 0, &error);
  TrainingSnapshot *snapshot
      = evaluator == NULL ? NULL
                          : training_evaluator_snapshot (evaluator, g_task_get_cancellable (task), &error);
  if (snapshot != NULL)
    g_task_return_pointer (task, snapshot, (GDestroyNotify)training_snapshot_unref);
  else
    g_task_return_error (task, error);
}

/* Of one thread, its own, as a thread stays nice: scenes side by side are computed one after another, each
 * with all cores, which is sooner than all at once. What is called off meanwhile ends when its turn comes. */
static GThreadPool *
get_pool (void)
{
  static GThreadPool *pool;
  if (g_once_init_enter (&pool))
    g_once_init_leave (&pool, g_thread_pool_new (compute_in_thread, NULL, 1, TRUE, NULL));
  return pool;
}

static void
stop (CollapsarSamples *self)
{
  g_clear_handle_id (&self->rest, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void update (CollapsarSamples *self);

static void
on_computed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  CollapsarSamples *self = COLLAPSAR_SAMPLES (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingSnapshot) snapshot = g_task_propagate_pointer (G_TASK (result), &error);
  if (self->cancellable != g_task_get_cancellable (G_TASK (result)))
    return; /* nobody wants it any more */
  g_clear_object (&self->cancellable);
  if (snapshot != NULL)
    keep (self, snapshot);
  else
    self->failure = g_strdup (error->message);
  update (self);
}

static void
compute (CollapsarSamples *self, TrainingCheckpoint *checkpoint)
{
  const TrainerStart *start = collapsar_session_start_info (self->session);
  const Work work
      = { .regime = regime_ref (collapsar_session_regime (self->session)),
          .checkpoint = training_checkpoint_ref (checkpoint),
          .data = { dataset_ref ((Dataset *)start->train), dataset_ref ((Dataset *)start->test) } };
  self->cancellable = g_cancellable_new ();
  GTask *task = g_task_new (self, self->cancellable, on_computed, NULL);
  g_task_set_task_data (task, g_memdup2 (&work, sizeof work), work_free);
  g_thread_pool_push (get_pool (), task, NULL);
}

/* What is shown. */

static void
show (CollapsarSamples *self, TrainingSnapshot *snapshot, const char *remark)
{
  if (self->snapshot == snapshot && g_strcmp0 (self->remark, remark) == 0)
    return;
  TrainingSnapshot *before = self->snapshot;
  char *remark_before = self->remark;
  self->snapshot = snapshot == NULL ? NULL : training_snapshot_ref (snapshot);
  self->remark = g_strdup (remark);
  g_clear_pointer (&before, training_snapshot_unref);
  g_free (remark_before);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Of the epochs that have a checkpoint the one before the cursor's and the one after it. */
static char *
describe_missing (CollapsarSamples *self)
{
  TrainingHistory *history = collapsar_session_history (self->session);
  g_autoptr (GPtrArray) checkpoints = training_history_list_checkpoints (history);
  gint before = -1, after = -1;
  for (guint i = 0; i < checkpoints->len; i++) {
    gint epoch = (gint)((TrainingCheckpoint *)checkpoints->pdata[i])->epoch;
    if (epoch < training_history_branch_epoch (history))
      continue;
    before = epoch < self->epoch ? epoch : before;
    after = epoch > self->epoch && after < 0 ? epoch : after;
  }
  if (before >= 0 && after >= 0)
    return g_strdup_printf (_ ("all at epochs %d and %d, whose checkpoints are kept"), before, after);
  if (before >= 0 || after >= 0)
    return g_strdup_printf (_ ("all at epoch %d, whose checkpoint is kept"), MAX (before, after));
  return g_strdup (_ ("no checkpoint is kept to compute all from"));
}

/* The cursor rests on an epoch that there is no more of yet. */
static gboolean
on_rest (gpointer user_data)
{
  CollapsarSamples *self = user_data;
  const TrainerStart *start = collapsar_session_start_info (self->session);
  TrainingHistory *history = collapsar_session_history (self->session);
  TrainingCheckpoint *checkpoint
      = start == NULL ? NULL : training_history_checkpoint_at (history, self->epoch);
  g_autofree char *words = NULL;
  self->rest = 0;
  if (start != NULL && start->train->samples.rows == 0)
    words = g_strdup (_ ("the data cannot be read to compute all"));
  else if (collapsar_session_get_live (self->session) && collapsar_session_trains (self->session))
    words = g_strdup (_ ("all with the next epoch that is measured"));
  else if (collapsar_session_is_tuning (self->session))
    words = g_strdup (_ ("all samples of a fine-tuning are seen while it is followed"));
  else if (checkpoint == NULL || checkpoint->epoch != self->epoch
           || (gint)checkpoint->epoch < training_history_branch_epoch (history))
    words = describe_missing (self);
  else
    compute (self, checkpoint);
  show (self, self->snapshot, words != NULL ? words : _ ("computing all…"));
  return G_SOURCE_REMOVE;
}

static void
wait_for_rest (CollapsarSamples *self, TrainingSnapshot *shown)
{
  if (self->epoch == shown->epoch && (self->rest != 0 || self->cancellable != NULL))
    return;
  stop (self);
  self->epoch = shown->epoch;
  if (self->seen)
    self->rest = g_timeout_add (REST, on_rest, self);
}

static void
update (CollapsarSamples *self)
{
  TrainingSnapshot *shown = self->session == NULL ? NULL : collapsar_session_snapshot (self->session);
  TrainingSnapshot *latest = self->session == NULL ? NULL : collapsar_session_samples (self->session);
  if (!self->all || shown == NULL || has_all (self, shown)) {
    stop (self);
    show (self, shown, NULL);
    return;
  }
  if (latest != NULL)
    keep (self, latest);
  TrainingSnapshot *found = find_live (self, shown->epoch);
  found = found != NULL ? found : find_kept (self, shown->epoch);
  if (self->epoch != shown->epoch)
    g_clear_pointer (&self->failure, g_free);
  if (found != NULL) {
    stop (self);
    keep (self, found);
    show (self, found, NULL);
  } else if (self->failure != NULL) {
    g_autofree char *words = g_strdup_printf (_ ("all could not be computed: %s"), self->failure);
    show (self, shown, words);
  } else {
    gboolean same = self->epoch == shown->epoch && self->snapshot == shown;
    wait_for_rest (self, shown);
    show (self, shown, same ? self->remark : NULL);
  }
}

static void
ask (CollapsarSamples *self, gboolean asks)
{
  if (self->asks == asks)
    return;
  self->asks = asks;
  collapsar_session_want_samples (self->session, asks);
}

static void
update_wanted (CollapsarSamples *self)
{
  ask (self, self->session != NULL && self->all && self->seen);
}

/* Another run of the session, or other data. */
static void
on_started (CollapsarSamples *self)
{
  stop (self);
  self->epoch = NAN;
  g_clear_pointer (&self->failure, g_free);
  g_ptr_array_set_size (self->kept, 0);
  update (self);
}

/* The object. */

static void
collapsar_samples_dispose (GObject *object)
{
  CollapsarSamples *self = COLLAPSAR_SAMPLES (object);
  collapsar_samples_set_session (self, NULL);
  G_OBJECT_CLASS (collapsar_samples_parent_class)->dispose (object);
}

static void
collapsar_samples_finalize (GObject *object)
{
  CollapsarSamples *self = COLLAPSAR_SAMPLES (object);
  g_ptr_array_unref (self->kept);
  G_OBJECT_CLASS (collapsar_samples_parent_class)->finalize (object);
}

static void
collapsar_samples_class_init (CollapsarSamplesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->dispose = collapsar_samples_dispose;
  object_class->finalize = collapsar_samples_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 0);
}

static void
collapsar_samples_init (CollapsarSamples *self)
{
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  self->epoch = NAN;
  self->seen = TRUE;
}

CollapsarSamples *
collapsar_samples_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_SAMPLES, NULL);
}

void
collapsar_samples_set_session (CollapsarSamples *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_SAMPLES (self));

  if (self->session == session)
    return;
  if (self->session != NULL) {
    g_signal_handlers_disconnect_by_data (self->session, self);
    ask (self, FALSE);
  }
  g_set_object (&self->session, session);
  if (session != NULL) {
    static const char *const changes[] = { "snapshot", "samples", "notify::live", "notify::state" };
    g_signal_connect_object (session, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
    for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
      g_signal_connect_object (session, changes[i], G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  }
  update_wanted (self);
  on_started (self);
}

void
collapsar_samples_set_all (CollapsarSamples *self, gboolean all)
{
  g_return_if_fail (COLLAPSAR_IS_SAMPLES (self));

  if (self->all == all)
    return;
  self->all = all;
  if (!all)
    g_ptr_array_set_size (self->kept, 0);
  update_wanted (self);
  update (self);
}

void
collapsar_samples_set_seen (CollapsarSamples *self, gboolean seen)
{
  g_return_if_fail (COLLAPSAR_IS_SAMPLES (self));

  if (self->seen == seen)
    return;
  self->seen = seen;
  if (!seen)
    stop (self);
  update_wanted (self);
  update (self);
}

gboolean
collapsar_samples_get_all (CollapsarSamples *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SAMPLES (self), FALSE);

  return self->all;
}

TrainingSnapshot *
collapsar_samples_snapshot (CollapsarSamples *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SAMPLES (self), NULL);

  return self->snapshot;
}

const char *
collapsar_samples_remark (CollapsarSamples *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SAMPLES (self), NULL);

  return self->remark;
}
