#include "view/loess.h"

#include <math.h>

#define SPAN 0.75
/* The farthest of the nearest points still counts a little. */
#define REACH 1.1
#define DEGREE 1
/* Of a power's square that is left beside the lower ones: less is rounding. */
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

/* The weighted least squares' value at the place, by powers of the distance made orthogonal one after the
 * other (Gram-Schmidt): stable, and a power that the points cannot tell from the lower ones is left out. */
static double
fit_at (const double *x, const double *y, guint n, double at)
{
  double reach = find_reach (x, n, at), value = 0;
  g_autofree double *memory = g_new (double, (gsize)n *(DEGREE + 2));
  double *weight = memory + (gsize)n * (DEGREE + 1), here[DEGREE + 1], norms[DEGREE + 1];
  for (guint i = 0; i < n; i++)
    weight[i] = reach > 0 ? tricube (fabs (x[i] - at) / reach) : 1;
  for (guint power = 0; power <= DEGREE; power++) {
    double *basis = memory + (gsize)n * power, before = 0, after = 0, along = 0;
    here[power] = power == 0;
    for (guint i = 0; i < n; i++) {
      basis[i] = pow (reach > 0 ? (x[i] - at) / reach : 0, power);
      before += weight[i] * basis[i] * basis[i];
    }
    for (guint lower = 0; lower < power; lower++) {
      const double *other = memory + (gsize)n * lower;
      double common = 0;
      for (guint i = 0; i < n && norms[lower] > 0; i++)
        common += weight[i] * basis[i] * other[i] / norms[lower];
      for (guint i = 0; i < n; i++)
        basis[i] -= common * other[i];
      here[power] -= common * here[lower];
    }
    for (guint i = 0; i < n; i++) {
      after += weight[i] * basis[i] * basis[i];
      along += weight[i] * basis[i] * y[i];
    }
    norms[power] = after > LEAST_SHARE * before ? after : 0;
    value += norms[power] > 0 ? along / after * here[power] : 0;
  }
  return value;
}

void
view_loess (const double *x, const double *y, guint n, const double *at, guint n_at, double *out)
{
  g_return_if_fail (n > 0);
  for (guint i = 0; i < n_at; i++)
    out[i] = fit_at (x, y, n, at[i]);
}
