/* What the window's actions do to what is seen, to files and lessons; those on runs are in
 * window-run-actions.c. The same action is behind menu, button and key (window-keys.c). */
#include "app/window-private.h"

#include <math.h>

static gboolean
shows (CollapsarWindow *self, const char *view)
{
  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), view) == 0;
}

static void
open_study (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_open_study (COLLAPSAR_WINDOW (widget));
}

static void
save_study (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_save_study (COLLAPSAR_WINDOW (widget));
}

static void
open_regime (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_open_regime (COLLAPSAR_WINDOW (widget));
}

static void
save_regime (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_save_regime (COLLAPSAR_WINDOW (widget));
}

static void
choose_data (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_choose_data (COLLAPSAR_WINDOW (widget), NULL);
}

/* Of the runs it is their table that is on screen. */
static void export(GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "runs"))
    gtk_widget_activate_action (GTK_WIDGET (self->runs), "runs.export", "s", "csv");
  else
    collapsar_window_export (self);
}

/* The same with the page that was chosen last. */
static void
export_again (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "runs"))
    export(widget, name, parameter);
  else
    collapsar_window_export_again (self);
}

static void
copy_figure (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "runs"))
    gtk_widget_activate_action (GTK_WIDGET (self->runs), "runs.copy", NULL);
  else
    collapsar_window_copy_figure (self);
}

static void
print_figure (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_print (COLLAPSAR_WINDOW (widget));
}

static void
open_folder (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_show_uri (GTK_WINDOW (widget), g_variant_get_string (parameter, NULL), GDK_CURRENT_TIME);
}

static void
view (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_show_view (COLLAPSAR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
findings (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_show_view (COLLAPSAR_WINDOW (widget), "findings");
}

static void
find (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_window_show_view (self, "runs");
  collapsar_runs_page_find (self->runs);
}

static void
sort (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_window_show_view (self, "runs");
  collapsar_runs_page_choose_order (self->runs);
}

static void
reset_view (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (shows (self, "curves"))
    collapsar_curves_page_show_all_epochs (self->curves);
  else
    collapsar_geometry_page_reset_view (self->geometry);
}

static void
open_settings (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_object_set (widget, "show-settings", TRUE, NULL);
}

static void
dismiss_message (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_revealer_set_reveal_child (COLLAPSAR_WINDOW (widget)->message_revealer, FALSE);
}

static void
first_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_session_set_epoch (COLLAPSAR_WINDOW (widget)->session, 0.0);
}

static void
previous_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_session_set_epoch (self->session, ceil (collapsar_session_get_epoch (self->session)) - 1.0);
}

static void
next_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_session_set_epoch (self->session, floor (collapsar_session_get_epoch (self->session)) + 1.0);
}

static void
live (GtkWidget *widget, const char *name, GVariant *parameter)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  collapsar_session_set_live (self->session, !collapsar_session_get_live (self->session));
}

static void
last_epoch (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_session_set_live (COLLAPSAR_WINDOW (widget)->session, TRUE);
}

static void
replay (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_playback_bar_toggle_replay (COLLAPSAR_WINDOW (widget)->playback, 1);
}

static void
replay_backwards (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_playback_bar_toggle_replay (COLLAPSAR_WINDOW (widget)->playback, -1);
}

static void
pace (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_playback_bar_change_pace (COLLAPSAR_WINDOW (widget)->playback, g_variant_get_int32 (parameter));
}

static void
open_lesson (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_choose_lesson (COLLAPSAR_WINDOW (widget));
}

static void
lesson (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_try_lesson (COLLAPSAR_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
close_lesson (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_lesson_guide_begin (COLLAPSAR_WINDOW (widget)->guide, NULL, NULL);
}

static void
lesson_step_by (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_lesson_guide_move (COLLAPSAR_WINDOW (widget)->guide, g_variant_get_int32 (parameter));
}

static void
lesson_do (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_do_step (COLLAPSAR_WINDOW (widget));
}

static void
lesson_answer (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GObject *guide = G_OBJECT (COLLAPSAR_WINDOW (widget)->guide);
  gboolean shown;
  g_object_get (guide, "shows-answer", &shown, NULL);
  g_object_set (guide, "shows-answer", !shown, NULL);
}

static void
fine_tune (GtkWidget *widget, const char *name, GVariant *parameter)
{
  collapsar_window_show_view (COLLAPSAR_WINDOW (widget), "transfer");
}

static const CollapsarWindowAction actions[] = {
  { "win.fine-tune", NULL, fine_tune },
  { "win.open-study", NULL, open_study },
  { "win.save-study", NULL, save_study },
  { "win.open-regime", NULL, open_regime },
  { "win.save-regime", NULL, save_regime },
  { "win.choose-data", NULL, choose_data },
  { "win.open-lesson", NULL, open_lesson },
  { "win.lesson", "s", lesson },
  { "win.close-lesson", NULL, close_lesson },
  { "win.lesson-step", "i", lesson_step_by },
  { "win.lesson-do", NULL, lesson_do },
  { "win.lesson-answer", NULL, lesson_answer },
  { "win.export", NULL, export },
  { "win.export-again", NULL, export_again },
  { "win.copy-figure", NULL, copy_figure },
  { "win.print", NULL, print_figure },
  { "win.open-folder", "s", open_folder },
  { "win.view", "s", view },
  { "win.findings", NULL, findings },
  { "win.find", NULL, find },
  { "win.sort", NULL, sort },
  { "win.reset-view", NULL, reset_view },
  { "win.open-settings", NULL, open_settings },
  { "win.dismiss-message", NULL, dismiss_message },
  { "win.first-epoch", NULL, first_epoch },
  { "win.previous-epoch", NULL, previous_epoch },
  { "win.next-epoch", NULL, next_epoch },
  { "win.last-epoch", NULL, last_epoch },
  { "win.live", NULL, live },
  { "win.replay", NULL, replay },
  { "win.replay-backwards", NULL, replay_backwards },
  { "win.pace", "i", pace },
};

void
collapsar_window_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, actions[i].parameter,
                                     actions[i].activate);
  gtk_widget_class_install_property_action (widget_class, "win.show-sidebar", "show-sidebar");
  gtk_widget_class_install_property_action (widget_class, "win.show-settings", "show-settings");
  gtk_widget_class_install_property_action (widget_class, "win.cores", "cores");
  gtk_widget_class_install_property_action (widget_class, "win.start-page", "show-start");
}
