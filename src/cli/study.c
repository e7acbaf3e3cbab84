#include "cli/study.h"

#include "cli/cli.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* A StudyWriterFailed. */
static void
on_failed (const GError *error, gpointer user_data)
{
  cli_complain ("%s", error->message);
  cli_study_note_failure (user_data);
}

CliStudy *
cli_study_new (Study *study, const char *path)
{
  CliStudy *written = g_new0 (CliStudy, 1);
  written->path = g_strdup (path);
  written->writer = study_writer_new (study, on_failed, written);
  return written;
}

void
cli_study_note_failure (CliStudy *study)
{
  g_atomic_int_set (&study->failed, TRUE);
}

gboolean
cli_study_has_failed (CliStudy *study)
{
  return g_atomic_int_get (&study->failed);
}

/* As it is to be typed. */
static char *
quote (const char *path)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./+,:=@-";
  return *path != '-' && path[strspn (path, plain)] == '\0' ? g_strdup (path) : g_shell_quote (path);
}

/* Where it is, and how it goes on when it has to. */
static void
tell_place (const CliStudy *study)
{
  g_autofree char *path = quote (study->path);
  fprintf (stderr, _ ("study: %s\n"), study->path);
  if (study->failed || cli_interrupted ())
    cli_complain (_ ("the study can be resumed: collapsar-cli resume %s%s"),
                  g_str_has_prefix (study->path, "-") ? "-- " : "", path);
}

int
cli_study_end (CliStudy *study, int code)
{
  if (study == NULL)
    return code;
  study_writer_free (study->writer);
  if (study->path != NULL)
    tell_place (study);
  if (study->failed && code == CLI_DONE)
    code = CLI_FAILED;
  g_free (study->path);
  g_free (study);
  return code;
}

Study *
cli_study_open (char **arguments, int *code)
{
  g_autoptr (GError) error = NULL;
  *code = CLI_USAGE;
  if (arguments[0] == NULL || arguments[1] != NULL) {
    cli_complain (_ ("the command takes one study, a file that train --study FILE has written"));
    return NULL;
  }
  Study *study = study_open (arguments[0], STUDY_READ, &error);
  if (study != NULL)
    return study;
  cli_complain ("%s", error->message);
  *code = cli_code_of (error);
  return NULL;
}

/* What there is, after the complaint that something is not there. */
static void
tell_names (Study *study)
{
  g_autoptr (GPtrArray) runs = study_runs (study, NULL);
  for (guint i = 0; runs != NULL && i < runs->len; i++)
    fprintf (stderr, _ ("  there is: %s\n"), ((StudyRun *)g_ptr_array_index (runs, i))->name);
}

static GPtrArray *
find_runs (Study *study, char **names, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)study_run_free);
  for (char **name = names; *name != NULL; name++) {
    StudyRun *run = study_find_run (study, *name, error);
    if (run == NULL)
      return NULL;
    g_ptr_array_add (runs, run);
  }
  return g_steal_pointer (&runs);
}

GPtrArray *
cli_study_runs (Study *study, char **names, int *code)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *runs = names == NULL ? study_runs (study, &error) : find_runs (study, names, &error);
  if (runs != NULL)
    return runs;
  cli_complain ("%s", error->message);
  if (g_error_matches (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND))
    tell_names (study);
  *code = cli_code_of (error);
  return NULL;
}

/* "0, 1, 5" */
static char *
list_epochs (const GArray *epochs)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < epochs->len; i++)
    g_string_append_printf (text, "%s%u", i > 0 ? ", " : "", g_array_index (epochs, guint, i));
  return g_string_free (text, FALSE);
}

TrainingCheckpoint *
cli_study_checkpoint (Study *study, const StudyRun *run, int epoch, GError **error)
{
  g_autoptr (GArray) epochs = study_checkpoint_epochs (study, run->id, error);
  if (epochs == NULL)
    return NULL;
  for (guint i = 0; i < epochs->len; i++)
    if (epoch < 0 || g_array_index (epochs, guint, i) == (guint)epoch)
      return epoch < 0 ? study_last_checkpoint (study, run->id, error)
                       : study_checkpoint (study, run->id, (guint)epoch, error);
  g_autofree char *there = list_epochs (epochs);
  if (epochs->len == 0)
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND, _ ("%s: no epoch of “%s” is stored yet"),
                 study_path (study), run->name);
  else
    g_set_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND,
                 _ ("%s: the weights of epoch %d of “%s” are not stored; there are those of %s"),
                 study_path (study), epoch, run->name, there);
  return NULL;
}
