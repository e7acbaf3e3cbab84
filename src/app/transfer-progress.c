#include "app/transfer-progress.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/progress-line.h"
#include "app/sparkline.h"
#include "app/swatch.h"
#include "app/time-left.h"
#include "plot/chart.h"

struct _CollapsarTransferProgress {
  GtkBox parent_instance;

  GtkWidget *card;
  CollapsarSwatch *swatch;
  GtkLabel *name;
  GtkToggleButton *eye;
  GtkLabel *run;
  GtkLabel *accuracy;
  CollapsarProgressLine *progress;
  GtkLabel *nc1;
  CollapsarSparkline *sparkline;
  GtkLabel *label;
  GtkButton *pause;
  GtkButton *stop;

  CollapsarTransfers *transfers;
  GSignalGroup *live; /* signals of the one in progress */
  guint source;       /* tells the time anew, once a second */
};

G_DEFINE_FINAL_TYPE (CollapsarTransferProgress, collapsar_transfer_progress, GTK_TYPE_BOX)

/* The card. */

static void
update_figures (CollapsarTransferProgress *self)
{
  CollapsarSession *live = collapsar_transfers_live (self->transfers);
  const TrainingHistory *history = live == NULL ? NULL : collapsar_session_history (live);
  const TrainingRecord *last = history == NULL ? NULL : training_history_last (history);
  guint n_epochs
      = live == NULL ? 0 : (guint)regime_get_integer (collapsar_session_regime (live), "run.epochs");
  double epoch = live == NULL ? 0.0 : collapsar_session_get_epoch (live);
  g_autofree char *nc1
      = last == NULL ? g_strdup ("–")
                     : plot_format_number (training_record_value (last, TRAINING_TRAIN, COLLAPSE_NC1));
  g_autofree char *accuracy
      = last == NULL
            ? g_strdup ("–")
            : g_strdup_printf (_ ("%.1f %% right"), 100.0 * (1.0 - last->split[TRAINING_TEST].error));
  gtk_label_set_label (self->nc1, nc1);
  gtk_label_set_label (self->accuracy, accuracy);
  g_object_set (self->progress, "fraction", n_epochs == 0 ? 0.0 : epoch / n_epochs, NULL);
  collapsar_sparkline_update (self->sparkline, history, COLLAPSE_NC1);
}

static void
on_live (CollapsarTransferProgress *self)
{
  CollapsarSession *live = collapsar_transfers_live (self->transfers);
  CollapsarSession *run = collapsar_transfers_live_run (self->transfers);
  g_signal_group_set_target (self->live, live);
  gtk_widget_set_visible (self->card, live != NULL);
  if (live == NULL)
    return;
  const char *name = regime_name (collapsar_session_regime (live));
  guint look = collapsar_session_get_look (live);
  gtk_label_set_label (self->name, name);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_label (self->run, run == NULL ? "" : regime_name (collapsar_session_regime (run)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->card), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set (self->swatch, "regime", look, NULL);
  g_object_set (self->progress, "regime", look, NULL);
  g_object_set (self->sparkline, "regime", look, NULL);
  update_figures (self);
}

/* The queue. */

/* "12 of 80 fine-tunings, 1 failed, 2 min left" */
static char *
describe (CollapsarTransfers *transfers)
{
  guint n_left = collapsar_transfers_n_left (transfers), n_failed = collapsar_transfers_n_failed (transfers);
  guint n_done = collapsar_transfers_n_done (transfers), n = n_done + n_failed + n_left;
  double left = collapsar_transfers_time_left (transfers);
  gboolean paused;
  g_object_get (transfers, "paused", &paused, NULL);
  GString *text = g_string_new (NULL);
  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "%u of %u fine-tuning", "%u of %u fine-tunings", n), n_done, n);
  if (n_failed > 0)
    g_string_append_printf (text, _ (", %u failed"), n_failed);
  if (paused && n_left > 0)
    g_string_append (text, _ (", paused"));
  else if (n_left > 0 && collapsar_transfers_n_active (transfers) == 0)
    g_string_append (text, _ (", waiting"));
  else if (n_left > 0 && isfinite (left)) {
    g_autofree char *time = collapsar_time_format (left);
    g_string_append_printf (text, _ (", %s left"), time);
  }
  return g_string_free (text, FALSE);
}

static gboolean
update_label (gpointer user_data)
{
  CollapsarTransferProgress *self = user_data;
  const GError *error = collapsar_transfers_error (self->transfers);
  g_autofree char *text = describe (self->transfers);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label), error != NULL ? error->message : text);
  return G_SOURCE_CONTINUE;
}

static void
update (CollapsarTransferProgress *self)
{
  gboolean paused, watched, busy = collapsar_transfers_n_left (self->transfers) > 0;
  g_object_get (self->transfers, "paused", &paused, "watched", &watched, NULL);
  const char *hint = paused ? _ ("Continue the fine-tunings") : _ ("Pause the fine-tunings");
  gtk_button_set_icon_name (self->pause,
                            paused ? "media-playback-start-symbolic" : "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->pause), hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->pause), GTK_ACCESSIBLE_PROPERTY_LABEL, hint, -1);
  gtk_button_set_icon_name (GTK_BUTTON (self->eye),
                            watched ? "view-reveal-symbolic" : "view-conceal-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->pause), busy);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), busy);
  gtk_widget_set_visible (GTK_WIDGET (self), busy || collapsar_transfers_live (self->transfers) != NULL);
  update_label (self);
  if (busy && self->source == 0)
    self->source = g_timeout_add_seconds (1, update_label, self);
  if (!busy)
    g_clear_handle_id (&self->source, g_source_remove);
}

/* The object. */

static void
collapsar_transfer_progress_dispose (GObject *object)
{
  CollapsarTransferProgress *self = COLLAPSAR_TRANSFER_PROGRESS (object);
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->transfers != NULL)
    g_signal_handlers_disconnect_by_data (self->transfers, self);
  g_clear_object (&self->live);
  g_clear_object (&self->transfers);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_TRANSFER_PROGRESS);
  G_OBJECT_CLASS (collapsar_transfer_progress_parent_class)->dispose (object);
}

static void
collapsar_transfer_progress_class_init (CollapsarTransferProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_transfer_progress_dispose;

  g_type_ensure (COLLAPSAR_TYPE_SWATCH);
  g_type_ensure (COLLAPSAR_TYPE_PROGRESS_LINE);
  g_type_ensure (COLLAPSAR_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/transfer-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, card);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, swatch);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, eye);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, run);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, accuracy);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, progress);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, nc1);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, sparkline);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, label);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, pause);
  gtk_widget_class_bind_template_child (widget_class, CollapsarTransferProgress, stop);
}

static void
collapsar_transfer_progress_init (CollapsarTransferProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->live = g_signal_group_new (COLLAPSAR_TYPE_SESSION);
  g_signal_group_connect_swapped (self->live, "updated", G_CALLBACK (update_figures), self);
  g_signal_group_connect_swapped (self->live, "started", G_CALLBACK (update_figures), self);
  g_signal_group_connect_swapped (self->live, "notify::epoch", G_CALLBACK (update_figures), self);
}

void
collapsar_transfer_progress_set_study (CollapsarTransferProgress *self, CollapsarStudy *study)
{
  g_return_if_fail (COLLAPSAR_IS_TRANSFER_PROGRESS (self));
  g_return_if_fail (COLLAPSAR_IS_STUDY (study));
  g_return_if_fail (self->transfers == NULL);

  self->transfers = g_object_ref (collapsar_study_transfers (study));
  g_signal_connect_object (self->transfers, "progress", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transfers, "notify::live", G_CALLBACK (on_live), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->transfers, "watched", self->eye, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  on_live (self);
  update (self);
}
