/* Losses: value, number of errors and gradient with respect to the logits. */
#pragma once

#include "numeric/real.h"

typedef enum {
  NETWORK_LOSS_CROSS_ENTROPY,   /* -log p[y] */
  NETWORK_LOSS_LABEL_SMOOTHING, /* cross-entropy against (1 - smoothing) onehot + smoothing / K; Szegedy et
                                   al. 2016 */
  NETWORK_LOSS_FOCAL,           /* -(1 - p[y])^focus log p[y]; Lin et al. 2017 */
  NETWORK_LOSS_MSE,             /* |z - onehot|^2 / 2; Zhou et al. 2022. Not divided by K, so that its slopes
                                   are of the size of the others' */
} NetworkLossKind;

typedef struct {
  NetworkLossKind kind;
  double smoothing; /* 0 <= smoothing < 1 */
  double focus;     /* gamma >= 0; 0 is cross-entropy */
} NetworkLoss;

/* Mean of the loss over n rows of logits z (n x K) against labels y (n, each < K), with p = softmax (z) taken
 * stably. Adds up in double, in the order of the rows. When gradient.data is not NULL writes d l / d z, n x
 * K. *errors counts rows whose argmax (ties to the lower class) is not the label; may be NULL. */
double network_loss (
    const NetworkLoss *loss, RealMatrix logits, const guint32 *labels, RealMatrix gradient, gsize *errors);

/* network_loss of NETWORK_LOSS_CROSS_ENTROPY, whose gradient is (p - onehot) / n. */
double network_cross_entropy (RealMatrix logits, const guint32 *labels, RealMatrix gradient, gsize *errors);

/* gradient = share * gradient + (1 - share) * other, of the same shape: of samples that are `share` of one
 * label (mixup). */
void network_loss_mix (RealMatrix gradient, RealMatrix other, double share);
