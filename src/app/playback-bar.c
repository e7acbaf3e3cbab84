#include "app/playback-bar.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/naming.h"
#include "app/timeline.h"

/* At full speed. */
#define REPLAY_SECONDS 5.0

/* Epochs a second, rising; the last, 0, is full speed. */
static const double paces[] = { 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 0.0 };

struct _CollapsarPlaybackBar {
  GtkBox parent_instance;

  GtkStringList *paces;
  GtkWidget *backwards;
  GtkWidget *replay;
  GtkDropDown *pace;
  GtkLabel *epoch;
  GtkLabel *n_epochs;
  CollapsarTimeline *timeline;
  GtkWidget *live;
  GtkWidget *live_label;

  CollapsarSession *session;
  GBindingGroup *bindings;
  guint tick;
  int direction;     /* of the replay that goes on: 1, -1; 0 for none */
  gint64 last_frame; /* microseconds */
};

G_DEFINE_FINAL_TYPE (CollapsarPlaybackBar, collapsar_playback_bar, GTK_TYPE_BOX)

static double
trained_epochs (CollapsarPlaybackBar *self)
{
  const TrainingHistory *history = self->session == NULL ? NULL : collapsar_session_history (self->session);
  const TrainingRecord *last = history == NULL ? NULL : training_history_last (history);
  return last == NULL ? 0.0 : last->epoch;
}

static void
set_direction (CollapsarPlaybackBar *self, int direction)
{
  self->direction = direction;
  gtk_button_set_icon_name (GTK_BUTTON (self->replay), direction > 0 ? "media-playback-pause-symbolic"
                                                                     : "media-playback-start-symbolic");
  gtk_button_set_icon_name (GTK_BUTTON (self->backwards),
                            direction < 0 ? "media-playback-pause-symbolic" : "collapsar-backwards-symbolic");
}

static void
stop_replay (CollapsarPlaybackBar *self)
{
  if (self->tick == 0)
    return;
  gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  set_direction (self, 0);
}

static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarPlaybackBar *self = COLLAPSAR_PLAYBACK_BAR (widget);
  gint64 now = gdk_frame_clock_get_frame_time (clock);
  double seconds = self->last_frame == 0 ? 0.0 : (double)(now - self->last_frame) / G_USEC_PER_SEC;
  double trained = trained_epochs (self);
  double pace = collapsar_session_get_pace (self->session);
  if (pace == 0.0)
    pace = trained / REPLAY_SECONDS;
  double epoch = collapsar_session_get_epoch (self->session) + self->direction * pace * seconds;
  gboolean ahead = self->direction > 0 ? epoch < trained : epoch > 0.0;
  self->last_frame = now;
  if (ahead) {
    collapsar_session_set_epoch (self->session, epoch);
    return G_SOURCE_CONTINUE;
  }
  if (self->direction > 0)
    collapsar_session_set_live (self->session, TRUE);
  else
    collapsar_session_set_epoch (self->session, 0.0);
  stop_replay (self);
  return G_SOURCE_REMOVE;
}

static void
on_epoch (CollapsarPlaybackBar *self)
{
  double at = self->session == NULL ? 0.0 : collapsar_session_get_epoch (self->session);
  g_autofree char *epoch = g_strdup_printf ("%.0f", floor (at));
  gtk_label_set_label (self->epoch, epoch);
}

static void
on_live (CollapsarPlaybackBar *self)
{
  if (collapsar_session_get_live (self->session))
    stop_replay (self);
}

static void
on_started (CollapsarPlaybackBar *self)
{
  const TrainerStart *start = self->session == NULL ? NULL : collapsar_session_start_info (self->session);
  g_autofree char *n_epochs = start == NULL ? g_strdup ("") : g_strdup_printf ("/ %u", start->n_epochs);
  gtk_label_set_label (self->n_epochs, n_epochs);
  stop_replay (self);
  on_epoch (self);
}

static void
on_pace_selected (CollapsarPlaybackBar *self)
{
  guint selected = gtk_drop_down_get_selected (self->pace);
  if (self->session != NULL && selected < G_N_ELEMENTS (paces))
    collapsar_session_set_pace (self->session, paces[selected]);
}

/* Selects the nearest pace that is offered. */
static void
on_pace (CollapsarPlaybackBar *self)
{
  double pace = collapsar_session_get_pace (self->session);
  guint nearest = G_N_ELEMENTS (paces) - 1;
  for (guint i = 0; pace > 0.0 && i + 1 < G_N_ELEMENTS (paces); i++) {
    if (paces[nearest] == 0.0 || fabs (log (paces[i] / pace)) < fabs (log (paces[nearest] / pace)))
      nearest = i;
  }
  if (gtk_drop_down_get_selected (self->pace) != nearest)
    gtk_drop_down_set_selected (self->pace, nearest);
}

static void
collapsar_playback_bar_dispose (GObject *object)
{
  CollapsarPlaybackBar *self = COLLAPSAR_PLAYBACK_BAR (object);
  stop_replay (self);
  g_clear_object (&self->bindings);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_PLAYBACK_BAR);
  G_OBJECT_CLASS (collapsar_playback_bar_parent_class)->dispose (object);
}

static void
collapsar_playback_bar_class_init (CollapsarPlaybackBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_playback_bar_dispose;

  g_type_ensure (COLLAPSAR_TYPE_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/playback-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, paces);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, backwards);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, replay);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, pace);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, epoch);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, n_epochs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, timeline);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, live);
  gtk_widget_class_bind_template_child (widget_class, CollapsarPlaybackBar, live_label);
}

static void
collapsar_playback_bar_init (CollapsarPlaybackBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_name_drop_down (GTK_WIDGET (self->pace));
  for (gsize i = 0; i < G_N_ELEMENTS (paces); i++) {
    g_autofree char *title
        = paces[i] == 0.0 ? g_strdup (_ ("Full speed")) : g_strdup_printf (_ ("%g epochs/s"), paces[i]);
    gtk_string_list_append (self->paces, title);
  }
  self->bindings = g_binding_group_new ();
  g_binding_group_bind (self->bindings, "live", self->live, "active",
                        G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->pace, "notify::selected", G_CALLBACK (on_pace_selected), self,
                           G_CONNECT_SWAPPED);
}

void
collapsar_playback_bar_set_session (CollapsarPlaybackBar *self, CollapsarSession *session)
{
  g_return_if_fail (COLLAPSAR_IS_PLAYBACK_BAR (self));
  g_return_if_fail (session == NULL || COLLAPSAR_IS_SESSION (session));

  stop_replay (self);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_set_object (&self->session, session);
  collapsar_timeline_set_session (self->timeline, session);
  g_binding_group_set_source (self->bindings, session);
  on_started (self);
  gtk_widget_set_sensitive (self->live, session != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->timeline), session != NULL);
  if (session == NULL)
    return;
  g_signal_connect_object (session, "started", G_CALLBACK (on_started), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::epoch", G_CALLBACK (on_epoch), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::live", G_CALLBACK (on_live), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::pace", G_CALLBACK (on_pace), self, G_CONNECT_SWAPPED);
  on_pace (self);
}

void
collapsar_playback_bar_set_compact (CollapsarPlaybackBar *self, gboolean compact)
{
  g_return_if_fail (COLLAPSAR_IS_PLAYBACK_BAR (self));

  gtk_widget_set_visible (self->live_label, !compact);
}

void
collapsar_playback_bar_toggle_replay (CollapsarPlaybackBar *self, int direction)
{
  g_return_if_fail (COLLAPSAR_IS_PLAYBACK_BAR (self));
  g_return_if_fail (direction == 1 || direction == -1);

  double trained = trained_epochs (self);
  int before = self->direction;
  stop_replay (self);
  if (trained == 0.0 || before == direction)
    return;
  double epoch = collapsar_session_get_epoch (self->session);
  gboolean at_end = direction > 0 ? epoch >= trained : epoch <= 0.0;
  double start = direction > 0 ? 0.0 : trained;
  collapsar_session_set_epoch (self->session, at_end ? start : epoch);
  self->last_frame = 0;
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
  set_direction (self, direction);
}

void
collapsar_playback_bar_change_pace (CollapsarPlaybackBar *self, int by)
{
  g_return_if_fail (COLLAPSAR_IS_PLAYBACK_BAR (self));

  int selected = (int)gtk_drop_down_get_selected (self->pace) + by;
  gtk_drop_down_set_selected (self->pace, (guint)CLAMP (selected, 0, (int)G_N_ELEMENTS (paces) - 1));
}

gboolean
collapsar_playback_bar_is_replaying (CollapsarPlaybackBar *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_PLAYBACK_BAR (self), FALSE);

  return self->direction != 0;
}
