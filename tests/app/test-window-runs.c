/* The runs of a window, as its actions and cards drive them: several, groups of seeds, their order, what is
 * seen. */
#include "app/group-card.h"
#include "app/name-popover.h"
#include "app/regime-card.h"

#include "training-window.h"

#include <glib/gstdio.h>
#include <math.h>

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

/* How high what to look for may be in a sidebar of that height. */
static int
most_text (CollapsarWindow *window, int height)
{
  int most;
  collapsar_sidebar_fit (window->sidebar, height);
  g_object_get (
      gtk_widget_get_template_child (GTK_WIDGET (window->sidebar), COLLAPSAR_TYPE_SIDEBAR, "about_scroller"),
      "max-content-height", &most, NULL);
  return most;
}

/* What to look for has a third of the sidebar at most, and leaves room for three cards; further ones need
 * none. */
static void
test_room (void)
{
  CollapsarWindow *window = window_training ("400", 20.0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.preset", "s", "losses"));
  int two = most_text (window, 540), high = most_text (window, 1500);
  g_assert_cmpint (two, >, 80);
  g_assert_cmpint (two, <, 540 / 3);
  g_assert_cmpint (high, >, 2 * two);
  g_assert_cmpint (high, <, 500);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.preset", "s", "losses"));
  int three = most_text (window, 540);
  g_assert_cmpint (three, <, two);
  g_assert_cmpint (three, >, 0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.preset", "s", "losses"));
  g_assert_cmpint (most_text (window, 540), ==, three);
  g_assert_cmpint (most_text (window, 1500), ==, high);
  assert_closes (window);
}

int
main (int argc, char **argv)
{
  if (!window_tests_begin (&argc, &argv))
    return 0;
  g_test_add_func ("/app/window-runs/variants", test_variants);
  g_test_add_func ("/app/window-runs/preset-transfers", test_preset_transfers);
  g_test_add_func ("/app/window-runs/room", test_room);
  g_test_add_func ("/app/window-runs/seeds", test_seeds);
  g_test_add_func ("/app/window-runs/cards", test_cards);
  g_test_add_func ("/app/window-runs/drop-file", test_drop_file);
  g_test_add_func ("/app/window-runs/order", test_order);
  g_test_add_func ("/app/window-runs/drag-scroll", test_drag_scroll);
  g_test_add_func ("/app/window-runs/group", test_group);
  g_test_add_func ("/app/window-runs/group-name", test_group_name);
  g_test_add_func ("/app/window-runs/notice", test_notice);
  g_test_add_func ("/app/window-runs/visible", test_visible);
  g_test_add_func ("/app/window-runs/remove", test_remove);
  g_test_add_func ("/app/window-runs/preset-undo", test_preset_undo);
  return window_tests_run ();
}
