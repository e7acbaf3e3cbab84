#include "dataset/prepare.h"
#include "dataset/source.h"
#include "training/trainer-batch.h"

#include <string.h>

/* More than two pieces of the team's work. */
#define SAMPLES 40

static Dataset *
new_digits (void)
{
  const DatasetRequest request = { .train = SAMPLES, .labels = "fine", .classes = "all", .imbalance = 1 };
  g_autoptr (Dataset) test = NULL;
  Dataset *train = NULL;
  NumericRandom random;
  g_assert_true (dataset_source_load ("digits", NULL, 1, &train, &test, NULL));
  numeric_random_init (&random, 1, 0);
  g_assert_true (dataset_prepare (&train, &test, &request, &random, NULL));
  return train;
}

/* View v of sample i is dataset_augment by the stream's numbers from 2^32 (2 i + v) on, wherever the sample
 * comes in the mini-batch and whoever gathers it; so no two views are alike. */
static void
test_views (void)
{
  const DatasetAugmentation noisy = { .shift = 0.2, .noise = 1 };
  g_autoptr (Dataset) data = new_digits ();
  g_autoptr (NumericTeam) team = numeric_team_new (3);
  const gsize dimension = dataset_dimension (data);
  RealMatrix views = real_matrix (real_alloc (2 * SAMPLES * dimension), 2 * SAMPLES, dimension);
  g_autofree real *expected = g_new (real, dimension);
  guint32 samples[SAMPLES];
  NumericRandom stream;
  numeric_random_init (&stream, 6, 0);
  for (guint i = 0; i < SAMPLES; i++)
    samples[i] = SAMPLES - 1 - i;
  for (guint view = 0; view < 2; view++)
    trainer_gather_rows (data, &noisy, &stream, samples, view, team,
                         real_matrix_rows (views, view * SAMPLES, SAMPLES));
  for (guint row = 0; row < 2 * SAMPLES; row++) {
    guint sample = samples[row % SAMPLES], view = row / SAMPLES;
    NumericRandom random = stream;
    random.counter[1] = 2 * sample + view;
    dataset_augment (&noisy, data, sample, expected, &random);
    g_assert_cmpmem (real_matrix_row (views, row), dimension * sizeof (real), expected,
                     dimension * sizeof (real));
    for (guint other = 0; other < row; other++)
      g_assert_cmpint (memcmp (real_matrix_row (views, other), expected, dimension * sizeof (real)), !=, 0);
  }
  g_aligned_free (views.data);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/trainer-batch/views", test_views);
  return g_test_run ();
}
