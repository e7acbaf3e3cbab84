#include "cli/cli.h"
#include "cli/study.h"

#include "study/snapshot-export.h"
#include "training/export.h"

#include <glib/gi18n.h>
#include <stdio.h>

typedef struct {
  char **regimes;
  int epoch; /* -1: the last */
  char *weights, *features, *snapshots, *regime_file;
  int threads;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->regimes);
  g_free (options->weights);
  g_free (options->features);
  g_free (options->snapshots);
  g_free (options->regime_file);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***rest)
{
  const GOptionEntry entries[]
      = { { "regime", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &options->regimes,
            N_ ("the run of that name; may be left out where there is one"), N_ ("NAME") },
          { "epoch", 'e', 0, G_OPTION_ARG_INT, &options->epoch,
            N_ ("of weights and features; default the last"), N_ ("N") },
          { "weights", 'w', 0, G_OPTION_ARG_FILENAME, &options->weights,
            N_ ("write the weights with PyTorch's names and layouts"), N_ ("FILE.safetensors") },
          { "features", 'f', 0, G_OPTION_ARG_FILENAME, &options->features,
            N_ ("run all samples through the network and write features, logits, labels, class means"),
            N_ ("FILE.npz") },
          { "snapshots", 'p', 0, G_OPTION_ARG_FILENAME, &options->snapshots,
            N_ ("write what is stored to draw: means, classifier and watched features by epoch"),
            N_ ("FILE.npz") },
          { "regime-file", 0, 0, G_OPTION_ARG_FILENAME, &options->regime_file,
            N_ ("write the regime, to be trained again"), N_ ("FILE") },
          { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
            N_ ("threads that share the work, 0 for all cores"), N_ ("N") },
          G_OPTION_ENTRY_NULL };
  return cli_parse (argc, argv, _ ("STUDY"),
                    _ ("Write what is stored of a run into files for other programs."),
                    _ ("collapsar-cli export losses.collapsar --regime “Losses: Focal” --weights "
                       "focal.safetensors\n"
                       "collapsar-cli export losses.collapsar --regime “Losses: Focal” --epoch 0 --features "
                       "focal-0.npz"),
                    entries, rest);
}

static gboolean
check_options (const Options *options)
{
  gboolean checkpoint = options->weights != NULL || options->features != NULL;
  if (!checkpoint && options->snapshots == NULL && options->regime_file == NULL) {
    cli_complain (_ ("export what? There are --weights, --features, --snapshots and --regime-file"));
    return FALSE;
  }
  if (options->epoch >= 0 && !checkpoint) {
    cli_complain (_ ("--epoch says of which epoch weights or features are; --weights FILE or --features FILE "
                     "is missing"));
    return FALSE;
  }
  if (options->epoch < -1) {
    cli_complain (_ ("--epoch cannot be %d; allowed is a whole number from 0"), options->epoch);
    return FALSE;
  }
  return cli_check_threads (options->threads);
}

/* The run that is named, or the only one; NULL after telling what is wrong, with the exit code. */
static StudyRun *
find_run (Study *study, char **names, int *code)
{
  g_autoptr (GPtrArray) runs = cli_study_runs (study, names, code);
  if (runs == NULL)
    return NULL;
  if (runs->len == 1)
    return study_run_copy (g_ptr_array_index (runs, 0));
  cli_complain (_ ("export takes one run: --regime NAME; collapsar-cli runs lists those of a study"));
  *code = CLI_USAGE;
  return NULL;
}

static gboolean
export_checkpoint (Study *study, const StudyRun *run, const Options *options, GError **error)
{
  if (options->weights == NULL && options->features == NULL)
    return TRUE;
  g_autoptr (TrainingCheckpoint) checkpoint = cli_study_checkpoint (study, run, options->epoch, error);
  if (checkpoint == NULL)
    return FALSE;
  g_autoptr (TrainingExport) export
      = training_export_new (run->regime, checkpoint, (guint)options->threads, error);
  return export != NULL
         && (options->weights == NULL
             || training_export_weights (export, options->weights, "collapsar-cli " VERSION, error))
         && (options->features == NULL || training_export_features (export, options->features, NULL, error));
}

/* What it began with, and as a comment what was changed since. */
static gboolean
export_regime (Study *study, const StudyRun *run, const char *path, GError **error)
{
  g_autoptr (GPtrArray) changes = path == NULL ? NULL : study_changes (study, run->id, error);
  if (changes == NULL)
    return path == NULL;
  g_autofree char *regime = regime_to_text (run->regime);
  g_autofree char *words = regime_changes_describe (changes);
  g_autofree char *text = changes->len == 0
                              ? g_strdup (regime)
                              : g_strdup_printf (_ ("# changed while it trained: %s\n%s"), words, regime);
  return g_file_set_contents (path, text, -1, error);
}

static void
tell_written (const char *path)
{
  if (path != NULL)
    fprintf (stderr, _ ("written: %s\n"), path);
}

static int export(Study *study, const StudyRun *run, const Options *options)
{
  g_autoptr (GError) error = NULL;
  if (!export_checkpoint (study, run, options, &error)
      || (options->snapshots != NULL && !study_export_snapshots (study, run->id, options->snapshots, &error))
      || !export_regime (study, run, options->regime_file, &error)) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  tell_written (options->weights);
  tell_written (options->features);
  tell_written (options->snapshots);
  tell_written (options->regime_file);
  return CLI_DONE;
}

int
cli_export (int argc, char **argv)
{
  g_auto (Options) options = { .epoch = -1 };
  g_auto (GStrv) rest = NULL;
  int code;
  if (!parse_arguments (argc, argv, &options, &rest) || !check_options (&options))
    return CLI_USAGE;
  g_autoptr (Study) study = cli_study_open (rest, &code);
  if (study == NULL)
    return code;
  g_autoptr (StudyRun) run = find_run (study, options.regimes, &code);
  return run == NULL ? code : export(study, run, &options);
}
