/* What the tests of the study share: files in a folder of their own, and a run that trains in an instant. */
#pragma once

#include "study/recorder.h"

#include "../settings.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

/* A new folder, with everything in it removed in the end. */
static inline char *
make_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("collapsar-study-XXXXXX", &error);
  g_assert_no_error (error);
  return folder;
}

static inline void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (folder);
}

/* A small network on a synthetic data set; `assignments` ("section.key=value", NULL-terminated) change it. */
static inline Regime *
make_regime (const char *const *assignments)
{
  static const char *const small[]
      = { "data.source=gaussian", "data.train=60",      "data.test=30",
          "network.hidden=8",     "network.feature=4",  "network.batch-norm=true",
          "run.epochs=6",         "optimiser.batch=16", NULL };
  return regime_with_settings (small, assignments);
}
