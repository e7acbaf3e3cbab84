/* The scenes of a figure: of which epochs, and how they are looked at. */
#include "view/figure-private.h"

#include "collapse/tour.h"
#include "view/class-images.h"
#include "view/lens.h"
#include "view/names.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

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

void
view_figure_note_substitute (ViewFigure *figure, const TrainingHistory *history, double asked, double shown)
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
  view_figure_note_substitute (figure, history, epoch, snapshot->epoch);
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

/* What all names begin with is said once. */
char *
view_figure_describe_scenes (const ViewFigureRuns *runs, gsize n_runs)
{
  g_autoptr (GPtrArray) histories = view_figure_list_histories (runs, n_runs);
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
