#include "training/online-probe.h"

#include <math.h>
#include <string.h>

#define N 60
#define WIDTH 6
#define CLASSES 3

/* Three noisy classes, `length` long. */
static RealMatrix
features (float length, guint32 *labels)
{
  RealMatrix matrix = real_matrix (real_alloc (N * WIDTH), N, WIDTH);
  NumericRandom random;
  numeric_random_init (&random, 4, 0);
  for (guint i = 0; i < N; i++) {
    labels[i] = i % CLASSES;
    for (guint j = 0; j < WIDTH; j++)
      real_matrix_row (matrix, i)[j]
          = length * ((j == labels[i] ? 1 : 0) + 0.2f * (float)numeric_random_normal (&random));
  }
  return matrix;
}

static guint
count_errors (OnlineProbe *probe, RealMatrix matrix, const guint32 *labels)
{
  RealMatrix logits = online_probe_logits (probe, matrix);
  guint errors = 0;
  for (guint i = 0; i < N; i++)
    for (guint k = 0; k < CLASSES; k++)
      if (real_matrix_row (logits, i)[k] > real_matrix_row (logits, i)[labels[i]]) {
        errors++;
        break;
      }
  return errors;
}

static OnlineProbe *
new_probe (void)
{
  NumericRandom random;
  numeric_random_init (&random, 5, 0);
  return online_probe_new (WIDTH, CLASSES, N, &random);
}

/* It learns from features of any length, which it leaves alone. */
static void
test_length (gconstpointer data)
{
  float length = *(const float *)data;
  guint32 labels[N];
  RealMatrix matrix = features (length, labels);
  g_autofree float *before = g_memdup2 (matrix.data, N * WIDTH * sizeof (float));
  g_autoptr (OnlineProbe) probe = new_probe ();
  for (guint step = 0; step < 200; step++)
    online_probe_train (probe, matrix, labels, NULL, 1, 1);
  g_assert_cmpuint (count_errors (probe, matrix, labels), ==, 0);
  g_assert_cmpmem (matrix.data, N * WIDTH * sizeof (float), before, N * WIDTH * sizeof (float));
  g_aligned_free (matrix.data);
}

/* A share of 0 is training on the other labels alone. */
static void
test_mixed (void)
{
  guint32 labels[N], others[N];
  RealMatrix matrix = features (1, labels);
  g_autoptr (OnlineProbe) mixed = new_probe (), plain = new_probe ();
  for (guint i = 0; i < N; i++)
    others[i] = (labels[i] + 1) % CLASSES;
  for (guint step = 0; step < 20; step++) {
    online_probe_train (mixed, matrix, labels, others, 0, 0.5);
    online_probe_train (plain, matrix, others, NULL, 1, 0.5);
  }
  g_assert_cmpmem (online_probe_weight (mixed).data, CLASSES * WIDTH * sizeof (float),
                   online_probe_weight (plain).data, CLASSES * WIDTH * sizeof (float));
  g_assert_cmpmem (online_probe_bias (mixed).data, CLASSES * sizeof (float), online_probe_bias (plain).data,
                   CLASSES * sizeof (float));
  g_aligned_free (matrix.data);
}

/* The schedule's factor is one of the rate. */
static void
test_factor (void)
{
  guint32 labels[N];
  RealMatrix matrix = features (1, labels);
  g_autoptr (OnlineProbe) still = new_probe (), fresh = new_probe ();
  online_probe_train (still, matrix, labels, NULL, 1, 0);
  g_assert_cmpmem (online_probe_weight (still).data, CLASSES * WIDTH * sizeof (float),
                   online_probe_weight (fresh).data, CLASSES * WIDTH * sizeof (float));
  g_aligned_free (matrix.data);
}

/* Mini-batches whose features are all 0, as ReLUs may give, neither blow it up nor make it forget. */
static void
test_silence (void)
{
  guint32 labels[N];
  RealMatrix matrix = features (100, labels), silence = features (0, labels);
  g_autoptr (OnlineProbe) probe = new_probe ();
  for (guint step = 0; step < 200; step++)
    online_probe_train (probe, step % 2 == 0 ? matrix : silence, labels, NULL, 1, 1);
  g_assert_cmpuint (count_errors (probe, matrix, labels), ==, 0);
  for (guint step = 0; step < 200; step++)
    online_probe_train (probe, silence, labels, NULL, 1, 1);
  for (guint i = 0; i < CLASSES * WIDTH; i++)
    g_assert_cmpfloat (fabsf (online_probe_weight (probe).data[i]), <, 1);
  g_aligned_free (matrix.data);
  g_aligned_free (silence.data);
}

/* Among long features, short ones do not outweigh them by their shortness, here with labels that are wrong.
 */
static void
test_short (void)
{
  guint32 labels[N], others[N];
  RealMatrix matrix = features (100, labels), few = features (1e-2f, others);
  g_autoptr (OnlineProbe) probe = new_probe ();
  for (guint i = 0; i < N; i++)
    others[i] = (labels[i] + 1) % CLASSES;
  for (guint step = 0; step < 200; step++) {
    online_probe_train (probe, matrix, labels, NULL, 1, 1);
    online_probe_train (probe, few, others, NULL, 1, 1);
  }
  g_assert_cmpuint (count_errors (probe, matrix, labels), ==, 0);
  g_aligned_free (matrix.data);
  g_aligned_free (few.data);
}

/* One that takes over the state goes on as the other does, though the features have become small, so that it
 * is the square of those before that counts. */
static void
test_state (void)
{
  guint32 labels[N];
  RealMatrix large = features (100, labels), small = features (1, labels);
  g_autoptr (OnlineProbe) probe = new_probe (), other = new_probe ();
  for (guint step = 0; step < 5; step++)
    online_probe_train (probe, large, labels, NULL, 1, 1);
  gsize size = network_state_size (online_probe_network (probe));
  gsize moments = network_optimiser_state_size (online_probe_optimiser (probe));
  g_autofree real *state = g_new (real, MAX (size, moments));
  network_get_state (online_probe_network (probe), state);
  network_set_state (online_probe_network (other), state);
  network_optimiser_get_state (online_probe_optimiser (probe), state);
  network_optimiser_set_state (online_probe_optimiser (other), state);
  online_probe_set_square (other, online_probe_square (probe));
  online_probe_train (probe, small, labels, NULL, 1, 1);
  online_probe_train (other, small, labels, NULL, 1, 1);
  g_assert_cmpmem (online_probe_weight (probe).data, CLASSES * WIDTH * sizeof (real),
                   online_probe_weight (other).data, CLASSES * WIDTH * sizeof (real));
  g_assert_cmpfloat (online_probe_square (probe), ==, online_probe_square (other));
  g_aligned_free (large.data);
  g_aligned_free (small.data);
}

int
main (int argc, char **argv)
{
  static const float one = 1, tiny = 1e-2f, huge = 100;
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/training/online-probe/length-1", &one, test_length);
  g_test_add_data_func ("/training/online-probe/length-0.01", &tiny, test_length);
  g_test_add_data_func ("/training/online-probe/length-100", &huge, test_length);
  g_test_add_func ("/training/online-probe/mixed", test_mixed);
  g_test_add_func ("/training/online-probe/factor", test_factor);
  g_test_add_func ("/training/online-probe/silence", test_silence);
  g_test_add_func ("/training/online-probe/short", test_short);
  g_test_add_func ("/training/online-probe/state", test_state);
  return g_test_run ();
}
