/* Settings of a regime in a test. */
#pragma once

#include "training/regime.h"

/* Sets each "section.key=value" of a NULL-terminated list; NULL is none. */
static inline void
take_settings (Regime *regime, const char *const *settings)
{
  for (; settings != NULL && *settings != NULL; settings++) {
    g_autoptr (GError) error = NULL;
    regime_set_assignment (regime, *settings, &error);
    g_assert_no_error (error);
  }
}

/* The defaults with the settings of two such lists. */
static inline Regime *
regime_with_settings (const char *const *first, const char *const *second)
{
  Regime *regime = regime_new ();
  take_settings (regime, first);
  take_settings (regime, second);
  return regime;
}
