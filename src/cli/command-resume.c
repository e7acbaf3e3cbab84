#include "cli/cli.h"
#include "cli/figure.h"
#include "cli/run.h"

#include "numeric/blas.h"

#include <glib/gi18n.h>

typedef struct {
  char **regimes;
  int threads;
  gboolean json;
  CliFigure figure;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->regimes);
  cli_figure_clear (&options->figure);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***rest)
{
  GOptionEntry entries[3 + CLI_FIGURE_N_OPTIONS + 1]
      = { { "regime", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &options->regimes,
            N_ ("only the run of that name; may be repeated"), N_ ("NAME") },
          { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
            N_ ("threads that share the work, 0 for all cores; results do not depend on it"), N_ ("N") },
          { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json,
            N_ ("print one JSON object a line for each epoch from there on, split and layer"), NULL } };
  cli_figure_options (&options->figure, entries + 3);
  return cli_parse (
      argc, argv, _ ("STUDY"),
      _ ("Go on with the runs of a study that are not finished, each from its last stored epoch, to the last "
         "bit\n"
         "as if it had never ended; those that were not begun are begun, those that failed are tried again."),
      _ ("Exit status: 0 done, 1 failed, 2 usage, 130 interrupted.\n\n"
         "collapsar-cli resume losses.collapsar\n"
         "collapsar-cli resume losses.collapsar --regime “Losses: Focal” --json"),
      entries, rest);
}

/* What another kernel than the last would do to the promise. */
static gboolean
check_kernel (Study *study, const StudyRun *run, GError **error)
{
  g_autoptr (GPtrArray) stretches = study_stretches (study, run->id, error);
  if (stretches == NULL)
    return FALSE;
  const StudyStretch *last = stretches->len > 0 ? stretches->pdata[stretches->len - 1] : NULL;
  if (last != NULL && g_strcmp0 (last->blas, numeric_blas_kernel ()) != 0)
    cli_complain (_ ("warning: %s was trained with OpenBLAS's kernel %s so far and goes on with %s; its last "
                     "bits may differ from those of a run that was not interrupted"),
                  run->name, last->blas, numeric_blas_kernel ());
  return TRUE;
}

/* The runs that there is something to do for; NULL on error. */
static GPtrArray *
read_runs (Study *study, const GPtrArray *stored, const Options *options, GError **error)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)cli_run_free);
  for (guint i = 0; i < stored->len; i++) {
    const StudyRun *run = g_ptr_array_index (stored, i);
    if (run->state == STUDY_RUN_FINISHED) {
      if (options->regimes != NULL)
        cli_complain (_ ("%s is finished already"), run->name);
      continue;
    }
    CliRun *next = cli_run_new_stored (study, run, options->json, options->figure.path != NULL, error);
    if (next == NULL)
      return NULL;
    next->samples = options->figure.look.look.all_samples;
    g_ptr_array_add (runs, next);
    if (!check_kernel (study, run, error))
      return NULL;
  }
  return g_steal_pointer (&runs);
}

/* Returns an exit code. */
static int
train (GPtrArray *runs, Study *study, const char *path, const Options *options)
{
  CliStudy *written = cli_study_new (study, path);
  int code = CLI_DONE;
  cli_interrupt_begin ();
  for (guint i = 0; i < runs->len && !cli_interrupted (); i++) {
    int end = cli_run_train (g_ptr_array_index (runs, i), (guint)options->threads, written);
    code = end != CLI_DONE ? end : code;
    if (cli_study_has_failed (written))
      break;
  }
  code = cli_study_end (written, code);
  if (options->figure.path != NULL && !cli_figure_write (&options->figure, runs) && code == CLI_DONE)
    code = CLI_FAILED;
  return cli_interrupted () ? CLI_INTERRUPTED : code;
}

/* Reads with the connection that will write, so that nobody trains these runs in between. */
static int
resume (const char *path, const Options *options)
{
  g_autoptr (GError) error = NULL;
  int code = CLI_FAILED;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  if (study == NULL) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  g_autoptr (GPtrArray) stored = cli_study_runs (study, options->regimes, &code);
  if (stored == NULL)
    return code;
  g_autoptr (GPtrArray) runs = read_runs (study, stored, options, &error);
  if (runs == NULL) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  if (runs->len > 0)
    return train (runs, g_steal_pointer (&study), path, options);
  if (options->regimes == NULL)
    cli_complain (_ ("%s: there is nothing to resume"), path);
  return CLI_DONE;
}

int
cli_resume (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) rest = NULL;
  if (!parse_arguments (argc, argv, &options, &rest) || !cli_check_threads (options.threads))
    return CLI_USAGE;
  int code = cli_figure_check (&options.figure);
  if (code != CLI_DONE)
    return code;
  /* Only a study that is there already. */
  Study *there = cli_study_open (rest, &code);
  study_close (there);
  return there == NULL ? code : resume (rest[0], &options);
}
