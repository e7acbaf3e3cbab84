/* What the metrics of an epoch cost: 10,000 features in 128 dimensions, ten classes, as a share of the
 * products (SGEMM alone, so less than the epoch) of one training epoch of MLP 784-256-256-128-10 at batch 128
 * over as many samples, both on one thread in this run. The aim is below 10 % for BASIC. */
#include "collapse/metrics.h"
#include "numeric/blas.h"
#include "numeric/random.h"

#define SAMPLES 10000
#define DIMENSION 128
#define CLASSES 10
#define BATCH 128
#define REPEATS 15

static const gsize widths[] = { 784, 256, 256, DIMENSION, CLASSES };

typedef struct {
  float *features, *weight, *activations, *gradients;
  guint32 labels[SAMPLES];
} Data;

/* Forward, weight gradient and, past the first layer, input gradient of one epoch's batches. */
static void
train_epoch (Data *data, NumericTeam *team)
{
  for (gsize batch = 0; batch < SAMPLES / BATCH; batch++)
    for (gsize layer = 0; layer + 1 < G_N_ELEMENTS (widths); layer++) {
      gsize in = widths[layer], out = widths[layer + 1];
      NumericMatrix32 inputs = numeric_matrix32 (data->activations, BATCH, in);
      NumericMatrix32 outputs = numeric_matrix32 (data->gradients, BATCH, out);
      NumericMatrix32 weight = numeric_matrix32 (data->weight, out, in);
      NumericMatrix32 scratch = numeric_matrix32 (data->weight + out * in, out, in);

      numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1e-3, inputs, weight, 0, outputs);
      numeric_gemm32 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, outputs, inputs, 0, scratch);
      if (layer > 0)
        numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1e-3, outputs, weight, 0, inputs);
    }
}

static void
measure (Data *data, CollapseMeasure what, NumericTeam *team)
{
  CollapseMetrics metrics;

  collapse_measure32 (numeric_matrix32 (data->features, SAMPLES, DIMENSION), data->labels, CLASSES,
                      numeric_matrix32 (data->weight, CLASSES, DIMENSION), NULL, what, team, &metrics, NULL);
}

static void
measure_basic (Data *data, NumericTeam *team)
{
  measure (data, COLLAPSE_MEASURE_BASIC, team);
}

static void
measure_spectra (Data *data, NumericTeam *team)
{
  measure (data, COLLAPSE_MEASURE_SPECTRA, team);
}

/* The best of REPEATS runs, in milliseconds, so that what else the machine does counts least. */
static double
best_ms (void (*func) (Data *, NumericTeam *), Data *data, NumericTeam *team)
{
  gint64 best = G_MAXINT64;

  for (gsize i = 0; i < REPEATS; i++) {
    gint64 start = g_get_monotonic_time ();

    func (data, team);
    best = MIN (best, g_get_monotonic_time () - start);
  }
  return best / 1000.0;
}

static float *
random_floats (NumericRandom *random, gsize count, double scale)
{
  float *values = numeric_matrix32_alloc (count);

  for (gsize i = 0; i < count; i++)
    values[i] = scale * numeric_random_normal (random);
  return values;
}

int
main (int argc, char **argv)
{
  Data *data = g_new0 (Data, 1);
  NumericRandom random;
  double epoch;

  numeric_blas_init (argv);
  numeric_random_init (&random, 1, 0);
  data->features = random_floats (&random, SAMPLES * DIMENSION, 1);
  data->weight = random_floats (&random, 2 * 784 * 256, 0.05);
  data->activations = random_floats (&random, BATCH * 784, 1);
  data->gradients = random_floats (&random, BATCH * 784, 1);
  for (gsize i = 0; i < SAMPLES; i++)
    data->features[i * DIMENSION + (data->labels[i] = i % CLASSES)] += 3;

  epoch = best_ms (train_epoch, data, NULL);
  g_print ("kernels %s; epoch's products, one thread: %.2f ms\n", numeric_blas_kernel (), epoch);
  for (guint size = 1; size <= 2; size++) {
    NumericTeam *team = numeric_team_new (size);
    double basic = best_ms (measure_basic, data, team);
    double spectra = best_ms (measure_spectra, data, team);

    g_print ("%u thread%s: basic %.2f ms, %.1f %% of the products; spectra %.2f ms, %.1f %%\n", size,
             size > 1 ? "s" : "", basic, 100 * basic / epoch, spectra, 100 * spectra / epoch);
    numeric_team_free (team);
  }
  g_aligned_free (data->features);
  g_aligned_free (data->weight);
  g_aligned_free (data->activations);
  g_aligned_free (data->gradients);
  g_free (data);
  return 0;
}
