#include "app/window-private.h"

#include <glib/gi18n.h>

#include "app/naming.h"

G_DEFINE_FINAL_TYPE (CollapsarWindow, collapsar_window, ADW_TYPE_APPLICATION_WINDOW)

enum {
  PROP_SHOW_SIDEBAR = 1,
  PROP_SHOW_SETTINGS,
  PROP_CORES,
  PROP_SHOW_START,
  N_PROPS,
};
static GParamSpec *properties[N_PROPS];

/* A fast network finishes 200 epochs of digits in seconds: to watch, this many a second. */
#define DEFAULT_PACE 10.0

/* The study is drained once a frame while something is to be expected, and by "pending" woken again. */
static gboolean
on_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (widget);
  if (collapsar_study_drain (self->study))
    return G_SOURCE_CONTINUE;
  self->tick = 0;
  return G_SOURCE_REMOVE;
}

static void
start_ticking (CollapsarWindow *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_tick, NULL, NULL);
}

static void
update_train_button (CollapsarWindow *self)
{
  gboolean trains = self->session != NULL && collapsar_session_is_wanted (self->session);
  adw_button_content_set_icon_name (self->train_content, trains ? "media-playback-pause-symbolic"
                                                                : "media-playback-start-symbolic");
  adw_button_content_set_label (self->train_content, trains ? _ ("Pause") : _ ("Train"));
}

void
collapsar_window_update_title (CollapsarWindow *self)
{
  CollapsarStore *store = collapsar_study_get_store (self->study);
  Regime *regime = self->session == NULL ? NULL : collapsar_session_regime (self->session);
  const char *name = regime == NULL ? "" : regime_name (regime);
  g_autofree char *study = store == NULL ? g_strdup (_ ("Collapsar")) : collapsar_store_title (store);
  g_autofree char *title = *name == '\0' ? g_strdup (study) : g_strdup_printf (_ ("%s – %s"), name, study);
  gtk_window_set_title (GTK_WINDOW (self), title);
}

/* The views, where the selected run has something to show or may have soon. */
static void
update_content (CollapsarWindow *self, CollapsarSessionState state)
{
  gboolean records = self->session != NULL && collapsar_session_has_records (self->session);
  gtk_revealer_set_reveal_child (self->message_revealer, FALSE);
  if (self->session != NULL && collapsar_session_error (self->session) != NULL)
    collapsar_window_show_error (self, collapsar_session_error (self->session));
  if (state != COLLAPSAR_SESSION_FAILED || records)
    gtk_stack_set_visible_child_name (self->content, self->session == NULL ? "empty" : "views");
}

/* One that turns unseen has the whole window laid out anew in every frame. */
static void
on_content (CollapsarWindow *self)
{
  gtk_spinner_set_spinning (self->opening,
                            gtk_stack_get_visible_child (self->content) == GTK_WIDGET (self->opening));
}

static void
on_state (CollapsarWindow *self)
{
  CollapsarSessionState state
      = self->session == NULL ? COLLAPSAR_SESSION_IDLE : collapsar_session_get_state (self->session);
  update_train_button (self);
  collapsar_window_update_title (self);
  update_content (self, state);
  collapsar_window_update_actions (self);
}

static void
on_training (CollapsarWindow *self)
{
  collapsar_window_update_actions (self);
  collapsar_window_notice_training (self);
  collapsar_window_notice_findings (self);
}

/* The first is told, the others are counted in the sidebar. */
static void
on_transfer_failed (CollapsarWindow *self, const GError *error)
{
  if (collapsar_transfers_n_failed (collapsar_study_transfers (self->study)) > 1)
    return;
  g_autofree char *words = g_strdup_printf (_ ("Not fine-tuned: %s"), error->message);
  g_autofree char *title = g_markup_escape_text (words, -1);
  collapsar_window_toast (self, title);
}

static void
on_cores (CollapsarWindow *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CORES]);
}

static void
on_selected (CollapsarWindow *self)
{
  CollapsarSession *session = collapsar_study_get_selected (self->study);
  g_set_object (&self->session, session);
  g_signal_group_set_target (self->session_group, session);
  collapsar_geometry_page_set_session (self->geometry, session);
  collapsar_curves_page_set_session (self->curves, session);
  collapsar_layers_page_set_session (self->layers, session);
  collapsar_settings_pane_set_session (self->settings_pane, session);
  collapsar_playback_bar_set_session (self->playback, session);
  if (session != NULL)
    g_object_set (self, "show-start", FALSE, NULL);
  on_state (self);
}

static void
on_apply (CollapsarWindow *self, Regime *regime)
{
  collapsar_window_train_again (self, regime);
}

static void
on_rename (CollapsarWindow *self, const char *name)
{
  collapsar_study_rename (self->study, self->session, name);
}

/* The header bar, and that of the epochs. */
#define BARS_HEIGHT 152

static void
on_layout (CollapsarWindow *self, int width, int height, GdkSurface *surface)
{
  collapsar_window_adapt (self, width);
  collapsar_sidebar_fit (self->sidebar, height - BARS_HEIGHT);
}

static void
collapsar_window_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (collapsar_window_parent_class)->realize (widget);
  g_signal_connect_object (gtk_native_get_surface (GTK_NATIVE (widget)), "layout", G_CALLBACK (on_layout),
                           widget, G_CONNECT_SWAPPED);
}

/* The focus stays where it was put: GTK would move it on by one, as Tab does. */
static void
collapsar_window_show (GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (widget));
  GTK_WIDGET_CLASS (collapsar_window_parent_class)->show (widget);
  if (focus != NULL)
    gtk_window_set_focus (GTK_WINDOW (widget), focus);
}

/* Space, where the focus has no use for it. */
static void
collapsar_window_activate_focus (GtkWindow *window)
{
  GtkWidget *focus = gtk_window_get_focus (window);
  if (focus == NULL || !gtk_widget_activate (focus))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.train", NULL);
}

static gboolean
collapsar_window_close_request (GtkWindow *window)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (window);
  if (self->settings != NULL) {
    int width, height;
    gtk_window_get_default_size (window, &width, &height);
    g_settings_set (self->settings, "window-size", "(ii)", width, height);
    g_settings_set_boolean (self->settings, "window-maximized", gtk_window_is_maximized (window));
    g_settings_set_boolean (self->settings, "show-sidebar", self->panes[COLLAPSAR_PANE_SIDEBAR].wanted);
    g_settings_set_boolean (self->settings, "show-settings", self->panes[COLLAPSAR_PANE_SETTINGS].wanted);
  }
  return GTK_WINDOW_CLASS (collapsar_window_parent_class)->close_request (window);
}

/* The schema may not be installed when the program is started from its build folder: then nothing is
 * remembered. */
static void
restore (CollapsarWindow *self)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  int width = 1400, height = 900;

  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, "io.github.collapsar.Collapsar", TRUE);
  if (schema == NULL) {
    g_object_set (self->study, "pace", DEFAULT_PACE, NULL);
    gtk_window_set_default_size (GTK_WINDOW (self), width, height);
    return;
  }
  self->settings = g_settings_new_full (schema, NULL, NULL);
  g_settings_get (self->settings, "window-size", "(ii)", &width, &height);
  gtk_window_set_default_size (GTK_WINDOW (self), width, height);
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
  g_object_set (self, "show-sidebar", g_settings_get_boolean (self->settings, "show-sidebar"),
                "show-settings", g_settings_get_boolean (self->settings, "show-settings"), NULL);
  g_settings_bind (self->settings, "pace", self->study, "pace", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-lesson", self->sidebar, "show-lesson", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "cores", self->study, "cores", G_SETTINGS_BIND_DEFAULT);
}

/* Asked by the action already while the window is made. */
static gboolean
shows_start (CollapsarWindow *self)
{
  return self->pages != NULL && gtk_stack_get_visible_child (self->pages) == GTK_WIDGET (self->start);
}

/* The start page, or the study. */
static void
show_start (CollapsarWindow *self, gboolean shown)
{
  if (shows_start (self) == shown)
    return;
  gtk_stack_set_visible_child_name (self->pages, shown ? "start" : "study");
  collapsar_start_page_set_has_study (self->start, collapsar_study_n_runs (self->study) > 0);
  if (shown)
    gtk_widget_grab_focus (GTK_WIDGET (self->start));
  else
    gtk_window_set_focus (GTK_WINDOW (self), collapsar_geometry_page_scene (self->geometry));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_START]);
}

/* This window where nothing would be beside what is begun, else another one. */
static CollapsarWindow *
empty_window (CollapsarWindow *self)
{
  if (collapsar_study_n_runs (self->study) == 0)
    return self;
  CollapsarWindow *window = collapsar_window_new (gtk_window_get_application (GTK_WINDOW (self)));
  collapsar_window_open (window, NULL, NULL);
  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
on_chosen (CollapsarWindow *self, const char *preset)
{
  collapsar_window_add_variants (empty_window (self), preset);
}

static void
on_lesson (CollapsarWindow *self, const char *argument)
{
  collapsar_window_try_lesson (empty_window (self), argument);
}

/* Above the template's content, which knows nothing of it. */
static void
init_start (CollapsarWindow *self)
{
  g_autoptr (GtkWidget) content
      = g_object_ref (adw_application_window_get_content (ADW_APPLICATION_WINDOW (self)));
  self->pages = GTK_STACK (gtk_stack_new ());
  self->start = COLLAPSAR_START_PAGE (collapsar_start_page_new (self->study));
  gtk_stack_set_transition_type (self->pages, GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  adw_application_window_set_content (ADW_APPLICATION_WINDOW (self), GTK_WIDGET (self->pages));
  gtk_stack_add_named (self->pages, content, "study");
  gtk_stack_add_named (self->pages, GTK_WIDGET (self->start), "start");
  g_signal_connect_object (self->start, "chosen", G_CALLBACK (on_chosen), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->start, "lesson", G_CALLBACK (on_lesson), self, G_CONNECT_SWAPPED);
}

static void
collapsar_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (object);
  if (id == PROP_SHOW_SIDEBAR)
    g_value_set_boolean (value, self->panes[COLLAPSAR_PANE_SIDEBAR].shown);
  else if (id == PROP_SHOW_SETTINGS)
    g_value_set_boolean (value, self->panes[COLLAPSAR_PANE_SETTINGS].shown);
  else if (id == PROP_CORES)
    g_object_get_property (G_OBJECT (self->study), "cores", value);
  else if (id == PROP_SHOW_START)
    g_value_set_boolean (value, shows_start (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_window_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (object);
  if (id == PROP_SHOW_SIDEBAR)
    collapsar_window_show_pane (self, COLLAPSAR_PANE_SIDEBAR, g_value_get_boolean (value));
  else if (id == PROP_SHOW_SETTINGS)
    collapsar_window_show_pane (self, COLLAPSAR_PANE_SETTINGS, g_value_get_boolean (value));
  else if (id == PROP_CORES)
    g_object_set_property (G_OBJECT (self->study), "cores", value);
  else if (id == PROP_SHOW_START)
    show_start (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
collapsar_window_dispose (GObject *object)
{
  CollapsarWindow *self = COLLAPSAR_WINDOW (object);
  if (self->study != NULL) {
    g_signal_handlers_disconnect_by_func (self->study, on_training, self); /* that they end is no news now */
    collapsar_window_close_study (self);
  }
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->undo_toast = NULL;
  g_clear_handle_id (&self->undo_source, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), COLLAPSAR_TYPE_WINDOW);
  g_clear_object (&self->session_group);
  g_clear_object (&self->session);
  g_clear_object (&self->guide);
  g_clear_object (&self->stage);
  g_clear_object (&self->places);
  g_clear_object (&self->study);
  g_clear_object (&self->settings);
  g_clear_weak_pointer (&self->findings_toast);
  G_OBJECT_CLASS (collapsar_window_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, train);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, train_content);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, switcher);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, export_label);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, sidebar_space);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, sidebar_revealer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, sidebar);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, message_revealer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, message);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, content);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, opening);
  gtk_widget_class_bind_template_callback (widget_class, on_content);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, views);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, geometry);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, curves);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, layers);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, findings);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, transfer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, runs);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, settings_space);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, settings_revealer);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, settings_pane);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, playback);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, recent);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, cores);
  gtk_widget_class_bind_template_child (widget_class, CollapsarWindow, lessons);
}

static void
collapsar_window_class_init (CollapsarWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  object_class->get_property = collapsar_window_get_property;
  object_class->set_property = collapsar_window_set_property;
  object_class->dispose = collapsar_window_dispose;
  widget_class->realize = collapsar_window_realize;
  widget_class->show = collapsar_window_show;
  GTK_WINDOW_CLASS (klass)->activate_focus = collapsar_window_activate_focus;
  GTK_WINDOW_CLASS (klass)->close_request = collapsar_window_close_request;

  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  properties[PROP_SHOW_SIDEBAR] = g_param_spec_boolean ("show-sidebar", NULL, NULL, TRUE, flags);
  properties[PROP_SHOW_SETTINGS] = g_param_spec_boolean ("show-settings", NULL, NULL, FALSE, flags);
  properties[PROP_CORES] = g_param_spec_uint ("cores", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SHOW_START] = g_param_spec_boolean ("show-start", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (COLLAPSAR_TYPE_SIDEBAR);
  g_type_ensure (COLLAPSAR_TYPE_GEOMETRY_PAGE);
  g_type_ensure (COLLAPSAR_TYPE_CURVES_PAGE);
  g_type_ensure (COLLAPSAR_TYPE_LAYERS_PAGE);
  g_type_ensure (COLLAPSAR_TYPE_FINDINGS_PAGE);
  g_type_ensure (COLLAPSAR_TYPE_TRANSFER_PAGE);
  g_type_ensure (COLLAPSAR_TYPE_RUNS_PAGE);
  g_type_ensure (COLLAPSAR_TYPE_SETTINGS_PANE);
  g_type_ensure (COLLAPSAR_TYPE_PLAYBACK_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/collapsar/Collapsar/ui/window.ui");
  bind_children (widget_class);
  collapsar_window_install_actions (widget_class);
  collapsar_window_install_run_actions (widget_class);
  collapsar_window_install_keys (widget_class);
}

static void
append_cores (GMenu *menu, const char *label, guint cores)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_menu_item_set_action_and_target (item, "win.cores", "u", cores);
  g_menu_append_item (menu, item);
}

/* 1, 2, 3, 4, 6, 8, 12, 16 ... of what there is, and all of them. */
static void
fill_cores (GMenu *menu)
{
  guint there = g_get_num_processors ();
  for (guint cores = 1; cores < there; cores += cores < 4 ? 1 : 1u << (g_bit_storage (cores) - 2)) {
    g_autofree char *label
        = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u core", "%u cores", cores), cores);
    append_cores (menu, label, cores);
  }
  g_autofree char *all = g_strdup_printf (_ ("All cores (%u)"), there);
  append_cores (menu, all, 0);
}

static void
add_transfer_actions (CollapsarWindow *self)
{
  g_autoptr (GSimpleActionGroup) actions
      = collapsar_transfer_choice_actions (collapsar_transfer_page_choice (self->transfer));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "transfer", G_ACTION_GROUP (actions));
}

static void
collapsar_window_init (CollapsarWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  collapsar_name_split_button (self->train);
  collapsar_window_init_panes (self);
  self->cancellable = g_cancellable_new ();
  self->study = collapsar_study_new ();
  self->stage = collapsar_stage_new (self->study);
  init_start (self);
  self->places = collapsar_run_places_new (self->study);
  g_signal_connect_object (self->places, "changed", G_CALLBACK (collapsar_window_notice_findings), self,
                           G_CONNECT_SWAPPED);
  self->session_group = g_signal_group_new (COLLAPSAR_TYPE_SESSION);
  g_signal_group_connect_swapped (self->session_group, "notify::state", G_CALLBACK (on_state), self);
  g_signal_group_connect_swapped (self->session_group, "notify::name",
                                  G_CALLBACK (collapsar_window_update_title), self);
  g_signal_group_connect_swapped (self->session_group, "started", G_CALLBACK (on_state), self);
  g_signal_connect_object (self->study, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->study, "notify::cores", G_CALLBACK (on_cores), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->study, "training", G_CALLBACK (on_training), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_study_transfers (self->study), "progress",
                           G_CALLBACK (collapsar_window_notice_transfers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_study_transfers (self->study), "progress",
                           G_CALLBACK (collapsar_window_update_pausing), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (collapsar_study_transfers (self->study), "failed", G_CALLBACK (on_transfer_failed),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->study, "pending", G_CALLBACK (start_ticking), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings_pane, "apply", G_CALLBACK (on_apply), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings_pane, "rename", G_CALLBACK (on_rename), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sidebar, "moved", G_CALLBACK (collapsar_window_tell_moved), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->findings, "message", G_CALLBACK (collapsar_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->findings, "added", G_CALLBACK (collapsar_window_tell_added), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->layers, "message", G_CALLBACK (collapsar_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->transfer, "message", G_CALLBACK (collapsar_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs, "message", G_CALLBACK (collapsar_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed",
                           G_CALLBACK (collapsar_window_update_recent), self, G_CONNECT_SWAPPED);
  collapsar_window_update_recent (self);
  collapsar_window_accept_files (self);
  collapsar_geometry_page_set_stage (self->geometry, self->stage);
  collapsar_curves_page_set_stage (self->curves, self->stage);
  collapsar_layers_page_set_stage (self->layers, self->stage);
  collapsar_transfer_page_set_stage (self->transfer, self->stage);
  add_transfer_actions (self);
  collapsar_geometry_page_add_actions (self->geometry, G_ACTION_MAP (self));
  collapsar_curves_page_add_actions (self->curves, G_ACTION_MAP (self));
  collapsar_layers_page_add_actions (self->layers, G_ACTION_MAP (self));
  fill_cores (self->cores);
  collapsar_window_init_lessons (self);
  restore (self);
  collapsar_sidebar_set_study (self->sidebar, self->study, collapsar_stage_groups (self->stage));
  collapsar_runs_page_set_study (self->runs, self->study);
  collapsar_findings_page_set_places (self->findings, self->places);
  on_selected (self);
  /* So that Space trains instead of pressing whatever is first. */
  gtk_window_set_focus (GTK_WINDOW (self), collapsar_geometry_page_scene (self->geometry));
}

CollapsarWindow *
collapsar_window_new (GtkApplication *application)
{
  return g_object_new (COLLAPSAR_TYPE_WINDOW, "application", application, NULL);
}

void
collapsar_window_train (CollapsarWindow *self, Regime *regime)
{
  g_return_if_fail (COLLAPSAR_IS_WINDOW (self));
  g_return_if_fail (regime != NULL);

  collapsar_study_add (self->study, regime);
}

void
collapsar_window_show_error (CollapsarWindow *self, const GError *error)
{
  g_return_if_fail (COLLAPSAR_IS_WINDOW (self));
  g_return_if_fail (error != NULL);

  if (self->session == NULL || !collapsar_session_has_records (self->session)) {
    g_autofree char *description = g_markup_escape_text (error->message, -1);
    adw_status_page_set_description (self->trouble, description);
    gtk_stack_set_visible_child_name (self->content, "trouble");
    return;
  }
  g_autofree char *message = g_error_matches (error, TRAINER_ERROR, TRAINER_ERROR_DIVERGED)
                                 ? g_strdup_printf (_ ("Training stopped: %s."), error->message)
                                 : g_strdup (error->message);
  gtk_label_set_label (self->message, message);
  gtk_revealer_set_reveal_child (self->message_revealer, TRUE);
}

void
collapsar_window_show_view (CollapsarWindow *self, const char *name)
{
  g_return_if_fail (COLLAPSAR_IS_WINDOW (self));

  if (g_str_equal (name, "start")) {
    show_start (self, TRUE);
    return;
  }
  show_start (self, FALSE);
  adw_view_stack_set_visible_child_name (self->views, name);
  self->view_chosen = TRUE;
}

CollapsarStudy *
collapsar_window_study (CollapsarWindow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_WINDOW (self), NULL);

  return self->study;
}

CollapsarSession *
collapsar_window_session (CollapsarWindow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_WINDOW (self), NULL);

  return self->session;
}

GtkWidget *
collapsar_window_scene (CollapsarWindow *self)
{
  g_return_val_if_fail (COLLAPSAR_IS_WINDOW (self), NULL);

  return collapsar_geometry_page_scene (self->geometry);
}

void
collapsar_window_toast (CollapsarWindow *self, const char *title)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (title));
}
