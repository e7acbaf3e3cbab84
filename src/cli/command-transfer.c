#include "cli/cli.h"
#include "cli/study.h"
#include "cli/table.h"
#include "cli/transfers.h"

#include "study/transfer-table.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* Without those of tables. */
#define N_OPTIONS 12
#define NOT_GIVEN G_MININT

typedef struct {
  TransferPlan *plan;
  char *preset; /* whose plans instead; NULL for none */
  char *target;
  int seeds;
  CliTableOptions table;
  char **regimes;
  int threads;
  gboolean stored, correlate;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->regimes);
  g_clear_pointer (&options->plan, transfer_plan_free);
  g_free (options->preset);
  g_free (options->target);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***rest)
{
  TransferPlan *plan = options->plan;
  GOptionEntry entries[N_OPTIONS + CLI_TABLE_N_OPTIONS + 1] = {
    { "regime", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &options->regimes,
      N_ ("only the run of that name; may be repeated"), N_ ("NAME") },
    { "target", 'd', 0, G_OPTION_ARG_STRING, &options->target,
      N_ ("the downstream data; default transfer.target, which is the run's own"), N_ ("DATA") },
    { "method", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &plan->methods,
      N_ ("probe, layer, scl, full or ridge; may be repeated; default the first four"), N_ ("METHOD") },
    { "block", 'b', 0, G_OPTION_ARG_STRING_ARRAY, &plan->blocks,
      N_ ("the block to tune, from 1, or all; ridge reads 0, the sample, too; may be repeated; default "
          "the last"),
      N_ ("L") },
    { "shots", 'n', 0, G_OPTION_ARG_STRING_ARRAY, &plan->shots,
      N_ ("samples of each class to tune on, or all; may be repeated; default transfer.shots"), N_ ("N") },
    { "seeds", 0, 0, G_OPTION_ARG_INT, &options->seeds,
      N_ ("seeds of each, from transfer.seed on; default 1"), N_ ("N") },
    { "epoch", 'e', 0, G_OPTION_ARG_STRING_ARRAY, &plan->epochs,
      N_ ("of the stored epochs, whose weights, or all; may be repeated; default the last"), N_ ("E") },
    { "plan", 'p', 0, G_OPTION_ARG_STRING, &options->preset,
      N_ ("do the [transfers] of that preset or file, of the runs that are its variants"),
      N_ ("REGIME|PRESET") },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &plan->settings,
      N_ ("change a setting of [transfer] of every run; may be repeated"), N_ ("transfer.KEY=VALUE") },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
      N_ ("threads, and so fine-tunings at once, 0 for all cores; results do not depend on it"), N_ ("N") },
    { "stored", 0, 0, G_OPTION_ARG_NONE, &options->stored, N_ ("tune nothing, print all that the study has"),
      NULL },
    { "correlate", 0, 0, G_OPTION_ARG_NONE, &options->correlate,
      N_ ("print how NC1 and test accuracy correlate over the runs, with 95 % intervals"), NULL }
  };
  cli_table_options (&options->table, entries + N_OPTIONS);
  return cli_parse (
      argc, argv, _ ("STUDY"),
      _ ("Fine-tune the runs of a study on a task downstream of theirs, store what each came to in the "
         "study, and\n"
         "print it. What is stored already is not done again, so that a command that was interrupted goes "
         "on."),
      _ ("The plain table and LaTeX have mean and standard deviation over seeds, CSV and JSON a line for "
         "each;\n"
         "nc1 and nc1_test are those of the features that feed the classifier, on all training and test "
         "samples of\n"
         "the task; no shots means all samples. Settings are those of the regime's [transfer].\n"
         "Exit status: 0 done, 1 failed, 2 usage, 130 interrupted.\n\n"
         "collapsar-cli transfer layers.collapsar --plan layers\n"
         "collapsar-cli transfer losses.collapsar --target mnist --method probe --seeds 3\n"
         "collapsar-cli transfer a.collapsar --method layer --method scl --block all --shots 5 --shots 50\n"
         "collapsar-cli transfer a.collapsar --method ridge --block all --json"),
      entries, rest);
}

/* Whether a plan was asked for by options that a preset's has no use for. */
static gboolean
has_own_plan (const Options *options)
{
  const TransferPlan *plan = options->plan;
  return plan->methods != NULL || plan->blocks != NULL || plan->shots != NULL || plan->epochs != NULL
         || options->seeds != NOT_GIVEN;
}

static gboolean
check_options (const Options *options)
{
  if (options->preset != NULL && has_own_plan (options)) {
    cli_complain (_ ("--plan says which fine-tunings there are: no --method, --block, --shots, --epoch or "
                     "--seeds beside it"));
    return FALSE;
  }
  if (options->seeds != NOT_GIVEN && (options->seeds < 1 || options->seeds > TRAINING_MAX_SEEDS)) {
    cli_complain (_ ("--seeds cannot be %d; allowed is a whole number from 1 to %d"), options->seeds,
                  TRAINING_MAX_SEEDS);
    return FALSE;
  }
  return cli_table_check (&options->table) && cli_check_threads (options->threads);
}

/* The target is the last of the settings. */
static void
finish_plan (Options *options)
{
  g_autoptr (GStrvBuilder) settings = g_strv_builder_new ();
  for (char **set = options->plan->settings; set != NULL && *set != NULL; set++)
    g_strv_builder_add (settings, *set);
  if (options->target != NULL) {
    g_autofree char *set = g_strconcat ("transfer.target=", options->target, NULL);
    g_strv_builder_add (settings, set);
  }
  g_strfreev (options->plan->settings);
  options->plan->settings = g_strv_builder_end (settings);
  if (options->seeds != NOT_GIVEN)
    options->plan->seeds = (guint)options->seeds;
}

/* results: GPtrArray of StudyTransfer. Returns an exit code. */
static int
print (Study *study, const GPtrArray *runs, const GPtrArray *results, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) rows = study_transfer_rows (study, runs, results, &error);
  if (rows == NULL) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  gboolean programs = options->table.csv || options->table.json;
  g_autoptr (StudyTable) table = options->correlate ? study_transfer_correlations_new (rows)
                                 : programs         ? study_transfer_table_new (rows)
                                                    : study_transfer_summary_new (rows);
  cli_table_print (table, &options->table);
  return CLI_DONE;
}

static GPtrArray *
make_plan (Study *study, const GPtrArray *runs, const Options *options, GError **error)
{
  if (options->preset == NULL)
    return cli_transfers_plan (study, runs, options->plan, error);
  g_autoptr (RegimeComparison) preset = regime_comparison_new_from_argument (options->preset, error);
  if (preset == NULL)
    return NULL;
  if (regime_comparison_n_plans (preset) > 0)
    return cli_transfers_plan_preset (study, runs, preset, options->plan->settings, error);
  g_set_error (error, REGIME_ERROR, REGIME_ERROR_NOT_FOUND, _ ("%s asks for no [transfers]"),
               options->preset);
  return NULL;
}

/* Runs the plan and prints what is done of it; returns an exit code. */
static int
tune (Study *study, const GPtrArray *runs, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) plan = make_plan (study, runs, options, &error);
  if (plan == NULL) {
    cli_complain ("%s", error->message);
    return cli_code_of (error);
  }
  g_autoptr (GPtrArray) results = g_ptr_array_new ();
  cli_interrupt_begin ();
  int code = cli_transfers_run (study, plan, (guint)options->threads);
  for (guint i = 0; i < plan->len; i++) {
    CliTransfer *transfer = g_ptr_array_index (plan, i);
    if (transfer->done)
      g_ptr_array_add (results, transfer->result);
  }
  int printed = results->len > 0 ? print (study, runs, results, options) : CLI_DONE;
  return code != CLI_DONE ? code : printed;
}

/* What there is of these runs. */
static int
print_stored (Study *study, const GPtrArray *runs, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) stored = study_transfers (study, &error);
  if (stored != NULL)
    return print (study, runs, stored, options);
  cli_complain ("%s", error->message);
  return cli_code_of (error);
}

static int
work (Study *study, const Options *options)
{
  int code;
  g_autoptr (GPtrArray) runs = cli_study_runs (study, options->regimes, &code);
  if (runs == NULL)
    return code;
  return options->stored ? print_stored (study, runs, options) : tune (study, runs, options);
}

int
cli_transfer (int argc, char **argv)
{
  g_auto (Options) options = { .plan = transfer_plan_new (), .seeds = NOT_GIVEN };
  g_auto (GStrv) rest = NULL;
  g_autoptr (GError) error = NULL;
  int code;
  if (!parse_arguments (argc, argv, &options, &rest) || !check_options (&options))
    return CLI_USAGE;
  finish_plan (&options);
  /* Only a study that is there already. */
  g_autoptr (Study) there = cli_study_open (rest, &code);
  if (there == NULL || options.stored)
    return there == NULL ? code : work (there, &options);
  g_autoptr (Study) study = study_open (rest[0], STUDY_WRITE, &error);
  if (study != NULL)
    return work (study, &options);
  cli_complain ("%s", error->message);
  return cli_code_of (error);
}
