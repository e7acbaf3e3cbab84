#include "cli/figure.h"

#include "cli/cli.h"
#include "cli/run.h"
#include "training/regime-groups.h"
#include "view/figure-data.h"
#include "view/figure-panels.h"
#include "view/figure-samples.h"

#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>

void
cli_figure_options (CliFigure *figure, GOptionEntry entries[CLI_FIGURE_N_OPTIONS])
{
  const GOptionEntry own[]
      = { { "figure", 'f', 0, G_OPTION_ARG_FILENAME, &figure->path,
            N_ ("write a figure at the end: .pdf, .svg, .png or .tex"), N_ ("FILE") },
          { "figure-kind", 0, 0, G_OPTION_ARG_STRING, &figure->kind,
            N_ ("what is on it: both (default), geometry, curves, strip, layers, angles or layers-all"),
            N_ ("KIND") } };
  memcpy (entries, own, sizeof own);
  cli_page_options (&figure->page, entries + G_N_ELEMENTS (own));
  cli_look_options (&figure->look, entries + G_N_ELEMENTS (own) + CLI_PAGE_N_OPTIONS);
}

void
cli_figure_clear (CliFigure *figure)
{
  g_free (figure->path);
  g_free (figure->kind);
  cli_page_clear (&figure->page);
  cli_look_clear (&figure->look);
}

/* FALSE after telling what is allowed. */
static gboolean
read_kind (const char *name, ViewFigureKind *kind)
{
  static const char *const names[]
      = { "both", "geometry", "curves", "strip", "layers", "angles", "layers-all", NULL };
  for (*kind = VIEW_FIGURE_BOTH; names[*kind] != NULL; ++*kind)
    if (g_strcmp0 (name, names[*kind]) == 0)
      return TRUE;
  cli_complain (_ ("the kind of figure cannot be “%s”; allowed is one of both, geometry, curves, strip, "
                   "layers, angles, layers-all"),
                name);
  return FALSE;
}

int
cli_figure_check (CliFigure *figure)
{
  ViewFigureKind kind;
  if (figure->path == NULL
      && (figure->kind != NULL || cli_page_is_given (&figure->page) || cli_look_is_given (&figure->look))) {
    cli_complain (_ ("an option says how a figure is, but --figure FILE is missing"));
    return CLI_USAGE;
  }
  if (figure->kind != NULL && figure->look.panels != NULL) {
    cli_complain (_ ("a figure is of a kind, or of --panels"));
    return CLI_USAGE;
  }
  if (!read_kind (figure->kind != NULL ? figure->kind : "both", &kind))
    return CLI_USAGE;
  if (figure->look.panels != NULL)
    kind = VIEW_FIGURE_COMPOSED;
  int code = cli_look_check (&figure->look, kind);
  return code == CLI_DONE ? cli_page_check (&figure->page, figure->path) : code;
}

/* The runs that have a snapshot as groups that differ in their seed alone, were not changed as they trained
 * and are not to be apart: a GPtrArray of GPtrArray. */
static GPtrArray *
group_runs (const GPtrArray *runs, const CliLook *look)
{
  g_autoptr (GPtrArray) drawn = g_ptr_array_new (), regimes = g_ptr_array_new ();
  for (guint i = 0; i < runs->len; i++) {
    CliRun *run = g_ptr_array_index (runs, i);
    if (training_history_n_snapshots (run->history) == 0)
      continue;
    g_ptr_array_add (drawn, run);
    gboolean alone = training_history_changes (run->history)->len > 0 || cli_look_is_apart (look, run->label);
    g_ptr_array_add (regimes, alone ? NULL : run->regime);
  }
  guint n_groups;
  g_autofree guint *group_of
      = regime_find_groups ((const Regime *const *)regimes->pdata, regimes->len, &n_groups);
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  for (guint i = 0; i < n_groups; i++)
    g_ptr_array_add (groups, g_ptr_array_new ());
  for (guint i = 0; i < drawn->len; i++)
    g_ptr_array_add (groups->pdata[group_of[i]], drawn->pdata[i]);
  return groups;
}

static gboolean
has_failed (const CliRun *run)
{
  return run->error != NULL || (run->stored != NULL && run->stored->state == STUDY_RUN_FAILED);
}

/* A group's runs that failed go behind the others, and are left out of its mean where there are others;
 * returns how many. */
static guint
leave_out_failed (GPtrArray *group)
{
  g_autoptr (GPtrArray) failed = g_ptr_array_new ();
  for (guint i = 0; i < group->len;)
    if (has_failed (group->pdata[i]))
      g_ptr_array_add (failed, g_ptr_array_steal_index (group, i));
    else
      i++;
  guint n_failed = group->len > 0 ? failed->len : 0;
  g_ptr_array_extend (group, failed, NULL, NULL);
  return n_failed;
}

static gboolean
save (const CliFigure *figure, const GArray *runs, const TrainingHistory *lead)
{
  ViewFigureLook look = figure->look.look;
  look.lead = lead;
  g_autoptr (ViewFigure) drawn = view_figure_new ((const ViewFigureRuns *)runs->data, runs->len, &look);
  g_autofree char *substitutes = view_figure_substitutes (drawn);
  g_autoptr (GError) error = NULL;
  PlotFigure page = view_figure_on_page (drawn, &figure->page.page);
  if (look.frame.data != NULL && !view_figure_has_frame (drawn)) {
    cli_complain (_ ("--tour-frame has 3 rows of %u numbers, and no scene of this figure is of %u classes"),
                  (guint)look.frame.columns, (guint)look.frame.columns + 1);
    return FALSE;
  }
  if (!view_figure_save (&page, figure->path, &error)) {
    cli_complain ("%s", error->message);
    return FALSE;
  }
  if (substitutes != NULL)
    fprintf (stderr, "%s\n", substitutes);
  fprintf (stderr, _ ("figure: %s\n"), figure->path);
  return TRUE;
}

/* NULL after telling why they cannot be had. */
static GPtrArray *
evaluate (const CliRun *run, const ViewFigureLook *look)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) checkpoints = run->checkpoints != NULL
                                          ? g_ptr_array_ref (run->checkpoints)
                                          : training_history_list_checkpoints (run->history);
  GPtrArray *samples = view_figure_samples_new (look, run->history, checkpoints, run->data, 0, NULL, &error);
  if (samples == NULL)
    cli_complain ("%s", error->message);
  return samples;
}

static GPtrArray *
list_histories (const GPtrArray *group)
{
  GPtrArray *histories = g_ptr_array_new ();
  for (guint i = 0; i < group->len; i++)
    g_ptr_array_add (histories, ((CliRun *)g_ptr_array_index (group, i))->history);
  return histories;
}

static const TrainingHistory *
find_lead (const CliFigure *figure, const GPtrArray *runs)
{
  for (guint i = 0; i < runs->len; i++) {
    const CliRun *run = g_ptr_array_index (runs, i);
    if (g_strcmp0 (run->label, figure->look.lead) == 0)
      return run->history;
  }
  return NULL;
}

/* Whether the panels are of runs that there are. */
static gboolean
has_panels (const ViewFigureLook *look, guint n_runs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) panels = look->panels == NULL ? NULL : view_panels_read (look->panels, n_runs, &error);
  if (error != NULL)
    cli_complain (_ ("--panels: %s"), error->message);
  return error == NULL;
}

/* A group is drawn as its mean and the scene of its first run. */
gboolean
cli_figure_write (const CliFigure *figure, const GPtrArray *runs)
{
  g_autoptr (GPtrArray) groups = group_runs (runs, &figure->look);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) all_samples = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GArray) drawn = g_array_new (FALSE, FALSE, sizeof (ViewFigureRuns));
  const ViewFigureLook *look = &figure->look.look;
  for (guint i = 0; i < groups->len; i++) {
    GPtrArray *group = g_ptr_array_index (groups, i), *histories;
    guint n_failed = leave_out_failed (group);
    g_ptr_array_add (lists, histories = list_histories (group));
    CliRun *first = g_ptr_array_index (group, 0);
    GPtrArray *samples = look->all_samples ? evaluate (first, look) : NULL;
    if (look->all_samples && samples == NULL)
      return FALSE;
    if (samples != NULL)
      g_ptr_array_add (all_samples, samples);
    const ViewFigureRuns one = { .histories = (const TrainingHistory *const *)histories->pdata,
                                 .n_histories = group->len - n_failed,
                                 .n_failed = n_failed,
                                 .data = first->data[TRAINING_TRAIN],
                                 .style = cli_look_style (&figure->look, i, first->label),
                                 .samples = samples };
    g_array_append_val (drawn, one);
  }
  if (drawn->len > 0)
    return has_panels (look, drawn->len) && save (figure, drawn, find_lead (figure, runs));
  cli_complain (_ ("nothing was trained, so there is no figure"));
  return FALSE;
}
