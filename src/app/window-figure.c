/* What is on screen as a figure: of which runs, how they are looked at, and the command that draws the same.
 */
#include "app/window-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "training/regime-groups.h"
#include "view/figure-look.h"
#include "view/transfer-figure.h"

static gboolean
shows (CollapsarWindow *self, gpointer page)
{
  return adw_view_stack_get_visible_child (self->views) == GTK_WIDGET (page);
}

/* The runs as a figure has them: array of CollapsarFigureRuns. */

static void
runs_clear (gpointer data)
{
  g_ptr_array_unref (((CollapsarFigureRuns *)data)->sessions);
}

static gboolean
has_failed (CollapsarSession *run)
{
  return collapsar_session_get_state (run) == COLLAPSAR_SESSION_FAILED;
}

/* Those of them that have begun, which failed last; these are left out where there are others. */
static void
add_runs (GArray *runs, const GPtrArray *sessions, guint style)
{
  CollapsarFigureRuns one = { .sessions = g_ptr_array_new (), .style = style };
  guint n_good = 0;
  for (guint turn = 0; turn < 2; turn++)
    for (guint i = 0; i < sessions->len; i++) {
      CollapsarSession *run = sessions->pdata[i];
      if (collapsar_session_history (run) == NULL || has_failed (run) != (turn == 1))
        continue;
      g_ptr_array_add (one.sessions, run);
      n_good += turn == 0;
    }
  one.n_failed = n_good > 0 ? one.sessions->len - n_good : 0;
  if (one.sessions->len > 0)
    g_array_append_val (runs, one);
  else
    g_ptr_array_unref (one.sessions);
}

/* Of each scene its run, but for the fine-tuning that is watched. */
static GArray *
list_scenes (CollapsarWindow *self)
{
  GListModel *scenes = collapsar_stage_scenes (self->stage);
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (CollapsarFigureRuns));
  g_array_set_clear_func (runs, runs_clear);
  for (guint i = 0; i < g_list_model_get_n_items (scenes); i++) {
    g_autoptr (CollapsarSession) run = g_list_model_get_item (scenes, i);
    g_autoptr (GPtrArray) alone = g_ptr_array_new ();
    if (run == collapsar_transfers_live (collapsar_study_transfers (self->study))
        || collapsar_session_history (run) == NULL || collapsar_session_start_info (run) == NULL
        || training_history_n_snapshots (collapsar_session_history (run)) == 0)
      continue;
    g_ptr_array_add (alone, run);
    add_runs (runs, alone, collapsar_session_get_look (run));
  }
  return runs;
}

/* Runs, and closed groups of them as one each. */
static GArray *
list_shown (CollapsarWindow *self)
{
  GListModel *shown = collapsar_stage_shown (self->stage);
  GArray *runs = g_array_new (FALSE, FALSE, sizeof (CollapsarFigureRuns));
  g_array_set_clear_func (runs, runs_clear);
  for (guint i = 0; i < g_list_model_get_n_items (shown); i++) {
    g_autoptr (GObject) item = g_list_model_get_item (shown, i);
    g_autoptr (GPtrArray) sessions = g_ptr_array_new ();
    if (!COLLAPSAR_IS_RUN_GROUP (item)) {
      g_ptr_array_add (sessions, item);
      add_runs (runs, sessions, collapsar_session_get_look (COLLAPSAR_SESSION (item)));
      continue;
    }
    CollapsarRunGroup *group = COLLAPSAR_RUN_GROUP (item);
    gboolean any;
    g_object_get (group, "visible", &any, NULL);
    for (guint j = 0; j < collapsar_run_group_n_runs (group); j++)
      if (!any || collapsar_session_get_visible (collapsar_run_group_run (group, j)))
        g_ptr_array_add (sessions, collapsar_run_group_run (group, j));
    add_runs (runs, sessions, collapsar_run_group_get_look (group));
  }
  return runs;
}

/* Commands */

static void
add (GPtrArray *words, const char *option, const char *value)
{
  g_ptr_array_add (words, g_strdup (option));
  g_ptr_array_add (words, g_strdup (value));
}

static void
add_run_option (GPtrArray *words, const char *option, CollapsarSession *run)
{
  g_autofree char *name = NULL;
  g_object_get (run, "name", &name, NULL);
  add (words, option, name);
}

/* NULL where the runs are kept nowhere. */
static const char *
study_path_of (CollapsarWindow *self)
{
  CollapsarStore *store = collapsar_study_get_store (self->study);
  return store == NULL ? NULL : collapsar_store_path (store);
}

/* "collapsar-cli figure STUDY"; NULL where the runs are kept nowhere. */
static GPtrArray *
begin_command (CollapsarWindow *self)
{
  if (study_path_of (self) == NULL)
    return NULL;
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  add (words, "collapsar-cli", "figure");
  g_ptr_array_add (words, g_strdup (study_path_of (self)));
  return words;
}

/* Those that the command would take into a mean with others of the figure, and the figure does not. */
static void
add_apart (GPtrArray *words, const GArray *runs)
{
  g_autoptr (GPtrArray) regimes = g_ptr_array_new (), sessions = g_ptr_array_new ();
  for (guint i = 0; i < runs->len; i++) {
    const GPtrArray *of = g_array_index (runs, CollapsarFigureRuns, i).sessions;
    for (guint j = 0; j < of->len; j++) {
      const TrainingHistory *history = collapsar_session_history (of->pdata[j]);
      g_ptr_array_add (sessions, of->len == 1 ? of->pdata[j] : NULL);
      g_ptr_array_add (
          regimes, training_history_changes (history)->len > 0 ? NULL : training_history_regime (history));
    }
  }
  g_autofree guint *groups = regime_find_groups ((const Regime *const *)regimes->pdata, regimes->len, NULL);
  for (guint i = 0; i < sessions->len; i++) {
    gboolean joined = FALSE;
    for (guint j = 0; j < sessions->len; j++)
      joined |= j != i && groups[j] == groups[i];
    if (joined && sessions->pdata[i] != NULL)
      add_run_option (words, "--apart", sessions->pdata[i]);
  }
}

static void
add_styles (GPtrArray *words, const guint *styles, guint n)
{
  g_autoptr (GString) list = g_string_new (NULL);
  gboolean plain = TRUE;
  for (guint i = 0; i < n; i++) {
    guint style = styles[i] & ~PLOT_REGIME_MUTED;
    g_string_append_printf (list, "%s%u", i > 0 ? "," : "", style + 1);
    plain &= style == i;
  }
  if (!plain)
    add (words, "--styles", list->str);
}

/* Which runs, and how they are told apart. */
static void
add_runs_options (GPtrArray *words, const GArray *runs)
{
  for (guint i = 0; i < runs->len; i++) {
    const GPtrArray *sessions = g_array_index (runs, CollapsarFigureRuns, i).sessions;
    for (guint j = 0; j < sessions->len; j++)
      add_run_option (words, "--regime", sessions->pdata[j]);
  }
  add_apart (words, runs);
  g_autofree guint *styles = g_new (guint, runs->len);
  for (guint i = 0; i < runs->len; i++)
    styles[i] = g_array_index (runs, CollapsarFigureRuns, i).style;
  add_styles (words, styles, runs->len);
  for (guint i = 0; i < runs->len; i++) {
    const CollapsarFigureRuns *one = &g_array_index (runs, CollapsarFigureRuns, i);
    if ((one->style & PLOT_REGIME_MUTED) != 0)
      add_run_option (words, "--mute", one->sessions->pdata[0]);
  }
}

static GPtrArray *
make_command (CollapsarWindow *self, const GArray *runs, const ViewFigureLook *look, CollapsarSession *lead)
{
  GPtrArray *words = begin_command (self);
  if (words == NULL)
    return NULL;
  view_look_add_options (words, look);
  if (collapsar_study_n_runs (self->study) > 1)
    add_runs_options (words, runs);
  if (lead != NULL)
    add_run_option (words, "--lead", lead);
  return words;
}

/* Views */

/* That of the epoch, VIEW_FIGURE_LAST for the last one; NULL where the run has none of its own, or no data.
 */
static const TrainingCheckpoint *
find_checkpoint (CollapsarSession *run, double epoch)
{
  const TrainingHistory *history = collapsar_session_history (run);
  const TrainingCheckpoint *checkpoint = training_history_checkpoint_at (history, epoch);
  gboolean own = checkpoint != NULL && (gint)checkpoint->epoch >= training_history_branch_epoch (history)
                 && (epoch == VIEW_FIGURE_LAST || checkpoint->epoch == epoch);
  return own && collapsar_session_start_info (run)->train->samples.rows > 0 ? checkpoint : NULL;
}

/* Whether every run has one; `stored`: one that its study keeps, so that the command has it too. */
static gboolean
have_checkpoints (const GArray *runs, double epoch, gboolean stored)
{
  for (guint i = 0; i < runs->len; i++) {
    CollapsarSession *run = g_array_index (runs, CollapsarFigureRuns, i).sessions->pdata[0];
    const TrainingCheckpoint *checkpoint = find_checkpoint (run, epoch);
    guint n_epochs = (guint)regime_get_integer (collapsar_session_regime (run), "run.epochs");
    if (checkpoint == NULL)
      return FALSE;
    if (stored && checkpoint != find_checkpoint (run, VIEW_FIGURE_LAST)
        && !study_keeps_this_checkpoint (checkpoint, n_epochs))
      return FALSE;
  }
  return TRUE;
}

/* Scenes, or layers of the same runs. */
static CollapsarFigureSource *
make_scenes (CollapsarWindow *self, ViewFigureLook look)
{
  g_autoptr (GArray) runs = list_scenes (self);
  /* Of what is stored the nearest is drawn: a picture between two would be interpolated. */
  const double epoch = round (1000 * collapsar_session_get_epoch (self->session)) / 1000;
  if (runs->len == 0)
    return NULL;
  if (!collapsar_session_get_live (self->session)) {
    look.epochs = &epoch;
    look.n_epochs = 1;
  }
  double last = look.n_epochs == 0 ? VIEW_FIGURE_LAST : epoch;
  look.all_samples = look.all_samples && have_checkpoints (runs, last, FALSE);
  gboolean told = !look.all_samples || have_checkpoints (runs, last, TRUE);
  GPtrArray *command = told ? make_command (self, runs, &look, NULL) : NULL;
  /* As the command has it. */
  g_autofree char *frame = look.frame.data == NULL ? NULL : view_frame_text (look.frame);
  if (frame != NULL)
    look.frame = view_frame_read (frame);
  CollapsarFigureSource *source = collapsar_figure_source_new_runs (
      (const CollapsarFigureRuns *)(gconstpointer)runs->data, runs->len, &look, NULL, study_path_of (self));
  collapsar_figure_source_set_command (source, command);
  if (frame != NULL)
    g_free (look.frame.data);
  return source;
}

static CollapsarFigureSource *
make_geometry (CollapsarWindow *self)
{
  return make_scenes (self, collapsar_geometry_page_figure_look (self->geometry));
}

/* Of the split that scenes show too. */
static CollapsarFigureSource *
make_layers (CollapsarWindow *self)
{
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_LAYERS_ALL;
  look.split = collapsar_geometry_page_figure_look (self->geometry).split;
  look.metric = collapsar_layers_page_get_metric (self->layers);
  return make_scenes (self, look);
}

static CollapsarFigureSource *
make_curves (CollapsarWindow *self)
{
  g_autoptr (GArray) runs = list_shown (self);
  const ViewFigureLook look = collapsar_curves_page_figure_look (self->curves);
  if (runs->len == 0)
    return NULL;
  CollapsarSession *lead = runs->len > 1 ? self->session : NULL;
  CollapsarFigureSource *source = collapsar_figure_source_new_runs (
      (const CollapsarFigureRuns *)(gconstpointer)runs->data, runs->len, &look, lead, study_path_of (self));
  collapsar_figure_source_set_command (source, make_command (self, runs, &look, lead));
  return source;
}

static GPtrArray *
make_transfer_command (CollapsarWindow *self, const ViewTransfer *view, const GArray *runs)
{
  static const char *const nc1[] = { "source", "train", "test" };
  const ViewTransferOptions *options = view_transfer_options (view);
  GPtrArray *words = begin_command (self);
  if (words == NULL)
    return NULL;
  add (words, "--kind", "transfer");
  add (words, "--target", view_transfer_tasks (view)[options->task]);
  add (words, "--method", regime_key_find ("transfer.method")->choices[options->method]);
  g_autofree char *block = options->block > 0 ? g_strdup_printf ("%d", options->block) : NULL;
  if (block != NULL)
    add (words, "--block", block);
  g_autofree char *shots = options->shots > 0 ? g_strdup_printf ("%u", options->shots) : g_strdup ("all");
  add (words, "--shots", shots);
  add (words, "--nc1", nc1[options->nc1]);
  g_auto (GStrv) settings = g_strsplit (options->settings, "\n", -1);
  for (char **setting = settings; *setting != NULL; setting++)
    add (words, "--settings", *setting);
  /* A group is called by the place of its first run. */
  add_run_option (words, "--backbone", collapsar_study_run (self->study, options->group));
  add_runs_options (words, runs);
  return words;
}

/* The settings of the fine-tunings of these runs. */
static char *
describe_transfers (CollapsarWindow *self, const GArray *runs)
{
  const GArray *rows = collapsar_transfers_rows (collapsar_study_transfers (self->study));
  g_autoptr (GArray) seen = g_array_new (FALSE, FALSE, sizeof (StudyTransferRow));
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  for (guint i = 0; i < runs->len; i++) {
    const GPtrArray *sessions = g_array_index (runs, CollapsarFigureRuns, i).sessions;
    for (guint j = 0; j < sessions->len; j++) {
      gint64 id = collapsar_session_id (sessions->pdata[j]);
      g_hash_table_add (ids, g_memdup2 (&id, sizeof id));
    }
  }
  for (guint i = 0; i < rows->len; i++) {
    const StudyTransferRow *row = &g_array_index (rows, StudyTransferRow, i);
    if (g_hash_table_contains (ids, &row->transfer->run))
      g_array_append_vals (seen, row, 1);
  }
  return view_transfer_figure_settings (seen);
}

static CollapsarFigureSource *
make_transfer (CollapsarWindow *self)
{
  ViewTransfer *view = collapsar_transfer_page_view (self->transfer);
  if (view == NULL)
    return NULL;
  g_autoptr (GArray) runs = list_shown (self);
  g_autofree char *settings = describe_transfers (self, runs);
  const char *path = collapsar_transfer_page_has_epochs (self->transfer) ? study_path_of (self) : NULL;
  CollapsarFigureSource *source
      = collapsar_figure_source_new_transfer (collapsar_study_transfers (self->study), view, settings, path);
  collapsar_figure_source_set_command (source, make_transfer_command (self, view, runs));
  return source;
}

/* Findings */

/* Of those that have begun to train; and whether all have come to their end, as the command takes no others.
 */
static GPtrArray *
list_histories (const CollapsarFinding *finding, gboolean *finished)
{
  GPtrArray *histories = g_ptr_array_new ();
  *finished = TRUE;
  for (guint i = 0; i < finding->runs->len; i++) {
    CollapsarSession *run = finding->runs->pdata[i];
    *finished &= run == NULL || collapsar_session_get_state (run) == COLLAPSAR_SESSION_FINISHED;
    if (run != NULL && collapsar_session_history (run) != NULL)
      g_ptr_array_add (histories, collapsar_session_history (run));
  }
  return histories;
}

/* "collapsar-cli compare PRESET --set … --from STUDY"; NULL where the runs are kept nowhere. */
static GPtrArray *
make_trends_command (CollapsarWindow *self, const CollapsarFinding *finding, const guint *styles)
{
  if (study_path_of (self) == NULL)
    return NULL;
  GPtrArray *words = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) changes = g_strsplit (finding->shared, ", ", -1);
  add (words, "collapsar-cli", "compare");
  g_ptr_array_add (words, g_strdup (finding->preset));
  for (char **change = changes; *change != NULL; change++)
    if (**change != '\0')
      add (words, "--set", *change);
  add (words, "--from", study_path_of (self));
  add_styles (words, styles, regime_comparison_n_variants (finding->comparison));
  return words;
}

/* Of the first of the findings. */
static CollapsarFigureSource *
make_findings (CollapsarWindow *self)
{
  const CollapsarFinding *finding = collapsar_findings_page_first (self->findings);
  if (finding == NULL)
    return NULL;
  gboolean finished;
  g_autoptr (GPtrArray) histories = list_histories (finding, &finished);
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func ((GDestroyNotify)training_trend_result_free);
  for (guint t = 0; t < regime_comparison_n_trends (finding->comparison); t++)
    g_ptr_array_add (results, collapsar_finding_measure (finding, t));
  g_autofree char *trained = collapsar_finding_trained (finding);
  g_autofree guint *styles = collapsar_finding_styles (finding);
  ViewTrendsFigure *figure
      = view_trends_figure_new (finding->comparison, (TrainingTrendResult *const *)results->pdata, styles,
                                trained, (const TrainingHistory *const *)histories->pdata, histories->len);
  if (figure == NULL)
    return NULL;
  CollapsarFigureSource *source = collapsar_figure_source_new_trends (figure);
  if (finished)
    collapsar_figure_source_set_command (source, make_trends_command (self, finding, styles));
  return source;
}

/* With one dash between, whatever was between them. */
static char *
join_words (char **words)
{
  GString *name = g_string_new (NULL);
  for (; *words != NULL; words++)
    if (**words != '\0')
      g_string_append_printf (name, "%s%s", name->len > 0 ? "-" : "", *words);
  return g_string_free (name, FALSE);
}

/* "watch-collapse-happen-epoch-83", "three-optimisers-findings" */
static char *
make_name (CollapsarWindow *self)
{
  const CollapsarFinding *finding
      = shows (self, self->findings) ? collapsar_findings_page_first (self->findings) : NULL;
  const Regime *regime = finding != NULL ? regime_comparison_base (finding->comparison)
                                         : collapsar_session_regime (self->session);
  g_autofree char *name = g_str_to_ascii (regime_name (regime), NULL);
  g_autofree char *canonical = g_ascii_strdown (*name == '\0' ? "regime" : name, -1);
  g_strcanon (canonical, "abcdefghijklmnopqrstuvwxyz0123456789", '-');
  g_auto (GStrv) words = g_strsplit (canonical, "-", -1);
  g_autofree char *lower = join_words (words);
  if (finding != NULL)
    return g_strdup_printf ("%s-findings", lower);
  if (shows (self, self->transfer))
    return g_strdup_printf ("%s-transfer", lower);
  if (shows (self, self->curves))
    return g_strdup_printf ("%s-curves", lower);
  if (shows (self, self->layers))
    return g_strdup_printf ("%s-layers-epoch-%.0f", lower, collapsar_session_get_epoch (self->session));
  return g_strdup_printf ("%s-epoch-%.0f", lower, collapsar_session_get_epoch (self->session));
}

CollapsarFigureSource *
collapsar_window_figure (CollapsarWindow *self)
{
  CollapsarFigureSource *source = NULL;
  if (self->session == NULL || collapsar_session_history (self->session) == NULL || shows (self, self->runs))
    return NULL;
  if (shows (self, self->findings))
    source = make_findings (self);
  else if (shows (self, self->transfer))
    source = make_transfer (self);
  else if (shows (self, self->geometry))
    source = make_geometry (self);
  else if (shows (self, self->layers))
    source = make_layers (self);
  else
    source = make_curves (self);
  if (source == NULL)
    return NULL;
  g_autofree char *name = make_name (self);
  collapsar_figure_source_set_name (source, name);
  return source;
}
