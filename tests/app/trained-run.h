/* A small run of digits that has been trained, for tests of what shows it. */
#pragma once

#include "app/study.h"

#include "../settings.h"

/* One turn of the window's loop, with what it does once a frame. */
static inline void
iterate_study (CollapsarStudy *study)
{
  collapsar_study_drain (study);
  g_main_context_iteration (NULL, FALSE);
  g_usleep (500);
}

/* Adds it and waits until it is trained; settings as of take_settings. */
static inline CollapsarSession *
add_trained_run (CollapsarStudy *study, const char *const *settings)
{
  static const char *const small[] = { "regime.name=Small", "data.source=digits", "data.train=200",
                                       "data.test=100",     "network.hidden=16",  "network.feature=12",
                                       "run.epochs=6",      "run.seed=3",         NULL };
  g_autoptr (Regime) regime = regime_with_settings (small, settings);
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  CollapsarSession *run = collapsar_study_add (study, regime);
  while (collapsar_session_get_state (run) != COLLAPSAR_SESSION_FINISHED) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    iterate_study (study);
  }
  return run;
}
