/* Figures whose panels a person chose: scenes, charts, matrices in one row of letters. */
#include "view/figure-private.h"

#include "view/figure-panels.h"

#include <glib/gi18n.h>
#include <math.h>

/* Points: a narrower page has two columns at most. */
#define WIDE 300.0
/* Height of a row for its panels' width: of scenes and matrices, which are about square, and of charts. */
#define SQUARE 1.0
#define CHART 0.72
/* And at most, mm. */
#define MOST_ROW 100.0

static gboolean
has_kind (const GArray *asked, ViewPanelKind kind)
{
  for (guint i = 0; i < asked->len; i++)
    if (g_array_index (asked, ViewPanel, i).kind == kind)
      return TRUE;
  return FALSE;
}

static gboolean
is_of (const ViewPanel *asked, gsize run)
{
  return asked->run == 0 || asked->run == run + 1;
}

/* Those of the runs that have one. */
static void
add_scenes (ViewFigure *figure, const ViewPanel *asked, const GArray *scenes)
{
  for (guint i = 0; i < scenes->len; i++)
    if (is_of (asked, ((const ViewFigureCell *)figure->cells->pdata[i])->run))
      g_array_append_vals (figure->panels, &g_array_index (scenes, PlotPanel, i), 1);
}

static void
add_layers (ViewFigure *figure, const ViewPanel *asked)
{
  for (guint run = 0; run < view_layers_n_runs (figure->layers); run++) {
    PlotPanel panel = { .kind = PLOT_PANEL_MATRIX };
    if (!is_of (asked, run))
      continue;
    if (asked->kind == VIEW_PANEL_MATRIX)
      panel.matrix = view_layers_matrix (figure->layers, run, (ViewLayersMatrix)asked->which);
    else
      panel = (PlotPanel){ .kind = PLOT_PANEL_CHART,
                           .chart = view_layers_chart (figure->layers, run, (ViewLayersChart)asked->which) };
    g_array_append_val (figure->panels, panel);
  }
}

/* Of a chart beside what is of one epoch, this is marked. */
static void
add_chart (ViewFigure *figure, const ViewPanel *asked, double epoch)
{
  const PlotPanel panel = { .kind = PLOT_PANEL_CHART,
                            .chart = view_charts_plot (figure->charts, (ViewChart)asked->which),
                            .has_cursor = !isnan (epoch),
                            .cursor = epoch };
  g_array_append_val (figure->panels, panel);
}

static void
add_pointplot (ViewFigure *figure, const PlotPointplot *plot)
{
  const PlotPanel panel = { .kind = PLOT_PANEL_POINTPLOT, .pointplot = plot };
  g_array_append_val (figure->panels, panel);
}

static void
add_panel (ViewFigure *figure, const ViewPanel *asked, const GArray *scenes, double epoch)
{
  switch (asked->kind) {
  case VIEW_PANEL_GEOMETRY:
    add_scenes (figure, asked, scenes);
    break;
  case VIEW_PANEL_CHART:
    add_chart (figure, asked, epoch);
    break;
  case VIEW_PANEL_MATRIX:
  case VIEW_PANEL_BY_EPOCH:
    add_layers (figure, asked);
    break;
  case VIEW_PANEL_PROFILE:
    add_pointplot (figure, view_layers_profile (figure->layers));
    break;
  case VIEW_PANEL_SPECTRUM:
    add_pointplot (figure, view_layers_spectrum (figure->layers));
    break;
  }
}

/* What there is of layers and angles; 0 for nothing. */
static ViewLayersShows
find_layers (const GArray *asked)
{
  ViewLayersShows shows = 0;
  for (guint i = 0; i < asked->len; i++) {
    const ViewPanel *panel = &g_array_index (asked, ViewPanel, i);
    gboolean by_epoch = panel->kind == VIEW_PANEL_BY_EPOCH;
    if (panel->kind == VIEW_PANEL_PROFILE)
      shows |= VIEW_LAYERS_SHOWS_LAYERS;
    if (panel->kind == VIEW_PANEL_MATRIX)
      shows |= panel->which == VIEW_LAYERS_DEPTH ? VIEW_LAYERS_SHOWS_LAYERS : VIEW_LAYERS_SHOWS_ANGLES;
    if (by_epoch && panel->which == VIEW_LAYERS_COSINES)
      shows |= VIEW_LAYERS_SHOWS_ANGLES | VIEW_LAYERS_SHOWS_COSINES;
    if (panel->kind == VIEW_PANEL_SPECTRUM || (by_epoch && panel->which == VIEW_LAYERS_SPECTRA))
      shows |= VIEW_LAYERS_SHOWS_ANGLES | VIEW_LAYERS_SHOWS_SPECTRA;
  }
  return shows;
}

/* What was trained, then what layers are. */
static char *
make_caption (const ViewFigure *figure, const GArray *asked, const ViewFigureRuns *runs, gsize n_runs)
{
  g_autofree char *trained = has_kind (asked, VIEW_PANEL_CHART) ? view_figure_caption (figure->charts)
                                                                : view_figure_describe_scenes (runs, n_runs);
  if (figure->layers == NULL)
    return g_steal_pointer (&trained);
  g_autofree char *layers = view_layers_caption (figure->layers, find_layers (asked));
  g_strchomp (trained);
  return g_strdup_printf (g_str_has_suffix (trained, ".") ? _ ("%s %s") : _ ("%s. %s"), trained, layers);
}

void
view_figure_compose (ViewFigure *figure, const ViewFigureRuns *runs, gsize n_runs, const ViewFigureLook *look)
{
  g_autoptr (GArray) asked = view_panels_read (look->panels, (guint)n_runs, NULL);
  g_return_if_fail (asked != NULL);
  gboolean snapshots = view_panels_have_snapshots (asked);
  double epoch
      = snapshots && look->n_epochs > 0 && look->epochs[0] != VIEW_FIGURE_LAST ? look->epochs[0] : NAN;
  if (has_kind (asked, VIEW_PANEL_GEOMETRY))
    view_figure_add_scenes (figure, runs, n_runs, look);
  g_autoptr (GArray) scenes = g_steal_pointer (&figure->panels);
  figure->panels = g_array_new (FALSE, TRUE, sizeof (PlotPanel));
  figure->n_columns = look->columns;
  if (has_kind (asked, VIEW_PANEL_CHART))
    view_figure_make_charts (figure, runs, n_runs, look);
  if (find_layers (asked) != 0)
    view_figure_make_layers (figure, runs, n_runs, look);
  for (guint i = 0; i < asked->len; i++)
    add_panel (figure, &g_array_index (asked, ViewPanel, i), scenes, epoch);
  figure->caption = make_caption (figure, asked, runs, n_runs);
}

/* Three beside each other, but four as two rows; on a narrow page two. */
guint
view_figure_composed_columns (const ViewFigure *figure, const PlotPage *page)
{
  guint n = MAX (figure->panels->len, 1);
  if (figure->n_columns > 0)
    return figure->n_columns;
  return page->width < WIDE || n == 4 ? MIN (n, 2) : MIN (n, 3);
}

double
view_figure_composed_height (const ViewFigure *figure, const PlotPage *page)
{
  guint columns = view_figure_composed_columns (figure, page);
  guint rows = (MAX (figure->panels->len, 1) + columns - 1) / columns;
  double shape = CHART;
  for (guint i = 0; i < figure->panels->len; i++) {
    PlotPanelKind kind = g_array_index (figure->panels, PlotPanel, i).kind;
    if (kind == PLOT_PANEL_SCENE || kind == PLOT_PANEL_MATRIX)
      shape = SQUARE;
  }
  return rows * MIN (shape * page->width / columns, MOST_ROW * PLOT_POINTS_PER_MM);
}
