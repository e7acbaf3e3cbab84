#include "app/transfer-loader.h"

/* Tasks of a source that are kept: fine-tunings come seed by seed, and a seed may draw its own data. */
#define KEPT 2

struct _CollapsarTransferLoader {
  GObject parent_instance;

  GMutex mutex; /* held while something is loaded: who wants the same waits for it */
  gint64 run;   /* of the source; 0: none */
  guint epoch;
  TransferSource *source;
  TrainingSnapshot *snapshot; /* of the source then; NULL for none */
  TransferTask *tasks[KEPT];  /* the last used first */
  char *keys[KEPT];
};

G_DEFINE_FINAL_TYPE (CollapsarTransferLoader, collapsar_transfer_loader, G_TYPE_OBJECT)

char *
collapsar_transfer_loader_data_key (const Regime *tuning)
{
  g_autofree char *data = regime_section_to_text (tuning, "data");
  gboolean draws
      = regime_get_integer (tuning, "data.train") > 0 || regime_get_integer (tuning, "data.test") > 0;
  return draws ? g_strdup_printf ("%s%s", data, regime_get (tuning, "transfer.seed"))
               : g_steal_pointer (&data);
}

static void
forget_task (CollapsarTransferLoader *self, guint i)
{
  g_clear_pointer (&self->tasks[i], transfer_task_unref);
  g_clear_pointer (&self->keys[i], g_free);
}

static void
forget (CollapsarTransferLoader *self)
{
  for (guint i = 0; i < KEPT; i++)
    forget_task (self, i);
  g_clear_pointer (&self->source, transfer_source_unref);
  g_clear_pointer (&self->snapshot, training_snapshot_unref);
  self->run = 0;
}

typedef struct {
  char *path;
  StudyRun *run;
  guint epoch;
  Regime *tuning;
} Request;

static void
request_free (gpointer data)
{
  Request *about = data;
  g_free (about->path);
  study_run_free (about->run);
  regime_unref (about->tuning);
  g_free (about);
}

/* The last that is kept up to an epoch. */
static TrainingSnapshot *
read_snapshot (Study *study, gint64 run, guint epoch)
{
  g_autoptr (GArray) epochs = study_snapshot_epochs (study, run, NULL);
  guint n = 0;
  while (epochs != NULL && n < epochs->len && g_array_index (epochs, guint, n) <= epoch)
    n++;
  return n == 0 ? NULL : study_snapshot (study, run, g_array_index (epochs, guint, n - 1), NULL);
}

static gboolean
take_source (CollapsarTransferLoader *self, const Request *about, GError **error)
{
  if (self->run == about->run->id && self->epoch == about->epoch)
    return TRUE;
  forget (self);
  g_autoptr (Study) study = study_open (about->path, STUDY_READ, error);
  g_autoptr (TrainingCheckpoint) checkpoint
      = study == NULL ? NULL : study_checkpoint (study, about->run->id, about->epoch, error);
  self->source = checkpoint == NULL ? NULL : transfer_source_new (about->run->regime, checkpoint, error);
  if (self->source == NULL)
    return FALSE;
  self->snapshot = read_snapshot (study, about->run->id, about->epoch);
  self->run = about->run->id;
  self->epoch = about->epoch;
  return TRUE;
}

/* Moves the task of that place to the front. */
static TransferTask *
use_task (CollapsarTransferLoader *self, guint place)
{
  TransferTask *task = self->tasks[place];
  char *key = self->keys[place];
  for (guint i = place; i > 0; i--) {
    self->tasks[i] = self->tasks[i - 1];
    self->keys[i] = self->keys[i - 1];
  }
  self->tasks[0] = task;
  self->keys[0] = key;
  return transfer_task_ref (task);
}

static TransferTask *
take_task (CollapsarTransferLoader *self, const Request *about, GError **error)
{
  g_autofree char *key = collapsar_transfer_loader_data_key (about->tuning);
  for (guint i = 0; i < KEPT; i++)
    if (g_strcmp0 (self->keys[i], key) == 0)
      return use_task (self, i);
  forget_task (self, KEPT - 1);
  TransferTask *task = transfer_task_new (self->source, about->tuning, error);
  if (task == NULL)
    return NULL;
  self->tasks[KEPT - 1] = task;
  self->keys[KEPT - 1] = g_steal_pointer (&key);
  return use_task (self, KEPT - 1);
}

typedef struct {
  TransferTask *task;
  TrainingSnapshot *snapshot;
} Loaded;

static void
loaded_free (gpointer data)
{
  Loaded *loaded = data;
  transfer_task_unref (loaded->task);
  g_clear_pointer (&loaded->snapshot, training_snapshot_unref);
  g_free (loaded);
}

static Loaded *
loaded_new (TransferTask *task, TrainingSnapshot *snapshot)
{
  Loaded *loaded = g_new (Loaded, 1);
  *loaded = (Loaded){ task, snapshot == NULL ? NULL : training_snapshot_ref (snapshot) };
  return loaded;
}

static void
load_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  CollapsarTransferLoader *self = source;
  const Request *about = data;
  GError *error = NULL;
  g_mutex_lock (&self->mutex);
  TransferTask *taken = g_task_return_error_if_cancelled (task) ? NULL
                        : take_source (self, about, &error)     ? take_task (self, about, &error)
                                                                : NULL;
  Loaded *loaded = taken == NULL ? NULL : loaded_new (taken, self->snapshot);
  g_mutex_unlock (&self->mutex);
  if (loaded != NULL)
    g_task_return_pointer (task, loaded, loaded_free);
  else if (error != NULL)
    g_task_return_error (task, error);
}

void
collapsar_transfer_loader_load_async (CollapsarTransferLoader *self,
                                      CollapsarStore *store,
                                      const StudyRun *run,
                                      guint epoch,
                                      Regime *tuning,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_LOADER (self));

  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const Request about
      = { g_strdup (collapsar_store_path (store)), study_run_copy (run), epoch, regime_ref (tuning) };
  g_task_set_task_data (task, g_memdup2 (&about, sizeof about), request_free);
  g_task_run_in_thread (task, load_in_thread);
}

TransferTask *
collapsar_transfer_loader_load_finish (CollapsarTransferLoader *self,
                                       GAsyncResult *result,
                                       TrainingSnapshot **snapshot,
                                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  g_autofree Loaded *loaded = g_task_propagate_pointer (G_TASK (result), error);
  *snapshot = loaded == NULL ? NULL : loaded->snapshot;
  return loaded == NULL ? NULL : loaded->task;
}

/* What is being loaded meanwhile is kept. */
void
collapsar_transfer_loader_clear (CollapsarTransferLoader *self)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_LOADER (self));

  if (!g_mutex_trylock (&self->mutex))
    return;
  forget (self);
  g_mutex_unlock (&self->mutex);
}

static void
collapsar_transfer_loader_finalize (GObject *object)
{
  CollapsarTransferLoader *self = COLLAPSAR_TRANSFER_LOADER (object);
  forget (self);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (collapsar_transfer_loader_parent_class)->finalize (object);
}

static void
collapsar_transfer_loader_class_init (CollapsarTransferLoaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = collapsar_transfer_loader_finalize;
}

static void
collapsar_transfer_loader_init (CollapsarTransferLoader *self)
{
  g_mutex_init (&self->mutex);
}

CollapsarTransferLoader *
collapsar_transfer_loader_new (void)
{
  return g_object_new (COLLAPSAR_TYPE_TRANSFER_LOADER, NULL);
}
