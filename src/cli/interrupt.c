/* Ctrl-C, by GLib's signal sources in a thread of their own: the main thread trains, and a trainer may not be
 * commanded from a signal handler. */
#include "cli/cli.h"

#include <glib-unix.h>
#include <signal.h>

static GMutex mutex;       /* guards watched and interrupted */
static GPtrArray *watched; /* of Trainer, borrowed; NULL before the first */
static gboolean interrupted;

static gboolean
stop_watched (gpointer data)
{
  g_mutex_lock (&mutex);
  interrupted = TRUE;
  for (guint i = 0; watched != NULL && i < watched->len; i++)
    trainer_stop (g_ptr_array_index (watched, i));
  g_mutex_unlock (&mutex);
  return G_SOURCE_REMOVE; /* the signal does again what it does by default */
}

static gpointer
serve (gpointer context)
{
  for (;;)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

void
cli_interrupt_begin (void)
{
  GMainContext *context = g_main_context_new ();
  const int signals[] = { SIGINT, SIGTERM };
  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++) {
    g_autoptr (GSource) source = g_unix_signal_source_new (signals[i]);
    g_source_set_callback (source, stop_watched, NULL, NULL);
    g_source_attach (source, context);
  }
  g_thread_unref (g_thread_new ("interrupt", serve, context));
}

void
cli_interrupt_watch (Trainer *trainer)
{
  g_mutex_lock (&mutex);
  if (watched == NULL)
    watched = g_ptr_array_new ();
  g_ptr_array_add (watched, trainer);
  if (interrupted)
    trainer_stop (trainer);
  g_mutex_unlock (&mutex);
}

void
cli_interrupt_unwatch (Trainer *trainer)
{
  g_mutex_lock (&mutex);
  g_ptr_array_remove_fast (watched, trainer);
  g_mutex_unlock (&mutex);
}

gboolean
cli_interrupted (void)
{
  g_mutex_lock (&mutex);
  gboolean result = interrupted;
  g_mutex_unlock (&mutex);
  return result;
}
