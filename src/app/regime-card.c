#include "app/regime-card.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/naming.h"
#include "app/run-menu.h"
#include "app/sparkline.h"
#include "app/time-left.h"
#include "plot/chart.h"

struct _CollapsarRegimeCard {
  CollapsarRunCard parent_instance;

  GtkLabel *left;
  GtkImage *state;
  GtkLabel *epochs;
  GtkLabel *nc1;
  CollapsarSparkline *sparkline;

  CollapsarSession *session;
  gint64 told; /* when the time left was told last, us */
};

G_DEFINE_FINAL_TYPE (CollapsarRegimeCard, collapsar_regime_card, COLLAPSAR_TYPE_RUN_CARD)

/* The state in a picture and, for its hint, in a word. */
static const struct {
  const char *icon, *word;
} states[] = {
  [COLLAPSAR_SESSION_IDLE] = { "media-playback-stop-symbolic", N_ ("not training") },
  [COLLAPSAR_SESSION_QUEUED] = { "document-open-recent-symbolic", N_ ("waiting") },
  [COLLAPSAR_SESSION_LOADING] = { "content-loading-symbolic", N_ ("loading") },
  [COLLAPSAR_SESSION_RUNNING] = { "media-playback-start-symbolic", N_ ("training") },
  [COLLAPSAR_SESSION_PAUSED] = { "media-playback-pause-symbolic", N_ ("paused") },
  [COLLAPSAR_SESSION_FINISHED] = { "object-select-symbolic", N_ ("finished") },
  [COLLAPSAR_SESSION_FAILED] = { "dialog-warning-symbolic", N_ ("failed") },
};

const char *
collapsar_regime_card_state_word (CollapsarSessionState state)
{
  return _ (states[state].word);
}

static void
update_state (CollapsarRegimeCard *self)
{
  CollapsarSessionState state = collapsar_session_get_state (self->session);
  const char *word = collapsar_regime_card_state_word (state);
  gtk_image_set_from_icon_name (self->state, states[state].icon);
  collapsar_set_tooltip (GTK_WIDGET (self->state), word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->state), GTK_ACCESSIBLE_PROPERTY_LABEL, word, -1);
}

/* How far it has come, in words: a finished run needs no count. */
static char *
describe_epochs (CollapsarSession *session, guint epoch, guint n_epochs)
{
  switch (collapsar_session_get_state (session)) {
  case COLLAPSAR_SESSION_IDLE:
    return collapsar_session_branch_epoch (session) < 0 ? g_strdup (_ ("not trained"))
                                                        : g_strdup_printf (_ ("from epoch %u"), epoch);
  case COLLAPSAR_SESSION_QUEUED:
    return epoch == 0 ? g_strdup (_ ("waiting")) : g_strdup_printf (_ ("waiting at epoch %u"), epoch);
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
  return g_strdup_printf (_ ("epoch %u/%u"), epoch, n_epochs);
}

/* Of a run that trains; a number that changes many times a second is none to read. */
static void
update_left (CollapsarRegimeCard *self)
{
  double left = collapsar_time_left (self->session);
  gboolean shown = collapsar_session_get_state (self->session) == COLLAPSAR_SESSION_RUNNING && !isnan (left);
  gint64 now = g_get_monotonic_time ();
  gtk_widget_set_visible (GTK_WIDGET (self->left), shown);
  if (!shown || now < self->told + G_USEC_PER_SEC)
    return;
  g_autofree char *time = collapsar_time_format (left);
  g_autofree char *text = g_strdup_printf (_ ("%s left"), time);
  gtk_label_set_label (self->left, text);
  self->told = now;
}

static void
update_figures (CollapsarRegimeCard *self)
{
  const TrainingHistory *history = collapsar_session_history (self->session);
  const TrainingRecord *last = history == NULL ? NULL : training_history_last (history);
  guint epoch = last == NULL ? 0 : last->epoch;
  const Regime *regime = collapsar_session_regime (self->session);
  guint n_epochs = regime == NULL ? 0 : (guint)regime_get_integer (regime, "run.epochs");
  g_autofree char *epochs = describe_epochs (self->session, epoch, n_epochs);
  g_autofree char *nc1 = last == NULL
                             ? g_strdup ("–")
                             : plot_format_number (last->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1]);
  gtk_label_set_label (self->epochs, epochs);
  gtk_label_set_label (self->nc1, nc1);
  g_object_set (collapsar_run_card_progress (COLLAPSAR_RUN_CARD (self)), "fraction",
                n_epochs == 0 ? 0.0 : (double)epoch / n_epochs, NULL);
  collapsar_sparkline_update (self->sparkline, history, COLLAPSE_NC1);
  if (collapsar_session_regime (self->session) != NULL)
    update_left (self);
}

static void
on_state (CollapsarRegimeCard *self)
{
  collapsar_run_card_update_words (COLLAPSAR_RUN_CARD (self));
  update_state (self);
  update_figures (self);
}

static void
on_look (CollapsarRegimeCard *self)
{
  g_object_set (self->sparkline, "regime", collapsar_session_get_look (self->session), NULL);
}

/* The class. */

static Regime *
collapsar_regime_card_regime (CollapsarRunCard *card)
{
  return collapsar_session_regime (COLLAPSAR_REGIME_CARD (card)->session);
}

static GMenuModel *
collapsar_regime_card_make_menu (CollapsarRunCard *card)
{
  return collapsar_run_menu_new (COLLAPSAR_REGIME_CARD (card)->session);
}

static void
collapsar_regime_card_dispose (GObject *object)
{
  g_clear_object (&COLLAPSAR_REGIME_CARD (object)->session);
  G_OBJECT_CLASS (collapsar_regime_card_parent_class)->dispose (object);
}

static void
collapsar_regime_card_class_init (CollapsarRegimeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_regime_card_dispose;
  COLLAPSAR_RUN_CARD_CLASS (klass)->regime = collapsar_regime_card_regime;
  COLLAPSAR_RUN_CARD_CLASS (klass)->make_menu = collapsar_regime_card_make_menu;

  g_type_ensure (COLLAPSAR_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/regime-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, left);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, state);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, epochs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, nc1);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, sparkline);
}

static void
collapsar_regime_card_init (CollapsarRegimeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_run_card_add_detail (COLLAPSAR_RUN_CARD (self), GTK_WIDGET (self->left));
}

GtkWidget *
collapsar_regime_card_new (CollapsarSession *session)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (session), NULL);

  CollapsarRegimeCard *self = g_object_new (COLLAPSAR_TYPE_REGIME_CARD, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::name", G_CALLBACK (collapsar_run_card_update_words), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::look", G_CALLBACK (on_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "started", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "updated", G_CALLBACK (update_figures), self, G_CONNECT_SWAPPED);
  collapsar_run_card_show (COLLAPSAR_RUN_CARD (self), G_OBJECT (session));
  on_look (self);
  on_state (self);
  return GTK_WIDGET (self);
}

CollapsarSession *
collapsar_regime_card_get_session (CollapsarRegimeCard *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_REGIME_CARD (self), NULL);

  return self->session;
}
