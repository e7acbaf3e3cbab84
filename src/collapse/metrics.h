/* The neural-collapse metrics of one set of features: definitions, sources and numerics are at the head of
 * metrics.c, as in science.md section 1. */
#pragma once

#include "collapse/statistics.h"
#include "numeric/team.h"

/* Every metric, in the order in which tables show them. */
typedef enum {
  COLLAPSE_NC1,
  COLLAPSE_NC1_QUOTIENT,
  COLLAPSE_CDNV,
  COLLAPSE_VCI,
  COLLAPSE_NUMERICAL_RANK,
  COLLAPSE_STABLE_RANK,
  COLLAPSE_NC2_NORM_MEANS,
  COLLAPSE_NC2_NORM_WEIGHTS,
  COLLAPSE_NC2_ANGLE_MEANS,
  COLLAPSE_NC2_ANGLE_WEIGHTS,
  COLLAPSE_NC2_ETF_MEANS,
  COLLAPSE_NC2_ETF_WEIGHTS,
  COLLAPSE_NC3,
  COLLAPSE_NC3_GRAM,
  COLLAPSE_NC3_COSINE,
  COLLAPSE_NC3_BIAS,
  COLLAPSE_NC4,
  COLLAPSE_NC0,
  COLLAPSE_GNC2,
  COLLAPSE_MINORITY_COSINE,
  COLLAPSE_NCC_ACCURACY,
  COLLAPSE_N_METRICS
} CollapseMetric;

/* What a metric is, for people. */
typedef struct {
  const char *key;    /* "nc1": the name in JSON, CSV, the study file and --metric */
  const char *title;  /* "NC1" */
  const char *about;  /* "variability"; for gettext */
  const char *source; /* "Papyan, Han, Donoho 2020" */
} CollapseMetricInfo;

const CollapseMetricInfo *collapse_metric_info (CollapseMetric metric);
/* COLLAPSE_N_METRICS when there is no such key. */
CollapseMetric collapse_metric_from_key (const char *key);

/* Flags of a measurement: why some values are missing or not to be trusted. */
typedef enum {
  COLLAPSE_ILL_CONDITIONED
  = 1 << 0, /* kept singular values of M span more than 1e6: nc1 is not to be trusted */
  COLLAPSE_EMPTY_CLASS = 1 << 1,
  COLLAPSE_TOO_FEW_CLASSES = 1 << 2, /* K < 2 */
  COLLAPSE_TOO_FEW_DIMENSIONS
  = 1 << 3,                     /* K - 1 > d: no simplex ETF fits; nc2 and nc3 are as defined all the same */
  COLLAPSE_NOT_FINITE = 1 << 4, /* NaN or infinity in the features or the classifier */
  COLLAPSE_MEANS_COINCIDE = 1 << 5, /* two class means are the same: no cdnv; all of them: nothing over M */
  COLLAPSE_ZERO_VECTOR = 1 << 6,    /* some m_k or w_k is zero: it has no angle */
  COLLAPSE_RANK_OF_ZERO = 1 << 7,   /* no spread at all, or a class whose features are all zero: no rank */
  COLLAPSE_TOO_LARGE = 1 << 8,      /* numerical_rank left out: K d^2 is more than memory should hold */
  COLLAPSE_NO_CONVERGENCE = 1 << 9, /* LAPACK gave up on one of the decompositions */
} CollapseFlags;

/* Words for the flags that are set, "" for none; free with g_free. */
char *collapse_flags_describe (CollapseFlags flags);

/* One measurement: NaN marks a metric that is undefined here (see flags), was not asked for, or does not
 * apply: gnc2 with K <= d + 1, minority_cosine with classes of equal size or K < 4. */
typedef struct {
  double value[COLLAPSE_N_METRICS];
  CollapseFlags flags;
} CollapseMetrics;

/* Class means as they were measured, for drawing: immutable. */
typedef struct {
  guint n_classes;
  gsize dimension;
  double *means;       /* K x d: mu_k; a class without samples is all NaN */
  double *centre;      /* d: mu_G */
  gsize *counts;       /* K */
  double *variability; /* K: V_k, the mean squared distance to mu_k */
} CollapseMeans;

void collapse_means_free (CollapseMeans *means);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapseMeans, collapse_means_free)

/* Measures features h (N x d, d > 0) with labels (N, each < n_classes, n_classes > 0). weight (K x d) and
 * bias (K) are the linear classifier on these features; weight.data NULL for none, and then the metrics that
 * need one are NaN; bias NULL for a classifier without. logits' argmax is computed here from weight and bias.
 * Never fails as a whole: what cannot be defined is NaN with its flag. With an empty class all that needs the
 * means of every class is undefined, nearest means included; what is left are the metrics of the classifier
 * alone and stable_rank. *means, when not NULL, gets the class means (free with collapse_means_free). */
void collapse_measure32 (NumericMatrix32 features,
                         const guint32 *labels,
                         guint n_classes,
                         NumericMatrix32 weight,
                         const float *bias,
                         CollapseMeasure what,
                         NumericTeam *team,
                         CollapseMetrics *metrics,
                         CollapseMeans **means);
/* The same of double features. */
void collapse_measure64 (NumericMatrix64 features,
                         const guint32 *labels,
                         guint n_classes,
                         NumericMatrix64 weight,
                         const double *bias,
                         CollapseMeasure what,
                         NumericTeam *team,
                         CollapseMetrics *metrics,
                         CollapseMeans **means);

/* The same from a stream that has seen its two passes, for features that do not fit into memory. */
void collapse_metrics_from_statistics (const CollapseStatistics *statistics,
                                       CollapseMetrics *metrics,
                                       CollapseMeans **means);
