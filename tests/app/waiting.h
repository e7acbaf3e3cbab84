/* Waiting in a test for what a window does in its own time. */
#pragma once

#include "app/window.h"

#define TIMEOUT_SECONDS 60

static inline void
iterate_until (gboolean (*done) (gpointer data), gpointer data)
{
  gint64 start = g_get_monotonic_time ();
  while (!done (data)) {
    g_assert_cmpint (g_get_monotonic_time () - start, <, TIMEOUT_SECONDS * G_USEC_PER_SEC);
    g_main_context_iteration (NULL, FALSE);
  }
}

static inline gboolean
is_gone (gpointer weak)
{
  return *(gpointer *)weak == NULL;
}

/* Until nothing holds it any more. */
static inline void
close_window (CollapsarWindow *window)
{
  gpointer weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  gtk_window_destroy (GTK_WINDOW (window));
  iterate_until (is_gone, &weak);
}
