/* A session and the store that keeps its run. */
#include "app/session-private.h"

#include "training/regime-network.h"

gint64
collapsar_session_id (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), 0);

  return self->run == NULL ? 0 : self->run->id;
}

void
collapsar_session_hold (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  self->held = TRUE;
}

StudyRun *
collapsar_session_to_run (CollapsarSession *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (self), NULL);
  g_return_val_if_fail (self->regime != NULL, NULL);

  StudyRun *run = study_run_new (self->regime);
  gboolean failed = self->state == COLLAPSAR_SESSION_FAILED;
  if (self->run != NULL) {
    run->id = self->run->id;
    run->created = self->run->created;
    run->parent = self->run->parent;
    run->parent_epoch = self->run->parent_epoch;
  }
  run->state = failed                                      ? STUDY_RUN_FAILED
               : self->state == COLLAPSAR_SESSION_FINISHED ? STUDY_RUN_FINISHED
                                                           : STUDY_RUN_UNFINISHED;
  run->message = failed && self->error != NULL ? g_strdup (self->error->message) : NULL;
  return run;
}

void
collapsar_session_set_store (CollapsarSession *self, CollapsarStore *store)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (self->trainer == NULL);

  gboolean waits = self->held && self->state == COLLAPSAR_SESSION_LOADING;
  g_set_object (&self->store, store);
  self->held = FALSE;
  if (self->regime != NULL)
    collapsar_session_put_new (self);
  if (waits)
    collapsar_session_begin (self, collapsar_session_origin (self));
}

void
collapsar_session_cancel (CollapsarSession *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

void
collapsar_session_discard (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  collapsar_session_stop (self);
  if (self->run != NULL)
    study_writer_remove_run (collapsar_store_writer (self->store), self->run->id);
  g_clear_pointer (&self->run, study_run_free);
}

void
collapsar_session_wait (CollapsarSession *self)
{
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));

  g_clear_pointer (&self->ending, g_thread_join);
}

TrainingCheckpoint *
collapsar_session_origin (CollapsarSession *self)
{
  return self->inherited == NULL ? NULL : training_history_checkpoint_at (self->inherited, G_MAXDOUBLE);
}

/* Handing over. */

/* What a branch begins with. */
typedef struct {
  gint64 run;
  guint n_epochs;
  GPtrArray *records, *changes, *snapshots;
  TrainingCheckpoint *checkpoint;
} Inheritance;

static void
inheritance_free (gpointer data)
{
  Inheritance *inheritance = data;
  g_ptr_array_unref (inheritance->records);
  g_ptr_array_unref (inheritance->changes);
  g_ptr_array_unref (inheritance->snapshots);
  training_checkpoint_unref (inheritance->checkpoint);
  g_free (inheritance);
}

static Inheritance *
inheritance_new (CollapsarSession *self)
{
  const TrainingHistory *from = self->inherited;
  Inheritance *inheritance = g_new0 (Inheritance, 1);
  inheritance->run = self->run->id;
  inheritance->n_epochs = (guint)regime_get_integer (self->regime, "run.epochs");
  inheritance->records = g_ptr_array_new_with_free_func ((GDestroyNotify)training_record_unref);
  inheritance->snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  inheritance->changes = regime_changes_new ();
  inheritance->checkpoint = training_checkpoint_ref (collapsar_session_origin (self));
  for (guint i = 0; i < training_history_changes (from)->len; i++)
    regime_changes_add (inheritance->changes, training_history_changes (from)->pdata[i]);
  for (guint i = 0; i < training_history_n_records (from); i++)
    g_ptr_array_add (inheritance->records,
                     training_record_ref ((TrainingRecord *)training_history_record (from, i)));
  for (guint i = 0; i < training_history_n_snapshots (from); i++) {
    TrainingSnapshot *snapshot = training_history_snapshot (from, i);
    if (study_keeps_snapshot ((guint)snapshot->epoch, inheritance->n_epochs)
        || i + 1 == training_history_n_snapshots (from))
      g_ptr_array_add (inheritance->snapshots, training_snapshot_ref (snapshot));
  }
  return inheritance;
}

/* A StudyWriterFunc. */
static gboolean
write_inheritance (Study *study, gpointer data, GError **error)
{
  const Inheritance *inheritance = data;
  for (guint i = 0; i < inheritance->records->len; i++)
    if (!study_put_record (study, inheritance->run, inheritance->records->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < inheritance->changes->len; i++)
    if (!study_put_change (study, inheritance->run, inheritance->changes->pdata[i], error))
      return FALSE;
  for (guint i = 0; i < inheritance->snapshots->len; i++)
    if (!study_put_snapshot (study, inheritance->run, inheritance->snapshots->pdata[i], inheritance->n_epochs,
                             error))
      return FALSE;
  /* As the last epoch's it is kept for good. */
  return study_put_checkpoint (study, inheritance->run, inheritance->checkpoint,
                               inheritance->checkpoint->epoch, error);
}
void
collapsar_session_put_new (CollapsarSession *self)
{
  if (self->store == NULL)
    return;
  StudyWriter *writer = collapsar_store_writer (self->store);
  if (self->run != NULL)
    study_writer_remove_run (writer, self->run->id);
  g_clear_pointer (&self->run, study_run_free);
  self->run = study_run_new (self->regime);
  self->run->id = study_writer_new_id (writer);
  if (self->inherited != NULL) {
    self->run->parent = self->parent;
    self->run->parent_epoch = collapsar_session_origin (self)->epoch;
  }
  study_writer_put_run (writer, self->run);
  if (self->inherited != NULL)
    study_writer_write (writer, write_inheritance, inheritance_new (self), inheritance_free);
}

typedef struct {
  gint64 id;
  char *name;
} NewName;

static void
new_name_free (gpointer data)
{
  NewName *change = data;
  g_free (change->name);
  g_free (change);
}

/* A StudyWriterFunc. */
static gboolean
write_name (Study *study, gpointer data, GError **error)
{
  const NewName *change = data;
  return study_rename_run (study, change->id, change->name, error);
}

void
collapsar_session_put_name (CollapsarSession *self)
{
  if (self->run == NULL)
    return;
  const NewName change = { self->run->id, g_strdup (regime_name (self->regime)) };
  study_writer_write (collapsar_store_writer (self->store), write_name, g_memdup2 (&change, sizeof change),
                      new_name_free);
}

/* Going on. */

static void load_view (CollapsarSession *self);

/* What was asked of the store could not be had. Takes the error. */
static void
give_up (CollapsarSession *self, GError *error)
{
  self->stepping = FALSE;
  g_clear_error (&self->error);
  self->error = error;
  if (self->state == COLLAPSAR_SESSION_LOADING)
    collapsar_session_set_state (self, COLLAPSAR_SESSION_PAUSED);
  else
    g_object_notify (G_OBJECT (self), "state"); /* of the error */
}

static void
on_last_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TrainingCheckpoint) checkpoint
      = collapsar_store_load_last_finish (COLLAPSAR_STORE (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return; /* nobody wants it any more */
  g_clear_object (&self->cancellable);
  if (error == NULL)
    collapsar_session_begin (self, checkpoint);
  else
    give_up (self, g_steal_pointer (&error));
}

static void
load_last (CollapsarSession *self)
{
  collapsar_session_cancel (self);
  self->cancellable = g_cancellable_new ();
  collapsar_store_load_last_async (self->store, self->run, self->cancellable, on_last_loaded,
                                   g_object_ref (self));
}

void
collapsar_session_continue (CollapsarSession *self)
{
  collapsar_session_set_state (self, COLLAPSAR_SESSION_LOADING);
  if (self->held)
    return;
  if (self->store == NULL)
    collapsar_session_begin (self, collapsar_session_origin (self));
  else if (self->loaded)
    load_last (self);
  else
    load_view (self); /* goes on then */
}

/* Restoring. */

void
collapsar_session_restore (CollapsarSession *self, CollapsarStore *store, const CollapsarStoredRun *stored)
{
  static const CollapsarSessionState states[] = { [STUDY_RUN_UNFINISHED] = COLLAPSAR_SESSION_PAUSED,
                                                  [STUDY_RUN_FINISHED] = COLLAPSAR_SESSION_FINISHED,
                                                  [STUDY_RUN_FAILED] = COLLAPSAR_SESSION_FAILED };
  g_return_if_fail (COLLAPSAR_IS_SESSION (self));
  g_return_if_fail (self->regime == NULL);

  g_set_object (&self->store, store);
  self->run = study_run_copy (stored->run);
  collapsar_session_take_regime (self, stored->run->regime);
  self->history = training_history_new (self->regime);
  for (guint i = 0; i < stored->records->len; i++)
    training_history_add_record (self->history, stored->records->pdata[i]);
  for (guint i = 0; i < stored->changes->len; i++)
    training_history_add_change (self->history, stored->changes->pdata[i]);
  if (self->run->parent != 0) {
    self->parent = self->run->parent;
    training_history_set_branch_epoch (self->history, (gint)self->run->parent_epoch);
  }
  g_clear_pointer (&self->current, regime_unref);
  self->current = training_history_regime_at (self->history, G_MAXDOUBLE);
  if (stored->run->state == STUDY_RUN_FAILED)
    self->error = g_error_new_literal (STUDY_ERROR, STUDY_ERROR_FAILED, stored->run->message);
  collapsar_session_set_state (self, states[stored->run->state]);
  collapsar_session_load (self);
}

static guint
last_record (CollapsarSession *self)
{
  const TrainingRecord *last = training_history_last (self->history);
  return last == NULL ? 0 : last->epoch;
}

/* What a trainer would tell. */
static TrainerStart
make_start (CollapsarSession *self, CollapsarStoredView *view)
{
  TrainerStart start = { .train = g_steal_pointer (&view->train), .test = g_steal_pointer (&view->test) };
  const TrainingSnapshot *first = view->snapshots->len == 0 ? NULL : view->snapshots->pdata[0];
  start.n_epochs = (guint)regime_get_integer (self->regime, "run.epochs");
  start.first_epoch = last_record (self);
  start.n_classes = start.train->n_classes;
  start.dimension = first == NULL ? 0 : first->dimension;
  start.probe = regime_needs_probe (self->regime);
  return start;
}

static void
on_view_loaded (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (CollapsarSession) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (CollapsarStoredView) view
      = collapsar_store_load_view_finish (COLLAPSAR_STORE (source), result, &error);
  self->loading = FALSE;
  if (view == NULL) {
    give_up (self, g_steal_pointer (&error));
    return;
  }
  gboolean live = self->live;
  double epoch = self->epoch;
  if (self->error == NULL)
    self->error = g_steal_pointer (&view->missing);
  training_history_restore (self->history, view->snapshots, view->checkpoints);
  gint branched = training_history_branch_epoch (self->history);
  if (branched >= 0 && self->inherited == NULL)
    self->inherited = training_history_new_branch (self->history, self->regime, branched);
  self->continues = TRUE;
  TrainerStart start = make_start (self, view);
  collapsar_session_take_start (self, &start);
  if (live)
    collapsar_session_follow (self);
  else
    collapsar_session_set_epoch (self, epoch);
  if (self->state == COLLAPSAR_SESSION_LOADING)
    load_last (self);
  g_signal_emit_by_name (self, "pending"); /* there is more in memory */
}

static void
load_view (CollapsarSession *self)
{
  if (self->loading)
    return;
  self->loading = TRUE;
  collapsar_store_load_view_async (self->store, self->run, NULL, on_view_loaded, g_object_ref (self));
}

void
collapsar_session_load (CollapsarSession *self)
{
  if (self->light && self->watched)
    collapsar_session_load_snapshots (self);
  else if (!self->loaded && self->watched && self->store != NULL && self->history != NULL)
    load_view (self);
}
