/* CollapsarStore: the study file behind a window. Everything that touches the disk is done in other threads:
 * what is written in the study's writer, what is read in a thread for each request. */
#pragma once

#include <gio/gio.h>

#include "study/recorder.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_STORE (collapsar_store_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarStore, collapsar_store, COLLAPSAR, STORE, GObject)

/* Property "path" (string, notifies when the study was saved under another name).
 *
 * Signal "failed" (GError): something could not be written. */

/* Opens a study, or makes one: path NULL for a new one among the automatic ones. One that somebody else is
 * writing is refused (STUDY_ERROR_BUSY). */
void collapsar_store_open_async (const char *path,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);
CollapsarStore *collapsar_store_open_finish (GAsyncResult *result, GError **error);
/* Writes what was handed over and lets go of the file; an automatic one without runs is removed. Waits for
 * both. */
void collapsar_store_close (CollapsarStore *self);

const char *collapsar_store_path (CollapsarStore *self);
/* The name for people: the file's without its ending. Free with g_free. */
char *collapsar_store_title (CollapsarStore *self);
/* It lies among those that nobody has given a name. */
gboolean collapsar_store_is_automatic (CollapsarStore *self);
StudyWriter *collapsar_store_writer (CollapsarStore *self);

/* A run as it was when the study was opened. */
typedef struct {
  StudyRun *run;
  GPtrArray *records; /* of TrainingRecord */
  GPtrArray *changes; /* of RegimeChange */
} CollapsarStoredRun;

/* Array of CollapsarStoredRun, in order; the store's. */
GPtrArray *collapsar_store_runs (CollapsarStore *self);
/* Array of StudyTransfer, in the order in which they were added, when the study was opened; the store's. */
GPtrArray *collapsar_store_transfers (CollapsarStore *self);
/* What the window remembered, by name; "" when it did not. */
const char *collapsar_store_setting (CollapsarStore *self, const char *name);
void collapsar_store_set_setting (CollapsarStore *self, const char *name, const char *value);

/* What it takes to look at a run. */
typedef struct {
  GPtrArray *snapshots, *checkpoints; /* of TrainingSnapshot and TrainingCheckpoint, rising in epoch */
  Dataset *train, *test;              /* without samples where the data cannot be read any more */
  GError *missing;                    /* and why */
} CollapsarStoredView;

void collapsar_stored_view_free (CollapsarStoredView *view);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapsarStoredView, collapsar_stored_view_free)

void collapsar_store_load_view_async (CollapsarStore *self,
                                      const StudyRun *run,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
CollapsarStoredView *
collapsar_store_load_view_finish (CollapsarStore *self, GAsyncResult *result, GError **error);

/* The snapshots and checkpoints alone, of a run that has ended in this program: no data. */
void collapsar_store_load_snapshots_async (CollapsarStore *self,
                                           const StudyRun *run,
                                           GCancellable *cancellable,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
CollapsarStoredView *
collapsar_store_load_snapshots_finish (CollapsarStore *self, GAsyncResult *result, GError **error);

/* The checkpoint to go on from; NULL without an error where no epoch was stored. */
void collapsar_store_load_last_async (CollapsarStore *self,
                                      const StudyRun *run,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);
TrainingCheckpoint *
collapsar_store_load_last_finish (CollapsarStore *self, GAsyncResult *result, GError **error);

/* The study goes on under another name, over a file of that name; an automatic one is then gone. */
void collapsar_store_save_as_async (CollapsarStore *self,
                                    const char *path,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean collapsar_store_save_as_finish (CollapsarStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
