/* Tells ThreadSanitizer what GLib's locks and queues order.
 *
 * GLib is not instrumented and its GMutex sits on futexes, so TSan sees neither. The linker's --wrap leads
 * our calls through here, where each is annotated as the acquire or release that it is. Only in TSan builds.
 */
#include <glib.h>
#include <sanitizer/tsan_interface.h>

#define RELEASE(type, name, parameters, arguments, object)                                                   \
  type __real_##name parameters;                                                                             \
  type __wrap_##name parameters;                                                                             \
  type __wrap_##name parameters                                                                              \
  {                                                                                                          \
    __tsan_release (object);                                                                                 \
    return __real_##name arguments;                                                                          \
  }

#define ACQUIRE(type, name, parameters, arguments, object)                                                   \
  type __real_##name parameters;                                                                             \
  type __wrap_##name parameters;                                                                             \
  type __wrap_##name parameters                                                                              \
  {                                                                                                          \
    type result = __real_##name arguments;                                                                   \
    __tsan_acquire (object);                                                                                 \
    return result;                                                                                           \
  }

void __real_g_mutex_lock (GMutex *mutex);
void __wrap_g_mutex_lock (GMutex *mutex);
void
__wrap_g_mutex_lock (GMutex *mutex)
{
  __real_g_mutex_lock (mutex);
  __tsan_acquire (mutex);
}

void __real_g_mutex_unlock (GMutex *mutex);
void __wrap_g_mutex_unlock (GMutex *mutex);
void
__wrap_g_mutex_unlock (GMutex *mutex)
{
  __tsan_release (mutex);
  __real_g_mutex_unlock (mutex);
}

void __real_g_cond_wait (GCond *cond, GMutex *mutex);
void __wrap_g_cond_wait (GCond *cond, GMutex *mutex);
void
__wrap_g_cond_wait (GCond *cond, GMutex *mutex)
{
  __tsan_release (mutex);
  __real_g_cond_wait (cond, mutex);
  __tsan_acquire (mutex);
}

gboolean __real_g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time);
gboolean __wrap_g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time);
gboolean
__wrap_g_cond_wait_until (GCond *cond, GMutex *mutex, gint64 end_time)
{
  gboolean signalled;

  __tsan_release (mutex);
  signalled = __real_g_cond_wait_until (cond, mutex, end_time);
  __tsan_acquire (mutex);
  return signalled;
}

RELEASE (void, g_async_queue_push, (GAsyncQueue * queue, gpointer data), (queue, data), queue)
ACQUIRE (gpointer, g_async_queue_pop, (GAsyncQueue * queue), (queue), queue)
ACQUIRE (gpointer, g_async_queue_try_pop, (GAsyncQueue * queue), (queue), queue)
ACQUIRE (gpointer, g_async_queue_timeout_pop, (GAsyncQueue * queue, guint64 timeout), (queue, timeout), queue)

/* A count that falls to zero comes after all that its other holders did. */
gboolean __real_g_atomic_ref_count_dec (gatomicrefcount *count);
gboolean __wrap_g_atomic_ref_count_dec (gatomicrefcount *count);
gboolean
__wrap_g_atomic_ref_count_dec (gatomicrefcount *count)
{
  gboolean last;

  __tsan_release (count);
  last = __real_g_atomic_ref_count_dec (count);
  __tsan_acquire (count);
  return last;
}
