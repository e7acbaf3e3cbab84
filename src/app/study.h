/* CollapsarStudy: the runs of a window, in the order they were begun or moved to, one of them selected: a
 * GListModel of CollapsarSession.
 *
 * Several train at once, each on a share of the cores, and those that find none wait in the order in which
 * they were asked to train (training/scheduler.h). Which of them is selected is nothing to that. Names are
 * unique, and so are styles while there are fewer runs than styles; both stay with a run whatever becomes of
 * the others. */
#pragma once

#include "app/session.h"
#include "app/store.h"
#include "app/transfers.h"

G_BEGIN_DECLS

#define COLLAPSAR_TYPE_STUDY (collapsar_study_get_type ())
G_DECLARE_FINAL_TYPE (CollapsarStudy, collapsar_study, COLLAPSAR, STUDY, GObject)

/* Properties (all notify): "selected" (CollapsarSession, NULL only without runs), "pace" (double, of all
 * runs), "can-undo" (boolean), "cores" (uint, that runs may have at most; 0: all).
 *
 * Signals: "pending" when there is something to drain after a time of nothing; "training" when a run has
 * begun or ceased to train or to wait for it. */
CollapsarStudy *collapsar_study_new (void);

/* Runs that are added wait for the store before they train. */
void collapsar_study_expect_store (CollapsarStudy *self);
/* Where the runs are kept from now on, once: those that it has come first. NULL: nowhere. */
void collapsar_study_set_store (CollapsarStudy *self, CollapsarStore *store);
/* NULL when there is none, or not yet. */
CollapsarStore *collapsar_study_get_store (CollapsarStudy *self);
/* Hands the store what is remembered of the runs beside themselves: order, selection, cursors, styles. */
void collapsar_study_remember (CollapsarStudy *self);
/* The style of a run as study_settings has it; `otherwise` where it is not remembered. */
guint collapsar_study_stored_style (GHashTable *settings, gint64 id, guint otherwise);
/* Ends every run, and writes what is to be kept; waits for both. */
void collapsar_study_close (CollapsarStudy *self);

/* The fine-tunings of its runs. */
CollapsarTransfers *collapsar_study_transfers (CollapsarStudy *self);

guint collapsar_study_n_runs (CollapsarStudy *self);
/* The run at a place < n_runs. */
CollapsarSession *collapsar_study_run (CollapsarStudy *self, guint place);
CollapsarSession *collapsar_study_get_selected (CollapsarStudy *self);
void collapsar_study_select (CollapsarStudy *self, CollapsarSession *run);
/* Selects the run so many places on, as far as there are any. */
void collapsar_study_move_selection (CollapsarStudy *self, int by);

/* Trains a regime in a new run, which is appended and selected. Its name gets a number where another run has
 * it already. */
CollapsarSession *collapsar_study_add (CollapsarStudy *self, Regime *regime);
/* The same for several (GPtrArray of Regime), of which the first is selected; undone together. */
void collapsar_study_add_all (CollapsarStudy *self, const GPtrArray *regimes);
/* Appends and selects a run with the same settings, which waits to be run; that of a branch goes on from the
 * same checkpoint. */
CollapsarSession *collapsar_study_duplicate (CollapsarStudy *self, CollapsarSession *run);
/* Appends and selects a run that goes on from parent's checkpoint at or before the epoch, with this regime;
 * it waits to be run (collapsar_session_branch). NULL where parent has no such checkpoint. */
CollapsarSession *
collapsar_study_add_branch (CollapsarStudy *self, CollapsarSession *parent, Regime *regime, double epoch);
/* Takes a run away, pausing it; the next one is selected in place of it. */
void collapsar_study_remove (CollapsarStudy *self, CollapsarSession *run);
/* The same for several (GPtrArray of CollapsarSession, of the study); undone together. */
void collapsar_study_remove_all (CollapsarStudy *self, const GPtrArray *runs);
/* Moves a run, with the group that it is in (collapsar_study_groups), before or after the group of another
 * one, or so many groups on as there are any. FALSE where it is there already. */
gboolean
collapsar_study_move (CollapsarStudy *self, CollapsarSession *run, CollapsarSession *beside, gboolean after);
gboolean collapsar_study_move_by (CollapsarStudy *self, CollapsarSession *run, int by);
/* Takes back what was added, removed or moved last, once: order and selection are as before, and a removed
 * run that trained or waited does so again. */
void collapsar_study_undo (CollapsarStudy *self);
/* From now on that cannot be undone; a removed run is let go of. */
void collapsar_study_forget (CollapsarStudy *self);
/* Another name, with a number where another run has it already; an empty one is ignored. */
void collapsar_study_rename (CollapsarStudy *self, CollapsarSession *run, const char *name);
/* The regime with the first seed after its own that no run of the same settings has; free with regime_unref.
 */
Regime *collapsar_study_next_seed (CollapsarStudy *self, const Regime *regime);

/* Runs that train, and that wait for cores. */
guint collapsar_study_n_training (CollapsarStudy *self);
guint collapsar_study_n_waiting (CollapsarStudy *self);
/* Of those that wait, how many are before this one. */
guint collapsar_study_n_before (CollapsarStudy *self, CollapsarSession *run);
/* With their fine-tunings pauses all that train or wait, and lets all that were paused train, in the list's
 * order. */
void collapsar_study_pause_all (CollapsarStudy *self);
void collapsar_study_resume_all (CollapsarStudy *self);

/* The runs, as groups that differ in name and seed alone: a GPtrArray of GPtrArray of CollapsarSession, both
 * in the list's order; free with g_ptr_array_unref. Of several with the same seed, which are the same run,
 * all but the first are alone, and so are branches. */
GPtrArray *collapsar_study_groups (CollapsarStudy *self);
/* The group that a run is in; free with g_ptr_array_unref. */
GPtrArray *collapsar_study_group (CollapsarStudy *self, CollapsarSession *run);
/* Trains the run's regime with the next n seeds, each in a new run; undone together. The selection stays. */
void collapsar_study_repeat (CollapsarStudy *self, CollapsarSession *run, guint n);

/* collapsar_session_drain of every run: once a frame. */
gboolean collapsar_study_drain (CollapsarStudy *self);

G_END_DECLS
