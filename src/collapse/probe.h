/* A linear probe in closed form: how well a linear classifier, fitted to labels of the caller's choice, reads
 * them from features that are left as they are.
 *
 * The classifier is ridge regression of the one-hot labels y, both sides centred (Hoerl, Kennard 1970; as a
 * classifier Rifkin, Yeo, Poggio 2003; as a probe of a network's layers in place of Alain, Bengio's trained
 * one, 2016): with S the covariance of the features and C that of labels and features, K x d, both divided by
 * N,
 *
 *   W = C (S + lambda I)^-1, b = mean y - W mean h, lambda = COLLAPSE_PROBE_RIDGE tr (S) / d,
 *
 * that is, lambda relative to S's mean eigenvalue, so that the probe does not depend on the features' scale.
 * The decision is argmax_k (w_k h + b_k), ties to the lower k. No step sizes, no seeds: the same features
 * give the same probe. */
#pragma once

#include "collapse/statistics.h"

#define COLLAPSE_PROBE_RIDGE 1e-3

/* Immutable. */
typedef struct {
  guint n_classes; /* K */
  gsize dimension; /* d */
  double *weight;  /* K x d */
  double *bias;    /* K */
} CollapseProbe;

/* From statistics with COLLAPSE_MEASURE_WITHIN. A class without samples has a weight and bias of zero, and
 * features without any spread give a probe that always says the largest class. COLLAPSE_ERROR when there are
 * no samples, or features are not finite. */
CollapseProbe *collapse_probe_new (const CollapseStatistics *statistics, GError **error);
/* The same from features h (N x d, d > 0) and labels (N, each < n_classes, n_classes > 0). */
CollapseProbe *collapse_probe_fit32 (
    NumericMatrix32 features, const guint32 *labels, guint n_classes, NumericTeam *team, GError **error);
void collapse_probe_free (CollapseProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapseProbe, collapse_probe_free)

/* The share of features (N x d) whose decision is their label. Those that are not finite count as wrong; NaN
 * when N is 0. */
double collapse_probe_accuracy32 (const CollapseProbe *probe,
                                  NumericMatrix32 features,
                                  const guint32 *labels,
                                  NumericTeam *team);
