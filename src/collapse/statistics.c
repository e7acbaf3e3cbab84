/* Two passes over the samples.
 *
 * Pass one adds each class up from its first sample on, so that equal samples have exactly their own value as
 * mean. Pass two takes the differences h - mu_k themselves, never |h|^2 - |mu|^2: at collapse the differences
 * are many orders below the features, and they are what is measured. Their projections on the singular
 * vectors of M come from one product, the nearest mean and the classifier's decision from another; a
 * decision closer than rounding is taken again by plain sums, so that ties go to the lower class.
 *
 * Samples are gathered in a slab of fixed size whatever the caller's chunks are. Within a slab, blocks of
 * rows (or of columns) go to the team; each has its own partial sums, added in the order of the blocks. */
#include "collapse/statistics.h"

#include "collapse/spectra.h"
#include "numeric/blas.h"
#include "numeric/lapack.h"
#include "numeric/simd.h"

#include <float.h>
#include <math.h>
#include <string.h>

GQuark
collapse_error_quark (void)
{
  return g_quark_from_static_string ("collapse-error-quark");
}

#define SLAB_ROWS 512
#define BLOCK_ROWS 128
#define N_BLOCKS (SLAB_ROWS / BLOCK_ROWS)
#define STRIP_COLUMNS 64

/* What one block of rows adds in pass two. */
typedef struct {
  double *spread;    /* K: sums of |h - mu_k|^2 */
  double *projected; /* R: sums of (u_r (h - mu_k))^2 */
  gsize n_nearest;
  gsize n_disagreeing;
} Partial;

/* What one member of the team needs for a block of rows in pass two. */
typedef struct {
  NumericMatrix64 centred; /* BLOCK_ROWS x d: h - mu_G */
  NumericMatrix64 along;   /* BLOCK_ROWS x R */
  NumericMatrix64 scores;  /* BLOCK_ROWS x K, or 2K with a classifier */
} Scratch;

struct _CollapseStream {
  CollapseStatistics statistics;
  NumericTeam *team;
  guint pass;
  gsize n_seen; /* samples shown in this pass */

  NumericMatrix64 slab;   /* SLAB_ROWS x d: samples as they came */
  NumericMatrix64 within; /* SLAB_ROWS x d: h - mu_k */
  guint32 *labels;        /* SLAB_ROWS */
  gsize n_held;           /* rows of the slab in use */

  double *first; /* K x d: each class's first sample */
  double *sums;  /* K x d: sums of h - first */

  gboolean decides;         /* nearest means and decisions are defined */
  NumericMatrix64 deciders; /* 2K x d: m_k, then w_k */
  double *offsets;          /* 2K: |m_k|^2 / 2, then w_k mu_G + b_k */
  double longest_mean;      /* max |m_k| */
  double longest_weight;    /* max |w_k| */
  double largest_offset;    /* max |w_k mu_G| + |b_k| */
  double centre_length;     /* |mu_G| */
  Partial partials[N_BLOCKS];
  Scratch *scratch; /* one a member */
  CollapseRanks *ranks;
};

static NumericMatrix64
matrix_new (gsize rows, gsize columns)
{
  return numeric_matrix64 (numeric_matrix64_alloc (rows * columns), rows, columns);
}

CollapseStream *
collapse_stream_new (gsize dimension,
                     guint n_classes,
                     CollapseMeasure what,
                     NumericMatrix64 weight,
                     const double *bias,
                     NumericTeam *team)
{
  g_return_val_if_fail (dimension > 0 && n_classes > 0, NULL);
  g_return_val_if_fail (weight.data == NULL || (weight.rows == n_classes && weight.columns == dimension),
                        NULL);

  CollapseStream *self = g_new0 (CollapseStream, 1);
  CollapseStatistics *statistics = &self->statistics;

  self->team = team;
  self->slab = matrix_new (SLAB_ROWS, dimension);
  self->labels = g_new (guint32, SLAB_ROWS);
  self->first = numeric_matrix64_alloc (n_classes * dimension);
  self->sums = numeric_matrix64_alloc (n_classes * dimension);

  statistics->dimension = dimension;
  statistics->n_classes = n_classes;
  statistics->n_directions = MIN (n_classes - 1, dimension);
  statistics->converged = TRUE;
  statistics->counts = g_new0 (gsize, n_classes);
  statistics->means = numeric_matrix64_alloc (n_classes * dimension);
  statistics->centre = numeric_matrix64_alloc (dimension);
  statistics->centred = numeric_matrix64_alloc (n_classes * dimension);
  statistics->singular = numeric_matrix64_alloc (statistics->n_directions);
  statistics->directions = numeric_matrix64_alloc (statistics->n_directions * dimension);
  statistics->variability = numeric_matrix64_alloc (n_classes);
  statistics->projected = numeric_matrix64_alloc (statistics->n_directions);
  statistics->spectra = (what & COLLAPSE_MEASURE_SPECTRA) == COLLAPSE_MEASURE_SPECTRA;
  if (what & COLLAPSE_MEASURE_WITHIN)
    statistics->within = numeric_matrix64_alloc (dimension * dimension);
  if (weight.data != NULL) {
    statistics->has_weight = TRUE;
    statistics->weight_finite = TRUE;
    statistics->weight = numeric_matrix64_alloc (n_classes * dimension);
    statistics->bias = numeric_matrix64_alloc (n_classes);
    for (guint k = 0; k < n_classes; k++) {
      memcpy (statistics->weight + k * dimension, numeric_matrix64_row (weight, k),
              dimension * sizeof (double));
      statistics->bias[k] = bias != NULL ? bias[k] : 0;
      statistics->weight_finite &= isfinite (statistics->bias[k]);
    }
    for (gsize i = 0; i < n_classes * dimension; i++)
      statistics->weight_finite &= isfinite (statistics->weight[i]);
  }
  return self;
}

void
collapse_stream_free (CollapseStream *self)
{
  if (self == NULL)
    return;

  CollapseStatistics *statistics = &self->statistics;
  double *const owned[] = {
    self->slab.data,      self->within.data,       self->first,
    self->sums,           self->deciders.data,     self->offsets,
    statistics->means,    statistics->centre,      statistics->centred,
    statistics->singular, statistics->directions,  statistics->weight,
    statistics->bias,     statistics->variability, statistics->projected,
    statistics->within,   statistics->class_rank,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (owned); i++)
    g_aligned_free (owned[i]);
  for (gsize i = 0; i < N_BLOCKS; i++) {
    g_aligned_free (self->partials[i].spread);
    g_aligned_free (self->partials[i].projected);
  }
  for (guint i = 0; self->scratch != NULL && i < numeric_team_size (self->team); i++) {
    g_aligned_free (self->scratch[i].centred.data);
    g_aligned_free (self->scratch[i].along.data);
    g_aligned_free (self->scratch[i].scores.data);
  }
  collapse_ranks_free (self->ranks);
  g_free (statistics->counts);
  g_free (self->scratch);
  g_free (self->labels);
  g_free (self);
}

NUMERIC_MULTIVERSION static void
widen (const float *row, double *restrict out, gsize count)
{
  for (gsize j = 0; j < count; j++)
    out[j] = row[j];
}

NUMERIC_MULTIVERSION static void
add_difference (const double *row, const double *from, double *restrict sum, gsize count)
{
  for (gsize j = 0; j < count; j++)
    sum[j] += row[j] - from[j];
}

/* out = row - from, and |out|^2 in eight interleaved sums, so that it can be vectorised in a fixed order. */
NUMERIC_MULTIVERSION static double
subtract (const double *row, const double *from, double *restrict out, gsize count)
{
  double lanes[8] = { 0 };
  double total = 0;
  gsize j = 0;

  for (; j + 8 <= count; j += 8)
    for (gsize lane = 0; lane < 8; lane++) {
      out[j + lane] = row[j + lane] - from[j + lane];
      lanes[lane] += out[j + lane] * out[j + lane];
    }
  for (; j < count; j++) {
    out[j] = row[j] - from[j];
    total += out[j] * out[j];
  }
  for (gsize lane = 0; lane < 8; lane++)
    total += lanes[lane];
  return total;
}

static double
squared_length (const double *row, gsize count)
{
  double sum = 0;

  for (gsize j = 0; j < count; j++)
    sum += row[j] * row[j];
  return sum;
}

/* Pass one: a strip of columns of the slab, all its rows in order. */
static void
sum_strip (gsize strip, guint member, gpointer data)
{
  CollapseStream *self = data;
  gsize dimension = self->statistics.dimension;
  gsize begin = strip * STRIP_COLUMNS;
  gsize count = MIN (STRIP_COLUMNS, dimension - begin);

  for (gsize i = 0; i < self->n_held; i++) {
    gsize at = self->labels[i] * dimension + begin;

    add_difference (numeric_matrix64_row (self->slab, i) + begin, self->first + at, self->sums + at, count);
  }
}

static void
sum_slab (CollapseStream *self)
{
  gsize dimension = self->statistics.dimension;

  for (gsize i = 0; i < self->n_held; i++) {
    guint32 k = self->labels[i];

    if (self->statistics.counts[k]++ == 0)
      memcpy (self->first + k * dimension, numeric_matrix64_row (self->slab, i), dimension * sizeof (double));
  }
  numeric_team_run (self->team, (dimension + STRIP_COLUMNS - 1) / STRIP_COLUMNS, sum_strip, self);
}

/* How far classifier k's logit is from that of the origin, and its twin for the means: half of
 * |h - mu_j|^2 > |h - mu_k|^2 is |m_j|^2 / 2 - m_j x > |m_k|^2 / 2 - m_k x with x = h - mu_G. */
static void
prepare_decisions (CollapseStream *self)
{
  CollapseStatistics *statistics = &self->statistics;
  guint n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;

  gboolean has_weight = statistics->has_weight && statistics->weight_finite;

  self->decides = statistics->complete && statistics->finite;
  if (!self->decides)
    return;
  self->deciders = matrix_new (n_classes * (has_weight ? 2 : 1), dimension);
  self->offsets = numeric_matrix64_alloc (self->deciders.rows);
  self->centre_length = sqrt (squared_length (statistics->centre, dimension));
  memcpy (self->deciders.data, statistics->centred, n_classes * dimension * sizeof (double));
  for (guint k = 0; k < n_classes; k++) {
    double square = squared_length (statistics->centred + k * dimension, dimension);

    self->offsets[k] = square / 2;
    self->longest_mean = MAX (self->longest_mean, sqrt (square));
  }
  if (!has_weight)
    return;
  memcpy (numeric_matrix64_row (self->deciders, n_classes), statistics->weight,
          n_classes * dimension * sizeof (double));
  for (guint k = 0; k < n_classes; k++) {
    const double *row = statistics->weight + k * dimension;
    double length = sqrt (squared_length (row, dimension));
    double product = 0;

    for (gsize j = 0; j < dimension; j++)
      product += row[j] * statistics->centre[j];
    self->offsets[n_classes + k] = product + statistics->bias[k];
    self->longest_weight = MAX (self->longest_weight, length);
    self->largest_offset
        = MAX (self->largest_offset, length * self->centre_length + fabs (statistics->bias[k]));
  }
}

static void
prepare_second_pass (CollapseStream *self)
{
  CollapseStatistics *statistics = &self->statistics;
  guint n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;
  guint size = numeric_team_size (self->team);

  self->within = matrix_new (SLAB_ROWS, dimension);
  for (gsize i = 0; i < N_BLOCKS; i++) {
    self->partials[i].spread = numeric_matrix64_alloc (n_classes);
    self->partials[i].projected = numeric_matrix64_alloc (statistics->n_directions);
  }
  prepare_decisions (self);
  self->scratch = g_new0 (Scratch, size);
  for (guint i = 0; i < size; i++) {
    self->scratch[i].centred = matrix_new (BLOCK_ROWS, dimension);
    self->scratch[i].along = matrix_new (BLOCK_ROWS, statistics->n_directions);
    self->scratch[i].scores = matrix_new (BLOCK_ROWS, MAX (self->deciders.rows, 1));
  }
  if (statistics->spectra)
    self->ranks = collapse_ranks_new (dimension, n_classes, statistics->counts);
}

/* The directions u_r and s_r of M / sqrt (K), from the rows m_k / sqrt (K). */
static void
find_directions (CollapseStatistics *statistics)
{
  gsize dimension = statistics->dimension;
  guint n_classes = statistics->n_classes;
  gsize thin = MIN (n_classes, dimension);
  NumericMatrix64 rows = matrix_new (n_classes, dimension);
  NumericMatrix64 left = matrix_new (n_classes, thin);
  NumericMatrix64 right = matrix_new (thin, dimension);
  double *values = numeric_matrix64_alloc (thin);

  for (gsize i = 0; i < n_classes * dimension; i++)
    rows.data[i] = statistics->centred[i] / sqrt (n_classes);
  statistics->converged &= numeric_svd (rows, left, values, right, NULL);
  memcpy (statistics->singular, values, statistics->n_directions * sizeof (double));
  memcpy (statistics->directions, right.data, statistics->n_directions * dimension * sizeof (double));
  g_aligned_free (rows.data);
  g_aligned_free (left.data);
  g_aligned_free (right.data);
  g_aligned_free (values);
}

static void
finish_means (CollapseStream *self)
{
  CollapseStatistics *statistics = &self->statistics;
  gsize dimension = statistics->dimension;

  statistics->n_samples = self->n_seen;
  statistics->complete = TRUE;
  statistics->finite = TRUE;
  for (guint k = 0; k < statistics->n_classes; k++) {
    gsize count = statistics->counts[k];

    statistics->complete &= count > 0;
    for (gsize j = 0; j < dimension; j++) {
      gsize at = k * dimension + j;

      statistics->means[at] = count > 0 ? self->first[at] + self->sums[at] / count : NAN;
      statistics->finite &= count == 0 || isfinite (statistics->means[at]);
      statistics->centre[j] += statistics->means[at] / statistics->n_classes;
    }
  }
  for (gsize i = 0; i < statistics->n_classes * dimension; i++)
    statistics->centred[i] = statistics->means[i] - statistics->centre[i % dimension];
  if (statistics->complete && statistics->finite && statistics->n_directions > 0)
    find_directions (statistics);
}

/* The lowest class whose score, the smaller the better, is best; those nearer than `slack` to the best are
 * decided by `exact`. */
typedef double (*ExactFunc) (const CollapseStream *self, const double *row, guint k);

static guint
decide (const CollapseStream *self, const double *scores, double slack, const double *row, ExactFunc exact)
{
  guint n_classes = self->statistics.n_classes;
  guint best = 0;
  guint n_close = 0;

  for (guint k = 1; k < n_classes; k++)
    if (scores[k] < scores[best])
      best = k;
  for (guint k = 0; k < n_classes; k++)
    n_close += scores[k] <= scores[best] + slack;
  if (n_close < 2)
    return best;

  double limit = scores[best] + slack;
  double least = INFINITY;

  for (guint k = 0; k < n_classes; k++) {
    double value = scores[k] <= limit ? exact (self, row, k) : INFINITY;

    if (value < least) {
      least = value;
      best = k;
    }
  }
  return best;
}

static double
exact_distance (const CollapseStream *self, const double *row, guint k)
{
  gsize dimension = self->statistics.dimension;
  const double *mean = self->statistics.means + k * dimension;
  double sum = 0;

  for (gsize j = 0; j < dimension; j++)
    sum += (row[j] - mean[j]) * (row[j] - mean[j]);
  return sum;
}

static double
exact_logit (const CollapseStream *self, const double *row, guint k)
{
  gsize dimension = self->statistics.dimension;
  const double *weight = self->statistics.weight + k * dimension;
  double sum = 0;

  for (gsize j = 0; j < dimension; j++)
    sum += row[j] * weight[j];
  return -(sum + self->statistics.bias[k]);
}

/* Nearest means and decisions of the samples in slab rows begin .. begin + count - 1. */
static void
decide_block (CollapseStream *self, gsize begin, gsize count, Scratch *scratch, Partial *partial)
{
  const CollapseStatistics *statistics = &self->statistics;
  guint n_classes = statistics->n_classes;
  gsize dimension = statistics->dimension;
  NumericMatrix64 centred = numeric_matrix64_rows (scratch->centred, 0, count);
  NumericMatrix64 scores = numeric_matrix64_rows (scratch->scores, 0, count);
  double squares[BLOCK_ROWS];
  double rounding = 4 * (dimension + 4) * DBL_EPSILON;

  for (gsize i = 0; i < count; i++)
    squares[i] = subtract (numeric_matrix64_row (self->slab, begin + i), statistics->centre,
                           numeric_matrix64_row (centred, i), dimension);
  numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, -1, centred, self->deciders, 0, scores);
  for (gsize i = 0; i < count; i++) {
    const double *row = numeric_matrix64_row (self->slab, begin + i);
    double *score = numeric_matrix64_row (scores, i);
    double length = sqrt (squares[i]);
    double slack = rounding * self->longest_mean * (length + self->longest_mean + self->centre_length);

    for (gsize k = 0; k < n_classes; k++)
      score[k] += self->offsets[k];
    guint nearest = decide (self, score, slack, row, exact_distance);
    partial->n_nearest += nearest == self->labels[begin + i];
    if (self->deciders.rows == n_classes)
      continue;
    score += n_classes;
    slack = rounding * (self->longest_weight * length + self->largest_offset);
    for (gsize k = 0; k < n_classes; k++)
      score[k] -= self->offsets[n_classes + k];
    partial->n_disagreeing += nearest != decide (self, score, slack, row, exact_logit);
  }
}

/* Pass two: a block of rows of the slab. */
static void
spread_block (gsize block, guint member, gpointer data)
{
  CollapseStream *self = data;
  const CollapseStatistics *statistics = &self->statistics;
  gsize dimension = statistics->dimension;
  gsize n_directions = statistics->n_directions;
  gsize begin = block * BLOCK_ROWS;
  gsize count = MIN (BLOCK_ROWS, self->n_held - begin);
  Partial *partial = &self->partials[block];
  Scratch *scratch = &self->scratch[member];
  NumericMatrix64 within = numeric_matrix64_rows (self->within, begin, count);
  NumericMatrix64 along = numeric_matrix64_rows (scratch->along, 0, count);

  memset (partial->spread, 0, statistics->n_classes * sizeof (double));
  memset (partial->projected, 0, n_directions * sizeof (double));
  partial->n_nearest = partial->n_disagreeing = 0;

  for (gsize i = 0; i < count; i++) {
    guint32 k = self->labels[begin + i];
    const double *row = numeric_matrix64_row (self->slab, begin + i);
    const double *mean = statistics->means + k * dimension;

    partial->spread[k] += subtract (row, mean, numeric_matrix64_row (within, i), dimension);
  }
  if (statistics->complete && statistics->finite && n_directions > 0) {
    NumericMatrix64 directions = numeric_matrix64 (statistics->directions, n_directions, dimension);

    numeric_gemm64 (NUMERIC_PLAIN, NUMERIC_TRANSPOSED, 1, within, directions, 0, along);
    for (gsize i = 0; i < count; i++) {
      const double *row = numeric_matrix64_row (along, i);

      for (gsize r = 0; r < n_directions; r++)
        partial->projected[r] += row[r] * row[r];
    }
  }
  if (self->decides)
    decide_block (self, begin, count, scratch, partial);
}

/* Pass two: a strip of Sigma_W's rows from the diagonal on. */
static void
within_strip (gsize strip, guint member, gpointer data)
{
  CollapseStream *self = data;
  gsize dimension = self->statistics.dimension;
  gsize begin = strip * STRIP_COLUMNS;
  gsize count = MIN (STRIP_COLUMNS, dimension - begin);
  NumericMatrix64 rows = numeric_matrix64_rows (self->within, 0, self->n_held);
  NumericMatrix64 sum = numeric_matrix64 (self->statistics.within, dimension, dimension);

  numeric_gemm64 (
      NUMERIC_TRANSPOSED, NUMERIC_PLAIN, 1, numeric_matrix64_columns (rows, begin, count),
      numeric_matrix64_columns (rows, begin, dimension - begin), 1,
      numeric_matrix64_columns (numeric_matrix64_rows (sum, begin, count), begin, dimension - begin));
}

static void
spread_slab (CollapseStream *self)
{
  CollapseStatistics *statistics = &self->statistics;
  gsize dimension = statistics->dimension;
  gsize n_blocks = (self->n_held + BLOCK_ROWS - 1) / BLOCK_ROWS;

  numeric_team_run (self->team, n_blocks, spread_block, self);
  for (gsize block = 0; block < n_blocks; block++) {
    const Partial *partial = &self->partials[block];

    for (guint k = 0; k < statistics->n_classes; k++)
      statistics->variability[k] += partial->spread[k];
    for (gsize r = 0; r < statistics->n_directions; r++)
      statistics->projected[r] += partial->projected[r];
    statistics->n_nearest += partial->n_nearest;
    statistics->n_disagreeing += partial->n_disagreeing;
  }
  if (statistics->within != NULL && statistics->finite)
    numeric_team_run (self->team, (dimension + STRIP_COLUMNS - 1) / STRIP_COLUMNS, within_strip, self);
  if (self->ranks != NULL && statistics->finite)
    collapse_ranks_add (self->ranks, self->team, numeric_matrix64_rows (self->slab, 0, self->n_held),
                        self->labels);
}

static void
finish_spread (CollapseStream *self)
{
  CollapseStatistics *statistics = &self->statistics;
  gsize dimension = statistics->dimension;

  for (guint k = 0; k < statistics->n_classes; k++) {
    statistics->within_trace += statistics->variability[k] / statistics->n_samples;
    statistics->variability[k] /= statistics->counts[k];
  }
  for (gsize r = 0; r < statistics->n_directions; r++)
    statistics->projected[r] /= statistics->n_samples;
  for (gsize i = 0; statistics->within != NULL && i < dimension; i++)
    for (gsize j = i; j < dimension; j++) {
      double value = statistics->within[i * dimension + j] / statistics->n_samples;

      statistics->within[i * dimension + j] = statistics->within[j * dimension + i] = value;
    }
  if (self->ranks != NULL && statistics->finite) {
    statistics->class_rank = numeric_matrix64_alloc (statistics->n_classes);
    statistics->converged &= collapse_ranks_finish (self->ranks, self->team, statistics->class_rank);
  }
}

static void
flush (CollapseStream *self)
{
  if (self->n_held == 0)
    return;
  if (self->pass == 0)
    sum_slab (self);
  else
    spread_slab (self);
  self->n_held = 0;
}

/* How many of `left` samples still fit; makes room where there is none. */
static gsize
make_room (CollapseStream *self, gsize left)
{
  if (self->n_held == SLAB_ROWS)
    flush (self);
  return MIN (left, SLAB_ROWS - self->n_held);
}

static void
take_labels (CollapseStream *self, const guint32 *labels, gsize count)
{
  memcpy (self->labels + self->n_held, labels, count * sizeof *labels);
  self->n_held += count;
  self->n_seen += count;
}

static gboolean
labels_in_range (const guint32 *labels, gsize count, guint n_classes)
{
  guint32 largest = 0;

  for (gsize i = 0; i < count; i++)
    largest = MAX (largest, labels[i]);
  return count == 0 || largest < n_classes;
}

void
collapse_stream_add32 (CollapseStream *self, NumericMatrix32 features, const guint32 *labels)
{
  g_return_if_fail (self->pass < 2 && features.columns == self->statistics.dimension);
  g_return_if_fail (labels_in_range (labels, features.rows, self->statistics.n_classes));

  for (gsize done = 0, count; done < features.rows; done += count) {
    count = make_room (self, features.rows - done);
    for (gsize i = 0; i < count; i++)
      widen (numeric_matrix32_row (features, done + i), numeric_matrix64_row (self->slab, self->n_held + i),
             features.columns);
    take_labels (self, labels + done, count);
  }
}

void
collapse_stream_add64 (CollapseStream *self, NumericMatrix64 features, const guint32 *labels)
{
  g_return_if_fail (self->pass < 2 && features.columns == self->statistics.dimension);
  g_return_if_fail (labels_in_range (labels, features.rows, self->statistics.n_classes));

  for (gsize done = 0, count; done < features.rows; done += count) {
    count = make_room (self, features.rows - done);
    for (gsize i = 0; i < count; i++)
      memcpy (numeric_matrix64_row (self->slab, self->n_held + i), numeric_matrix64_row (features, done + i),
              features.columns * sizeof (double));
    take_labels (self, labels + done, count);
  }
}

void
collapse_stream_end_pass (CollapseStream *self)
{
  g_return_if_fail (self->pass == 0 || (self->pass == 1 && self->n_seen == self->statistics.n_samples));

  flush (self);
  if (self->pass == 0) {
    finish_means (self);
    prepare_second_pass (self);
  } else {
    finish_spread (self);
  }
  self->n_seen = 0;
  self->pass++;
}

const CollapseStatistics *
collapse_stream_statistics (const CollapseStream *self)
{
  g_return_val_if_fail (self->pass == 2, NULL);

  return &self->statistics;
}
