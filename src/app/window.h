/* CollapsarWindow: one window with one study, of whose runs the selected one is shown: header, sidebar,
 * views, settings and playback. */
#pragma once

#include <adwaita.h>

#include "app/study.h"
#include "training/regime-comparison.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_WINDOW (collapsar_window_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarWindow, collapsar_window, COLLAPSAR, WINDOW, AdwApplicationWindow)

CollapsarWindow *collapsar_window_new (GtkApplication *application);
/* Gives a new window its study: the one at path; or, when that cannot be opened or is NULL, a new one, kept
 * among the automatic ones, in which the regime is trained (NULL for none). Runs that are begun before it is
 * open wait for it. */
void collapsar_window_open (CollapsarWindow *self, const char *path, Regime *regime);
/* Trains all variants, each in a new run, and fine-tunes them as planned. */
void collapsar_window_add_comparison (CollapsarWindow *self, const RegimeComparison *comparison);
/* The same with a store that is open; NULL: nothing is kept. */
void collapsar_window_use_store (CollapsarWindow *self, CollapsarStore *store);
/* A dialogue that says what could not be done. */
void collapsar_window_complain (GtkWindow *parent, const char *heading, const char *body);
/* Trains a regime in a new run. */
void collapsar_window_train (CollapsarWindow *self, Regime *regime);
/* Says what went wrong: on a page of its own when there is nothing else to show, else above the views. */
void collapsar_window_show_error (CollapsarWindow *self, const GError *error);
/* Begins a lesson: one that ships, or a file. */
gboolean collapsar_window_open_lesson (CollapsarWindow *self, const char *argument, GError **error);
/* "geometry", "curves" or "runs"; "start" for the start page. */
void collapsar_window_show_view (CollapsarWindow *self, const char *name);
/* Opens the data set chooser for the regime as edited, once there is one; source: what to look at first, NULL
 * for the regime's own. */
void collapsar_window_choose_data (CollapsarWindow *self, const char *source);
CollapsarStudy *collapsar_window_study (CollapsarWindow *self);
/* The selected run; NULL without runs. */
CollapsarSession *collapsar_window_session (CollapsarWindow *self);
/* The scene, for the frame meter. */
GtkWidget *collapsar_window_scene (CollapsarWindow *self);

G_END_DECLS
