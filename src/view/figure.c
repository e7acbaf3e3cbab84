#include "view/figure-private.h"

#include "view/layers-figure.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <math.h>
#include <unistd.h>

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

GPtrArray *
view_figure_list_histories (const ViewFigureRuns *runs, gsize n_runs)
{
  GPtrArray *histories = g_ptr_array_new ();
  for (gsize i = 0; i < n_runs; i++)
    for (guint j = 0; j < runs[i].n_histories; j++)
      g_ptr_array_add (histories, (gpointer)runs[i].histories[j]);
  return histories;
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
    view_figure_note_substitute (figure, history, epoch, run.epoch);
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
  g_autoptr (GPtrArray) histories = view_figure_list_histories (runs, n_runs);
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
