#include "view/curve.h"

#include <math.h>

void
view_curve_init (ViewCurve *curve)
{
  curve->x = g_array_new (FALSE, FALSE, sizeof (double));
  curve->y = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint band = 0; band < VIEW_BAND_NONE; band++) {
    curve->lower[band] = g_array_new (FALSE, FALSE, sizeof (double));
    curve->upper[band] = g_array_new (FALSE, FALSE, sizeof (double));
  }
}

void
view_curve_clear (ViewCurve *curve)
{
  g_array_unref (curve->x);
  g_array_unref (curve->y);
  for (guint band = 0; band < VIEW_BAND_NONE; band++) {
    g_array_unref (curve->lower[band]);
    g_array_unref (curve->upper[band]);
  }
}

void
view_curve_empty (ViewCurve *curve)
{
  g_array_set_size (curve->x, 0);
  g_array_set_size (curve->y, 0);
  for (guint band = 0; band < VIEW_BAND_NONE; band++) {
    g_array_set_size (curve->lower[band], 0);
    g_array_set_size (curve->upper[band], 0);
  }
}

void
view_curve_append (ViewCurve *curve, double x, double y)
{
  g_array_append_val (curve->x, x);
  g_array_append_val (curve->y, y);
}

static double
x_at (const ViewCurve *curve, guint i)
{
  return g_array_index (curve->x, double, i);
}

static double
y_at (const ViewCurve *curve, guint i)
{
  return g_array_index (curve->y, double, i);
}

double
view_curve_value (const ViewCurve *curve, double x)
{
  guint low = 0, high = curve->x->len;
  while (low < high) {
    guint middle = (low + high) / 2;
    if (x_at (curve, middle) <= x)
      low = middle + 1;
    else
      high = middle;
  }
  return low > 0 ? y_at (curve, low - 1) : NAN;
}

/* Moves each to the next epoch that all have; FALSE where one of them has no more. */
static gboolean
align (const ViewCurve *const *curves, guint *at, guint n)
{
  double x = -INFINITY;
  for (guint agreed = 0, i = 0; agreed < n; i = (i + 1) % n) {
    while (at[i] < curves[i]->x->len && x_at (curves[i], at[i]) < x)
      at[i]++;
    if (at[i] >= curves[i]->x->len)
      return FALSE;
    agreed = x_at (curves[i], at[i]) == x ? agreed + 1 : 1;
    x = x_at (curves[i], at[i]);
  }
  return TRUE;
}

void
view_curve_extend_mean (
    ViewCurve *mean, const ViewCurve *const *curves, guint *at, guint n, gboolean logarithmic)
{
  g_autofree double *values = g_new (double, n);
  while (align (curves, at, n)) {
    ViewBands bands;
    for (guint i = 0; i < n; i++)
      values[i] = y_at (curves[i], at[i]);
    view_bands_of (values, n, logarithmic, &bands);
    view_curve_append (mean, x_at (curves[0], at[0]), bands.mean);
    for (guint band = 0; band < VIEW_BAND_NONE; band++) {
      g_array_append_val (mean->lower[band], bands.lower[band]);
      g_array_append_val (mean->upper[band], bands.upper[band]);
    }
    for (guint i = 0; i < n; i++)
      at[i]++;
  }
}

void
view_curve_divide (const ViewCurve *above, const ViewCurve *below, ViewCurve *quotient)
{
  view_curve_empty (quotient);
  for (guint i = 0, j = 0; i < above->x->len && j < below->x->len;) {
    double x = x_at (above, i), other = x_at (below, j);
    if (x == other) {
      double a = y_at (above, i), b = y_at (below, j);
      view_curve_append (quotient, x, a > 0.0 && b > 0.0 ? a / b : NAN);
    }
    i += x <= other;
    j += other <= x;
  }
}
