/* Samples a second of networks of images at batch 128 on one and two threads, beside the rate that SGEMM
 * alone would allow on im2col matrices that cost nothing, and beside PyTorch's best of one and two threads,
 * rows or channels last:
 *
 *   cnn     1 x 28 x 28, five 3 x 3 convolutions 16-32-32-64-64 with batch norm, strides 1 2 1 2 1, average,
 * 10 resnet  the same images, stem 16 and basic blocks 16, 32 (stride 2), 64 (stride 2), average, 10
 *
 * bench-images [PYTHON SCRIPT]; `bench-images --limit cnn` prints the rate of a step's products, for itself.
 */
#include "contender.h"

#include <stdlib.h>
#include <string.h>

/* Images whose im2col matrices are multiplied at a time: in the cache, and enough for BLAS. */
#define IMAGES 8

static const guint cnn_channels[] = { 16, 32, 32, 64, 64 }, cnn_strides[] = { 1, 2, 1, 2, 1 };
static const guint resnet_channels[] = { 16, 16, 32, 64 }, resnet_strides[] = { 1, 1, 2, 2 };

static const NetworkDesign cnn = { .kind = NETWORK_CNN,
                                   .height = 28,
                                   .width = 28,
                                   .channels = 1,
                                   .widths = cnn_channels,
                                   .n_widths = 5,
                                   .strides = cnn_strides,
                                   .batch_norm = TRUE,
                                   .classes = CONTENDER_CLASSES };
static const NetworkDesign resnet = { .kind = NETWORK_RESNET,
                                      .height = 28,
                                      .width = 28,
                                      .channels = 1,
                                      .widths = resnet_channels,
                                      .n_widths = 4,
                                      .strides = resnet_strides,
                                      .batch_norm = TRUE,
                                      .classes = CONTENDER_CLASSES };

/* One convolution as products: pixels x depth by depth x outputs. */
typedef struct {
  RealMatrix columns, weight, output;
  gboolean first; /* nobody wants the gradient of its input */
} Products;

static void
add_products (GArray *list, guint side, guint inputs, guint outputs, guint kernel)
{
  const gsize pixels = (gsize)IMAGES * side * side, depth = (gsize)kernel * kernel * inputs;
  NumericRandom random;
  Products products = { .first = list->len == 0 };

  numeric_random_init (&random, 1, 0);
  products.columns = support_normal_matrix (pixels, depth, &random);
  products.weight = support_normal_matrix (outputs, depth, &random);
  products.output = support_normal_matrix (pixels, outputs, &random);
  g_array_append_val (list, products);
}

static GArray *
list_products (const NetworkDesign *design)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Products));
  guint side = design->height, inputs = design->channels;

  for (guint b = 0; b < design->n_widths; b++) {
    const guint outputs = design->widths[b], stride = design->strides[b];

    side = (side - 1) / stride + 1;
    add_products (list, side, inputs, outputs, 3);
    if (design->kind == NETWORK_RESNET && b > 0) {
      add_products (list, side, outputs, outputs, 3);
      if (stride > 1 || inputs != outputs)
        add_products (list, side, inputs, outputs, 1);
    }
    inputs = outputs;
  }
  return list;
}

static void
products_step (gpointer data)
{
  const GArray *list = data;

  for (guint part = 0; part < CONTENDER_BATCH / IMAGES; part++)
    for (guint i = 0; i < list->len; i++) {
      const Products *p = &g_array_index (list, Products, i);

      real_gemm (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, p->columns, p->weight, 0, p->output);
      real_gemm (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, p->output, p->columns, 0, p->weight);
      if (!p->first)
        real_gemm (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, p->output, p->weight, 0, p->columns);
      memset (p->weight.data, 0, p->weight.rows * p->weight.columns * sizeof (real)); /* nothing grows */
    }
}

/* PyTorch's fastest setting; the rate is 0 where there is none. */
static Contender
find_pytorch (char **command, const char *name, const char *kind)
{
  static const char *const threads[] = { "1", "2" }, *const formats[] = { "rows", "channels-last" };
  Contender best = { 0 };

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    for (guint t = 0; t < G_N_ELEMENTS (threads); t++) {
      Contender pytorch = { name, .command = { command[0], command[1], threads[t], kind, formats[f] },
                            .threads = threads[t] };

      pytorch.rates[0] = contender_command_rate (&pytorch);
      if (pytorch.rates[0] > 0)
        g_print ("# %s, %s thread%s, %-14s %8.0f samples/s\n", name, threads[t], t == 0 ? " " : "s",
                 formats[f], pytorch.rates[0]);
      if (pytorch.rates[0] > best.rates[0])
        best = pytorch;
    }
  return best;
}

static void
compare (const char *program, char **pytorch, const char *kind, const NetworkDesign *design, double aim)
{
  enum { ONE, TWO, LIMIT, PYTORCH, N_CONTENDERS };
  g_autofree char *one = g_strdup_printf ("%s, 1 thread", kind),
                  *two = g_strdup_printf ("%s, 2 threads", kind);
  g_autofree char *limit = g_strdup_printf ("%s, products alone, 1 thread", kind);
  g_autofree char *torch = g_strdup_printf ("%s, PyTorch", kind);
  Contender contenders[N_CONTENDERS]
      = { contender_ours (one, 1, design), contender_ours (two, 2, design),
          contender_limit (limit, program, kind),
          pytorch != NULL ? find_pytorch (pytorch, torch, kind) : (Contender){ 0 } };
  const gboolean there = contenders[PYTORCH].rates[0] > 0;

  contender_compete (contenders, there ? N_CONTENDERS : PYTORCH);
  contender_print_ratio ("1 thread to the products' limit", &contenders[ONE], &contenders[LIMIT], 0.8);
  contender_print_ratio ("2 threads to 1", &contenders[TWO], &contenders[ONE], 1.7);
  if (there)
    contender_print_ratio ("2 threads to PyTorch's best", &contenders[TWO], &contenders[PYTORCH], aim);
  else
    g_print ("# no PyTorch here\n");
  contender_clear (&contenders[ONE]);
  contender_clear (&contenders[TWO]);
}

int
main (int argc, char **argv)
{
  if (argc == 3 && g_str_equal (argv[1], "--limit")) {
    g_print ("%.1f\n",
             contender_rate (products_step, list_products (g_str_equal (argv[2], "cnn") ? &cnn : &resnet)));
    return EXIT_SUCCESS;
  }
  numeric_blas_init (argv);
  compare (argv[0], argc == 3 ? argv + 1 : NULL, "cnn", &cnn, 1.5);
  compare (argv[0], argc == 3 ? argv + 1 : NULL, "resnet", &resnet, 1);
  return EXIT_SUCCESS;
}
