/* A study of a file, opened and closed as a window does. */
#pragma once

#include "app/study.h"

#define OPENING_SECONDS 60

static inline void
stored_study_on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  *(CollapsarStore **)user_data = collapsar_store_open_finish (result, &error);
  g_assert_no_error (error);
}

/* NULL: a new one. */
static inline CollapsarStore *
stored_study_open_store (const char *path)
{
  CollapsarStore *store = NULL;
  gint64 deadline = g_get_monotonic_time () + OPENING_SECONDS * G_USEC_PER_SEC;
  collapsar_store_open_async (path, NULL, stored_study_on_opened, &store);
  while (store == NULL) {
    g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    g_main_context_iteration (NULL, FALSE);
  }
  return store;
}

/* The store is to be let go of by stored_study_close. */
static inline CollapsarStudy *
stored_study_open (const char *path, CollapsarStore **store)
{
  CollapsarStudy *study = collapsar_study_new ();
  *store = stored_study_open_store (path);
  collapsar_study_set_store (study, *store);
  return study;
}

/* Until nothing holds the study any more. */
static inline void
stored_study_close (CollapsarStudy *study, CollapsarStore *store)
{
  collapsar_study_close (study);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (study);
  g_object_unref (store);
}
