/* Projections of d-dimensional features to three dimensions, carried over from epoch to epoch.
 *
 * balanced: the class means are fitted to the ideal simplex by Procrustes in the K - 1 dimensions, and the
 * fixed frame of collapse_etf_frame takes that to the screen. The ideal vertices stand still.
 *
 * tour: the same fit, but all K - 1 coordinates of it, to be seen through the moving frame of tour.h. Scenes
 * of several networks seen through one frame move alike, class by class.
 *
 * four classes: the means of four chosen classes (or of all, where there are fewer) lie in three dimensions,
 * and those are shown: every distance between them is true. The unit and the centre are those of the four. An
 * ideal simplex is a regular tetrahedron. Of all else part is out of view: collapse_projection_share.
 *
 * class-mean PCA, feature PCA: the first three principal axes of the class means, or of the features, turned
 * (in their own span) to meet the frame before them: at collapse the eigenvalues are equal and the axes would
 * spin. Where the third and fourth singular values cross, the span itself changes, and the picture with it:
 * that is what PCA shows, and no turn can hide it.
 *
 * Any of them can hold the axes of another moment: collapse_projection_new_held.
 *
 * In all the unit is the radius of the ideal vertices on screen. One step from the frame's vertices, which
 * have length sqrt (3 / (K-1)), to the unit is the factor zoom = collapse_etf_zoom (K), which all kinds
 * share: so x = zoom / mean_k |m_k| * basis (h - mu_G), and a class mean of mean length in its ideal
 * direction sits exactly at the centre of its ring, at radius 1 (K = 5: nearly 1, see etf.h). What shrinks on
 * screen shrinks relative to the means. For K <= 4 the balanced picture of the span of the means is exact. */
#pragma once

#include "collapse/metrics.h"

typedef enum {
  COLLAPSE_PROJECTION_BALANCED,
  COLLAPSE_PROJECTION_CLASS_MEAN_PCA,
  COLLAPSE_PROJECTION_FOUR_CLASSES,
  COLLAPSE_PROJECTION_TOUR,
  COLLAPSE_PROJECTION_FEATURE_PCA,
  COLLAPSE_PROJECTION_N_KINDS,
} CollapseProjectionKind;

/* So many class means fit into three dimensions whatever they are. */
#define COLLAPSE_N_CHOSEN 4

/* What takes features of one epoch to the axes: x = scale * basis (h - centre). */
typedef struct {
  CollapseProjectionKind kind;
  gsize dimension;
  guint n_classes;
  guint n_axes;   /* 3; with the tour K - 1 */
  guint n_chosen; /* with four classes, else 0 */
  guint32 chosen[COLLAPSE_N_CHOSEN];
  double *basis;   /* n_axes x d: orthonormal rows, or zero where K - 1 or d have no third dimension; balanced
                      with K - 1 > d: a frame of R^(K-1) seen through an isometry of R^d, rows no longer
                      orthonormal */
  double *centre;  /* d: mu_G, or the mean of the chosen means */
  double radius;   /* mean distance of the means (chosen ones) from the centre, in the features' own unit */
  double scale;    /* zoom / radius */
  double *ideal;   /* K x n_axes: where the ideal vertices are: those of the simplex fitted to the means by
                      Procrustes, seen through the same basis; NaN for classes that are not chosen */
  double *scatter; /* n_axes x n_axes: of the class means (the chosen ones) on the axes, as a share of the sum
                      of their squares in R^d */
  double means_share;    /* its trace: share of the class means' variance that the axes hold, 0 .. 1 */
  double features_share; /* feature PCA: share of the features' variance, about their mean; else NAN */
} CollapseProjection;

void collapse_projection_free (CollapseProjection *projection);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapseProjection, collapse_projection_free)

/* The projection for these class means: balanced, class-mean PCA or tour. `before` is the projection of the
 * epoch before, of any kind, or NULL (one of another d or K counts as NULL): then the signs and turn are
 * fixed by the ideal simplex, so that all kinds look alike at first. Directions that the means leave open
 * (rank below K - 1) are taken from `before` where it has them. COLLAPSE_ERROR for empty classes, K < 2, NaN,
 * or means that all coincide. */
CollapseProjection *collapse_projection_new (CollapseProjectionKind kind,
                                             const CollapseMeans *means,
                                             const CollapseProjection *before,
                                             GError **error);
/* Four classes: of `classes` what is not a class, or is there twice, is replaced by the first classes that
 * are not among them; with K < 4 all K are taken. COLLAPSE_ERROR as above, of the chosen means. */
CollapseProjection *collapse_projection_new_four (const CollapseMeans *means,
                                                  const guint32 classes[COLLAPSE_N_CHOSEN],
                                                  const CollapseProjection *before,
                                                  GError **error);
/* Feature PCA: the axes of features (n x d), the centre and the unit of the class means. COLLAPSE_ERROR also
 * where the features coincide or are not finite. */
CollapseProjection *collapse_projection_new_features (const CollapseMeans *means,
                                                      NumericMatrix32 features,
                                                      const CollapseProjection *before,
                                                      GError **error);
/* The axes of another moment, `held`, for these class means, which may be of other classes (of a downstream
 * task; chosen classes are then none any more); centre, unit, ideal and shares are those of the means.
 * COLLAPSE_ERROR as above, or where d is another one. */
CollapseProjection *
collapse_projection_new_held (const CollapseProjection *held, const CollapseMeans *means, GError **error);

/* points (n x d, float) on the axes: out n x n_axes. */
void
collapse_projection_apply (const CollapseProjection *projection, NumericMatrix32 points, NumericMatrix32 out);
/* The class means of `means`, K x n_axes. */
void collapse_projection_apply_means (const CollapseProjection *projection,
                                      const CollapseMeans *means,
                                      NumericMatrix32 out);
/* Directions such as the classifier's rows: K x d to K x n_axes, not centred; scaled so that the mean length
 * of the rows in R^d is 1 times zoom: one of mean length along an ideal direction ends in the centre of its
 * ring. All zero where the rows are. Of four chosen classes only theirs, less the mean of the four (a softmax
 * among them knows no more), the others NaN. */
void collapse_projection_apply_directions (const CollapseProjection *projection,
                                           NumericMatrix32 rows,
                                           NumericMatrix32 out);

/* The share of sum |h - origin|^2 over the rows h (n x d) that the axes hold, 0 .. 1; the rest is out of
 * view. NAN where there is nothing to share. */
double
collapse_projection_share (const CollapseProjection *projection, NumericMatrix32 rows, const double *origin);
/* The share of the class means' variance that a frame (3 x n_axes, orthonormal rows) on the axes holds. */
double collapse_projection_frame_share (const CollapseProjection *projection, NumericMatrix64 frame);
