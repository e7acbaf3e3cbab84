#include "view/figure.h"
#include "view/lens.h"

#include "short-run.h"

#include <glib/gstdio.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void
test_check (void)
{
  g_autofree char *folder = g_dir_make_tmp ("view-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (folder, "a.pdf", NULL);
  g_autofree char *no_folder = g_build_filename (folder, "b", "a.pdf", NULL);
  g_autofree char *is_folder = g_build_filename (folder, "c.svg", NULL);
  PlotPage page = PLOT_PAGE_INIT, wide = PLOT_PAGE_INIT;
  page.width = 300;
  page.height = wide.height = 200;
  wide.width = 15000;
  g_autoptr (GError) error = NULL;
  g_assert_true (view_figure_check (good, &page, &error));
  g_assert_false (view_figure_check (good, &wide, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE);
  g_clear_error (&error);
  g_assert_false (g_file_test (good, G_FILE_TEST_EXISTS));
  g_assert_false (view_figure_check (no_folder, &page, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (is_folder, 0700), ==, 0);
  g_assert_false (view_figure_check (is_folder, &page, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
  g_rmdir (is_folder);
  g_rmdir (folder);
}

static char *
draw_at (double width, const ViewFigureRuns *runs, gsize n, const ViewFigureLook *look, gsize *length)
{
  g_autoptr (ViewFigure) figure = view_figure_new (runs, n, look);
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  PlotPage page = PLOT_PAGE_INIT;
  char *contents = NULL;
  int file = g_file_open_tmp ("view-XXXXXX.svg", &path, &error);
  g_assert_no_error (error);
  close (file);
  page.width = width;
  page.format = PLOT_FORMAT_SVG;
  PlotFigure drawn = view_figure_on_page (figure, &page);
  g_assert_true (plot_figure_save (&drawn, path, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, length, NULL));
  g_unlink (path);
  return contents;
}

static char *
draw (const ViewFigureRuns *runs, gsize n, const ViewFigureLook *look, gsize *length)
{
  return draw_at (500, runs, n, look, length);
}

/* The same run gives the same bytes, and says in the file what it is; what is looked at otherwise is another
 * picture. */
static void
test_draw (void)
{
  g_auto (ShortRun) run = short_run_new ();
  const TrainingHistory *histories[] = { run.history };
  const ViewFigureRuns runs = { histories, 1, 0, run.data, 0 };
  const PlotCamera camera = { .yaw = 1, .zoom = 1 };
  const double epoch = 2;
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  gsize length, again_length;
  g_autofree char *first = draw (&runs, 1, &look, &length), *again = draw (&runs, 1, &look, &again_length);
  g_assert_cmpmem (first, length, again, again_length);
  g_assert_nonnull (strstr (first, "MLP 24-16 · digits · seed 1; at epoch 8: error "));
  for (guint i = 0; i < 10; i++) {
    ViewFigureLook other = VIEW_FIGURE_LOOK_INIT;
    gsize other_length;
    if (i == 0)
      other.camera = &camera;
    else if (i == 1)
      other.parts = PLOT_SCENE_MEANS;
    else if (i == 2)
      other.split = TRAINING_TEST;
    else if (i == 3)
      other.projection = COLLAPSE_PROJECTION_FEATURE_PCA;
    else if (i == 4)
      other.no_test = TRUE;
    else if (i == 5)
      other.hold = 1;
    else if (i == 7)
      other.epoch_axis = PLOT_AXIS_LOG;
    else if (i == 8)
      other.smoothing = 0.5;
    else if (i == 9)
      other.to = 4;
    other.epochs = &epoch;
    other.n_epochs = i == 6;
    g_autofree char *picture = draw (&runs, 1, &other, &other_length);
    if (other_length == length && memcmp (picture, first, length) == 0)
      g_error ("look %u changes nothing", i);
  }
  g_autofree char *settings = view_figure_settings (histories, 1);
  g_autoptr (Regime) regime = regime_new_from_text (settings, "settings", NULL);
  g_assert_true (regime_equal (regime, run.regime));
}

static double
shown_epoch (const PlotPanel *panel)
{
  double epoch;
  g_assert_cmpint (sscanf (panel->scene->subtitle, "epoch %lf", &epoch), ==, 1);
  return epoch;
}

/* A row for each run, a column for each epoch, all seen from one place; what is not stored is replaced, said
 * so, and drawn once. */
static void
test_strip (void)
{
  g_auto (ShortRun) one = short_run_new (), two = short_run_new_with ("network.hidden=20");
  const TrainingHistory *histories[] = { one.history, two.history };
  const ViewFigureRuns runs[]
      = { { &histories[0], 1, 0, one.data, 0 }, { &histories[1], 1, 0, two.data, 1 } };
  const double epochs[] = { 0.4, 5, 500, VIEW_FIGURE_LAST };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  PlotPage page = PLOT_PAGE_INIT;
  look.kind = VIEW_FIGURE_STRIP;
  look.epochs = epochs;
  look.n_epochs = G_N_ELEMENTS (epochs);
  page.width = 500;
  g_autoptr (ViewFigure) figure = view_figure_new (runs, 2, &look);
  const PlotFigure drawn = view_figure_on_page (figure, &page);
  g_assert_cmpuint (drawn.columns, ==, 3);
  g_assert_cmpuint (drawn.n_panels, ==, 6);
  g_assert_cmpfloat (drawn.page.height, >, 300);
  for (gsize i = 0; i < 6; i++) {
    const double expected[] = { 0, 5, 8 };
    g_assert_cmpfloat (shown_epoch (&drawn.panels[i]), ==, expected[i % 3]);
    g_assert_cmpfloat (drawn.panels[i].camera.yaw, ==, drawn.panels[0].camera.yaw);
    g_assert_cmpfloat (drawn.panels[i].camera.pitch, ==, drawn.panels[0].camera.pitch);
    g_assert_nonnull (drawn.panels[i].scene->title);
  }
  g_autofree char *told = view_figure_substitutes (figure);
  g_assert_nonnull (strstr (told, "epoch 0.4 is not stored, and 0 is shown instead"));
  g_assert_nonnull (strstr (told, "epoch 500 is not stored, and 8 is shown instead"));
  g_assert_nonnull (strstr (told, "Epoch 8 would be the picture before it again"));
}

/* What the names of a preset's variants begin with is said once, in the caption. */
static void
test_prefix (void)
{
  g_auto (ShortRun) one = short_run_new_with ("regime.name=Sizes: small");
  g_auto (ShortRun) two = short_run_new_with ("regime.name=Sizes: large");
  g_auto (ShortRun) other = short_run_new_with ("regime.name=Other: large");
  const TrainingHistory *histories[] = { one.history, two.history, other.history };
  const ViewFigureRuns runs[] = { { &histories[0], 1, 0, one.data, 0 },
                                  { &histories[1], 1, 0, two.data, 1 },
                                  { &histories[2], 1, 0, other.data, 2 } };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  PlotPage page = PLOT_PAGE_INIT;
  look.kind = VIEW_FIGURE_GEOMETRY;
  page.width = 500;
  g_autoptr (ViewFigure) alike = view_figure_new (runs, 2, &look), not_all = view_figure_new (runs, 3, &look);
  const PlotFigure first = view_figure_on_page (alike, &page), second = view_figure_on_page (not_all, &page);
  g_assert_cmpstr (first.panels[1].scene->title, ==, "large");
  g_assert_true (g_str_has_prefix (first.caption, "Sizes: MLP 24-16"));
  g_assert_cmpstr (second.panels[1].scene->title, ==, "Sizes: large");
  look.kind = VIEW_FIGURE_CURVES;
  g_autoptr (ViewFigure) curves = view_figure_new (runs, 2, &look);
  const PlotFigure third = view_figure_on_page (curves, &page);
  g_assert_cmpstr (third.panels[0].chart->series[0].name, ==, "small");
  g_assert_true (g_str_has_prefix (third.caption, "Sizes: MLP 24-16 · digits · seed 1. small: at epoch 8"));
  g_assert_true (g_str_has_prefix (second.caption, "MLP 24-16"));
}

/* A chart of what was not measured takes no room. */
static void
test_measured (void)
{
  g_auto (ShortRun) all = short_run_new (), few = short_run_new_with ("run.spectra-every=0");
  const TrainingHistory *histories[] = { all.history, few.history };
  const ViewFigureRuns runs[]
      = { { &histories[0], 1, 0, all.data, 0 }, { &histories[1], 1, 0, few.data, 0 } };
  guint n_panels[2];
  for (guint i = 0; i < 2; i++) {
    ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
    PlotPage page = PLOT_PAGE_INIT;
    look.kind = VIEW_FIGURE_CURVES;
    page.width = 500;
    g_autoptr (ViewFigure) figure = view_figure_new (&runs[i], 1, &look);
    n_panels[i] = view_figure_on_page (figure, &page).n_panels;
  }
  g_assert_cmpuint (n_panels[0], ==, VIEW_N_SHOWN + 1);
  g_assert_cmpuint (n_panels[1], ==, VIEW_N_SHOWN);
}

/* Of itself it shows 1 and the last of eight epochs; where a run is alone its name is in the caption. */
static void
test_strip_alone (void)
{
  g_auto (ShortRun) run = short_run_new ();
  const TrainingHistory *histories[] = { run.history };
  const ViewFigureRuns runs = { histories, 1, 0, run.data, 0 };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  PlotPage page = PLOT_PAGE_INIT;
  look.kind = VIEW_FIGURE_STRIP;
  look.common_scale = TRUE;
  page.width = 500;
  page.height = 200;
  g_autoptr (ViewFigure) figure = view_figure_new (&runs, 1, &look);
  const PlotFigure drawn = view_figure_on_page (figure, &page);
  g_autofree char *told = view_figure_substitutes (figure);
  g_assert_cmpuint (drawn.n_panels, ==, 2);
  g_assert_cmpfloat (shown_epoch (&drawn.panels[0]), ==, 1);
  g_assert_cmpfloat (shown_epoch (&drawn.panels[1]), ==, 8);
  g_assert_null (drawn.panels[0].scene->title);
  g_assert_cmpfloat (drawn.page.height, ==, 200);
  g_assert_null (told);
  /* The larger of the two is drawn at its size. */
  g_assert_cmpfloat (fmax (drawn.panels[0].scene->scale, drawn.panels[1].scene->scale), ==, 1);
  g_assert_cmpfloat (fmin (drawn.panels[0].scene->scale, drawn.panels[1].scene->scale), <, 1);
}

/* What was changed on the way is marked on the curves and said in the caption. */
static void
test_changes (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autoptr (RegimeChange) change = regime_change_new (2.5, "optimiser.weight-decay", "0.005", "0");
  training_history_add_change (run.history, change);
  view_charts_add_run (charts, run.history, 0);
  view_charts_update (charts);
  const PlotChart *plot = view_charts_plot (charts, VIEW_CHART_LOSS);
  gsize place = 0;
  while (place < plot->n_drops && plot->drops[place] != 2.5)
    place++;
  g_assert_cmpuint (place, <, plot->n_drops);
  g_assert_cmpstr (plot->drop_words[place], ==, "weight decay 0.005 → 0");
  g_autofree char *caption = view_figure_caption (charts);
  g_assert_nonnull (strstr (caption, "; changed while it trained: weight decay 0.005 → 0 at epoch 2.5. "));
}

/* The caption says what the curves and the classifier are. */
static void
test_caption (void)
{
  g_auto (ShortRun) run = short_run_new_with ("head.layers=1");
  g_autoptr (ViewCharts) charts = view_charts_new ();
  view_charts_add_run (charts, run.history, 0);
  view_charts_update (charts);
  g_autofree char *caption = view_figure_caption (charts);
  g_assert_nonnull (strstr (caption, "Classifier: online linear probe. "));
  g_assert_null (strstr (caption, "Smoothed"));
  g_assert_true (g_str_has_suffix (caption, "head’s output dotted."));
  view_charts_set_splits (charts, TRUE, FALSE);
  g_autofree char *train = view_figure_caption (charts);
  g_assert_null (strstr (train, "test dashed"));
  g_assert_true (g_str_has_suffix (train, "head’s output dotted."));
  view_charts_set_head (charts, FALSE);
  g_autofree char *alone = view_figure_caption (charts);
  g_assert_null (strstr (alone, "dotted"));
  view_charts_set_smoothing (charts, VIEW_CHART_LOSS, 0.75);
  g_autofree char *smoothed = view_figure_caption (charts);
  g_assert_nonnull (strstr (smoothed, "Smoothed by an exponential moving average of weight 0.75, "));
}

/* Of several runs the caption names each; what scenes are of is said once where it is the same. */
static void
test_several (void)
{
  g_auto (ShortRun) one = short_run_new (), two = short_run_new_with ("regime.name=other");
  g_auto (ShortRun) three = short_run_new_with ("network.hidden=20");
  const TrainingHistory *histories[] = { one.history, two.history, three.history };
  g_autoptr (ViewCharts) charts = view_charts_new ();
  view_charts_add_run (charts, one.history, 0);
  view_charts_add_run (charts, two.history, 1);
  view_charts_update (charts);
  g_autofree char *same = view_figure_caption (charts);
  view_charts_add_run (charts, three.history, 2);
  view_charts_update (charts);
  g_autofree char *caption = view_figure_caption (charts);
  g_autofree char *alike = view_figure_subject (histories, 2), *all = view_figure_subject (histories, 3);
  g_assert_true (g_str_has_prefix (same, "MLP 24-16 · digits · seed 1. short: at epoch 8"));
  g_assert_nonnull (strstr (same, ". other: at epoch 8"));
  g_assert_true (g_str_has_prefix (caption, "short: MLP 24-16 · digits · seed 1; at epoch 8"));
  g_assert_nonnull (strstr (caption, ". other: MLP 24-16"));
  g_assert_cmpstr (alike, ==, "MLP 24-16 · digits · seed 1");
  g_assert_cmpstr (all, ==, "MLP 24-16 · digits · seed 1; MLP 20-16 · digits · seed 1");
}

static guint
count (const char *text, const char *part)
{
  guint n = 0;
  for (const char *at = text; (at = strstr (at, part)) != NULL; at += strlen (part))
    n++;
  return n;
}

/* The legend of several runs has each once, and what the lines of their test splits are. */
static void
test_legend (void)
{
  g_auto (ShortRun) one = short_run_new (), two = short_run_new_with ("regime.name=other");
  const TrainingHistory *histories[] = { one.history, two.history };
  const ViewFigureRuns runs[]
      = { { &histories[0], 1, 0, one.data, 0 }, { &histories[1], 1, 0, two.data, 1 } };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_CURVES;
  gsize length;
  g_autofree char *alone = draw (runs, 1, &look, &length);
  g_autofree char *both = draw (runs, 2, &look, &length);
  g_assert_cmpuint (count (alone, ">test<"), ==, 1);
  g_assert_cmpuint (count (alone, "on test data"), ==, 0);
  g_assert_cmpuint (count (both, ">other<"), ==, 1);
  g_assert_cmpuint (count (both, ">on test data<"), ==, 1);
  g_assert_cmpuint (count (both, ", test<"), ==, 0);
}

/* A note that is longer than its scene is wide takes two lines, of which none is cut. */
static void
test_note (void)
{
  g_auto (ShortRun) one = short_run_new (), two = short_run_new_with ("regime.name=other");
  const TrainingHistory *histories[] = { one.history, two.history };
  const ViewFigureRuns runs[]
      = { { &histories[0], 1, 0, one.data, 0 }, { &histories[1], 1, 0, two.data, 1 } };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_GEOMETRY;
  look.projection = COLLAPSE_PROJECTION_FOUR_CLASSES;
  gsize length;
  g_autofree char *both = draw_at (340, runs, 2, &look, &length);
  g_assert_cmpuint (count (both, ">4 means exact · "), ==, 2);
  g_assert_cmpuint (count (both, ">4 means exact · out of view"), ==, 2);
  g_assert_cmpuint (count (both, "classifiers"), ==, 2);
  g_assert_cmpuint (count (both, "…"), ==, 0);
}

/* Of a mean, how many it is of, the epoch up to which it goes, and what it and the band are made of. */
static void
test_group (void)
{
  g_auto (ShortRun) one = short_run_new (), two = short_run_new_with ("run.seed=2");
  const TrainingHistory *histories[] = { one.history, two.history };
  g_autoptr (ViewCharts) charts = view_charts_new ();
  view_charts_add_group (charts, histories, 2, 0, 0);
  view_charts_update (charts);
  g_autofree char *caption = view_figure_caption (charts);
  g_assert_true (
      g_str_has_prefix (caption, "MLP 24-16 · digits · seed 1 and 1 more; mean at epoch 8: error "));
  g_assert_nonnull (strstr (caption, ". Means and bands over seeds: of log10 values"));
}

/* The paths, pictures and camera that a look asks for are those of its scenes; on tour every camera steps
 * back as far as the frame's ideal vertices ask for, a given one too. */
static void
test_look (void)
{
  g_auto (ShortRun) run = short_run_new ();
  const TrainingHistory *history = run.history;
  const ViewFigureRuns runs = { &history, 1, 0, run.data, 0 };
  const PlotCamera camera = { .yaw = 0.3, .zoom = 1.5 };
  const PlotPage page = PLOT_PAGE_INIT;
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  guint n_further = 0;
  look.kind = VIEW_FIGURE_GEOMETRY;
  look.parts = PLOT_SCENE_ALL;
  look.trail = 3;
  look.orthographic = TRUE;
  look.camera = &camera;
  g_autoptr (ViewFigure) figure = view_figure_new (&runs, 1, &look);
  const PlotPanel *panel = view_figure_on_page (figure, &page).panels;
  g_assert_cmpuint (panel->scene->n_trail, ==, 3);
  g_assert_cmpint (cairo_image_surface_get_width (panel->scene->images[9]), ==, 8);
  g_assert_true (panel->camera.orthographic);
  g_assert_cmpfloat (panel->camera.zoom, ==, 1.5);
  look.parts = PLOT_SCENE_USUAL;
  look.orthographic = FALSE;
  look.projection = COLLAPSE_PROJECTION_TOUR;
  for (look.tour_time = 0; look.tour_time < 50; look.tour_time += 5) {
    g_autoptr (ViewFigure) tour = view_figure_new (&runs, 1, &look);
    panel = view_figure_on_page (tour, &page).panels;
    g_assert_cmpuint (panel->scene->n_trail, ==, 0);
    g_assert_null (panel->scene->images);
    g_assert_false (panel->camera.orthographic);
    g_assert_cmpfloat (panel->camera.zoom, ==, 1.5 * view_lens_zoom (panel->scene));
    n_further += panel->camera.zoom < 1.5;
  }
  g_assert_cmpuint (n_further, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/figure/check", test_check);
  g_test_add_func ("/view/figure/group", test_group);
  g_test_add_func ("/view/figure/draw", test_draw);
  g_test_add_func ("/view/figure/strip", test_strip);
  g_test_add_func ("/view/figure/strip-alone", test_strip_alone);
  g_test_add_func ("/view/figure/prefix", test_prefix);
  g_test_add_func ("/view/figure/measured", test_measured);
  g_test_add_func ("/view/figure/caption", test_caption);
  g_test_add_func ("/view/figure/changes", test_changes);
  g_test_add_func ("/view/figure/several", test_several);
  g_test_add_func ("/view/figure/look", test_look);
  g_test_add_func ("/view/figure/legend", test_legend);
  g_test_add_func ("/view/figure/note", test_note);
  return g_test_run ();
}
