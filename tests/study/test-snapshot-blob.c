/* A snapshot as bytes and back. */
#include "fixture.h"

#include "study/snapshot-blob.h"

static const guint all[TRAINING_N_SPLITS] = { 1000, 1000 };

static TrainingSnapshot *
round_trip (const TrainingSnapshot *snapshot, const guint watched[TRAINING_N_SPLITS])
{
  g_autoptr (GBytes) bytes = study_snapshot_pack (snapshot, watched);
  gsize size;
  gconstpointer data = g_bytes_get_data (bytes, &size);
  g_assert_cmpuint (size, <=, study_snapshot_bytes (snapshot, watched));
  TrainingSnapshot *back = study_snapshot_unpack (data, size);
  g_assert_nonnull (back);
  return back;
}

/* What was not rounded. */
static void
assert_exact (const TrainingSnapshot *a, const TrainingSnapshot *b)
{
  const gsize k = a->n_classes, d = a->dimension;
  g_assert_cmpfloat (a->epoch, ==, b->epoch);
  g_assert_cmpuint (b->n_classes, ==, k);
  g_assert_cmpuint (b->dimension, ==, d);
  g_assert_cmpint (a->probe, ==, b->probe);
  g_assert_cmpmem (a->weight, k * d * sizeof (float), b->weight, k * d * sizeof (float));
  g_assert_cmpmem (a->bias, k * sizeof (float), b->bias, k * sizeof (float));
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const CollapseMeans *x = a->split[s].means, *y = b->split[s].means;
    g_assert_cmpmem (x->means, k * d * sizeof (double), y->means, k * d * sizeof (double));
    g_assert_cmpmem (x->centre, d * sizeof (double), y->centre, d * sizeof (double));
    g_assert_cmpmem (x->variability, k * sizeof (double), y->variability, k * sizeof (double));
    g_assert_cmpmem (x->counts, k * sizeof (gsize), y->counts, k * sizeof (gsize));
  }
}

static void
assert_same_samples (const TrainingWatch *a, const TrainingWatch *b)
{
  g_assert_cmpuint (a->n, ==, b->n);
  g_assert_cmpmem (a->labels, a->n * 4, b->labels, b->n * 4);
  g_assert_cmpmem (a->samples, a->n * 4, b->samples, b->n * 4);
  g_assert_cmpmem (a->predictions, a->n * 4, b->predictions, b->n * 4);
}

/* Half a step of 1/127 of the sample's largest deviation, and of the float that the feature is. */
static void
assert_near (const TrainingWatch *a, const TrainingWatch *b, gsize d)
{
  for (gsize i = 0; i < a->n; i++) {
    const double *mean = a->means->means + a->labels[i] * d;
    const float *x = a->features + i * d, *y = b->features + i * d;
    double largest = 0;
    for (gsize j = 0; j < d; j++)
      largest = fmax (largest, fabs (x[j] - mean[j]));
    for (gsize j = 0; j < d; j++) {
      double step = fabs (nextafterf (x[j], INFINITY) - x[j]);
      g_assert_cmpfloat (fabs ((double)y[j] - x[j]), <=, largest / 254 * 1.001 + step + 1e-43);
    }
  }
}

static const struct {
  double offset, spread;
} cases[] = { { 1, 1 },     { 1, 1e-8 },    { 1, 0 }, { 0, 1e30 },   { 0, 1e-30 },
              { 0, 1e-40 }, { 1e30, 1e28 }, { 0, 0 }, { 1000, 0.01 } };

static void
test_round_trip (gconstpointer data)
{
  const gsize c = GPOINTER_TO_SIZE (data), d = 7;
  NumericRandom random;
  numeric_random_init (&random, 5, c);
  g_autoptr (TrainingSnapshot) a = make_snapshot (&random, 12, 4, d, 50, cases[c].offset, cases[c].spread);
  g_autoptr (TrainingSnapshot) b = round_trip (a, all);
  assert_exact (a, b);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    assert_same_samples (&a->split[s], &b->split[s]);
    assert_near (&a->split[s], &b->split[s], d);
  }
}

/* A sample that is no number becomes its class mean, and spoils no other. */
static void
test_not_finite (void)
{
  NumericRandom random;
  numeric_random_init (&random, 5, 0);
  g_autoptr (TrainingSnapshot) a = make_snapshot (&random, 12, 4, 3, 8, 1, 1);
  TrainingWatch *watch = &a->split[0];
  watch->features[4] = NAN;
  watch->features[9] = INFINITY;
  g_autoptr (TrainingSnapshot) b = round_trip (a, all);
  for (gsize i = 0; i < watch->n; i++) {
    const double *mean = watch->means->means + watch->labels[i] * 3;
    if (i == 1 || i == 3)
      for (gsize j = 0; j < 3; j++)
        watch->features[i * 3 + j] = (float)mean[j];
  }
  assert_near (watch, &b->split[0], 3);
}

static void
test_limit (void)
{
  const guint watched[] = { 3, 0 };
  NumericRandom random;
  numeric_random_init (&random, 5, 0);
  g_autoptr (TrainingSnapshot) a = make_snapshot (&random, 12, 4, 2, 50, 1, 1);
  g_autoptr (TrainingSnapshot) b = round_trip (a, watched);
  assert_exact (a, b);
  g_assert_cmpuint (b->split[1].n, ==, 0);
  g_assert_cmpuint (b->split[0].n, ==, 12);
  for (guint i = 0; i < 12; i++)
    g_assert_cmpuint (b->split[0].samples[i], ==, a->split[0].samples[i]);
}

/* So that every number is another one. */
static void
add_layers (TrainingSnapshot *snapshot, guint n_layers)
{
  snapshot->n_layers = n_layers;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    watch->n_measured = 700 + s;
    watch->layers = g_new (TrainingLayerValues, n_layers);
    for (guint l = 0; l < n_layers; l++)
      for (guint m = 0; m < TRAINING_N_LAYER_METRICS; m++)
        watch->layers[l].value[m] = 1e-3 * (100 * s + 10 * l + m);
  }
}

static void
test_layers (void)
{
  NumericRandom random;
  numeric_random_init (&random, 5, 0);
  g_autoptr (TrainingSnapshot) a = make_snapshot (&random, 12, 4, 2, 50, 1, 1);
  add_layers (a, 3);
  g_autoptr (TrainingSnapshot) b = round_trip (a, all);
  assert_exact (a, b);
  g_assert_cmpuint (b->n_layers, ==, 3);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    g_assert_cmpuint (b->split[s].n_measured, ==, 700 + s);
    g_assert_cmpmem (a->split[s].layers, 3 * sizeof (TrainingLayerValues), b->split[s].layers,
                     3 * sizeof (TrainingLayerValues));
  }
  /* Cut anywhere among them it is refused, but for the end of a snapshot without any. */
  g_autoptr (GBytes) bytes = study_snapshot_pack (a, all);
  gsize size, bare = g_bytes_get_size (bytes) - 2 * (8 + 3 * sizeof (TrainingLayerValues));
  gconstpointer data = g_bytes_get_data (bytes, &size);
  for (gsize n = bare; n < size; n++) {
    g_autoptr (TrainingSnapshot) cut = study_snapshot_unpack (data, n);
    g_assert_true ((cut != NULL) == (n == bare));
  }
}

static void
test_refused (void)
{
  NumericRandom random;
  numeric_random_init (&random, 5, 0);
  g_autoptr (TrainingSnapshot) a = make_snapshot (&random, 12, 2, 3, 5, 1, 1);
  g_autoptr (GBytes) bytes = study_snapshot_pack (a, all);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  g_autofree guint8 *longer = g_malloc0 (size + 1);
  memcpy (longer, data, size);
  g_assert_null (study_snapshot_unpack (longer, size + 1));
  for (gsize n = 0; n < size; n++)
    g_assert_null (study_snapshot_unpack (data, n));
  memset (longer, 0xff, 8);
  g_assert_null (study_snapshot_unpack (longer, size));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++) {
    g_autofree char *name = g_strdup_printf ("/study/snapshot-blob/round-trip/%u", (guint)c);
    g_test_add_data_func (name, GSIZE_TO_POINTER (c), test_round_trip);
  }
  g_test_add_func ("/study/snapshot-blob/not-finite", test_not_finite);
  g_test_add_func ("/study/snapshot-blob/limit", test_limit);
  g_test_add_func ("/study/snapshot-blob/layers", test_layers);
  g_test_add_func ("/study/snapshot-blob/refused", test_refused);
  return g_test_run ();
}
