#include "training/preconditioner.h"

#include "collapse/probe.h"
#include "numeric/lapack.h"

#include <string.h>

struct _Preconditioner {
  gsize dimension;
  double *mean;
  RealMatrix inverse; /* d x d */
};

/* (S + lambda I)^-1; FALSE when S is zero or no covariance. */
static gboolean
invert (Preconditioner *preconditioner, const double *covariance)
{
  gsize d = preconditioner->dimension;
  NumericMatrix64 matrix = numeric_matrix64 (numeric_matrix64_alloc (d * d), d, d);
  NumericMatrix64 inverse = numeric_matrix64 (numeric_matrix64_alloc (d * d), d, d);
  double trace = 0;
  memcpy (matrix.data, covariance, d * d * sizeof *covariance);
  for (gsize j = 0; j < d; j++)
    trace += covariance[j * d + j];
  for (gsize j = 0; j < d; j++) {
    numeric_matrix64_row (matrix, j)[j] += COLLAPSE_PROBE_RIDGE * trace / (double)d;
    numeric_matrix64_row (inverse, j)[j] = 1;
  }
  gboolean inverted = trace > 0 && numeric_cholesky_solve (matrix, inverse, NULL);
  for (gsize i = 0; inverted && i < d * d; i++)
    preconditioner->inverse.data[i] = (real)inverse.data[i];
  g_aligned_free (matrix.data);
  g_aligned_free (inverse.data);
  return inverted;
}

Preconditioner *
preconditioner_new (gsize dimension, guint n_chunks, PreconditionerRows rows_of, gpointer user_data)
{
  g_autoptr (CollapseStream) stream
      = collapse_stream_new (dimension, 1, COLLAPSE_MEASURE_WITHIN, (NumericMatrix64){ 0 }, NULL, NULL);
  for (guint pass = 0; pass < 2; pass++) {
    for (guint chunk = 0; chunk < n_chunks; chunk++) {
      RealMatrix rows = rows_of (chunk, user_data);
      g_autofree guint32 *labels = g_new0 (guint32, rows.rows);
      collapse_stream_add32 (stream, rows, labels);
    }
    collapse_stream_end_pass (stream);
  }
  const CollapseStatistics *statistics = collapse_stream_statistics (stream);
  g_autoptr (Preconditioner) preconditioner = g_new0 (Preconditioner, 1);
  preconditioner->dimension = dimension;
  preconditioner->mean = g_memdup2 (statistics->means, dimension * sizeof (double));
  preconditioner->inverse = real_matrix (real_alloc (dimension * dimension), dimension, dimension);
  if (!statistics->finite || !invert (preconditioner, statistics->within))
    return NULL;
  return g_steal_pointer (&preconditioner);
}

void
preconditioner_free (Preconditioner *preconditioner)
{
  if (preconditioner == NULL)
    return;
  g_free (preconditioner->mean);
  g_aligned_free (preconditioner->inverse.data);
  g_free (preconditioner);
}

void
preconditioner_apply (const Preconditioner *preconditioner, RealMatrix weight, RealMatrix bias)
{
  gsize d = preconditioner->dimension;
  RealMatrix centred = real_matrix (real_alloc (weight.rows * d), weight.rows, d);
  for (gsize k = 0; k < weight.rows; k++)
    for (gsize j = 0; j < d; j++)
      real_matrix_row (centred, k)[j]
          = (real)((double)real_matrix_row (weight, k)[j] - (double)bias.data[k] * preconditioner->mean[j]);
  real_gemm (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, centred, preconditioner->inverse, 0, weight);
  for (gsize k = 0; k < weight.rows; k++) {
    double shift = 0;
    for (gsize j = 0; j < d; j++)
      shift += (double)real_matrix_row (weight, k)[j] * preconditioner->mean[j];
    bias.data[k] = (real)((double)bias.data[k] - shift);
  }
  g_aligned_free (centred.data);
}
