#include "training/online-probe.h"

#include "network/loss.h"

#define MOMENTUM 0.9
#define WEIGHT_DECAY 5e-4
/* Of features that are all but 0. */
#define LEAST_SQUARE 1e-6

struct _OnlineProbe {
  Network *network;
  NetworkOptimiser *optimiser;
  RealMatrix gradient, mixed_gradient; /* rows x K */
  double square;                       /* of the features, see online-probe.h */
};

OnlineProbe *
online_probe_new (gsize width, guint classes, gsize rows, NumericRandom *random)
{
  OnlineProbe *probe = g_new0 (OnlineProbe, 1);
  NetworkDesign design = { .height = 1, .width = (guint)width, .channels = 1, .classes = classes };
  NetworkSgd sgd = { .momentum = MOMENTUM, .weight_decay = WEIGHT_DECAY };
  probe->network = network_new (&design, random, NULL);
  probe->optimiser = network_optimiser_new_sgd (probe->network, &sgd);
  probe->gradient = real_matrix (real_alloc (rows * classes), rows, classes);
  probe->mixed_gradient = real_matrix (real_alloc (rows * classes), rows, classes);
  return probe;
}

void
online_probe_free (OnlineProbe *probe)
{
  if (probe == NULL)
    return;
  network_optimiser_free (probe->optimiser);
  network_free (probe->network);
  g_aligned_free (probe->gradient.data);
  g_aligned_free (probe->mixed_gradient.data);
  g_free (probe);
}

void
online_probe_set_team (OnlineProbe *probe, NumericTeam *team)
{
  network_set_team (probe->network, team);
}

static double
mean_square (RealMatrix features)
{
  double sum = 0;
  for (gsize i = 0; i < features.rows; i++)
    for (gsize j = 0; j < features.columns; j++)
      sum += (double)real_matrix_row (features, i)[j] * (double)real_matrix_row (features, i)[j];
  return sum / (double)features.rows;
}

/* Not the rate: that would scale the decay and the momentum, too, and blow up where features fall silent. */
static void
normalise (RealMatrix gradient, double square)
{
  for (gsize k = 0; k < gradient.rows; k++)
    for (gsize j = 0; j < gradient.columns; j++)
      real_matrix_row (gradient, k)[j] = (real)((double)real_matrix_row (gradient, k)[j] / square);
}

void
online_probe_train (OnlineProbe *probe,
                    RealMatrix features,
                    const guint32 *labels,
                    const guint32 *mixed_labels,
                    double share,
                    double factor)
{
  RealMatrix gradient = real_matrix_rows (probe->gradient, 0, features.rows);
  RealMatrix logits = network_forward (probe->network, features, NETWORK_TRAINING);
  network_cross_entropy (logits, labels, gradient, NULL);
  if (share < 1) {
    RealMatrix mixed = real_matrix_rows (probe->mixed_gradient, 0, features.rows);
    network_cross_entropy (logits, mixed_labels, mixed, NULL);
    network_loss_mix (gradient, mixed, share);
  }
  network_backward (probe->network, gradient);
  probe->square = MAX (MAX (mean_square (features), MOMENTUM * probe->square), LEAST_SQUARE);
  normalise (network_parameter (probe->network, 0)->gradient, probe->square);
  network_optimiser_step (probe->optimiser, factor);
}

RealMatrix
online_probe_logits (OnlineProbe *probe, RealMatrix features)
{
  return network_forward (probe->network, features, NETWORK_EVALUATION);
}

RealMatrix
online_probe_weight (const OnlineProbe *probe)
{
  return network_classifier_weight (probe->network);
}

RealMatrix
online_probe_bias (const OnlineProbe *probe)
{
  return network_classifier_bias (probe->network);
}

Network *
online_probe_network (OnlineProbe *probe)
{
  return probe->network;
}

NetworkOptimiser *
online_probe_optimiser (OnlineProbe *probe)
{
  return probe->optimiser;
}

double
online_probe_square (const OnlineProbe *probe)
{
  return probe->square;
}

void
online_probe_set_square (OnlineProbe *probe, double square)
{
  probe->square = square;
}
