/* The isometry. With M (d x K) the class means and V (K x (K-1)) the ideal vertices, the map R (d x (K-1))
 * with orthonormal columns that brings R V^T nearest to M is A B^T of the thin decomposition M V = A S B^T
 * (Schönemann 1966). What is written row by row here is R^T, (K-1) x d, from V^T M^T = B S A^T. Balanced
 * looks at it through the frame, the tour keeps it whole, and of four chosen classes it is the three axes
 * themselves: the span of their means, in the turn in which they are nearest to a regular tetrahedron. */
#include "collapse/projection-private.h"

#include "collapse/etf.h"
#include "numeric/blas.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

void
collapse_projection_free (CollapseProjection *projection)
{
  if (projection == NULL)
    return;
  g_free (projection->basis);
  g_free (projection->centre);
  g_free (projection->ideal);
  g_free (projection->scatter);
  g_free (projection);
}

/* A projection that is being made. */
typedef struct {
  CollapseProjection *projection;
  const CollapseMeans *means;
  guint n;                  /* fitted means: all, or the chosen ones */
  NumericMatrix64 centred;  /* n x d: those less the centre */
  NumericMatrix64 vertices; /* n x (n-1): the ideal simplex */
  NumericMatrix64 frame;    /* 3 x (n-1) */
  NumericMatrix64 isometry; /* (n-1) x d: from features to the ideal simplex's coordinates */
} Fit;

static void
fit_clear (Fit *fit)
{
  collapse_projection_free (fit->projection);
  g_aligned_free (fit->centred.data);
  g_aligned_free (fit->vertices.data);
  g_aligned_free (fit->frame.data);
  g_aligned_free (fit->isometry.data);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fit, fit_clear)

static const double *
mean_of (const CollapseMeans *means, gsize k)
{
  return means->means + k * means->dimension;
}

static guint
fitted_class (const Fit *fit, guint i)
{
  return fit->projection->n_chosen > 0 ? fit->projection->chosen[i] : i;
}

static gboolean
check_means (const Fit *fit, GError **error)
{
  const CollapseMeans *means = fit->means;
  gboolean differ = FALSE;

  if (fit->n < 2) {
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
    for (gsize j = 0; j < means->dimension; j++)
      if (!isfinite (mean_of (means, k)[j])) {
        g_set_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_NOT_FINITE,
                     _ ("The mean of class %u is not finite in coordinate %" G_GSIZE_FORMAT), k, j);
        return FALSE;
      }
  }
  for (guint i = 1; i < fit->n && !differ; i++)
    differ = memcmp (mean_of (means, fitted_class (fit, i)), mean_of (means, fitted_class (fit, 0)),
                     means->dimension * sizeof (double))
             != 0;
  if (!differ)
    g_set_error_literal (error, COLLAPSE_ERROR, COLLAPSE_ERROR_MEANS_COINCIDE,
                         fit->projection->n_chosen > 0
                             ? _ ("The means of the chosen classes coincide, so they span no projection")
                             : _ ("All class means coincide, so they span no projection"));
  return differ;
}

/* The centre, the means less it, the radius and the scale. */
static void
centre_means (Fit *fit)
{
  CollapseProjection *self = fit->projection;

  for (guint i = 0; i < fit->n && self->n_chosen > 0; i++)
    for (gsize j = 0; j < self->dimension; j++)
      self->centre[j] += mean_of (fit->means, self->chosen[i])[j] / fit->n;
  if (self->n_chosen == 0)
    memcpy (self->centre, fit->means->centre, self->dimension * sizeof (double));
  for (guint i = 0; i < fit->n; i++) {
    double *row = numeric_matrix64_row (fit->centred, i);
    double square = 0;

    for (gsize j = 0; j < self->dimension; j++) {
      row[j] = mean_of (fit->means, fitted_class (fit, i))[j] - self->centre[j];
      square += row[j] * row[j];
    }
    self->radius += sqrt (square) / fit->n;
  }
  self->scale = collapse_etf_zoom (fit->n) / self->radius;
}

/* Where the simplex's coordinates were before, (n-1) x d, as far as it is known: what was seen, taken back
 * by the frame's transpose. */
static void
recall_isometry (const Fit *fit, const CollapseProjection *before, NumericMatrix64 reference)
{
  NumericMatrix64 basis = numeric_matrix64 (before->basis, before->n_axes, before->dimension);

  if (before->n_axes == fit->n - 1)
    memcpy (reference.data, basis.data, basis.rows * basis.columns * sizeof (double));
  else if (before->n_axes == 3)
    numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, fit->frame, basis, 0, reference);
}

/* All but the basis and what follows from it. `chosen` is NULL for all classes. */
static gboolean
fit_init (Fit *fit,
          CollapseProjectionKind kind,
          const CollapseMeans *means,
          const guint32 *chosen,
          const CollapseProjection *before,
          GError **error)
{
  CollapseProjection *self = g_new0 (CollapseProjection, 1);
  NumericMatrix64 reference = { 0 };
  gboolean fitted;

  *fit = (Fit){ .projection = self, .means = means, .n = means->n_classes };
  if (chosen != NULL) {
    fit->n = self->n_chosen = MIN (means->n_classes, COLLAPSE_N_CHOSEN);
    memcpy (self->chosen, chosen, sizeof self->chosen);
  }
  if (!check_means (fit, error))
    return FALSE;
  self->kind = kind;
  self->dimension = means->dimension;
  self->n_classes = means->n_classes;
  self->n_axes = kind == COLLAPSE_PROJECTION_TOUR ? fit->n - 1 : 3;
  self->centre = g_new0 (double, self->dimension);
  self->features_share = NAN;
  fit->centred = collapse_matrix_new (fit->n, self->dimension);
  fit->vertices = collapse_matrix_new (fit->n, fit->n - 1);
  fit->frame = collapse_matrix_new (3, fit->n - 1);
  fit->isometry = collapse_matrix_new (fit->n - 1, self->dimension);
  centre_means (fit);
  collapse_etf (fit->vertices);
  collapse_etf_frame (fit->frame);
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, fit->vertices, fit->centred, 0, fit->isometry);
  if (before != NULL) {
    reference = collapse_matrix_new (fit->n - 1, self->dimension);
    recall_isometry (fit, before, reference);
  }
  fitted = collapse_fit_isometry (fit->isometry, reference, error);
  g_aligned_free (reference.data);
  return fitted;
}

static NumericMatrix64
new_basis (Fit *fit)
{
  fit->projection->basis = g_new0 (double, fit->projection->n_axes * fit->projection->dimension);
  return numeric_matrix64 (fit->projection->basis, fit->projection->n_axes, fit->projection->dimension);
}

/* basis = frame isometry, 3 x d. */
static void
fit_balanced (const Fit *fit, NumericMatrix64 basis)
{
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, fit->frame, fit->isometry, 0, basis);
}

/* What principal axes are turned to meet: the axes before, or the balanced ones. Free data. */
static NumericMatrix64
axes_to_meet (const Fit *fit, const CollapseProjection *before)
{
  NumericMatrix64 axes = collapse_matrix_new (3, fit->projection->dimension);

  if (before != NULL && before->n_axes == 3)
    memcpy (axes.data, before->basis, axes.rows * axes.columns * sizeof (double));
  else
    fit_balanced (fit, axes);
  return axes;
}

static void
fit_scatter (Fit *fit, NumericMatrix64 basis)
{
  CollapseProjection *self = fit->projection;
  NumericMatrix64 seen = collapse_matrix_new (fit->n, self->n_axes);

  self->scatter = g_new (double, (gsize)self->n_axes * self->n_axes);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, fit->centred, basis, 0, seen);
  numeric_gemm64 (NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1 / collapse_square_sum (fit->centred), seen, seen, 0,
                  numeric_matrix64 (self->scatter, self->n_axes, self->n_axes));
  for (guint i = 0; i < self->n_axes; i++)
    self->means_share += self->scatter[i * self->n_axes + i];
  self->means_share = MIN (self->means_share, 1);
  g_aligned_free (seen.data);
}

static void
fit_ideal (Fit *fit, NumericMatrix64 basis)
{
  CollapseProjection *self = fit->projection;
  NumericMatrix64 turned = collapse_matrix_new (fit->n, self->dimension);
  NumericMatrix64 seen = collapse_matrix_new (fit->n, self->n_axes);

  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_PLAIN, 1, fit->vertices, fit->isometry, 0, turned);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, collapse_etf_zoom (fit->n), turned, basis, 0, seen);
  self->ideal = g_new (double, (gsize)self->n_classes * self->n_axes);
  for (gsize i = 0; i < (gsize)self->n_classes * self->n_axes; i++)
    self->ideal[i] = NAN;
  for (guint i = 0; i < fit->n; i++)
    memcpy (self->ideal + (gsize)fitted_class (fit, i) * self->n_axes, numeric_matrix64_row (seen, i),
            self->n_axes * sizeof (double));
  g_aligned_free (turned.data);
  g_aligned_free (seen.data);
}

/* What follows from the basis; the projection is the caller's. */
static CollapseProjection *
fit_end (Fit *fit)
{
  NumericMatrix64 basis
      = numeric_matrix64 (fit->projection->basis, fit->projection->n_axes, fit->projection->dimension);

  fit_scatter (fit, basis);
  fit_ideal (fit, basis);
  return g_steal_pointer (&fit->projection);
}

/* One of other features or classes says nothing. */
static const CollapseProjection *
comparable (const CollapseProjection *before, const CollapseMeans *means)
{
  return before != NULL && before->dimension == means->dimension && before->n_classes == means->n_classes
             ? before
             : NULL;
}

CollapseProjection *
collapse_projection_new (CollapseProjectionKind kind,
                         const CollapseMeans *means,
                         const CollapseProjection *before,
                         GError **error)
{
  g_auto (Fit) fit = { 0 };
  NumericMatrix64 basis;

  g_return_val_if_fail (kind == COLLAPSE_PROJECTION_BALANCED || kind == COLLAPSE_PROJECTION_CLASS_MEAN_PCA
                            || kind == COLLAPSE_PROJECTION_TOUR,
                        NULL);

  before = comparable (before, means);
  if (!fit_init (&fit, kind, means, NULL, before, error))
    return NULL;
  basis = new_basis (&fit);
  if (kind == COLLAPSE_PROJECTION_BALANCED) {
    fit_balanced (&fit, basis);
  } else if (kind == COLLAPSE_PROJECTION_TOUR) {
    memcpy (basis.data, fit.isometry.data, basis.rows * basis.columns * sizeof (double));
  } else {
    NumericMatrix64 reference = axes_to_meet (&fit, before);
    gboolean fitted = collapse_fit_axes (fit.centred, reference, basis, error);

    g_aligned_free (reference.data);
    if (!fitted)
      return NULL;
  }
  return fit_end (&fit);
}

static gboolean
is_among (guint32 k, const guint32 *classes, guint n)
{
  for (guint i = 0; i < n; i++)
    if (classes[i] == k)
      return TRUE;
  return FALSE;
}

/* Each of `chosen` another class below n_classes; what is not needed of it is left. */
static void
make_distinct (guint32 chosen[COLLAPSE_N_CHOSEN], guint n_classes)
{
  guint n = MIN (n_classes, COLLAPSE_N_CHOSEN);

  for (guint i = 0; i < n; i++) {
    guint32 next = 0;

    if (chosen[i] < n_classes && !is_among (chosen[i], chosen, i))
      continue;
    while (is_among (next, chosen, n))
      next++;
    chosen[i] = next;
  }
}

CollapseProjection *
collapse_projection_new_four (const CollapseMeans *means,
                              const guint32 classes[COLLAPSE_N_CHOSEN],
                              const CollapseProjection *before,
                              GError **error)
{
  g_auto (Fit) fit = { 0 };
  guint32 chosen[COLLAPSE_N_CHOSEN];

  memcpy (chosen, classes, sizeof chosen);
  make_distinct (chosen, means->n_classes);
  if (!fit_init (&fit, COLLAPSE_PROJECTION_FOUR_CLASSES, means, chosen, comparable (before, means), error))
    return NULL;
  fit_balanced (&fit, new_basis (&fit));
  return fit_end (&fit);
}

CollapseProjection *
collapse_projection_new_features (const CollapseMeans *means,
                                  NumericMatrix32 features,
                                  const CollapseProjection *before,
                                  GError **error)
{
  g_auto (Fit) fit = { 0 };
  NumericMatrix64 reference;
  gboolean fitted;

  g_return_val_if_fail (features.columns == means->dimension, NULL);

  before = comparable (before, means);
  if (!fit_init (&fit, COLLAPSE_PROJECTION_FEATURE_PCA, means, NULL, before, error))
    return NULL;
  reference = axes_to_meet (&fit, before);
  fitted = collapse_fit_feature_axes (features, reference, new_basis (&fit), &fit.projection->features_share,
                                      error);
  g_aligned_free (reference.data);
  return fitted ? fit_end (&fit) : NULL;
}

CollapseProjection *
collapse_projection_new_held (const CollapseProjection *held, const CollapseMeans *means, GError **error)
{
  g_auto (Fit) fit = { 0 };
  gboolean choice = held->n_chosen > 0 && held->n_classes == means->n_classes;

  if (held->dimension != means->dimension) {
    g_set_error (error, COLLAPSE_ERROR, COLLAPSE_ERROR_DIMENSION,
                 _ ("The axes are of %" G_GSIZE_FORMAT " dimensions and the class means of %" G_GSIZE_FORMAT),
                 held->dimension, means->dimension);
    return NULL;
  }
  if (!fit_init (&fit, held->kind, means, choice ? held->chosen : NULL, comparable (held, means), error))
    return NULL;
  fit.projection->n_axes = held->n_axes;
  memcpy (new_basis (&fit).data, held->basis, held->n_axes * held->dimension * sizeof (double));
  return fit_end (&fit);
}
