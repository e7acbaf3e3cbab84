/* Moments between two snapshots, against the straight line worked out by hand. */
#include "training/snapshot-blend.h"

#include <math.h>

#define CLASSES 2
#define DIMENSION 3
#define SAMPLES 4

static CollapseMeans *
means_of (double value)
{
  CollapseMeans *means = g_new0 (CollapseMeans, 1);
  means->n_classes = CLASSES;
  means->dimension = DIMENSION;
  means->means = g_new (double, CLASSES *DIMENSION);
  means->centre = g_new (double, DIMENSION);
  means->counts = g_new (gsize, CLASSES);
  means->variability = g_new (double, CLASSES);
  for (gsize i = 0; i < CLASSES * DIMENSION; i++)
    means->means[i] = value + (double)i;
  for (gsize i = 0; i < DIMENSION; i++)
    means->centre[i] = 2.0 * value;
  for (gsize k = 0; k < CLASSES; k++) {
    means->counts[k] = 7 + k;
    means->variability[k] = 4.0 * value;
  }
  return means;
}

/* Every number is a multiple of value, and the predictions are all that class. */
static TrainingSnapshot *
snapshot_of (double epoch, double value, guint32 prediction)
{
  TrainingSnapshot *snapshot = training_snapshot_new (CLASSES, DIMENSION);
  snapshot->epoch = epoch;
  for (gsize i = 0; i < CLASSES * DIMENSION; i++)
    snapshot->weight[i] = (float)(3.0 * value);
  for (gsize k = 0; k < CLASSES; k++)
    snapshot->bias[k] = (float)(-value);
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    TrainingWatch *watch = &snapshot->split[split];
    *watch = (TrainingWatch){
      .means = means_of (value),
      .n = SAMPLES,
      .features = g_new (float, SAMPLES *DIMENSION),
      .labels = g_new (guint32, SAMPLES),
      .samples = g_new (guint32, SAMPLES),
      .predictions = g_new (guint32, SAMPLES),
    };
    for (guint32 i = 0; i < SAMPLES * DIMENSION; i++)
      watch->features[i] = (float)((split + 1) * value * i);
    for (guint32 i = 0; i < SAMPLES; i++) {
      watch->labels[i] = i % CLASSES;
      watch->samples[i] = 10 * i + split;
      watch->predictions[i] = prediction;
    }
  }
  return snapshot;
}

/* A quarter of the way from 8 to 16 is 10; powers of two are exact. */
static void
test_linear (void)
{
  g_autoptr (TrainingSnapshot) before = snapshot_of (4.0, 8.0, 0);
  g_autoptr (TrainingSnapshot) after = snapshot_of (8.0, 16.0, 1);
  g_autoptr (TrainingSnapshot) blend = training_snapshot_interpolate (before, after, 5.0);
  g_autoptr (TrainingSnapshot) expected = snapshot_of (5.0, 10.0, 0);
  g_assert_cmpfloat (blend->epoch, ==, 5.0);
  g_assert_true (blend->interpolated);
  g_assert_cmpmem (blend->weight, CLASSES * DIMENSION * sizeof (float), expected->weight,
                   CLASSES * DIMENSION * sizeof (float));
  g_assert_cmpmem (blend->bias, CLASSES * sizeof (float), expected->bias, CLASSES * sizeof (float));
  for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
    const TrainingWatch *one = &blend->split[split], *other = &expected->split[split];
    g_assert_cmpuint (one->n, ==, SAMPLES);
    g_assert_cmpmem (one->features, SAMPLES * DIMENSION * sizeof (float), other->features,
                     SAMPLES * DIMENSION * sizeof (float));
    g_assert_cmpmem (one->labels, SAMPLES * sizeof (guint32), other->labels, SAMPLES * sizeof (guint32));
    g_assert_cmpmem (one->samples, SAMPLES * sizeof (guint32), other->samples, SAMPLES * sizeof (guint32));
    g_assert_cmpmem (one->predictions, SAMPLES * sizeof (guint32), other->predictions,
                     SAMPLES * sizeof (guint32));
    g_assert_cmpmem (one->means->means, CLASSES * DIMENSION * sizeof (double), other->means->means,
                     CLASSES * DIMENSION * sizeof (double));
    g_assert_cmpmem (one->means->centre, DIMENSION * sizeof (double), other->means->centre,
                     DIMENSION * sizeof (double));
    g_assert_cmpmem (one->means->counts, CLASSES * sizeof (gsize), other->means->counts,
                     CLASSES * sizeof (gsize));
    g_assert_cmpmem (one->means->variability, CLASSES * sizeof (double), other->means->variability,
                     CLASSES * sizeof (double));
  }
}

static void
test_nearer (void)
{
  g_autoptr (TrainingSnapshot) before = snapshot_of (4.0, 8.0, 0);
  g_autoptr (TrainingSnapshot) after = snapshot_of (8.0, 16.0, 1);
  g_autoptr (TrainingSnapshot) late = training_snapshot_interpolate (before, after, 6.5);
  g_assert_cmpuint (late->split[TRAINING_TEST].predictions[0], ==, 1);
  const struct {
    double epoch;
    TrainingSnapshot *expected;
  } ends[] = { { 3.0, before }, { 4.0, before }, { 8.0, after }, { 9.0, after } };
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++) {
    g_autoptr (TrainingSnapshot) end = training_snapshot_interpolate (before, after, ends[i].epoch);
    g_assert_true (end == ends[i].expected);
  }
}

static void
test_incomparable (void)
{
  g_autoptr (TrainingSnapshot) before = snapshot_of (4.0, 8.0, 0);
  g_autoptr (TrainingSnapshot) other = snapshot_of (8.0, 16.0, 1);
  other->split[TRAINING_TEST].samples[1]++;
  g_autoptr (TrainingSnapshot) samples = training_snapshot_interpolate (before, other, 5.0);
  g_assert_true (samples == before);
  g_autoptr (TrainingSnapshot) late = training_snapshot_interpolate (before, other, 7.0);
  g_assert_true (late == other);
  g_autoptr (TrainingSnapshot) without = snapshot_of (8.0, 16.0, 1);
  g_clear_pointer (&without->split[TRAINING_TRAIN].means, collapse_means_free);
  g_autoptr (TrainingSnapshot) means = training_snapshot_interpolate (before, without, 5.0);
  g_assert_true (means == before);
  g_autoptr (TrainingSnapshot) again = training_snapshot_interpolate (before, before, 4.0);
  g_assert_true (again == before);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/training/snapshot-blend/linear", test_linear);
  g_test_add_func ("/training/snapshot-blend/nearer", test_nearer);
  g_test_add_func ("/training/snapshot-blend/incomparable", test_incomparable);
  return g_test_run ();
}
