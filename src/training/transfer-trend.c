#include "training/transfer-trend.h"

#include "training/trend-private.h"

#include <math.h>

#define IS_LOG(quantity) ((quantity) != TRANSFER_TEST_ACCURACY)

/* Fine-tunings that differ in seeds alone: sums, and then means, by the seed of the source. */
typedef struct {
  guint place; /* of the variant, in the trend */
  guint epoch, method_place, method;
  gint block;
  guint shots;
  guint n[TRAINING_MAX_SEEDS];
  double values[TRANSFER_N_QUANTITIES][TRAINING_MAX_SEEDS]; /* NC1 as its logarithm */
} Cell;

/* Where a value is in a list; -1: it is not. */
static gint
find_place (const GArray *list, guint value)
{
  for (guint i = 0; i < list->len; i++)
    if (g_array_index (list, guint, i) == value)
      return (gint)i;
  return -1;
}

/* Whether an outcome is one of the trend's; then its cell gets its key. */
static gboolean
belongs (const TrainingTrend *trend, const TransferOutcome *outcome, Cell *cell)
{
  gint place = find_place (trend->variants, outcome->variant);
  gint method = find_place (trend->methods, outcome->method);
  guint64 plans = 0;
  for (guint i = 0; i < trend->plans->len; i++)
    plans |= G_GUINT64_CONSTANT (1) << g_array_index (trend->plans, guint, i);
  if (place < 0 || method < 0 || (outcome->plans & plans) == 0
      || (trend->shots >= 0 && outcome->shots != (guint)trend->shots)
      || (trend->over != TRAINING_OVER_SOURCE_EPOCHS && !outcome->last))
    return FALSE;
  cell->place = (guint)place;
  cell->epoch = trend->over == TRAINING_OVER_SOURCE_EPOCHS ? outcome->epoch : 0;
  cell->method_place = (guint)method;
  cell->method = outcome->method;
  cell->block = outcome->block;
  cell->shots = outcome->shots;
  return TRUE;
}

static gint
compare_cells (gconstpointer a, gconstpointer b)
{
  const Cell *first = a, *second = b;
  const gint64 keys[][2] = { { first->place, second->place },
                             { first->epoch, second->epoch },
                             { first->method_place, second->method_place },
                             { first->block, second->block },
                             { (guint)(first->shots - 1), (guint)(second->shots - 1) } }; /* all is most */
  for (gsize k = 0; k < G_N_ELEMENTS (keys); k++)
    if (keys[k][0] != keys[k][1])
      return keys[k][0] > keys[k][1] ? 1 : -1;
  return 0;
}

static void
add_outcome (GArray *cells, const Cell *key, const TransferOutcome *outcome)
{
  guint c = 0;
  while (c < cells->len && compare_cells (&g_array_index (cells, Cell, c), key) != 0)
    c++;
  if (c == cells->len)
    g_array_append_vals (cells, key, 1);
  Cell *cell = &g_array_index (cells, Cell, c);
  cell->n[outcome->seed]++;
  for (guint q = 0; q < TRANSFER_N_QUANTITIES; q++)
    cell->values[q][outcome->seed] += IS_LOG (q) ? log (outcome->values[q]) : outcome->values[q];
}

/* Array of Cell, sorted, its means made. */
static GArray *
gather (const TrainingTrend *trend, const GArray *outcomes, guint n_seeds)
{
  GArray *cells = g_array_new (FALSE, TRUE, sizeof (Cell));
  for (guint i = 0; i < outcomes->len; i++) {
    Cell key = { 0 };
    if (belongs (trend, &g_array_index (outcomes, TransferOutcome, i), &key))
      add_outcome (cells, &key, &g_array_index (outcomes, TransferOutcome, i));
  }
  for (guint c = 0; c < cells->len; c++) {
    Cell *cell = &g_array_index (cells, Cell, c);
    for (guint q = 0; q < TRANSFER_N_QUANTITIES; q++)
      for (guint s = 0; s < n_seeds; s++)
        cell->values[q][s] = cell->n[s] == 0 ? NAN : cell->values[q][s] / cell->n[s];
  }
  g_array_sort (cells, compare_cells);
  return cells;
}

/* The mean over the seeds but one; NaN where there are none. */
static double
mean_of_others (const double *values, guint n_seeds, guint seed)
{
  double sum = 0;
  guint n = 0;
  for (guint s = 0; s < n_seeds; s++)
    if (s != seed && !isnan (values[s])) {
      sum += values[s];
      n++;
    }
  return n == 0 ? NAN : sum / n;
}

/* Of n rows of values the one whose mean over the other seeds is largest; -1 when none has one. */
static gint
find_best (const double *const *rows, guint n, guint n_seeds, guint seed)
{
  gint best = -1;
  double most = -INFINITY;
  for (guint i = 0; i < n; i++) {
    double mean = mean_of_others (rows[i], n_seeds, seed);
    if (mean > most) {
      most = mean;
      best = (gint)i;
    }
  }
  return best;
}

static guint64
block_bit (const Cell *cell)
{
  return cell->block < 0 || cell->block > 63 ? 0 : G_GUINT64_CONSTANT (1) << cell->block;
}

static TrainingTrendResult *
result_new (guint n_seeds, guint n_points)
{
  TrainingTrendResult *result = training_trend_result_new (n_seeds);
  result->values = g_new (double, MAX (n_points, 1) * n_seeds);
  return result;
}

/* Adds a point of n >= 0 cells that differ in their block alone. */
static void
add_point (const TrainingTrend *trend,
           TrainingTrendPoint point,
           const Cell *cells,
           guint n,
           TrainingTrendResult *result)
{
  double *values = result->values + result->points->len * result->n_seeds;
  g_autofree const double **accuracies = g_new (const double *, n + 1);
  for (guint i = 0; i < n; i++)
    accuracies[i] = cells[i].values[TRANSFER_TEST_ACCURACY];
  for (guint s = 0; s < result->n_seeds; s++) {
    gint best = n < 2 ? (gint)n - 1 : find_best (accuracies, n, result->n_seeds, s);
    values[s] = best < 0 ? NAN : cells[best].values[trend->quantity][s];
    if (training_trend_is_scale (trend))
      values[s] = exp (values[s]);
    if (!isnan (values[s]))
      point.blocks |= block_bit (&cells[best]);
  }
  point.sample = training_sample (values, result->n_seeds);
  g_array_append_val (result->points, point);
}

/* What tells one point of a row from another, and from those of other rows. */
static gboolean
is_of_point (const TrainingTrend *trend, const Cell *cell, const Cell *other)
{
  return cell->place == other->place && cell->epoch == other->epoch
         && (trend->over != TRAINING_OVER_METHODS || cell->method == other->method)
         && (trend->over != TRAINING_OVER_LAYERS || cell->block == other->block);
}

/* The points that there are cells for, and none other: epochs and layers are known by their outcomes alone.
 */
static void
add_found (const TrainingTrend *trend, guint place, const GArray *cells, TrainingTrendResult *result)
{
  const Cell *all = (const Cell *)cells->data;
  for (guint first = 0, end; first < cells->len; first = end) {
    for (end = first + 1; end < cells->len && is_of_point (trend, &all[first], &all[end]);)
      end++;
    if (all[first].place == place)
      add_point (trend,
                 (TrainingTrendPoint){ .variant = g_array_index (trend->variants, guint, place),
                                       .epoch = all[first].epoch,
                                       .method = all[first].method,
                                       .shots = all[first].shots },
                 all + first, end - first, result);
  }
}

/* The cells of a place and method (-1: any), which stand together. */
static const Cell *
find_cells (const GArray *cells, guint place, gint method, guint *n)
{
  const Cell *found = NULL;
  *n = 0;
  for (guint c = 0; c < cells->len; c++) {
    const Cell *cell = &g_array_index (cells, Cell, c);
    if (cell->place != place || (method >= 0 && cell->method != (guint)method))
      continue;
    found = found == NULL ? cell : found;
    ++*n;
  }
  return found;
}

/* A point each for what the trend lists, be there outcomes or not: methods, or with -1 the variant. */
static void
add_listed (
    const TrainingTrend *trend, guint place, gint method, const GArray *cells, TrainingTrendResult *result)
{
  guint n;
  const Cell *found = find_cells (cells, place, method, &n);
  add_point (trend,
             (TrainingTrendPoint){ .variant = g_array_index (trend->variants, guint, place),
                                   .method = method >= 0 ? (guint)method
                                             : n > 0     ? found->method
                                                         : 0,
                                   .shots = n > 0 ? found->shots : 0 },
             found, n, result);
}

static void
add_change (TrainingTrendResult *result, TrainingChange change, TrainingTrendRow row)
{
  g_array_append_val (result->changes, change);
  g_array_append_val (result->rows, row);
}

/* Of the verdicts on a peak's two sides the one on the peak. */
static TrainingVerdict
join_sides (TrainingVerdict a, TrainingVerdict b)
{
  if (a == TRAINING_TREND_UNMEASURED || b == TRAINING_TREND_UNMEASURED)
    return TRAINING_TREND_UNMEASURED;
  if (a == TRAINING_TREND_OPPOSITE || b == TRAINING_TREND_OPPOSITE)
    return TRAINING_TREND_OPPOSITE;
  return MAX (a, b);
}

/* For each seed its value at the candidate that is best on the others, which is marked. */
static void
choose_peak (TrainingTrendResult *result, TrainingTrendRow candidates, double *peak)
{
  g_autofree const double **rows = g_new (const double *, candidates.n_points);
  for (guint i = 0; i < candidates.n_points; i++)
    rows[i] = result->values + (candidates.first + i) * result->n_seeds;
  for (guint s = 0; s < result->n_seeds; s++) {
    gint best = find_best (rows, candidates.n_points, result->n_seeds, s);
    peak[s] = best < 0 ? NAN : rows[best][s];
    if (!isnan (peak[s]))
      g_array_index (result->points, TrainingTrendPoint, candidates.first + (guint)best).peak = TRUE;
  }
}

/* Judges a row of at least two points by its best, which there is none of between two. */
static TrainingVerdict
judge_peak (const TrainingTrend *trend, TrainingTrendRow row, gboolean ratio, TrainingTrendResult *result)
{
  double peak[TRAINING_MAX_SEEDS];
  guint n_before = trend->expect == TRAINING_PEAKS ? 1 : 0;
  const double *first = result->values + row.first * result->n_seeds;
  const double *last = first + (row.n_points - 1) * result->n_seeds;
  TrainingVerdict verdict = TRAINING_TREND_SHOWN;
  choose_peak (result, (TrainingTrendRow){ row.first + n_before, row.n_points - 1 - n_before }, peak);
  if (n_before > 0) {
    TrainingChange rise = training_change (first, peak, result->n_seeds, ratio);
    add_change (result, rise, row);
    verdict = training_judge_change (&rise, TRUE);
  }
  TrainingChange fall = training_change (last, peak, result->n_seeds, ratio);
  add_change (result, fall, row);
  return join_sides (verdict, training_judge_change (&fall, TRUE));
}

static void
judge_row (const TrainingTrend *trend, guint first, gboolean ratio, TrainingTrendResult *result, guint end)
{
  TrainingTrendRow row = { first, end - first };
  gboolean by_peak = trend->expect == TRAINING_PEAKS || trend->expect == TRAINING_ENDS_BELOW;
  if (row.n_points < 2) {
    add_change (result, (TrainingChange){ 0, ratio, NAN, NAN, NAN, NAN, NAN }, row);
    result->verdict = TRAINING_TREND_UNMEASURED;
  } else if (by_peak) {
    TrainingVerdict verdict = judge_peak (trend, row, ratio, result);
    result->verdict = MAX (result->verdict, verdict);
  } else
    training_trend_judge_row (trend, first, row.n_points, ratio, result);
}

static TrainingTrendResult *
measure_rows (const TrainingTrend *trend, const GArray *cells, guint n_seeds)
{
  guint n_methods = trend->methods->len;
  TrainingTrendResult *result = result_new (n_seeds, cells->len + trend->variants->len * n_methods);
  g_autofree guint *ends = g_new (guint, trend->variants->len);
  for (guint v = 0; v < trend->variants->len; v++) {
    if (trend->over == TRAINING_OVER_VARIANTS)
      add_listed (trend, v, -1, cells, result);
    else if (trend->over != TRAINING_OVER_METHODS)
      add_found (trend, v, cells, result);
    else
      for (guint m = 0; m < n_methods; m++)
        add_listed (trend, v, (gint)g_array_index (trend->methods, guint, m), cells, result);
    ends[v] = result->points->len;
  }
  gboolean ratio = training_trend_takes_ratio (trend, result);
  if (trend->over == TRAINING_OVER_VARIANTS)
    judge_row (trend, 0, ratio, result, result->points->len);
  for (guint v = 0; v < trend->variants->len && trend->over != TRAINING_OVER_VARIANTS; v++)
    judge_row (trend, v == 0 ? 0 : ends[v - 1], ratio, result, ends[v]);
  return result;
}

/* Over NC1. */

static TransferQuantity
abscissa (const TrainingTrend *trend)
{
  return trend->over == TRAINING_OVER_SOURCE_NC1  ? TRANSFER_SOURCE_NC1
         : trend->over == TRAINING_OVER_TRAIN_NC1 ? TRANSFER_NC1
                                                  : TRANSFER_NC1_TEST;
}

static TrainingVerdict
judge_correlation (const CollapseCorrelation *correlation, gboolean rises)
{
  if (isnan (correlation->value))
    return TRAINING_TREND_UNMEASURED;
  if (correlation->low > 0)
    return rises ? TRAINING_TREND_SHOWN : TRAINING_TREND_OPPOSITE;
  if (correlation->high < 0)
    return rises ? TRAINING_TREND_OPPOSITE : TRAINING_TREND_SHOWN;
  return TRAINING_TREND_UNCLEAR;
}

static TrainingTrendResult *
measure_correlation (const TrainingTrend *trend, const GArray *cells, guint n_seeds)
{
  TrainingTrendResult *result = result_new (n_seeds, cells->len);
  g_autofree double *x = g_new (double, cells->len + 1), *y = g_new (double, cells->len + 1);
  for (guint c = 0; c < cells->len; c++) {
    const Cell *cell = &g_array_index (cells, Cell, c);
    x[c] = training_sample (cell->values[abscissa (trend)], n_seeds).mean;
    y[c] = training_sample (cell->values[trend->quantity], n_seeds).mean;
    add_point (trend,
               (TrainingTrendPoint){ .variant = g_array_index (trend->variants, guint, cell->place),
                                     .method = cell->method,
                                     .shots = cell->shots,
                                     .x = exp (x[c]) },
               cell, 1, result);
  }
  result->correlation = collapse_correlate (COLLAPSE_PEARSON, x, y, cells->len);
  result->verdict = judge_correlation (&result->correlation, trend->expect == TRAINING_RISES);
  return result;
}

TrainingTrendResult *
transfer_trend_measure (const TrainingTrend *trend, const GArray *outcomes, guint n_seeds)
{
  g_return_val_if_fail (trend->plans != NULL && n_seeds <= TRAINING_MAX_SEEDS, NULL);
  g_autoptr (GArray) cells = gather (trend, outcomes, n_seeds);
  return training_trend_is_correlation (trend) ? measure_correlation (trend, cells, n_seeds)
                                               : measure_rows (trend, cells, n_seeds);
}
