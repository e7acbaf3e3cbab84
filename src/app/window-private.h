/* What the files of CollapsarWindow share. */
#pragma once

#include "app/curves-page.h"
#include "app/geometry-page.h"
#include "app/playback-bar.h"
#include "app/settings-pane.h"
#include "app/sidebar.h"
#include "app/window.h"

struct _CollapsarWindow {
  AdwApplicationWindow parent_instance;

  AdwSplitButton *train;
  AdwButtonContent *train_content;
  AdwViewSwitcher *switcher;
  GtkWidget *export_label;
  GtkRevealer *sidebar_revealer;
  CollapsarSidebar *sidebar;
  AdwToastOverlay *toasts;
  GtkRevealer *message_revealer;
  GtkLabel *message;
  GtkStack *content;
  AdwViewStack *views;
  CollapsarGeometryPage *geometry;
  CollapsarCurvesPage *curves;
  AdwStatusPage *trouble;
  GtkRevealer *settings_revealer;
  CollapsarSettingsPane *settings_pane;
  CollapsarPlaybackBar *playback;

  CollapsarSession *session;
  GSettings *settings; /* NULL when the schema is not installed */
  GCancellable *cancellable;
  Regime *replaced; /* what Undo of the last toast trains again */
  guint tick;
  gboolean show_sidebar;
  gboolean show_settings;
  int width;
};

/* Actions and keys; called in class_init. */
void collapsar_window_install_actions (GtkWidgetClass *widget_class);
/* What can be done in the session's present state. */
void collapsar_window_update_actions (CollapsarWindow *self);
/* Trains another regime and offers to go back to the present one: its keys and seed determine it. */
void collapsar_window_replace (CollapsarWindow *self, Regime *regime);
/* Asks for a file and writes what is on screen there (window-export.c). */
void collapsar_window_export (CollapsarWindow *self);
/* Writes what is on screen as the format of the name's ending; a toast tells the end. */
void collapsar_window_export_to (CollapsarWindow *self, GFile *file);
/* Regime files (window-files.c). */
void collapsar_window_open_regime (CollapsarWindow *self);
void collapsar_window_save_regime (CollapsarWindow *self);
void collapsar_window_toast (CollapsarWindow *self, const char *title);
