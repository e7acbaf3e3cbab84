#include "view/band.h"

#include <glib/gi18n.h>
#include <math.h>

const char *const *
view_band_keys (void)
{
  static const char *const keys[VIEW_N_BANDS + 1] = { "deviation", "error", "range", "none", NULL };
  return keys;
}

const char *
view_band_name (ViewBand band)
{
  static const char *const names[VIEW_N_BANDS] = { N_ ("± s.d."), N_ ("± s.e."), N_ ("min–max"), NULL };
  g_return_val_if_fail (band < VIEW_N_BANDS, NULL);
  return names[band] == NULL ? NULL : _ (names[band]);
}

void
view_band_of (const double *values,
              guint n,
              gboolean logarithmic,
              ViewBand band,
              double *mean,
              double *lower,
              double *upper)
{
  double sum = 0, squares = 0, low = INFINITY, high = -INFINITY;
  for (guint i = 0; i < n; i++) {
    sum += logarithmic ? log10 (values[i]) : values[i];
    low = fmin (low, values[i]);
    high = fmax (high, values[i]);
  }
  double centre = sum / n;
  for (guint i = 0; i < n; i++) {
    double from_centre = (logarithmic ? log10 (values[i]) : values[i]) - centre;
    squares += from_centre * from_centre;
  }
  double reach = sqrt (squares / (n - 1.0)) / (band == VIEW_BAND_ERROR ? sqrt (n) : 1);
  *mean = logarithmic ? pow (10, centre) : centre;
  *lower = *upper = NAN;
  if (n < 2 || band == VIEW_BAND_NONE)
    return;
  if (band == VIEW_BAND_RANGE) {
    *lower = low;
    *upper = high;
  } else if (logarithmic) {
    *lower = pow (10, centre - reach);
    *upper = pow (10, centre + reach);
  } else {
    *lower = low >= 0 ? fmax (centre - reach, 0) : centre - reach;
    *upper = centre + reach;
  }
}
