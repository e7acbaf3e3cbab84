#include "app/regime-card.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "app/name-popover.h"
#include "app/progress-line.h"
#include "app/run-menu.h"
#include "app/setting.h"
#include "app/sparkline.h"
#include "app/swatch.h"
#include "app/time-left.h"
#include "plot/chart.h"

struct _CollapsarRegimeCard {
  GtkBox parent_instance;

  CollapsarSwatch *swatch;
  GtkLabel *name;
  GtkButton *eye;
  GtkToggleButton *mute;
  GtkMenuButton *menu;
  GtkLabel *summary;
  GtkLabel *left;
  CollapsarProgressLine *progress;
  GtkImage *state;
  GtkLabel *epochs;
  GtkLabel *nc1;
  CollapsarSparkline *sparkline;

  CollapsarSession *session;
  GPtrArray *varying; /* names of settings; NULL before they are known */
  gboolean end;       /* what its name begins with is others' too */
  gint64 told;        /* when the time left was told last, us */
  GtkWidget *popover; /* where another name is typed, or NULL */
};

G_DEFINE_FINAL_TYPE (CollapsarRegimeCard, collapsar_regime_card, GTK_TYPE_BOX)

enum {
  SIGNAL_MENU,
  SIGNAL_RENAMED,
  N_SIGNALS,
};
static guint signals[N_SIGNALS];

static void
update_words (CollapsarRegimeCard *self)
{
  Regime *regime = collapsar_session_regime (self->session);
  if (regime == NULL)
    return;
  g_autofree char *summary = regime_summary (regime);
  g_autofree char *differs
      = self->varying == NULL ? g_strdup ("") : collapsar_setting_describe_varying (regime, self->varying);
  g_autofree char *hint
      = *differs == '\0' ? g_strdup (summary) : g_strdup_printf ("%s\n%s", differs, summary);
  const char *name = regime_name (regime), *rest = strstr (name, ": ");
  name = *name == '\0' ? _ ("Unnamed regime") : name;
  gtk_label_set_label (self->name, self->end && rest != NULL ? rest + 2 : name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name), name);
  gtk_label_set_label (self->summary, *differs == '\0' ? summary : differs);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->summary), hint);
}

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
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->state), word);
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
  g_object_set (self->progress, "fraction", n_epochs == 0 ? 0.0 : (double)epoch / n_epochs, NULL);
  collapsar_sparkline_update (self->sparkline, history, COLLAPSE_NC1);
  if (collapsar_session_regime (self->session) != NULL)
    update_left (self);
}

static void
on_visible (CollapsarRegimeCard *self)
{
  gboolean visible = collapsar_session_get_visible (self->session);
  gtk_button_set_icon_name (self->eye, visible ? "view-reveal-symbolic" : "view-conceal-symbolic");
  if (visible)
    gtk_widget_remove_css_class (GTK_WIDGET (self), "unseen");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self), "unseen");
}

static void
on_state (CollapsarRegimeCard *self)
{
  update_words (self);
  update_state (self);
  update_figures (self);
}

/* The menu, and another name. */

static void
on_menu (GtkMenuButton *button, gpointer user_data)
{
  CollapsarRegimeCard *self = user_data;
  g_signal_emit (self, signals[SIGNAL_MENU], 0);
  g_autoptr (GMenuModel) menu = collapsar_run_menu_new (self->session);
  gtk_menu_button_set_menu_model (button, menu);
}

static void
on_secondary_press (CollapsarRegimeCard *self)
{
  gtk_menu_button_popup (self->menu);
}

static void
on_named (CollapsarRegimeCard *self, const char *name)
{
  g_signal_emit (self, signals[SIGNAL_RENAMED], 0, name);
}

void
collapsar_regime_card_rename (CollapsarRegimeCard *self)
{
  g_return_if_fail (COLLAPSAR_IS_REGIME_CARD (self));

  if (self->popover == NULL) {
    self->popover = collapsar_name_popover_new (GTK_WIDGET (self));
    g_signal_connect_object (self->popover, "named", G_CALLBACK (on_named), self, G_CONNECT_SWAPPED);
  }
  collapsar_name_popover_ask (COLLAPSAR_NAME_POPOVER (self->popover),
                              regime_name (collapsar_session_regime (self->session)));
}

/* The object. */

static void
collapsar_regime_card_dispose (GObject *object)
{
  CollapsarRegimeCard *self = COLLAPSAR_REGIME_CARD (object);
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->varying, g_ptr_array_unref);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_REGIME_CARD);
  G_OBJECT_CLASS (collapsar_regime_card_parent_class)->dispose (object);
}

static void
collapsar_regime_card_class_init (CollapsarRegimeCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_regime_card_dispose;

  signals[SIGNAL_MENU] = g_signal_new ("menu", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_RENAMED] = g_signal_new ("renamed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (COLLAPSAR_TYPE_SWATCH);
  g_type_ensure (COLLAPSAR_TYPE_PROGRESS_LINE);
  g_type_ensure (COLLAPSAR_TYPE_SPARKLINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/regime-card.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, swatch);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, name);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, eye);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, mute);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, menu);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, summary);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, left);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, progress);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, state);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, epochs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, nc1);
  gtk_widget_class_bind_template_child (widget_class, CollapsarRegimeCard, sparkline);
}

static void
collapsar_regime_card_init (CollapsarRegimeCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu, on_menu, self, NULL);
  GtkGesture *click = gtk_gesture_click_new ();
  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_secondary_press), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
}

static void
on_look (CollapsarRegimeCard *self)
{
  guint look = collapsar_session_get_look (self->session);
  g_object_set (self->swatch, "regime", look, NULL);
  g_object_set (self->progress, "regime", look, NULL);
  g_object_set (self->sparkline, "regime", look, NULL);
  if (collapsar_session_get_muted (self->session))
    gtk_widget_add_css_class (GTK_WIDGET (self), "muted");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "muted");
}

GtkWidget *
collapsar_regime_card_new (CollapsarSession *session)
{
  g_return_val_if_fail (COLLAPSAR_IS_SESSION (session), NULL);

  CollapsarRegimeCard *self = g_object_new (COLLAPSAR_TYPE_REGIME_CARD, NULL);
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::name", G_CALLBACK (update_words), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::look", G_CALLBACK (on_look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "started", G_CALLBACK (on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "updated", G_CALLBACK (update_figures), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::visible", G_CALLBACK (on_visible), self, G_CONNECT_SWAPPED);
  g_object_bind_property (session, "visible", self->eye, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (session, "muted", self->mute, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  g_object_bind_property (session, "muted", self->mute, "visible", G_BINDING_SYNC_CREATE);
  on_look (self);
  on_state (self);
  on_visible (self);
  return GTK_WIDGET (self);
}

CollapsarSession *
collapsar_regime_card_get_session (CollapsarRegimeCard *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_REGIME_CARD (self), NULL);

  return self->session;
}

void
collapsar_regime_card_set_varying (CollapsarRegimeCard *self, GPtrArray *names, gboolean end)
{
  g_return_if_fail (COLLAPSAR_IS_REGIME_CARD (self));
  g_return_if_fail (names != NULL);

  g_ptr_array_ref (names);
  g_clear_pointer (&self->varying, g_ptr_array_unref);
  self->varying = names;
  self->end = end;
  gtk_label_set_ellipsize (self->name, end ? PANGO_ELLIPSIZE_START : PANGO_ELLIPSIZE_END);
  update_words (self);
}
