#include "view/figure-samples.h"

#include "short-run.h"
#include "study/study.h"

#include <string.h>

/* Checkpoints of some of the run's epochs, as a study keeps them. */
static GPtrArray *
keep (const ShortRun *run, const guint *epochs, guint n)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func ((GDestroyNotify)training_checkpoint_unref);
  for (guint i = 0; i < n; i++) {
    TrainingCheckpoint *checkpoint = training_history_checkpoint_at (run->history, epochs[i]);
    g_assert_cmpuint (checkpoint->epoch, ==, epochs[i]);
    g_ptr_array_add (kept, training_checkpoint_ref (checkpoint));
  }
  return kept;
}

static GPtrArray *
evaluate (const ShortRun *run, const ViewFigureLook *look, const GPtrArray *checkpoints, GError **error)
{
  Dataset *const data[] = { run->data, run->test };
  return view_figure_samples_new (look, run->history, checkpoints, data, 1, NULL, error);
}

static void
assert_epochs (const ShortRun *run,
               const ViewFigureLook *look,
               const GPtrArray *checkpoints,
               const char *epochs)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) samples = evaluate (run, look, checkpoints, &error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_assert_no_error (error);
  for (guint i = 0; i < samples->len; i++) {
    const TrainingSnapshot *snapshot = samples->pdata[i];
    g_string_append_printf (text, "%s%g", i > 0 ? " " : "", snapshot->epoch);
    g_assert_cmpuint (snapshot->split[TRAINING_TRAIN].n, ==, 300);
    g_assert_cmpuint (snapshot->split[TRAINING_TEST].n, ==, 100);
  }
  g_assert_cmpstr (text->str, ==, epochs);
}

/* What is asked for is what there is; what a strip chooses is what is nearest, once. */
static void
test_epochs (void)
{
  static const guint kept[] = { 0, 2, 8 };
  const double asked[] = { 2, VIEW_FIGURE_LAST };
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (GPtrArray) checkpoints = keep (&run, kept, G_N_ELEMENTS (kept));
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  assert_epochs (&run, &look, checkpoints, "8");
  look.kind = VIEW_FIGURE_STRIP;
  assert_epochs (&run, &look, checkpoints, "0 8");
  look.epochs = asked;
  look.n_epochs = 2;
  assert_epochs (&run, &look, checkpoints, "2 8");
  look.n_epochs = 1;
  assert_epochs (&run, &look, checkpoints, "2");
}

/* An epoch without a checkpoint is refused with those that have one; of a branch its own. */
static void
test_refused (void)
{
  static const guint kept[] = { 0, 2, 8 };
  const double asked[] = { 2, 5 };
  g_auto (ShortRun) run = short_run_new ();
  g_autoptr (GPtrArray) checkpoints = keep (&run, kept, G_N_ELEMENTS (kept));
  g_autoptr (GPtrArray) none = keep (&run, kept, 0);
  g_autoptr (GError) error = NULL;
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_STRIP;
  look.epochs = asked;
  look.n_epochs = 2;
  g_assert_null (evaluate (&run, &look, checkpoints, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "epoch 5 "));
  g_assert_nonnull (strstr (error->message, "0, 2 and 8"));
  g_clear_error (&error);
  training_history_set_branch_epoch (run.history, 2);
  g_assert_null (evaluate (&run, &look, checkpoints, &error));
  g_assert_nonnull (strstr (error->message, "epochs 2 and 8"));
  g_clear_error (&error);
  g_assert_null (evaluate (&run, &look, none, &error));
  g_assert_error (error, STUDY_ERROR, STUDY_ERROR_NOT_FOUND);
}

static const char *
note_of (const ViewFigureRuns *runs, const ViewFigureLook *look, ViewFigure **figure)
{
  const PlotPage page = PLOT_PAGE_INIT;
  *figure = view_figure_new (runs, 1, look);
  const PlotFigure drawn = view_figure_on_page (*figure, &page);
  return drawn.panels[0].scene->note;
}

/* Scenes have as many points as the split has samples, and their notes say so. */
static void
test_scene (void)
{
  static const guint kept[] = { 0, 2, 8 };
  const double epoch = 2;
  g_auto (ShortRun) run = short_run_new_with ("data.train=1400");
  g_autoptr (GPtrArray) checkpoints = keep (&run, kept, G_N_ELEMENTS (kept));
  const TrainingHistory *histories[] = { run.history };
  ViewFigureLook look = VIEW_FIGURE_LOOK_INIT;
  look.kind = VIEW_FIGURE_GEOMETRY;
  look.epochs = &epoch;
  look.n_epochs = 1;
  g_autoptr (GPtrArray) samples = evaluate (&run, &look, checkpoints, NULL);
  ViewFigureRuns runs = { .histories = histories, .n_histories = 1, .data = run.data };
  g_autoptr (ViewFigure) watched = NULL;
  g_autoptr (ViewFigure) all = NULL;
  g_assert_nonnull (strstr (note_of (&runs, &look, &watched), " of 1400 samples"));
  runs.samples = samples;
  g_assert_nonnull (strstr (note_of (&runs, &look, &all), " · 1400 samples"));
  const PlotPage page = PLOT_PAGE_INIT;
  const PlotFigure drawn = view_figure_on_page (all, &page);
  g_assert_cmpuint (drawn.panels[0].scene->n_points, ==, 1400);
  g_assert_nonnull (g_strrstr (drawn.panels[0].scene->subtitle, "epoch 2"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/view/figure-samples/epochs", test_epochs);
  g_test_add_func ("/view/figure-samples/refused", test_refused);
  g_test_add_func ("/view/figure-samples/scene", test_scene);
  return g_test_run ();
}
