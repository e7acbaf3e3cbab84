#include "training/snapshot-blend.h"

#include <string.h>

static gboolean
comparable (const TrainingSnapshot *a, const TrainingSnapshot *b)
{
  gboolean same = a->n_classes == b->n_classes && a->dimension == b->dimension && a->probe == b->probe;
  for (guint split = 0; same && split < TRAINING_N_SPLITS; split++) {
    const TrainingWatch *one = &a->split[split], *other = &b->split[split];
    same = one->n == other->n && (one->means == NULL) == (other->means == NULL)
           && (one->n == 0
               || (memcmp (one->labels, other->labels, one->n * sizeof *one->labels) == 0
                   && memcmp (one->samples, other->samples, one->n * sizeof *one->samples) == 0));
  }
  return same;
}

static float *
blend32 (const float *from, const float *to, gsize n, float share)
{
  float *blend = g_new (float, n);
  for (gsize i = 0; i < n; i++)
    blend[i] = from[i] + share * (to[i] - from[i]);
  return blend;
}

static double *
blend64 (const double *from, const double *to, gsize n, double share)
{
  double *blend = g_new (double, n);
  for (gsize i = 0; i < n; i++)
    blend[i] = from[i] + share * (to[i] - from[i]);
  return blend;
}

static CollapseMeans *
blend_means (const CollapseMeans *from, const CollapseMeans *to, double share)
{
  gsize n_classes = from->n_classes;
  CollapseMeans *blend = g_memdup2 (from, sizeof *from);
  blend->means = blend64 (from->means, to->means, n_classes * from->dimension, share);
  blend->centre = blend64 (from->centre, to->centre, from->dimension, share);
  blend->counts = g_memdup2 (from->counts, n_classes * sizeof *from->counts);
  blend->variability = blend64 (from->variability, to->variability, n_classes, share);
  return blend;
}

static TrainingWatch
blend_watch (const TrainingWatch *from, const TrainingWatch *to, gsize dimension, double share)
{
  const TrainingWatch *nearer = share < 0.5 ? from : to;
  return (TrainingWatch){
    .means = from->means == NULL ? NULL : blend_means (from->means, to->means, share),
    .n = from->n,
    .features = blend32 (from->features, to->features, from->n * dimension, (float)share),
    .labels = g_memdup2 (from->labels, from->n * sizeof *from->labels),
    .samples = g_memdup2 (from->samples, from->n * sizeof *from->samples),
    .predictions = g_memdup2 (nearer->predictions, from->n * sizeof *from->predictions),
  };
}

TrainingSnapshot *
training_snapshot_interpolate (TrainingSnapshot *before, TrainingSnapshot *after, double epoch)
{
  double share = (epoch - before->epoch) / (after->epoch - before->epoch);
  if (!(share > 0.0 && share < 1.0) || !comparable (before, after))
    return training_snapshot_ref (share < 0.5 ? before : after);
  TrainingSnapshot *blend = training_snapshot_new (before->n_classes, before->dimension);
  gsize n_weights = before->n_classes * before->dimension;
  blend->epoch = epoch;
  blend->interpolated = TRUE;
  blend->probe = before->probe;
  g_free (blend->weight);
  g_free (blend->bias);
  blend->weight = blend32 (before->weight, after->weight, n_weights, (float)share);
  blend->bias = blend32 (before->bias, after->bias, before->n_classes, (float)share);
  for (guint split = 0; split < TRAINING_N_SPLITS; split++)
    blend->split[split] = blend_watch (&before->split[split], &after->split[split], before->dimension, share);
  return blend;
}
