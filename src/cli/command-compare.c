#include "cli/cli.h"
#include "cli/jobs.h"
#include "cli/trend-table.h"

#include <glib/gi18n.h>

#define DEFAULT_SEEDS 3

typedef struct {
  char **set;
  int threads, seeds;
  gboolean json, csv, markdown;
} Options;

/* One comparison and its runs: jobs[variant * seeds + seed], borrowed. */
typedef struct {
  const char *argument;
  RegimeComparison *regimes;
  CliJob **jobs;
} Comparison;

static void
comparison_free (gpointer data)
{
  Comparison *comparison = data;
  regime_comparison_free (comparison->regimes);
  g_free (comparison->jobs);
  g_free (comparison);
}

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***regimes)
{
  const GOptionEntry entries[]
      = { { "seeds", 'n', 0, G_OPTION_ARG_INT, &options->seeds,
            N_ ("runs of each regime, from its run.seed on; default 3"), N_ ("N") },
          { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->set,
            N_ ("change a setting of every regime; may be repeated"), N_ ("SECTION.KEY=VALUE") },
          { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
            N_ ("threads, and so runs at once, 0 for all cores; results do not depend on it"), N_ ("N") },
          { "markdown", 'm', 0, G_OPTION_ARG_NONE, &options->markdown, N_ ("print a Markdown table"), NULL },
          { "csv", 'c', 0, G_OPTION_ARG_NONE, &options->csv,
            N_ ("print CSV, a line for each point of a trend"), NULL },
          { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json,
            N_ ("print JSON, an object a line for each point of a trend"), NULL },
          G_OPTION_ENTRY_NULL };
  return cli_parse (
      argc, argv, _ ("REGIME|PRESET…"),
      _ ("Train every variant of a regime over several seeds, and say of each trend that it names whether "
         "these\n"
         "runs show it."),
      _ ("A trend is shown when its last point differs from its first as expected, by the 95 % interval of "
         "the\n"
         "paired change over the seeds, and no step between clearly goes the other way; it is not shown when "
         "it is\n"
         "clearly the opposite, or unclear. Exit status: 0 done, whatever was shown; 1 a run failed; 2 "
         "usage;\n"
         "130 interrupted.\n\n"
         "collapsar-cli compare losses\n"
         "collapsar-cli compare mine.regime --seeds 5 --csv > mine.csv"),
      entries, regimes);
}

/* The option's table; FALSE after telling that there are two. */
static gboolean
choose_table (const Options *options, CliTable *table)
{
  if (options->json + options->csv + options->markdown > 1) {
    cli_complain (_ ("one of --json, --csv and --markdown at most"));
    return FALSE;
  }
  *table = options->json       ? CLI_TABLE_JSON
           : options->csv      ? CLI_TABLE_CSV
           : options->markdown ? CLI_TABLE_MARKDOWN
                               : CLI_TABLE_PLAIN;
  return TRUE;
}

static gboolean
check_options (const Options *options, char **regimes)
{
  if (regimes[0] == NULL) {
    cli_complain (_ ("compare what? The presets are listed by collapsar-cli presets"));
    return FALSE;
  }
  if (options->seeds < 1 || options->seeds > TRAINING_MAX_SEEDS) {
    cli_complain (_ ("--seeds cannot be %d; allowed is a whole number from 1 to %d"), options->seeds,
                  TRAINING_MAX_SEEDS);
    return FALSE;
  }
  return cli_check_threads (options->threads);
}

/* The job of a variant's seed; NULL after telling that there is no such seed. */
static CliJob *
job_new (const Regime *variant, guint seed)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (Regime) regime = regime_copy (variant);
  gint64 number = regime_get_integer (variant, "run.seed") + seed;
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  if (regime_set (regime, "run.seed", text, &error))
    return cli_job_new (regime, g_strdup_printf (_ ("%s, seed %s"), regime_name (regime), text));
  cli_complain ("%s", error->message);
  return NULL;
}

/* Adds the comparison that an argument names to `comparisons`, and its runs to `jobs`. */
static gboolean
add_comparison (const char *argument, const Options *options, GPtrArray *comparisons, GPtrArray *jobs)
{
  g_autoptr (RegimeComparison) regimes = cli_read_regimes (argument, options->set);
  if (regimes == NULL)
    return FALSE;
  if (regime_comparison_n_trends (regimes) == 0) {
    cli_complain (_ ("%s names no [trend], so there is nothing to judge"), argument);
    return FALSE;
  }
  guint n_variants = regime_comparison_n_variants (regimes), n_seeds = (guint)options->seeds;
  Comparison *comparison = g_new0 (Comparison, 1);
  comparison->argument = argument;
  comparison->regimes = g_steal_pointer (&regimes);
  comparison->jobs = g_new0 (CliJob *, n_variants * n_seeds);
  g_ptr_array_add (comparisons, comparison);
  for (guint i = 0; i < n_variants * n_seeds; i++) {
    comparison->jobs[i] = job_new (regime_comparison_variant (comparison->regimes, i / n_seeds), i % n_seeds);
    if (comparison->jobs[i] == NULL)
      return FALSE;
    g_ptr_array_add (jobs, comparison->jobs[i]);
  }
  return TRUE;
}

static void
print (const Comparison *comparison, guint n_seeds, CliTable table)
{
  guint n_trends = regime_comparison_n_trends (comparison->regimes);
  guint n_runs = regime_comparison_n_variants (comparison->regimes) * n_seeds;
  g_autofree const TrainingHistory **histories = g_new (const TrainingHistory *, n_runs);
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify)training_trend_result_free);
  for (guint i = 0; i < n_runs; i++)
    histories[i] = comparison->jobs[i]->history;
  for (guint i = 0; i < n_trends; i++)
    g_ptr_array_add (results, training_trend_measure (regime_comparison_trend (comparison->regimes, i),
                                                      histories, n_seeds));
  cli_trend_table_add (table, comparison->argument, comparison->regimes,
                       (TrainingTrendResult *const *)results->pdata);
}

int
cli_compare (int argc, char **argv)
{
  Options options = { .seeds = DEFAULT_SEEDS };
  g_auto (GStrv) regimes = NULL;
  CliTable table;
  gboolean good = parse_arguments (argc, argv, &options, &regimes) && check_options (&options, regimes)
                  && choose_table (&options, &table);
  g_autoptr (GPtrArray) comparisons = g_ptr_array_new_with_free_func (comparison_free);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify)cli_job_free);
  for (char **regime = regimes; good && *regime != NULL; regime++)
    good = add_comparison (*regime, &options, comparisons, jobs);
  g_strfreev (options.set);
  if (!good)
    return CLI_USAGE;
  cli_interrupt_begin ();
  int code = cli_jobs_run (jobs, (guint)options.threads, NULL, NULL);
  if (code == CLI_USAGE)
    return code;
  cli_trend_table_begin (table);
  for (guint i = 0; i < comparisons->len; i++)
    print (g_ptr_array_index (comparisons, i), (guint)options.seeds, table);
  return code;
}
