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
view_bands_of (double *values, guint n, gboolean logarithmic, ViewBands *bands)
{
  double sum = 0, squares = 0, low = INFINITY, high = -INFINITY;
  for (guint i = 0; i < n; i++) {
    low = fmin (low, values[i]);
    high = fmax (high, values[i]);
    values[i] = logarithmic ? log10 (values[i]) : values[i];
    sum += values[i];
  }
  double centre = sum / n;
  for (guint i = 0; i < n; i++)
    squares += (values[i] - centre) * (values[i] - centre);
  bands->mean = logarithmic ? pow (10, centre) : centre;
  const double reach[] = { sqrt (squares / (n - 1.0)), sqrt (squares / (n - 1.0) / n) };
  for (guint band = VIEW_BAND_DEVIATION; band <= VIEW_BAND_ERROR; band++) {
    double times = logarithmic ? pow (10, reach[band]) : 0;
    double below = centre - reach[band];
    bands->lower[band] = logarithmic ? bands->mean / times : low >= 0 ? fmax (below, 0) : below;
    bands->upper[band] = logarithmic ? bands->mean * times : centre + reach[band];
  }
  bands->lower[VIEW_BAND_RANGE] = low;
  bands->upper[VIEW_BAND_RANGE] = high;
  for (guint band = 0; n < 2 && band < VIEW_BAND_NONE; band++)
    bands->lower[band] = bands->upper[band] = NAN;
}
