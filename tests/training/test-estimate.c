/* What a comparison takes: sums by hand; and that measuring trains, stops and says what is missing. */
#include "training/estimate.h"

#include "dataset/dataset.h"

static void
test_total (void)
{
  const TrainingCost costs[] = {
    { .loading = 1.0, .epoch = 0.1, .n_epochs = 10 },
    { .epoch = 0.2, .n_epochs = 20 },
    { .loading = 1.0, .epoch = 0.5, .n_epochs = 2 },
  }; /* 2, 4, 2 s */
  g_assert_cmpfloat_with_epsilon (training_cost_total (costs, 1, 4, 0.0), 2.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (training_cost_total (costs, 3, 1, 0.0), 8.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (training_cost_total (costs, 3, 2, 0.0), 4.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (training_cost_total (costs, 3, 8, 0.0), 4.0, 1e-12);
  /* Three alike on two cores: the third waits for a core. */
  const TrainingCost alike[] = { { .loading = 3.0 }, { .loading = 3.0 }, { .loading = 3.0 } };
  g_assert_cmpfloat_with_epsilon (training_cost_total (alike, 3, 2, 0.0), 6.0, 1e-12);
  /* Two epochs a second: 6, 10, 2 s. */
  g_assert_cmpfloat_with_epsilon (training_cost_total (costs, 3, 8, 2.0), 10.0, 1e-12);
  g_assert_cmpfloat_with_epsilon (training_cost_total (costs, 3, 1, 2.0), 18.0, 1e-12);
}

static void
test_cores (void)
{
  g_assert_cmpuint (training_cost_cores (1, 0, 8), ==, 8);
  g_assert_cmpuint (training_cost_cores (3, 2, 8), ==, 2);
  g_assert_cmpuint (training_cost_cores (6, 5, 2), ==, 1);
  g_assert_cmpuint (training_cost_cores (3, 1, 2), ==, 1);
  g_assert_cmpuint (training_cost_cores (3, 2, 2), ==, 2); /* the third is alone at last */
}

static Regime *
small_regime (void)
{
  Regime *regime = regime_new ();
  g_assert_true (regime_set (regime, "data.train", "200", NULL));
  g_assert_true (regime_set (regime, "network.hidden", "16", NULL));
  g_assert_true (regime_set (regime, "run.epochs", "1000000", NULL)
                 || regime_set (regime, "run.epochs", "5000", NULL));
  return regime;
}

/* It ends long before the regime would. */
static void
test_measure (void)
{
  g_autoptr (Regime) regime = small_regime ();
  g_autoptr (GError) error = NULL;
  TrainingCost cost = { 0 };
  g_assert_true (training_cost_measure (regime, 1, NULL, &cost, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (cost.loading, >, 0.0);
  g_assert_cmpfloat (cost.epoch, >, 0.0);
  g_assert_cmpfloat (cost.share, >, 0.0);
  g_assert_cmpfloat (cost.share, <=, 1.0);
  g_assert_cmpuint (cost.n_epochs, ==, (guint)regime_get_integer (regime, "run.epochs"));
}

static void
test_cancelled (void)
{
  g_autoptr (Regime) regime = small_regime ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  TrainingCost cost;
  g_cancellable_cancel (cancellable);
  g_assert_false (training_cost_measure (regime, 1, cancellable, &cost, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_missing (void)
{
  g_autoptr (Regime) regime = small_regime ();
  g_autoptr (GError) error = NULL;
  TrainingCost cost;
  g_assert_true (regime_set (regime, "data.source", "/there/is/none", NULL));
  g_assert_false (training_cost_measure (regime, 1, NULL, &cost, &error));
  g_assert_nonnull (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/estimate/total", test_total);
  g_test_add_func ("/training/estimate/cores", test_cores);
  g_test_add_func ("/training/estimate/measure", test_measure);
  g_test_add_func ("/training/estimate/cancelled", test_cancelled);
  g_test_add_func ("/training/estimate/missing", test_missing);
  return g_test_run ();
}
