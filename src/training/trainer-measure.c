/* How a run looks at itself: passes in evaluation mode, records and snapshots. */
#include "training/trainer-private.h"

#include "dataset/prepare.h"

#include <string.h>

/* Rows of one forward pass while measuring: enough for BLAS, small enough for the cache and to stop soon. */
#define CHUNK 512

static RealMatrix
gather (const Dataset *data, const GArray *indices)
{
  gsize dimension = dataset_dimension (data);
  RealMatrix rows = real_matrix (real_alloc (indices->len * dimension), indices->len, dimension);
  for (guint i = 0; i < indices->len; i++) {
    guint32 sample = g_array_index (indices, guint32, i);
    memcpy (real_matrix_row (rows, i), numeric_matrix32_row (data->samples, sample),
            dimension * sizeof (float));
  }
  return rows;
}

void
trainer_eye_init (TrainerEye *eye,
                  Trainer *trainer,
                  Network *network,
                  const NetworkLoss *loss,
                  NumericTeam *team,
                  Dataset *const data[TRAINING_N_SPLITS],
                  const guint watch[TRAINING_N_SPLITS])
{
  *eye = (TrainerEye){ .trainer = trainer, .network = network, .loss = *loss, .team = team };
  gsize dimension = network_feature_width (network);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainerSplit *split = &eye->split[s];
    split->data = data[s];
    split->features = numeric_matrix32_alloc (data[s]->samples.rows * dimension);
    split->predictions = g_new0 (guint32, MAX (data[s]->samples.rows, 1));
    split->watch = dataset_balanced_indices (data[s], watch[s]);
    split->inputs = gather (data[s], split->watch);
  }
}

void
trainer_eye_clear (TrainerEye *eye)
{
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainerSplit *split = &eye->split[s];
    g_clear_pointer (&split->features, g_aligned_free);
    g_clear_pointer (&split->predictions, g_free);
    g_clear_pointer (&split->means, collapse_means_free);
    g_clear_pointer (&split->watch, g_array_unref);
    g_clear_pointer (&split->inputs.data, g_aligned_free);
  }
}

/* The class of greatest logit, ties to the lower. */
static void
predict (RealMatrix logits, guint32 *predictions)
{
  for (gsize i = 0; i < logits.rows; i++) {
    const real *row = real_matrix_row (logits, i);
    guint32 best = 0;
    for (guint32 k = 1; k < logits.columns; k++)
      best = row[k] > row[best] ? k : best;
    predictions[i] = best;
  }
}

/* Features and predictions of inputs in evaluation mode, chunk by chunk. With labels, also the mean loss and
 * the share of errors. FALSE when the run is to stop. */
static gboolean
forward (TrainerEye *eye,
         RealMatrix inputs,
         const guint32 *labels,
         float *features,
         guint32 *predictions,
         double *loss,
         double *error)
{
  gsize dimension = network_feature_width (eye->network);
  double loss_sum = 0;
  gsize errors = 0;
  for (gsize first = 0; first < inputs.rows; first += CHUNK) {
    if (trainer_is_stopping (eye->trainer))
      return FALSE;
    gsize n = MIN (CHUNK, inputs.rows - first);
    RealMatrix logits
        = network_forward (eye->network, real_matrix_rows (inputs, first, n), NETWORK_EVALUATION);
    RealMatrix chunk = network_features (eye->network);
    for (gsize i = 0; i < n; i++)
      memcpy (features + (first + i) * dimension, real_matrix_row (chunk, i), dimension * sizeof (float));
    predict (logits, predictions + first);
    if (labels != NULL) {
      gsize wrong;
      loss_sum += (double)n * network_loss (&eye->loss, logits, labels + first, (RealMatrix){ 0 }, &wrong);
      errors += wrong;
    }
  }
  if (labels != NULL) {
    *loss = loss_sum / (double)inputs.rows;
    *error = (double)errors / (double)inputs.rows;
  }
  return TRUE;
}

gboolean
trainer_eye_measure (TrainerEye *eye, CollapseMeasure what, TrainingRecord *record)
{
  RealMatrix weight = network_classifier_weight (eye->network);
  const real *bias = network_classifier_bias (eye->network).data;
  gsize dimension = network_feature_width (eye->network);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainerSplit *split = &eye->split[s];
    TrainingSplitRecord *values = &record->split[s];
    gsize n = split->data->samples.rows;
    if (!forward (eye, split->data->samples, split->data->labels, split->features, split->predictions,
                  &values->loss, &values->error))
      return FALSE;
    g_clear_pointer (&split->means, collapse_means_free);
    collapse_measure32 (numeric_matrix32 (split->features, n, dimension), split->data->labels,
                        split->data->n_classes, weight, bias, what, eye->team, &values->metrics,
                        &split->means);
  }
  return TRUE;
}

static TrainingSnapshot *
new_snapshot (TrainerEye *eye, double epoch)
{
  RealMatrix weight = network_classifier_weight (eye->network);
  const real *bias = network_classifier_bias (eye->network).data;
  TrainingSnapshot *snapshot = training_snapshot_new ((guint)weight.rows, weight.columns);
  snapshot->epoch = epoch;
  for (gsize k = 0; k < weight.rows; k++)
    memcpy (snapshot->weight + k * weight.columns, real_matrix_row (weight, k),
            weight.columns * sizeof (float));
  memcpy (snapshot->bias, bias, weight.rows * sizeof (float));
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainerSplit *split = &eye->split[s];
    TrainingWatch *watch = &snapshot->split[s];
    watch->n = split->watch->len;
    watch->features = g_new (float, watch->n *weight.columns);
    watch->labels = g_new (guint32, watch->n);
    watch->samples = g_memdup2 (split->watch->data, watch->n * sizeof (guint32));
    watch->predictions = g_new (guint32, watch->n);
    for (gsize i = 0; i < watch->n; i++)
      watch->labels[i] = split->data->labels[watch->samples[i]];
  }
  return snapshot;
}

static CollapseMeans *
measure_means (TrainerEye *eye, const TrainingSnapshot *snapshot, const TrainingWatch *watch)
{
  CollapseMeans *means = NULL;
  CollapseMetrics unused;
  collapse_measure32 (numeric_matrix32 (watch->features, watch->n, snapshot->dimension), watch->labels,
                      snapshot->n_classes, (NumericMatrix32){ 0 }, NULL, COLLAPSE_MEASURE_BASIC, eye->team,
                      &unused, &means);
  return means;
}

TrainingSnapshot *
trainer_eye_glance (TrainerEye *eye, double epoch)
{
  g_autoptr (TrainingSnapshot) snapshot = new_snapshot (eye, epoch);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    if (!forward (eye, eye->split[s].inputs, NULL, watch->features, watch->predictions, NULL, NULL))
      return NULL;
    watch->means = measure_means (eye, snapshot, watch);
  }
  return g_steal_pointer (&snapshot);
}

static CollapseMeans *
copy_means (const CollapseMeans *means)
{
  gsize n_classes = means->n_classes, size = n_classes * means->dimension;
  CollapseMeans *copy = g_memdup2 (means, sizeof *means);
  copy->means = g_memdup2 (means->means, size * sizeof (double));
  copy->centre = g_memdup2 (means->centre, means->dimension * sizeof (double));
  copy->counts = g_memdup2 (means->counts, n_classes * sizeof (gsize));
  copy->variability = g_memdup2 (means->variability, n_classes * sizeof (double));
  return copy;
}

TrainingSnapshot *
trainer_eye_whole (TrainerEye *eye, guint epoch)
{
  TrainingSnapshot *snapshot = new_snapshot (eye, epoch);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainerSplit *split = &eye->split[s];
    TrainingWatch *watch = &snapshot->split[s];
    for (gsize i = 0; i < watch->n; i++) {
      gsize sample = watch->samples[i];
      memcpy (watch->features + i * snapshot->dimension, split->features + sample * snapshot->dimension,
              snapshot->dimension * sizeof (float));
      watch->predictions[i] = split->predictions[sample];
    }
    if (split->means != NULL)
      watch->means = copy_means (split->means);
  }
  return snapshot;
}
