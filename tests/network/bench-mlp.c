/* Samples a second of MLP 784-512-256-64-10 at batch 128 on one and two threads, beside the rate that the
 * matrix products alone allow with the fastest of OpenBLAS's kernels, and beside PyTorch's best. Every figure
 * is the best of several rounds in one run, so that what else the machine does counts least.
 *
 * bench-mlp [PYTHON SCRIPT]; `bench-mlp --limit` prints the microseconds of a step's products, for itself. */
#include "support.h"

#include <gio/gio.h>
#include <stdlib.h>

#define BATCH 128
#define CLASSES 10
#define ROUNDS 12
#define STEPS 15

static const guint widths[] = { 784, 512, 256, 64, CLASSES };
static const char *const kernels[] = { "Haswell", "Zen", "SkylakeX", "Cooperlake", NULL };

/* Products of one step at layer `l`: forward, weight gradient and, past the first layer, input gradient. */
static void
layer_products (guint l, RealMatrix x, RealMatrix w, RealMatrix y)
{
  real_gemm (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, x, w, 0, y);
  real_gemm (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, y, x, 0, w);
  if (l > 0)
    real_gemm (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, y, w, 0, x);
}

static double
products_microseconds (void)
{
  double best = G_MAXDOUBLE;
  RealMatrix x[4], w[4];
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (guint l = 0; l < 4; l++) {
    x[l] = support_normal_matrix (BATCH, widths[l], &random);
    w[l] = support_normal_matrix (widths[l + 1], widths[l], &random);
  }
  for (guint round = 0; round < ROUNDS; round++) {
    const gint64 start = g_get_monotonic_time ();

    for (guint step = 0; step < STEPS; step++)
      for (guint l = 0; l < 4; l++) {
        static real y[BATCH * 512];

        layer_products (l, x[l], w[l], real_matrix (y, BATCH, widths[l + 1]));
      }
    best = MIN (best, (double)(g_get_monotonic_time () - start) / STEPS);
  }
  return best;
}

/* Runs a command and returns the number it prints, NaN when it fails. */
static double
number_from (const char *const *command, const char *kernel, const char *threads)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *out = NULL;

  if (kernel != NULL)
    g_subprocess_launcher_setenv (launcher, "OPENBLAS_CORETYPE", kernel, TRUE);
  g_subprocess_launcher_setenv (launcher, "OPENBLAS_NUM_THREADS", threads, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, command, NULL);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL)
      || !g_subprocess_get_successful (process))
    return 0;
  return g_ascii_strtod (out, NULL);
}

static double
samples_per_second (guint threads, gboolean batch_norm)
{
  const NetworkMlp mlp = { widths[0], widths + 1, 3, batch_norm, CLASSES };
  g_autoptr (NumericTeam) team = numeric_team_new (threads);
  g_autoptr (Network) network = NULL;
  g_autoptr (NetworkOptimiser) optimiser = NULL;
  g_autofree guint32 *labels = support_labels (BATCH, CLASSES);
  RealMatrix input, gradient = real_matrix (real_alloc (BATCH * CLASSES), BATCH, CLASSES);
  NumericRandom random;
  double best = G_MAXDOUBLE;

  numeric_random_init (&random, 1, 0);
  network = network_new_mlp (&mlp, &random, NULL);
  network_set_team (network, team);
  optimiser = network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9, .weight_decay = 5e-4 });
  input = support_normal_matrix (BATCH, widths[0], &random);
  for (guint round = 0; round < ROUNDS; round++) {
    const gint64 start = g_get_monotonic_time ();

    for (guint step = 0; step < STEPS; step++) {
      network_cross_entropy (network_forward (network, input, NETWORK_TRAINING), labels, gradient, NULL);
      network_backward (network, gradient);
      network_optimiser_step (optimiser, 0.01);
    }
    best = MIN (best, (double)(g_get_monotonic_time () - start) / STEPS);
  }
  g_aligned_free (input.data);
  g_aligned_free (gradient.data);
  return BATCH * 1e6 / best;
}

/* The fastest kernels' rate on one thread, in samples a second. */
static double
limit_rate (const char *program)
{
  const char *const command[] = { program, "--limit", NULL };
  double best = 0;

  for (guint i = 0; kernels[i] != NULL; i++) {
    const double rate = BATCH * 1e6 / MAX (number_from (command, kernels[i], "1"), 1);

    g_print ("# products alone, %-10s kernels   %8.0f samples/s\n", kernels[i], rate);
    best = MAX (best, rate);
  }
  return best;
}

static double
pytorch_rate (char **command)
{
  const char *const probe[] = { command[0], "-c", "import torch; print(1)", NULL };
  double best = 0;

  if (number_from (probe, NULL, "1") != 1)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (kernels); i++)
    for (guint threads = 1; threads <= 2; threads++) {
      const char *count = threads == 1 ? "1" : "2";
      const char *const run[] = { command[0], command[1], count, NULL };
      const double rate = number_from (run, kernels[i], count);

      g_print ("# PyTorch, %u thread%s, %-10s     %8.0f samples/s\n", threads, threads == 1 ? "" : "s",
               kernels[i] != NULL ? kernels[i] : "as it is", rate);
      best = MAX (best, rate);
    }
  return best;
}

static void
print_ratio (const char *what, double ratio, double aim)
{
  g_print ("%-52s %5.2f (aim %.2f)\n", what, ratio, aim);
}

int
main (int argc, char **argv)
{
  double limit, one, two, pytorch;

  if (argc == 2 && g_str_equal (argv[1], "--limit")) {
    g_print ("%.1f\n", products_microseconds ());
    return EXIT_SUCCESS;
  }
  numeric_blas_init (argv);
  one = samples_per_second (1, FALSE);
  two = samples_per_second (2, FALSE);
  limit = limit_rate (argv[0]);
  g_print ("# ours, 1 thread, %-10s          %8.0f samples/s, with batch norm %8.0f\n",
           numeric_blas_kernel (), one, samples_per_second (1, TRUE));
  g_print ("# ours, 2 threads, %-10s         %8.0f samples/s, with batch norm %8.0f\n",
           numeric_blas_kernel (), two, samples_per_second (2, TRUE));
  print_ratio ("one thread to the products' limit", one / limit, 0.8);
  print_ratio ("two threads to one", two / one, 1.7);
  pytorch = argc == 3 ? pytorch_rate (argv + 1) : 0;
  if (pytorch > 0)
    print_ratio ("two threads to PyTorch's best", two / pytorch, 1.4);
  else
    g_print ("# no PyTorch here\n");
  return EXIT_SUCCESS;
}
