#include "network/loss.h"

#include <math.h>

static gsize
argmax (const real *values, gsize count)
{
  gsize best = 0;

  for (gsize k = 1; k < count; k++)
    if (values[k] > values[best])
      best = k;
  return best;
}

/* sum_k exp (z_k - largest): nothing overflows, and the sum is at least 1. The terms are left in
 * exponentials, unless that is NULL. */
static double
sum_exponentials (const real *z, gsize count, double largest, real *exponentials)
{
  double sum = 0;

  for (gsize k = 0; k < count; k++) {
    const double term = exp ((double)z[k] - largest);

    sum += term;
    if (exponentials != NULL)
      exponentials[k] = (real)term;
  }
  return sum;
}

/* Where one row's loss is taken; n is the batch's. */
typedef struct {
  const real *z;
  gsize classes, label, best;
  double n;
  real *slope; /* d l / d z, or NULL */
} Row;

/* l = (1 - s) (-log p[y]) + s mean_k (-log p[k]); dl/dz = p - (1 - s) onehot - s / K, s the smoothing. */
static double
cross_entropy_row (const Row *row, double smoothing)
{
  const real *z = row->z;
  const double sum = sum_exponentials (z, row->classes, z[row->best], row->slope);
  const double share = smoothing / (double)row->classes;
  double distance = (1 - smoothing) * ((double)z[row->best] - (double)z[row->label]);

  for (gsize k = 0; share > 0 && k < row->classes; k++)
    distance += share * ((double)z[row->best] - (double)z[k]);
  for (gsize k = 0; row->slope != NULL && k < row->classes; k++) {
    const double target = (k == row->label) * (1 - smoothing) + share;

    row->slope[k] = (real)(((double)row->slope[k] / sum - target) / row->n);
  }
  return log (sum) + distance;
}

/* With L = -log p[y] and q = 1 - p[y]: l = q^g L and dl/dL = q^g + g q^(g-1) (1 - q) L, which is 0 at q = 0
 * unless g is; dL/dz = p - onehot. */
static double
focal_row (const Row *row, double focus)
{
  const double entropy = cross_entropy_row (row, 0);
  const double q = -expm1 (-entropy), weight = pow (q, focus);
  const double factor = weight + (q > 0 ? focus * weight / q * (1 - q) * entropy : 0);

  for (gsize k = 0; row->slope != NULL && k < row->classes; k++)
    row->slope[k] = (real)(factor * (double)row->slope[k]);
  return weight * entropy;
}

static double
mse_row (const Row *row)
{
  double sum = 0;

  for (gsize k = 0; k < row->classes; k++) {
    const double difference = (double)row->z[k] - (k == row->label);

    sum += difference * difference / 2;
    if (row->slope != NULL)
      row->slope[k] = (real)(difference / row->n);
  }
  return sum;
}

static double
loss_of_row (const NetworkLoss *loss, const Row *row)
{
  switch (loss->kind) {
  case NETWORK_LOSS_CROSS_ENTROPY:
    return cross_entropy_row (row, 0);
  case NETWORK_LOSS_LABEL_SMOOTHING:
    return cross_entropy_row (row, loss->smoothing);
  case NETWORK_LOSS_FOCAL:
    return focal_row (row, loss->focus);
  case NETWORK_LOSS_MSE:
    return mse_row (row);
  }
  g_return_val_if_reached (NAN);
}

double
network_loss (
    const NetworkLoss *loss, RealMatrix logits, const guint32 *labels, RealMatrix gradient, gsize *errors)
{
  const double n = (double)logits.rows;
  double sum = 0;
  gsize wrong = 0;

  g_return_val_if_fail (
      gradient.data == NULL || (gradient.rows == logits.rows && gradient.columns == logits.columns), NAN);

  for (gsize i = 0; i < logits.rows; i++) {
    const real *z = real_matrix_row (logits, i);
    const Row row = { z,         logits.columns,
                      labels[i], argmax (z, logits.columns),
                      n,         gradient.data != NULL ? real_matrix_row (gradient, i) : NULL };

    sum += loss_of_row (loss, &row);
    wrong += row.best != row.label;
  }
  if (errors != NULL)
    *errors = wrong;
  return sum / n;
}

double
network_cross_entropy (RealMatrix logits, const guint32 *labels, RealMatrix gradient, gsize *errors)
{
  return network_loss (&(NetworkLoss){ .kind = NETWORK_LOSS_CROSS_ENTROPY }, logits, labels, gradient,
                       errors);
}

void
network_loss_mix (RealMatrix gradient, RealMatrix other, double share)
{
  const real own = (real)share, rest = (real)(1 - share);

  for (gsize i = 0; i < gradient.rows; i++) {
    real *to = real_matrix_row (gradient, i);
    const real *from = real_matrix_row (other, i);

    for (gsize j = 0; j < gradient.columns; j++)
      to[j] = own * to[j] + rest * from[j];
  }
}
