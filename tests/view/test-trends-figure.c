/* The figure of a comparison's trends: a panel for each that is measured, as high as they take. */
#include "view/trends-figure.h"

#include <math.h>
#include <string.h>

#define TEXT                                                                                                 \
  "[regime]\nname=Two\n[variant a]\n[variant b]\nrun.epochs=3\n"                                             \
  "[trend one]\nsays=NC1 is more.\nquantity=nc1\nexpect=rises\n"                                             \
  "[trend two]\nsays=The error is less.\nquantity=error\nexpect=falls\n"                                     \
  "[trend three]\nsays=The rank is more.\nquantity=numerical_rank\nexpect=rises\n"

typedef struct {
  RegimeComparison *comparison;
  GPtrArray *histories, *results;
} Fixture;

/* Without ranks. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->comparison = regime_comparison_new_from_text (TEXT, "test", &error);
  g_assert_no_error (error);
  fixture->histories = g_ptr_array_new_with_free_func ((GDestroyNotify)training_history_free);
  fixture->results = g_ptr_array_new_with_free_func ((GDestroyNotify)training_trend_result_free);
  for (guint i = 0; i < 4; i++) {
    TrainingHistory *history = training_history_new (regime_comparison_variant (fixture->comparison, i / 2));
    g_autoptr (TrainingRecord) record = training_record_new ();
    record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NC1] = 1 + i;
    record->split[TRAINING_TRAIN].metrics.value[COLLAPSE_NUMERICAL_RANK] = NAN;
    record->split[TRAINING_TRAIN].error = 0.1 * i;
    training_history_add_record (history, record);
    g_ptr_array_add (fixture->histories, history);
  }
  for (guint t = 0; t < 3; t++)
    g_ptr_array_add (fixture->results,
                     training_trend_measure (regime_comparison_trend (fixture->comparison, t),
                                             (const TrainingHistory *const *)fixture->histories->pdata, 2));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_ptr_array_unref (fixture->results);
  g_ptr_array_unref (fixture->histories);
  regime_comparison_free (fixture->comparison);
}

static ViewTrendsFigure *
make (const Fixture *fixture)
{
  static const guint styles[] = { 0, 1 };
  return view_trends_figure_new (fixture->comparison, (TrainingTrendResult *const *)fixture->results->pdata,
                                 styles, "2 variants × 2 seeds",
                                 (const TrainingHistory *const *)fixture->histories->pdata,
                                 fixture->histories->len);
}

static void
test_panels (Fixture *fixture, gconstpointer data)
{
  g_autoptr (ViewTrendsFigure) figure = make (fixture);
  PlotPage page = PLOT_PAGE_INIT;
  page.width = 183 * PLOT_POINTS_PER_MM;
  PlotFigure wide = view_trends_figure_on_page (figure, &page);
  g_assert_cmpuint (wide.n_panels, ==, 2);
  g_assert_cmpuint (wide.columns, ==, 2);
  g_assert_cmpstr (wide.panels[0].dots->heading, ==, "NC1 is more.");
  g_assert_true (g_str_has_prefix (wide.caption, "Two: 2 variants × 2 seeds. Small dots"));
  g_assert_null (strstr (wide.caption, "over NC1"));
  g_assert_nonnull (strstr (wide.settings, "epochs=3"));
  page.width = 89 * PLOT_POINTS_PER_MM;
  PlotFigure narrow = view_trends_figure_on_page (figure, &page);
  g_assert_cmpuint (narrow.columns, ==, 1);
  g_assert_cmpfloat (narrow.page.height, >, wide.page.height);
  page.height = 300;
  g_assert_cmpfloat (view_trends_figure_on_page (figure, &page).page.height, ==, 300);
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  for (guint t = 0; t < 3; t++)
    ((TrainingTrendResult *)fixture->results->pdata[t])->verdict = TRAINING_TREND_UNMEASURED;
  g_assert_null (make (fixture));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/view/trends-figure/panels", Fixture, NULL, set_up, test_panels, tear_down);
  g_test_add ("/view/trends-figure/nothing", Fixture, NULL, set_up, test_nothing, tear_down);
  return g_test_run ();
}
