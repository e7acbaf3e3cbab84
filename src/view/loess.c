#include "view/loess.h"

#include <math.h>

#define SPAN 0.75
/* The farthest of the nearest points still counts a little. */
#define REACH 1.1
/* Of the squared distances from a place that is spread among the points: less is rounding. */
#define LEAST_SHARE 1e-10

static int
compare_doubles (gconstpointer a, gconstpointer b)
{
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/* How far the window about a place reaches. */
static double
find_reach (const double *x, guint n, double at)
{
  g_autoptr (GArray) distances = g_array_sized_new (FALSE, FALSE, sizeof (double), n);
  guint take = MIN (n, MAX (VIEW_LOESS_LEAST, (guint)ceil (SPAN * n)));
  for (guint i = 0; i < n; i++) {
    double distance = fabs (x[i] - at);
    g_array_append_val (distances, distance);
  }
  g_array_sort (distances, compare_doubles);
  return REACH * g_array_index (distances, double, take - 1);
}

static double
tricube (double share)
{
  return share < 1 ? pow (1 - pow (share, 3), 3) : 0;
}

/* The value at the place of the line that fits the weighted points best. */
static double
fit_at (const double *x, const double *y, guint n, double at)
{
  double reach = find_reach (x, n, at), total = 0, mean_x = 0, mean_y = 0, spread = 0, along = 0, square = 0;
  g_autofree double *weight = g_new (double, n);
  for (guint i = 0; i < n; i++) {
    weight[i] = reach > 0 ? tricube (fabs (x[i] - at) / reach) : 1;
    total += weight[i];
    mean_x += weight[i] * x[i];
    mean_y += weight[i] * y[i];
  }
  mean_x /= total;
  mean_y /= total;
  for (guint i = 0; i < n; i++) {
    spread += weight[i] * (x[i] - mean_x) * (x[i] - mean_x);
    along += weight[i] * (x[i] - mean_x) * (y[i] - mean_y);
    square += weight[i] * (x[i] - at) * (x[i] - at);
  }
  return spread > LEAST_SHARE * square ? mean_y + along / spread * (at - mean_x) : mean_y;
}

void
view_loess (const double *x, const double *y, guint n, const double *at, guint n_at, double *out)
{
  g_return_if_fail (n > 0);
  for (guint i = 0; i < n_at; i++)
    out[i] = fit_at (x, y, n, at[i]);
}
