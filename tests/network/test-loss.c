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
  g_test_add_func ("/network/loss/stable", test_stable);
  g_test_add_func ("/network/loss/nan", test_nan);
  return g_test_run ();
}
