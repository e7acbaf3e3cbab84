#include "training/evaluator.h"

#include "training/regime-network.h"
#include "training/trainer-private.h"
#include "training/trainer-state.h"

struct _TrainingEvaluator {
  guint epoch;
  Dataset *data[TRAINING_N_SPLITS];
  NumericTeam *team;
  TrainerState state; /* without an optimiser */
};

static gboolean
take_checkpoint (TrainingEvaluator *evaluator,
                 const Regime *regime,
                 const TrainingCheckpoint *checkpoint,
                 GError **error)
{
  NumericRandom random = checkpoint->random; /* what is drawn is not kept */
  const Dataset *train = evaluator->data[TRAINING_TRAIN];
  TrainerState *state = &evaluator->state;
  state->network = regime_new_network (regime, train, &random, error);
  if (state->network == NULL)
    return FALSE;
  network_set_team (state->network, evaluator->team);
  if (regime_needs_probe (regime) && checkpoint->size[TRAINING_STATE_PROBE] > 0) {
    state->probe = online_probe_new (network_feature_width (state->network), train->n_classes,
                                     trainer_eye_chunk (state->network), &random);
    online_probe_set_team (state->probe, evaluator->team);
  }
  if (!trainer_state_fits (state, checkpoint, FALSE, error))
    return FALSE;
  trainer_state_take (state, checkpoint);
  return TRUE;
}

TrainingEvaluator *
training_evaluator_new (const Regime *regime,
                        const TrainingCheckpoint *checkpoint,
                        Dataset *const data[TRAINING_N_SPLITS],
                        guint threads,
                        GError **error)
{
  g_autoptr (TrainingEvaluator) evaluator = g_new0 (TrainingEvaluator, 1);
  evaluator->epoch = checkpoint->epoch;
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    evaluator->data[s] = dataset_ref (data[s]);
  evaluator->team = numeric_team_new (threads > 0 ? threads : g_get_num_processors ());
  return take_checkpoint (evaluator, regime, checkpoint, error) ? g_steal_pointer (&evaluator) : NULL;
}

void
training_evaluator_free (TrainingEvaluator *evaluator)
{
  trainer_state_clear (&evaluator->state);
  numeric_team_free (evaluator->team);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++)
    dataset_unref (evaluator->data[s]);
  g_free (evaluator);
}

const Network *
training_evaluator_network (const TrainingEvaluator *evaluator)
{
  return evaluator->state.network;
}

const OnlineProbe *
training_evaluator_probe (const TrainingEvaluator *evaluator)
{
  return evaluator->state.probe;
}

const Dataset *
training_evaluator_data (const TrainingEvaluator *evaluator, TrainingSplit split)
{
  return evaluator->data[split];
}

/* Row `first` and on of what may not be wanted. */
static void
put_rows (float *to, gsize first, RealMatrix rows)
{
  if (to != NULL)
    trainer_copy_rows (rows, to + first * rows.columns);
}

static gboolean
has_classifier (const TrainingEvaluator *evaluator)
{
  return network_classifier_weight (evaluator->state.network).data != NULL;
}

/* Whose classes samples are said to be of, if anybody's: those of the last pass. */
static RealMatrix
judge (TrainingEvaluator *evaluator, RealMatrix output)
{
  if (has_classifier (evaluator))
    return output;
  if (evaluator->state.probe != NULL)
    return online_probe_logits (evaluator->state.probe, network_features (evaluator->state.network));
  return (RealMatrix){ 0 };
}

gboolean
training_evaluator_look (TrainingEvaluator *evaluator,
                         TrainingSplit split,
                         const TrainingSight *sight,
                         GCancellable *cancellable,
                         GError **error)
{
  Network *network = evaluator->state.network;
  const Dataset *data = evaluator->data[split];
  gsize n = data->samples.rows, chunk = trainer_eye_chunk (network);
  for (gsize first = 0; first < n; first += chunk) {
    if (g_cancellable_set_error_if_cancelled (cancellable, error))
      return FALSE;
    RealMatrix input = numeric_matrix32_rows (data->samples, first, MIN (chunk, n - first));
    RealMatrix output = network_forward (network, input, NETWORK_EVALUATION);
    put_rows (sight->features, first, network_features (network));
    put_rows (sight->embeddings, first, network_embeddings (network));
    if (has_classifier (evaluator))
      put_rows (sight->logits, first, output);
    if (sight->predictions != NULL)
      trainer_predict (judge (evaluator, output), sight->predictions + first);
  }
  return TRUE;
}

CollapseMeans *
training_evaluator_means (const TrainingEvaluator *evaluator, TrainingSplit split, const float *features)
{
  const Dataset *data = evaluator->data[split];
  gsize width = network_feature_width (evaluator->state.network);
  CollapseMeans *means = NULL;
  CollapseMetrics unused;
  collapse_measure32 (numeric_matrix32 ((float *)features, data->samples.rows, width), data->labels,
                      data->n_classes, (NumericMatrix32){ 0 }, NULL, COLLAPSE_MEASURE_BASIC, evaluator->team,
                      &unused, &means);
  return means;
}

TrainingSnapshot *
training_evaluator_snapshot (TrainingEvaluator *evaluator, GCancellable *cancellable, GError **error)
{
  const TrainerState *state = &evaluator->state;
  g_autoptr (TrainingSnapshot) snapshot
      = trainer_new_snapshot (state->network, state->probe, evaluator->epoch);
  for (guint s = 0; s < TRAINING_N_SPLITS; s++) {
    TrainingWatch *watch = &snapshot->split[s];
    trainer_watch_all (watch, evaluator->data[s], snapshot->dimension);
    const TrainingSight sight = { .features = watch->features, .predictions = watch->predictions };
    if (!training_evaluator_look (evaluator, (TrainingSplit)s, &sight, cancellable, error))
      return NULL;
    watch->means = training_evaluator_means (evaluator, (TrainingSplit)s, watch->features);
  }
  return g_steal_pointer (&snapshot);
}
