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

/* log sum_k exp (z_k), with the largest taken out so that nothing overflows. */
static double
log_sum_exp (const real *z, gsize count, double largest)
{
  double sum = 0;

  for (gsize k = 0; k < count; k++)
    sum += exp ((double)z[k] - largest);
  return largest + log (sum);
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
    const double normaliser = log_sum_exp (z, logits.columns, z[best]);

    loss += normaliser - (double)z[labels[i]];
    wrong += best != labels[i];
    for (gsize k = 0; gradient.data != NULL && k < logits.columns; k++)
      real_matrix_row (gradient, i)[k] = (real)((exp ((double)z[k] - normaliser) - (k == labels[i])) / n);
  }
  if (errors != NULL)
    *errors = wrong;
  return loss / n;
}
