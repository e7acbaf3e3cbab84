#include "cli/cli.h"
#include "cli/figure.h"
#include "cli/run.h"
#include "cli/study.h"

#include "training/regime-groups.h"
#include "training/shared-data.h"
#include "view/figure-data.h"
#include "view/transfer-figure.h"

#include <glib/gi18n.h>
#include <stdio.h>

/* Options of its own, before those of the page and the look. */
#define N_OWN 11

typedef struct {
  CliFigure figure;
  gboolean transfer; /* the kind */
  char *target, *method, *backbone, *shots, *nc1;
  char **settings;
  int block;
  gboolean by_epoch;
  char **regimes;
} Options;

static void
options_clear (Options *options)
{
  cli_figure_clear (&options->figure);
  g_free (options->target);
  g_free (options->method);
  g_free (options->backbone);
  g_free (options->shots);
  g_free (options->nc1);
  g_strfreev (options->settings);
  g_strfreev (options->regimes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
parse_arguments (int argc, char **argv, Options *options, char ***rest)
{
  CliFigure *figure = &options->figure;
  GOptionEntry entries[N_OWN + CLI_PAGE_N_OPTIONS + CLI_LOOK_N_OPTIONS + 1] = {
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &figure->path, N_ ("the file: .pdf, .svg, .png or .tex"),
      N_ ("FILE") },
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &figure->kind,
      N_ ("what is on it: both (default), geometry, curves, strip, layers, angles, layers-all or transfer"),
      N_ ("KIND") },
    { "regime", 'r', 0, G_OPTION_ARG_STRING_ARRAY, &options->regimes,
      N_ ("only the run of that name; may be repeated"), N_ ("NAME") },
    { "target", 'd', 0, G_OPTION_ARG_STRING, &options->target,
      N_ ("of transfer: the task; default the first that there is"), N_ ("DATA") },
    { "method", 'm', 0, G_OPTION_ARG_STRING, &options->method,
      N_ ("of transfer: how the points were tuned; default probe"), N_ ("METHOD") },
    { "block", 'b', 0, G_OPTION_ARG_INT, &options->block,
      N_ ("of transfer: the block that layer and scl tuned; default the last"), N_ ("L") },
    { "shots", 'n', 0, G_OPTION_ARG_STRING, &options->shots,
      N_ ("of transfer: samples of each class; default all"), N_ ("N") },
    { "nc1", 0, 0, G_OPTION_ARG_STRING, &options->nc1,
      N_ ("of transfer: whose NC1, source (default), train or test"), N_ ("WHICH") },
    { "backbone", 0, 0, G_OPTION_ARG_STRING, &options->backbone,
      N_ ("of transfer: the run that few labels and layers are of; default the first"), N_ ("NAME") },
    { "settings", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options->settings,
      N_ ("of transfer: where there are some with these and some with others, those with these, as "
          "epochs=30; may be repeated, the first that there is counts"),
      N_ ("KEY=VALUE") },
    { "by-epoch", 0, 0, G_OPTION_ARG_NONE, &options->by_epoch,
      N_ ("of transfer: instead how the fine-tunings of the backbone went, epoch by epoch"), NULL }
  };
  cli_page_options (&figure->page, entries + N_OWN);
  cli_look_options (&figure->look, entries + N_OWN + CLI_PAGE_N_OPTIONS);
  return cli_parse (
      argc, argv, _ ("STUDY"),
      _ ("Write a figure of a study: the geometry of its runs at an epoch, their curves, a strip of several "
         "epochs,\n"
         "their layers, the angles between their classes, "
         "or what their fine-tunings came to: NC1 against transfer accuracy, few labels, layer by layer."),
      _ ("Runs that differ in their seed alone are one: a mean with a band or error bars. The file holds the "
         "settings\n"
         "of the runs; the same command writes the same bytes.\n\n"
         "collapsar-cli figure losses.collapsar --kind curves --size neurips -o losses.pdf\n"
         "collapsar-cli figure losses.collapsar --kind strip --epochs 1,10,100,last --theme grey -o "
         "strip.pdf\n"
         "collapsar-cli figure layers.collapsar --kind layers --epoch 40 --width 89mm -o layers.pdf\n"
         "collapsar-cli figure heads.collapsar --panels geometry:1,geometry:4,nc1 --epoch 83 -o figure1.pdf\n"
         "collapsar-cli figure heads.collapsar --kind transfer --target mnist --shots 10 -o heads.pdf\n"
         "collapsar-cli figure heads.collapsar --kind transfer --width 89mm --theme dark -o heads.png"),
      entries, rest);
}

static int
check_options (Options *options)
{
  CliFigure *figure = &options->figure;
  options->transfer = g_strcmp0 (figure->kind, "transfer") == 0;
  if (figure->path == NULL) {
    cli_complain (_ ("figure writes a file: --output FILE, whose name ends in .pdf, .svg, .png or .tex"));
    return CLI_USAGE;
  }
  if (!options->transfer
      && (options->target != NULL || options->method != NULL || options->shots != NULL || options->nc1 != NULL
          || options->backbone != NULL || options->settings != NULL || options->block != 0
          || options->by_epoch)) {
    cli_complain (_ ("--target, --method, --block, --shots, --nc1, --backbone, --settings and "
                     "--by-epoch are of --kind transfer alone"));
    return CLI_USAGE;
  }
  if (options->by_epoch && (options->method != NULL || options->nc1 != NULL)) {
    cli_complain (_ ("--method and --nc1 are not of --by-epoch, which has every method"));
    return CLI_USAGE;
  }
  if (!options->transfer)
    return cli_figure_check (figure);
  if (cli_look_is_of_runs (&figure->look)) {
    cli_complain (_ ("an option is of geometry or curves, and --kind is transfer"));
    return CLI_USAGE;
  }
  int code = cli_look_check (&figure->look, VIEW_FIGURE_GEOMETRY);
  return code == CLI_DONE ? cli_page_check (&figure->page, figure->path) : code;
}

/* Runs as they are drawn */

/* What is drawn of a run: every snapshot, as its projection is carried from each to the next. */
static gboolean
read_snapshots (CliRun *run, Study *study, gboolean samples, GError **error)
{
  if (!study_read_snapshots (study, run->stored->id, run->history, error)
      || !shared_data_load (run->regime, &run->data[TRAINING_TRAIN], &run->data[TRAINING_TEST], error))
    return FALSE;
  run->checkpoints = samples ? study_checkpoints (study, run->stored->id, error) : NULL;
  return !samples || run->checkpoints != NULL;
}

static int
draw_runs (Study *study, const GPtrArray *stored, const Options *options)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify)cli_run_free);
  for (guint i = 0; i < stored->len; i++) {
    g_autoptr (GError) error = NULL;
    CliRun *run = cli_run_new_stored (study, g_ptr_array_index (stored, i), FALSE, FALSE, &error);
    if (run != NULL)
      g_ptr_array_add (runs, run);
    if (run == NULL || !read_snapshots (run, study, options->figure.look.look.all_samples, &error)) {
      cli_complain ("%s", error->message);
      return cli_code_of (error);
    }
  }
  return cli_figure_write (&options->figure, runs) ? CLI_DONE : CLI_FAILED;
}

/* Fine-tunings */

/* That of the group's first run. */
static guint
style_of (const CliLook *look, const guint *groups, const GPtrArray *stored, guint place)
{
  guint first = 0;
  while (groups[first] != groups[place])
    first++;
  return cli_look_style (look, groups[place], ((StudyRun *)stored->pdata[first])->name);
}

static void
clear_name (gpointer run)
{
  g_free ((char *)((ViewTransferRun *)run)->name);
}

/* Runs that differ in their seed alone have one group, name and style. Array of ViewTransferRun with its
 * names. */
static GArray *
group_runs (const GPtrArray *stored, const CliLook *look)
{
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (ViewTransferRun));
  g_array_set_clear_func (runs, clear_name);
  g_autoptr (GPtrArray) regimes = g_ptr_array_new ();
  for (guint i = 0; i < stored->len; i++) {
    const StudyRun *run = g_ptr_array_index (stored, i);
    g_ptr_array_add (regimes, cli_look_is_apart (look, run->name) ? NULL : run->regime);
  }
  g_autofree guint *groups = regime_find_groups ((const Regime *const *)regimes->pdata, regimes->len, NULL);
  for (guint i = 0; i < stored->len; i++) {
    const StudyRun *run = g_ptr_array_index (stored, i);
    const ViewTransferRun shown
        = { run->id, groups[i], regime_name_without_seed (run->regime), style_of (look, groups, stored, i) };
    g_array_append_val (runs, shown);
  }
  return runs;
}

/* The place of a word in a list; FALSE after telling what is allowed. */
static gboolean
choose (const char *option, const char *word, const char *const *words, guint *place)
{
  for (*place = 0; words[*place] != NULL; ++*place)
    if (g_str_equal (words[*place], word))
      return TRUE;
  g_autofree char *allowed = g_strjoinv (", ", (char **)words);
  cli_complain (_ ("%s cannot be “%s”; allowed is one of %s"), option, word, allowed);
  return FALSE;
}

/* What can be read without the study. */
static gboolean
read_options (const Options *options, const GPtrArray *stored, const GArray *runs, ViewTransferOptions *view)
{
  static const char *const nc1[] = { "source", "train", "test", NULL };
  const RegimeKey *method_key = regime_key_find ("transfer.method");
  guint place = 0;
  if (options->method != NULL && !choose ("--method", options->method, method_key->choices, &place))
    return FALSE;
  view->method = (TransferMethod)place;
  place = 0;
  if (options->nc1 != NULL && !choose ("--nc1", options->nc1, nc1, &place))
    return FALSE;
  view->nc1 = (ViewTransferNc1)place;
  view->block = options->block > 0 ? options->block : VIEW_TRANSFER_LAST_BLOCK;
  guint64 shots = 0;
  if (options->shots != NULL && !g_str_equal (options->shots, "all")
      && !g_ascii_string_to_unsigned (options->shots, 10, 0, G_MAXUINT, &shots, NULL)) {
    cli_complain (_ ("--shots cannot be “%s”; allowed is a whole number, or all"), options->shots);
    return FALSE;
  }
  view->shots = (guint)shots;
  view->group = g_array_index (runs, ViewTransferRun, 0).group;
  for (guint i = 0; i < stored->len; i++)
    if (g_strcmp0 (options->backbone, ((StudyRun *)g_ptr_array_index (stored, i))->name) == 0) {
      view->group = g_array_index (runs, ViewTransferRun, i).group;
      return TRUE;
    }
  if (options->backbone != NULL)
    cli_complain (_ ("--backbone: there is no run “%s” among those of the figure"), options->backbone);
  return options->backbone == NULL;
}

/* Whether the view shows what was asked for; FALSE after telling what there is. */
static gboolean
is_there (const ViewTransfer *view, const Options *options, const ViewTransferOptions *asked)
{
  const ViewTransferOptions *shown = view_transfer_options (view);
  if (options->method != NULL && shown->method != asked->method) {
    cli_complain (_ ("no fine-tuning of this task by %s is stored"), options->method);
    return FALSE;
  }
  if (options->shots != NULL && shown->shots != asked->shots) {
    cli_complain (_ ("no fine-tuning of this task with --shots %s is stored"), options->shots);
    return FALSE;
  }
  return TRUE;
}

static gboolean
save_view (const GArray *rows, const ViewTransfer *view, const Options *options, GError **error)
{
  g_autofree char *settings = view_transfer_figure_settings (rows), *caption = view_transfer_caption (view);
  PlotPanel panels[VIEW_TRANSFER_N_PANELS];
  PlotFigure figure
      = view_transfer_figure_on_page (view, &options->figure.page.page, panels, caption, settings);
  return view_figure_save (&figure, options->figure.path, error);
}

static gboolean
save_curves (
    Study *study, const GArray *rows, const ViewTransfer *view, const Options *options, GError **error)
{
  g_autofree char *settings = view_transfer_figure_settings (rows);
  g_autoptr (ViewTransferCurves) curves = view_transfer_curves_read (study, view, error);
  if (curves == NULL)
    return FALSE;
  PlotPanel panels[VIEW_N_TRANSFER_CURVES];
  PlotFigure figure
      = view_transfer_curves_figure_on_page (curves, &options->figure.page.page, panels, settings);
  return view_figure_save (&figure, options->figure.path, error);
}

static int
write_view (Study *study, const GArray *rows, const ViewTransfer *view, const Options *options)
{
  g_autoptr (GError) error = NULL;
  if (!(options->by_epoch ? save_curves (study, rows, view, options, &error)
                          : save_view (rows, view, options, &error))) {
    cli_complain ("%s", error->message);
    return CLI_FAILED;
  }
  fprintf (stderr, _ ("figure: %s\n"), options->figure.path);
  return CLI_DONE;
}

/* Whether a fine-tuning has all of these settings, "epochs=30 batch=64"; FALSE after telling. */
static gboolean
is_stored_with (const GArray *rows, const char *settings)
{
  g_auto (GStrv) wanted = g_strsplit (settings, " ", -1);
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransfer *transfer = g_array_index (rows, StudyTransferRow, i).transfer;
    g_auto (GStrv) lines = g_strsplit (transfer->settings, "\n", -1);
    gboolean all = *wanted != NULL;
    for (char **word = wanted; *word != NULL; word++)
      all &= g_strv_contains ((const char *const *)lines, *word);
    if (all)
      return TRUE;
  }
  cli_complain (_ ("no fine-tuning with --settings “%s” is stored"), settings);
  return FALSE;
}

static void
tell_left_out (const ViewTransfer *view)
{
  g_autofree char *words = view_transfer_describe_left_out (view);
  if (words != NULL)
    fprintf (stderr, "%s\n", words);
}

static int
draw_rows (Study *study, const GPtrArray *stored, const GArray *rows, const Options *options)
{
  g_autoptr (GArray) runs = group_runs (stored, &options->figure.look);
  const ViewTransferRun *known = (const ViewTransferRun *)runs->data;
  ViewTransferOptions asked = { 0 };
  guint task = 0;
  if (rows->len == 0) {
    cli_complain (_ ("no fine-tuning is stored: collapsar-cli transfer makes them"));
    return CLI_FAILED;
  }
  if (!read_options (options, stored, runs, &asked))
    return CLI_USAGE;
  for (char **setting = options->settings; setting != NULL && *setting != NULL; setting++)
    if (!is_stored_with (rows, *setting))
      return CLI_USAGE;
  g_autofree char *settings = options->settings == NULL ? NULL : g_strjoinv ("\n", options->settings);
  asked.settings = settings;
  g_autoptr (ViewTransfer) view = view_transfer_new (rows, known, runs->len, &asked);
  if (options->target != NULL && !choose ("--target", options->target, view_transfer_tasks (view), &task))
    return CLI_USAGE;
  asked.task = task;
  if (task != 0) {
    view_transfer_unref (view);
    view = view_transfer_new (rows, known, runs->len, &asked);
  }
  tell_left_out (view);
  return is_there (view, options, &asked) ? write_view (study, rows, view, options) : CLI_USAGE;
}

static int
draw_transfers (Study *study, const GPtrArray *stored, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) transfers = study_transfers (study, &error);
  g_autoptr (GArray) rows = transfers == NULL ? NULL : study_transfer_rows (study, stored, transfers, &error);
  if (rows != NULL)
    return draw_rows (study, stored, rows, options);
  cli_complain ("%s", error->message);
  return cli_code_of (error);
}

int
cli_figure (int argc, char **argv)
{
  g_auto (Options) options = { 0 };
  g_auto (GStrv) rest = NULL;
  if (!parse_arguments (argc, argv, &options, &rest))
    return CLI_USAGE;
  int code = check_options (&options);
  if (code != CLI_DONE)
    return code;
  g_autoptr (Study) study = cli_study_open (rest, &code);
  g_autoptr (GPtrArray) stored = study == NULL ? NULL : cli_study_runs (study, options.regimes, &code);
  if (stored == NULL)
    return code;
  return options.transfer ? draw_transfers (study, stored, &options) : draw_runs (study, stored, &options);
}
