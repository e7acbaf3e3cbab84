#include "collapse/correlation.h"

#include "numeric/random.h"

#include <math.h>

#define LEAST_POINTS 3
/* Of the interval: half of what is left out. */
#define TAIL 0.025

static gboolean
is_constant (const double *values, guint n)
{
  guint same = 1;
  while (same < n && values[same] == values[0])
    same++;
  return same >= n;
}

/* Two passes, so that nothing cancels. NaN where one side is constant. */
static double
pearson (const double *x, const double *y, guint n)
{
  double mean_x = 0, mean_y = 0, xx = 0, yy = 0, xy = 0;
  if (is_constant (x, n) || is_constant (y, n))
    return NAN;
  for (guint i = 0; i < n; i++) {
    mean_x += x[i] / n;
    mean_y += y[i] / n;
  }
  for (guint i = 0; i < n; i++) {
    double a = x[i] - mean_x, b = y[i] - mean_y;
    xx += a * a;
    yy += b * b;
    xy += a * b;
  }
  return CLAMP (xy / sqrt (xx * yy), -1, 1);
}

static int
compare_values (gconstpointer a, gconstpointer b, gpointer values)
{
  const double *v = values;
  double x = v[*(const guint *)a], y = v[*(const guint *)b];
  return (x > y) - (x < y);
}

/* 1 .. n by value; equal ones share their mean. */
static void
rank_values (const double *values, guint n, guint *order, double *ranks)
{
  for (guint i = 0; i < n; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint)n, sizeof *order, compare_values, (gpointer)values);
  for (guint first = 0, end; first < n; first = end) {
    for (end = first + 1; end < n && values[order[end]] == values[order[first]];)
      end++;
    for (guint i = first; i < end; i++)
      ranks[order[i]] = (first + end + 1) / 2.0;
  }
}

/* Points, and memory for their ranks. */
typedef struct {
  double *x, *y, *rank_x, *rank_y;
  guint *order;
  guint n;
} Points;

static double
correlate (CollapseCorrelationKind kind, const Points *points)
{
  if (kind == COLLAPSE_PEARSON)
    return pearson (points->x, points->y, points->n);
  rank_values (points->x, points->n, points->order, points->rank_x);
  rank_values (points->y, points->n, points->order, points->rank_y);
  return pearson (points->rank_x, points->rank_y, points->n);
}

static void
points_init (Points *points, guint most)
{
  points->x = g_new (double, 4 * (gsize)most);
  points->y = points->x + most;
  points->rank_x = points->y + most;
  points->rank_y = points->rank_x + most;
  points->order = g_new (guint, most);
  points->n = 0;
}

static void
points_clear (Points *points)
{
  g_free (points->x);
  g_free (points->order);
}

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* Between the two nearest of sorted values. */
static double
quantile (const GArray *sorted, double share)
{
  double place = share * (sorted->len - 1);
  guint below = (guint)place;
  double low = g_array_index (sorted, double, below);
  double high = g_array_index (sorted, double, MIN (below + 1, sorted->len - 1));
  return low + (place - below) * (high - low);
}

static void
bootstrap (CollapseCorrelationKind kind, const Points *points, CollapseCorrelation *correlation)
{
  g_autoptr (GArray) values = g_array_new (FALSE, FALSE, sizeof (double));
  NumericRandom random;
  Points drawn;
  numeric_random_init (&random, 0, 0);
  points_init (&drawn, points->n);
  drawn.n = points->n;
  for (guint r = 0; r < COLLAPSE_RESAMPLES; r++) {
    for (guint i = 0; i < points->n; i++) {
      guint from = numeric_random_below (&random, points->n);
      drawn.x[i] = points->x[from];
      drawn.y[i] = points->y[from];
    }
    double value = correlate (kind, &drawn);
    if (!isnan (value))
      g_array_append_val (values, value);
  }
  points_clear (&drawn);
  if (values->len == 0)
    return;
  g_array_sort (values, compare_doubles);
  correlation->low = quantile (values, TAIL);
  correlation->high = quantile (values, 1 - TAIL);
}

CollapseCorrelation
collapse_correlate (CollapseCorrelationKind kind, const double *x, const double *y, guint n)
{
  CollapseCorrelation correlation = { 0, NAN, NAN, NAN };
  Points points;
  points_init (&points, MAX (n, 1));
  for (guint i = 0; i < n; i++)
    if (isfinite (x[i]) && isfinite (y[i])) {
      points.x[points.n] = x[i];
      points.y[points.n++] = y[i];
    }
  correlation.n = points.n;
  if (points.n >= LEAST_POINTS)
    correlation.value = correlate (kind, &points);
  if (!isnan (correlation.value))
    bootstrap (kind, &points, &correlation);
  points_clear (&points);
  return correlation;
}
