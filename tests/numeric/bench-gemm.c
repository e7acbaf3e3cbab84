/* The rate of single-precision products at the shapes of an MLP's training step (batch 128: forward, the
 * gradient of the weights, the gradient of the inputs), for each of OpenBLAS's kernel sets that this
 * processor may run, one thread. OpenBLAS chooses its kernels when it is loaded, so each set is measured by a
 * process of its own.
 *
 * Rates are by the thread's processor time, the best of several rounds, so that other programs disturb
 * little. */
#include "numeric/blas.h"
#include "numeric/random.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BATCH 128
#define ROUNDS 7
#define ROUND_SECONDS 0.03
#define N_KERNELS G_N_ELEMENTS (kernels)
#define N_SHAPES (G_N_ELEMENTS (layers) * N_KINDS)

typedef enum { FORWARD, WEIGHTS, INPUTS, N_KINDS } Kind;

static const char *const kind_names[] = { "forward", "weights", "inputs" };
static const char *const kernels[] = { "Haswell", "Zen", "SkylakeX", "Cooperlake" };
static const gsize layers[][2] = { { 784, 512 }, { 512, 256 }, { 256, 64 }, { 64, 10 } };

static double
seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static NumericMatrix32
new_random (NumericRandom *random, gsize rows, gsize columns)
{
  NumericMatrix32 matrix = numeric_matrix32 (numeric_matrix32_alloc (rows * columns), rows, columns);

  for (gsize i = 0; i < rows * columns; i++)
    matrix.data[i] = (float)numeric_random_normal (random);
  return matrix;
}

/* Y = X W^T, W' = Y'^T X, X' = Y' W with X batch x in, W out x in, Y batch x out. */
static void
multiply (Kind kind, NumericMatrix32 x, NumericMatrix32 w, NumericMatrix32 y)
{
  if (kind == FORWARD)
    numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, x, w, 0, y);
  else if (kind == WEIGHTS)
    numeric_gemm32 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, y, x, 0, w);
  else
    numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, y, w, 0, x);
}

/* 10^9 operations a second. */
static double
measure (Kind kind, gsize in, gsize out)
{
  double best = 0;
  NumericRandom random;

  numeric_random_init (&random, in, out);
  NumericMatrix32 x = new_random (&random, BATCH, in), w = new_random (&random, out, in);
  NumericMatrix32 y = new_random (&random, BATCH, out);
  for (guint round = 0; round < ROUNDS; round++) {
    const double start = seconds ();
    double elapsed;
    guint repeats = 0;

    do {
      multiply (kind, x, w, y);
      repeats++;
      elapsed = seconds () - start;
    } while (elapsed < ROUND_SECONDS);
    best = MAX (best, 2e-9 * BATCH * (double)in * (double)out * repeats / elapsed);
  }
  g_aligned_free (x.data);
  g_aligned_free (w.data);
  g_aligned_free (y.data);
  return best;
}

/* The child: all shapes, a line each. */
static void
print_rates (void)
{
  for (gsize l = 0; l < G_N_ELEMENTS (layers); l++)
    for (Kind kind = 0; kind < N_KINDS; kind++) {
      char text[G_ASCII_DTOSTR_BUF_SIZE];

      g_print ("%s\n",
               g_ascii_formatd (text, sizeof text, "%.3f", measure (kind, layers[l][0], layers[l][1])));
    }
}

/* The rates with `kernel`; FALSE when the processor cannot run it. */
static gboolean
ask_child (const char *kernel, double rates[N_SHAPES])
{
  static const char *const arguments[] = { "/proc/self/exe", "--measure", NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "OPENBLAS_CORETYPE", kernel, TRUE);
  g_autofree char *output = NULL;
  g_auto (GStrv) lines = NULL;
  int status;

  if (!g_spawn_sync (NULL, (char **)arguments, environment, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &output,
                     NULL, &status, NULL)
      || status != 0)
    return FALSE;
  lines = g_strsplit (output, "\n", -1);
  if (g_strv_length (lines) < N_SHAPES)
    return FALSE;
  for (gsize i = 0; i < N_SHAPES; i++)
    rates[i] = g_ascii_strtod (lines[i], NULL);
  return TRUE;
}

static void
print_table (double rates[N_KERNELS][N_SHAPES], const gboolean *ran)
{
  g_print ("%-22s %10s", "product, batch 128", "best");
  for (gsize k = 0; k < N_KERNELS; k++)
    g_print (" %10s%s", kernels[k], g_str_equal (kernels[k], numeric_blas_kernel ()) ? "*" : " ");
  g_print ("\n");
  for (gsize i = 0; i < N_SHAPES; i++) {
    const gsize *layer = layers[i / N_KINDS];
    g_autofree char *name = g_strdup_printf ("%" G_GSIZE_FORMAT "-%" G_GSIZE_FORMAT " %s", layer[0], layer[1],
                                             kind_names[i % N_KINDS]);
    double best = 0;

    for (gsize k = 0; k < N_KERNELS; k++)
      best = ran[k] ? MAX (best, rates[k][i]) : best;
    g_print ("%-22s %10.1f", name, best);
    for (gsize k = 0; k < N_KERNELS; k++)
      if (ran[k])
        g_print (" %10.2f ", rates[k][i] / best);
      else
        g_print (" %10s ", "-");
    g_print ("\n");
  }
  g_print ("best in GFLOP/s, the others as shares of it; * the programs' kernels\n");
}

int
main (int argc, char **argv)
{
  double rates[N_KERNELS][N_SHAPES];
  gboolean ran[N_KERNELS];

  numeric_blas_init (argv);
  if (argc == 2 && strcmp (argv[1], "--measure") == 0) {
    print_rates ();
    return EXIT_SUCCESS;
  }
  for (gsize k = 0; k < N_KERNELS; k++)
    ran[k] = ask_child (kernels[k], rates[k]);
  print_table (rates, ran);
  return EXIT_SUCCESS;
}
