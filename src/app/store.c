#include "app/store.h"

#include <errno.h>

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "training/regime-data.h"

struct _CollapsarStore {
  GObject parent_instance;

  char *path;
  StudyWriter *writer;
  GPtrArray *runs, *transfers;
  GHashTable *settings;
};

G_DEFINE_FINAL_TYPE (CollapsarStore, collapsar_store, G_TYPE_OBJECT)

enum {
  PROP_PATH = 1,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_FAILED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

/* Automatic studies. */

static char *
automatic_folder (void)
{
  return g_build_filename (g_get_user_data_dir (), "collapsar", "studies", NULL);
}

/* A name that no file has: of the minute, so that a person finds it by when it was. */
static char *
automatic_path (GError **error)
{
  g_autofree char *folder = automatic_folder ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "%Y-%m-%d %H.%M");
  if (g_mkdir_with_parents (folder, 0755) != 0) {
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_FAILED, _ ("%s: %s"), folder, g_strerror (errno));
    return NULL;
  }
  g_autofree char *file = g_strconcat (name, STUDY_SUFFIX, NULL);
  char *path = g_build_filename (folder, file, NULL);
  for (guint n = 2; g_file_test (path, G_FILE_TEST_EXISTS); n++) {
    g_autofree char *numbered = g_strdup_printf ("%s (%u)" STUDY_SUFFIX, name, n);
    g_free (path);
    path = g_build_filename (folder, numbered, NULL);
  }
  return path;
}

/* Opening. */

static void
stored_run_free (gpointer data)
{
  CollapsarStoredRun *stored = data;
  study_run_free (stored->run);
  g_clear_pointer (&stored->records, g_ptr_array_unref);
  g_clear_pointer (&stored->changes, g_ptr_array_unref);
  g_free (stored);
}

/* Takes the run. */
static CollapsarStoredRun *
read_run (Study *study, StudyRun *run, GError **error)
{
  CollapsarStoredRun stored = { run, study_records (study, run->id, error), NULL };
  stored.changes = stored.records == NULL ? NULL : study_changes (study, run->id, error);
  CollapsarStoredRun *copy = g_memdup2 (&stored, sizeof stored);
  if (stored.changes != NULL)
    return copy;
  stored_run_free (copy);
  return NULL;
}

static GPtrArray *
read_runs (Study *study, GError **error)
{
  g_autoptr (GPtrArray) stored = g_ptr_array_new_with_free_func (stored_run_free);
  g_autoptr (GPtrArray) runs = study_runs (study, error);
  if (runs == NULL)
    return NULL;
  while (runs->len > 0) {
    CollapsarStoredRun *run = read_run (study, g_ptr_array_steal_index (runs, 0), error);
    if (run == NULL)
      return NULL;
    g_ptr_array_add (stored, run);
  }
  return g_steal_pointer (&stored);
}

typedef struct {
  GWeakRef store;
  GError *error;
} Failure;

static void
failure_free (gpointer data)
{
  Failure *failure = data;
  g_weak_ref_clear (&failure->store);
  g_error_free (failure->error);
  g_free (failure);
}

static gboolean
tell_failure (gpointer data)
{
  Failure *failure = data;
  g_autoptr (CollapsarStore) self = g_weak_ref_get (&failure->store);
  if (self != NULL)
    g_signal_emit (self, signals[SIGNAL_FAILED], 0, failure->error);
  return G_SOURCE_REMOVE;
}

/* A StudyWriterFailed: in the writer's thread. */
static void
on_failed (const GError *error, gpointer user_data)
{
  Failure *failure = g_new0 (Failure, 1);
  g_weak_ref_init (&failure->store, user_data);
  failure->error = g_error_copy (error);
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_failure, failure, failure_free);
}

static CollapsarStore *
open_store (const char *path, GError **error)
{
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, error);
  if (study == NULL)
    return NULL;
  g_autoptr (CollapsarStore) self = g_object_new (COLLAPSAR_TYPE_STORE, NULL);
  self->path = g_strdup (study_path (study));
  self->runs = read_runs (study, error);
  self->transfers = self->runs == NULL ? NULL : study_transfers (study, error);
  self->settings = self->transfers == NULL ? NULL : study_settings (study, error);
  if (self->settings == NULL)
    return NULL;
  self->writer = study_writer_new (g_steal_pointer (&study), on_failed, self);
  return g_steal_pointer (&self);
}

/* Another program may take the same name at the same moment; it is there then, and the next one is free. */
static CollapsarStore *
open_automatic (GError **error)
{
  for (;;) {
    g_autoptr (GError) local = NULL;
    g_autofree char *path = automatic_path (error);
    CollapsarStore *self = path == NULL ? NULL : open_store (path, &local);
    if (path == NULL || self != NULL)
      return self;
    if (!g_error_matches (local, STUDY_ERROR, STUDY_ERROR_BUSY)) {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  }
}

static void
open_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  CollapsarStore *self = data == NULL ? open_automatic (&error) : open_store (data, &error);
  if (self == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, self, g_object_unref);
}

void
collapsar_store_open_async (const char *path,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, collapsar_store_open_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  g_task_run_in_thread (task, open_in_thread);
}

CollapsarStore *
collapsar_store_open_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The last file of its kind is not worth keeping when nothing is in it. */
static gboolean
is_empty (const char *path)
{
  g_autoptr (Study) study = study_open (path, STUDY_READ, NULL);
  g_autoptr (GPtrArray) runs = study == NULL ? NULL : study_runs (study, NULL);
  return runs != NULL && runs->len == 0;
}

void
collapsar_store_close (CollapsarStore *self)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (self));

  if (self->writer == NULL)
    return;
  g_clear_pointer (&self->writer, study_writer_free);
  if (collapsar_store_is_automatic (self) && is_empty (self->path))
    g_unlink (self->path);
}

/* What it is. */

const char *
collapsar_store_path (CollapsarStore *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STORE (self), NULL);

  return self->path;
}

char *
collapsar_store_title (CollapsarStore *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STORE (self), NULL);

  char *name = g_path_get_basename (self->path);
  if (g_str_has_suffix (name, STUDY_SUFFIX))
    name[strlen (name) - strlen (STUDY_SUFFIX)] = '\0';
  return name;
}

gboolean
collapsar_store_is_automatic (CollapsarStore *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STORE (self), FALSE);

  g_autofree char *folder = automatic_folder ();
  g_autofree char *own = g_path_get_dirname (self->path);
  g_autofree char *real = realpath (folder, NULL);
  return real != NULL && g_str_equal (real, own);
}

StudyWriter *
collapsar_store_writer (CollapsarStore *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STORE (self), NULL);

  return self->writer;
}

GPtrArray *
collapsar_store_runs (CollapsarStore *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STORE (self), NULL);

  return self->runs;
}

GPtrArray *
collapsar_store_transfers (CollapsarStore *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_STORE (self), NULL);

  return self->transfers;
}

const char *
collapsar_store_setting (CollapsarStore *self, const char *name)
{
  g_return_val_if_fail (COLLAPSAR_IS_STORE (self), "");

  const char *value = g_hash_table_lookup (self->settings, name);
  return value == NULL ? "" : value;
}

void
collapsar_store_set_setting (CollapsarStore *self, const char *name, const char *value)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (self));

  if (g_str_equal (collapsar_store_setting (self, name), value))
    return;
  g_hash_table_insert (self->settings, g_strdup (name), g_strdup (value));
  study_writer_put_setting (self->writer, name, value);
}

/* What it takes to look at a run. */

void
collapsar_stored_view_free (CollapsarStoredView *view)
{
  if (view == NULL)
    return;
  g_clear_pointer (&view->snapshots, g_ptr_array_unref);
  g_clear_pointer (&view->checkpoints, g_ptr_array_unref);
  g_clear_pointer (&view->train, dataset_unref);
  g_clear_pointer (&view->test, dataset_unref);
  g_clear_error (&view->missing);
  g_free (view);
}

typedef struct {
  char *path;
  StudyRun *run;
} Request;

static void
request_free (gpointer data)
{
  Request *about = data;
  g_free (about->path);
  study_run_free (about->run);
  g_free (about);
}

/* Runs `read` about a run in a thread. */
static void
request (CollapsarStore *self,
         const StudyRun *run,
         GTaskThreadFunc read,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Request about = { g_strdup (self->path), study_run_copy (run) };
  g_task_set_task_data (task, g_memdup2 (&about, sizeof about), request_free);
  g_task_run_in_thread (task, read);
}

static GPtrArray *
read_snapshots (Study *study, gint64 run, GError **error)
{
  g_autoptr (GPtrArray) snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify)training_snapshot_unref);
  g_autoptr (GArray) epochs = study_snapshot_epochs (study, run, error);
  for (guint i = 0; epochs != NULL && i < epochs->len; i++) {
    TrainingSnapshot *snapshot = study_snapshot (study, run, g_array_index (epochs, guint, i), error);
    if (snapshot == NULL)
      return NULL;
    g_ptr_array_add (snapshots, snapshot);
  }
  return epochs == NULL ? NULL : g_steal_pointer (&snapshots);
}

/* Classes without samples, for a run whose data have gone. */
static Dataset *
make_stand_in (const Regime *regime, const GPtrArray *snapshots)
{
  const char *source = regime_get (regime, "data.source");
  guint n_classes = snapshots->len == 0 ? 2 : ((TrainingSnapshot *)snapshots->pdata[0])->n_classes;
  return dataset_new (source, source, (DatasetShape){ 1, 1, 1 },
                      numeric_matrix32 (numeric_matrix32_alloc (1), 0, 1), NULL, n_classes, NULL, NULL);
}

static void
read_data (CollapsarStoredView *view, const Regime *regime)
{
  if (regime_load_data (regime, &view->train, &view->test, &view->missing)
      && regime_prepare_data (regime, &view->train, &view->test, &view->missing))
    return;
  g_clear_pointer (&view->train, dataset_unref);
  g_clear_pointer (&view->test, dataset_unref);
  view->train = make_stand_in (regime, view->snapshots);
  view->test = dataset_ref (view->train);
}

/* Without the data. */
static CollapsarStoredView *
read_view (const Request *about, GError **error)
{
  g_autoptr (CollapsarStoredView) view = g_new0 (CollapsarStoredView, 1);
  g_autoptr (Study) study = study_open (about->path, STUDY_READ, error);
  view->snapshots = study == NULL ? NULL : read_snapshots (study, about->run->id, error);
  view->checkpoints = view->snapshots == NULL ? NULL : study_checkpoints (study, about->run->id, error);
  return view->checkpoints == NULL ? NULL : g_steal_pointer (&view);
}

static void
return_view (GTask *task, CollapsarStoredView *view, GError *error)
{
  if (view == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, view, (GDestroyNotify)collapsar_stored_view_free);
}

static void
load_view_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *about = data;
  GError *error = NULL;
  CollapsarStoredView *view = read_view (about, &error);
  if (view != NULL)
    read_data (view, about->run->regime);
  return_view (task, view, error);
}

void
collapsar_store_load_view_async (CollapsarStore *self,
                                 const StudyRun *run,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (self));

  request (self, run, load_view_in_thread, cancellable, callback, user_data);
}

CollapsarStoredView *
collapsar_store_load_view_finish (CollapsarStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_snapshots_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  study_writer_wait (COLLAPSAR_STORE (source)->writer); /* what it told last may be on its way */
  CollapsarStoredView *view = read_view (data, &error);
  return_view (task, view, error);
}

void
collapsar_store_load_snapshots_async (CollapsarStore *self,
                                      const StudyRun *run,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (self));

  request (self, run, load_snapshots_in_thread, cancellable, callback, user_data);
}

CollapsarStoredView *
collapsar_store_load_snapshots_finish (CollapsarStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
load_last_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *about = data;
  g_autoptr (GError) error = NULL;
  /* What the run told last may still be on its way. */
  study_writer_flush (COLLAPSAR_STORE (source)->writer);
  g_autoptr (Study) study = study_open (about->path, STUDY_READ, &error);
  TrainingCheckpoint *checkpoint
      = study == NULL ? NULL : study_last_checkpoint (study, about->run->id, &error);
  if (checkpoint == NULL && !g_error_matches (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, checkpoint, (GDestroyNotify)training_checkpoint_unref);
}

void
collapsar_store_load_last_async (CollapsarStore *self,
                                 const StudyRun *run,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (self));

  request (self, run, load_last_in_thread, cancellable, callback, user_data);
}

TrainingCheckpoint *
collapsar_store_load_last_finish (CollapsarStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Another name. */

/* A StudyWriterSaved: in the writer's thread. */
static void
on_saved (const GError *error, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  if (error != NULL)
    g_task_return_error (task, g_error_copy (error));
  else
    g_task_return_boolean (task, TRUE);
}

void
collapsar_store_save_as_async (CollapsarStore *self,
                               const char *path,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (COLLAPSAR_IS_STORE (self));

  GTask *task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, collapsar_store_save_as_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  study_writer_save_as (self->writer, path, collapsar_store_is_automatic (self), on_saved, task);
}

gboolean
collapsar_store_save_as_finish (CollapsarStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  g_free (self->path);
  self->path = g_canonicalize_filename (g_task_get_task_data (G_TASK (result)), NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PATH]);
  return TRUE;
}

/* The object. */

static void
collapsar_store_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PATH)
    g_value_set_string (value, COLLAPSAR_STORE (object)->path);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_store_dispose (GObject *object)
{
  collapsar_store_close (COLLAPSAR_STORE (object));
  G_OBJECT_CLASS (collapsar_store_parent_class)->dispose (object);
}

static void
collapsar_store_finalize (GObject *object)
{
  CollapsarStore *self = COLLAPSAR_STORE (object);
  g_clear_pointer (&self->runs, g_ptr_array_unref);
  g_clear_pointer (&self->transfers, g_ptr_array_unref);
  g_clear_pointer (&self->settings, g_hash_table_unref);
  g_free (self->path);
  G_OBJECT_CLASS (collapsar_store_parent_class)->finalize (object);
}

static void
collapsar_store_class_init (CollapsarStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  object_class->get_property = collapsar_store_get_property;
  object_class->dispose = collapsar_store_dispose;
  object_class->finalize = collapsar_store_finalize;

  properties[PROP_PATH]
      = g_param_spec_string ("path", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_FAILED] = g_signal_new ("failed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
collapsar_store_init (CollapsarStore *self)
{
}
