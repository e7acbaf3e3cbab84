#include "cli/cli.h"
#include "cli/comparison.h"
#include "cli/look.h"
#include "cli/page.h"
#include "cli/trend-table.h"
#include "view/figure-data.h"
#include "view/trends-figure.h"

#include <glib/gi18n.h>
#include <stdio.h>

#define DEFAULT_SEEDS 3
/* Options of its own, before those of the figure's page. */
#define N_OWN 10

typedef struct {
  char **set, **from, *study;
  int threads, seeds;
  gboolean json, csv, markdown;
  char *figure, *styles; /* NULL: none is wanted */
  CliPage page;
} Options;

static void
options_clear (Options *options)
{
  g_strfreev (options->set);
  g_strfreev (options->from);
  g_free (options->study);
  g_free (options->figure);
  g_free (options->styles);
  cli_page_clear (&options->page);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***regimes)
{
  GOptionEntry entries[N_OWN + CLI_PAGE_N_OPTIONS + 1] = {
    { "seeds", 'n', 0, G_OPTION_ARG_INT, &options->seeds,
      N_ ("runs of each regime, from its run.seed on; default 3"), N_ ("N") },
    { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->set,
      N_ ("change a setting of every regime; may be repeated"), N_ ("SECTION.KEY=VALUE") },
    { "study", 'S', 0, G_OPTION_ARG_FILENAME, &options->study,
      N_ ("keep all of it in a study, made if there is none; what it has is not done again"), N_ ("FILE") },
    { "from", 'f', 0, G_OPTION_ARG_FILENAME_ARRAY, &options->from,
      N_ ("train nothing, judge the finished runs of that study, of all of their seeds; may be repeated"),
      N_ ("STUDY") },
    { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
      N_ ("threads, and so runs at once, 0 for all cores; results do not depend on it"), N_ ("N") },
    { "markdown", 'm', 0, G_OPTION_ARG_NONE, &options->markdown, N_ ("print a Markdown table"), NULL },
    { "csv", 'c', 0, G_OPTION_ARG_NONE, &options->csv, N_ ("print CSV, a line for each point of a trend"),
      NULL },
    { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json,
      N_ ("print JSON, an object a line for each point of a trend"), NULL },
    { "figure", 'o', 0, G_OPTION_ARG_FILENAME, &options->figure,
      N_ ("write what is seen of the trends as a figure: .pdf, .svg, .png or .tex"), N_ ("FILE") },
    { "styles", 0, 0, G_OPTION_ARG_STRING, &options->styles,
      N_ ("of the variants in the figure: colour, dash and marker; default 1,2,3,…"), N_ ("LIST") }
  };
  cli_page_options (&options->page, entries + N_OWN);
  return cli_parse (
      argc, argv, _ ("REGIME|PRESET…"),
      _ ("Train every variant of a regime over several seeds, do the fine-tunings that its trends are about, "
         "and say\n"
         "of each trend that it names whether these runs show it."),
      _ ("A trend is shown when its last point differs from its first as expected, by the 95 % interval of "
         "the\n"
         "paired change over the seeds, and no step between clearly goes the other way; it is not shown when "
         "it is\n"
         "clearly the opposite, or unclear. Trends of fine-tunings are judged likewise; where one is best is "
         "chosen on\n"
         "the other seeds; a correlation is judged by its bootstrap interval. With --study the same command "
         "goes on\n"
         "from where it was interrupted. Exit status: 0 done, whatever was shown; 1 a run failed; 2 "
         "usage;\n"
         "130 interrupted.\n\n"
         "collapsar-cli compare losses\n"
         "collapsar-cli compare fine-tuning --study fine-tuning.collapsar\n"
         "collapsar-cli compare fine-tuning --from seed-1.collapsar --from seed-2.collapsar --json\n"
         "collapsar-cli compare losses --from losses.collapsar --figure losses.pdf --size nature-2\n"
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

/* Returns an exit code. */
static int
check_figure (Options *options, char **regimes)
{
  if (options->figure == NULL && (options->styles != NULL || cli_page_is_given (&options->page))) {
    cli_complain (_ ("an option says how a figure is, but --figure FILE is missing"));
    return CLI_USAGE;
  }
  if (options->figure != NULL && regimes[1] != NULL) {
    cli_complain (_ ("--figure is of one regime or preset alone"));
    return CLI_USAGE;
  }
  return cli_page_check (&options->page, options->figure);
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
  if (options->from != NULL && options->study != NULL) {
    cli_complain (_ ("--from trains nothing, and so there is nothing for --study to keep"));
    return FALSE;
  }
  return cli_check_threads (options->threads);
}

/* NULL after telling what is wrong with one of them. */
static GPtrArray *
read_comparisons (char **arguments, const Options *options)
{
  g_autoptr (GPtrArray) comparisons = g_ptr_array_new_with_free_func ((GDestroyNotify)cli_comparison_free);
  for (char **argument = arguments; *argument != NULL; argument++) {
    CliComparison *comparison = cli_comparison_new (*argument, options->set, (guint)options->seeds);
    if (comparison == NULL)
      return NULL;
    g_ptr_array_add (comparisons, comparison);
    if (regime_comparison_n_trends (comparison->regimes) > 0)
      continue;
    cli_complain (_ ("%s names no [trend], so there is nothing to judge"), *argument);
    return NULL;
  }
  return g_steal_pointer (&comparisons);
}

/* Of each of its trends. */
static GPtrArray *
measure (const CliComparison *comparison)
{
  GPtrArray *results = g_ptr_array_new_with_free_func ((GDestroyNotify)training_trend_result_free);
  for (guint i = 0; i < regime_comparison_n_trends (comparison->regimes); i++)
    g_ptr_array_add (results, cli_comparison_measure (comparison, i));
  return results;
}

static void
print (const CliComparison *comparison, CliTable table)
{
  g_autoptr (GPtrArray) results = measure (comparison);
  cli_trend_table_add (table, comparison->argument, comparison->regimes,
                       (TrainingTrendResult *const *)results->pdata);
}

/* The variants' styles, of which the list may name fewer; NULL after telling what is allowed. */
static guint *
read_styles (const CliComparison *comparison, const char *list)
{
  guint n = regime_comparison_n_variants (comparison->regimes);
  g_autoptr (GArray) given = cli_styles_read (list);
  guint *styles = given == NULL ? NULL : g_new (guint, n);
  for (guint v = 0; styles != NULL && v < n; v++)
    styles[v] = v < given->len ? g_array_index (given, guint, v) : v;
  return styles;
}

static ViewTrendsFigure *
draw (const CliComparison *comparison, const Options *options, const guint *styles)
{
  g_autoptr (GPtrArray) results = measure (comparison), histories = cli_comparison_histories (comparison);
  g_autofree char *shared = options->set == NULL ? g_strdup ("") : g_strjoinv (", ", options->set);
  g_autofree char *trained = cli_comparison_trained (comparison, shared);
  return view_trends_figure_new (comparison->regimes, (TrainingTrendResult *const *)results->pdata, styles,
                                 trained, (const TrainingHistory *const *)histories->pdata, histories->len);
}

/* Returns an exit code. */
static int
write_figure (const CliComparison *comparison, const Options *options, const guint *styles)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ViewTrendsFigure) figure = draw (comparison, options, styles);
  if (figure == NULL) {
    cli_complain (_ ("no trend of “%s” is measured, so there is no figure"),
                  regime_name (regime_comparison_base (comparison->regimes)));
    return CLI_FAILED;
  }
  const PlotFigure page = view_trends_figure_on_page (figure, &options->page.page);
  if (!view_figure_save (&page, options->figure, &error)) {
    cli_complain ("%s", error->message);
    return CLI_FAILED;
  }
  fprintf (stderr, _ ("figure: %s\n"), options->figure);
  return CLI_DONE;
}

static int
read_studies (const GPtrArray *comparisons, char **paths)
{
  int code = CLI_DONE;
  for (guint i = 0; i < comparisons->len && code == CLI_DONE; i++)
    cli_comparison_read (comparisons->pdata[i], paths, &code);
  return code;
}

static int
run (const GPtrArray *comparisons, const Options *options)
{
  cli_interrupt_begin ();
  return cli_comparisons_run (comparisons, (guint)options->threads, options->study);
}

static int
compare (char **arguments, Options *options)
{
  CliTable table;
  if (!check_options (options, arguments) || !choose_table (options, &table))
    return CLI_USAGE;
  int code = check_figure (options, arguments);
  if (code != CLI_DONE)
    return code;
  g_autoptr (GPtrArray) comparisons = read_comparisons (arguments, options);
  g_autofree guint *styles
      = comparisons == NULL ? NULL : read_styles (comparisons->pdata[0], options->styles);
  if (styles == NULL)
    return CLI_USAGE;
  code = options->from != NULL ? read_studies (comparisons, options->from) : run (comparisons, options);
  if (code == CLI_USAGE || (code != CLI_DONE && options->from != NULL))
    return code;
  cli_trend_table_begin (table);
  for (guint i = 0; i < comparisons->len; i++)
    print (comparisons->pdata[i], table);
  int written = options->figure == NULL ? CLI_DONE : write_figure (comparisons->pdata[0], options, styles);
  return written != CLI_DONE ? written : code;
}

int
cli_compare (int argc, char **argv)
{
  g_auto (Options) options = { .seeds = DEFAULT_SEEDS };
  g_auto (GStrv) regimes = NULL;
  return parse_arguments (argc, argv, &options, &regimes) ? compare (regimes, &options) : CLI_USAGE;
}
