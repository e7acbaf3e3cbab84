/* A window in which a small network trains, for tests of its actions. */
#pragma once

#include "app/window-private.h"

#include "display.h"
#include "waiting.h"

static GtkApplication *application;

static inline gboolean
is_late (gint64 since)
{
  return g_get_monotonic_time () > since + TIMEOUT_SECONDS * G_USEC_PER_SEC;
}

static inline void
wait_for (CollapsarWindow *window, CollapsarSessionState state)
{
  gint64 start = g_get_monotonic_time ();
  while (collapsar_session_get_state (collapsar_window_session (window)) != state) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
}

static inline void
wait_for_epoch (CollapsarWindow *window, double epoch)
{
  gint64 start = g_get_monotonic_time ();
  while (collapsar_session_get_epoch (collapsar_window_session (window)) < epoch) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
}

static inline Regime *
small_regime (const char *epochs)
{
  g_autoptr (GError) error = NULL;
  Regime *regime = regime_new_preset ("watch-collapse", &error);
  g_assert_no_error (error);
  g_assert_true (regime_set (regime, "data.train", "300", NULL));
  g_assert_true (regime_set (regime, "network.hidden", "16", NULL));
  g_assert_true (regime_set (regime, "run.epochs", epochs, NULL));
  return regime;
}

static inline CollapsarWindow *
window_training (const char *epochs, double pace)
{
  g_autoptr (Regime) regime = small_regime (epochs);
  CollapsarWindow *window = collapsar_window_new (application);
  g_object_set (collapsar_window_study (window), "pace", pace, "cores", 2, NULL);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_train (window, regime);
  return window;
}

/* Workers that hold something of the window (projections, data sets) let go of it in a moment. */
static inline void
assert_closes (CollapsarWindow *window)
{
  gint64 start = g_get_monotonic_time ();
  gpointer study = collapsar_window_study (window), session = collapsar_window_session (window);
  gpointer weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  g_object_add_weak_pointer (study, &study);
  if (session != NULL)
    g_object_add_weak_pointer (session, &session);
  gtk_window_destroy (GTK_WINDOW (window));
  while (weak != NULL || study != NULL || session != NULL) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
}

static inline gboolean
activate (CollapsarWindow *window, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

static inline const char *
selected_setting (CollapsarWindow *window, const char *key)
{
  return regime_get (collapsar_session_regime (collapsar_window_session (window)), key);
}

static inline gboolean
window_tests_begin (int *argc, char ***argv)
{
  if (!test_has_display ())
    return FALSE;
  g_test_init (argc, argv, NULL);
  g_autoptr (GError) error = NULL;
  application = GTK_APPLICATION (g_object_new (ADW_TYPE_APPLICATION, "application-id",
                                               "io.github.collapsar.Collapsar", "flags",
                                               G_APPLICATION_NON_UNIQUE, NULL));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  return TRUE;
}

static inline int
window_tests_run (void)
{
  int result = g_test_run ();
  g_object_unref (application);
  return result;
}
