#include "training/objective.h"

#include "network/contrastive.h"

TrainingObjective
regime_objective (const Regime *regime)
{
  const char *kind = regime_get (regime, "loss.kind");
  TrainingObjective objective = { .temperature = regime_get_real (regime, "loss.temperature") };
  if (g_str_equal (kind, "supcon"))
    objective.contrast = TRAINING_CONTRAST_SUPCON;
  else if (g_str_equal (kind, "simclr"))
    objective.contrast = TRAINING_CONTRAST_SIMCLR;
  else
    objective.loss = (NetworkLoss){
      .kind = (NetworkLossKind)regime_get_choice (regime, "loss.kind"),
      .smoothing = regime_get_real (regime, "loss.smoothing"),
      .focus = regime_get_real (regime, "loss.focus"),
    };
  return objective;
}

double
training_contrastive_loss (const TrainingObjective *objective,
                           RealMatrix embeddings,
                           const guint32 *labels,
                           NumericTeam *team,
                           RealMatrix gradient)
{
  if (objective->contrast == TRAINING_CONTRAST_SUPCON)
    return network_supcon (embeddings, labels, objective->temperature, team, gradient);
  return network_nt_xent (embeddings, objective->temperature, team, gradient);
}
