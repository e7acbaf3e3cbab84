/* With n_k / N = p_k and c_k = mu_k - sum_l p_l mu_l, the class means centred by the samples' mean:
 * S = Sigma_W + sum_k p_k c_k c_k^T and C's rows are p_k c_k. So the passes of statistics.c are all it takes.
 */
#include "collapse/probe.h"

#include "numeric/blas.h"
#include "numeric/lapack.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Samples of a block, by which the team shares out decisions. */
#define BLOCK_ROWS 128

static NumericMatrix64
matrix_new (gsize rows, gsize columns)
{
  return numeric_matrix64 (numeric_matrix64_alloc (rows * columns), rows, columns);
}

void
collapse_probe_free (CollapseProbe *probe)
{
  if (probe == NULL)
    return;
  g_aligned_free (probe->weight);
  g_aligned_free (probe->bias);
  g_free (probe);
}

static gboolean
check_samples (const CollapseStatistics *statistics, GError **error)
{
  if (statistics->n_samples == 0) {
    g_set_error_literal (error, COLLAPSE_ERROR, COLLAPSE_ERROR_EMPTY_CLASS,
                         _ ("A linear probe needs at least one sample"));
    return FALSE;
  }
  if (!statistics->finite) {
    g_set_error_literal (error, COLLAPSE_ERROR, COLLAPSE_ERROR_NOT_FINITE,
                         _ ("The features for the linear probe hold a value that is not finite"));
    return FALSE;
  }
  return TRUE;
}

static double
share (const CollapseStatistics *statistics, guint k)
{
  return (double)statistics->counts[k] / (double)statistics->n_samples;
}

/* d: the mean of all samples. */
static double *
sample_mean_new (const CollapseStatistics *statistics)
{
  const gsize dimension = statistics->dimension;
  double *mean = numeric_matrix64_alloc (dimension);

  for (guint k = 0; k < statistics->n_classes; k++)
    for (gsize j = 0; statistics->counts[k] > 0 && j < dimension; j++)
      mean[j] += share (statistics, k) * statistics->means[k * dimension + j];
  return mean;
}

/* covariance (d x d) = S + lambda I and rows (K x d) = C. FALSE when S is zero. */
static gboolean
prepare_equations (const CollapseStatistics *statistics,
                   const double *mean,
                   NumericMatrix64 covariance,
                   NumericMatrix64 rows)
{
  const gsize dimension = statistics->dimension;
  double trace = 0;

  memcpy (covariance.data, statistics->within, dimension * dimension * sizeof (double));
  for (guint k = 0; k < statistics->n_classes; k++)
    for (gsize j = 0; statistics->counts[k] > 0 && j < dimension; j++)
      numeric_matrix64_row (rows, k)[j]
          = sqrt (share (statistics, k)) * (statistics->means[k * dimension + j] - mean[j]);
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, rows, rows, 1, covariance);
  for (guint k = 0; k < statistics->n_classes; k++)
    for (gsize j = 0; j < dimension; j++)
      numeric_matrix64_row (rows, k)[j] *= sqrt (share (statistics, k));
  for (gsize j = 0; j < dimension; j++)
    trace += numeric_matrix64_row (covariance, j)[j];
  for (gsize j = 0; j < dimension; j++)
    numeric_matrix64_row (covariance, j)[j] += COLLAPSE_PROBE_RIDGE * trace / (double)dimension;
  return trace > 0;
}

CollapseProbe *
collapse_probe_new (const CollapseStatistics *statistics, GError **error)
{
  const gsize dimension = statistics->dimension;
  g_autoptr (CollapseProbe) probe = NULL;
  g_autoptr (GError) failure = NULL;
  NumericMatrix64 covariance, weight;
  double *mean;

  g_return_val_if_fail (statistics->within != NULL, NULL);

  if (!check_samples (statistics, error))
    return NULL;
  probe = g_new0 (CollapseProbe, 1);
  probe->n_classes = statistics->n_classes;
  probe->dimension = dimension;
  weight = matrix_new (statistics->n_classes, dimension);
  probe->weight = weight.data;
  probe->bias = numeric_matrix64_alloc (statistics->n_classes);
  covariance = matrix_new (dimension, dimension);
  mean = sample_mean_new (statistics);
  if (prepare_equations (statistics, mean, covariance, weight))
    numeric_cholesky_solve (covariance, weight, &failure);
  for (guint k = 0; k < statistics->n_classes; k++) {
    probe->bias[k] = share (statistics, k);
    for (gsize j = 0; j < dimension; j++)
      probe->bias[k] -= numeric_matrix64_row (weight, k)[j] * mean[j];
  }
  g_aligned_free (covariance.data);
  g_aligned_free (mean);
  if (failure == NULL)
    return g_steal_pointer (&probe);
  g_set_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_FAILED, _ ("The linear probe: %s"), failure->message);
  return NULL;
}

CollapseProbe *
collapse_probe_fit32 (
    NumericMatrix32 features, const guint32 *labels, guint n_classes, NumericTeam *team, GError **error)
{
  g_return_val_if_fail (features.columns > 0 && n_classes > 0, NULL);

  g_autoptr (CollapseStream) stream = collapse_stream_new (
      features.columns, n_classes, COLLAPSE_MEASURE_WITHIN, (NumericMatrix64){ 0 }, NULL, team);

  for (int pass = 0; pass < 2; pass++) {
    collapse_stream_add32 (stream, features, labels);
    collapse_stream_end_pass (stream);
  }
  return collapse_probe_new (collapse_stream_statistics (stream), error);
}

typedef struct {
  const CollapseProbe *probe;
  NumericMatrix32 features;
  const guint32 *labels;
  NumericMatrix64 *wide, *scores; /* one a member: BLOCK_ROWS x d and x K */
  gsize *right;                   /* one a block */
} Judgement;

/* Whether the first largest score is the label's, and finite. */
static gboolean
is_right (const double *scores, guint n_classes, guint32 label)
{
  guint best = 0;

  for (guint k = 1; k < n_classes; k++)
    if (scores[k] > scores[best])
      best = k;
  return best == label && isfinite (scores[best]);
}

static void
judge_block (gsize block, guint member, gpointer data)
{
  Judgement *judgement = data;
  const CollapseProbe *probe = judgement->probe;
  const gsize first = block * BLOCK_ROWS, count = MIN (BLOCK_ROWS, judgement->features.rows - first);
  const NumericMatrix64 wide = numeric_matrix64_rows (judgement->wide[member], 0, count);
  const NumericMatrix64 scores = numeric_matrix64_rows (judgement->scores[member], 0, count);

  for (gsize i = 0; i < count; i++) {
    for (gsize j = 0; j < probe->dimension; j++)
      numeric_matrix64_row (wide, i)[j] = numeric_matrix32_row (judgement->features, first + i)[j];
    memcpy (numeric_matrix64_row (scores, i), probe->bias, probe->n_classes * sizeof (double));
  }
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, wide,
                  numeric_matrix64 (probe->weight, probe->n_classes, probe->dimension), 1, scores);
  for (gsize i = 0; i < count; i++)
    judgement->right[block]
        += is_right (numeric_matrix64_row (scores, i), probe->n_classes, judgement->labels[first + i]);
}

double
collapse_probe_accuracy32 (const CollapseProbe *probe,
                           NumericMatrix32 features,
                           const guint32 *labels,
                           NumericTeam *team)
{
  g_return_val_if_fail (features.columns == probe->dimension, NAN);

  const gsize n_blocks = (features.rows + BLOCK_ROWS - 1) / BLOCK_ROWS;
  const guint size = numeric_team_size (team);
  g_autofree NumericMatrix64 *wide = g_new (NumericMatrix64, size);
  g_autofree NumericMatrix64 *scores = g_new (NumericMatrix64, size);
  g_autofree gsize *right = g_new0 (gsize, n_blocks);
  Judgement judgement = { probe, features, labels, wide, scores, right };
  gsize sum = 0;

  for (guint m = 0; m < size; m++) {
    wide[m] = matrix_new (BLOCK_ROWS, probe->dimension);
    scores[m] = matrix_new (BLOCK_ROWS, probe->n_classes);
  }
  numeric_team_run (team, n_blocks, judge_block, &judgement);
  for (gsize block = 0; block < n_blocks; block++)
    sum += right[block];
  for (guint m = 0; m < size; m++) {
    g_aligned_free (wide[m].data);
    g_aligned_free (scores[m].data);
  }
  return (double)sum / (double)features.rows;
}
