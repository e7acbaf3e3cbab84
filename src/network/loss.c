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

double
network_cross_entropy (RealMatrix logits, const guint32 *labels, RealMatrix gradient, gsize *errors)
{
  const double n = (double)logits.rows;
  double loss = 0;
  gsize wrong = 0;

  g_return_val_if_fail (
      gradient.data == NULL || (gradient.rows == logits.rows && gradient.columns == logits.columns), NAN);

  for (gsize i = 0; i < logits.rows; i++) {
    const real *z = real_matrix_row (logits, i);
    const gsize best = argmax (z, logits.columns);
    real *slope = gradient.data != NULL ? real_matrix_row (gradient, i) : NULL;
    const double sum = sum_exponentials (z, logits.columns, z[best], slope);

    loss += log (sum) + ((double)z[best] - (double)z[labels[i]]);
    wrong += best != labels[i];
    for (gsize k = 0; slope != NULL && k < logits.columns; k++)
      slope[k] = (real)(((double)slope[k] / sum - (k == labels[i])) / n);
  }
  if (errors != NULL)
    *errors = wrong;
  return loss / n;
}
