/* Figures of layers and of angles: their panels, and that an epoch that is asked for is the one drawn. */
#include "view/figure.h"
#include "view/layers-figure.h"

#include "short-run.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

static char *
draw (const ViewFigureRuns *runs, gsize n, const ViewFigureLook *look, double width, PlotThemeKind theme)
{
  g_autoptr (ViewFigure) figure = view_figure_new (runs, n, look);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  PlotPage page = PLOT_PAGE_INIT;
  char *contents = NULL;
  close (g_file_open_tmp ("view-XXXXXX.svg", &path, &error));
  g_assert_no_error (error);
  page.width = width;
  page.format = PLOT_FORMAT_SVG;
  page.theme = theme;
  PlotFigure drawn = view_figure_on_page (figure, &page);
  g_assert_true (plot_figure_save (&drawn, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  g_unlink (path);
  return contents;
}

static guint
count (const ViewLayers *layers, ViewLayersFigure which, PlotPanelKind kind)
{
  g_autoptr (GArray) panels = g_array_new (FALSE, FALSE, sizeof (PlotPanel));
  guint n = 0;
  view_layers_add_panels (layers, which, panels);
  for (guint i = 0; i < panels->len; i++)
    n += g_array_index (panels, PlotPanel, i).kind == kind;
  return n;
}

static void
test_panels (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (GPtrArray) snapshots = view_layers_snapshots (run.history);
  const ViewLayersRun one = { .regime = run.regime, .snapshots = snapshots, .epoch = 8 };
  const ViewLayersRun runs[] = { one, one };
  const ViewLayersOptions options = { 0 };
  g_autoptr (ViewLayers) view = view_layers_new (runs, 2, &options, NULL);
  g_assert_cmpuint (count (view, VIEW_LAYERS_FIGURE_LAYERS, PLOT_PANEL_MATRIX), ==, 2);
  g_assert_cmpuint (count (view, VIEW_LAYERS_FIGURE_LAYERS, PLOT_PANEL_POINTPLOT), ==, 1);
  g_assert_cmpuint (count (view, VIEW_LAYERS_FIGURE_ANGLES, PLOT_PANEL_MATRIX), ==, 6);
  g_assert_cmpuint (count (view, VIEW_LAYERS_FIGURE_ANGLES, PLOT_PANEL_CHART), ==, 4);
  g_assert_cmpuint (count (view, VIEW_LAYERS_FIGURE_ANGLES, PLOT_PANEL_POINTPLOT), ==, 1);
  g_assert_cmpuint (count (view, VIEW_LAYERS_FIGURE_ALL, PLOT_PANEL_MATRIX), ==, 8);
  g_assert_cmpuint (count (view, VIEW_LAYERS_FIGURE_ALL, PLOT_PANEL_POINTPLOT), ==, 2);
}

/* The same bytes again, other ones of another epoch, metric or split, and what they say is in the file. */
static void
test_look (void)
{
  static const ViewFigureKind kinds[] = { VIEW_FIGURE_LAYERS, VIEW_FIGURE_ANGLES };
  static const double third = 3;
  g_auto (ShortRun) run = short_run_new ();
  const TrainingHistory *const histories[] = { run.history };
  const ViewFigureRuns runs = { .histories = histories, .n_histories = 1, .data = run.data };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
    look.kind = kinds[i];
    g_autofree char *last = draw (&runs, 1, &look, 500, PLOT_THEME_PRINT);
    g_autofree char *again = draw (&runs, 1, &look, 500, PLOT_THEME_PRINT);
    g_assert_cmpstr (last, ==, again);
    g_assert_nonnull (strstr (last, "epoch 8"));
    look.epochs = &third;
    look.n_epochs = 1;
    g_autofree char *early = draw (&runs, 1, &look, 500, PLOT_THEME_PRINT);
    g_assert_nonnull (strstr (early, "epoch 3"));
    g_assert_cmpstr (early, !=, last);
    look.split = TRAINING_TEST;
    g_autofree char *test = draw (&runs, 1, &look, 500, PLOT_THEME_PRINT);
    g_assert_cmpstr (test, !=, early);
    g_autofree char *narrow = draw (&runs, 1, &look, 252, PLOT_THEME_PRINT);
    g_assert_cmpstr (narrow, !=, test);
  }
}

/* A grey page has no colour but greys. */
static void
test_grey (void)
{
  static const ViewFigureKind kinds[] = { VIEW_FIGURE_LAYERS, VIEW_FIGURE_ANGLES };
  g_auto (ShortRun) run = short_run_new ();
  const TrainingHistory *const histories[] = { run.history };
  const ViewFigureRuns runs = { .histories = histories, .n_histories = 1, .data = run.data };
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++) {
    ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
    look.kind = kinds[i];
    g_autoptr (ViewFigure) figure = view_figure_new (&runs, 1, &look);
    PlotPage page = PLOT_PAGE_INIT;
    page.width = 500;
    page.theme = PLOT_THEME_GREY;
    PlotFigure drawn = view_figure_on_page (figure, &page);
    cairo_surface_t *image
        = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 500, (int)ceil (drawn.page.height));
    cairo_t *cr = cairo_create (image);
    plot_figure_draw (cr, &drawn);
    cairo_destroy (cr);
    cairo_surface_flush (image);
    const guint8 *data = cairo_image_surface_get_data (image);
    guint inked = 0;
    for (int p = 0; p < 500 * cairo_image_surface_get_height (image); p++) {
      const guint8 *pixel = data + 4 * p;
      g_assert_cmpint (ABS (pixel[0] - pixel[1]), <=, 1);
      g_assert_cmpint (ABS (pixel[1] - pixel[2]), <=, 1);
      inked += pixel[0] < 200;
    }
    g_assert_cmpuint (inked, >, 2000);
    cairo_surface_destroy (image);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/layers-figure/panels", test_panels);
  g_test_add_func ("/view/layers-figure/look", test_look);
  g_test_add_func ("/view/layers-figure/grey", test_grey);
  return g_test_run ();
}
