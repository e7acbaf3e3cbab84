/* A session whose small run is over, for what shows one. */
#pragma once

#include "app/session.h"

#define FINISHED_EPOCHS 6

static inline void
finished_session_iterate (CollapsarSession *session)
{
  collapsar_session_drain (session);
  g_main_context_iteration (NULL, FALSE);
  g_usleep (500);
}

static inline Regime *
finished_session_regime (const char *train)
{
  g_autoptr (GError) error = NULL;
  Regime *regime = regime_new_from_text ("[regime]\nname=Small\n[data]\nsource=digits\ntest=100\n"
                                         "[network]\nhidden=16\nfeature=12\n[run]\nepochs=6\nseed=3\n",
                                         "test", &error);
  g_assert_no_error (error);
  g_assert_true (regime_set (regime, "data.train", train, NULL));
  return regime;
}

/* On so many samples, a number. */
static inline CollapsarSession *
finished_session_new_of (const char *train)
{
  g_autoptr (Regime) regime = finished_session_regime (train);
  gint64 deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;
  CollapsarSession *session = collapsar_session_new ();
  collapsar_session_run (session, regime);
  while (collapsar_session_get_state (session) != COLLAPSAR_SESSION_FINISHED) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    finished_session_iterate (session);
  }
  g_assert_cmpuint (training_history_n_records (collapsar_session_history (session)), ==,
                    FINISHED_EPOCHS + 1);
  return session;
}

static inline CollapsarSession *
finished_session_new (void)
{
  return finished_session_new_of ("200");
}
