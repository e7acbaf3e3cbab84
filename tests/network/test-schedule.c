#include "network/optimiser.h"

static void
test_constant (void)
{
  g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_CONSTANT, 57, 100, 10), ==, 1.0);
}

static void
test_step (void)
{
  static const struct {
    guint64 step;
    double factor;
  } cases[] = { { 0, 1 }, { 99, 1 }, { 100, 0.1 }, { 199, 0.1 }, { 200, 0.01 }, { 299, 0.01 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_STEP, cases[i].step, 300, 10), ==,
                       cases[i].factor);
  /* Drops are at whole epochs: of 10 epochs, after 4 and after 7. */
  g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_STEP, 39, 100, 10), ==, 1.0);
  g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_STEP, 40, 100, 10), ==, 0.1);
  g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_STEP, 69, 100, 10), ==, 0.1);
  g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_STEP, 70, 100, 10), ==, 0.01);
}

static void
test_cosine (void)
{
  g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_COSINE, 0, 100, 10), ==, 1.0);
  g_assert_cmpfloat_with_epsilon (network_schedule_factor (NETWORK_SCHEDULE_COSINE, 50, 100, 10), 0.5, 1e-12);
  g_assert_cmpfloat (network_schedule_factor (NETWORK_SCHEDULE_COSINE, 99, 100, 10), <, 3e-4);
}

static void
test_warm_up (void)
{
  g_assert_cmpfloat (network_schedule_warm_up (0, 0), ==, 1.0);
  g_assert_cmpfloat (network_schedule_warm_up (0, 4), ==, 0.25);
  g_assert_cmpfloat (network_schedule_warm_up (2, 4), ==, 0.75);
  g_assert_cmpfloat (network_schedule_warm_up (3, 4), ==, 1.0);
  g_assert_cmpfloat (network_schedule_warm_up (400, 4), ==, 1.0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/network/schedule/constant", test_constant);
  g_test_add_func ("/network/schedule/step", test_step);
  g_test_add_func ("/network/schedule/cosine", test_cosine);
  g_test_add_func ("/network/schedule/warm-up", test_warm_up);
  return g_test_run ();
}
