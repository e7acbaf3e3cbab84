/* Runs the program as a person or a script does. COLLAPSAR_CLI names it. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct {
  char *out, *talk; /* stdout, stderr */
  int code;
} Result;

static inline void
result_free (Result *result)
{
  g_free (result->out);
  g_free (result->talk);
  g_free (result);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Result, result_free)

static inline GSubprocess *
spawn (const char *line)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) words = NULL;
  g_autofree char *whole = g_strdup_printf ("%s %s", g_getenv ("COLLAPSAR_CLI"), line);
  g_assert_true (g_shell_parse_argv (whole, NULL, &words, &error));
  GSubprocess *process = g_subprocess_newv (
      (const char *const *)words, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  return process;
}

static inline Result *
finish (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;
  Result *result = g_new0 (Result, 1);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &result->out, &result->talk, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result->code = g_subprocess_get_exit_status (process);
  return result;
}

static inline Result *
run (const char *line)
{
  g_autoptr (GSubprocess) process = spawn (line);
  g_test_message ("%s", line);
  return finish (process);
}

/* A short training of little. */
#define SHORT                                                                                                \
  "train watch-collapse --threads 1 -s data.train=200 -s data.test=50 -s network.hidden=16 "                 \
  "-s network.feature=12 -s optimiser.batch=32 -s run.epochs=4 "

/* A study in a folder of its own. */
typedef struct {
  char *folder, *study;
} Fixture;

/* Of the study only its name. */
static inline void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("cli-XXXXXX", NULL);
  fixture->study = g_build_filename (fixture->folder, "a b.collapsar", NULL);
}

static inline void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  while ((name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_unlink (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->study);
}
