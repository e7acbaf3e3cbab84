#include "cli/cli.h"
#include "cli/progress.h"

#include "view/figure.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

/* Millimetres: a journal's full width, and what seven panels need. */
#define WIDTH "183mm"
#define HEIGHT "120mm"

typedef struct {
  char **set;
  int threads;
  gboolean json;
  char *figure, *figure_kind, *width, *height, *theme;
  ViewFigureOptions page; /* what the four above say */
} Options;

/* One regime and what its run told. */
typedef struct {
  Regime *regime;
  char *label;
  gboolean json;
  CliProgress progress;
  TrainingHistory *history;
  Dataset *data; /* train; NULL before the run has started */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;
  regime_unref (run->regime);
  g_clear_pointer (&run->history, training_history_free);
  g_clear_pointer (&run->data, dataset_unref);
  g_free (run->label);
  g_free (run);
}

static void
options_clear (Options *options)
{
  g_strfreev (options->set);
  g_free (options->figure);
  g_free (options->figure_kind);
  g_free (options->width);
  g_free (options->height);
  g_free (options->theme);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***regimes)
{
  const GOptionEntry entries[]
      = { { "set", 's', 0, G_OPTION_ARG_STRING_ARRAY, &options->set,
            N_ ("change a setting of every regime; may be repeated"), N_ ("SECTION.KEY=VALUE") },
          { "threads", 't', 0, G_OPTION_ARG_INT, &options->threads,
            N_ ("threads that share the work, 0 for all cores; results do not depend on it"), N_ ("N") },
          { "json", 'j', 0, G_OPTION_ARG_NONE, &options->json,
            N_ ("print one JSON object a line for each epoch and split"), NULL },
          { "figure", 'f', 0, G_OPTION_ARG_FILENAME, &options->figure,
            N_ ("write a figure at the end: .pdf, .svg or .png"), N_ ("FILE") },
          { "figure-kind", 0, 0, G_OPTION_ARG_STRING, &options->figure_kind,
            N_ ("what is on it: both (default), geometry or curves"), N_ ("KIND") },
          { "width", 0, 0, G_OPTION_ARG_STRING, &options->width,
            N_ ("its width, such as 89mm; default " WIDTH), N_ ("LENGTH") },
          { "height", 0, 0, G_OPTION_ARG_STRING, &options->height, N_ ("its height; default " HEIGHT),
            N_ ("LENGTH") },
          { "theme", 0, 0, G_OPTION_ARG_STRING, &options->theme, N_ ("print (default), light or dark"),
            N_ ("NAME") },
          G_OPTION_ENTRY_NULL };
  return cli_parse (
      argc, argv, _ ("REGIME|PRESET…"),
      _ ("Train regimes, one after another. A regime is a preset's name (collapsar-cli presets) or a file; "
         "of one\n"
         "with variants all are trained, or one: PRESET:VARIANT."),
      _ ("Settings that --set changes are listed by collapsar-cli keys. Ctrl-C ends a run; what was trained "
         "so\n"
         "far is still told and drawn. Exit status: 0 done, 1 failed, 2 usage, 130 interrupted.\n\n"
         "collapsar-cli train watch-collapse --set run.seed=2 --figure collapse.pdf\n"
         "collapsar-cli train mine.regime --json > mine.jsonl"),
      entries, regimes);
}

static gboolean
read_kind (const char *name, ViewFigureKind *kind)
{
  static const char *const names[] = { "both", "geometry", "curves" };
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name)) {
      *kind = (ViewFigureKind)i;
      return TRUE;
    }
  return FALSE;
}

/* Everything about the figure that can be wrong is found before training. Returns an exit code. */
static int
check_figure (Options *options)
{
  g_autoptr (GError) error = NULL;
  const char *kind = options->figure_kind != NULL ? options->figure_kind : "both";
  const char *theme = options->theme != NULL ? options->theme : "print";
  if (options->figure == NULL
      && (options->figure_kind != NULL || options->width != NULL || options->height != NULL
          || options->theme != NULL)) {
    cli_complain (_ ("--figure-kind, --width, --height and --theme say how a figure is; --figure FILE is "
                     "missing"));
    return CLI_USAGE;
  }
  if (!read_kind (kind, &options->page.kind)) {
    cli_complain (_ ("--figure-kind cannot be “%s”; allowed is one of both, geometry, curves"), kind);
    return CLI_USAGE;
  }
  if (!plot_theme_from_name (theme, &options->page.theme)) {
    cli_complain (_ ("--theme cannot be “%s”; allowed is one of print, light, dark"), theme);
    return CLI_USAGE;
  }
  if (!plot_parse_length (options->width != NULL ? options->width : WIDTH, &options->page.width, &error)
      || !plot_parse_length (options->height != NULL ? options->height : HEIGHT, &options->page.height,
                             &error)) {
    cli_complain ("%s", error->message);
    return CLI_USAGE;
  }
  if (options->figure == NULL || view_figure_check (options->figure, &options->page, &error))
    return CLI_DONE;
  cli_complain ("%s", error->message);
  return g_error_matches (error, PLOT_ERROR, PLOT_ERROR_WRITE) ? CLI_FAILED : CLI_USAGE;
}

/* Every variant of the regimes, with their settings changed; NULL after telling what is wrong. */
static GPtrArray *
read_runs (char **arguments, const Options *options)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func (run_free);
  for (char **argument = arguments; *argument != NULL; argument++) {
    g_autoptr (RegimeComparison) comparison = cli_read_regimes (*argument, options->set);
    if (comparison == NULL)
      return NULL;
    for (guint v = 0; v < regime_comparison_n_variants (comparison); v++) {
      Run *run = g_new0 (Run, 1);
      run->regime = regime_ref (regime_comparison_variant (comparison, v));
      run->label = g_strdup (regime_name (run->regime));
      run->json = options->json;
      run->history = training_history_new (run->regime);
      g_ptr_array_add (runs, run);
    }
  }
  return g_steal_pointer (&runs);
}

static void
on_started (const TrainerStart *start, gpointer user_data)
{
  Run *run = user_data;
  run->data = dataset_ref ((Dataset *)start->train);
  cli_progress_start (&run->progress, run->label, start->n_epochs);
}

static void
on_epoch (TrainingRecord *record, gpointer user_data)
{
  Run *run = user_data;
  training_history_add_record (run->history, record);
  for (guint split = 0; split < TRAINING_N_SPLITS && run->json; split++)
    for (guint layer = 0; layer < (record->has_head ? TRAINING_N_LAYERS : TRAINING_HEAD); layer++) {
      g_autofree char *json = training_record_to_json (record, run->label, split, layer);
      printf ("%s\n", json);
      fflush (stdout);
    }
  cli_progress_epoch (&run->progress, record);
}

static void
on_snapshot (TrainingSnapshot *snapshot, gpointer user_data)
{
  training_history_add_snapshot (((Run *)user_data)->history, snapshot);
}

/* Trains one regime and tells its result; returns an exit code. */
static int
train (Run *run, const Options *options)
{
  g_autoptr (GError) error = NULL;
  /* Snapshots are for the figure; those of many runs would fill the memory for nothing. */
  const TrainerSink sink = { .started = on_started,
                             .epoch = on_epoch,
                             .snapshot = options->figure != NULL ? on_snapshot : NULL };
  g_autoptr (Trainer) trainer = trainer_new (run->regime, (guint)options->threads, &sink, run);
  cli_interrupt_watch (trainer);
  gboolean done = trainer_run (trainer, &error);
  cli_interrupt_unwatch (trainer);
  if (run->data != NULL)
    cli_progress_end (&run->progress);
  if (!done)
    cli_complain ("%s: %s", run->label, error->message);
  else if (cli_interrupted ())
    cli_complain (_ ("%s: interrupted"), run->label);
  if (!options->json)
    cli_print_result (run->history, run->label);
  return done ? CLI_DONE : cli_code_of (error);
}

static gboolean
write_figure (const GPtrArray *runs, const Options *options)
{
  g_autoptr (GPtrArray) scenes = g_ptr_array_new_with_free_func ((GDestroyNotify)view_scene_free);
  g_autoptr (GPtrArray) histories = g_ptr_array_new ();
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autoptr (GError) error = NULL;
  for (guint i = 0; i < runs->len; i++) {
    const Run *run = g_ptr_array_index (runs, i);
    guint n = training_history_n_snapshots (run->history);
    if (n == 0)
      continue;
    ViewScene *scene = view_scene_new (run->history, run->data, scenes->len);
    view_scene_update (scene, training_history_snapshot (run->history, n - 1), TRAINING_TRAIN,
                       COLLAPSE_PROJECTION_BALANCED);
    view_charts_add_run (charts, run->history, scenes->len);
    g_ptr_array_add (scenes, scene);
    g_ptr_array_add (histories, run->history);
  }
  if (scenes->len == 0) {
    cli_complain (_ ("nothing was trained, so there is no figure"));
    return FALSE;
  }
  view_charts_update (charts);
  if (!view_figure_save ((ViewScene *const *)scenes->pdata, scenes->len, charts,
                         (const TrainingHistory *const *)histories->pdata, histories->len, &options->page,
                         options->figure, &error)) {
    cli_complain ("%s", error->message);
    return FALSE;
  }
  fprintf (stderr, _ ("figure: %s\n"), options->figure);
  return TRUE;
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
  int code = check_figure (&options);
  if (code != CLI_DONE)
    return code;
  g_autoptr (GPtrArray) runs = read_runs (regimes, &options);
  if (runs == NULL)
    return CLI_USAGE;
  cli_interrupt_begin ();
  for (guint i = 0; i < runs->len && !cli_interrupted (); i++) {
    int end = train (g_ptr_array_index (runs, i), &options);
    code = end != CLI_DONE ? end : code;
  }
  if (options.figure != NULL && !write_figure (runs, &options) && code == CLI_DONE)
    code = CLI_FAILED;
  return cli_interrupted () ? CLI_INTERRUPTED : code;
}
