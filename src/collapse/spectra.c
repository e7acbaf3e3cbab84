/* Numerical ranks: singular values of a class's own features, not roots of eigenvalues of their Gram matrix,
 * which would lose half of the digits (a class of equal samples would come out at 1 + d 1e-8). Rows are held
 * back up to 8 d a class; when that is full, the rows A = U S V^T are replaced by the d rows S V^T, which
 * have the same singular values together with whatever follows.
 *
 * vci: r - tr (Sigma_T^+ Sigma_B) as written is a difference of nearly equal numbers at collapse. With
 * M / sqrt (K) = U S V^T, A = U^T Sigma_W U, C = U^T Sigma_W Q, D = Q^T Sigma_W Q and Q orthogonal to U, the
 * block of Sigma_T^+ on U is (S^2 + E)^-1 with the Schur complement E = A - C D^+ C^T. So r - tr (Sigma_T^+
 * Sigma_B) = sum_j e_j / (1 + e_j),  e_j the eigenvalues of S^-1 E S^-1, without cancellation, and exactly 0
 * where Sigma_W is. */
#include "collapse/spectra.h"

#include "numeric/blas.h"
#include "numeric/lapack.h"

#include <float.h>
#include <math.h>
#include <string.h>

#define HELD_ROWS 8 /* times d */

typedef struct {
  NumericMatrix64 rows; /* capacity x d */
  gsize n_held;
  gboolean failed;
} ClassRows;

struct _CollapseRanks {
  gsize dimension;
  guint n_classes;
  ClassRows *classes;

  /* of the call that the team is in */
  NumericMatrix64 features;
  const guint32 *labels;
  double *rank;
};

CollapseRanks *
collapse_ranks_new (gsize dimension, guint n_classes, const gsize *counts)
{
  gsize n_rows = 0;

  for (guint k = 0; k < n_classes; k++)
    n_rows += MIN (counts[k], HELD_ROWS * dimension);
  if (n_rows > COLLAPSE_RANK_BYTES / sizeof (double) / dimension)
    return NULL;

  CollapseRanks *ranks = g_new0 (CollapseRanks, 1);

  ranks->dimension = dimension;
  ranks->n_classes = n_classes;
  ranks->classes = g_new0 (ClassRows, n_classes);
  for (guint k = 0; k < n_classes; k++) {
    gsize capacity = MIN (counts[k], HELD_ROWS * dimension);

    ranks->classes[k].rows
        = numeric_matrix64 (numeric_matrix64_alloc (capacity * dimension), capacity, dimension);
  }
  return ranks;
}

void
collapse_ranks_free (CollapseRanks *ranks)
{
  if (ranks == NULL)
    return;
  for (guint k = 0; k < ranks->n_classes; k++)
    g_aligned_free (ranks->classes[k].rows.data);
  g_free (ranks->classes);
  g_free (ranks);
}

/* A full class to d rows of the same singular values. */
static void
compress (ClassRows *class)
{
  gsize capacity = class->rows.rows;
  gsize dimension = class->rows.columns;
  double *left = numeric_matrix64_alloc (capacity * dimension);
  double *right = numeric_matrix64_alloc (dimension * dimension);
  double *values = numeric_matrix64_alloc (dimension);

  class->failed |= !numeric_svd (class->rows, numeric_matrix64 (left, capacity, dimension), values,
                                 numeric_matrix64 (right, dimension, dimension), NULL);
  for (gsize r = 0; r < dimension; r++)
    for (gsize j = 0; j < dimension; j++)
      class->rows.data[r * dimension + j] = values[r] * right[r * dimension + j];
  class->n_held = dimension;
  g_aligned_free (left);
  g_aligned_free (right);
  g_aligned_free (values);
}

static void
hold_class (gsize k, guint member, gpointer data)
{
  CollapseRanks *ranks = data;
  ClassRows *class = &ranks->classes[k];

  for (gsize i = 0; i < ranks->features.rows; i++) {
    if (ranks->labels[i] != k)
      continue;
    if (class->n_held == class->rows.rows)
      compress (class);
    memcpy (numeric_matrix64_row (class->rows, class->n_held++), numeric_matrix64_row (ranks->features, i),
            ranks->dimension * sizeof (double));
  }
}

void
collapse_ranks_add (CollapseRanks *ranks, NumericTeam *team, NumericMatrix64 features, const guint32 *labels)
{
  ranks->features = features;
  ranks->labels = labels;
  numeric_team_run (team, ranks->n_classes, hold_class, ranks);
}

static void
rank_class (gsize k, guint member, gpointer data)
{
  CollapseRanks *ranks = data;
  ClassRows *class = &ranks->classes[k];
  NumericMatrix64 rows = numeric_matrix64_rows (class->rows, 0, class->n_held);
  gsize thin = MIN (rows.rows, rows.columns);
  double *values = numeric_matrix64_alloc (thin);
  double nuclear = 0, square = 0;

  class->failed |= !numeric_svd (rows, (NumericMatrix64){ 0 }, values, (NumericMatrix64){ 0 }, NULL);
  for (gsize r = 0; r < thin; r++) {
    nuclear += values[r];
    square += values[r] * values[r];
  }
  ranks->rank[k] = square > 0 && !class->failed ? nuclear * nuclear / square : NAN;
  g_aligned_free (values);
}

gboolean
collapse_ranks_finish (CollapseRanks *ranks, NumericTeam *team, double *rank)
{
  gboolean converged = TRUE;

  ranks->rank = rank;
  numeric_team_run (team, ranks->n_classes, rank_class, ranks);
  for (guint k = 0; k < ranks->n_classes; k++)
    converged &= !ranks->classes[k].failed;
  return converged;
}

double
collapse_spectra_largest_within (const CollapseStatistics *statistics)
{
  gsize dimension = statistics->dimension;
  double *values = numeric_matrix64_alloc (dimension);
  NumericMatrix64 within = numeric_matrix64 (statistics->within, dimension, dimension);
  double largest = NAN;

  if (numeric_eigen_symmetric (within, values, (NumericMatrix64){ 0 }, NULL))
    largest = values[dimension - 1];
  g_aligned_free (values);
  return largest;
}

/* outside = P Sigma_W P with P = I - U^T U, for the rows U and across = U Sigma_W. */
static void
project_out (NumericMatrix64 within, NumericMatrix64 u, NumericMatrix64 across, NumericMatrix64 outside)
{
  double *data = numeric_matrix64_alloc (u.rows * u.rows + u.rows * u.columns);
  NumericMatrix64 along = numeric_matrix64 (data, u.rows, u.rows);
  NumericMatrix64 half = numeric_matrix64 (data + u.rows * u.rows, u.rows, u.columns);

  /* Sigma_W - U^T X - X^T U with X = across - along U / 2 */
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, across, u, 0, along);
  memcpy (half.data, across.data, u.rows * u.columns * sizeof (double));
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, -0.5, along, u, 1, half);
  memcpy (outside.data, within.data, u.columns * u.columns * sizeof (double));
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, -1, u, half, 1, outside);
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, -1, half, u, 1, outside);
  g_aligned_free (data);
}

/* schur (kept x kept) = S^-1 (A - C D^+ C^T) S^-1. */
static gboolean
schur_complement (const CollapseStatistics *statistics, NumericMatrix64 schur)
{
  gsize dimension = statistics->dimension;
  gsize kept = schur.rows;
  NumericMatrix64 within = numeric_matrix64 (statistics->within, dimension, dimension);
  NumericMatrix64 u = numeric_matrix64 (statistics->directions, kept, dimension);
  double *data = numeric_matrix64_alloc (2 * dimension * dimension + 2 * kept * dimension + dimension);
  NumericMatrix64 outside = numeric_matrix64 (data, dimension, dimension);
  NumericMatrix64 vectors = numeric_matrix64 (outside.data + dimension * dimension, dimension, dimension);
  NumericMatrix64 across = numeric_matrix64 (vectors.data + dimension * dimension, kept, dimension);
  NumericMatrix64 cross = numeric_matrix64 (across.data + kept * dimension, kept, dimension);
  double *values = cross.data + kept * dimension;
  double cut = dimension * DBL_EPSILON * statistics->within_trace;
  gboolean converged;

  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, u, within, 0, across);
  project_out (within, u, across, outside);
  converged = numeric_eigen_symmetric (outside, values, vectors, NULL);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, across, vectors, 0, cross);
  for (gsize r = 0; r < kept; r++)
    for (gsize j = 0; j < dimension; j++)
      cross.data[r * dimension + j] *= values[j] > cut ? 1 / sqrt (values[j]) : 0;
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, across, u, 0, schur);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, -1, cross, cross, 1, schur);
  for (gsize r = 0; r < kept; r++)
    for (gsize q = 0; q < kept; q++)
      schur.data[r * kept + q] /= statistics->singular[r] * statistics->singular[q];
  g_aligned_free (data);
  return converged;
}

double
collapse_spectra_vci (const CollapseStatistics *statistics, gsize kept)
{
  double *data = numeric_matrix64_alloc (kept * kept + kept);
  NumericMatrix64 schur = numeric_matrix64 (data, kept, kept);
  double *values = data + kept * kept;
  double sum = statistics->n_directions - kept;
  double vci = NAN;

  if (schur_complement (statistics, schur)
      && numeric_eigen_symmetric (schur, values, (NumericMatrix64){ 0 }, NULL)) {
    for (gsize r = 0; r < kept; r++)
      sum += MAX (values[r], 0) / (1 + MAX (values[r], 0));
    vci = sum / statistics->n_directions;
  }
  g_aligned_free (data);
  return vci;
}
