#include "support.h"

#include <math.h>

/* Two steps of one weight by hand. */
static void
test_sgd (void)
{
  const guint widths[] = { 1 };
  const NetworkMlp mlp = { 1, widths, 1, FALSE, 2 };
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  g_autoptr (NetworkOptimiser) optimiser = NULL;
  NetworkParameter *parameter;
  double w = 0.5, v = 0;

  numeric_random_init (&random, 1, 0);
  network = network_new_mlp (&mlp, &random, NULL);
  optimiser = network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 0.01 });
  parameter = network_parameter (network, 0);
  parameter->value.data[0] = (real)w;
  for (guint step = 0; step < 2; step++) {
    const double gradient = 0.25 * (step + 1);

    parameter->gradient.data[0] = (real)gradient;
    network_optimiser_step (optimiser, 0.1);
    v = 0.9 * v + gradient + 0.01 * w;
    w -= 0.1 * v;
    g_assert_cmpfloat_with_epsilon (parameter->value.data[0], w, 1e-7);
  }
}

/* Every value of a parameter that is moved in several pieces. */
static void
test_large (void)
{
  const guint widths[] = { 40001 };
  const NetworkMlp mlp = { 1, widths, 1, FALSE, 2 };
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  g_autoptr (NetworkOptimiser) optimiser = NULL;
  g_autoptr (NumericTeam) team = numeric_team_new (2);
  NetworkParameter *parameter;
  g_autofree real *before = NULL;

  numeric_random_init (&random, 1, 0);
  network = network_new_mlp (&mlp, &random, NULL);
  network_set_team (network, team);
  optimiser = network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 0.01 });
  parameter = network_parameter (network, 0);
  for (guint i = 0; i < widths[0]; i++)
    parameter->gradient.data[i] = (real)i / 40000;
  before = g_memdup2 (parameter->value.data, widths[0] * sizeof (real));
  network_optimiser_step (optimiser, 0.1);
  for (guint i = 0; i < widths[0]; i++)
    g_assert_cmpfloat_with_epsilon (parameter->value.data[i],
                                    before[i] - 0.1 * (i / 40000.0 + 0.01 * before[i]), 1e-7);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/optimiser/sgd", test_sgd);
  g_test_add_func ("/network/optimiser/large", test_large);
  return g_test_run ();
}
