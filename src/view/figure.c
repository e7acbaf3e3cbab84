#include "view/figure-private.h"

#include "collapse/tour.h"
#include "view/layers-figure.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "view/class-images.h"
#include "view/lens.h"
#include "view/names.h"

/* Charts alone fill a grid of nine with one that the window has no room for. */
#define N_ALONE (VIEW_N_SHOWN + 1)
/* Millimetres: what eight charts and a scene, which is as large as four of them, need; and what a journal's
 * page has. */
#define HEIGHT 120.0
#define MOST_HEIGHT 170.0
/* Of a strip: the height of a panel for its width; of scenes alone that of a row at most. */
#define STRIP_SHAPE 1.2
#define SCENE_HEIGHT 100.0
/* Of a chart, and from which width on, points, a page has three beside each other. */
#define CHART_SHAPE 0.62
#define WIDE 300.0
/* Of legend and caption, in titles' sizes. */
#define FOOT 8.0

static void
cell_free (gpointer data)
{
  ViewFigureCell *cell = data;
  view_scene_free (cell->scene);
  g_free (cell->note);
  g_free (cell->short_note);
  g_free (cell);
}

/* Epochs */

/* The one of two neighbours that is nearer to an epoch, the earlier of two; each may be NULL. */
static TrainingSnapshot *
nearer (TrainingSnapshot *before, TrainingSnapshot *after, double epoch)
{
  if (before == NULL || after == NULL)
    return before != NULL ? before : after;
  return after->epoch - epoch < epoch - before->epoch ? after : before;
}

static TrainingSnapshot *
nearest_snapshot (const TrainingHistory *history, double epoch)
{
  gint before = training_history_snapshot_at (history, epoch);
  guint after = (guint)(before + 1);
  return nearer (before < 0 ? NULL : training_history_snapshot (history, (guint)before),
                 after < training_history_n_snapshots (history) ? training_history_snapshot (history, after)
                                                                : NULL,
                 epoch);
}

/* What scenes show of a run at an epoch; NULL where there is nothing. */
static TrainingSnapshot *
find_snapshot (const ViewFigureRuns *run, double epoch)
{
  TrainingSnapshot *found = NULL;
  if (run->samples == NULL)
    return nearest_snapshot (run->histories[0], epoch);
  for (guint i = 0; i < run->samples->len; i++) {
    TrainingSnapshot *next = run->samples->pdata[i];
    found = next->epoch <= epoch ? next : nearer (found, next, epoch);
    if (next->epoch > epoch)
      break;
  }
  return found;
}

double
view_figure_nearest_epoch (const TrainingHistory *history, double epoch)
{
  const TrainingSnapshot *snapshot = nearest_snapshot (history, epoch);
  return snapshot == NULL ? -1 : snapshot->epoch;
}

static double
find_epoch (const ViewFigureRuns *run, double epoch)
{
  const TrainingSnapshot *snapshot = find_snapshot (run, epoch);
  return snapshot == NULL ? -1 : snapshot->epoch;
}

/* The epochs of a strip that names none: 1, 10, 100 and so on, and the last that any run has. */
static GArray *
choose_epochs (const ViewFigureRuns *runs, gsize n_runs)
{
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (double));
  double last = 0;
  for (gsize i = 0; i < n_runs; i++)
    last = MAX (last, find_epoch (&runs[i], VIEW_FIGURE_LAST));
  for (double epoch = 1; epoch < last; epoch *= 10)
    g_array_append_val (epochs, epoch);
  last = VIEW_FIGURE_LAST;
  g_array_append_val (epochs, last);
  return epochs;
}

/* Whether any run has another snapshot for an epoch than for the one before. */
static gboolean
is_another (const ViewFigureRuns *runs, gsize n_runs, double before, double epoch)
{
  for (gsize i = 0; i < n_runs; i++)
    if (find_snapshot (&runs[i], before) != find_snapshot (&runs[i], epoch))
      return TRUE;
  return FALSE;
}

/* Array of double: what is asked for, each picture once. */
static GArray *
list_epochs (ViewFigure *figure, const ViewFigureRuns *runs, gsize n_runs, const ViewFigureLook *look)
{
  const double last = VIEW_FIGURE_LAST;
  g_autoptr (GArray) asked = NULL;
  if (look->n_epochs == 0 && look->kind == VIEW_FIGURE_STRIP) {
    asked = choose_epochs (runs, n_runs);
  } else {
    asked = g_array_new (FALSE, FALSE, sizeof (double));
    if (look->n_epochs > 0)
      g_array_append_vals (asked, look->epochs, (guint)look->n_epochs);
    else
      g_array_append_val (asked, last);
  }
  GArray *epochs = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < asked->len; i++) {
    double epoch = g_array_index (asked, double, i);
    if (i == 0 || is_another (runs, n_runs, g_array_index (epochs, double, epochs->len - 1), epoch))
      g_array_append_val (epochs, epoch);
    else
      g_string_append_printf (figure->substitutes, _ ("Epoch %g would be the picture before it again. "),
                              epoch == last ? find_epoch (&runs[0], last) : epoch);
  }
  return epochs;
}

/* Scenes */

static void
see_tour (ViewFigure *figure, ViewScene *scene, const ViewFigureLook *look)
{
  const CollapseProjection *projection = view_scene_projection (scene);
  if (look->projection != COLLAPSE_PROJECTION_TOUR || projection == NULL)
    return;
  if (look->frame.data != NULL && look->frame.columns == projection->n_axes) {
    view_scene_look_through (scene, look->frame);
    figure->has_frame = TRUE;
    return;
  }
  g_autoptr (CollapseTour) tour = collapse_tour_new (projection->n_axes, COLLAPSE_TOUR_SEED);
  collapse_tour_seek (tour, look->tour_time);
  view_scene_look_through (scene, collapse_tour_frame (tour));
}

static void
note_substitute (ViewFigure *figure, const TrainingHistory *history, double asked, double shown)
{
  g_autofree char *sentence = g_strdup_printf (_ ("%s: epoch %g is not stored, and %g is shown instead. "),
                                               regime_name (training_history_regime (history)), asked, shown);
  /* Once, where there are scenes and layers of it. */
  if (asked != VIEW_FIGURE_LAST && asked != shown && strstr (figure->substitutes->str, sentence) == NULL)
    g_string_append (figure->substitutes, sentence);
}

static void
add_cell (ViewFigure *figure,
          const ViewFigureRuns *runs,
          gsize run,
          const GPtrArray *images,
          const ViewFigureLook *look,
          double epoch)
{
  runs += run;
  const TrainingHistory *history = runs->histories[0];
  TrainingSnapshot *snapshot = find_snapshot (runs, epoch);
  if (snapshot == NULL)
    return;
  ViewFigureCell *cell = g_new0 (ViewFigureCell, 1);
  cell->run = run;
  cell->scene = view_scene_new (history, runs->data, runs->style);
  if (look->chosen != NULL)
    view_scene_choose (cell->scene, look->chosen);
  view_scene_hold (cell->scene, look->hold);
  view_scene_trail (cell->scene, (look->parts & PLOT_SCENE_TRAILS) != 0 ? look->trail : 0);
  view_scene_update (cell->scene, snapshot, look->split, look->projection);
  see_tour (figure, cell->scene, look);
  cell->plot = *view_scene_plot (cell->scene);
  if (images != NULL)
    cell->plot.images = (cairo_surface_t *const *)images->pdata;
  g_ptr_array_add (figure->cells, cell);
  note_substitute (figure, history, epoch, snapshot->epoch);
}

/* As large as the largest lets them be. */
static void
share_scale (ViewFigure *figure)
{
  double unit = 0;
  if (figure->cells->len < 2)
    return;
  for (guint i = 0; i < figure->cells->len; i++)
    unit = fmax (unit, view_scene_radius (((ViewFigureCell *)figure->cells->pdata[i])->scene));
  for (guint i = 0; i < figure->cells->len; i++) {
    ViewFigureCell *cell = figure->cells->pdata[i];
    double radius = view_scene_radius (cell->scene);
    if (!(radius > 0))
      continue;
    cell->plot.scale = radius / unit;
    cell->plot.note = cell->note = view_scene_scale_note (cell->plot.scale, cell->plot.note);
    cell->plot.short_note = cell->short_note = view_scene_scale_note (cell->plot.scale, NULL);
  }
}

static gsize
common_prefix (const ViewFigureRuns *runs, gsize n_runs)
{
  g_autofree const char **names = g_new (const char *, n_runs);
  for (gsize i = 0; i < n_runs; i++)
    names[i] = regime_name (training_history_regime (runs[i].histories[0]));
  return view_names_prefix (names, n_runs);
}

/* The runs' histories, one after another. */
static GPtrArray *
list_histories (const ViewFigureRuns *runs, gsize n_runs)
{
  GPtrArray *histories = g_ptr_array_new ();
  for (gsize i = 0; i < n_runs; i++)
    for (guint j = 0; j < runs[i].n_histories; j++)
      g_ptr_array_add (histories, (gpointer)runs[i].histories[j]);
  return histories;
}

/* What all names begin with is said once. */
char *
view_figure_describe_scenes (const ViewFigureRuns *runs, gsize n_runs)
{
  g_autoptr (GPtrArray) histories = list_histories (runs, n_runs);
  g_autofree char *subject
      = view_figure_subject ((const TrainingHistory *const *)histories->pdata, histories->len);
  gsize length = common_prefix (runs, n_runs);
  if (length == 0)
    return g_steal_pointer (&subject);
  const char *name = regime_name (training_history_regime (runs[0].histories[0]));
  return g_strdup_printf ("%.*s%s", (int)length, name, subject);
}

void
view_figure_add_scenes (ViewFigure *figure,
                        const ViewFigureRuns *runs,
                        gsize n_runs,
                        const ViewFigureLook *look)
{
  gboolean strip = look->kind == VIEW_FIGURE_STRIP;
  gsize prefix = common_prefix (runs, n_runs);
  g_autoptr (GArray) epochs = list_epochs (figure, runs, n_runs, look);
  figure->n_columns = strip ? epochs->len : 0;
  for (gsize i = 0; i < n_runs; i++) {
    GPtrArray *images = (look->parts & PLOT_SCENE_IMAGES) != 0 ? view_class_images_new (runs[i].data) : NULL;
    if (images != NULL)
      g_ptr_array_add (figure->images, images);
    for (guint j = 0; j < epochs->len; j++)
      add_cell (figure, runs, i, images, look, g_array_index (epochs, double, j));
  }
  if (figure->cells->len == 0)
    return;
  if (look->common_scale)
    share_scale (figure);
  /* A strip is seen from one place, which is that of its end. */
  PlotCamera common
      = view_scene_camera (((ViewFigureCell *)figure->cells->pdata[figure->cells->len - 1])->scene);
  for (guint i = 0; i < figure->cells->len; i++) {
    ViewFigureCell *cell = figure->cells->pdata[i];
    PlotPanel panel = { .kind = PLOT_PANEL_SCENE,
                        .scene = &cell->plot,
                        .camera = look->camera != NULL ? *look->camera
                                  : strip              ? common
                                                       : view_scene_camera (cell->scene),
                        .parts = look->parts,
                        .span = look->kind == VIEW_FIGURE_BOTH ? 2 : 1 };
    panel.camera.orthographic = look->orthographic;
    if (look->projection == COLLAPSE_PROJECTION_TOUR)
      panel.camera.zoom *= view_lens_zoom (&cell->plot);
    /* One run's name is in the caption, as is what several begin with. */
    if (strip && n_runs == 1)
      cell->plot.title = NULL;
    else if (cell->plot.title != NULL)
      cell->plot.title += prefix;
    g_array_append_val (figure->panels, panel);
  }
}

/* Charts */

static gboolean
has_points (const PlotChart *chart)
{
  gsize n = 0;
  for (gsize i = 0; i < chart->n_series; i++)
    n += chart->series[i].n;
  return n > 0;
}

void
view_figure_make_charts (ViewFigure *figure,
                         const ViewFigureRuns *runs,
                         gsize n_runs,
                         const ViewFigureLook *look)
{
  ViewCharts *charts = figure->charts;
  for (gsize i = 0; i < n_runs; i++)
    view_charts_add_group (charts, runs[i].histories, runs[i].n_histories, runs[i].n_failed, runs[i].style);
  view_charts_set_short_names (charts, TRUE);
  view_charts_set_band (charts, look->band);
  view_charts_set_each_run (charts, look->each_run);
  view_charts_set_splits (charts, !look->no_train, !look->no_test);
  view_charts_set_head (charts, !look->no_head);
  view_charts_set_ratio (charts, look->ratio);
  view_charts_set_lead (charts, look->lead);
  ViewEpochRange epochs = { .kind = look->epoch_axis, .last = view_charts_n_epochs (charts) };
  if (look->from < look->to)
    view_epoch_range_choose (&epochs, look->from, look->to);
  view_charts_set_epochs (charts, &epochs);
  for (guint chart = 0; chart < VIEW_N_CHARTS; chart++)
    view_charts_set_smoothing (charts, chart, look->smoothing);
  view_charts_update (charts);
}

static void
add_charts (ViewFigure *figure)
{
  const ViewCharts *charts = figure->charts;
  guint n_charts = figure->kind == VIEW_FIGURE_BOTH ? VIEW_N_SHOWN : N_ALONE;
  gboolean measured = has_points (view_charts_plot (charts, VIEW_CHART_LOSS));
  for (guint i = 0; i < n_charts; i++) {
    ViewChart chart = i < VIEW_N_SHOWN ? view_charts_shown (charts, i) : VIEW_CHART_NC1_QUOTIENT;
    PlotPanel panel = { .kind = PLOT_PANEL_CHART, .chart = view_charts_plot (charts, chart) };
    /* What no run has measured takes no room. */
    if (has_points (panel.chart) || !measured)
      g_array_append_val (figure->panels, panel);
  }
}

/* Layers */

static ViewLayersFigure
layers_kind (ViewFigureKind kind)
{
  return kind == VIEW_FIGURE_LAYERS   ? VIEW_LAYERS_FIGURE_LAYERS
         : kind == VIEW_FIGURE_ANGLES ? VIEW_LAYERS_FIGURE_ANGLES
                                      : VIEW_LAYERS_FIGURE_ALL;
}

static void
run_clear (gpointer run)
{
  g_ptr_array_unref (((ViewLayersRun *)run)->snapshots);
}

/* The first run of each group, at the snapshot nearest to the epoch. */
void
view_figure_make_layers (ViewFigure *figure,
                         const ViewFigureRuns *runs,
                         gsize n_runs,
                         const ViewFigureLook *look)
{
  const ViewLayersOptions options = { look->metric, look->split };
  double epoch = look->n_epochs > 0 ? look->epochs[0] : VIEW_FIGURE_LAST;
  g_autoptr (GArray) shown = g_array_new (FALSE, TRUE, sizeof (ViewLayersRun));
  g_array_set_clear_func (shown, run_clear);
  for (gsize i = 0; i < n_runs; i++) {
    const TrainingHistory *history = runs[i].histories[0];
    const ViewLayersRun run = { .regime = training_history_regime (history),
                                .data = runs[i].data,
                                .style = runs[i].style,
                                .snapshots = view_layers_snapshots (history),
                                .epoch = view_figure_nearest_epoch (history, epoch),
                                .terminal = training_history_terminal_epoch (history) };
    g_array_append_val (shown, run);
    note_substitute (figure, history, epoch, run.epoch);
  }
  figure->layers = view_layers_new ((const ViewLayersRun *)shown->data, shown->len, &options, NULL);
}

/* What was trained, and what layers were measured on. */
static char *
layers_caption (const ViewFigure *figure, const TrainingHistory *const *histories, gsize n_histories)
{
  g_autofree char *subject = view_figure_subject (histories, n_histories);
  ViewLayersShows shows = figure->kind == VIEW_FIGURE_ANGLES ? 0 : VIEW_LAYERS_SHOWS_LAYERS;
  if (figure->kind != VIEW_FIGURE_LAYERS)
    shows |= VIEW_LAYERS_SHOWS_ALL_ANGLES;
  g_autofree char *caption = view_layers_caption (figure->layers, shows);
  return g_strdup_printf (_ ("%s. %s"), subject, caption);
}

static gboolean
is_of_layers (ViewFigureKind kind)
{
  return kind == VIEW_FIGURE_LAYERS || kind == VIEW_FIGURE_ANGLES || kind == VIEW_FIGURE_LAYERS_ALL;
}

/* The panels of a kind and their caption. A scene says its own epoch and metrics; the caption of curves says
 * the last one's. */
static void
fill (ViewFigure *figure,
      const ViewFigureRuns *runs,
      gsize n_runs,
      const ViewFigureLook *look,
      const GPtrArray *histories)
{
  gboolean charts = look->kind == VIEW_FIGURE_BOTH || look->kind == VIEW_FIGURE_CURVES;
  if (is_of_layers (look->kind)) {
    view_figure_make_layers (figure, runs, n_runs, look);
    view_layers_add_panels (figure->layers, layers_kind (look->kind), figure->panels);
    figure->caption
        = layers_caption (figure, (const TrainingHistory *const *)histories->pdata, histories->len);
    return;
  }
  if (look->kind != VIEW_FIGURE_CURVES)
    view_figure_add_scenes (figure, runs, n_runs, look);
  if (charts) {
    view_figure_make_charts (figure, runs, n_runs, look);
    add_charts (figure);
  }
  figure->caption
      = charts ? view_figure_caption (figure->charts) : view_figure_describe_scenes (runs, n_runs);
}

ViewFigure *
view_figure_new (const ViewFigureRuns *runs, gsize n_runs, const ViewFigureLook *look)
{
  ViewFigure *figure = g_new0 (ViewFigure, 1);
  g_autoptr (GPtrArray) histories = list_histories (runs, n_runs);
  figure->kind = look->kind;
  figure->cells = g_ptr_array_new_with_free_func (cell_free);
  figure->images = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  figure->panels = g_array_new (FALSE, TRUE, sizeof (PlotPanel));
  figure->substitutes = g_string_new (NULL);
  figure->charts = view_charts_new ();
  if (look->kind == VIEW_FIGURE_COMPOSED)
    view_figure_compose (figure, runs, n_runs, look);
  else
    fill (figure, runs, n_runs, look, histories);
  figure->settings = view_figure_settings ((const TrainingHistory *const *)histories->pdata, histories->len);
  return figure;
}

void
view_figure_free (ViewFigure *figure)
{
  if (figure == NULL)
    return;
  g_ptr_array_unref (figure->cells);
  g_ptr_array_unref (figure->images);
  g_array_unref (figure->panels);
  view_charts_free (figure->charts);
  g_clear_pointer (&figure->layers, view_layers_unref);
  g_string_free (figure->substitutes, TRUE);
  g_free (figure->caption);
  g_free (figure->settings);
  g_free (figure);
}

/* What legend and caption take, points. */
static double
foot_height (const PlotPage *page)
{
  return FOOT * (page->font_size > 0 ? page->font_size : PLOT_PAGE_FONT_SIZE);
}

/* Up to three scenes lie beside each other, and are about as high as wide. */
static double
geometry_height (guint n_scenes, const PlotPage *page)
{
  guint columns = n_scenes <= 3 ? MAX (n_scenes, 1) : (guint)ceil (sqrt (n_scenes));
  guint rows = MAX ((n_scenes + columns - 1) / columns, 1);
  double row = MIN (SCENE_HEIGHT * PLOT_POINTS_PER_MM, page->width / columns);
  return MIN (MOST_HEIGHT * PLOT_POINTS_PER_MM, rows * row + foot_height (page));
}

/* Nine charts make a square where a page is wide enough. */
static guint
curves_columns (const PlotPage *page)
{
  return page->width >= WIDE ? 3 : 2;
}

static double
curves_height (guint n_charts, const PlotPage *page)
{
  guint columns = curves_columns (page), rows = (n_charts + columns - 1) / columns;
  return MIN (MOST_HEIGHT * PLOT_POINTS_PER_MM,
              rows * CHART_SHAPE * page->width / columns + foot_height (page));
}

/* Of a strip as many rows of upright panels as it has. */
static double
suitable_height (const ViewFigure *figure, const PlotPage *page)
{
  if (figure->kind == VIEW_FIGURE_COMPOSED)
    return MIN (MOST_HEIGHT * PLOT_POINTS_PER_MM,
                view_figure_composed_height (figure, page) + foot_height (page));
  if (figure->layers != NULL)
    return MIN (MOST_HEIGHT * PLOT_POINTS_PER_MM,
                view_layers_figure_height (figure->layers, layers_kind (figure->kind), page));
  if (figure->kind == VIEW_FIGURE_BOTH)
    return MIN (MOST_HEIGHT, HEIGHT * (figure->cells->len + 2) / 3) * PLOT_POINTS_PER_MM;
  if (figure->kind == VIEW_FIGURE_GEOMETRY)
    return geometry_height (figure->cells->len, page);
  if (figure->kind == VIEW_FIGURE_CURVES)
    return curves_height (figure->panels->len, page);
  if (figure->n_columns == 0)
    return HEIGHT * PLOT_POINTS_PER_MM;
  guint rows = MAX (figure->panels->len / figure->n_columns, 1);
  return MIN (MOST_HEIGHT * PLOT_POINTS_PER_MM,
              rows * STRIP_SHAPE * page->width / figure->n_columns + foot_height (page));
}

PlotFigure
view_figure_on_page (const ViewFigure *figure, const PlotPage *page)
{
  PlotFigure drawn = {
    .page = *page,
    .panels = (const PlotPanel *)figure->panels->data,
    .n_panels = figure->panels->len,
    .columns = figure->kind == VIEW_FIGURE_CURVES ? curves_columns (page) : figure->n_columns,
    .caption = figure->caption,
    .settings = figure->settings,
  };
  if (figure->kind == VIEW_FIGURE_COMPOSED)
    drawn.columns = view_figure_composed_columns (figure, page);
  else if (figure->layers != NULL)
    drawn.columns = view_layers_figure_columns (figure->layers, layers_kind (figure->kind), page);
  if (page->height == 0)
    drawn.page.height = suitable_height (figure, page);
  return drawn;
}

gboolean
view_figure_has_frame (const ViewFigure *figure)
{
  return figure->has_frame;
}

char *
view_figure_substitutes (const ViewFigure *figure)
{
  return figure->substitutes->len == 0 ? NULL : g_strchomp (g_strdup (figure->substitutes->str));
}

gboolean
view_figure_check (const char *path, const PlotPage *page, GError **error)
{
  if (!plot_page_check (page, error))
    return FALSE;
  g_autofree char *folder = g_path_get_dirname (path);
  int failure = 0;
  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    failure = EISDIR;
  else if (g_access (folder, W_OK | X_OK) != 0)
    failure = errno;
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    failure = ENOTDIR;
  if (failure == 0)
    return TRUE;
  g_set_error (error, PLOT_ERROR, PLOT_ERROR_WRITE, _ ("%s cannot be written: %s"), path,
               g_strerror (failure));
  return FALSE;
}
