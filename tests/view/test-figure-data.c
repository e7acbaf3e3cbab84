#include "view/figure-data.h"

#include <glib/gstdio.h>
#include <math.h>

static PlotFigure
figure_of (const PlotPanel *panels, gsize n)
{
  PlotFigure figure = { .page = PLOT_PAGE_INIT, .panels = panels, .n_panels = n };
  figure.page.width = figure.page.height = 200;
  return figure;
}

/* What a cell of a row has, by its column's name. */
static double
number (const StudyTable *table, guint row, const char *key)
{
  for (guint c = 0; c < study_table_n_columns (table); c++)
    if (g_str_equal (study_table_column_key (table, c), key))
      return study_table_number (table, row, c);
  g_assert_not_reached ();
}

static const char *
text (const StudyTable *table, guint row, const char *key)
{
  for (guint c = 0; c < study_table_n_columns (table); c++)
    if (g_str_equal (study_table_column_key (table, c), key))
      return study_table_text (table, row, c);
  g_assert_not_reached ();
}

/* A row for every value, and in it what belongs to that. */
static void
test_rows (void)
{
  const double x[] = { 0, 1 }, y[] = { 3, 2 }, lower[] = { 2.5, NAN }, values[] = { 0.1, NAN };
  const PlotSeries series[] = {
    { .n = 2, .x = x, .y = y, .lower = lower, .upper = y, .regime = 4 | PLOT_REGIME_MUTED, .name = "one" },
    { .n = 1, .x = x, .y = y, .regime = 1, .line = PLOT_LINE_TEST },
  };
  const PlotChart chart = { .title = "NC1", .series = series, .n_series = 2 };
  const PlotDotsRow dots_rows[]
      = { { .label = "a, b", .regime = 2, .values = values, .n = 2, .mean = 0.1, .low = NAN, .high = NAN } };
  const PlotDots dots = { .title = "Error", .rows = dots_rows, .n_rows = 1 };
  const char *const names[] = { "r1", "r2" };
  const PlotMatrix matrix
      = { .title = "M", .n_rows = 2, .n_columns = 1, .values = y, .row_names = names, .column_marks = names };
  const float means[] = { 1, 2, 3 };
  const guint32 labels[] = { 0, 0 };
  const float points[] = { 4, 5, 6, 7, 8, 9 };
  const PlotScene scene = { .title = "S",
                            .n_classes = 1,
                            .n_points = 2,
                            .points = points,
                            .labels = labels,
                            .means = means,
                            .class_names = names };
  const PlotPanel panels[] = {
    { .kind = PLOT_PANEL_CHART, .chart = &chart },
    { .kind = PLOT_PANEL_DOTS, .dots = &dots },
    { .kind = PLOT_PANEL_MATRIX, .matrix = &matrix },
    { .kind = PLOT_PANEL_SCENE, .scene = &scene, .parts = PLOT_SCENE_ALL },
    { .kind = PLOT_PANEL_SCENE, .scene = &scene, .parts = PLOT_SCENE_MEANS },
  };
  const PlotFigure figure = figure_of (panels, G_N_ELEMENTS (panels));
  g_autoptr (StudyTable) table = view_figure_data_new (&figure);
  g_assert_cmpuint (study_table_n_rows (table), ==, 3 + 3 + 2 + 3 + 1);
  g_assert_cmpstr (text (table, 0, "panel"), ==, "a");
  g_assert_cmpstr (text (table, 0, "kind"), ==, "train");
  g_assert_cmpstr (text (table, 0, "series"), ==, "one");
  g_assert_cmpfloat (number (table, 0, "style"), ==, 5);
  g_assert_cmpfloat (number (table, 0, "low"), ==, 2.5);
  g_assert_cmpfloat (number (table, 1, "y"), ==, 2);
  g_assert_true (isnan (number (table, 1, "low")));
  g_assert_cmpstr (text (table, 2, "kind"), ==, "test");
  g_assert_cmpstr (text (table, 2, "series"), ==, "");
  g_assert_cmpstr (text (table, 3, "kind"), ==, "mean");
  g_assert_cmpstr (text (table, 5, "kind"), ==, "seed");
  g_assert_cmpstr (text (table, 5, "series"), ==, "a, b");
  g_assert_cmpstr (text (table, 7, "series"), ==, "r2");
  g_assert_cmpstr (text (table, 7, "place"), ==, "r1");
  g_assert_true (isnan (number (table, 7, "style")));
  g_assert_cmpfloat (number (table, 8, "z"), ==, 3);
  g_assert_cmpstr (text (table, 10, "kind"), ==, "point");
  g_assert_cmpfloat (number (table, 10, "y"), ==, 8);
  g_assert_cmpstr (text (table, 11, "panel"), ==, "e");
}

static void
test_path (void)
{
  static const struct {
    const char *path, *data;
  } rows[] = {
    { "a.pdf", "a-data.csv" }, { "/b.c/a", "/b.c/a-data.csv" },         { "a.b.svg", "a.b-data.csv" },
    { "a.csv", "a-data.csv" }, { "/x/.hidden", "/x/.hidden-data.csv" }, { ".a", ".a-data.csv" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *data = view_figure_data_path (rows[i].path);
    g_assert_cmpstr (data, ==, rows[i].data);
  }
}

/* Beside the file where that is asked for; where it cannot be written, neither is the file. */
static void
test_save (void)
{
  g_autofree char *folder = g_dir_make_tmp ("view-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.svg", NULL);
  g_autofree char *data = g_build_filename (folder, "a-data.csv", NULL);
  const PlotChart chart = { .title = "NC1", .x_maximum = 1, .reference = NAN, .terminal = -1 };
  const PlotPanel panel = { .kind = PLOT_PANEL_CHART, .chart = &chart };
  PlotFigure figure = figure_of (&panel, 1);
  g_autoptr (GError) error = NULL;
  figure.page.format = PLOT_FORMAT_SVG;
  g_assert_true (view_figure_save (&figure, path, &error));
  g_assert_false (g_file_test (data, G_FILE_TEST_EXISTS));
  figure.page.data = TRUE;
  g_assert_true (view_figure_save (&figure, path, &error));
  g_assert_true (g_file_test (data, G_FILE_TEST_EXISTS));
  g_unlink (path);
  g_unlink (data);
  g_assert_cmpint (g_mkdir (data, 0700), ==, 0);
  g_assert_false (view_figure_save (&figure, path, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_rmdir (data);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/figure-data/rows", test_rows);
  g_test_add_func ("/view/figure-data/path", test_path);
  g_test_add_func ("/view/figure-data/save", test_save);
  return g_test_run ();
}
