/* The metrics, from the statistics of a stream.
 *
 * nc1 never forms the pseudo-inverse of Sigma_B: with the thin decomposition M / sqrt (K) = U S V^T it is
 * (1/K) sum_r (u_r^T Sigma_W u_r) / s_r^2 over the s_r that are not cut, s_r >= s_1 d eps. nc1 and vci are
 * blind to spread outside the span of the class means; that is why nc1_quotient and cdnv stand beside them.
 *
 * gnc2 is what takes nc2's place where no simplex ETF fits, K > d + 1, and is measured only there: the least
 * distance of a w_k / |w_k| from the convex hull of the others, K / (K - 1) at most. (With K <= d + 1 that is
 * what a simplex ETF has, and nc2 says how far away one is.) minority_cosine is the mean cosine of w_k and
 * w_l over the pairs of the rarer half of the classes, floor (K / 2) of them, by the counts of the samples
 * measured and, of equals, from the higher index on: -1/(K-1) in a simplex ETF, 1 where imbalance has made
 * the rare classes fall together. Where all classes are of one size there is no rarer half, nor a pair in it
 * where K < 4.
 *
 * Sources: Papyan, Han, Donoho, PNAS 2020 (nc1, nc2 norm and angle, nc3, nc4); Zhu et al., NeurIPS 2021
 * (nc2_etf, nc3_gram, nc3_bias); Tirer et al. 2023, Wang et al. 2023 (nc1_quotient); Galanti et al. 2021
 * (cdnv); Xu, Liu 2023 (vci); Kothapalli 2023 (nc2_etf); Li et al. 2022, arXiv 2212.12206 (numerical_rank);
 * Zhao et al. 2026 (nc0); Jiang et al. 2024 (gnc2); Fang et al. 2021, "Exploring deep neural networks via
 * layer-peeled model: minority collapse in imbalanced training" (minority_cosine). Standard deviations divide
 * by K. */
#include "collapse/metrics.h"

#include "collapse/hull.h"
#include "collapse/spectra.h"
#include "numeric/blas.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Kept singular values of M that span more than this make nc1 doubtful. */
#define ILL_CONDITIONED 1e6

static const CollapseMetricInfo infos[COLLAPSE_N_METRICS] = {
  [COLLAPSE_NC1] = { "nc1", "NC1", N_ ("within-class variability"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC1_QUOTIENT] = { "nc1_quotient", "NC1 quotient",
                              N_ ("within-class over between-class variability"), "Tirer et al. 2023" },
  [COLLAPSE_CDNV] = { "cdnv", "CDNV", N_ ("class-distance normalised variance"), "Galanti et al. 2021" },
  [COLLAPSE_VCI] = { "vci", "VCI", N_ ("variability collapse index"), "Xu, Liu 2023" },
  [COLLAPSE_NUMERICAL_RANK]
  = { "numerical_rank", "Numerical rank", N_ ("numerical rank of a class's features"), "Li et al. 2022" },
  [COLLAPSE_STABLE_RANK] = { "stable_rank", "Stable rank", N_ ("stable rank of the within-class spread"),
                             "Rudelson, Vershynin 2007" },
  [COLLAPSE_NC2_NORM_MEANS] = { "nc2_norm_means", "NC2 norm, means",
                                N_ ("spread of the class means' lengths"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC2_NORM_WEIGHTS] = { "nc2_norm_weights", "NC2 norm, weights",
                                  N_ ("spread of the classifiers' lengths"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC2_ANGLE_MEANS] = { "nc2_angle_means", "NC2 angle, means",
                                 N_ ("class means' cosines against −1/(K−1)"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC2_ANGLE_WEIGHTS] = { "nc2_angle_weights", "NC2 angle, weights",
                                   N_ ("classifiers' cosines against −1/(K−1)"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC2_ETF_MEANS]
  = { "nc2_etf_means", "NC2 ETF, means", N_ ("class means' distance from a simplex ETF"), "Kothapalli 2023" },
  [COLLAPSE_NC2_ETF_WEIGHTS] = { "nc2_etf_weights", "NC2 ETF, weights",
                                 N_ ("classifiers' distance from a simplex ETF"), "Zhu et al. 2021" },
  [COLLAPSE_NC3] = { "nc3", "NC3", N_ ("self-duality"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC3_GRAM]
  = { "nc3_gram", "NC3 Gram", N_ ("distance of W M from a simplex ETF"), "Zhu et al. 2021" },
  [COLLAPSE_NC3_COSINE]
  = { "nc3_cosine", "NC3 cosine", N_ ("cosine of classifier and class mean"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC3_BIAS] = { "nc3_bias", "NC3 bias", N_ ("logits at the global mean"), "Zhu et al. 2021" },
  [COLLAPSE_NC4]
  = { "nc4", "NC4", N_ ("disagreement with the nearest class mean"), "Papyan, Han, Donoho 2020" },
  [COLLAPSE_NC0] = { "nc0", "NC0", N_ ("sum of the classifiers"), "Zhao et al. 2026" },
  [COLLAPSE_GNC2]
  = { "gnc2", "GNC2", N_ ("classifiers' distance from the hull of the others"), "Jiang et al. 2024" },
  [COLLAPSE_MINORITY_COSINE] = { "minority_cosine", "Minority cosine",
                                 N_ ("cosine of the rarer classes' classifiers"), "Fang et al. 2021" },
  [COLLAPSE_NCC_ACCURACY]
  = { "ncc_accuracy", "NCC accuracy", N_ ("accuracy of the nearest class mean"), "Papyan, Han, Donoho 2020" },
};

const CollapseMetricInfo *
collapse_metric_info (CollapseMetric metric)
{
  g_return_val_if_fail (metric < COLLAPSE_N_METRICS, NULL);

  return &infos[metric];
}

CollapseMetric
collapse_metric_from_key (const char *key)
{
  CollapseMetric metric = 0;

  while (metric < COLLAPSE_N_METRICS && !g_str_equal (infos[metric].key, key))
    metric++;
  return metric;
}

char *
collapse_flags_describe (CollapseFlags flags)
{
  static const struct {
    CollapseFlags flag;
    const char *words;
  } words[] = {
    { COLLAPSE_ILL_CONDITIONED, N_ ("the class means are nearly dependent: NC1 is not to be trusted") },
    { COLLAPSE_EMPTY_CLASS, N_ ("a class has no samples") },
    { COLLAPSE_TOO_FEW_CLASSES, N_ ("fewer than two classes") },
    { COLLAPSE_TOO_FEW_DIMENSIONS, N_ ("more than d + 1 classes: no simplex ETF fits") },
    { COLLAPSE_NOT_FINITE, N_ ("features or classifier are not finite") },
    { COLLAPSE_MEANS_COINCIDE, N_ ("class means coincide") },
    { COLLAPSE_ZERO_VECTOR, N_ ("a class mean or classifier is zero: it has no direction") },
    { COLLAPSE_RANK_OF_ZERO, N_ ("features without spread, or all zero: they have no rank") },
    { COLLAPSE_TOO_LARGE, N_ ("numerical rank left out: too many classes and dimensions for the memory") },
    { COLLAPSE_NO_CONVERGENCE, N_ ("a decomposition did not converge") },
  };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (flags & words[i].flag)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", _ (words[i].words));
  return g_string_free (text, FALSE);
}

void
collapse_means_free (CollapseMeans *means)
{
  if (means == NULL)
    return;
  g_free (means->means);
  g_free (means->centre);
  g_free (means->counts);
  g_free (means->variability);
  g_free (means);
}

static CollapseMeans *
means_new (const CollapseStatistics *statistics)
{
  CollapseMeans *means = g_new0 (CollapseMeans, 1);
  gsize n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;

  means->n_classes = n_classes;
  means->dimension = dimension;
  means->means = g_memdup2 (statistics->means, n_classes * dimension * sizeof (double));
  means->centre = g_memdup2 (statistics->centre, dimension * sizeof (double));
  means->counts = g_memdup2 (statistics->counts, n_classes * sizeof (gsize));
  means->variability = g_memdup2 (statistics->variability, n_classes * sizeof (double));
  return means;
}

static double
dot (const double *a, const double *b, gsize count)
{
  double sum = 0;

  for (gsize i = 0; i < count; i++)
    sum += a[i] * b[i];
  return sum;
}

static double
norm (const double *a, gsize count)
{
  return sqrt (dot (a, a, count));
}

/* NaN, flagged, where there is nothing to divide by. */
static double
quotient (double numerator, double denominator, CollapseFlags flag, CollapseMetrics *metrics)
{
  if (denominator > 0)
    return numerator / denominator;
  metrics->flags |= flag;
  return NAN;
}

/* S*: a simplex ETF's Gram matrix of Frobenius norm 1. */
static double
etf_gram (guint n_classes, guint k, guint l)
{
  return ((k == l) - 1.0 / n_classes) / sqrt (n_classes - 1);
}

/* G = A B^T for K x d matrices A and B, K x K; free with g_aligned_free. */
static double *
gram_new (const CollapseStatistics *statistics, double *a, double *b)
{
  gsize n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;
  double *gram = numeric_matrix64_alloc (n_classes * n_classes);

  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, numeric_matrix64 (a, n_classes, dimension),
                  numeric_matrix64 (b, n_classes, dimension), 0,
                  numeric_matrix64 (gram, n_classes, n_classes));
  return gram;
}

/* Frobenius norm of G / |G|_F - S*. */
static double
etf_distance (const double *gram, gsize n_classes, CollapseMetrics *metrics)
{
  double length = norm (gram, n_classes * n_classes);
  double sum = 0;

  for (gsize k = 0; k < n_classes; k++)
    for (gsize l = 0; l < n_classes; l++) {
      double difference = quotient (gram[k * n_classes + l], length, COLLAPSE_ZERO_VECTOR, metrics)
                          - etf_gram (n_classes, k, l);

      sum += difference * difference;
    }
  return sqrt (sum);
}

/* Standard deviation over mean of the lengths. */
static double
norm_spread (const double *lengths, gsize n_classes, CollapseMetrics *metrics)
{
  double mean = 0, square = 0;

  for (gsize k = 0; k < n_classes; k++)
    mean += lengths[k] / n_classes;
  for (gsize k = 0; k < n_classes; k++)
    square += (lengths[k] - mean) * (lengths[k] - mean);
  return quotient (sqrt (square / n_classes), mean, COLLAPSE_ZERO_VECTOR, metrics);
}

/* Mean over k != l of |cos (k, l) + 1 / (K - 1)|. */
static double
angle_spread (const double *gram, const double *lengths, gsize n_classes, CollapseMetrics *metrics)
{
  double sum = 0;

  for (gsize k = 1; k < n_classes; k++)
    for (gsize l = 0; l < k; l++)
      sum += fabs (quotient (gram[k * n_classes + l], lengths[k] * lengths[l], COLLAPSE_ZERO_VECTOR, metrics)
                   + 1.0 / (n_classes - 1));
  return sum / (n_classes * (n_classes - 1.0) / 2);
}

/* The three metrics nc2 of K rows. */
static void
measure_frame (const CollapseStatistics *statistics,
               double *rows,
               CollapseMetric norm_metric,
               CollapseMetric angle_metric,
               CollapseMetric etf_metric,
               CollapseMetrics *metrics)
{
  gsize n_classes = statistics->n_classes;
  double *gram = gram_new (statistics, rows, rows);
  g_autofree double *lengths = g_new (double, n_classes);

  for (gsize k = 0; k < n_classes; k++)
    lengths[k] = norm (rows + k * statistics->dimension, statistics->dimension);
  metrics->value[norm_metric] = norm_spread (lengths, n_classes, metrics);
  metrics->value[angle_metric] = angle_spread (gram, lengths, n_classes, metrics);
  metrics->value[etf_metric] = etf_distance (gram, n_classes, metrics);
  g_aligned_free (gram);
}

/* Mean over pairs of (V_i + V_j) / (2 |mu_i - mu_j|^2). */
static double
class_distance_variance (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  guint n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;
  double sum = 0;

  for (guint k = 1; k < n_classes; k++)
    for (guint l = 0; l < k; l++) {
      const double *a = statistics->means + k * dimension;
      const double *b = statistics->means + l * dimension;
      double square = 0;

      for (gsize j = 0; j < dimension; j++)
        square += (a[j] - b[j]) * (a[j] - b[j]);
      sum += quotient (statistics->variability[k] + statistics->variability[l], 2 * square,
                       COLLAPSE_MEANS_COINCIDE, metrics);
    }
  return sum / (n_classes * (n_classes - 1.0) / 2);
}

/* nc1, nc1_quotient, cdnv and vci: within-class variability against the class means. */
static void
measure_variability (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  double *value = metrics->value;
  const double *singular = statistics->singular;
  double between = dot (singular, singular, statistics->n_directions);
  double cut = singular[0] * statistics->dimension * DBL_EPSILON;
  double sum = 0;
  gsize kept = 0;

  value[COLLAPSE_CDNV] = class_distance_variance (statistics, metrics);
  value[COLLAPSE_NC1_QUOTIENT]
      = quotient (statistics->within_trace, between, COLLAPSE_MEANS_COINCIDE, metrics);
  if (!(between > 0))
    return;
  for (; kept < statistics->n_directions && singular[kept] >= cut; kept++)
    sum += statistics->projected[kept] / (singular[kept] * singular[kept]);
  value[COLLAPSE_NC1] = sum / statistics->n_classes;
  if (singular[0] > ILL_CONDITIONED * singular[kept - 1])
    metrics->flags |= COLLAPSE_ILL_CONDITIONED;
  if (statistics->spectra) {
    value[COLLAPSE_VCI] = collapse_spectra_vci (statistics, kept);
    if (isnan (value[COLLAPSE_VCI]))
      metrics->flags |= COLLAPSE_NO_CONVERGENCE;
  }
}

static void
measure_ranks (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  double *value = metrics->value;
  double largest = collapse_spectra_largest_within (statistics);
  double sum = 0;

  if (isnan (largest))
    metrics->flags |= COLLAPSE_NO_CONVERGENCE;
  else
    value[COLLAPSE_STABLE_RANK]
        = quotient (statistics->within_trace, largest, COLLAPSE_RANK_OF_ZERO, metrics);
  if (statistics->class_rank == NULL) {
    metrics->flags |= COLLAPSE_TOO_LARGE;
    return;
  }
  for (guint k = 0; k < statistics->n_classes; k++)
    sum += statistics->class_rank[k];
  value[COLLAPSE_NUMERICAL_RANK] = sum / statistics->n_classes;
  if (isnan (sum) && statistics->complete && statistics->converged)
    metrics->flags |= COLLAPSE_RANK_OF_ZERO;
}

static void
measure_means (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  double *value = metrics->value;

  measure_variability (statistics, metrics);
  measure_frame (statistics, statistics->centred, COLLAPSE_NC2_NORM_MEANS, COLLAPSE_NC2_ANGLE_MEANS,
                 COLLAPSE_NC2_ETF_MEANS, metrics);
  value[COLLAPSE_NCC_ACCURACY] = (double)statistics->n_nearest / statistics->n_samples;
}

/* The least distance of a w_k / |w_k| from the convex hull of the others. */
static double
hull_separation (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  gsize dimension = statistics->dimension;
  NumericMatrix64 rows = numeric_matrix64 (numeric_matrix64_alloc (statistics->n_classes * dimension),
                                           statistics->n_classes, dimension);
  double separation;

  for (gsize k = 0; k < rows.rows; k++) {
    const double *weight = statistics->weight + k * dimension;
    double length = norm (weight, dimension);

    for (gsize j = 0; j < dimension; j++)
      numeric_matrix64_row (rows, k)[j] = quotient (weight[j], length, COLLAPSE_ZERO_VECTOR, metrics);
  }
  separation = collapse_hull_separation (rows);
  g_aligned_free (rows.data);
  return separation;
}

/* For g_qsort_with_data: classes from the rarest on. */
static int
compare_counts (gconstpointer a, gconstpointer b, gpointer data)
{
  const CollapseStatistics *statistics = data;
  guint k = *(const guint *)a, l = *(const guint *)b;

  if (statistics->counts[k] != statistics->counts[l])
    return statistics->counts[k] < statistics->counts[l] ? -1 : 1;
  return k > l ? -1 : k < l;
}

/* Mean cosine of w_k and w_l over the pairs of the rarer half. */
static double
minority_cosine (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  guint n_classes = statistics->n_classes, half = n_classes / 2;
  gsize dimension = statistics->dimension;
  g_autofree guint *classes = g_new (guint, n_classes);
  double sum = 0;

  for (guint k = 0; k < n_classes; k++)
    classes[k] = k;
  g_qsort_with_data (classes, n_classes, sizeof *classes, compare_counts, (gpointer)statistics);
  if (half < 2 || statistics->counts[classes[0]] == statistics->counts[classes[n_classes - 1]])
    return NAN;
  for (guint i = 1; i < half; i++)
    for (guint j = 0; j < i; j++) {
      const double *a = statistics->weight + classes[i] * dimension;
      const double *b = statistics->weight + classes[j] * dimension;

      sum += quotient (dot (a, b, dimension), norm (a, dimension) * norm (b, dimension), COLLAPSE_ZERO_VECTOR,
                       metrics);
    }
  return sum / (half * (half - 1.0) / 2);
}

static void
measure_weight (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  double *value = metrics->value;
  guint n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;
  double square = 0;

  for (gsize j = 0; j < dimension; j++) {
    double sum = 0;

    for (guint k = 0; k < n_classes; k++)
      sum += statistics->weight[k * dimension + j];
    square += sum * sum;
  }
  value[COLLAPSE_NC0] = sqrt (square) / dimension;
  if (n_classes < 2)
    return;
  measure_frame (statistics, statistics->weight, COLLAPSE_NC2_NORM_WEIGHTS, COLLAPSE_NC2_ANGLE_WEIGHTS,
                 COLLAPSE_NC2_ETF_WEIGHTS, metrics);
  if (n_classes > dimension + 1)
    value[COLLAPSE_GNC2] = hull_separation (statistics, metrics);
  value[COLLAPSE_MINORITY_COSINE] = minority_cosine (statistics, metrics);
}

/* nc3 and nc4: the classifier against the class means. */
static void
measure_duality (const CollapseStatistics *statistics, CollapseMetrics *metrics)
{
  double *value = metrics->value;
  guint n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;
  gsize count = n_classes * dimension;
  double *gram = gram_new (statistics, statistics->weight, statistics->centred);
  double weight_norm = norm (statistics->weight, count);
  double means_norm = norm (statistics->centred, count);
  double distance = 0, cosine = 0, bias = 0;

  for (gsize i = 0; i < count; i++) {
    double difference = quotient (statistics->weight[i], weight_norm, COLLAPSE_ZERO_VECTOR, metrics)
                        - quotient (statistics->centred[i], means_norm, COLLAPSE_MEANS_COINCIDE, metrics);

    distance += difference * difference;
  }
  for (guint k = 0; k < n_classes; k++) {
    const double *row = statistics->weight + k * dimension;
    const double *mean = statistics->centred + k * dimension;
    double logit = dot (row, statistics->centre, dimension) + statistics->bias[k];

    cosine += quotient (dot (row, mean, dimension), norm (row, dimension) * norm (mean, dimension),
                        COLLAPSE_ZERO_VECTOR, metrics);
    bias += logit * logit;
  }
  value[COLLAPSE_NC3] = sqrt (distance);
  value[COLLAPSE_NC3_GRAM] = etf_distance (gram, n_classes, metrics);
  value[COLLAPSE_NC3_COSINE] = cosine / n_classes;
  value[COLLAPSE_NC3_BIAS] = sqrt (bias);
  value[COLLAPSE_NC4] = (double)statistics->n_disagreeing / statistics->n_samples;
  g_aligned_free (gram);
}

static CollapseFlags
input_flags (const CollapseStatistics *statistics)
{
  CollapseFlags flags = 0;

  if (!statistics->complete)
    flags |= COLLAPSE_EMPTY_CLASS;
  if (statistics->n_classes < 2)
    flags |= COLLAPSE_TOO_FEW_CLASSES;
  else if (statistics->n_classes - 1 > statistics->dimension)
    flags |= COLLAPSE_TOO_FEW_DIMENSIONS;
  if (!statistics->finite || (statistics->has_weight && !statistics->weight_finite))
    flags |= COLLAPSE_NOT_FINITE;
  if (!statistics->converged)
    flags |= COLLAPSE_NO_CONVERGENCE;
  return flags;
}

void
collapse_metrics_from_statistics (const CollapseStatistics *statistics,
                                  CollapseMetrics *metrics,
                                  CollapseMeans **means)
{
  gboolean has_means = statistics->complete && statistics->finite && statistics->n_classes >= 2;
  gboolean has_weight = statistics->has_weight && statistics->weight_finite;

  for (guint i = 0; i < COLLAPSE_N_METRICS; i++)
    metrics->value[i] = NAN;
  metrics->flags = input_flags (statistics);
  if (means != NULL)
    *means = means_new (statistics);
  if (has_means)
    measure_means (statistics, metrics);
  if (has_weight)
    measure_weight (statistics, metrics);
  if (has_means && has_weight)
    measure_duality (statistics, metrics);
  if (statistics->spectra && statistics->finite && statistics->n_samples > 0)
    measure_ranks (statistics, metrics);
}

void
collapse_measure32 (NumericMatrix32 features,
                    const guint32 *labels,
                    guint n_classes,
                    NumericMatrix32 weight,
                    const float *bias,
                    CollapseMeasure what,
                    NumericTeam *team,
                    CollapseMetrics *metrics,
                    CollapseMeans **means)
{
  g_return_if_fail (features.columns > 0 && n_classes > 0);

  double *wide = numeric_matrix64_alloc (weight.data != NULL ? n_classes * weight.columns : 0);
  g_autofree double *wide_bias = bias != NULL ? g_new (double, n_classes) : NULL;
  NumericMatrix64 weight64
      = { weight.rows, weight.columns, weight.columns, weight.data != NULL ? wide : NULL };
  g_autoptr (CollapseStream) stream = NULL;

  for (gsize k = 0; weight.data != NULL && k < n_classes; k++)
    for (gsize j = 0; j < weight.columns; j++)
      wide[k * weight.columns + j] = numeric_matrix32_row (weight, k)[j];
  for (gsize k = 0; bias != NULL && k < n_classes; k++)
    wide_bias[k] = bias[k];
  stream = collapse_stream_new (features.columns, n_classes, what, weight64, wide_bias, team);
  for (int pass = 0; pass < 2; pass++) {
    collapse_stream_add32 (stream, features, labels);
    collapse_stream_end_pass (stream);
  }
  collapse_metrics_from_statistics (collapse_stream_statistics (stream), metrics, means);
  g_aligned_free (wide);
}

void
collapse_measure64 (NumericMatrix64 features,
                    const guint32 *labels,
                    guint n_classes,
                    NumericMatrix64 weight,
                    const double *bias,
                    CollapseMeasure what,
                    NumericTeam *team,
                    CollapseMetrics *metrics,
                    CollapseMeans **means)
{
  g_return_if_fail (features.columns > 0 && n_classes > 0);

  g_autoptr (CollapseStream) stream
      = collapse_stream_new (features.columns, n_classes, what, weight, bias, team);

  for (int pass = 0; pass < 2; pass++) {
    collapse_stream_add64 (stream, features, labels);
    collapse_stream_end_pass (stream);
  }
  collapse_metrics_from_statistics (collapse_stream_statistics (stream), metrics, means);
}
