#include "support.h"

#include <math.h>

/* A network whose first parameter is one weight. */
static Network *
one_weight (double value)
{
  const guint widths[] = { 1 };
  const NetworkDesign mlp = { SUPPORT_MLP (1, widths, 1), .classes = 2 };
  NumericRandom random;
  Network *network;

  numeric_random_init (&random, 1, 0);
  network = network_new (&mlp, &random, NULL);
  network_parameter (network, 0)->value.data[0] = (real)value;
  return network;
}

/* Two steps of one weight by hand. */
static void
test_sgd (void)
{
  g_autoptr (Network) network = one_weight (0.5);
  g_autoptr (NetworkOptimiser) optimiser
      = network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 0.01 });
  NetworkParameter *parameter = network_parameter (network, 0);
  double w = 0.5, v = 0;

  for (guint step = 0; step < 2; step++) {
    const double gradient = 0.25 * (step + 1);

    parameter->gradient.data[0] = (real)gradient;
    network_optimiser_step (optimiser, 0.1);
    v = 0.9 * v + gradient + 0.01 * w;
    w -= 0.1 * v;
    g_assert_cmpfloat_with_epsilon (parameter->value.data[0], w, 1e-7);
  }
}

/* Adam's first step is of the learning rate's length, whatever the gradient's; and a gradient of 0 leaves
 * only decoupled decay. */
static void
test_adam (void)
{
  for (double gradient = 1e-4; gradient < 1e5; gradient *= 10) {
    g_autoptr (Network) network = one_weight (0.5);
    g_autoptr (NetworkOptimiser) optimiser
        = network_optimiser_new_adam (network, &(NetworkAdam){ .beta1 = 0.9, .beta2 = 0.999 });

    network_parameter (network, 0)->gradient.data[0] = (real)gradient;
    network_optimiser_step (optimiser, 0.01);
    g_assert_cmpfloat_with_epsilon (network_parameter (network, 0)->value.data[0], 0.49, 2e-6);
  }
  g_autoptr (Network) network = one_weight (0.5);
  g_autoptr (NetworkOptimiser) optimiser
      = network_optimiser_new_adam (network, &(NetworkAdam){ 0.9, 0.999, 0.2, TRUE });

  network_parameter (network, 0)->gradient.data[0] = 0;
  network_optimiser_step (optimiser, 0.01);
  g_assert_cmpfloat_with_epsilon (network_parameter (network, 0)->value.data[0], 0.5 * (1 - 0.01 * 0.2),
                                  1e-7);
}

/* A gradient of norm 5 over two parameters is shortened to what is allowed, and a short one left alone. */
static void
test_clip (void)
{
  g_autoptr (Network) network = one_weight (0.5);
  g_autoptr (NetworkOptimiser) optimiser = network_optimiser_new_sgd (network, &(NetworkSgd){ 0 });
  real *first = network_parameter (network, 0)->gradient.data;
  real *second = network_parameter (network, 1)->gradient.data;

  network_optimiser_set_clip (optimiser, 2);
  *first = 3;
  *second = -4;
  network_optimiser_step (optimiser, 0.1);
  g_assert_cmpfloat_with_epsilon (*first, 3 * 0.4, 1e-6);
  g_assert_cmpfloat_with_epsilon (*second, -4 * 0.4, 1e-6);
  g_assert_cmpfloat_with_epsilon (network_parameter (network, 0)->value.data[0], 0.5 - 0.1 * 1.2, 1e-6);
  *first = 1.5f;
  *second = 0.25f;
  network_optimiser_step (optimiser, 0.1);
  g_assert_cmpfloat (*first, ==, 1.5);
  g_assert_cmpfloat (*second, ==, 0.25);
  network_optimiser_set_clip (optimiser, 0);
  *first = 1e6f;
  network_optimiser_step (optimiser, 0.1);
  g_assert_cmpfloat (*first, ==, 1e6);
}

/* The number of steps comes back from the state, also where a float cannot hold it. */
static void
test_many_steps (void)
{
  g_autoptr (Network) network = one_weight (0.5);
  g_autoptr (NetworkOptimiser) optimiser
      = network_optimiser_new_adam (network, &(NetworkAdam){ .beta1 = 0.9, .beta2 = 0.999 });
  const gsize size = network_optimiser_state_size (optimiser);
  g_autofree real *state = g_new0 (real, size);

  g_assert_cmpuint (size, ==, 2 * network_size (network) + 2);
  state[size - 2] = 1048575; /* 2^25 - 1 steps, then two more */
  state[size - 1] = 31;
  network_optimiser_set_state (optimiser, state);
  network_optimiser_step (optimiser, 0.1);
  network_optimiser_step (optimiser, 0.1);
  network_optimiser_get_state (optimiser, state);
  g_assert_cmpfloat (state[size - 2], ==, 1);
  g_assert_cmpfloat (state[size - 1], ==, 32);
}

/* Every value of a parameter that is moved in several pieces. */
static void
test_large (void)
{
  const guint widths[] = { 40001 };
  const NetworkDesign mlp = { SUPPORT_MLP (1, widths, 1), .classes = 2 };
  NumericRandom random;
  g_autoptr (Network) network = NULL;
  g_autoptr (NetworkOptimiser) optimiser = NULL;
  g_autoptr (NumericTeam) team = numeric_team_new (2);
  NetworkParameter *parameter;
  g_autofree real *before = NULL;

  numeric_random_init (&random, 1, 0);
  network = network_new (&mlp, &random, NULL);
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
  g_test_add_func ("/network/optimiser/adam", test_adam);
  g_test_add_func ("/network/optimiser/clip", test_clip);
  g_test_add_func ("/network/optimiser/many-steps", test_many_steps);
  g_test_add_func ("/network/optimiser/large", test_large);
  return g_test_run ();
}
