/* A network that is trained leaves it to each block to finish what the one before it gives (network.h), so
 * its layers cannot be read on the way. A twin with frozen blocks takes over its weights and is read. */
#include "training/trainer-layers.h"

#include "collapse/probe.h"
#include "training/regime-network.h"

#include <math.h>

/* Rows of a pass. */
#define CHUNK 256

struct _TrainerLayers {
  Network *twin;
  TrainingLayerValues sample[TRAINING_N_SPLITS]; /* of layer 0, which never changes, once `seen` */
  gboolean seen;
};

TrainerLayers *
trainer_layers_new (const Regime *regime, const Dataset *data)
{
  TrainerLayers *layers = g_new0 (TrainerLayers, 1);
  guint n = regime_n_blocks (regime);
  g_autofree gboolean *frozen = g_new (gboolean, n);
  for (guint b = 0; b < n; b++)
    frozen[b] = TRUE;
  NumericRandom random;
  numeric_random_init (&random, 0, 0); /* for weights that are replaced */
  const RegimeTuning tuning = { .frozen = frozen };
  layers->twin = regime_new_tuned_network (regime, data, &tuning, &random, NULL);
  return layers;
}

void
trainer_layers_free (TrainerLayers *layers)
{
  g_clear_pointer (&layers->twin, network_free);
  g_free (layers);
}

/* Every layer of all samples, in one pass; free their data with g_aligned_free. */
static void
read_layers (Network *twin, RealMatrix inputs, RealMatrix *values)
{
  guint n_layers = network_n_layers (twin);
  for (guint layer = 0; layer < n_layers; layer++) {
    gsize width = network_layer_width (twin, layer);
    values[layer] = real_matrix (real_alloc (inputs.rows * width), inputs.rows, width);
  }
  for (gsize first = 0; first < inputs.rows; first += CHUNK) {
    gsize count = MIN (CHUNK, inputs.rows - first);
    network_forward (twin, real_matrix_rows (inputs, first, count), NETWORK_EVALUATION);
    for (guint layer = 0; layer < n_layers; layer++)
      network_get_layer (twin, layer, real_matrix_rows (values[layer], first, count));
  }
}

static TrainingLayerValues
measure (const TrainingSnapshot *snapshot,
         guint split,
         RealMatrix values,
         const CollapseProbe *probe,
         NumericTeam *team)
{
  const guint32 *labels = snapshot->split[split].labels;
  CollapseMetrics metrics;
  TrainingLayerValues result;
  collapse_measure32 (values, labels, snapshot->n_classes, (NumericMatrix32){ 0 }, NULL,
                      COLLAPSE_MEASURE_BASIC, team, &metrics, NULL);
  for (guint m = 0; m < TRAINING_LAYER_PROBE_ACCURACY; m++)
    result.value[m] = metrics.value[training_layer_metric_quantity ((TrainingLayerMetric)m)];
  result.value[TRAINING_LAYER_PROBE_ACCURACY]
      = probe == NULL ? NAN : collapse_probe_accuracy32 (probe, values, labels, team);
  return result;
}

static void
measure_layer (guint layer,
               RealMatrix *const values[TRAINING_N_SPLITS],
               NumericTeam *team,
               TrainingSnapshot *snapshot)
{
  g_autoptr (CollapseProbe) probe = collapse_probe_fit32 (
      values[TRAINING_TRAIN][layer], snapshot->split[TRAINING_TRAIN].labels, snapshot->n_classes, team, NULL);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    snapshot->split[s].layers[layer] = measure (snapshot, s, values[s][layer], probe, team);
}

/* Layer 0 is measured once. */
static void
measure_all (TrainerLayers *layers,
             RealMatrix *const values[TRAINING_N_SPLITS],
             NumericTeam *team,
             TrainingSnapshot *snapshot)
{
  for (guint layer = layers->seen ? 1 : 0; layer < snapshot->n_layers; layer++)
    measure_layer (layer, values, team, snapshot);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingLayerValues *first = &snapshot->split[s].layers[0];
    if (layers->seen)
      *first = layers->sample[s];
    else
      layers->sample[s] = *first;
  }
  layers->seen = TRUE;
}

void
trainer_layers_measure (TrainerLayers *layers,
                        const Network *network,
                        const RealMatrix inputs[TRAINING_N_SPLITS],
                        NumericTeam *team,
                        TrainingSnapshot *snapshot)
{
  RealMatrix *values[TRAINING_N_SPLITS];
  if (layers->twin == NULL || !network_copy_blocks (layers->twin, network))
    return;
  network_set_team (layers->twin, team);
  snapshot->n_layers = network_n_layers (layers->twin);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    watch->layers = g_new (TrainingLayerValues, snapshot->n_layers);
    watch->n_measured = watch->n;
    values[s] = g_new (RealMatrix, snapshot->n_layers);
    read_layers (layers->twin, inputs[s], values[s]);
  }
  measure_all (layers, values, team, snapshot);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    for (guint layer = 0; layer < snapshot->n_layers; layer++)
      g_aligned_free (values[s][layer].data);
    g_free (values[s]);
  }
}
