/* Samples a second of MLP 784-512-256-64-10 at batch 128, without and with batch norm, on one and two
 * threads, beside the rate that the matrix products alone allow with the fastest of OpenBLAS's kernels, and
 * beside PyTorch's best setting. First every kernel and every setting of PyTorch is tried; then the
 * contenders take turns, so that what else the machine does meets all of them, and the best of each one's
 * turns counts. The medians beside them tell how quiet the machine was.
 *
 * bench-mlp [PYTHON SCRIPT]; `bench-mlp --limit` prints the rate of a step's products, for itself. */
#include "contender.h"

#include <stdlib.h>

static const guint widths[] = { 784, 512, 256, 64, CONTENDER_CLASSES };

/* Products of one step at layer `l`: forward, weight gradient and, past the first layer, input gradient. */
static void
layer_products (guint l, RealMatrix x, RealMatrix w, RealMatrix y)
{
  real_gemm (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, x, w, 0, y);
  real_gemm (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, y, x, 0, w);
  if (l > 0)
    real_gemm (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, y, w, 0, x);
}

typedef struct {
  RealMatrix x[4], w[4], y[4];
} Products;

static void
products_step (gpointer data)
{
  const Products *p = data;

  for (guint l = 0; l < 4; l++)
    layer_products (l, p->x[l], p->w[l], p->y[l]);
}

/* Samples a second of the products of a step. */
static double
products_rate (void)
{
  static real y[CONTENDER_BATCH * 512];
  Products products;
  NumericRandom random;

  numeric_random_init (&random, 1, 0);
  for (guint l = 0; l < 4; l++) {
    products.x[l] = support_normal_matrix (CONTENDER_BATCH, widths[l], &random);
    products.w[l] = support_normal_matrix (widths[l + 1], widths[l], &random);
    products.y[l] = real_matrix (y, CONTENDER_BATCH, widths[l + 1]);
  }
  return contender_rate (products_step, &products);
}

/* PyTorch's fastest setting; the rate is 0 where there is none. */
static Contender
find_pytorch (char **command)
{
  static const char *const threads[] = { "1", "2" };
  Contender best = { 0 };

  for (guint i = 0; i < 5; i++)
    for (guint t = 0; t < G_N_ELEMENTS (threads); t++) {
      Contender pytorch = { "PyTorch", .command = { command[0], command[1], threads[t], "plain" },
                            .kernel = contender_kernels[i], .threads = threads[t] };

      pytorch.rates[0] = contender_command_rate (&pytorch);
      if (pytorch.rates[0] == 0)
        continue;
      g_print ("# PyTorch, %s thread%s, %-10s %8.0f samples/s\n", threads[t], t == 0 ? " " : "s",
               contender_kernels[i] != NULL ? contender_kernels[i] : "as it is", pytorch.rates[0]);
      if (pytorch.rates[0] >= best.rates[0])
        best = pytorch;
    }
  return best;
}

int
main (int argc, char **argv)
{
  enum { ONE, TWO, ONE_NORM, TWO_NORM, LIMIT, PYTORCH, PYTORCH_NORM, N_CONTENDERS };
  const NetworkDesign plain = { SUPPORT_MLP (widths[0], widths + 1, 3), .classes = CONTENDER_CLASSES };
  const NetworkDesign norm
      = { SUPPORT_MLP (widths[0], widths + 1, 3), .batch_norm = TRUE, .classes = CONTENDER_CLASSES };
  Contender contenders[N_CONTENDERS];
  gboolean pytorch;

  if (argc == 2 && g_str_equal (argv[1], "--limit")) {
    g_print ("%.1f\n", products_rate ());
    return EXIT_SUCCESS;
  }
  numeric_blas_init (argv);
  contenders[ONE] = contender_ours ("1 thread", 1, &plain);
  contenders[TWO] = contender_ours ("2 threads", 2, &plain);
  contenders[ONE_NORM] = contender_ours ("1 thread, batch norm", 1, &norm);
  contenders[TWO_NORM] = contender_ours ("2 threads, batch norm", 2, &norm);
  contenders[LIMIT] = contender_limit ("products alone, 1 thread", argv[0], NULL);
  contenders[PYTORCH] = argc == 3 ? find_pytorch (argv + 1) : (Contender){ 0 };
  pytorch = contenders[PYTORCH].rates[0] > 0;
  contenders[PYTORCH_NORM] = contenders[PYTORCH];
  contenders[PYTORCH_NORM].name = "PyTorch, batch norm";
  contenders[PYTORCH_NORM].command[3] = "norm";
  contender_compete (contenders, pytorch ? N_CONTENDERS : PYTORCH);

  contender_print_ratio ("1 thread to the products' limit", &contenders[ONE], &contenders[LIMIT], 0.8);
  contender_print_ratio ("1 thread to the products' limit, batch norm", &contenders[ONE_NORM],
                         &contenders[LIMIT], 0.8);
  contender_print_ratio ("2 threads to 1", &contenders[TWO], &contenders[ONE], 1.7);
  contender_print_ratio ("2 threads to 1, batch norm", &contenders[TWO_NORM], &contenders[ONE_NORM], 1.7);
  if (pytorch) {
    contender_print_ratio ("2 threads to PyTorch's best", &contenders[TWO], &contenders[PYTORCH], 1.4);
    contender_print_ratio ("2 threads to PyTorch's best, batch norm", &contenders[TWO_NORM],
                           &contenders[PYTORCH_NORM], 1.4);
  } else
    g_print ("# no PyTorch here\n");
  for (guint i = ONE; i <= TWO_NORM; i++)
    contender_clear (&contenders[i]);
  return EXIT_SUCCESS;
}
