#include "view/layers-figure.h"

/* Points: on a narrower page panels stand below each other. */
#define WIDE 340.0
/* Height of a panel for its width, and of what stands below them, in titles' sizes. */
#define SHAPE 0.8
#define SHAPE_WIDE 0.98 /* of four beside each other, whose matrices are square */
#define FOOT 6.0

static void
add_matrix (const ViewLayers *layers, guint run, ViewLayersMatrix which, GArray *panels)
{
  const PlotPanel panel = { .kind = PLOT_PANEL_MATRIX, .matrix = view_layers_matrix (layers, run, which) };
  g_array_append_val (panels, panel);
}

static void
add_pointplot (const PlotPointplot *plot, GArray *panels)
{
  const PlotPanel panel = { .kind = PLOT_PANEL_POINTPLOT, .pointplot = plot };
  g_array_append_val (panels, panel);
}

static void
add_chart (const ViewLayers *layers, guint run, ViewLayersChart which, GArray *panels)
{
  const PlotPanel panel = { .kind = PLOT_PANEL_CHART, .chart = view_layers_chart (layers, run, which) };
  g_array_append_val (panels, panel);
}

/* Four panels of each run, which are a row where four lie beside each other. */
static void
add_cosines (const ViewLayers *layers, guint run, GArray *panels)
{
  for (ViewLayersMatrix which = VIEW_LAYERS_MEANS; which < VIEW_LAYERS_N_MATRICES; which++)
    add_matrix (layers, run, which, panels);
  add_chart (layers, run, VIEW_LAYERS_COSINES, panels);
}

static void
add_angles (const ViewLayers *layers, GArray *panels)
{
  guint n = view_layers_n_runs (layers);
  for (guint i = 0; i < n; i++)
    add_cosines (layers, i, panels);
  for (guint i = 0; i < n; i++)
    add_chart (layers, i, VIEW_LAYERS_SPECTRA, panels);
  add_pointplot (view_layers_spectrum (layers), panels);
}

/* Six panels of each run, two rows of three. */
static void
add_all (const ViewLayers *layers, GArray *panels)
{
  for (guint i = 0; i < view_layers_n_runs (layers); i++) {
    add_matrix (layers, i, VIEW_LAYERS_DEPTH, panels);
    add_cosines (layers, i, panels);
    add_chart (layers, i, VIEW_LAYERS_SPECTRA, panels);
  }
  add_pointplot (view_layers_profile (layers), panels);
  add_pointplot (view_layers_spectrum (layers), panels);
}

void
view_layers_add_panels (const ViewLayers *layers, ViewLayersFigure which, GArray *panels)
{
  if (which == VIEW_LAYERS_FIGURE_ANGLES) {
    add_angles (layers, panels);
    return;
  }
  if (which == VIEW_LAYERS_FIGURE_ALL) {
    add_all (layers, panels);
    return;
  }
  for (guint i = 0; i < view_layers_n_runs (layers); i++)
    add_matrix (layers, i, VIEW_LAYERS_DEPTH, panels);
  add_pointplot (view_layers_profile (layers), panels);
}

guint
view_layers_figure_columns (const ViewLayers *layers, ViewLayersFigure which, const PlotPage *page)
{
  gboolean wide = page->width >= WIDE;
  if (which == VIEW_LAYERS_FIGURE_LAYERS)
    return wide ? 2 : 1;
  /* One run's angles are two rows of three. */
  gboolean rows = which == VIEW_LAYERS_FIGURE_ANGLES && view_layers_n_runs (layers) > 1;
  return wide && rows ? 4 : wide ? 3 : 2;
}

double
view_layers_figure_height (const ViewLayers *layers, ViewLayersFigure which, const PlotPage *page)
{
  g_autoptr (GArray) panels = g_array_new (FALSE, FALSE, sizeof (PlotPanel));
  guint columns = MAX (view_layers_figure_columns (layers, which, page), 1);
  double size = page->font_size > 0 ? page->font_size : PLOT_PAGE_FONT_SIZE;
  view_layers_add_panels (layers, which, panels);
  guint rows = (panels->len + columns - 1) / columns;
  double shape = columns == 4 ? SHAPE_WIDE : columns == 1 ? 0.7 * SHAPE : SHAPE;
  return rows * shape * page->width / columns + FOOT * size;
}
