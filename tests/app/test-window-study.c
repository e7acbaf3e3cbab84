/* The window and its study: what a person did is there again, goes on, and what is wrong with a file is said.
 */
#include "app/camera.h"
#include "app/window-private.h"

#include "display.h"
#include "waiting.h"

#include <glib/gstdio.h>

static GtkApplication *application;
static char *folder; /* of this test's studies */

static Regime *
small_regime (const char *name, const char *epochs)
{
  g_autoptr (GError) error = NULL;
  Regime *regime = regime_new_preset ("watch-collapse", &error);
  g_assert_no_error (error);
  g_assert_true (regime_set (regime, "regime.name", name, NULL));
  g_assert_true (regime_set (regime, "data.train", "300", NULL));
  g_assert_true (regime_set (regime, "network.hidden", "16", NULL));
  g_assert_true (regime_set (regime, "run.epochs", epochs, NULL));
  return regime;
}

static gboolean
has_store (gpointer window)
{
  return collapsar_study_get_store (collapsar_window_study (window)) != NULL;
}

/* A window with the study at path, or a new one in which a regime trains so many epochs a second. */
static CollapsarWindow *
open_window_at (const char *path, Regime *regime, double pace)
{
  CollapsarWindow *window = collapsar_window_new (application);
  g_object_set (collapsar_window_study (window), "pace", pace, NULL);
  gtk_window_present (GTK_WINDOW (window));
  collapsar_window_open (window, path, regime);
  iterate_until (has_store, window);
  return window;
}

/* At full speed. */
static CollapsarWindow *
open_window (const char *path, Regime *regime)
{
  return open_window_at (path, regime, 0.0);
}

static char *
path_of (CollapsarWindow *window)
{
  return g_strdup (collapsar_store_path (collapsar_study_get_store (collapsar_window_study (window))));
}

static gboolean
has_finished (gpointer window)
{
  return collapsar_session_get_state (collapsar_window_session (window)) == COLLAPSAR_SESSION_FINISHED;
}

static gboolean
shows_snapshot (gpointer window)
{
  return collapsar_session_snapshot (collapsar_window_session (window)) != NULL;
}

static guint
n_records (CollapsarWindow *window)
{
  return training_history_n_records (collapsar_session_history (collapsar_window_session (window)));
}

static CollapsarCamera *
camera_of (CollapsarWindow *window)
{
  g_autoptr (CollapsarCamera) camera = NULL;
  g_object_get (collapsar_window_scene (window), "camera", &camera, NULL);
  return camera; /* the scene holds it */
}

/* Every run, the one that is looked at, its place, the view and the camera come back. */
static void
test_everything_again (void)
{
  g_autoptr (Regime) first = small_regime ("First", "5"), second = small_regime ("Second", "7");
  CollapsarWindow *window = open_window (NULL, first);
  g_assert_true (collapsar_store_is_automatic (collapsar_study_get_store (window->study)));
  iterate_until (has_finished, window);
  collapsar_window_train (window, second);
  iterate_until (has_finished, window);
  collapsar_study_select (window->study, collapsar_study_run (window->study, 0));
  collapsar_session_set_epoch (window->session, 2.0);
  collapsar_window_show_view (window, "curves");
  const PlotCamera camera = { .yaw = 0.25, .pitch = -0.5, .zoom = 1.5, .pan_x = 0.125 };
  collapsar_camera_set (camera_of (window), &camera);
  g_autofree char *path = path_of (window);
  close_window (window);

  window = open_window (path, NULL);
  iterate_until (shows_snapshot, window);
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 2);
  g_assert_true (window->session == collapsar_study_run (window->study, 0));
  g_assert_cmpstr (regime_name (collapsar_session_regime (window->session)), ==, "First");
  g_assert_cmpint (collapsar_session_get_state (window->session), ==, COLLAPSAR_SESSION_FINISHED);
  g_assert_cmpuint (n_records (window), ==, 6);
  g_assert_cmpfloat (collapsar_session_get_epoch (window->session), ==, 2.0);
  g_assert_false (collapsar_session_get_live (window->session));
  g_assert_cmpfloat (collapsar_session_snapshot (window->session)->epoch, ==, 2.0);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "curves");
  g_assert_cmpmem (collapsar_camera_get (camera_of (window)), sizeof camera, &camera, sizeof camera);
  g_assert_nonnull (collapsar_session_start_info (window->session)->train);
  /* The other one is loaded once it is looked at. */
  collapsar_study_select (window->study, collapsar_study_run (window->study, 1));
  iterate_until (shows_snapshot, window);
  g_assert_cmpuint (n_records (window), ==, 8);
  g_assert_cmpuint (collapsar_session_get_style (window->session), ==, 1);
  close_window (window);
}

static gboolean
has_two_runs (gpointer window)
{
  return collapsar_study_n_runs (COLLAPSAR_WINDOW (window)->study) == 2;
}

/* Also of a duplicate that never trained, which trains then. */
static void
test_order (void)
{
  g_autoptr (Regime) regime = small_regime ("Small", "5");
  CollapsarWindow *window = open_window (NULL, regime);
  iterate_until (has_finished, window);
  CollapsarSession *copy = collapsar_study_duplicate (window->study, window->session);
  g_assert_true (collapsar_study_move_by (window->study, copy, -1));
  g_autofree char *path = path_of (window);
  close_window (window);

  window = open_window (path, NULL);
  iterate_until (has_two_runs, window);
  copy = collapsar_study_run (window->study, 0);
  g_assert_cmpstr (regime_name (collapsar_session_regime (copy)), ==, "Small 2");
  g_assert_cmpstr (regime_name (collapsar_session_regime (collapsar_study_run (window->study, 1))), ==,
                   "Small");
  collapsar_study_select (window->study, copy);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.train", NULL));
  iterate_until (has_finished, window);
  g_assert_cmpuint (n_records (window), ==, 6);
  close_window (window);
}

static gboolean
has_reached_3 (gpointer window)
{
  CollapsarSession *session = collapsar_window_session (window);
  return collapsar_session_has_records (session)
         && training_history_last (collapsar_session_history (session))->epoch >= 3;
}

/* A run that was cut off waits, goes on, and ends as one that was not. */
static void
test_goes_on (void)
{
  g_autoptr (Regime) regime = small_regime ("Cut off", "40"), whole = small_regime ("Whole", "40");
  CollapsarWindow *window = open_window_at (NULL, regime, 4.0); /* its end is 9 s away when it is cut off */
  iterate_until (has_reached_3, window);
  g_autofree char *path = path_of (window);
  close_window (window);

  window = open_window (path, NULL);
  g_assert_cmpint (collapsar_session_get_state (window->session), ==, COLLAPSAR_SESSION_PAUSED);
  g_assert_cmpuint (n_records (window), >=, 4);
  g_assert_cmpuint (n_records (window), <, 41);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.train", NULL));
  iterate_until (has_finished, window);
  g_assert_cmpuint (n_records (window), ==, 41);
  CollapsarSession *resumed = window->session;
  collapsar_window_train (window, whole);
  iterate_until (has_finished, window);
  for (guint i = 0; i <= 40; i++) {
    const TrainingRecord *a = training_history_record (collapsar_session_history (resumed), i);
    const TrainingRecord *b = training_history_record (collapsar_session_history (window->session), i);
    g_assert_cmpuint (a->epoch, ==, b->epoch);
    g_assert_cmpfloat (a->split[TRAINING_TEST].loss, ==, b->split[TRAINING_TEST].loss);
    g_assert_cmpfloat (a->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1], ==,
                       b->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1]);
  }
  close_window (window);
}

/* A branch is stored with what it has of its parent, and can be gone on with in another window. */
static void
test_branch (void)
{
  g_autoptr (Regime) regime = small_regime ("Parent", "6");
  CollapsarWindow *window = open_window (NULL, regime);
  iterate_until (has_finished, window);
  collapsar_session_set_epoch (window->session, 3.0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.branch", NULL));
  g_autofree char *path = path_of (window);
  close_window (window);

  window = open_window (path, NULL);
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 2);
  iterate_until (shows_snapshot, window);
  g_assert_cmpint (collapsar_session_branch_epoch (window->session), ==, 3);
  g_assert_false (collapsar_session_has_trained (window->session));
  g_assert_cmpuint (n_records (window), ==, 4);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.train", NULL));
  iterate_until (has_finished, window);
  g_assert_cmpuint (n_records (window), ==, 7);
  /* With the parent's settings it comes to where that came. */
  CollapsarSession *parent = collapsar_study_run (window->study, 0);
  g_assert_cmpfloat (
      training_history_last (collapsar_session_history (parent))->split[TRAINING_TEST].loss, ==,
      training_history_last (collapsar_session_history (window->session))->split[TRAINING_TEST].loss);
  /* A run that was opened again can be branched, too. */
  collapsar_study_select (window->study, parent);
  iterate_until (shows_snapshot, window);
  collapsar_session_set_epoch (parent, 2.0);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), "win.branch", NULL));
  g_assert_cmpint (collapsar_session_branch_epoch (window->session), ==, 2);
  close_window (window);
}

/* Renamed and removed is what is renamed and removed in the file; an undone removal is none. */
static void
test_rename_and_remove (void)
{
  g_autoptr (Regime) first = small_regime ("First", "2"), second = small_regime ("Second", "2");
  CollapsarWindow *window = open_window (NULL, first);
  iterate_until (has_finished, window);
  collapsar_window_train (window, second);
  iterate_until (has_finished, window);
  collapsar_study_rename (window->study, collapsar_study_run (window->study, 0), "Renamed");
  collapsar_study_remove (window->study, collapsar_study_run (window->study, 0));
  collapsar_study_undo (window->study);
  collapsar_study_remove (window->study, collapsar_study_run (window->study, 1));
  g_autofree char *path = path_of (window);
  close_window (window);
  window = open_window (path, NULL);
  g_assert_cmpuint (collapsar_study_n_runs (window->study), ==, 1);
  g_assert_cmpstr (regime_name (collapsar_session_regime (window->session)), ==, "Renamed");
  close_window (window);
}

static gboolean
is_my_study (gpointer window)
{
  return strstr (gtk_window_get_title (GTK_WINDOW (window)), "my study") != NULL;
}

/* Under a name it goes on there, while it trains, and the automatic file is gone. */
static void
test_save_as (void)
{
  g_autoptr (Regime) regime = small_regime ("Saved", "60");
  g_autofree char *target = g_build_filename (folder, "my study" STUDY_SUFFIX, NULL);
  CollapsarWindow *window = open_window (NULL, regime);
  g_autofree char *before = path_of (window);
  iterate_until (has_reached_3, window);
  g_autofree char *unnamed = g_build_filename (folder, "my study", NULL);
  collapsar_window_save_study_to (window, unnamed); /* gets its ending */
  iterate_until (is_my_study, window);
  iterate_until (has_finished, window);
  g_assert_cmpstr (collapsar_store_path (collapsar_study_get_store (window->study)), ==, target);
  close_window (window);
  g_assert_false (g_file_test (before, G_FILE_TEST_EXISTS));
  window = open_window (target, NULL);
  g_assert_cmpuint (n_records (window), ==, 61);
  close_window (window);
}

static gboolean
has_dialog (gpointer window)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();
  for (GList *each = windows; each != NULL; each = each->next)
    if (ADW_IS_MESSAGE_DIALOG (each->data) && gtk_window_get_transient_for (each->data) == window)
      return TRUE;
  return FALSE;
}

/* A file that is no study, or somebody's, is left as it is, and the window goes on with a study of its own.
 */
static void
test_refused (void)
{
  g_autoptr (Regime) regime = small_regime ("Instead", "2");
  g_autofree char *path = g_build_filename (folder, "no" STUDY_SUFFIX, NULL);
  g_autofree char *text = NULL;
  g_assert_true (g_file_set_contents (path, "This is no study.", -1, NULL));
  CollapsarWindow *window = open_window (path, regime);
  iterate_until (has_dialog, window);
  iterate_until (has_finished, window);
  g_assert_true (collapsar_store_is_automatic (collapsar_study_get_store (window->study)));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "This is no study.");
  g_autofree char *taken = path_of (window);
  CollapsarWindow *other = open_window (taken, regime);
  iterate_until (has_dialog, other);
  g_autofree char *own = path_of (other);
  g_assert_cmpstr (own, !=, taken);
  close_window (other);
  close_window (window);
}

/* While a study is opened nobody is told that it has no runs. */
static void
test_opening (void)
{
  g_autoptr (Regime) regime = small_regime ("Opened", "2");
  CollapsarWindow *window = open_window (NULL, regime);
  iterate_until (has_finished, window);
  g_autofree char *path = path_of (window);
  close_window (window);
  window = collapsar_window_new (application);
  collapsar_window_show_view (window, "runs");
  collapsar_window_open (window, path, NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "opening");
  iterate_until (has_store, window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "views");
  /* A view that was asked for comes before the one that was left. */
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "runs");
  close_window (window);
}

/* One without runs leaves nothing behind. */
static void
test_empty (void)
{
  CollapsarWindow *window = open_window (NULL, NULL);
  g_autofree char *path = path_of (window);
  g_assert_null (collapsar_window_session (window));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->content), ==, "empty");
  close_window (window);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* Studies and recent files of its own. */
  folder = g_dir_make_tmp ("collapsar-window-XXXXXX", NULL);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  if (!test_has_display ())
    return 0;
  adw_init ();
  g_autoptr (GError) error = NULL;
  application = gtk_application_new ("io.github.collapsar.Test", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/app/window-study/everything-again", test_everything_again);
  g_test_add_func ("/app/window-study/order", test_order);
  g_test_add_func ("/app/window-study/goes-on", test_goes_on);
  g_test_add_func ("/app/window-study/branch", test_branch);
  g_test_add_func ("/app/window-study/rename-and-remove", test_rename_and_remove);
  g_test_add_func ("/app/window-study/save-as", test_save_as);
  g_test_add_func ("/app/window-study/refused", test_refused);
  g_test_add_func ("/app/window-study/opening", test_opening);
  g_test_add_func ("/app/window-study/empty", test_empty);
  int status = g_test_run ();
  g_object_unref (application);
  const char *const command[] = { "rm", "-r", folder, NULL };
  g_spawn_sync (NULL, (char **)command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL);
  g_free (folder);
  return status;
}
