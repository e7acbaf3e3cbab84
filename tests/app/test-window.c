/* The window as its actions drive it, and that nothing of it is left when it is closed while training. */
#include "app/data-chooser.h"
#include "app/window-private.h"

#include "training-window.h"
#include "view/band.h"

#include <glib/gstdio.h>
#include <math.h>

static void
test_trains (void)
{
  CollapsarWindow *window = window_training ("6", 0.0);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpuint (
      training_history_n_records (collapsar_session_history (collapsar_window_session (window))), ==, 7);
  g_assert_nonnull (strstr (gtk_window_get_title (GTK_WINDOW (window)), "Watch collapse happen"));
  assert_closes (window);
}

static void
count (guint *n)
{
  *n += 1;
}

static gboolean
set (gpointer passed)
{
  *(gboolean *)passed = TRUE;
  return G_SOURCE_REMOVE;
}

/* How many frames there are in so many milliseconds. */
static guint
count_frames (CollapsarWindow *window, guint milliseconds)
{
  guint n = 0;
  gboolean passed = FALSE;
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (window));
  gulong handler = g_signal_connect_swapped (clock, "layout", G_CALLBACK (count), &n);
  g_timeout_add (milliseconds, set, &passed);
  while (!passed)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, handler);
  return n;
}

/* Where nothing moves, nothing is laid out or drawn; also after the spinner of a study that is opened. */
static void
test_rests (void)
{
  GtkSettings *settings = gtk_settings_get_default ();
  g_object_set (settings, "gtk-enable-animations", TRUE, NULL);
  CollapsarWindow *window = window_training ("2", 0.0);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  gtk_stack_set_visible_child_name (window->content, "opening");
  g_assert_cmpuint (count_frames (window, 100), >, 0);
  gtk_stack_set_visible_child_name (window->content, "views");
  gint64 start = g_get_monotonic_time ();
  while (count_frames (window, 100) > 0)
    g_assert_false (is_late (start));
  g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  assert_closes (window);
}

static void
test_actions (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarSession *session = collapsar_window_session (window);
  wait_for (window, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (window, 2.0);
  g_assert_true (activate (window, "win.train"));
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_PAUSED);
  g_assert_true (activate (window, "win.step"));
  wait_for (window, COLLAPSAR_SESSION_PAUSED);
  double stepped = collapsar_session_get_epoch (session);
  g_assert_cmpfloat (stepped, >=, 2.0);

  g_assert_true (activate (window, "win.previous-epoch"));
  g_assert_cmpfloat (collapsar_session_get_epoch (session), <, stepped);
  g_assert_false (collapsar_session_get_live (session));
  g_assert_true (activate (window, "win.first-epoch"));
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 0.0);
  g_assert_true (activate (window, "win.next-epoch"));
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 1.0);
  g_assert_true (activate (window, "win.live"));
  g_assert_true (collapsar_session_get_live (session));

  g_assert_true (activate (window, "win.train"));
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_RUNNING);
  assert_closes (window);
}

/* Iterates while a replay goes on; the cursor moves that way alone. */
static void
follow_replay (CollapsarWindow *window, int direction)
{
  CollapsarSession *session = collapsar_window_session (window);
  gint64 start = g_get_monotonic_time ();
  double before = collapsar_session_get_epoch (session);
  guint between = 0;
  while (collapsar_playback_bar_is_replaying (window->playback)) {
    double epoch = collapsar_session_get_epoch (session);
    g_assert_false (is_late (start));
    g_assert_cmpfloat (direction * (epoch - before), >=, 0.0);
    between += epoch != floor (epoch);
    before = epoch;
    g_main_context_iteration (NULL, FALSE);
  }
  g_assert_cmpuint (between, >, 0);
}

/* From the first epoch to the last that is trained, then live again; and back. */
static void
test_replay (void)
{
  CollapsarWindow *window = window_training ("20", 0.0);
  CollapsarSession *session = collapsar_window_session (window);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  collapsar_session_set_pace (session, 100.0);
  g_assert_true (activate (window, "win.replay"));
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 0.0);
  g_assert_false (collapsar_session_get_live (session));
  follow_replay (window, 1);
  g_assert_true (collapsar_session_get_live (session));
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 20.0);
  g_assert_true (activate (window, "win.replay-backwards"));
  follow_replay (window, -1);
  g_assert_false (collapsar_session_get_live (session));
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 0.0);

  /* The other way turns, the same way stops. */
  g_assert_true (activate (window, "win.replay-backwards"));
  g_assert_cmpfloat (collapsar_session_get_epoch (session), ==, 20.0);
  g_assert_true (activate (window, "win.replay"));
  g_assert_true (collapsar_playback_bar_is_replaying (window->playback));
  g_assert_true (activate (window, "win.replay"));
  g_assert_false (collapsar_playback_bar_is_replaying (window->playback));
  assert_closes (window);
}

/* A run more each time, beside those that train. */
static void
test_train_again (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarStudy *study = collapsar_window_study (window);
  CollapsarSession *first = collapsar_window_session (window);
  wait_for_epoch (window, 2.0);
  g_assert_true (activate (window, "win.restart-new-seed"));
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  g_assert_true (collapsar_window_session (window) != first);
  g_assert_cmpstr (selected_setting (window, "run.seed"), ==, "2");
  g_assert_cmpint (collapsar_session_get_state (first), ==, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (window, 1.0);
  g_assert_true (activate (window, "win.restart"));
  g_assert_cmpstr (selected_setting (window, "run.seed"), ==, "2");
  g_assert_cmpstr (selected_setting (window, "regime.name"), ==, "Watch collapse happen 3");
  wait_for (window, COLLAPSAR_SESSION_QUEUED);

  /* Back to the first: it pauses, and the last gets its core. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-run", "i", -2);
  g_assert_true (collapsar_window_session (window) == first);
  g_assert_cmpfloat (collapsar_session_get_epoch (first), >=, 2.0);
  g_assert_true (activate (window, "win.train"));
  g_assert_cmpint (collapsar_session_get_state (first), ==, COLLAPSAR_SESSION_PAUSED);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-run", "i", 2);
  wait_for_epoch (window, 1.0);
  assert_closes (window);
}

static GVariant *
action_state (CollapsarWindow *window, const char *name)
{
  GVariant *state = g_action_group_get_action_state (G_ACTION_GROUP (window), name);
  g_assert_nonnull (state);
  return state;
}

static gboolean
is_on (CollapsarWindow *window, const char *name)
{
  g_autoptr (GVariant) state = action_state (window, name);
  return g_variant_get_boolean (state);
}

/* Each toggle of a view's tool row goes over and back, and what it is of follows. */
static void
test_view_actions (void)
{
  static const char *const toggles[]
      = { "test-split",   "features",     "means",        "classifiers",  "ideal",      "linked-cameras",
          "common-scale", "train-curves", "test-curves",  "head-curves",  "each-run",   "ratio",
          "log-epochs",   "trails",       "class-images", "orthographic", "all-samples" };
  CollapsarWindow *window = window_training ("4", 0.0);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  for (gsize i = 0; i < G_N_ELEMENTS (toggles); i++) {
    g_autofree char *name = g_strconcat ("win.", toggles[i], NULL);
    g_autofree char *geometry = collapsar_geometry_page_get_look (window->geometry);
    g_autofree char *curves = collapsar_curves_page_get_look (window->curves);
    gboolean before = is_on (window, toggles[i]);
    g_assert_true (activate (window, name));
    g_assert_cmpint (is_on (window, toggles[i]), ==, !before);
    g_autofree char *changed_geometry = collapsar_geometry_page_get_look (window->geometry);
    g_autofree char *changed_curves = collapsar_curves_page_get_look (window->curves);
    /* The ratio of two runs is not remembered. */
    g_assert_true (g_str_equal (toggles[i], "ratio") || !g_str_equal (geometry, changed_geometry)
                   || !g_str_equal (curves, changed_curves));
    g_assert_true (activate (window, name));
    g_assert_cmpint (is_on (window, toggles[i]), ==, before);
    g_autofree char *again = collapsar_geometry_page_get_look (window->geometry);
    g_assert_cmpstr (again, ==, geometry);
  }
  assert_closes (window);
}

static void
assert_choice (CollapsarWindow *window, const char *name, const char *key)
{
  g_autofree char *action = g_strconcat ("win.", name, NULL);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, "s", key));
  g_autoptr (GVariant) state = action_state (window, name);
  g_assert_cmpstr (g_variant_get_string (state, NULL), ==, key);
}

static void
assert_curves_look (CollapsarWindow *window, const char *look, const char *then)
{
  collapsar_curves_page_set_look (window->curves, look);
  g_autofree char *is = collapsar_curves_page_get_look (window->curves);
  g_assert_cmpstr (is, ==, then);
}

/* The band and the projection by their names, and a view that is remembered and comes back. */
static void
test_view_choices (void)
{
  CollapsarWindow *window = window_training ("4", 0.0);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_autofree char *geometry = collapsar_geometry_page_get_look (window->geometry);
  g_autofree char *curves = collapsar_curves_page_get_look (window->curves);
  for (const char *const *key = view_band_keys (); *key != NULL; key++)
    assert_choice (window, "band", *key);
  assert_choice (window, "projection", "class-mean-pca");
  g_assert_true (activate (window, "win.common-scale"));
  g_assert_true (activate (window, "win.linked-cameras"));
  g_assert_true (activate (window, "win.trails"));
  g_assert_true (activate (window, "win.orthographic"));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.trail-length", "u", 100));
  g_autofree char *changed_geometry = collapsar_geometry_page_get_look (window->geometry);
  g_autofree char *changed_curves = collapsar_curves_page_get_look (window->curves);
  collapsar_geometry_page_set_look (window->geometry, geometry);
  collapsar_curves_page_set_look (window->curves, curves);
  assert_curves_look (window, "(true, true, true, uint32 2, true)",
                      "(true, true, true, 2, true, false, 0.0, 0.0, 0.0)"); /* of before */
  assert_curves_look (window, "(true, false, true, uint32 1, false, true, 0.5, 1.0, 3.0)",
                      "(true, false, true, 1, false, true, 0.5, 1.0, 3.0)");
  assert_curves_look (window, "nonsense", "(true, false, true, 1, false, true, 0.5, 1.0, 3.0)");
  collapsar_window_show_view (window, "curves");
  g_assert_true (activate (window, "win.reset-view"));
  assert_curves_look (window, "", "(true, false, true, 1, false, true, 0.5, 0.0, 0.0)");
  g_assert_false (is_on (window, "common-scale"));
  g_assert_true (is_on (window, "linked-cameras"));
  g_assert_false (is_on (window, "trails"));
  g_assert_false (is_on (window, "orthographic"));
  collapsar_geometry_page_set_look (window->geometry, changed_geometry);
  collapsar_curves_page_set_look (window->curves, changed_curves);
  g_assert_true (is_on (window, "common-scale"));
  g_assert_false (is_on (window, "linked-cameras"));
  g_assert_true (is_on (window, "trails"));
  g_assert_true (is_on (window, "orthographic"));
  g_autoptr (GVariant) length = action_state (window, "trail-length");
  g_assert_cmpuint (g_variant_get_uint32 (length), ==, 100);
  /* One of before there were paths. */
  collapsar_geometry_page_set_look (
      window->geometry, "(uint32 0, false, uint32 15, true, false, true, (0.0, 0.0, 1.0, 0.0, 0.0))");
  g_assert_false (is_on (window, "trails"));
  g_assert_false (is_on (window, "orthographic"));
  g_assert_false (is_on (window, "common-scale"));
  collapsar_geometry_page_set_look (window->geometry, changed_geometry);
  g_autoptr (GVariant) band = action_state (window, "band"), projection = action_state (window, "projection");
  g_assert_cmpstr (g_variant_get_string (band, NULL), ==, "none");
  g_assert_cmpstr (g_variant_get_string (projection, NULL), ==, "class-mean-pca");
  assert_closes (window);
}

/* A run that is at its end is not trained on, and its settings are another run's. */
static void
test_apply (void)
{
  CollapsarWindow *window = window_training ("4", 0.0);
  CollapsarStudy *study = collapsar_window_study (window);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  activate (window, "win.train");
  g_assert_cmpint (collapsar_session_get_state (collapsar_window_session (window)), ==,
                   COLLAPSAR_SESSION_FINISHED);
  collapsar_settings_pane_edit (window->settings_pane, "regime.name", "Mine");
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  g_assert_cmpstr (selected_setting (window, "regime.name"), ==, "Mine");
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (window)), ==, "Mine – Collapsar");
  collapsar_settings_pane_edit (window->settings_pane, "run.epochs", "3");
  gtk_widget_activate_action (GTK_WIDGET (window->settings_pane), "settings.apply", NULL);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  g_assert_cmpstr (selected_setting (window, "run.epochs"), ==, "3");
  g_assert_cmpstr (selected_setting (window, "regime.name"), ==, "Mine 2");
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpint (training_history_last (collapsar_session_history (collapsar_study_run (study, 0)))->epoch,
                   ==, 4);
  assert_closes (window);
}

/* A run that waits for its settings, and goes on from the epoch that was shown. */
static void
test_branch (void)
{
  CollapsarWindow *window = window_training ("8", 0.0);
  CollapsarStudy *study = collapsar_window_study (window);
  gboolean settings;
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  collapsar_session_set_epoch (collapsar_window_session (window), 5.5);
  g_assert_true (activate (window, "win.branch"));
  CollapsarSession *branch = collapsar_window_session (window);
  g_object_get (window, "show-settings", &settings, NULL);
  g_assert_true (settings);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  g_assert_cmpstr (selected_setting (window, "regime.name"), ==, "Watch collapse happen (from 5)");
  g_assert_cmpint (collapsar_session_get_state (branch), ==, COLLAPSAR_SESSION_IDLE);
  g_assert_cmpfloat (collapsar_session_get_epoch (branch), ==, 5.0);
  /* Its settings are its own, not another run's. */
  collapsar_settings_pane_edit (window->settings_pane, "run.epochs", "10");
  gtk_widget_activate_action (GTK_WIDGET (window->settings_pane), "settings.apply", NULL);
  g_assert_true (collapsar_window_session (window) == branch);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpuint (training_history_n_records (collapsar_session_history (branch)), ==, 11);

  /* Once more from there, and from its end. */
  g_assert_true (activate (window, "win.restart-new-seed"));
  g_assert_cmpint (collapsar_session_branch_epoch (collapsar_window_session (window)), ==, 5);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_true (activate (window, "win.branch"));
  g_assert_cmpstr (selected_setting (window, "run.epochs"), ==, "20");
  g_assert_true (activate (window, "win.train"));
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 4);
  assert_closes (window);
}

static GtkWidget *
find_chooser (CollapsarWindow *window)
{
  GtkWidget *found = NULL;
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *each = windows; each != NULL; each = each->next)
    if (COLLAPSAR_IS_DATA_CHOOSER (each->data)
        && gtk_window_get_transient_for (each->data) == GTK_WINDOW (window))
      found = each->data;
  return found;
}

/* What is chosen is a setting that waits to be applied; the choice that opens the chooser is none. */
static void
test_choose_data (void)
{
  CollapsarWindow *window = window_training ("400", 20.0);
  CollapsarSettingsPane *pane = window->settings_pane;
  CollapsarSetting *source = collapsar_settings_pane_find (pane, "data.source");
  int state = COLLAPSAR_DATA_LOADING;
  gboolean shown;
  wait_for (window, COLLAPSAR_SESSION_RUNNING);
  g_assert_true (activate (window, "win.choose-data"));
  GtkWidget *chooser = find_chooser (window);
  g_object_set (chooser, "source", "gaussian", NULL);
  gint64 start = g_get_monotonic_time ();
  while (state != COLLAPSAR_DATA_SHOWN) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
    g_object_get (chooser, "state", &state, NULL);
  }
  g_assert_true (gtk_widget_activate_action (chooser, "data.use", NULL));
  g_object_get (window, "show-settings", &shown, NULL);
  g_assert_true (shown);
  g_assert_cmpstr (regime_get (collapsar_settings_pane_edited (pane), "data.source"), ==, "gaussian");
  g_autofree char *text = collapsar_setting_get_text (source);
  g_assert_cmpstr (text, ==, "gaussian");
  g_assert_cmpstr (regime_get (collapsar_session_regime (collapsar_window_session (window)), "data.source"),
                   ==, "digits");
  g_assert_null (find_chooser (window));

  collapsar_setting_set_text (source, "");
  g_signal_emit_by_name (source, "changed");
  g_assert_nonnull (find_chooser (window));
  g_assert_cmpstr (regime_get (collapsar_settings_pane_edited (pane), "data.source"), ==, "gaussian");
  assert_closes (window); /* and the chooser with it */
}

static void
test_error (void)
{
  g_autoptr (Regime) regime = small_regime ("5");
  CollapsarWindow *window = collapsar_window_new (application);
  g_assert_true (regime_set (regime, "data.source", "/nonexistent", NULL));
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_train (window, regime);
  wait_for (window, COLLAPSAR_SESSION_FAILED);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "trouble");
  /* From there on with other settings, in the run that never trained. */
  collapsar_settings_pane_edit (window->settings_pane, "data.source", "digits");
  gtk_widget_activate_action (GTK_WIDGET (window->settings_pane), "settings.apply", NULL);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpuint (collapsar_study_n_runs (collapsar_window_study (window)), ==, 1);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "views");
  /* A failure is seen where its run is. */
  collapsar_window_train (window, regime);
  wait_for (window, COLLAPSAR_SESSION_FAILED);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "trouble");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-run", "i", -1);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "views");
  assert_closes (window);
}

/* What to look for folds away, by its own control and by the action alike. */
static void
test_lesson (void)
{
  CollapsarWindow *window = collapsar_window_new (application);
  gboolean shown;
  g_object_get (window->sidebar, "show-lesson", &shown, NULL);
  g_assert_true (shown);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window->sidebar), "sidebar.show-lesson", NULL));
  g_object_get (window->sidebar, "show-lesson", &shown, NULL);
  g_assert_false (shown);
  g_object_set (window->sidebar, "show-lesson", TRUE, NULL);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* What GtkWindow makes of the key. */
static void
test_space (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarSession *session = collapsar_window_session (window);
  wait_for (window, COLLAPSAR_SESSION_RUNNING);
  g_signal_emit_by_name (window, "activate-focus");
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_PAUSED);
  g_signal_emit_by_name (window, "activate-focus");
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_RUNNING);
  assert_closes (window);
}

static void
assert_panes (CollapsarWindow *window, gboolean sidebar, gboolean settings)
{
  gboolean sidebar_shown, settings_shown;
  g_object_get (window, "show-sidebar", &sidebar_shown, "show-settings", &settings_shown, NULL);
  g_assert_cmpint (sidebar_shown, ==, sidebar);
  g_assert_cmpint (settings_shown, ==, settings);
}

/* A pane without room beside the views goes, covers them when asked for, and comes back with its place. */
static void
test_narrow (void)
{
  CollapsarWindow *window = collapsar_window_new (application);
  collapsar_window_adapt (window, 1400);
  assert_panes (window, TRUE, FALSE);
  g_assert_true (activate (window, "win.show-settings"));
  assert_panes (window, TRUE, TRUE);
  g_assert_true (gtk_revealer_get_reveal_child (window->settings_space));
  collapsar_window_adapt (window, 900);
  assert_panes (window, FALSE, TRUE);
  collapsar_window_adapt (window, 720);
  assert_panes (window, FALSE, FALSE);
  g_assert_true (activate (window, "win.show-sidebar"));
  assert_panes (window, TRUE, FALSE);
  g_assert_true (gtk_revealer_get_reveal_child (window->sidebar_revealer));
  g_assert_false (gtk_revealer_get_reveal_child (window->sidebar_space));
  g_assert_true (activate (window, "win.show-sidebar"));
  collapsar_window_adapt (window, 1400);
  assert_panes (window, TRUE, TRUE);
  assert_closes (window);
}

static void
test_views_and_panes (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  gboolean shown;
  wait_for_epoch (window, 1.0);
  collapsar_window_show_view (window, "curves");
  g_assert_true (activate (window, "win.show-settings"));
  g_object_get (window, "show-settings", &shown, NULL);
  g_assert_true (shown);
  g_assert_true (activate (window, "win.show-sidebar"));
  g_object_get (window, "show-sidebar", &shown, NULL);
  g_assert_false (shown);
  wait_for_epoch (window, 10.0);
  collapsar_window_show_view (window, "geometry");
  wait_for_epoch (window, 12.0);
  assert_closes (window);
}

/* To the filter by its key, and from a row to what it looks like. */
static void
test_runs_view (void)
{
  CollapsarWindow *window = window_training ("3", 0.0);
  gpointer view, search;
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_true (activate (window, "win.find"));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "runs");
  search = gtk_widget_get_template_child (GTK_WIDGET (window->runs), COLLAPSAR_TYPE_RUNS_PAGE, "search");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), search));
  for (int i = 0; i < 50; i++)
    g_main_context_iteration (NULL, FALSE);
  view = gtk_widget_get_template_child (GTK_WIDGET (window->runs), COLLAPSAR_TYPE_RUNS_PAGE, "view");
  g_signal_emit_by_name (view, "activate", 0);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "geometry");
  assert_closes (window);
}

static void
wait_for_file (const char *path)
{
  gint64 start = g_get_monotonic_time ();
  while (!g_file_test (path, G_FILE_TEST_EXISTS)) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
}

/* Each view in each format, written while training goes on; then where nothing can be written. */
static void
test_export (void)
{
  static const struct {
    const char *view, *name, *begin;
  } cases[] = {
    { "geometry", "scene.pdf", "%PDF" },
    { "geometry", "scene.svg", "<?xml" },
    { "curves", "curves.pdf", "%PDF" },
    { "curves", "curves.png", "\x89PNG" },
  };
  CollapsarWindow *window = window_training ("100000", 50.0);
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  wait_for_epoch (window, 3.0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *path = g_build_filename (folder, cases[i].name, NULL);
    g_autoptr (GFile) file = g_file_new_for_path (path);
    g_autofree char *contents = NULL;
    collapsar_window_show_view (window, cases[i].view);
    collapsar_window_export_to (window, file);
    wait_for_file (path);
    g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
    g_assert_true (g_str_has_prefix (contents, cases[i].begin));
    g_unlink (path);
  }
  g_autoptr (GFile) nowhere = g_file_new_for_path ("/nonexistent/folder/figure.pdf");
  collapsar_window_export_to (window, nowhere);
  collapsar_window_export_to (window, nowhere); /* and closed in the middle of it */
  g_rmdir (folder);
  assert_closes (window);
}

static gboolean
is_shown (gpointer data)
{
  ViewLayers *view = collapsar_layers_view_get_view (data);
  return view != NULL && view_layers_n_runs (view) == 1
         && view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH)->n_columns > 2;
}

static gboolean
is_accuracy_on_test (gpointer data)
{
  ViewLayers *view = collapsar_layers_view_get_view (data);
  const PlotMatrix *depth = view_layers_matrix (view, 0, VIEW_LAYERS_DEPTH);
  return depth->percent && g_str_has_suffix (depth->subtitle, "test");
}

/* The Layers view of a run that trains: what is chosen by actions is what is shown, and exported. */
static void
test_layers (void)
{
  CollapsarWindow *window = window_training ("100000", 50.0);
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "layers.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *contents = NULL;
  CollapsarLayersView *view = collapsar_layers_page_cards (window->layers);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.view", "s", "layers");
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "layers");
  iterate_until (is_shown, view);
  g_action_group_activate_action (G_ACTION_GROUP (window), "layer-metric",
                                  g_variant_new_string ("probe_accuracy"));
  g_assert_true (activate (window, "win.test-split"));
  iterate_until (is_accuracy_on_test, view);
  g_autofree char *look = collapsar_layers_page_get_look (window->layers);
  g_assert_cmpstr (look, ==, "probe_accuracy");
  collapsar_layers_page_set_look (window->layers, "nonsense");
  collapsar_layers_page_set_look (window->layers, "cdnv");
  g_autofree char *other = collapsar_layers_page_get_look (window->layers);
  g_assert_cmpstr (other, ==, "cdnv");
  collapsar_window_export_to (window, file);
  wait_for_file (path);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_assert_true (g_str_has_prefix (contents, "%PDF"));
  g_unlink (path);
  g_rmdir (folder);
  assert_closes (window);
}

/* At full speed, while loading, and before anything was trained. */
static void
test_close_while_training (void)
{
  CollapsarWindow *window = window_training ("100000", 0.0);
  wait_for_epoch (window, 5.0);
  assert_closes (window);
  assert_closes (window_training ("100000", 0.0));
  assert_closes (collapsar_window_new (application));
}

int
main (int argc, char **argv)
{
  if (!window_tests_begin (&argc, &argv))
    return 0;
  g_test_add_func ("/app/window/trains", test_trains);
  g_test_add_func ("/app/window/rests", test_rests);
  g_test_add_func ("/app/window/actions", test_actions);
  g_test_add_func ("/app/window/replay", test_replay);
  g_test_add_func ("/app/window/train-again", test_train_again);
  g_test_add_func ("/app/window/view-actions", test_view_actions);
  g_test_add_func ("/app/window/view-choices", test_view_choices);
  g_test_add_func ("/app/window/apply", test_apply);
  g_test_add_func ("/app/window/branch", test_branch);
  g_test_add_func ("/app/window/choose-data", test_choose_data);
  g_test_add_func ("/app/window/error", test_error);
  g_test_add_func ("/app/window/views-and-panes", test_views_and_panes);
  g_test_add_func ("/app/window/runs-view", test_runs_view);
  g_test_add_func ("/app/window/lesson", test_lesson);
  g_test_add_func ("/app/window/space", test_space);
  g_test_add_func ("/app/window/narrow", test_narrow);
  g_test_add_func ("/app/window/export", test_export);
  g_test_add_func ("/app/window/layers", test_layers);
  g_test_add_func ("/app/window/close-while-training", test_close_while_training);
  return window_tests_run ();
}
