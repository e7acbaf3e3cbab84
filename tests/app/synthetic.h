/* Snapshots of a run that never was: K class means on their way to a simplex, and data to go with them. */
#pragma once

#include <math.h>

#include "training/history.h"

#define SYNTHETIC_CLASSES 4
#define SYNTHETIC_DIMENSION 6
#define SYNTHETIC_SAMPLES 40

static inline double
synthetic_noise (guint *state)
{
  *state = *state * 1664525u + 1013904223u;
  return (double)(*state >> 8) / (1 << 24) - 0.5;
}

/* Means at the first axes, bent the less the later, with samples about them. */
static inline TrainingWatch
synthetic_watch (double epoch, guint *state)
{
  gsize d = SYNTHETIC_DIMENSION, K = SYNTHETIC_CLASSES, n = SYNTHETIC_SAMPLES;
  CollapseMeans *means = g_new0 (CollapseMeans, 1);
  means->n_classes = SYNTHETIC_CLASSES;
  means->dimension = d;
  means->means = g_new0 (double, K *d);
  means->centre = g_new0 (double, d);
  means->counts = g_new0 (gsize, K);
  means->variability = g_new0 (double, K);
  for (gsize k = 0; k < K; k++)
    for (gsize j = 0; j < d; j++) {
      means->means[k * d + j] = (j == k ? 1.0 : 0.0) + synthetic_noise (state) / (1.0 + epoch);
      means->centre[j] += means->means[k * d + j] / (double)K;
      means->counts[k] = n / K;
    }
  TrainingWatch watch = {
    .means = means,
    .n = n,
    .features = g_new (float, n *d),
    .labels = g_new (guint32, n),
    .samples = g_new (guint32, n),
    .predictions = g_new (guint32, n),
  };
  for (gsize i = 0; i < n; i++) {
    watch.labels[i] = watch.predictions[i] = (guint32)(i % K);
    watch.samples[i] = (guint32)i;
    for (gsize j = 0; j < d; j++)
      watch.features[i * d + j]
          = (float)(means->means[(i % K) * d + j] + 0.3 * synthetic_noise (state) / (1.0 + epoch));
  }
  return watch;
}

static inline TrainingSnapshot *
synthetic_snapshot (double epoch)
{
  guint state = 17u + (guint)(epoch * 64.0);
  TrainingSnapshot *snapshot = training_snapshot_new (SYNTHETIC_CLASSES, SYNTHETIC_DIMENSION);
  snapshot->epoch = epoch;
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    snapshot->split[split] = synthetic_watch (epoch, &state);
  for (gsize i = 0; i < SYNTHETIC_CLASSES * SYNTHETIC_DIMENSION; i++)
    snapshot->weight[i]
        = (float)(snapshot->split[TRAINING_TRAIN].means->means[i] + 0.2 * synthetic_noise (&state));
  return snapshot;
}

static inline Dataset *
synthetic_data (void)
{
  guint state = 1;
  gsize n = SYNTHETIC_SAMPLES;
  float *values = numeric_matrix32_alloc (n * 4);
  guint32 *labels = g_new (guint32, n);
  for (gsize i = 0; i < n * 4; i++)
    values[i] = (float)synthetic_noise (&state);
  for (gsize i = 0; i < n; i++)
    labels[i] = (guint32)(i % SYNTHETIC_CLASSES);
  Dataset *data = dataset_new ("synthetic", "Synthetic", (DatasetShape){ 2, 2, 1 },
                               numeric_matrix32 (values, n, 4), labels, SYNTHETIC_CLASSES, NULL, NULL);
  g_assert_nonnull (data);
  return data;
}

/* A history of epochs 0 .. n - 1, their snapshots all kept. */
static inline TrainingHistory *
synthetic_history (guint n)
{
  g_autoptr (Regime) regime = regime_new ();
  g_autoptr (GError) error = NULL;
  regime_set (regime, "run.epochs", "20", &error);
  g_assert_no_error (error);
  TrainingHistory *history = training_history_new (regime);
  for (guint epoch = 0; epoch < n; epoch++) {
    g_autoptr (TrainingRecord) record = training_record_new ();
    g_autoptr (TrainingSnapshot) snapshot = synthetic_snapshot (epoch);
    record->epoch = epoch;
    for (guint split = 0; split < TRAINING_N_SPLITS; split++) {
      record->split[split].loss = 1.0 / (1.0 + epoch);
      record->split[split].error = epoch < 3 ? 0.25 : 0.0;
      record->split[split].metrics.value[COLLAPSE_NC1] = 2.0 / (1.0 + epoch);
    }
    training_history_add_record (history, record);
    training_history_add_snapshot (history, snapshot);
  }
  return history;
}
