/* One queue of jobs, done in order. Each is a transaction; at least every DURABLE_INTERVAL one of them is
 * made safe from a loss of power, and with it all before: a file system's sync takes as long as many an epoch
 * of a small network. From a program that is killed every commit is safe. */
#include "study/writer.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <sys/resource.h>
#include <unistd.h>

#define DURABLE_INTERVAL (2 * G_USEC_PER_SEC)
#define NICE 15

typedef enum { JOB_WRITE, JOB_WAIT, JOB_FLUSH, JOB_SAVE_AS, JOB_END } JobKind;

typedef struct {
  JobKind kind;
  gint64 due; /* us; 0: at once */
  StudyWriterFunc func;
  gpointer data;
  StudyWriterDone done; /* or else */
  GDestroyNotify destroy;
  /* JOB_SAVE_AS */
  char *path;
  gboolean remove;
  StudyWriterSaved saved;
} Job;

struct _StudyWriter {
  Study *study; /* the thread's */
  GQueue later; /* jobs that are not due yet, the first due first; the thread's */
  StudyWriterFailed failed;
  gpointer user_data;
  GAsyncQueue *queue;
  GThread *thread;
  gint64 next_id; /* atomic */
  gint64 synced;  /* when it was made durable last, us */
  gboolean loose; /* something was committed since */

  GMutex mutex; /* guards what follows */
  GCond cond;
  guint64 n_flushes; /* asked for */
  guint64 n_flushed; /* done */
};

static void
tell_failure (StudyWriter *writer, const GError *error)
{
  if (writer->failed != NULL)
    writer->failed (error, writer->user_data);
}

/* Begins a transaction; whether its commit is to be durable is decided before. */
static gboolean
begin (StudyWriter *writer, gboolean *durable, GError **error)
{
  *durable = g_get_monotonic_time () - writer->synced >= DURABLE_INTERVAL;
  return study_set_durable (writer->study, *durable, error) && study_begin (writer->study, error);
}

static gboolean
run_transaction (StudyWriter *writer, const Job *job, GError **error)
{
  gboolean durable;
  if (!begin (writer, &durable, error) || !job->func (writer->study, job->data, error)
      || !study_commit (writer->study, error)) {
    study_roll_back (writer->study);
    return FALSE;
  }
  writer->loose = !durable;
  if (durable)
    writer->synced = g_get_monotonic_time ();
  return TRUE;
}

static void
write_job (StudyWriter *writer, Job *job)
{
  g_autoptr (GError) error = NULL;
  run_transaction (writer, job, &error);
  if (job->done != NULL)
    job->done (g_steal_pointer (&job->data), error);
  else if (error != NULL)
    tell_failure (writer, error);
}

static void
make_durable (StudyWriter *writer)
{
  g_autoptr (GError) error = NULL;
  if (!writer->loose)
    return;
  if (!study_sync (writer->study, &error))
    tell_failure (writer, error);
  writer->loose = FALSE;
  writer->synced = g_get_monotonic_time ();
}

/* The copy becomes the study, and only then the old one goes. */
static gboolean
move_to (StudyWriter *writer, const Job *job, GError **error)
{
  if (!study_save_copy (writer->study, job->path, error))
    return FALSE;
  Study *study = study_open (job->path, STUDY_WRITE, error);
  if (study == NULL)
    return FALSE;
  if (job->remove)
    study_delete (writer->study);
  else
    study_close (writer->study);
  writer->study = study;
  return TRUE;
}

static void
save_as (StudyWriter *writer, const Job *job)
{
  g_autoptr (GError) error = NULL;
  move_to (writer, job, &error);
  if (job->saved != NULL)
    job->saved (error, job->data);
}

static void
note_flushed (StudyWriter *writer)
{
  g_mutex_lock (&writer->mutex);
  writer->n_flushed++;
  g_cond_broadcast (&writer->cond);
  g_mutex_unlock (&writer->mutex);
}

static void
job_free (Job *job)
{
  if (job->destroy != NULL)
    job->destroy (job->data);
  g_free (job->path);
  g_free (job);
}

/* What somebody waits for is due now. */
static void
hurry (StudyWriter *writer)
{
  Job *job;
  while ((job = g_queue_pop_head (&writer->later)) != NULL) {
    write_job (writer, job);
    job_free (job);
  }
}

/* FALSE at the end. */
static gboolean
do_job (StudyWriter *writer, Job *job)
{
  JobKind kind = job->kind;
  if (kind != JOB_WRITE)
    hurry (writer);
  if (kind == JOB_WRITE)
    write_job (writer, job);
  else if (kind == JOB_SAVE_AS)
    save_as (writer, job);
  else if (kind != JOB_WAIT)
    make_durable (writer);
  job_free (job);
  if (kind == JOB_FLUSH || kind == JOB_WAIT)
    note_flushed (writer);
  return kind != JOB_END;
}

static gint
compare_due (gconstpointer a, gconstpointer b, gpointer user_data)
{
  gint64 x = ((const Job *)a)->due, y = ((const Job *)b)->due;
  return x < y ? -1 : x > y;
}

/* NULL after a while in which nothing came. */
static Job *
next_job (StudyWriter *writer)
{
  for (;;) {
    gint64 now = g_get_monotonic_time ();
    const Job *first = g_queue_peek_head (&writer->later);
    if (first != NULL && first->due <= now)
      return g_queue_pop_head (&writer->later);
    guint64 wait = first == NULL ? DURABLE_INTERVAL : (guint64)(first->due - now);
    Job *job = g_async_queue_timeout_pop (writer->queue, wait);
    if (job != NULL && job->due > now)
      g_queue_insert_sorted (&writer->later, job, compare_due, NULL);
    else if (job != NULL || first == NULL)
      return job;
  }
}

static gpointer
run (gpointer data)
{
  StudyWriter *writer = data;
  /* Who trains comes first: a thread of a team that waits for its core makes all of them wait. Linux keeps a
   * nice value for each thread. */
  setpriority (PRIO_PROCESS, (id_t)gettid (), NICE);
  for (;;) {
    Job *job = next_job (writer);
    if (job == NULL)
      make_durable (writer);
    else if (!do_job (writer, job))
      return NULL;
  }
}

StudyWriter *
study_writer_new (Study *study, StudyWriterFailed failed, gpointer user_data)
{
  StudyWriter *writer = g_new0 (StudyWriter, 1);
  writer->study = study;
  writer->failed = failed;
  writer->user_data = user_data;
  writer->queue = g_async_queue_new ();
  writer->synced = g_get_monotonic_time ();
  g_mutex_init (&writer->mutex);
  g_cond_init (&writer->cond);
  /* Where the file cannot be read nothing will be written either, and above all not over another run. */
  if (!study_next_id (study, &writer->next_id, NULL))
    writer->next_id = g_get_real_time ();
  writer->thread = g_thread_new ("study", run, writer);
  return writer;
}

static void
push (StudyWriter *writer, Job job)
{
  g_async_queue_push (writer->queue, g_memdup2 (&job, sizeof job));
}

void
study_writer_free (StudyWriter *writer)
{
  if (writer == NULL)
    return;
  push (writer, (Job){ .kind = JOB_END });
  g_thread_join (writer->thread);
  study_close (writer->study);
  g_async_queue_unref (writer->queue);
  g_mutex_clear (&writer->mutex);
  g_cond_clear (&writer->cond);
  g_free (writer);
}

void
study_writer_push (StudyWriter *writer, StudyWriterFunc func, gpointer data, StudyWriterDone done)
{
  push (writer, (Job){ .kind = JOB_WRITE, .func = func, .data = data, .done = done });
}

void
study_writer_push_later (
    StudyWriter *writer, gint64 delay, StudyWriterFunc func, gpointer data, StudyWriterDone done)
{
  gint64 due = delay > 0 ? g_get_monotonic_time () + delay : 0;
  push (writer, (Job){ .kind = JOB_WRITE, .due = due, .func = func, .data = data, .done = done });
}

void
study_writer_write (StudyWriter *writer, StudyWriterFunc func, gpointer data, GDestroyNotify destroy)
{
  push (writer, (Job){ .kind = JOB_WRITE, .func = func, .data = data, .destroy = destroy });
}

/* Flushes are done in the order in which they are pushed: with the mutex held both have the same. */
static void
wait_for (StudyWriter *writer, JobKind kind)
{
  g_mutex_lock (&writer->mutex);
  guint64 number = ++writer->n_flushes;
  push (writer, (Job){ .kind = kind });
  while (writer->n_flushed < number)
    g_cond_wait (&writer->cond, &writer->mutex);
  g_mutex_unlock (&writer->mutex);
}

void
study_writer_wait (StudyWriter *writer)
{
  wait_for (writer, JOB_WAIT);
}

void
study_writer_flush (StudyWriter *writer)
{
  wait_for (writer, JOB_FLUSH);
}

gint64
study_writer_new_id (StudyWriter *writer)
{
  return __atomic_fetch_add (&writer->next_id, 1, __ATOMIC_RELAXED);
}

static gboolean
put_run (Study *study, gpointer data, GError **error)
{
  return study_put_run (study, data, error);
}

void
study_writer_put_run (StudyWriter *writer, const StudyRun *run)
{
  g_return_if_fail (run->id != 0);
  study_writer_write (writer, put_run, study_run_copy (run), (GDestroyNotify)study_run_free);
}

static gboolean
remove_run (Study *study, gpointer data, GError **error)
{
  return study_remove_run (study, *(gint64 *)data, error);
}

void
study_writer_remove_run (StudyWriter *writer, gint64 id)
{
  study_writer_write (writer, remove_run, g_memdup2 (&id, sizeof id), g_free);
}

static gboolean
put_setting (Study *study, gpointer data, GError **error)
{
  char **pair = data;
  return study_put_setting (study, pair[0], pair[1], error);
}

void
study_writer_put_setting (StudyWriter *writer, const char *name, const char *value)
{
  const char *pair[] = { name, value, NULL };
  study_writer_write (writer, put_setting, g_strdupv ((char **)pair), (GDestroyNotify)g_strfreev);
}

void
study_writer_save_as (
    StudyWriter *writer, const char *path, gboolean remove, StudyWriterSaved saved, gpointer user_data)
{
  push (writer, (Job){ .kind = JOB_SAVE_AS,
                       .path = g_strdup (path),
                       .remove = remove,
                       .saved = saved,
                       .data = user_data });
}
