/* Runs that come and go, and the toast that takes that back. */
#include "app/window-private.h"

#include <glib/gi18n.h>

#include "training/regime-comparison.h"

#define UNDO_SECONDS 8

/* Once it can no longer be asked for, there is nothing to undo. */
static void
on_dismissed (AdwToast *toast, CollapsarWindow *self)
{
  if (self->undo_toast != toast)
    return;
  self->undo_toast = NULL;
  g_clear_handle_id (&self->undo_source, g_source_remove);
  collapsar_study_forget (self->study);
}

static gboolean
on_undo_over (gpointer user_data)
{
  CollapsarWindow *self = user_data;
  self->undo_source = 0;
  adw_toast_dismiss (self->undo_toast);
  return G_SOURCE_REMOVE;
}

/* One toast whose words change, as there is one step to undo: libadwaita 1.2 does not bear a toast dismissed
 * while it comes. */
static void
offer_undo (CollapsarWindow *self, const char *words)
{
  g_autofree char *title = g_markup_escape_text (words, -1);
  g_clear_handle_id (&self->undo_source, g_source_remove);
  self->undo_source = g_timeout_add_seconds (UNDO_SECONDS, on_undo_over, self);
  if (self->undo_toast != NULL) {
    adw_toast_set_title (self->undo_toast, title);
    return;
  }
  AdwToast *toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_action_name (toast, "win.undo-run");
  adw_toast_set_timeout (toast, 0);
  adw_toast_set_priority (toast, ADW_TOAST_PRIORITY_HIGH); /* its time runs while another one is shown */
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), self, 0);
  self->undo_toast = toast;
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Whether the selected run has yet to train, and may do so with other settings. */
static gboolean
waits (CollapsarWindow *self)
{
  return self->session != NULL && !collapsar_session_has_trained (self->session)
         && !collapsar_session_is_wanted (self->session);
}

static void
tell_training (CollapsarWindow *self, CollapsarSession *run)
{
  g_autofree char *title
      = g_strdup_printf (_ ("Training “%s”"), regime_name (collapsar_session_regime (run)));
  if (collapsar_study_n_runs (self->study) > 1)
    offer_undo (self, title);
}

void
collapsar_window_add_run (CollapsarWindow *self, Regime *regime)
{
  /* A failure is made good in its place; a branch that waits is not given up for it. */
  if (waits (self) && collapsar_session_branch_epoch (self->session) < 0)
    collapsar_session_run (self->session, regime);
  else
    tell_training (self, collapsar_study_add (self->study, regime));
}

void
collapsar_window_tell_added (CollapsarWindow *self, guint n)
{
  g_autofree char *title
      = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run added", "%u runs added", n), n);
  offer_undo (self, title);
}

/* The runs of a comparison's variants, which begin at a place of the list. */
static void
add_plans (CollapsarWindow *self, const RegimeComparison *comparison, guint first)
{
  for (guint p = 0; p < regime_comparison_n_plans (comparison); p++) {
    const TransferPlan *plan = regime_comparison_plan (comparison, p);
    g_autoptr (GPtrArray) runs = g_ptr_array_new ();
    for (guint v = 0; v < regime_comparison_n_variants (comparison); v++)
      if (transfer_plan_has_variant (plan, v))
        g_ptr_array_add (runs, collapsar_study_run (self->study, first + v));
    collapsar_transfers_add (collapsar_study_transfers (self->study), runs, plan);
  }
}

void
collapsar_window_add_comparison (CollapsarWindow *self, const RegimeComparison *comparison)
{
  g_autoptr (GPtrArray) regimes = g_ptr_array_new ();
  for (guint v = 0; v < regime_comparison_n_variants (comparison); v++)
    g_ptr_array_add (regimes, regime_comparison_variant (comparison, v));
  guint first = collapsar_study_n_runs (self->study);
  collapsar_study_add_all (self->study, regimes);
  add_plans (self, comparison, first);
}

void
collapsar_window_add_variants (CollapsarWindow *self, const char *preset)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RegimeComparison) comparison = regime_comparison_new_from_argument (preset, &error);
  if (comparison == NULL) {
    collapsar_window_show_error (self, error);
    return;
  }
  collapsar_window_add_comparison (self, comparison);
  collapsar_window_tell_added (self, regime_comparison_n_variants (comparison));
}

void
collapsar_window_repeat (CollapsarWindow *self, guint n)
{
  collapsar_study_repeat (self->study, self->session, n);
  collapsar_window_tell_added (self, n);
}

void
collapsar_window_train_again (CollapsarWindow *self, Regime *regime)
{
  gint branched = collapsar_session_branch_epoch (self->session);
  if (waits (self)) {
    collapsar_session_run (self->session, regime);
  } else if (branched < 0) {
    collapsar_window_add_run (self, regime);
  } else {
    CollapsarSession *run = collapsar_study_add_branch (self->study, self->session, regime, branched);
    collapsar_session_restart (run);
    tell_training (self, run);
  }
}

/* Named after where it comes from, and trained as the parent was there; one that begins at the end gets as
 * many epochs again. */
static Regime *
branch_regime (const Regime *parent, const TrainingCheckpoint *checkpoint)
{
  guint epoch = checkpoint->epoch;
  Regime *regime = regime_copy_with_live (parent, checkpoint->regime);
  gint64 n_epochs = regime_get_integer (parent, "run.epochs");
  g_autofree char *name = g_strdup_printf (_ ("%s (from %u)"), regime_name (parent), epoch);
  g_autofree char *epochs = g_strdup_printf ("%" G_GINT64_FORMAT, 2 * n_epochs);
  regime_set (regime, "regime.name", name, NULL);
  if (epoch >= n_epochs)
    regime_set (regime, "run.epochs", epochs, NULL);
  return regime;
}

void
collapsar_window_branch (CollapsarWindow *self)
{
  double epoch = collapsar_session_get_epoch (self->session);
  const TrainingCheckpoint *checkpoint
      = training_history_checkpoint_at (collapsar_session_history (self->session), epoch);
  if (checkpoint == NULL)
    return;
  g_autoptr (Regime) regime = branch_regime (collapsar_session_regime (self->session), checkpoint);
  g_autofree char *title
      = g_strdup_printf (_ ("Branched from epoch %u: change settings, then train"), checkpoint->epoch);
  collapsar_study_add_branch (self->study, self->session, regime, checkpoint->epoch);
  g_object_set (self, "show-settings", TRUE, NULL);
  offer_undo (self, title);
}

void
collapsar_window_duplicate_run (CollapsarWindow *self)
{
  CollapsarSession *run = collapsar_study_duplicate (self->study, self->session);
  if (run == NULL)
    return; /* of a branch whose checkpoint has not been read yet */
  g_autofree char *title = g_strdup_printf (_ ("“%s” added: change settings, then train"),
                                            regime_name (collapsar_session_regime (run)));
  offer_undo (self, title);
}

void
collapsar_window_edit_run (CollapsarWindow *self)
{
  if (!waits (self))
    collapsar_window_duplicate_run (self);
  g_object_set (self, "show-settings", TRUE, NULL);
}

void
collapsar_window_tell_moved (CollapsarWindow *self, CollapsarSession *run)
{
  g_autofree char *title = g_strdup_printf (_ ("“%s” moved"), regime_name (collapsar_session_regime (run)));
  offer_undo (self, title);
}

void
collapsar_window_move_run (CollapsarWindow *self, int by)
{
  if (collapsar_study_move_by (self->study, self->session, by))
    collapsar_window_tell_moved (self, self->session);
}

static void
remove_group (CollapsarWindow *self, CollapsarRunGroup *group)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  guint n = collapsar_run_group_n_runs (group);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (runs, collapsar_run_group_run (group, i));
  const char *name = regime_name (collapsar_session_regime (runs->pdata[0]));
  g_autofree char *title = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "Removed “%s” (%u seed)", "Removed “%s” (%u seeds)", n), name, n);
  collapsar_study_remove_all (self->study, runs);
  offer_undo (self, title);
}

void
collapsar_window_remove_run (CollapsarWindow *self)
{
  CollapsarRunGroup *group = collapsar_sidebar_get_group (self->sidebar);
  if (group != NULL) {
    remove_group (self, group);
    return;
  }
  const char *name = regime_name (collapsar_session_regime (self->session));
  g_autofree char *title = g_strdup_printf (_ ("Removed “%s”"), name);
  collapsar_study_remove (self->study, self->session);
  offer_undo (self, title);
}
