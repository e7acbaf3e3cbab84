/* Projections of d-dimensional features to three dimensions, carried over from epoch to epoch.
 *
 * balanced: the class means are fitted to the ideal simplex by Procrustes in the K - 1 dimensions, and the
 * fixed frame of collapse_etf_frame takes that to the screen. The ideal vertices stand still. class-mean PCA:
 * the first three principal axes of the class means, turned (in their own span) to meet the frame before
 * them: at collapse the eigenvalues are equal and the axes would spin. Where the third and fourth singular
 * values of the means cross, the span itself changes, and the picture with it: that is what PCA shows, and no
 * turn can hide it.
 *
 * In both the unit is the radius of the ideal vertices on screen. One step from the frame's vertices, which
 * have length sqrt (3 / (K-1)), to the unit is the factor zoom = collapse_etf_zoom (K), which both kinds
 * share: so x = zoom / mean_k |m_k| * basis (h - mu_G), and a class mean of mean length in its ideal
 * direction sits exactly at the centre of its ring, at radius 1 (K = 5: nearly 1, see etf.h). What shrinks on
 * screen shrinks relative to the means. For K <= 4 the balanced picture of the span of the means is exact. */
#pragma once

#include "collapse/metrics.h"

typedef enum {
  COLLAPSE_PROJECTION_BALANCED,
  COLLAPSE_PROJECTION_CLASS_MEAN_PCA,
} CollapseProjectionKind;

/* What takes features of one epoch to the screen: x = scale * basis (h - centre). */
typedef struct {
  CollapseProjectionKind kind;
  gsize dimension;
  guint n_classes;
  double
      *basis;     /* 3 x d: orthonormal rows, or zero where K - 1 or d have no third dimension; balanced with
                     K - 1 > d: a frame of R^(K-1) seen through an isometry of R^d, rows no longer orthonormal */
  double *centre; /* d: mu_G */
  double radius;  /* mean_k |m_k|, in the features' own unit */
  double scale;   /* zoom / radius */
  double *ideal;  /* K x 3: where the ideal vertices are on screen; for PCA, those of the simplex fitted to
                     the means by Procrustes, seen through the same basis */
  double means_share; /* share of the class means' variance that this view holds, 0 .. 1 */
} CollapseProjection;

void collapse_projection_free (CollapseProjection *projection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapseProjection, collapse_projection_free)

/* The projection for these class means. `before` is the projection of the epoch before, of either kind, or
 * NULL (one of another d or K counts as NULL): then the signs and turn are fixed by the ideal simplex, so
 * that both kinds look alike at first. Directions that the means leave open (rank below K - 1) are taken from
 * `before` where it has them. COLLAPSE_ERROR for empty classes, K < 2, NaN, or means that all coincide. */
CollapseProjection *collapse_projection_new (CollapseProjectionKind kind,
                                             const CollapseMeans *means,
                                             const CollapseProjection *before,
                                             GError **error);

/* points (n x d, float) to the screen: out n x 3. */
void
collapse_projection_apply (const CollapseProjection *projection, NumericMatrix32 points, NumericMatrix32 out);
/* The class means of `means`, K x 3. */
void collapse_projection_apply_means (const CollapseProjection *projection,
                                      const CollapseMeans *means,
                                      NumericMatrix32 out);
/* Directions such as the classifier's rows: K x d to K x 3, not centred; scaled so that the mean length of
 * the rows in R^d is 1 times zoom: one of mean length along an ideal direction ends in the centre of its
 * ring. All zero where the rows are. */
void collapse_projection_apply_directions (const CollapseProjection *projection,
                                           NumericMatrix32 rows,
                                           NumericMatrix32 out);
