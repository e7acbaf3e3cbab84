/* What is said to a person who is elsewhere: that the last of several runs has come to its end. */
#include "app/window-private.h"

#include <glib/gi18n.h>

#include "app/findings.h"

/* One notification of a window, which the next replaces. */
#define NOTICE_ID "trained"
#define FINDINGS_SECONDS 20
#define TRAINED "collapsar-trained-here"

static guint
count_failed (CollapsarStudy *study)
{
  guint n = 0;
  for (guint i = 0; i < collapsar_study_n_runs (study); i++)
    n += collapsar_session_get_state (collapsar_study_run (study, i)) == COLLAPSAR_SESSION_FAILED;
  return n;
}

static gboolean
any_waits (CollapsarStudy *study)
{
  for (guint i = 0; i < collapsar_study_n_runs (study); i++)
    if (collapsar_session_get_state (collapsar_study_run (study, i)) == COLLAPSAR_SESSION_PAUSED)
      return TRUE;
  return FALSE;
}

/* Without a session's bus there is nobody to show it. */
static void
notify (CollapsarWindow *self, const char *body)
{
  GApplication *application = G_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
  if (g_application_get_dbus_connection (application) == NULL)
    return;
  CollapsarStore *store = collapsar_study_get_store (self->study);
  g_autofree char *study = store == NULL ? g_strdup (_ ("Collapsar")) : collapsar_store_title (store);
  g_autoptr (GNotification) notification = g_notification_new (study);
  g_notification_set_body (notification, body);
  g_notification_set_default_action (notification, "app.present");
  g_application_send_notification (application, NOTICE_ID, notification);
}

static void
notify_trained (CollapsarWindow *self)
{
  guint n_failed = count_failed (self->study);
  g_autofree char *body
      = n_failed == 0 ? g_strdup (_ ("All runs have been trained."))
                      : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Training has ended; %u run failed.",
                                                      "Training has ended; %u runs failed.", n_failed),
                                         n_failed);
  notify (self, body);
}

void
collapsar_window_notice_transfers (CollapsarWindow *self)
{
  CollapsarTransfers *transfers = collapsar_study_transfers (self->study);
  guint n_left = collapsar_transfers_n_left (transfers), n_done = collapsar_transfers_n_done (transfers);
  gboolean over = n_left == 0 && self->n_tuning > 0 && n_done > 1;
  self->n_tuning = n_left;
  if (!over || gtk_window_is_active (GTK_WINDOW (self)))
    return;
  g_autofree char *body = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u fine-tuning is done.", "%u fine-tunings are done.", n_done), n_done);
  notify (self, body);
}

gboolean
collapsar_window_notice_training (CollapsarWindow *self)
{
  guint n = collapsar_study_n_training (self->study) + collapsar_study_n_waiting (self->study);
  gboolean over = n == 0 && self->most_training > 1 && !any_waits (self->study);
  self->most_training = n == 0 ? 0 : MAX (self->most_training, n);
  if (over && !gtk_window_is_active (GTK_WINDOW (self)))
    notify_trained (self);
  return over;
}

/* It goes by itself, and the page can be opened at any time. */
static void
ask_what_we_saw (CollapsarWindow *self, const CollapsarFinding *finding)
{
  const char *name = regime_name (regime_comparison_base (finding->comparison));
  g_autofree char *words = g_strdup_printf (_ ("“%s” has been trained"), name);
  g_autofree char *title = g_markup_escape_text (words, -1);
  AdwToast *toast = adw_toast_new (title);
  adw_toast_set_button_label (toast, _ ("What Did We See?"));
  adw_toast_set_action_name (toast, "win.findings");
  adw_toast_set_timeout (toast, FINDINGS_SECONDS);
  g_set_weak_pointer (&self->findings_toast, toast);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* Marks the runs that train or wait, so that their end is told once. */
static void
mark_training (CollapsarStudy *study)
{
  for (guint i = 0; i < collapsar_study_n_runs (study); i++) {
    CollapsarSession *run = collapsar_study_run (study, i);
    CollapsarSessionState state = collapsar_session_get_state (run);
    if (state == COLLAPSAR_SESSION_QUEUED || state == COLLAPSAR_SESSION_LOADING
        || state == COLLAPSAR_SESSION_RUNNING)
      g_object_set_data (G_OBJECT (run), TRAINED, run);
  }
}

/* Whether any run of a finding was marked; none is then. */
static gboolean
take_marks (const CollapsarFinding *finding)
{
  gboolean any = FALSE;
  for (guint i = 0; i < finding->runs->len; i++)
    if (finding->runs->pdata[i] != NULL)
      any |= g_object_steal_data (finding->runs->pdata[i], TRAINED) != NULL;
  return any;
}

void
collapsar_window_notice_findings (CollapsarWindow *self)
{
  g_autoptr (GPtrArray) findings = collapsar_findings_find (self->places);
  mark_training (self->study);
  for (guint f = 0; f < findings->len; f++)
    if (collapsar_finding_has_ended (findings->pdata[f]) && take_marks (findings->pdata[f])
        && g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "findings") != 0)
      ask_what_we_saw (self, findings->pdata[f]);
}
