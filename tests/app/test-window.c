/* The window as its actions drive it, and that nothing of it is left when it is closed while training. */
#include "app/data-chooser.h"
#include "app/group-card.h"
#include "app/name-popover.h"
#include "app/regime-card.h"
#include "app/window-private.h"

#include "display.h"
#include "waiting.h"
#include "view/band.h"

#include <glib/gstdio.h>
#include <math.h>

#define TIMEOUT_SECONDS 60

static GtkApplication *application;

static gboolean
is_late (gint64 since)
{
  return g_get_monotonic_time () > since + TIMEOUT_SECONDS * G_USEC_PER_SEC;
}

static void
wait_for (CollapsarWindow *window, CollapsarSessionState state)
{
  gint64 start = g_get_monotonic_time ();
  while (collapsar_session_get_state (collapsar_window_session (window)) != state) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
}

static void
wait_for_epoch (CollapsarWindow *window, double epoch)
{
  gint64 start = g_get_monotonic_time ();
  while (collapsar_session_get_epoch (collapsar_window_session (window)) < epoch) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
}

static Regime *
small_regime (const char *epochs)
{
  g_autoptr (GError) error = NULL;
  Regime *regime = regime_new_preset ("watch-collapse", &error);
  g_assert_no_error (error);
  g_assert_true (regime_set (regime, "data.train", "300", NULL));
  g_assert_true (regime_set (regime, "network.hidden", "16", NULL));
  g_assert_true (regime_set (regime, "run.epochs", epochs, NULL));
  return regime;
}

static CollapsarWindow *
window_training (const char *epochs, double pace)
{
  g_autoptr (Regime) regime = small_regime (epochs);
  CollapsarWindow *window = collapsar_window_new (application);
  g_object_set (collapsar_window_study (window), "pace", pace, "cores", 2, NULL);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_train (window, regime);
  return window;
}

/* Workers that hold something of the window (projections, data sets) let go of it in a moment. */
static void
assert_closes (CollapsarWindow *window)
{
  gint64 start = g_get_monotonic_time ();
  gpointer study = collapsar_window_study (window), session = collapsar_window_session (window);
  gpointer weak = window;
  g_object_add_weak_pointer (G_OBJECT (window), &weak);
  g_object_add_weak_pointer (study, &study);
  if (session != NULL)
    g_object_add_weak_pointer (session, &session);
  gtk_window_destroy (GTK_WINDOW (window));
  while (weak != NULL || study != NULL || session != NULL) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
}

static gboolean
activate (CollapsarWindow *window, const char *action)
{
  return gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
}

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

static const char *
selected_setting (CollapsarWindow *window, const char *key)
{
  return regime_get (collapsar_session_regime (collapsar_window_session (window)), key);
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

/* All variants of a preset at once; each waits or trains, and all can be paused and taken back together. */
static void
test_variants (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarStudy *study = collapsar_window_study (window);
  g_object_set (window, "cores", 1, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.preset-variants", "s", "projection-head");
  g_assert_cmpuint (collapsar_study_n_runs (study), >, 3);
  g_assert_cmpstr (selected_setting (window, "head.layers"), ==, "0");
  guint n = collapsar_study_n_runs (study);
  for (guint i = 1; i < n; i++)
    g_assert_cmpint (collapsar_session_get_state (collapsar_study_run (study, i)), ==,
                     COLLAPSAR_SESSION_QUEUED);
  g_assert_true (activate (window, "win.pause-all"));
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (collapsar_session_get_state (collapsar_study_run (study, i)), ==,
                     COLLAPSAR_SESSION_PAUSED);
  g_assert_true (activate (window, "win.resume-all"));
  for (guint i = 0; i < n; i++)
    g_assert_true (collapsar_session_is_wanted (collapsar_study_run (study, i)));
  g_assert_true (activate (window, "win.undo-run"));
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  assert_closes (window);
}

/* A comparison that is added whole has its fine-tunings queued, and taken back with it. */
static void
test_preset_transfers (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarStudy *study = collapsar_window_study (window);
  g_autofree char *folder = g_dir_make_tmp ("collapsar-window-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "three.regime", NULL);
  g_assert_true (g_file_set_contents (path,
                                      "[data]\nsource=digits\n[variant A]\n[variant B]\nrun.seed=2\n"
                                      "[variant C]\nrun.seed=3\n[transfers probes]\nmethods=probe\n"
                                      "variants=A, C\n",
                                      -1, NULL));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.preset-variants", "s", path);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 4);
  g_assert_cmpuint (collapsar_transfers_n_left (collapsar_study_transfers (study)), ==, 2);
  g_assert_true (activate (window, "win.undo-run"));
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  g_assert_cmpuint (collapsar_transfers_n_left (collapsar_study_transfers (study)), ==, 0);
  g_unlink (path);
  g_rmdir (folder);
  assert_closes (window);
}

static guint
n_rows (CollapsarWindow *window)
{
  guint n = 0;
  GtkListBox *list = GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "runs"));
  while (gtk_list_box_get_row_at_index (list, (int)n) != NULL)
    n++;
  return n;
}

/* Seeds are one card, which Enter and G open; a run in it is selected without it. */
static void
test_seeds (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarStudy *study = collapsar_window_study (window);
  GtkWidget *list = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "runs"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.repeat-seeds", "i", 2);
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 3);
  g_assert_true (collapsar_window_session (window) == collapsar_study_run (study, 0));
  g_assert_cmpuint (n_rows (window), ==, 1);
  g_assert_nonnull (gtk_list_box_get_selected_row (GTK_LIST_BOX (list)));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.select-run", "i", 1);
  g_assert_true (collapsar_window_session (window) == collapsar_study_run (study, 1));
  g_assert_nonnull (gtk_list_box_get_selected_row (GTK_LIST_BOX (list)));
  for (guint i = 0; i < 2; i++) {
    g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
    g_assert_cmpuint (n_rows (window), ==, i == 0 ? 4 : 1);
    GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (list));
    g_assert_cmpint (gtk_list_box_row_get_index (row), ==, i == 0 ? 2 : 0);
  }
  g_assert_true (activate (window, "win.toggle-group"));
  g_assert_cmpuint (n_rows (window), ==, 4);
  g_assert_true (activate (window, "win.undo-run"));
  g_assert_cmpuint (n_rows (window), ==, 1);
  assert_closes (window);
}

/* What is done to a group's row, open or closed, is done to all its runs. */
static void
test_group (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarStudy *study = collapsar_window_study (window);
  GtkListBox *list = GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "runs"));
  CollapsarSession *runs[4];
  gtk_widget_activate_action (GTK_WIDGET (window), "win.repeat-seeds", "i", 2);
  g_assert_true (activate (window, "win.duplicate-run"));
  for (guint i = 0; i < 4; i++)
    runs[i] = collapsar_study_run (study, i);
  g_assert_null (collapsar_sidebar_get_group (window->sidebar));
  for (guint open = 0; open < 2; open++) {
    gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
    CollapsarRunGroup *group = collapsar_sidebar_get_group (window->sidebar);
    g_assert_cmpuint (collapsar_run_group_n_runs (group), ==, 3);
    g_assert_true (collapsar_window_session (window) == runs[0]);
    g_assert_cmpint (collapsar_run_group_get_open (group), ==, open);
    g_assert_true (activate (window, "win.show-only"));
    for (guint i = 0; i < 4; i++)
      g_assert_cmpint (collapsar_session_get_visible (runs[i]), ==, i < 3);
    g_assert_true (activate (window, "win.toggle-visible"));
    for (guint i = 0; i < 4; i++)
      g_assert_false (collapsar_session_get_visible (runs[i]));
    g_assert_true (activate (window, "win.show-all"));
    gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
    g_assert_true (activate (window, "win.toggle-muted"));
    for (guint i = 0; i < 4; i++)
      g_assert_cmpint (collapsar_session_get_muted (runs[i]), ==, i < 3);
    g_assert_true (activate (window, "win.toggle-muted"));
    g_assert_false (collapsar_session_get_muted (runs[1]));
    gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, 0));
    g_assert_true (activate (window, "win.remove-run"));
    g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
    g_assert_true (collapsar_window_session (window) == runs[3]);
    g_assert_cmpstr (adw_toast_get_title (window->undo_toast), ==,
                     "Removed “Watch collapse happen” (3 seeds)");
    g_assert_true (activate (window, "win.undo-run"));
    g_assert_cmpuint (collapsar_study_n_runs (study), ==, 4);
    for (guint i = 0; i < 4; i++)
      g_assert_true (collapsar_study_run (study, i) == runs[i]);
    g_assert_true (collapsar_window_session (window) == runs[0]);
    if (!open)
      g_assert_true (activate (window, "win.toggle-group"));
    collapsar_study_select (study, runs[3]);
  }
  assert_closes (window);
}

/* A group's name is that of its first run; the others get numbers. */
static void
test_group_name (void)
{
  CollapsarWindow *window = window_training ("400", 50.0);
  CollapsarStudy *study = collapsar_window_study (window);
  GtkListBox *list = GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "runs"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.repeat-seeds", "i", 1);
  g_assert_true (activate (window, "win.rename-run"));
  g_assert_cmpuint (n_rows (window), ==, 1);
  GtkWidget *card = gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (list, 0));
  GtkWidget *popover = gtk_widget_get_last_child (card);
  g_assert_true (COLLAPSAR_IS_NAME_POPOVER (popover));
  GtkWidget *entry = gtk_popover_get_child (GTK_POPOVER (popover));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "Watch collapse happen");
  gtk_editable_set_text (GTK_EDITABLE (entry), "Other");
  g_signal_emit_by_name (entry, "activate");
  for (guint i = 0; i < 2; i++)
    g_assert_cmpstr (regime_name (collapsar_session_regime (collapsar_study_run (study, i))), ==,
                     i == 0 ? "Other" : "Other 2");
  assert_closes (window);
}

/* The controller of that type that a row of the list has. */
static gpointer
controller_of (CollapsarWindow *window, int place, GType type)
{
  GtkListBox *list = GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "runs"));
  g_autoptr (GListModel) controllers
      = gtk_widget_observe_controllers (GTK_WIDGET (gtk_list_box_get_row_at_index (list, place)));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (g_type_is_a (G_OBJECT_TYPE (controller), type))
      return controller; /* the row holds it */
  }
  g_assert_not_reached ();
}

static CollapsarRegimeCard *
card_at (CollapsarWindow *window, int place)
{
  GtkListBox *list = GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "runs"));
  return COLLAPSAR_REGIME_CARD (gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (list, place)));
}

static GtkLabel *
card_label (CollapsarWindow *window, int place, const char *name)
{
  return GTK_LABEL (
      gtk_widget_get_template_child (GTK_WIDGET (card_at (window, place)), COLLAPSAR_TYPE_RUN_CARD, name));
}

static const char *
group_label (GtkWidget *card, const char *name)
{
  return gtk_label_get_label (
      GTK_LABEL (gtk_widget_get_template_child (card, COLLAPSAR_TYPE_RUN_CARD, name)));
}

/* One run says what it is; of several each says what is its own, and begins its name where they differ. */
static void
test_cards (void)
{
  CollapsarWindow *window = window_training ("400", 20.0);
  g_autoptr (Regime) other = regime_copy (collapsar_session_regime (collapsar_window_session (window)));
  g_autofree char *summary = regime_summary (other);
  g_assert_cmpstr (gtk_label_get_label (card_label (window, 0, "summary")), ==, summary);
  g_assert_cmpint (gtk_label_get_ellipsize (card_label (window, 0, "name")), ==, PANGO_ELLIPSIZE_END);
  g_assert_true (regime_set (other, "optimiser.weight-decay", "0.25", NULL));
  collapsar_study_add (collapsar_window_study (window), other);
  g_assert_cmpstr (gtk_label_get_label (card_label (window, 1, "summary")), ==, "weight decay 0.25");
  g_assert_cmpstr (gtk_label_get_label (card_label (window, 0, "summary")), ==, "weight decay 0.005");
  g_assert_cmpint (gtk_label_get_ellipsize (card_label (window, 0, "name")), ==, PANGO_ELLIPSIZE_START);
  /* What a preset's variants have alike is left out. */
  collapsar_study_rename (collapsar_window_study (window),
                          collapsar_study_run (collapsar_window_study (window), 0), "Preset, long: A");
  collapsar_study_rename (collapsar_window_study (window),
                          collapsar_study_run (collapsar_window_study (window), 1), "Preset, long: B");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.repeat-seeds", "i", 1);
  GtkListBox *list = GTK_LIST_BOX (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "runs"));
  GtkWidget *group = gtk_list_box_row_get_child (gtk_list_box_get_row_at_index (list, 1));
  g_assert_cmpstr (gtk_label_get_label (card_label (window, 0, "name")), ==, "A");
  g_assert_cmpstr (group_label (group, "name"), ==, "B");
  g_assert_cmpstr (group_label (group, "summary"), ==, "weight decay 0.25");
  assert_closes (window);
}

/* By keys, then by hand: the last one's row is dropped on the upper half of the first. */
static void
test_order (void)
{
  CollapsarWindow *window = window_training ("400", 20.0);
  CollapsarStudy *study = collapsar_window_study (window);
  wait_for (window, COLLAPSAR_SESSION_RUNNING);
  CollapsarSession *first = collapsar_window_session (window);
  g_assert_true (activate (window, "win.duplicate-run"));
  CollapsarSession *second = collapsar_window_session (window);
  g_assert_cmpint (collapsar_session_get_state (second), ==, COLLAPSAR_SESSION_IDLE);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.move-run", "i", -1));
  g_assert_true (collapsar_study_run (study, 0) == second);
  g_assert_true (collapsar_window_session (window) == second);
  g_assert_true (activate (window, "win.undo-run"));
  g_assert_true (collapsar_study_run (study, 0) == first);

  gboolean taken = FALSE;
  GdkDragAction action = 0;
  g_autoptr (GdkContentProvider) dragged = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  g_value_init (&value, COLLAPSAR_TYPE_SESSION);
  g_signal_emit_by_name (controller_of (window, 1, GTK_TYPE_DRAG_SOURCE), "prepare", 5.0, 5.0, &dragged);
  g_assert_true (gdk_content_provider_get_value (dragged, &value, NULL));
  g_assert_true (g_value_get_object (&value) == second);
  GtkWidget *row = gtk_event_controller_get_widget (controller_of (window, 0, GTK_TYPE_DROP_TARGET));
  g_signal_emit_by_name (controller_of (window, 0, GTK_TYPE_DROP_TARGET), "motion", 5.0, 0.0, &action);
  g_assert_cmpint (action, ==, GDK_ACTION_MOVE);
  g_assert_true (gtk_widget_has_css_class (row, "drop-before"));
  g_signal_emit_by_name (controller_of (window, 0, GTK_TYPE_DROP_TARGET), "drop", &value, 5.0, 0.0, &taken);
  g_assert_true (taken);
  g_assert_true (collapsar_study_run (study, 0) == second);
  g_assert_nonnull (window->undo_toast);
  g_value_unset (&value);
  g_clear_object (&dragged);

  /* One that waits is edited as it is, one that has trained is not. */
  g_assert_true (activate (window, "win.edit-run"));
  g_assert_true (window->panes[COLLAPSAR_PANE_SETTINGS].shown);
  g_assert_true (collapsar_window_session (window) == second);
  collapsar_study_select (study, first);
  wait_for_epoch (window, 1.0);
  g_assert_true (activate (window, "win.edit-run"));
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 3);
  g_assert_true (collapsar_window_session (window) != first);
  g_assert_true (collapsar_session_is_wanted (first));
  assert_closes (window);
}

/* What is dragged at the list's lower edge, or beyond it, scrolls the list on. */
static void
test_drag_scroll (void)
{
  CollapsarWindow *window = window_training ("400", 20.0);
  GtkWidget *scroller = GTK_WIDGET (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "scroller"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  gint64 start = g_get_monotonic_time ();
  for (guint i = 0; i < 11; i++)
    g_assert_true (activate (window, "win.duplicate-run"));
  while (gtk_adjustment_get_upper (adjustment) < 2.0 * gtk_adjustment_get_page_size (adjustment)
         || gtk_adjustment_get_value (adjustment) == 0.0) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window->sidebar));
  gpointer motion = NULL;
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
    g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
    if (GTK_IS_DROP_CONTROLLER_MOTION (controller))
      motion = controller; /* the sidebar holds it */
  }
  /* Up at the upper edge, and not at all once it has left. */
  double last = gtk_adjustment_get_value (adjustment);
  g_signal_emit_by_name (motion, "motion", 40.0, 0.0);
  while (gtk_adjustment_get_value (adjustment) >= last) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
  g_signal_emit_by_name (motion, "motion", 40.0, 2000.0);
  last = gtk_adjustment_get_value (adjustment);
  while (gtk_adjustment_get_value (adjustment) <= last) {
    g_assert_false (is_late (start));
    g_main_context_iteration (NULL, FALSE);
  }
  g_signal_emit_by_name (motion, "motion", 40.0, 0.0);
  g_signal_emit_by_name (motion, "leave");
  last = gtk_adjustment_get_value (adjustment);
  for (guint i = 0; i < 50; i++) {
    g_main_context_iteration (NULL, FALSE);
    g_usleep (1000);
  }
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, last);
  assert_closes (window);
}

/* A regime file is trained; a file that is none is said to be so, and nothing is added. */
static void
test_drop_file (void)
{
  CollapsarWindow *window = window_training ("400", 20.0);
  CollapsarStudy *study = collapsar_window_study (window);
  wait_for_epoch (window, 1.0);
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "small.regime", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GSList) files = g_slist_append (NULL, file);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_auto (GValue) value = G_VALUE_INIT;
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_set_boxed (&value, files);
  for (int good = 0; good < 2; good++) {
    const char *text = good ? "[regime]\nname=Dropped\n[data]\ntrain=300\n" : "no regime\n";
    g_assert_true (g_file_set_contents (path, text, -1, NULL));
    for (guint i = 0; i < g_list_model_get_n_items (controllers); i++) {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);
      gboolean taken;
      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 5.0, 5.0, &taken);
    }
    g_assert_cmpint (gtk_revealer_get_reveal_child (window->message_revealer), ==, !good);
    g_assert_cmpuint (collapsar_study_n_runs (study), ==, good ? 2 : 1);
  }
  g_assert_cmpstr (regime_name (collapsar_session_regime (collapsar_window_session (window))), ==, "Dropped");
  g_remove (path);
  g_rmdir (folder);
  assert_closes (window);
}

/* It is over once the last of several has ended; not when one alone has, nor as long as one is paused. */
static void
test_notice (void)
{
  CollapsarWindow *window = window_training ("4", 0.0);
  CollapsarStudy *study = collapsar_window_study (window);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpuint (window->most_training, ==, 0);
  g_assert_false (collapsar_window_notice_training (window));
  for (guint i = 0; i < 2; i++)
    g_assert_true (activate (window, "win.restart-new-seed"));
  g_assert_cmpuint (window->most_training, ==, 2);
  g_assert_false (collapsar_window_notice_training (window));
  while (collapsar_study_n_training (study) + collapsar_study_n_waiting (study) > 0)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (window->most_training, ==, 0); /* has been told */
  window->most_training = 2;
  g_assert_true (collapsar_window_notice_training (window));
  g_assert_false (collapsar_window_notice_training (window));
  g_autoptr (Regime) long_one = small_regime ("400");
  collapsar_window_train (window, long_one);
  collapsar_study_pause_all (study);
  window->most_training = 2;
  g_assert_false (collapsar_window_notice_training (window));
  assert_closes (window);
}

/* What is exported is what is seen: a scene of each run, and curves of all in each chart. */
static void
assert_panels (CollapsarWindow *window, guint n_runs)
{
  g_autoptr (GArray) scenes = collapsar_geometry_page_panels (window->geometry);
  g_autoptr (GArray) charts = collapsar_curves_page_panels (window->curves);
  g_assert_cmpuint (scenes->len, ==, n_runs);
  g_assert_cmpuint (g_array_index (charts, PlotPanel, 0).chart->n_series, ==, 2 * n_runs);
}

/* The eye of a card, the keys' actions and the menu's. */
static void
test_visible (void)
{
  CollapsarWindow *window = window_training ("4", 0.0);
  CollapsarStudy *study = collapsar_window_study (window);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  for (guint i = 0; i < 2; i++) {
    g_assert_true (activate (window, "win.restart"));
    wait_for (window, COLLAPSAR_SESSION_FINISHED);
  }
  GListModel *seen = collapsar_stage_runs (window->stage);
  assert_panels (window, 3);
  GtkToggleButton *eye = GTK_TOGGLE_BUTTON (
      gtk_widget_get_template_child (GTK_WIDGET (card_at (window, 0)), COLLAPSAR_TYPE_RUN_CARD, "eye"));
  g_assert_cmpuint (g_list_model_get_n_items (seen), ==, 3);
  g_assert_true (gtk_toggle_button_get_active (eye));
  gtk_toggle_button_set_active (eye, FALSE);
  g_assert_false (collapsar_session_get_visible (collapsar_study_run (study, 0)));
  g_assert_cmpuint (g_list_model_get_n_items (seen), ==, 2);
  g_assert_true (activate (window, "win.toggle-visible"));
  g_assert_true (collapsar_window_session (window) == collapsar_study_run (study, 1));
  g_assert_cmpuint (g_list_model_get_n_items (seen), ==, 1);
  g_assert_true (activate (window, "win.show-all"));
  g_assert_true (gtk_toggle_button_get_active (eye));
  g_assert_cmpuint (g_list_model_get_n_items (seen), ==, 3);
  g_assert_true (activate (window, "win.show-only"));
  g_assert_cmpuint (g_list_model_get_n_items (seen), ==, 1);
  assert_panels (window, 1);
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
      = { "test-split",   "features",     "means",        "classifiers", "ideal",    "linked-cameras",
          "common-scale", "train-curves", "test-curves",  "head-curves", "each-run", "ratio",
          "log-epochs",   "trails",       "class-images", "orthographic" };
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

/* Every view with each of two runs of other shapes, and without any. */
static void
test_remove (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) other = regime_new_preset ("gaussian-hierarchy", &error);
  CollapsarWindow *window = window_training ("4", 0.0);
  CollapsarStudy *study = collapsar_window_study (window);
  CollapsarSession *first = collapsar_window_session (window);
  g_assert_no_error (error);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  g_assert_true (regime_set (other, "run.epochs", "3", NULL));
  collapsar_window_train (window, other);
  wait_for (window, COLLAPSAR_SESSION_FINISHED);
  for (int i = 0; i < 4; i++) {
    collapsar_window_show_view (window, i < 2 ? "geometry" : "curves");
    gtk_widget_activate_action (GTK_WIDGET (window), "win.select-run", "i", i % 2 == 0 ? -1 : 1);
    g_assert_true ((collapsar_window_session (window) == first) == (i % 2 == 0));
    for (int j = 0; j < 20; j++)
      g_main_context_iteration (NULL, FALSE);
  }
  g_assert_true (activate (window, "win.remove-run"));
  g_assert_true (collapsar_window_session (window) == first);
  g_assert_true (activate (window, "win.undo-run"));
  g_assert_cmpstr (selected_setting (window, "data.source"), ==, "gaussian");
  g_assert_true (collapsar_study_run (study, 0) == first);

  g_assert_true (activate (window, "win.remove-run"));
  g_assert_true (activate (window, "win.remove-run"));
  g_assert_null (collapsar_window_session (window));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "empty");
  activate (window, "win.remove-run");
  activate (window, "win.train");
  g_assert_true (activate (window, "win.undo-run"));
  g_assert_true (collapsar_window_session (window) == first);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "views");
  assert_closes (window);
}

/* A preset more, and back to what was trained before, which goes on. */
static void
test_preset_undo (void)
{
  CollapsarWindow *window = window_training ("400", 20.0);
  CollapsarStudy *study = collapsar_window_study (window);
  CollapsarSession *session = collapsar_window_session (window);
  wait_for_epoch (window, 1.0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.preset", "s", "gaussian-hierarchy"));
  g_assert_cmpstr (selected_setting (window, "data.source"), ==, "gaussian");
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 2);
  wait_for (window, COLLAPSAR_SESSION_RUNNING);
  g_assert_true (activate (window, "win.undo-run"));
  g_assert_cmpuint (collapsar_study_n_runs (study), ==, 1);
  g_assert_true (collapsar_window_session (window) == session);
  g_assert_cmpint (collapsar_session_get_state (session), ==, COLLAPSAR_SESSION_RUNNING);
  wait_for_epoch (window, collapsar_session_get_epoch (session) + 1.0);
  /* One of the regimes that a preset lays side by side. */
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.preset", "s", "optimisers:AdamW"));
  g_assert_cmpstr (selected_setting (window, "optimiser.kind"), ==, "adamw");
  wait_for (window, COLLAPSAR_SESSION_RUNNING);
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
  if (!test_has_display ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  g_autoptr (GError) error = NULL;
  application = GTK_APPLICATION (g_object_new (ADW_TYPE_APPLICATION, "application-id",
                                               "io.github.collapsar.Collapsar", "flags",
                                               G_APPLICATION_NON_UNIQUE, NULL));
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  if (!g_application_register (G_APPLICATION (application), NULL, &error))
    g_error ("%s", error->message);
  g_test_add_func ("/app/window/trains", test_trains);
  g_test_add_func ("/app/window/actions", test_actions);
  g_test_add_func ("/app/window/replay", test_replay);
  g_test_add_func ("/app/window/train-again", test_train_again);
  g_test_add_func ("/app/window/variants", test_variants);
  g_test_add_func ("/app/window/preset-transfers", test_preset_transfers);
  g_test_add_func ("/app/window/seeds", test_seeds);
  g_test_add_func ("/app/window/cards", test_cards);
  g_test_add_func ("/app/window/drop-file", test_drop_file);
  g_test_add_func ("/app/window/order", test_order);
  g_test_add_func ("/app/window/drag-scroll", test_drag_scroll);
  g_test_add_func ("/app/window/group", test_group);
  g_test_add_func ("/app/window/group-name", test_group_name);
  g_test_add_func ("/app/window/notice", test_notice);
  g_test_add_func ("/app/window/visible", test_visible);
  g_test_add_func ("/app/window/view-actions", test_view_actions);
  g_test_add_func ("/app/window/view-choices", test_view_choices);
  g_test_add_func ("/app/window/apply", test_apply);
  g_test_add_func ("/app/window/branch", test_branch);
  g_test_add_func ("/app/window/remove", test_remove);
  g_test_add_func ("/app/window/preset-undo", test_preset_undo);
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
  int result = g_test_run ();
  g_object_unref (application);
  return result;
}
