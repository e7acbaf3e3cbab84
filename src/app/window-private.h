/* What the files of CollapsarWindow share. */
#pragma once

#include "app/curves-page.h"
#include "app/figure-source.h"
#include "app/findings-page.h"
#include "app/geometry-page.h"
#include "app/layers-page.h"
#include "app/lesson-guide.h"
#include "app/playback-bar.h"
#include "app/runs-page.h"
#include "app/settings-pane.h"
#include "app/sidebar.h"
#include "app/stage.h"
#include "app/start-page.h"
#include "app/transfer-page.h"
#include "app/window.h"

typedef enum {
  COLLAPSAR_PANE_SIDEBAR,
  COLLAPSAR_PANE_SETTINGS,
  COLLAPSAR_N_PANES,
} CollapsarPaneId;

typedef struct {
  GtkRevealer *revealer; /* what is seen, above the views */
  GtkRevealer *space;    /* beside the views, as wide, where there is room */
  gboolean shown;
  gboolean wanted; /* wherever there is room */
  gboolean over;   /* no room beside the views */
} CollapsarPane;

struct _CollapsarWindow {
  AdwApplicationWindow parent_instance;

  GtkStack *pages; /* the start page above all else, or what follows */
  CollapsarStartPage *start;
  AdwSplitButton *train;
  AdwButtonContent *train_content;
  AdwViewSwitcher *switcher;
  GtkWidget *export_label;
  GtkRevealer *sidebar_space;
  GtkRevealer *sidebar_revealer;
  CollapsarSidebar *sidebar;
  AdwToastOverlay *toasts;
  GtkRevealer *message_revealer;
  GtkLabel *message;
  GtkStack *content;
  GtkSpinner *opening;
  AdwViewStack *views;
  CollapsarGeometryPage *geometry;
  CollapsarCurvesPage *curves;
  CollapsarLayersPage *layers;
  CollapsarFindingsPage *findings;
  CollapsarTransferPage *transfer;
  CollapsarRunsPage *runs;
  AdwStatusPage *trouble;
  GtkRevealer *settings_space;
  GtkRevealer *settings_revealer;
  CollapsarSettingsPane *settings_pane;
  CollapsarPlaybackBar *playback;
  GMenu *recent;
  GMenu *cores;
  GMenu *lessons;

  CollapsarStudy *study;
  CollapsarStage *stage;       /* what is seen of it */
  CollapsarRunPlaces *places;  /* which presets its runs are of */
  CollapsarLessonGuide *guide; /* through a lesson */
  CollapsarSession *session;   /* the selected one, or NULL */
  GSignalGroup *session_group; /* its signals */
  AdwToast *undo_toast;        /* offers to undo what was done to the study last; NULL when gone */
  guint undo_source;           /* ends that */
  AdwToast *findings_toast;    /* weak: says that one has ended */
  GSettings *settings;         /* NULL when the schema is not installed */
  GCancellable *cancellable;
  guint remember_source;
  gboolean view_chosen; /* somebody asked for a view, whatever the study remembers */
  guint n_tuning;       /* fine-tunings that were left when last told */
  guint most_training;  /* runs that trained or waited together since none did */
  guint tick;
  CollapsarPane panes[COLLAPSAR_N_PANES];
  int width;
};

typedef struct {
  const char *name;
  const char *parameter; /* its type, or NULL */
  GtkWidgetActionActivateFunc activate;
} CollapsarWindowAction;

/* Actions, those on runs (window-run-actions.c), and the keys of all (window-keys.c); called in class_init.
 */
void collapsar_window_install_actions (GtkWidgetClass *widget_class);
void collapsar_window_install_run_actions (GtkWidgetClass *widget_class);
void collapsar_window_install_keys (GtkWidgetClass *widget_class);
/* What can be done in the session's present state (window-enabled.c). */
void collapsar_window_update_actions (CollapsarWindow *self);
/* Those that pause and continue all, which change with the fine-tunings, too. */
void collapsar_window_update_pausing (CollapsarWindow *self);
/* The panes at the sides (window-panes.c): what they begin with, ... */
void collapsar_window_init_panes (CollapsarWindow *self);
void collapsar_window_show_pane (CollapsarWindow *self, CollapsarPaneId id, gboolean shown);
/* ... and what of panes, words and tools a window of that width has room for. */
void collapsar_window_adapt (CollapsarWindow *self, int width);
/* Trains a regime in a new run and offers to take that back; in the selected one where that has never
 * trained. */
void collapsar_window_add_run (CollapsarWindow *self, Regime *regime);
/* The same for all variants of a preset, as collapsar_window_add_comparison. */
void collapsar_window_add_variants (CollapsarWindow *self, const char *preset);
/* The same for a regime made from the selected run's: of a branch, from where it branched. */
void collapsar_window_train_again (CollapsarWindow *self, Regime *regime);
/* Trains the selected run's regime with the next n seeds, each in a new run, and offers to take that back. */
void collapsar_window_repeat (CollapsarWindow *self, guint n);
/* So many runs were added: offers to take that back. */
void collapsar_window_tell_added (CollapsarWindow *self, guint n);
/* A new run from the selected one's state at the cursor, or the last kept before it; it waits for settings.
 */
void collapsar_window_branch (CollapsarWindow *self);
/* A new run with the selected one's settings, which waits for others. */
void collapsar_window_duplicate_run (CollapsarWindow *self);
/* Shows the settings of the selected run or, as what has been trained is not changed, of a duplicate. */
void collapsar_window_edit_run (CollapsarWindow *self);
/* So many places on in the list. */
void collapsar_window_move_run (CollapsarWindow *self, int by);
/* A run was moved in the list: offers to take that back. */
void collapsar_window_tell_moved (CollapsarWindow *self, CollapsarSession *run);
void collapsar_window_remove_run (CollapsarWindow *self);
/* What is on screen as a figure (window-figure.c), with a name and the command that draws it; NULL when there
 * is nothing. */
CollapsarFigureSource *collapsar_window_figure (CollapsarWindow *self);
/* Puts it on a page in a dialogue and writes it (window-export.c); or asks for the file alone, and takes the
 * page that was chosen last; or writes it there so, in the format of the name's ending. A toast tells the
 * end.
 */
void collapsar_window_export (CollapsarWindow *self);
void collapsar_window_export_again (CollapsarWindow *self);
void collapsar_window_export_to (CollapsarWindow *self, GFile *file);
/* On the page chosen last: puts it on the clipboard, as a picture, SVG and PDF (window-copy.c); asks for a
 * printer (window-print.c), or prints into a PDF file. */
void collapsar_window_copy_figure (CollapsarWindow *self);
void collapsar_window_print (CollapsarWindow *self);
void collapsar_window_print_to (CollapsarWindow *self, const char *path);
/* A run has begun or ceased to train or wait: notifies a person who looks elsewhere when it was the last of
 * several (window-notice.c). Returns whether it was. */
gboolean collapsar_window_notice_training (CollapsarWindow *self);
/* The same of the fine-tunings. */
void collapsar_window_notice_transfers (CollapsarWindow *self);
/* The same: when it was the last of a preset's whole set, a toast asks what we saw. */
void collapsar_window_notice_findings (CollapsarWindow *self);
/* Regime files (window-files.c), chosen or, once they are accepted, dropped on the window, where studies are
 * too. */
void collapsar_window_accept_files (CollapsarWindow *self);
void collapsar_window_open_regime (CollapsarWindow *self);
void collapsar_window_save_regime (CollapsarWindow *self);
void collapsar_window_toast (CollapsarWindow *self, const char *title);
/* Names the window after the selected run and the study. */
void collapsar_window_update_title (CollapsarWindow *self);

/* Lessons (window-lesson.c): what the window needs for them; asks for a file; opens one and says where that
 * cannot be; does what the button of its step does. */
void collapsar_window_init_lessons (CollapsarWindow *self);
void collapsar_window_choose_lesson (CollapsarWindow *self);
void collapsar_window_try_lesson (CollapsarWindow *self, const char *argument);
void collapsar_window_do_step (CollapsarWindow *self);

/* The study file (window-study.c): asks for one to open; asks for a name to go on under, ... */
void collapsar_window_open_study (CollapsarWindow *self);
void collapsar_window_save_study (CollapsarWindow *self);
/* ... which gets the ending of studies. */
void collapsar_window_save_study_to (CollapsarWindow *self, const char *path);
/* The menu of recent studies, anew. */
void collapsar_window_update_recent (CollapsarWindow *self);
/* Ends the runs and writes what is to be kept; waits for both. */
void collapsar_window_close_study (CollapsarWindow *self);
