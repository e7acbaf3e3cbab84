/* How a run looks at itself: passes in evaluation mode, records and snapshots. */
#include "training/trainer-private.h"

#include "collapse/probe.h"
#include "dataset/prepare.h"
#include "training/trainer-batch.h"

#include <math.h>
#include <string.h>

/* Rows of one forward pass while measuring: enough for BLAS, few enough for the cache and to stop soon, and
 * fewer for networks that keep much of each. */
#define CHUNK 512
#define LEAST_CHUNK 64
#define CHUNK_NUMBERS ((gsize)8 << 20)

gsize
trainer_eye_chunk (const Network *network)
{
  return CLAMP (CHUNK_NUMBERS / MAX (network_row_size (network), 1), LEAST_CHUNK, CHUNK);
}

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
                  const TrainerEyeOptions *options,
                  Dataset *const data[TRAINING_N_SPLITS],
                  const RealMatrix frozen[TRAINING_N_SPLITS],
                  const guint watch[TRAINING_N_SPLITS])
{
  *eye = (TrainerEye){ .trainer = trainer, .options = *options };
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainerSplit *split = &eye->split[s];
    gsize n = data[s]->samples.rows;
    split->data = data[s];
    split->frozen = frozen[s];
    split->features = numeric_matrix32_alloc (n * network_feature_width (options->network));
    if (options->head)
      split->embeddings = numeric_matrix32_alloc (n * network_embedding_width (options->network));
    split->predictions = g_new0 (guint32, MAX (n, 1));
    split->watch = dataset_balanced_indices (data[s], watch[s]);
    split->inputs = gather (data[s], split->watch);
  }
  if (options->layers != NULL)
    eye->layers = trainer_layers_new (options->layers, data[TRAINING_TRAIN]);
}

void
trainer_eye_clear (TrainerEye *eye)
{
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainerSplit *split = &eye->split[s];
    g_clear_pointer (&split->frozen.data, g_aligned_free);
    g_clear_pointer (&split->features, g_aligned_free);
    g_clear_pointer (&split->embeddings, g_aligned_free);
    g_clear_pointer (&split->predictions, g_free);
    g_clear_pointer (&split->means, collapse_means_free);
    g_clear_pointer (&split->watch, g_array_unref);
    g_clear_pointer (&split->inputs.data, g_aligned_free);
  }
  g_clear_pointer (&eye->layers, trainer_layers_free);
}

void
trainer_predict (RealMatrix logits, guint32 *predictions)
{
  for (gsize i = 0; i < logits.rows; i++) {
    const real *row = real_matrix_row (logits, i);
    guint32 best = 0;
    for (guint32 k = 1; k < logits.columns; k++)
      best = row[k] > row[best] ? k : best;
    predictions[i] = best;
  }
}

void
trainer_copy_rows (RealMatrix from, float *to)
{
  for (gsize i = 0; i < from.rows; i++)
    memcpy (to + i * from.columns, real_matrix_row (from, i), from.columns * sizeof (float));
}

/* Where a pass over some samples puts what it sees; labels, embeddings and record may be NULL, and so may the
 * data of what the frozen blocks gave of them. */
typedef struct {
  RealMatrix frozen;
  const guint32 *labels;
  float *features, *embeddings;
  guint32 *predictions;
  TrainingSplitRecord *record; /* with labels: error, and the loss unless it is contrastive */
} Sight;

/* Features and predictions of inputs in evaluation mode, chunk by chunk. FALSE when the run is to stop. */
static gboolean
forward (TrainerEye *eye, RealMatrix inputs, const Sight *sight)
{
  const TrainerEyeOptions *o = &eye->options;
  gsize chunk = trainer_eye_chunk (o->network);
  gboolean contrast = o->objective->contrast != TRAINING_CONTRAST_NONE;
  double loss = 0;
  gsize errors = 0;
  for (gsize first = 0; first < inputs.rows; first += chunk) {
    if (trainer_is_stopping (eye->trainer))
      return FALSE;
    gsize n = MIN (chunk, inputs.rows - first);
    RealMatrix output
        = sight->frozen.data != NULL
              ? network_forward_from_frozen (o->network, real_matrix_rows (sight->frozen, first, n),
                                             NETWORK_EVALUATION)
              : network_forward (o->network, real_matrix_rows (inputs, first, n), NETWORK_EVALUATION);
    RealMatrix features = network_features (o->network), embeddings = network_embeddings (o->network);
    RealMatrix logits = contrast ? online_probe_logits (o->probe, features) : output;
    trainer_copy_rows (features, sight->features + first * features.columns);
    if (sight->embeddings != NULL)
      trainer_copy_rows (embeddings, sight->embeddings + first * embeddings.columns);
    trainer_predict (logits, sight->predictions + first);
    for (gsize i = 0; sight->labels != NULL && i < n; i++)
      errors += sight->predictions[first + i] != sight->labels[first + i];
    if (sight->labels != NULL && !contrast)
      loss += (double)n
              * network_loss (&o->objective->loss, logits, sight->labels + first, (RealMatrix){ 0 }, NULL);
  }
  if (sight->record != NULL) {
    sight->record->loss = loss / (double)inputs.rows;
    sight->record->error = (double)errors / (double)inputs.rows;
  }
  return TRUE;
}

/* A contrastive loss needs two views of samples of all classes: those of the watch set in one drawn order,
 * mini-batch by mini-batch. What is left over, where it is not the only one, is left out. */
static double
contrastive_loss (TrainerEye *eye, const TrainerSplit *split)
{
  const TrainerEyeOptions *o = &eye->options;
  gsize n = MIN (o->batch, split->watch->len), dimension = dataset_dimension (split->data), n_batches = 0;
  g_autofree guint32 *order = g_memdup2 (split->watch->data, split->watch->len * sizeof (guint32));
  g_autofree guint32 *labels = g_new (guint32, n);
  RealMatrix views = real_matrix (real_alloc (2 * n * dimension), 2 * n, dimension);
  NumericRandom stream = numeric_random_split (o->random, "watch views");
  NumericRandom shuffling = numeric_random_split (o->random, "watch order");
  double sum = 0;
  numeric_random_shuffle (&shuffling, order, split->watch->len);
  for (gsize first = 0; first + n <= split->watch->len; first += n, n_batches++) {
    for (guint view = 0; view < 2; view++)
      trainer_gather_rows (split->data, o->augmentation, &stream, order + first, view, o->team,
                           real_matrix_rows (views, view * n, n));
    for (gsize i = 0; i < n; i++)
      labels[i] = split->data->labels[order[first + i]];
    network_forward (o->network, views, NETWORK_EVALUATION);
    sum += training_contrastive_loss (o->objective, network_embeddings (o->network), labels, o->team,
                                      (RealMatrix){ 0 });
  }
  g_aligned_free (views.data);
  return sum / (double)n_batches;
}

/* As the contrastive losses see it. */
static void
normalise_rows (float *rows, gsize n, gsize width)
{
  for (gsize i = 0; i < n; i++, rows += width) {
    double square = 0;
    for (gsize j = 0; j < width; j++)
      square += (double)rows[j] * (double)rows[j];
    for (gsize j = 0; j < width && square > 0; j++)
      rows[j] = (float)((double)rows[j] / sqrt (square));
  }
}

static RealMatrix
feature_weight (const TrainerEye *eye)
{
  return eye->options.probe != NULL ? online_probe_weight (eye->options.probe)
                                    : network_classifier_weight (eye->options.network);
}

static const real *
feature_bias (const TrainerEye *eye)
{
  return (eye->options.probe != NULL ? online_probe_bias (eye->options.probe)
                                     : network_classifier_bias (eye->options.network))
      .data;
}

static void
measure_head (TrainerEye *eye, TrainerSplit *split, CollapseMeasure what, CollapseMetrics *metrics)
{
  const TrainerEyeOptions *o = &eye->options;
  gsize n = split->data->samples.rows, width = network_embedding_width (o->network);
  if (o->objective->contrast != TRAINING_CONTRAST_NONE)
    normalise_rows (split->embeddings, n, width);
  collapse_measure32 (numeric_matrix32 (split->embeddings, n, width), split->data->labels,
                      split->data->n_classes, network_classifier_weight (o->network),
                      network_classifier_bias (o->network).data, what, o->team, metrics, NULL);
}

static gboolean
measure_split (TrainerEye *eye, TrainerSplit *split, CollapseMeasure what, TrainingSplitRecord *values)
{
  const TrainerEyeOptions *o = &eye->options;
  const Dataset *data = split->data;
  const Sight sight
      = { split->frozen, data->labels, split->features, split->embeddings, split->predictions, values };
  if (!forward (eye, data->samples, &sight))
    return FALSE;
  if (o->objective->contrast != TRAINING_CONTRAST_NONE)
    values->loss = contrastive_loss (eye, split);
  g_clear_pointer (&split->means, collapse_means_free);
  collapse_measure32 (
      numeric_matrix32 (split->features, data->samples.rows, network_feature_width (o->network)),
      data->labels, data->n_classes, feature_weight (eye), feature_bias (eye), what, o->team,
      &values->metrics, &split->means);
  if (o->head)
    measure_head (eye, split, what, &values->head);
  return TRUE;
}

/* How well the features tell the fine classes apart: fitted on train. NaN where it cannot be fitted. */
static void
measure_probe (TrainerEye *eye, TrainingRecord *record)
{
  const TrainerEyeOptions *o = &eye->options;
  gsize dimension = network_feature_width (o->network);
  g_autoptr (CollapseProbe) probe = NULL;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainerSplit *split = &eye->split[s];
    const Dataset *data = split->data;
    const guint32 *labels = data->fine != NULL ? data->fine : data->labels;
    NumericMatrix32 features = numeric_matrix32 (split->features, data->samples.rows, dimension);
    if (s == TRAINING_TRAIN)
      probe = collapse_probe_fit32 (features, labels, data->fine != NULL ? data->n_fine : data->n_classes,
                                    o->team, NULL);
    record->split[s].probe_accuracy
        = probe != NULL ? collapse_probe_accuracy32 (probe, features, labels, o->team) : NAN;
  }
}

gboolean
trainer_eye_measure (TrainerEye *eye, CollapseMeasure what, TrainingRecord *record)
{
  record->has_head = eye->options.head;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    record->split[s].probe_accuracy = NAN;
    if (!measure_split (eye, &eye->split[s], what, &record->split[s]))
      return FALSE;
  }
  if (what == COLLAPSE_MEASURE_SPECTRA)
    measure_probe (eye, record);
  return TRUE;
}

TrainingSnapshot *
trainer_new_snapshot (const Network *network, const OnlineProbe *probe, double epoch)
{
  RealMatrix weight = probe != NULL ? online_probe_weight (probe) : network_classifier_weight (network);
  RealMatrix bias = probe != NULL ? online_probe_bias (probe) : network_classifier_bias (network);
  TrainingSnapshot *snapshot = training_snapshot_new ((guint)weight.rows, weight.columns);
  snapshot->epoch = epoch;
  snapshot->probe = probe != NULL;
  trainer_copy_rows (weight, snapshot->weight);
  memcpy (snapshot->bias, bias.data, weight.rows * sizeof (float));
  return snapshot;
}

/* Room for n samples, which are named after. */
static void
watch_allocate (TrainingWatch *watch, gsize n, gsize dimension)
{
  watch->n = n;
  watch->features = g_new (float, MAX (n * dimension, 1));
  watch->labels = g_new (guint32, MAX (n, 1));
  watch->samples = g_new (guint32, MAX (n, 1));
  watch->predictions = g_new (guint32, MAX (n, 1));
}

void
trainer_watch_all (TrainingWatch *watch, const Dataset *data, gsize dimension)
{
  watch_allocate (watch, data->samples.rows, dimension);
  memcpy (watch->labels, data->labels, watch->n * sizeof (guint32));
  for (gsize i = 0; i < watch->n; i++)
    watch->samples[i] = (guint32)i;
}

/* Of the watch set. */
static TrainingSnapshot *
new_snapshot (TrainerEye *eye, double epoch)
{
  TrainingSnapshot *snapshot = trainer_new_snapshot (eye->options.network, eye->options.probe, epoch);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainerSplit *split = &eye->split[s];
    TrainingWatch *watch = &snapshot->split[s];
    watch_allocate (watch, split->watch->len, snapshot->dimension);
    memcpy (watch->samples, split->watch->data, watch->n * sizeof (guint32));
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
                      snapshot->n_classes, (NumericMatrix32){ 0 }, NULL, COLLAPSE_MEASURE_BASIC,
                      eye->options.team, &unused, &means);
  return means;
}

TrainingSnapshot *
trainer_eye_glance (TrainerEye *eye, double epoch)
{
  g_autoptr (TrainingSnapshot) snapshot = new_snapshot (eye, epoch);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    const Sight sight = { .features = watch->features, .predictions = watch->predictions };
    if (!forward (eye, eye->split[s].inputs, &sight))
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

TrainingSnapshot *
trainer_eye_all (const TrainerEye *eye, guint epoch)
{
  TrainingSnapshot *snapshot = trainer_new_snapshot (eye->options.network, eye->options.probe, epoch);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    const TrainerSplit *split = &eye->split[s];
    TrainingWatch *watch = &snapshot->split[s];
    trainer_watch_all (watch, split->data, snapshot->dimension);
    memcpy (watch->features, split->features, watch->n * snapshot->dimension * sizeof (float));
    memcpy (watch->predictions, split->predictions, watch->n * sizeof (guint32));
    if (split->means != NULL)
      watch->means = copy_means (split->means);
  }
  return snapshot;
}

void
trainer_eye_measure_layers (TrainerEye *eye, TrainingSnapshot *snapshot)
{
  const RealMatrix inputs[TRAINING_N_SPLITS]
      = { eye->split[TRAINING_TRAIN].inputs, eye->split[TRAINING_TEST].inputs };
  if (eye->layers != NULL)
    trainer_layers_measure (eye->layers, eye->options.network, inputs, eye->options.team, snapshot);
}
