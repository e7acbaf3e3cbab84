/* Losses: value, number of errors and gradient with respect to the logits. */
#pragma once

#include "numeric/real.h"

/* Mean cross-entropy over n rows of logits (n x K) against labels (n, each < K) through a stable log-softmax:
 * l = -(1/n) sum_i log softmax(z_i)[y_i]. Adds up in double, in the order of the rows. When gradient.data is
 * not NULL writes d l / d logits = (softmax - onehot) / n, n x K. *errors counts rows whose argmax (ties to
 * the lower class) is not the label; may be NULL. */
double network_cross_entropy (RealMatrix logits, const guint32 *labels, RealMatrix gradient, gsize *errors);
