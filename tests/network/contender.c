#include "contender.h"

#include <gio/gio.h>
#include <stdlib.h>

#define ROUNDS 24
#define STEPS 5
/* Seconds after which a turn of ours ends, whatever its rounds. */
#define LIMIT 3

const char *const contender_kernels[] = { "Haswell", "Zen", "SkylakeX", "Cooperlake", NULL };

Contender
contender_ours (const char *name, guint threads, const NetworkDesign *design)
{
  const NetworkSgd sgd = { .momentum = 0.9, .weight_decay = 5e-4 };
  Contender contender = { .name = name, .team = numeric_team_new (threads) };
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  contender.network = network_new (design, &random, NULL);
  network_set_team (contender.network, contender.team);
  contender.optimiser = network_optimiser_new_sgd (contender.network, &sgd);
  return contender;
}

void
contender_clear (Contender *contender)
{
  if (contender->network == NULL)
    return;
  network_optimiser_free (contender->optimiser);
  network_free (contender->network);
  numeric_team_free (contender->team);
}

double
contender_command_rate (const Contender *contender)
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

Contender
contender_limit (const char *name, const char *program, const char *argument)
{
  Contender best = { 0 };

  for (guint i = 0; contender_kernels[i] != NULL; i++) {
    Contender limit = { name, .command = { program, "--limit", argument }, .kernel = contender_kernels[i],
                        .threads = "1" };

    limit.rates[0] = contender_command_rate (&limit);
    g_print ("# %s, %-10s     %8.0f samples/s\n", name, contender_kernels[i], limit.rates[0]);
    if (limit.rates[0] >= best.rates[0])
      best = limit;
  }
  return best;
}

double
contender_rate (void (*step) (gpointer data), gpointer data)
{
  const gint64 end = g_get_monotonic_time () + LIMIT * G_USEC_PER_SEC;
  double best = G_MAXDOUBLE;

  for (guint round = 0; round < ROUNDS && g_get_monotonic_time () < end; round++) {
    const gint64 start = g_get_monotonic_time ();

    for (guint i = 0; i < STEPS; i++)
      step (data);
    best = MIN (best, (double)(g_get_monotonic_time () - start) / STEPS);
  }
  return CONTENDER_BATCH * 1e6 / best;
}

typedef struct {
  const Contender *contender;
  RealMatrix input, gradient;
  const guint32 *labels;
} Training;

static void
train_step (gpointer data)
{
  const Training *t = data;
  Network *network = t->contender->network;

  network_cross_entropy (network_forward (network, t->input, NETWORK_TRAINING), t->labels, t->gradient, NULL);
  network_backward (network, t->gradient);
  network_optimiser_step (t->contender->optimiser, 0.01);
}

static double
network_rate (const Contender *contender)
{
  static real values[CONTENDER_BATCH * CONTENDER_CLASSES];
  g_autofree guint32 *labels = support_labels (CONTENDER_BATCH, CONTENDER_CLASSES);
  NumericRandom random;
  Training training = { .contender = contender, .labels = labels };
  double rate;

  numeric_random_init (&random, 2, 0);
  training.input = support_normal_matrix (CONTENDER_BATCH, network_inputs (contender->network), &random);
  training.gradient = real_matrix (values, CONTENDER_BATCH, CONTENDER_CLASSES);
  rate = contender_rate (train_step, &training);
  g_aligned_free (training.input.data);
  return rate;
}

static int
compare_rates (gconstpointer a, gconstpointer b)
{
  const double x = *(const double *)a, y = *(const double *)b;

  return (x > y) - (x < y);
}

void
contender_compete (Contender *contenders, gsize count)
{
  for (guint turn = 0; turn < CONTENDER_TURNS; turn++)
    for (gsize i = 0; i < count; i++)
      contenders[i].rates[turn] = contenders[i].network != NULL ? network_rate (&contenders[i])
                                                                : contender_command_rate (&contenders[i]);
  for (gsize i = 0; i < count; i++) {
    qsort (contenders[i].rates, CONTENDER_TURNS, sizeof (double), compare_rates);
    g_print ("%-36s %8.0f samples/s, median %8.0f (%s)\n", contenders[i].name,
             contenders[i].rates[CONTENDER_TURNS - 1], contenders[i].rates[CONTENDER_TURNS / 2],
             contenders[i].network != NULL  ? numeric_blas_kernel ()
             : contenders[i].kernel != NULL ? contenders[i].kernel
                                            : "as it is");
  }
}

void
contender_print_ratio (const char *what, const Contender *of, const Contender *to, double aim)
{
  g_print ("%-52s %5.2f (aim %.2f)\n", what, of->rates[CONTENDER_TURNS - 1] / to->rates[CONTENDER_TURNS - 1],
           aim);
}
