/* The presets' comparisons, read once for the whole program: in a thread, as that takes some milliseconds. */
#pragma once

#include <gio/gio.h>

#include "training/regime-comparison.h"

typedef struct {
  const char *name;
  RegimeComparison *comparison;
} CollapsarPreset;

/* The callback comes in a later turn of the main loop, also when they have been read. */
void collapsar_presets_read_async (GObject *source,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);
/* GArray of CollapsarPreset in the order of regime_preset_names, kept for ever; NULL when cancelled. */
const GArray *collapsar_presets_read_finish (GAsyncResult *result, GError **error);
