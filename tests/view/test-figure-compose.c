/* Figures whose panels are chosen: that they are there, in their order, and of the run that was named. */
#include "view/figure.h"

#include "short-run.h"

#include <string.h>

typedef struct {
  ShortRun first, second;
  ViewFigureRuns runs[2];
  const TrainingHistory *histories[2];
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->first = short_run_new ();
  fixture->second = short_run_new_with ("network.hidden=20");
  fixture->histories[0] = fixture->first.history;
  fixture->histories[1] = fixture->second.history;
  for (guint i = 0; i < 2; i++)
    fixture->runs[i] = (ViewFigureRuns){ .histories = &fixture->histories[i],
                                         .n_histories = 1,
                                         .data = i == 0 ? fixture->first.data : fixture->second.data,
                                         .style = 3 + i };
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  short_run_clear (&fixture->first);
  short_run_clear (&fixture->second);
}

static ViewFigure *
compose (Fixture *fixture, const char *panels, double epoch, guint columns)
{
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_COMPOSED;
  look.panels = panels;
  look.epochs = &epoch;
  look.n_epochs = 1;
  look.columns = columns;
  return view_figure_new (fixture->runs, 2, &look);
}

static PlotFigure
put (const ViewFigure *figure, double mm)
{
  PlotPage page = PLOT_PAGE_INIT;
  page.width = mm * PLOT_POINTS_PER_MM;
  return view_figure_on_page (figure, &page);
}

static void
test_order (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ViewFigure) figure = compose (fixture, "geometry:2,nc1,duality:1,geometry", 4, 0);
  PlotFigure drawn = put (figure, 183);
  g_assert_cmpuint (drawn.n_panels, ==, 5);
  g_assert_cmpuint (drawn.columns, ==, 3);
  g_assert_cmpint (drawn.panels[0].kind, ==, PLOT_PANEL_SCENE);
  g_assert_cmpuint (drawn.panels[0].scene->regime, ==, 4);
  g_assert_cmpint (drawn.panels[1].kind, ==, PLOT_PANEL_CHART);
  g_assert_cmpstr (drawn.panels[1].chart->title, ==, "NC1");
  g_assert_true (drawn.panels[1].has_cursor);
  g_assert_cmpfloat (drawn.panels[1].cursor, ==, 4);
  g_assert_cmpint (drawn.panels[2].kind, ==, PLOT_PANEL_MATRIX);
  g_assert_cmpuint (drawn.panels[3].scene->regime, ==, 3);
  g_assert_cmpuint (drawn.panels[4].scene->regime, ==, 4);
  g_assert_nonnull (strstr (drawn.caption, "Class means are those of all training samples."));
  g_assert_null (strstr (drawn.caption, "Singular"));
  g_assert_cmpuint (put (figure, 89).columns, ==, 2);
}

/* Curves alone have no epoch to be marked; columns are as asked for, and the page as high as its rows. */
static void
test_curves (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ViewFigure) row = compose (fixture, "loss,error,nc3", VIEW_FIGURE_LAST, 0);
  g_autoptr (ViewFigure) column = compose (fixture, "loss,error,nc3", 2, 1);
  PlotFigure wide = put (row, 183), high = put (column, 183);
  g_assert_cmpuint (wide.columns, ==, 3);
  g_assert_cmpuint (high.columns, ==, 1);
  g_assert_cmpfloat (high.page.height, >, wide.page.height);
  for (guint i = 0; i < 3; i++) {
    g_assert_false (wide.panels[i].has_cursor);
    g_assert_false (high.panels[i].has_cursor);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/view/figure-compose/order", Fixture, NULL, set_up, test_order, tear_down);
  g_test_add ("/view/figure-compose/curves", Fixture, NULL, set_up, test_curves, tear_down);
  return g_test_run ();
}
