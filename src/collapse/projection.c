/* Procrustes: with M (d x K) the class means and V (K x (K-1)) the ideal vertices, the map R (d x (K-1)) with
 * orthonormal columns that brings R V^T nearest to M is A B^T of the thin decomposition M V = A S B^T
 * (Schönemann 1966). What is written row by row here is R^T, (K-1) x d, from V^T M^T = B S A^T.
 *
 * Singular values of M V that are zero leave part of R open. It is filled with the map nearest to the one of
 * the epoch before, of which the part seen on screen is known: its basis, taken back by the frame's
 * transpose. Not a slerp between bases and not a smoothing over epochs: each picture is an honest projection
 * of its own epoch, and only the freedom that the definition leaves is used to hold it still. */
#include "collapse/projection.h"

#include "collapse/etf.h"
#include "numeric/blas.h"
#include "numeric/lapack.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Singular values below this share of the largest are noise to the eye: their directions count as open. */
#define OPEN_DIRECTION 1e-9

void
collapse_projection_free (CollapseProjection *projection)
{
  if (projection == NULL)
    return;
  g_free (projection->basis);
  g_free (projection->centre);
  g_free (projection->ideal);
  g_free (projection);
}

static gboolean
check_means (const CollapseMeans *means, GError **error)
{
  gboolean differ = FALSE;

  if (means->n_classes < 2) {
    g_set_error_literal (error, COLLAPSE_ERROR, COLLAPSE_ERROR_TOO_FEW_CLASSES,
                         _ ("A projection of class means needs at least two classes"));
    return FALSE;
  }
  for (guint k = 0; k < means->n_classes; k++) {
    if (means->counts[k] == 0) {
      g_set_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_EMPTY_CLASS,
                   _ ("Class %u has no samples, so the class means cannot be projected"), k);
      return FALSE;
    }
    for (gsize j = 0; j < means->dimension; j++) {
      double value = means->means[k * means->dimension + j];

      if (!isfinite (value)) {
        g_set_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_NOT_FINITE,
                     _ ("The mean of class %u is not finite in coordinate %" G_GSIZE_FORMAT), k, j);
        return FALSE;
      }
      differ |= value != means->means[j];
    }
  }
  if (!differ)
    g_set_error_literal (error, COLLAPSE_ERROR, COLLAPSE_ERROR_MEANS_COINCIDE,
                         _ ("All class means coincide, so they span no projection"));
  return differ;
}

static NumericMatrix64
matrix_new (gsize rows, gsize columns)
{
  return numeric_matrix64 (numeric_matrix64_alloc (rows * columns), rows, columns);
}

/* Thin decomposition a = U S V^T into left (m x r) and right (r x n). How many singular values are not open,
 * or -1 with error when LAPACK fails. */
static gssize
decompose (NumericMatrix64 a, NumericMatrix64 left, NumericMatrix64 right, GError **error)
{
  g_autofree double *values = g_new (double, right.rows);
  g_autoptr (GError) failure = NULL;
  gsize rank = 0;

  if (!numeric_svd (a, left, values, right, &failure)) {
    g_set_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_FAILED, _ ("Projection of the class means: %s"),
                 failure->message);
    return -1;
  }
  while (rank < right.rows && values[rank] > OPEN_DIRECTION * values[0])
    rank++;
  return rank;
}

/* out = out - (out right^T) right for the first `rank` rows of right: what lies across them. */
static void
remove_rows (NumericMatrix64 out, NumericMatrix64 right, gsize rank)
{
  NumericMatrix64 rows = numeric_matrix64_rows (right, 0, rank);
  NumericMatrix64 along = matrix_new (out.rows, rank);

  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, out, rows, 0, along);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, -1, along, rows, 1, out);
  g_aligned_free (along.data);
}

/* map ((K-1) x d) to the partial isometry nearest to it; where its rank leaves that open, nearest to
 * `reference` (3 x d, through the frame), which may be NULL. */
static gboolean
fit_isometry (NumericMatrix64 map, NumericMatrix64 frame, const double *reference, GError **error)
{
  gsize thin = MIN (map.rows, map.columns);
  NumericMatrix64 left = matrix_new (map.rows, thin);
  NumericMatrix64 right = matrix_new (thin, map.columns);
  gssize rank = decompose (map, left, right, error);

  if (rank >= 0 && rank < (gssize)thin && reference != NULL) {
    NumericMatrix64 open = matrix_new (map.rows, map.columns);
    NumericMatrix64 basis = numeric_matrix64 ((double *)reference, 3, map.columns);
    NumericMatrix64 known = numeric_matrix64_columns (left, 0, rank);
    NumericMatrix64 across = matrix_new (rank, map.columns);

    /* open = (I - known known^T) frame^T basis (I - right^T right) */
    numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, frame, basis, 0, open);
    remove_rows (open, right, rank);
    numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, known, open, 0, across);
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, -1, known, across, 1, open);
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, known, numeric_matrix64_rows (right, 0, rank), 1, open);
    rank = decompose (open, left, right, error);
    g_aligned_free (across.data);
    g_aligned_free (open.data);
  }
  if (rank >= 0)
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, left, right, 0, map);
  g_aligned_free (left.data);
  g_aligned_free (right.data);
  return rank >= 0;
}

/* The three principal axes of the centred means (K x d), turned within their span to be nearest to reference
 * (3 x d); axes that the means leave open are taken from reference too. */
static gboolean
fit_axes (NumericMatrix64 centred, NumericMatrix64 reference, NumericMatrix64 basis, GError **error)
{
  gsize dimension = centred.columns;
  gsize thin = MIN (centred.rows, dimension);
  gsize n_axes = MIN (3, MIN (centred.rows - 1, dimension));
  NumericMatrix64 left = matrix_new (centred.rows, thin);
  NumericMatrix64 right = matrix_new (thin, dimension);
  NumericMatrix64 axes = numeric_matrix64_rows (right, 0, n_axes);
  gssize rank = decompose (centred, left, right, error);
  double overlap[9], turn_left[9], turn_right[9];
  NumericMatrix64 turn = numeric_matrix64 (overlap, 3, n_axes);

  if (rank >= 0 && rank < (gssize)n_axes) {
    NumericMatrix64 open = matrix_new (3, dimension);
    NumericMatrix64 open_left = matrix_new (3, MIN (3, dimension));
    NumericMatrix64 open_right = matrix_new (MIN (3, dimension), dimension);

    /* What reference spans beyond the axes that the means give. */
    memcpy (open.data, reference.data, 3 * dimension * sizeof (double));
    remove_rows (open, right, rank);
    if (decompose (open, open_left, open_right, error) < 0)
      rank = -1;
    for (gsize r = 0; rank >= 0 && rank + r < n_axes; r++)
      memcpy (numeric_matrix64_row (axes, rank + r), numeric_matrix64_row (open_right, r),
              dimension * sizeof (double));
    g_aligned_free (open.data);
    g_aligned_free (open_left.data);
    g_aligned_free (open_right.data);
  }
  if (rank >= 0) {
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, reference, axes, 0, turn);
    rank = decompose (turn, numeric_matrix64 (turn_left, 3, n_axes),
                      numeric_matrix64 (turn_right, n_axes, n_axes), error);
  }
  if (rank >= 0) {
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, numeric_matrix64 (turn_left, 3, n_axes),
                    numeric_matrix64 (turn_right, n_axes, n_axes), 0, turn);
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, turn, axes, 0, basis);
  }
  g_aligned_free (left.data);
  g_aligned_free (right.data);
  return rank >= 0;
}

/* The means less their centre, K x d; their mean length. */
static double
centre_means (const CollapseMeans *means, NumericMatrix64 centred)
{
  double sum = 0;

  for (guint k = 0; k < means->n_classes; k++) {
    double *row = numeric_matrix64_row (centred, k);
    double square = 0;

    for (gsize j = 0; j < means->dimension; j++) {
      row[j] = means->means[k * means->dimension + j] - means->centre[j];
      square += row[j] * row[j];
    }
    sum += sqrt (square);
  }
  return sum / means->n_classes;
}

static double
square_sum (NumericMatrix64 a)
{
  double sum = 0;

  for (gsize i = 0; i < a.rows * a.columns; i++)
    sum += a.data[i] * a.data[i];
  return sum;
}

/* basis, ideal and means_share of a projection whose other members are set. */
static gboolean
fit (CollapseProjection *self, NumericMatrix64 centred, const CollapseProjection *before, GError **error)
{
  gsize n_classes = self->n_classes;
  gsize dimension = self->dimension;
  NumericMatrix64 basis = numeric_matrix64 (self->basis, 3, dimension);
  NumericMatrix64 frame = matrix_new (3, n_classes - 1);
  NumericMatrix64 vertices = matrix_new (n_classes, n_classes - 1);
  NumericMatrix64 isometry = matrix_new (n_classes - 1, dimension);
  NumericMatrix64 balanced = matrix_new (3, dimension);
  NumericMatrix64 turned = matrix_new (n_classes, dimension);
  NumericMatrix64 seen = matrix_new (n_classes, 3);
  gboolean fitted;

  collapse_etf (vertices);
  collapse_etf_frame (frame);
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, vertices, centred, 0, isometry);
  fitted = fit_isometry (isometry, frame, before != NULL ? before->basis : NULL, error);
  if (fitted) {
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, frame, isometry, 0, balanced);
    if (self->kind == COLLAPSE_PROJECTION_BALANCED)
      memcpy (basis.data, balanced.data, 3 * dimension * sizeof (double));
    else
      fitted = fit_axes (centred, before != NULL ? numeric_matrix64 (before->basis, 3, dimension) : balanced,
                         basis, error);
  }
  if (fitted) {
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, centred, basis, 0, seen);
    self->means_share = MIN (square_sum (seen) / square_sum (centred), 1);
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, vertices, isometry, 0, turned);
    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, collapse_etf_zoom (n_classes), turned, basis, 0,
                    numeric_matrix64 (self->ideal, n_classes, 3));
  }
  g_aligned_free (frame.data);
  g_aligned_free (vertices.data);
  g_aligned_free (isometry.data);
  g_aligned_free (balanced.data);
  g_aligned_free (turned.data);
  g_aligned_free (seen.data);
  return fitted;
}

CollapseProjection *
collapse_projection_new (CollapseProjectionKind kind,
                         const CollapseMeans *means,
                         const CollapseProjection *before,
                         GError **error)
{
  if (!check_means (means, error))
    return NULL;
  if (before != NULL && (before->dimension != means->dimension || before->n_classes != means->n_classes))
    before = NULL;

  g_autoptr (CollapseProjection) self = g_new0 (CollapseProjection, 1);
  NumericMatrix64 centred = matrix_new (means->n_classes, means->dimension);
  gboolean fitted;

  self->kind = kind;
  self->dimension = means->dimension;
  self->n_classes = means->n_classes;
  self->basis = g_new0 (double, 3 * means->dimension);
  self->centre = g_memdup2 (means->centre, means->dimension * sizeof (double));
  self->ideal = g_new0 (double, 3 * means->n_classes);
  self->radius = centre_means (means, centred);
  self->scale = collapse_etf_zoom (means->n_classes) / self->radius;
  fitted = fit (self, centred, before, error);
  g_aligned_free (centred.data);
  return fitted ? g_steal_pointer (&self) : NULL;
}

/* out = points basis^T scale + offset, offset 3 numbers. */
static void
apply (const CollapseProjection *self,
       double scale,
       const double *offset,
       NumericMatrix32 points,
       NumericMatrix32 out)
{
  gsize count = 3 * self->dimension;
  g_autofree float *basis = g_new (float, count);

  for (gsize i = 0; i < count; i++)
    basis[i] = scale * self->basis[i];
  for (gsize i = 0; i < out.rows; i++)
    for (gsize j = 0; j < 3; j++)
      numeric_matrix32_row (out, i)[j] = offset[j];
  numeric_gemm32 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, points, numeric_matrix32 (basis, 3, self->dimension),
                  1, out);
}

void
collapse_projection_apply (const CollapseProjection *self, NumericMatrix32 points, NumericMatrix32 out)
{
  double offset[3] = { 0 };

  g_return_if_fail (points.columns == self->dimension && out.rows == points.rows && out.columns == 3);

  for (gsize i = 0; i < 3; i++)
    for (gsize j = 0; j < self->dimension; j++)
      offset[i] -= self->scale * self->basis[i * self->dimension + j] * self->centre[j];
  apply (self, self->scale, offset, points, out);
}

void
collapse_projection_apply_means (const CollapseProjection *self,
                                 const CollapseMeans *means,
                                 NumericMatrix32 out)
{
  gsize dimension = self->dimension;

  g_return_if_fail (means->dimension == dimension && out.rows == means->n_classes && out.columns == 3);

  for (guint k = 0; k < means->n_classes; k++)
    for (gsize i = 0; i < 3; i++) {
      double sum = 0;

      for (gsize j = 0; j < dimension; j++)
        sum += self->basis[i * dimension + j] * (means->means[k * dimension + j] - self->centre[j]);
      numeric_matrix32_row (out, k)[i] = self->scale * sum;
    }
}

void
collapse_projection_apply_directions (const CollapseProjection *self,
                                      NumericMatrix32 rows,
                                      NumericMatrix32 out)
{
  const double nowhere[3] = { 0 };
  double sum = 0;

  g_return_if_fail (rows.columns == self->dimension && out.rows == rows.rows && out.columns == 3);

  for (gsize k = 0; k < rows.rows; k++) {
    const float *row = numeric_matrix32_row (rows, k);
    double square = 0;

    for (gsize j = 0; j < rows.columns; j++)
      square += (double)row[j] * row[j];
    sum += sqrt (square);
  }
  apply (self, sum > 0 ? collapse_etf_zoom (self->n_classes) * rows.rows / sum : 0, nowhere, rows, out);
}
