/* What it costs to augment a sample of 28 x 28: microseconds, beside copying it and as a share of the matrix
 * products alone (SGEMM, so less than the step) of training MLP 784-512-256-64-10 on it at batch 128, all on
 * one thread in this run. The aim is below a twentieth for weak and below a third for strong. */
#include "dataset/augment.h"
#include "numeric/blas.h"

#define SAMPLES 4096
#define SIDE 28
#define PIXELS (SIDE * SIDE)
#define BATCH 128
#define REPEATS 15

static const gsize widths[] = { PIXELS, 512, 256, 64, 10 };

static Dataset *
random_images (void)
{
  const NumericMatrix32 samples
      = numeric_matrix32 (numeric_matrix32_alloc ((gsize)SAMPLES * PIXELS), SAMPLES, PIXELS);
  NumericRandom random;
  Dataset *data;

  numeric_random_init (&random, 1, 0);
  numeric_random_normals (&random, samples.data, (gsize)SAMPLES * PIXELS);
  data = dataset_new ("random", "Random", (DatasetShape){ SIDE, SIDE, 1 }, samples, g_new0 (guint32, SAMPLES),
                      1, NULL, NULL);
  data->background = g_new (float, PIXELS);
  numeric_random_normals (&random, data->background, PIXELS);
  return data;
}

/* The best of REPEATS passes over all samples into a mini-batch's rows, in microseconds a sample, so that
 * what else the machine does counts least. */
static double
augment_us (const DatasetAugmentation *augmentation, const Dataset *data, NumericMatrix32 rows)
{
  gint64 best = G_MAXINT64;
  NumericRandom random;

  numeric_random_init (&random, 2, 0);
  for (guint repeat = 0; repeat < REPEATS; repeat++) {
    const gint64 start = g_get_monotonic_time ();

    for (gsize i = 0; i < SAMPLES; i++)
      dataset_augment (augmentation, data, i, numeric_matrix32_row (rows, i % BATCH), &random);
    best = MIN (best, g_get_monotonic_time () - start);
  }
  return (double)best / SAMPLES;
}

/* Forward, weight gradient and, past the first layer, input gradient of a mini-batch, a sample. */
static double
products_us (void)
{
  g_autofree float *values = g_new0 (float, BATCH *PIXELS);
  g_autofree float *weights = g_new0 (float, PIXELS * 512);
  g_autofree float *slopes = g_new0 (float, PIXELS * 512);
  g_autofree float *results = g_new0 (float, BATCH * 512);
  gint64 best = G_MAXINT64;

  for (guint repeat = 0; repeat < 10 * REPEATS; repeat++) {
    const gint64 start = g_get_monotonic_time ();

    for (gsize layer = 0; layer + 1 < G_N_ELEMENTS (widths); layer++) {
      const gsize in = widths[layer], out = widths[layer + 1];
      const NumericMatrix32 x = numeric_matrix32 (values, BATCH, in);
      const NumericMatrix32 y = numeric_matrix32 (results, BATCH, out);

      numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, x, numeric_matrix32 (weights, out, in), 0, y);
      numeric_gemm32 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, y, x, 0, numeric_matrix32 (slopes, out, in));
      if (layer > 0)
        numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, y, numeric_matrix32 (weights, out, in), 0, x);
    }
    best = MIN (best, g_get_monotonic_time () - start);
  }
  return (double)best / BATCH;
}

int
main (int argc, char **argv)
{
  const struct {
    const char *name;
    DatasetAugmentation augmentation;
  } rows[] = {
    { "copy", { 0 } },
    { "weak", dataset_augmentation_for_level (DATASET_AUGMENT_WEAK) },
    { "strong", dataset_augmentation_for_level (DATASET_AUGMENT_STRONG) },
    { "rotation", { .rotation = 15 } },
    { "noise", { .noise = 0.2 } },
  };
  double copy = 0, products;

  numeric_blas_init (argv);
  g_autoptr (Dataset) data = random_images ();
  NumericMatrix32 batch = numeric_matrix32 (numeric_matrix32_alloc (BATCH * PIXELS), BATCH, PIXELS);
  products = products_us ();
  g_print ("kernels %s; products of a training step: %.2f us a sample\n", numeric_blas_kernel (), products);
  for (gsize r = 0; r < G_N_ELEMENTS (rows); r++) {
    const double us = augment_us (&rows[r].augmentation, data, batch);

    copy = r == 0 ? us : copy;
    g_print ("%-8s %.2f us, %.0f times a copy, %.0f %% of the products\n", rows[r].name, us, us / copy,
             100 * us / products);
  }
  g_aligned_free (batch.data);
  return 0;
}
