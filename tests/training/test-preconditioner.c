#include "training/preconditioner.h"

#include "collapse/probe.h"
#include "network/loss.h"
#include "network/optimiser.h"
#include "numeric/lapack.h"

#include <math.h>
#include <string.h>

#define SAMPLES 60
#define WIDTH 5
#define CLASSES 3
#define STEPS 30
#define CHUNK 25

/* A PreconditionerRows. */
static RealMatrix
rows_of (guint chunk, gpointer user_data)
{
  const RealMatrix *features = user_data;
  return real_matrix_rows (*features, chunk * CHUNK, MIN (CHUNK, SAMPLES - chunk * CHUNK));
}

/* Directions of very unequal spread, mixed, far from 0. */
static RealMatrix
make_features (void)
{
  RealMatrix features = real_matrix (real_alloc (SAMPLES * WIDTH), SAMPLES, WIDTH);
  NumericRandom random;
  numeric_random_init (&random, 1, 0);
  for (gsize i = 0; i < SAMPLES; i++) {
    double wide = 10 * numeric_random_normal (&random), narrow = 0.3 * numeric_random_normal (&random);
    for (gsize j = 0; j < WIDTH; j++)
      real_matrix_row (features, i)[j] = (real)(3 + wide * (j + 1.0) + narrow * (j % 2 == 0 ? 1 : -1)
                                                + 0.3 * numeric_random_normal (&random));
  }
  return features;
}

/* z = A (h - m), A = diag (1 / sqrt (s + lambda)) V^T of the covariance's eigenvalues and vectors. */
static RealMatrix
whiten (RealMatrix features)
{
  RealMatrix white = real_matrix (real_alloc (SAMPLES * WIDTH), SAMPLES, WIDTH);
  double mean[WIDTH] = { 0 }, values[WIDTH], trace = 0;
  NumericMatrix64 covariance = numeric_matrix64 (numeric_matrix64_alloc (WIDTH * WIDTH), WIDTH, WIDTH);
  NumericMatrix64 vectors = numeric_matrix64 (numeric_matrix64_alloc (WIDTH * WIDTH), WIDTH, WIDTH);
  for (gsize i = 0; i < SAMPLES; i++)
    for (gsize j = 0; j < WIDTH; j++)
      mean[j] += (double)real_matrix_row (features, i)[j] / SAMPLES;
  for (gsize i = 0; i < SAMPLES; i++)
    for (gsize j = 0; j < WIDTH; j++)
      for (gsize l = 0; l < WIDTH; l++)
        numeric_matrix64_row (covariance, j)[l] += ((double)real_matrix_row (features, i)[j] - mean[j])
                                                   * ((double)real_matrix_row (features, i)[l] - mean[l])
                                                   / SAMPLES;
  for (gsize j = 0; j < WIDTH; j++)
    trace += numeric_matrix64_row (covariance, j)[j];
  g_assert_true (numeric_eigen_symmetric (covariance, values, vectors, NULL));
  for (gsize i = 0; i < SAMPLES; i++)
    for (gsize r = 0; r < WIDTH; r++) {
      double sum = 0;
      for (gsize j = 0; j < WIDTH; j++)
        sum += numeric_matrix64_row (vectors, r)[j] * ((double)real_matrix_row (features, i)[j] - mean[j]);
      real_matrix_row (white, i)[r] = (real)(sum / sqrt (values[r] + COLLAPSE_PROBE_RIDGE * trace / WIDTH));
    }
  g_aligned_free (covariance.data);
  g_aligned_free (vectors.data);
  return white;
}

/* A linear classifier that begins with zeros. */
static Network *
new_classifier (void)
{
  const NetworkDesign design = { .height = 1, .width = WIDTH, .channels = 1, .classes = CLASSES };
  NumericRandom random;
  numeric_random_init (&random, 0, 0);
  Network *network = network_new (&design, &random, NULL);
  for (gsize p = 0; p < 2; p++) {
    RealMatrix value = network_parameter (network, p)->value;
    memset (value.data, 0, value.rows * value.columns * sizeof (real));
  }
  return network;
}

/* The losses of STEPS steps on all of the samples. */
static void
train (RealMatrix features, const guint32 *labels, const Preconditioner *preconditioner, double losses[STEPS])
{
  g_autoptr (Network) network = new_classifier ();
  g_autoptr (NetworkOptimiser) optimiser
      = network_optimiser_new_sgd (network, &(NetworkSgd){ .momentum = 0.9 });
  RealMatrix gradient = real_matrix (real_alloc (SAMPLES * CLASSES), SAMPLES, CLASSES);
  for (guint step = 0; step < STEPS; step++) {
    RealMatrix logits = network_forward (network, features, NETWORK_TRAINING);
    losses[step] = network_cross_entropy (logits, labels, gradient, NULL);
    network_backward (network, gradient);
    if (preconditioner != NULL)
      preconditioner_apply (preconditioner, network_parameter (network, 0)->gradient,
                            network_parameter (network, 1)->gradient);
    network_optimiser_step (optimiser, 0.1);
  }
  g_aligned_free (gradient.data);
}

/* Step for step the classifier on whitened features. */
static void
test_whitened (void)
{
  RealMatrix features = make_features (), white = whiten (features);
  g_autoptr (Preconditioner) preconditioner
      = preconditioner_new (WIDTH, (SAMPLES + CHUNK - 1) / CHUNK, rows_of, &features);
  double a[STEPS], b[STEPS];
  guint32 labels[SAMPLES];
  for (guint32 i = 0; i < SAMPLES; i++)
    labels[i] = real_matrix_row (features, i)[0] > 3 ? 0 : 1 + i % 2;
  g_assert_nonnull (preconditioner);
  train (features, labels, preconditioner, a);
  train (white, labels, NULL, b);
  for (guint step = 0; step < STEPS; step++)
    g_assert_cmpfloat_with_epsilon (a[step], b[step], 1e-3 * b[step]);
  g_assert_cmpfloat (a[STEPS - 1], <, 0.7 * a[0]);
  g_aligned_free (features.data);
  g_aligned_free (white.data);
}

static void
test_none (void)
{
  RealMatrix same = real_matrix (real_alloc (SAMPLES * WIDTH), SAMPLES, WIDTH);
  g_assert_null (preconditioner_new (WIDTH, (SAMPLES + CHUNK - 1) / CHUNK, rows_of, &same));
  same.data[7] = NAN;
  g_assert_null (preconditioner_new (WIDTH, (SAMPLES + CHUNK - 1) / CHUNK, rows_of, &same));
  g_aligned_free (same.data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/preconditioner/whitened", test_whitened);
  g_test_add_func ("/training/preconditioner/none", test_none);
  return g_test_run ();
}
