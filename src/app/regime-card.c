#include "app/regime-card.h"

#include <glib/gi18n.h>

#include "app/sparkline.h"
#include "app/swatch.h"
#include "plot/chart.h"

struct _CollapsarRegimeCard {
  GtkBox parent_instance;

  GtkLabel *name;
  GtkLabel *summary;
  GtkProgressBar *progress;
  GtkLabel *epochs;
  GtkLabel *nc1;
  CollapsarSparkline *sparkline;

  CollapsarSession *session;
};

G_DEFINE_FINAL_TYPE (CollapsarRegimeCard, collapsar_regime_card, GTK_TYPE_BOX)

static void
update_words (CollapsarRegimeCard *self)
{
  Regime *regime = collapsar_session_regime (self->session);
  if (regime == NULL) {
    gtk_label_set_label (self->name, _ ("No regime"));
    return;
  }
  g_autofree char *summary = regime_summary (regime);
  const char *name = regime_name (regime);
  gtk_label_set_label (self->name, *name == '\0' ? _ ("Unnamed regime") : name);
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary), summary);
}

/* How far it has come, in words: a finished run needs no count. */
static char *
describe_epochs (CollapsarSession *session, guint epoch, guint n_epochs)
{
  switch (collapsar_session_get_state (session)) {
  case COLLAPSAR_SESSION_IDLE:
    return g_strdup (_ ("not trained"));
  case COLLAPSAR_SESSION_LOADING:
    return g_strdup (_ ("loading data…"));
  case COLLAPSAR_SESSION_FINISHED:
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u epoch", "%u epochs", n_epochs), n_epochs);
  case COLLAPSAR_SESSION_FAILED:
    /* The data or the network could not be had: the history, if any, is another run's. */
    if (!g_error_matches (collapsar_session_error (session), TRAINER_ERROR, TRAINER_ERROR_DIVERGED))
      return g_strdup (_ ("not trained"));
    return g_strdup_printf (_ ("stopped in epoch %u"), epoch + 1);
  case COLLAPSAR_SESSION_RUNNING:
  case COLLAPSAR_SESSION_PAUSED:
    break;
  }
  return g_strdup_printf (_ ("epoch %u of %u"), epoch, n_epochs);
}

static void
update_figures (CollapsarRegimeCard *self)
{
  const TrainerStart *start = collapsar_session_start_info (self->session);
  const TrainingHistory *history = collapsar_session_history (self->session);
  const TrainingRecord *last = history == NULL ? NULL : training_history_last (history);
  guint epoch = last == NULL ? 0 : last->epoch;
  guint n_epochs = start == NULL ? 0 : start->n_epochs;
  g_autofree char *epochs = describe_epochs (self->session, epoch, n_epochs);
  g_autofree char *nc1 = last == NULL
                             ? g_strdup ("–")
                             : plot_format_number (last->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1]);
  gtk_label_set_label (self->epochs, epochs);
  gtk_label_set_label (self->nc1, nc1);
  gtk_progress_bar_set_fraction (self->progress, n_epochs == 0 ? 0.0 : (double)epoch / n_epochs);
  collapsar_sparkline_update (self->sparkline, history, COLLAPSE_NC1);
}

static void
on_state (CollapsarRegimeCard *self)
{
  update_words (self);
  update_figures (self);
}

static void
collapsar_regime_card_dispose (GObject *object)
{
  CollapsarRegimeCard *self = COLLAPSAR_REGIME_CARD (object);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_REGIME_CARD);
  G_OBJECT_CLASS (collapsar_regime_card_parent_class)->dispose (object);
}

static void
collapsar_regime_card_class_init (CollapsarRegimeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_regime_card_dispose;

  g_type_ensure (COLLAPSAR_TYPE_SWATCH);
  g_type_ensure (COLLAPSAR_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/regime-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, summary);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, progress);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, epochs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, nc1);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, sparkline);
}

static void
collapsar_regime_card_init (CollapsarRegimeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
collapsar_regime_card_set_session (CollapsarRegimeCard *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_REGIME_CARD (self));
  g_return_if_fail (COLLAPSAR_IS_SESSION (session));

  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "started", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "updated", G_CALLBACK (update_figures), self, G_CONNECT_SWAPPED);
  on_state (self);
}
