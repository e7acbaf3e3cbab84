/* What a regime makes small: a loss of logits against labels, or a contrastive loss of two views. */
#pragma once

#include "network/loss.h"
#include "numeric/team.h"
#include "training/regime.h"

typedef enum {
  TRAINING_CONTRAST_NONE,   /* logits against labels */
  TRAINING_CONTRAST_SUPCON, /* network_supcon */
  TRAINING_CONTRAST_SIMCLR, /* network_nt_xent: no labels */
} TrainingContrast;

typedef struct {
  TrainingContrast contrast;
  NetworkLoss loss;   /* without contrast */
  double temperature; /* with it */
} TrainingObjective;

TrainingObjective regime_objective (const Regime *regime);

/* The loss of n samples from the 2n x p embeddings of their two views, and its gradient unless that is NULL.
 */
double training_contrastive_loss (const TrainingObjective *objective,
                                  RealMatrix embeddings,
                                  const guint32 *labels,
                                  NumericTeam *team,
                                  RealMatrix gradient);
