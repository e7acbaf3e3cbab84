#include "view/figure.h"

#include "short-run.h"

#include <glib/gstdio.h>
#include <string.h>

static void
test_check (void)
{
  g_autofree char *folder = g_dir_make_tmp ("view-XXXXXX", NULL);
  g_autofree char *good = g_build_filename (folder, "a.pdf", NULL);
  g_autofree char *no_folder = g_build_filename (folder, "b", "a.pdf", NULL);
  g_autofree char *is_folder = g_build_filename (folder, "c.svg", NULL);
  const ViewFigureOptions page = { .width = 300, .height = 200 };
  const ViewFigureOptions wide = { .width = 15000, .height = 200 };
  g_autoptr (GError) error = NULL;
  g_assert_true (view_figure_check (good, &page, &error));
  g_assert_false (view_figure_check (good, &wide, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_BAD_SIZE);
  g_clear_error (&error);
  g_assert_false (g_file_test (good, G_FILE_TEST_EXISTS));
  g_assert_false (view_figure_check ("a.doc", &page, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_BAD_FORMAT);
  g_clear_error (&error);
  g_assert_false (view_figure_check (no_folder, &page, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
  g_clear_error (&error);
  g_assert_cmpint (g_mkdir (is_folder, 0700), ==, 0);
  g_assert_false (view_figure_check (is_folder, &page, &error));
  g_assert_error (error, PLOT_ERROR, PLOT_ERROR_WRITE);
  g_rmdir (is_folder);
  g_rmdir (folder);
}

/* The same run gives the same bytes, and says in the file what it is. */
static void
test_save (void)
{
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (ViewScene) scene = view_scene_new (run.history, run.data, 0);
  g_autoptr (ViewCharts) charts = view_charts_new ();
  g_autofree char *folder = g_dir_make_tmp ("view-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.svg", NULL);
  const TrainingHistory *histories[] = { run.history };
  const ViewFigureOptions options = { .width = 500, .height = 320, .theme = PLOT_THEME_PRINT };
  char *contents[2] = { NULL };
  gsize lengths[2];
  view_scene_update (scene, training_history_snapshot (run.history, 8), TRAINING_TRAIN,
                     COLLAPSE_PROJECTION_BALANCED);
  view_charts_add_run (charts, run.history, 0);
  view_charts_update (charts);
  for (guint i = 0; i < 2; i++) {
    g_autoptr (GError) error = NULL;
    g_assert_true (view_figure_save (&scene, 1, charts, histories, 1, &options, path, &error));
    g_assert_no_error (error);
    g_assert_true (g_file_get_contents (path, &contents[i], &lengths[i], NULL));
    g_unlink (path);
  }
  g_assert_cmpmem (contents[0], lengths[0], contents[1], lengths[1]);
  g_free (contents[0]);
  g_free (contents[1]);
  g_autofree char *caption = view_figure_caption (charts);
  g_assert_nonnull (strstr (caption, "MLP 24-16 · digits · seed 1; at epoch 8: error "));
  g_autofree char *settings = view_figure_settings (histories, 1);
  g_autoptr (Regime) again = regime_new_from_text (settings, "settings", NULL);
  g_assert_true (regime_equal (again, run.regime));
  g_rmdir (folder);
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
  g_assert_nonnull (strstr (caption, "classifier: online linear probe"));
  g_assert_true (g_str_has_suffix (caption, "head’s output dotted."));
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
  g_autofree char *caption = view_figure_caption (charts);
  g_autofree char *alike = view_figure_subject (histories, 2), *all = view_figure_subject (histories, 3);
  g_assert_true (g_str_has_prefix (caption, "short: MLP 24-16 · digits · seed 1; at epoch 8"));
  g_assert_nonnull (strstr (caption, ". other: MLP 24-16"));
  g_assert_cmpstr (alike, ==, "MLP 24-16 · digits · seed 1");
  g_assert_cmpstr (all, ==, "MLP 24-16 · digits · seed 1; MLP 20-16 · digits · seed 1");
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

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/figure/check", test_check);
  g_test_add_func ("/view/figure/group", test_group);
  g_test_add_func ("/view/figure/save", test_save);
  g_test_add_func ("/view/figure/caption", test_caption);
  g_test_add_func ("/view/figure/changes", test_changes);
  g_test_add_func ("/view/figure/several", test_several);
  return g_test_run ();
}
