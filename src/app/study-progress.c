#include "app/study-progress.h"

#include <glib/gi18n.h>
#include <math.h>

#include "app/time-left.h"

struct _CollapsarStudyProgress {
  GtkBox parent_instance;

  GtkLabel *label;
  GtkButton *button;

  CollapsarStudy *study;
  guint source; /* tells the time anew, once a second, while runs train */
};

G_DEFINE_FINAL_TYPE (CollapsarStudyProgress, collapsar_study_progress, GTK_TYPE_BOX)

static gboolean
any_paused (CollapsarStudy *study)
{
  for (guint i = 0; i < collapsar_study_n_runs (study); i++)
    if (collapsar_session_get_state (collapsar_study_run (study, i)) == COLLAPSAR_SESSION_PAUSED)
      return TRUE;
  return FALSE;
}

/* "2 training, 6 waiting, 3 min left" */
static char *
describe (CollapsarStudy *study)
{
  guint n_training = collapsar_study_n_training (study), n_waiting = collapsar_study_n_waiting (study);
  double left = collapsar_time_left_of_all (study);
  g_autoptr (GString) text = g_string_new (NULL);
  if (n_training + n_waiting == 0)
    return g_strdup (_ ("Training is paused"));
  g_string_append_printf (text, _ ("%u training"), n_training);
  if (n_waiting > 0)
    g_string_append_printf (text, _ (", %u waiting"), n_waiting);
  if (!isnan (left)) {
    g_autofree char *time = collapsar_time_format (left);
    g_string_append_printf (text, _ (", %s left"), time);
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
update (gpointer user_data)
{
  CollapsarStudyProgress *self = user_data;
  g_autofree char *text = describe (self->study);
  gtk_label_set_label (self->label, text);
  return G_SOURCE_CONTINUE;
}

static void
on_training (CollapsarStudyProgress *self)
{
  gboolean busy = collapsar_study_n_training (self->study) + collapsar_study_n_waiting (self->study) > 0;
  const char *hint = busy ? _ ("Pause all runs (Alt+P)") : _ ("Continue all runs (Alt+Shift+P)");
  gtk_button_set_icon_name (self->button,
                            busy ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), busy ? "win.pause-all" : "win.resume-all");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), hint);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, hint, -1);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          collapsar_study_n_runs (self->study) > 1 && (busy || any_paused (self->study)));
  update (self);
  if (busy && self->source == 0)
    self->source = g_timeout_add_seconds (1, update, self);
  if (!busy)
    g_clear_handle_id (&self->source, g_source_remove);
}

static void
collapsar_study_progress_dispose (GObject *object)
{
  CollapsarStudyProgress *self = COLLAPSAR_STUDY_PROGRESS (object);
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->study != NULL)
    g_signal_handlers_disconnect_by_data (self->study, self);
  g_clear_object (&self->study);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_STUDY_PROGRESS);
  G_OBJECT_CLASS (collapsar_study_progress_parent_class)->dispose (object);
}

static void
collapsar_study_progress_class_init (CollapsarStudyProgressClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  G_OBJECT_CLASS (klass)->dispose = collapsar_study_progress_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/collapsar/Collapsar/ui/study-progress.ui");
  gtk_widget_class_bind_template_child (widget_class, CollapsarStudyProgress, label);
  gtk_widget_class_bind_template_child (widget_class, CollapsarStudyProgress, button);
}

static void
collapsar_study_progress_init (CollapsarStudyProgress *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
collapsar_study_progress_set_study (CollapsarStudyProgress *self, CollapsarStudy *study)
{
  g_return_if_fail (COLLAPSAR_IS_STUDY_PROGRESS (self));
  g_return_if_fail (COLLAPSAR_IS_STUDY (study));
  g_return_if_fail (self->study == NULL);

  self->study = g_object_ref (study);
  g_signal_connect_object (study, "training", G_CALLBACK (on_training), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (study, "items-changed", G_CALLBACK (on_training), self, G_CONNECT_SWAPPED);
  on_training (self);
}
