/* Class statistics of features, streamed: chunk by chunk in two passes, accumulated in double.
 *
 * Notation as in the program's documentation: features h in R^d, N samples, K classes, class means mu_k,
 * their mean mu_G (unweighted), m_k = mu_k - mu_G, M = [m_1 .. m_K], Sigma_W and Sigma_B. */
#pragma once

#include "numeric/matrix.h"
#include "numeric/team.h"

#define COLLAPSE_ERROR (collapse_error_quark ())
GQuark collapse_error_quark (void);

typedef enum {
  COLLAPSE_ERROR_EMPTY_CLASS,
  COLLAPSE_ERROR_TOO_FEW_CLASSES, /* K < 2 */
  COLLAPSE_ERROR_NOT_FINITE,
  COLLAPSE_ERROR_MEANS_COINCIDE,
  COLLAPSE_ERROR_DIMENSION, /* two things that are to go together are of another d */
  COLLAPSE_ERROR_FAILED,    /* LAPACK did not converge */
} CollapseError;

typedef enum {
  COLLAPSE_MEASURE_BASIC = 0,
  COLLAPSE_MEASURE_WITHIN = 1 << 0, /* keep Sigma_W, d x d, which a probe needs; O(N d^2) */
  /* Also the metrics that need d x d second moments: vci, numerical_rank, stable_rank; O(N d^2) */
  COLLAPSE_MEASURE_SPECTRA = COLLAPSE_MEASURE_WITHIN | 1 << 1,
} CollapseMeasure;

/* What the two passes leave: plain data, owned by the stream. */
typedef struct {
  gsize dimension;     /* d */
  guint n_classes;     /* K */
  gsize n_samples;     /* N */
  gsize n_directions;  /* R = min (K - 1, d) */
  gboolean complete;   /* no class is empty */
  gboolean finite;     /* no NaN or infinity among the features */
  gboolean has_weight; /* a classifier was given */
  gboolean weight_finite;
  gboolean converged;  /* every decomposition did */
  gboolean spectra;    /* COLLAPSE_MEASURE_SPECTRA was asked for */
  gsize *counts;       /* K: n_k */
  double *means;       /* K x d: mu_k; NaN for an empty class */
  double *centre;      /* d: mu_G; NaN unless complete */
  double *centred;     /* K x d: m_k */
  double *singular;    /* R: s_r of M / sqrt (K), falling */
  double *directions;  /* R x d: the left singular vectors u_r of M */
  double *weight;      /* K x d, NULL without a classifier */
  double *bias;        /* K, zeros where none was given */
  double *variability; /* K: V_k, the mean of |h - mu_k|^2; NaN for an empty class */
  double within_trace; /* tr Sigma_W */
  double *projected;   /* R: u_r^T Sigma_W u_r */
  gsize n_nearest;     /* samples whose nearest class mean is their own class's; ties to the lower k */
  gsize n_disagreeing; /* samples where the classifier's argmax is not the nearest class mean */
  double *within;      /* d x d: Sigma_W, NULL unless COLLAPSE_MEASURE_WITHIN */
  double *class_rank;  /* K: numerical rank of each class's uncentred features, NaN for a class that is empty
                          or zero; NULL unless COLLAPSE_MEASURE_SPECTRA, or when it would take more than
                          COLLAPSE_RANK_BYTES */
} CollapseStatistics;

/* Most memory that numerical ranks may take for rows held back, in bytes: sum over k of min (n_k, 8 d) x d
 * doubles. 60,000 x 512 in ten classes takes 168 MB, 50,000 x 512 in a hundred 205 MB. */
#define COLLAPSE_RANK_BYTES ((gsize)400 << 20)

/* Takes samples in and gives statistics out. The caller shows the same samples twice, in the same order, in
 * chunks of any size (the result does not depend on it, to the last bit, nor on the size of the team):
 *
 *   for (pass = 0; pass < 2; pass++) {
 *     while (more chunks)
 *       collapse_stream_add32 (stream, chunk, labels);
 *     collapse_stream_end_pass (stream);
 *   }
 *   statistics = collapse_stream_statistics (stream);
 */
typedef struct _CollapseStream CollapseStream;

/* d > 0, K > 0. weight (K x d) and bias (K) are copied; weight.data NULL for no classifier, bias NULL for one
 * without bias. team may be NULL; it must outlive the stream. Memory: about 8 K x d and 1,200 x d doubles
 * and, with WITHIN, d x d more; with SPECTRA 4 d x d and the rows of COLLAPSE_RANK_BYTES. */
CollapseStream *collapse_stream_new (gsize dimension,
                                     guint n_classes,
                                     CollapseMeasure what,
                                     NumericMatrix64 weight,
                                     const double *bias,
                                     NumericTeam *team);
void collapse_stream_free (CollapseStream *stream);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CollapseStream, collapse_stream_free)

/* Features n x d of n samples and their labels, each < K (a programmer's error otherwise). */
void collapse_stream_add32 (CollapseStream *stream, NumericMatrix32 features, const guint32 *labels);
void collapse_stream_add64 (CollapseStream *stream, NumericMatrix64 features, const guint32 *labels);
void collapse_stream_end_pass (CollapseStream *stream);

/* After the second pass. */
const CollapseStatistics *collapse_stream_statistics (const CollapseStream *stream);
