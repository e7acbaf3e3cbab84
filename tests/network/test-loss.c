#include "support.h"

#include <math.h>

static void
test_closed_forms (void)
{
  real values[] = { 0, 0, 0, 0, (real)log (3.0), 0, 0, 0 };
  const guint32 labels[] = { 2, 0 }, lowest[] = { 0, 0 };
  RealMatrix logits = real_matrix (values, 2, 4);
  real gradient[8];
  gsize errors;
  const double loss = network_cross_entropy (logits, labels, real_matrix (gradient, 2, 4), &errors);

  /* -log 1/4 and -log 3/6; of equal logits the lowest class is predicted. */
  g_assert_cmpfloat_with_epsilon (loss, (log (4.0) + log (2.0)) / 2, 1e-7);
  g_assert_cmpuint (errors, ==, 1);
  network_cross_entropy (logits, lowest, (RealMatrix){ 0 }, &errors);
  g_assert_cmpuint (errors, ==, 0);
  g_assert_cmpfloat_with_epsilon (gradient[2], (0.25 - 1) / 2, 1e-7);
  g_assert_cmpfloat_with_epsilon (gradient[4], (0.5 - 1) / 2, 1e-7);
  g_assert_cmpfloat_with_epsilon (gradient[5], 1.0 / 6 / 2, 1e-7);
}

/* One row of two classes, p = 1/4 and 3/4, label 0. */
static double
of_quarter (const NetworkLoss *loss, real *slope)
{
  real values[] = { 0, (real)log (3.0) };
  const guint32 label = 0;

  return network_loss (loss, real_matrix (values, 1, 2), &label, real_matrix (slope, 1, 2), NULL);
}

static void
test_smoothing (void)
{
  real slope[2];
  const double loss = of_quarter (&(NetworkLoss){ NETWORK_LOSS_LABEL_SMOOTHING, .smoothing = 0.2 }, slope);

  g_assert_cmpfloat_with_epsilon (loss, 0.9 * log (4.0) + 0.1 * log (4.0 / 3), 1e-7);
  g_assert_cmpfloat_with_epsilon (slope[0], 0.25 - 0.9, 1e-7);
  g_assert_cmpfloat_with_epsilon (slope[1], 0.75 - 0.1, 1e-7);
}

static void
test_focal (void)
{
  real slope[2], plain[2];
  const double loss = of_quarter (&(NetworkLoss){ NETWORK_LOSS_FOCAL, .focus = 2 }, slope);
  /* dl/dp = 2 (1 - p) log p - (1 - p)^2 / p, dp/dz_0 = p (1 - p). */
  const double expected = (2 * 0.75 * log (0.25) - 0.75 * 0.75 / 0.25) * 0.25 * 0.75;

  g_assert_cmpfloat_with_epsilon (loss, 0.75 * 0.75 * log (4.0), 1e-7);
  g_assert_cmpfloat_with_epsilon (slope[0], expected, 1e-7);
  g_assert_cmpfloat_with_epsilon (slope[1], -expected, 1e-7);
  g_assert_cmpfloat (of_quarter (&(NetworkLoss){ NETWORK_LOSS_FOCAL }, slope), ==,
                     of_quarter (&(NetworkLoss){ NETWORK_LOSS_CROSS_ENTROPY }, plain));
  g_assert_cmpmem (slope, sizeof slope, plain, sizeof plain);
}

static void
test_mse (void)
{
  real values[] = { 3, -1, 0, 1 }, slope[4];
  const guint32 labels[] = { 0, 1 };
  gsize errors;
  const double loss = network_loss (&(NetworkLoss){ NETWORK_LOSS_MSE }, real_matrix (values, 2, 2), labels,
                                    real_matrix (slope, 2, 2), &errors);

  g_assert_cmpfloat (loss, ==, (4 + 1 + 0 + 0) / 2.0 / 2);
  g_assert_cmpfloat (slope[0], ==, 1);
  g_assert_cmpfloat (slope[1], ==, -0.5);
  g_assert_cmpfloat (slope[2], ==, 0);
  g_assert_cmpfloat (slope[3], ==, 0);
  g_assert_cmpuint (errors, ==, 0);
}

/* A sample that is already sure has no slope, whatever the power of the vanishing 1 - p. */
static void
test_focal_sure (void)
{
  real values[] = { 200, -200 }, slope[2];
  const guint32 label = 0;

  for (double focus = 0; focus <= 2; focus += 0.5) {
    const NetworkLoss loss = { NETWORK_LOSS_FOCAL, .focus = focus };

    g_assert_cmpfloat (
        network_loss (&loss, real_matrix (values, 1, 2), &label, real_matrix (slope, 1, 2), NULL), ==, 0);
    g_assert_cmpfloat (slope[0], ==, 0);
    g_assert_cmpfloat (slope[1], ==, 0);
  }
}

/* Logits of any size leave loss and gradient finite. */
static void
test_stable (void)
{
  real values[] = { 1e4, -1e4, 0, -1e4, 1e4, 0 };
  const guint32 labels[] = { 0, 0 };
  real gradient[6];
  const double loss
      = network_cross_entropy (real_matrix (values, 2, 3), labels, real_matrix (gradient, 2, 3), NULL);

  g_assert_cmpfloat_with_epsilon (loss, 1e4, 1e-6);
  for (guint i = 0; i < 6; i++)
    g_assert_true (isfinite (gradient[i]));
  g_assert_cmpfloat_with_epsilon (gradient[3], -0.5, 1e-7);
}

static void
test_nan (void)
{
  real values[] = { NAN, 0 };
  const guint32 label = 1;

  g_assert_true (isnan (network_cross_entropy (real_matrix (values, 1, 2), &label, (RealMatrix){ 0 }, NULL)));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/loss/closed-forms", test_closed_forms);
  g_test_add_func ("/network/loss/label-smoothing", test_smoothing);
  g_test_add_func ("/network/loss/focal", test_focal);
  g_test_add_func ("/network/loss/focal-sure", test_focal_sure);
  g_test_add_func ("/network/loss/mse", test_mse);
  g_test_add_func ("/network/loss/stable", test_stable);
  g_test_add_func ("/network/loss/nan", test_nan);
  return g_test_run ();
}
