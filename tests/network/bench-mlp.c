/* Samples a second of MLP 784-512-256-64-10 at batch 128, without and with batch norm, on one and two
 * threads, beside the rate that the matrix products alone allow with the fastest of OpenBLAS's kernels, and
 * beside PyTorch's best setting. First every kernel and every setting of PyTorch is tried; then the
 * contenders take turns, so that what else the machine does meets all of them, and the best of each one's
 * turns counts. The medians beside them tell how quiet the machine was.
 *
 * bench-mlp [PYTHON SCRIPT]; `bench-mlp --limit` prints the rate of a step's products, for itself. */
#include "support.h"

#include <gio/gio.h>
#include <stdlib.h>

#define BATCH 128
#define CLASSES 10
#define TURNS 7
#define ROUNDS 24
#define STEPS 5

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

/* Samples a second of the products of a step. */
static double
products_rate (void)
{
  static real y[BATCH * 512];
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
      for (guint l = 0; l < 4; l++)
        layer_products (l, x[l], w[l], real_matrix (y, BATCH, widths[l + 1]));
    best = MIN (best, (double)(g_get_monotonic_time () - start) / STEPS);
  }
  return BATCH * 1e6 / best;
}

/* One of those compared: a network of ours, or else a command that prints its rate. */
typedef struct {
  const char *name;
  NumericTeam *team;
  Network *network;
  NetworkOptimiser *optimiser;
  const char *command[5];
  const char *kernel; /* OPENBLAS_CORETYPE for the command, NULL for none */
  const char *threads;
  double rates[TURNS];
} Contender;

/* Of the command; 0 when it fails, as where the processor cannot run the kernels. */
static double
command_rate (const Contender *contender)
{
  g_autoptr (GSubprocessLauncher) launcher
      = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *out = NULL;

  if (contender->kernel != NULL)
    g_subprocess_launcher_setenv (launcher, "OPENBLAS_CORETYPE", contender->kernel, TRUE);
  else
    g_subprocess_launcher_unsetenv (launcher, "OPENBLAS_CORETYPE");
  g_subprocess_launcher_setenv (launcher, "OPENBLAS_NUM_THREADS", contender->threads, TRUE);
  process = g_subprocess_launcher_spawnv (launcher, contender->command, NULL);
  if (process == NULL || !g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, NULL)
      || !g_subprocess_get_successful (process))
    return 0;
  return g_ascii_strtod (out, NULL);
}

static double
network_rate (const Contender *contender, RealMatrix input, const guint32 *labels)
{
  static real values[BATCH * CLASSES];
  const RealMatrix gradient = real_matrix (values, BATCH, CLASSES);
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS; round++) {
    const gint64 start = g_get_monotonic_time ();

    for (guint step = 0; step < STEPS; step++) {
      network_cross_entropy (network_forward (contender->network, input, NETWORK_TRAINING), labels, gradient,
                             NULL);
      network_backward (contender->network, gradient);
      network_optimiser_step (contender->optimiser, 0.01);
    }
    best = MIN (best, (double)(g_get_monotonic_time () - start) / STEPS);
  }
  return BATCH * 1e6 / best;
}

static Contender
ours (const char *name, guint threads, gboolean batch_norm)
{
  const NetworkDesign mlp
      = { SUPPORT_MLP (widths[0], widths + 1, 3), .batch_norm = batch_norm, .classes = CLASSES };
  const NetworkSgd sgd = { .momentum = 0.9, .weight_decay = 5e-4 };
  Contender contender = { .name = name, .team = numeric_team_new (threads) };
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  contender.network = network_new (&mlp, &random, NULL);
  network_set_team (contender.network, contender.team);
  contender.optimiser = network_optimiser_new_sgd (contender.network, &sgd);
  return contender;
}

/* The products with the fastest kernels. */
static Contender
find_limit (const char *program)
{
  Contender best = { 0 };

  for (guint i = 0; kernels[i] != NULL; i++) {
    Contender limit = { "products alone, 1 thread", .command = { program, "--limit" }, .kernel = kernels[i],
                        .threads = "1" };

    limit.rates[0] = command_rate (&limit);
    g_print ("# products alone, %-10s     %8.0f samples/s\n", kernels[i], limit.rates[0]);
    if (limit.rates[0] >= best.rates[0])
      best = limit;
  }
  return best;
}

/* PyTorch's fastest setting; the rate is 0 where there is none. */
static Contender
find_pytorch (char **command)
{
  static const char *const threads[] = { "1", "2" };
  Contender best = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (kernels); i++)
    for (guint t = 0; t < G_N_ELEMENTS (threads); t++) {
      Contender pytorch = { "PyTorch", .command = { command[0], command[1], threads[t], "plain" },
                            .kernel = kernels[i], .threads = threads[t] };

      pytorch.rates[0] = command_rate (&pytorch);
      if (pytorch.rates[0] == 0)
        continue;
      g_print ("# PyTorch, %s thread%s, %-10s %8.0f samples/s\n", threads[t], t == 0 ? " " : "s",
               kernels[i] != NULL ? kernels[i] : "as it is", pytorch.rates[0]);
      if (pytorch.rates[0] >= best.rates[0])
        best = pytorch;
    }
  return best;
}

static int
compare_rates (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

/* All in turns; afterwards each one's rates rise. */
static void
compete (Contender *contenders, gsize count)
{
  g_autofree guint32 *labels = support_labels (BATCH, CLASSES);
  NumericRandom random;
  RealMatrix input;

  numeric_random_init (&random, 2, 0);
  input = support_normal_matrix (BATCH, widths[0], &random);
  for (guint turn = 0; turn < TURNS; turn++)
    for (gsize i = 0; i < count; i++)
      contenders[i].rates[turn] = contenders[i].network != NULL ? network_rate (&contenders[i], input, labels)
                                                                : command_rate (&contenders[i]);
  g_aligned_free (input.data);
  for (gsize i = 0; i < count; i++) {
    qsort (contenders[i].rates, TURNS, sizeof (double), compare_rates);
    g_print ("%-36s %8.0f samples/s, median %8.0f (%s)\n", contenders[i].name, contenders[i].rates[TURNS - 1],
             contenders[i].rates[TURNS / 2],
             contenders[i].network != NULL  ? numeric_blas_kernel ()
             : contenders[i].kernel != NULL ? contenders[i].kernel
                                            : "as it is");
  }
}

static void
print_ratio (const char *what, const Contender *of, const Contender *to, double aim)
{
  g_print ("%-52s %5.2f (aim %.2f)\n", what, of->rates[TURNS - 1] / to->rates[TURNS - 1], aim);
}

int
main (int argc, char **argv)
{
  enum { ONE, TWO, ONE_NORM, TWO_NORM, LIMIT, PYTORCH, PYTORCH_NORM, N_CONTENDERS };
  Contender contenders[N_CONTENDERS];
  gboolean pytorch;

  if (argc == 2 && g_str_equal (argv[1], "--limit")) {
    g_print ("%.1f\n", products_rate ());
    return EXIT_SUCCESS;
  }
  numeric_blas_init (argv);
  contenders[ONE] = ours ("1 thread", 1, FALSE);
  contenders[TWO] = ours ("2 threads", 2, FALSE);
  contenders[ONE_NORM] = ours ("1 thread, batch norm", 1, TRUE);
  contenders[TWO_NORM] = ours ("2 threads, batch norm", 2, TRUE);
  contenders[LIMIT] = find_limit (argv[0]);
  contenders[PYTORCH] = argc == 3 ? find_pytorch (argv + 1) : (Contender){ 0 };
  pytorch = contenders[PYTORCH].rates[0] > 0;
  contenders[PYTORCH_NORM] = contenders[PYTORCH];
  contenders[PYTORCH_NORM].name = "PyTorch, batch norm";
  contenders[PYTORCH_NORM].command[3] = "norm";
  compete (contenders, pytorch ? N_CONTENDERS : PYTORCH);

  print_ratio ("1 thread to the products' limit", &contenders[ONE], &contenders[LIMIT], 0.8);
  print_ratio ("1 thread to the products' limit, batch norm", &contenders[ONE_NORM], &contenders[LIMIT], 0.8);
  print_ratio ("2 threads to 1", &contenders[TWO], &contenders[ONE], 1.7);
  print_ratio ("2 threads to 1, batch norm", &contenders[TWO_NORM], &contenders[ONE_NORM], 1.7);
  if (pytorch) {
    print_ratio ("2 threads to PyTorch's best", &contenders[TWO], &contenders[PYTORCH], 1.4);
    print_ratio ("2 threads to PyTorch's best, batch norm", &contenders[TWO_NORM], &contenders[PYTORCH_NORM],
                 1.4);
  } else
    g_print ("# no PyTorch here\n");
  for (guint i = ONE; i <= TWO_NORM; i++) {
    network_optimiser_free (contenders[i].optimiser);
    network_free (contenders[i].network);
    numeric_team_free (contenders[i].team);
  }
  return EXIT_SUCCESS;
}
