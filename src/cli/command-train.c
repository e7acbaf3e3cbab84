#include "cli/cli.h"
#include "cli/figure.h"
#include "cli/run.h"

#include <glib/gi18n.h>

typedef struct {
  char **set;
  char *study;
  int threads;
  gboolean json;
  CliFigure figure;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->set);
  g_free (options->study);
  cli_figure_clear (&options->figure);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***regimes)
{
  GOptionEntry entries[4 + CLI_FIGURE_N_OPTIONS + 1]
      = { { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->set,
            N_ ("change a setting of every regime; may be repeated"), N_ ("SECTION.KEY=VALUE") },
          { "study", 'S', 0, G_OPTION_ARG_FILENAME, &options->study,
            N_ ("store all of it in a study, made if there is none; may be resumed"), N_ ("FILE") },
          { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
            N_ ("threads that share the work, 0 for all cores; results do not depend on it"), N_ ("N") },
          { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json,
            N_ ("print one JSON object a line for each epoch, split and layer"), NULL } };
  cli_figure_options (&options->figure, entries + 4);
  return cli_parse (
      argc, argv, _ ("REGIME|PRESET…"),
      _ ("Train regimes, one after another. A regime is a preset's name (collapsar-cli presets) or a file; "
         "of one\n"
         "with variants all are trained, or one: PRESET:VARIANT."),
      _ ("Settings that --set changes are listed by collapsar-cli keys. Ctrl-C ends a run; what was trained "
         "so\n"
         "far is still told and drawn. With --study every epoch is in the file before it is told, and "
         "collapsar-cli\n"
         "resume goes on from the last, whatever ended the program. Exit status: 0 done, 1 failed, 2 usage,\n"
         "130 interrupted.\n\n"
         "collapsar-cli train watch-collapse --set run.seed=2 --figure collapse.pdf\n"
         "collapsar-cli train mine.regime --json > mine.jsonl\n"
         "collapsar-cli train losses --study losses.collapsar"),
      entries, regimes);
}

/* Every variant of the regimes, with their settings changed; NULL after telling what is wrong. */
static GPtrArray *
read_runs (char **arguments, const Options *options)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)cli_run_free);
  for (char **argument = arguments; *argument != NULL; argument++) {
    g_autoptr (RegimeComparison) comparison = cli_read_regimes (*argument, options->set);
    if (comparison == NULL)
      return NULL;
    for (guint v = 0; v < regime_comparison_n_variants (comparison); v++) {
      CliRun *run = cli_run_new (regime_comparison_variant (comparison, v), options->json,
                                 options->figure.path != NULL);
      run->samples = options->figure.look.look.all_samples;
      g_ptr_array_add (runs, run);
    }
  }
  return g_steal_pointer (&runs);
}

/* Adds a run to the study, under a name of its own. */
static gboolean
add_run (Study *study, CliRun *run, GError **error)
{
  g_autofree char *name = study_free_name (study, run->label, error);
  if (name == NULL)
    return FALSE;
  run->stored = study_run_new (run->regime);
  g_free (run->stored->name);
  run->stored->name = g_strdup (name);
  g_free (run->label);
  run->label = g_steal_pointer (&name);
  return study_put_run (study, run->stored, error);
}

/* All of them, so that resume begins also those whose turn did not come. */
static gboolean
add_runs (Study *study, GPtrArray *runs, GError **error)
{
  if (!study_begin (study, error))
    return FALSE;
  for (guint i = 0; i < runs->len; i++)
    if (!add_run (study, g_ptr_array_index (runs, i), error)) {
      study_roll_back (study);
      return FALSE;
    }
  return study_commit (study, error);
}

/* NULL after telling what is wrong. */
static CliStudy *
open_study (const char *path, GPtrArray *runs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Study) study = study_open (path, STUDY_WRITE, &error);
  if (study != NULL && add_runs (study, runs, &error))
    return cli_study_new (g_steal_pointer (&study), path);
  cli_complain ("%s", error->message);
  return NULL;
}

/* Returns an exit code. */
static int
train (GPtrArray *runs, const Options *options)
{
  CliStudy *study = options->study != NULL ? open_study (options->study, runs) : NULL;
  int code = CLI_DONE;
  if (options->study != NULL && study == NULL)
    return CLI_FAILED;
  cli_interrupt_begin ();
  for (guint i = 0; i < runs->len && !cli_interrupted (); i++) {
    int end = cli_run_train (g_ptr_array_index (runs, i), (guint)options->threads, study);
    code = end != CLI_DONE ? end : code;
    if (study != NULL && cli_study_has_failed (study))
      break;
  }
  return cli_study_end (study, code);
}

int
cli_train (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) regimes = NULL;
  if (!parse_arguments (argc, argv, &options, &regimes))
    return CLI_USAGE;
  if (regimes[0] == NULL) {
    cli_complain (_ ("train what? The presets are listed by collapsar-cli presets"));
    return CLI_USAGE;
  }
  if (!cli_check_threads (options.threads))
    return CLI_USAGE;
  int code = cli_figure_check (&options.figure);
  if (code != CLI_DONE)
    return code;
  g_autoptr (GPtrArray) runs = read_runs (regimes, &options);
  if (runs == NULL)
    return CLI_USAGE;
  code = train (runs, &options);
  if (options.figure.path != NULL && !cli_figure_write (&options.figure, runs) && code == CLI_DONE)
    code = CLI_FAILED;
  return cli_interrupted () ? CLI_INTERRUPTED : code;
}
