/* Runs that come and go, and the toast that takes that back. */
#include "app/window-private.h"

#include <glib/gi18n.h>

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
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (on_dismissed), self, 0);
  self->undo_toast = toast;
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
collapsar_window_add_run (CollapsarWindow *self, Regime *regime)
{
  gboolean first = self->session == NULL;
  CollapsarSessionState state = first ? COLLAPSAR_SESSION_IDLE : collapsar_session_get_state (self->session);
  if (!first && !collapsar_session_has_records (self->session) && state != COLLAPSAR_SESSION_LOADING) {
    collapsar_session_run (self->session, regime);
    return;
  }
  CollapsarSession *run = collapsar_study_add (self->study, regime);
  g_autofree char *title
      = g_strdup_printf (_ ("Training “%s”"), regime_name (collapsar_session_regime (run)));
  if (!first)
    offer_undo (self, title);
}

void
collapsar_window_remove_run (CollapsarWindow *self)
{
  const char *name = regime_name (collapsar_session_regime (self->session));
  g_autofree char *title = g_strdup_printf (_ ("“%s” removed"), name);
  collapsar_study_remove (self->study, self->session);
  offer_undo (self, title);
}
