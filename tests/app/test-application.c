/* The program's command line, by running the program ($COLLAPSAR_PROGRAM). */
#include <gtk/gtk.h>

#include "study/study.h"

#include "display.h"
#include <glib/gstdio.h>

/* Runs the program; returns its exit status and what it said on stderr. */
static int
run (const char *const *arguments, char **said)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_ptr_array_add (argv, (gpointer)g_getenv ("COLLAPSAR_PROGRAM"));
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (gpointer)*arguments);
  g_ptr_array_add (argv, NULL);
  g_autoptr (GSubprocess) program
      = g_subprocess_newv ((const char *const *)argv->pdata,
                           G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (program, NULL, NULL, NULL, said, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (program));
  return g_subprocess_get_exit_status (program);
}

static char *
temporary_file (const char *name)
{
  g_autofree char *folder = g_dir_make_tmp ("collapsar-XXXXXX", NULL);
  return g_build_filename (folder, name, NULL);
}

static void
remove_file (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  g_unlink (file);
  g_rmdir (folder);
}

static void
test_picture (void)
{
  g_autofree char *file = temporary_file ("window.png");
  g_autofree char *said = NULL;
  const char *arguments[]
      = { "--screenshot", file,     "--screenshot-after", "1", "--size", "900x640", "--dark",
          "--view",       "curves", "watch-collapse",     NULL };
  g_assert_cmpint (run (arguments, &said), ==, 0);
  g_assert_cmpstr (said, ==, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_filename (file, &error);
  g_assert_no_error (error);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 900);
  g_assert_cmpint (gdk_texture_get_height (texture), ==, 640);
  remove_file (file);
}

static void
test_frame_times (void)
{
  g_autofree char *said = NULL;
  const char *arguments[] = { "--frame-times", "0.5", "--full-speed", NULL };
  g_assert_cmpint (run (arguments, &said), ==, 0);
  g_assert_cmpstr (said, ==, "");
}

/* The one study among the automatic ones of this folder of data. */
static Study *
open_only_study (const char *data)
{
  g_autofree char *folder = g_build_filename (data, "collapsar", "studies", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) files = g_dir_open (folder, 0, &error);
  g_assert_no_error (error);
  const char *name = g_dir_read_name (files);
  while (name != NULL && !g_str_has_suffix (name, STUDY_SUFFIX))
    name = g_dir_read_name (files);
  g_assert_nonnull (name);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  Study *study = study_open (path, STUDY_READ, &error);
  g_assert_no_error (error);
  return study;
}

/* A file that compares is trained whole, as a preset from the start page is. */
static void
test_comparison (void)
{
  g_autofree char *regime = temporary_file ("two.regime");
  g_autofree char *picture = temporary_file ("window.png");
  g_autofree char *data = g_path_get_dirname (picture);
  g_autofree char *before = g_strdup (g_getenv ("XDG_DATA_HOME"));
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  g_assert_true (g_file_set_contents (
      regime, "[run]\nepochs=1\n[variant A]\nrun.seed=1\n[variant B]\nrun.seed=2\n", -1, NULL));
  const char *arguments[]
      = { "--full-speed", "--screenshot", picture, "--screenshot-after", "1", regime, NULL };
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  g_assert_cmpint (run (arguments, &said), ==, 0);
  g_assert_cmpstr (said, ==, "");
  g_autoptr (Study) study = open_only_study (data);
  g_autoptr (GPtrArray) runs = study_runs (study, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (runs->len, ==, 2);
  if (before == NULL)
    g_unsetenv ("XDG_DATA_HOME");
  else
    g_setenv ("XDG_DATA_HOME", before, TRUE);
  const char *const remove[] = { "rm", "-r", data, NULL };
  g_spawn_sync (NULL, (char **)remove, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  remove_file (regime);
}

static void
test_bad_view (void)
{
  g_autofree char *said = NULL;
  const char *arguments[] = { "--view", "pie", NULL };
  g_assert_cmpint (run (arguments, &said), ==, 2);
  g_assert_nonnull (strstr (said, "pie"));
  g_assert_nonnull (strstr (said, "geometry, curves, layers, findings, transfer, runs and start"));
}

static void
test_unknown_option (void)
{
  g_autofree char *said = NULL;
  const char *arguments[] = { "--nonsense", NULL };
  g_assert_cmpint (run (arguments, &said), !=, 0);
  g_assert_nonnull (strstr (said, "--nonsense"));
}

/* Said in the terminal and on screen; the window stays until it is closed. */
static void
test_bad_regime (void)
{
  g_autofree char *regime = temporary_file ("bad.regime");
  g_autofree char *picture = temporary_file ("window.png");
  g_autofree char *said = NULL;
  g_assert_true (g_file_set_contents (regime, "[network]\nhiden=3\n", -1, NULL));
  const char *arguments[] = { "--screenshot", picture, "--screenshot-after", "0.5", regime, NULL };
  g_assert_cmpint (run (arguments, &said), ==, 2);
  g_assert_nonnull (strstr (said, "hiden"));
  g_assert_true (g_file_test (picture, G_FILE_TEST_EXISTS));
  remove_file (regime);
  remove_file (picture);
}

/* Whether the process has a handler for the signal by now. */
static gboolean
catches (const char *pid, int number)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/status", pid);
  g_autofree char *status = NULL;
  if (!g_file_get_contents (path, &status, NULL, NULL))
    return FALSE;
  const char *caught = strstr (status, "SigCgt:");
  return caught != NULL
         && (g_ascii_strtoull (caught + strlen ("SigCgt:"), NULL, 16) >> (number - 1) & 1) != 0;
}

/* While a data set is loading or a network trains: an orderly end, and nothing has gone wrong. */
static void
test_signal (gconstpointer data)
{
  int number = GPOINTER_TO_INT (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) program
      = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                          g_getenv ("COLLAPSAR_PROGRAM"), "--frame-times", "600", NULL);
  g_autofree char *said = NULL;
  g_assert_no_error (error);
  while (!catches (g_subprocess_get_identifier (program), number))
    g_usleep (5000);
  g_subprocess_send_signal (program, number);
  g_subprocess_communicate_utf8 (program, NULL, NULL, NULL, &said, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (program));
  g_assert_cmpint (g_subprocess_get_exit_status (program), ==, 0);
  g_assert_cmpstr (said, ==, "");
}

int
main (int argc, char **argv)
{
  if (!test_has_display ())
    return 0;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/application/picture", test_picture);
  g_test_add_func ("/app/application/frame-times", test_frame_times);
  g_test_add_func ("/app/application/comparison", test_comparison);
  g_test_add_func ("/app/application/bad-view", test_bad_view);
  g_test_add_func ("/app/application/unknown-option", test_unknown_option);
  g_test_add_func ("/app/application/bad-regime", test_bad_regime);
  g_test_add_data_func ("/app/application/interrupt", GINT_TO_POINTER (SIGINT), test_signal);
  g_test_add_data_func ("/app/application/terminate", GINT_TO_POINTER (SIGTERM), test_signal);
  return g_test_run ();
}
